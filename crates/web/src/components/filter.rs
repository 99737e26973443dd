//! Filter: a GET form that the server answers, with the chosen filters as links that take them away.

use crate::components::button::Button;
use crate::components::select::Select;
use askama::Template;

/// A filter above a list.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/filter.html")]
pub struct Filter {
    /// Where the form is sent to.
    pub action: String,
    /// The choices.
    pub selects: Vec<Select>,
    /// A yes-or-no choice.
    pub checkbox: Checkbox,
    /// The button that applies them.
    pub button: Button,
    /// Chosen filters: words, and the address without them.
    pub chosen: Vec<(String, String)>,
    /// The address without any.
    pub clear: String,
}

/// A yes-or-no choice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkbox {
    /// Name and identifier.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Whether it is ticked.
    pub checked: bool,
}
