//! Two cookies: the session, and a visit before there is a session, to which the sign-in form is bound.

use axum::http::header::{COOKIE, HOST};
use axum::http::{HeaderMap, HeaderValue};

/// Which cookie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CookieKind {
    /// A signed-in session.
    Session,
    /// A visit to the sign-in page.
    Visit,
}

impl CookieKind {
    /// The cookie's name. Browsers accept `__Host-` only with Secure, from this very host, for all its paths; a station PC
    /// that tries Holdfast out over plain http on its own loopback address cannot have that.
    const fn name(self, place: Place) -> &'static str {
        match (self, place) {
            (CookieKind::Session, Place::Loopback) => "holdfast_session",
            (CookieKind::Session, Place::Network) => "__Host-holdfast_session",
            (CookieKind::Visit, Place::Loopback) => "holdfast_visit",
            (CookieKind::Visit, Place::Network) => "__Host-holdfast_visit",
        }
    }
}

/// Where the browser believes the server to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// On the same computer.
    Loopback,
    /// On the network, which needs https: the proxy in front passes the Host header on.
    Network,
}

impl Place {
    /// This reads it from the Host header.
    pub fn of(headers: &HeaderMap) -> Self {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            Some(_) | None => host,
        };
        match name {
            "127.0.0.1" | "localhost" | "[::1]" => Place::Loopback,
            _ => Place::Network,
        }
    }
}

/// This is the cookie's value, if the browser sent it.
pub fn read(headers: &HeaderMap, kind: CookieKind) -> Option<String> {
    let name = kind.name(Place::of(headers));
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && is_token(value))
        .map(|(_, value)| value.to_owned())
}

/// This is the header that sets the cookie until the browser closes; none if the value is not a token.
pub fn set(headers: &HeaderMap, kind: CookieKind, value: &str) -> Option<HeaderValue> {
    let place = Place::of(headers);
    let attributes = attributes(place);
    is_token(value)
        .then(|| HeaderValue::from_str(&format!("{}={value}; {attributes}", kind.name(place))).ok())
        .flatten()
}

/// This is the header that takes the cookie away.
pub fn clear(headers: &HeaderMap, kind: CookieKind) -> Option<HeaderValue> {
    let place = Place::of(headers);
    let attributes = attributes(place);
    HeaderValue::from_str(&format!("{}=; Max-Age=0; {attributes}", kind.name(place))).ok()
}

const fn attributes(place: Place) -> &'static str {
    match place {
        Place::Loopback => "Path=/; HttpOnly; SameSite=Strict",
        Place::Network => "Path=/; HttpOnly; SameSite=Strict; Secure",
    }
}

/// Tokens are short and of letters, digits, `-` and `_`: nothing in them can end a cookie early.
fn is_token(value: &str) -> bool {
    (1..=256).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
