//! VC-04: the person at risk is told of a decision not to investigate, with reasons and an offer of support.

use super::Facts;
use super::history::{History, Run, answers};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::{News, Role};
use crate::event::CaseEvent;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. A telling without the reasons, or without the offer of a referral, does not stop it.
pub(super) static RULE: Rule = Rule {
    code: "VC-04",
    title: "person told of a decision not to investigate",
    basis: Basis::Law,
    time: Basis::Law,
    authority: "Victims' Code, right 6",
    edition: "Code of 2020",
    effective_from: Day(Date::constant(2021, 4, 1)),
    limit: Limit::entitled(Span::WorkingDaysAfter(5), Span::WorkingDaysAfter(1)),
    escalates_to: Role::Supervisor,
    stages: Stages::policy(16, 0, 48),
    trigger: "a decision not to investigate further",
    trigger_noun: "The decision",
    stop: "the person at risk is told, with the reasons and the offer of a referral to support",
    // The duty is owed after the case is closed as well: closing is what mostly follows such a decision.
    on_closure: OnClosure::StaysOwed,
    runs,
};

fn runs(history: &History<'_>) -> Vec<Run> {
    let decided = history.entries().filter_map(|entry| match &entry.event {
        CaseEvent::NoFurtherActionDecided(decided) => Some(decided.decided_at),
        _ => None,
    });
    decided
        .map(|decided_at| {
            let started_at = history.start(decided_at);
            let facts = Facts { entitlement: history.entitlement_at(started_at), ..Facts::default() };
            let run = Run::new(&RULE, decided_at, told(history, decided_at));
            Run { facts, tightened_at: history.enhanced_after(started_at), ..run }
        })
        .collect()
}

fn told(history: &History<'_>, decided_at: Moment) -> Option<Moment> {
    let told = history.entries().filter_map(|entry| match &entry.event {
        CaseEvent::PersonTold(told) => {
            (told.news == News::NoFurtherAction && told.reasons_given && told.referral_offered).then_some(told.occurred_at)
        }
        _ => None,
    });
    told.filter(|told_at| answers(*told_at, decided_at)).min()
}
