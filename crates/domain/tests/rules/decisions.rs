//! The decision on protection: every refusal, and what brings a settled decision back.

use crate::support::*;
use domain::case::backing::GivenBacking;
use domain::case::correction::Reasons;
use domain::case::decision::{DecisionRefusal, RecordDecision};
use domain::case::state::{DecisionState, Opened};
use domain::case::worksheet::why_barred;
use domain::catalogue::*;
use domain::event::*;

fn decision(outcome: Outcome) -> RecordDecision {
    RecordDecision {
        worksheet: worksheet(),
        outcome,
        narrative: id(91),
        narrative_chars: 40,
        awaited: Some(id(94)),
        awaited_chars: 10,
        backing: GivenBacking::default(),
    }
}
fn said(words: u16, chars: usize) -> Reasons {
    Reasons { words: id(words), chars }
}
fn refused(story: &Story, decision: RecordDecision) -> Vec<DecisionRefusal> {
    let found = story.case().decision_problems(&officer(hour(2)), &decision);
    assert_eq!(story.case().record_decision(&officer(hour(2)), decision).err().as_ref(), found.first());
    found
}
fn not_applied(reasons: &[Reason], days: i64, person_informed: bool) -> RecordDecision {
    let mut given =
        decision(Outcome::DoNotApply { reasons: reasons.to_vec(), reconsider_on: on(days), person_informed });
    if reasons.contains(&Reason::EvidenceInsufficient) {
        (given.backing.gaps, given.backing.plan) = (Some(said(96, 20)), Some(said(97, 20)));
    }
    given
}

#[test]
fn to_apply_needs_every_limb_an_act_and_a_ground() {
    let mut given = decision(Outcome::Apply { interim: true });
    given.worksheet.risk.answer = Answer::NotKnown;
    given.worksheet.necessity.answer = Answer::No;
    given.worksheet.acts.acts.clear();
    given.worksheet.ground = None;
    let limbs = "(b), (c)";
    let expected = vec![DecisionRefusal::LimbsNotMet { limbs }, DecisionRefusal::NoActNamed, DecisionRefusal::NoGround];
    assert_eq!(refused(&Story::new(), given), expected);
    assert_eq!(refused(&Story::new(), decision(Outcome::Apply { interim: true })), vec![]);
}

#[test]
fn a_decision_needs_a_narrative_and_acts_of_its_own_case() {
    let mut given = decision(Outcome::Apply { interim: false });
    given.narrative_chars = 39;
    given.worksheet.acts.acts.push(id(99));
    let expected = vec![DecisionRefusal::ActNotOnCase { acts: 1 }, DecisionRefusal::NarrativeTooShort { chars: 39 }];
    assert_eq!(refused(&Story::new(), given), expected);
}

#[test]
fn a_barred_reason_cannot_stand_alone_and_the_refusal_says_why() {
    assert_eq!(refused(&Story::new(), not_applied(&[], 20, true)), vec![DecisionRefusal::NoReason]);
    let barred: Vec<Reason> = Reason::ALL.iter().copied().filter(|reason| why_barred(*reason).is_some()).collect();
    assert_eq!(barred.len(), 6);
    let refusals = refused(&Story::new(), not_applied(&barred, 20, true));
    let text = refusals.first().unwrap().to_string();
    for reason in &barred {
        assert!(text.contains(reason.label()) && text.contains(why_barred(*reason).unwrap()), "{reason}: {text}");
    }
    let together = [Reason::NoCharge, Reason::EvidenceInsufficient];
    assert_eq!(refused(&Story::new(), not_applied(&together, 20, true)), vec![]);
}

