//! The officer's question, served on Monday, until when, without any database.

use crate::support::{House, On};

#[test]
fn served_on_monday_until_when() {
    let house = House::empty(On::Sqlite);
    // London time may be written with a blank or a T.
    for trigger in ["2026-06-01 10:00", "2026-06-01T10:00", "2026-06-01T09:00:00Z"] {
        house
            .by("", &["clocks", "read", "PD-03", "--trigger", trigger])
            .ok()
            .says(&["by 10:00 on Thursday 4 June 2026"]);
    }
    house.by("", &["clocks", "read", "CK-01", "--trigger", "2026-06-01"]).ok().says(&[
        "due by the end of Wednesday 3 June 2026",
        "Stalking Protection Act 2019, s. 9",
        "Day 1: Monday 1 June 2026",
        "from 00:00 on Thursday 4 June 2026 it is too late",
        "2026-06-03T23:00:00.000000Z",
    ]);
    assert!(!std::path::Path::new(&house.database).exists(), "reading a clock made a database");
}

#[test]
fn a_fact_shortens_a_clock_and_weekends_and_holidays_are_skipped() {
    let house = House::empty(On::Sqlite);
    let due = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["--format", "json", "clocks", "read"].iter().chain(arguments).copied().collect();
        house.by("", &arguments).ok().json()["first_instant_too_late"].as_str().unwrap().to_owned()
    };
    // London is an hour before UTC in June.
    assert_eq!(due(&["PD-02", "--trigger", "2026-06-01 10:00"]), "2026-06-02T09:00:00.000000Z");
    assert_eq!(due(&["PD-02", "--trigger", "2026-06-01 10:00", "--fact", "grade=high"]), "2026-06-01T13:00:00.000000Z");
    assert_eq!(
        due(&["PD-03", "--trigger", "2026-06-01T09:00:00Z", "--fact", "grade=high"]),
        "2026-06-02T09:00:00.000000Z"
    );
    // Friday 22 May 2026: the weekend and the bank holiday of Monday 25 May do not count.
    // Facts that the trigger alone does not give.
    let shift = "shift-end=2026-06-01 14:00";
    assert_eq!(due(&["PD-01", "--trigger", "2026-06-01 10:00"]), "2026-06-01T17:00:00.000000Z");
    assert_eq!(due(&["PD-01", "--trigger", "2026-06-01 10:00", "--fact", shift]), "2026-06-01T13:00:00.000000Z");
    assert_eq!(due(&["VC-03", "--trigger", "2026-06-05"]), "2026-06-08T23:00:00.000000Z");
    let standard = ["VC-03", "--trigger", "2026-06-05", "--fact", "entitlement=standard"];
    assert_eq!(due(&standard), "2026-06-12T23:00:00.000000Z");
    assert_eq!(due(&["VC-02", "--trigger", "2026-05-22"]), "2026-05-27T23:00:00.000000Z");
}

