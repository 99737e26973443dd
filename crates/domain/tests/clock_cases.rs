//! Deadlines worked out by hand: what started, which clock, and until when.

use domain::calendar::Calendar;
use domain::catalogue::Grade;
use domain::clocks::{Clock, ClockRefusal, Facts, Question, Reading, State, list, read};
use domain::time::Moment;

type Failed = Box<dyn std::error::Error>;

fn reading(code: &str, trigger: &str, facts: &[&str]) -> Result<Reading, Failed> {
    let question = Question::parse(code, trigger, facts)?;
    Ok(question.answer(&Calendar::england_and_wales(), question.trigger)?)
}

#[test]
fn deadlines_are_those_worked_out_by_hand() -> Result<(), Failed> {
    let cases: &[(&str, &str, &[&str], &str)] = &[
        // Served on a Monday: the end of Wednesday. At any time of that day, in summer and winter time.
        ("CK-01", "2026-06-01", &[], "by the end of Wednesday 3 June 2026"),
        ("CK-01", "2026-06-01T00:00:00+01:00", &[], "by the end of Wednesday 3 June 2026"),
        ("CK-01", "2026-06-01T23:59:59+01:00", &[], "by the end of Wednesday 3 June 2026"),
        // 23:30 UTC in summer is already the next day in London.
        ("CK-01", "2026-05-31T23:30:00Z", &[], "by the end of Wednesday 3 June 2026"),
        // Weekends and bank holidays count: Good Friday to Easter Sunday; Christmas Eve to Boxing Day.
        ("CK-01", "2026-04-03", &[], "by the end of Sunday 5 April 2026"),
        ("CK-01", "2026-12-24", &[], "by the end of Saturday 26 December 2026"),
        ("CK-01", "2028-02-28", &[], "by the end of Wednesday 1 March 2028"),
        // Reported on a Friday: the end of Tuesday. On a weekend: the end of Tuesday, too.
        ("VC-02", "2026-06-05", &[], "by the end of Tuesday 9 June 2026"),
        ("VC-02", "2026-06-06", &[], "by the end of Tuesday 9 June 2026"),
        ("VC-02", "2026-06-07", &[], "by the end of Tuesday 9 June 2026"),
        // Over Easter 2026: Thursday 2 April, then Good Friday, weekend, Easter Monday, Tuesday 7, Wednesday 8.
        ("VC-02", "2026-04-02", &[], "by the end of Wednesday 8 April 2026"),
        // Over Christmas 2026: Boxing Day is a Saturday, its substitute Monday 28 December.
        ("VC-02", "2026-12-24", &[], "by the end of Wednesday 30 December 2026"),
        // Christmas 2022: a Sunday; its substitute is Tuesday 27 December.
        ("VC-02", "2022-12-23", &[], "by the end of Thursday 29 December 2022"),
        // Over the State Funeral on Monday 19 September 2022.
        ("VC-02", "2022-09-16", &[], "by the end of Wednesday 21 September 2022"),
        // The Platinum Jubilee: Thursday 2 and Friday 3 June 2022.
        ("VC-02", "2022-06-01", &[], "by the end of Tuesday 7 June 2022"),
        ("PD-18", "2026-06-01", &[], "by the end of Monday 8 June 2026"),
        // Thursday 24 is day 1; 25 to 28 are skipped; 29, 30 and 31 are days 2 to 4; New Year and the weekend are skipped.
        ("PD-18", "2026-12-23", &[], "by the end of Monday 4 January 2027"),
        ("PD-19", "2026-06-01", &[], "by the end of Monday 8 June 2026"),
        ("PD-17", "2026-06-01", &[], "by the end of Sunday 28 June 2026"),
        ("PD-17", "2026-02-10", &[], "by the end of Monday 9 March 2026"),
        // The Code gives no number of days for VC-01; two working days are ours.
        ("VC-01", "2026-06-05", &[], "by the end of Tuesday 9 June 2026"),
        // Arrested on a Friday: the end of Monday with Enhanced Rights, which apply until something else is recorded.
        ("VC-03", "2026-06-05T23:10:00+01:00", &[], "by the end of Monday 8 June 2026"),
        ("VC-03", "2026-06-05", &["entitlement=enhanced"], "by the end of Monday 8 June 2026"),
        ("VC-03", "2026-06-05", &["entitlement=standard"], "by the end of Friday 12 June 2026"),
        ("VC-03", "2026-06-05", &["entitlement=refused"], "by the end of Friday 12 June 2026"),
        // Over Christmas 2026: Monday 28 is Boxing Day's substitute.
        ("VC-03", "2026-12-24", &[], "by the end of Tuesday 29 December 2026"),
        ("VC-04", "2026-12-24", &[], "by the end of Tuesday 29 December 2026"),
        ("VC-04", "2026-12-24", &["entitlement=standard"], "by the end of Tuesday 5 January 2027"),
        ("VC-09", "2026-06-01", &[], "by the end of Monday 8 June 2026"),
        ("VC-09", "2026-06-01", &["every=7"], "by the end of Monday 8 June 2026"),
        ("VC-09", "2026-06-01", &["every=14"], "by the end of Monday 15 June 2026"),
        ("PD-01", "2026-06-02T14:30:00+01:00", &[], "by 22:30 on Tuesday 2 June 2026"),
        (
            "PD-01",
            "2026-06-02T14:30:00+01:00",
            &["shift_end=2026-06-02T22:00:00+01:00"],
            "by 22:00 on Tuesday 2 June 2026",
        ),
        ("PD-04", "2026-06-02T14:30:00+01:00", &[], "by 14:30 on Wednesday 3 June 2026"),
        // A night on which the clocks go back has an hour more: 8 hours from 22:00 end at 05:00.
        ("PD-01", "2026-10-24T22:00:00+01:00", &[], "by 05:00 on Sunday 25 October 2026"),
        ("PD-02", "2026-06-02T14:30:00+01:00", &[], "by 14:30 on Wednesday 3 June 2026"),
        ("PD-02", "2026-06-02T22:30:00+01:00", &["grade=high"], "by 02:30 on Wednesday 3 June 2026"),
        ("PD-03", "2026-06-02T14:30:00+01:00", &[], "by 14:30 on Friday 5 June 2026"),
        ("PD-03", "2026-06-02T14:30:00+01:00", &["grade=high"], "by 14:30 on Wednesday 3 June 2026"),
        // Elapsed hours across the clock changes: an hour later by the wall in spring, an hour earlier in autumn.
        ("PD-02", "2026-03-28T14:30:00Z", &[], "by 15:30 on Sunday 29 March 2026"),
        ("PD-02", "2026-10-24T14:30:00+01:00", &[], "by 13:30 on Sunday 25 October 2026"),
        ("PD-02", "2026-10-24T01:30:00+01:00", &[], "by 01:30 BST on Sunday 25 October 2026"),
        ("PD-02", "2026-10-24T02:30:00+01:00", &[], "by 01:30 GMT on Sunday 25 October 2026"),
    ];
    for (code, trigger, facts, expected) in cases {
        assert_eq!(&reading(code, trigger, facts)?.due_text, expected, "{code} from {trigger} {facts:?}");
    }
    Ok(())
}

