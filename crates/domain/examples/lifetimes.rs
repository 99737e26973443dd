//! Lives of cases, replayed from a file: `lifetimes FILE [--forgetful]`, one life a line, one answer a line on standard output.
//!
//! A life is a JSON array of steps `{"at": moment, "event": event or null, "kept": bool}`. A step does what every change of a case
//! does: what time alone has done comes first, then the event, then time again. A step that is not kept was computed by a process
//! that died before its commit; the next begins from what is written, read anew from its text. The answer holds the duties that were
//! written down as missed, and the state of every clock at the moment of the last step. `--forgetful` is the control: it keeps what
//! was missed in memory alone, and loses it at every step.
#![expect(clippy::unwrap_used, reason = "a tool of the tests")]

use domain::clocks::State;
use domain::derived::derive;
use domain::event::{CaseEvent, Recorded};
use domain::time::Moment;
use serde::Deserialize;
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
        eprintln!("usage: lifetimes FILE [--forgetful]");
        std::process::exit(2);
    };
    let forgetful = rest.iter().any(|word| word == "--forgetful");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in BufReader::new(std::fs::File::open(file).unwrap()).lines() {
        let steps: Vec<Step> = serde_json::from_str(&line.unwrap()).unwrap();
        writeln!(out, "{}", lived(steps, forgetful)).unwrap();
    }
}

fn lived(steps: Vec<Step>, forgetful: bool) -> serde_json::Value {
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
        time_alone(&mut history, step.at);
        history.extend(step.event.map(|event| Recorded { at: step.at, by: None, event }));
        time_alone(&mut history, step.at);
        if step.kept {
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
    serde_json::json!({ "missed": missed, "states": states })
}

fn read((at, text): &(Moment, String)) -> Recorded {
    Recorded { at: *at, by: None, event: serde_json::from_str(text).unwrap() }
}

fn time_alone(history: &mut Vec<Recorded>, at: Moment) {
    if let Some(derived) = derive(history, at).unwrap() {
        history.extend(derived.by_time(at).into_iter().map(|event| Recorded { at, by: None, event }));
    }
}
