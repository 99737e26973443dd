//! Absence: who stands in sees and does what the absent person could, is kept away where anybody would be, and all of it ends.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::house::absences::{AbsenceRecorded, Leave};
use casework::views::{Scope, Worklist, WorklistFilter};
use domain::catalogue::Grade;

fn leave(until: Option<&str>, stand_in: Option<&str>) -> Leave {
    Leave { from: day("2026-06-03"), until: until.map(day), stand_in: stand_in.map(str::to_owned) }
}
fn goes(desk: &Desk, name: &str, until: Option<&str>, stand_in: Option<&str>) -> Result<AbsenceRecorded, Failure> {
    desk.app().record_absence(desk.actor("sergeant"), name, &leave(until, stand_in))
}
fn list(desk: &Desk, name: &str, scope: Scope) -> Worklist {
    let filter = WorklistFilter { scope, kind: None, grade: None, overdue: false, after: None, limit: 50 };
    desk.app().worklist(desk.actor(name), &filter).unwrap()
}
/// The references on the list of somebody, with what is said of absence.
fn mine(desk: &Desk, name: &str) -> Vec<(String, Option<String>)> {
    list(desk, name, Scope::Mine).rows.into_iter().map(|row| (row.reference, row.absence)).collect()
}
fn hidden(failure: Result<casework::cases::act::Acted, Failure>) -> bool {
    failure == Err(Failure::NotFound("case"))
}

#[test]
fn who_stands_in_has_the_cases_of_the_absent_and_an_end_returns_all_of_it() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    assert!(mine(&desk, "birch").is_empty());
    assert!(hidden(desk.tries("birch", &case, screen(Grade::High))));
    let done = goes(&desk, "alder", Some("2026-06-05"), Some("birch")).unwrap();
    assert_eq!(done, AbsenceRecorded { cases: 1, left_alone: Vec::new() });
    let until = "until Friday 5 June 2026";
    assert_eq!(mine(&desk, "birch"), [(case.clone(), Some(format!("away {until}; you stand in")))]);
    assert_eq!(list(&desk, "sergeant", Scope::Force).rows[0].absence, Some(format!("away {until}; BIRCH stands in")));
    assert!(desk.page("birch", &case).access.contains(&format!("ALDER is away {until}; BIRCH stands in.")));
    desk.does("birch", &case, screen(Grade::High));
    // Neither of the two loses or gains the case by it, and the officer can act all the same.
    assert_eq!(desk.case_column(&case, "officer"), desk.actor("alder").account.to_string());
    assert_eq!(mine(&desk, "alder").len(), 1);
    // On the day after the last, nobody stands in any more, though nobody did anything.
    desk.set(at("2026-06-05T22:59:59Z"));
    assert_eq!(mine(&desk, "birch").len(), 1);
    desk.set(at("2026-06-05T23:00:00Z"));
    assert!(mine(&desk, "birch").is_empty());
    assert!(hidden(desk.tries("birch", &case, screen(Grade::High))));
    assert_eq!(mine(&desk, "alder"), [(case.clone(), None)]);
    // An end before the last day does the same at once.
    desk.set(at("2026-06-03T12:00:00Z"));
    assert_eq!(mine(&desk, "birch").len(), 1);
    assert_eq!(desk.app().end_absence(desk.actor("sergeant"), "alder").unwrap(), 1);
    assert!(mine(&desk, "birch").is_empty());
    assert!(hidden(desk.tries("birch", &case, screen(Grade::High))));
    assert_eq!(desk.count(&case, "owner.absence"), 2);
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    assert!(check.verified.findings.is_empty(), "{:?}", check.verified.findings);
}

#[test]
fn a_connection_and_a_restriction_keep_a_stand_in_away_and_the_list_says_that_nobody_stands_in() {
    let desk = Desk::new();
    let connected = desk.import_one("spoc", shaw("N/1"));
    let restricted = desk.import_one("spoc", shaw("N/2").with("vfore", "Rosalind").with("vsur", "Okoro"));
    let open = desk.import_one("spoc", shaw("N/3").with("vfore", "Miriam").with("vsur", "Castell"));
    desk.app().declare_connection(desk.actor("sergeant"), &connected, "birch").unwrap();
    let named = vec!["sergeant".to_owned(), "alder".to_owned()];
    desk.does("sergeant", &restricted, Act::Restrict { named, reasons: "The subject is an officer.".to_owned() });
    goes(&desk, "alder", None, Some("birch")).unwrap();
    assert_eq!(mine(&desk, "birch"), [(open.clone(), Some("away; you stand in".to_owned()))]);
    for kept in [&connected, &restricted] {
        assert!(hidden(desk.tries("birch", kept, screen(Grade::High))));
        assert!(matches!(desk.app().case_page(desk.actor("birch"), kept), Err(Failure::NotFound(_))));
    }
    let told: Vec<_> =
        list(&desk, "sergeant", Scope::Force).rows.into_iter().map(|row| (row.reference, row.absence)).collect();
    for kept in [connected, restricted] {
        assert!(told.contains(&(kept, Some("away; nobody stands in: the team has it".to_owned()))), "{told:?}");
    }
    assert!(told.contains(&(open, Some("away; BIRCH stands in".to_owned()))));
}