#[test]
fn a_reason_that_denies_a_limb_contradicts_a_worksheet_that_finds_it_met() {
    type Of = fn(&mut Worksheet) -> &mut Limb;
    let denying: [(Reason, char, &str, Of); 3] = [
        (Reason::ActsNotMade, 'a', "(a)", |worksheet| &mut worksheet.acts),
        (Reason::RiskNotMade, 'b', "(b)", |worksheet| &mut worksheet.risk),
        (Reason::NotNecessary, 'c', "(c)", |worksheet| &mut worksheet.necessity),
    ];
    for (reason, limb, limbs, of) in denying {
        let answered = |answer| {
            let mut given = not_applied(&[Reason::EvidenceInsufficient, reason], 20, true);
            of(&mut given.worksheet).answer = answer;
            refused(&Story::new(), given)
        };
        let contradicts = DecisionRefusal::ReasonContradictsLimb { reason: reason.label(), limb };
        assert_eq!(answered(Answer::Yes), vec![contradicts]);
        assert_eq!(answered(Answer::No), vec![]);
        assert_eq!(answered(Answer::NotKnown), vec![DecisionRefusal::LimbsNotAnswered { limbs }]);
    }
    let mut blank = not_applied(&[Reason::ActsNotMade], 20, true);
    let unanswered = || limb(Answer::NotKnown, &[]);
    blank.worksheet =
        Worksheet { acts: unanswered(), risk: unanswered(), necessity: unanswered(), ground: Some(Ground::Resides) };
    let limbs = "(a), (b), (c)";
    assert_eq!(refused(&Story::new(), blank.clone()), vec![DecisionRefusal::LimbsNotAnswered { limbs }]);
    // Near miss: what is put off is not decided.
    blank.outcome = put_off(10, Awaited::Evidence);
    assert_eq!(refused(&Story::new(), blank), vec![]);
    let all = not_applied(&denying.map(|(reason, ..)| reason), 20, true);
    assert_eq!(refused(&Story::new(), all).len(), 3, "each is named");
}

#[test]
fn a_reason_that_leans_on_another_order_needs_it_in_force() {
    let given = || not_applied(&[Reason::OtherOrderAdequate], 20, true);
    let lacking = vec![DecisionRefusal::NoOtherOrder];
    let with = |kind, from, until| Story::new().then(hour(1), protection(35, kind, on(from), until));
    assert_eq!(refused(&Story::new(), given()), lacking);
    assert_eq!(refused(&Story::new().with_measures(), given()), lacking, "bail, custody, an interim order");
    assert_eq!(refused(&with(ProtectionKind::OtherOrder, -9, Some(on(-1))), given()), lacking, "ended");
    assert_eq!(refused(&with(ProtectionKind::OtherOrder, 1, None), given()), lacking, "not yet in force");
    assert_eq!(refused(&with(ProtectionKind::OtherOrder, -9, Some(on(0))), given()), vec![], "its last day counts");
    let order = with(ProtectionKind::Order, 0, None);
    assert_eq!(refused(&order, given()), lacking, "not served");
    let served = CaseEvent::ProtectionServed { protection: id(35), served_at: hour(1), evidence: None };
    assert_eq!(refused(&order.then(hour(1), served), given()), vec![]);
    // The reason is not true beside another either.
    let together = not_applied(&[Reason::EvidenceInsufficient, Reason::OtherOrderAdequate], 20, true);
    assert_eq!(refused(&Story::new(), together), lacking);
}

#[test]
fn a_reason_that_leans_on_custody_needs_custody_with_a_last_day() {
    let given = || not_applied(&[Reason::InCustody], 20, true);
    let lacking = vec![DecisionRefusal::NoCustody];
    let with = |from, until| Story::new().then(hour(1), protection(35, ProtectionKind::Custody, on(from), until));
    assert_eq!(refused(&Story::new(), given()), lacking);
    assert_eq!(refused(&with(0, None), given()), lacking, "without a last day");
    assert_eq!(refused(&with(-9, Some(on(-1))), given()), lacking, "ended");
    assert_eq!(refused(&with(0, Some(on(20))), given()), vec![]);
    let bail = Story::new().then(hour(1), protection(35, ProtectionKind::Bail, on(0), Some(on(20))));
    assert_eq!(refused(&bail, given()), lacking, "bail is not custody");
}

#[test]
fn an_objection_is_no_reason_at_grade_high() {
    let given = || not_applied(&[Reason::PersonObjects], 20, true);
    let graded = |grade| Story::new().then(hour(1), screened(40, grade, &[]));
    assert_eq!(refused(&graded(Grade::High), given()), vec![DecisionRefusal::ObjectionAtHighRisk]);
    assert_eq!(refused(&graded(Grade::Medium), given()), vec![]);
    for refusal in [DecisionRefusal::NoOtherOrder, DecisionRefusal::NoCustody, DecisionRefusal::ObjectionAtHighRisk] {
        assert!(refusal.hint().contains("another reason"), "{refusal}");
    }
}

