//! No personal data without its entry, no field that a role may not see, and no hint at a case that is kept from someone.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::linking::review::Opinion;
use casework::views::{Scope, WorklistFilter};

const WHEREABOUTS: &[&str] = &["ZZ1 1AB", "14 Lantern Row", "QX19 ABC"];
const IDENTITY: &[&str] = &["Katherine", "Shaw", "Pollard", "1990", "1985"];
const CONTACT: &[&str] = &["900123", "900456"];
const WORDS: &[&str] = &["harbour wall"];

fn all() -> WorklistFilter {
    WorklistFilter { scope: Scope::Force, kind: None, grade: None, overdue: false, after: None, limit: 200 }
}

#[test]
fn a_look_at_a_case_is_on_record_with_its_ids_and_fields() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let page = desk.page("spoc", &case);
    assert_eq!(page.people.len(), 2);
    let entry = desk.last_entry();
    assert_eq!((entry["action"].as_str(), entry["decision"].as_str()), (Some("view_case"), Some("seen")));
    assert_eq!(entry["actor"], desk.actor("spoc").account.to_string());
    assert_eq!(entry["case"], desk.case_id(&case).to_string());
    let named = |field: &str, id: &str| {
        entry["shown"].as_array().unwrap().iter().any(|shown| {
            let has = |key: &str, value: &str| shown[key].as_array().unwrap().iter().any(|one| one == value);
            has("fields", field) && has("ids", id)
        })
    };
    for mention in desk.column("select id from mentions") {
        for field in ["identity", "contact", "location"] {
            assert!(named(field, &mention), "{field} of {mention} was shown without being named");
        }
    }
    for words in desk.column("select id from contents") {
        assert!(named("narrative", &words));
    }
}

/// What a role sees of a case, and what it must not.
fn check(name: &str, ties: &[&str], sees: &[&[&str]], never: &[&[&str]]) {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    for kind in ties {
        desk.tie(&case, name, kind);
    }
    let shown = serde_json::to_string(&desk.page(name, &case)).unwrap();
    for value in sees.concat() {
        assert!(shown.contains(value), "{name} does not see {value}");
    }
    for value in never.concat() {
        assert!(!shown.contains(value), "{name} sees {value}");
    }
    let fields = desk.last_entry()["shown"].to_string();
    assert_eq!(fields.contains("location"), sees.contains(&WHEREABOUTS), "{name}: {fields}");
    assert_eq!(fields.contains("identity"), sees.contains(&IDENTITY), "{name}: {fields}");
}

#[test]
fn each_role_sees_the_fields_that_its_policy_opens_and_no_others() {
    check("alder", &[], &[IDENTITY, CONTACT, WHEREABOUTS, WORDS], &[]);
    check("responder", &[], &[IDENTITY, CONTACT, WHEREABOUTS, WORDS], &[]);
    check("calltaker", &["reported"], &[IDENTITY], &[CONTACT, WHEREABOUTS, WORDS]);
    check("legal", &[], &[IDENTITY], &[CONTACT, WHEREABOUTS, WORDS]);
    check("manager", &[], &[IDENTITY], &[CONTACT, WHEREABOUTS, WORDS]);
    check("advocate", &["consented", "consented_words"], &[WORDS], &[IDENTITY, CONTACT, WHEREABOUTS]);
    check("advocate", &["consented"], &[], &[IDENTITY, CONTACT, WHEREABOUTS, WORDS]);
    check("notifier", &[], &[], &[IDENTITY, CONTACT, WHEREABOUTS, WORDS]);
}

#[test]
fn what_is_withheld_says_so() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.tie(&case, "advocate", "consented");
    let page = desk.page("advocate", &case);
    assert!(page.people.iter().all(|person| person.name == "withheld from you" && person.born.is_none()));
    assert!(page.people.iter().all(|person| person.particulars.iter().all(|(_, value)| value == "withheld from you")));
}

/// A case that is kept from someone and one that does not exist fail alike; the refusal is on record.
fn same_as_none(desk: &Desk, name: &str, case: &str) {
    let before = desk.entries().len();
    let kept = desk.app().case_page(desk.actor(name), case).unwrap_err();
    let entry = desk.last_entry();
    assert_eq!(desk.entries().len(), before + 1);
    assert_eq!((entry["decision"].as_str(), entry["why"].as_str()), (Some("refused"), Some("policy")));
    assert_eq!(entry["case"], desk.case_id(case).to_string());
    let none = desk.app().case_page(desk.actor(name), "HF-000-000-000").unwrap_err();
    assert_eq!(kept, none);
    assert_eq!((kept.to_string(), kept.hint()), (none.to_string(), none.hint()));
    assert!(matches!(kept, Failure::NotFound(_)));
    let note = || casework::cases::act::Act::AddNote { words: "seen".to_owned() };
    assert_eq!(desk.tries(name, case, note()), desk.tries(name, "HF-000-000-000", note()));
    assert_eq!(desk.app().worklist(desk.actor(name), &all()).unwrap().total, 0);
}

