//! Imports: what a later file changes, and that the same file changes nothing.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::intake::import::ImportFile;

fn unknown_subject(reference: &str) -> Line {
    ["sfore", "ssur", "sborn", "sphone"].into_iter().fold(shaw(reference), |line, column| line.with(column, ""))
}

#[test]
fn a_suspect_who_becomes_known_is_identified_on_the_case() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", unknown_subject("N/1"));
    assert_eq!((desk.case_column(&case, "subject"), desk.count(&case, "subject.identified")), (String::new(), 0));
    let result = desk.import("spoc", &[shaw("N/1")]);
    assert_eq!((result.updated_rows, result.new_rows, result.cases), (1, 0, 0));
    assert_eq!(desk.count(&case, "subject.identified"), 1);
    assert_ne!(desk.case_column(&case, "subject"), "");
    assert!(
        desk.page("alder", &case)
            .people
            .iter()
            .any(|person| person.role == "Subject" && person.name == "Gareth Pollard")
    );
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_mapped_service_takes_a_person_off_the_list() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1").with("granted", "2026-06-02"));
    assert!(desk.on_list(&case), "an order that nobody served protects nobody");
    desk.import("spoc", &[shaw("N/1").with("granted", "2026-06-02").with("served", "2026-06-03")]);
    assert!(!desk.on_list(&case));
    assert_eq!((desk.count(&case, "protection.recorded"), desk.count(&case, "protection.served")), (1, 1));
    let at_once = desk.import_one("spoc", shaw("N/2").with("vsur", "Nair").with("served", "2026-06-03"));
    assert!(!desk.on_list(&at_once));
}

#[test]
fn the_same_file_twice_changes_nothing_and_says_so() {
    let desk = Desk::new();
    let rows = [shaw("N/1"), shaw("N/2").with("recorded", "some day"), shaw("N/3").with("vsur", "Nair")];
    let first = desk.import("spoc", &rows);
    assert_eq!((first.rows, first.new_rows, first.held_rows, first.reports, first.cases), (3, 2, 1, 2, 2));
    let versions = || {
        desk.column(
            "select id || ' ' || version from cases union all select id || ' ' || version from reports order by 1",
        )
    };
    let before = versions();
    let again = desk.import("spoc", &rows);
    assert_eq!((again.rows, again.unchanged_rows, again.held_rows), (3, 2, 1));
    assert_eq!((again.new_rows, again.updated_rows, again.reports, again.cases), (0, 0, 0, 0));
    assert_eq!(again.id, first.id);
    assert_eq!(versions(), before);
    // A row that stands unchanged in another file changes nothing either.
    let other = desk.import("spoc", &[shaw("N/1"), shaw("N/4").with("vsur", "Vale")]);
    assert_eq!((other.unchanged_rows, other.new_rows, other.updated_rows), (1, 1, 0));
    for result in [first, again, other] {
        assert_eq!(result.new_rows + result.updated_rows + result.unchanged_rows + result.held_rows, result.rows);
    }
}

#[test]
fn a_first_import_asks_for_the_go_live_and_later_ones_do_not_move_it() {
    let desk = Desk::empty();
    desk.app().create_empty_demonstration(None).unwrap();
    let spoc = desk.app().act_as("spoc").unwrap();
    let file = |go_live_at| {
        ImportFile {
        name: "file.csv".to_owned(),
        bytes: b"ref,recorded,fore\nN/1,2026-06-02 10:00,Ann\n".to_vec(),
        map: "form = \"crime\"\n[report]\nreference = \"ref\"\nrecorded_at = \"recorded\"\n[[person]]\nrole = \"person_at_risk\"\nforename = \"fore\"\n".to_owned(),
        go_live_at,
    }
    };
    let asked = desk.app().import(&spoc, &file(None), &mut |_, _| {});
    assert!(matches!(asked, Err(Failure::Invalid(problems)) if problems.first().unwrap().field == "go-live"));
    assert_eq!(desk.column("select id from cases"), Vec::<String>::new());
    let live = at("2026-06-01T00:00:00Z");
    let refused = desk.app().import(&spoc, &file(Some(live)), &mut |_, _| {});
    assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal.action == "set_go_live"));
    let administrator = desk.app().act_as("administrator").unwrap();
    let year_off = desk.app().import(&administrator, &file(Some(at("2027-06-01T00:00:00Z"))), &mut |_, _| {});
    assert!(
        matches!(year_off, Err(Failure::Invalid(problems)) if problems.first().unwrap().words.contains("check the year"))
    );
    desk.app().import(&administrator, &file(Some(live)), &mut |_, _| {}).unwrap();
    assert_eq!(desk.app().force(&spoc.force).unwrap().unwrap().go_live_at, Some(live));
    let other = desk.app().import(&administrator, &file(Some(at("2026-06-02T00:00:00Z"))), &mut |_, _| {});
    assert!(
        matches!(other, Err(Failure::Invalid(problems)) if problems.first().unwrap().words.contains("set already"))
    );
}

