//! Registers of orders, bail and warrants, and imports that are only tried.

use crate::support::*;
use casework::Failure;
use casework::intake::import::ImportFile;
use casework::views::ImportResult;

const REGISTER: &str = include_str!("../../../../maps/orders-register.toml");
const HEADER: &str = "Crime Ref,Respondent,Respondent DOB,Applicant,Applicant DOB,Order Type,Applied,Made,Refused,Served,Expires,Bail From,Bail Until,Warrant Issued,Warrant Ended\n";

fn file(name: &str, text: &str, map: &str) -> ImportFile {
    ImportFile { name: name.to_owned(), bytes: text.as_bytes().to_vec(), map: map.to_owned(), go_live_at: None }
}
fn register(desk: &Desk, rows: &str) -> ImportResult {
    desk.app()
        .import(desk.actor("spoc"), &file("orders.csv", &format!("{HEADER}{rows}\n"), REGISTER), &mut |_, _| {})
        .unwrap()
}
fn told(result: &ImportResult) -> Vec<String> {
    let line = |row: u64, (column, what): &(String, String)| format!("{row} {column}: {what}");
    result.held.iter().flat_map(|held| held.problems.iter().map(move |problem| line(held.row, problem))).collect()
}

#[test]
fn a_register_puts_what_it_knows_on_the_case_and_only_service_takes_it_off_the_list() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let made =
        "N/1,\"POLLARD, Gareth\",20/11/1985,\"SHAW, Katherine\",04/03/1990,SPO,01/06/2026,02/06/2026,,,02/06/2029,,,,";
    let result = register(&desk, made);
    assert_eq!((result.rows, result.updated_rows, result.held_rows, result.reports, result.cases), (1, 1, 0, 0, 0));
    assert!(desk.on_list(&case), "an order that nobody served protects nobody");
    assert_eq!((desk.count(&case, "protection.recorded"), desk.count(&case, "application.dated")), (1, 2));
    let again = register(&desk, &format!("{made}\n"));
    assert_eq!((again.unchanged_rows, again.updated_rows), (1, 0));
    let served = made.replace("02/06/2026,,,02", "02/06/2026,,03/06/2026,02");
    assert_eq!(register(&desk, &served).updated_rows, 1);
    assert!(!desk.on_list(&case));
    assert_eq!((desk.count(&case, "protection.recorded"), desk.count(&case, "protection.served")), (1, 1));
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn bail_and_a_warrant_are_shown_and_protect_nobody() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let row = "N/1,,,,,,,,,,,01/06/2026,30/06/2026,02/06/2026,";
    assert_eq!(register(&desk, row).updated_rows, 1);
    assert!(desk.on_list(&case));
    let page = desk.page("alder", &case);
    let shown: Vec<String> = page.protections.iter().map(|held| format!("{held:?}")).collect();
    assert!(
        shown.iter().any(|held| held.contains("bail")) && shown.iter().any(|held| held.contains("warrant")),
        "{shown:?}"
    );
    let ended = register(&desk, "N/1,,,,,,,,,,,01/06/2026,30/06/2026,02/06/2026,03/06/2026");
    assert_eq!(
        (ended.updated_rows, desk.count(&case, "protection.ended"), desk.count(&case, "protection.recorded")),
        (1, 1, 2)
    );
    assert!(desk.on_list(&case));
}

#[test]
fn a_row_that_finds_no_report_or_the_wrong_people_is_held() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.import("spoc", &[shaw("N/2").with("ssur", "Vale").with("sborn", "")]);
    let before = desk.count(&case, "protection.recorded");
    let result = register(
        &desk,
        "X/9,\"Pollard, Gareth\",20/11/1985,,,SPO,,02/06/2026,,03/06/2026,,,,,\n\
         ,Somebody Else,,,,SPO,,02/06/2026,,,,,,,\n\
         N/1,\"Brook, Gareth\",,,,SPO,,02/06/2026,,03/06/2026,,,,,\n\
         N/1,,,,,,,,,,,,,,\n\
         N/1,,,,,SPO,,02/06/2026,,01/06/2026,,,,,\n\
         N/1,,,,,Other,,02/06/2026,,,,,,,",
    );
    assert_eq!((result.rows, result.held_rows, result.updated_rows, result.cases), (6, 6, 0, 0));
    let told = told(&result);
    for (line, expected) in told.iter().zip([
        "2 Crime Ref: is that of no report; a person of the same surname and date of birth stands in N/1: if that is meant",
        "3 Crime Ref: is empty; import the report first",
        "4 Crime Ref: the report with this reference describes the subject otherwise",
        "5 (row): says nothing of an order, bail, custody or a warrant",
        "6 Served: is before the order was made",
        "7 Order Type: holds a word that is not known",
    ]) {
        assert!(line.starts_with(expected), "{line}");
    }
    assert_eq!(told.len(), 6, "{told:?}");
    assert_eq!(desk.count(&case, "protection.recorded"), before);
    assert!(desk.on_list(&case));
}

#[test]
fn a_restricted_case_is_not_hinted_at() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.raw().execute("update cases set restricted = 1 where reference = ?1", [&case]).unwrap();
    let result = register(&desk, "X/9,\"Pollard, Gareth\",20/11/1985,,,SPO,,02/06/2026,,,,,,,");
    assert_eq!(told(&result), ["2 Crime Ref: is that of no report; import the report first, or check the reference"]);
}

