//! What a reason not to apply rests on: gaps and plan, the other force that accepted, the measure that is named.

use crate::support::*;
use domain::case::Case;
use domain::case::backing::GivenBacking;
use domain::case::correction::Reasons;
use domain::case::decision::{DecisionRefusal, RecordDecision};
use domain::case::gates::GateState;
use domain::case::next::{NextAction, next_action};
use domain::case::state::DecisionState;
use domain::catalogue::*;
use domain::event::*;

fn said(words: u16, chars: usize) -> Option<Reasons> {
    Some(Reasons { words: id(words), chars })
}
fn not_applied(reasons: &[Reason], backing: GivenBacking) -> RecordDecision {
    let ground = (!reasons.contains(&Reason::OutsideArea)).then_some(Ground::Resides);
    RecordDecision {
        worksheet: Worksheet { ground, ..worksheet() },
        outcome: Outcome::DoNotApply { reasons: reasons.to_vec(), reconsider_on: on(20), person_informed: true },
        narrative: id(91),
        narrative_chars: 60,
        awaited: None,
        awaited_chars: 0,
        backing,
    }
}
fn refused(story: &Story, decision: RecordDecision) -> Vec<DecisionRefusal> {
    let found = story.case().decision_problems(&officer(hour(2)), &decision);
    assert_eq!(story.case().record_decision(&officer(hour(2)), decision).err().as_ref(), found.first());
    found
}
fn accepted() -> GivenBacking {
    GivenBacking {
        transferred_to: said(81, 3),
        accepted_on: Some(on(0)),
        accepted_by: said(82, 5),
        ..GivenBacking::default()
    }
}
fn settled(story: Story, decision: RecordDecision) -> Story {
    let events = story.case().record_decision(&officer(hour(2)), decision).unwrap();
    let story = story.all(OFFICER, hour(2), events);
    let events = story.case().countersign_decision(&spoc(hour(3))).unwrap();
    story.all(SPOC, hour(3), events)
}

/// What a countersigned decision not to apply rests on.
fn backing(case: Case) -> Option<Backing> {
    match case.decision {
        DecisionState::NotApply { backing, .. } => Some(backing),
        _ => None,
    }
}

#[test]
fn evidence_that_is_not_enough_lists_its_gaps_and_a_plan_each_in_words() {
    let given = |gaps, plan| {
        not_applied(&[Reason::EvidenceInsufficient], GivenBacking { gaps, plan, ..GivenBacking::default() })
    };
    let (gaps, plan) =
        (|chars| DecisionRefusal::GapsTooShort { chars }, |chars| DecisionRefusal::PlanTooShort { chars });
    assert_eq!(refused(&Story::new(), given(None, None)), vec![gaps(0), plan(0)]);
    assert_eq!(refused(&Story::new(), given(said(81, 19), said(82, 20))), vec![gaps(19)]);
    assert_eq!(refused(&Story::new(), given(said(81, 20), said(82, 19))), vec![plan(19)]);
    assert_eq!(refused(&Story::new(), given(said(81, 20), said(82, 20))), vec![]);
    let case = settled(Story::new(), given(said(81, 20), said(82, 20))).case();
    assert_eq!(backing(case), Some(Backing { gaps: Some(id(81)), plan: Some(id(82)), ..Backing::default() }));
}

