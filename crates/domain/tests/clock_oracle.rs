//! A second way to compute every deadline: a naive walk from 1970, one day at a time.
//!
//! It shares the holiday list with the clocks and nothing else: no date library, no time zone database.

use domain::calendar::Calendar;
use domain::catalogue::Grade;
use domain::clocks::{Clock, Facts, State, read};
use domain::time::Moment;
use std::collections::BTreeSet;

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [(&str, i64); 12] = [
    ("January", 31),
    ("February", 28),
    ("March", 31),
    ("April", 30),
    ("May", 31),
    ("June", 30),
    ("July", 31),
    ("August", 31),
    ("September", 30),
    ("October", 31),
    ("November", 30),
    ("December", 31),
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Civil {
    year: i64,
    month: usize,
    day: i64,
    weekday: usize,
}
impl Civil {
    fn words(self) -> String {
        format!("{} {} {} {}", WEEKDAYS[self.weekday], self.day, MONTHS[self.month - 1].0, self.year)
    }
    fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Every day from 1 January 1970, a Thursday, with its first instant in London.
struct Walk {
    days: Vec<Civil>,
    midnights: Vec<i64>,
    holidays: BTreeSet<String>,
}
impl Walk {
    fn new() -> Self {
        let mut days = vec![Civil { year: 1970, month: 1, day: 1, weekday: 3 }];
        while days[days.len() - 1].year < 2032 {
            days.push(next(days[days.len() - 1]));
        }
        let midnights = (0..days.len()).map(|n| n as i64 * DAY - if is_summer_at_midnight(days[n]) { HOUR } else { 0 });
        let holidays = Calendar::england_and_wales().holidays().iter().map(|holiday| holiday.on.to_string()).collect();
        Self { midnights: midnights.collect(), days, holidays }
    }
    fn place(&self, iso: &str) -> usize {
        self.days.iter().position(|day| day.iso() == iso).unwrap_or(usize::MAX)
    }
    /// The day in London of an instant, by looking for the last midnight before it.
    fn place_of(&self, instant: i64) -> usize {
        self.midnights.partition_point(|midnight| *midnight <= instant) - 1
    }
    fn is_working(&self, place: usize) -> bool {
        self.days[place].weekday < 5 && !self.holidays.contains(&self.days[place].iso())
    }
    fn last_day(&self, place: usize, unit: Unit) -> usize {
        let mut last = place;
        match unit {
            Unit::Calendar(days) => (1..days).for_each(|_| last += 1),
            Unit::Working(days) => {
                for _ in 0..days {
                    last += 1;
                    while !self.is_working(last) {
                        last += 1;
                    }
                }
            }
        }
        last
    }
    /// "01:30 GMT on Sunday 25 October 2026", with GMT or BST only in the hour that comes twice.
    fn words(&self, instant: i64) -> String {
        let place = self.place_of(instant);
        let utc_midnight = place as i64 * DAY;
        let day = self.days[place];
        let changes_at = utc_midnight + HOUR;
        let spring = day.month == 3 && is_last_sunday(day);
        let autumn = day.month == 10 && is_last_sunday(day);
        let summer = match (spring, autumn) {
            (true, _) => instant >= changes_at,
            (_, true) => instant < changes_at,
            _ => is_summer_at_midnight(day),
        };
        let minutes = (instant - utc_midnight).div_euclid(MINUTE) + if summer { 60 } else { 0 };
        let twice = autumn && (60..120).contains(&minutes);
        let zone = if twice && summer {
            " BST"
        } else if twice {
            " GMT"
        } else {
            ""
        };
        format!("{:02}:{:02}{zone} on {}", minutes / 60, minutes % 60, day.words())
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Calendar(i64),
    Working(i64),
}

const DAY_COUNTED: [(Clock, Unit); 4] = [
    (Clock::InitialNotification, Unit::Calendar(3)),
    (Clock::DormantCase, Unit::Calendar(28)),
    (Clock::ReferralToSupport, Unit::Working(2)),
    (Clock::ClosureDecision, Unit::Working(5)),
];

const HOUR_COUNTED: [(Clock, Option<Grade>, i64); 5] = [
    (Clock::ReviewOfRisk, None, 24),
    (Clock::ReviewOfRisk, Some(Grade::Medium), 24),
    (Clock::ReviewOfRisk, Some(Grade::High), 4),
    (Clock::Consideration, Some(Grade::Standard), 72),
    (Clock::Consideration, Some(Grade::High), 24),
];

fn next(day: Civil) -> Civil {
    let leap = (day.year % 4 == 0 && day.year % 100 != 0) || day.year % 400 == 0;
    let length = MONTHS[day.month - 1].1 + if leap && day.month == 2 { 1 } else { 0 };
    let weekday = (day.weekday + 1) % 7;
    if day.day < length {
        Civil { day: day.day + 1, weekday, ..day }
    } else if day.month < 12 {
        Civil { month: day.month + 1, day: 1, weekday, ..day }
    } else {
        Civil { year: day.year + 1, month: 1, day: 1, weekday }
    }
}

/// March and October both have 31 days.
fn is_last_sunday(day: Civil) -> bool {
    day.weekday == 6 && day.day > 24
}

/// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on that of October; true from 1996.
fn is_summer_at_midnight(day: Civil) -> bool {
    let monday_based = day.weekday as i64;
    let last_sunday_before = day.day - 1 - monday_based;
    match day.month {
        4..=9 => true,
        3 => last_sunday_before > 24,
        10 => last_sunday_before <= 24,
        _ => false,
    }
}

fn check_days(walk: &Walk, trigger: i64, at_place: usize) {
    let calendar = Calendar::england_and_wales();
    for (clock, unit) in DAY_COUNTED {
        let last = walk.last_day(at_place, unit);
        let due = walk.midnights[last + 1];
        let trigger = Moment::from_micros(trigger);
        let in_time =
            read(clock, trigger, &Facts::default(), &calendar, Moment::from_micros(due - 1)).map_err(|e| e.to_string());
        let too_late =
            read(clock, trigger, &Facts::default(), &calendar, Moment::from_micros(due)).map_err(|e| e.to_string());
        let story = format!("{clock} from {trigger}");
        assert_eq!(in_time.as_ref().map(|reading| reading.due_at.micros()), Ok(due), "{story}");
        let text = format!("by the end of {}", walk.days[last].words());
        assert_eq!(in_time.as_ref().map(|reading| reading.due_text.clone()), Ok(text), "{story}");
        assert_eq!(in_time.map(|reading| reading.state), Ok(State::Running), "{story}");
        assert_eq!(too_late.map(|reading| reading.state), Ok(State::Missed { met_at: None }), "{story}");
    }
}

#[test]
fn every_day_of_eleven_years_is_counted_as_the_walk_counts_it() {
    let walk = Walk::new();
    for place in walk.place("2019-01-01")..=walk.place("2029-12-20") {
        let (start, end) = (walk.midnights[place], walk.midnights[place + 1]);
        for trigger in [start, start + 13 * HOUR, end - 1] {
            check_days(&walk, trigger, place);
        }
    }
}

#[test]
fn every_minute_around_both_clock_changes_of_2026_is_counted_as_the_walk_counts_it() {
    let walk = Walk::new();
    let calendar = Calendar::england_and_wales();
    for change in ["2026-03-29", "2026-10-25"] {
        let place = walk.place(change);
        // From three days before, so that 72 hours end on the day of the change, to the day after it.
        let (from, to) = (walk.midnights[place - 3], walk.midnights[place + 2]);
        for trigger in (from..to).step_by(MINUTE as usize) {
            for (clock, grade, hours) in HOUR_COUNTED {
                let (moment, due) = (Moment::from_micros(trigger), trigger + hours * HOUR);
                let reading = read(clock, moment, &Facts { grade }, &calendar, moment).map_err(|e| e.to_string());
                assert_eq!(reading.as_ref().map(|reading| reading.due_at.micros()), Ok(due), "{clock} from {moment}");
                let text = format!("by {}", walk.words(due));
                assert_eq!(reading.map(|reading| reading.due_text), Ok(text), "{clock} from {moment}");
            }
            let at_place = walk.place_of(trigger);
            if at_place == place {
                check_days(&walk, trigger, at_place);
            }
        }
    }
}

#[test]
fn the_days_of_the_clock_changes_have_23_and_25_hours() {
    let walk = Walk::new();
    for (change, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-03", 24)] {
        let place = walk.place(change);
        assert_eq!(walk.midnights[place + 1] - walk.midnights[place], hours * HOUR, "{change}");
    }
}
