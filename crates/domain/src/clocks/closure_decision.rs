//! PD-18: a proposal to close is decided within 5 working days, by someone other than the proposer.

use super::history::{History, Run};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::CaseEvent;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. Approval and rejection both decide.
pub(super) static RULE: Rule = Rule {
    code: "PD-18",
    title: "closure decision",
    basis: Basis::Policy,
    time: Basis::Policy,
    authority: "Holdfast default, for the force to confirm",
    edition: "defaults 1",
    effective_from: Day(Date::constant(2020, 1, 20)),
    limit: Limit::of(Span::WorkingDaysAfter(5)),
    escalates_to: Role::Inspector,
    stages: Stages::policy(24, 0, 24),
    trigger: "closure proposed",
    trigger_noun: "The proposal",
    stop: "the closure is approved or rejected",
    on_closure: OnClosure::Stops,
    runs,
};

fn runs(history: &History<'_>) -> Vec<Run> {
    let proposals =
        history.entries().enumerate().filter(|(_, entry)| matches!(entry.event, CaseEvent::ClosureProposed { .. }));
    proposals.map(|(place, entry)| Run::new(&RULE, entry.at, decided(history, place))).collect()
}

fn decided(history: &History<'_>, place: usize) -> Option<Moment> {
    history.after(place).find(|entry| is_decision(&entry.event)).map(|entry| entry.at)
}

fn is_decision(event: &CaseEvent) -> bool {
    matches!(event, CaseEvent::ClosureApproved { .. } | CaseEvent::ClosureRejected { .. })
}
