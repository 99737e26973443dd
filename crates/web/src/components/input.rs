//! Input: one line of text with its label, and what is wrong with it.

use askama::Template;

/// A text field.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/input.html")]
pub struct Input {
    /// Name and identifier.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// Plain text or a password.
    pub kind: InputKind,
    /// What stands in it; never a password.
    pub value: String,
    /// What browsers and password managers may fill in.
    pub autocomplete: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// What is typed into a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InputKind {
    /// Text that may be seen.
    Text,
    /// A secret.
    Password,
}

impl InputKind {
    /// The word that HTML has for it.
    pub const fn word(self) -> &'static str {
        match self {
            InputKind::Text => "text",
            InputKind::Password => "password",
        }
    }
}
