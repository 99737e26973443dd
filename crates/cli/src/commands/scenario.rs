//! `holdfast scenario`: a story in Markdown, played through the rules of casework. It needs no database and no account.

use crate::output::{self, Format};
use crate::telling::Trouble;
use domain::scenario::{self, Played, Scenario};
use std::path::Path;

/// This plays a scenario, or prints what can be written in one.
pub fn run(file: Option<&Path>, vocabulary: bool, format: Format) -> Result<(), Trouble> {
    if vocabulary {
        print!("{}", scenario::describe_vocabulary());
    }
    let Some(file) = file else { return Ok(()) };
    let text = std::fs::read_to_string(file).map_err(|error| Trouble::file(file, &error))?;
    let scenario = Scenario::read(&text).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
        let lead = format!("{}: {} lines cannot be understood, and nothing was played", file.display(), lines.len());
        Trouble::Usage(format!("{lead}{}\nwhat can be written: holdfast scenario --vocabulary", lines.concat()))
    })?;
    let played = scenario::play(&scenario);
    match format {
        Format::Table => print!("{}", scenario::as_text(&scenario, &played)),
        Format::Json => output::json(&as_json(&scenario, &played))?,
        Format::Csv => {
            let rows = scenario::csv_rows(&scenario, &played);
            output::rows(format, scenario::COLUMNS, &rows, &as_json(&scenario, &played))?;
        }
    }
    match played.unmet().count() {
        0 => Ok(()),
        count => Err(Trouble::Unmet(count)),
    }
}

fn as_json(scenario: &Scenario, played: &Played) -> serde_json::Value {
    let person = |place: usize| scenario.persons.get(place);
    let days = played.lines.iter().map(|line| {
        serde_json::json!({
            "at": line.at, "day": line.at.day(), "line": line.line, "person": person(line.person),
            "what": line.what.code(), "text": line.text,
        })
    });
    let expectations = played.checked.iter().map(|checked| {
        serde_json::json!({
            "line": checked.line, "at": checked.at, "person": person(checked.person), "expected": checked.text,
            "met": checked.met, "found": checked.found,
        })
    });
    serde_json::json!({
        "title": scenario.title, "law": scenario.law.to_string(), "relationship": scenario.relationship,
        "sources": scenario.sources, "story": scenario.story, "lines": days.collect::<Vec<_>>(),
        "expectations": expectations.collect::<Vec<_>>(), "unmet": played.unmet().count(),
    })
}
