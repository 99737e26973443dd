//! What comes in: a map says which column is what, the whole file is read and checked, then applied group by group.

pub mod map;
mod quotes;
pub mod found;
pub mod read;
pub(crate) mod receive;
mod update;
pub mod import;
pub mod report;
pub mod populate;
mod work;
