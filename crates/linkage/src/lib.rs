//! Finds which mentions in stalking reports are one person, and which reports are one course of conduct.
//!
//! [`link`] works in three steps. Persons: mentions whose particulars agree strongly enough, where the
//! groups agree on the whole and no decision or shared report forbids it. Relations: reports that share
//! the person at risk raise the odds that they share the subject, and the reverse. Review: what is left
//! between asking and accepting waits for a person. Every link explains itself as a sum of bits.
//!
//! The result does not depend on the order of the mentions. Nothing here reads files or the clock.

pub mod block;
mod cluster;
mod compare;
pub mod explain;
mod linking;
pub mod mention;
mod near;
pub mod normalise;
mod record;
mod relate;
pub mod score;
pub mod settings;
pub mod tables;

pub use block::Capped;
pub use explain::{Basis, Explanation, Line};
pub use linking::{Link, Linked, ReportSeries, compare, link};
pub use mention::{Constraint, Mention, Role};
pub use near::{Near, near};
pub use score::model::{ModelSummary, Source};
pub use settings::Settings;
pub use tables::Tables;
