//! Measures that protect: every refusal, every warning, and what counts as protection.

use crate::support::*;
use domain::case::next::{NextAction, next_action};
use domain::case::protection::{ProtectionRefusal, ProtectionWarning, RecordProtection, earliest_last_day};
use domain::catalogue::*;
use domain::event::*;
use domain::time::Moment;

fn measure(kind: ProtectionKind) -> RecordProtection {
    RecordProtection {
        protection: id(35),
        kind,
        from: on(0),
        until: Some(on(800)),
        served_at: None,
        replaces_interim: false,
        source: Source::Court,
        evidence: Some(Shown { by: Evidence::SealedOrder, words: None }),
    }
}
fn refused(measure: RecordProtection) -> Option<ProtectionRefusal> {
    Story::new().with_measures().case().record_protection(&officer(hour(6)), measure).err()
}
fn warned(measure: RecordProtection) -> Vec<ProtectionWarning> {
    Story::new().case().record_protection(&officer(hour(6)), measure).unwrap().warnings
}

#[test]
fn days_of_a_measure_must_make_sense() {
    use ProtectionKind::{Bail, InterimOrder, Order};
    use ProtectionRefusal as No;
    let served = |kind, at: Moment| RecordProtection { served_at: Some(at), ..measure(kind) };
    assert_eq!(refused(measure(Order)), None);
    assert_eq!(refused(RecordProtection { protection: id(31), ..measure(Bail) }), Some(No::AlreadyRecorded));
    let backwards = RecordProtection { until: Some(on(-1)), ..measure(Order) };
    assert_eq!(refused(backwards), Some(No::EndsBeforeStart { from: on(0), until: on(-1) }));
    assert_eq!(refused(served(Bail, hour(2))), Some(No::NotServed));
    assert_eq!(refused(served(Order, hour(-24))), Some(No::ServedBeforeMade { from: on(0) }));
    assert_eq!(refused(served(Order, hour(7))), Some(No::ServedInFuture));
    let replacing = RecordProtection { replaces_interim: true, ..measure(InterimOrder) };
    assert_eq!(refused(replacing), Some(No::CannotReplaceInterim));
}

#[test]
fn an_order_is_made_under_the_act_and_not_in_the_future() {
    use ProtectionKind::{Bail, Custody, InterimOrder, Order, OtherOrder};
    use ProtectionRefusal as No;
    let made = |kind, from| refused(RecordProtection { from, ..measure(kind) });
    let (before, first) = (day("2020-01-19"), day("2020-01-20"));
    for kind in [Order, InterimOrder] {
        assert_eq!(made(kind, before), Some(No::OrderBeforeAct { day: before }));
        assert_eq!(made(kind, first), None);
        assert_eq!(made(kind, on(0)), None, "today");
        assert_eq!(made(kind, on(1)), Some(No::MadeInFuture { day: on(1) }));
    }
    // Orders of other kinds are older than the Act, and bail may be set to start later.
    for kind in [OtherOrder, Bail, Custody] {
        assert_eq!(made(kind, before), None);
        assert_eq!(made(kind, on(1)), None);
    }
    let text = No::OrderBeforeAct { day: before }.to_string();
    assert_eq!(text, "2020-01-19 is before the Stalking Protection Act 2019 came into force, on 2020-01-20");
}

#[test]
fn a_step_of_an_application_is_dated_under_the_act_and_not_in_the_future() {
    use ProtectionRefusal as No;
    let case = Story::new().case();
    for step in ApplicationStep::ALL.iter().copied() {
        let dated = |on| case.date_application(&actor(OTHER, Role::Legal, hour(6)), step, on);
        let before = day("2020-01-19");
        assert_eq!(dated(before), Err(No::OrderBeforeAct { day: before }));
        assert_eq!(dated(on(1)), Err(No::MadeInFuture { day: on(1) }));
        for good in [day("2020-01-20"), on(0)] {
            assert_eq!(dated(good), Ok(vec![CaseEvent::ApplicationDated { step, on: good }]));
        }
    }
}

