//! VC-01: the crime is recorded, and the person at risk has it confirmed in writing. The Code gives no number of days.

use super::Clock;
use super::history::{History, Run, detached};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::CaseEvent;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. Right 2 asks for the recording without unjustified delay, right 3 for the confirmation with the crime
/// number and a contact, by a safe channel where contact is risky. The time is ours: that of the referral to support.
pub(super) static RULE: Rule = Rule {
    code: "VC-01",
    title: "crime recorded and confirmed in writing",
    basis: Basis::Law,
    time: Basis::Policy,
    authority: "Victims' Code, rights 2 and 3",
    edition: "Code of 2020",
    effective_from: Day(Date::constant(2021, 4, 1)),
    limit: Limit::of(Span::WorkingDaysAfter(2)),
    escalates_to: Role::Supervisor,
    stages: Stages::policy(16, 0, 48),
    trigger: "a report",
    trigger_noun: "The report",
    stop: "the crime is recorded, and confirmed in writing to the person at risk",
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
            let identified_at = history.identified(Clock::CrimeConfirmed, place, report, identified_at);
            let run = Run::new(&RULE, identified_at, confirmed(history, identified_at));
            Run { withdrawn_at: detached(history, place, report), ..run }
        })
        .collect()
}

/// Both must be done; the later of the two counts. What was done on the day of the report counts, too.
fn confirmed(history: &History<'_>, identified_at: Moment) -> Option<Moment> {
    let since = |occurred_at: &Moment| occurred_at.day() >= identified_at.day();
    let recorded = history.entries().filter_map(|entry| match &entry.event {
        CaseEvent::CrimeRecorded(crime) => Some(crime.occurred_at),
        _ => None,
    });
    let written = history.entries().filter_map(|entry| match &entry.event {
        CaseEvent::CrimeConfirmed(confirmation) => Some(confirmation.occurred_at),
        _ => None,
    });
    Some(recorded.filter(since).min()?.max(written.filter(since).min()?))
}
