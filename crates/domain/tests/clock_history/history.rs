//! What starts the clocks, what stops them, and what stays missed.

use crate::support::*;
use domain::calendar::Calendar;
use domain::catalogue::*;
use domain::clocks::{Clock, open_due, read_case};
use domain::event::*;
use domain::ids::*;
use domain::time::Moment;

#[test]
fn a_review_answers_its_screen_and_those_it_replaced_each_within_its_own_limit() -> Result<(), Failed> {
    let story = Story::opened()
        .then("2026-06-02 10:00", screened(1, Grade::Medium))
        .then("2026-06-02 11:00", screened(2, Grade::High))
        .then("2026-06-02 15:00", reviewed(2, Grade::High));
    let expected = [("2026-06-03 10:00", met("2026-06-02 15:00")), ("2026-06-02 15:00", late("2026-06-02 15:00"))];
    story.check(Clock::ReviewOfRisk, "2026-06-02 16:00", &expected)?;
    // As it stood before the review was recorded.
    let before = [("2026-06-03 10:00", RUNNING), ("2026-06-02 15:00", RUNNING)];
    story.check(Clock::ReviewOfRisk, "2026-06-02 14:59", &before)
}

#[test]
fn a_replaced_screen_stays_missed_and_a_review_of_an_earlier_screen_answers_no_later_one() -> Result<(), Failed> {
    let story = Story::opened()
        .then("2026-06-02 10:00", screened(1, Grade::High))
        .then("2026-06-02 15:00", screened(2, Grade::Medium))
        .then("2026-06-02 16:00", reviewed(2, Grade::Medium));
    // The later screen is lower and nobody confirmed that: the grade is still high, and so is the limit.
    let expected = [("2026-06-02 14:00", late("2026-06-02 16:00")), ("2026-06-02 19:00", met("2026-06-02 16:00"))];
    story.check(Clock::ReviewOfRisk, "2026-06-20 10:00", &expected)?;
    let story = Story::opened()
        .then("2026-06-02 10:00", screened(1, Grade::Medium))
        .then("2026-06-02 11:00", screened(2, Grade::Medium))
        .then("2026-06-02 12:00", reviewed(1, Grade::Medium));
    let expected = [("2026-06-03 10:00", met("2026-06-02 12:00")), ("2026-06-03 11:00", MISSED)];
    story.check(Clock::ReviewOfRisk, "2026-06-20 10:00", &expected)
}

#[test]
fn a_lower_grade_lengthens_a_limit_only_from_its_confirmation() -> Result<(), Failed> {
    let lower = |asked| match screened(2, Grade::Standard) {
        CaseEvent::RiskScreened { screen, tool, grade, factors, four, reasons, .. } => {
            let (second_officer, second_officer_asked) = (None, asked);
            CaseEvent::RiskScreened {
                screen,
                tool,
                grade,
                factors,
                four,
                reasons,
                second_officer,
                second_officer_asked,
            }
        }
        other => other,
    };
    let confirmed =
        CaseEvent::LoweringConfirmed { screen: id!(ScreenId, 2), grade: Grade::Standard, reasons: id!(ContentId, 1) };
    let reopened = || CaseEvent::DecisionReopened { because: ReopenCause::NewAct };
    let waiting = Story::opened()
        .then("2026-06-02 10:00", screened(1, Grade::High))
        .then("2026-06-02 11:00", reviewed(1, Grade::High))
        .then("2026-06-03 10:00", lower(Some(id!(AccountId, 9))));
    // While it waits: 4 hours for the review of the screen, 24 for the consideration.
    let first = ("2026-06-02 14:00", met("2026-06-02 11:00"));
    waiting.check(Clock::ReviewOfRisk, "2026-06-03 12:00", &[first, ("2026-06-03 14:00", RUNNING)])?;
    let asked = waiting.then("2026-06-03 11:00", reopened());
    asked.check(Clock::Consideration, "2026-06-03 12:00", &[("2026-06-04 11:00", RUNNING)])?;
    // What starts after the confirmation has the usual limit.
    let after = asked.then("2026-06-03 12:00", confirmed).then("2026-06-03 13:00", reopened());
    let expected = [("2026-06-04 11:00", RUNNING), ("2026-06-06 13:00", RUNNING)];
    after.check(Clock::Consideration, "2026-06-03 14:00", &expected)
}

