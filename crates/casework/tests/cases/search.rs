//! What a search shows is what the policies let its reader see, and what is hidden answers as what is not there.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::search::SHOWN_MAX;
use casework::views::Found;

fn search(desk: &Desk, name: &str, typed: &str) -> Found {
    desk.app().search(desk.actor(name), typed).unwrap()
}

fn references(desk: &Desk, name: &str, typed: &str) -> Vec<String> {
    search(desk, name, typed).rows.into_iter().map(|row| row.reference).collect()
}

/// What a case of Katherine Shaw is found by, with how that is told.
fn spellings(case: &str) -> Vec<(String, &'static str)> {
    let all = [
        ("N/1", "report reference"),
        ("n1", "report reference"),
        ("SHAW", "name"),
        ("Kate Shaw", "name"),
        ("Kathy Shaw", "name"),
        ("4/3/1990", "date of birth"),
        ("+44 7700 900123", "telephone number"),
        ("07700900456", "telephone number"),
        ("zz11ab", "postcode"),
        ("lantern row", "address"),
        ("QX19ABC", "vehicle"),
        ("harbour wall", "words"),
    ];
    let own = [(case.to_owned(), "case reference"), (case.to_lowercase().replace('-', " "), "case reference")];
    own.into_iter().chain(all.map(|(typed, kind)| (typed.to_owned(), kind))).collect()
}

fn whole(desk: Desk) {
    let desk = desk.peopled("2026-05-01T00:00:00Z");
    let case = desk.import_one("spoc", shaw("N/1"));
    for (typed, kind) in spellings(&case) {
        let found = search(&desk, "spoc", &typed);
        assert_eq!((found.rows.len(), found.more), (1, false), "{typed}");
        assert_eq!(
            (found.rows[0].reference.as_str(), found.rows[0].found_by.as_slice()),
            (case.as_str(), [kind.to_owned()].as_slice()),
            "{typed}"
        );
    }
    let both = search(&desk, "spoc", "Shaw 07700 900456 harbour");
    assert_eq!(both.rows[0].found_by, ["name", "telephone number", "words"]);
    assert_eq!((both.rows[0].status.as_str(), both.rows[0].officer.as_deref()), ("open", Some("ALDER")));
    for typed in ["Shaw Smith", "07700 900999", "N/2"] {
        assert!(references(&desk, "spoc", typed).is_empty(), "{typed}");
    }
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_case_is_found_by_every_reference_name_number_and_word() {
    whole(Desk::empty());
}

#[test]
fn and_so_it_is_on_postgresql() {
    whole(Desk::empty_on_postgresql());
}

#[test]
fn what_is_shown_is_on_record_and_nothing_that_was_typed() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let id = desk.case_id(&case).to_string();
    search(&desk, "spoc", "Shaw 07700 900123");
    let entry = desk.last_entry();
    assert_eq!((entry["action"].as_str(), entry["decision"].as_str()), (Some("search_cases"), Some("seen")));
    assert_eq!(entry["shown"], serde_json::json!([{ "fields": ["listing", "identity", "contact"], "ids": [id] }]));
    assert_eq!(entry["facts"], serde_json::json!([["terms", "3"], ["found", "1"]]));
    for typed in ["Gwendolyn Quillfeather", "07700 900777", "?!", "Quillfeather ".repeat(13).as_str()] {
        let _ = desk.app().search(desk.actor("spoc"), typed);
        let entry = desk.last_entry();
        assert_eq!(entry["action"], "search_cases");
        let text = entry.to_string().to_lowercase();
        assert!(!text.contains("quillfeather") && !text.contains("900777"), "{text}");
    }
}

/// By which kinds an account finds the case.
fn found_by(desk: &Desk, name: &str, case: &str) -> Vec<&'static str> {
    let mut kinds: Vec<&'static str> = spellings(case)
        .into_iter()
        .filter(|(typed, _)| !references(desk, name, typed).is_empty())
        .map(|(_, kind)| kind)
        .collect();
    kinds.dedup();
    kinds
}

