//! Scenarios by command, without any database and without an account.

use crate::support::{House, On, root};

#[test]
fn a_scenario_is_played_day_by_day_for_people_and_for_machines() {
    let house = House::empty(On::Sqlite);
    let file = root().join("crates/domain/tests/scenarios/ex-colleague.md").display().to_string();
    house.by("", &["scenario", &file]).ok().says(&[
        "Played under the law as on Monday 1 June 2026",
        "Thursday 15 January 2026",
        "PD-03 is missed",
        "RF-16 is raised",
        "all met.",
    ]);
    let whole = house.by("", &["--format", "json", "scenario", &file]).ok().json();
    assert_eq!(whole["unmet"], 0);
    assert!(whole["expectations"].as_array().is_some_and(|all| all.len() > 10));
    house
        .by("", &["--format", "csv", "scenario", &file])
        .ok()
        .says(&["line,at,person,what,text,found", "expectation_met"]);
    assert!(!std::path::Path::new(&house.database).exists(), "a scenario made a database");
}

#[test]
fn a_scenario_that_does_not_come_out_or_cannot_be_read_says_why() {
    let house = House::empty(On::Sqlite);
    let start = "# A story\n\nLaw as on: 2026-06-01\n\n## What happened\n\n- 2026-03-02 09:15: report: A1\n";
    let wrong = house.write("false.md", format!("{start}- 2026-03-10: PD-03 not missed\n"));
    house.by("", &["scenario", &wrong]).exits(5).says(&["read instead: PD-03 is missed", "1 expectation: 1 NOT MET."]);
    let unread = house.write("unread.md", format!("{start}- 2026-03-10: the SPOC contersings the decision\n"));
    house.by("", &["scenario", &unread]).exits(2).says(&[
        "line 8:",
        "the SPOC countersigns the decision",
        "--vocabulary",
    ]);
    house.by("", &["scenario", "nowhere.md"]).exits(6);
    house.by("", &["scenario", "--vocabulary"]).ok().says(&["What can happen", "PD-03 missed 2 times"]);
}
