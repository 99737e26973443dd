//! Text area: words of any length.

use askama::Template;

/// A field for words.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/textarea.html")]
pub struct TextArea {
    /// Name and identifier.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// What stands in it.
    pub value: String,
    /// How many lines are seen at once.
    pub rows: u32,
    /// What is wrong with it.
    pub error: Option<String>,
}
