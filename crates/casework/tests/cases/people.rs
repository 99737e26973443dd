//! Whom a later row of a report speaks of: a case never moves to another human, and nobody is lost.

use crate::support::*;
use casework::cases::act::Act;
use casework::intake::import::ImportFile;
use casework::views::{CasePage, ImportResult};
use domain::catalogue::{ProtectionKind, Source};

const PERSON_MAP: &str = include_str!("../../../../maps/one-row-per-person.toml");
const HEADER: &str = "Occurrence No,Created,Start,Accuracy,MO,Relationship,Title,Unit,Officer,Summary,Risk,Role,Forename,Surname,Date of Birth,Gender,Postcode,Phones,Email,User Name,VRM,Bail End,Custody End,SPO Application,SPO Made,SPO Refusal,SPO Service";
const VICTIM: &str = "VICTIM,Annabel,Thorne,1988-02-03,F";
const CHILD: &str = "CHILD,Benedict,Thorne,2016-07-08,M";
const SUSPECT: &str = "SUSPECT,Conrad,Vesey,1979-09-10,M";

/// This imports a file with one row for each of some people, by the map that is shipped.
fn import(desk: &Desk, people: &[&str]) -> ImportResult {
    let rows = people
        .iter()
        .map(|person| format!("O/1,2026-06-02 10:00,2026-06-01 21:30,E,A2,EX,,harbour,alder,,,{person},,,,,,,,,,,\n"));
    import_rows(desk, &rows.collect::<String>())
}

fn import_rows(desk: &Desk, rows: &str) -> ImportResult {
    let text = format!("{HEADER}\n{rows}");
    let file = ImportFile {
        name: "people.csv".to_owned(),
        bytes: text.into_bytes(),
        map: PERSON_MAP.to_owned(),
        go_live_at: None,
    };
    desk.app().import(desk.actor("spoc"), &file, &mut |_, _| {}).unwrap()
}

fn at_risk(page: &CasePage) -> String {
    let first = page.people.iter().find(|person| person.role == "Person at risk").unwrap();
    first.name.clone()
}

/// Whose a case is, by the row of the case itself.
fn person_of(desk: &Desk, case: &str) -> String {
    let sql = "select m.forename || ' ' || m.surname from cases c join mentions m on m.id = c.person_at_risk \
               where c.reference = '@'";
    desk.column(&sql.replace('@', case)).remove(0)
}

