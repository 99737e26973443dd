//! What belongs together: linkage over every report of the installation, its links, and what people decide about them.

mod apart;
pub mod earlier;
mod beliefs;
pub(crate) mod looked;
pub(crate) mod people;
pub mod queue;
pub mod review;
pub(crate) mod run;
mod series;

pub use run::LinkedAll;
