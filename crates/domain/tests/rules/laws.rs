//! The same facts under the law of another day: what was no duty then is one now, and the other way round.

use crate::support::*;
use domain::case::protection::{ProtectionRefusal, RecordProtection};
use domain::catalogue::{Evidence, ProtectionKind, Source};
use domain::clocks::State;
use domain::derived::{Derived, derive, derive_under};
use domain::event::Shown;
use domain::law::Law;
use domain::time::Day;

fn under(law: Law, days: i64) -> Derived {
    derive_under(law, &Story::new().0, hour(24 * days)).unwrap().unwrap()
}
fn codes_under(law: Law) -> Vec<&'static str> {
    under(law, 1).readings.iter().map(|reading| reading.clock.code()).collect()
}

#[test]
fn a_duty_that_was_not_in_effect_on_the_day_of_the_law_is_no_duty() {
    let before_the_act = Law::AsOn(day("2019-06-01"));
    let before_the_code = Law::AsOn(day("2020-06-01"));
    let today = Law::AsOn(day("2026-06-01"));
    assert_eq!(codes_under(before_the_act), Vec::<&str>::new());
    assert!(!codes_under(before_the_code).contains(&"VC-02") && codes_under(before_the_code).contains(&"PD-03"));
    assert!(codes_under(today).contains(&"VC-02") && codes_under(today).contains(&"PD-03"));
}

#[test]
fn a_duty_of_a_later_law_is_missed_and_says_under_which_law() {
    let derived = under(Law::AsOn(day("2026-06-01")), 10);
    let missed = |reading: &&domain::clocks::Reading| matches!(reading.state, State::Missed { met_at: None });
    let consideration = derived.readings.iter().filter(missed).find(|reading| reading.clock.code() == "PD-03").unwrap();
    assert!(consideration.working.contains(&"Read under the law as on Monday 1 June 2026.".to_owned()));
    assert_eq!(derive(&Story::new().0, hour(240)).unwrap().unwrap().case.law, Law::AsItStood);
}

#[test]
fn the_act_counts_for_all_facts_or_for_none() {
    let recorded = |law, from: Day| {
        let order = RecordProtection {
            protection: id(35),
            kind: ProtectionKind::Order,
            from,
            until: None,
            served_at: None,
            replaces_interim: false,
            source: Source::Court,
            evidence: Some(Shown { by: Evidence::SealedOrder, words: None }),
        };
        under(law, 1).case.record_protection(&officer(hour(24)), order).err()
    };
    let old = day("2016-05-03");
    assert_eq!(recorded(Law::AsItStood, old), Some(ProtectionRefusal::OrderBeforeAct { day: old }));
    assert_eq!(recorded(Law::AsOn(day("2026-06-01")), old), None);
    let law = day("2020-01-19");
    assert_eq!(recorded(Law::AsOn(law), on(0)), Some(ProtectionRefusal::OrderBeforeAct { day: law }));
    assert_eq!(recorded(Law::AsOn(day("2020-01-20")), on(0)), None);
}