#[test]
fn on_the_instant_when_it_is_due_it_is_too_late() -> Result<(), Failed> {
    let due_at: Moment = "2026-06-04T00:00:00+01:00".parse()?;
    let at = |at| {
        let served_at = "2026-06-01T10:00:00+01:00".parse::<Moment>().unwrap_or(due_at);
        read(Clock::InitialNotification, served_at, &Facts::default(), &Calendar::england_and_wales(), at)
    };
    assert_eq!(at(due_at)?.due_at, due_at);
    assert_eq!(at(due_at.plus_micros(-1))?.state, State::Running);
    assert_eq!(at(due_at)?.state, State::Missed { met_at: None });
    Ok(())
}

#[test]
fn the_working_shows_trigger_rule_each_day_and_why_days_are_skipped() -> Result<(), Failed> {
    let working = reading("VC-02", "2022-09-16T10:00:00+01:00", &[])?.working;
    let expected = [
        "Started by a report: 10:00 on Friday 16 September 2022.",
        "Rule VC-02, referral to support: 2 working days, the day of the event being day 0. This is law: Victims' Code, \
         right 4; Code of 2020, in effect from Thursday 1 April 2021.",
        "Day 0: Friday 16 September 2022 (the day of the event does not count).",
        "Skipped: Saturday 17 September 2022 (weekend).",
        "Skipped: Sunday 18 September 2022 (weekend).",
        "Skipped: Monday 19 September 2022 (bank holiday: Bank Holiday for the State Funeral of Queen Elizabeth II; one \
         year only; declared on 10 September 2022, nine days before).",
        "Day 1: Tuesday 20 September 2022.",
        "Day 2: Wednesday 21 September 2022.",
        "Calendar: england-and-wales 2026-1.",
        "Due by the end of Wednesday 21 September 2022; from 00:00 on Thursday 22 September 2022 it is too late.",
    ];
    assert_eq!(working, expected);
    Ok(())
}

