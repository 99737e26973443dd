//! VC-03: the person at risk is told of arrest, interview, release without charge, and bail, within a working day, or five.

use super::Facts;
use super::history::{History, Run, answers};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::{Intervention, News, ProtectionKind, Role};
use crate::event::CaseEvent;
use crate::ids::ProtectionId;
use crate::time::{Day, Moment};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The rule. Until another entitlement is recorded, Enhanced Rights apply (policy); the times are the Code's.
pub(super) static RULE: Rule = Rule {
    code: "VC-03",
    title: "person told of arrest, interview, release or bail",
    basis: Basis::Law,
    time: Basis::Law,
    authority: "Victims' Code, right 6",
    edition: "Code of 2020",
    effective_from: Day(Date::constant(2021, 4, 1)),
    limit: Limit::entitled(Span::WorkingDaysAfter(5), Span::WorkingDaysAfter(1)),
    escalates_to: Role::Supervisor,
    stages: Stages::policy(16, 0, 48),
    trigger: "an arrest, an interview under caution, a release without charge, bail or its change",
    trigger_noun: "What happened",
    stop: "the person at risk is told of it",
    on_closure: OnClosure::Stops,
    runs,
};

/// One run a moment: what happened at one moment is told when all of it is told.
fn runs(history: &History<'_>) -> Vec<Run> {
    let mut by_start: BTreeMap<Moment, Vec<(Moment, News)>> = BTreeMap::new();
    for (happened_at, news) in happened(history) {
        by_start.entry(history.start(happened_at)).or_default().push((happened_at, news));
    }
    let run = |(started_at, all): (Moment, Vec<(Moment, News)>)| {
        let trigger = all.iter().map(|(happened_at, _)| *happened_at).max()?;
        let told: Option<Vec<Moment>> =
            all.iter().map(|(happened_at, news)| told(history, *news, *happened_at)).collect();
        let cause = match all.as_slice() {
            [(_, news)] => news.label(),
            _ => "several things of which the person at risk is to be told",
        };
        let facts = Facts { entitlement: history.entitlement_at(started_at), ..Facts::default() };
        let run = Run::new(&RULE, trigger, told.and_then(|told| told.into_iter().max()));
        Some(Run { cause, facts, tightened_at: history.enhanced_after(started_at), ..run })
    };
    by_start.into_iter().filter_map(run).collect()
}

/// What happened of which a person is told. Bail told of twice, as a step of the police and as a measure, is one thing.
fn happened(history: &History<'_>) -> Vec<(Moment, News)> {
    let mut all: Vec<(Moment, News)> = Vec::new();
    for entry in history.entries() {
        let Some((happened_at, news)) = news_of(history, &entry.event) else { continue };
        let known = all.iter().any(|(other, same)| *same == news && other.day() == happened_at.day());
        let measure = matches!(
            entry.event,
            CaseEvent::ProtectionRecorded { .. } | CaseEvent::ProtectionEnded { .. }
        );
        if !(known && (measure || news == News::Bail)) {
            all.push((happened_at, news));
        }
    }
    all
}

fn news_of(history: &History<'_>, event: &CaseEvent) -> Option<(Moment, News)> {
    match event {
        CaseEvent::InterventionRecorded { kind, occurred_at } => Some((*occurred_at, news_in(*kind)?)),
        CaseEvent::ProtectionRecorded { kind: ProtectionKind::Bail, from, .. } => Some((from.start(), News::Bail)),
        CaseEvent::ProtectionEnded { protection, on } if is_bail(history, *protection) => {
            Some((on.start(), News::BailChanged))
        }
        _ => None,
    }
}

const fn news_in(kind: Intervention) -> Option<News> {
    match kind {
        Intervention::Arrest => Some(News::Arrest),
        Intervention::VoluntaryInterview => Some(News::Interview),
        Intervention::ReleasedWithoutCharge => Some(News::Released),
        Intervention::Bail | Intervention::UnderInvestigation => Some(News::Bail),
        Intervention::BailChanged => Some(News::BailChanged),
        Intervention::WordsOfAdvice | Intervention::PhoneCall | Intervention::Notice | Intervention::Charge => None,
    }
}

fn is_bail(history: &History<'_>, wanted: ProtectionId) -> bool {
    history.entries().any(|entry| {
        matches!(&entry.event, CaseEvent::ProtectionRecorded { protection, kind: ProtectionKind::Bail, .. }
            if *protection == wanted)
    })
}

fn told(history: &History<'_>, wanted: News, happened_at: Moment) -> Option<Moment> {
    let told = history.entries().filter_map(|entry| match &entry.event {
        CaseEvent::PersonTold(told) if told.news == wanted => Some(told.occurred_at),
        _ => None,
    });
    told.filter(|told_at| answers(*told_at, happened_at)).min()
}