#[test]
fn a_declared_connection_makes_a_case_vanish() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    assert_eq!(desk.app().worklist(desk.actor("alder"), &all()).unwrap().total, 1);
    desk.app().declare_connection(desk.actor("alder"), &case, "alder").unwrap();
    same_as_none(&desk, "alder", &case);
    same_as_none(&desk, "birch", &case);
    same_as_none(&desk, "oak", &case);
    let others = desk.app().declare_connection(desk.actor("oak"), &case, "birch").unwrap_err();
    assert_eq!(others, desk.app().declare_connection(desk.actor("oak"), "HF-000-000-000", "birch").unwrap_err());
}

#[test]
fn a_restricted_case_exists_for_named_accounts_alone() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let named = vec!["inspector".to_owned()];
    desk.does(
        "sergeant",
        &case,
        Act::Restrict { named, reasons: "The subject is an officer of the force.".to_owned() },
    );
    same_as_none(&desk, "alder", &case);
    same_as_none(&desk, "spoc", &case);
    same_as_none(&desk, "sergeant", &case);
    let reasons = "The unit advises on it.".to_owned();
    desk.does("inspector", &case, Act::NameAccount { account: "spoc".to_owned(), reasons });
    assert_eq!(desk.app().worklist(desk.actor("spoc"), &all()).unwrap().total, 1);
    desk.page("spoc", &case);
}

#[test]
fn no_link_and_no_report_of_the_series_hints_at_a_case_kept_from_the_reader() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("officer", "birch").with("words", "Flowers on the step.")]);
    let (own, other) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
    for link in desk.column("select id from links") {
        desk.app().decide_link(desk.actor("spoc"), &link, Opinion::Same, None).unwrap();
    }
    let seen = |desk: &Desk| serde_json::to_string(&desk.page("alder", &own)).unwrap();
    assert!(seen(&desk).contains(&other) && seen(&desk).contains("N/2"));
    desk.tie(&other, "alder", "connected");
    assert!(!seen(&desk).contains(&other), "a link names the case");
    assert!(!seen(&desk).contains("N/2"), "a report of the case is shown");
    for link in desk.column("select id from links") {
        let decided = desk.app().decide_link(desk.actor("alder"), &link, Opinion::NotSame, None);
        assert_eq!(decided, Err(Failure::NotFound("link")));
        assert_eq!(
            (desk.last_entry()["decision"].as_str(), desk.last_entry()["why"].as_str()),
            (Some("refused"), Some("policy"))
        );
    }
    let stolen = desk.tries("alder", &own, casework::cases::act::Act::AttachReport { report: "N/2".to_owned() });
    let missing = desk.tries("alder", &own, casework::cases::act::Act::AttachReport { report: "N/9".to_owned() });
    assert_eq!(stolen, missing);
}

#[test]
fn a_case_that_a_connection_keeps_from_the_reader_is_in_no_number_of_its_series() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("officer", "birch")]);
    let (own, other) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
    let read = |name: &str| {
        let page = serde_json::to_string(&desk.page(name, &own)).unwrap();
        page + &serde_json::to_string(&desk.app().worklist(desk.actor(name), &all()).unwrap()).unwrap()
    };
    let numbers =
        ["2 reports in the series", "1 other case of the same series", "Confirm the links: 1 other case", "not joined"];
    for words in numbers {
        assert!(read("alder").contains(words), "{words}: {}", read("alder"));
    }
    desk.tie(&other, "alder", "connected");
    for words in numbers {
        assert!(!read("alder").contains(words), "{words}: {}", read("alder"));
        assert!(read("sergeant").contains(words), "{words}");
    }
    // A connection with a case of another series takes nothing away.
    let far = desk.import_one(
        "spoc",
        shaw("N/9")
            .with("vfore", "Priya")
            .with("vsur", "Nair")
            .with("vborn", "1996-08-17")
            .with("vphone", "")
            .with("vpost", "")
            .with("vaddr", "")
            .with("vcar", "")
            .with("sfore", "Leopold")
            .with("ssur", "Marsh")
            .with("sborn", "1962-02-02")
            .with("sphone", ""),
    );
    desk.tie(&far, "sergeant", "connected");
    assert!(read("sergeant").contains(numbers[0]));
}