#[test]
fn looking_again_is_within_28_days_and_the_person_is_informed() {
    let reasons = [Reason::EvidenceInsufficient];
    let too = |days| vec![DecisionRefusal::ReconsiderDay { day: on(days), latest: on(28) }];
    assert_eq!(refused(&Story::new(), not_applied(&reasons, 0, true)), too(0));
    assert_eq!(refused(&Story::new(), not_applied(&reasons, 29, true)), too(29));
    assert_eq!(refused(&Story::new(), not_applied(&reasons, 28, true)), vec![]);
    assert_eq!(refused(&Story::new(), not_applied(&reasons, 28, false)), vec![DecisionRefusal::PersonNotInformed]);
}

#[test]
fn putting_off_takes_14_days_at_most() {
    let until = |days| decision(put_off(days, Awaited::Evidence));
    let too = |days| vec![DecisionRefusal::DeferredDay { day: on(days), latest: on(14) }];
    assert_eq!(refused(&Story::new(), until(0)), too(0));
    assert_eq!(refused(&Story::new(), until(15)), too(15));
    assert_eq!(refused(&Story::new(), until(14)), vec![]);
}

#[test]
fn a_decision_is_put_off_for_a_named_thing_only() {
    let unnamed = decision(Outcome::Deferred { until: on(7), awaits: None });
    assert_eq!(refused(&Story::new(), unnamed), vec![DecisionRefusal::NothingAwaited]);
    // The end of custody is awaited where there is custody.
    let story = Story::new().then(hour(1), protection(39, ProtectionKind::Custody, on(0), None));
    for awaits in Awaited::ALL {
        let untold = RecordDecision { awaited_chars: 9, ..decision(put_off(7, *awaits)) };
        assert_eq!(refused(&story, untold), vec![DecisionRefusal::AwaitedTooShort { chars: 9 }], "{awaits}");
        assert_eq!(refused(&story, decision(put_off(7, *awaits))), vec![], "{awaits}");
    }
    // Words about waiting stay with a decision that waits, and come with no other.
    let told = |outcome| {
        let events = Story::new().case().record_decision(&officer(hour(2)), decision(outcome)).unwrap();
        events.iter().any(|event| matches!(event, CaseEvent::DecisionRecorded { awaited: Some(_), .. }))
    };
    assert!(told(put_off(7, Awaited::Other)));
    assert!(!told(Outcome::Apply { interim: false }));
}

#[test]
fn what_a_decision_waits_for_opens_it_again_when_it_comes_or_will_not() {
    let waiting = Story::new().then(hour(2), decided(put_off(10, Awaited::Evidence)));
    let signed = waiting.clone().by(SPOC, hour(3), CaseEvent::DecisionCountersigned);
    for (how, because) in
        [(AwaitedEnd::Arrived, ReopenCause::Arrived), (AwaitedEnd::WillNotCome, ReopenCause::WillNotCome)]
    {
        for story in [&waiting, &signed] {
            let end = |chars| story.case().end_waiting(&officer(hour(4)), how, id(95), chars);
            assert_eq!(end(9), Err(DecisionRefusal::AwaitedTooShort { chars: 9 }));
            let events = end(10).unwrap();
            assert_eq!(codes(&events), ["decision.awaited_ended", "decision.reopened"]);
            let after = story.clone().all(OFFICER, hour(4), events).case();
            let expected = DecisionState::Considering { since: hour(4), how: Opened::Reopened { because } };
            assert_eq!(after.decision, expected);
        }
    }
    // A decision that waits for nothing has nothing that could come.
    let settled = Story::new().then(hour(2), decided(not_apply())).by(SPOC, hour(3), CaseEvent::DecisionCountersigned);
    let refused = settled.case().end_waiting(&officer(hour(4)), AwaitedEnd::Arrived, id(95), 10);
    assert_eq!(refused, Err(DecisionRefusal::NotWaiting));
}

#[test]
fn holdfast_sees_by_itself_that_the_subject_is_known_or_that_custody_has_ended() {
    let waiting = |awaits| {
        let story = Story::new().with_measures().then(hour(2), decided(put_off(10, awaits)));
        story.by(SPOC, hour(3), CaseEvent::DecisionCountersigned).case()
    };
    let identified = |awaits| codes(&waiting(awaits).identify_subject(&officer(hour(4)), id(88)).unwrap());
    assert_eq!(identified(Awaited::Identification), ["subject.identified", "decision.reopened"]);
    assert_eq!(identified(Awaited::Evidence), ["subject.identified"]);
    let ended =
        |awaits, measure| codes(&waiting(awaits).end_protection(&officer(hour(4)), id(measure), on(0)).unwrap());
    assert_eq!(ended(Awaited::CustodyEnd, 33), ["protection.ended", "decision.reopened"]);
    assert_eq!(ended(Awaited::CustodyEnd, 31), ["protection.ended"], "bail is no custody");
    assert_eq!(ended(Awaited::Evidence, 33), ["protection.ended"]);
}

