//! Select: one of a short closed list.

use askama::Template;

/// A choice of one from a list.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/select.html")]
pub struct Select {
    /// Name and identifier.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What helps to choose.
    pub hint: Option<String>,
    /// What is wrong with the choice.
    pub error: Option<String>,
    /// Code and words of each item.
    pub items: Vec<(String, String)>,
    /// The code of the chosen one; empty for the one that means all.
    pub value: String,
}

impl Select {
    fn is_chosen(&self, code: &str) -> bool {
        self.value == code
    }
}
