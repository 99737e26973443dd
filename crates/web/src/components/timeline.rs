//! Timeline: what happened, in order, with who did it and when.

use askama::Template;
use casework::views::TimelineItem;

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/timeline.html")]
pub struct Timeline {
    /// The items, in the order in which they are shown.
    pub items: Vec<TimelineItem>,
}
