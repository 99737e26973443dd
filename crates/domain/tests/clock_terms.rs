//! What a force sets, and what a change of the calendar moves.

use domain::calendar::{Calendar, CalendarRefusal, HolidayChange};
use domain::catalogue::*;
use domain::clocks::{
    Change, Clock, Edition, Facts, ForceTerms, SettingRefusal, State, moved, read_case_as_set, read_under,
};
use domain::event::*;
use domain::ids::*;
use domain::law::Law;
use domain::time::{Day, Moment};
use std::collections::BTreeMap;

type Failed = Box<dyn std::error::Error>;

fn day(text: &str) -> Day {
    text.parse().unwrap_or(Day(jiff::civil::Date::MIN))
}
fn moment(text: &str) -> Moment {
    text.parse().unwrap_or(Moment::from_micros(0))
}
fn change(clock: Clock, settings: &[(&str, &str)]) -> Result<BTreeMap<String, Change>, SettingRefusal> {
    let mut change = Change::default();
    for (key, value) in settings {
        change.set(clock, key, value)?;
    }
    Ok([(clock.code().to_owned(), change)].into())
}
fn next(terms: &ForceTerms, from: &str, clock: Clock, settings: &[(&str, &str)]) -> Result<Edition, SettingRefusal> {
    terms.next(day(from), day("2026-06-01"), change(clock, settings)?)
}
fn refused(clock: Clock, settings: &[(&str, &str)]) -> String {
    next(&ForceTerms::default(), "2026-07-01", clock, settings).err().map_or_else(String::new, |no| no.to_string())
}

#[test]
fn a_change_applies_to_triggers_from_its_day_on_and_the_reading_names_the_edition() -> Result<(), Failed> {
    let first =
        next(&ForceTerms::default(), "2026-07-01", Clock::ReviewOfRisk, &[("time", "12 hours"), ("to", "spoc")])?;
    let second = next(&ForceTerms::new(vec![first.clone()]), "2026-08-01", Clock::ReviewOfRisk, &[("high", "2")])?;
    assert_eq!((first.number, second.number), (1, 2));
    let terms = ForceTerms::new(vec![second, first]);
    let calendar = Calendar::england_and_wales();
    let read = |trigger: &str, grade| {
        let trigger = moment(trigger);
        let facts = Facts { grade, ..Facts::default() };
        let reading = read_under(Clock::ReviewOfRisk, trigger, &facts, &calendar, &terms, trigger)?;
        let hours = (reading.due_at.micros() - trigger.micros()) / 3_600_000_000;
        let line = reading.working.into_iter().find(|line| line.starts_with("As the force has set it"));
        Ok::<_, Failed>((hours, reading.escalates_to, line))
    };
    assert_eq!(read("2026-06-30T22:59:59Z", None)?, (24, Role::Inspector, None), "the last instant before its day");
    let (hours, to, line) = read("2026-06-30T23:00:00Z", None)?;
    assert_eq!((hours, to), (12, Role::Spoc));
    assert!(line.is_some_and(|line| line.contains("settings 1, for triggers from Wednesday 1 July 2026")));
    assert_eq!(read("2026-07-15T12:00:00Z", Some(Grade::High))?.0, 4);
    let (hours, to, line) = read("2026-08-01T12:00:00Z", Some(Grade::High))?;
    assert_eq!((hours, to), (2, Role::Spoc), "what an earlier edition set still holds");
    assert!(line.is_some_and(|line| line.contains("settings 2")));
    Ok(())
}

#[test]
fn the_law_is_not_lengthened_nor_switched_off_and_each_refusal_names_it() -> Result<(), Failed> {
    let longer = refused(Clock::ReferralToSupport, &[("time", "3")]);
    assert_eq!(
        longer,
        "VC-02 is law (Victims' Code, right 4): its time is 2 working days, the day of the event being day 0 and cannot \
         be set to 3 working days, the day of the event being day 0"
    );
    assert!(refused(Clock::Telling, &[("enhanced", "2")]).starts_with("VC-03 is law (Victims' Code, right 6)"));
    assert!(refused(Clock::Telling, &[("runs", "no")]).ends_with("it cannot be switched off"));
    assert!(refused(Clock::CrimeConfirmed, &[("runs", "no")]).ends_with("it cannot be switched off"));
    for time in ["2", "4"] {
        let words = refused(Clock::InitialNotification, &[("time", time)]);
        assert!(words.contains("no force shortens or lengthens it"), "{words}");
    }
    // What the Code leaves open is policy; what it sets may be done sooner.
    assert!(next(&ForceTerms::default(), "2026-07-01", Clock::CrimeConfirmed, &[("time", "5 working days")]).is_ok());
    assert!(next(&ForceTerms::default(), "2026-07-01", Clock::ReferralToSupport, &[("time", "1")]).is_ok());
    Ok(())
}

