//! VC-09: how often, and how, the person at risk hears is agreed when the investigation starts; then updates come as agreed.

use super::Facts;
use super::history::{History, Run, answers};
use super::rule::{Basis, Limit, OnClosure, Rule, SetBy, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::CaseEvent;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. The Code leaves the time to what is agreed. Until something is, ours runs from the start of the investigation.
pub(super) static RULE: Rule = Rule {
    code: "VC-09",
    title: "updates agreed, and given as agreed",
    basis: Basis::Law,
    time: Basis::Policy,
    authority: "Victims' Code, right 6",
    edition: "Code of 2020",
    effective_from: Day(Date::constant(2021, 4, 1)),
    limit: Limit::unless_set(Span::WorkingDaysAfter(5), SetBy::Agreement),
    escalates_to: Role::Supervisor,
    stages: Stages::policy(16, 0, 48),
    trigger: "the start of the investigation, then what was agreed and each update",
    trigger_noun: "The start of the investigation",
    stop: "the frequency and the channel are agreed, or the next update is given",
    on_closure: OnClosure::Stops,
    runs,
};

/// The investigation starts when an officer first has the case. What is agreed anew ends the wait under the old agreement.
fn runs(history: &History<'_>) -> Vec<Run> {
    let started = history.entries().find(|entry| matches!(entry.event, CaseEvent::Allocated { officer: Some(_), .. }));
    let agreed: Vec<(Moment, u16)> = history
        .entries()
        .filter_map(|entry| match &entry.event {
            CaseEvent::UpdatesAgreed(agreed) => Some((agreed.occurred_at, agreed.every_days)),
            _ => None,
        })
        .collect();
    let first = started.map(|entry| {
        let met_at = agreed.iter().map(|(agreed_at, _)| *agreed_at).find(|agreed_at| answers(*agreed_at, entry.at));
        Run { cause: "the start of the investigation", ..Run::new(&RULE, entry.at, met_at) }
    });
    let mut runs: Vec<Run> = first.into_iter().collect();
    let heard = heard(history);
    for (place, (agreed_at, every_days)) in agreed.iter().enumerate() {
        let until = agreed.get(place.saturating_add(1)).map(|(next, _)| *next);
        runs.extend(chain(&heard, *agreed_at, *every_days, until));
    }
    runs
}

/// From the agreement to the first update, from each update to the next.
fn chain(heard: &[Moment], agreed_at: Moment, every_days: u16, until: Option<Moment>) -> Vec<Run> {
    let facts = Facts { every_days: Some(every_days), ..Facts::default() };
    let (mut runs, mut from, mut cause) = (Vec::new(), agreed_at, "what was agreed with the person at risk");
    loop {
        let next = heard.iter().copied().find(|at| *at > from && until.is_none_or(|until| *at < until));
        let run = Run { cause, facts, withdrawn_at: until, ..Run::new(&RULE, from, next) };
        runs.push(run);
        match next {
            Some(at) => (from, cause) = (at, "the last update"),
            None => return runs,
        }
    }
}

/// Every time the person at risk heard from the police, in order.
fn heard(history: &History<'_>) -> Vec<Moment> {
    let mut heard: Vec<Moment> = history
        .entries()
        .filter_map(|entry| match &entry.event {
            CaseEvent::UpdateGiven(update) => Some(update.occurred_at),
            CaseEvent::PersonTold(told) => Some(told.occurred_at),
            CaseEvent::PersonConsulted { occurred_at } => Some(*occurred_at),
            _ => None,
        })
        .collect();
    heard.sort();
    heard
}
