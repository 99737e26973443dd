//! The stalking SPOC's advice on a decision to apply: who gives it, who answers it, and what it leaves open.

use crate::support::*;
use domain::case::advice::{AdviceRefusal, AdviceWait};
use domain::case::gates::GateState;
use domain::case::state::{DecisionState, Opened};
use domain::catalogue::*;
use domain::event::*;

fn applying() -> Story {
    Story::new().then(hour(2), decided(Outcome::Apply { interim: false }))
}
fn answered(story: Story, answer: AdviceAnswer) -> Story {
    let events = story.case().answer_advice(&officer(hour(5)), answer, id(96), 20).unwrap();
    story.all(OFFICER, hour(5), events)
}
/// The gate of the decision, as far as it is shut.
fn shut(story: &Story) -> Option<String> {
    let gates = story.case().gates(hour(30));
    match &gates.iter().find(|gate| gate.code == "decision").unwrap().state {
        GateState::Unmet { why } => Some(why.to_string()),
        GateState::Met | GateState::NotYetBuilt => None,
    }
}

#[test]
fn a_decision_to_apply_counts_at_once_and_waits_for_advice() {
    let case = applying().case();
    assert!(!case.needs_decision(hour(3)));
    assert_eq!(case.advice_wait(), Some(AdviceWait::Advice { since: hour(2) }));
    let agreed = applying().by(SPOC, hour(3), advised(Advice::Agrees)).case();
    assert_eq!((agreed.advice_wait(), agreed.advice().len()), (None, 1));
    // Any other decision is countersigned, and waits for no advice.
    for story in Story::in_every_decision_state().iter().filter(|story| state(story) != "decided_apply") {
        assert_eq!(story.case().advice_wait(), None, "{}", state(story));
    }
}

#[test]
fn advice_is_a_spocs_who_neither_recorded_the_decision_nor_has_the_case() {
    let advise = |story: &Story, who, role, chars| {
        story.case().advise_decision(&actor(who, role, hour(3)), Advice::Agrees, id(95), chars).err()
    };
    let story = applying();
    assert_eq!(advise(&story, SPOC, Role::Spoc, 20), None);
    assert_eq!(advise(&story, SPOC, Role::Spoc, 19), Some(AdviceRefusal::WordsTooShort { chars: 19 }));
    assert_eq!(advise(&story, SUPERVISOR, Role::Supervisor, 20), Some(AdviceRefusal::NotSpoc));
    assert_eq!(advise(&story, OFFICER, Role::Spoc, 20), Some(AdviceRefusal::OwnDecision));
    let by_other = Story::new().by(OTHER, hour(2), decided(Outcome::Apply { interim: false }));
    assert_eq!(advise(&by_other, OFFICER, Role::Spoc, 20), Some(AdviceRefusal::OfficerInCase));
    let moved = by_other.by(SUPERVISOR, hour(2), allocated(OTHER));
    assert_eq!(advise(&moved, OFFICER, Role::Spoc, 20), Some(AdviceRefusal::OfficerInCase), "who was the officer");
    let not_applying = Story::new().then(hour(2), decided(not_apply()));
    assert_eq!(advise(&not_applying, SPOC, Role::Spoc, 20), Some(AdviceRefusal::NothingToAdvise));
    let closed = story.by(INSPECTOR, hour(3), CaseEvent::ClosureApproved { reasons: id(93) });
    assert_eq!(advise(&closed, SPOC, Role::Spoc, 20), Some(AdviceRefusal::CaseClosed));
}

#[test]
fn advice_against_or_with_conditions_waits_for_an_answer_and_agreement_does_not() {
    for advice in Advice::ALL {
        let case = applying().by(SPOC, hour(4), advised(*advice)).case();
        let waits = (*advice != Advice::Agrees).then_some(AdviceWait::Answer { advice: *advice, since: hour(4) });
        assert_eq!(case.advice_wait(), waits, "{advice}");
        // Advice that waits is not talked over by further advice.
        let again = case.advise_decision(&actor(SUPERVISOR, Role::Spoc, hour(5)), Advice::Agrees, id(95), 20).err();
        assert_eq!(again, waits.map(|_| AdviceRefusal::EarlierAdviceOpen), "{advice}");
    }
}

