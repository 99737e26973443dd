//! Closure: every refusal and every gate.

use crate::support::*;
use domain::case::closure::ClosureRefusal;
use domain::case::gates::GateState;
use domain::catalogue::*;
use domain::event::*;
use domain::time::Moment;

/// A case whose gates are all met, with closure proposed by the officer.
fn ready() -> Story {
    let proposed =
        CaseEvent::ClosureProposed { reasons: id(93), exit_safety_plan: id(94), retention: RetentionGroup::Group2 };
    let reviewed = CaseEvent::RiskReviewed { screen: id(40), grade: Grade::Standard, reasons: id(95) };
    Story::new()
        .then(hour(1), screened(40, Grade::Standard, &[]))
        .by(SUPERVISOR, hour(2), reviewed)
        .by(SUPERVISOR, hour(2), CaseEvent::ActsReviewed)
        .then(hour(3), decided(not_apply()))
        .by(SPOC, hour(4), CaseEvent::DecisionCountersigned)
        .then(hour(5), CaseEvent::PersonConsulted { occurred_at: hour(5) })
        .then(hour(6), proposed)
}
fn unmet(story: &Story, at: Moment) -> Vec<(&'static str, String)> {
    let gates = story.case().gates(at);
    let why = |state| match state {
        GateState::Unmet { why } => Some(why.to_string()),
        GateState::Met | GateState::NotYetBuilt => None,
    };
    gates.into_iter().filter_map(|gate| why(gate.state).map(|why| (gate.code, why))).collect()
}
fn check(story: Story, at: Moment, code: &str, why: &str) {
    assert_eq!(unmet(&story, at), [(code, why.to_owned())]);
    let refusal = story.case().approve_closure(&inspector(at), id(93)).err();
    assert!(matches!(refusal, Some(ClosureRefusal::GatesUnmet { gates }) if gates.len() == 16));
}

#[test]
fn a_case_with_every_gate_met_closes() {
    assert_eq!(unmet(&ready(), hour(7)), []);
    let approved = ready().case().approve_closure(&supervisor(hour(7)), id(93)).unwrap();
    assert!(ready().all(SUPERVISOR, hour(7), approved).case().is_closed());
}

#[test]
fn each_gate_alone_keeps_a_case_open() {
    let flag = CaseEvent::FlagRaised { flag: id(71), rule: "RF-06".to_owned(), since: hour(1), evidence: vec![] };
    let raised = CaseEvent::ActionRaised { action: id(51), owner: id(OTHER), due_on: on(3), words: id(96) };
    let due = "the decision not to apply is due to be looked at again";
    let reopened = || CaseEvent::DecisionReopened { because: ReopenCause::Review };
    check(ready().then(hour(6), reopened()), hour(7), "decision", "protection is being considered");
    check(
        ready().then(hour(6), decided(not_apply())),
        hour(7),
        "decision",
        "the decision waits for a countersignature",
    );
    let again = CaseEvent::RiskReviewed { screen: id(40), grade: Grade::Standard, reasons: id(95) };
    check(ready().by(SUPERVISOR, hour(20 * 24), again), hour(20 * 24), "decision", due);
    check(ready().then(hour(6), flag), hour(7), "flags", "1 red flag is open");
    let asked = CaseEvent::ReconsiderationRequested { request: id(81), by: Requester::Advocate, words: id(97) };
    check(ready().then(hour(6), asked), hour(7), "requests", "1 request for reconsideration is not answered");
    check(ready().then(hour(6), raised), hour(7), "actions", "1 action is open");
    assert_eq!(unmet(&ready(), hour(7 * 24)), [], "the seventh day still counts");
    check(ready(), hour(8 * 24), "risk", "the last review was on Monday 2 March 2026");
    let risk_open = CaseEvent::RiskReopened { because: ReopenCause::NewVictim };
    check(ready().then(hour(6), risk_open), hour(7), "risk", "the question of risk is open");
    check(
        ready().then(hour(6), series(&[61, 62], 3, 0, true)),
        hour(7),
        "reports",
        "2 other cases of the series are not joined",
    );
    check(
        ready().then(hour(6), series(&[], 2, 0, true)),
        hour(7),
        "reports",
        "1 report of the series is not on this case",
    );
    check(
        ready().then(hour(6), series(&[], 1, 0, false)),
        hour(7),
        "reports",
        "nobody has confirmed the links of the series",
    );
    // What another force holds cannot be attached here: only the links need to be confirmed.
    check(
        ready().then(hour(6), series_across_forces(3, 2, false)),
        hour(7),
        "reports",
        "nobody has confirmed the links of the series",
    );
    check(
        ready().then(hour(6), series_across_forces(3, 1, true)),
        hour(7),
        "reports",
        "1 report of the series is not on this case",
    );
    assert_eq!(unmet(&ready().then(hour(6), series_across_forces(3, 2, true)), hour(7)), []);
    let bail = protection(32, ProtectionKind::InterimOrder, on(0), Some(on(28)));
    check(
        ready().then(hour(6), bail),
        hour(7),
        "order",
        "the interim Stalking Protection Order is live until 2026-03-30",
    );
    let apply = ready().then(hour(6), decided(Outcome::Apply { interim: false }));
    let pending = "it was decided to apply, and the application is neither granted nor refused";
    check(apply.clone(), hour(7), "decision", pending);
    // An entry from before a refusal opened the question again by itself.
    let refused = CaseEvent::ApplicationDated { step: ApplicationStep::Refused, on: on(0) };
    let nothing = "the application came to nothing, and protection is not decided anew";
    check(apply.then(hour(6), refused), hour(7), "decision", nothing);
}

