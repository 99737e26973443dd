//! Pairs that wait, opinions and tasks of an invented force.

use super::texts;
use casework::linking::review::Task;
use casework::views::{LinkQueue, LinkView, PairView, PersonView, SaidView, SideView};

fn person(name: &str, born: Option<&str>, particulars: &[(&str, &str)], report: &str) -> PersonView {
    PersonView {
        role: "Subject".to_owned(),
        name: name.to_owned(),
        born: born.map(str::to_owned),
        particulars: particulars.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect(),
        report: report.to_owned(),
    }
}

/// A pair of which both cases are open to the reader.
pub fn pair() -> PairView {
    let line = |compared: &str, found: &str, bits: f64| (compared.to_owned(), found.to_owned(), bits);
    PairView {
        link: LinkView {
            id: "019730aa-0000-7000-8000-00000000000a:019730aa-0000-7000-8000-00000000000b".to_owned(),
            reports: ("HF-26-00231".to_owned(), "HF-26-00198".to_owned()),
            about: "subject".to_owned(),
            state: "waits for review".to_owned(),
            bits: 7.9,
            lines: vec![
                line("forename", "one letter apart", 3.1),
                line("surname", "same, and rare here", 9.0),
                line("date of birth", "day and month exchanged", -1.2),
                line("postcode", "not given in one report", 0.0),
                line("telephone", "differs", -3.0),
            ],
        },
        one: SideView {
            case: "HF-26-00231".to_owned(),
            open: Some("HF-26-00231".to_owned()),
            report: Some(("NM/26/104511".to_owned(), "21:40 on Friday 8 May 2026".to_owned())),
            person: Some(person(
                "Dorian Vance",
                Some("2 October 1987"),
                &[("Phone", "07700 900 118"), ("Vehicle", "grey estate")],
                "NM/26/104511",
            )),
        },
        other: SideView {
            case: "HF-26-00198".to_owned(),
            open: Some("HF-26-00198".to_owned()),
            report: Some(("NM/26/088042".to_owned(), "08:05 on Sunday 19 April 2026".to_owned())),
            person: Some(person(
                "Dorien Vance",
                Some("10 February 1987"),
                &[("Phone", "07700 900 442")],
                "NM/26/088042",
            )),
        },
        opinion: None,
        of_another: false,
        looks: texts(&["DC Mara Lindqvist looked at 09:30 on Tuesday 2 June 2026 and could not tell."]),
    }
}

/// A pair of which one case is a colleague's, on which another person's opinion stands.
pub fn decided_pair() -> PairView {
    let whole = pair();
    PairView {
        link: LinkView { state: "not the same".to_owned(), bits: 0.0, lines: vec![], ..whole.link },
        other: SideView { case: "another case of Hill".to_owned(), open: None, report: None, person: None },
        opinion: Some("DC Mara Lindqvist said at 10:00 on Tuesday 2 June 2026: not the same person.".to_owned()),
        of_another: true,
        looks: vec![],
        ..whole
    }
}

/// The queue, with something said before.
pub fn link_queue() -> LinkQueue {
    LinkQueue {
        waiting: 12,
        left: 2,
        more: false,
        pair: Some(pair()),
        said: vec![SaidView {
            id: "019730aa-0000-7000-8000-00000000000c:019730aa-0000-7000-8000-00000000000d".to_owned(),
            reports: ("HF-26-00150".to_owned(), "another case of Hill".to_owned()),
            about: "person at risk".to_owned(),
            said: "not the same".to_owned(),
            when: "11:52 on Wednesday 3 June 2026".to_owned(),
        }],
    }
}

/// A queue with nothing in it.
pub fn empty_queue() -> LinkQueue {
    LinkQueue { waiting: 0, left: 0, more: false, pair: None, said: vec![] }
}

/// Tasks: two calls, one of them pressing, and a deadline.
pub fn tasks() -> Vec<Task> {
    let call = |id: &str, case: &str, other: &str, critical: bool| Task {
        kind: "call_other_force".to_owned(),
        id: format!("019730aa-0000-7000-8000-0000000000{id}"),
        case_reference: case.to_owned(),
        other_force: "southmoor".to_owned(),
        other_force_name: "Southmoor Police".to_owned(),
        other_reference: other.to_owned(),
        contact: "stalking unit, 01632 960 001".to_owned(),
        critical,
    };
    vec![
        call("1a", "HF-26-00231", "HF-26-70012", true),
        call("1b", "HF-26-00150", "HF-26-70044", false),
        Task { kind: "deadline_sooner".to_owned(), ..call("1c", "HF-26-00198", "", false) },
    ]
}
