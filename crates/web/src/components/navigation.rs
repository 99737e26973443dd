//! Primary navigation: the areas of the service, who is signed in, and the way out.

use askama::Template;

/// The navigation below the header.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/navigation.html")]
pub struct Navigation {
    /// The areas.
    pub items: Vec<NavigationItem>,
    /// How the reader is addressed.
    pub person: String,
    /// Their role.
    pub role: String,
    /// The token that the sign-out form carries.
    pub token: String,
}

/// An area.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NavigationItem {
    /// What it is called.
    pub text: String,
    /// Where it is.
    pub href: String,
    /// Whether this page belongs to it.
    pub active: bool,
}
