//! Whom an order of a file protects: nobody leaves the list by an order that is not for certain their own.

use crate::support::*;
use casework::cases::act::Act;
use casework::intake::import::ImportFile;
use casework::views::ImportResult;

const REGISTER: &str = include_str!("../../../../maps/orders-register.toml");
const REGISTER_HEADER: &str = "Crime Ref,Respondent,Respondent DOB,Applicant,Applicant DOB,Order Type,Applied,Made,Refused,Served,Expires,Bail From,Bail Until,Warrant Issued,Warrant Ended";
const PERSONS: &str = include_str!("../../../../maps/one-row-per-person.toml");
const PERSONS_HEADER: &str = "Occurrence No,Created,Start,Accuracy,MO,Relationship,Title,Unit,Officer,Summary,Risk,Role,Forename,Surname,Date of Birth,Gender,Postcode,Phones,Email,User Name,VRM,Bail End,Custody End,SPO Application,SPO Made,SPO Refusal,SPO Service";
const MOTHER: &str = "VICTIM,Annabel,Thorne,1988-02-03,F";
const CHILD: &str = "CHILD,Benedict,Thorne,2016-07-08,M";
const SUSPECT: &str = "SUSPECT,Conrad,Vesey,1979-09-10,M";

fn file(map: &str, text: String) -> ImportFile {
    ImportFile { name: "file.csv".to_owned(), bytes: text.into_bytes(), map: map.to_owned(), go_live_at: None }
}
/// An import of which a trial told the same before.
fn import(desk: &Desk, file: &ImportFile) -> ImportResult {
    let tried = desk.app().try_import(desk.actor("spoc"), file).unwrap();
    let done = desk.app().import(desk.actor("spoc"), file, &mut |_, _| {}).unwrap();
    let counts = |result: &ImportResult| {
        [result.new_rows, result.updated_rows, result.unchanged_rows, result.held_rows, result.reports, result.cases]
    };
    assert_eq!((counts(&tried), &tried.held), (counts(&done), &done.held));
    done
}
fn register(desk: &Desk, rows: &str) -> ImportResult {
    import(desk, &file(REGISTER, format!("{REGISTER_HEADER}\n{rows}\n")))
}
/// A row of a register with an order for somebody that was made and served.
fn served(report: &str, applicant: &str) -> String {
    format!("{report},,,{applicant},SPO,,02/06/2026,,03/06/2026,,,,,")
}
/// A row of the map with one row a person; the order is in its last four cells.
fn person(words: &str, person: &str, order: &str) -> String {
    format!("D/2,2026-06-02 10:00,2026-06-01 21:30,E,A2,EX,,harbour,alder,{words},,{person},,,,,,,,{order}\n")
}
fn persons(desk: &Desk, rows: &[String]) -> ImportResult {
    import(desk, &file(PERSONS, format!("{PERSONS_HEADER}\n{}", rows.concat())))
}
const SERVED: &str = ",2026-06-02,,2026-06-03";
const NONE: &str = ",,,";

