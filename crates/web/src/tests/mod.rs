//! Tests of the pages: how they look, how they hold together, and how the server answers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(clippy::panic, reason = "a failing check says what it saw")]

mod contrast;
mod fixtures;
mod forms;
mod pages;
mod report;
mod routes;
mod security;
mod wire;
