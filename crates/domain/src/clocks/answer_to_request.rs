//! PD-19: a request for reconsideration is answered within 5 working days, by somebody other than who decided.

use super::history::{History, Run};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::CaseEvent;
use crate::ids::RequestId;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. The time is that of a variation which the person at risk asks for (specification, section 6.11); the code is ours.
pub(super) static RULE: Rule = Rule {
    code: "PD-19",
    title: "answer to a request for reconsideration",
    basis: Basis::Policy,
    time: Basis::Policy,
    authority: "Holdfast default, for the force to confirm",
    edition: "defaults 1",
    effective_from: Day(Date::constant(2020, 1, 20)),
    limit: Limit::of(Span::WorkingDaysAfter(5)),
    escalates_to: Role::Inspector,
    stages: Stages::policy(24, 0, 24),
    trigger: "a request for reconsideration",
    trigger_noun: "The request",
    stop: "the request is answered",
    on_closure: OnClosure::RunsOn,
    runs,
};

fn runs(history: &History<'_>) -> Vec<Run> {
    let requests = history.entries().filter_map(|entry| match entry.event {
        CaseEvent::ReconsiderationRequested { request, .. } => Some((request, entry.at)),
        _ => None,
    });
    requests.map(|(request, asked_at)| Run::new(&RULE, asked_at, answered(history, request))).collect()
}

fn answered(history: &History<'_>, wanted: RequestId) -> Option<Moment> {
    history.entries().find_map(|entry| match entry.event {
        CaseEvent::ReconsiderationAnswered { request, .. } if request == wanted => Some(entry.at),
        _ => None,
    })
}
