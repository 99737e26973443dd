//! What is found out beside the reports, on both databases: searches, found property, markers, classification, and what RF-22
//! notices in the words of staff.

use crate::support::*;
use casework::cases::act::Act;
use casework::cases::inquiry::Inquiry;
use domain::catalogue::*;

/// This runs a story on SQLite and on PostgreSQL.
fn on_both(story: fn(&Desk)) {
    story(&Desk::new());
    story(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}
fn case(desk: &Desk) -> String {
    desk.import_one("spoc", shaw("N/1"))
}
fn inquire(inquiry: Inquiry) -> Act {
    Act::Inquire(inquiry)
}
fn searched(desk: &Desk, place: SearchPlace) -> Act {
    let (about, occurred_at) = (SearchAbout::Both, desk.now());
    inquire(Inquiry::Search { place, about, found: false, occurred_at, words: String::new() })
}
fn reclassified(desk: &Desk, to: CrimeClass, rationale: &str) -> Act {
    inquire(Inquiry::Reclassify { to, occurred_at: desk.now(), rationale: rationale.to_owned() })
}
fn note(words: &str) -> Act {
    Act::AddNote { words: words.to_owned() }
}
/// The rows of a flag, in words.
fn evidence(desk: &Desk, case: &str, code: &str) -> Vec<String> {
    desk.page("spoc", case)
        .flags
        .into_iter()
        .filter(|flag| flag.tag.code == code)
        .flat_map(|flag| flag.evidence)
        .collect()
}
fn titles(desk: &Desk, case: &str) -> Vec<String> {
    desk.page("spoc", case).timeline.into_iter().map(|item| item.title).collect()
}

#[test]
fn history_that_nobody_searched_is_flagged_by_the_sweep_and_an_empty_result_answers() {
    on_both(|desk| {
        let case = case(desk);
        desk.does("alder", &case, searched(desk, SearchPlace::Local));
        desk.wait(72);
        desk.tick();
        assert!(desk.flags(&case).contains(&"RF-07".to_owned()));
        assert_eq!(evidence(desk, &case, "RF-07"), ["Not searched in time: the Police National Database"]);
        let told = "History searched on Wednesday 3 June 2026, about the subject and the person at risk: the force's own records: nothing was found";
        assert!(titles(desk, &case).contains(&told.to_owned()), "{:?}", titles(desk, &case));
        // Done now, it is late: the flag stays until somebody whom it does not concern answers it.
        desk.does("alder", &case, searched(desk, SearchPlace::National));
        desk.tick();
        assert!(desk.flags(&case).contains(&"RF-07".to_owned()));
    });
    let desk = Desk::new();
    let case = case(&desk);
    desk.does("alder", &case, searched(&desk, SearchPlace::Local));
    desk.does("responder", &case, searched(&desk, SearchPlace::National));
    desk.wait(80);
    desk.tick();
    assert!(!desk.flags(&case).contains(&"RF-07".to_owned()));
}

#[test]
fn a_marker_against_the_reporter_and_a_weapon_found_are_critical_at_once() {
    on_both(|desk| {
        let case = case(desk);
        let occurred_at = desk.now();
        let mark = |kind| inquire(Inquiry::Mark { kind, occurred_at, words: "Given at the counter.".to_owned() });
        desk.does("responder", &case, mark(Marker::WastingPoliceTime));
        let near = Nearness::WithinKilometre;
        let words = "A bag with knives and a hammer, at the gate of the field.".to_owned();
        let found = Inquiry::Find { kind: PropertyKind::Weapon, found_at: occurred_at, near, words: words.clone() };
        desk.does("responder", &case, inquire(found));
        let page = desk.page("spoc", &case);
        let critical =
            page.flags.iter().filter(|flag| flag.tag.severity == Severity::Critical).map(|flag| flag.tag.code.as_str());
        assert_eq!(critical.collect::<Vec<_>>(), ["RF-08", "RF-10"]);
        let on = "on Wednesday 3 June 2026";
        let expected = format!("Against the person who reported, {on}: a notice or charge for wasting police time");
        assert_eq!(evidence(desk, &case, "RF-08"), [expected]);
        let expected = format!("Found: a weapon, {on}: within 1 km of a place of the person at risk");
        assert_eq!(evidence(desk, &case, "RF-10"), [expected]);
        // The words are on the case, and in no entry.
        assert!(page.timeline.iter().any(|item| item.detail.as_deref() == Some(words.as_str())));
        assert!(desk.entries().iter().all(|entry| !entry.to_string().contains("hammer")));
    });
}

#[test]
fn a_crime_is_classed_down_by_a_supervisor_and_without_a_reason_it_is_flagged() {
    on_both(|desk| {
        let case = case(desk);
        assert_eq!(refusal(desk.tries("alder", &case, reclassified(desk, CrimeClass::Harassment, ""))), "policy");
        let why = "The messages are about a debt, and stopped when it was paid.";
        desk.does("inspector", &case, reclassified(desk, CrimeClass::Harassment, why));
        assert!(!desk.flags(&case).contains(&"RF-19".to_owned()));
        desk.does("inspector", &case, reclassified(desk, CrimeClass::Stalking, "It is stalking after all."));
        desk.does("inspector", &case, reclassified(desk, CrimeClass::NoCrime, " "));
        assert!(desk.flags(&case).contains(&"RF-19".to_owned()));
        let again = desk.tries("inspector", &case, reclassified(desk, CrimeClass::NoCrime, ""));
        assert_eq!(refusal(again), "inquiry.SameClass");
    });
}

#[test]
fn words_of_staff_are_read_when_they_are_written_and_only_the_phrase_goes_on_record() {
    on_both(|desk| {
        let case = case(desk);
        desk.does("alder", &case, note("She does not decline, and wants him arrested."));
        assert_eq!(desk.count(&case, "words.noted"), 0);
        desk.does("alder", &case, note("Asked whether she wants him arrested."));
        assert_eq!(desk.count(&case, "words.noted"), 1);
        assert!(desk.flags(&case).contains(&"RF-22".to_owned()));
        assert_eq!(evidence(desk, &case, "RF-22"), ["Written on the case: whether the person at risk wants an arrest"]);
        assert!(desk.entries().iter().all(|entry| !entry.to_string().contains("wants him arrested")));
        // What the person at risk says is no record of the work, and a disposal that quotes the phrase raises no other.
        let said = Act::RecordAct {
            behaviour: None,
            occurred_at: desk.now(),
            precision: Precision::Day,
            narrative: "He asked if I wanted him arrested.".to_owned(),
        };
        desk.does("alder", &case, said);
        let flag = desk.page("spoc", &case).flags.into_iter().find(|flag| flag.tag.code == "RF-22").unwrap().id;
        let disposal = "'Victim declines' is no reason; the officer was told so.".to_owned();
        desk.does("inspector", &case, Act::DisposeFlag { flag: flag.parse().unwrap(), disposal });
        assert!(!desk.flags(&case).contains(&"RF-22".to_owned()));
        assert_eq!(desk.count(&case, "words.noted"), 1);
        desk.does(
            "inspector",
            &case,
            Act::Review { findings: "The complainant has declined to give a statement.".to_owned() },
        );
        assert!(desk.flags(&case).contains(&"RF-22".to_owned()), "other words are another row");
    });
}