#[test]
fn a_child_whom_a_later_file_names_has_a_case_of_its_own() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1")]);
    desk.wait(24 * 30);
    let child = || shaw("N/1").with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06");
    desk.import("spoc", &[child()]);
    let [mother, milo] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
    assert!(desk.on_list(&milo));
    assert_ne!(desk.case_column(&milo, "subject"), "");
    assert_eq!(desk.case_column(&milo, "officer"), desk.actor("alder").account.to_string());
    desk.tick();
    assert_eq!((desk.count(&milo, "clock.missed"), desk.count(&mother, "clock.missed") > 0), (0, true));
    desk.import("spoc", &[child().with("words", "Changed again.")]);
    assert_eq!(desk.cases_with("N/1").len(), 2);
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_later_file_raises_the_grade_and_never_lowers_it() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1").with("grade", "medium"));
    desk.import("spoc", &[shaw("N/1").with("grade", "high")]);
    assert_eq!((desk.case_column(&case, "grade"), desk.count(&case, "risk.screened")), ("high".to_owned(), 2));
    desk.import("spoc", &[shaw("N/1").with("grade", "standard")]);
    assert_eq!((desk.case_column(&case, "grade"), desk.count(&case, "risk.screened")), ("high".to_owned(), 2));
}

#[test]
fn later_words_go_to_the_live_case_and_not_to_one_that_was_joined_to_it() {
    for other_first in [true, false] {
        let desk = Desk::new();
        let from = shaw("N/2").with("words", "Flowers on the step.");
        let rows = if other_first { [from.clone(), shaw("N/1")] } else { [shaw("N/1"), from.clone()] };
        desk.import("spoc", &rows);
        let (live, empty) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
        desk.does("sergeant", &live, Act::AttachReport { report: "N/2".to_owned() });
        assert_eq!(desk.case_column(&empty, "status"), "joined");
        desk.import("spoc", &[from.with("words", "Flowers and a note on the step.")]);
        let page = desk.page("alder", &live);
        assert!(
            page.reports.iter().any(|report| report.narrative.as_deref() == Some("Flowers and a note on the step."))
        );
    }
}

