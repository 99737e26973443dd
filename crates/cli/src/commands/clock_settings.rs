//! `holdfast clocks settings` and `holdfast clocks holiday`: what a force sets of its clocks, and bank holidays declared later.

use super::{Desk, clocks, day, now};
use crate::arguments::ClocksCommand;
use crate::output;
use crate::telling::Trouble;
use domain::calendar::HolidayChange;
use domain::clocks::{Basis, Change, Clock, ForceTerms, Terms};
use domain::time::Day;
use std::collections::BTreeMap;
use std::path::Path;

/// This runs what needs the installation.
pub fn run(desk: &Desk, command: &ClocksCommand) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    match command {
        ClocksCommand::List => Ok(()),
        ClocksCommand::Read { .. } => {
            let terms = desk.app.clock_terms(&actor.force)?;
            clocks::read(command, &desk.app.calendar()?, &terms, desk.format)
        }
        ClocksCommand::Settings { changes, from, file } => {
            let given = match file {
                Some(file) => Some(from_file(file)?),
                None if changes.is_empty() => None,
                None => Some((first_day(from.as_deref())?, from_keys(changes)?)),
            };
            if let Some((from, changes)) = given {
                let number = desk.app.set_clocks(&actor, from, changes)?;
                println!(
                    "settings {number} of force {}: for triggers from {from}; what runs already is not moved",
                    actor.force
                );
                return Ok(());
            }
            show(desk, &desk.app.clock_terms(&actor.force)?)
        }
        ClocksCommand::Holiday { act, day: on, reason } => holiday(desk, act, on.as_deref(), reason.as_deref()),
    }
}

fn first_day(from: Option<&str>) -> Result<Day, Trouble> {
    let from = from.ok_or_else(|| Trouble::Usage("--from: say from which day it applies".to_owned()))?;
    day("from", from)
}

/// `PD-02.time=12`, one after the other.
fn from_keys(texts: &[String]) -> Result<BTreeMap<String, Change>, Trouble> {
    let mut changes: BTreeMap<String, Change> = BTreeMap::new();
    for text in texts {
        let parts = text.split_once('=').and_then(|(key, value)| Some((key.split_once('.')?, value)));
        let ((code, key), value) =
            parts.ok_or_else(|| Trouble::Usage(format!("'{text}' is not a setting; write PD-02.time=12")))?;
        set(&mut changes, code, key, value)?;
    }
    Ok(changes)
}

fn set(changes: &mut BTreeMap<String, Change>, code: &str, key: &str, value: &str) -> Result<(), Trouble> {
    let clock = Clock::from_code(code).map_err(|error| Trouble::Usage(error.to_string()))?;
    let change = changes.entry(clock.code().to_owned()).or_default();
    change.set(clock, key, value).map_err(|error| Trouble::Usage(error.to_string()))
}

fn from_file(file: &Path) -> Result<(Day, BTreeMap<String, Change>), Trouble> {
    let trouble = |error: &dyn std::fmt::Display| Trouble::Usage(format!("{}: {error}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| trouble(&error.kind()))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| trouble(&error.message()))?;
    let mut changes = BTreeMap::new();
    let mut from = None;
    for (name, value) in &table {
        match value {
            toml::Value::String(text) if name == "from" => from = Some(text.clone()),
            toml::Value::Table(settings) => {
                for (key, value) in settings {
                    let value = match value {
                        toml::Value::String(text) => text.clone(),
                        toml::Value::Integer(number) => number.to_string(),
                        toml::Value::Boolean(yes) => yes.to_string(),
                        _ => return Err(trouble(&format!("[{name}] {key}: write a number, a text, true or false"))),
                    };
                    set(&mut changes, name, key, &value)?;
                }
            }
            _ => return Err(trouble(&format!("'{name}' is neither from = \"2027-01-01\" nor the table of a clock"))),
        }
    }
    Ok((first_day(from.as_deref())?, changes))
}

const HEADER: &[&str] =
    &["clock", "duty", "duty is", "time is", "time", "missed goes to", "told", "runs", "settings", "from"];

/// What holds today, and what is set to hold later.
fn show(desk: &Desk, terms: &ForceTerms) -> Result<(), Trouble> {
    let today = now().day();
    let mut rows: Vec<Vec<String>> = Clock::ALL.iter().map(|clock| row(*clock, terms.on(*clock, today))).collect();
    for edition in terms.editions().iter().filter(|edition| edition.from > today) {
        let clocks = edition.changes.keys().filter_map(|code| Clock::from_code(code).ok());
        rows.extend(clocks.map(|clock| row(clock, terms.on(clock, edition.from))));
    }
    let whole = serde_json::json!({
        "today": Clock::ALL.iter().map(|clock| HEADER.iter().map(|name| (*name).to_owned()).zip(row(*clock, terms.on(*clock, today))).collect::<BTreeMap<_, _>>()).collect::<Vec<_>>(),
        "editions": terms.editions(),
    });
    output::rows(desk.format, HEADER, &rows, &whole)
}

fn row(clock: Clock, terms: Terms) -> Vec<String> {
    let rule = clock.rule();
    let (settings, from) = match terms.edition {
        Some((number, from)) => (format!("settings {number}"), from.to_string()),
        None => (rule.edition.to_owned(), rule.effective_from.to_string()),
    };
    let label = |basis: Basis| basis.label().to_owned();
    vec![
        rule.code.to_owned(),
        rule.title.to_owned(),
        label(rule.basis),
        label(rule.time),
        terms.limit.to_string(),
        terms.escalates_to.label().to_owned(),
        terms.stages.words(terms.escalates_to),
        if terms.runs { "yes" } else { "no" }.to_owned(),
        settings,
        from,
    ]
}

fn holiday(desk: &Desk, act: &str, on: Option<&str>, reason: Option<&str>) -> Result<(), Trouble> {
    if act == "list" {
        let calendar = desk.app.calendar()?;
        let rows: Vec<Vec<String>> = calendar
            .changes()
            .iter()
            .map(|change| {
                let what = if change.holiday { "bank holiday" } else { "no bank holiday any more" };
                vec![change.on.to_string(), what.to_owned(), change.reason.clone()]
            })
            .collect();
        return output::rows(desk.format, &["day", "is", "reason"], &rows, &calendar.changes());
    }
    let change = HolidayChange {
        on: day("day", on.unwrap_or_default())?,
        holiday: act == "add",
        reason: reason.unwrap_or_default().trim().to_owned(),
    };
    let moved = desk.app.change_holiday(&desk.actor()?, &change)?;
    let deadlines = if moved == 1 { "1 open deadline moved and is" } else { "open deadlines moved and are" };
    let number = if moved == 1 { String::new() } else { format!("{moved} ") };
    println!(
        "{} on {}: {number}{deadlines} on record; what was missed stays missed",
        if change.holiday { "bank holiday" } else { "no bank holiday" },
        change.on
    );
    Ok(())
}
