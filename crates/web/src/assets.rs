//! Style sheets and icon, embedded in the binary and named after their content, so that browsers may keep them for ever.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// A file that pages refer to.
pub struct Asset {
    /// Its address.
    pub path: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// This is the asset of that file name, as a response.
pub fn asset(name: &str) -> Option<Response> {
    let asset = ALL.iter().find(|asset| asset.path.strip_prefix("/assets/") == Some(name))?;
    let headers = [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Some((headers, asset.bytes).into_response())
}
