//! Reports recorded by hand.

use crate::support::*;
use casework::Failure;
use casework::intake::found::ReadPerson;
use casework::intake::report::{NewReport, Told};
use casework::views::{Scope, WorklistFilter};
use domain::catalogue::*;

pub fn person(role: &str, forename: &str, surname: &str, born: &str, phone: &str) -> ReadPerson {
    let text = str::to_owned;
    let phones = if phone.is_empty() { Vec::new() } else { vec![text(phone)] };
    ReadPerson {
        role: text(role),
        forename: text(forename),
        surname: text(surname),
        born: text(born),
        phones,
        ..ReadPerson::default()
    }
}

pub fn told(desk: &Desk, reference: &str) -> NewReport {
    NewReport {
        reference: reference.to_owned(),
        occurred_at: desk.now().plus_hours(-2),
        precision: Precision::Exact,
        behaviour: Some(Behaviour::A5),
        relationship: Relationship::ExIntimate,
        team: String::new(),
        narrative: "He stood across the street.".to_owned(),
        people: vec![
            person("person_at_risk", "Cath", "Shaw", "1990-03-04", "07700 900123"),
            person("subject", "Gareth", "Pollard", "1985-11-20", ""),
        ],
        beside: Told::default(),
    }
}

#[test]
fn a_call_taker_s_report_opens_a_case_links_at_once_and_stays_in_their_sight() {
    let desk = Desk::new();
    let earlier = desk.import_one("spoc", shaw("N/1"));
    let recorded = desk.app().record_report(desk.actor("calltaker"), told(&desk, "N/2")).unwrap();
    let case = recorded.cases.first().unwrap();
    assert_eq!(recorded.cases.len(), 1);
    assert_eq!(desk.case_column(case, "series"), desk.case_column(&earlier, "series"));
    assert_ne!(desk.case_column(case, "series"), "");
    assert_eq!((desk.case_column(case, "officer"), desk.on_list(case)), (String::new(), true));
    assert_eq!(desk.case_column(case, "next_action"), "Give the case to an officer.");
    let filter =
        WorklistFilter { scope: Scope::Force, kind: None, grade: None, overdue: false, after: None, limit: 10 };
    let list = desk.app().worklist(desk.actor("calltaker"), &filter).unwrap();
    assert_eq!(list.rows.iter().map(|row| &row.reference).collect::<Vec<_>>(), [case]);
    assert_eq!(desk.page("calltaker", case).reports.len(), 1);
    assert_eq!(desk.app().case_page(desk.actor("calltaker"), &earlier), Err(Failure::NotFound("case")));
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn all_that_is_wrong_with_a_report_is_said_at_once() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1")]);
    let record = |name: &str, report: NewReport| desk.app().record_report(desk.actor(name), report);
    let taken = record("calltaker", told(&desk, "N/1"));
    assert!(matches!(taken, Err(Failure::Invalid(problems)) if problems.len() == 1));
    let nobody = NewReport {
        reference: " ".to_owned(),
        occurred_at: desk.now().plus_hours(1),
        people: Vec::new(),
        ..told(&desk, "")
    };
    let Err(Failure::Invalid(problems)) = record("calltaker", nobody) else { panic!("an empty report went in") };
    assert_eq!(
        problems.iter().map(|problem| problem.field.as_ref()).collect::<Vec<_>>(),
        ["reference", "occurred", "at-risk"]
    );
    for name in ["auditor", "analyst", "administrator", "advocate", "legal"] {
        assert!(matches!(record(name, told(&desk, "N/3")), Err(Failure::Refused(_))), "{name}");
        assert_eq!(
            (desk.last_entry()["decision"].as_str(), desk.last_entry()["action"].as_str()),
            (Some("refused"), Some("record_report"))
        );
    }
}

#[test]
fn a_later_file_brings_a_report_taken_by_hand_up_to_date() {
    let desk = Desk::new();
    let recorded = desk.app().record_report(desk.actor("calltaker"), told(&desk, "N/1")).unwrap();
    let result = desk.import("spoc", &[shaw("N/1")]);
    assert_eq!((result.updated_rows, result.reports), (1, 0));
    assert_eq!(desk.case_column(recorded.cases.first().unwrap(), "officer"), desk.actor("alder").account.to_string());
}

#[test]
fn a_report_with_a_character_that_cannot_be_stored_is_refused() {
    let desk = Desk::new();
    let whole = told(&desk, "N/1\0");
    let person = |surname: &str| person("subject", "Gareth", surname, "", "");
    let named = NewReport { people: vec![whole.people[0].clone(), person("Poll\0ard")], ..told(&desk, "N/1") };
    let words = NewReport { narrative: "He\0".to_owned(), ..told(&desk, "N/1") };
    for (field, report) in [("reference", whole), ("subject", named), ("words", words)] {
        let refused = desk.app().record_report(desk.actor("calltaker"), report);
        let Err(Failure::Invalid(problems)) = refused else { panic!("it went in") };
        let told: Vec<_> = problems.iter().map(|problem| (problem.field.as_ref(), problem.words.as_str())).collect();
        assert_eq!(told, [(field, "holds a character that cannot be stored")]);
    }
}
