//! A played scenario as people read it, day by day, and as rows for machines.

use super::Scenario;
use super::play::{Line, Played, What};
use crate::clocks::{day_words, moment_words};
use crate::time::Day;
use std::fmt::Write;

/// This writes a played scenario day by day: what happened, what followed, what was expected.
pub fn as_text(scenario: &Scenario, played: &Played) -> String {
    let mut out = format!("{}\nPlayed under {}.", scenario.title, scenario.law);
    let _ = writeln!(out, " Relationship: {}.", scenario.relationship.label());
    for source in &scenario.sources {
        let _ = writeln!(out, "Source: {source}");
    }
    let mut day: Option<Day> = None;
    for line in &played.lines {
        if day != Some(line.at.day()) {
            day = Some(line.at.day());
            let _ = writeln!(out, "\n{}", day_words(line.at.day()));
        }
        out.push_str(&line_text(scenario, line));
    }
    let unmet: Vec<_> = played.unmet().collect();
    let all = played.checked.len();
    let _ = match unmet.len() {
        0 => writeln!(out, "\n{}: all met.", counted(all)),
        count => writeln!(out, "\n{}: {count} NOT MET.", counted(all)),
    };
    for checked in unmet {
        let _ = writeln!(out, "  line {}: {}\n    read instead: {}", checked.line, checked.text, checked.found);
    }
    out
}

fn counted(all: usize) -> String {
    if all == 1 { "1 expectation".to_owned() } else { format!("{all} expectations") }
}

fn line_text(scenario: &Scenario, line: &Line) -> String {
    let words = moment_words(line.at);
    let time = words.split(" on ").next().unwrap_or_default();
    let mark = match line.what {
        What::Happened => "",
        What::Refused => "refused: ",
        What::Followed => "  - ",
        What::Met => "expected, met: ",
        What::Unmet => "expected, NOT MET: ",
    };
    let person = match scenario.persons.get(line.person) {
        Some(person) if scenario.persons.len() > 1 => format!("[{person}] "),
        Some(_) | None => String::new(),
    };
    // Of an expectation that is met, what was read is told; what was written stands in the scenario.
    let skipped = usize::from(line.what == What::Met && line.text.contains('\n'));
    let mut lines = line.text.lines().skip(skipped);
    let mut out = format!("  {time:<9} {mark}{person}{}\n", lines.next().unwrap_or_default());
    lines.for_each(|more| {
        let _ = writeln!(out, "  {:<9}   {more}", "");
    });
    out
}

/// The columns of a played scenario as a table.
pub const COLUMNS: &[&str] = &["line", "at", "person", "what", "text", "found"];

/// This writes every line as a row, in the order of `COLUMNS`.
pub fn csv_rows(scenario: &Scenario, played: &Played) -> Vec<Vec<String>> {
    let row = |line: &Line| {
        let (text, found) = line.text.split_once('\n').unwrap_or((line.text.as_str(), ""));
        vec![
            line.line.map(|number| number.to_string()).unwrap_or_default(),
            line.at.to_string(),
            scenario.persons.get(line.person).cloned().unwrap_or_default(),
            line.what.code().to_owned(),
            text.to_owned(),
            found.to_owned(),
        ]
    };
    played.lines.iter().map(row).collect()
}
