//! Corrections by hand: what was believed stays to be seen, and what is told otherwise holds on every case of the report.

use crate::support::*;
use casework::Failure;
use casework::cases::act::{Act, Described, Meant, Particulars};
use casework::linking::review::Opinion;
use casework::views::PersonView;
use domain::catalogue::*;

const WHY: &str = "The caller rang back and put it right; her statement has it so.";

fn told(act: &str, behaviour: Behaviour) -> Act {
    Act::CorrectAct {
        act: act.to_owned(),
        behaviour: Some(behaviour),
        occurred_at: None,
        precision: None,
        because: CorrectionCause::BetterInformation,
        narrative: WHY.to_owned(),
    }
}
fn withdraw(report: &str) -> Act {
    Act::StrikeReport { report: report.to_owned(), because: StrikeCause::Duplicate, reasons: WHY.to_owned() }
}
fn person(role: &str, meant: Meant, particulars: Particulars) -> Act {
    Act::CorrectPerson {
        person: Described { role: role.to_owned(), report: None },
        meant,
        particulars,
        because: CorrectionCause::Mistake,
        reasons: WHY.to_owned(),
    }
}
fn named(surname: &str) -> Particulars {
    Particulars { surname: surname.to_owned(), ..Particulars::default() }
}
fn described<'a>(people: &'a [PersonView], role: &str) -> Vec<&'a PersonView> {
    people.iter().filter(|person| person.role.starts_with(role)).collect()
}
fn sound(desk: &Desk) {
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn an_act_is_told_otherwise_on_every_case_of_its_report_and_goes_with_it() {
    let desk = Desk::new();
    let with_child = shaw("N/1").with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06");
    desk.import("spoc", &[with_child, shaw("N/2").with("grade", "standard")]);
    let [mother, child] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
    let acted = desk.does("alder", &mother, told("N/1", Behaviour::O4));
    assert_eq!(acted.events, ["act.corrected", "risk.reopened"]);
    assert_eq!((desk.count(&mother, "act.corrected"), desk.count(&child, "act.corrected")), (1, 1));
    let page = desk.page("alder", &child);
    assert_eq!(page.reports.first().unwrap().behaviour, "vehicle tracker");
    let item = desk.page("alder", &mother).timeline.into_iter().find(|item| item.title.starts_with("Act corrected"));
    let detail = item.unwrap().detail.unwrap();
    assert!(detail.starts_with("Believed until then: contacting or attempting to contact by any means"), "{detail}");
    assert!(detail.ends_with(WHY), "{detail}");
    // Where the report goes, the act goes as it is told now; the source's own account comes back only by a later row.
    let other = desk.cases_with("N/2").remove(0);
    desk.does("sergeant", &other, Act::AttachReport { report: "N/1".to_owned() });
    assert!(desk.flags(&other).contains(&"RF-09".to_owned()), "a tracker stands beside a standard grade");
    let with_child = shaw("N/1").with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06");
    desk.import("spoc", &[with_child.with("words", "He rang the bell.")]);
    assert_eq!(desk.count(&other, "act.corrected"), 0, "the source says of the act what it said");
    sound(&desk);
}

#[test]
fn an_act_recorded_by_hand_is_corrected_by_its_id() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.does("alder", &case, act_at(at("2026-06-03T08:00:00Z")));
    let id = |start: &str| {
        let timeline = desk.page("alder", &case).timeline;
        let title = timeline.into_iter().rev().find(|item| item.title.starts_with(start)).unwrap().title;
        title.split("(id ").nth(1).unwrap().trim_end_matches(')').to_owned()
    };
    let first = id("Act recorded");
    desk.does("alder", &case, told(&first, Behaviour::A5));
    assert_eq!(refusal(desk.tries("alder", &case, told(&first, Behaviour::A6))), "correction.ActReplaced");
    desk.does("alder", &case, told(&id("Act corrected"), Behaviour::A6));
    let strange = desk.tries("alder", &case, told("N/404", Behaviour::A6));
    assert!(matches!(strange, Err(Failure::NotFound("report"))), "{strange:?}");
    let by_import = Act::CorrectAct {
        act: "N/1".to_owned(),
        behaviour: None,
        occurred_at: None,
        precision: Some(Precision::Day),
        because: CorrectionCause::LaterRow,
        narrative: String::new(),
    };
    assert!(matches!(desk.tries("alder", &case, by_import), Err(Failure::Invalid(_))));
    sound(&desk);
}

