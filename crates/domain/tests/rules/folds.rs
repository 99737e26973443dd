//! Folding: any history, in any order, cut anywhere, folds without fail, and what was missed stays missed.

use crate::samples;
use crate::support::*;
use domain::case::next::next_action;
use domain::case::{Case, code_of};
use domain::event::{CaseEvent, Recorded};
use domain::risk::flags::{FlagContext, next_check, to_raise};
use proptest::prelude::*;

fn history() -> impl Strategy<Value = Vec<Recorded>> {
    let samples = samples::events();
    let event = (0..samples.len(), 0i64..2000, proptest::option::of(1u16..6)).prop_map(move |(index, hours, by)| {
        let event = samples.get(index).unwrap().clone();
        Recorded { at: hour(hours), by: by.map(id), event }
    });
    let opening = samples::events().into_iter().find(|event| matches!(event, CaseEvent::CaseOpened { .. })).unwrap();
    proptest::collection::vec(event, 0..60).prop_map(move |mut events| {
        events.sort_by_key(|recorded| recorded.at);
        events.insert(0, Recorded { at: hour(-1), by: None, event: opening.clone() });
        events
    })
}

proptest! {
    #[test]
    fn any_prefix_folds_and_can_be_asked_anything(history in history(), hours in -10i64..3000) {
        let at = hour(hours);
        for end in 0..=history.len() {
            let Some(case) = Case::from_history(history.get(..end).unwrap()) else {
                prop_assert_eq!(end, 0);
                continue;
            };
            prop_assert_eq!(case.gates(at).len(), 16);
            prop_assert!(!next_action(&case, at).sentence().is_empty());
            prop_assert!(case.due_reopening(at).is_none() || !case.is_closed());
            to_raise(&case, at, &FlagContext::default());
            next_check(&case, &FlagContext::default());
        }
    }

    #[test]
    fn missed_stays_missed_and_no_screen_is_lost(history in history()) {
        let mut before: Option<Case> = None;
        for recorded in &history {
            let after = Case::evolve(before.clone(), recorded);
            if let (Some(before), Some(after)) = (&before, &after) {
                prop_assert!(after.missed.starts_with(&before.missed));
                prop_assert!(after.trajectory.starts_with(&before.trajectory));
                prop_assert!(after.screens.len() >= before.screens.len());
            }
            before = after;
        }
    }

    #[test]
    fn time_reopens_at_its_moment_and_not_before(history in history()) {
        let case = Case::from_history(&history).unwrap();
        if let Some(next) = case.next_reopening() {
            prop_assert!(case.due_reopening(next.plus_micros(-1)).is_none() || next <= case.last_activity_at);
        }
    }

    #[test]
    fn nothing_but_an_opening_makes_a_case(index in 0usize..samples::events().len()) {
        let event = samples::events().get(index).unwrap().clone();
        let opening = code_of(&event).as_deref() == Some("case.opened");
        let recorded = Recorded { at: hour(0), by: None, event };
        prop_assert_eq!(Case::evolve(None, &recorded).is_some(), opening);
    }
}