#[test]
fn an_order_that_was_granted_and_not_recorded_as_served_keeps_a_case_open() {
    let granted = CaseEvent::ApplicationDated { step: ApplicationStep::Granted, on: on(0) };
    let granted = ready().then(hour(6), decided(Outcome::Apply { interim: false })).then(hour(6), granted);
    let why = "the court granted an order; it is not recorded as served";
    check(granted.clone(), hour(7), "order", why);
    let made = |kind, from, until| granted.clone().then(hour(6), protection(32, kind, from, until));
    let live = "the Stalking Protection Order is live without a last day";
    check(made(ProtectionKind::Order, on(0), None), hour(7), "order", live);
    // One that ended unserved never protected; neither did one from before the decision answer this grant.
    check(made(ProtectionKind::Order, on(0), Some(on(2))), hour(73), "order", why);
    let served = CaseEvent::ProtectionServed { protection: id(32), served_at: hour(6), evidence: None };
    let earlier = made(ProtectionKind::Order, on(-9), Some(on(-1))).then(hour(6), served.clone());
    check(earlier, hour(7), "order", why);
    // Near miss: served, and ended since.
    let notified = CaseEvent::NotificationGiven { occurred_at: hour(6) };
    let ended = made(ProtectionKind::Order, on(0), Some(on(2))).then(hour(6), served).then(hour(6), notified);
    assert_eq!(unmet(&ended, hour(73)), []);
    // An import may know of a grant though nobody here decided to apply.
    let imported = CaseEvent::ApplicationDated { step: ApplicationStep::Granted, on: on(-1) };
    check(ready().then(hour(6), imported.clone()), hour(7), "order", why);
    let expired = protection(32, ProtectionKind::Order, on(-1), Some(on(0)));
    let expired = ready().then(hour(6), imported).then(hour(6), expired);
    assert_eq!(unmet(&expired, hour(25)), [], "on record, not served, at its end, and decided without it");
}

#[test]
fn a_notification_that_is_overdue_keeps_a_case_open_even_when_the_order_has_ended() {
    let served = CaseEvent::ProtectionServed { protection: id(32), served_at: hour(1), evidence: None };
    let story =
        ready().then(hour(6), protection(32, ProtectionKind::InterimOrder, on(0), Some(on(1)))).then(hour(6), served);
    // Served on 2 March: the day of service is day one, so the last moment is the end of 4 March.
    assert_eq!(unmet(&story, on(3).start().plus_micros(-1)), []);
    check(
        story.clone(),
        on(3).start(),
        "notification",
        "the subject had until the end of 2026-03-04 to notify, and has not",
    );
    let given = CaseEvent::NotificationGiven { occurred_at: hour(70) };
    assert_eq!(unmet(&story.then(hour(73), given), on(3).start()), []);
}

