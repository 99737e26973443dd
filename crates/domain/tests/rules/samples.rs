//! The stored format of events: `tests/golden/events.jsonl` holds a sample of each, and every line must read for ever.
//!
//! A new event gets a new line by hand. No line is ever changed or taken out: ledgers hold such lines.

use domain::event::CaseEvent;
use std::collections::BTreeSet;

/// The samples as they stand in the file.
pub fn lines() -> Vec<&'static str> {
    include_str!("../golden/events.jsonl").lines().collect()
}
/// The events of the samples.
pub fn events() -> Vec<CaseEvent> {
    lines().into_iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_sample_reads_and_is_written_again_as_it_stands() {
    for (line, event) in lines().into_iter().zip(events()) {
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
    }
}

#[test]
fn every_event_has_a_sample() {
    let source = include_str!("../../src/event.rs");
    let codes = source.split("rename = \"").skip(1).filter_map(|rest| rest.split('"').next());
    let expected: BTreeSet<String> = codes.filter(|code| code.contains('.')).map(str::to_owned).collect();
    let found: BTreeSet<String> = events().iter().filter_map(domain::case::code_of).collect();
    assert_eq!(found, expected, "add a line to tests/golden/events.jsonl for each new event");
}
