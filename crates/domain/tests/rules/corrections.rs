//! Corrections: what is told otherwise stands in the place of what was believed, and takes nothing back that was due.

use crate::support::*;
use domain::calendar::Calendar;
use domain::case::correction::{CorrectAct, CorrectionRefusal, REASONS_CHARS_MIN, Reasons};
use domain::case::{Actor, Case};
use domain::catalogue::*;
use domain::clocks::{Clock, Reading, State, read_case};
use domain::event::*;
use domain::risk::flags::{FlagContext, from_code, to_raise};
use domain::time::Moment;

/// Another account of act 11 or 12, as 21, told at hour 5 by the officer.
fn told(replaces: u16, act: Act) -> CorrectAct {
    CorrectAct { replaces: id(replaces), act, because: CorrectionCause::BetterInformation, narrative: None }
}
fn as_behaviour(behaviour: Option<Behaviour>) -> Act {
    Act { behaviour, ..act(21, hour(-48)) }
}
fn correct(story: Story, replaces: u16, act: Act) -> Story {
    let events = story.case().correct_act(&officer(hour(5)), told(replaces, act)).unwrap();
    story.all(OFFICER, hour(5), events)
}
fn happened(story: &Story, act: Act) -> Vec<String> {
    codes(&story.case().correct_act(&officer(hour(5)), told(11, act)).unwrap())
}
fn graded_standard() -> Story {
    Story::new().then(hour(1), screened(40, Grade::Standard, &[]))
}
fn seen(story: Story, at: Moment) -> Story {
    story.by(SUPERVISOR, at, CaseEvent::ActsReviewed)
}
fn fires(code: &str, story: &Story, at: Moment) -> Option<Vec<String>> {
    (from_code(code).unwrap().fires)(&story.case(), at, &FlagContext::default()).map(|fired| fired.evidence)
}
/// This raises the flags that fire, as writing a case does, and says which.
fn raise(story: Story, at: Moment) -> (Story, Vec<&'static str>) {
    let fired = to_raise(&story.case(), at, &FlagContext::default());
    let raised = fired.iter().map(|(flag, fired)| CaseEvent::FlagRaised {
        flag: id(71),
        rule: flag.code.to_owned(),
        since: fired.since,
        evidence: fired.evidence.clone(),
    });
    (story.all(OFFICER, at, raised.collect()), fired.into_iter().map(|(flag, _)| flag.code).collect())
}

#[test]
fn a_corrected_act_stands_in_the_place_of_the_one_before_and_with_its_report() {
    let story = correct(Story::new(), 11, as_behaviour(Some(Behaviour::A5)));
    let case = story.case();
    assert_eq!(case.acts.len(), 2);
    let held = case.act_known_as(id(11)).unwrap();
    assert_eq!((held.act.id, held.act.behaviour, held.report), (id(21), Some(Behaviour::A5), Some(id(10))));
    let former = held.formerly.first().unwrap();
    assert_eq!((former.act.id, former.until, former.graver), (id(11), hour(5), false));
    // It goes with its report.
    let left = story.then(hour(6), CaseEvent::ReportDetached { report: id(10) }).case();
    assert!(left.acts.is_empty());
}

#[test]
fn four_the_worksheet_and_the_grounds_follow_to_the_successor() {
    let story = Story::new().then(hour(1), screened(40, Grade::Medium, &[]));
    let story = correct(story.then(hour(2), decided(Outcome::Apply { interim: false })), 11, as_behaviour(None));
    let case = story.case();
    assert_eq!(case.latest_screen().unwrap().four.repeated.acts, [id(21)]);
    let domain::case::state::DecisionState::Apply { worksheet, grounds, .. } = &case.decision else {
        unreachable!("the decision to apply stands")
    };
    assert_eq!((&worksheet.acts.acts, grounds), (&vec![id(21)], &vec![id(21)]));
}

#[test]
fn a_correction_reopens_where_it_adds_danger_and_not_otherwise() {
    let decided = Story::new().then(hour(1), screened(40, Grade::Medium, &[])).then(hour(2), decided(not_apply()));
    let reopened = ["act.corrected", "risk.reopened", "decision.reopened"];
    assert_eq!(happened(&decided, as_behaviour(Some(Behaviour::O4))), reopened, "a tracker is graver than contact");
    // Near misses: another ordinary behaviour, less precision, a day earlier, some hours later.
    for act in [
        as_behaviour(Some(Behaviour::A5)),
        as_behaviour(None),
        Act { precision: Precision::Day, ..act(21, hour(-48)) },
        act(21, hour(-72)),
        act(21, hour(-1)),
    ] {
        assert_eq!(happened(&decided, act.clone()), ["act.corrected"], "{act:?}");
    }
    // Act 12 at hour -24 is the last that is known of: a day later is news.
    assert_eq!(happened(&decided, act(21, hour(0))), reopened);
    // What was not classified and is now, nobody has weighed.
    let unclassified = correct(Story::new(), 11, as_behaviour(None));
    let events = unclassified.case().correct_act(&officer(hour(6)), told(21, act(22, hour(-48)))).unwrap();
    assert_eq!(codes(&events), ["act.corrected", "risk.reopened"]);
}

