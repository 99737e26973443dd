//! PD-01: a screening tool is completed before the shift ends in which the report was taken.

use super::Facts;
use super::history::{History, Run, detached};
use super::rule::{Basis, Limit, OnClosure, Rule, SetBy, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::CaseEvent;
use crate::ids::ReportId;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. It counts from when the report came into Holdfast: of a report that an import brings later, nobody knows in
/// which shift it was taken. Where the end of the shift is not known, the length of a shift stands for it.
pub(super) static RULE: Rule = Rule {
    code: "PD-01",
    title: "screening tool completed",
    basis: Basis::Policy,
    time: Basis::Policy,
    authority: "Holdfast default, for the force to confirm",
    edition: "defaults 1",
    effective_from: Day(Date::constant(2020, 1, 20)),
    limit: Limit::unless_set(Span::Hours(8), SetBy::ShiftEnd),
    escalates_to: Role::Supervisor,
    stages: Stages::policy(2, 0, 24),
    trigger: "a report recorded or imported",
    trigger_noun: "The report",
    stop: "a risk screen is recorded",
    on_closure: OnClosure::Stops,
    runs,
};

fn runs(history: &History<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (place, entry) in history.entries().enumerate() {
        let CaseEvent::ReportAttached { report, .. } = entry.event else { continue };
        // Reports that come in at one moment start one run, not several.
        if runs.iter().any(|run| run.trigger == entry.at) {
            continue;
        }
        let facts = Facts { shift_ends_at: shift_end(history, report), ..Facts::default() };
        let run = Run::new(&RULE, entry.at, screened(history, entry.at));
        runs.push(Run { facts, withdrawn_at: detached(history, place, report), ..run });
    }
    runs
}

/// The last that was recorded of it: a wrong one can be corrected.
fn shift_end(history: &History<'_>, wanted: ReportId) -> Option<Moment> {
    history.entries().rev().find_map(|entry| match &entry.event {
        CaseEvent::ShiftEndRecorded(shift) if shift.report == wanted => Some(shift.ends_at),
        _ => None,
    })
}

fn screened(history: &History<'_>, reported_at: Moment) -> Option<Moment> {
    let screen =
        history.entries().find(|entry| entry.at >= reported_at && matches!(entry.event, CaseEvent::RiskScreened { .. }));
    screen.map(|entry| entry.at)
}