fn sound(desk: &Desk) {
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

fn serve(desk: &Desk, case: &str) {
    desk.does(
        "alder",
        case,
        Act::RecordProtection {
            kind: ProtectionKind::Order,
            from: day("2026-06-02"),
            until: None,
            served_at: Some(at("2026-06-03T08:00:00Z")),
            replaces_interim: false,
            source: Source::Court,
            evidence: None,
            evidence_words: String::new(),
        },
    );
}

/// A row of the person map, with an order that was made and served.
fn ordered(person: &str) -> String {
    let order = "2026-06-02,,2026-06-03";
    format!("O/1,2026-06-02 10:00,2026-06-01 21:30,E,A2,EX,,harbour,alder,,,{person},,,,,,2026-07-01,,,{order}\n")
}

#[test]
fn an_order_of_a_crime_protects_the_victim_and_not_the_child_beside_her() {
    let desk = Desk::new();
    let child = |row: Line| row.with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06");
    let row = || child(shaw("N/1")).with("granted", "2026-06-02").with("bail", "2026-07-01");
    desk.import("spoc", &[row()]);
    let [mother, milo] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
    let recorded = |case: &str| (desk.count(case, "protection.recorded"), desk.count(case, "application.dated"));
    assert_eq!((recorded(&mother), recorded(&milo)), ((2, 1), (1, 0)));
    desk.import("spoc", &[row().with("served", "2026-06-03")]);
    assert_eq!((desk.on_list(&mother), desk.on_list(&milo)), (false, true));
    // A row that leaves her columns empty does not say that the order is his: it is held.
    let own = row().with("served", "2026-06-03").with("words", "Again.");
    let nobody = ["vfore", "vsur", "vborn", "vphone", "vpost", "vaddr", "vcar"];
    let own = nobody.into_iter().fold(own, |line, column| line.with(column, ""));
    let result = desk.import("spoc", std::slice::from_ref(&own));
    let (column, why) = &result.held.first().unwrap().problems[0];
    assert!(column.starts_with("vfore") && why.contains("which protects the victim"), "{column}: {why}");
    assert_eq!((result.held_rows, desk.on_list(&mother), desk.on_list(&milo)), (1, false, true));
    // Without an order it tells of him alone.
    assert_eq!(desk.import("spoc", &[own.with("granted", "").with("served", "")]).updated_rows, 1);
    sound(&desk);
}

#[test]
fn an_order_on_the_row_of_a_person_protects_that_person() {
    let desk = Desk::new();
    let plain = |person: &str| ordered(person).replace("2026-07-01,,,2026-06-02,,2026-06-03", ",,,,,");
    import_rows(&desk, &[plain(CHILD), ordered(VICTIM), plain(SUSPECT)].concat());
    let on_list = |desk: &Desk| {
        desk.column("select m.forename from cases c join mentions m on m.id = c.person_at_risk where c.on_list = 1")
    };
    assert_eq!(on_list(&desk), ["Benedict"]);
    sound(&desk);
    // On the subject's row it protects the only person at risk; among several it cannot be told who is meant.
    let desk = Desk::new();
    import_rows(&desk, &[plain(VICTIM), ordered(SUSPECT)].concat());
    assert_eq!(on_list(&desk), [""; 0]);
    let desk = Desk::new();
    let result = import_rows(&desk, &[plain(CHILD), plain(VICTIM), ordered(SUSPECT)].concat());
    assert_eq!((result.rows, result.held_rows, result.reports), (3, 3, 0));
    let problems: Vec<&str> =
        result.held.iter().flat_map(|row| &row.problems).map(|(_, words)| words.as_str()).collect();
    assert!(
        problems.iter().any(|words| words.ends_with("write the order on the rows of those whom it protects")),
        "{problems:?}"
    );
}

#[test]
fn what_a_later_row_leaves_empty_is_not_taken_out() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1").with("vphone", "07700 900123"));
    let sparse = ["vphone", "vpost", "vborn"].into_iter().fold(shaw("N/1"), |line, column| line.with(column, ""));
    assert_eq!(desk.import("spoc", &[sparse.with("words", "He rang again.")]).updated_rows, 1);
    let kept = desk.column("select phones || ' ' || born from mentions where role = 'person_at_risk'");
    assert_eq!(kept, ["07700 900123 1990-03-04"]);
    assert_eq!(desk.count(&case, "person.corrected"), 0);
    sound(&desk);
}

#[test]
fn rows_in_another_order_leave_every_case_with_its_person() {
    let desk = Desk::new();
    assert_eq!(import(&desk, &[VICTIM, CHILD, SUSPECT]).cases, 2);
    let [annabel, benedict] = <[String; 2]>::try_from(desk.cases_with("O/1")).unwrap();
    serve(&desk, &annabel);
    assert_eq!((desk.on_list(&annabel), desk.on_list(&benedict)), (false, true));
    let again = import(&desk, &[CHILD, SUSPECT, VICTIM]);
    assert_eq!((again.updated_rows, again.cases), (3, 0));
    assert_eq!(person_of(&desk, &annabel), "Annabel Thorne");
    assert_eq!(person_of(&desk, &benedict), "Benedict Thorne");
    assert_eq!(at_risk(&desk.page("alder", &annabel)), "Annabel Thorne");
    assert_eq!((desk.on_list(&annabel), desk.on_list(&benedict)), (false, true));
    assert_eq!(desk.count(&annabel, "person.corrected"), 0);
    sound(&desk);
}

