//! Risk across a case: the red flags from documented failures, and the tools of screening.

pub mod flags;
pub mod phrases;
pub mod questions;
pub mod tools;
pub mod training;
