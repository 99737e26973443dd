//! Radios and checkboxes: one of a list, or several.

use askama::Template;

/// A list to choose from.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/choices.html")]
pub struct Choices {
    /// Name, and identifier of the first item.
    pub name: String,
    /// The question.
    pub legend: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// One, or several.
    pub kind: ChoiceKind,
    /// What there is to choose.
    pub items: Vec<Choice>,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

/// How many may be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChoiceKind {
    /// One: radios, one below the other.
    One,
    /// One of few short ones: radios beside each other.
    OneInline,
    /// Any number: checkboxes.
    Several,
}

/// An item of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub text: String,
    /// What it means, where the words are not enough.
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl ChoiceKind {
    const fn block(self) -> &'static str {
        match self {
            Self::One | Self::OneInline => "govuk-radios",
            Self::Several => "govuk-checkboxes",
        }
    }
    const fn inline(self) -> &'static str {
        match self {
            Self::OneInline => " govuk-radios--inline",
            Self::One | Self::Several => "",
        }
    }
    const fn word(self) -> &'static str {
        match self {
            Self::One | Self::OneInline => "radio",
            Self::Several => "checkbox",
        }
    }
}

impl Choices {
    /// The identifier of an item, by its place in the list.
    fn id(&self, at: &usize) -> String {
        if *at == 0 { self.name.clone() } else { format!("{}-{}", self.name, at + 1) }
    }
}