#[test]
fn an_application_that_came_to_nothing_opens_the_question_again() {
    use ApplicationStep::{Applied, Granted, Refused, Withdrawn};
    let dated = |step| CaseEvent::ApplicationDated { step, on: on(0) };
    let story = Story::new().then(hour(2), decided(Outcome::Apply { interim: false })).then(hour(3), dated(Applied));
    let told = |story: &Story, step| story.case().date_application(&actor(OTHER, Role::Legal, hour(6)), step, on(0));
    for (step, because) in [(Refused, ReopenCause::ApplicationRefused), (Withdrawn, ReopenCause::ApplicationWithdrawn)]
    {
        let reopened = CaseEvent::DecisionReopened { because };
        assert_eq!(told(&story, step), Ok(vec![dated(step), reopened.clone()]));
        // What an import or an older entry tells without it, time brings.
        let imported = story.clone().then(hour(4), dated(step));
        assert!(imported.case().needs_decision(hour(5)));
        assert_eq!(imported.case().due_reopenings(hour(5)), std::slice::from_ref(&reopened));
        let acted = imported.case().record_act(&officer(hour(5)), act(13, hour(5)), None).unwrap();
        assert_eq!(state(&imported.clone().all(OFFICER, hour(5), acted)), "considering");
        // Decided anew on the same day, it is a new application, which a new act joins.
        let again = imported.all(OTHER, hour(6), vec![reopened, decided(Outcome::Apply { interim: false })]);
        assert_eq!((state(&again), again.case().due_reopenings(hour(7))), ("decided_apply", vec![]));
        let acted = again.case().record_act(&officer(hour(7)), act(13, hour(7)), None).unwrap();
        assert_eq!(codes(&acted), ["act.recorded", "risk.reopened", "decision.grounds_joined"]);
    }
    // Near misses: granted; refused before the decision; and no decision to apply.
    assert_eq!(told(&story, Granted), Ok(vec![dated(Granted)]));
    let earlier = CaseEvent::ApplicationDated { step: Refused, on: on(-1) };
    assert_eq!(story.case().date_application(&officer(hour(6)), Refused, on(-1)), Ok(vec![earlier]));
    assert_eq!(told(&Story::new(), Refused), Ok(vec![dated(Refused)]));
    // An appeal that succeeds after the refusal is a grant.
    let appealed = story.then(hour(4), dated(Refused)).then(hour(5), dated(Granted)).case();
    assert_eq!((appealed.due_reopenings(hour(6)), appealed.grant_unserved()), (vec![], Some(on(0))));
}

#[test]
fn the_officer_in_the_case_withdraws_no_application() {
    let case = Story::new().case();
    let withdrawn = |who, role| case.date_application(&actor(who, role, hour(6)), ApplicationStep::Withdrawn, on(0));
    assert_eq!(withdrawn(OFFICER, Role::Officer), Err(ProtectionRefusal::WithdrawnByOfficer));
    assert!(withdrawn(OTHER, Role::Legal).is_ok());
}

#[test]
fn an_order_under_two_years_is_recorded_with_a_warning() {
    // The day on which it is made is the first day.
    assert_eq!(earliest_last_day(day("2026-03-02")), day("2028-03-01"));
    assert_eq!(earliest_last_day(day("2028-02-29")), day("2030-02-27"));
    let until =
        |last| RecordProtection { until: Some(day(last)), served_at: Some(hour(2)), ..measure(ProtectionKind::Order) };
    assert_eq!(warned(until("2028-03-01")), vec![]);
    let earliest = day("2028-03-01");
    assert_eq!(warned(until("2028-02-29")), vec![ProtectionWarning::ShorterThanTwoYears { earliest }]);
    let interim = RecordProtection { until: None, ..measure(ProtectionKind::InterimOrder) };
    assert_eq!(warned(interim), vec![ProtectionWarning::InterimWithoutEnd, ProtectionWarning::NotYetServed]);
    assert_eq!(warned(measure(ProtectionKind::Custody)), vec![]);
}