#[test]
fn an_answer_is_the_officers_or_a_supervisors_and_never_the_advisers() {
    let story = applying().by(SPOC, hour(4), advised(Advice::Against));
    let answer = |story: &Story, who, role, chars| {
        story.case().answer_advice(&actor(who, role, hour(5)), AdviceAnswer::NotFollowed, id(96), chars).err()
    };
    assert_eq!(answer(&story, OFFICER, Role::Officer, 20), None);
    assert_eq!(answer(&story, SUPERVISOR, Role::Supervisor, 20), None);
    assert_eq!(answer(&story, INSPECTOR, Role::Inspector, 20), None);
    assert_eq!(answer(&story, OFFICER, Role::Officer, 19), Some(AdviceRefusal::WordsTooShort { chars: 19 }));
    assert_eq!(answer(&story, OTHER, Role::Officer, 20), Some(AdviceRefusal::NotAnswerable));
    assert_eq!(answer(&story, OTHER, Role::Spoc, 20), Some(AdviceRefusal::NotAnswerable));
    let given = story.clone().by(INSPECTOR, hour(4), allocated(SPOC));
    assert_eq!(answer(&given, SPOC, Role::Officer, 20), Some(AdviceRefusal::OwnAdvice));
    assert_eq!(answer(&applying(), OFFICER, Role::Officer, 20), Some(AdviceRefusal::NothingToAnswer));
    let agreed = applying().by(SPOC, hour(4), advised(Advice::Agrees));
    assert_eq!(answer(&agreed, OFFICER, Role::Officer, 20), Some(AdviceRefusal::NothingToAnswer));
    let once = answered(story, AdviceAnswer::NotFollowed);
    assert_eq!(answer(&once, OFFICER, Role::Officer, 20), Some(AdviceRefusal::NothingToAnswer));
}

#[test]
fn advice_against_that_is_followed_opens_the_question_again_and_one_that_is_not_leaves_it() {
    let against = || applying().by(SPOC, hour(4), advised(Advice::Against));
    let followed = answered(against(), AdviceAnswer::Followed).case();
    let how = Opened::Reopened { because: ReopenCause::Advice };
    assert_eq!(followed.decision, DecisionState::Considering { since: hour(5), how });
    assert!(followed.needs_decision(hour(6)));
    let stands = answered(against(), AdviceAnswer::NotFollowed).case();
    assert_eq!((stands.decision.code(), stands.advice_wait()), ("decided_apply", None));
    let last = stands.advice().last().copied().and_then(|advised| advised.answer).unwrap();
    assert_eq!((last.answer, last.by, last.at), (AdviceAnswer::NotFollowed, Some(id(OFFICER)), hour(5)));
    // Conditions are taken on, and the decision stands.
    let conditions = applying().by(SPOC, hour(4), advised(Advice::WithConditions));
    let taken = answered(conditions, AdviceAnswer::Followed).case();
    assert_eq!((taken.decision.code(), taken.advice_wait()), ("decided_apply", None));
}

#[test]
fn a_decision_taken_anew_waits_for_advice_of_its_own() {
    let story = answered(applying().by(SPOC, hour(4), advised(Advice::Against)), AdviceAnswer::Followed);
    let again = story.then(hour(6), decided(Outcome::Apply { interim: true })).case();
    assert_eq!(again.advice_wait(), Some(AdviceWait::Advice { since: hour(6) }));
    assert!(again.advice().is_empty());
    // A new act joins the grounds and takes no advice away.
    let agreed = applying().by(SPOC, hour(4), advised(Advice::Agrees));
    let joined = agreed.then(hour(5), CaseEvent::GroundsJoined { act: id(12) }).case();
    assert_eq!((joined.advice().len(), joined.advice_wait()), (1, None));
}

#[test]
fn an_unanswered_recommendation_keeps_a_case_from_closing() {
    let granted = || CaseEvent::ApplicationDated { step: ApplicationStep::Granted, on: on(0) };
    let against = applying().by(SPOC, hour(4), advised(Advice::Against)).then(hour(6), granted());
    let why = "the stalking SPOC's advice on the decision to apply is not answered";
    assert_eq!(shut(&against), Some(why.to_owned()));
    assert_eq!(shut(&answered(against, AdviceAnswer::NotFollowed)), None);
    // Once the court has decided, advice comes too late to be waited for.
    let unadvised = applying().then(hour(6), granted());
    assert_eq!((shut(&unadvised), unadvised.case().advice_wait()), (None, None));
}