#[test]
fn a_case_that_nobody_worked_on_shows_every_gate() {
    let codes: Vec<&str> = unmet(&Story::new(), hour(1)).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["decision", "acts", "consulted", "risk", "exit_plan", "retention"]);
    let later = Story::new().case().gates(hour(1)).into_iter().filter(|gate| gate.state == GateState::NotYetBuilt);
    assert_eq!(later.map(|gate| gate.code).collect::<Vec<_>>(), ["warrants", "enquiries", "messages"]);
    // A warrant that is on record is no open question.
    let wanted = |until| Story::new().then(hour(1), protection(38, ProtectionKind::Warrant, on(0), until));
    let gate =
        |story: Story| story.case().gates(hour(60)).into_iter().find(|gate| gate.code == "warrants").unwrap().state;
    let why = "a warrant is open since Monday 2 March 2026".into();
    assert_eq!(gate(wanted(None)), GateState::Unmet { why });
    assert_eq!(gate(wanted(Some(on(1)))), GateState::NotYetBuilt);
}

#[test]
fn closure_is_proposed_by_the_officer_once() {
    let propose = |story: &Story, who| {
        let given =
            story.case().propose_closure(&actor(who, Role::Officer, hour(7)), id(93), id(94), RetentionGroup::Group1);
        given.err()
    };
    assert_eq!(propose(&Story::new(), OFFICER), None);
    assert_eq!(propose(&Story::new(), OTHER), Some(ClosureRefusal::NotOfficer));
    assert_eq!(propose(&ready(), OFFICER), Some(ClosureRefusal::AlreadyProposed));
    let closed = ready().by(INSPECTOR, hour(7), CaseEvent::ClosureApproved { reasons: id(93) });
    assert_eq!(propose(&closed, OFFICER), Some(ClosureRefusal::AlreadyClosed));
    assert_eq!(closed.case().approve_closure(&inspector(hour(8)), id(93)).err(), Some(ClosureRefusal::AlreadyClosed));
}

#[test]
fn closure_is_decided_by_a_senior_who_is_neither_proposer_nor_officer() {
    use ClosureRefusal as No;
    let decide = |story: &Story, who, role| story.case().approve_closure(&actor(who, role, hour(7)), id(93)).err();
    assert_eq!(decide(&Story::new(), INSPECTOR, Role::Inspector), Some(No::NotProposed));
    assert_eq!(decide(&ready(), SPOC, Role::Spoc), Some(No::NotSenior));
    assert_eq!(decide(&ready(), OFFICER, Role::Inspector), Some(No::OwnProposal));
    let moved = ready().by(SUPERVISOR, hour(6), allocated(INSPECTOR));
    assert_eq!(decide(&moved, INSPECTOR, Role::Inspector), Some(No::OfficerInCase));
    let moved_on = moved.by(INSPECTOR, hour(6), allocated(OTHER));
    assert_eq!(decide(&moved_on, INSPECTOR, Role::Inspector), Some(No::OfficerInCase), "giving it away clears nobody");
    let rejected = moved_on.case().reject_closure(&inspector(hour(7)), id(93)).err();
    assert_eq!(rejected, Some(No::OfficerInCase));
    assert_eq!(decide(&moved_on, SUPERVISOR, Role::Supervisor), None);
    let medium = ready().by(SUPERVISOR, hour(6), screened(41, Grade::Medium, &[]));
    let why = "the grade is medium";
    assert_eq!(decide(&medium, SUPERVISOR, Role::Supervisor), Some(No::NeedsInspector { why }));
    let ended = ready().then(hour(6), protection(32, ProtectionKind::Order, on(-9), Some(on(-1))));
    let why = "it has an order";
    assert_eq!(decide(&ended, SUPERVISOR, Role::Supervisor), Some(No::NeedsInspector { why }));
    assert_eq!(decide(&ended, INSPECTOR, Role::Inspector), None);
}

#[test]
fn a_rejected_closure_leaves_the_case_open() {
    let rejected = ready().case().reject_closure(&supervisor(hour(7)), id(93)).unwrap();
    let story = ready().all(SUPERVISOR, hour(7), rejected);
    assert_eq!(story.case().status, domain::case::state::Status::Open);
}
