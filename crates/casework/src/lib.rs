//! Everything that a person can do, one function each, and what they see of it.
//!
//! Reading order: `views` (what is seen), `access` (who may), `failure`, `app`, `asked` (the way in), `cases` (the work on one case),
//! `intake` (what comes in), `linking` (what belongs together), `lists`, `search`, `notices`, `screens`.

pub mod views;
pub mod access;
pub mod failure;
pub mod app;
pub mod asked;
pub mod house;
pub mod cases;
pub mod intake;
pub mod linking;
pub mod lists;
pub mod search;
pub mod notices;
pub mod screens;
pub mod ledger;
pub mod simulate;

pub use app::{App, Place};
pub use asked::Wish;
pub use failure::{Failure, Fault, Named, Problem};
pub use store::Quoted;
