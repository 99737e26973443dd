//! The work on accounts, as an administrator or a supervisor types it.

use clap::Subcommand;
use std::path::PathBuf;

/// Accounts.
#[derive(Subcommand, Debug)]
pub enum AccountsCommand {
    /// List the accounts of your force
    List,
    /// Set a password for once: it is printed, the person changes it at the next sign-in, and their sessions end
    OneTimePassword {
        /// The name to sign in with
        name: String,
        /// Read the password from standard input instead of making one
        #[arg(long)]
        password_stdin: bool,
    },
    /// Record who is trained in a set of questions or a tool, or list what is recorded (administrators, stalking SPOC)
    Training {
        /// The name that they sign in with; without a set, only their lines are listed
        name: Option<String>,
        /// The code of a set, or a tool such as 'S-DASH 2009'
        #[arg(long, requires = "name")]
        set: Option<String>,
        /// The first day; today if it is left out
        #[arg(long, requires = "until")]
        from: Option<String>,
        /// The last day on which the training holds
        #[arg(long, requires = "set")]
        until: Option<String>,
        /// They are not trained in it
        #[arg(long, requires = "set", conflicts_with = "until")]
        never: bool,
    },
    /// Close an account: its sessions end, and its open cases and actions are its teams' at once
    Close {
        /// The name to sign in with
        name: String,
    },
    /// Open a closed account again; then set a password for once
    Reopen {
        /// The name to sign in with
        name: String,
    },
    /// Make and change accounts from a file (CSV, XLSX, XLS, ODS) with the columns name, display_name, role and, if there is one, team
    ///
    /// Every row is told what becomes of it. If one cannot be applied, none is. New accounts cannot sign in before
    /// `holdfast accounts one-time-password NAME`; an account that the file does not name is only named, not closed.
    Import {
        /// The file
        file: PathBuf,
        /// Only check it
        #[arg(long)]
        dry_run: bool,
    },
    /// Record that somebody is away, and who stands in (supervisor of the team, inspector, administrator); told again it is put right
    Absent {
        /// The name that they sign in with
        name: String,
        /// The first day; today if it is left out
        #[arg(long)]
        from: Option<String>,
        /// The last day, where it is known
        #[arg(long)]
        until: Option<String>,
        /// The officer who stands in, by the name that they sign in with; without one, the team has the cases
        #[arg(long)]
        stand_in: Option<String>,
    },
    /// Somebody is back, or does not go: their absences end, and all that is theirs is with them alone again
    Back {
        /// The name that they sign in with
        name: String,
    },
    /// List who is away or will be, and who stands in
    Absences,
    /// Hand over all open cases and actions of somebody that you may allocate (supervisor or inspector): all, or none
    HandOver {
        /// Whose
        name: String,
        /// The officer who takes them
        #[arg(long, required_unless_present = "team", conflicts_with = "team")]
        to: Option<String>,
        /// The team that takes them, whose supervisor names an officer
        #[arg(long)]
        team: Option<String>,
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Make an account; its password is for once, and the person changes it at the first sign-in
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