#[test]
fn a_withdrawn_report_is_still_shown_takes_nobody_off_the_list_and_can_come_back() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("code", "O4")]);
    let case = desk.cases_with("N/1").remove(0);
    desk.does("sergeant", &case, Act::AttachReport { report: "N/2".to_owned() });
    assert_eq!(desk.case_column(&case, "reports"), "2");
    let by_officer = desk.tries("alder", &case, withdraw("N/2"));
    assert!(matches!(by_officer, Err(Failure::Refused(refusal)) if refusal.action == "strike_record"));
    let acted = desk.does("sergeant", &case, withdraw("N/2"));
    assert_eq!((acted.events, acted.warnings), (vec!["report.struck".to_owned()], Vec::new()));
    assert_eq!((desk.case_column(&case, "reports"), desk.on_list(&case)), ("1".to_owned(), true));
    let page = desk.page("sergeant", &case);
    let report = page.reports.iter().find(|report| report.reference == "N/2").unwrap();
    assert_eq!(report.belongs, "withdrawn from the count: it was recorded twice");
    let item = page.timeline.iter().find(|item| item.title.starts_with("Report withdrawn")).unwrap();
    assert_eq!(
        (item.title.as_str(), item.detail.as_deref()),
        ("Report withdrawn from the count: it was recorded twice", Some(WHY))
    );
    // The last one leaves the person at risk on the list, and says so.
    let acted = desk.does("inspector", &case, withdraw("N/1"));
    assert!(acted.warnings.first().unwrap().starts_with("no report that counts is left"), "{:?}", acted.warnings);
    assert_eq!((desk.case_column(&case, "reports"), desk.on_list(&case)), ("0".to_owned(), true));
    desk.does("sergeant", &case, Act::AttachReport { report: "N/2".to_owned() });
    assert_eq!((desk.case_column(&case, "reports"), desk.count(&case, "report.attached")), ("1".to_owned(), 3));
    // The source tells it otherwise: it counts again.
    desk.import("spoc", &[shaw("N/1").with("code", "O16")]);
    assert_eq!(desk.case_column(&case, "reports"), "2");
    sound(&desk);
}

#[test]
fn an_act_is_withdrawn_by_a_supervisor_who_is_not_its_officer() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let strike =
        || Act::StrikeAct { act: "N/1".to_owned(), because: StrikeCause::OtherPerson, reasons: WHY.to_owned() };
    // An officer who became a supervisor since.
    let became = casework::views::Actor { role: Role::Supervisor, ..desk.actor("alder").clone() };
    assert!(matches!(desk.app().act(&became, &case, strike()), Err(Failure::Refused(_))));
    desk.does("inspector", &case, Act::Allocate { officer: Some("birch".to_owned()), team: None, reasons: None });
    assert_eq!(refusal(desk.app().act(&became, &case, strike())), "correction.OfficerInCase");
    let short = Act::StrikeAct { act: "N/1".to_owned(), because: StrikeCause::OtherPerson, reasons: "No.".to_owned() };
    assert_eq!(refusal(desk.tries("inspector", &case, short)), "correction.ReasonsTooShort");
    desk.does("inspector", &case, strike());
    assert!(
        desk.page("inspector", &case).gates.iter().all(|gate| !gate.why.as_deref().unwrap_or("").contains("act is"))
    );
    assert_eq!(refusal(desk.tries("inspector", &case, strike())), "correction.ActStruck");
    sound(&desk);
}

#[test]
fn somebody_else_does_not_stay_off_the_list_under_an_order_for_another() {
    let desk = Desk::new();
    let served = || shaw("N/1").with("granted", "2026-06-02").with("served", "2026-06-03");
    let case = desk.import_one("spoc", served());
    assert!(!desk.on_list(&case));
    desk.does("alder", &case, person("person_at_risk", Meant::SamePerson, named("Shawe")));
    assert!(!desk.on_list(&case), "a slip of the pen takes no order away");
    let other = Particulars { forename: "Zelda".to_owned(), ..named("Oakes") };
    desk.does("alder", &case, person("person_at_risk", Meant::AnotherPerson, other));
    assert!(desk.on_list(&case));
    let page = desk.page("alder", &case);
    assert!(page.next_action.starts_with("Find out whom the order names"), "{}", page.next_action);
    assert!(page.protections.iter().any(|held| held.state.starts_with("in doubt")));
    sound(&desk);
}

