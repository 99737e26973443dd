//! What a search of an invented force finds.

use casework::views::{Found, FoundCase};
use domain::catalogue::Grade;

/// An open case found by a name and a number, and a closed one.
pub fn found() -> Found {
    let case = |reference: &str, found_by: &[&str], status: &str, grade, officer: Option<&str>| FoundCase {
        reference: reference.to_owned(),
        found_by: found_by.iter().map(|kind| (*kind).to_owned()).collect(),
        status: status.to_owned(),
        relationship: "ex-intimate".to_owned(),
        grade,
        protection: "none".to_owned(),
        officer: officer.map(str::to_owned),
        team: "Harbour".to_owned(),
    };
    Found {
        rows: vec![
            case("HF-26-00231", &["name", "telephone number"], "open", Some(Grade::High), Some("PC Rowan Ashby")),
            case("HF-26-00007", &["name", "words"], "closed", None, None),
        ],
        more: false,
    }
}

/// Nothing.
pub fn nothing_found() -> Found {
    Found { rows: Vec::new(), more: false }
}
