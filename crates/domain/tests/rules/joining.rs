//! Joining: a case whose reports all went to another about the same person counts as closed, and comes back.

use crate::support::*;
use domain::calendar::Calendar;
use domain::case::next::next_action;
use domain::catalogue::*;
use domain::clocks::{self, State};
use domain::event::CaseEvent;
use domain::risk::flags::{FlagContext, to_raise};

fn emptied() -> Story {
    Story::new().by(OFFICER, hour(2), CaseEvent::ReportDetached { report: id(10) })
}
fn joined() -> Story {
    let events = emptied().case().join_into(id(61), hour(2));
    assert_eq!(events, [CaseEvent::CaseJoined { into: id(61) }]);
    events.into_iter().fold(emptied(), |story, event| story.by(OFFICER, hour(2), event))
}

#[test]
fn a_joined_case_counts_as_closed() {
    let case = joined().case();
    assert!(case.is_closed());
    assert!(!case.needs_decision(hour(3)));
    assert_eq!(next_action(&case, hour(3)).code(), "joined");
    assert!(case.propose_closure(&officer(hour(3)), id(93), id(94), RetentionGroup::Group1).is_err());
    let other_victims = joined().then(hour(3), series(&[], 2, 1, false));
    assert!(to_raise(&other_victims.case(), hour(3), &FlagContext::default()).is_empty());
}

#[test]
fn what_is_still_its_own_keeps_a_case_open() {
    let none: [CaseEvent; 0] = [];
    assert_eq!(Story::new().case().join_into(id(61), hour(2)), none);
    let act = CaseEvent::ActRecorded { act: act(19, hour(1)), narrative: None };
    assert_eq!(emptied().then(hour(1), act).case().join_into(id(61), hour(2)), none);
    let order = protection(32, ProtectionKind::Order, on(0), None);
    assert_eq!(emptied().then(hour(1), order).case().join_into(id(61), hour(2)), none);
}

#[test]
fn a_report_that_comes_back_opens_a_joined_case() {
    let story = joined();
    let events = story.case().attach_report(&officer(hour(4)), id(10), hour(0), vec![act(11, hour(0))]).unwrap();
    let back = events.into_iter().fold(story, |story, event| story.by(OFFICER, hour(4), event));
    assert!(!back.case().is_closed());
    assert!(back.case().needs_decision(hour(5)));
}

#[test]
fn duties_that_stop_on_closure_stop_on_joining() {
    let running = |story: &Story| -> Vec<&str> {
        let readings = clocks::read_case(&story.0, hour(200), &Calendar::england_and_wales()).unwrap();
        let open = readings.iter().filter(|reading| !matches!(reading.state, State::Met { .. }));
        open.filter(|reading| reading.clock.code() == "PD-03" || reading.clock.code() == "PD-17")
            .map(|reading| reading.clock.code())
            .collect()
    };
    assert!(!running(&Story::new()).is_empty());
    assert!(running(&joined()).is_empty());
}
