//! Cookies, form tokens and the origin of requests, case by case.

use crate::security::cookies::{CookieKind, Place, clear, read, set};
use crate::security::form_token::FormKey;
use crate::security::origin::{Origin, origin_of};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}

#[test]
fn a_form_token_belongs_to_one_owner_and_one_process() {
    let (key, other) = (FormKey::from_bytes([1; 32]), FormKey::from_bytes([2; 32]));
    let token = key.token("session");
    assert!(key.accepts("session", &token));
    assert!(!key.accepts("another", &token));
    assert!(!other.accepts("session", &token));
    assert!(!key.accepts("session", ""));
    assert!(!key.accepts("session", token.get(1..).unwrap()));
}

#[test]
fn only_these_pages_may_change_something() {
    let judge = |expected: Origin, pairs: &[(&'static str, &'static str)]| {
        assert_eq!(origin_of(&Method::POST, &headers(pairs)), expected, "{pairs:?}");
    };
    judge(Origin::Own, &[("sec-fetch-site", "same-origin")]);
    judge(Origin::Own, &[("sec-fetch-site", "none")]);
    judge(Origin::Foreign, &[("sec-fetch-site", "same-site")]);
    judge(Origin::Foreign, &[("sec-fetch-site", "cross-site")]);
    // Fetch Metadata outweighs an Origin that agrees.
    judge(Origin::Foreign, &[("sec-fetch-site", "cross-site"), ("origin", "https://a"), ("host", "a")]);
    judge(Origin::Own, &[("origin", "https://holdfast.example"), ("host", "holdfast.example")]);
    judge(Origin::Own, &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]);
    judge(Origin::Foreign, &[("origin", "https://evil.example"), ("host", "holdfast.example")]);
    judge(Origin::Foreign, &[("origin", "null"), ("host", "holdfast.example")]);
    judge(Origin::Foreign, &[("host", "holdfast.example")]);
    judge(Origin::Foreign, &[]);
    assert_eq!(origin_of(&Method::GET, &headers(&[("sec-fetch-site", "cross-site")])), Origin::Own);
    assert_eq!(origin_of(&Method::DELETE, &headers(&[])), Origin::Foreign);
}

#[test]
fn only_a_loopback_address_does_without_a_secure_cookie() {
    let place = |host: &'static str| Place::of(&headers(&[("host", host)]));
    for host in ["127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:8080", "[::1]", "[::1]:8080"] {
        assert_eq!(place(host), Place::Loopback, "{host}");
    }
    for host in ["holdfast.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1:80", "", "[::1"] {
        assert_eq!(place(host), Place::Network, "{host}");
    }
    assert_eq!(Place::of(&HeaderMap::new()), Place::Network);
}

#[test]
fn the_session_cookie_is_as_closed_as_its_place_allows() {
    let on = |host: &'static str| set(&headers(&[("host", host)]), CookieKind::Session, "abc").unwrap();
    assert_eq!(on("h.example"), "__Host-holdfast_session=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
    assert_eq!(on("127.0.0.1:1"), "holdfast_session=abc; Path=/; HttpOnly; SameSite=Strict");
    let gone = clear(&headers(&[("host", "h.example")]), CookieKind::Session).unwrap();
    assert_eq!(gone, "__Host-holdfast_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure");
    assert_eq!(set(&headers(&[]), CookieKind::Session, "abc; Domain=evil"), None);
}

#[test]
fn a_cookie_is_read_only_under_its_own_name() {
    let read = |host: &'static str, cookie: &'static str| {
        read(&headers(&[("host", host), ("cookie", cookie)]), CookieKind::Session)
    };
    assert_eq!(read("h.example", "a=b; __Host-holdfast_session=abc"), Some("abc".to_owned()));
    // A neighbour on the same domain can set this one, so it counts for nothing.
    assert_eq!(read("h.example", "holdfast_session=abc"), None);
    assert_eq!(read("localhost", "holdfast_session=abc; c=d"), Some("abc".to_owned()));
    assert_eq!(read("localhost", "holdfast_session="), None);
    assert_eq!(read("localhost", "holdfast_session=a b"), None);
}