#[test]
fn a_wrong_name_is_corrected_and_the_old_one_stays_to_be_seen_by_those_who_may_see_names() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let corrected = Particulars { born: "-".to_owned(), ..named("Ballard") };
    desk.does("alder", &case, person("subject", Meant::SamePerson, corrected));
    let people = desk.page("alder", &case).people;
    let subjects = described(&people, "Subject");
    let seen: Vec<(&str, &str, Option<&str>)> =
        subjects.iter().map(|person| (person.role.as_str(), person.name.as_str(), person.born.as_deref())).collect();
    let until = "Subject, believed until 10:00 on Wednesday 3 June 2026 (a mistake in recording)";
    assert_eq!(seen, [("Subject", "Gareth Ballard", None), (until, "Gareth Pollard", Some("20 November 1985"))]);
    let phone = ("Phone".to_owned(), "07700 900456".to_owned());
    assert!(subjects.iter().all(|person| person.particulars.contains(&phone)), "what was not corrected stands in both");
    // A reader who may not see names sees neither.
    assert_eq!(described(&desk.page("notifier", &case).people, "Subject").len(), 0);
    // No entry holds a name.
    let entries = serde_json::to_string(&desk.entries()).unwrap();
    assert!(!entries.contains("Ballard") && !entries.contains("Pollard"));
    for (particulars, field) in [
        (Particulars { born: "20/11/1985".to_owned(), ..Particulars::default() }, "born"),
        (Particulars::default(), "particulars"),
        (named("Ballard"), "particulars"),
    ] {
        let refused = desk.tries("alder", &case, person("subject", Meant::SamePerson, particulars));
        assert!(matches!(&refused, Err(Failure::Invalid(problems)) if problems[0].field == field), "{refused:?}");
    }
    assert!(matches!(
        desk.tries("alder", &case, person("subject", Meant::AnotherPerson, Particulars::default())),
        Err(Failure::Invalid(_))
    ));
    sound(&desk);
}

#[test]
fn linkage_looks_at_corrected_particulars_and_an_opinion_survives() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2")]);
    let (one, two) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
    let series = |case: &str| desk.case_column(case, "series_reports");
    assert_eq!((series(&one), series(&two)), ("2".to_owned(), "2".to_owned()));
    let stranger = || Particulars {
        forename: "Odette".to_owned(),
        born: "1961-01-15".to_owned(),
        sex: "F".to_owned(),
        postcode: "ZZ9 9ZZ".to_owned(),
        ..named("Quill")
    };
    let anew = |case: &str, role: &str| {
        desk.does("alder", case, person(role, Meant::AnotherPerson, stranger()));
        desk.app().link_all().unwrap();
    };
    let link = |about: &str| {
        let links = desk.page("spoc", &two).links;
        links.into_iter().find(|link| link.about == about).map(|link| (link.id, link.state))
    };
    let (subjects, _) = link("subject").unwrap();
    desk.app().decide_link(desk.actor("spoc"), &subjects, Opinion::Same, None).unwrap();
    anew(&two, "person_at_risk");
    assert_eq!(desk.case_column(&two, "series_reports"), "0", "nobody is the same person at risk any more");
    let acted = desk.does("alder", &two, person("subject", Meant::AnotherPerson, named("Nobody")));
    assert!(acted.warnings.first().unwrap().contains("that stands"), "{:?}", acted.warnings);
    desk.app().link_all().unwrap();
    assert_eq!(link("subject").unwrap().1, "confirmed");
    sound(&desk);
}

#[test]
fn a_later_row_with_other_particulars_keeps_what_was_believed() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1").with("sphone", ""));
    // What was blank and is known now replaces nothing.
    desk.import("spoc", &[shaw("N/1")]);
    assert_eq!(desk.count(&case, "person.corrected"), 0);
    desk.import("spoc", &[shaw("N/1").with("ssur", "Ballard")]);
    assert_eq!(desk.count(&case, "person.corrected"), 1);
    let people = desk.page("alder", &case).people;
    let names: Vec<&str> = described(&people, "Subject").iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Gareth Ballard", "Gareth Pollard"]);
    sound(&desk);
}
