//! What comes in: a map says which column is what, the whole file is read and checked, then applied group by group.

pub mod map;
mod quotes;
pub mod file;
pub mod when;
mod names;
pub(crate) mod officers;
mod same;
mod cells;
pub mod inquired;
pub mod found;
pub mod read;
pub(crate) mod receive;
pub(crate) mod register;
mod whom;
mod update;
pub mod import;
mod trial;
pub mod report;
pub mod drafts;
pub mod staff;
pub mod populate;
mod work;
