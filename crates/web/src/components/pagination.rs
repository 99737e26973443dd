//! Pagination by keyset: there is a next page and a first one, and no number of pages that would be stale.

use askama::Template;

/// The way through a long list.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    /// The first page, unless this is it.
    pub first: Option<String>,
    /// The next page, where there is one.
    pub next: Option<String>,
}

impl Pagination {
    /// Whether there is anywhere to go.
    pub fn is_needed(&self) -> bool {
        self.first.is_some() || self.next.is_some()
    }
}