#[test]
fn only_an_order_that_is_served_and_in_force_protects() {
    let story = Story::new().with_measures();
    assert_eq!(story.case().protected_on(on(1)), None);
    assert_eq!(story.case().measures_in_force(hour(24)).len(), 3);
    // An import may say that bail was served; it protects nobody all the same.
    let bail = story
        .clone()
        .then(hour(5), CaseEvent::ProtectionServed { protection: id(31), served_at: hour(4), evidence: None });
    assert_eq!(bail.case().protected_on(on(1)), None);
    let served = story
        .then(hour(5), CaseEvent::ProtectionServed { protection: id(32), served_at: hour(4), evidence: None })
        .case();
    assert_eq!(served.protected_at(hour(4).plus_micros(-1)), None);
    assert!(served.protected_at(hour(4)).is_some());
    assert!(!served.needs_decision(hour(4)), "a served order takes the person off the list");
    assert!(served.protected_on(on(28)).is_some());
    assert_eq!(served.protected_on(on(29)), None, "the last day counts, the next does not");
}

#[test]
fn an_order_is_served_once_and_ended_once() {
    use ProtectionRefusal as No;
    let case = Story::new()
        .with_measures()
        .then(hour(1), protection(36, ProtectionKind::InterimOrder, on(-9), Some(on(-2))))
        .then(hour(5), CaseEvent::ProtectionServed { protection: id(32), served_at: hour(4), evidence: None })
        .then(hour(5), CaseEvent::ProtectionEnded { protection: id(33), on: on(0) })
        .case();
    let serve = |number, at| case.serve_protection(&officer(hour(6)), id(number), at, None).err();
    assert_eq!(serve(39, hour(5)), Some(No::Unknown));
    assert_eq!(serve(31, hour(5)), Some(No::NotServed));
    assert_eq!(serve(32, hour(5)), Some(No::AlreadyServed));
    assert_eq!(serve(36, hour(5)), Some(No::ServedAfterEnd { last_day: on(-2) }));
    assert_eq!(serve(36, hour(-72)), None);
    let end = |number, day| case.end_protection(&officer(hour(6)), id(number), day).err();
    assert_eq!(end(39, on(0)), Some(No::Unknown));
    assert_eq!(end(33, on(0)), Some(No::AlreadyEnded));
    assert_eq!(end(31, on(1)), Some(No::EndsInFuture));
    assert_eq!(end(31, on(-1)), Some(No::EndsBeforeStart { from: on(0), until: on(-1) }));
    assert_eq!(end(31, on(0)), None);
}

#[test]
fn the_end_of_the_measure_named_brings_a_superseded_decision_back() {
    let story =
        Story::in_every_decision_state().into_iter().find(|story| state(story) == "superseded_by_other_order").unwrap();
    let ended = |number| codes(&story.case().end_protection(&officer(hour(9)), id(number), on(0)).unwrap());
    assert_eq!(ended(31), ["protection.ended", "decision.reopened"]);
    assert_eq!(ended(33), ["protection.ended"]);
}

#[test]
fn a_warrant_protects_nobody_and_no_decision_leans_on_it() {
    let story = Story::new().then(hour(1), protection(36, ProtectionKind::Warrant, on(0), None));
    let case = story.case();
    assert_eq!((case.protections.len(), case.measures_in_force(hour(24)).len()), (1, 0));
    assert!(case.protected_at(hour(24)).is_none() && case.needs_decision(hour(24)));
}

