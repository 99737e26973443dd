//! `holdfast import` and `holdfast imports`.

use super::{Desk, day};
use crate::output::{self, Progress};
use crate::telling::Trouble;
use casework::intake::import::ImportFile;
use casework::views::ImportResult;
use std::io::Read;
use std::path::Path;

/// This imports a file.
pub fn import(desk: &Desk, file: &Path, map: &Path, go_live: Option<&str>, dry_run: bool) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    let bytes = read(file)?;
    let map = std::fs::read_to_string(map).map_err(|error| Trouble::file(map, &error))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let go_live_at = go_live.map(|text| day("go-live", text)).transpose()?.map(|day| day.start());
    let wanted = ImportFile { name, bytes, map, go_live_at };
    if dry_run {
        return show(desk, &desk.app.try_import(&actor, &wanted)?);
    }
    let mut progress = Progress::new("reports");
    let imported = desk.app.import(&actor, &wanted, &mut |done, all| progress.tell(done, all));
    progress.end();
    show(desk, &imported?)
}

/// A file, and no more of it than is looked at: what is larger is refused by its size.
fn read(file: &Path) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let most = casework::intake::file::limits::FILE_BYTES as u64 + 1;
    let opened = std::fs::File::open(file).map_err(|error| Trouble::file(file, &error))?;
    opened.take(most).read_to_end(&mut bytes).map_err(|error| Trouble::file(file, &error))?;
    Ok(bytes)
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
    if result.unknown_officers > 0 {
        println!(
            "{:>8} reports name an officer whom no open account here is called; their cases ask for one",
            result.unknown_officers
        );
    }
    if result.tried {
        println!("dry run of {}", result.file);
    } else {
        println!("import {} of {}", result.id, result.file);
    }
    if let Some(read_as) = &result.read_as {
        println!("read as {read_as}");
    }
    println!("{:>8} rows read", result.rows);
    let [new, updated, unchanged, held_back] = if result.tried {
        [
            "would become new reports, or part of one",
            "would update a report with the same reference",
            "would change nothing",
            "would be held",
        ]
    } else {
        [
            "became new reports, or part of one",
            "updated a report with the same reference",
            "changed nothing",
            "are held",
        ]
    };
    println!("{:>8} {new}", result.new_rows);
    println!("{:>8} {updated}", result.updated_rows);
    println!("{:>8} {unchanged}", result.unchanged_rows);
    println!("{:>8} {held_back}", result.held_rows);
    let sum = result.new_rows + result.updated_rows + result.unchanged_rows + result.held_rows;
    println!("{:>8} in all{}", sum, if sum == result.rows { ", as read" } else { ": THIS DOES NOT ADD UP" });
    if result.empty_rows > 0 {
        println!("{:>8} rows hold nothing and are not counted", result.empty_rows);
    }
    if result.tried {
        println!(
            "{} reports, {} cases would be opened; how they would be linked is not tried",
            result.reports, result.cases
        );
        if result.seen_before {
            println!("this file was imported by this map before: importing it again would change nothing");
        }
        println!("nothing was written");
        return held(result);
    }
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
        if result.tried {
            println!("and {} more rows", result.held_more);
        } else {
            println!("and {} more: holdfast imports {} --after {}", result.held_more, result.id, last.row);
        }
    }
    Ok(())
}