#[test]
fn each_role_finds_by_the_fields_that_its_policy_opens_and_by_no_others() {
    let listed: &[&str] = &["case reference", "report reference"];
    let identity: &[&str] = &["name", "date of birth"];
    let all: &[&str] = &["name", "date of birth", "telephone number", "postcode", "address", "vehicle", "words"];
    let check = |name: &str, ties: &[&str], kinds: &[&[&'static str]]| {
        let desk = Desk::new();
        let case = desk.import_one("spoc", shaw("N/1"));
        for kind in ties {
            desk.tie(&case, name, kind);
        }
        assert_eq!(found_by(&desk, name, &case), kinds.concat(), "{name} {ties:?}");
    };
    check("alder", &[], &[listed, all]);
    check("sergeant", &[], &[listed, all]);
    check("responder", &[], &[listed, all]);
    check("inspector", &[], &[listed, all]);
    check("calltaker", &["reported"], &[listed, identity]);
    check("calltaker", &[], &[]);
    check("legal", &[], &[listed, identity]);
    check("manager", &[], &[listed, identity]);
    check("notifier", &[], &[listed]);
    check("advocate", &["consented"], &[listed]);
    check("advocate", &["consented", "consented_words"], &[listed, &["words"]]);
    check("advocate", &["consented_words"], &[]);
    check("advocate", &[], &[]);
    check("birch", &[], &[]);
    check("cedar", &[], &[]);
    check("oak", &[], &[]);
    check("southspoc", &[], &[]);
}

#[test]
fn who_has_no_cases_does_not_search() {
    let desk = Desk::new();
    desk.import_one("spoc", shaw("N/1"));
    for name in ["analyst", "auditor", "administrator"] {
        let refused = desk.app().search(desk.actor(name), "Shaw").unwrap_err();
        assert!(matches!(refused, Failure::Refused(_)), "{name}: {refused}");
        assert_eq!(refused, desk.app().search(desk.actor(name), "Nobody").unwrap_err());
    }
}

/// Everything that a search tells, as bytes.
fn told(desk: &Desk, name: &str, typed: &str) -> Vec<u8> {
    serde_json::to_vec(&desk.app().search(desk.actor(name), typed).map_err(|failure| failure.to_string())).unwrap()
}

#[test]
fn a_case_that_is_hidden_answers_as_none() {
    let restricted = |desk: &Desk, case: &str| {
        let reasons = "The subject is an officer of the force.".to_owned();
        desk.does("sergeant", case, Act::Restrict { named: vec!["inspector".to_owned()], reasons });
    };
    let connected = |desk: &Desk, case: &str| {
        for name in ["alder", "sergeant", "spoc"] {
            desk.tie(case, name, "connected");
        }
    };
    type Hides<'a> = &'a dyn Fn(&Desk, &str);
    let hidings: [(&str, Hides<'_>, &[&str]); 3] = [
        ("restricted", &restricted, &["alder", "sergeant", "spoc", "responder", "legal"]),
        ("connected", &connected, &["alder", "sergeant", "spoc"]),
        ("another's", &|_, _| {}, &["birch", "cedar", "oak", "southspoc", "calltaker", "advocate"]),
    ];
    let mut pairs = 0;
    for (why, hide, names) in hidings {
        let (with, without) = (Desk::new(), Desk::new());
        let case = with.import_one("spoc", shaw("N/1"));
        hide(&with, &case);
        for name in names {
            for (typed, kind) in spellings(&case) {
                assert_eq!(
                    told(&with, name, &typed),
                    told(&without, name, &typed),
                    "{why}: {name} learns by {kind} that there is a case"
                );
                pairs += 1;
            }
        }
    }
    assert!(pairs > 150, "{pairs}");
}

#[test]
fn a_hidden_case_is_in_no_number_and_does_not_make_a_search_too_wide() {
    let desk = Desk::new();
    let rows: Vec<Line> = (1..=SHOWN_MAX + 1)
        .map(|number| {
            shaw(&format!("N/{number}"))
                .with("vborn", "")
                .with("vphone", "")
                .with("vsur", &format!("Shaw{}", "a".repeat(number)))
        })
        .collect();
    desk.import("spoc", &rows);
    let found = search(&desk, "spoc", "Katherine");
    assert_eq!((found.rows.len(), found.more), (SHOWN_MAX, true));
    assert_eq!(
        desk.last_entry()["shown"][0]["ids"].as_array().unwrap().len(),
        SHOWN_MAX,
        "what is not shown is not named"
    );
    desk.tie(&desk.cases_with("N/1").remove(0), "spoc", "connected");
    let found = search(&desk, "spoc", "Katherine");
    assert_eq!((found.rows.len(), found.more), (SHOWN_MAX, false));
    assert!(search(&desk, "sergeant", "Katherine").more);
}

#[test]
fn what_is_written_to_a_case_later_is_found() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.does("alder", &case, Act::AddNote { words: "Her sister saw him by the pavilion.".to_owned() });
    assert_eq!(references(&desk, "spoc", "pavilion sister"), [case.as_str()]);
    desk.does(
        "sergeant",
        &case,
        Act::Allocate {
            officer: Some("birch".to_owned()),
            team: None,
            reasons: Some("Alder has too many.".to_owned()),
        },
    );
    assert_eq!((references(&desk, "birch", "Shaw"), references(&desk, "alder", "Shaw")), (vec![case.clone()], vec![]));
    // A later row tells the surname otherwise: it is found, and so is what was believed before.
    desk.import("spoc", &[shaw("N/1").with("officer", "birch").with("vsur", "Oakley")]);
    assert_eq!(references(&desk, "spoc", "Oakley"), [case.as_str()]);
    assert_eq!(references(&desk, "spoc", "Katherine Shaw"), [case.as_str()]);
    desk.import("spoc", &[shaw("N/2").with("officer", "birch").with("words", "Flowers on the step.")]);
    let other = desk.cases_with("N/2").remove(0);
    desk.does("birch", &case, Act::AttachReport { report: "N/2".to_owned() });
    let found = search(&desk, "spoc", "N/2");
    assert_eq!(found.rows.iter().map(|row| row.reference.as_str()).collect::<Vec<_>>(), [case.as_str()]);
    assert_eq!(references(&desk, "spoc", "flowers step"), [case.as_str()]);
    let left = search(&desk, "spoc", &other);
    assert_eq!(left.rows[0].status, "joined", "a case that went into another is still found by its own reference");
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}
