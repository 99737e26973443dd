//! The append-only ledger: entries as canonical text, an RFC 6962 tree over them, checkpoints that outsiders keep.

pub mod entry;
pub(crate) mod tree;
pub mod checkpoint;
pub mod export;
