//! Setting up, signing in, go-live, and the tick.

use super::{Desk, day, password, passwords};
use crate::arguments::InitArguments;
use crate::output::{self, Format};
use crate::session;
use crate::telling::Trouble;
use casework::house::accounts::NewAccount;
use domain::catalogue::Role;

/// This sets up an empty installation.
pub fn init(desk: &Desk, arguments: &InitArguments) -> Result<(), Trouble> {
    let password = password(arguments.password_stdin)?;
    desk.app.may_set_up(&password)?;
    desk.app.create_force(&arguments.force, &arguments.force_name, &arguments.contact, None)?;
    desk.app.create_first_administrator(NewAccount {
        name: arguments.administrator.clone(),
        display_name: arguments.administrator.clone(),
        role: Role::Administrator,
        force: arguments.force.clone(),
        team: String::new(),
        password,
    })?;
    let key = desk.app.log_key()?;
    println!("set up: force {}, administrator {}", arguments.force, arguments.administrator);
    println!("the ledger's public key, to be kept by whoever oversees you:\n{}", key.public);
    println!("next: holdfast sign-in {}, then holdfast accounts create …", arguments.administrator);
    Ok(())
}

/// This adds another force, with its first administrator.
pub fn add_force(desk: &Desk, arguments: &InitArguments) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    let administrator = NewAccount {
        name: arguments.administrator.clone(),
        display_name: arguments.administrator.clone(),
        role: Role::Administrator,
        force: arguments.force.clone(),
        team: String::new(),
        password: password(arguments.password_stdin)?,
    };
    desk.app.add_force(&actor, &arguments.force_name, &arguments.contact, administrator)?;
    println!("added: force {}, administrator {}", arguments.force, arguments.administrator);
    Ok(())
}

/// This signs in.
pub fn sign_in(desk: &Desk, name: &str, stdin: bool, print: bool) -> Result<(), Trouble> {
    let signed_in = desk.app.sign_in(name, &password(stdin)?)?;
    if print {
        println!("{}", signed_in.token);
    } else {
        session::keep(&desk.settings.database, &signed_in.token)?;
        println!("signed in as {} ({})", signed_in.actor.display_name, signed_in.actor.role.label());
        if signed_in.must_change {
            println!("your password is for once: change it now with `holdfast password`");
        }
    }
    Ok(())
}

/// This changes the password of whoever is signed in.
pub fn change_password(desk: &Desk, stdin: bool) -> Result<(), Trouble> {
    let token = session::token(&desk.settings.database).ok_or(Trouble::Failed(casework::Failure::NotSignedIn))?;
    let (old, new) = passwords(stdin)?;
    desk.app.change_password(token.trim(), &old, &new)?;
    println!("changed; your other sessions have ended");
    Ok(())
}

/// This says who is signed in.
pub fn who_am_i(desk: &Desk) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    let row = vec![actor.display_name.clone(), actor.role.code().to_owned(), actor.team.clone(), actor.force.clone()];
    let told = serde_json::json!({"name": row[0], "role": row[1], "team": row[2], "force": row[3]});
    match desk.format {
        Format::Table => {
            println!("{} ({}), {}, force {}", actor.display_name, actor.role.label(), actor.team, actor.force)
        }
        Format::Json | Format::Csv => output::rows(desk.format, &["name", "role", "team", "force"], &[row], &told)?,
    }
    Ok(())
}

/// This sets the go-live.
pub fn go_live(desk: &Desk, text: &str) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    desk.app.set_go_live(&actor, day("go-live", text)?.start())?;
    println!("go-live of force {} is set to {text}", actor.force);
    Ok(())
}

/// This is one round of the scheduler, for an installation that cron keeps going. It shows nothing of any case, so it needs no sign-in.
pub fn tick(desk: &Desk) -> Result<(), Trouble> {
    let seen = desk.app.keep_watch(None)?;
    match desk.format {
        Format::Table => println!("{seen} cases looked at"),
        Format::Json | Format::Csv => {
            let told = serde_json::json!({ "cases": seen });
            output::rows(desk.format, &["cases"], &[vec![seen.to_string()]], &told)?;
        }
    }
    Ok(())
}