#[test]
fn any_recorded_decision_stops_the_consideration_and_coming_open_starts_another() -> Result<(), Failed> {
    let story = Story::opened()
        .then("2026-06-01 10:00", report(1, "2026-06-01 09:30"))
        .then("2026-06-01 11:00", report(2, "2026-06-01 10:30"))
        .then("2026-06-03 10:00", decided())
        .by_the_system("2026-06-10 10:00", CaseEvent::DecisionReopened { because: ReopenCause::NewAct });
    let expected = [("2026-06-04 09:30", met("2026-06-03 10:00")), ("2026-06-13 10:00", RUNNING)];
    story.check(Clock::Consideration, "2026-06-11 10:00", &expected)
}

#[test]
fn a_decision_sent_back_starts_the_consideration_anew() -> Result<(), Failed> {
    let returned = || CaseEvent::DecisionReturned { reasons: id!(ContentId, 1) };
    let story = Story::opened()
        .then("2026-06-01 10:00", report(1, "2026-06-01 10:00"))
        .then("2026-06-02 10:00", decided())
        .then("2026-06-03 10:00", returned());
    let first = ("2026-06-04 10:00", met("2026-06-02 10:00"));
    story.check(Clock::Consideration, "2026-06-03 09:59", &[first])?;
    story.check(Clock::Consideration, "2026-06-03 10:00", &[first, ("2026-06-06 10:00", RUNNING)])?;
    story.check(Clock::Consideration, "2026-06-06 10:00", &[first, ("2026-06-06 10:00", MISSED)])?;
    let again = story.then("2026-06-05 10:00", decided()).then("2026-06-05 12:00", returned());
    let second = ("2026-06-06 10:00", met("2026-06-05 10:00"));
    again.check(Clock::Consideration, "2026-06-05 13:00", &[first, second, ("2026-06-08 12:00", RUNNING)])?;
    // At grade high the new run has 24 hours.
    let high = Story::opened()
        .then("2026-06-01 09:30", screened(1, Grade::High))
        .then("2026-06-01 10:00", report(1, "2026-06-01 10:00"))
        .then("2026-06-01 12:00", decided())
        .then("2026-06-01 13:00", returned());
    let expected = [("2026-06-02 10:00", met("2026-06-01 12:00")), ("2026-06-02 13:00", RUNNING)];
    high.check(Clock::Consideration, "2026-06-01 14:00", &expected)
}

#[test]
fn a_high_grade_shortens_the_consideration_and_never_lengthens_it() -> Result<(), Failed> {
    let opened = || Story::opened().then("2026-06-01 09:00", screened(1, Grade::High));
    // High at the start: 24 hours, even if it is lowered later.
    let story = opened().then("2026-06-01 10:00", report(1, "2026-06-01 10:00"));
    let story = story.then("2026-06-01 11:00", reviewed(1, Grade::Medium));
    story.check(Clock::Consideration, "2026-06-01 12:00", &[("2026-06-02 10:00", RUNNING)])?;
    // High on the way: 24 hours from then.
    let reported = || Story::opened().then("2026-06-01 10:00", report(1, "2026-06-01 10:00"));
    let story = reported().then("2026-06-02 10:00", screened(1, Grade::High));
    story.check(Clock::Consideration, "2026-06-02 10:00", &[("2026-06-03 10:00", RUNNING)])?;
    story.check(Clock::Consideration, "2026-06-02 09:59", &[("2026-06-04 10:00", RUNNING)])?;
    // High in the last day: the usual end holds.
    let story = reported().then("2026-06-04 08:00", screened(1, Grade::High));
    story.check(Clock::Consideration, "2026-06-04 08:00", &[("2026-06-04 10:00", RUNNING)])?;
    // High after the decision: too late to matter.
    let story = reported().then("2026-06-01 12:00", decided()).then("2026-06-01 13:00", screened(1, Grade::High));
    story.check(Clock::Consideration, "2026-06-05 08:00", &[("2026-06-04 10:00", met("2026-06-01 12:00"))])
}

#[test]
fn nothing_starts_before_the_go_live_and_the_working_says_so() -> Result<(), Failed> {
    let story = Story::opened_at("2026-06-01 09:00", "2026-06-01 09:00")
        .by_the_system("2026-06-01 09:00", report(1, "2024-05-01 10:00"))
        .then("2026-06-01 09:05", protection(1, ProtectionKind::InterimOrder, Some("2024-05-06 10:00"), false));
    story.check(Clock::Consideration, "2026-06-01 10:00", &[("2026-06-04 09:00", RUNNING)])?;
    story.check(Clock::ReferralToSupport, "2026-06-01 10:00", &[("2026-06-04 00:00", RUNNING)])?;
    let says = |clock, words: &str| -> Result<bool, Failed> {
        let readings = story.read(clock, "2026-06-01 10:00")?;
        Ok(readings.iter().any(|reading| reading.working.iter().any(|line| line.contains(words))))
    };
    assert!(says(Clock::Consideration, "The report is older than the force's go-live")?);
    assert!(says(Clock::InitialNotification, "it ended at the end of Wednesday 8 May 2024")?);
    Ok(())
}

