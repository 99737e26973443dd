//! The watch over duties, with the time as an argument: silence, an outage caught up with, clocks set forward and back.

use crate::support::*;
use domain::watch::Watch;

/// Entries of rounds that say since when nobody had looked.
fn marked(desk: &Desk) -> Vec<String> {
    let since = |entry: &serde_json::Value| {
        let facts = entry["facts"].as_array().cloned().unwrap_or_default();
        facts.iter().find(|fact| fact[0] == "not_watched_since").map(|fact| fact[1].as_str().unwrap().to_owned())
    };
    desk.entries().iter().filter_map(since).collect()
}

#[test]
fn a_round_leaves_a_trace_and_a_command_does_not() {
    let desk = Desk::new();
    assert_eq!(desk.app().watch(), Watch::Never);
    desk.tick();
    assert_eq!(desk.app().watch(), Watch::Never);
    desk.app().keep_watch(None).unwrap();
    let last = desk.now();
    assert_eq!(desk.app().watch(), Watch::Kept);
    desk.wait(1);
    assert_eq!(desk.app().watch(), Watch::Silent { since: last });
    desk.tick();
    assert_eq!(desk.app().watch(), Watch::Silent { since: last }, "somebody who types a command does not watch");
}

#[test]
fn after_an_outage_each_duty_fires_once_and_says_that_nobody_had_looked() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.app().keep_watch(None).unwrap();
    let last = desk.now();
    // Rounds without a gap are not marked.
    assert_eq!(marked(&desk), Vec::<String>::new());
    desk.wait(24 * 30);
    desk.app().keep_watch(None).unwrap();
    let missed = desk.count(&case, "clock.missed");
    assert!(missed > 0);
    let marks = marked(&desk);
    assert!(!marks.is_empty() && marks.iter().all(|since| *since == last.to_string()), "{marks:?}");
    // Another round, and a server that is started anew, find nothing to fire again.
    let entries = desk.entries().len();
    assert_eq!(desk.app().keep_watch(None).unwrap(), 0);
    assert_eq!((desk.entries().len(), desk.count(&case, "clock.missed")), (entries, missed));
}

#[test]
fn a_clock_set_forward_closes_nothing_and_set_back_takes_nothing_back() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.app().keep_watch(None).unwrap();
    let right = desk.now();
    // By mistake it is a year later.
    desk.wait(24 * 365);
    desk.app().keep_watch(None).unwrap();
    let (missed, entries) = (desk.count(&case, "clock.missed"), desk.entries().len());
    assert!(missed > 0 && !marked(&desk).is_empty());
    assert_eq!(desk.case_column(&case, "status"), "open");
    assert!(desk.on_list(&case));
    // Set right again: it is known that a later moment was seen, and what fired stays.
    desk.set(right.plus_micros(60_000_000));
    desk.app().keep_watch(None).unwrap();
    assert!(matches!(desk.app().watch(), Watch::SetBack { .. }));
    assert_eq!((desk.count(&case, "clock.missed"), desk.entries().len()), (missed, entries));
}

fn changed(desk: &Desk, what: &str) {
    desk.raw().execute_batch(&format!("update watch set {what}")).unwrap();
}
fn found(desk: &Desk) -> Vec<String> {
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    check
        .verified
        .findings
        .into_iter()
        .map(|finding| format!("{} {} {}", finding.kind, finding.which, finding.what))
        .collect()
}

#[test]
fn a_round_in_a_quiet_house_leaves_an_entry_an_hour() {
    let desk = Desk::new();
    desk.app().keep_watch(None).unwrap();
    let entries = || desk.entries().len();
    let before = entries();
    for _ in 0..30 {
        desk.set(desk.now().plus_micros(600_000_000));
        desk.app().keep_watch(None).unwrap();
    }
    assert_eq!(entries() - before, 4, "of thirty, in five hours");
    assert_eq!((desk.app().watch(), found(&desk)), (Watch::Kept, Vec::new()));
}

#[test]
fn whoever_lowers_the_trace_silences_no_alarm_and_whoever_raises_it_is_found_out() {
    let desk = Desk::new();
    desk.import_one("spoc", shaw("N/1"));
    desk.app().keep_watch(None).unwrap();
    let right = desk.now();
    desk.set(right.plus_hours(-3));
    desk.app().keep_watch(None).unwrap();
    let back = Watch::SetBack { seen: right };
    assert_eq!(desk.app().watch(), back);
    for lowered in ["high_water = ticked_at", "high_water = null", "high_water = 0"] {
        changed(&desk, lowered);
        assert_eq!(desk.app().watch(), back, "{lowered}");
    }
    desk.set(right);
    desk.app().keep_watch(None).unwrap();
    assert_eq!((desk.app().watch(), found(&desk)), (Watch::Kept, Vec::new()));
    for raised in ["ticked_at = 8000000000000000", "high_water = 8000000000000000"] {
        changed(&desk, raised);
        assert!(matches!(desk.app().watch(), Watch::SetBack { .. }), "{raised}");
        let named = found(&desk);
        assert_eq!(named.len(), 1, "{named:?}");
        assert!(named[0].starts_with("trace watch tells of ") && named[0].contains("2223"), "{named:?}");
        changed(&desk, &format!("ticked_at = {0}, high_water = {0}", right.micros()));
    }
    assert_eq!(found(&desk), Vec::<String>::new());
}

#[test]
fn a_clock_that_was_ahead_is_no_tampering() {
    let desk = Desk::new();
    desk.app().keep_watch(None).unwrap();
    let right = desk.now();
    desk.wait(24 * 365);
    desk.app().keep_watch(None).unwrap();
    desk.set(right.plus_hours(1));
    desk.app().keep_watch(None).unwrap();
    assert!(matches!(desk.app().watch(), Watch::SetBack { .. }));
    assert_eq!(found(&desk), Vec::<String>::new());
}
