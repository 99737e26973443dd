//! The commands as a caseworker reads them.

mod accounts;
mod care;
mod inquiry;
mod on;
mod screens;

pub use accounts::AccountsCommand;
pub use care::CareCommand;
pub use inquiry::InquiryCommand;
pub use on::{ActCommand, CorrectPersonArguments, DecideArguments};
pub use screens::ScreensCommand;

use crate::output::Format;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Holdfast: every stalking report counts, and for every person at risk there is a recorded decision about protection.
///
/// Sign in first (`holdfast sign-in NAME`), then see who is not yet protected (`holdfast worklist`), read one case
/// (`holdfast case REFERENCE`), and record what was done on it (`holdfast on REFERENCE …`).
#[derive(Parser, Debug)]
#[command(name = "holdfast", version, after_help = EXIT_CODES)]
pub struct Cli {
    /// The settings file; holdfast.toml if there is one
    #[arg(long, global = true, env = "HOLDFAST_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Act as a demonstration account, without a password
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub act_as: Option<String>,
    /// How results are written
    #[arg(long, global = true, value_enum, default_value = "table")]
    pub format: Format,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What an exit code means.
pub const EXIT_CODES: &str = "Exit codes: 0 done; 1 refused by a rule or by what your role allows; 2 what was typed cannot be used; \
3 no such thing, or you may not see it; 4 not signed in; 5 verification found something, or a scenario did not come out as expected; 6 the database or a file cannot be used; 7 duties are not being watched.";

/// What is done with packs.
#[derive(Subcommand, Debug)]
pub enum PackCommand {
    /// Write the pack of every force into a folder, with its signature beside it
    Write {
        /// The folder
        folder: PathBuf,
    },
    /// Say whether a pack is as it was signed
    Check {
        /// The pack; its signature stands beside it, as FILE.sig
        file: PathBuf,
        /// The file with the public key that was kept (`holdfast ledger key`); without it the key of this installation
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Sign in; later commands run as you until you sign out or twelve hours have passed
    SignIn {
        /// The name that you sign in with
        name: String,
        /// Read the password from standard input instead of asking
        #[arg(long)]
        password_stdin: bool,
        /// Print the token instead of keeping it (for HOLDFAST_TOKEN)
        #[arg(long)]
        print_token: bool,
    },
    /// Sign out
    SignOut,
    /// Change your password; the old one is asked for, and your other sessions end
    Password {
        /// Read the old and the new password from standard input, a line each
        #[arg(long)]
        password_stdin: bool,
    },
    /// Say who you are signed in as
    WhoAmI,
    /// See who is at risk without a served order: danger and lateness first
    Worklist(WorklistArguments),
    /// Find cases that you may see: by references, names, dates of birth, numbers, e-mail addresses, accounts, postcodes, vehicles, words of
    /// what was said. A case is found if all of it is on record
    Search {
        /// What to look for; without it a line of standard input, which no list of processes and no shell's history keeps
        #[arg(value_name = "WORDS")]
        words: Vec<String>,
    },
    /// Read one case: timeline, people, why reports were linked, risk, decision, clocks, flags, protection
    Case {
        /// The case reference, such as HF-7K3-Q9Z-2PT
        reference: String,
    },
    /// Record a report that somebody makes: a case for every person at risk, linked at once
    Report(ReportArguments),
    /// Record what was done on a case
    On {
        /// The case reference
        reference: String,
        /// What was done
        #[command(subcommand)]
        act: ActCommand,
    },
    /// Give many cases to an officer or a team at once, with one reason; each refusal is told by its case
    Allocate(AllocateArguments),
    /// Links between reports: what waits for a person, and what a person says
    Links {
        /// What to do
        #[command(subcommand)]
        act: LinksCommand,
    },
    /// Notices of duties that are soon due or missed: to you and your rank; or acknowledge some, which does no duty
    Notices {
        /// All of your team, whoever they are for
        #[arg(long)]
        team: bool,
        /// What to do with them
        #[command(subcommand)]
        act: Option<NoticesCommand>,
    },
    /// Tasks of your stalking unit, such as calling another force
    Tasks {
        /// Say that a task is done, by its id
        #[arg(long, value_name = "ID")]
        done: Option<String>,
    },
    /// Import a file of reports, or a register of orders, bail and warrants
    Import {
        /// The file: CSV, XLSX, XLS or ODS
        file: PathBuf,
        /// The map that says which column is what
        #[arg(long)]
        map: PathBuf,
        /// The force's go-live, at its first import: the day from which its duties run (YYYY-MM-DD)
        #[arg(long)]
        go_live: Option<String>,
        /// Read and check everything and say what would come of it, and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// See what imports did, or one of them with its held rows
    Imports {
        /// The import's id
        id: Option<String>,
        /// Show the held rows that come after this row of the file
        #[arg(long, value_name = "ROW", requires = "id")]
        after: Option<u64>,
    },
    /// Risk screens: the sets of questions of your force, and the share of screens by trained staff
    Screens {
        /// What to do
        #[command(subcommand)]
        act: ScreensCommand,
    },
    /// Clocks: the duties and their deadlines
    Clocks {
        /// What to do
        #[command(subcommand)]
        act: ClocksCommand,
    },
    /// Play a scenario, a story in Markdown with what is expected of it, day by day; needs no database and no account
    Scenario {
        /// The file; its format stands in docs/scenarios.md
        #[arg(required_unless_present = "vocabulary")]
        file: Option<PathBuf>,
        /// Print everything that can be written in a scenario
        #[arg(long)]
        vocabulary: bool,
    },
    /// Figures from published files
    Figures {
        /// What to do
        #[command(subcommand)]
        act: FiguresCommand,
    },
    /// The ledger: heads to keep elsewhere, and the export for those who check it
    Ledger {
        /// What to do
        #[command(subcommand)]
        act: LedgerCommand,
    },
    /// Check that nothing was changed: the log, every row, every case
    Verify {
        /// A checkpoint that somebody kept: prove that today's log extends it
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
    /// Copy the database into one file while it is in use, and verify the copy
    Backup {
        /// The new file; its signed head goes beside it, as FILE.checkpoint
        file: PathBuf,
    },
    /// Open clocks and wanted people on paper, made every night and signed: what is left when nothing else works
    Pack {
        /// What to do
        #[command(subcommand)]
        act: PackCommand,
    },
    /// Put a backup back into an empty place: the database that the settings name must not exist, or be empty
    Restore(RestoreArguments),
    /// Bring a database of an older version up to date, with its rows counted before and after
    Migrate {
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
        /// Where the backup goes that is made first: the way back
        #[arg(long, value_name = "FILE", required_unless_present_any = ["dry_run", "no_backup"])]
        backup: Option<PathBuf>,
        /// Make no backup first
        #[arg(long, conflicts_with = "backup")]
        no_backup: bool,
    },
    /// Derive anew by what cases are found, after `verify` says that a search may not find what is there
    RebuildSearch,
    /// Accounts of your force
    Accounts {
        /// What to do
        #[command(subcommand)]
        act: AccountsCommand,
    },
    /// Set the force's go-live, once (YYYY-MM-DD)
    GoLive {
        /// The day
        day: String,
    },
    /// Add another force to this installation, with its first administrator (administrators)
    AddForce(InitArguments),
    /// Set up an empty installation: its first force and its first administrator
    Init(InitArguments),
    /// Look at every case whose time has come, as one round of the scheduler (the server does so by itself)
    Tick,
    /// Say whether duties are being watched, for cron or systemd; it shares nothing with the scheduler
    Watchdog {
        /// Say nothing if all is well
        #[arg(long)]
        quiet: bool,
    },
    /// Serve the pages
    Serve,
    /// Make a demonstration with invented people, if there is none, and serve it
    Demo {
        /// Reports of the invented force
        #[arg(long, default_value_t = 420)]
        reports: usize,
        /// The seed: the same seed makes the same people
        #[arg(long, default_value_t = 7)]
        seed: u64,
        /// Make it, and do not serve
        #[arg(long)]
        no_serve: bool,
    },
    /// Fill a demonstration with an invented force's reports, and write the truth beside it
    Simulate {
        /// The seed
        #[arg(long)]
        seed: u64,
        /// How many reports
        #[arg(long)]
        reports: usize,
        /// Over how many days
        #[arg(long)]
        days: u32,
        /// Where the truth is written
        #[arg(long, default_value = "truth.csv")]
        truth: PathBuf,
        /// Write the reports as a force's export (crime or person) instead of taking them in
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// Which form of export
        #[arg(long, default_value = "crime", value_parser = ["crime", "person"])]
        form: String,
    },
    /// Print the command reference (docs/cli.md)
    #[command(hide = true)]
    Reference,
    /// Measure the worklist and searches at a size
    #[command(hide = true)]
    Bench {
        /// Open cases
        #[arg(long, default_value_t = 100_000)]
        cases: usize,
        /// Measurements
        #[arg(long, default_value_t = 50)]
        runs: usize,
    },
}

/// A backup, and what it must hold.
#[derive(Args, Debug)]
pub struct RestoreArguments {
    /// The file that `holdfast backup` made
    pub file: PathBuf,
    /// The latest checkpoint that somebody kept: a copy that ends before it is refused
    #[arg(long, value_name = "FILE", required_unless_present = "no_checkpoint")]
    pub against: Option<PathBuf>,
    /// Nobody kept a checkpoint: what the copy may lack cannot be told
    #[arg(long, conflicts_with = "against")]
    pub no_checkpoint: bool,
    /// The public key of the checkpoint, as a file, where the ledger's key file is not here
    #[arg(long, value_name = "FILE", requires = "against")]
    pub key: Option<PathBuf>,
    /// Put an older copy back all the same; the ledger says for ever how much was lost
    #[arg(long, requires = "against")]
    pub accept_loss: bool,
}

/// A report as somebody tells it.
#[derive(Args, Debug)]
pub struct ReportArguments {
    /// The force's reference
    pub reference: String,
    /// When it was done: '2026-06-03 14:30' (London time) or 'now'
    #[arg(long, default_value = "now")]
    pub occurred: String,
    /// How exactly that is known: exact, day, month or approximate
    #[arg(long, default_value = "approximate")]
    pub precision: String,
    /// The code of what was done, such as A2
    #[arg(long)]
    pub behaviour: Option<String>,
    /// How the two stand to each other, such as stranger or ex_intimate
    #[arg(long, default_value = "unknown")]
    pub relationship: String,
    /// A person at risk, as 'forename=…,surname=…,born=2026-12-31,phone=…'; once for each
    #[arg(long = "at-risk", required = true, value_name = "PARTICULARS")]
    pub at_risk: Vec<String>,
    /// The subject, likewise; leave it out where nothing is known
    #[arg(long, value_name = "PARTICULARS")]
    pub subject: Vec<String>,
    /// Who reports it for another, likewise
    #[arg(long, value_name = "PARTICULARS")]
    pub reporter: Vec<String>,
    /// The team that is to have it
    #[arg(long, default_value = "")]
    pub team: String,
    /// What was said
    #[arg(long, default_value = "")]
    pub words: String,
}

/// Which cases go where.
#[derive(Args, Debug)]
pub struct AllocateArguments {
    /// The case references
    #[arg(value_name = "REFERENCE")]
    pub references: Vec<String>,
    /// Instead of references: all cases of this team on the list
    #[arg(long, value_name = "TEAM", conflicts_with = "references")]
    pub of_team: Option<String>,
    /// Of those, only the cases that no officer has
    #[arg(long, requires = "of_team")]
    pub without_officer: bool,
    /// The officer, by the name that they sign in with
    #[arg(long)]
    pub officer: Option<String>,
    /// The team
    #[arg(long)]
    pub team: Option<String>,
    /// Why
    #[arg(long)]
    pub reasons: String,
}

/// What a worklist is narrowed to.
#[derive(Args, Debug)]
pub struct WorklistArguments {
    /// Only your own cases
    #[arg(long, conflicts_with = "team")]
    pub mine: bool,
    /// Only cases of this team
    #[arg(long)]
    pub team: Option<String>,
    /// Only this relationship, such as stranger or ex_intimate
    #[arg(long)]
    pub kind: Option<String>,
    /// Only this grade of risk
    #[arg(long)]
    pub risk: Option<String>,
    /// Only cases with a duty that is late
    #[arg(long)]
    pub overdue: bool,
    /// Rows, 200 at most
    #[arg(long, default_value_t = 25)]
    pub limit: u32,
    /// Go on after this place, which the page before printed
    #[arg(long, allow_hyphen_values = true)]
    pub after: Option<String>,
}

/// What to set up.
#[derive(Args, Debug)]
pub struct InitArguments {
    /// The force's code, such as E23000036
    #[arg(long)]
    pub force: String,
    /// The force's name
    #[arg(long)]
    pub force_name: String,
    /// Whom another force calls
    #[arg(long)]
    pub contact: String,
    /// The administrator's name to sign in with
    #[arg(long)]
    pub administrator: String,
    /// Read the password from standard input instead of asking
    #[arg(long)]
    pub password_stdin: bool,
}

/// Links.
#[derive(Subcommand, Debug)]
pub enum LinksCommand {
    /// Pairs that wait for a person, with the arithmetic
    Waiting {
        /// How many
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// Say that two mentions are the same person
    Same {
        /// The link's id
        id: String,
        /// Why, where this overrules what another person said; both read it on the case
        #[arg(long, value_name = "WHY")]
        overruling: Option<String>,
    },
    /// Say that they are not: it is remembered and never asked again
    NotSame {
        /// The link's id
        id: String,
        /// Why, where this overrules what another person said; both read it on the case
        #[arg(long, value_name = "WHY")]
        overruling: Option<String>,
    },
    /// Say that you looked and cannot tell: the pair goes on waiting, and who looks next reads so
    CannotTell {
        /// The link's id
        id: String,
    },
    /// Take an earlier opinion back
    Undo {
        /// The link's id
        id: String,
        /// Why, where it is another person's; both read it on the case
        #[arg(long, value_name = "WHY")]
        overruling: Option<String>,
    },
    /// Write which person and series every report belongs to, by reference, without names
    Export,
}

/// Notices.
#[derive(Subcommand, Debug)]
pub enum NoticesCommand {
    /// Say that you have read notices, by their ids; the duty stays to be done
    Ack {
        /// The ids
        #[arg(required = true)]
        ids: Vec<String>,
    },
}

/// Clocks.
#[derive(Subcommand, Debug)]
pub enum ClocksCommand {
    /// All clocks: code, duty, law or policy, duration, authority
    List,
    /// Work a deadline out: served on Monday, until when?
    Read {
        /// The clock's code, such as CK-01
        code: Option<String>,
        /// What started it: a day or a time
        #[arg(long)]
        trigger: Option<String>,
        /// A fact that matters: grade=high, entitlement=standard, shift-end="2026-06-01 22:00", every=7
        #[arg(long = "fact")]
        facts: Vec<String>,
        /// A CSV file with the columns code, trigger and facts (parted by ';') for many at once
        #[arg(long, value_name = "FILE", conflicts_with_all = ["code", "trigger", "facts"])]
        batch: Option<PathBuf>,
        /// Read as your force has set its clocks, with bank holidays entered later (needs sign-in)
        #[arg(long)]
        as_set: bool,
    },
    /// What your force has set: times, to whom a miss goes, which policy clocks run, from when; or set some of it
    Settings {
        /// What to set, such as PD-02.time=12 PD-02.to=inspector PD-17.runs=no PD-03.above=12 (keys: time, high, enhanced, to, runs; hours of the stages: remind, rank, above)
        changes: Vec<String>,
        /// The first day of those triggers to which it applies; tomorrow at the earliest
        #[arg(long)]
        from: Option<String>,
        /// A TOML file: from = "2027-01-01", then a table for each clock ([PD-02] time = 12)
        #[arg(long, value_name = "FILE", conflicts_with_all = ["changes", "from"])]
        file: Option<PathBuf>,
    },
    /// Bank holidays declared or moved after the list was made; open deadlines move with them
    Holiday {
        /// add, remove or list
        #[arg(value_parser = ["add", "remove", "list"])]
        act: String,
        /// The day
        #[arg(required_if_eq_any = [("act", "add"), ("act", "remove")])]
        day: Option<String>,
        /// What it is, or why it is none any more
        #[arg(long, required_if_eq_any = [("act", "add"), ("act", "remove")])]
        reason: Option<String>,
    },
}

/// Figures.
#[derive(Subcommand, Debug)]
pub enum FiguresCommand {
    /// Applications for orders against recorded stalking, from the BBC's published FOI file; needs no database
    Published {
        /// The file
        file: PathBuf,
    },
}

/// The ledger.
#[derive(Subcommand, Debug)]
pub enum LedgerCommand {
    /// Print the signed head of the log; keep it somewhere else
    Checkpoint,
    /// Write the log as files that anyone can check
    Export {
        /// An empty folder
        folder: PathBuf,
    },
    /// Print the public key by which heads are checked
    Key,
}
