//! The clocks of the Victims' Code, PD-01 and PD-04 over the history of a case.

use crate::support::*;
use domain::catalogue::*;
use domain::clocks::Clock;
use domain::event::*;
use domain::ids::*;
use domain::time::{Day, Moment};
use domain::victim::*;

fn day(text: &str) -> Day {
    text.parse().unwrap_or(Day(jiff::civil::Date::MIN))
}
/// A case with one report, opened on Monday 1 June 2026 at 10:00.
fn reported() -> Story {
    Story::opened_at("2026-06-01 10:00", "2026-06-01 09:00").then("2026-06-01 10:00", report(1, "2026-06-01 10:00"))
}
fn stepped_in(kind: Intervention, at: &str) -> CaseEvent {
    CaseEvent::InterventionRecorded { kind, occurred_at: moment(at) }
}
fn told(news: News, at: &str) -> CaseEvent {
    let (channel, occurred_at) = (Channel::Phone, moment(at));
    CaseEvent::PersonTold(Told { news, occurred_at, channel, reasons_given: true, referral_offered: true })
}
fn entitled(entitlement: Entitlement) -> CaseEvent {
    CaseEvent::EntitlementRecorded(EntitlementRecord { entitlement, reasons: id!(ContentId, 1) })
}
fn agreed(every_days: u16, at: &str) -> CaseEvent {
    CaseEvent::UpdatesAgreed(UpdatesAgreed { every_days, channel: Channel::Text, occurred_at: moment(at) })
}

#[test]
fn vc_01_wants_the_crime_recorded_and_confirmed() -> Result<(), Failed> {
    let crime = |at| CaseEvent::CrimeRecorded(CrimeRecord { class: CrimeClass::Stalking, occurred_at: moment(at) });
    let confirmed = |at| CaseEvent::CrimeConfirmed(Confirmation { channel: Channel::Letter, occurred_at: moment(at) });
    let story = reported().then("2026-06-01 12:00", crime("2026-06-01 12:00"));
    story.check(Clock::CrimeConfirmed, "2026-06-02 10:00", &[("2026-06-04 00:00", RUNNING)])?;
    story.check(Clock::CrimeConfirmed, "2026-06-04 00:00", &[("2026-06-04 00:00", MISSED)])?;
    let story = story.then("2026-06-03 09:00", confirmed("2026-06-03 08:00"));
    story.check(Clock::CrimeConfirmed, "2026-06-04 00:00", &[("2026-06-04 00:00", met("2026-06-03 08:00"))])?;
    // A further report has a crime and a confirmation of its own to come.
    let story = story.then("2026-06-08 10:00", report(2, "2026-06-08 10:00"));
    let both = [("2026-06-04 00:00", met("2026-06-03 08:00")), ("2026-06-11 00:00", RUNNING)];
    story.check(Clock::CrimeConfirmed, "2026-06-08 10:00", &both)?;
    let detached = CaseEvent::ReportDetached { report: id!(ReportId, 2) };
    story.then("2026-06-09 10:00", detached).check(Clock::CrimeConfirmed, "2026-06-20 10:00", &both[..1])
}

#[test]
fn vc_03_counts_one_working_day_until_another_entitlement_is_recorded() -> Result<(), Failed> {
    // Friday 5 June: the end of Monday.
    let arrested = |story: Story| story.then("2026-06-05 23:30", stepped_in(Intervention::Arrest, "2026-06-05 23:00"));
    arrested(reported()).check(Clock::Telling, "2026-06-06 10:00", &[("2026-06-09 00:00", RUNNING)])?;
    let standard = || reported().then("2026-06-02 10:00", entitled(Entitlement::Standard));
    arrested(standard()).check(Clock::Telling, "2026-06-06 10:00", &[("2026-06-13 00:00", RUNNING)])?;
    // Recorded after the arrest: it does not lengthen what runs; Enhanced Rights that come later shorten it.
    let later = arrested(reported()).then("2026-06-06 10:00", entitled(Entitlement::Refused));
    later.check(Clock::Telling, "2026-06-06 11:00", &[("2026-06-09 00:00", RUNNING)])?;
    let enhanced = arrested(standard()).then("2026-06-08 10:00", entitled(Entitlement::Enhanced));
    enhanced.check(Clock::Telling, "2026-06-08 11:00", &[("2026-06-10 00:00", RUNNING)])
}

