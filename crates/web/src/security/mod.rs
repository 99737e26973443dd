//! What stands between a browser and the pages: cookies, form tokens, the origin of a request, and response headers.

pub mod cookies;
pub mod form_token;
pub mod headers;
pub mod origin;
