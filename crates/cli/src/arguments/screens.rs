//! The commands on risk screens: sets of questions, and the share of screens by trained staff.

use clap::Subcommand;
use std::path::PathBuf;

/// Risk screens.
#[derive(Subcommand, Debug)]
pub enum ScreensCommand {
    /// List the force's sets of questions, and those that ship with Holdfast
    List,
    /// Show a set with its questions and what each can be answered with
    Show {
        /// Its code, such as neutral
        code: String,
        /// Which version; the last one adopted if it is left out
        #[arg(long)]
        version: Option<u32>,
    },
    /// Check a file that holds a set of questions (docs/screens.md); needs no database
    Check {
        /// The file
        file: PathBuf,
    },
    /// Adopt a set of questions for your force: a version is never changed afterwards (stalking SPOC, inspector)
    Adopt {
        /// The file, or the code of a set that ships with Holdfast
        file: String,
        /// The first day on which it is asked
        #[arg(long)]
        from: String,
    },
    /// Count the screens that trained staff made, of those whose training is known, in all and by team
    Share {
        /// The first day; 90 days before the last if it is left out
        #[arg(long)]
        from: Option<String>,
        /// The last day; today if it is left out
        #[arg(long)]
        to: Option<String>,
    },
}
