//! The pages in Debian's Chromium, as people use them: on both databases, wide and narrow, by keyboard, without a script.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod house;
mod browser;
mod journeys;
mod reports;
mod every_page;
mod by_forms;
mod screenshot;