#[test]
fn an_act_that_turns_out_to_follow_an_intervention_reopens() {
    let arrest = CaseEvent::InterventionRecorded { kind: Intervention::Arrest, occurred_at: hour(-40) };
    let story = Story::new().then(hour(1), arrest);
    assert_eq!(happened(&story, act(21, hour(-41))), ["act.corrected"]);
    assert_eq!(happened(&story, act(21, hour(-39))), ["act.corrected", "risk.reopened"]);
    // The day on which risk must be looked at again counts from when that was known.
    let story = correct(story, 11, act(21, hour(-39)));
    assert_eq!(story.case().act_known_as(id(11)).unwrap().act.recorded_at, hour(5));
    let acts = |at| fires("RF-12", &story, at).unwrap_or_default();
    assert!(!acts(hour(29).plus_micros(-1)).contains(&format!("act:{}", id::<domain::ids::ActId>(21))));
    assert!(acts(hour(29)).contains(&format!("act:{}", id::<domain::ids::ActId>(21))));
}

#[test]
fn a_closed_case_comes_open_by_a_graver_account_and_stays_closed_by_another() {
    let closed = Story::new().by(INSPECTOR, hour(4), CaseEvent::ClosureApproved { reasons: id(93) });
    assert_eq!(
        happened(&closed, as_behaviour(Some(Behaviour::O16))),
        ["act.corrected", "case.reopened", "risk.reopened"]
    );
    assert_eq!(happened(&closed, as_behaviour(Some(Behaviour::A5))), ["act.corrected"]);
}

#[test]
fn a_danger_is_not_corrected_away_before_a_supervisor_has_looked() {
    let tracker =
        CaseEvent::ActRecorded { act: Act { behaviour: Some(Behaviour::O4), ..act(13, hour(2)) }, narrative: None };
    let story = seen(Story::new().then(hour(2), tracker), hour(3));
    let events = story.case().correct_act(&officer(hour(5)), told(13, act(21, hour(2)))).unwrap();
    assert_eq!(codes(&events), ["act.corrected"]);
    // The officer then grades the case low.
    let story = story.all(OFFICER, hour(5), events).then(hour(6), screened(40, Grade::Standard, &[]));
    assert!(fires("RF-09", &story, hour(7)).is_some());
    assert_eq!(story.case().unreviewed_acts().count(), 1);
    assert!(fires("RF-09", &seen(story, hour(7)), hour(8)).is_none());
}

#[test]
fn another_behaviour_or_time_is_looked_at_again_and_other_words_are_not() {
    let story = seen(Story::new(), hour(1));
    assert_eq!(correct(story.clone(), 11, as_behaviour(Some(Behaviour::A5))).case().unreviewed_acts().count(), 1);
    assert_eq!(correct(story.clone(), 11, act(21, hour(-50))).case().unreviewed_acts().count(), 1);
    let vague = Act { precision: Precision::Month, ..act(21, hour(-48)) };
    assert_eq!(correct(story, 11, vague).case().unreviewed_acts().count(), 0);
}

#[test]
fn an_open_flag_stays_and_an_answered_one_comes_back_only_by_more_danger() {
    let story = correct(graded_standard(), 11, as_behaviour(Some(Behaviour::O4)));
    let (story, raised) = raise(story, hour(6));
    assert_eq!(raised, ["RF-09"]);
    // Corrected back, and looked at: the flag stays open until somebody answers it.
    let events = story.case().correct_act(&officer(hour(7)), told(21, act(22, hour(-48)))).unwrap();
    let story = seen(story.all(OFFICER, hour(7), events), hour(7));
    assert_eq!(story.case().open_flags().count(), 1);
    assert!(fires("RF-09", &story, hour(8)).is_none());
    // A flag that was answered is not raised anew for the same act told more exactly; for a graver one it is.
    let arrest = CaseEvent::InterventionRecorded { kind: Intervention::Arrest, occurred_at: hour(-60) };
    let (story, raised) = raise(Story::new().then(hour(1), arrest), hour(30));
    assert_eq!(raised, ["RF-12"]);
    let answered = story.by(SUPERVISOR, hour(31), CaseEvent::FlagDisposed { flag: id(71), disposal: id(99) });
    let vague = told(11, Act { precision: Precision::Day, ..act(21, hour(-48)) });
    let same = answered.case().correct_act(&officer(hour(32)), vague).unwrap();
    assert_eq!(raise(answered.clone().all(OFFICER, hour(32), same), hour(60)).1, Vec::<&str>::new());
    let graver = answered.case().correct_act(&officer(hour(32)), told(11, as_behaviour(Some(Behaviour::O16)))).unwrap();
    assert_eq!(raise(answered.all(OFFICER, hour(32), graver), hour(60)).1, ["RF-12"]);
}