#[test]
fn outside_the_area_another_force_is_named_and_has_accepted() {
    let given = |backing| not_applied(&[Reason::OutsideArea], backing);
    let (unnamed, open) = (DecisionRefusal::ForceNotNamed, DecisionRefusal::NotAccepted);
    assert_eq!(refused(&Story::new(), given(GivenBacking::default())), vec![unnamed, open]);
    assert!(open.to_string().contains("say who accepted") && open.hint().contains("this force has the case"));
    let nameless = GivenBacking { transferred_to: said(81, 2), ..accepted() };
    assert_eq!(refused(&Story::new(), given(nameless)), vec![unnamed]);
    let offered = GivenBacking { transferred_to: said(81, 12), ..GivenBacking::default() };
    assert_eq!(refused(&Story::new(), given(offered)), vec![open]);
    let by_nobody = GivenBacking { accepted_by: said(82, 4), ..accepted() };
    assert_eq!(refused(&Story::new(), given(by_nobody)), vec![open]);
    assert_eq!(refused(&Story::new(), given(GivenBacking { accepted_on: None, ..accepted() })), vec![open]);
    let tomorrow = GivenBacking { accepted_on: Some(on(1)), ..accepted() };
    assert_eq!(refused(&Story::new(), given(tomorrow)), vec![DecisionRefusal::AcceptedInFuture { day: on(1) }]);
    assert_eq!(refused(&Story::new(), given(accepted())), vec![]);
    let mut grounded = given(accepted());
    grounded.worksheet.ground = Some(Ground::InArea);
    assert_eq!(refused(&Story::new(), grounded), vec![DecisionRefusal::ReasonContradictsGround]);
    let case = settled(Story::new(), given(accepted())).case();
    assert!(!case.lacks_acceptance() && case.on_list(hour(4)), "accepted, and still without an order");
}

#[test]
fn until_another_force_has_accepted_this_force_has_the_case() {
    // Entries from before acceptance was asked for still read, and nothing comes of them.
    let outcome =
        Outcome::DoNotApply { reasons: vec![Reason::OutsideArea], reconsider_on: on(20), person_informed: true };
    let waiting = Story::new().then(hour(2), decided(outcome));
    let answer = waiting.case().countersign_decision(&spoc(hour(3)));
    assert_eq!(answer, Err(DecisionRefusal::NotAccepted));
    assert!(waiting.case().return_decision(&spoc(hour(3)), id(90)).is_ok());
    let signed = waiting.by(SPOC, hour(3), CaseEvent::DecisionCountersigned).case();
    assert_eq!(signed.decision.code(), "decided_not_apply");
    assert!(signed.lacks_acceptance());
    let gate = signed.gates(hour(4)).into_iter().find(|gate| gate.code == "decision").unwrap();
    assert!(matches!(gate.state, GateState::Unmet { why } if why.contains("no other force")));
    // What is put off for another force's answer says so, before the red flags.
    let story = Story::new().then(hour(1), screened(40, Grade::Medium, &[])).by(
        SUPERVISOR,
        hour(1),
        CaseEvent::RiskReviewed { screen: id(40), grade: Grade::Medium, reasons: id(90) },
    );
    let put_off = |awaits| {
        let story = story.clone().then(hour(2), decided(put_off(10, awaits)));
        let case = story.by(SPOC, hour(3), CaseEvent::DecisionCountersigned).case();
        next_action(&case, hour(4))
    };
    let press = put_off(Awaited::OtherForce);
    assert_eq!(press, NextAction::PressOtherForce { until: on(10) });
    assert!(press.sentence().contains("this force has the case"));
    assert_ne!(put_off(Awaited::Evidence).code(), "press_other_force");
}

