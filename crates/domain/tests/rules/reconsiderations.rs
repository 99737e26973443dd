//! Requests for reconsideration: nobody is refused one, and somebody other than who decided answers it.

use crate::support::*;
use domain::case::Case;
use domain::case::gates::GateState;
use domain::case::next::{NextAction, next_action};
use domain::case::reconsideration::ReconsiderationRefusal as No;
use domain::catalogue::*;
use domain::event::*;

fn requested(number: u16) -> CaseEvent {
    CaseEvent::ReconsiderationRequested { request: id(number), by: Requester::PersonAtRisk, words: id(97) }
}
fn answer(case: &Case, who: u16, role: Role, chars: usize) -> Result<Vec<String>, No> {
    let answered = case.answer_reconsideration(&actor(who, role, hour(9)), RequestAnswer::LookAgain, id(98), chars);
    answered.map(|events| codes(&events))
}

#[test]
fn it_can_be_asked_of_every_decision_and_of_none() {
    for story in Story::in_every_decision_state() {
        let case = story.case();
        let events = case.request_reconsideration(&officer(hour(8)), id(81), Requester::Advocate, id(97)).unwrap();
        assert_eq!(codes(&events), ["reconsideration.requested"]);
        let asked = story.by(OFFICER, hour(8), requested(81)).case();
        assert_eq!(next_action(&asked, hour(8)), NextAction::AnswerReconsideration { since: hour(8) });
        let gates = asked.gates(hour(8));
        let gate = gates.iter().find(|gate| gate.code == "requests").unwrap();
        assert_eq!(gate.state, GateState::Unmet { why: "1 request for reconsideration is not answered".into() });
        let again = asked.request_reconsideration(&officer(hour(8)), id(81), Requester::Advocate, id(97)).err();
        assert_eq!(again, Some(No::AlreadyRequested));
    }
}

#[test]
fn who_decided_or_ever_was_the_officer_does_not_answer() {
    let story =
        Story::new().by(OTHER, hour(2), decided(not_apply())).by(SPOC, hour(3), CaseEvent::DecisionCountersigned);
    let case = story.clone().then(hour(8), requested(81)).case();
    assert_eq!(answer(&story.case(), INSPECTOR, Role::Inspector, 30), Err(No::NothingToAnswer));
    assert_eq!(answer(&case, OFFICER, Role::Inspector, 30), Err(No::OfficerInCase));
    assert_eq!(answer(&case, OTHER, Role::Supervisor, 30), Err(No::OwnDecision));
    assert_eq!(answer(&case, SPOC, Role::Spoc, 30), Err(No::OwnDecision));
    assert_eq!(answer(&case, 6, Role::Officer, 30), Err(No::NotSupervising));
    assert_eq!(answer(&case, INSPECTOR, Role::Inspector, 19), Err(No::AnswerTooShort { chars: 19 }));
    let answered = answer(&case, INSPECTOR, Role::Inspector, 20);
    assert_eq!(answered.unwrap(), ["reconsideration.answered", "decision.reopened"]);
}

#[test]
fn the_oldest_is_answered_first_and_an_open_question_stays_open() {
    let story = Story::new().then(hour(1), requested(81)).then(hour(2), requested(82));
    let events =
        story.case().answer_reconsideration(&inspector(hour(3)), RequestAnswer::LookAgain, id(98), 40).unwrap();
    assert_eq!(codes(&events), ["reconsideration.answered"]);
    let case = story.all(INSPECTOR, hour(3), events).case();
    assert_eq!(case.open_requests().map(|request| request.id).collect::<Vec<_>>(), [id(82)]);
}

#[test]
fn it_opens_a_closed_case_and_goes_to_where_the_work_goes_on() {
    let closed = Story::new().by(INSPECTOR, hour(5), CaseEvent::ClosureApproved { reasons: id(92) });
    let ask = |story: &Story| {
        story.case().request_reconsideration(&officer(hour(8)), id(81), Requester::PersonAtRisk, id(97))
    };
    assert_eq!(codes(&ask(&closed).unwrap()), ["reconsideration.requested", "case.reopened"]);
    let joined = Story::new().then(hour(5), CaseEvent::CaseJoined { into: id(50) });
    assert_eq!(ask(&joined), Err(No::CaseJoined));
}