#[test]
fn only_an_order_that_replaces_no_interim_order_starts_the_notification() -> Result<(), Failed> {
    let given = CaseEvent::NotificationGiven { occurred_at: moment("2026-06-10 23:59") };
    let story = Story::opened()
        .then("2026-06-01 10:00", protection(1, ProtectionKind::Order, Some("2026-06-01 10:00"), true))
        .then("2026-06-01 10:00", protection(2, ProtectionKind::Bail, Some("2026-06-01 10:00"), false))
        .then("2026-06-01 10:00", protection(3, ProtectionKind::InterimOrder, None, false));
    story.check(Clock::InitialNotification, "2026-06-02 10:00", &[])?;
    let served = CaseEvent::ProtectionServed {
        protection: id!(ProtectionId, 3),
        served_at: moment("2026-06-08 17:00"),
        evidence: None,
    };
    let story = story.then("2026-06-09 10:00", served);
    story.check(Clock::InitialNotification, "2026-06-10 10:00", &[("2026-06-11 00:00", RUNNING)])?;
    // Recorded a day later, but given in time: what counts is when it was given.
    let story = story.then("2026-06-11 12:00", given);
    story.check(Clock::InitialNotification, "2026-06-11 11:00", &[("2026-06-11 00:00", MISSED)])?;
    story.check(Clock::InitialNotification, "2026-06-12 10:00", &[("2026-06-11 00:00", met("2026-06-10 23:59"))])
}

#[test]
fn what_the_ledger_holds_as_missed_stays_missed() -> Result<(), Failed> {
    let referred = CaseEvent::SupportReferred { occurred_at: moment("2026-06-02 10:00"), accepted: true };
    let story = Story::opened()
        .then("2026-06-01 10:00", report(1, "2026-06-01 10:00"))
        .by_the_system("2026-06-04 00:01", missed(Clock::ReferralToSupport, "2026-06-01 10:00", "2026-06-04 00:00"))
        .then("2026-06-05 10:00", referred);
    let expected = [("2026-06-04 00:00", late("2026-06-02 10:00"))];
    story.check(Clock::ReferralToSupport, "2026-06-06 10:00", &expected)?;
    // Even if the report is taken off the case.
    let detached = CaseEvent::ReportDetached { report: id!(ReportId, 2) };
    let story = Story::opened()
        .by_the_system("2026-06-04 00:01", missed(Clock::ReferralToSupport, "2026-06-01 10:00", "2026-06-04 00:00"))
        .then("2026-06-05 10:00", detached);
    story.check(Clock::ReferralToSupport, "2026-06-06 10:00", &[("2026-06-04 00:00", MISSED)])
}

#[test]
fn a_report_taken_off_in_time_takes_its_clock_along_and_later_does_not() -> Result<(), Failed> {
    let detached = || CaseEvent::ReportDetached { report: id!(ReportId, 1) };
    let reported = || Story::opened().then("2026-06-01 10:00", report(1, "2026-06-01 10:00"));
    reported().then("2026-06-02 10:00", detached()).check(Clock::ReferralToSupport, "2026-06-09 10:00", &[])?;
    let late = reported().then("2026-06-04 00:00", detached());
    late.check(Clock::ReferralToSupport, "2026-06-09 10:00", &[("2026-06-04 00:00", MISSED)])
}

