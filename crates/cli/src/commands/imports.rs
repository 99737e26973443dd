//! `holdfast import` and `holdfast imports`.

use super::{Desk, day};
use crate::output::{self, Progress};
use crate::telling::Trouble;
use casework::intake::import::ImportFile;
use casework::views::ImportResult;
use std::path::Path;

/// This imports a file.
pub fn import(desk: &Desk, file: &Path, map: &Path, go_live: Option<&str>) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    let bytes = std::fs::read(file).map_err(|error| Trouble::file(file, &error))?;
    let map = std::fs::read_to_string(map).map_err(|error| Trouble::file(map, &error))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let go_live_at = go_live.map(|text| day("go-live", text)).transpose()?.map(|day| day.start());
    let mut progress = Progress::new("reports");
    let imported = desk
        .app
        .import(&actor, &ImportFile { name, bytes, map, go_live_at }, &mut |done, all| progress.tell(done, all));
    progress.end();
    show(desk, &imported?)
}

/// This lists imports, or shows one, or its held rows after one.
pub fn list(desk: &Desk, id: Option<&str>, after: Option<u64>) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    if let (Some(id), Some(after)) = (id, after) {
        let result = desk.app.import_held(&actor, id, after)?;
        if desk.format != output::Format::Table {
            return show(desk, &result);
        }
        if result.held.is_empty() {
            println!("no row after {after} is held");
        }
        return held(&result);
    }
    if let Some(id) = id {
        return show(desk, &desk.app.import_result(&actor, id)?);
    }
    let imports = desk.app.imports(&actor)?;
    let rows: Vec<Vec<String>> = imports
        .iter()
        .map(|import| {
            let ended = import.finished.clone().unwrap_or_else(|| "not finished: run it again".to_owned());
            vec![import.id.clone(), import.file.clone(), ended, import.rows.to_string(), import.held_rows.to_string()]
        })
        .collect();
    output::rows(desk.format, &["import", "file", "finished", "rows", "held"], &rows, &imports)
}

fn show(desk: &Desk, result: &ImportResult) -> Result<(), Trouble> {
    if desk.format != output::Format::Table {
        let rows: Vec<Vec<String>> = result
            .held
            .iter()
            .flat_map(|held| {
                held.problems
                    .iter()
                    .map(|(column, problem)| vec![held.row.to_string(), column.clone(), problem.clone()])
            })
            .collect();
        return output::rows(desk.format, &["row", "column", "problem"], &rows, result);
    }
    println!("import {} of {}", result.id, result.file);
    println!("{:>8} rows read", result.rows);
    println!("{:>8} became new reports, or part of one", result.new_rows);
    println!("{:>8} updated a report with the same reference", result.updated_rows);
    println!("{:>8} changed nothing", result.unchanged_rows);
    println!("{:>8} are held", result.held_rows);
    let sum = result.new_rows + result.updated_rows + result.unchanged_rows + result.held_rows;
    println!("{:>8} in all{}", sum, if sum == result.rows { ", as read" } else { ": THIS DOES NOT ADD UP" });
    println!(
        "{} reports, {} cases opened; {} reports of your force in a series with another; {} pairs wait for a person",
        result.reports, result.cases, result.repeats, result.waiting
    );
    if result.seen_before {
        println!("nothing was changed: this file was imported by this map before");
    } else if result.unchanged_rows > 0 && result.new_rows + result.updated_rows == 0 {
        println!("no report was changed: every row that is not held had been imported before");
    }
    held(result)
}

/// The held rows, and how the next ones are shown.
fn held(result: &ImportResult) -> Result<(), Trouble> {
    for held in &result.held {
        for (column, problem) in &held.problems {
            println!("  row {}, {column}: {problem}", held.row);
        }
    }
    if let Some(last) = result.held.last().filter(|_| result.held_more > 0) {
        println!("and {} more: holdfast imports {} --after {}", result.held_more, result.id, last.row);
    }
    Ok(())
}