#[test]
fn vc_03_is_met_by_the_news_itself_and_by_no_other() -> Result<(), Failed> {
    let story = reported()
        .then("2026-06-02 10:00", stepped_in(Intervention::Arrest, "2026-06-02 09:00"))
        .then("2026-06-02 18:00", stepped_in(Intervention::Bail, "2026-06-02 17:00"));
    let due = "2026-06-04 00:00";
    story.check(Clock::Telling, "2026-06-02 19:00", &[(due, RUNNING), (due, RUNNING)])?;
    let story = story.then("2026-06-03 10:00", told(News::Arrest, "2026-06-03 10:00"));
    story.check(Clock::Telling, "2026-06-04 00:00", &[(due, met("2026-06-03 10:00")), (due, MISSED)])?;
    // What was told before it happened tells nothing of it.
    let early = reported()
        .then("2026-06-02 10:00", told(News::Arrest, "2026-06-02 08:00"))
        .then("2026-06-02 10:00", stepped_in(Intervention::Arrest, "2026-06-02 09:00"));
    early.check(Clock::Telling, "2026-06-02 19:00", &[(due, RUNNING)])?;
    // A telling that is known only to the day answers what happened on that day.
    let that_day = early.then("2026-06-02 20:00", told(News::Arrest, "2026-06-02 00:00"));
    that_day.check(Clock::Telling, "2026-06-02 21:00", &[(due, met("2026-06-02 00:00"))])
}

#[test]
fn vc_03_knows_bail_as_a_measure_and_counts_it_once() -> Result<(), Failed> {
    let bail = CaseEvent::ProtectionRecorded {
        protection: id!(ProtectionId, 1),
        kind: ProtectionKind::Bail,
        from: day("2026-06-02"),
        until: Some(day("2026-08-31")),
        served_at: None,
        replaces_interim: false,
        source: Source::Officer,
        evidence: None,
    };
    let ended = CaseEvent::ProtectionEnded { protection: id!(ProtectionId, 1), on: day("2026-06-15") };
    let story = reported()
        .then("2026-06-02 18:00", stepped_in(Intervention::Bail, "2026-06-02 17:00"))
        .then("2026-06-02 18:01", bail);
    story.check(Clock::Telling, "2026-06-03 10:00", &[("2026-06-04 00:00", RUNNING)])?;
    // Its cancelling is told too.
    let story = story.then("2026-06-15 10:00", ended);
    let both = [("2026-06-04 00:00", MISSED), ("2026-06-17 00:00", RUNNING)];
    story.check(Clock::Telling, "2026-06-15 11:00", &both)
}

#[test]
fn vc_03_holds_what_happened_at_one_moment_until_all_of_it_is_told() -> Result<(), Failed> {
    // Both are older than the go-live, so both count from it.
    let story = reported()
        .then("2026-06-01 10:00", stepped_in(Intervention::Arrest, "2026-05-20 10:00"))
        .then("2026-06-01 10:00", stepped_in(Intervention::VoluntaryInterview, "2026-05-21 10:00"))
        .then("2026-06-01 12:00", told(News::Arrest, "2026-06-01 12:00"));
    story.check(Clock::Telling, "2026-06-01 13:00", &[("2026-06-03 00:00", RUNNING)])?;
    let story = story.then("2026-06-02 12:00", told(News::Interview, "2026-06-02 12:00"));
    story.check(Clock::Telling, "2026-06-02 13:00", &[("2026-06-03 00:00", met("2026-06-02 12:00"))])
}

#[test]
fn vc_04_wants_the_reasons_and_the_offer_and_is_owed_after_closure() -> Result<(), Failed> {
    let decided = CaseEvent::NoFurtherActionDecided(NoFurtherAction {
        decided_at: moment("2026-06-05 15:00"),
        reasons: id!(ContentId, 1),
    });
    let story = reported().then("2026-06-05 15:00", decided);
    story.check(Clock::NoInvestigation, "2026-06-05 16:00", &[("2026-06-09 00:00", RUNNING)])?;
    let (news, occurred_at, channel) = (News::NoFurtherAction, moment("2026-06-08 10:00"), Channel::Phone);
    let bare = Told { news, occurred_at, channel, reasons_given: false, referral_offered: true };
    let bare = story.then("2026-06-08 10:00", CaseEvent::PersonTold(bare));
    bare.check(Clock::NoInvestigation, "2026-06-09 00:00", &[("2026-06-09 00:00", MISSED)])?;
    let closed = bare.then("2026-06-08 11:00", CaseEvent::ClosureApproved { reasons: id!(ContentId, 1) });
    closed.check(Clock::NoInvestigation, "2026-06-09 00:00", &[("2026-06-09 00:00", MISSED)])?;
    let whole = closed.then("2026-06-08 12:00", told(News::NoFurtherAction, "2026-06-08 12:00"));
    whole.check(Clock::NoInvestigation, "2026-06-09 00:00", &[("2026-06-09 00:00", met("2026-06-08 12:00"))])
}

