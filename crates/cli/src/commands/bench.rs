//! `holdfast bench`: the worklist and searches at a size, beside the fsync of the same run.

use super::Desk;
use crate::output::Progress;
use crate::telling::Trouble;
use casework::intake::populate::Work;
use casework::simulate::Settings;
use casework::views::{Actor, Scope, WorklistFilter};
use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::time::Instant;

/// This fills an empty demonstration with so many cases and measures.
pub fn run(desk: &Desk, cases: usize, runs: usize) -> Result<(), Trouble> {
    if desk.app.is_empty()? {
        desk.app.create_empty_demonstration(None)?;
        let administrator = desk.app.act_as("administrator")?;
        let mut progress = Progress::new("reports");
        let days = 600;
        let start = desk.app.now().day().plus_days(-600);
        let settings = Settings { seed: 7, reports: cases, days, start };
        let began = Instant::now();
        let made =
            desk.app.populate(&administrator, &settings, Work::None, &mut |done, all| progress.tell(done, all))?;
        progress.end();
        println!(
            "filled with {} reports and {} cases in {:.1} s",
            made.reports,
            made.cases,
            began.elapsed().as_secs_f64()
        );
        desk.app.analyse()?;
    }
    let fsync = median(&fsyncs(runs)?);
    println!("one 4 KiB write and fdatasync: median {fsync:.2} ms");
    for (name, who, scope) in [
        ("force", "spoc", Scope::Force),
        ("team", "supervisor", Scope::Team("Harbour Response".to_owned())),
        ("one officer", "alder", Scope::Mine),
    ] {
        let name_of = if who == "alder" { first_officer(desk)? } else { who.to_owned() };
        let actor = desk.app.act_as(&name_of)?;
        for overdue in [false, true] {
            let filter =
                WorklistFilter { scope: scope.clone(), kind: None, grade: None, overdue, after: None, limit: 50 };
            let mut times = Vec::new();
            let mut total = 0;
            for _ in 0..runs {
                let began = Instant::now();
                total = desk.app.worklist(&actor, &filter)?.total;
                times.push(began.elapsed().as_secs_f64() * 1000.0);
            }
            let (middle, worst) = (median(&times), times.iter().copied().fold(0.0, f64::max));
            let late = if overdue { ", overdue" } else { "" };
            println!(
                "worklist of the {name}{late}: {total} cases; median {middle:.1} ms, worst {worst:.1} ms; above the fsync {:.1} ms",
                middle - fsync
            );
        }
    }
    searches(desk, runs)
}

/// Cases whose particulars are searched for.
const SAMPLE: u32 = 40;

/// This searches for what stands in cases of the list, kind by kind, as who sees all of a force and as an officer.
fn searches(desk: &Desk, runs: usize) -> Result<(), Trouble> {
    let spoc = desk.app.act_as("spoc")?;
    let officer = desk.app.act_as(&first_officer(desk)?)?;
    let known = queries(desk, &spoc)?;
    let mut all: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (kind, typed) in &known {
        let mut found = 0;
        let mut times = Vec::new();
        for typed in typed.iter().cycle().take(runs) {
            for (whose, actor) in [("the force", &spoc), ("one officer", &officer)] {
                let began = Instant::now();
                let cases = desk.app.search(actor, typed)?;
                let took = began.elapsed().as_secs_f64() * 1000.0;
                all.entry(whose).or_default().push(took);
                if whose == "the force" {
                    times.push(took);
                    found += cases.rows.len();
                }
            }
        }
        println!(
            "search by {kind}: {:.1} cases a search; p50 {:.1} ms, p99 {:.1} ms",
            found as f64 / runs.max(1) as f64,
            quantile(&times, 0.5),
            quantile(&times, 0.99)
        );
    }
    for (whose, times) in &all {
        let (middle, most) = (quantile(times, 0.5), quantile(times, 0.99));
        println!("search as {whose}: {} searches; p50 {middle:.1} ms, p99 {most:.1} ms", times.len());
    }
    Ok(())
}

/// What stands in cases from all over the list, by kind. The searches differ, so that no answer is only remembered.
fn queries(desk: &Desk, spoc: &Actor) -> Result<BTreeMap<&'static str, Vec<String>>, Trouble> {
    let mut known: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let filter =
        WorklistFilter { scope: Scope::Force, kind: None, grade: None, overdue: false, after: None, limit: SAMPLE };
    for row in desk.app.worklist(spoc, &filter)?.rows {
        let page = desk.app.case_page(spoc, &row.reference)?;
        let mut know = |kind: &'static str, typed: String| {
            if domain::search::Asked::read(&typed).is_ok() {
                known.entry(kind).or_default().push(typed);
            }
        };
        know("case reference", row.reference);
        for report in page.reports {
            let words: Vec<&str> = report.narrative.as_deref().unwrap_or_default().split_whitespace().collect();
            let longest = words.iter().max_by_key(|word| word.len()).map(|word| (*word).to_owned());
            know("one word", longest.unwrap_or_default());
            know("three words", words.iter().rev().take(3).copied().collect::<Vec<_>>().join(" "));
            know("report reference", report.reference);
        }
        for person in page.people {
            know("surname", person.name.split_whitespace().next_back().unwrap_or_default().to_owned());
            know("forename", person.name.split_whitespace().next().unwrap_or_default().to_owned());
            for (label, value) in person.particulars {
                match label.as_str() {
                    "Phone" => know("number", value.split(',').next().unwrap_or_default().to_owned()),
                    "Handle" | "E-mail" => know("account or e-mail", value),
                    "Postcode" => know("postcode", value),
                    "Vehicle" => know("vehicle", value),
                    _ => {}
                }
            }
            know("name", person.name);
        }
    }
    Ok(known)
}

fn quantile(times: &[f64], share: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() as f64 * share) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

fn first_officer(desk: &Desk) -> Result<String, Trouble> {
    let administrator = desk.app.act_as("administrator")?;
    let accounts = desk.app.accounts(&administrator)?;
    let officer = accounts.into_iter().find(|account| account.role == domain::catalogue::Role::Officer);
    officer.map(|account| account.name).ok_or_else(|| Trouble::Machine("there is no officer".to_owned()))
}

fn fsyncs(runs: usize) -> Result<Vec<f64>, Trouble> {
    let path = std::path::PathBuf::from(format!("holdfast-bench-{}.tmp", std::process::id()));
    let failed = |error: std::io::Error| Trouble::file(&path, &error);
    let mut file = std::fs::File::create(&path).map_err(failed)?;
    let mut times = Vec::new();
    for _ in 0..runs {
        let began = Instant::now();
        file.rewind().and_then(|()| file.write_all(&[7; 4096])).and_then(|()| file.sync_data()).map_err(failed)?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    std::fs::remove_file(&path).map_err(failed)?;
    Ok(times)
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}
