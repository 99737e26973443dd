//! Red flags: for each, a case that must fire and a near miss that must not (section 7.3).

use crate::support::*;
use domain::catalogue::*;
use domain::event::*;
use domain::risk::flags::{ALL, DutyState, Fired, FlagContext, from_code, next_check, to_raise};
use domain::time::Moment;

fn fires_in(code: &str, story: &Story, at: Moment, context: &FlagContext) -> Option<Fired> {
    (from_code(code).unwrap().fires)(&story.case(), at, context)
}
fn fires(code: &str, story: &Story, at: Moment) -> Option<Fired> {
    fires_in(code, story, at, &FlagContext::default())
}
fn since(code: &str, story: &Story, at: Moment) -> Option<Moment> {
    fires(code, story, at).map(|fired| fired.since)
}

#[test]
fn every_flag_has_its_words_and_its_place() {
    let codes: Vec<&str> = ALL.iter().map(|flag| flag.code).collect();
    assert_eq!(
        codes,
        [
            "RF-05", "RF-06", "RF-07", "RF-08", "RF-09", "RF-10", "RF-11", "RF-12", "RF-16", "RF-18", "RF-19", "RF-20",
            "RF-21", "RF-22", "RF-33"
        ]
    );
    for flag in ALL {
        assert!(!flag.title.is_empty() && !flag.authority.is_empty() && !flag.data_needed.is_empty(), "{}", flag.code);
    }
}

#[test]
fn rf_05_fires_on_reports_that_lie_apart() {
    assert_eq!(since("RF-05", &Story::new().then(hour(2), series(&[61], 2, 0, true)), hour(3)), Some(hour(2)));
    assert_eq!(since("RF-05", &Story::new().then(hour(2), series(&[], 2, 0, true)), hour(3)), Some(hour(2)));
    // All reports of the series are on this case.
    assert_eq!(since("RF-05", &Story::new().then(hour(2), series(&[], 1, 0, true)), hour(3)), None);
}

#[test]
fn rf_05_fires_on_reports_that_another_force_holds_and_counts_them() {
    let fired = |reports, elsewhere| {
        fires("RF-05", &Story::new().then(hour(2), series_across_forces(reports, elsewhere, true)), hour(3))
    };
    assert_eq!(fired(1, 0), None);
    let series = format!("series:{}", id::<domain::ids::SeriesId>(60));
    let evidence = vec![series, "reports:3".to_owned(), "other_forces:2".to_owned()];
    assert_eq!(fired(3, 2).map(|fired| (fired.since, fired.evidence)), Some((hour(2), evidence)));
}

#[test]
fn rf_06_fires_on_another_victim() {
    assert_eq!(since("RF-06", &Story::new().then(hour(2), series(&[], 1, 1, true)), hour(3)), Some(hour(2)));
    // Other reports by the same person at risk are no other victim.
    assert_eq!(since("RF-06", &Story::new().then(hour(2), series(&[61], 5, 0, true)), hour(3)), None);
}

#[test]
fn rf_09_fires_on_a_standard_grade_beside_a_danger() {
    let graded = |grade, factors: &[RiskFactor]| Story::new().then(hour(1), screened(40, grade, factors));
    assert_eq!(since("RF-09", &graded(Grade::Standard, &[RiskFactor::Weapons]), hour(2)), Some(hour(1)));
    assert_eq!(since("RF-09", &graded(Grade::Medium, &[RiskFactor::Weapons]), hour(2)), None);
    assert_eq!(since("RF-09", &graded(Grade::Standard, &[RiskFactor::RecentSeparation]), hour(2)), None);
    let tracker = Act { behaviour: Some(Behaviour::O4), ..act(13, hour(5)) };
    let act_recorded = CaseEvent::ActRecorded { act: tracker, narrative: None };
    assert_eq!(since("RF-09", &graded(Grade::Standard, &[]).then(hour(5), act_recorded), hour(6)), Some(hour(5)));
    assert_eq!(
        since("RF-09", &graded(Grade::Standard, &[]).then(hour(3), series(&[], 1, 2, true)), hour(6)),
        Some(hour(3))
    );
}

#[test]
fn rf_12_fires_24_hours_after_an_act_that_followed_an_intervention() {
    let advice = CaseEvent::InterventionRecorded { kind: Intervention::WordsOfAdvice, occurred_at: hour(1) };
    let recorded = |number, at| CaseEvent::ActRecorded { act: act(number, at), narrative: None };
    let story = Story::new().then(hour(1), advice).then(hour(10), recorded(13, hour(10)));
    let reopened = CaseEvent::RiskReopened { because: ReopenCause::NewAct };
    let story = story.then(hour(10), reopened);
    assert_eq!(since("RF-12", &story, hour(34).plus_micros(-1)), None, "not before the 24 hours are over");
    assert_eq!(since("RF-12", &story, hour(34)), Some(hour(34)));
    assert_eq!(next_check(&story.case(), &FlagContext::default()), Some(hour(34)));
    // A screen in time answers it; a late one does not.
    let in_time = story.clone().then(hour(33), screened(40, Grade::High, &[]));
    assert_eq!(since("RF-12", &in_time, hour(50)), None);
    let late = story.clone().then(hour(35), screened(40, Grade::High, &[]));
    assert_eq!(since("RF-12", &late, hour(50)), Some(hour(34)));
    // An act before the intervention is no act after it.
    let before = Story::new().then(hour(10), recorded(13, hour(10)));
    let arrest = CaseEvent::InterventionRecorded { kind: Intervention::Arrest, occurred_at: hour(11) };
    assert_eq!(since("RF-12", &before.then(hour(12), arrest), hour(50)), None);
}

