//! A reading: what a clock says at a moment, with its working; and the answer to an officer who asks.

use super::count::{Count, Saying, count};
use super::rule::{Basis, Limit, Rule, SetBy, Span};
use super::stages::Stages;
use super::terms::{ForceTerms, Terms};
use super::words::{day_words, moment_words};
use super::{Clock, Facts};
use crate::calendar::{Calendar, OutsideCalendar};
use crate::catalogue::{Entitlement, Role};
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
    /// The trigger, the rule, every day counted or skipped, and the result: one sentence each. Nothing, where the moments
    /// alone were asked for.
    pub working: Vec<String>,
    /// Until when, in words: "by the end of Wednesday 3 June 2026". Nothing, where the moments alone were asked for.
    pub due_text: String,
    /// Who hears of it when it is missed.
    pub escalates_to: Role,
    /// When somebody hears of it; none, once what started it was taken off the case.
    pub stages: Option<Stages>,
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
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
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
    read_under(clock, trigger, facts, calendar, &ForceTerms::default(), at)
}

/// This is `read` under what a force has set. A clock that the force has switched off is read, and its working says so.
pub fn read_under(
    clock: Clock,
    trigger: Moment,
    facts: &Facts,
    calendar: &Calendar,
    set: &ForceTerms,
    at: Moment,
) -> Result<Reading, ClockRefusal> {
    let rule = clock.rule();
    let terms = set.on(clock, trigger.day());
    let span = terms.limit.at(facts);
    let counted = count_for(clock, trigger, span, calendar, Saying::Full)?;
    let mut working = vec![format!("Started by {}: {}.", rule.trigger, moment_words(trigger)), rule_line(rule)];
    working.extend(terms_line(&terms));
    working.extend(edition_note(rule, trigger));
    working.extend(facts_line(terms.limit, facts, false));
    let Count { due_at, due_text, lines } = counted;
    working.extend(lines);
    working.push(due_line(&due_text, due_at));
    let state = State::at(at, due_at, None);
    let (escalates_to, stages) = (terms.escalates_to, Some(terms.stages));
    Ok(Reading { clock, started_at: trigger, due_at, state, working, due_text, escalates_to, stages })
}

/// This counts, and names the clock when the calendar refuses.
pub(super) fn count_for(
    clock: Clock,
    from: Moment,
    span: Span,
    calendar: &Calendar,
    saying: Saying,
) -> Result<Count, ClockRefusal> {
    count(from, span, calendar, saying).map_err(|source| ClockRefusal::OutsideCalendar { clock, source })
}

/// The rule in one sentence, with its authority and edition.
pub(super) fn rule_line(rule: &Rule) -> String {
    let time = match (rule.basis, rule.time) {
        (Basis::Law, Basis::Policy) => " It sets no number of days: this time is policy, for the force to confirm.",
        (Basis::Law, Basis::Law) | (Basis::Policy, Basis::Law | Basis::Policy) => "",
    };
    format!(
        "Rule {}, {}: {}. This is {}: {}; {}, in effect from {}.{time}",
        rule.code,
        rule.title,
        rule.limit,
        rule.basis.label(),
        rule.authority,
        rule.edition,
        day_words(rule.effective_from)
    )
}

/// What the force has set, where it has.
pub(super) fn terms_line(terms: &Terms) -> Option<String> {
    let (number, from) = terms.edition?;
    let runs = if terms.runs { String::new() } else { "; the force has switched this clock off".to_owned() };
    Some(format!(
        "As the force has set it (settings {number}, for triggers from {}): {}; missed goes to {}{runs}.",
        day_words(from),
        terms.limit,
        terms.escalates_to.label()
    ))
}

/// The fact that sets the limit, and what the limit therefore is. On a case a fact is that of the start.
pub(super) fn facts_line(limit: Limit, facts: &Facts, on_case: bool) -> Option<String> {
    let span = limit.at(facts);
    let start = if on_case { " at the start" } else { "" };
    if limit.high.is_some() {
        let unknown = if on_case { "not known" } else { "not known, so the usual limit holds" };
        let grade = facts.grade.map_or(unknown, |grade| grade.label());
        return Some(format!("Grade of risk{start}: {grade}. The limit is {span}."));
    }
    if limit.enhanced.is_some() {
        let rights = match facts.entitlement {
            None => "Enhanced Rights, since nothing else is recorded (policy)",
            Some(Entitlement::Enhanced) => "Enhanced Rights",
            Some(Entitlement::Standard) => "the rights of every victim",
            Some(Entitlement::Refused) => "the rights of every victim, Enhanced Rights having been refused",
        };
        return Some(format!("Entitlement{start}: {rights}. The limit is {span}."));
    }
    match limit.set_by? {
        SetBy::ShiftEnd if facts.shift_ends_at.is_some() => Some("The end of the shift is known.".to_owned()),
        SetBy::ShiftEnd => Some(format!("The end of the shift is not known, so the limit is {span}.")),
        SetBy::Agreement if facts.every_days.is_some() => Some(format!("Agreed with the person at risk: {span}.")),
        SetBy::Agreement => Some(format!("Nothing is agreed yet, so the limit is {span}.")),
    }
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
