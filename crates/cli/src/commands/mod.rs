//! One file a group of commands; this opens what they need and hands over.

mod accounts;
mod allocate;
mod bench;
mod care;
mod case;
mod clock_settings;
mod clocks;
mod demo;
mod figures;
mod imports;
mod inquiry;
mod ledger;
mod links;
mod machine;
mod notices;
mod on;
mod pack;
mod reference;
mod report;
mod scenario;
mod screens;
mod search;
mod setup;
mod watchdog;
mod worklist;

use crate::arguments::{Cli, Command, PackCommand, ScreensCommand};
use crate::config::Settings;
use crate::output::Format;
use crate::session;
use crate::telling::Trouble;
use casework::views::Actor;
use casework::{App, Failure, Fault, Problem, Quoted, Wish};
use domain::time::Moment;
use domain::wording;
use std::cell::OnceCell;
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
    /// Who the command runs as, once it has asked.
    known: OnceCell<Actor>,
}

impl Desk {
    /// Who the command runs as.
    pub fn actor(&self) -> Result<Actor, Trouble> {
        let actor = session::actor(&self.app, &self.settings.database, self.act_as.as_deref())?;
        // A command that asks twice runs as the same account: the token has not changed meanwhile.
        Ok(self.known.get_or_init(|| actor).clone())
    }

    /// What an account typed to a command that could not make sense of it is a refusal, and goes on record as one. What
    /// a use case refused is on record already; a flag that clap does not know never comes here.
    fn on_record(&self, trouble: Trouble, told: &Told) -> Trouble {
        let Some(actor) = self.known.get() else { return trouble };
        let wish = match &told.case {
            Some(reference) => Wish::of("command").by(&told.command).on(reference),
            None => Wish::of("command").by(&told.command),
        };
        match trouble {
            Trouble::Typed(problem) => Trouble::Failed(self.app.refuse(actor, &wish, vec![problem])),
            Trouble::Usage(why) => {
                let problem = Problem::new("command", Fault::Unfit, wording!("{}", Quoted::new(&why)));
                match self.app.refuse(actor, &wish, vec![problem]) {
                    Failure::Invalid(_) => Trouble::Usage(why),
                    unwritten => Trouble::Failed(unwritten),
                }
            }
            other @ (Trouble::Failed(_)
            | Trouble::Refused { .. }
            | Trouble::Found(_)
            | Trouble::Unmet(_)
            | Trouble::NotWatched(_)
            | Trouble::Machine(_)) => other,
        }
    }
}

/// What was told to the program: the command by its name, and the case that it names.
struct Told {
    command: String,
    case: Option<String>,
}

impl Told {
    fn of(command: &Command) -> Self {
        match command {
            Command::On { reference, act } => {
                Self { command: format!("on {}", name_of(act)), case: Some(reference.clone()) }
            }
            other => Self { command: name_of(other), case: None },
        }
    }
}

/// A command's name as one types it. What follows the name of its variant was typed by somebody and is left out.
fn name_of(command: &impl std::fmt::Debug) -> String {
    let variant: String = format!("{command:?}").chars().take_while(char::is_ascii_alphanumeric).collect();
    let dashed = variant.chars().enumerate().flat_map(|(place, letter)| {
        let dash = (place > 0 && letter.is_ascii_uppercase()).then_some('-');
        dash.into_iter().chain([letter.to_ascii_lowercase()])
    });
    dashed.collect()
}

/// A mistyped database is not silently made: only what sets one up makes a file.
fn must_exist(settings: &Settings, command: &Command) -> Result<(), Trouble> {
    let makes = matches!(
        command,
        Command::Init(_)
            | Command::Demo { .. }
            | Command::Simulate { .. }
            | Command::Bench { .. }
            | Command::Restore(_)
    );
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
        Command::Clocks { act } if !clocks::needs_desk(act) => return clocks::run(act, cli.format),
        Command::Reference => return reference::print(),
        Command::Scenario { file, vocabulary } => return scenario::run(file.as_deref(), *vocabulary, cli.format),
        Command::Screens { act: ScreensCommand::Check { file } } => return screens::check(file),
        Command::Simulate { csv: Some(file), seed, reports, days, truth, form } => {
            return demo::write_export(file, truth, form, *seed, *reports, *days);
        }
        _ => {}
    }
    let settings = Settings::read(cli.config.as_deref())?;
    // Before anything that could make, open or check the database: a watchdog shares nothing with what it watches.
    if let Command::Watchdog { quiet } = cli.command {
        return watchdog::run(&settings, quiet);
    }
    if let Command::Pack { act: PackCommand::Check { file, key } } = &cli.command {
        return pack::check(&settings, file, key.as_deref());
    }
    must_exist(&settings, &cli.command)?;
    match &cli.command {
        Command::Backup { file } => return machine::backup(&settings, file, cli.format),
        Command::Restore(asked) => return machine::restore(&settings, asked),
        Command::Migrate { dry_run, backup, .. } => {
            return machine::migrate(&settings, *dry_run, backup.as_deref(), cli.format);
        }
        Command::RebuildSearch => return machine::rebuild_search(&settings),
        _ => {}
    }
    let app = Arc::new(App::open(settings.place(), Arc::new(now), Chance::System)?);
    let desk = Desk { settings, app, act_as: cli.act_as, format: cli.format, known: OnceCell::new() };
    let told = Told::of(&cli.command);
    dispatch(&desk, cli.command).map_err(|trouble| desk.on_record(trouble, &told))
}

