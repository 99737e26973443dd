//! What a clock is made of: where its duty comes from, how long it allows, whom it reaches when missed.

use super::history::{History, Run};
use crate::catalogue::{Grade, Role};
use crate::time::Day;
use std::fmt;

/// Where a duty comes from. People must be able to tell the two apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Basis {
    /// An Act, or a code issued under one.
    Law,
    /// A default of Holdfast that a force may change.
    Policy,
}
impl Basis {
    /// The word that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Policy => "policy",
        }
    }
}

/// A length of time, with the way in which it is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Span {
    /// So many elapsed hours, whatever the clocks do.
    Hours(u16),
    /// So many calendar days, the day of the trigger being day 1; it expires at the end of the last.
    DaysBeginningWith(u16),
    /// So many working days, the day of the trigger being day 0; it expires at the end of the last.
    WorkingDaysAfter(u16),
}
impl Span {
    /// Whether only the day of the trigger matters, not its time.
    pub const fn counts_days(self) -> bool {
        match self {
            Self::Hours(_) => false,
            Self::DaysBeginningWith(_) | Self::WorkingDaysAfter(_) => true,
        }
    }
}
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours(hours) => write!(f, "{hours} hours"),
            Self::DaysBeginningWith(days) => write!(f, "{days} days, the day of the event being day 1"),
            Self::WorkingDaysAfter(days) => write!(f, "{days} working days, the day of the event being day 0"),
        }
    }
}

/// How long a clock allows: always, and at grade high where that is shorter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// What it allows.
    pub usual: Span,
    /// What it allows at grade high, where that differs.
    pub high: Option<Span>,
}
impl Limit {
    /// This is what the clock allows at a grade; an unknown grade gets the usual span.
    pub const fn at(self, grade: Option<Grade>) -> Span {
        match (grade, self.high) {
            (Some(Grade::High), Some(high)) => high,
            (Some(Grade::High | Grade::Medium | Grade::Standard) | None, _) => self.usual,
        }
    }
}
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.high {
            Some(high) => write!(f, "{} (grade high: {high})", self.usual),
            None => self.usual.fmt(f),
        }
    }
}

/// What happens to a running clock when its case is closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnClosure {
    /// It stops.
    Stops,
    /// It runs on: the duty is not one of the case.
    RunsOn,
}

/// One clock: a row of data, and one function that finds its runs in a history.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable code that is stored.
    pub code: &'static str,
    /// The duty, in a few words.
    pub title: &'static str,
    /// Law or policy.
    pub basis: Basis,
    /// The provision or the paper that asks for it.
    pub authority: &'static str,
    /// The edition of that authority.
    pub edition: &'static str,
    /// The day from which that edition has effect.
    pub effective_from: Day,
    /// How long it allows.
    pub limit: Limit,
    /// Who hears of it when it is missed.
    pub escalates_to: Role,
    /// What starts it, in words.
    pub trigger: &'static str,
    /// What to call the thing that starts it ("the report").
    pub trigger_noun: &'static str,
    /// What stops it, in words.
    pub stop: &'static str,
    /// What the closing of the case does to it.
    pub on_closure: OnClosure,
    /// This finds every run in a history.
    pub runs: fn(&History<'_>) -> Vec<Run>,
}
impl Rule {
    /// This says whether the edition was in effect on a day.
    pub fn in_effect_on(&self, day: Day) -> bool {
        self.effective_from <= day
    }
}
