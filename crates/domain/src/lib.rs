//! The law and the rules of casework, as types and pure functions. Reading order: `time`, `ids`, `catalogue`, `event`, `victim`, `inquiry`, `calendar`, `clocks`, `law`, `case`, `risk`, `derived`, `escalation`, `search`, `wording`, `scenario`.

pub mod time;
pub mod ids;
pub mod catalogue;
pub mod event;
pub mod victim;
pub mod inquiry;
pub mod calendar;
pub mod clocks;
pub mod law;
pub mod case;
pub mod risk;
pub mod derived;
pub mod escalation;
pub mod watch;
pub mod search;
pub mod wording;
pub mod scenario;
