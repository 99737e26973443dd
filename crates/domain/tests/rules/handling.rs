//! Acts, reports and the handling of a case: every refusal.

use crate::support::*;
use domain::case::act::ActRefusal;
use domain::case::handling::HandlingRefusal;
use domain::case::series::SeenSeries;
use domain::catalogue::*;
use domain::event::CaseEvent;

#[test]
fn an_act_is_recorded_once_and_not_before_it_happens() {
    let case = Story::new().case();
    let record = |number, at| case.record_act(&officer(hour(2)), act(number, at), None).err();
    assert_eq!(record(11, hour(1)), Some(ActRefusal::ActAlreadyRecorded));
    assert_eq!(record(13, hour(3)), Some(ActRefusal::ActInFuture));
    assert_eq!(record(13, hour(2)), None);
}

#[test]
fn a_report_is_attached_once_and_the_second_reopens_what_was_settled() {
    let story = Story::new().then(hour(1), decided(not_apply())).by(SPOC, hour(2), CaseEvent::DecisionCountersigned);
    let case = story.case();
    let attach = |number, at| case.attach_report(&officer(hour(3)), id(number), at, vec![act(14, hour(1))]);
    assert_eq!(attach(10, hour(1)).err(), Some(ActRefusal::ReportAlreadyAttached));
    assert_eq!(attach(15, hour(4)).err(), Some(ActRefusal::IdentifiedInFuture));
    assert_eq!(codes(&attach(15, hour(2)).unwrap()), ["report.attached", "risk.reopened", "decision.reopened"]);
    assert_eq!(case.detach_report(&officer(hour(3)), id(15)).err(), Some(ActRefusal::ReportNotAttached));
    let without = story.then(hour(3), CaseEvent::ReportDetached { report: id(10) }).case();
    assert!(without.reports.is_empty() && without.acts.is_empty());
    let first = without.attach_report(&officer(hour(4)), id(10), hour(1), vec![]).unwrap();
    assert_eq!(codes(&first), ["report.attached"], "the first report reopens nothing");
}

#[test]
fn a_new_act_reopens_a_closed_case() {
    let story = Story::new().by(INSPECTOR, hour(5), CaseEvent::ClosureApproved { reasons: id(93) });
    assert!(story.case().is_closed());
    let events = story.case().record_act(&officer(hour(9)), act(13, hour(8)), None).unwrap();
    assert_eq!(codes(&events), ["act.recorded", "case.reopened", "risk.reopened"]);
    assert!(!story.all(OFFICER, hour(9), events).case().is_closed());
}

#[test]
fn the_handling_of_a_case_must_make_sense() {
    use HandlingRefusal as No;
    let case = Story::new().case();
    let who = officer(hour(2));
    assert_eq!(case.allocate(&who, None, " ".to_owned(), None).err(), Some(No::NoTeam));
    assert_eq!(case.allocate(&who, Some(id(OFFICER)), "north".to_owned(), None).err(), Some(No::AlreadyAllocated));
    assert_eq!(case.allocate(&who, Some(id(OTHER)), "north".to_owned(), None).err(), None);
    assert_eq!(case.identify_subject(&who, id(8)).err(), Some(No::SameSubject));
    assert_eq!(case.record_intervention(&who, Intervention::Arrest, hour(3)).err(), Some(No::InFuture));
    assert_eq!(case.refer_to_support(&who, hour(3)).err(), Some(No::InFuture));
    assert_eq!(case.record_support_declined(&who, hour(3)).err(), Some(No::InFuture));
    assert_eq!(case.consult_person(&who, hour(3)).err(), Some(No::InFuture));
    assert_eq!(case.record_notification(&who, hour(1)).err(), Some(No::NothingToNotify));
    assert_eq!(case.record_notification(&who, hour(3)).err(), Some(No::InFuture));
}

#[test]
fn an_intervention_opens_the_question_of_risk_again() {
    let screened = Story::new().then(hour(1), screened(40, Grade::High, &[])).case();
    let events = screened.record_intervention(&officer(hour(3)), Intervention::Arrest, hour(2)).unwrap();
    assert_eq!(codes(&events), ["intervention.recorded", "risk.reopened"]);
}

#[test]
fn what_linkage_sees_is_recorded_when_it_is_new_and_a_new_victim_opens_what_was_settled() {
    let seen = |other_victims| SeenSeries { series: Some(id(60)), reports: 1, other_victims, ..SeenSeries::default() };
    let story = Story::new().then(hour(1), screened(40, Grade::High, &[])).then(hour(2), decided(not_apply())).by(
        SPOC,
        hour(3),
        CaseEvent::DecisionCountersigned,
    );
    assert_eq!(codes(&story.case().see_series(SeenSeries::default())), [""; 0]);
    assert_eq!(codes(&story.case().see_series(seen(0))), ["series.seen"]);
    let elsewhere = SeenSeries { other_forces: 1, ..seen(0) };
    let told = story.clone().all(OFFICER, hour(3), story.case().see_series(elsewhere.clone()));
    assert_eq!(codes(&told.case().see_series(elsewhere)), [""; 0]);
    assert_eq!(codes(&told.case().see_series(seen(0))), ["series.seen"], "another number in other forces is new");
    let events = story.case().see_series(seen(1));
    assert_eq!(codes(&events), ["series.seen", "risk.reopened", "decision.reopened"]);
    let after = story.all(OFFICER, hour(4), events);
    assert_eq!(codes(&after.case().see_series(seen(1))), [""; 0]);
    assert_eq!(codes(&Story::new().case().see_series(seen(1))), ["series.seen"]);
}

#[test]
fn whoever_leaves_a_case_leaves_nothing_on_it_without_an_owner() {
    use domain::case::leaving::Takes;
    let raise =
        |number, owner| CaseEvent::ActionRaised { action: id(number), owner: id(owner), due_on: on(3), words: id(96) };
    let story = Story::new().by(SUPERVISOR, hour(1), raise(51, OFFICER)).by(SUPERVISOR, hour(1), raise(52, OTHER));
    let takes = |officer| Takes { officer, team: "south".to_owned(), actions: id(SUPERVISOR), reasons: id(98) };
    let events = story.case().leave(id(OFFICER), &takes(None));
    assert_eq!(codes(&events), ["case.allocated", "action.reassigned"]);
    let case = story.clone().all(SUPERVISOR, hour(2), events).case();
    assert_eq!((case.officer, case.team.as_deref()), (None, Some("south")));
    let owners: Vec<_> = case.open_actions().map(|action| action.owner).collect();
    assert_eq!(owners, [id(SUPERVISOR), id(OTHER)]);
    // Somebody who is not its officer leaves the action only.
    assert_eq!(codes(&story.case().leave(id(OTHER), &takes(None))), ["action.reassigned"]);
    let closed = story.by(INSPECTOR, hour(2), CaseEvent::ClosureApproved { reasons: id(93) });
    assert!(closed.case().leave(id(OFFICER), &takes(None)).is_empty());
    let named = CaseEvent::Restricted { named: vec![id(OFFICER), id(SUPERVISOR)], reasons: id(98) };
    let restricted = Story::new().by(SUPERVISOR, hour(1), named);
    let events = restricted.case().leave_for_good(id(OFFICER), &takes(None));
    assert_eq!(codes(&events), ["case.allocated", "account.unnamed"]);
}
