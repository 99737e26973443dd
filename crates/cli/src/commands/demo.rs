//! `holdfast demo` and `holdfast simulate`: invented people only.

use super::Desk;
use crate::output::Progress;
use crate::telling::Trouble;
use casework::house::demonstration::{PASSWORD, SIGN_INS};
use casework::intake::populate::Work;
use casework::simulate::{Settings, generate, to_csv_per_crime, to_csv_per_person, truth_csv};
use casework::views::{Scope, WorklistFilter};
use std::collections::BTreeMap;
use std::path::Path;

/// This makes the demonstration if there is none, and serves it.
pub fn run(desk: &Desk, reports: usize, seed: u64, no_serve: bool) -> Result<(), Trouble> {
    if desk.app.is_empty()? {
        eprintln!("making a force with {reports} reports of invented people (seed {seed})");
        let mut progress = Progress::new("reports");
        let made = desk.app.create_demonstration(seed, reports, &mut |done, all| progress.tell(done, all));
        progress.end();
        let made = made?;
        let linked = made.linked;
        eprintln!(
            "{} reports, {} cases; {} reports are repeats, {} pairs wait for a person",
            made.reports, made.cases, linked.repeats, linked.waiting
        );
    } else if !desk.app.is_demonstration() {
        return Err(Trouble::Usage(format!("{} is not a demonstration; use `holdfast serve`", desk.settings.database)));
    } else {
        eprintln!("the demonstration is there already; it is kept as it is");
    }
    println!("\nSign-ins (all with the password {PASSWORD}):");
    let officer = busiest_officer(desk)?;
    for (name, what) in SIGN_INS {
        let name = if *name == "alder" { officer.as_deref().unwrap_or(name) } else { name };
        println!("  {name:<15} {what}");
    }
    let program = std::env::args().next().unwrap_or_else(|| "holdfast".to_owned());
    println!("In the terminal: HOLDFAST_DATABASE={} {program} --as spoc worklist\n", desk.settings.database);
    if no_serve {
        return Ok(());
    }
    crate::serving::serve(desk.app.clone(), &desk.settings.listen)
}

/// The officer who has the most cases on the first page of the force's list, so that a newcomer signs in to some.
fn busiest_officer(desk: &Desk) -> Result<Option<String>, Trouble> {
    let filter =
        WorklistFilter { scope: Scope::Force, kind: None, grade: None, overdue: false, after: None, limit: 200 };
    let list = desk.app.worklist(&desk.app.act_as("spoc")?, &filter)?;
    let mut cases: BTreeMap<String, usize> = BTreeMap::new();
    for officer in list.rows.into_iter().filter_map(|row| row.officer) {
        *cases.entry(officer).or_default() += 1;
    }
    let Some((busiest, _)) = cases.into_iter().max_by_key(|(_, cases)| *cases) else { return Ok(None) };
    let accounts = desk.app.accounts(&desk.app.act_as("administrator")?)?;
    Ok(accounts.into_iter().find(|account| account.display_name == busiest).map(|account| account.name))
}

/// This fills a demonstration and writes the truth.
pub fn simulate(desk: &Desk, seed: u64, reports: usize, days: u32, truth: &Path) -> Result<(), Trouble> {
    if desk.app.is_empty()? {
        desk.app.create_empty_demonstration(None)?;
    }
    let actor = desk.app.act_as("administrator")?;
    let start = desk.app.now().day().plus_days(-i64::from(days));
    let mut progress = Progress::new("reports");
    let settings = Settings { seed, reports, days, start };
    let made = desk.app.populate(&actor, &settings, Work::Some, &mut |done, all| progress.tell(done, all));
    progress.end();
    let made = made?;
    std::fs::write(truth, &made.truth).map_err(|error| Trouble::file(truth, &error))?;
    println!(
        "{} reports, {} cases; {} reports are repeats; truth in {}",
        made.reports,
        made.cases,
        made.linked.repeats,
        truth.display()
    );
    Ok(())
}

/// This writes an invented force's export, and the truth beside it; it needs no database.
pub fn write_export(
    file: &Path,
    truth: &Path,
    form: &str,
    seed: u64,
    reports: usize,
    days: u32,
) -> Result<(), Trouble> {
    let start = super::now().day().plus_days(-i64::from(days));
    let simulated = generate(&Settings { seed, reports, days, start });
    let text = if form == "person" { to_csv_per_person(&simulated) } else { to_csv_per_crime(&simulated) };
    std::fs::write(file, text).map_err(|error| Trouble::file(file, &error))?;
    std::fs::write(truth, truth_csv(&simulated)).map_err(|error| Trouble::file(truth, &error))?;
    println!("{} reports in {}, truth in {}", simulated.rows.len(), file.display(), truth.display());
    Ok(())
}
