//! What is found out beside the reports, by command, on a demonstration: what each record leaves on the page of the case.

use crate::support::{House, On, Ran};

const SEARCHED: &str = "Two reports of 2019, by another woman; the log holds both.";
const SERVED: &str = "He says that he served until 2021.";
const BAG: &str = "A bag with tape and a hammer, in the lane behind her house.";
const COUNTER: &str = "He says that it is she who rings him.";
const WRITTEN: &str = "He has only written, never come near.";

#[test]
fn what_is_found_out_beside_the_reports_stands_on_the_case_with_its_flags() {
    let house = House::empty(On::Sqlite);
    let said = house.by("", &["demo", "--no-serve", "--reports", "30"]).ok().out;
    let line = said.lines().find(|line| line.contains("officer in the case")).unwrap();
    let officer = line.split_whitespace().next().unwrap();
    let shown = |case: &str| house.by("", &["--as", officer, "case", case]).ok();
    // A case of the officer's on which none of it stands yet.
    let list = house.by("", &["--as", officer, "--format", "json", "worklist"]).ok().json();
    let cases: Vec<&str> =
        list["rows"].as_array().unwrap().iter().map(|row| row["reference"].as_str().unwrap()).collect();
    let raised = ["RF-08", "RF-10", "RF-19"];
    let case = cases.iter().find(|case| raised.iter().all(|flag| !shown(case).out.contains(flag))).unwrap();
    let on = |who: &str, words: &[&str]| -> Ran { house.by("", &[&["--as", who, "on", case], words].concat()) };
    let by_officer = |words: &[&str]| on(officer, words);

    by_officer(&["search-history", "local"]).ok().says(&["history.searched"]).never_says(&["flag.raised"]);
    by_officer(&["search-history", "pnd", "--found"])
        .exits(1)
        .says(&["a search that found something says what it found"]);
    by_officer(&["search-history", "pnd", "--about", "subject", "--found", "--words", SEARCHED]).ok();
    by_officer(&["search-history", "moon"])
        .exits(2)
        .says(&["known are: local, pnd, other_force, military, employer, other"]);
    by_officer(&["search-history", "local", "--at", "2099-01-01 10:00"])
        .exits(1)
        .says(&["dated after the time of recording"]);
    by_officer(&["search-needed", "military", "--words", ""]).exits(1).says(&["it is not said what, and where"]);
    by_officer(&["search-needed", "military", "--words", SERVED]).ok().says(&["history.search_needed"]);
    let bag = ["found-property", "kit", "--near", "within_1_km", "--words", BAG];
    by_officer(&bag).ok().says(&["property.found", "risk.reopened", "flag.raised"]);
    by_officer(&["marker", "counter_allegation", "--words", COUNTER]).ok().says(&["marker.recorded, flag.raised"]);
    by_officer(&["reclassify", "harassment"]).exits(1).says(&["your role does not allow you"]);
    on("spoc", &["reclassify", "harassment"]).ok().says(&["crime.reclassified, flag.raised"]);
    on("spoc", &["reclassify", "harassment", "--rationale", WRITTEN]).exits(1).says(&["recorded as that already"]);
    on("spoc", &["reclassify", "malicious_communications", "--rationale", WRITTEN]).ok().never_says(&["flag.raised"]);

    let page = shown(case).says(&[
        "about the subject and the person at risk: the force's own records: nothing was found",
        "about the subject: the Police National Database: something was found",
        "History is to be searched: the armed forces and their police",
        "a kit: ties, tape, tools, a disguise; within 1 km of a place of the person at risk",
        "Risk opened again: a weapon or a kit was found",
        "a counter-allegation",
        "Crime classed anew: harassment; no reason given",
        "RF-08 critical A notice, a counter-allegation or a marker stands against the person who reported (not answered)",
        "RF-10 critical A weapon or a kit was found near a place of the person at risk (not answered)",
        "RF-19 high The crime was classed as something less than stalking, and no reason is given (not answered)",
    ]);
    for words in [SEARCHED, SERVED, BAG, COUNTER, WRITTEN] {
        assert_eq!(page.out.matches(words).count(), 1, "'{words}' stands once on the page:\n{}", page.out);
    }
    // What was refused left nothing.
    assert_eq!(page.out.matches("Crime classed anew: harassment").count(), 1, "{}", page.out);
    assert!(!page.out.contains("2099"), "{}", page.out);
    house.by("", &["--as", "auditor", "verify"]).ok().says(&["OK"]);
}
