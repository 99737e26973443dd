//! Sign-out: it ends the session and empties what the browser kept of it.

use crate::pages::problem::Problem;
use crate::pages::visit::off_thread;
use crate::router::Site;
use crate::security::cookies::{CookieKind, clear, read};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::header::{HeaderName, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

/// What the sign-out form sends.
#[derive(Deserialize)]
pub struct SignOutForm {
    #[serde(default)]
    token: String,
}

/// This ends the session.
pub async fn submit(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    sent: Result<Form<SignOutForm>, FormRejection>,
) -> Response {
    let Some(session) = read(&headers, CookieKind::Session) else {
        return Redirect::to("/sign-in").into_response();
    };
    if !sent.is_ok_and(|Form(sent)| site.form_key.accepts(&session, &sent.token)) {
        return Problem::stale_form().page(&site, None).into_response();
    }
    let cases = Arc::clone(&site.cases);
    // The cookie goes even where the session could not be ended; it ends by itself soon after.
    let ended = off_thread(move || {
        cases.sign_out(&session);
        Ok(())
    })
    .await;
    let mut response = match ended {
        Ok(()) => Redirect::to("/sign-in").into_response(),
        Err(failure) => Problem::of(failure).page(&site, None).into_response(),
    };
    // Not "cookies": that would also empty those of other services on the same host.
    let kept = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), kept);
    if let Some(cookie) = clear(&headers, CookieKind::Session) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