/// Everything that someone reads of a case: its page, its line of the list, the tasks and the links that wait.
fn all_that_is_read(desk: &Desk, name: &str, case: &str) -> String {
    let app = desk.app();
    let page = serde_json::to_string(&desk.page(name, case)).unwrap();
    let list = serde_json::to_string(&app.worklist(desk.actor(name), &all()).unwrap()).unwrap();
    let tasks = serde_json::to_string(&app.tasks(desk.actor(name)).unwrap()).unwrap();
    let links = serde_json::to_string(&app.waiting_links(desk.actor(name), 50).unwrap()).unwrap();
    [page, list, tasks, links].join("\n")
}

#[test]
fn a_case_of_the_series_that_is_restricted_is_not_counted_to_who_is_not_named() {
    let desk = Desk::new();
    let other_victim = shaw("N/3").with("officer", "cedar").with("vfore", "Priya").with("vsur", "Nair");
    let other_victim = other_victim.with("vborn", "1996-08-17").with("vphone", "07700 900777").with("vpost", "ZZ7 7ZZ");
    let other_victim = other_victim.with("vaddr", "8 Orchard End").with("vcar", "");
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("officer", "birch"), other_victim]);
    let [kept, open, third] = ["N/1", "N/2", "N/3"].map(|report| desk.cases_with(report).remove(0));
    let counted = ["2 reports in the series", "other case of the", "1 other case", "2 reports", "2 linked"];
    let victims = ["1 other victim", "1 other victims"];
    let read = all_that_is_read(&desk, "spoc", &open);
    assert!(read.contains("2 reports in the series") && read.contains("1 other case of the same series"), "{read}");
    assert!(read.contains("1 other victim") && desk.page("spoc", &third).flags.len() == 1);
    let restrict = |case: &str| {
        let named = vec!["sergeant".to_owned(), "inspector".to_owned()];
        let reasons = "The subject is an officer of the force.".to_owned();
        desk.does("sergeant", case, Act::Restrict { named, reasons });
    };
    restrict(&kept);
    let read = all_that_is_read(&desk, "spoc", &open);
    for words in counted {
        assert!(!read.contains(words), "{words:?} counts the restricted case: {read}");
    }
    assert_eq!(
        (desk.case_column(&open, "series_reports"), desk.case_column(&open, "series")),
        ("0".into(), String::new())
    );
    let gates = serde_json::to_string(&desk.page("spoc", &open).gates).unwrap();
    assert!(!gates.contains("not joined"), "{gates}");
    // Its own people are told of the others; the other victim is still one for the open case.
    assert!(all_that_is_read(&desk, "sergeant", &kept).contains("2 reports in the series"));
    assert!(all_that_is_read(&desk, "spoc", &open).contains("1 other victim"));
    restrict(&third);
    let read = all_that_is_read(&desk, "spoc", &open);
    assert!(victims.iter().all(|words| !read.contains(words)), "{read}");
    // Nothing changes by looking again; when the restriction is lifted it is told again.
    assert_eq!(desk.app().link_all().unwrap().changed, 0);
    let reasons = "He has left the force; nothing is to be kept.".to_owned();
    desk.does("inspector", &kept, Act::LiftRestriction { reasons });
    assert!(all_that_is_read(&desk, "spoc", &open).contains("2 reports in the series"));
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn another_force_is_not_told_to_call_about_a_restricted_case() {
    let desk = Desk::new();
    let north = desk.import_one("spoc", shaw("N/1"));
    let south = desk.import_one("southspoc", shaw("S/1").with("team", "docks").with("officer", "oak"));
    let task = desk.app().tasks(desk.actor("southspoc")).unwrap().remove(0).id;
    assert!(all_that_is_read(&desk, "southspoc", &south).contains(&north));
    let named = vec!["sergeant".to_owned(), "spoc".to_owned()];
    desk.does("sergeant", &north, Act::Restrict { named, reasons: "The subject is an officer.".to_owned() });
    let read = all_that_is_read(&desk, "southspoc", &south);
    for words in [north.as_str(), "another force", "2 reports", "held by another"] {
        assert!(!read.contains(words), "{words}: {read}");
    }
    assert_eq!(desk.app().finish_task(desk.actor("southspoc"), &task), Err(Failure::NotFound("task")));
    assert_eq!(desk.app().tasks(desk.actor("spoc")).unwrap().len(), 1, "whoever is named for it calls");
}
