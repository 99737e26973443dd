//! The commands as a caseworker reads them.

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
3 no such thing, or you may not see it; 4 not signed in; 5 verification found something; 6 the database or a file cannot be used.";

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
    /// Say who you are signed in as
    WhoAmI,
    /// See who is at risk without a served order: danger and lateness first
    Worklist(WorklistArguments),
    /// Read one case: timeline, people, why reports were linked, risk, decision, clocks, flags, protection
    Case {
        /// The case reference, such as HF-7K3-Q9Z-2PT
        reference: String,
    },
    /// Record what was done on a case
    On {
        /// The case reference
        reference: String,
        /// What was done
        #[command(subcommand)]
        act: ActCommand,
    },
    /// Links between reports: what waits for a person, and what a person says
    Links {
        /// What to do
        #[command(subcommand)]
        act: LinksCommand,
    },
    /// Tasks of your stalking unit, such as calling another force
    Tasks,
    /// Import a file of reports
    Import {
        /// The file: CSV in UTF-8
        file: PathBuf,
        /// The map that says which column is what
        #[arg(long)]
        map: PathBuf,
        /// The force's go-live, at its first import: the day from which its duties run (YYYY-MM-DD)
        #[arg(long)]
        go_live: Option<String>,
    },
    /// See what imports did, or one of them with its held rows
    Imports {
        /// The import's id
        id: Option<String>,
    },
    /// Clocks: the duties and their deadlines
    Clocks {
        /// What to do
        #[command(subcommand)]
        act: ClocksCommand,
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
    /// Set up an empty installation: its first force and its first administrator
    Init(InitArguments),
    /// Look at every case whose time has come (the server does so by itself)
    Tick,
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
    /// Measure the worklist at a size
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
    #[arg(long)]
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

/// What was done on a case. Times are London time (2026-06-03 14:30), RFC 3339, or 'now'; days are 2026-06-03.
#[derive(Subcommand, Debug)]
pub enum ActCommand {
    /// Give the case to an officer and a team
    Allocate {
        /// The officer, by the name that they sign in with
        #[arg(long)]
        officer: Option<String>,
        /// The team
        #[arg(long)]
        team: Option<String>,
    },
    /// Record a further act of the subject
    Act {
        /// A code of the behaviour list, such as A1 or O4
        #[arg(long)]
        behaviour: Option<String>,
        /// When it was done
        #[arg(long, default_value = "now")]
        at: String,
        /// exact, day, month or approximate
        #[arg(long, default_value = "exact")]
        precision: String,
        /// What was said, in the reporter's words
        #[arg(long, default_value = "")]
        words: String,
    },
    /// Attach another report of the force to this case; it leaves the case that it was on
    Attach {
        /// The force's reference of the report
        report: String,
    },
    /// Say that the new acts have been looked at
    ReviewActs,
    /// Say who the subject is, or what has become known of them
    Identify {
        /// Forename
        #[arg(long, default_value = "")]
        forename: String,
        /// Surname
        #[arg(long, default_value = "")]
        surname: String,
        /// Date of birth
        #[arg(long, default_value = "")]
        born: String,
        /// Phone number
        #[arg(long, default_value = "")]
        phone: String,
        /// Handle of an online account
        #[arg(long, default_value = "")]
        handle: String,
        /// Vehicle mark
        #[arg(long, default_value = "")]
        vehicle: String,
        /// Postcode
        #[arg(long, default_value = "")]
        postcode: String,
    },
    /// Record a risk screen: grade, dangers, FOUR, and why
    Screen {
        /// standard, medium or high
        #[arg(long)]
        grade: String,
        /// Dangers found, such as very_frightened,threats
        #[arg(long, value_delimiter = ',')]
        factors: Vec<String>,
        /// FOUR: fixated, each yes, no or not_known
        #[arg(long, default_value = "not_known")]
        fixated: String,
        /// Obsessive
        #[arg(long, default_value = "not_known")]
        obsessive: String,
        /// Unwanted
        #[arg(long, default_value = "not_known")]
        unwanted: String,
        /// Repeated
        #[arg(long, default_value = "not_known")]
        repeated: String,
        /// Why this grade
        #[arg(long)]
        reasons: String,
        /// The tool and its version
        #[arg(long, default_value = "neutral question set 1")]
        tool: String,
        /// The second officer, where this lowers the grade
        #[arg(long)]
        second_officer: Option<String>,
    },
    /// Review the latest risk screen
    ReviewRisk {
        /// The grade that you set: the same or higher
        #[arg(long)]
        grade: String,
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Begin to consider protection
    Consider,
    /// Record the protection decision: worksheet, outcome, narrative
    Decide(DecideArguments),
    /// Countersign the decision (stalking SPOC)
    Countersign,
    /// Send the decision back (stalking SPOC)
    Return {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Record a measure: order, interim_order, other_order, bail or custody
    Protect {
        /// What it is
        kind: String,
        /// From which day
        #[arg(long)]
        from: String,
        /// Its last day
        #[arg(long)]
        until: Option<String>,
        /// When it was served (orders)
        #[arg(long)]
        served_at: Option<String>,
        /// It replaces an interim order
        #[arg(long)]
        replaces_interim: bool,
        /// import, court, officer or custody_record
        #[arg(long, default_value = "officer")]
        source: String,
    },
    /// Record that an order was served
    Served {
        /// The measure's id, as the case shows it
        protection: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record that a measure has ended
    Ended {
        /// The measure's id, as the case shows it
        protection: String,
        /// Its last day
        #[arg(long)]
        on: String,
    },
    /// Record a step of an application: applied, granted or refused
    Application {
        /// The step
        step: String,
        /// The day
        #[arg(long)]
        on: String,
    },
    /// Record that police stepped in: words_of_advice, arrest, bail …
    Intervene {
        /// How
        kind: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record a referral to a support service
    Refer {
        /// When
        #[arg(long, default_value = "now")]
        at: String,
        /// It was offered and declined
        #[arg(long)]
        declined: bool,
    },
    /// Record that the subject gave notification (s. 9)
    Notified {
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record that the person at risk was consulted and told, by the agreed channel
    Consult {
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Write a note
    Note {
        /// Its words
        words: String,
    },
    /// Review the case
    Review {
        /// Findings
        #[arg(long)]
        findings: String,
    },
    /// Raise an action for someone
    RaiseAction {
        /// Whose, by the name that they sign in with
        #[arg(long)]
        owner: String,
        /// By which day
        #[arg(long)]
        due: String,
        /// What is to be done
        #[arg(long)]
        words: String,
    },
    /// Close an action that is not your own
    CloseAction {
        /// The action's id
        action: String,
        /// What came of it
        #[arg(long)]
        words: String,
    },
    /// Propose to close the case
    ProposeClosure {
        /// Why
        #[arg(long)]
        reasons: String,
        /// What happens for the person at risk afterwards
        #[arg(long)]
        exit_plan: String,
        /// group_1, group_2 or group_3
        #[arg(long)]
        retention: String,
    },
    /// Approve a proposed closure (senior reviewer)
    ApproveClosure {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Refuse a proposed closure (senior reviewer)
    RejectClosure {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Answer a red flag (not the officer in the case)
    AnswerFlag {
        /// The flag's id, as the case shows it, or its code
        flag: String,
        /// The written disposal
        #[arg(long)]
        words: String,
    },
    /// Declare that someone has a connection to a person in this case: they are kept away from it
    Connected {
        /// The account, by the name that it signs in with
        account: String,
    },
}

/// The protection decision.
#[derive(Args, Debug)]
pub struct DecideArguments {
    /// apply, do-not-apply, defer or superseded
    pub outcome: String,
    /// s. 1(1)(a): acts associated with stalking: yes, no or not_known
    #[arg(long, default_value = "not_known")]
    pub acts: String,
    /// s. 1(1)(b): a risk associated with stalking
    #[arg(long, default_value = "not_known")]
    pub risk: String,
    /// s. 1(1)(c): the order is necessary
    #[arg(long, default_value = "not_known")]
    pub necessity: String,
    /// s. 1(3): resides, in_area, intends_to_come or no_territorial_test
    #[arg(long)]
    pub ground: Option<String>,
    /// Seek an interim order as well
    #[arg(long)]
    pub interim: bool,
    /// Reasons not to apply, such as acts_not_made,evidence_insufficient
    #[arg(long, value_delimiter = ',')]
    pub reasons: Vec<String>,
    /// When it is looked at again (do-not-apply, 28 days at most), or the last day of waiting or of the measure
    #[arg(long)]
    pub until: Option<String>,
    /// The person at risk has been informed
    #[arg(long)]
    pub informed: bool,
    /// The measure that protects instead (superseded): its id
    #[arg(long)]
    pub protection: Option<String>,
    /// Narrative
    #[arg(long)]
    pub words: String,
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
    },
    /// Say that they are not: it is remembered and never asked again
    NotSame {
        /// The link's id
        id: String,
    },
    /// Take an earlier opinion back
    Undo {
        /// The link's id
        id: String,
    },
    /// Write which person and series every report belongs to, by reference, without names
    Export,
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
        /// A fact that matters, such as grade=high
        #[arg(long = "fact")]
        facts: Vec<String>,
        /// A CSV file with the columns code, trigger and facts (parted by ';') for many at once
        #[arg(long, value_name = "FILE", conflicts_with_all = ["code", "trigger", "facts"])]
        batch: Option<PathBuf>,
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

/// Accounts.
#[derive(Subcommand, Debug)]
pub enum AccountsCommand {
    /// List the accounts of your force
    List,
    /// Make an account
    Create {
        /// The name to sign in with
        name: String,
        /// How they are addressed
        #[arg(long)]
        display_name: String,
        /// Their role, such as officer, spoc, supervisor, inspector
        #[arg(long)]
        role: String,
        /// Their team
        #[arg(long, default_value = "")]
        team: String,
        /// Read the password from standard input instead of asking
        #[arg(long)]
        password_stdin: bool,
    },
}
