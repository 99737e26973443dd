//! The measures, one a file, each with the reference its method comes from.

pub mod rate;
