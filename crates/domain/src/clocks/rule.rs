//! What a clock is made of: where its duty comes from, how long it allows, whom it reaches when missed.

use super::Facts;
use super::history::{History, Run};
use super::stages::Stages;
use super::words::moment_words;
use crate::catalogue::{Entitlement, Grade, Role};
use crate::time::{Day, Moment};
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
    /// So many calendar days, the day of the trigger being day 0; it expires at the end of the last.
    DaysAfter(u16),
    /// So many working days, the day of the trigger being day 0; it expires at the end of the last.
    WorkingDaysAfter(u16),
    /// Until a moment that a fact gives.
    Until(Moment),
}
impl Span {
    /// Whether only the day of the trigger matters, not its time.
    pub const fn counts_days(self) -> bool {
        match self {
            Self::Hours(_) | Self::Until(_) => false,
            Self::DaysBeginningWith(_) | Self::DaysAfter(_) | Self::WorkingDaysAfter(_) => true,
        }
    }
}
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |f: &mut fmt::Formatter<'_>, number: &u16, one: &str| {
            write!(f, "{number} {one}{}", if *number == 1 { "" } else { "s" })
        };
        match self {
            Self::Hours(hours) => number(f, hours, "hour"),
            Self::DaysBeginningWith(days) => {
                number(f, days, "day")?;
                f.write_str(", the day of the event being day 1")
            }
            Self::DaysAfter(days) => {
                number(f, days, "day")?;
                f.write_str(", the day of the event being day 0")
            }
            Self::WorkingDaysAfter(days) => {
                number(f, days, "working day")?;
                f.write_str(", the day of the event being day 0")
            }
            Self::Until(end) => write!(f, "until {}", moment_words(*end)),
        }
    }
}

/// A fact that sets the end of a clock by itself, where it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SetBy {
    /// The end of the reporting officer's shift.
    ShiftEnd,
    /// What was agreed with the person at risk: so many days from one update to the next.
    Agreement,
}

/// How long a clock allows: always, and where a fact of the case makes it shorter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// What it allows.
    pub usual: Span,
    /// What it allows at grade high, where that differs.
    pub high: Option<Span>,
    /// What it allows where the person has Enhanced Rights, where that differs.
    pub enhanced: Option<Span>,
    /// Which fact sets the end instead, where it is known.
    pub set_by: Option<SetBy>,
}
impl Limit {
    /// One time for all.
    pub const fn of(usual: Span) -> Self {
        Self { usual, high: None, enhanced: None, set_by: None }
    }
    /// A shorter time at grade high.
    pub const fn graded(usual: Span, high: Span) -> Self {
        Self { high: Some(high), ..Self::of(usual) }
    }
    /// A shorter time with Enhanced Rights.
    pub const fn entitled(standard: Span, enhanced: Span) -> Self {
        Self { enhanced: Some(enhanced), ..Self::of(standard) }
    }
    /// A time that holds until a fact sets the end.
    pub const fn unless_set(usual: Span, by: SetBy) -> Self {
        Self { set_by: Some(by), ..Self::of(usual) }
    }
    /// This is what the clock allows on given facts. An unknown grade gets the usual span; an unknown entitlement is Enhanced.
    pub const fn at(self, facts: &Facts) -> Span {
        match (self.set_by, facts.shift_ends_at, facts.every_days) {
            (Some(SetBy::ShiftEnd), Some(end), _) => return Span::Until(end),
            (Some(SetBy::Agreement), _, Some(days)) => return Span::DaysAfter(days),
            (Some(SetBy::ShiftEnd | SetBy::Agreement) | None, _, _) => {}
        }
        match (self.high, facts.grade, self.enhanced, facts.entitlement) {
            (Some(high), Some(Grade::High), _, _) => high,
            (_, _, Some(enhanced), None | Some(Entitlement::Enhanced)) => enhanced,
            (_, Some(Grade::High | Grade::Medium | Grade::Standard) | None, _, _) => self.usual,
        }
    }
    /// The shorter time, whichever fact it hangs on.
    pub fn tight(self) -> Option<Span> {
        self.high.or(self.enhanced)
    }
}
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.usual.fmt(f)?;
        if let Some(high) = self.high {
            write!(f, " (grade high: {high})")?;
        }
        if let Some(enhanced) = self.enhanced {
            write!(f, " (Enhanced Rights: {enhanced})")?;
        }
        match self.set_by {
            Some(SetBy::ShiftEnd) => f.write_str(" (where the end of the shift is known: until then)"),
            Some(SetBy::Agreement) => f.write_str(" (once agreed: so many days from one update to the next as agreed)"),
            None => Ok(()),
        }
    }
}

/// What happens to a running clock when its case is closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnClosure {
    /// It stops.
    Stops,
    /// It runs on: the duty is the subject's, and not one of the case.
    RunsOn,
    /// It runs on: the police owe it to the person at risk all the same.
    StaysOwed,
}

/// One clock: a row of data, and one function that finds its runs in a history.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable code that is stored.
    pub code: &'static str,
    /// The duty, in a few words.
    pub title: &'static str,
    /// Where the duty comes from: law or policy.
    pub basis: Basis,
    /// Where its time comes from: an Act or a code may set a duty and no number of days.
    pub time: Basis,
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
    /// When somebody hears of it: a reminder before, and whom a miss reaches when.
    pub stages: Stages,
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
