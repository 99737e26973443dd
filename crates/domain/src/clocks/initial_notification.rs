//! CK-01: the subject of an order notifies name and address within 3 days beginning with the day of service.

use super::history::{History, Run};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::{ProtectionKind, Role};
use crate::event::CaseEvent;
use crate::ids::ProtectionId;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. The day of service is the first day, and weekends and bank holidays count (s. 9).
pub(super) static RULE: Rule = Rule {
    code: "CK-01",
    title: "initial notification",
    basis: Basis::Law,
    time: Basis::Law,
    authority: "Stalking Protection Act 2019, s. 9",
    edition: "as enacted",
    effective_from: Day(Date::constant(2020, 1, 20)),
    limit: Limit::of(Span::DaysBeginningWith(3)),
    escalates_to: Role::NotificationOfficer,
    stages: Stages::policy(16, 0, 24),
    trigger: "service of an interim order, or of a full order that does not replace one",
    trigger_noun: "The service",
    stop: "the subject gives the notification",
    on_closure: OnClosure::RunsOn,
    runs,
};

fn runs(history: &History<'_>) -> Vec<Run> {
    served(history).map(|served_at| Run::new(&RULE, served_at, notified(history, served_at))).collect()
}

/// When each order that starts the duty was first served.
fn served<'a>(history: &'a History<'_>) -> impl Iterator<Item = Moment> + 'a {
    history.entries().filter_map(|entry| match entry.event {
        CaseEvent::ProtectionRecorded { protection, kind, served_at, replaces_interim, .. }
            if starts_the_duty(kind, replaces_interim) =>
        {
            served_at.or_else(|| first_service(history, protection))
        }
        _ => None,
    })
}

/// A full order that replaces an interim order starts no new duty (s. 9(1)(a)).
fn starts_the_duty(kind: ProtectionKind, replaces_interim: bool) -> bool {
    match kind {
        ProtectionKind::InterimOrder => true,
        ProtectionKind::Order => !replaces_interim,
        ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody | ProtectionKind::Warrant => false,
    }
}

fn first_service(history: &History<'_>, wanted: ProtectionId) -> Option<Moment> {
    history.entries().find_map(|entry| match entry.event {
        CaseEvent::ProtectionServed { protection, served_at, .. } if protection == wanted => Some(served_at),
        _ => None,
    })
}

/// Service may be known only to the day, so a notification on the same day counts.
fn notified(history: &History<'_>, served_at: Moment) -> Option<Moment> {
    history
        .entries()
        .filter_map(|entry| match entry.event {
            CaseEvent::NotificationGiven { occurred_at } if occurred_at.day() >= served_at.day() => Some(occurred_at),
            _ => None,
        })
        .min()
}
