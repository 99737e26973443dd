//! Clocks over the history of a case.
#![allow(clippy::unwrap_used)]

mod support;
mod history;
mod care;
