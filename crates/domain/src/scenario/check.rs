//! Whether an expectation is met at a moment, and what was read instead.

use super::expectation::{Expectation, OffBecause, Raised, Stands};
use super::when::When;
use crate::case::gates::GateState;
use crate::case::next::next_action;
use crate::case::state::{Flag, Status};
use crate::clocks::{Clock, Reading, State, moment_words};
use crate::derived::Derived;
use crate::time::Moment;

/// Whether it is met, and what is so.
pub(super) struct Found {
    pub met: bool,
    pub found: String,
}

pub(super) fn found(met: bool, found: impl Into<String>) -> Found {
    Found { met, found: found.into() }
}

/// This checks an expectation about a case. Refusals and warnings are checked where they arise.
pub(super) fn check(derived: &Derived, expectation: &Expectation, at: Moment) -> Found {
    let case = &derived.case;
    match expectation {
        Expectation::Clock { clock, stands } => clock_stands(derived, *clock, *stands),
        Expectation::Flag { code, raised } => {
            let held: Vec<&Flag> = case.flags.iter().filter(|flag| flag.rule == *code).collect();
            flag_stands(&held, code, *raised)
        }
        Expectation::Listed { on, because } => {
            let off = off_because(derived, at);
            let met = *on == off.is_none() && because.is_none_or(|because| Some(because) == off);
            found(met, listed_words(off))
        }
        Expectation::Next(code) => {
            let next = next_action(case, at);
            found(next.code() == *code, format!("next action: {} ({})", next.code().replace('_', " "), next.sentence()))
        }
        Expectation::Grade(grade) => {
            let is =
                case.grade.map_or("nobody has graded the risk".to_owned(), |grade| format!("grade {}", grade.label()));
            found(case.grade == *grade, is)
        }
        Expectation::Decision(code) => {
            let is = case.decision.code();
            found(is == *code, format!("decision: {}", is.replace('_', " ")))
        }
        Expectation::Status(code) => {
            let is = status(&case.status);
            found(is == *code, format!("the case is {}", is.replace('_', " ")))
        }
        Expectation::Gate { code, met } => {
            let gates = case.gates(at);
            match gates.iter().find(|gate| gate.code == code).map(|gate| &gate.state) {
                Some(GateState::Met) => found(*met, format!("gate {code} is met")),
                Some(GateState::Unmet { why }) => found(!met, format!("gate {code} is unmet: {why}")),
                Some(GateState::NotYetBuilt) => {
                    found(false, format!("gate {code} is not built yet: a person must look"))
                }
                None => found(false, format!("there is no gate {code}")),
            }
        }
        Expectation::Told(expected) => super::told::check(case, expected),
        Expectation::Reports(count) => counted(case.reports.len(), *count, "reports"),
        Expectation::Acts(count) => counted(case.acts.len(), *count, "acts"),
        Expectation::RiskOpen(open) => {
            let is = case.risk_open_since;
            let words = is.map_or("the question of risk is not open".to_owned(), |since| {
                format!("the question of risk is open since {}", moment_words(since))
            });
            found(is.is_some() == *open, words)
        }
        Expectation::Refused(_) | Expectation::Warned(_) => found(false, "nothing of the kind".to_owned()),
    }
}

fn counted(is: usize, wanted: u32, what: &str) -> Found {
    found(u32::try_from(is) == Ok(wanted), format!("{is} {what}"))
}

/// Where a case stands, by code.
pub(super) const fn status(status: &Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::ClosureProposed { .. } => "closure_proposed",
        Status::Closed { .. } => "closed",
        Status::Joined { .. } => "joined",
    }
}

/// Why somebody is off the list of those without a served order; none where they are on it.
pub(super) fn off_because(derived: &Derived, at: Moment) -> Option<OffBecause> {
    if derived.case.on_list(at) {
        return None;
    }
    Some(match derived.case.status {
        Status::Closed { .. } => OffBecause::Closed,
        Status::Joined { .. } => OffBecause::Joined,
        Status::Open | Status::ClosureProposed { .. } => OffBecause::Served,
    })
}

/// The same in words.
pub(super) const fn listed_words(off: Option<OffBecause>) -> &'static str {
    match off {
        None => "on the list",
        Some(OffBecause::Served) => "off the list: an order is served and in force",
        Some(OffBecause::Closed) => "off the list: the case is closed",
        Some(OffBecause::Joined) => "off the list: the work goes on in another case",
    }
}

fn flag_stands(held: &[&Flag], code: &str, wanted: Raised) -> Found {
    let open = held.iter().filter(|flag| flag.disposed.is_none()).count();
    let met = match wanted {
        Raised::Yes => !held.is_empty(),
        Raised::No => held.is_empty(),
        Raised::Answered => !held.is_empty() && open == 0,
        Raised::Open => open > 0,
    };
    let is = match (held.len(), open) {
        (0, _) => format!("{code} is not raised"),
        (_, 0) => format!("{code} is raised and answered"),
        (_, _) => format!("{code} is raised and open"),
    };
    found(met, is)
}

fn clock_stands(derived: &Derived, clock: Clock, wanted: Stands) -> Found {
    let mut runs: Vec<&Reading> = derived.readings.iter().filter(|reading| reading.clock == clock).collect();
    runs.sort_by_key(|reading| reading.started_at);
    let latest = runs.last().map(|reading| reading.state);
    let missed = runs.iter().filter(|reading| matches!(reading.state, State::Missed { .. })).count();
    let running = runs.iter().filter(|reading| is_open(reading.state)).count();
    let met = match wanted {
        Stands::Missed(None) => missed > 0,
        Stands::Missed(Some(times)) => u32::try_from(missed) == Ok(times),
        Stands::NotMissed => missed == 0,
        Stands::Met => matches!(latest, Some(State::Met { .. })),
        Stands::MetLate => matches!(latest, Some(State::Missed { met_at: Some(_) })),
        Stands::Running => latest == Some(State::Running),
        Stands::NotRunning => running == 0,
        Stands::NotStarted => runs.is_empty(),
        Stands::Due(When::At(moment)) => runs.iter().any(|reading| reading.due_at == moment),
        Stands::Due(When::Day(day)) => runs.iter().any(|reading| reading.due_at == day.plus_days(1).start()),
    };
    let law = derived.case.law;
    let words = match runs.as_slice() {
        [] if !law.knows(clock.rule()) => format!("{clock} is no duty under {law}"),
        [] => format!("{clock} was not started"),
        runs => runs.iter().map(|reading| reading_words(reading)).collect::<Vec<_>>().join("; "),
    };
    found(met, words)
}

/// Open: running, or missed and not done after all.
fn is_open(state: State) -> bool {
    match state {
        State::Running | State::Missed { met_at: None } => true,
        State::Met { .. } | State::Missed { met_at: Some(_) } => false,
    }
}

/// A reading in a few words.
pub(super) fn reading_words(reading: &Reading) -> String {
    let Reading { clock, due_text, .. } = reading;
    match reading.state {
        State::Running => format!("{clock} is running, due {due_text}"),
        State::Met { at } => format!("{clock} was met at {} (due {due_text})", moment_words(at)),
        State::Missed { met_at: None } => format!("{clock} is missed (it was due {due_text})"),
        State::Missed { met_at: Some(at) } => {
            format!("{clock} is missed (it was due {due_text}) and was done at {}", moment_words(at))
        }
    }
}