#[test]
fn a_batch_reads_many_and_names_the_rows_that_it_cannot_read() {
    let house = House::empty(On::Sqlite);
    let good = house.write("good.csv", "code,trigger,facts\nCK-01,2026-06-01,\nPD-03,2026-06-01 10:00,grade=high\n");
    let ran = house.by("", &["--format", "csv", "clocks", "read", "--batch", &good]).ok();
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.out);
    ran.says(&["by the end of Wednesday 3 June 2026", "2026-06-02T09:00:00.000000Z"]);
    let bad = house.write(
        "bad.csv",
        "code,trigger,facts\nCK-01,2026-06-01,\nCK-77,2026-06-01,\nPD-02,2026-06-01 10:00,grade=huge\n",
    );
    house.by("", &["clocks", "read", "--batch", &bad]).exits(2).says(&[
        "by the end of Wednesday 3 June 2026",
        "row 3",
        "'CK-77' is not a clock",
        "row 4",
        "'huge' is not a grade",
        "2 rows could not be read",
    ]);
    let headless = house.write("headless.csv", "clock,trigger\nCK-01,2026-06-01\n");
    house.by("", &["clocks", "read", "--batch", &headless]).exits(2).says(&["has no column 'code'"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_what_is_known() {
    let house = House::empty(On::Sqlite);
    let check = |arguments: &[&str], texts: &[&str]| {
        let arguments: Vec<&str> = ["clocks", "read"].iter().chain(arguments).copied().collect();
        house.by("", &arguments).exits(2).says(texts);
    };
    check(&["CK-09", "--trigger", "2026-06-01"], &["'CK-09' is not a clock; known are: CK-01, VC-01"]);
    check(&["CK-01", "--trigger", "someday"], &["the trigger cannot be read"]);
    check(&["CK-01", "--trigger", "2026-02-30"], &["the trigger cannot be read"]);
    check(&["PD-02", "--trigger", "2026-06-01"], &["counts hours: give the time of the trigger"]);
    check(&["PD-02", "--trigger", "2026-06-01 10:00", "--fact", "grade=huge"], &["known are: standard, medium, high"]);
    check(&["PD-02", "--trigger", "2026-06-01 10:00", "--fact", "rank=high"], &["'rank' is not a fact"]);
    check(&["CK-01"], &["--trigger"]);
    check(&[], &["name a clock"]);
}

#[test]
fn the_list_names_every_clock_with_its_authority() {
    let house = House::empty(On::Sqlite);
    let list = house.by("", &["--format", "json", "clocks", "list"]).ok().json();
    let codes: Vec<&str> = list.as_array().unwrap().iter().map(|clock| clock["clock"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        [
            "CK-01", "VC-01", "VC-02", "VC-03", "VC-04", "VC-09", "PD-01", "PD-02", "PD-03", "PD-04", "PD-17", "PD-18",
            "PD-19"
        ]
    );
    assert!(list.as_array().unwrap().iter().all(|clock| !clock["authority"].as_str().unwrap().is_empty()));
}

#[test]
fn a_force_sets_its_clocks_and_enters_a_holiday_declared_later() {
    let house = House::set_up(On::Sqlite);
    house.sign_in("admin");
    house.by("admin", &["clocks", "settings"]).ok().says(&["VC-02", "law", "policy", "defaults 1"]);
    let set = ["clocks", "settings", "PD-02.time=12", "PD-02.to=spoc", "--from", "2030-01-07"];
    house.by("admin", &set).ok().says(&["settings 1", "for triggers from 2030-01-07"]);
    house.by("admin", &["clocks", "settings"]).ok().says(&["settings 1", "2030-01-07", "12 hours"]);
    let read = ["clocks", "read", "PD-02", "--trigger", "2030-01-07 10:00", "--as-set"];
    house
        .by("admin", &read)
        .ok()
        .says(&["settings 1, for triggers from Monday 7 January 2030", "goes to: stalking SPOC"]);
    let longer = ["clocks", "settings", "VC-02.time=3", "--from", "2030-01-07"];
    house.by("admin", &longer).exits(1).says(&["VC-02 is law (Victims' Code, right 4)"]);
    let file = house
        .write("clocks.toml", "from = \"2030-02-01\"\n[PD-17]\nruns = false\n[PD-18]\ntime = \"3 working days\"\n");
    house.by("admin", &["clocks", "settings", "--file", &file]).ok().says(&["settings 2"]);
    house
        .by("admin", &["clocks", "holiday", "add", "2030-01-08", "--reason", "a state occasion"])
        .ok()
        .says(&["on 2030-01-08"]);
    house.by("admin", &["clocks", "holiday", "list"]).ok().says(&["2030-01-08", "a state occasion"]);
    let read = ["clocks", "read", "VC-02", "--trigger", "2030-01-07", "--as-set"];
    house.by("admin", &read).ok().says(&["bank holiday: a state occasion", "by the end of Thursday 10 January 2030"]);
}
