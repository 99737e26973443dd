//! Where a request comes from: one that changes something must come from these pages (Fetch Metadata, else Origin).

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};

/// Whether a request may change something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// It changes nothing, or comes from these pages.
    Own,
    /// It comes from elsewhere, or does not say.
    Foreign,
}

/// This judges a request by its method and headers.
pub fn origin_of(method: &Method, headers: &HeaderMap) -> Origin {
    if *method == Method::GET || *method == Method::HEAD || *method == Method::OPTIONS {
        return Origin::Own;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => Origin::Own,
        Some(_) => Origin::Foreign,
        // Browsers before 2023 send Origin with every form that is posted.
        None => match (text(ORIGIN.as_str()).and_then(|origin| origin.split_once("://")), text(HOST.as_str())) {
            (Some((_, origin)), Some(host)) if origin == host => Origin::Own,
            (Some(_) | None, Some(_) | None) => Origin::Foreign,
        },
    }
}
