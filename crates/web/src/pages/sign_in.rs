//! Sign-in: a name and a password, and all that is wrong with them together.

use crate::cases::Failure;
use crate::components::button::{Button, ButtonStyle};
use crate::components::error_summary::ErrorSummary;
use crate::components::input::{Input, InputKind};
use crate::forms::sent::Sent;
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::visit::{lasts, off_thread};
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
use domain::ids::AccountId;
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
    kept: Kept,
}

/// What was typed into a form whose session had ended, and its token, which says whose it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Kept {
    token: String,
    pairs: Vec<(String, String)>,
}

impl Kept {
    /// What a form sent.
    pub fn of(sent: &Sent) -> Self {
        let pairs = sent.clone().into_pairs().into_iter().filter(|(name, _)| name != OF_THE_SESSION);
        Self { token: sent.text(OF_THE_SESSION).to_owned(), pairs: pairs.collect() }
    }
    /// What the sign-in page carries on, as it comes back from there.
    fn carried(sent: Sent) -> Self {
        let pairs = sent.into_pairs().into_iter();
        let mut pairs: Vec<(String, String)> =
            pairs.filter_map(|(name, value)| Some((name.strip_prefix(KEPT)?.to_owned(), value))).collect();
        let at = pairs.iter().position(|(name, _)| name == OF_THE_SESSION);
        Self { token: at.map(|at| pairs.remove(at).1).unwrap_or_default(), pairs }
    }
}

/// The page after signing in again, with what was typed into a page whose session had ended.
#[derive(Template)]
#[template(path = "pages/kept.html")]
pub struct KeptPage {
    frame: Frame,
    to: String,
    token: String,
    kept: Vec<(String, String)>,
    button: Button,
}

impl KeptPage {
    /// This is the page, for a form at an address of ours.
    pub fn new(site: &Site, token: String, to: &str, kept: Vec<(String, String)>) -> Self {
        let button = Button { text: "Send what I typed".to_owned(), style: ButtonStyle::Primary };
        Self {
            frame: Frame::new(site, None, "You are signed in again", Area::Elsewhere),
            to: to.to_owned(),
            token,
            kept,
            button,
        }
    }
}

/// What stands before the name of a field that the sign-in page carries on.
const KEPT: &str = "kept-";

/// The field of the session that has ended: it is carried on only to tell whose the rest is.
const OF_THE_SESSION: &str = "token";

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
            kept: Kept::default(),
        }
    }
    /// The same page, which carries on what was typed.
    #[must_use]
    pub fn keeping(self, kept: Kept) -> Self {
        let notice = self.notice.map(|notice| {
            if kept.pairs.is_empty() { notice } else { "You were signed out before this was sent. Sign in again: what you typed is kept on this page, and is not saved yet.".to_owned() }
        });
        Self { kept, notice, ..self }
    }
}

/// Where a form was sent after its session had ended, the answer is the sign-in page, which carries on what was typed; none while
/// the session lasts.
pub async fn kept_if_ended(site: &Arc<Site>, headers: &HeaderMap, to: &str, sent: &Sent) -> Option<Response> {
    if lasts(site, headers).await {
        return None;
    }
    let mut response = form(site, headers, StatusCode::FORBIDDEN, &Filled::ended(to, Kept::of(sent)));
    if let Some(cookie) = clear(headers, CookieKind::Session) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Some(response)
}

/// What a sign-in page is shown again with.
struct Filled {
    typed: String,
    problem: Option<SignInProblem>,
    to: String,
    kept: Kept,
}

