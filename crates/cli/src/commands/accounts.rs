//! `holdfast accounts`.

use super::{Desk, password, word};
use crate::arguments::AccountsCommand;
use crate::output;
use crate::telling::Trouble;
use casework::house::accounts::NewAccount;

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
