//! An invented series, and an invented subject in other cases.

use casework::views::{PersonView, SeriesPage, SeriesReport, SubjectCase, SubjectPage};
use domain::catalogue::Grade;

/// A series of which some is not told.
pub fn series() -> SeriesPage {
    let report =
        |number: u32, day: i64, gap: Option<u32>, place: &str, open: Option<&str>, belongs: &str| SeriesReport {
            reference: format!("NM/26/{number}"),
            recorded: format!("day {day} of 2026"),
            at: 1_767_225_600 + day * 86_400,
            gap,
            behaviour: "following in a vehicle".to_owned(),
            place: place.to_owned(),
            open: open.map(str::to_owned),
            belongs: belongs.to_owned(),
        };
    SeriesPage {
        reference: "HF-26-00231".to_owned(),
        reports: vec![
            report(61_377, 62, None, "HF-26-00198", Some("HF-26-00198"), "same series, unconfirmed"),
            report(
                98_210,
                109,
                Some(47),
                "another case of Hill",
                None,
                "same series, about another person at risk, confirmed",
            ),
            report(104_511, 128, Some(19), "this case", None, "attached"),
            report(104_900, 129, Some(1), "this case", None, "attached"),
        ],
        unread: vec![("another case of Hill".to_owned(), 1), ("another force".to_owned(), 2)],
    }
}

/// A subject in two other cases, one of which is not open to the reader.
pub fn subject() -> SubjectPage {
    SubjectPage {
        reference: "HF-26-00231".to_owned(),
        described: vec![PersonView {
            role: "Subject".to_owned(),
            name: "Dorian Vance".to_owned(),
            born: Some("2 October 1987".to_owned()),
            particulars: vec![("Vehicle".to_owned(), "grey estate".to_owned())],
            report: "NM/26/104511".to_owned(),
        }],
        cases: vec![
            SubjectCase {
                case: "HF-26-00198".to_owned(),
                open: Some("HF-26-00198".to_owned()),
                person: "Another person at risk".to_owned(),
                standing: Some(("colleague or former colleague".to_owned(), Some(Grade::High), "open".to_owned())),
                belief: "confirmed by a person".to_owned(),
                link: "01a1:01a2".to_owned(),
            },
            SubjectCase {
                case: "another case of Hill".to_owned(),
                open: None,
                person: "Not open to you".to_owned(),
                standing: None,
                belief: "linked, unconfirmed".to_owned(),
                link: "01a1:01a3".to_owned(),
            },
        ],
    }
}
