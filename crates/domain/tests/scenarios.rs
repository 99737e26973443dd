//! Every scenario of `tests/scenarios` plays and comes out as it says; the format is what `docs/scenarios.md` says it is.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read its scenario should stop")]

use domain::scenario::{Played, Problem, Scenario, as_text, describe_vocabulary, play};
use proptest::prelude::*;
use std::path::PathBuf;

/// Every scenario in the folder, with its name.
fn files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")).map(read).collect()
}

fn played(text: &str) -> Result<Played, Vec<Problem>> {
    Scenario::read(text).map(|scenario| play(&scenario))
}

/// The problems of a text, as they are told.
fn problems(text: &str) -> Vec<String> {
    Scenario::read(text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// A scenario with these lines under 'What happened', the first on line 5.
fn told(lines: &[&str]) -> String {
    format!("# A story\n\nLaw as on: 2026-06-01\n## What happened\n{}\n", lines.join("\n"))
}

#[test]
fn every_scenario_comes_out_as_it_says() {
    let files = files();
    assert!(files.len() >= 12, "scenarios are missing");
    let mut failed = Vec::new();
    for (name, text) in files {
        let scenario = Scenario::read(&text).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        let played = play(&scenario);
        failed.extend(
            played.unmet().map(|checked| format!("{name}:{}: {}: {}", checked.line, checked.text, checked.found)),
        );
        assert!(played.checked.len() >= 3, "{name} expects too little to show anything");
        assert!(!scenario.sources.is_empty(), "{name} cites no source");
    }
    assert!(failed.is_empty(), "play these with `holdfast scenario`:\n{}", failed.join("\n"));
}

#[test]
fn an_expectation_that_is_false_is_found_and_says_what_was_read() {
    let story = ["- 2026-03-02 09:15: report: A1", "- 2026-03-10: PD-03 not missed; RF-16 not raised; off the list"];
    let unmet: Vec<String> = played(&told(&story)).unwrap().unmet().map(|checked| checked.found.clone()).collect();
    let expected =
        ["PD-03 is missed (it was due by 09:15 on Thursday 5 March 2026)", "RF-16 is raised and open", "on the list"];
    assert_eq!(unmet, expected);
}

#[test]
fn every_expectation_of_every_scenario_can_fail() {
    // What holds at the end of a story does not hold before its first report.
    for (name, text) in files() {
        let mut scenario = Scenario::read(&text).unwrap();
        let first = scenario.steps.first().unwrap().at;
        scenario.steps.retain(|step| matches!(step.says, domain::scenario::Says::Expected(_)));
        scenario.steps.iter_mut().for_each(|step| step.at = first);
        let played = play(&scenario);
        assert_eq!(played.unmet().count(), played.checked.len(), "{name}: something is met before anything happens");
    }
}

#[test]
fn a_refusal_that_nothing_expects_is_found() {
    let story = ["- 2026-03-02 09:15: report: A1", "- 10:00: the SPOC countersigns"];
    let played = played(&told(&story)).unwrap();
    let found: Vec<&str> = played.unmet().map(|checked| checked.found.as_str()).collect();
    assert!(found.iter().all(|found| found.contains("=> refused: decision: nothing to countersign")), "{found:?}");
    assert_eq!(found.len(), 1);
}

#[test]
fn every_line_that_cannot_be_understood_is_named_with_what_would_do() {
    let cases: &[(&str, &str)] = &[
        ("- 2026-03-02 09:15: the officer scrutinises the horoscope", "is no happening of the vocabulary"),
        ("- 2026-03-02 09:15: the SPOC contersings the decision", "the SPOC countersigns the decision"),
        ("- 2026-02-30 09:15: report: A1", "no day of the calendar"),
        ("- 2026-03-29 01:30: report: A1", "the clocks go forward"),
        ("- 2013-03-29: report: A1", "the calendar covers 2015 to 2030"),
        ("- Tuesday 2 March 2026: report: A1", "is not what its weekday says"),
        ("- report: A1", "has no day"),
        ("- 2026-03-02: report: A99", "'a99' is not read after 'reports'"),
        ("- 2026-03-02: report (never closed", "opened and never closed"),
        ("- 2026-03-02: the officer screens the risk", "a screen needs a grade"),
        ("- 2026-03-02: expect PD-99 missed", "no clock and no red flag that is built"),
        ("- 2026-03-02: expect PD-03 blue", "it is not said how PD-03 stands"),
        ("- 2026-03-02: expect refused: closure: gates unmett", "refused: closure: gates unmet"),
        ("- 2026-03-02: expect next action: decide protecton", "nearest is 'decide protection'"),
        ("## Expectid", "## expected"),
        ("```", "a block of code"),
        ("| when | wot |", "is not the name of a column"),
    ];
    for (line, part) in cases {
        let found = problems(&told(&[line]));
        assert!(
            found.iter().any(|problem| problem.contains(part) && problem.starts_with("line 5: ")),
            "{line}: {found:?}"
        );
    }
    assert!(problems("# A story\n## What happened\n- 2026-03-02: report: A1\n")[0].contains("Law as on: 2026-06-01"));
    assert!(
        problems("# A story\n\nLow as on: 2026-06-01\n").iter().any(|found| found.starts_with("line 3: 'Low as on'"))
    );
}

#[test]
fn one_slip_is_one_problem_and_the_day_counts_for_the_lines_below() {
    let found = problems(&told(&["- 2026-03-02 09:15: report: A99", "- 10:00: the case is given to the officer"]));
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn acts_are_named_by_number_and_a_day_is_no_number() {
    let story = [
        "- 2026-03-02 09:15: report: A1, A5, A7",
        "- 10:00: the officer screens the risk: grade medium; unwanted on acts 1 and 3; repeated yes, on act 2",
        "- 11:00: the officer decides to apply; acts yes on acts 1, 2; risk yes on act 9 => refused: decision: act not on case",
        "- 12:00: the officer corrects act 2: done 1 March 2026 10:00",
        "- 13:00: the supervisor withdraws act 3: duplicate",
        "- 14:00: the officer screens the risk: grade medium; unwanted yes on act 3 => refused: risk: act not on case",
        "- 15:00: the officer corrects act 9: A7 => refused: correction: act unknown",
        "- 16:00: expect 2 acts",
    ];
    let played = played(&told(&story)).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let unmet: Vec<_> = played.unmet().collect();
    assert!(unmet.is_empty(), "{unmet:#?}");
}

#[test]
fn who_hears_of_a_duty_is_who_is_there() {
    let start = ["- 2026-03-02 09:15: report: A1", "- 10:00: the case is given to the officer"];
    let expected = "- 2026-03-05: stage missed of PD-03 told to the officer; stage missed of PD-03 told to the second officer at 2026-03-05 09:15; \
                    stage missed of PD-03 told to the supervisor on 2026-03-05; stage above of PD-03 not told";
    let met = |line: &str| {
        let played =
            played(&told(&[start[0], start[1], line, expected])).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let asked = played.checked.iter().filter(|checked| checked.text.starts_with("stage"));
        asked.map(|checked| checked.met).collect::<Vec<_>>()
    };
    assert_eq!(met("- 11:00: nothing happens"), [true, false, true, true]);
    assert_eq!(
        met("- 11:00: the officer is away until 2026-03-20, the second officer stands in"),
        [false, true, true, true]
    );
    assert_eq!(met("- 11:00: the officer is away, stand-in: the second officer"), [false, true, true, true]);
    assert_eq!(met("- 11:00: the officer is away until 2026-03-20, nobody stands in"), [false, false, true, true]);
    assert_eq!(met("- 11:00: the officer is away until 2026-03-03"), [true, false, true, true], "and back since");
    assert!(problems(&told(&["- 2026-03-05: expect stage missed of PD-03"]))[0].contains("told, or not told"));
    assert!(problems(&told(&["- 2026-03-05: expect stage missed told"]))[0].contains("of which clock"));
}

#[test]
fn the_same_story_can_be_written_in_many_ways() {
    let ways: &[&[&str]] = &[
        &["- 2026-03-02 09:15: the person at risk reports: A1", "- 2026-03-02 10:00: officer allocated: the officer"],
        &["* Monday 2 March 2026, 9.15am - report (bus stop): following", "* 10am: the case is given to the officer"],
        &[
            "2. 02/03/2026 at 09:15 – Victim reports stalking; following a person",
            "",
            "3. 10:00 the sergeant allocates the case to the OIC",
        ],
        &["### 2 March 2026", "- 09:15: new report: a1", "- 10.00: case allocated to officer by supervisor"],
        &[
            "| When | Who | What |",
            "|---|---|---|",
            "| 2026-03-02 09:15 | person at risk | reports: A1 |",
            "| 2026-03-02 10:00 | supervisor | gives the case to the officer |",
        ],
        &["- 2026-03-02T09:15:00Z: report: A1", "- 2026-03-02 10:00", "  the officer takes over the case"],
    ];
    let expected =
        ["", "## Expected at 2026-03-02 11:00", "- next action: screen risk; 1 reports; PD-03 due by 2026-03-05 09:15"];
    for way in ways {
        let lines: Vec<&str> = way.iter().copied().chain(expected).collect();
        let played = played(&told(&lines)).unwrap_or_else(|problems| panic!("{way:?}: {problems:#?}"));
        let unmet: Vec<_> = played.unmet().collect();
        assert!(unmet.is_empty() && played.checked.len() == 3, "{way:?}: {unmet:?}");
    }
}

#[test]
fn every_phrase_is_read_as_itself_and_every_example_plays() {
    for phrase in domain::scenario::HAPPENINGS {
        let line = told(&[&format!("- 2026-03-02 09:15: {}", phrase.example)]);
        assert_eq!(problems(&line), Vec::<String>::new(), "{}", phrase.example);
        for key in phrase.keys {
            let deed = domain::scenario::deed_of(key);
            assert_eq!(deed, Some(phrase.deed), "'{key}' is read as something else");
        }
    }
}

#[test]
fn the_page_holds_the_vocabulary_and_its_own_scenario_plays() {
    let page = include_str!("../../../docs/scenarios.md");
    let made = describe_vocabulary();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let (before, rest) = page.split_once(FROM).unwrap();
        let (_, after) = rest.split_once(TO).unwrap();
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/scenarios.md");
        std::fs::write(path, format!("{before}{FROM}\n{made}{TO}{after}")).unwrap();
        return;
    }
    let held = page.split_once(FROM).and_then(|(_, rest)| rest.split_once(TO)).unwrap().0;
    assert!(
        held.trim() == made.trim(),
        "docs/scenarios.md is stale: UPDATE_GOLDEN=1 cargo test -p domain --test scenarios"
    );
    let example = page.split_once("```markdown\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
    let played = played(example).unwrap();
    assert_eq!(played.unmet().collect::<Vec<_>>(), Vec::<&domain::scenario::Checked>::new());
    assert!(played.checked.len() > 5);
}

const FROM: &str = "<!-- made by `holdfast scenario --vocabulary` -->";
const TO: &str = "<!-- end -->";

#[test]
fn the_same_facts_under_two_laws_come_out_differently() {
    let story = |law: &str, expected: &str| {
        let text = format!(
            "# A story\nLaw as on: {law}\n## What happened\n- 2016-03-02: report: A1\n- 2016-03-20: {expected}\n"
        );
        played(&text).unwrap().unmet().count()
    };
    assert_eq!(story("2026-06-01", "PD-03 missed; RF-16 raised; VC-02 missed"), 0);
    assert_eq!(story("2019-06-01", "PD-03 not started; RF-16 not raised; VC-02 not started"), 0);
    assert_eq!(story("2020-06-01", "PD-03 missed; VC-02 not started"), 0);
}

/// A change of a text: a place, how much is taken out, and what is put in.
fn mutations() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let pieces = prop_oneof![
        Just("\n".to_owned()),
        Just("- ".to_owned()),
        Just("|".to_owned()),
        Just("(".to_owned()),
        Just("\"".to_owned()),
        Just("2030-12-31 23:59".to_owned()),
        Just("2026-10-25 01:30".to_owned()),
        Just("expect ".to_owned()),
        Just("99999999999999999999 days later".to_owned()),
        Just("=> refused".to_owned()),
        Just("\u{e9}\u{2192}".to_owned()),
        Just("## ".to_owned()),
        Just(String::new()),
        "[ -~]{0,12}",
        "\\PC{0,6}",
    ];
    proptest::collection::vec((any::<usize>(), 0_usize..40, pieces), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_played_or_refused_and_never_breaks(which in any::<usize>(), mutations in mutations()) {
        let files = files();
        let (_, text) = files.get(which % files.len()).unwrap();
        let mut letters: Vec<char> = text.chars().collect();
        for (place, taken, put) in mutations {
            let place = place % (letters.len() + 1);
            let end = (place + taken).min(letters.len());
            letters.splice(place..end, put.chars());
        }
        let mutated: String = letters.into_iter().collect();
        match Scenario::read(&mutated) {
            Ok(scenario) => {
                let played = play(&scenario);
                prop_assert!(!as_text(&scenario, &played).is_empty());
                prop_assert_eq!(play(&scenario), played);
            }
            Err(problems) => {
                let lines = mutated.lines().count().max(1);
                prop_assert!(!problems.is_empty() && problems.iter().all(|problem| problem.line <= lines && !problem.instead.is_empty()));
            }
        }
    }
}
