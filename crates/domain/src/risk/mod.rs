//! Risk across a case: the red flags from documented failures.

pub mod flags;