#[test]
fn an_act_that_is_struck_counts_nowhere_and_stays_to_be_seen() {
    let story = Story::new().then(hour(1), screened(40, Grade::Medium, &[]));
    let story = story.then(hour(2), decided(not_apply())).by(SPOC, hour(3), CaseEvent::DecisionCountersigned);
    let strike = |act| story.case().strike_act(&supervisor(hour(4)), id(act), StrikeCause::OtherPerson, reasons(98));
    // FOUR and the worksheet rest on act 11 and not on act 12.
    assert_eq!(codes(&strike(12).unwrap()), ["act.struck"]);
    assert_eq!(codes(&strike(11).unwrap()), ["act.struck", "risk.reopened", "decision.reopened"]);
    let struck = story.clone().all(SUPERVISOR, hour(4), strike(11).unwrap()).case();
    assert_eq!((struck.acts.len(), struck.struck_acts.len(), struck.unreviewed_acts().count()), (1, 1, 1));
    let applied = Story::new().then(hour(2), decided(Outcome::Apply { interim: false }));
    let strike_of_two = |story: &Story| {
        codes(&story.case().strike_act(&supervisor(hour(4)), id(11), StrikeCause::OtherPerson, reasons(98)).unwrap())
    };
    assert_eq!(strike_of_two(&applied), ["act.struck", "decision.reopened"], "the last ground of an application");
    let two = applied.then(hour(3), CaseEvent::GroundsJoined { act: id(12) });
    assert_eq!(strike_of_two(&two), ["act.struck"], "another ground is left");
    assert!(struck.latest_screen().unwrap().four.repeated.acts.is_empty());
    assert!(struck.needs_decision(hour(5)), "the person at risk stays on the list");
    let again = struck.strike_act(&supervisor(hour(5)), id(11), StrikeCause::OtherPerson, reasons(98));
    assert_eq!(again, Err(CorrectionRefusal::ActStruck));
}

#[test]
fn a_withdrawn_report_takes_its_acts_out_of_the_count_and_comes_back_by_being_attached() {
    let story = Story::new().then(hour(1), series(&[], 1, 0, true)).then(hour(2), decided(not_apply()));
    let events = story.case().strike_report(&supervisor(hour(4)), id(10), StrikeCause::NotAsRecorded, reasons(98));
    assert_eq!(codes(events.as_ref().unwrap()), ["report.struck", "decision.reopened"]);
    let story = story.all(SUPERVISOR, hour(4), events.unwrap());
    let case = story.case();
    assert_eq!((case.reports.len(), case.acts.len(), case.struck_reports.len(), case.struck_acts.len()), (0, 0, 1, 2));
    assert_eq!(case.reports_elsewhere(), 0, "it is on this case all the same");
    assert!(!case.is_closed() && case.needs_decision(hour(5)));
    let back = case.attach_report(&officer(hour(6)), id(10), hour(0), vec![act(11, hour(-48)), act(12, hour(-24))]);
    assert_eq!(codes(back.as_ref().unwrap()), ["report.attached", "risk.reopened"]);
    let case = story.all(OFFICER, hour(6), back.unwrap()).case();
    assert_eq!((case.reports.len(), case.acts.len(), case.struck_reports.len(), case.struck_acts.len()), (1, 2, 0, 0));
}

fn readings(story: &Story, clock: Clock, at: Moment) -> Vec<(Moment, Moment, State)> {
    let all = read_case(&story.0, at, &Calendar::england_and_wales()).unwrap();
    let of = |reading: &&Reading| reading.clock == clock;
    all.iter().filter(of).map(|reading| (reading.started_at, reading.due_at, reading.state)).collect()
}

