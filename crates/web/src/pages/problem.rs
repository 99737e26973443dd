//! Pages that say what is wrong and what to do.

use crate::cases::Failure;
use crate::components::tag::capitalised;
use crate::pages::frame::{Area, Frame, may_open, respond};
use crate::pages::visit::Visitor;
use crate::router::Site;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The status of the response.
    pub status: StatusCode,
    /// What is wrong, as a heading.
    pub heading: String,
    /// Why.
    pub why: String,
    /// What to do now.
    pub hint: String,
    /// A way on: words and address.
    pub way_on: Option<(String, String)>,
}

/// The page of a problem.
#[derive(Template)]
#[template(path = "pages/problem.html")]
pub struct ProblemPage {
    frame: Frame,
    problem: Problem,
}

impl Problem {
    fn new(status: StatusCode, heading: &str, why: &str, hint: &str) -> Self {
        let way_on = Some(("Go to the worklist".to_owned(), "/".to_owned()));
        Self { status, heading: heading.to_owned(), why: why.to_owned(), hint: hint.to_owned(), way_on }
    }
    /// Nothing is there, or nothing that the reader may know of.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "Page not found",
            "There is nothing at this address, or it is not open to you.",
            "Check the reference. If you work on this case and cannot see it, ask its supervisor to add you.",
        )
    }
    /// The address is asked in a way that it does not answer.
    pub fn wrong_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address cannot be used like that",
            "Nothing was changed.",
            "Go back and use the buttons on the page.",
        )
    }
    /// A request that would change something came from elsewhere.
    pub fn foreign() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "Nothing was changed",
            "The request did not come from a page of Holdfast.",
            "Open Holdfast yourself and try again there. If a link or another site sent you here, tell your information security team.",
        )
    }
    /// A form was older than the session or the server.
    pub fn stale_form() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "That page was too old",
            "Nothing was changed. You may have signed in again since you opened the page.",
            "Open the page again and try once more.",
        )
    }
    /// Somebody signed in with a form that somebody else had filled in, or that belongs to nobody any more.
    pub fn typed_by_another() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "Nothing was sent",
            "You are signed in. What was typed before was typed while somebody else was signed in here, or before Holdfast was started anew.",
            "If it was yours, go back to the page and write it again. Nobody else can send it in your name.",
        )
    }
    /// A filter that is not on the list.
    pub fn unknown_filter(wrong: &[&str]) -> Self {
        Self {
            way_on: Some(("Show the worklist without filters".to_owned(), "/".to_owned())),
            ..Self::new(
                StatusCode::BAD_REQUEST,
                "The filter was not understood",
                &format!("Holdfast does not know the value given for: {}.", wrong.join(", ")),
                "No case is hidden by this. Choose the filter on the worklist.",
            )
        }
    }
    /// Somebody signs in whose role has no page: not a refusal, since they asked for nothing.
    pub fn no_page() -> Self {
        Self::new(
            StatusCode::OK,
            "Your work is not in the browser yet",
            "You are signed in. Your role opens no cases and no imports, so there is no page for it.",
            "Use the command: an auditor checks the ledger with holdfast verify and holdfast ledger; holdfast --help lists what there is.",
        )
    }
    /// This is what the pages say to a failure.
    pub fn of(failure: Failure) -> Self {
        match failure {
            Failure::NotFound => Self::not_found(),
            Failure::Refused { why, hint, lines: _ } => {
                Self::new(StatusCode::FORBIDDEN, "Not allowed", &sentence(&why), &sentence(&hint))
            }
            Failure::Invalid(wrong) => {
                let why: Vec<String> = wrong.into_iter().map(|(field, words)| format!("{field} {words}")).collect();
                Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "That was not understood",
                    &sentence(&why.join("; ")),
                    "Correct this and try again. Nothing was changed.",
                )
            }
            Failure::Changed => Self::new(
                StatusCode::CONFLICT,
                "Somebody worked on this since you opened it",
                "Nothing was changed.",
                "Open it again, read what was done, and do it again if it still applies.",
            ),
            Failure::SignInWrong => Self {
                way_on: Some(("Sign in".to_owned(), "/sign-in".to_owned())),
                ..Self::new(StatusCode::FORBIDDEN, "You are signed out", "Your session has ended.", "Sign in again.")
            },
            Failure::MustChangePassword => Self {
                way_on: Some(("Change your password".to_owned(), "/password".to_owned())),
                ..Self::new(
                    StatusCode::FORBIDDEN,
                    "Change your password first",
                    "Your password was set by somebody else and is for once.",
                    "Change it, and go on.",
                )
            },
            Failure::TooManyTries => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many tries",
                "There were too many tries in a short time.",
                "Wait a few minutes, then try again.",
            ),
            Failure::Unavailable => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "Holdfast is not available",
                "The database does not answer. Nothing that was saved is lost.",
                "Try again in a minute. Until then act on what you know: do not wait for Holdfast to protect someone.",
            ),
        }
    }
    /// This is its page.
    pub fn page(mut self, site: &Site, visitor: Option<&Visitor>) -> ProblemPage {
        let may = |area| visitor.is_none_or(|visitor| may_open(&visitor.actor, site.demonstration, area));
        if !may(Area::Worklist) {
            // A link to what was refused would lead back here.
            self.way_on = may(Area::Imports).then(|| ("Go to the imports".to_owned(), "/imports".to_owned()));
        }
        ProblemPage { frame: Frame::new(site, visitor, &self.heading, Area::Elsewhere), problem: self }
    }
}

/// Refusals are worded as parts of a sentence, for terminals; a page shows them as whole ones.
fn sentence(words: &str) -> String {
    let words = capitalised(words);
    if words.ends_with(['.', '!', '?']) { words } else { format!("{words}.") }
}

impl IntoResponse for ProblemPage {
    fn into_response(self) -> Response {
        respond(self.problem.status, &self)
    }
}
