//! Lists: one file each, with the query that reads it.

pub mod notices;
pub mod screens;
pub mod search;
pub mod worklist;
