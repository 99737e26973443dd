//! The ledger for those who check it: heads, exports, verification.

mod check;

pub use check::{Check, Exported};
