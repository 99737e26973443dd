//! Generic header: the name of the service, without crown, logotype or colours that belong to others.

use askama::Template;

/// The header of every page.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/header.html")]
pub struct Header {
    /// The name of the service.
    pub name: String,
    /// Where the name leads.
    pub href: String,
}
