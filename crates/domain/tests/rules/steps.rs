//! The one next action: what protects soonest comes first.

use crate::support::*;
use domain::case::next::{NextAction, next_action};
use domain::catalogue::*;
use domain::event::*;

fn check(story: &Story, sentence: &str) {
    assert_eq!(next_action(&story.case(), hour(30)).sentence(), sentence);
}

#[test]
fn a_case_is_led_from_its_opening_to_its_closure() {
    let story = Story(Story::new().0.into_iter().take(2).collect());
    check(&story, "Give the case to an officer.");
    let story = story.by(SUPERVISOR, hour(1), allocated(OFFICER)).then(hour(1), series(&[61], 2, 0, false));
    check(&story, "Confirm the links: 1 other case is in the same series.");
    for (other_cases, reports) in [(0, 0), (0, 1), (0, 2), (1, 0), (2, 3)] {
        assert!(NextAction::is_of_links(&NextAction::ConfirmLinks { other_cases, reports }.sentence()));
    }
    assert!(!NextAction::is_of_links(&NextAction::ScreenRisk.sentence()));
    let across = |reports, confirmed| story.clone().then(hour(2), series_across_forces(reports, 2, confirmed));
    check(&across(3, false), "Confirm the links of the series.");
    check(&across(4, true), "Confirm the links: 1 report of the same series is not on this case.");
    check(&across(3, true), "Complete a risk screen.");
    let story = story.then(hour(2), series(&[], 1, 0, true));
    check(&story, "Complete a risk screen.");
    let story = story.then(hour(3), screened(40, Grade::Medium, &[]));
    check(&story, "Review the risk screen.");
    let lower = story.clone().then(hour(4), screened_asking(41, Grade::Standard, SUPERVISOR));
    check(
        &lower,
        "Confirm or refuse the lower grade, standard: it waits for a second officer since 16:00 on Monday 2 March 2026.",
    );
    let reviewed = CaseEvent::RiskReviewed { screen: id(40), grade: Grade::Medium, reasons: id(95) };
    let story = story.by(SUPERVISOR, hour(4), reviewed);
    check(&story, "Record the decision on protection.");
    check(&story.clone().then(hour(5), decided(not_apply())), "Countersign the decision, or send it back.");
    let story = story.then(hour(5), decided(Outcome::Apply { interim: false }));
    check(
        &story,
        "Advise on the decision to apply: it waits for the SPOC's advice since 17:00 on Monday 2 March 2026.",
    );
    let against = story.clone().by(SPOC, hour(6), advised(Advice::Against));
    check(
        &against,
        "Answer the SPOC, who advises against the decision to apply: the advice waits since 18:00 on Monday 2 March 2026.",
    );
    let story = story.by(SPOC, hour(6), advised(Advice::Agrees));
    check(&story, "Make the application to the court.");
    let joined = story.clone().then(hour(6), CaseEvent::GroundsJoined { act: id(12) });
    check(&joined, "Consider an interim order: a new act has joined the grounds.");
    let step = |step| CaseEvent::ApplicationDated { step, on: on(0) };
    let applied = story.clone().then(hour(6), step(ApplicationStep::Applied));
    check(&applied, "Review the 2 new acts.");
    let joined = applied.clone().then(hour(6), CaseEvent::GroundsJoined { act: id(12) });
    check(&joined, "Consider an interim order: a new act has joined the grounds.");
    let record = "Record the order that the court granted on Monday 2 March 2026, and its service: it protects only once it is served.";
    check(&joined.then(hour(7), step(ApplicationStep::Granted)), record);
    let interim = protection(34, ProtectionKind::InterimOrder, on(-1), None);
    let served = CaseEvent::ProtectionServed { protection: id(34), served_at: hour(6), evidence: None };
    let interim = applied.clone().then(hour(6), interim).then(hour(6), served);
    check(&interim.then(hour(7), step(ApplicationStep::Granted)), record);
    let again = "Record the decision on protection again: the court refused the application.";
    check(&applied.then(hour(7), step(ApplicationStep::Refused)), again);
    let made = story.then(hour(7), protection(32, ProtectionKind::Order, on(0), None));
    check(&made, "Serve the order. Until then the person counts as unprotected.");
    let served =
        made.then(hour(8), CaseEvent::ProtectionServed { protection: id(32), served_at: hour(8), evidence: None });
    check(&served, "Review the 2 new acts.");
    let flag = CaseEvent::FlagRaised { flag: id(71), rule: "RF-06".to_owned(), since: hour(1), evidence: vec![] };
    check(&served.clone().then(hour(9), flag), "Answer the red flag.");
    let seen = served.by(SUPERVISOR, hour(9), CaseEvent::ActsReviewed);
    check(&seen, "Keep the case under review.");
    let raised = CaseEvent::ActionRaised { action: id(51), owner: id(OTHER), due_on: on(3), words: id(96) };
    check(&seen.clone().by(SUPERVISOR, hour(9), raised), "Finish the open action, due on Thursday 5 March 2026.");
    let proposed =
        CaseEvent::ClosureProposed { reasons: id(93), exit_safety_plan: id(94), retention: RetentionGroup::Group1 };
    check(&seen.clone().then(hour(9), proposed), "Decide on the proposal to close.");
    let risk = CaseEvent::RiskReopened { because: ReopenCause::NewAct };
    check(
        &seen.clone().then(hour(9), risk),
        "Complete a new risk screen: something new has come in, on Monday 2 March 2026.",
    );
    let back = CaseEvent::DecisionReopened { because: ReopenCause::MeasureEnded };
    let unprotected = seen.clone().then(hour(9), CaseEvent::ProtectionEnded { protection: id(32), on: on(0) });
    check(&unprotected.then(hour(9), back), "Record the decision on protection again: another measure ended.");
    let closed = seen.by(INSPECTOR, hour(10), CaseEvent::ClosureApproved { reasons: id(93) });
    check(&closed, "Nothing: the case is closed.");
}
