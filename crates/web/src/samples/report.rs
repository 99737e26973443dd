//! A draft of a report of invented people, filled in, begun, and recorded.

use super::NOW;
use casework::intake::drafts::{DraftListed, DraftView, Steps};
use casework::intake::report::RecordedReport;
use casework::linking::earlier::Earlier;

/// The draft that is filled in.
pub const DRAFT: &str = "019e8d00-0000-7000-8000-000000000001";
/// One in which nothing was saved.
pub const BEGUN: &str = "019e8d00-0000-7000-8000-000000000002";
/// One that was recorded.
pub const RECORDED: &str = "019e8d00-0000-7000-8000-000000000003";

fn text(text: &str) -> String {
    text.to_owned()
}

/// The drafts of a list.
pub fn listed() -> Vec<DraftListed> {
    let one = |id: &str, hours: i64| DraftListed {
        id: text(id),
        started_at: NOW.plus_hours(-hours),
        saved_at: NOW.plus_hours(1 - hours),
    };
    vec![one(DRAFT, 2), one(BEGUN, 26)]
}

/// What was typed, step by step.
pub fn steps() -> Steps {
    let steps: &[(&str, &[(&str, &str)])] = &[
        (
            "reporter",
            &[
                ("who", "self"),
                ("forename", "Giulia"),
                ("surname", "Marchetti"),
                ("phone", "07700 900118"),
                ("safe", "Text only, before noon; ask for the name of her cat."),
                ("avoid", "No voicemail."),
            ],
        ),
        (
            "at-risk-1",
            &[
                ("forename", "Giulia"),
                ("surname", "Marchetti"),
                ("born-day", "4"),
                ("born-month", "3"),
                ("born-year", "1990"),
                ("phone", "07700 900118"),
                ("relationship", "ex_intimate"),
                ("another", "yes"),
            ],
        ),
        (
            "at-risk-2",
            &[
                ("forename", "Nico"),
                ("surname", "Marchetti"),
                ("born-day", "5"),
                ("born-month", "4"),
                ("born-year", "2017"),
                ("relationship", "family"),
                ("referral", "made"),
                ("referral-words", "To the safeguarding hub, on 3 June."),
                ("another", "no"),
            ],
        ),
        ("suspect", &[("known", "named"), ("forename", "Owen"), ("surname", "Vance"), ("handle", "@vance_o")]),
        (
            "act-1",
            &[
                ("behaviour", "A5"),
                ("at-day", "2"),
                ("at-month", "6"),
                ("at-year", "2026"),
                ("at-time", "21:40"),
                ("precision", "exact"),
                ("words", "He stood across the street until the lights went out."),
                ("another", "yes"),
            ],
        ),
        (
            "act-2",
            &[
                ("behaviour", "other"),
                ("listed", "N1"),
                ("at-day", "1"),
                ("at-month", "6"),
                ("at-year", "2026"),
                ("precision", "day"),
                ("words", "Eleven calls in a row."),
                ("another", "no"),
            ],
        ),
        ("four", &[("fixated", "yes"), ("obsessive", "not_known"), ("unwanted", "yes"), ("repeated", "yes")]),
        (
            "impact",
            &[
                ("frightened", "yes"),
                ("violence", "not_known"),
                ("alarm", "yes"),
                ("changed", "routes"),
                ("changed", "health"),
            ],
        ),
        ("safety", &[("danger", "no"), ("done", "advice"), ("words", "A sergeant calls back tonight.")]),
        ("record", &[("reference", "NM/26/4711"), ("team", "Harbour"), ("class", "stalking")]),
    ];
    let pairs = |typed: &[(&str, &str)]| typed.iter().map(|(name, value)| (text(name), text(value))).collect();
    steps.iter().map(|(step, typed)| (text(step), pairs(typed))).collect()
}

/// The draft that is filled in.
pub fn draft() -> DraftView {
    DraftView { id: text(DRAFT), saved_at: NOW.plus_hours(-1), steps: steps(), ended: false, recorded: None }
}

/// The one in which nothing was saved.
pub fn begun() -> DraftView {
    DraftView { id: text(BEGUN), steps: Steps::new(), ..draft() }
}

/// The one that was recorded.
pub fn recorded() -> DraftView {
    let cases = vec![text("HF-26-00231"), text("HF-26-00007"), text("HF-26-09999")];
    let recorded = RecordedReport { reference: text("NM/26/4711"), cases, asked: false };
    DraftView { id: text(RECORDED), steps: Steps::new(), ended: true, recorded: Some(recorded), ..draft() }
}

/// What may be earlier reports: one of the reader's, one that was closed, one of another team and one of another force.
pub fn earlier() -> Vec<Earlier> {
    let reason = |words: &str| vec![format!("the person suspected here may be the person suspected there: {words}")];
    let one = |case: &str, status: Option<&str>, contact: Option<&str>, words: &str| Earlier {
        case: text(case),
        open: status.is_some(),
        status: status.map(text),
        contact: contact.map(text),
        reasons: reason(words),
    };
    vec![
        one("HF-26-00231", Some("open"), None, "forename, surname, account name"),
        one("HF-25-01877", Some("closed"), None, "surname, date of birth"),
        one("HF-26-00198", None, Some("the team Hill"), "telephone"),
        one("HF-26-00512", None, Some("Southmoor Police: stalking unit, extension 4400"), "telephone"),
    ]
}
