//! One's own password: the old one and the new one twice, and all that is wrong with them together.

use crate::cases::Failure;
use crate::components::button::{Button, ButtonStyle};
use crate::components::error_summary::ErrorSummary;
use crate::components::input::{Input, InputKind};
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::visit::{Visitor, off_thread};
use crate::router::Site;
use crate::security::cookies::{CookieKind, read};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use casework::house::passwords::PASSWORD_CHARS_MIN;
use serde::Deserialize;
use std::sync::Arc;

/// The page for one's own password.
#[derive(Template)]
#[template(path = "pages/password.html")]
pub struct PasswordPage {
    frame: Frame,
    heading: String,
    errors: Option<ErrorSummary>,
    notice: Option<String>,
    form: Option<PasswordFields>,
    least: usize,
}

struct PasswordFields {
    token: String,
    old: Input,
    new: Input,
    again: Input,
    button: Button,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
    #[serde(default)]
    token: String,
}

/// How the page stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PasswordState {
    /// It was opened.
    Open,
    /// It was opened since the password is for once.
    ForOnce,
    /// What is wrong, field by field.
    Wrong(Vec<(PasswordField, String)>),
    /// The password is changed.
    Changed,
}

/// A field of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PasswordField {
    /// The old password.
    Old,
    /// The new one.
    New,
    /// The new one again.
    Again,
}

impl PasswordField {
    const fn name(self) -> &'static str {
        match self {
            PasswordField::Old => "old",
            PasswordField::New => "new",
            PasswordField::Again => "again",
        }
    }
    const fn label(self) -> &'static str {
        match self {
            PasswordField::Old => "Old password",
            PasswordField::New => "New password",
            PasswordField::Again => "New password again",
        }
    }
    const fn autocomplete(self) -> &'static str {
        match self {
            PasswordField::Old => "current-password",
            PasswordField::New | PasswordField::Again => "new-password",
        }
    }
}

impl PasswordPage {
    /// This is the page in a state. Who must change their password first has no navigation: nothing else is open to them.
    pub fn new(site: &Site, visitor: Option<&Visitor>, token: String, state: &PasswordState) -> Self {
        let wrong: &[(PasswordField, String)] = match state {
            PasswordState::Wrong(wrong) => wrong,
            PasswordState::Open | PasswordState::ForOnce | PasswordState::Changed => &[],
        };
        let field = |field: PasswordField| Input {
            hint: None,
            name: field.name().to_owned(),
            label: field.label().to_owned(),
            kind: InputKind::Password,
            value: String::new(),
            autocomplete: field.autocomplete().to_owned(),
            error: wrong.iter().find(|(of, _)| *of == field).map(|(_, text)| text.clone()),
        };
        let problems: Vec<(String, Option<String>)> =
            wrong.iter().map(|(of, text)| (text.clone(), Some(of.name().to_owned()))).collect();
        let heading =
            if *state == PasswordState::Changed { "Your password is changed" } else { "Change your password" };
        let title = if problems.is_empty() { heading.to_owned() } else { format!("Error: {heading}") };
        let notice = match state {
            PasswordState::ForOnce => Some("Your password was set by somebody else. Choose one that only you know."),
            PasswordState::Changed => Some("Your other sessions have ended."),
            PasswordState::Open | PasswordState::Wrong(_) => None,
        };
        Self {
            frame: Frame::new(site, visitor, &title, Area::Elsewhere),
            heading: heading.to_owned(),
            errors: (!problems.is_empty()).then(|| ErrorSummary { title: "There is a problem".to_owned(), problems }),
            notice: notice.map(str::to_owned),
            form: (*state != PasswordState::Changed).then(|| PasswordFields {
                token,
                old: field(PasswordField::Old),
                new: field(PasswordField::New),
                again: field(PasswordField::Again),
                button: Button { text: "Change password".to_owned(), style: ButtonStyle::Primary },
            }),
            least: PASSWORD_CHARS_MIN,
        }
    }
}

/// What is wrong with what was sent, before anyone is asked.
fn problems(sent: &PasswordForm) -> Vec<(PasswordField, String)> {
    let mut wrong = Vec::new();
    if sent.old.is_empty() {
        wrong.push((PasswordField::Old, "Enter your old password".to_owned()));
    }
    if sent.new.chars().count() < PASSWORD_CHARS_MIN {
        wrong.push((PasswordField::New, format!("Enter a new password of at least {PASSWORD_CHARS_MIN} characters")));
    } else if sent.new == sent.old {
        wrong.push((PasswordField::New, "Enter a password that is not the old one".to_owned()));
    } else if sent.new != sent.again {
        wrong.push((PasswordField::Again, "Enter the same new password again".to_owned()));
    }
    wrong
}

/// Whose page this is: the visitor, or nobody where the password must be changed first.
async fn visitor(site: &Arc<Site>, session: String) -> Result<Option<Visitor>, Response> {
    let (cases, asked) = (Arc::clone(&site.cases), session.clone());
    match off_thread(move || cases.actor(&asked)).await {
        Ok(actor) => {
            let form_token = site.form_key.signed(&session, actor.account);
            Ok(Some(Visitor { actor, form_token }))
        }
        Err(Failure::MustChangePassword) => Ok(None),
        Err(Failure::SignInWrong) => Err(Redirect::to("/sign-in").into_response()),
        Err(failure) => Err(Problem::of(failure).page(site, None).into_response()),
    }
}

/// This shows the form.
pub async fn open(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let Some(session) = read(&headers, CookieKind::Session) else {
        return Redirect::to("/sign-in").into_response();
    };
    let token = site.form_key.token(&session);
    match visitor(&site, session).await {
        Ok(visitor) => {
            let state = if visitor.is_some() { PasswordState::Open } else { PasswordState::ForOnce };
            respond(StatusCode::OK, &PasswordPage::new(&site, visitor.as_ref(), token, &state))
        }
        Err(response) => response,
    }
}

/// This changes the password.
pub async fn submit(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    sent: Result<Form<PasswordForm>, FormRejection>,
) -> Response {
    let Some(session) = read(&headers, CookieKind::Session) else {
        return Redirect::to("/sign-in").into_response();
    };
    let token = site.form_key.token(&session);
    let whose = match visitor(&site, session.clone()).await {
        Ok(whose) => whose,
        Err(response) => return response,
    };
    let Ok(Form(sent)) = sent else {
        return Problem::stale_form().page(&site, whose.as_ref()).into_response();
    };
    if !site.form_key.accepts(&session, &sent.token) {
        return Problem::stale_form().page(&site, whose.as_ref()).into_response();
    }
    let again = |wrong| {
        let page = PasswordPage::new(&site, whose.as_ref(), token.clone(), &PasswordState::Wrong(wrong));
        respond(StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    let wrong = problems(&sent);
    if !wrong.is_empty() {
        return again(wrong);
    }
    let cases = Arc::clone(&site.cases);
    let asked = session.clone();
    match off_thread(move || cases.change_password(&asked, &sent.old, &sent.new)).await {
        Ok(()) => match visitor(&site, session).await {
            Ok(visitor) => respond(
                StatusCode::OK,
                &PasswordPage::new(&site, visitor.as_ref(), token.clone(), &PasswordState::Changed),
            ),
            Err(response) => response,
        },
        Err(Failure::Refused { .. }) => {
            again(vec![(PasswordField::Old, "The old password is wrong. Check it and try again".to_owned())])
        }
        Err(failure) => Problem::of(failure).page(&site, whose.as_ref()).into_response(),
    }
}
