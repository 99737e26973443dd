//! The pages: they show what `casework` says, work without a script, and decide nothing about the law.

pub mod anything;
pub mod cases;
mod acts;
mod assets;
mod components;
mod forms;
mod pages;
mod report;
mod router;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
mod security;
mod server;
mod watched;
#[cfg(test)]
mod tests;

pub use cases::{Beside, Cases, Failure};
pub use pages::pack::file as pack_file;
pub use router::{ROUTES, Route, RouteAction, RouteMethod, serve};
