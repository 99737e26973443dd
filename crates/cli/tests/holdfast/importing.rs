//! Importing: every row is accounted for, a second time changes nothing, and a killed import goes on.

use crate::one_case::{SMALL_HEADER, SMALL_MAP};
use crate::support::{House, On, Ran, british, map, on_both, today};
use serde_json::Value;
use std::time::{Duration, Instant};

fn go_live(days: i64) -> String {
    today().plus_days(-days).to_string()
}

fn import(house: &House, file: &str, by_map: &str) -> Ran {
    house.by("admin", &["--format", "json", "import", file, "--map", by_map, "--go-live", &go_live(60)])
}

/// The sums that every result must keep.
#[track_caller]
fn adds_up(result: &Value) {
    let count = |name: &str| result[name].as_u64().unwrap();
    let sum = count("new_rows") + count("updated_rows") + count("unchanged_rows") + count("held_rows");
    assert_eq!(sum, count("rows"), "{result:#}");
}

#[track_caller]
fn counts(result: &Value, expected: [(&str, u64); 5]) {
    for (name, number) in expected {
        assert_eq!(result[name], number, "{name} of {result:#}");
    }
    adds_up(result);
}

/// The problems of a held row, each 'column: problem'.
fn problems(result: &Value, row: u64) -> Vec<String> {
    let held = result["held"].as_array().unwrap().iter().find(|held| held["row"] == row);
    let held = held.unwrap_or_else(|| panic!("row {row} is not held: {result:#}"));
    held["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| format!("{}: {}", pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
        .collect()
}

fn mixed() -> String {
    let good = |reference: &str, words: &str, first: &str| {
        format!(
            "{reference},{},A2,Ex,Harbour,{words},{first},Quillfeather,03/04/1988,,Gilbert,Thornapple",
            british(3, "09:30")
        )
    };
    [
        SMALL_HEADER.to_owned(),
        good("T/1", "He rang.", "Maud"),
        good("T/2", "\"He wrote, and rang.\"", "Maud"),
        "T/3,31/02/2026 10:00,A2,Ex,Harbour,A bad date.,Maud,Quillfeather,03/04/1988,,,".to_owned(),
        format!("T/4,{},ZZ9,Lodger,Harbour,Two unknown words.,Maud,Quillfeather,1988-04-03,,,", british(3, "10:00")),
        format!(",{},A2,Ex,Harbour,No reference.,Maud,Quillfeather,03/04/1988,,,", british(3, "10:00")),
        format!("T/6,{},A2,Ex,Harbour,Torn", british(3, "10:00")),
        format!("T/7,{},A2,Ex,Harbour,In the future.,Maud,Quillfeather,03/04/1988,,,", british(-3, "10:00")),
        format!("T/8,{},A2,Ex,Harbour,Nobody at risk.,,,,,Gilbert,Thornapple", british(3, "10:00")),
        format!(
            "T/9,{},A2,Ex,Harbour,\"Too\",Maud,Quillfeather,03/04/1988,,Gilbert,Thornapple,many,cells",
            british(3, "10:00")
        ),
    ]
    .join("\r\n")
}

on_both! {
    /// Good and bad rows in one file: the pen's sum, the columns, a second time, an update.
    fn every_row_is_accounted_for(on) {
        let house = House::set_up(on);
        let (file, small) = (house.write("mixed.csv", mixed()), house.write("map.toml", SMALL_MAP));
        let result = import(&house, &file, &small).ok().json();
        counts(&result, [("rows", 9), ("new_rows", 2), ("updated_rows", 0), ("unchanged_rows", 0), ("held_rows", 7)]);
        assert_eq!(result["reports"], 2);
        named_by_column(&result);
        again(&house, &file, &small);
        updated(&house, &small);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}

fn named_by_column(result: &Value) {
    assert_eq!(problems(result, 4), ["Recorded: is not a date and time as 31/12/2026 23:59"]);
    let unknown = problems(result, 5);
    assert_eq!(unknown.len(), 3, "{unknown:?}");
    assert!(
        unknown.iter().any(|problem| problem.starts_with("Behaviour: holds a word that is not known")),
        "{unknown:?}"
    );
    assert!(
        unknown
            .iter()
            .any(|problem| problem.starts_with("Relationship: ") && problem.contains("the map knows Ex, Stranger")),
        "{unknown:?}"
    );
    assert!(
        unknown.iter().any(|problem| problem.starts_with("Victim Born: is not a date as 31/12/2026")),
        "{unknown:?}"
    );
    assert_eq!(problems(result, 6), ["Ref: is empty; every report needs the force's reference"]);
    assert!(
        problems(result, 7).contains(&"(row): has more or fewer cells than the header".to_owned()),
        "{:?}",
        problems(result, 7)
    );
    assert_eq!(problems(result, 8), ["Recorded: lies in the future"]);
    assert_eq!(problems(result, 9), ["Victim First: no person at risk is described"]);
    assert_eq!(problems(result, 10), ["(row): has more or fewer cells than the header"]);
}

fn again(house: &House, file: &str, small: &str) {
    let before = house.worklist("rowan");
    house.by("admin", &["import", file, "--map", small]).ok().says(&[
        "2 changed nothing",
        "7 are held",
        "9 in all, as read",
        "nothing was changed: this file was imported by this map before",
    ]);
    assert_eq!(before["total"], house.worklist("rowan")["total"], "importing a file again changed the list");
}

fn updated(house: &House, small: &str) {
    let changed = mixed().replace("He rang.", "He rang and came round.").lines().take(3).collect::<Vec<_>>().join("\n");
    let file = house.write("changed.csv", changed);
    let result = import(house, &file, small).ok().json();
    counts(&result, [("rows", 2), ("new_rows", 0), ("updated_rows", 1), ("unchanged_rows", 1), ("held_rows", 0)]);
    let list = house.worklist("rowan");
    let row = |reference: &Value| house.case("rowan", reference["reference"].as_str().unwrap()).to_string();
    let shown: Vec<String> = list["rows"].as_array().unwrap().iter().map(row).collect();
    assert!(
        shown.iter().any(|case| case.contains("He rang and came round.")),
        "the new words stand on no case: {shown:#?}"
    );
}

#[test]
fn a_file_or_map_that_cannot_be_read_is_refused_whole() {
    let house = House::set_up(On::Sqlite);
    let small = house.write("map.toml", SMALL_MAP);
    let check = |bytes: &[u8], texts: &[&str]| {
        let file = house.write("file.csv", bytes);
        house.by("admin", &["import", &file, "--map", &small, "--go-live", &go_live(60)]).exits(2).says(texts);
    };
    check(b"Ref,Recorded\n\x81\xfe,1\n", &["file: is neither a spreadsheet nor text in UTF-8"]);
    check(
        SMALL_HEADER.replace("Behaviour", "Behavior").as_bytes(),
        &["Behaviour: is named in the map and is not in the file; the nearest is 'Behavior'"],
    );
    check(
        SMALL_HEADER.replace("Words", "Team").as_bytes(),
        &["Team: stands twice in the header", "Words: is named in the map and is not in the file"],
    );
    check(b"", &["file: is empty; export it again"]);
    let file = house.write("file.csv", mixed());
    let odd = house.write("odd.toml", SMALL_MAP.replace("relationship =", "relatonship ="));
    house
        .by("admin", &["import", &file, "--map", &odd, "--go-live", &go_live(60)])
        .exits(2)
        .says(&["map", "relatonship"]);
    let nobody = house.write(
        "nobody.toml",
        "form = \"crime\"\nperson = []\n[report]\nreference = \"Ref\"\nrecorded_at = \"Recorded\"\n",
    );
    house
        .by("admin", &["import", &file, "--map", &nobody, "--go-live", &go_live(60)])
        .exits(2)
        .says(&["names no person"]);
    house.by("admin", &["import", "nowhere.csv", "--map", &small]).exits(6).says(&["nowhere.csv"]);
    assert_eq!(
        house.by("admin", &["--format", "json", "imports"]).ok().json(),
        serde_json::json!([]),
        "a refused file left an import behind"
    );
}

#[test]
fn the_first_import_asks_for_go_live_and_later_ones_do_not() {
    let house = House::set_up(On::Sqlite);
    let (file, small) = (house.write("mixed.csv", mixed()), house.write("map.toml", SMALL_MAP));
    house.by("admin", &["import", &file, "--map", &small]).exits(2).says(&["first import", "--go-live"]);
    house.by("admin", &["import", &file, "--map", &small, "--go-live", "soon"]).exits(2).says(&["'soon' is not a day"]);
    // Live from yesterday: a report recorded three days ago is from before.
    house.by("admin", &["import", &file, "--map", &small, "--go-live", &go_live(1)]).ok();
    let list = house.worklist("rowan");
    let rows = list["rows"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!(row["before_go_live"], true, "{row:#}");
    }
    house.by("rowan", &["worklist"]).ok().says(&["before go-live"]);
    house.by("rowan", &["worklist", "--overdue"]).ok().says(&["0 without a served order, 0 with a duty that is late"]);
    let later = house.write("later.csv", mixed().replace("T/1,", "T/11,").replace("T/2,", "T/12,"));
    house.by("admin", &["import", &later, "--map", &small]).ok();
    house.by("admin", &["go-live", &go_live(0)]).exits(2).says(&["is set already"]);
}

#[test]
fn only_an_administrator_or_a_spoc_imports() {
    let house = House::set_up(On::Sqlite);
    let (file, small) = (house.write("mixed.csv", mixed()), house.write("map.toml", SMALL_MAP));
    for who in ["ash", "oak", "yew", "larch"] {
        house
            .by(who, &["import", &file, "--map", &small, "--go-live", &go_live(60)])
            .exits(1)
            .says(&["your role does not allow you"]);
    }
    house.by("", &["import", &file, "--map", &small]).exits(4).says(&["not signed in"]);
}

/// A quote that is never closed swallows what follows; it must not go in as somebody's name.
#[test]
fn a_quote_that_is_never_closed_is_held_with_what_it_swallowed() {
    let house = House::set_up(On::Sqlite);
    let recorded = british(3, "09:30");
    let rows = [
        SMALL_HEADER.to_owned(),
        format!("T/1,{recorded},A2,Ex,Harbour,\"Two\nlines, \"\"quoted\"\".\",Maud,Quillfeather,,,Gilbert,Thornapple"),
        format!("T/2,{recorded},A2,Ex,Harbour,He said \"no\".,Nell,Brackenbury,,,Gilbert,Thornapple"),
        format!("T/3,{recorded},A2,Ex,Harbour,\"She said \"no\" to him.\",Oona,Saltmarsh,,,Gilbert,Thornapple"),
        format!("T/4,{recorded},A2,Ex,Harbour,Open.,Prue,Winterbourne,,,Gilbert,\"Thornapple"),
        format!("T/5,{recorded},A2,Ex,Harbour,Swallowed.,Rhoda,Ashdown,,,Gilbert,Thornapple"),
    ];
    let (file, small) = (house.write("quotes.csv", rows.join("\n")), house.write("map.toml", SMALL_MAP));
    let result = import(&house, &file, &small).ok().json();
    counts(&result, [("rows", 4), ("new_rows", 2), ("updated_rows", 0), ("unchanged_rows", 0), ("held_rows", 2)]);
    assert_eq!(problems(&result, 4), ["(row): has a quote inside a quoted cell; write it twice there"]);
    assert_eq!(
        problems(&result, 5),
        ["(row): opens a quote and never closes it; this row takes up 2 lines of the file"]
    );
    let held = house.text("select raw from held_rows where row_number = 5");
    assert!(held.contains("Rhoda"), "what the quote swallowed is in no pen: {held}");
}

/// A year of two digits would go in as one of the first century.
#[test]
fn a_year_of_two_digits_is_held() {
    let house = House::set_up(On::Sqlite);
    let row = |recorded: &str, born: &str| {
        format!("{recorded},A2,Ex,Harbour,He rang.,Maud,Quillfeather,{born},,Gilbert,Thornapple")
    };
    let rows = [
        SMALL_HEADER.to_owned(),
        format!("T/1,{}", row("03/11/25 10:00", "03/04/1988")),
        format!("T/2,{}", row("03/11/2025 10:00", "03/04/88")),
        format!("T/4,{}", row("3/11/2025 9:05", "3/4/1988")),
    ];
    let (file, small) = (house.write("years.csv", rows.join("\n")), house.write("map.toml", SMALL_MAP));
    let result = import(&house, &file, &small).ok().json();
    counts(&result, [("rows", 3), ("new_rows", 1), ("updated_rows", 0), ("unchanged_rows", 0), ("held_rows", 2)]);
    assert_eq!(problems(&result, 2), ["Recorded: has a year of two digits; write all four"]);
    assert_eq!(problems(&result, 3), ["Victim Born: has a year of two digits; write all four"]);
}

on_both! {
    /// Rows of one reference in one file, and two reports of one case in one file: each change sees the one before.
    fn one_file_may_change_a_case_twice(on) {
        let house = House::set_up(on);
        let small = house.write("map.toml", SMALL_MAP);
        let row = |reference: &str, behaviour: &str, words: &str| {
            format!("{reference},{},{behaviour},Ex,Harbour,{words},Maud,Quillfeather,03/04/1988,,Gilbert,Thornapple", british(3, "09:30"))
        };
        let first = [SMALL_HEADER.to_owned(), row("T/1", "A2", "He rang."), row("T/1", "A5", "He waited."), row("T/2", "A1", "He followed.")];
        let file = house.write("first.csv", first.join("\n"));
        let result = import(&house, &file, &small).ok().json();
        counts(&result, [("rows", 3), ("new_rows", 2), ("updated_rows", 1), ("unchanged_rows", 0), ("held_rows", 0)]);
        let case = house.worklist("rowan")["rows"][0]["reference"].as_str().unwrap().to_owned();
        let shown = house.by("rowan", &["case", &case]).ok().out;
        let other = if shown.lines().any(|line| line.contains("T/1 recorded") && line.contains("[this case")) { "T/2" } else { "T/1" };
        house.on("rowan", &case, &["attach", other]).ok();
        let second = [SMALL_HEADER.to_owned(), row("T/1", "O4", "He put a tracker there."), row("T/2", "O8", "He broke it.")];
        let file = house.write("second.csv", second.join("\n").replace("Harbour", "Stalking Unit").replace("Ex", "Stranger"));
        let result = import(&house, &file, &small).ok().json();
        counts(&result, [("rows", 2), ("new_rows", 0), ("updated_rows", 2), ("unchanged_rows", 0), ("held_rows", 0)]);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}

/// A first file of bad rows alone is no file that was imported before; the second time it is.
#[test]
fn a_file_that_is_held_whole_says_so_and_the_second_time_that_it_was_seen() {
    let house = House::set_up(On::Sqlite);
    let rows: Vec<String> =
        mixed().lines().enumerate().filter(|(at, _)| *at == 0 || *at > 2).map(|(_, row)| row.to_owned()).collect();
    let (file, small) = (house.write("bad.csv", rows.join("\n")), house.write("map.toml", SMALL_MAP));
    let arguments = ["import", &file, "--map", &small, "--go-live", &go_live(60)];
    house
        .by("admin", &arguments)
        .ok()
        .says(&["7 are held", "7 in all, as read"])
        .never_says(&["before", "was changed"]);
    house.by("admin", &arguments).ok().says(&[
        "7 are held",
        "7 in all, as read",
        "this file was imported by this map before",
    ]);
    assert_eq!(house.text("select cast(count(*) as text) from held_rows"), "7", "the second time filled the pen again");
}

/// The same force's reports as one row a crime and as one row a person make the same reports and cases.
#[test]
fn both_shipped_forms_give_the_same_counts() {
    let made = |form: &str, shipped: &str| {
        let house = House::set_up(On::Sqlite);
        let (file, truth) = (house.path("export.csv"), house.path("truth.csv"));
        house
            .by(
                "",
                &[
                    "simulate",
                    "--seed",
                    "11",
                    "--reports",
                    "40",
                    "--days",
                    "50",
                    "--csv",
                    &file,
                    "--truth",
                    &truth,
                    "--form",
                    form,
                ],
            )
            .ok();
        let result = import(&house, &file, &map(shipped)).ok().json();
        adds_up(&result);
        assert_eq!(result["held_rows"], 0, "a generated row is held: {result:#}");
        let list = house.worklist("rowan");
        [result["reports"].clone(), result["cases"].clone(), result["repeats"].clone(), list["total"].clone()]
    };
    let (crime, person) = (made("crime", "one-row-per-crime.toml"), made("person", "one-row-per-person.toml"));
    assert_eq!(crime[0], 40);
    assert_eq!(crime, person, "reports, cases, repeats and the list differ between the two forms");
}

/// How many reports the killed import is of: enough that a kill lands in its middle.
const MANY: &str = "900";

on_both! {
    /// kill -9 in the middle, then the same command again.
    fn a_killed_import_goes_on_when_run_again(on) {
        let house = House::set_up(on);
        let (file, truth) = (house.path("export.csv"), house.path("truth.csv"));
        house.by("", &["simulate", "--seed", "5", "--reports", MANY, "--days", "50", "--csv", &file, "--truth", &truth]).ok();
        let shipped = map("one-row-per-crime.toml");
        let arguments = ["import", &file, "--map", &shipped, "--go-live", &go_live(60)];
        let mut child = house.start("admin", &arguments);
        let began = Instant::now();
        let part = loop {
            assert!(began.elapsed() < Duration::from_secs(60), "the import wrote nothing in a minute");
            assert!(child.try_wait().unwrap().is_none(), "the import ended before it could be killed; give it more reports");
            let done: i64 = house.text("select cast(coalesce(max(next_row), 0) as text) from imports").parse().unwrap();
            if done >= 100 {
                break done;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        assert!(!ended.success() && ended.code().is_none(), "it was not killed: {ended:?}");
        assert!(part < MANY.parse().unwrap(), "{part} of {MANY} were done when it was killed");
        house.by("admin", &["imports"]).ok().says(&["not finished: run it again"]);
        let result = import(&house, &file, &shipped).ok().json();
        adds_up(&result);
        assert_eq!(result["rows"].to_string(), MANY, "{result:#}");
        assert_eq!(result["new_rows"].to_string(), MANY, "{result:#}");
        assert_eq!(house.text("select cast(count(*) as text) from reports"), MANY);
        assert_eq!(house.text("select cast(count(*) as text) from imports"), "1");
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}
