//! Sign-in: a name and a password, and all that is wrong with them together.

use crate::cases::Failure;
use crate::components::button::{Button, ButtonStyle};
use crate::components::error_summary::ErrorSummary;
use crate::components::input::{Input, InputKind};
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::visit::off_thread;
use crate::pages::way_back::way_back;
use crate::router::Site;
use crate::security::cookies::{CookieKind, clear, read, set};
use crate::security::form_token::random_visit;
use askama::Template;
use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

/// The sign-in page.
#[derive(Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignInPage {
    frame: Frame,
    errors: Option<ErrorSummary>,
    notice: Option<String>,
    name: Input,
    password: Input,
    button: Button,
    token: String,
    to: Option<String>,
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    to: String,
}

/// What the sign-in page may be asked with.
#[derive(Default, Deserialize)]
pub struct SignInQuery {
    #[serde(default)]
    to: String,
}

/// What is wrong with what was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SignInProblem {
    /// Fields that are empty.
    Missing {
        /// Whether the name is.
        name: bool,
        /// Whether the password is.
        password: bool,
    },
    /// They do not belong together; which is wrong is not said.
    Wrong,
    /// Too many tries.
    TooMany,
    /// The form was opened too long ago, or the browser keeps no cookies.
    Stale,
    /// The session has ended: nothing is wrong, but it is said.
    Ended,
}

impl SignInPage {
    /// This is the page, with a name that was typed, what is wrong with it, and where one goes from here.
    pub fn new(site: &Site, token: String, typed: &str, problem: Option<&SignInProblem>, to: &str) -> Self {
        let (name_error, password_error, errors) = problem.map_or((None, None, vec![]), wording);
        let title = if errors.is_empty() { "Sign in" } else { "Error: Sign in" };
        let ended = problem == Some(&SignInProblem::Ended);
        Self {
            frame: Frame::new(site, None, title, Area::Elsewhere),
            errors: (!errors.is_empty())
                .then(|| ErrorSummary { title: "There is a problem".to_owned(), problems: errors }),
            notice: ended.then(|| "You were signed out. What you had saved is kept.".to_owned()),
            name: Input {
                hint: None,
                name: "name".to_owned(),
                label: "User name".to_owned(),
                kind: InputKind::Text,
                value: typed.to_owned(),
                autocomplete: "username".to_owned(),
                error: name_error,
            },
            password: Input {
                hint: None,
                name: "password".to_owned(),
                label: "Password".to_owned(),
                kind: InputKind::Password,
                value: String::new(),
                autocomplete: "current-password".to_owned(),
                error: password_error,
            },
            button: Button { text: "Sign in".to_owned(), style: ButtonStyle::Primary },
            token,
            to: way_back(to).map(str::to_owned),
        }
    }
}

type Wording = (Option<String>, Option<String>, Vec<(String, Option<String>)>);

fn wording(problem: &SignInProblem) -> Wording {
    let at = |text: &str, field: &str| (text.to_owned(), Some(field.to_owned()));
    match problem {
        SignInProblem::Missing { name, password } => {
            let name = name.then(|| "Enter your user name".to_owned());
            let password = password.then(|| "Enter your password".to_owned());
            let list = name.iter().map(|text| at(text, "name")).chain(password.iter().map(|text| at(text, "password")));
            let list = list.collect();
            (name, password, list)
        }
        SignInProblem::Wrong => {
            let text = "User name or password is wrong. Check both and try again";
            (None, Some(text.to_owned()), vec![at(text, "password")])
        }
        SignInProblem::TooMany => {
            let text = "Too many tries. Wait a few minutes, then try again; if it is urgent, ask your administrator";
            (None, None, vec![(text.to_owned(), None)])
        }
        SignInProblem::Stale => {
            let text = "This page was open for too long, or your browser did not keep its cookie. Sign in again; \
                        if this comes back, open Holdfast over https and allow its cookies";
            (None, None, vec![(text.to_owned(), None)])
        }
        SignInProblem::Ended => (None, None, vec![]),
    }
}

