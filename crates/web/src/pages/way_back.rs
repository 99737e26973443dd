//! The way back after signing in: to the case, import, link or list that was asked for, and nowhere else.

use crate::pages::visit::percent_encoded;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, Method, Request};
use axum::response::Response;

/// No address of ours is longer.
const BYTES_MAX: usize = 700;

/// This is the address, if it is one of a case, a draft, an import, a link or a list here.
pub fn way_back(address: &str) -> Option<&str> {
    let listed = ["/imports", "/links", "/tasks", "/reports/new"].contains(&address);
    let ours = listed
        || ["/cases/", "/drafts/", "/imports/", "/links/"].iter().any(|beginning| address.starts_with(beginning));
    // A backslash, a space or a control character could mean another place to some browser.
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (ours && plain && address.len() <= BYTES_MAX).then_some(address)
}

/// This is the page that a request asks for, where one comes back to it.
pub fn asked_for<T>(request: &Request<T>) -> Option<String> {
    let address = request.uri().path_and_query()?.as_str();
    (*request.method() == Method::GET).then(|| way_back(address)).flatten().map(str::to_owned)
}

/// This lets a redirect to the sign-in page remember what was asked for.
pub fn remember(response: &mut Response, asked: Option<String>) {
    let to_sign_in = response.headers().get(LOCATION).is_some_and(|location| location == "/sign-in");
    let Some(address) = asked.filter(|_| to_sign_in) else { return };
    if let Ok(location) = HeaderValue::from_str(&format!("/sign-in?to={}", percent_encoded(&address))) {
        response.headers_mut().insert(LOCATION, location);
    }
}
