//! Summary list: labels and values, one below the other.

use askama::Template;

/// Labels and values.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/summary_list.html")]
pub struct SummaryList {
    /// The pairs, in order.
    pub rows: Vec<(String, String)>,
}