#[test]
fn a_later_file_that_names_only_the_child_leaves_the_mother_as_she_is() {
    let desk = Desk::new();
    import(&desk, &[VICTIM, CHILD, SUSPECT]);
    let [annabel, benedict] = <[String; 2]>::try_from(desk.cases_with("O/1")).unwrap();
    let again = import(&desk, &["CHILD,Benedict,Thorne,2016-07-09,M"]);
    assert_eq!((again.updated_rows, again.cases), (1, 0));
    assert_eq!(desk.cases_with("O/1"), [annabel.clone(), benedict.clone()]);
    assert_eq!(person_of(&desk, &annabel), "Annabel Thorne");
    let born = desk.column("select forename || ' ' || born from mentions where role = 'person_at_risk' order by id");
    assert_eq!(born, ["Annabel 1988-02-03", "Benedict 2016-07-09"]);
    assert!(desk.on_list(&annabel) && desk.on_list(&benedict));
    sound(&desk);
}

#[test]
fn another_person_in_a_further_row_of_one_reference_has_a_case_of_her_own() {
    let desk = Desk::new();
    let wilhelmina = || shaw("N/1").with("vfore", "Wilhelmina").with("vsur", "Brandt").with("vborn", "1971-01-02");
    let zuleika = || {
        let row = shaw("N/1").with("vfore", "Zuleika").with("vsur", "Okoro").with("vborn", "1994-05-06");
        row.with("vphone", "07700 900777")
            .with("grade", "high")
            .with("served", "2026-06-03")
            .with("granted", "2026-06-02")
    };
    let rows = [wilhelmina(), zuleika()];
    let tried = desk.app().try_import(desk.actor("spoc"), &desk.file(&rows)).unwrap();
    let done = desk.import("spoc", &rows);
    assert_eq!((done.new_rows, done.updated_rows, done.reports, done.cases), (1, 1, 1, 2));
    assert_eq!((tried.new_rows, tried.updated_rows, tried.reports, tried.cases), (1, 1, 1, 2));
    let [first, second] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
    assert_eq!(
        (person_of(&desk, &first), person_of(&desk, &second)),
        ("Wilhelmina Brandt".to_owned(), "Zuleika Okoro".to_owned())
    );
    // The order and the grade of one are not those of the other.
    assert_eq!((desk.on_list(&first), desk.on_list(&second)), (true, false));
    assert_eq!(
        (desk.case_column(&first, "grade"), desk.case_column(&second, "grade")),
        (String::new(), "high".to_owned())
    );
    assert_eq!((desk.count(&first, "protection.recorded"), desk.count(&first, "person.corrected")), (0, 0));
    // The same two again, told a little otherwise, are the same two.
    let words = |row: Line| row.with("words", "He stood there till dawn.");
    let again = desk.import("spoc", &[words(zuleika()), words(wilhelmina())]);
    assert_eq!((again.updated_rows, again.cases), (2, 0));
    assert_eq!(desk.cases_with("N/1"), [first.clone(), second.clone()]);
    assert_eq!((person_of(&desk, &first), desk.on_list(&first)), ("Wilhelmina Brandt".to_owned(), true));
    sound(&desk);
}

#[test]
fn another_subject_in_a_later_row_does_not_take_the_place_of_the_first() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let subject = desk.case_column(&case, "subject");
    let other = shaw("N/1").with("sfore", "Leopold").with("ssur", "Marsh").with("sborn", "1962-02-02");
    desk.import("spoc", &[other.with("sphone", "07700 900888")]);
    assert_eq!(desk.case_column(&case, "subject"), subject);
    let names = desk.column("select forename from mentions where role = 'subject' order by id");
    assert_eq!(names, ["Gareth", "Leopold"]);
    assert_eq!((desk.count(&case, "subject.identified"), desk.count(&case, "person.corrected")), (0, 0));
    sound(&desk);
}