#[test]
fn a_measure_that_is_leaned_on_is_named_or_the_only_one_of_its_kind() {
    let order = |number, until| protection(number, ProtectionKind::OtherOrder, on(0), Some(on(until)));
    let named = |measures: &[u16]| GivenBacking {
        measures: measures.iter().map(|number| id(*number)).collect(),
        ..GivenBacking::default()
    };
    let given = |measures: &[u16]| not_applied(&[Reason::OtherOrderAdequate], named(measures));
    let one = Story::new().then(hour(1), order(35, 15));
    let two = one.clone().then(hour(1), order(36, 18));
    let leant = |story: &Story, decision: RecordDecision| {
        backing(settled(story.clone(), decision).case()).unwrap_or_default().measures
    };
    assert_eq!(leant(&one, given(&[])), vec![id(35)]);
    assert_eq!(leant(&two, given(&[36])), vec![id(36)]);
    let reason = Reason::OtherOrderAdequate.label();
    assert_eq!(refused(&two, given(&[])), vec![DecisionRefusal::WhichMeasure { reason, measures: 2 }]);
    assert_eq!(refused(&one, given(&[35, 99])), vec![DecisionRefusal::MeasureUnfit]);
    let bailed = one.clone().then(hour(1), protection(31, ProtectionKind::Bail, on(0), Some(on(10))));
    assert_eq!(refused(&bailed, given(&[31])), vec![DecisionRefusal::MeasureUnfit]);
    // What is named brings the question back when it ends, whatever else is in force.
    let case = settled(two.clone(), given(&[35])).case();
    assert_eq!(case.due_reopening(on(16).start().plus_micros(-1)), None);
    assert_eq!(case.due_reopening(on(16).start()), Some(ReopenCause::MeasureEnded));
    assert_eq!(case.next_reopening(), Some(on(16).start()));
    // Two reasons that lean name one measure each.
    let held = one.then(hour(1), protection(33, ProtectionKind::Custody, on(0), Some(on(20))));
    let both = not_applied(&[Reason::OtherOrderAdequate, Reason::InCustody], named(&[]));
    assert_eq!(leant(&held, both), vec![id(35), id(33)]);
}

#[test]
fn what_belongs_to_a_reason_that_is_not_given_is_refused_and_not_lost() {
    let other = |backing| refused(&Story::new(), not_applied(&[Reason::SubjectUnidentified], backing));
    let gaps = GivenBacking { gaps: said(81, 30), ..GivenBacking::default() };
    let evidence = DecisionRefusal::ReasonNotGiven { reason: Reason::EvidenceInsufficient.label() };
    assert_eq!(other(gaps.clone()), vec![evidence]);
    assert_eq!(other(accepted()), vec![DecisionRefusal::ReasonNotGiven { reason: Reason::OutsideArea.label() }]);
    let mut apply = not_applied(&[], gaps);
    apply.outcome = Outcome::Apply { interim: false };
    assert_eq!(refused(&Story::new(), apply), vec![evidence]);
}

#[test]
fn nobody_waits_to_identify_a_subject_who_is_known_or_for_the_end_of_no_custody() {
    let named = GivenBacking { subject_named: true, ..GivenBacking::default() };
    let unidentified = |backing| not_applied(&[Reason::SubjectUnidentified], backing);
    assert_eq!(refused(&Story::new(), unidentified(named.clone())), vec![DecisionRefusal::SubjectIsNamed]);
    assert_eq!(refused(&Story::new(), unidentified(GivenBacking::default())), vec![]);
    let waits = |awaits, backing| RecordDecision {
        outcome: put_off(10, awaits),
        awaited: Some(id(92)),
        awaited_chars: 30,
        ..not_applied(&[], backing)
    };
    assert_eq!(
        refused(&Story::new(), waits(Awaited::Identification, named.clone())),
        vec![DecisionRefusal::SubjectIsNamed]
    );
    assert_eq!(refused(&Story::new(), waits(Awaited::Identification, GivenBacking::default())), vec![]);
    assert_eq!(
        refused(&Story::new(), waits(Awaited::CustodyEnd, named.clone())),
        vec![DecisionRefusal::NoCustodyToAwait]
    );
    let held = Story::new().then(hour(1), protection(39, ProtectionKind::Custody, on(0), None));
    assert_eq!(refused(&held, waits(Awaited::CustodyEnd, named)), vec![]);
}

#[test]
fn an_objection_does_not_outlive_the_risk_that_allowed_it() {
    let story = settled(
        Story::new().then(hour(1), screened(41, Grade::Medium, &[])),
        not_applied(&[Reason::PersonObjects], GivenBacking::default()),
    );
    assert_eq!(story.case().due_reopening(hour(4)), None);
    let higher = story.then(hour(4), screened(42, Grade::High, &[]));
    assert_eq!(higher.case().due_reopening(hour(4)), Some(ReopenCause::RiskChanged));
}
