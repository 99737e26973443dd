//! `holdfast worklist`.

use super::{Desk, word};
use crate::arguments::WorklistArguments;
use crate::output;
use crate::telling::Trouble;
use casework::views::{Scope, WorklistFilter, WorklistRow};

/// This prints a page of the list.
pub fn run(desk: &Desk, arguments: &WorklistArguments) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    let scope = match (&arguments.team, arguments.mine) {
        (Some(team), _) => Scope::Team(team.clone()),
        (None, true) => Scope::Mine,
        (None, false) => Scope::Force,
    };
    let filter = WorklistFilter {
        scope,
        kind: arguments.kind.as_deref().map(|text| word("kind", text)).transpose()?,
        grade: arguments.risk.as_deref().map(|text| word("risk", text)).transpose()?,
        overdue: arguments.overdue,
        after: arguments.after.clone(),
        limit: arguments.limit,
    };
    // What time alone has done since the last look stands on the list, whether or not a server runs.
    desk.app.tick()?;
    let list = desk.app.worklist(&actor, &filter)?;
    if desk.format == output::Format::Table {
        println!("{}\n{} without a served order, {} with a duty that is late", list.heading, list.total, list.overdue);
    }
    if desk.format == output::Format::Table {
        let rows: Vec<Vec<String>> = list.rows.iter().map(told).collect();
        output::rows(desk.format, &["case", "what is missing", "danger", "next action"], &rows, &list)?;
    } else {
        let rows: Vec<Vec<String>> = list.rows.iter().map(cells).collect();
        let header = [
            "case",
            "who",
            "missing or late",
            "rule",
            "since",
            "due",
            "red flag",
            "protection",
            "next action",
            "officer",
            "team",
        ];
        output::rows(desk.format, &header, &rows, &list)?;
    }
    if let (Some(next), output::Format::Table) = (&list.next, desk.format) {
        println!("more: --after {next}");
    }
    Ok(())
}

fn cells(row: &WorklistRow) -> Vec<String> {
    let grade = row.grade.map_or("not graded", |grade| grade.label());
    let series = row.series.as_ref().map(|series| format!("; {series}")).unwrap_or_default();
    let early = if row.before_go_live { "; before go-live" } else { "" };
    let late = row.late.as_ref().map(|late| format!(" ({late})")).unwrap_or_default();
    let flag = row.flag.as_ref().map(|flag| format!("{} {}: {}", flag.code, flag.severity.label(), flag.title));
    vec![
        row.reference.clone(),
        format!("{}; risk {grade}; {} report(s){series}{early}", row.relationship, row.reports),
        format!("{}{late}", row.missing),
        row.rule.clone().unwrap_or_default(),
        row.since.clone().unwrap_or_default(),
        row.due.clone().unwrap_or_default(),
        flag.unwrap_or_default(),
        row.protection.clone(),
        row.next_action.clone(),
        officer(row).unwrap_or_default(),
        row.team.clone(),
    ]
}

/// The officer; while they are away, with who stands in.
fn officer(row: &WorklistRow) -> Option<String> {
    let absence = row.absence.as_ref().map(|absence| format!(" ({absence})")).unwrap_or_default();
    row.officer.as_ref().map(|officer| format!("{officer}{absence}"))
}

/// A row for people: four columns that fit a terminal, each with its lines.
fn told(row: &WorklistRow) -> Vec<String> {
    let lines = |lines: Vec<Option<String>>| lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let reports = if row.reports == 1 { "1 report".to_owned() } else { format!("{} reports", row.reports) };
    let who = lines(vec![
        Some(row.reference.clone()),
        Some(format!("{}, {reports}", row.relationship)),
        row.series.clone(),
        row.before_go_live.then(|| "before go-live".to_owned()),
        Some(officer(row).unwrap_or_else(|| "no officer".to_owned())),
    ]);
    let missing = lines(vec![
        row.late.as_ref().map(|late| late.to_uppercase()),
        Some(row.missing.clone()),
        row.rule.as_ref().zip(row.since.as_ref()).map(|(rule, since)| format!("{rule}, since {since}")),
        row.due.as_ref().map(|due| format!("due {due}")),
        Some(format!("protection: {}", row.protection)),
    ]);
    let danger = lines(vec![
        row.flag.as_ref().map(|flag| format!("{} {}", flag.severity.label().to_uppercase(), flag.code)),
        row.flag.as_ref().map(|flag| flag.title.clone()),
        Some(format!("risk {}", row.grade.map_or("not graded", |grade| grade.label()))),
    ]);
    vec![who, missing, danger, row.next_action.clone()]
}