#[test]
fn an_act_that_a_later_file_tells_otherwise_takes_the_place_of_the_one_before() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1").with("code", "").with("grade", "standard"));
    assert_eq!(desk.flags(&case), Vec::<String>::new());
    desk.does("alder", &case, not_apply(day("2026-06-20")));
    desk.does("spoc", &case, Act::CountersignDecision);
    let tracker = shaw("N/1").with("code", "O4").with("grade", "standard");
    desk.import("spoc", std::slice::from_ref(&tracker));
    assert!(desk.flags(&case).contains(&"RF-09".to_owned()));
    let counts = |code| desk.count(&case, code);
    assert_eq!((counts("act.corrected"), counts("act.recorded"), counts("decision.reopened")), (1, 0, 1));
    let item = desk.page("alder", &case).timeline.into_iter().find(|item| item.title.starts_with("Act corrected"));
    let item = item.unwrap();
    let now = "Act corrected (a later row of the source): now vehicle tracker, 21:30 on Monday 1 June 2026 (id ";
    assert!(item.title.starts_with(now), "{}", item.title);
    let before = "Believed until then: not yet classified, 21:30 on Monday 1 June 2026";
    assert_eq!(item.detail.as_deref(), Some(before));
    // Words alone are no other act; another time of the same act is one, and opens nothing, since it adds no danger.
    desk.does("alder", &case, not_apply(day("2026-06-20")));
    desk.import("spoc", &[tracker.clone().with("words", "She found it under the car.")]);
    assert_eq!((counts("act.corrected"), counts("report.retold")), (1, 1));
    desk.import("spoc", &[tracker.with("occurred", "2026-05-31 21:30").with("words", "She found it under the car.")]);
    let counted = (counts("act.corrected"), counts("report.retold"), counts("decision.reopened"));
    assert_eq!(counted, (2, 1, 1));
    // The acts and the flags are one act: its reports say what stands now.
    let page = desk.page("alder", &case);
    assert_eq!(page.reports.iter().map(|report| report.behaviour.as_str()).collect::<Vec<_>>(), ["vehicle tracker"]);
    assert!(page.gates.iter().any(|gate| gate.why.as_deref() == Some("1 act is not reviewed")));
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn an_act_that_was_corrected_goes_with_its_report_to_another_case() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("code", "A5")]);
    let (live, other) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
    desk.import("spoc", &[shaw("N/2").with("code", "O4")]);
    desk.does("sergeant", &live, Act::AttachReport { report: "N/2".to_owned() });
    assert_eq!(desk.case_column(&other, "status"), "joined", "nothing of the act stayed behind");
    let page = desk.page("alder", &live);
    assert!(page.reports.iter().any(|report| report.reference == "N/2" && report.behaviour == "vehicle tracker"));
    assert!(page.gates.iter().any(|gate| gate.why.as_deref() == Some("2 acts are not reviewed")));
    // A later row finds the act where the report is now.
    desk.import("spoc", &[shaw("N/2").with("code", "O16")]);
    assert_eq!((desk.count(&live, "act.corrected"), desk.count(&other, "act.corrected")), (1, 1));
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_second_row_of_the_same_crime_in_one_file_is_an_update_and_both_accounts_stay() {
    let desk = Desk::new();
    let first = shaw("N/1").with("words", "Twelve calls on Monday.");
    let second = shaw("N/1").with("code", "O16").with("words", "He said that he would kill her.");
    let result = desk.import("spoc", &[first, second]);
    assert_eq!((result.rows, result.new_rows, result.updated_rows, result.reports, result.cases), (2, 1, 1, 1, 1));
    let case = desk.cases_with("N/1").remove(0);
    let page = desk.page("alder", &case);
    assert_eq!(page.reports.first().unwrap().narrative.as_deref(), Some("He said that he would kill her."));
    let said = |start: &str| page.timeline.iter().find(|item| item.title.starts_with(start)).unwrap().detail.clone();
    let both = "Twelve calls on Monday. — He said that he would kill her.";
    assert_eq!(said("The source now tells the report in other words").as_deref(), Some(both));
    assert!(said("Act corrected").unwrap().starts_with("Believed until then: contacting or attempting to contact"));
}

