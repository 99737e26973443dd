//! Which stages of a case's duties have come and were not told, and which come next: pure functions of the case and its readings.

use crate::case::Case;
use crate::case::state::EscalatedAt;
use crate::catalogue::{Role, Stage, Within};
use crate::clocks::{Clock, Notified, OnClosure, Reading, State, above, moment_words};
use crate::derived::Derived;
use crate::time::Moment;
use std::collections::BTreeMap;

/// A run of a clock: what its stages are told apart by.
pub type RunKey = (Clock, Moment);

/// Stages of one run that have come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passed {
    /// Which clock.
    pub clock: Clock,
    /// From when it counts.
    pub started_at: Moment,
    /// The first instant that is too late.
    pub due_at: Moment,
    /// Which stages, each with when it came, in order.
    pub stages: Vec<(Stage, Moment)>,
    /// To whom a miss of it goes.
    pub escalates_to: Role,
}

/// The next stage of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ahead {
    /// Which clock.
    pub clock: Clock,
    /// From when it counts.
    pub started_at: Moment,
    /// Which stage.
    pub stage: Stage,
    /// When it comes.
    pub due_at: Moment,
}

impl Derived {
    /// The stages that have come by a moment and that nobody was told of. What was done late before a stage came stops that stage;
    /// what was done in time stops all.
    pub fn stages_passed(&self, at: Moment) -> Vec<Passed> {
        let runs = self.runs().into_iter().filter_map(|(key, reading)| {
            let come: Vec<(Stage, Moment)> =
                self.stages_left(key, reading).into_iter().filter(|(_, moment)| *moment <= at).collect();
            let (clock, started_at) = key;
            let (due_at, escalates_to) = (reading.due_at, reading.escalates_to);
            (!come.is_empty()).then_some(Passed { clock, started_at, due_at, stages: come, escalates_to })
        });
        runs.collect()
    }

    /// The next stage of every duty that is open.
    pub fn stages_ahead(&self) -> Vec<Ahead> {
        let runs = self.runs().into_iter().filter_map(|(key, reading)| {
            let left = self.stages_left(key, reading);
            let (stage, due_at) = left.into_iter().find(|(stage, _)| {
                // A reminder that was never given is no timer once the duty is missed.
                *stage != Stage::Reminder || reading.state == State::Running
            })?;
            Some(Ahead { clock: key.0, started_at: key.1, stage, due_at })
        });
        runs.collect()
    }

    /// Who was told of a run, when, and who is told next if it is still not done: a sentence each.
    pub fn escalation_lines(&self, reading: &Reading) -> Vec<String> {
        let key = (reading.clock, reading.started_at);
        let same = |held: &&EscalatedAt| {
            held.escalated.clock == reading.clock.code() && held.escalated.started_at == reading.started_at
        };
        let mut lines: Vec<String> = self.case.escalations.iter().filter(same).map(told_line).collect();
        let ahead = self.stages_ahead().into_iter().find(|ahead| (ahead.clock, ahead.started_at) == key);
        lines.extend(ahead.and_then(|ahead| next_line(ahead, reading)));
        lines
    }

    /// One reading a run: where two start at one moment, the one that is open.
    fn runs(&self) -> BTreeMap<RunKey, &Reading> {
        let mut runs: BTreeMap<RunKey, &Reading> = BTreeMap::new();
        for reading in &self.readings {
            let held = runs.entry((reading.clock, reading.started_at)).or_insert(reading);
            if !is_open(held) && is_open(reading) {
                *held = reading;
            }
        }
        runs
    }

    /// The stages of a run that come at some time unless the duty is done, and were not told yet, in order of time.
    fn stages_left(&self, (clock, started_at): RunKey, reading: &Reading) -> Vec<(Stage, Moment)> {
        let Some(stages) = reading.stages.filter(|_| !stopped_by_closing(&self.case, clock)) else {
            return Vec::new();
        };
        let until = match reading.state {
            State::Met { .. } => return Vec::new(),
            State::Running | State::Missed { met_at: None } => None,
            // What was done too late was missed all the same, whatever day it is dated to.
            State::Missed { met_at: Some(met_at) } => Some(met_at.max(reading.due_at)),
        };
        let moments = Stage::ALL.iter().filter_map(|stage| {
            let moment = stages.moment(*stage, started_at, reading.due_at)?;
            let rank_above = *stage != Stage::Above || above(reading.escalates_to).is_some();
            (rank_above && !told(&self.case, clock, started_at, *stage)).then_some((*stage, moment))
        });
        let mut left: Vec<_> = moments.filter(|(_, moment)| until.is_none_or(|until| *moment <= until)).collect();
        let only_a_reminder = left.iter().all(|(stage, _)| *stage == Stage::Reminder);
        if only_a_reminder && reading.state != State::Running {
            return Vec::new();
        }
        left.sort_by_key(|(stage, moment)| (*moment, *stage));
        left
    }
}

