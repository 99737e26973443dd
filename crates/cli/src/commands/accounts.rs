//! `holdfast accounts`.

use super::{Desk, day, now, password, word};
use crate::arguments::AccountsCommand;
use crate::output;
use crate::telling::Trouble;
use casework::house::absences::Leave;
use casework::house::accounts::NewAccount;
use casework::house::leavers::{Taken, Taker};
use casework::intake::staff::{Apply, Becomes, StaffImport};
use casework::views::Actor;

/// This lists or makes accounts.
pub fn run(desk: &Desk, command: AccountsCommand) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    match command {
        AccountsCommand::List => {
            let accounts = desk.app.accounts(&actor)?;
            let rows: Vec<Vec<String>> = accounts
                .iter()
                .map(|account| {
                    let state = if account.active { "active" } else { "closed" };
                    vec![
                        account.name.clone(),
                        account.display_name.clone(),
                        account.role.label().to_owned(),
                        account.team.clone(),
                        state.to_owned(),
                    ]
                })
                .collect();
            output::rows(desk.format, &["name", "called", "role", "team", "state"], &rows, &rows)
        }
        AccountsCommand::OneTimePassword { name, password_stdin } => {
            let made = if password_stdin { password(true)? } else { desk.app.new_password() };
            desk.app.set_one_time_password(&actor, &name, &made)?;
            if !password_stdin {
                println!("{made}");
            }
            eprintln!("{name} changes it at the next sign-in; tell them by a way that only they can read");
            Ok(())
        }
        AccountsCommand::Training { name, set: None, .. } => list_training(desk, &actor, name.as_deref()),
        AccountsCommand::Training { name, set: Some(set), from, until, never } => {
            let name = name.unwrap_or_default();
            let days = match (never, until) {
                (true, _) => None,
                (false, Some(until)) => {
                    let from = from.as_deref().map_or_else(|| Ok(now().day()), |text| day("from", text))?;
                    Some((from, day("until", &until)?))
                }
                (false, None) => {
                    return Err(Trouble::Usage("--until: say on which day the training ends, or --never".to_owned()));
                }
            };
            desk.app.record_training(&actor, &name, &set, days)?;
            println!("recorded: {name}, {set}");
            Ok(())
        }
        AccountsCommand::Close { name } => {
            let left = desk.app.close_account(&actor, &name)?;
            println!("closed: {name}; their sessions have ended");
            told(desk, &left)
        }
        AccountsCommand::Reopen { name } => {
            desk.app.reopen_account(&actor, &name)?;
            println!("open again: {name}; set a password with `holdfast accounts one-time-password {name}`");
            Ok(())
        }
        AccountsCommand::Import { file, dry_run } => {
            let bytes = std::fs::read(&file).map_err(|error| Trouble::file(&file, &error))?;
            let apply = if dry_run { Apply::Try } else { Apply::Apply };
            let done = desk.app.import_accounts(&actor, &bytes, apply)?;
            imported(desk, &done, dry_run)
        }
        AccountsCommand::Absent { name, from, until, stand_in } => {
            let from = from.as_deref().map_or_else(|| Ok(now().day()), |text| day("from", text))?;
            let until = until.as_deref().map(|text| day("until", text)).transpose()?;
            let done = desk.app.record_absence(&actor, &name, &Leave { from, until, stand_in })?;
            println!("recorded: {name}; open cases that were told: {}", done.cases);
            for alone in &done.left_alone {
                println!("nobody stands in for {alone} now: `holdfast accounts absent {alone} --stand-in NAME`");
            }
            Ok(())
        }
        AccountsCommand::Back { name } => {
            let cases = desk.app.end_absence(&actor, &name)?;
            println!("back: {name}; open cases that were told: {cases}");
            Ok(())
        }
        AccountsCommand::Absences => {
            let listed = desk.app.absences(&actor)?;
            let rows: Vec<Vec<String>> = listed
                .iter()
                .map(|one| {
                    let last = |text: &Option<String>| text.clone().unwrap_or_default();
                    let (until, stand_in) = (last(&one.until), last(&one.stand_in));
                    vec![one.name.clone(), one.team.clone(), one.from.clone(), until, stand_in, one.recorded_by.clone()]
                })
                .collect();
            output::rows(desk.format, &["name", "team", "from", "until", "stands in", "recorded by"], &rows, &listed)
        }
        AccountsCommand::HandOver { name, to, team, reasons } => {
            let taker = match (to, team) {
                (Some(to), _) => Taker::Officer(to),
                (None, team) => Taker::Team(team.unwrap_or_default()),
            };
            let moved = desk.app.hand_over(&actor, &name, &taker, &reasons)?;
            told(desk, &moved)
        }
        AccountsCommand::Create { name, display_name, role, team, password_stdin } => {
            let account = NewAccount {
                name: name.clone(),
                display_name,
                role: word("role", &role)?,
                force: actor.force.clone(),
                team,
                password: password(password_stdin)?,
            };
            desk.app.create_account(&actor, account)?;
            println!("made: {name}; they change the password at the first sign-in");
            Ok(())
        }
    }
}