/// Who is on the list, by forename.
fn on_list(desk: &Desk) -> Vec<String> {
    desk.column(
        "select m.forename from cases c join mentions m on m.id = c.person_at_risk where c.on_list = 1 order by 1",
    )
}
fn told(result: &ImportResult) -> Vec<String> {
    let of = |row: u64, (column, what): &(String, String)| format!("{row} {column}: {what}");
    result.held.iter().flat_map(|held| held.problems.iter().map(move |problem| of(held.row, problem))).collect()
}
fn sound(desk: &Desk) {
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_register_takes_off_the_list_whom_it_names_in_full_and_no_twin_or_child_beside_her() {
    let twins = || {
        let row = shaw("N/1").with("vfore", "Isla").with("vsur", "Crane").with("vborn", "2008-04-05");
        row.with("cfore", "Freya").with("csur", "Crane").with("cborn", "2008-04-05")
    };
    let milo = || shaw("N/1").with("cfore", "Milo").with("csur", "Shaw");
    let petra = || shaw("N/1").with("vfore", "Petra").with("vsur", "Voss").with("vborn", "");
    // The report, whom the row names, who stays on the list, whether the row is held.
    let stories: [(Line, &str, &[&str], u64); 10] = [
        (twins(), "\"CRANE, Isla\",05/04/2008", &["Freya"], 0),
        (twins(), "\"CRANE, Freya\",", &["Isla"], 0),
        (twins(), "CRANE,05/04/2008", &["Freya", "Isla"], 1),
        (twins(), "\"CRANE, Rhona\",05/04/2008", &["Freya", "Isla"], 1),
        (milo(), "\"SHAW, Katherine\",04/03/1990", &["Milo"], 0),
        (milo(), "\"SHAW, Milo\",06/05/2019", &["Katherine"], 0),
        (milo(), "SHAW,", &["Katherine", "Milo"], 1),
        (petra(), "\"VOSS, Zed\",", &["Petra"], 1),
        (petra(), "VOSS,", &["Petra"], 1),
        (petra(), "\"VOSS, Petra\",", &[], 0),
    ];
    for (report, applicant, left, held) in stories {
        let desk = Desk::new();
        desk.import("spoc", &[report]);
        let result = register(&desk, &served("N/1", applicant));
        let why = "2 Crime Ref: describes nobody of the report's people at risk exactly; write forename, surname and date of birth";
        assert_eq!(on_list(&desk), left, "{applicant}");
        assert_eq!((result.held_rows, told(&result)), (held, vec![why.to_owned(); held as usize]), "{applicant}");
    }
    // Bail binds him, and nobody leaves the list for it: a surname is enough.
    let desk = Desk::new();
    desk.import("spoc", &[milo()]);
    assert_eq!(register(&desk, "N/1,,,SHAW,,,,,,,,01/06/2026,30/06/2026,,").updated_rows, 1);
    sound(&desk);
}

#[test]
fn namesakes_are_parted_by_the_date_of_birth_or_nobody_is_meant() {
    let desk = Desk::new();
    desk.import(
        "spoc",
        &[shaw("N/1").with("vborn", "").with("cfore", "Katherine").with("csur", "Shaw").with("cborn", "2012-05-06")],
    );
    assert_eq!(register(&desk, &served("N/1", "\"SHAW, Katherine\",")).held_rows, 1);
    assert_eq!(on_list(&desk), ["Katherine", "Katherine"]);
    assert_eq!(register(&desk, &served("N/1", "\"SHAW, Katherine\",06/05/2012")).held_rows, 0);
    let left = desk.column("select m.born from cases c join mentions m on m.id = c.person_at_risk where c.on_list = 1");
    assert_eq!(left, [""]);
}

/// Reports of a mother, alone and with her child; the second is attached to her first case, and the child keeps it too.
fn attached(desk: &Desk) -> [String; 2] {
    let child = |row: Line| row.with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06");
    desk.import("spoc", &[shaw("N/1"), child(shaw("N/2").with("words", "Flowers on the step."))]);
    let mother = desk.cases_with("N/1").remove(0);
    desk.does("sergeant", &mother, Act::AttachReport { report: "N/2".to_owned() });
    let milo = desk.cases_with("N/2").into_iter().find(|case| *case != mother).unwrap();
    [mother, milo]
}

#[test]
fn an_order_goes_on_a_case_to_which_its_report_was_attached_only_if_it_is_hers() {
    for (applicant, left) in
        [("\"SHAW, Milo\",06/05/2019", (true, false)), ("\"SHAW, Katherine\",04/03/1990", (false, true))]
    {
        let desk = Desk::new();
        let [mother, milo] = attached(&desk);
        assert_eq!(register(&desk, &served("N/2", applicant)).updated_rows, 1, "{applicant}");
        assert_eq!((desk.on_list(&mother), desk.on_list(&milo)), left, "{applicant}");
        sound(&desk);
    }
    // Neither does an order of a later row of the report.
    let desk = Desk::new();
    let [mother, milo] = attached(&desk);
    let row = shaw("N/2").with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06");
    desk.import("spoc", &[row.with("granted", "2026-06-02").with("served", "2026-06-03")]);
    assert_eq!((desk.on_list(&mother), desk.on_list(&milo)), (false, true));
    sound(&desk);
}

#[test]
fn an_order_of_a_report_whose_person_the_case_tells_otherwise_is_held() {
    for by_register in [true, false] {
        let desk = Desk::new();
        // Her second report is on the case of her first, on which her name is corrected to another since.
        desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("words", "Flowers on the step.")]);
        let case = desk.cases_with("N/1").remove(0);
        desk.does("sergeant", &case, Act::AttachReport { report: "N/2".to_owned() });
        let raw = "update mentions set forename = 'Rosalind', surname = 'Okafor', born = '1971-12-30', phones = '' \
                   where id = (select person_at_risk from cases where reference = ?1)";
        desk.raw().execute(raw, [&case]).unwrap();
        let result = if by_register {
            register(&desk, &served("N/2", "\"SHAW, Katherine\",04/03/1990"))
        } else {
            let row = shaw("N/2").with("words", "Flowers on the step.").with("granted", "2026-06-02");
            import(&desk, &desk.file(&[row.with("served", "2026-06-03")]))
        };
        assert_eq!((result.held_rows, desk.on_list(&case)), (1, true), "{result:?}");
        assert!(told(&result).iter().all(|line| line.contains("record the order on her case by hand")), "{result:?}");
    }
}