#[test]
fn a_decision_put_off_before_the_thing_was_named_still_reads_and_comes_back_on_its_day() {
    let stored = r#"{"code":"decision.recorded","worksheet":{"acts":{"answer":"yes","acts":[]},"risk":{"answer":"yes","acts":[]},"necessity":{"answer":"yes","acts":[]},"ground":null},"outcome":{"outcome":"deferred","until":"2026-03-12"},"narrative":"00000000-0000-7000-8000-000000000093"}"#;
    let story = Story::new().then(hour(2), serde_json::from_str(stored).unwrap()).by(
        SPOC,
        hour(3),
        CaseEvent::DecisionCountersigned,
    );
    let case = story.case();
    assert_eq!(case.decision.awaits(), None);
    assert_eq!(case.due_reopening(day("2026-03-13").start()), Some(ReopenCause::TimeReached));
    assert!(case.end_waiting(&officer(hour(4)), AwaitedEnd::Arrived, id(95), 10).is_ok());
}

#[test]
fn another_order_must_be_another_order_in_force() {
    let over = |number, days| decision(Outcome::SupersededByOtherOrder { protection: id(number), until: on(days) });
    let story = Story::new().with_measures().then(hour(1), protection(34, ProtectionKind::Bail, on(-9), Some(on(-1))));
    assert_eq!(refused(&story, over(39, 5)), vec![DecisionRefusal::ProtectionUnknown]);
    assert_eq!(refused(&story, over(32, 5)), vec![DecisionRefusal::ProtectionIsOrder]);
    let ended = vec![DecisionRefusal::ProtectionNotInForce, DecisionRefusal::SupersededDay { day: on(5) }];
    assert_eq!(refused(&story, over(34, 5)), ended);
    assert_eq!(refused(&story, over(31, 11)), vec![DecisionRefusal::SupersededDay { day: on(11) }]);
    assert_eq!(refused(&story, over(31, 10)), vec![]);
    // Custody without a last day.
    let too_far = DecisionRefusal::SupersededTooFar { day: on(29), latest: on(28) };
    assert_eq!(refused(&story, over(33, 29)), vec![too_far]);
    assert_eq!(refused(&story, over(33, 28)), vec![]);
    let outcome = Outcome::SupersededByOtherOrder { protection: id(33), until: on(28) };
    let signed = story.then(hour(2), decided(outcome)).by(SPOC, hour(3), CaseEvent::DecisionCountersigned).case();
    assert_eq!(signed.due_reopening(on(28).start()), None);
    assert_eq!(signed.due_reopening(on(29).start()), Some(ReopenCause::TimeReached));
}

#[test]
fn a_countersignature_is_the_spocs_and_never_the_recorders_or_the_officers() {
    let waiting = Story::new().then(hour(2), decided(not_apply())).case();
    let check = |who, role| waiting.countersign_decision(&actor(who, role, hour(3))).err();
    assert_eq!(check(SPOC, Role::Spoc), None);
    assert_eq!(check(SUPERVISOR, Role::Supervisor), Some(DecisionRefusal::NotSpoc));
    assert_eq!(check(OFFICER, Role::Spoc), Some(DecisionRefusal::OwnDecision));
    let by_other = Story::new().by(OTHER, hour(2), decided(not_apply())).case();
    let own_case = by_other.return_decision(&actor(OFFICER, Role::Spoc, hour(3)), id(92)).err();
    assert_eq!(own_case, Some(DecisionRefusal::OfficerInCase));
    let moved = Story::new().by(SUPERVISOR, hour(1), allocated(SPOC)).by(SPOC, hour(1), allocated(OTHER));
    let was = moved.then(hour(2), decided(not_apply())).case();
    assert_eq!(was.countersign_decision(&spoc(hour(3))).err(), Some(DecisionRefusal::OfficerInCase));
    assert_eq!(was.return_decision(&spoc(hour(3)), id(92)).err(), Some(DecisionRefusal::OfficerInCase));
    let nothing = Story::new().case().countersign_decision(&spoc(hour(3))).err();
    assert_eq!(nothing, Some(DecisionRefusal::NothingToCountersign));
}

