//! The pack as one file that any browser shows and prints; it asks for nothing else, and no page serves it.

use askama::Template;
use casework::ledger::pack::Pack;

/// The file of a pack.
#[derive(Template)]
#[template(path = "pages/pack.html")]
struct PackFile<'a> {
    pack: &'a Pack,
    demonstration: bool,
}

/// This writes a pack as HTML.
pub fn file(pack: &Pack, demonstration: bool) -> Result<String, askama::Error> {
    PackFile { pack, demonstration }.render()
}
