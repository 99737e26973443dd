//! `holdfast clocks`: the officer's question, served on Monday, until when? It needs no database.

use super::now;
use crate::arguments::ClocksCommand;
use crate::output::{self, Format};
use crate::telling::Trouble;
use crate::typed::{self, By};
use domain::calendar::Calendar;
use domain::clocks::{self, Basis, ForceTerms, Reading, Rule, State};
use std::path::Path;

/// This lists clocks or reads one.
pub fn run(command: &ClocksCommand, format: Format) -> Result<(), Trouble> {
    match command {
        ClocksCommand::List => list(format),
        ClocksCommand::Settings { .. } | ClocksCommand::Holiday { .. } => Ok(()),
        ClocksCommand::Read { .. } => read(command, &Calendar::england_and_wales(), &ForceTerms::default(), format),
    }
}

/// Whether a command works with the installation: the other ones need no database.
pub fn needs_desk(command: &ClocksCommand) -> bool {
    match command {
        ClocksCommand::List => false,
        ClocksCommand::Read { as_set, .. } => *as_set,
        ClocksCommand::Settings { .. } | ClocksCommand::Holiday { .. } => true,
    }
}

/// This reads one clock or many, by a calendar and what a force has set.
pub fn read(command: &ClocksCommand, calendar: &Calendar, set: &ForceTerms, format: Format) -> Result<(), Trouble> {
    let by = (calendar, set);
    match command {
        ClocksCommand::List | ClocksCommand::Settings { .. } | ClocksCommand::Holiday { .. } => Ok(()),
        ClocksCommand::Read { batch: Some(file), .. } => batch(file, by, format),
        ClocksCommand::Read { code, trigger, facts, batch: None, as_set: _ } => {
            let code = code
                .as_deref()
                .ok_or_else(|| Trouble::Usage("name a clock, such as CK-01, or --batch FILE".to_owned()))?;
            let trigger = trigger
                .as_deref()
                .ok_or_else(|| Trouble::Usage("--trigger: say what started it, a day or a time".to_owned()))?;
            one((code, trigger, facts), by, format)
        }
    }
}

fn list(format: Format) -> Result<(), Trouble> {
    let rows: Vec<Vec<String>> = clocks::list()
        .map(|rule| {
            let edition = format!("{}, from {}", rule.edition, rule.effective_from);
            vec![
                rule.code.to_owned(),
                rule.title.to_owned(),
                basis(rule),
                rule.limit.to_string(),
                rule.trigger.to_owned(),
                rule.authority.to_owned(),
                edition,
                rule.escalates_to.label().to_owned(),
                rule.stages.words(rule.escalates_to),
            ]
        })
        .collect();
    let header = ["clock", "duty", "basis", "time", "starts", "authority", "edition", "missed goes to", "told"];
    let whole: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            header
                .iter()
                .zip(row)
                .map(|(name, cell)| ((*name).to_owned(), serde_json::Value::from(cell.clone())))
                .collect()
        })
        .collect();
    output::rows(format, &header, &rows, &whole)
}

/// Where duty and time come from.
pub fn basis(rule: &Rule) -> String {
    match (rule.basis, rule.time) {
        (Basis::Law, Basis::Policy) => "law; time: policy".to_owned(),
        (basis, _) => basis.label().to_owned(),
    }
}

fn one((code, trigger, facts): (&str, &str, &[String]), by: By<'_>, format: Format) -> Result<(), Trouble> {
    let reading = typed::clock(code, trigger, facts, by, now()).map_err(Trouble::Usage)?;
    match format {
        Format::Table => {
            println!("{} {}", reading.clock.code(), reading.clock.rule().title);
            for line in &reading.working {
                println!("  {line}");
            }
            println!("due {}", reading.due_text);
            println!("first instant too late: {}", reading.due_at);
            println!("missed goes to: {}", reading.escalates_to.label());
        }
        Format::Json => output::json(&as_json(&reading))?,
        Format::Csv => output::rows(format, HEADER, &[cells(&reading)], &as_json(&reading))?,
    }
    Ok(())
}

const HEADER: &[&str] = &["clock", "trigger", "due", "first instant too late", "state now"];

fn cells(reading: &Reading) -> Vec<String> {
    vec![
        reading.clock.code().to_owned(),
        reading.started_at.to_string(),
        reading.due_text.clone(),
        reading.due_at.to_string(),
        state(reading).to_owned(),
    ]
}

fn state(reading: &Reading) -> &'static str {
    match reading.state {
        State::Running => "running",
        State::Met { .. } => "met",
        State::Missed { .. } => "past",
    }
}

fn as_json(reading: &Reading) -> serde_json::Value {
    serde_json::json!({
        "clock": reading.clock.code(), "trigger": reading.started_at, "due": reading.due_text,
        "first_instant_too_late": reading.due_at, "state_now": state(reading), "working": reading.working,
    })
}

fn batch(file: &Path, by: By<'_>, format: Format) -> Result<(), Trouble> {
    let named = |why: String| Trouble::Usage(format!("{}: {why}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| named(error.to_string()))?;
    let (mut rows, mut whole, mut wrong) = (Vec::new(), Vec::new(), 0);
    for typed::Asked { number, code, trigger, said } in typed::batch(&bytes, by, now()).map_err(named)? {
        match said {
            Ok(reading) => {
                rows.push(cells(&reading));
                whole.push(as_json(&reading));
            }
            Err(why) => {
                wrong += 1;
                rows.push(vec![code, trigger, format!("row {number}: {why}"), String::new(), "not read".to_owned()]);
                whole.push(serde_json::json!({ "row": number, "error": why }));
            }
        }
    }
    output::rows(format, HEADER, &rows, &whole)?;
    if wrong > 0 {
        Err(Trouble::Usage(format!("{wrong} rows could not be read; the others stand above")))
    } else {
        Ok(())
    }
}