#[test]
fn a_setting_that_cannot_be_is_refused_by_name() -> Result<(), Failed> {
    assert!(refused(Clock::ReviewOfRisk, &[("time", "2 days")]).contains("this clock counts hours"));
    assert!(refused(Clock::ReviewOfRisk, &[("time", "0")]).contains("from 1 to 720"));
    assert_eq!(refused(Clock::ReviewOfRisk, &[("enhanced", "1")]), "PD-02 has no 'enhanced' time");
    assert!(refused(Clock::ReviewOfRisk, &[("high", "30")]).contains("would be longer than the usual one"));
    assert!(refused(Clock::ReviewOfRisk, &[("to", "the boss")]).contains("is not a role"));
    assert!(refused(Clock::ReviewOfRisk, &[("colour", "red")]).contains("PD-02 has no such setting"));
    assert_eq!(refused(Clock::ReviewOfRisk, &[]), "nothing is set");
    let back = next(&ForceTerms::default(), "2026-06-01", Clock::ReviewOfRisk, &[("time", "12")]);
    assert_eq!(back, Err(SettingRefusal::ReachesBack { today: day("2026-06-01") }));
    // A later edition stands on an earlier one: together they must hold, too.
    let low = next(&ForceTerms::default(), "2026-08-01", Clock::ReviewOfRisk, &[("high", "3")])?;
    let both = next(&ForceTerms::new(vec![low]), "2026-07-01", Clock::ReviewOfRisk, &[("time", "2"), ("high", "1")]);
    assert!(matches!(both, Err(SettingRefusal::TightIsLonger { .. })), "{both:?}");
    Ok(())
}

/// A case with a report on a moment, and a screen then.
fn history(at: &str) -> Vec<Recorded> {
    macro_rules! id {
        ($kind:ident) => {
            $kind::new(Moment::from_micros(0), [1; 10])
        };
    }
    let opened = CaseEvent::CaseOpened {
        person_at_risk: id!(MentionId),
        subject: None,
        relationship: Relationship::Unknown,
        duties_from: moment(at),
    };
    let report = CaseEvent::ReportAttached { report: id!(ReportId), identified_at: moment(at), acts: vec![] };
    let recorded = |event| Recorded { at: moment(at), by: None, event };
    vec![recorded(opened), recorded(report)]
}

#[test]
fn a_policy_clock_that_is_switched_off_does_not_run_and_unmisses_nothing() -> Result<(), Failed> {
    let off = next(&ForceTerms::default(), "2026-07-01", Clock::Screening, &[("runs", "no")])?;
    let terms = ForceTerms::new(vec![off]);
    let states = |history: &[Recorded], at: &str| {
        let readings = read_case_as_set(Law::AsItStood, history, moment(at), &Calendar::england_and_wales(), &terms)?;
        let states = readings.into_iter().filter(|reading| reading.clock == Clock::Screening);
        Ok::<_, Failed>(states.map(|reading| reading.state).collect::<Vec<_>>())
    };
    assert_eq!(states(&history("2026-06-30T10:00:00Z"), "2026-07-20T10:00:00Z")?, [State::Missed { met_at: None }]);
    assert_eq!(states(&history("2026-07-01T10:00:00Z"), "2026-07-20T10:00:00Z")?, []);
    let mut missed = history("2026-07-01T10:00:00Z");
    let event = CaseEvent::ClockMissed {
        clock: "PD-01".to_owned(),
        started_at: moment("2026-07-01T10:00:00Z"),
        due_at: moment("2026-07-01T18:00:00Z"),
    };
    missed.push(Recorded { at: moment("2026-07-01T18:00:00Z"), by: None, event });
    assert_eq!(states(&missed, "2026-07-20T10:00:00Z")?, [State::Missed { met_at: None }]);
    Ok(())
}

fn declared(on: &str, holiday: bool) -> HolidayChange {
    HolidayChange { on: day(on), holiday, reason: "declared for a state occasion".to_owned() }
}

