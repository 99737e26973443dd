//! Errors as people read them, once, with what to do, and the exit code that goes with each.

use casework::{Failure, Problem};
use std::process::ExitCode;

/// Something that ends a command.
#[derive(Debug)]
pub enum Trouble {
    /// A use case did not happen.
    Failed(Failure),
    /// What was typed for a field cannot be read.
    Typed(Problem),
    /// The command was used wrongly.
    Usage(String),
    /// Something that is not done without a person's word.
    Refused {
        /// Why.
        why: String,
        /// What to do.
        hint: String,
    },
    /// Verification found something.
    Found(usize),
    /// A scenario did not come out as expected.
    Unmet(usize),
    /// Duties are not being watched.
    NotWatched(String),
    /// The machine: a file that cannot be read, an address in use.
    Machine(String),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Trouble {
    /// This says that a file cannot be used.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::Machine(format!("{}: {}", path.display(), error.kind()))
    }

    /// Exit codes, as `docs/cli.md` lists them.
    fn code(&self) -> u8 {
        match self {
            Self::Refused { .. } => 1,
            Self::Usage(_) | Self::Typed(_) => 2,
            Self::Found(_) | Self::Unmet(_) => 5,
            Self::Machine(_) => 6,
            Self::NotWatched(_) => 7,
            Self::Failed(failure) => match failure {
                Failure::Refused(refusal) if refusal.hidden => 3,
                Failure::Refused(_) => 1,
                Failure::NotFound(_) => 3,
                Failure::Invalid(_) => 2,
                Failure::SignInWrong | Failure::TooManyTries | Failure::NotSignedIn | Failure::MustChangePassword => 4,
                Failure::Store(_) => 6,
            },
        }
    }

    /// This prints what is wrong and what to do.
    pub fn report(&self) -> ExitCode {
        match self {
            Self::Usage(why) | Self::Machine(why) | Self::NotWatched(why) => eprintln!("holdfast: {why}"),
            Self::Refused { why, hint } => {
                eprintln!("refused: {why}");
                eprintln!("what to do: {hint}");
            }
            Self::Found(count) => {
                eprintln!("holdfast: {count} findings; keep the database as it is and tell whoever oversees it")
            }
            Self::Unmet(count) => eprintln!(
                "holdfast: {count} not met; what was read instead stands above: correct the scenario, or the rules"
            ),
            Self::Failed(Failure::Refused(refusal)) if refusal.hidden => {
                eprintln!("holdfast: {}", Failure::NotFound("case"));
            }
            Self::Failed(Failure::Refused(refusal)) => {
                eprintln!("refused: {}", refusal.why);
                for line in &refusal.lines {
                    eprintln!("  {line}");
                }
                eprintln!("what to do: {}", refusal.hint);
            }
            Self::Typed(problem) => tell(std::slice::from_ref(problem)),
            Self::Failed(Failure::Invalid(problems)) => tell(problems),
            Self::Failed(failure) => {
                eprintln!("holdfast: {failure}");
                eprintln!("what to do: {}", failure.hint());
            }
        }
        ExitCode::from(self.code())
    }
}

fn tell(problems: &[Problem]) {
    for problem in problems {
        eprintln!("holdfast: {}: {}", problem.field, problem.words);
    }
    eprintln!("what to do: correct this and try again; nothing was changed");
}
