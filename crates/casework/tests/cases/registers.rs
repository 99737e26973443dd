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

const INQUIRIES: &str = include_str!("../../../../maps/inquiries-register.toml");
const INQUIRIES_HEADER: &str = "Crime Ref,Subject,Subject DOB,Searched,Searched At,Trace,About,Search Result,Property,Found At,Found What And Where,Near\n";

fn inquiries(desk: &Desk, rows: &str, try_only: bool) -> ImportResult {
    let file = file("inquiries.csv", &format!("{INQUIRIES_HEADER}{rows}\n"), INQUIRIES);
    let actor = desk.actor("spoc");
    if try_only {
        return desk.app().try_import(actor, &file).unwrap();
    }
    desk.app().import(actor, &file, &mut |_, _| {}).unwrap()
}

#[test]
fn a_register_of_searches_and_finds_answers_rf_07_and_raises_rf_10_and_nothing_twice() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let rows = "N/1,,,RMS,03/06/2026 09:10,N,Both,,,,,\n\
                N/1,\"POLLARD, Gareth\",20/11/1985,PND,03/06/2026 09:20,Y,S,A report of 2013 in the west; see the reference there.,,,,\n\
                N/1,,,,,,,,Weapon,01/06/2026 18:00,\"A bag with knives, at the field.\",<1km";
    let tried = inquiries(&desk, rows, true);
    assert_eq!((tried.rows, tried.updated_rows, tried.held_rows), (3, 3, 0), "{:?}", told(&tried));
    assert_eq!(desk.count(&case, "history.searched"), 0, "tried only");
    let result = inquiries(&desk, rows, false);
    assert_eq!((result.rows, result.updated_rows, result.held_rows, result.cases), (3, 3, 0, 0), "{:?}", told(&result));
    assert_eq!((desk.count(&case, "history.searched"), desk.count(&case, "property.found")), (2, 1));
    assert!(desk.flags(&case).contains(&"RF-10".to_owned()));
    let page = desk.page("spoc", &case);
    let words = |part: &str| {
        page.timeline.iter().any(|item| item.detail.as_deref().is_some_and(|detail| detail.contains(part)))
    };
    assert!(words("A report of 2013") && words("A bag with knives"));
    assert!(desk.entries().iter().all(|entry| !entry.to_string().contains("knives")), "words stand outside the ledger");
    let again = inquiries(&desk, &format!("{rows}\n"), false);
    assert_eq!((again.unchanged_rows, again.updated_rows), (3, 0));
    desk.wait(80);
    desk.tick();
    assert!(!desk.flags(&case).contains(&"RF-07".to_owned()));
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_row_of_searches_or_finds_that_says_too_little_is_held() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let result = inquiries(
        &desk,
        "N/1,,,RMS,03/06/2026 09:10,,Both,,,,,\n\
         N/1,,,RMS,,N,Both,,,,,\n\
         N/1,,,PND,03/06/2026 09:10,Y,Both,,,,,\n\
         N/1,,,Library,03/06/2026 09:10,N,Both,,,,,\n\
         N/1,,,PND,03/06/2027 09:10,N,Both,,,,,\n\
         N/1,,,,,,,,Weapon,01/06/2026 18:00,,<1km\n\
         N/1,,,,,,,,,,,\n\
         X/9,,,RMS,03/06/2026 09:10,N,Both,,,,,",
        false,
    );
    let told = told(&result);
    for (line, expected) in told.iter().zip([
        "2 Trace: does not say whether anything was found",
        "3 Searched At: is empty",
        "4 Search Result: is empty; a search that found something says what it found",
        "5 Searched: holds a word that is not known",
        "6 Searched At: lies in the future",
        "7 Found What And Where: is empty",
        "8 (row): says nothing of a search of history, of found property, or of a measure",
        "9 Crime Ref: is that of no report",
    ]) {
        assert!(line.starts_with(expected), "{line}");
    }
    assert_eq!((told.len(), result.held_rows), (8, 8), "{told:?}");
    assert_eq!((desk.count(&case, "history.searched"), desk.count(&case, "property.found")), (0, 0));
}

#[test]
fn searches_and_finds_stand_in_a_register_and_nowhere_else() {
    let of = |map: &str| casework::intake::map::Map::parse(map).map(|_| ()).map_err(|failure| failure.to_string());
    let report =
        "form = \"crime\"\n[report]\nreference = \"R\"\nrecorded_at = \"A\"\n[[person]]\nrole = \"person_at_risk\"\n";
    assert!(of(report).is_ok());
    let refused = of(&format!("{report}[search]\nplace = \"P\"\n")).unwrap_err();
    assert!(refused.contains("in a register only"), "{refused}");
    let half = "form = \"register\"\n[report]\nreference = \"R\"\n[search]\nplace = \"P\"\n";
    assert!(of(half).unwrap_err().contains("searched_at"));
}
