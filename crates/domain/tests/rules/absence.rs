//! Absence: what a case is told of it, who stands in, and the red flag of a single officer who is away (RF-33).

use crate::support::*;
use domain::case::absence::AbsenceTold;
use domain::case::review::ReviewRefusal;
use domain::catalogue::Role;
use domain::event::CaseEvent;
use domain::risk::flags::{Fired, FlagContext, from_code, to_raise};
use domain::time::Moment;

/// The officer is away from the day after the start.
fn away(stand_in: Option<u16>) -> AbsenceTold {
    AbsenceTold {
        absence: id(61),
        account: id(OFFICER),
        from: on(1),
        until: None,
        stand_in: stand_in.map(id),
        over: false,
    }
}
fn told(story: Story, at: Moment, told: AbsenceTold) -> Story {
    story.by(SUPERVISOR, at, CaseEvent::OwnerAbsence(told))
}
fn raise(number: u16, owner: u16) -> CaseEvent {
    CaseEvent::ActionRaised { action: id(number), owner: id(owner), due_on: on(9), words: id(96) }
}
fn rf_33(story: &Story, at: Moment) -> Option<Fired> {
    (from_code("RF-33").unwrap().fires)(&story.case(), at, &FlagContext::default())
}
fn check(story: &Story) -> Option<Moment> {
    (from_code("RF-33").unwrap().next_check)(&story.case(), &FlagContext::default())
}
/// Three days after the absence began.
fn seen() -> Moment {
    on(1).start().plus_hours(72)
}

#[test]
fn rf_33_fires_after_72_hours_in_which_the_only_owner_is_away_and_nobody_stands_in() {
    let story = told(Story::new().by(SUPERVISOR, hour(1), raise(51, OFFICER)), hour(2), away(None));
    assert_eq!(rf_33(&story, seen().plus_micros(-1)), None, "not before the 72 hours are over");
    let fired = Fired { since: seen(), evidence: vec![format!("absence:{}", id::<domain::ids::AbsenceId>(61))] };
    assert_eq!((rf_33(&story, seen()), check(&story)), (Some(fired), Some(seen())));
    // Where nobody raised an action, all that is open is the case.
    assert!(rf_33(&told(Story::new(), hour(2), away(None)), seen()).is_some());
    // Told late, it is seen when it is told.
    let late = told(Story::new(), hour(200), away(None));
    assert_eq!(rf_33(&late, hour(201)).map(|fired| fired.since), Some(hour(200)));
    let flag = CaseEvent::FlagRaised {
        flag: id(71),
        rule: "RF-33".to_owned(),
        since: seen(),
        evidence: rf_33(&story, seen()).unwrap().evidence,
    };
    let flagged = story.then(seen(), flag);
    assert_eq!(check(&flagged), None, "one absence fires once");
    let raised = to_raise(&flagged.case(), seen(), &FlagContext::default());
    assert!(raised.iter().all(|(flag, _)| flag.code != "RF-33"));
}

#[test]
fn rf_33_does_not_fire_where_another_can_act_or_the_officer_is_back() {
    let quiet = |story: &Story| assert_eq!((rf_33(story, seen().plus_hours(99)), check(story)), (None, None));
    let open = || Story::new().by(SUPERVISOR, hour(1), raise(51, OFFICER));
    quiet(&open());
    quiet(&told(open().by(SUPERVISOR, hour(1), raise(52, OTHER)), hour(2), away(None)));
    quiet(&told(open(), hour(2), away(Some(OTHER))));
    quiet(&told(open(), hour(2), AbsenceTold { until: Some(on(3)), ..away(None) }));
    quiet(&told(told(open(), hour(2), away(None)), hour(30), AbsenceTold { over: true, ..away(None) }));
    quiet(&told(open(), hour(2), AbsenceTold { account: id(OTHER), ..away(None) }));
    quiet(&told(open(), hour(2), away(None)).by(SUPERVISOR, hour(3), allocated(OTHER)));
    // One day more, and the 72 hours are over within it.
    let longer = told(open(), hour(2), AbsenceTold { until: Some(on(4)), ..away(None) });
    assert!(rf_33(&longer, seen()).is_some());
    assert_eq!(rf_33(&longer, on(5).start()), None, "they are back");
}

#[test]
fn rf_33_fires_where_the_stand_in_is_kept_away() {
    let connected = CaseEvent::ConnectionDeclared { account: id(OTHER) };
    let story = told(Story::new().by(SUPERVISOR, hour(1), connected), hour(2), away(Some(OTHER)));
    assert!(rf_33(&story, seen()).is_some(), "a declared connection");
    let named =
        |named: &[u16]| CaseEvent::Restricted { named: named.iter().map(|who| id(*who)).collect(), reasons: id(98) };
    let restricted = |who: &[u16]| told(Story::new().by(SUPERVISOR, hour(1), named(who)), hour(2), away(Some(OTHER)));
    assert!(rf_33(&restricted(&[OFFICER, SUPERVISOR]), seen()).is_some(), "a restriction");
    assert_eq!(rf_33(&restricted(&[OFFICER, OTHER, SUPERVISOR]), seen()), None, "they are named");
}

#[test]
fn who_stands_in_approves_nothing_of_what_they_stand_in_for() {
    let story = told(Story::new().by(SUPERVISOR, hour(1), raise(51, OFFICER)), hour(2), away(Some(OTHER)));
    let close =
        |story: &Story, who, at| story.case().close_action(&actor(who, Role::Officer, at), id(51), id(97)).err();
    assert_eq!(close(&story, OTHER, on(1).start()), Some(ReviewRefusal::OwnAction));
    assert_eq!(close(&story, OTHER, on(1).start().plus_micros(-1)), None, "not yet standing in");
    let back = told(story.clone(), hour(40), AbsenceTold { over: true, ..away(Some(OTHER)) });
    assert_eq!(close(&back, OTHER, hour(41)), None);
    // Who did the officer's work counts as one who had the case, later too.
    let case = back.case();
    let flag = CaseEvent::FlagRaised { flag: id(71), rule: "RF-09".to_owned(), since: hour(1), evidence: vec![] };
    assert!(case.was_officer(id(OTHER)));
    let flagged = back.then(hour(42), flag).case();
    assert!(flagged.dispose_flag(&actor(OTHER, Role::Supervisor, hour(43)), id(71), id(99)).is_err());
    assert_eq!(case.last_activity_at, story.case().last_activity_at, "that somebody is away is no work on the case");
}

#[test]
fn a_case_is_told_only_what_it_does_not_know_of_whoever_owns_something_on_it() {
    let case = Story::new().case();
    let standing = [away(None)];
    assert_eq!(case.told_of_absences(id(OFFICER), &standing, hour(3)), standing);
    assert_eq!(case.told_of_absences(id(OTHER), &[AbsenceTold { account: id(OTHER), ..away(None) }], hour(3)), []);
    let knows = told(Story::new(), hour(2), away(None)).case();
    assert_eq!(knows.told_of_absences(id(OFFICER), &standing, hour(3)), []);
    assert_eq!(knows.told_of_absences(id(OFFICER), &[], hour(3)), [AbsenceTold { over: true, ..away(None) }]);
    let changed = [away(Some(OTHER))];
    assert_eq!(knows.told_of_absences(id(OFFICER), &changed, hour(3)), changed);
}
