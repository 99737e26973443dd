//! The same assertions about the store on SQLite and on a real PostgreSQL (`./dev with-postgres cargo test -p store`).

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[macro_use]
mod harness;
mod schema;
mod records;
mod questions;
mod screens;
mod lists;
mod search;
mod migrations;
mod seals;
mod transactions;
mod verification;
mod plans;
mod stages;
mod killed;
mod leading;
mod lost;
mod backups;
mod coverage;
