//! The columns of a case that lists ask for: a pure function of its events, the calendar and the moment.

use domain::calendar::Calendar;
use domain::case::Case;
use domain::case::next::next_action;
use domain::case::state::{Protection, Status};
use domain::catalogue::{Grade, Severity};
use domain::clocks::{self, Clock, ClockRefusal, Reading, State};
use domain::event::Recorded;
use domain::risk::flags::{self, DutyState, FlagContext};
use domain::time::Moment;
use store::rows::CaseRow;

/// Everything that follows from a case's history at a moment.
pub(crate) struct Derived {
    /// The case.
    pub case: Case,
    /// Its clocks.
    pub readings: Vec<Reading>,
    /// What the red flags need to know beside it.
    pub context: FlagContext,
}

/// This folds a history and reads its clocks.
pub(crate) fn derive(history: &[Recorded], at: Moment) -> Result<Option<Derived>, ClockRefusal> {
    let Some(case) = Case::from_history(history) else { return Ok(None) };
    let readings = clocks::read_case(history, at, &Calendar::england_and_wales())?;
    let context = flag_context(&readings);
    Ok(Some(Derived { case, readings, context }))
}

fn flag_context(readings: &[Reading]) -> FlagContext {
    let considered = readings
        .iter()
        .filter(|reading| reading.clock == Clock::Consideration)
        .max_by_key(|reading| reading.started_at);
    let Some(reading) = considered else { return FlagContext::default() };
    let pd03 = match reading.state {
        State::Running | State::Missed { met_at: None } => DutyState::Open,
        State::Met { at } | State::Missed { met_at: Some(at) } => DutyState::Met { at },
    };
    FlagContext { pd03_due: Some(reading.due_at), pd03 }
}

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

/// The next moment at which something changes though nothing happens.
fn refresh_at(derived: &Derived, at: Moment) -> Option<Moment> {
    let Derived { case, readings, context } = derived;
    if case.is_closed() {
        return None;
    }
    let due = readings.iter().filter(|reading| reading.state == State::Running).map(|reading| reading.due_at);
    let ends = case.protections.iter().filter_map(Protection::last_day).map(|day| day.plus_days(1).start());
    let begins = case.protections.iter().flat_map(|held| [Some(held.from.start()), held.served_at]).flatten();
    let moments = due.chain(ends).chain(begins).filter(|moment| *moment > at);
    // A check that is past and did not fire now will not fire later without an event.
    let checks =
        flags::next_check(case, context).into_iter().chain(case.next_reopening()).filter(|moment| *moment > at);
    moments.chain(checks).min()
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
    row.on_list = !case.is_closed() && case.protected_at(at).is_none();
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
    row.refresh_at = refresh_at(derived, at);
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
        ("events", row.events.to_string()),
        ("person_at_risk", row.person_at_risk.to_string()),
        ("subject", text(row.subject)),
    ]
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