#[test]
fn a_name_that_was_corrected_by_hand_is_still_found_by_what_the_source_said() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.import("spoc", &[shaw("N/1").with("vfore", "Catharina").with("vsur", "Shore")]);
    assert_eq!(desk.cases_with("N/1").len(), 2, "nothing but the day is the same");
    desk.import("spoc", &[shaw("N/1").with("vsur", "Shore").with("vborn", "1990-03-04")]);
    assert_eq!(person_of(&desk, &case), "Katherine Shore");
    desk.import("spoc", &[shaw("N/1").with("words", "Told again.")]);
    assert_eq!((desk.cases_with("N/1").len(), person_of(&desk, &case)), (2, "Katherine Shaw".to_owned()));
    sound(&desk);
}

#[test]
fn a_relationship_that_a_later_row_gives_reaches_the_case() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1").with("relation", ""));
    assert_eq!(desk.case_column(&case, "relationship"), "unknown");
    desk.import("spoc", &[shaw("N/1")]);
    assert_eq!(
        (desk.case_column(&case, "relationship"), desk.count(&case, "case.relationship")),
        ("ex_intimate".to_owned(), 1)
    );
    let page = desk.page("alder", &case);
    assert_eq!(page.relationship, "former partner");
    assert!(
        page.timeline
            .iter()
            .any(|item| item.title == format!("The source now gives the relationship: {}", page.relationship))
    );
    // A row that leaves it open takes nothing back.
    desk.import("spoc", &[shaw("N/1").with("relation", "").with("words", "Again.")]);
    assert_eq!(
        (desk.case_column(&case, "relationship"), desk.count(&case, "case.relationship")),
        ("ex_intimate".to_owned(), 1)
    );
    assert_eq!(desk.column("select relationship from reports"), ["ex_intimate"]);
    sound(&desk);
}

#[test]
fn an_officer_without_a_unit_has_the_case_in_their_own_team() {
    let desk = Desk::new();
    let with = |case: &str| (desk.case_column(case, "team"), desk.case_column(case, "officer"));
    let id = |name: &str| desk.actor(name).account.to_string();
    let case = desk.import_one("spoc", shaw("N/1").with("team", ""));
    assert_eq!(with(&case), ("harbour".to_owned(), id("alder")));
    desk.import("spoc", &[shaw("N/1").with("team", "").with("officer", "cedar")]);
    assert_eq!(with(&case), ("hill".to_owned(), id("cedar")));
    let later = desk.import_one("spoc", shaw("N/2").with("team", "").with("officer", ""));
    assert_eq!(with(&later), (String::new(), String::new()));
    desk.import("spoc", &[shaw("N/2").with("officer", "")]);
    assert_eq!(with(&later), ("harbour".to_owned(), String::new()), "a team that comes later is not dropped");
    desk.import("spoc", &[shaw("N/2").with("team", "").with("officer", "Birch")]);
    assert_eq!(with(&later), ("harbour".to_owned(), id("birch")));
    sound(&desk);
}

#[test]
fn no_import_gives_a_case_to_an_account_that_is_closed_or_kept_away() {
    let desk = Desk::new();
    let with = |case: &str| (desk.case_column(case, "team"), desk.case_column(case, "officer"));
    let teams = || ("harbour".to_owned(), String::new());
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.does("sergeant", &case, Act::DeclareConnection { account: "alder".to_owned() });
    assert_eq!(with(&case), teams());
    desk.import(
        "spoc",
        &[shaw("N/1").with("words", "Again.").with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06")],
    );
    let cases = desk.cases_with("N/1");
    assert_eq!(cases.iter().map(|case| with(case)).collect::<Vec<_>>(), [teams(), teams()]);
    desk.raw().execute("update accounts set active = 0 where name = 'birch'", []).unwrap();
    for (reference, team) in [("N/2", "harbour"), ("N/3", "")] {
        let closed = desk.import_one("spoc", shaw(reference).with("team", team).with("officer", "birch"));
        assert_eq!(with(&closed), teams(), "{reference}");
        assert!(desk.page("sergeant", &closed).next_action.contains("officer"));
    }
    let kept = desk.import_one("spoc", shaw("N/4").with("officer", "auditor"));
    assert_eq!(with(&kept), teams(), "an auditor works on no case");
}