#[test]
fn a_single_officer_who_is_away_for_three_days_with_nobody_standing_in_raises_rf_33() {
    let desk = Desk::new();
    let alone = desk.import_one("spoc", shaw("N/1"));
    let held =
        desk.import_one("spoc", shaw("N/2").with("officer", "cedar").with("vfore", "Rosalind").with("vsur", "Okoro"));
    goes(&desk, "alder", None, None).unwrap();
    desk.app().record_absence(desk.actor("inspector"), "cedar", &leave(None, Some("birch"))).unwrap();
    // What comes to them while they are away is told, too.
    let late = desk.import_one("spoc", shaw("N/3").with("vfore", "Miriam").with("vsur", "Castell"));
    desk.set(at("2026-06-05T22:59:00Z"));
    desk.tick();
    let raised = |case: &str| desk.flags(case).contains(&"RF-33".to_owned());
    assert!(!raised(&alone));
    desk.set(at("2026-06-05T23:00:00Z"));
    desk.tick();
    assert_eq!((raised(&alone), raised(&late), raised(&held)), (true, true, false));
    // The officer whom it concerns does not answer it, nor who stands in from now on; a supervisor does.
    goes(&desk, "alder", None, Some("birch")).unwrap();
    let flag = desk.page("sergeant", &alone).flags.into_iter().find(|flag| flag.tag.code == "RF-33").unwrap();
    let answer = |name: &str| {
        let words = "Birch stands in from today, and has called her.".to_owned();
        desk.tries(name, &alone, Act::DisposeFlag { flag: flag.id.parse().unwrap(), disposal: words })
    };
    assert!(matches!(answer("alder"), Err(Failure::Refused(_))));
    assert!(matches!(answer("birch"), Err(Failure::Refused(_))));
    answer("sergeant").unwrap();
    assert!(!raised(&alone));
}

#[test]
fn who_is_away_stands_in_for_nobody_and_whoever_loses_a_stand_in_is_named() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    goes(&desk, "alder", None, Some("birch")).unwrap();
    let birch = goes(&desk, "birch", Some("2026-06-04"), None).unwrap();
    assert_eq!(birch.left_alone, ["alder"]);
    assert!(mine(&desk, "birch").is_empty());
    let again = goes(&desk, "alder", None, Some("birch"));
    assert!(matches!(again, Err(Failure::Invalid(_))), "who is away then does not stand in: {again:?}");
    desk.app().record_absence(desk.actor("inspector"), "alder", &leave(None, Some("cedar"))).unwrap();
    assert_eq!(mine(&desk, "cedar").len(), 1);
    let listed = desk.app().absences(desk.actor("administrator")).unwrap();
    let shown: Vec<_> = listed.iter().map(|one| (one.name.as_str(), one.stand_in.as_deref())).collect();
    assert_eq!(shown, [("alder", Some("cedar")), ("birch", None)]);
    // Whose account is closed stands in for nobody, and is not away any more.
    desk.app().close_account(desk.actor("administrator"), "cedar").unwrap();
    assert!(
        desk.page("sergeant", &case).access.contains(&"ALDER is away; nobody stands in: the team has it.".to_owned())
    );
    desk.app().close_account(desk.actor("administrator"), "birch").unwrap();
    assert_eq!(desk.app().absences(desk.actor("administrator")).unwrap().len(), 1);
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    let desk = Desk::new();
    let invalid = |tried: Result<AbsenceRecorded, Failure>| matches!(tried, Err(Failure::Invalid(_)));
    assert!(invalid(goes(&desk, "alder", Some("2026-06-02"), None)), "the last day is past, and before the first");
    assert!(invalid(goes(&desk, "alder", None, Some("alder"))), "nobody stands in for themselves");
    assert!(invalid(goes(&desk, "alder", None, Some("sergeant"))), "the work of an officer takes that role");
    assert!(invalid(goes(&desk, "alder", None, Some("oak"))), "another force's");
    assert!(invalid(goes(&desk, "cedar", None, None)), "a supervisor records it for the team");
    assert!(desk.app().record_absence(desk.actor("inspector"), "cedar", &leave(None, None)).is_ok());
    let by_officer = desk.app().record_absence(desk.actor("alder"), "alder", &leave(None, None));
    assert!(matches!(by_officer, Err(Failure::Refused(_))), "{by_officer:?}");
    assert!(matches!(desk.app().end_absence(desk.actor("sergeant"), "alder"), Err(Failure::Invalid(_))));
}

#[test]
fn a_reminder_meant_for_an_officer_who_is_away_reaches_who_stands_in_or_goes_up() {
    let hears = |desk: &Desk, name: &str| {
        let notices = desk.app().notices(desk.actor(name), store::views::notices::NoticeReach::Mine).unwrap().notices;
        notices.iter().any(|notice| notice.clock == "PD-03")
    };
    for (stand_in, birch, sergeant) in [(Some("birch"), true, false), (None, false, true)] {
        let desk = Desk::new();
        desk.import_one("spoc", shaw("N/1"));
        goes(&desk, "alder", None, stand_in).unwrap();
        desk.app().keep_watch(None).unwrap();
        // PD-03 is due at 10:00 on 5 June; its owner is reminded twelve hours before.
        desk.set(at("2026-06-04T21:00:00Z"));
        desk.app().keep_watch(None).unwrap();
        assert_eq!((hears(&desk, "birch"), hears(&desk, "sergeant")), (birch, sergeant), "{stand_in:?}");
    }
}
