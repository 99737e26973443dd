//! Notification banner: something that is true of the page as a whole.

use askama::Template;

/// A banner.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/notification_banner.html")]
pub struct NotificationBanner {
    /// Its heading.
    pub title: String,
    /// What it says.
    pub text: String,
}
