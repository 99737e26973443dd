//! The ledger for those who check it: heads, exports, verification, and what is done to it as a whole.

mod check;
pub mod key;
pub mod machine;
pub mod pack;

pub use check::{Check, Exported};