impl Filled {
    fn new(to: String) -> Self {
        Self { typed: String::new(), problem: None, to, kept: Kept::default() }
    }
    fn ended(to: &str, kept: Kept) -> Self {
        Self { problem: Some(SignInProblem::Ended), kept, ..Self::new(to.to_owned()) }
    }
    fn with(self, problem: SignInProblem) -> Self {
        Self { problem: Some(problem), ..self }
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
        return form(&site, &headers, StatusCode::OK, &Filled::new(to));
    };
    let cases = Arc::clone(&site.cases);
    match off_thread(move || cases.actor(&session)).await {
        Ok(_) => Redirect::to(way_back(&to).unwrap_or("/")).into_response(),
        Err(Failure::MustChangePassword) => Redirect::to("/password").into_response(),
        Err(Failure::SignInWrong) => {
            let mut response = form(&site, &headers, StatusCode::OK, &Filled::ended(&to, Kept::default()));
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
    body: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Some(sent) = Sent::read(body) else {
        return form(&site, &headers, StatusCode::BAD_REQUEST, &Filled::new(String::new()).with(SignInProblem::Stale));
    };
    let (typed, password, to) =
        (sent.text("name").to_owned(), sent.raw("password").to_owned(), sent.text("to").to_owned());
    let belongs =
        read(&headers, CookieKind::Visit).is_some_and(|visit| site.form_key.accepts(&visit, sent.text("token")));
    let filled = Filled { typed: typed.clone(), problem: None, to, kept: Kept::carried(sent) };
    if !belongs {
        return form(&site, &headers, StatusCode::FORBIDDEN, &filled.with(SignInProblem::Stale));
    }
    if typed.is_empty() || password.is_empty() {
        let missing = SignInProblem::Missing { name: typed.is_empty(), password: password.is_empty() };
        return form(&site, &headers, StatusCode::UNPROCESSABLE_ENTITY, &filled.with(missing));
    }
    let cases = Arc::clone(&site.cases);
    let signs_in = move || {
        let session = cases.sign_in(&typed, &password)?;
        // Whoever must change their password first has no form of theirs to go on with.
        let account = cases.actor(&session).ok().map(|actor| actor.account);
        Ok((session, account))
    };
    match off_thread(signs_in).await {
        Ok((session, account)) => signed_in(&site, &headers, &session, account, filled),
        Err(Failure::SignInWrong) => {
            form(&site, &headers, StatusCode::UNPROCESSABLE_ENTITY, &filled.with(SignInProblem::Wrong))
        }
        Err(Failure::TooManyTries) => {
            form(&site, &headers, StatusCode::TOO_MANY_REQUESTS, &filled.with(SignInProblem::TooMany))
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

fn signed_in(site: &Site, headers: &HeaderMap, session: &str, account: Option<AccountId>, filled: Filled) -> Response {
    let Some(cookie) = set(headers, CookieKind::Session, session) else {
        return Problem::of(Failure::Unavailable).page(site, None).into_response();
    };
    let to = way_back(&filled.to).unwrap_or("/");
    let mut response = if filled.kept.pairs.is_empty() {
        Redirect::to(to).into_response()
    } else if let Some(account) = account.filter(|account| site.form_key.is_of(*account, &filled.kept.token)) {
        let token = site.form_key.signed(session, account);
        respond(StatusCode::OK, &KeptPage::new(site, token, to, filled.kept.pairs))
    } else {
        // What one person typed is neither shown to another nor sent in their name.
        Problem::typed_by_another().page(site, None).into_response()
    };
    response.headers_mut().append(SET_COOKIE, cookie);
    if let Some(cookie) = clear(headers, CookieKind::Visit) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn form(site: &Site, headers: &HeaderMap, status: StatusCode, filled: &Filled) -> Response {
    let (visit, new) = match read(headers, CookieKind::Visit) {
        Some(visit) => (visit, false),
        None => match random_visit() {
            Ok(visit) => (visit, true),
            Err(_) => return Problem::of(Failure::Unavailable).page(site, None).into_response(),
        },
    };
    let Filled { typed, problem, to, kept } = filled;
    let page = SignInPage::new(site, site.form_key.token(&visit), typed, problem.as_ref(), to).keeping(kept.clone());
    let mut response = respond(status, &page);
    if let Some(cookie) = set(headers, CookieKind::Visit, &visit).filter(|_| new) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
