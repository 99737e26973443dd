//! Details: what only some readers need, folded away. It needs no script.

use crate::components::table::Table;
use askama::Template;

/// A folded part of a page.
#[derive(Clone, PartialEq, Debug, Template)]
#[template(path = "components/details.html")]
pub struct Details {
    /// What stands on the fold.
    pub summary: String,
    /// What is folded away.
    pub body: DetailsBody,
}

/// What is folded away.
#[derive(Clone, PartialEq, Debug)]
pub enum DetailsBody {
    /// A text.
    Text(String),
    /// Steps, one below the other.
    Lines(Vec<String>),
    /// A table.
    Table(Box<Table>),
}