#[test]
fn rf_12_starts_no_earlier_than_the_duties_of_the_case() {
    let arrest = CaseEvent::InterventionRecorded { kind: Intervention::Arrest, occurred_at: hour(-30) };
    let story = Story::new().then(hour(1), arrest);
    // Act 12 was recorded at hour -24, and duties start at hour -1.
    assert_eq!(next_check(&story.case(), &FlagContext::default()), Some(hour(23)));
}

#[test]
fn rf_16_fires_when_nobody_considered_an_order_in_time() {
    let due = |pd03| FlagContext { pd03_due: Some(hour(72)), pd03 };
    let late = |at, pd03| fires_in("RF-16", &Story::new(), at, &due(pd03)).map(|fired| fired.since);
    assert_eq!(late(hour(72).plus_micros(-1), DutyState::Open), None);
    assert_eq!(late(hour(72), DutyState::Open), Some(hour(72)));
    assert_eq!(late(hour(99), DutyState::Met { at: hour(71) }), None);
    assert_eq!(late(hour(99), DutyState::Met { at: hour(73) }), Some(hour(72)), "late is not undone");
    assert_eq!(fires("RF-16", &Story::new(), hour(999)), None, "no duty, no flag");
    assert_eq!(next_check(&Story::new().case(), &due(DutyState::Open)), Some(hour(72)));
}

#[test]
fn rf_16_fires_on_a_barred_reason_that_came_with_an_import() {
    let decided_for = |reasons: &[Reason]| {
        let outcome = Outcome::DoNotApply { reasons: reasons.to_vec(), reconsider_on: on(20), person_informed: true };
        Story::new().then(hour(2), decided(outcome)).by(SPOC, hour(3), CaseEvent::DecisionCountersigned)
    };
    assert_eq!(since("RF-16", &decided_for(&[Reason::VictimUnsupportive]), hour(4)), Some(hour(2)));
    assert_eq!(since("RF-16", &decided_for(&[Reason::VictimUnsupportive, Reason::NotNecessary]), hour(4)), None);
}

#[test]
fn rf_18_fires_on_a_closure_that_comes_too_early() {
    let proposed =
        || CaseEvent::ClosureProposed { reasons: id(93), exit_safety_plan: id(94), retention: RetentionGroup::Group1 };
    let reviewed = Story::new().by(SUPERVISOR, hour(1), CaseEvent::ActsReviewed).by(
        SUPERVISOR,
        hour(1),
        CaseEvent::ReviewRecorded { findings: id(97) },
    );
    assert_eq!(since("RF-18", &reviewed.clone().then(hour(2), proposed()), hour(3)), None);
    assert_eq!(since("RF-18", &Story::new().then(hour(2), proposed()), hour(3)), Some(hour(2)));
    assert_eq!(since("RF-18", &Story::new(), hour(3)), None, "no proposal, no flag");
    let own = Story::new()
        .by(SUPERVISOR, hour(1), CaseEvent::ActsReviewed)
        .then(hour(1), CaseEvent::ReviewRecorded { findings: id(97) });
    assert_eq!(since("RF-18", &own.then(hour(2), proposed()), hour(3)), Some(hour(2)), "the proposer's own is none");
    let raised = CaseEvent::ActionRaised { action: id(51), owner: id(OTHER), due_on: on(3), words: id(96) };
    let open = reviewed.by(SUPERVISOR, hour(1), raised).then(hour(2), proposed());
    assert_eq!(since("RF-18", &open, hour(3)), Some(hour(2)));
    let unreviewed = Story::new().by(SUPERVISOR, hour(1), CaseEvent::ActsReviewed).then(hour(2), proposed());
    let evidence = fires("RF-18", &unreviewed, hour(3)).unwrap().evidence;
    assert_eq!(evidence.last().map(String::as_str), Some("no_review"));
}

#[test]
fn a_flag_is_raised_once_for_the_same_rows_and_again_for_a_new_one() {
    let context = FlagContext::default();
    let story = Story::new().then(hour(2), series(&[], 1, 1, true));
    let raise = |story: &Story| to_raise(&story.case(), hour(3), &context);
    let first = raise(&story);
    assert_eq!(first.iter().map(|(flag, _)| flag.code).collect::<Vec<_>>(), ["RF-06"]);
    let raised = first.into_iter().map(|(flag, fired)| CaseEvent::FlagRaised {
        flag: id(71),
        rule: flag.code.to_owned(),
        since: fired.since,
        evidence: fired.evidence,
    });
    let story = story.all(OFFICER, hour(3), raised.collect());
    assert!(raise(&story).is_empty());
    let answered = story.by(SUPERVISOR, hour(3), CaseEvent::FlagDisposed { flag: id(71), disposal: id(99) });
    assert!(raise(&answered).is_empty(), "a disposal is not undone by the same rows");
    assert_eq!(raise(&answered.then(hour(3), series(&[], 1, 2, true))).len(), 1);
}
