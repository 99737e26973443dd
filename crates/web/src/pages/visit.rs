//! A visit by someone who has signed in: who they are, and what they asked for, read off the threads that serve.

use crate::cases::{Cases, Failure};
use crate::pages::problem::Problem;
use crate::router::Site;
use crate::security::cookies::{CookieKind, read};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use casework::views::Actor;
use std::sync::Arc;

/// Who reads a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visitor {
    /// Who they are.
    pub actor: Actor,
    /// The token that their forms carry.
    pub form_token: String,
}

/// This finds out who asks and fetches what they ask for; the other response leads to the sign-in page or says what is wrong.
pub async fn fetch<T: Send + 'static>(
    site: &Arc<Site>,
    headers: &HeaderMap,
    ask: impl FnOnce(&dyn Cases, &Actor) -> Result<T, Failure> + Send + 'static,
) -> Result<(Visitor, T), Response> {
    let Some(session) = read(headers, CookieKind::Session) else {
        return Err(Redirect::to("/sign-in").into_response());
    };
    let keys = Arc::clone(site);
    let cases = Arc::clone(&site.cases);
    let answer = off_thread(move || {
        let actor = cases.actor(&session)?;
        let form_token = keys.form_key.signed(&session, actor.account);
        let found = ask(cases.as_ref(), &actor);
        Ok((Visitor { actor, form_token }, found))
    })
    .await;
    match answer {
        Ok((visitor, found)) => match found {
            Ok(found) => Ok((visitor, found)),
            Err(failure) => Err(Problem::of(failure).page(site, Some(&visitor)).into_response()),
        },
        Err(Failure::SignInWrong) => Err(Redirect::to("/sign-in").into_response()),
        Err(Failure::MustChangePassword) => Err(Redirect::to("/password").into_response()),
        Err(failure) => Err(Problem::of(failure).page(site, None).into_response()),
    }
}

/// Whether a form belongs to the session of whoever sent it.
pub fn is_own(site: &Site, headers: &HeaderMap, token: &str) -> bool {
    read(headers, CookieKind::Session).is_some_and(|session| site.form_key.accepts(&session, token))
}

/// Whether a session still lasts; a database that does not answer is no end of it.
pub async fn lasts(site: &Arc<Site>, headers: &HeaderMap) -> bool {
    let Some(session) = read(headers, CookieKind::Session) else { return false };
    let cases = Arc::clone(&site.cases);
    off_thread(move || cases.actor(&session)).await != Err(Failure::SignInWrong)
}

/// This runs a blocking call; one that breaks off counts as unavailable.
pub async fn off_thread<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(call).await.unwrap_or(Err(Failure::Unavailable))
}

/// This makes a text safe as one part of a path or as a value in a query.
pub fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}