#[test]
fn no_correction_makes_a_missed_clock_met_or_gives_it_more_time() {
    let told = |story: Story, at: i64, to: i64| {
        let events = story.case().redate_report(id(10), hour(to));
        assert_eq!(codes(&events), ["report.redated"]);
        story.all(OFFICER, hour(at), events)
    };
    let usual = (hour(0), hour(72), State::Running);
    assert_eq!(readings(&Story::new(), Clock::Consideration, hour(5)), [usual]);
    // A later time is noted, and the duty counts on.
    let later = told(Story::new(), 4, 2);
    assert_eq!(later.case().reports.first().unwrap().identified_at, hour(2));
    assert_eq!(readings(&later, Clock::Consideration, hour(5)), [usual]);
    // An earlier one shortens the time, but never before the duties of the case begin (hour -1).
    assert_eq!(
        readings(&told(Story::new(), 4, -9), Clock::Consideration, hour(5)),
        [(hour(-1), hour(71), State::Running)]
    );
    // What is on record as missed stays as it was counted, whatever is told afterwards.
    let miss = CaseEvent::ClockMissed { clock: "PD-03".to_owned(), started_at: hour(0), due_at: hour(72) };
    for to in [-9, 60] {
        let missed = told(Story::new().then(hour(73), miss.clone()), 74, to);
        let expected = (hour(0), hour(72), State::Missed { met_at: None });
        assert_eq!(readings(&missed, Clock::Consideration, hour(75)), [expected], "{to}");
    }
    // VC-02 goes with a report that is withdrawn in time, and stays missed where it was missed before.
    let withdrawn = CaseEvent::ReportStruck { report: id(10), because: StrikeCause::Duplicate, reasons: id(98) };
    assert!(readings(&Story::new().then(hour(5), withdrawn.clone()), Clock::ReferralToSupport, hour(99)).is_empty());
    let late = readings(&Story::new().then(hour(98), withdrawn), Clock::ReferralToSupport, hour(99));
    assert!(matches!(late.as_slice(), [(_, _, State::Missed { met_at: None })]), "{late:?}");
}

fn refused(case: &Case, correction: CorrectAct) -> CorrectionRefusal {
    case.correct_act(&officer(hour(5)), correction).unwrap_err()
}

#[test]
fn every_refusal_of_a_correction_has_its_case() {
    let story = correct(Story::new(), 11, as_behaviour(Some(Behaviour::A5)));
    let case = story.case();
    let new = |number: u16| Act { id: id(number), ..as_behaviour(Some(Behaviour::A1)) };
    assert_eq!(refused(&case, told(19, new(22))), CorrectionRefusal::ActUnknown);
    assert_eq!(refused(&case, told(11, new(22))), CorrectionRefusal::ActReplaced);
    assert_eq!(refused(&case, told(21, new(12))), CorrectionRefusal::ActAlreadyRecorded);
    assert_eq!(refused(&case, told(21, new(11))), CorrectionRefusal::ActAlreadyRecorded);
    assert_eq!(
        refused(&case, told(21, Act { id: id(22), ..as_behaviour(Some(Behaviour::A5)) })),
        CorrectionRefusal::NothingCorrected
    );
    assert_eq!(refused(&case, told(21, act(22, hour(6)))), CorrectionRefusal::ActInFuture);
    let strike = |actor: &Actor, reasons| case.strike_report(actor, id(10), StrikeCause::Duplicate, reasons);
    let short = Reasons { words: id(98), chars: REASONS_CHARS_MIN - 1 };
    assert_eq!(strike(&supervisor(hour(5)), short), Err(CorrectionRefusal::ReasonsTooShort { chars: short.chars }));
    assert_eq!(strike(&officer(hour(5)), reasons(98)), Err(CorrectionRefusal::NotSupervising));
    let was_officer = actor(OFFICER, Role::Supervisor, hour(5));
    assert_eq!(strike(&was_officer, reasons(98)), Err(CorrectionRefusal::OfficerInCase));
    let unknown = case.strike_report(&supervisor(hour(5)), id(19), StrikeCause::Duplicate, reasons(98));
    assert_eq!(unknown, Err(CorrectionRefusal::ReportNotAttached));
    let struck = story.all(SUPERVISOR, hour(5), strike(&supervisor(hour(5)), reasons(98)).unwrap()).case();
    let twice = struck.strike_report(&supervisor(hour(6)), id(10), StrikeCause::Duplicate, reasons(98));
    assert_eq!(twice, Err(CorrectionRefusal::ReportAlreadyStruck));
    assert_eq!(refused(&struck, told(21, new(22))), CorrectionRefusal::ActStruck);
    let person = case.correct_person(&officer(hour(5)), id(8), CorrectionCause::Mistake, false, short);
    assert_eq!(person, Err(CorrectionRefusal::ReasonsTooShort { chars: short.chars }));
}
