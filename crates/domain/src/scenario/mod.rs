//! Scenarios: stories in Markdown that a supervisor can read and write, played through the rules of casework.
//!
//! A scenario states the day of the law under which it is played, tells dated happenings, and says what is expected.
//! It drives the same functions as casework does. `docs/scenarios.md` is the format as a writer needs it.
//!
//! Reading order: `vocabulary` (what can happen), `expectation` (what can be expected), `text` (the Markdown), `read`
//! (a text to a scenario), `play` (a scenario to a story with its readings), `check`, `print`.

mod around;
mod check;
mod describe;
mod expectation;
mod happening;
mod inquire;
mod lists;
mod near;
mod perform;
mod play;
mod print;
mod read;
mod refusals;
mod slots;
mod text;
mod told;
mod vocabulary;
mod when;
mod who;
mod words;

pub use describe::vocabulary as describe_vocabulary;
pub use expectation::{Expectation, Expected};
pub use happening::{Happening, deed_of};
pub use play::{Checked, Line, Played, What, play};
pub use print::{COLUMNS, as_text, csv_rows};
pub use refusals::REFUSALS;
pub use told::StageTold;
pub use vocabulary::{Deed, HAPPENINGS, Phrase};

use crate::catalogue::Relationship;
use crate::law::Law;
use crate::time::{Day, Moment};

/// What is wrong with a line, and the nearest that would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The number of the line.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What would do.
    pub instead: String,
}
impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}; nearest that would do: {}", self.line, self.what, self.instead)
    }
}

/// A scenario that was understood.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenario {
    /// Its title.
    pub title: String,
    /// The law under which it is played.
    pub law: Law,
    /// How the person at risk and the subject stand to each other.
    pub relationship: Relationship,
    /// Whether the subject is known from the start.
    pub subject_known: bool,
    /// No duty starts before this day.
    pub go_live: Option<Day>,
    /// The persons at risk; each has a case of their own.
    pub persons: Vec<String>,
    /// Who takes part, in the writer's words.
    pub people: Vec<String>,
    /// Where the facts are from.
    pub sources: Vec<String>,
    /// What the writer tells the reader.
    pub story: Vec<String>,
    /// What happens and what is expected, in the order of time.
    pub steps: Vec<Step>,
}

/// One line of a scenario.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// The number of its line.
    pub line: usize,
    /// When.
    pub at: Moment,
    /// For which persons at risk, by their place.
    pub persons: Vec<usize>,
    /// As it was written, without its day.
    pub text: String,
    /// What it says.
    pub says: Says,
}

/// What a line says.
#[derive(Clone, PartialEq, Debug)]
pub enum Says {
    /// Something happened.
    Happened(Box<Happening>),
    /// Something is expected.
    Expected(Vec<Expected>),
}

impl Scenario {
    /// This reads a scenario. Every line that cannot be understood is named, with what would do; nothing is passed over.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        read::scenario(text)
    }
}