#[test]
fn an_order_on_the_row_of_a_suspect_counts_the_people_at_risk_who_are_on_record() {
    let desk = Desk::new();
    persons(&desk, &[person("", MOTHER, NONE), person("", CHILD, NONE), person("", SUSPECT, NONE)]);
    let later = [person("Again.", CHILD, NONE), person("Again.", SUSPECT, SERVED)];
    let result = persons(&desk, &later);
    assert_eq!((result.held_rows, result.updated_rows), (2, 0));
    let lines = told(&result);
    assert!(lines[0].ends_with("another row of this report is held"), "{lines:?}");
    assert!(
        lines[1]
            .contains("3 (row): has an order and is no row of a person at risk, and the report on record has several"),
        "{lines:?}"
    );
    assert_eq!(on_list(&desk), ["Annabel", "Benedict"]);
    // On her own row it is hers.
    assert_eq!(persons(&desk, &[person("Again.", MOTHER, SERVED), person("Again.", SUSPECT, NONE)]).held_rows, 0);
    assert_eq!(on_list(&desk), ["Benedict"]);
    sound(&desk);
    // Where the report on record has nobody but her, it is hers as before; a child who is new makes them two.
    for (who, held, left) in [(MOTHER, 0, vec![]), (CHILD, 2, vec!["Annabel"])] {
        let desk = Desk::new();
        persons(&desk, &[person("", MOTHER, NONE), person("", SUSPECT, NONE)]);
        assert_eq!(persons(&desk, &[person("Again.", who, NONE), person("Again.", SUSPECT, SERVED)]).held_rows, held);
        assert_eq!(on_list(&desk), left);
    }
}

#[test]
fn rows_of_one_report_that_tell_of_different_orders_are_held() {
    let desk = Desk::new();
    let result = persons(&desk, &[person("", MOTHER, SERVED), person("", CHILD, "2026-06-02,,,")]);
    assert_eq!((result.held_rows, result.reports), (2, 0));
    assert!(told(&result)[1].contains("tells otherwise of an order"), "{result:?}");
    // The same on both protects both.
    persons(&desk, &[person("", MOTHER, SERVED), person("", CHILD, SERVED)]);
    assert_eq!((desk.cases_with("D/2").len(), on_list(&desk).len()), (2, 0));
}

#[test]
fn a_row_of_a_person_at_risk_who_is_not_described_holds_its_report() {
    for nobody in ["CHILD,,,,M", "CHILD,,,,"] {
        let desk = Desk::new();
        let result = persons(&desk, &[person("", MOTHER, NONE), person("", nobody, NONE), person("", SUSPECT, NONE)]);
        assert_eq!((result.rows, result.held_rows, result.reports), (3, 3, 0), "{nobody}");
        let why = "describes nobody: give a name, a date of birth or another particular";
        assert!(told(&result)[1].starts_with("3 ") && told(&result)[1].ends_with(why), "{:?}", told(&result));
        // A suspect of whom nothing is known is nobody to be lost.
        let rows = [person("", MOTHER, NONE), person("", "SUSPECT,,,,M", NONE)];
        assert_eq!(persons(&desk, &rows).held_rows, 0);
    }
}

#[test]
fn a_second_order_without_a_last_day_is_not_the_first() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let order = |made: &str, service: &str, expires: &str| {
        register(&desk, &format!("N/1,,,,,SPO,,{made},,{service},{expires},,,,"))
    };
    let counts = || (desk.count(&case, "protection.recorded"), desk.count(&case, "protection.served"));
    assert_eq!(order("01/05/2026", "", "").updated_rows, 1);
    assert_eq!((order("02/06/2026", "03/06/2026", "").updated_rows, counts()), (1, (2, 0)));
    assert!(!desk.on_list(&case));
    // The first is served later, by its own first day.
    assert_eq!((order("01/05/2026", "02/05/2026", "").updated_rows, counts()), (1, (2, 1)));
    // A last day for an order that has none is told, and is not another order; the same last day is the same one.
    let result = order("02/06/2026", "", "02/06/2029");
    assert!(told(&result)[0].contains("another last day, or none"), "{result:?}");
    assert_eq!(counts(), (2, 1));
    assert_eq!((order("03/06/2026", "", "02/06/2028").updated_rows, counts()), (1, (3, 1)));
    assert_eq!((order("", "03/06/2026", "02/06/2028").updated_rows, counts()), (1, (3, 2)));
    sound(&desk);
}

#[test]
fn an_order_after_one_that_was_ended_is_another() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    register(&desk, "N/1,,,,,SPO,,01/05/2026,,02/05/2026,,,,,");
    assert!(!desk.on_list(&case));
    let protection = desk.page("alder", &case).protections.first().unwrap().id.parse().unwrap();
    desk.does("alder", &case, Act::EndProtection { protection, on: day("2026-05-20") });
    assert!(desk.on_list(&case));
    assert_eq!(register(&desk, "N/1,,,,,SPO,,02/06/2026,,03/06/2026,,,,,").updated_rows, 1);
    assert_eq!((desk.on_list(&case), desk.count(&case, "protection.recorded")), (false, 2));
    sound(&desk);
}
