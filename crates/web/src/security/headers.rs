//! Response headers: no scripts, no frames, nothing kept, nothing told to others.

use crate::security::cookies::Place;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::http::{HeaderMap, HeaderValue};

const ALWAYS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Two years, as browsers ask of those who mean it.
const ONLY_HTTPS: (&str, &str) = ("strict-transport-security", "max-age=63072000");

/// Every page is gone when the tab is: assets alone say otherwise.
const PAGE_CACHE: HeaderValue = HeaderValue::from_static("no-store");

/// This adds what every response carries.
pub fn add_to(response: &mut HeaderMap, place: Place) {
    let transport = match place {
        Place::Network => Some(&ONLY_HTTPS),
        Place::Loopback => None,
    };
    for (name, value) in ALWAYS.iter().chain(transport) {
        response.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response.entry(CACHE_CONTROL).or_insert(PAGE_CACHE);
}
