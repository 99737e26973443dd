//! Lives of cases, replayed from a file: `lifetimes FILE [--forgetful] [--stale] [--keyless]`, one life a line, one answer a line on standard output.
//!
//! A life is a JSON array of steps `{"at": moment, "event": event or null, "kept": bool}`. A step does what every change of a case
//! does: what time alone has done comes first, then the event, then time again. A step that is not kept was computed by a process
//! that died before its commit; the next begins from what is written, read anew from its text. The answer holds the duties that were
//! written down as missed, the stages of duties that were told, and the state of every clock at the moment of the last step. A step without
//! an event is a round of the scheduler, which tells what stages have come, under the key by which the database lets each fire once.
//!
//! `--forgetful` is a control: it keeps what was missed in memory alone, and loses it at every step. `--stale` decides what to tell without
//! knowing what was told, as a process that was frozen would: the key undoes its step. `--keyless` is the control of that: there is no key.
#![expect(clippy::unwrap_used, reason = "a tool of the tests")]

use domain::catalogue::Stage;
use domain::clocks::{Escalated, State};
use domain::derived::derive;
use domain::escalation::Passed;
use domain::event::{CaseEvent, Recorded};
use domain::time::Moment;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};

#[derive(Deserialize)]
struct Step {
    at: Moment,
    event: Option<CaseEvent>,
    kept: bool,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: lifetimes FILE [--forgetful] [--stale] [--keyless]");
        std::process::exit(2);
    };
    let says = |flag: &str| rest.iter().any(|word| word == flag);
    let ways = Ways { forgetful: says("--forgetful"), stale: says("--stale"), keyless: says("--keyless") };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in BufReader::new(std::fs::File::open(file).unwrap()).lines() {
        let steps: Vec<Step> = serde_json::from_str(&line.unwrap()).unwrap();
        writeln!(out, "{}", lived(steps, ways)).unwrap();
    }
}

/// In which of the ways that must fail, or must not, the lives are played.
#[derive(Clone, Copy)]
struct Ways {
    forgetful: bool,
    stale: bool,
    keyless: bool,
}

/// A stage of one run: the key of its row.
type StageKey = (String, Moment, Stage);

fn lived(steps: Vec<Step>, ways: Ways) -> serde_json::Value {
    let Ways { forgetful, stale, keyless } = ways;
    let mut keys: BTreeSet<StageKey> = BTreeSet::new();
    let mut told: Vec<StageKey> = Vec::new();
    // As the ledger has them: the moment, and the text of the event.
    let mut written: Vec<(Moment, String)> = Vec::new();
    let mut last = None;
    for step in steps {
        let mut history: Vec<Recorded> = written.iter().map(read).collect();
        let known = history.len();
        if forgetful {
            history.retain(|recorded| !matches!(recorded.event, CaseEvent::ClockMissed { .. }));
        }
        let before = history.len();
        let fired = if step.event.is_none() { round(&history, step.at, stale) } else { Vec::new() };
        time_alone(&mut history, step.at);
        let (stages, events): (Vec<Vec<StageKey>>, Vec<CaseEvent>) = fired.into_iter().unzip();
        let stages = stages.concat();
        // The database undoes the whole of a step that would fire a stage a second time.
        let undone = !keyless && stages.iter().any(|key| keys.contains(key));
        history.extend(events.into_iter().map(|event| Recorded { at: step.at, by: None, event }));
        history.extend(step.event.map(|event| Recorded { at: step.at, by: None, event }));
        time_alone(&mut history, step.at);
        if step.kept && !undone {
            keys.extend(stages.iter().cloned());
            told.extend(stages);
            let fresh = history.iter().skip(before);
            written.extend(fresh.map(|recorded| (recorded.at, serde_json::to_string(&recorded.event).unwrap())));
            if forgetful && written.len() > known {
                written.retain(|(_, text)| !text.contains("clock.missed"));
            }
            last = Some(step.at);
        }
    }
    let history: Vec<Recorded> = written.iter().map(read).collect();
    let missed: Vec<&str> = history
        .iter()
        .filter_map(|recorded| match &recorded.event {
            CaseEvent::ClockMissed { clock, .. } => Some(clock.as_str()),
            _ => None,
        })
        .collect();
    let readings =
        last.and_then(|at| derive(&history, at).unwrap()).map(|derived| derived.readings).unwrap_or_default();
    let states: Vec<serde_json::Value> = readings
        .iter()
        .map(|reading| {
            let (state, done_at) = match reading.state {
                State::Running => ("running", None),
                State::Met { at } => ("met", Some(at)),
                State::Missed { met_at } => ("missed", met_at),
            };
            serde_json::json!([reading.clock.code(), reading.due_at, state, done_at])
        })
        .collect();
    serde_json::json!({ "missed": missed, "states": states, "told": told })
}

/// What a round of the scheduler tells: the stages that have come, run by run, each with its event.
fn round(history: &[Recorded], at: Moment, stale: bool) -> Vec<(Vec<StageKey>, CaseEvent)> {
    let knows = |recorded: &&Recorded| !stale || !matches!(recorded.event, CaseEvent::ClockEscalated(_));
    let known: Vec<Recorded> = history.iter().filter(knows).cloned().collect();
    let Some(derived) = derive(&known, at).unwrap() else { return Vec::new() };
    let told = |passed: Passed| {
        let (clock, started_at) = (passed.clock.code().to_owned(), passed.started_at);
        let stages: Vec<Stage> = passed.stages.iter().map(|(stage, _)| *stage).collect();
        let keys = stages.iter().map(|stage| (clock.clone(), started_at, *stage)).collect();
        (
            keys,
            CaseEvent::ClockEscalated(Escalated { clock, started_at, due_at: passed.due_at, stages, told: Vec::new() }),
        )
    };
    derived.stages_passed(at).into_iter().map(told).collect()
}

fn read((at, text): &(Moment, String)) -> Recorded {
    Recorded { at: *at, by: None, event: serde_json::from_str(text).unwrap() }
}

fn time_alone(history: &mut Vec<Recorded>, at: Moment) {
    if let Some(derived) = derive(history, at).unwrap() {
        history.extend(derived.by_time(at).into_iter().map(|event| Recorded { at, by: None, event }));
    }
}
