//! `holdfast allocate`: many cases at once.

use super::Desk;
use crate::arguments::AllocateArguments;
use crate::output;
use crate::telling::Trouble;
use casework::Failure;
use casework::views::{Actor, Scope, WorklistFilter};

/// This gives cases to an officer or a team, and says what became of each.
pub fn run(desk: &Desk, arguments: &AllocateArguments) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    desk.app.tick()?;
    let references = match &arguments.of_team {
        Some(team) => listed(desk, &actor, team, arguments.without_officer)?,
        None => arguments.references.clone(),
    };
    if references.is_empty() {
        return Err(Trouble::Usage("name case references, or --of-team; nothing was changed".to_owned()));
    }
    let (officer, team) = (arguments.officer.as_deref(), arguments.team.as_deref());
    let done = desk.app.allocate_many(&actor, &references, officer, team, &arguments.reasons);
    let rows: Vec<Vec<String>> = done
        .iter()
        .map(|(reference, outcome)| match outcome {
            Ok(acted) => vec![reference.clone(), "given".to_owned(), acted.next_action.clone()],
            Err(failure) => vec![reference.clone(), "refused".to_owned(), failure.to_string()],
        })
        .collect();
    output::rows(desk.format, &["case", "what", "next, or why not"], &rows, &rows)?;
    let refused: Vec<Failure> = done.into_iter().filter_map(|(_, outcome)| outcome.err()).collect();
    let (many, all) = (refused.len(), rows.len());
    match refused.into_iter().next() {
        Some(first) => {
            eprintln!("{many} of {all} refused; the others were given. The first refusal:");
            Err(Trouble::Failed(first))
        }
        None => Ok(()),
    }
}

/// The cases of a team on the list, page after page.
fn listed(desk: &Desk, actor: &Actor, team: &str, without_officer: bool) -> Result<Vec<String>, Trouble> {
    let scope = Scope::Team(team.to_owned());
    let mut filter = WorklistFilter { scope, kind: None, grade: None, overdue: false, after: None, limit: 200 };
    let mut found = Vec::new();
    loop {
        let page = desk.app.worklist(actor, &filter)?;
        let rows = page.rows.into_iter().filter(|row| !without_officer || row.officer.is_none());
        found.extend(rows.map(|row| row.reference));
        filter.after = page.next;
        if filter.after.is_none() {
            return Ok(found);
        }
    }
}
