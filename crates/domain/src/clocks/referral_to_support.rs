//! VC-02: the person at risk is referred to a support service within 2 working days of the report.

use super::Clock;
use super::history::{History, Run, detached};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::CaseEvent;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. The Code is issued under the Domestic Violence, Crime and Victims Act 2004, s. 32.
pub(super) static RULE: Rule = Rule {
    code: "VC-02",
    title: "referral to support",
    basis: Basis::Law,
    time: Basis::Law,
    authority: "Victims' Code, right 4",
    edition: "Code of 2020",
    effective_from: Day(Date::constant(2021, 4, 1)),
    limit: Limit::of(Span::WorkingDaysAfter(2)),
    escalates_to: Role::Supervisor,
    stages: Stages::policy(16, 0, 48),
    trigger: "a report",
    trigger_noun: "The report",
    stop: "a referral to a support service, taken up or declined",
    on_closure: OnClosure::Stops,
    runs,
};

fn runs(history: &History<'_>) -> Vec<Run> {
    let reports = history.entries().enumerate().filter_map(|(place, entry)| match entry.event {
        CaseEvent::ReportAttached { report, identified_at, .. } => Some((place, report, identified_at)),
        _ => None,
    });
    reports
        .map(|(place, report, identified_at)| {
            let identified_at = history.identified(Clock::ReferralToSupport, place, report, identified_at);
            let run = Run::new(&RULE, identified_at, referred(history, identified_at));
            Run { withdrawn_at: detached(history, place, report), ..run }
        })
        .collect()
}

/// A referral made on the day of the report, before stalking was identified in it, counts.
fn referred(history: &History<'_>, identified_at: Moment) -> Option<Moment> {
    history
        .entries()
        .filter_map(|entry| match entry.event {
            CaseEvent::SupportReferred { occurred_at, .. } if occurred_at.day() >= identified_at.day() => {
                Some(occurred_at)
            }
            _ => None,
        })
        .min()
}