#[test]
fn vc_09_runs_until_updates_are_agreed_and_then_from_each_to_the_next() -> Result<(), Failed> {
    let given = |at| CaseEvent::UpdateGiven(Update { channel: Channel::Text, occurred_at: moment(at) });
    let allocated = CaseEvent::Allocated { officer: Some(id!(AccountId, 2)), team: "north".to_owned(), reasons: None };
    let story = reported().then("2026-06-01 11:00", allocated);
    story.check(Clock::Updates, "2026-06-02 10:00", &[("2026-06-09 00:00", RUNNING)])?;
    let story = story.then("2026-06-03 10:00", agreed(7, "2026-06-03 10:00"));
    let first = ("2026-06-09 00:00", met("2026-06-03 10:00"));
    story.check(Clock::Updates, "2026-06-03 11:00", &[first, ("2026-06-11 00:00", RUNNING)])?;
    let story = story.then("2026-06-10 10:00", given("2026-06-10 09:00"));
    let second = ("2026-06-11 00:00", met("2026-06-10 09:00"));
    story.check(Clock::Updates, "2026-06-11 11:00", &[first, second, ("2026-06-18 00:00", RUNNING)])?;
    // Whatever the person is told is an update; one that comes late stays late.
    let story = story.then("2026-06-19 10:00", told(News::Arrest, "2026-06-19 10:00"));
    let third = ("2026-06-18 00:00", late("2026-06-19 10:00"));
    story.check(Clock::Updates, "2026-06-20 10:00", &[first, second, third, ("2026-06-27 00:00", RUNNING)])?;
    // Agreed anew: the wait under the old agreement ends, and the new one begins.
    let story = story.then("2026-06-22 10:00", agreed(14, "2026-06-22 10:00"));
    story.check(Clock::Updates, "2026-06-23 10:00", &[first, second, third, ("2026-07-07 00:00", RUNNING)])
}

#[test]
fn pd_01_ends_with_the_shift_where_that_is_known() -> Result<(), Failed> {
    reported().check(Clock::Screening, "2026-06-01 11:00", &[("2026-06-01 18:00", RUNNING)])?;
    let shift = ShiftEnd { report: id!(ReportId, 1), ends_at: moment("2026-06-01 14:00") };
    let known = || reported().then("2026-06-01 10:30", CaseEvent::ShiftEndRecorded(shift));
    known().check(Clock::Screening, "2026-06-01 11:00", &[("2026-06-01 14:00", RUNNING)])?;
    known().check(Clock::Screening, "2026-06-01 14:00", &[("2026-06-01 14:00", MISSED)])?;
    let done = known().then("2026-06-01 13:59", screened(1, Grade::Medium));
    done.check(Clock::Screening, "2026-06-01 15:00", &[("2026-06-01 14:00", met("2026-06-01 13:59"))])?;
    // A missed one stays missed, even if a later end of the shift is recorded afterwards.
    let missed = CaseEvent::ClockMissed {
        clock: "PD-01".to_owned(),
        started_at: moment("2026-06-01 10:00"),
        due_at: moment("2026-06-01 14:00"),
    };
    let longer = ShiftEnd { ends_at: moment("2026-06-01 20:00"), ..shift };
    let changed =
        known().then("2026-06-01 14:00", missed).then("2026-06-01 15:00", CaseEvent::ShiftEndRecorded(longer));
    changed.check(Clock::Screening, "2026-06-01 16:00", &[("2026-06-01 20:00", MISSED)])
}

#[test]
fn pd_04_starts_with_what_is_new_once_anybody_has_looked_and_a_note_answers_it() -> Result<(), Failed> {
    let act = Act {
        id: id!(ActId, 3),
        behaviour: None,
        occurred_at: moment("2026-06-03 09:00"),
        precision: Precision::Exact,
        recorded_at: moment("2026-06-03 10:00"),
    };
    let acted = |story: Story| {
        story
            .then("2026-06-03 10:00", CaseEvent::ActRecorded { act: act.clone(), narrative: None })
            .then("2026-06-03 10:00", CaseEvent::RiskReopened { because: ReopenCause::NewAct })
    };
    acted(reported()).check(Clock::Reconsideration, "2026-06-03 11:00", &[])?;
    let looked = || reported().then("2026-06-01 12:00", screened(1, Grade::Medium));
    let due = "2026-06-04 10:00";
    acted(looked()).check(Clock::Reconsideration, "2026-06-03 11:00", &[(due, RUNNING)])?;
    acted(looked()).check(Clock::Reconsideration, due, &[(due, MISSED)])?;
    let note = CaseEvent::Reconsidered(Reconsideration { findings: id!(ContentId, 1) });
    let answered = acted(looked()).then("2026-06-03 12:00", note);
    answered.check(Clock::Reconsideration, due, &[(due, met("2026-06-03 12:00"))])?;
    let screen = acted(looked()).then("2026-06-03 12:00", screened(2, Grade::Medium));
    screen.check(Clock::Reconsideration, due, &[(due, met("2026-06-03 12:00"))])
}

#[test]
fn pd_04_wants_protection_looked_at_again_when_the_grade_moves() -> Result<(), Failed> {
    let story = reported()
        .then("2026-06-01 12:00", screened(1, Grade::Medium))
        .then("2026-06-02 12:00", screened(2, Grade::High));
    story.check(Clock::Reconsideration, "2026-06-02 13:00", &[("2026-06-03 12:00", RUNNING)])?;
    // Its review is no answer: the question is that of protection.
    let reviewed = CaseEvent::RiskReviewed { screen: id!(ScreenId, 2), grade: Grade::High, reasons: id!(ContentId, 1) };
    let story = story.then("2026-06-02 14:00", reviewed);
    story.check(Clock::Reconsideration, "2026-06-03 12:00", &[("2026-06-03 12:00", MISSED)])
}