#[test]
fn another_time_of_recording_is_on_record_and_gives_no_duty_more_time() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let due = |code: &str| {
        let clocks = desk.page("alder", &case).clocks;
        clocks.into_iter().filter(|clock| clock.code == code).map(|clock| (clock.due, clock.late)).collect::<Vec<_>>()
    };
    let first = due("PD-03");
    desk.import("spoc", &[shaw("N/1").with("recorded", "2026-06-02 18:00")]);
    assert_eq!(desk.count(&case, "report.redated"), 1);
    assert_eq!(due("PD-03"), first, "a later time takes nothing back");
    desk.import("spoc", &[shaw("N/1").with("recorded", "2026-06-02 08:00").with("occurred", "2026-06-01 21:30")]);
    assert_eq!((desk.count(&case, "report.redated"), desk.count(&case, "act.corrected")), (2, 0));
    assert_eq!(due("PD-03"), first, "no duty of a case starts before those with which it was opened");
    // What is missed stays missed, once, whatever is told afterwards.
    desk.set(at("2026-06-08T09:00:00Z"));
    desk.tick();
    let (missed, late) = (desk.count(&case, "clock.missed"), due("PD-03"));
    assert!(late.iter().all(|(_, late)| *late));
    for recorded in ["2026-06-07 10:00", "2026-06-02 07:00"] {
        desk.import("spoc", &[shaw("N/1").with("recorded", recorded)]);
        desk.tick();
        assert_eq!((desk.count(&case, "clock.missed"), due("PD-03")), (missed, late.clone()), "{recorded}");
    }
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn the_same_file_by_a_fuller_map_brings_its_further_columns() {
    let desk = Desk::new();
    let bytes = b"ref,recorded,fore,phone,note\nN/1,2026-06-02 10:00,Ann,07700 900123,a\n".to_vec();
    let map = "form = \"crime\"\n[report]\nreference = \"ref\"\nrecorded_at = \"recorded\"\n[[person]]\nrole = \"person_at_risk\"\nforename = \"fore\"\n";
    let import = |bytes: &[u8], map: &str| {
        let file =
            ImportFile { name: "file.csv".to_owned(), bytes: bytes.to_vec(), map: map.to_owned(), go_live_at: None };
        desk.app().import(desk.actor("spoc"), &file, &mut |_, _| {}).unwrap()
    };
    assert_eq!(import(&bytes, map).new_rows, 1);
    let fuller = format!("{map}phones = [\"phone\"]\n");
    let result = import(&bytes, &fuller);
    assert_eq!((result.updated_rows, result.unchanged_rows), (1, 0));
    assert_eq!(desk.column("select phones from mentions"), ["07700 900123"]);
    // A column that no map names changes nothing.
    let other = String::from_utf8(bytes).unwrap().replace(",a\n", ",b\n");
    let result = import(other.as_bytes(), &fuller);
    assert_eq!((result.updated_rows, result.unchanged_rows), (0, 1));
}

#[test]
fn a_row_with_a_character_that_cannot_be_stored_is_held() {
    let desk = Desk::new();
    let result = desk.import("spoc", &[shaw("N/1").with("words", "He \0 waited."), shaw("N/2")]);
    assert_eq!((result.new_rows, result.held_rows), (1, 1));
    let held = result.held.first().unwrap();
    assert_eq!(held.problems, [("words".to_owned(), "holds a character that cannot be stored".to_owned())]);
    let raw = desk.column("select raw from held_rows").remove(0);
    assert!(raw.contains("He \u{fffd} waited.") && !raw.contains("\\u0000"));
}

#[test]
fn every_held_row_is_shown_page_by_page() {
    let desk = Desk::new();
    let rows: Vec<Line> = (0..1_203).map(|row| shaw(&format!("N/{row}")).with("recorded", "some day")).collect();
    let first = desk.import("spoc", &rows);
    assert_eq!((first.held_rows, first.held.len(), first.held_more), (1_203, 1_000, 203));
    let last = first.held.last().unwrap().row;
    let next = desk.app().import_held(desk.actor("spoc"), &first.id, last).unwrap();
    assert_eq!((next.held_rows, next.held.len(), next.held_more), (1_203, 203, 0));
    assert_eq!(
        first.held.iter().chain(&next.held).map(|held| held.row).collect::<Vec<_>>(),
        (2..=1_204).collect::<Vec<_>>()
    );
    let end = desk.app().import_held(desk.actor("spoc"), &first.id, 1_204).unwrap();
    assert_eq!((end.held.len(), end.held_more), (0, 0));
    assert!(desk.app().import_held(desk.actor("southspoc"), &first.id, 0).is_err());
}

#[test]
fn an_officer_whom_nobody_here_is_called_is_counted_and_the_case_asks_for_one() {
    let desk = Desk::new();
    let rows = [("N/1", "alder"), ("N/2", "Tarquin Nobody"), ("N/3", "")]
        .map(|(reference, name)| shaw(reference).with("officer", name));
    let result = desk.import("spoc", &rows);
    assert_eq!((result.reports, result.unknown_officers), (3, 1));
    assert!(desk.page("spoc", &desk.cases_with("N/2")[0]).next_action.contains("officer"));
}
