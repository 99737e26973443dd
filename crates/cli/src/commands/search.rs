//! `holdfast search`.

use super::Desk;
use crate::output::{self, Format};
use crate::telling::Trouble;
use casework::views::FoundCase;

/// This lists the cases that are found by what was typed, or by a line of standard input where nothing was.
pub fn run(desk: &Desk, words: &[String]) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    let found = desk.app.search(&actor, &typed(words)?)?;
    let rows: Vec<Vec<String>> = found.rows.iter().map(cells).collect();
    let header = ["case", "found by", "status", "risk", "relationship", "protection", "with"];
    output::rows(desk.format, &header, &rows, &found)?;
    if found.more && desk.format == Format::Table {
        println!("more: {} cases are shown; type more to narrow the search", found.rows.len());
    }
    Ok(())
}

fn typed(words: &[String]) -> Result<String, Trouble> {
    if !words.is_empty() {
        return Ok(words.join(" "));
    }
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map_err(|error| Trouble::Machine(format!("standard input cannot be read: {}", error.kind())))?;
    Ok(line)
}

fn cells(found: &FoundCase) -> Vec<String> {
    let with =
        found.officer.as_ref().map_or_else(|| found.team.clone(), |officer| format!("{officer}, {}", found.team));
    vec![
        found.reference.clone(),
        found.found_by.join(", "),
        found.status.clone(),
        found.grade.map_or_else(|| "not graded".to_owned(), |grade| grade.label().to_owned()),
        found.relationship.clone(),
        found.protection.clone(),
        with,
    ]
}
