//! The only crate that knows SQL: tables, the ledger, and the seam between SQLite and PostgreSQL.
//!
//! Reading order: `error`, `value`, `record`, `sealed`, `outgoing`, `quoted`, `tx`, `store`, `lease`, then `ledger`, the tables in `rows`, and what
//! `search` derives from them.

pub mod error;
pub mod value;
pub mod record;
pub mod sealed;
pub mod secret;
pub mod outgoing;
pub mod quoted;
mod backend;
mod many;
mod chance;
mod reserve;
pub mod tx;
mod writer;
mod pool;
pub mod store;
pub mod lease;
mod schema;
pub mod migrate;
pub mod ledger;
pub mod rows;
pub mod queries;
pub mod stages;
pub mod search;
pub mod views;
pub mod verify;
pub mod backup;

pub use backend::Kind;
pub use chance::Chance;
pub use error::StoreError;
pub use lease::Lease;
pub use outgoing::{AsRead, Happened, Outgoing, Team, Told};
pub use quoted::Quoted;
pub use record::Record;
pub use sealed::{Field, Personal, Receipt, Sealed, Shown, ShownIds};
pub use secret::PasswordHash;
pub use store::{Config, Store};
pub use tx::{Context, Draft, Entry, Reader, Refusable, Refused, Tx, Verdict};