#[test]
fn a_closed_case_stops_its_clocks_but_not_the_period_of_the_act() -> Result<(), Failed> {
    let story = Story::opened()
        .then("2026-06-01 10:00", report(1, "2026-06-01 10:00"))
        .then("2026-06-01 11:00", protection(1, ProtectionKind::InterimOrder, Some("2026-06-01 11:00"), false))
        .then("2026-06-01 12:00", screened(1, Grade::High))
        .then("2026-06-02 09:00", proposed())
        .then("2026-06-02 10:00", closed());
    let at = "2026-09-01 10:00";
    story.check(Clock::Consideration, at, &[])?;
    story.check(Clock::ReferralToSupport, at, &[])?;
    story.check(Clock::DormantCase, at, &[])?;
    story.check(Clock::ReviewOfRisk, at, &[("2026-06-01 16:00", MISSED)])?;
    story.check(Clock::ClosureDecision, at, &[("2026-06-10 00:00", met("2026-06-02 10:00"))])?;
    story.check(Clock::InitialNotification, at, &[("2026-06-04 00:00", MISSED)])?;
    // Open again: the question of an order, and the watch on stillness, start anew.
    let story = story.then("2026-08-31 10:00", CaseEvent::CaseReopened { because: ReopenCause::NewReport });
    let story =
        story.by_the_system("2026-08-31 10:00", CaseEvent::DecisionReopened { because: ReopenCause::NewReport });
    // The grade on record is still high: 24 hours.
    story.check(Clock::Consideration, at, &[("2026-09-01 10:00", MISSED)])?;
    story.check(Clock::DormantCase, at, &[("2026-09-28 00:00", RUNNING)])
}

#[test]
fn a_case_lies_still_when_no_person_acts_and_its_stillness_stays_on_record() -> Result<(), Failed> {
    let seen = || CaseEvent::SeriesSeen {
        series: None,
        reports: 1,
        other_cases: vec![],
        other_victims: 0,
        confirmed: false,
        other_forces: 0,
    };
    let story = Story::opened().then("2026-06-03 10:00", note()).by_the_system("2026-06-20 10:00", seen());
    // 3 June is day 1, 30 June day 28.
    story.check(Clock::DormantCase, "2026-06-30 23:59", &[("2026-07-01 00:00", RUNNING)])?;
    story.check(Clock::DormantCase, "2026-07-01 00:00", &[("2026-07-01 00:00", MISSED)])?;
    let review = CaseEvent::ReviewRecorded { findings: id!(ContentId, 1) };
    let story = story.then("2026-07-02 10:00", review).then("2026-07-10 10:00", note());
    let expected = [("2026-07-01 00:00", late("2026-07-02 10:00")), ("2026-08-07 00:00", RUNNING)];
    story.check(Clock::DormantCase, "2026-07-11 10:00", &expected)
}

#[test]
fn a_proposal_to_close_is_decided_either_way() -> Result<(), Failed> {
    let rejected = CaseEvent::ClosureRejected { reasons: id!(ContentId, 1) };
    let story = Story::opened()
        .then("2026-06-01 10:00", proposed())
        .then("2026-06-08 10:00", rejected)
        .then("2026-06-08 11:00", proposed());
    let expected = [("2026-06-09 00:00", met("2026-06-08 10:00")), ("2026-06-16 00:00", RUNNING)];
    story.check(Clock::ClosureDecision, "2026-06-09 10:00", &expected)?;
    let late = [("2026-06-09 00:00", met("2026-06-08 10:00")), ("2026-06-16 00:00", MISSED)];
    story.check(Clock::ClosureDecision, "2026-06-16 00:00", &late)
}

#[test]
fn the_reading_to_act_on_first_is_what_keeps_a_person_safe_then_what_is_due_earliest() -> Result<(), Failed> {
    let story = Story::opened()
        .then("2026-06-01 10:00", report(1, "2026-06-01 10:00"))
        .then("2026-06-01 12:00", screened(1, Grade::Medium));
    let first = |story: &Story, at: &str| -> Result<Option<Clock>, Failed> {
        let readings = read_case(&story.0, moment(at), &Calendar::england_and_wales())?;
        Ok(open_due(&readings).map(|reading| reading.clock))
    };
    assert_eq!(first(&story, "2026-06-01 13:00")?, Some(Clock::ReviewOfRisk));
    assert_eq!(first(&story, "2026-06-20 13:00")?, Some(Clock::ReviewOfRisk));
    let story = story.then("2026-06-20 13:00", reviewed(1, Grade::Medium));
    // The confirmation in writing was due a day earlier, and protection is still not considered.
    assert_eq!(first(&story, "2026-06-20 13:00")?, Some(Clock::Consideration));
    let story = story.then("2026-06-20 14:00", decided());
    // Two duties are due at the same moment: the first of the list.
    assert_eq!(first(&story, "2026-06-20 14:00")?, Some(Clock::CrimeConfirmed));
    // What is not late yet does not come before what is late.
    let story = story.then("2026-06-20 15:00", screened(2, Grade::Medium));
    assert_eq!(first(&story, "2026-06-20 16:00")?, Some(Clock::CrimeConfirmed));
    assert_eq!(open_due(&[]), None);
    Ok(())
}