#[test]
fn a_service_that_nothing_shows_is_recorded_with_a_warning() {
    use ProtectionWarning::{NoEvidence, NotYetServed};
    let shown = |by, words| Some(Shown { by, words });
    let order = |served_at, evidence| RecordProtection { served_at, evidence, ..measure(ProtectionKind::Order) };
    assert_eq!(warned(order(Some(hour(2)), None)), [NoEvidence]);
    assert_eq!(warned(order(None, None)), [NotYetServed], "what is not served needs no evidence of service");
    assert_eq!(warned(order(Some(hour(2)), shown(Evidence::PersonTold, None))), []);
    let other = |words| refused(order(None, shown(Evidence::Other, words)));
    assert_eq!((other(None), other(Some(id(97)))), (Some(ProtectionRefusal::EvidenceNotNamed), None));
    let made = Story::new().then(hour(1), protection(32, ProtectionKind::Order, on(0), None));
    let serve = |evidence| made.case().serve_protection(&officer(hour(6)), id(32), hour(5), evidence).unwrap();
    assert_eq!(serve(None).warnings, [NoEvidence]);
    let unshown = made.clone().all(OFFICER, hour(6), serve(None).events).case();
    let held = unshown.protected_at(hour(6)).unwrap();
    assert_eq!(held.shown_by(), None, "it protects all the same");
    let certificate = shown(Evidence::CertificateOfService, Some(id(97)));
    let told = serve(certificate);
    assert_eq!(told.warnings, []);
    let case = made.all(OFFICER, hour(6), told.events).case();
    assert_eq!(case.protected_at(hour(6)).unwrap().shown_by(), certificate);
}

#[test]
fn an_interim_order_ends_with_the_application_beside_which_it_was_made() {
    let served = |kind| {
        Story::new()
            .then(hour(1), protection(36, kind, on(0), None))
            .then(hour(2), CaseEvent::ProtectionServed { protection: id(36), served_at: hour(2), evidence: None })
    };
    let dated = |step, days| CaseEvent::ApplicationDated { step, on: on(days) };
    let protected = |story: Story| story.case().protected_on(on(6)).is_some();
    assert!(protected(served(ProtectionKind::InterimOrder)));
    for step in [ApplicationStep::Refused, ApplicationStep::Withdrawn] {
        assert!(!protected(served(ProtectionKind::InterimOrder).then(hour(140), dated(step, 5))), "{step:?}");
        // A full order stands by itself; so does an interim order that was made after an earlier application came to nothing.
        assert!(protected(served(ProtectionKind::Order).then(hour(140), dated(step, 5))), "{step:?}");
        assert!(protected(served(ProtectionKind::InterimOrder).then(hour(140), dated(step, -1))), "{step:?}");
    }
    assert!(protected(served(ProtectionKind::InterimOrder).then(hour(140), dated(ApplicationStep::Granted, 5))));
}

#[test]
fn an_order_protects_nobody_when_one_of_the_two_turns_out_to_be_another() {
    let served = |story: Story, number| {
        story
            .then(hour(1), protection(number, ProtectionKind::Order, on(0), None))
            .then(hour(2), CaseEvent::ProtectionServed { protection: id(number), served_at: hour(2), evidence: None })
    };
    let corrected = |mention, another| {
        let because = CorrectionCause::Mistake;
        CaseEvent::PersonCorrected(PersonCorrection { mention: id(mention), because, reasons: None, another })
    };
    let order = || served(Story::new(), 36);
    // The person at risk is mention 7, the subject mention 8; 9 is somebody else of the report.
    for (mention, another, protects) in
        [(7, false, true), (8, false, true), (9, true, true), (7, true, false), (8, true, false)]
    {
        let case = order().then(hour(3), corrected(mention, another)).case();
        assert_eq!(case.protected_at(hour(4)).is_some(), protects, "{mention} {another}");
        assert_eq!(next_action(&case, hour(4)) == NextAction::CheckOrder, !protects, "{mention} {another}");
        assert_eq!(case.needs_decision(hour(4)), !protects, "{mention} {another}");
    }
    // It is ended, and recorded anew for her.
    let ended = order()
        .then(hour(3), corrected(7, true))
        .then(hour(30), CaseEvent::ProtectionEnded { protection: id(36), on: on(0) });
    assert_ne!(next_action(&ended.case(), on(2).start()), NextAction::CheckOrder);
    let anew = served(ended, 37).case();
    assert!(anew.protected_at(on(2).start()).is_some());
}