fn is_open(reading: &Reading) -> bool {
    match reading.state {
        State::Running | State::Missed { met_at: None } => true,
        State::Met { .. } | State::Missed { met_at: Some(_) } => false,
    }
}

fn stopped_by_closing(case: &Case, clock: Clock) -> bool {
    match clock.rule().on_closure {
        OnClosure::Stops => case.is_closed(),
        OnClosure::RunsOn | OnClosure::StaysOwed => false,
    }
}

/// Whether a stage of a run was told: it fires once, whatever the machine's clock does afterwards.
fn told(case: &Case, clock: Clock, started_at: Moment, stage: Stage) -> bool {
    let same = |held: &&EscalatedAt| {
        held.escalated.clock == clock.code()
            && held.escalated.started_at == started_at
            && held.escalated.stages.contains(&stage)
    };
    case.escalations.iter().any(|held| same(&held))
}

fn told_line(held: &EscalatedAt) -> String {
    let when = moment_words(held.at);
    let stages = &held.escalated.stages;
    let to: Vec<String> = held.escalated.told.iter().map(Notified::words).collect();
    let what = if stages.contains(&Stage::Rank) || stages.contains(&Stage::Above) {
        "Escalated"
    } else if stages.contains(&Stage::Missed) {
        "Told of the miss"
    } else {
        "Reminded"
    };
    let passed: Vec<&str> = stages.iter().map(|stage| stage.label()).collect();
    format!("{what} at {when}: to {}. Stages that had passed: {}.", to.join(", "), passed.join(", "))
}

fn next_line(ahead: Ahead, reading: &Reading) -> Option<String> {
    let stages = reading.stages?;
    let when = moment_words(ahead.due_at);
    let hours = |hours: u16| if hours == 1 { "1 hour".to_owned() } else { format!("{hours} hours") };
    let (to, why) = match ahead.stage {
        Stage::Reminder => ("the officer in the case".to_owned(), format!("{} before it is due", hours(stages.remind))),
        Stage::Missed => {
            let rank = if stages.rank == 0 && reading.escalates_to != Role::Supervisor {
                format!(" and {}", reading.escalates_to.label())
            } else {
                String::new()
            };
            (format!("the officer in the case, the supervisor{rank}"), "when it is missed".to_owned())
        }
        Stage::Rank => (reading.escalates_to.label().to_owned(), format!("{} after the miss", hours(stages.rank))),
        Stage::Above => {
            (above(reading.escalates_to)?.label().to_owned(), format!("{} after the miss", hours(stages.above)))
        }
    };
    Some(format!("If it is still not done, told next: {to}, at {when} ({why}; {}).", stages.basis.label()))
}

impl Passed {
    /// For whom this is, in order, each once: the officer in the case (as `Role::Officer`), the supervisor, the rank, the one above.
    pub fn meant_for(&self) -> Vec<Role> {
        let mut meant: Vec<Role> = Vec::new();
        for (stage, _) in &self.stages {
            let roles: [Option<Role>; 2] = match stage {
                Stage::Reminder => [Some(Role::Officer), None],
                Stage::Missed => [Some(Role::Officer), Some(Role::Supervisor)],
                Stage::Rank => [Some(self.escalates_to), None],
                Stage::Above => [above(self.escalates_to), None],
            };
            for role in roles.into_iter().flatten() {
                if !meant.contains(&role) {
                    meant.push(role);
                }
            }
        }
        meant
    }
}

/// This finds who hears of what is meant for a rank: whoever holds it in the team of the case, else in the force, else the rank
/// above, and so on up. `holds` says whether somebody who may have the case holds a rank there. None, where nobody does.
pub fn reached(meant_for: Role, holds: impl Fn(Role, Within) -> bool) -> Option<(Role, Within)> {
    let mut rank = if meant_for == Role::Officer { Some(Role::Supervisor) } else { Some(meant_for) };
    while let Some(tried) = rank {
        if let Some(within) = Within::ALL.iter().copied().find(|within| holds(tried, *within)) {
            return Some((tried, within));
        }
        rank = above(tried);
    }
    None
}
