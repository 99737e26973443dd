//! `holdfast bench`: the worklist at a size, beside the fsync of the same run.

use super::Desk;
use crate::output::Progress;
use crate::telling::Trouble;
use casework::intake::populate::Work;
use casework::simulate::Settings;
use casework::views::{Scope, WorklistFilter};
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
    Ok(())
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
