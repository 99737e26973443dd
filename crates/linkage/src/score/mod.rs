//! Turns levels of agreement into bits of evidence.

pub mod model;
pub mod crowd;
pub mod train;
