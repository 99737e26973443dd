//! One file a group of commands; this opens what they need and hands over.

mod accounts;
mod bench;
mod case;
mod clocks;
mod demo;
mod figures;
mod imports;
mod ledger;
mod links;
mod on;
mod reference;
mod report;
mod setup;
mod worklist;

use crate::arguments::{Cli, Command};
use crate::config::Settings;
use crate::output::Format;
use crate::session;
use crate::telling::Trouble;
use casework::App;
use casework::views::Actor;
use domain::time::Moment;
use std::sync::Arc;
use store::Chance;

/// What a command works with.
pub struct Desk {
    /// The settings.
    pub settings: Settings,
    /// The open installation.
    pub app: Arc<App>,
    /// `--as`.
    pub act_as: Option<String>,
    /// `--format`.
    pub format: Format,
}

impl Desk {
    /// Who the command runs as.
    pub fn actor(&self) -> Result<Actor, Trouble> {
        session::actor(&self.app, &self.settings.database, self.act_as.as_deref())
    }
}

/// A mistyped database is not silently made: only what sets one up makes a file.
fn must_exist(settings: &Settings, command: &Command) -> Result<(), Trouble> {
    let makes =
        matches!(command, Command::Init(_) | Command::Demo { .. } | Command::Simulate { .. } | Command::Bench { .. });
    match settings.place().database {
        store::Config::File(path) if !makes && !std::path::Path::new(&path).exists() => Err(Trouble::Machine(format!(
            "{path}: there is no such database; name it in HOLDFAST_DATABASE or holdfast.toml, or make one with `holdfast init`"
        ))),
        store::Config::File(_) | store::Config::Server(_) => Ok(()),
    }
}

/// The present moment; the only place that asks the machine for it.
pub fn now() -> Moment {
    Moment::from_timestamp(jiff::Timestamp::now())
}

/// This runs a command.
pub fn run(cli: Cli) -> Result<(), Trouble> {
    match &cli.command {
        Command::Figures { act } => return figures::run(act, cli.format),
        Command::Clocks { act } => return clocks::run(act, cli.format),
        Command::Reference => return reference::print(),
        Command::Simulate { csv: Some(file), seed, reports, days, truth, form } => {
            return demo::write_export(file, truth, form, *seed, *reports, *days);
        }
        _ => {}
    }
    let settings = Settings::read(cli.config.as_deref())?;
    must_exist(&settings, &cli.command)?;
    let app = Arc::new(App::open(settings.place(), Arc::new(now), Chance::System)?);
    let desk = Desk { settings, app, act_as: cli.act_as, format: cli.format };
    match cli.command {
        Command::SignIn { name, password_stdin, print_token } => {
            setup::sign_in(&desk, &name, password_stdin, print_token)
        }
        Command::SignOut => session::end(&desk.app, &desk.settings.database),
        Command::WhoAmI => setup::who_am_i(&desk),
        Command::Worklist(arguments) => worklist::run(&desk, &arguments),
        Command::Case { reference } => case::run(&desk, &reference),
        Command::Report(arguments) => report::run(&desk, &arguments),
        Command::On { reference, act } => on::run(&desk, &reference, act),
        Command::Links { act } => links::run(&desk, &act),
        Command::Tasks { done } => links::tasks(&desk, done.as_deref()),
        Command::AddForce(arguments) => setup::add_force(&desk, &arguments),
        Command::Import { file, map, go_live } => imports::import(&desk, &file, &map, go_live.as_deref()),
        Command::Imports { id, after } => imports::list(&desk, id.as_deref(), after),
        Command::Ledger { act } => ledger::run(&desk, &act),
        Command::Verify { against } => ledger::verify(&desk, against.as_deref()),
        Command::Accounts { act } => accounts::run(&desk, act),
        Command::GoLive { day } => setup::go_live(&desk, &day),
        Command::Init(arguments) => setup::init(&desk, &arguments),
        Command::Tick => setup::tick(&desk),
        Command::Serve => crate::serving::serve(desk.app, &desk.settings.listen),
        Command::Demo { reports, seed, no_serve } => demo::run(desk, reports, seed, no_serve),
        Command::Simulate { seed, reports, days, truth, .. } => demo::simulate(&desk, seed, reports, days, &truth),
        Command::Bench { cases, runs } => bench::run(&desk, cases, runs),
        Command::Figures { .. } | Command::Clocks { .. } | Command::Reference => Ok(()),
    }
}

/// This reads a moment: 'now', RFC 3339, or London time.
pub fn moment(field: &str, text: &str) -> Result<Moment, Trouble> {
    if text == "now" {
        return Ok(now());
    }
    let london = || {
        let civil = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", text).ok()?;
        casework::intake::read::london_moment(civil)
    };
    let read = text.parse().ok().or_else(london);
    read.ok_or_else(|| {
        Trouble::Usage(format!("{field}: '{text}' is not a time; write 2026-06-03 14:30 (London time) or 'now'"))
    })
}

/// This reads a day.
pub fn day(field: &str, text: &str) -> Result<domain::time::Day, Trouble> {
    text.parse().map_err(|_| Trouble::Usage(format!("{field}: '{text}' is not a day; write 2026-06-03")))
}

/// This reads a word of a list.
pub fn word<T: std::str::FromStr>(field: &str, text: &str) -> Result<T, Trouble>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| Trouble::Usage(format!("{field}: {error}")))
}

/// This asks for a password, or reads it from standard input.
pub fn password(stdin: bool) -> Result<String, Trouble> {
    let unreadable = |error: std::io::Error| Trouble::Machine(format!("the password cannot be read: {}", error.kind()));
    if stdin {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map_err(unreadable)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    rpassword::prompt_password("Password: ").map_err(unreadable)
}