#[test]
fn a_closed_case_takes_no_decision() {
    let story = Story::new().by(INSPECTOR, hour(5), CaseEvent::ClosureApproved { reasons: id(93) });
    let given = decision(Outcome::Apply { interim: false });
    let refusal = Some(DecisionRefusal::CaseClosed);
    assert_eq!(story.case().record_decision(&officer(hour(6)), given).err(), refusal);
    assert_eq!(story.case().open_consideration(&officer(hour(6))).err(), refusal);
    assert_eq!(story.case().countersign_decision(&spoc(hour(6))).err(), refusal);
}

#[test]
fn a_case_leaves_the_list_only_by_applying_or_by_a_countersignature() {
    let needing: Vec<(&str, bool)> = Story::in_every_decision_state()
        .iter()
        .map(|story| (state(story), story.case().needs_decision(hour(4))))
        .collect();
    let expected = [
        ("not_yet_considered", true),
        ("considering", true),
        ("awaiting_countersign", true),
        ("decided_apply", false),
        ("decided_not_apply", false),
        ("deferred", false),
        ("superseded_by_other_order", false),
    ];
    assert_eq!(needing, expected);
}

#[test]
fn a_new_act_brings_every_settled_decision_back_and_joins_the_grounds_to_apply() {
    for story in Story::in_every_decision_state() {
        let before = state(&story);
        let case = story.case();
        let events = case.record_act(&officer(hour(9)), act(13, hour(8)), None).unwrap();
        let after = story.all(OFFICER, hour(9), events).case();
        assert_eq!(after.risk_open_since, Some(hour(9)), "{before}");
        match (before, &after.decision) {
            ("decided_apply", DecisionState::Apply { grounds, interim_prompted, .. }) => {
                assert_eq!(grounds, &vec![id(11), id(13)]);
                assert_eq!(*interim_prompted, Some(hour(9)));
            }
            ("not_yet_considered" | "considering", decision) => assert_eq!(decision.code(), before),
            (_, DecisionState::Considering { how, .. }) => {
                assert_eq!(*how, Opened::Reopened { because: ReopenCause::NewAct }, "{before}");
            }
            (_, other) => assert_eq!(other.code(), "considering", "{before}"),
        }
    }
}

#[test]
fn time_alone_brings_decisions_back_on_their_day_and_not_before() {
    let states = Story::in_every_decision_state();
    let check = |code: &str, last_quiet: i64, because: ReopenCause| {
        let case = states.iter().find(|story| state(story) == code).unwrap().case();
        assert_eq!(case.due_reopening(on(last_quiet + 1).start().plus_micros(-1)), None, "{code}");
        assert_eq!(case.due_reopening(on(last_quiet + 1).start()), Some(because), "{code}");
        assert_eq!(case.next_reopening(), Some(on(last_quiet + 1).start()), "{code}");
        assert!(case.needs_decision(on(last_quiet + 1).start()), "{code}");
    };
    check("decided_not_apply", 19, ReopenCause::TimeReached);
    check("deferred", 10, ReopenCause::TimeReached);
    check("superseded_by_other_order", 10, ReopenCause::MeasureEnded);
}

#[test]
fn a_decision_that_leant_on_custody_comes_back_when_custody_ends() {
    let outcome =
        Outcome::DoNotApply { reasons: vec![Reason::InCustody], reconsider_on: on(28), person_informed: true };
    let story = Story::new()
        .then(hour(1), protection(33, ProtectionKind::Custody, on(0), None))
        .then(hour(2), decided(outcome))
        .by(SPOC, hour(3), CaseEvent::DecisionCountersigned);
    let events = story.case().end_protection(&officer(hour(72)), id(33), on(3)).unwrap();
    assert_eq!(codes(&events), ["protection.ended", "decision.reopened"]);
    assert_eq!(story.case().due_reopening(hour(96)), None);
}

#[test]
fn a_settled_decision_is_opened_again_by_a_supervisor() {
    let reopen = |story: &Story, role| {
        let answer = story.case().reopen_decision(&actor(SUPERVISOR, role, hour(4)), ReopenCause::Review);
        answer.map(|events| codes(&events))
    };
    for story in Story::in_every_decision_state() {
        let open = matches!(state(&story), "not_yet_considered" | "considering");
        let expected = if open { Err(DecisionRefusal::AlreadyOpen) } else { Ok(vec!["decision.reopened".to_owned()]) };
        assert_eq!(reopen(&story, Role::Supervisor), expected, "{}", state(&story));
        assert_eq!(reopen(&story, Role::Officer), Err(DecisionRefusal::NotSupervising));
    }
}