/// This shows the form, or leads on whoever has signed in.
pub async fn open(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    query: Result<Query<SignInQuery>, QueryRejection>,
) -> Response {
    let to = query.map(|Query(query)| query.to).unwrap_or_default();
    let Some(session) = read(&headers, CookieKind::Session) else {
        return form(&site, &headers, StatusCode::OK, "", None, &to);
    };
    let cases = Arc::clone(&site.cases);
    match off_thread(move || cases.actor(&session)).await {
        Ok(_) => Redirect::to(way_back(&to).unwrap_or("/")).into_response(),
        Err(Failure::MustChangePassword) => Redirect::to("/password").into_response(),
        Err(Failure::SignInWrong) => {
            let mut response = form(&site, &headers, StatusCode::OK, "", Some(&SignInProblem::Ended), &to);
            if let Some(cookie) = clear(&headers, CookieKind::Session) {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            response
        }
        Err(failure) => Problem::of(failure).page(&site, None).into_response(),
    }
}

/// This checks name and password and opens a session.
pub async fn submit(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    sent: Result<Form<SignInForm>, FormRejection>,
) -> Response {
    let Ok(Form(sent)) = sent else {
        return form(&site, &headers, StatusCode::BAD_REQUEST, "", Some(&SignInProblem::Stale), "");
    };
    let typed = sent.name.trim().to_owned();
    let belongs = read(&headers, CookieKind::Visit).is_some_and(|visit| site.form_key.accepts(&visit, &sent.token));
    if !belongs {
        return form(&site, &headers, StatusCode::FORBIDDEN, &typed, Some(&SignInProblem::Stale), &sent.to);
    }
    if typed.is_empty() || sent.password.is_empty() {
        let missing = SignInProblem::Missing { name: typed.is_empty(), password: sent.password.is_empty() };
        return form(&site, &headers, StatusCode::UNPROCESSABLE_ENTITY, &typed, Some(&missing), &sent.to);
    }
    let cases = Arc::clone(&site.cases);
    let (name, password) = (typed.clone(), sent.password);
    match off_thread(move || cases.sign_in(&name, &password)).await {
        Ok(session) => signed_in(&site, &headers, &session, &sent.to),
        Err(Failure::SignInWrong) => {
            form(&site, &headers, StatusCode::UNPROCESSABLE_ENTITY, &typed, Some(&SignInProblem::Wrong), &sent.to)
        }
        Err(Failure::TooManyTries) => {
            form(&site, &headers, StatusCode::TOO_MANY_REQUESTS, &typed, Some(&SignInProblem::TooMany), &sent.to)
        }
        Err(
            failure @ (Failure::NotFound
            | Failure::Refused { .. }
            | Failure::Invalid(_)
            | Failure::Changed
            | Failure::MustChangePassword
            | Failure::Unavailable),
        ) => Problem::of(failure).page(&site, None).into_response(),
    }
}

fn signed_in(site: &Site, headers: &HeaderMap, session: &str, to: &str) -> Response {
    let Some(cookie) = set(headers, CookieKind::Session, session) else {
        return Problem::of(Failure::Unavailable).page(site, None).into_response();
    };
    let mut response = Redirect::to(way_back(to).unwrap_or("/")).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    if let Some(cookie) = clear(headers, CookieKind::Visit) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn form(
    site: &Site,
    headers: &HeaderMap,
    status: StatusCode,
    typed: &str,
    problem: Option<&SignInProblem>,
    to: &str,
) -> Response {
    let (visit, new) = match read(headers, CookieKind::Visit) {
        Some(visit) => (visit, false),
        None => match random_visit() {
            Ok(visit) => (visit, true),
            Err(_) => return Problem::of(Failure::Unavailable).page(site, None).into_response(),
        },
    };
    let mut response = respond(status, &SignInPage::new(site, site.form_key.token(&visit), typed, problem, to));
    if let Some(cookie) = set(headers, CookieKind::Visit, &visit).filter(|_| new) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