#[test]
fn a_child_of_the_report_is_not_protected_by_an_order_for_its_mother() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1").with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06")]);
    let [mother, milo] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
    register(&desk, "N/1,,,\"SHAW, Katherine\",04/03/1990,SPO,,02/06/2026,,03/06/2026,,,,,");
    assert_eq!((desk.on_list(&mother), desk.on_list(&milo)), (false, true));
}

#[test]
fn an_order_of_a_register_that_does_not_say_whom_of_several_it_protects_protects_nobody() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1").with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06")]);
    let [mother, milo] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
    let result = register(&desk, "N/1,\"POLLARD, Gareth\",20/11/1985,,,SPO,,02/06/2026,,03/06/2026,,,,,");
    let why = "2 Crime Ref: the report with this reference has several people at risk; name in the row whom the order protects";
    assert_eq!((result.held_rows, told(&result)), (1, vec![why.to_owned()]));
    assert!(desk.on_list(&mother) && desk.on_list(&milo));
    // Bail binds him whomever he stalks.
    assert_eq!(register(&desk, "N/1,,,,,,,,,,,01/06/2026,30/06/2026,,").updated_rows, 1);
    assert_eq!((desk.count(&mother, "protection.recorded"), desk.count(&milo, "protection.recorded")), (1, 1));
}

#[test]
fn a_map_of_a_register_names_nothing_that_opens_a_case() {
    let wrong = [
        "form = \"register\"\n[report]\nreference = \"a\"\nteam = \"b\"\n[protection]\nserved_on = \"c\"\n",
        "form = \"register\"\n[report]\nreference = \"a\"\n",
    ];
    for map in wrong {
        assert!(
            matches!(casework::intake::map::Map::parse(map), Err(Failure::Invalid(problems)) if problems.first().unwrap().words.starts_with("of a register names"))
        );
    }
}

/// All rows of all tables but those of the ledger.
fn rows(desk: &Desk) -> Vec<String> {
    let tables = ["cases", "reports", "mentions", "imports", "held_rows", "contents", "case_reports", "links"];
    tables
        .iter()
        .flat_map(|table| desk.column(&format!("select '{table} ' || id || ' ' || version from {table} order by 1")))
        .collect()
}

#[test]
fn a_dry_run_tells_what_an_import_would_do_and_writes_nothing() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("vsur", "Nair")]);
    let child = shaw("N/3").with("vsur", "Vale").with("cfore", "Milo").with("csur", "Vale");
    let lines = [
        shaw("N/1"),
        shaw("N/2").with("words", "Anew."),
        child.clone(),
        child,
        shaw("N/4").with("recorded", "some day"),
    ];
    let wanted = desk.file(&lines);
    let before = rows(&desk);
    let entries = desk.entries().len();
    let tried = desk.app().try_import(desk.actor("spoc"), &wanted).unwrap();
    assert!(tried.tried && !tried.seen_before && tried.finished.is_none());
    assert_eq!(rows(&desk), before);
    let added: Vec<String> =
        desk.entries().iter().skip(entries).map(|entry| format!("{} {}", entry["action"], entry["facts"])).collect();
    assert!(added.iter().any(|entry| entry.contains("run_import") && entry.contains("tried")), "{added:?}");
    let done = desk.app().import(desk.actor("spoc"), &wanted, &mut |_, _| {}).unwrap();
    let counts = |result: &ImportResult| {
        (
            result.rows,
            result.new_rows,
            result.updated_rows,
            result.unchanged_rows,
            result.held_rows,
            result.reports,
            result.cases,
        )
    };
    assert_eq!(counts(&tried), counts(&done));
    assert_eq!((counts(&tried), &tried.held), ((5, 1, 1, 2, 1, 1, 2), &done.held));
    let again = desk.app().try_import(desk.actor("spoc"), &wanted).unwrap();
    assert_eq!((again.seen_before, again.unchanged_rows, again.held_rows), (true, 4, 1));
    let officer = desk.app().try_import(desk.actor("alder"), &wanted);
    assert!(matches!(officer, Err(Failure::Refused(_))), "a dry run asks for the same leave");
}

#[test]
fn a_dry_run_of_a_register_tells_the_same_as_the_run() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1")]);
    let rows = "N/1,,,,,SPO,,02/06/2026,,03/06/2026,,,,,\nN/1,,,,,SPO,,02/06/2026,,03/06/2026,,,,,\nX/1,,,,,SPO,,02/06/2026,,,,,,,";
    let wanted = file("orders.csv", &format!("{HEADER}{rows}\n"), REGISTER);
    let tried = desk.app().try_import(desk.actor("spoc"), &wanted).unwrap();
    let done = desk.app().import(desk.actor("spoc"), &wanted, &mut |_, _| {}).unwrap();
    assert_eq!((tried.updated_rows, tried.unchanged_rows, tried.held_rows), (1, 1, 1));
    assert_eq!((done.updated_rows, done.unchanged_rows, done.held_rows, &done.held), (1, 1, 1, &tried.held));
}
