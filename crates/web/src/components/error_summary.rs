//! Error summary: every problem of a form together, each with a link to its field.

use askama::Template;

/// Every problem of a form.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    /// Its heading.
    pub title: String,
    /// The problems: text and, where a field is at fault, its identifier.
    pub problems: Vec<(String, Option<String>)>,
}
