//! PD-17: a case on which nobody has acted for 28 days is reviewed.

use super::Clock;
use super::history::{History, Run};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::{CaseEvent, Recorded};
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. The day of the last activity is day 1, the earlier of the two ways to count.
pub(super) static RULE: Rule = Rule {
    code: "PD-17",
    title: "dormant case review",
    basis: Basis::Policy,
    time: Basis::Policy,
    authority: "Holdfast default, for the force to confirm",
    edition: "defaults 1",
    effective_from: Day(Date::constant(2020, 1, 20)),
    limit: Limit::of(Span::DaysBeginningWith(28)),
    escalates_to: Role::Supervisor,
    stages: Stages::policy(40, 0, 72),
    trigger: "the last activity on the case",
    trigger_noun: "The last activity",
    stop: "any activity on the case, or its review",
    on_closure: OnClosure::Stops,
    runs,
};

/// The current run, and those in which the case lay still too long; the many that an activity ended in time are left out.
fn runs(history: &History<'_>) -> Vec<Run> {
    let mut last: Option<Moment> = None;
    let mut runs = Vec::new();
    for entry in history.entries() {
        let next = match activity(entry) {
            Activity::None => continue,
            Activity::Of(at) => last.map(|_| at),
            Activity::Opens(at) => Some(at),
            Activity::Closes => None,
        };
        if let Some(trigger) = last.filter(|trigger| is_too_late(history, *trigger, entry.at)) {
            runs.push(Run::new(&RULE, trigger, Some(entry.at)));
        }
        last = next;
    }
    runs.extend(last.map(|trigger| Run::new(&RULE, trigger, None)));
    runs
}

fn is_too_late(history: &History<'_>, trigger: Moment, at: Moment) -> bool {
    match history.terms(Clock::DormantCase, trigger).limit.usual {
        Span::DaysBeginningWith(days) => at.day() >= history.start(trigger).day().plus_days(i64::from(days)),
        // Kept if the unit ever changes: the reading decides.
        Span::Hours(_) | Span::DaysAfter(_) | Span::WorkingDaysAfter(_) | Span::Until(_) => true,
    }
}

/// What an entry is to the stillness of a case.
enum Activity {
    /// Not an activity.
    None,
    /// Someone acted.
    Of(Moment),
    /// The case begins, or begins again.
    Opens(Moment),
    /// The case is closed, and may lie still.
    Closes,
}

/// Only a person can wake a case: what the system notices by itself must not hide that nobody acts.
fn activity(entry: &Recorded) -> Activity {
    match entry.event {
        CaseEvent::CaseOpened { .. } | CaseEvent::CaseReopened { .. } => Activity::Opens(entry.at),
        CaseEvent::ClosureApproved { .. } | CaseEvent::CaseJoined { .. } => Activity::Closes,
        CaseEvent::SeriesSeen { .. } | CaseEvent::FlagRaised { .. } | CaseEvent::ClockMissed { .. } | CaseEvent::ClockMoved(_) => {
            Activity::None
        }
        // Nobody works on a case by being kept away from it.
        CaseEvent::ConnectionDeclared { .. } | CaseEvent::ConnectionWithdrawn(_) => Activity::None,
        _ if entry.by.is_none() => Activity::None,
        _ => Activity::Of(entry.at),
    }
}