fn dispatch(desk: &Desk, command: Command) -> Result<(), Trouble> {
    match command {
        Command::SignIn { name, password_stdin, print_token } => {
            setup::sign_in(desk, &name, password_stdin, print_token)
        }
        Command::SignOut => session::end(&desk.app, &desk.settings.database),
        Command::Password { password_stdin } => setup::change_password(desk, password_stdin),
        Command::WhoAmI => setup::who_am_i(desk),
        Command::Worklist(arguments) => worklist::run(desk, &arguments),
        Command::Search { words } => search::run(desk, &words),
        Command::Case { reference } => case::run(desk, &reference),
        Command::Report(arguments) => report::run(desk, &arguments),
        Command::On { reference, act } => on::run(desk, &reference, act),
        Command::Allocate(arguments) => allocate::run(desk, &arguments),
        Command::Links { act } => links::run(desk, &act),
        Command::Screens { act } => screens::run(desk, &act),
        Command::Notices { team, act } => notices::run(desk, team, act.as_ref()),
        Command::Tasks { done } => links::tasks(desk, done.as_deref()),
        Command::AddForce(arguments) => setup::add_force(desk, &arguments),
        Command::Import { file, map, go_live, dry_run } => {
            imports::import(desk, &file, &map, go_live.as_deref(), dry_run)
        }
        Command::Imports { id, after } => imports::list(desk, id.as_deref(), after),
        Command::Ledger { act } => ledger::run(desk, &act),
        Command::Verify { against } => ledger::verify(desk, against.as_deref()),
        Command::Accounts { act } => accounts::run(desk, act),
        Command::GoLive { day } => setup::go_live(desk, &day),
        Command::Init(arguments) => setup::init(desk, &arguments),
        Command::Tick => setup::tick(desk),
        Command::Pack { act: PackCommand::Write { folder } } => pack::write(desk, &folder),
        Command::Serve => crate::serving::serve(desk.app.clone(), &desk.settings.listen),
        Command::Demo { reports, seed, no_serve } => demo::run(desk, reports, seed, no_serve),
        Command::Simulate { seed, reports, days, truth, .. } => demo::simulate(desk, seed, reports, days, &truth),
        Command::Bench { cases, runs } => bench::run(desk, cases, runs),
        Command::Clocks { act } => clock_settings::run(desk, &act),
        Command::Figures { .. } | Command::Scenario { .. } | Command::Reference | Command::Pack { .. } => Ok(()),
        Command::Backup { .. } | Command::Restore(_) | Command::Migrate { .. } | Command::Watchdog { .. } => Ok(()),
        Command::RebuildSearch => Ok(()),
    }
}

/// This reads a moment: 'now', RFC 3339, or London time.
pub fn moment(field: &'static str, text: &str) -> Result<Moment, Trouble> {
    crate::typed::moment(text, now()).map_err(|why| typed(field, why))
}

/// This reads a day.
pub fn day(field: &'static str, text: &str) -> Result<domain::time::Day, Trouble> {
    text.parse().map_err(|_| typed(field, format!("'{text}' is not a day; write 2026-06-03")))
}

/// This reads a word of a list.
pub fn word<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T, Trouble>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| typed(field, error))
}

/// What was typed for a field and cannot be read.
pub fn typed(field: &'static str, words: impl ToString) -> Trouble {
    Trouble::Typed(Problem::new(field, Fault::Unreadable, wording!("{}", Quoted::new(words.to_string()))))
}

/// This asks for the old password and for the new one twice, or reads a line each from standard input.
pub fn passwords(stdin: bool) -> Result<(String, String), Trouble> {
    if stdin {
        return Ok((password(true)?, password(true)?));
    }
    let ask = |prompt: &str| {
        let unreadable =
            |error: std::io::Error| Trouble::Machine(format!("the password cannot be read: {}", error.kind()));
        rpassword::prompt_password(prompt).map_err(unreadable)
    };
    let (old, new, again) = (ask("Old password: ")?, ask("New password: ")?, ask("New password again: ")?);
    if new == again { Ok((old, new)) } else { Err(Trouble::Usage("the two new passwords are not the same".to_owned())) }
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