#[test]
fn a_holiday_added_later_moves_what_runs_and_leaves_what_was_missed() -> Result<(), Failed> {
    let before = Calendar::england_and_wales();
    let after = before.clone().with_changes(vec![declared("2027-05-10", true)]);
    // Reported on Friday 7 May 2027: two working days end on Tuesday 11, or on Wednesday 12 where Monday is a holiday.
    let history = history("2027-05-07T09:00:00Z");
    let terms = ForceTerms::default();
    let moves = moved(&history, moment("2027-05-08T09:00:00Z"), &before, &after, &terms)?;
    let of = |code: &str| moves.iter().find(|moved| moved.clock == code);
    let referral = of("VC-02").ok_or("VC-02 did not move")?;
    assert_eq!((referral.from, referral.to), (moment("2027-05-11T23:00:00Z"), moment("2027-05-12T23:00:00Z")));
    assert_eq!((referral.added.as_slice(), referral.removed.len()), ([day("2027-05-10")].as_slice(), 0));
    assert!(!referral.is_sooner() && of("VC-01").is_some());
    assert!(of("PD-03").is_none(), "hours are not moved by a holiday");
    // Told once: the same move is not recorded a second time.
    let mut told = history.clone();
    let at = moment("2027-05-08T09:00:00Z");
    told.extend(moves.iter().map(|moved| Recorded { at, by: None, event: CaseEvent::ClockMoved(moved.clone()) }));
    assert_eq!(moved(&told, at, &before, &after, &terms)?, []);
    // Too late already: nothing moves, and the miss stands under either calendar.
    assert_eq!(moved(&history, moment("2027-05-12T00:00:00Z"), &before, &after, &terms)?.len(), 0);
    let mut missed = history.clone();
    let event = CaseEvent::ClockMissed {
        clock: "VC-02".to_owned(),
        started_at: moment("2027-05-07T09:00:00Z"),
        due_at: moment("2027-05-11T23:00:00Z"),
    };
    missed.push(Recorded { at: moment("2027-05-12T00:00:00Z"), by: None, event });
    let readings = read_case_as_set(Law::AsItStood, &missed, moment("2027-05-12T10:00:00Z"), &after, &terms)?;
    let referral = readings.iter().find(|reading| reading.clock == Clock::ReferralToSupport).ok_or("none")?;
    assert_eq!(referral.state, State::Missed { met_at: None });
    Ok(())
}

#[test]
fn a_holiday_taken_away_shortens_and_says_so() -> Result<(), Failed> {
    let before = Calendar::england_and_wales();
    // The early May bank holiday of 2028, moved as that of 2020 was.
    let after = before.clone().with_changes(vec![declared("2028-05-01", false), declared("2028-05-08", true)]);
    let history = history("2028-04-28T09:00:00Z");
    let moves = moved(&history, moment("2028-04-29T09:00:00Z"), &before, &after, &ForceTerms::default())?;
    let referral = moves.iter().find(|moved| moved.clock == "VC-02").ok_or("VC-02 did not move")?;
    assert!(referral.is_sooner());
    assert_eq!((referral.from, referral.to), (moment("2028-05-03T23:00:00Z"), moment("2028-05-02T23:00:00Z")));
    // What was seen before can be told from what is so now, and compared both ways.
    let seen = before.days();
    assert_eq!(after.with_days(&seen).days(), seen);
    Ok(())
}

#[test]
fn a_change_of_the_calendar_that_cannot_be_is_refused() {
    let calendar = Calendar::england_and_wales();
    let check = |on: &str, holiday| calendar.check_change(&declared(on, holiday), day("2026-06-01"));
    assert_eq!(check("2027-05-10", true), Ok(()));
    assert_eq!(check("2026-08-31", false), Ok(()));
    assert_eq!(check("2026-05-29", true), Err(CalendarRefusal::Past(day("2026-05-29"))));
    assert_eq!(check("2027-05-09", true), Err(CalendarRefusal::Weekend(day("2027-05-09"))));
    assert_eq!(check("2026-08-31", true), Err(CalendarRefusal::AlreadyHoliday(day("2026-08-31"))));
    assert_eq!(check("2027-05-10", false), Err(CalendarRefusal::NoHoliday(day("2027-05-10"))));
    assert!(matches!(check("2031-05-12", true), Err(CalendarRefusal::Outside(_))));
    let silent = HolidayChange { reason: " ".to_owned(), ..declared("2027-05-10", true) };
    assert_eq!(calendar.check_change(&silent, day("2026-06-01")), Err(CalendarRefusal::NoReason));
}
