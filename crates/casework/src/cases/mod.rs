//! The work on one case: what may be done (`act`), how it is done (`perform`), how its row follows (`derive`),
//! what time alone does to it (`refresh`), and how it is shown (`show`).

pub mod act;
pub mod asks;
pub mod care;
pub mod many;
pub mod inquiry;
pub mod once;
pub(crate) mod admit;
mod perform;
mod plan;
mod screen;
mod screened;
pub(crate) mod attach;
mod correct;
mod join;
mod naming;
pub(crate) mod advance;
pub(crate) mod derive;
mod escalate;
pub mod refresh;
pub mod show;
mod rests;
mod together;
mod waits;
mod evidence;
pub(crate) mod page;
