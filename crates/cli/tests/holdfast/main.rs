//! The built `holdfast` as people use it: by commands, on SQLite and on PostgreSQL, beside a server, and against tampering.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod refused;
mod staff;
mod support;
mod architecture;
mod backup;
mod tidy;
mod clocks;
mod figures;
mod scenarios;
mod notices;
mod one_case;
mod packs;
mod screens;
mod searching;
mod correcting;
mod importing;
mod inquiries;
mod ledger;
mod together;
mod leading;
