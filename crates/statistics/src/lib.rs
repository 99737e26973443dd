//! This crate reads published tables about stalking as they are, and counts from them with the uncertainty shown.
//!
//! It knows nothing of cases and nothing of the store: every figure here comes from a file someone else published.
//! It prints nothing either; the structures are plain, and the command line decides how to show them.

pub mod tables;

pub mod measures;

pub mod published;
