//! `holdfast links` and `holdfast tasks`.

use super::Desk;
use crate::arguments::LinksCommand;
use crate::output;
use crate::telling::Trouble;
use casework::linking::review::Opinion;

/// This shows or decides links.
pub fn run(desk: &Desk, command: &LinksCommand) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    match command {
        LinksCommand::Waiting { limit } => {
            let waiting = desk.app.waiting_links(&actor, *limit)?;
            let rows: Vec<Vec<String>> = waiting
                .iter()
                .map(|link| {
                    let lines: Vec<String> = link
                        .view
                        .lines
                        .iter()
                        .map(|(what, found, bits)| format!("{bits:+.1} {what}: {found}"))
                        .collect();
                    let reports = format!("{} and {}", link.view.reports.0, link.view.reports.1);
                    vec![
                        reports,
                        link.view.about.clone(),
                        if lines.is_empty() { String::new() } else { format!("{:.1}", link.view.bits) },
                        lines.join("\n"),
                        link.id.clone(),
                    ]
                })
                .collect();
            output::rows(desk.format, &["cases", "about the", "bits", "why", "id"], &rows, &waiting)
        }
        LinksCommand::Same { id, overruling } => {
            decide(desk, id, Opinion::Same, overruling.as_deref(), "confirmed: the same person")
        }
        LinksCommand::NotSame { id, overruling } => decide(
            desk,
            id,
            Opinion::NotSame,
            overruling.as_deref(),
            "remembered: not the same person; it is never asked again",
        ),
        LinksCommand::CannotTell { id } => {
            desk.app.leave_link(&actor, id)?;
            println!("kept; the pair goes on waiting");
            Ok(())
        }
        LinksCommand::Undo { id, overruling } => {
            decide(desk, id, Opinion::Undo, overruling.as_deref(), "taken back; linkage decides again")
        }
        LinksCommand::Export => {
            let beliefs = desk.app.export_beliefs(&actor)?;
            let rows: Vec<Vec<String>> = beliefs
                .iter()
                .map(|row| vec![row.reference.clone(), row.role.clone(), row.person.clone(), row.series.clone()])
                .collect();
            output::rows(desk.format, &["report", "role", "person", "series"], &rows, &beliefs)
        }
    }
}

fn decide(desk: &Desk, id: &str, opinion: Opinion, overruling: Option<&str>, said: &str) -> Result<(), Trouble> {
    desk.app.decide_link(&desk.actor()?, id, opinion, overruling)?;
    println!("{said}");
    Ok(())
}

/// This lists the open tasks of the actor's force.
pub fn tasks(desk: &Desk, done: Option<&str>) -> Result<(), Trouble> {
    if let Some(id) = done {
        desk.app.finish_task(&desk.actor()?, id)?;
        println!("done");
        return Ok(());
    }
    let tasks = desk.app.tasks(&desk.actor()?)?;
    let rows: Vec<Vec<String>> = tasks
        .iter()
        .map(|task| {
            let critical = if task.critical { "a critical red flag stands there" } else { "" };
            let what = match task.kind.as_str() {
                casework::house::clocks::SOONER => "a deadline comes sooner than before: read the case".to_owned(),
                _ => format!("call {} about their case {}", task.other_force_name, task.other_reference),
            };
            vec![task.case_reference.clone(), what, task.contact.clone(), critical.to_owned(), task.id.clone()]
        })
        .collect();
    output::rows(desk.format, &["your case", "task", "contact", "note", "id"], &rows, &tasks)
}
