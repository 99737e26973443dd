//! The columns of a case that lists ask for: a pure function of its events, the calendar and the moment.

use domain::case::Case;
use domain::case::next::next_action;
use domain::case::state::{Protection, Status};
use domain::catalogue::{Grade, Severity};
use domain::clocks;
use domain::derived::Derived;
use domain::risk::flags;
use domain::time::Moment;
use store::rows::CaseRow;

/// How dangerous: the worst unanswered red flag first, then the grade. A grade not given counts as medium.
fn danger(case: &Case) -> i64 {
    let flag = worst_flag(case).map_or(0, |(_, severity)| match severity {
        Severity::Medium => 1,
        Severity::High => 2,
        Severity::Critical => 3,
    });
    let grade = match case.grade {
        Some(Grade::Standard) => 1,
        None | Some(Grade::Medium) => 2,
        Some(Grade::High) => 3,
    };
    flag * 10 + grade
}

/// The worst red flag that nobody has answered.
pub(crate) fn worst_flag(case: &Case) -> Option<(&str, Severity)> {
    let open = case
        .open_flags()
        .filter_map(|held| flags::from_code(&held.rule).map(|flag| (held.rule.as_str(), flag.severity)));
    open.max_by_key(|(code, severity)| (*severity, std::cmp::Reverse(*code)))
}

/// This writes the derived columns into a row.
pub(crate) fn fill(row: &mut CaseRow, derived: &Derived, events: usize, at: Moment) {
    let Derived { case, readings, .. } = derived;
    let today = at.day();
    let due = clocks::open_due(readings).filter(|_| !case.is_closed());
    let other = case.measures_in_force(at).into_iter().find(|held| !held.protects_on(today));
    let series = case.series.as_ref().filter(|facts| facts.series.is_some());
    row.officer = case.officer;
    if let Some(team) = &case.team {
        row.team.clone_from(team);
    }
    row.status = status(case).to_owned();
    row.relationship = case.relationship;
    row.grade = case.grade;
    row.decision = case.decision.code().to_owned();
    row.on_list = case.on_list(at);
    row.danger_order = -danger(case);
    row.late_order = due.map_or(i64::MAX, |reading| reading.due_at.micros());
    row.due_code = due.map(|reading| reading.clock.code().to_owned());
    row.due_started = due.map(|reading| reading.started_at);
    row.flag = worst_flag(case).map(|(code, _)| code.to_owned());
    row.flag_severity = worst_flag(case).map(|(_, severity)| severity);
    row.next_action = next_action(case, at).sentence();
    row.reports = count(case.reports.len());
    row.series = series.and_then(|facts| facts.series);
    row.series_reports = series.map_or(0, |facts| i64::from(facts.reports));
    row.series_confirmed = series.is_some_and(|facts| facts.confirmed);
    row.measure = other.map(|held| held.kind);
    row.measure_until = other.and_then(Protection::last_day);
    row.refresh_at = derived.next_change(at);
    row.restricted = case.access.restricted.is_some();
    row.events = count(events);
    row.person_at_risk = case.person_at_risk;
    row.subject = case.subject;
}

/// Where the case stands, as a code.
fn status(case: &Case) -> &'static str {
    match case.status {
        Status::Open => "open",
        Status::ClosureProposed { .. } => "closure_proposed",
        Status::Closed { .. } => "closed",
        Status::Joined { .. } => "joined",
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The columns that follow from the events whatever the moment, by name, from the case.
pub(crate) fn timeless(case: &Case, events: usize) -> Vec<(&'static str, String)> {
    let series = case.series.as_ref().filter(|facts| facts.series.is_some());
    vec![
        ("status", status(case).to_owned()),
        ("officer", text(case.officer)),
        ("relationship", case.relationship.to_string()),
        ("grade", text(case.grade)),
        ("decision", case.decision.code().to_owned()),
        ("reports", case.reports.len().to_string()),
        ("series", text(series.and_then(|facts| facts.series))),
        ("series_reports", series.map_or(0, |facts| facts.reports).to_string()),
        ("restricted", case.access.restricted.is_some().to_string()),
        ("events", events.to_string()),
        ("person_at_risk", case.person_at_risk.to_string()),
        ("subject", text(case.subject)),
    ]
}

/// The same columns, from the row.
pub(crate) fn timeless_of(row: &CaseRow) -> Vec<(&'static str, String)> {
    vec![
        ("status", row.status.clone()),
        ("officer", text(row.officer)),
        ("relationship", row.relationship.to_string()),
        ("grade", text(row.grade)),
        ("decision", row.decision.clone()),
        ("reports", row.reports.to_string()),
        ("series", text(row.series)),
        ("series_reports", row.series_reports.to_string()),
        ("restricted", row.restricted.to_string()),
        ("events", row.events.to_string()),
        ("person_at_risk", row.person_at_risk.to_string()),
        ("subject", text(row.subject)),
    ]
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
