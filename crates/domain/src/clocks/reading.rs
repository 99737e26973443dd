//! A reading: what a clock says at a moment, with its working; and the answer to an officer who asks.

use super::count::{Count, count};
use super::rule::{Rule, Span};
use super::words::{day_words, moment_words};
use super::{Clock, Facts};
use crate::calendar::{Calendar, OutsideCalendar};
use crate::time::Moment;

/// What a clock says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Which clock.
    pub clock: Clock,
    /// From when it counts.
    pub started_at: Moment,
    /// The first instant that is too late.
    pub due_at: Moment,
    /// How it stands.
    pub state: State,
    /// The trigger, the rule, every day counted or skipped, and the result: one sentence each.
    pub working: Vec<String>,
    /// Until when, in words: "by the end of Wednesday 3 June 2026".
    pub due_text: String,
}

/// How a clock stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// The duty is open and there is time.
    Running,
    /// The duty was done in time.
    Met {
        /// When.
        at: Moment,
    },
    /// The duty was not done in time. That is permanent.
    Missed {
        /// When it was done after all, if it was.
        met_at: Option<Moment>,
    },
}
impl State {
    /// This is how a clock stands at a moment: on the instant when it is due it is too late.
    pub fn at(at: Moment, due_at: Moment, met_at: Option<Moment>) -> Self {
        match met_at {
            Some(met_at) if met_at < due_at => Self::Met { at: met_at },
            Some(met_at) => Self::Missed { met_at: Some(met_at) },
            None if at < due_at => Self::Running,
            None => Self::Missed { met_at: None },
        }
    }
}

/// Why a clock cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ClockRefusal {
    /// The trigger or a day on the way lies outside the calendar.
    #[error("{clock} cannot be counted: the calendar does not reach that far")]
    OutsideCalendar {
        /// Which clock.
        clock: Clock,
        /// Which day, and what the calendar covers.
        #[source]
        source: OutsideCalendar,
    },
}

/// This reads a clock for an officer who asks: nothing is known to have stopped it.
///
/// A trigger or a counted day outside the calendar is refused.
pub fn read(
    clock: Clock,
    trigger: Moment,
    facts: &Facts,
    calendar: &Calendar,
    at: Moment,
) -> Result<Reading, ClockRefusal> {
    let rule = clock.rule();
    let span = rule.limit.at(facts.grade);
    let counted = count_for(clock, trigger, span, calendar)?;
    let mut working = vec![format!("Started by {}: {}.", rule.trigger, moment_words(trigger)), rule_line(rule)];
    working.extend(edition_note(rule, trigger));
    if rule.limit.high.is_some() {
        let grade = facts.grade.map_or("not known, so the usual limit holds", |grade| grade.label());
        working.push(format!("Grade of risk: {grade}. The limit is {span}."));
    }
    let Count { due_at, due_text, lines } = counted;
    working.extend(lines);
    working.push(due_line(&due_text, due_at));
    Ok(Reading { clock, started_at: trigger, due_at, state: State::at(at, due_at, None), working, due_text })
}

/// This counts, and names the clock when the calendar refuses.
pub(super) fn count_for(clock: Clock, from: Moment, span: Span, calendar: &Calendar) -> Result<Count, ClockRefusal> {
    count(from, span, calendar).map_err(|source| ClockRefusal::OutsideCalendar { clock, source })
}

/// The rule in one sentence, with its authority and edition.
pub(super) fn rule_line(rule: &Rule) -> String {
    format!(
        "Rule {}, {}: {}. This is {}: {}; {}, in effect from {}.",
        rule.code,
        rule.title,
        rule.limit,
        rule.basis.label(),
        rule.authority,
        rule.edition,
        day_words(rule.effective_from)
    )
}

/// A warning when the edition is younger than what started the clock.
pub(super) fn edition_note(rule: &Rule, started_at: Moment) -> Option<String> {
    (started_at.day() < rule.effective_from).then(|| {
        format!(
            "Note: on {} this edition was not yet in effect; it is applied all the same.",
            day_words(started_at.day())
        )
    })
}

/// The result in one sentence.
pub(super) fn due_line(due_text: &str, due_at: Moment) -> String {
    format!("Due {due_text}; from {} it is too late.", moment_words(due_at))
}