#[test]
fn a_count_into_years_that_are_not_published_says_so() -> Result<(), Failed> {
    let says_so = |reading: Reading| reading.working.iter().any(|line| line.contains("projected"));
    assert!(says_so(reading("VC-02", "2028-06-05", &[])?));
    assert!(!says_so(reading("VC-02", "2027-06-04", &[])?));
    Ok(())
}

#[test]
fn a_day_outside_the_calendar_is_refused_and_never_guessed() -> Result<(), Failed> {
    let calendar = Calendar::england_and_wales();
    for (clock, trigger) in [
        (Clock::ReferralToSupport, "2014-12-31T12:00:00Z"),
        (Clock::ReferralToSupport, "2030-12-30T12:00:00Z"),
        (Clock::InitialNotification, "2031-01-01T12:00:00Z"),
        (Clock::ReviewOfRisk, "2031-01-01T12:00:00Z"),
    ] {
        let trigger: Moment = trigger.parse()?;
        let refusal = read(clock, trigger, &Facts::default(), &calendar, trigger);
        assert!(matches!(refusal, Err(ClockRefusal::OutsideCalendar { .. })), "{clock} from {trigger}");
    }
    // The last days that can be counted, and moments that no date library holds.
    let last: Moment = "2030-12-27T12:00:00Z".parse()?;
    assert!(read(Clock::ReferralToSupport, last, &Facts::default(), &calendar, last).is_ok());
    for far in [i64::MIN, i64::MAX] {
        let far = Moment::from_micros(far);
        for clock in Clock::ALL {
            let high = Facts { grade: Some(Grade::High), ..Facts::default() };
            assert!(read(*clock, far, &high, &calendar, far).is_err(), "{clock} from {}", far.micros());
        }
    }
    Ok(())
}

#[test]
fn the_list_prints_in_the_order_of_the_law_first() {
    let codes: Vec<&str> = list().map(|rule| rule.code).collect();
    assert_eq!(
        codes,
        [
            "CK-01", "VC-01", "VC-02", "VC-03", "VC-04", "VC-09", "PD-01", "PD-02", "PD-03", "PD-04", "PD-17", "PD-18",
            "PD-19"
        ]
    );
}

#[test]
fn a_code_that_gives_no_number_of_days_is_said_to_give_none() -> Result<(), Failed> {
    let says = |code: &str| -> Result<bool, Failed> {
        let working = reading(code, "2026-06-05", &[])?.working;
        Ok(working
            .iter()
            .any(|line| line.ends_with("It sets no number of days: this time is policy, for the force to confirm.")))
    };
    assert!(says("VC-01")? && says("VC-09")?);
    assert!(!says("VC-02")? && !says("VC-03")? && !says("CK-01")?);
    Ok(())
}

#[test]
fn a_shift_that_cannot_be_is_refused() {
    for end in ["2026-06-02T14:29:00+01:00", "2026-06-03T14:31:00+01:00"] {
        let refusal = Question::parse("PD-01", "2026-06-02T14:30:00+01:00", [format!("shift_end={end}")]);
        assert!(matches!(refusal, Err(domain::clocks::QuestionRefusal::NoSuchShift)), "{end}");
    }
}