fn list_training(desk: &Desk, actor: &Actor, name: Option<&str>) -> Result<(), Trouble> {
    let mut lines = desk.app.trainings(actor)?;
    lines.retain(|line| name.is_none_or(|name| line.name == name));
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let day = |day: &Option<String>| day.clone().unwrap_or_default();
            let (from, until) = (day(&line.from), day(&line.until));
            vec![line.name.clone(), line.team.clone(), line.tool.clone(), from, until, line.state.clone()]
        })
        .collect();
    output::rows(desk.format, &["name", "team", "set or tool", "from", "until", "state"], &rows, &lines)
}

/// What became of each row of a file of accounts.
fn imported(desk: &Desk, done: &StaffImport, dry_run: bool) -> Result<(), Trouble> {
    let told = |becomes: &Becomes| match becomes {
        Becomes::Created => ("created", String::new()),
        Becomes::Updated { columns } => ("updated", columns.join(", ")),
        Becomes::Unchanged => ("unchanged", String::new()),
        Becomes::Refused { problems } => {
            let lines = problems.iter().map(|(column, words)| format!("{column} {words}"));
            ("refused", lines.collect::<Vec<_>>().join("\n"))
        }
    };
    let rows: Vec<Vec<String>> = done
        .rows
        .iter()
        .map(|row| {
            let (becomes, what) = told(&row.becomes);
            vec![row.row.to_string(), row.name.clone(), becomes.to_owned(), what]
        })
        .collect();
    output::rows(desk.format, &["row", "name", "becomes", "what"], &rows, done)?;
    if !done.not_read.is_empty() {
        eprintln!("not read, since an account has no place for it: {}", done.not_read.join(", "));
    }
    if !done.not_in_file.is_empty() {
        eprintln!("in use and not in the file, so nothing becomes of them: {}", done.not_in_file.join(", "));
    }
    match (done.refused(), done.applied, dry_run) {
        (0, true, _) => {
            eprintln!("done; who is new signs in after `holdfast accounts one-time-password NAME`");
            Ok(())
        }
        (0, false, _) => {
            eprintln!("checked; nothing was changed");
            Ok(())
        }
        (refused, _, _) => Err(Trouble::Refused {
            why: format!("rows that cannot be applied: {refused}; nothing was changed"),
            hint: "put them right in the file and give it again".to_owned(),
        }),
    }
}

/// Which cases changed hands, and who has to see to them.
fn told(desk: &Desk, taken: &[Taken]) -> Result<(), Trouble> {
    let rows: Vec<Vec<String>> = taken
        .iter()
        .map(|one| vec![one.case.clone().unwrap_or_else(|| "a restricted case".to_owned()), one.by.clone()])
        .collect();
    output::rows(desk.format, &["case", "now with"], &rows, &taken)
}
