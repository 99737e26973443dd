//! Button that sends a form.

use askama::Template;

/// A button.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/button.html")]
pub struct Button {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub style: ButtonStyle,
}

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ButtonStyle {
    /// The one main thing to do.
    Primary,
    /// Something else that can be done.
    Secondary,
}

impl ButtonStyle {
    /// The class that the button carries beside its own.
    pub const fn class(self) -> &'static str {
        match self {
            ButtonStyle::Primary => "",
            ButtonStyle::Secondary => " govuk-button--secondary",
        }
    }
}
