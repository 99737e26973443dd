//! PD-03: an order is considered, and the outcome recorded, within 72 hours, or 24 at grade high.

use super::{Clock, Facts};
use super::history::{History, Run};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::CaseEvent;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. Any recorded outcome stops it: the duty is to consider, not to apply. What the SPOC sends back starts it anew.
pub(super) static RULE: Rule = Rule {
    code: "PD-03",
    title: "decision on a Stalking Protection Order",
    basis: Basis::Policy,
    time: Basis::Policy,
    authority: "Holdfast default, for the force to confirm (the test is in the Stalking Protection Act 2019, s. 1)",
    edition: "defaults 1",
    effective_from: Day(Date::constant(2020, 1, 20)),
    limit: Limit::graded(Span::Hours(72), Span::Hours(24)),
    escalates_to: Role::Spoc,
    stages: Stages::policy(12, 0, 24),
    trigger: "stalking identified, or the question come open again, or a decision sent back",
    trigger_noun: "The report",
    stop: "a protection decision is recorded, whatever its outcome",
    on_closure: OnClosure::Stops,
    runs,
};

fn runs(history: &History<'_>) -> Vec<Run> {
    let mut identified = false;
    let mut runs: Vec<Run> = Vec::new();
    for (place, entry) in history.entries().enumerate() {
        let (trigger, cause) = match entry.event {
            CaseEvent::ReportAttached { report, identified_at, .. } if !identified => {
                identified = true;
                let identified_at = history.identified(Clock::Consideration, place, report, identified_at);
                (identified_at, "stalking identified in a report")
            }
            CaseEvent::DecisionReopened { .. } => (entry.at, "the decision come open again"),
            CaseEvent::DecisionReturned { .. } => (entry.at, "the decision sent back"),
            CaseEvent::CaseReopened { .. } => (entry.at, "the case come open again"),
            _ => continue,
        };
        // A case and its decision that come open at one moment start one run, not two.
        if runs.iter().all(|run| run.trigger != trigger) {
            runs.push(run(history, place, trigger, cause));
        }
    }
    runs
}

fn run(history: &History<'_>, place: usize, trigger: Moment, cause: &'static str) -> Run {
    let started_at = history.start(trigger);
    let facts = Facts { grade: history.grade_at(started_at), ..Facts::default() };
    let run = Run::new(&RULE, trigger, decided(history, place));
    Run { cause, facts, tightened_at: history.high_after(started_at), ..run }
}

fn decided(history: &History<'_>, place: usize) -> Option<Moment> {
    history.after(place).find(|entry| matches!(entry.event, CaseEvent::DecisionRecorded { .. })).map(|entry| entry.at)
}
