//! Reviews, actions and the disposal of red flags: every refusal.

use crate::support::*;
use domain::case::flag::FlagRefusal;
use domain::case::review::{RaiseAction, ReviewRefusal};
use domain::catalogue::Role;
use domain::event::CaseEvent;

fn action(number: u16, days: i64) -> RaiseAction {
    RaiseAction { action: id(number), owner: id(OTHER), due_on: on(days), words: id(96) }
}

#[test]
fn a_review_is_a_supervisors_and_never_the_officers() {
    let case = Story::new().case();
    assert_eq!(case.review_acts(&actor(OTHER, Role::Officer, hour(2))).err(), Some(ReviewRefusal::NotSupervising));
    let own = case.record_review(&actor(OFFICER, Role::Supervisor, hour(2)), id(97), &[]).err();
    assert_eq!(own, Some(ReviewRefusal::OfficerInCase));
    let reviewed = case.record_review(&supervisor(hour(2)), id(97), &[action(51, 3)]).unwrap();
    assert_eq!(codes(&reviewed), ["review.recorded", "action.raised"]);
    let seen = Story::new().by(SUPERVISOR, hour(2), CaseEvent::ActsReviewed).case();
    assert_eq!(seen.review_acts(&supervisor(hour(3))).err(), Some(ReviewRefusal::NothingToReview));
}

#[test]
fn an_action_is_raised_for_later_and_closed_by_someone_else() {
    let raised = CaseEvent::ActionRaised { action: id(51), owner: id(OTHER), due_on: on(3), words: id(96) };
    let story = Story::new().by(SUPERVISOR, hour(1), raised);
    let case = story.case();
    let raise = |number, days| case.raise_action(&supervisor(hour(2)), action(number, days)).err();
    assert_eq!(raise(51, 3), Some(ReviewRefusal::ActionAlreadyRaised));
    assert_eq!(raise(52, -1), Some(ReviewRefusal::DueInPast { due_on: on(-1) }));
    assert_eq!(raise(52, 0), None);
    let close = |who, number| case.close_action(&actor(who, Role::Officer, hour(2)), id(number), id(98)).err();
    assert_eq!(close(OTHER, 51), Some(ReviewRefusal::OwnAction));
    assert_eq!(close(OFFICER, 59), Some(ReviewRefusal::ActionUnknown));
    assert_eq!(close(OFFICER, 51), None);
    let closed = story.then(hour(3), CaseEvent::ActionClosed { action: id(51), words: id(98) }).case();
    let again = closed.close_action(&officer(hour(4)), id(51), id(98)).err();
    assert_eq!(again, Some(ReviewRefusal::ActionAlreadyClosed));
}

#[test]
fn a_red_flag_is_answered_by_a_supervisor_whom_it_does_not_concern() {
    let raised = CaseEvent::FlagRaised { flag: id(71), rule: "RF-06".to_owned(), since: hour(1), evidence: vec![] };
    let story = Story::new().then(hour(1), raised);
    let case = story.case();
    let dispose = |who, role, number| case.dispose_flag(&actor(who, role, hour(2)), id(number), id(99)).err();
    assert_eq!(dispose(SUPERVISOR, Role::Supervisor, 71), None);
    assert_eq!(dispose(SUPERVISOR, Role::Supervisor, 79), Some(FlagRefusal::Unknown));
    assert_eq!(dispose(OFFICER, Role::Supervisor, 71), Some(FlagRefusal::OfficerConcerned));
    assert_eq!(dispose(OTHER, Role::Officer, 71), Some(FlagRefusal::NotSupervising));
    // A supervisor who had the case gives it away: still concerned, and so is the officer before.
    let moved = story.clone().by(INSPECTOR, hour(2), allocated(SUPERVISOR)).by(SUPERVISOR, hour(2), allocated(OTHER));
    let moved = moved
        .by(SUPERVISOR, hour(2), CaseEvent::Allocated { officer: None, team: "north".to_owned(), reasons: None })
        .case();
    assert_eq!(moved.officers, [id(OFFICER), id(SUPERVISOR), id(OTHER)]);
    let concerned = |who| moved.dispose_flag(&actor(who, Role::Supervisor, hour(3)), id(71), id(99)).err();
    for who in [OFFICER, SUPERVISOR, OTHER] {
        assert_eq!(concerned(who), Some(FlagRefusal::OfficerConcerned));
    }
    assert_eq!(concerned(INSPECTOR), None);
    let answered = story.by(SUPERVISOR, hour(2), CaseEvent::FlagDisposed { flag: id(71), disposal: id(99) }).case();
    let again = answered.dispose_flag(&inspector(hour(3)), id(71), id(99)).err();
    assert_eq!(again, Some(FlagRefusal::AlreadyDisposed));
}
