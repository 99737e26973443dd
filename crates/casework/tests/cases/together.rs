//! What is seen from a case of others, on both databases: the series on one line of time, the subject in other cases, and the wall between.

use crate::support::*;
use casework::Failure;
use casework::linking::review::Opinion;

fn on_both(story: fn(&Desk)) {
    story(&Desk::new());
    story(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}
fn again(reference: &str, officer: &str) -> Line {
    shaw(reference).with("officer", officer).with("words", "Flowers on the step.").with("code", "O7")
}
/// Another person at risk from the same man.
fn nair(reference: &str, officer: &str) -> Line {
    let row = again(reference, officer).with("vfore", "Priya").with("vsur", "Nair").with("vborn", "1996-08-17");
    row.with("vphone", "07700 900777").with("vpost", "ZZ7 7ZZ").with("vaddr", "8 Orchard End").with("vcar", "")
}
fn confirm_all(desk: &Desk, name: &str) {
    for link in desk.column("select id from links where state <> 'withdrawn' order by id") {
        desk.app().decide_link(desk.actor(name), &link, Opinion::Same, None).unwrap();
    }
}
/// The reports that are told, with their places; and whose the others are.
type Told = (Vec<(String, String)>, Vec<(String, u32)>);
fn told(desk: &Desk, name: &str, case: &str) -> Told {
    let page = desk.app().series_page(desk.actor(name), case).unwrap();
    (page.reports.into_iter().map(|report| (report.reference, report.place)).collect(), page.unread)
}
fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

#[test]
fn all_reports_of_a_series_are_counted_and_told_as_far_as_the_reader_may_know() {
    on_both(|desk| {
        desk.import("spoc", &[shaw("N/1"), again("N/2", "birch")]);
        desk.import("southspoc", &[again("S/1", "oak").with("team", "docks")]);
        let (one, other) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
        let here = pair("N/1", "this case");
        assert_eq!(
            told(desk, "alder", &one),
            (vec![here.clone()], vec![("another case of harbour".to_owned(), 1), ("another force".to_owned(), 1)])
        );
        desk.wait(1);
        let page = desk.app().series_page(desk.actor("spoc"), &one).unwrap();
        assert_eq!(page.reports.len(), 2);
        assert_eq!((page.reports[0].gap, page.reports[1].gap), (None, Some(0)));
        assert!(page.reports.iter().any(|report| report.open.as_deref() == Some(other.as_str())));
        assert_eq!(page.unread, [("another force".to_owned(), 1)]);
        // The entry names the reports that were told, and no other.
        let shown = desk.last_entry()["shown"].to_string();
        for (reference, named) in [("N/1", true), ("N/2", true), ("S/1", false)] {
            let id = desk.column(&format!("select id from reports where reference = '{reference}'")).remove(0);
            assert_eq!(shown.contains(&id), named, "{reference}: {shown}");
        }
        // Once a person has confirmed it, a colleague's report is told; another force's stays its own.
        confirm_all(desk, "spoc");
        let (reports, unread) = told(desk, "alder", &one);
        assert_eq!(reports, [here.clone(), pair("N/2", "another case of harbour")]);
        assert_eq!(unread, [("another force".to_owned(), 1)]);
        // What is kept from the reader is not in the count, nor is anything from which it could be worked out.
        desk.tie(&other, "alder", "connected");
        assert_eq!(told(desk, "alder", &one), (vec![here], vec![]));
        for name in ["cedar", "oak"] {
            assert_eq!(desk.app().series_page(desk.actor(name), &one), Err(Failure::NotFound("case")), "{name}");
        }
        assert!(matches!(desk.app().series_page(desk.actor("legal"), &one), Err(Failure::Refused(_))));
    });
}

#[test]
fn a_restricted_case_is_not_counted_for_who_is_not_named() {
    on_both(|desk| {
        desk.import("spoc", &[shaw("N/1"), again("N/2", "birch"), nair("N/3", "birch")]);
        let one = desk.cases_with("N/1").remove(0);
        desk.change("update cases set restricted = 1 where officer = (select id from accounts where name = 'birch')");
        for name in ["alder", "spoc", "inspector"] {
            assert_eq!(told(desk, name, &one), (vec![pair("N/1", "this case")], vec![]), "{name}");
            assert_eq!(desk.app().subject_page(desk.actor(name), &one).unwrap().cases, [], "{name}");
        }
    });
}

#[test]
fn a_subject_is_seen_in_other_cases_and_nothing_of_another_person_at_risk_crosses() {
    on_both(|desk| {
        desk.import("spoc", &[shaw("N/1"), again("N/2", "birch"), nair("N/3", "birch")]);
        let one = desk.cases_with("N/1").remove(0);
        let theirs = desk.cases_with("N/3").remove(0);
        let secrets = ["Nair", "Priya", "Orchard", "N/3", "900777", "Flowers", &theirs];
        let page = |name: &str| desk.app().subject_page(desk.actor(name), &one).unwrap();
        // The officer of one case learns that there are others, whose, and no more.
        let seen = page("alder");
        assert_eq!(seen.cases.len(), 2, "{:?}", seen.cases);
        assert!(!seen.described.is_empty());
        for case in &seen.cases {
            assert_eq!((case.case.as_str(), case.person.as_str()), ("another case of harbour", "Not open to you"));
            assert!(case.standing.is_none() && case.open.is_none());
        }
        let text = serde_json::to_string(&seen).unwrap();
        for secret in secrets {
            assert!(!text.contains(secret), "alder reads {secret}: {text}");
        }
        // Nor once a person has confirmed that it is the same man.
        confirm_all(desk, "spoc");
        let text = serde_json::to_string(&page("alder")).unwrap();
        assert!(text.contains("confirmed by a person"), "{text}");
        for secret in secrets {
            assert!(!text.contains(secret), "alder reads {secret}: {text}");
        }
        // Whoever may view both cases is told which is about another person; of her, no name and no word even so.
        desk.wait(1);
        let seen = page("spoc");
        let case = seen.cases.iter().find(|case| case.case == theirs).unwrap();
        assert_eq!((case.person.as_str(), case.open.as_ref()), ("Another person at risk", Some(&theirs)));
        assert!(seen.cases.iter().any(|case| case.person == "The same person at risk"));
        let text = serde_json::to_string(&seen).unwrap();
        for secret in ["Nair", "Priya", "Orchard", "900777", "Flowers"] {
            assert!(!text.contains(secret), "spoc reads {secret}: {text}");
        }
        let shown = desk.last_entry()["shown"].to_string();
        assert!(shown.contains(&desk.case_id(&theirs).to_string()) && !shown.contains("narrative"), "{shown}");
        // Past a case that is kept from the reader nothing is followed.
        desk.tie(&theirs, "spoc", "connected");
        assert!(page("spoc").cases.iter().all(|case| case.case != theirs));
        assert_eq!(desk.app().subject_page(desk.actor("cedar"), &one), Err(Failure::NotFound("case")));
    });
}
