//! Tag: a word or two that stands out, with a colour that only repeats what the words say.

use askama::Template;
use casework::views::FlagTag;
use domain::catalogue::{Grade, Severity};

/// A tag.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/tag.html")]
pub struct Tag {
    /// What it says.
    pub text: String,
    /// How loud it is.
    pub tone: Tone,
}

/// How loud a tag or a row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// As govuk-frontend colours it when nothing is said.
    Plain,
    /// Of no concern.
    Quiet,
    /// Done, met, in force.
    Good,
    /// To be looked at.
    Notice,
    /// Serious.
    Warning,
    /// Act now.
    Danger,
}

impl Tone {
    /// The class that a tag carries beside its own.
    pub const fn class(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Quiet => " govuk-tag--grey",
            Tone::Good => " govuk-tag--green",
            Tone::Notice => " govuk-tag--yellow",
            Tone::Warning => " govuk-tag--orange",
            Tone::Danger => " govuk-tag--red holdfast-tag--danger",
        }
    }
    /// The word in the classes of our own rows and blocks.
    pub const fn word(self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Quiet => "quiet",
            Tone::Good => "good",
            Tone::Notice => "notice",
            Tone::Warning => "warning",
            Tone::Danger => "danger",
        }
    }
}

impl Tag {
    /// This makes a tag.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
    /// This is the tag of a grade of risk, or of its absence, which is no comfort.
    pub fn grade(grade: Option<Grade>) -> Self {
        match grade {
            None => Self::new("Risk not graded", Tone::Notice),
            Some(Grade::Standard) => Self::new("Standard risk", Tone::Quiet),
            Some(Grade::Medium) => Self::new("Medium risk", Tone::Notice),
            Some(Grade::High) => Self::new("High risk", Tone::Warning),
        }
    }
    /// This is the tag of a red flag's severity.
    pub fn severity(flag: &FlagTag) -> Self {
        Self::new(format!("{} flag", capitalised(flag.severity.label())), tone_of(flag.severity))
    }
}

/// This is how loud a severity is.
pub const fn tone_of(severity: Severity) -> Tone {
    match severity {
        Severity::Medium => Tone::Notice,
        Severity::High => Tone::Warning,
        Severity::Critical => Tone::Danger,
    }
}

/// This is the text with a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
