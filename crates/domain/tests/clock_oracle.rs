//! A second way to compute every deadline: a naive walk from 1970, one day at a time.
//!
//! It shares the holiday list with the clocks and nothing else: no date library, no time zone database. Every clock is
//! asked on every day from 2019 to 2030, and every clock that counts hours at every minute of all 24 days on which the
//! clocks change; each answer is compared, also where the calendar must refuse.

use domain::calendar::Calendar;
use domain::catalogue::{Entitlement, Grade};
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
    /// The last day on which it is in time; none where working days lead out of the list of holidays.
    fn last_day(&self, place: usize, unit: Unit) -> Option<usize> {
        let mut last = place;
        match unit {
            Unit::Calendar(days) => (1..days).for_each(|_| last += 1),
            Unit::After(days) => (0..days).for_each(|_| last += 1),
            Unit::Working(days) => {
                for _ in 0..days {
                    last += 1;
                    while self.days[last].year <= LAST_YEAR && !self.is_working(last) {
                        last += 1;
                    }
                    if self.days[last].year > LAST_YEAR {
                        return None;
                    }
                }
            }
        }
        Some(last)
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

/// The last year for which bank holidays are listed.
const LAST_YEAR: i64 = 2030;

#[derive(Clone, Copy)]
enum Unit {
    /// The day of the event is day 1.
    Calendar(i64),
    /// The day of the event is day 0.
    After(i64),
    /// The day of the event is day 0; weekends and bank holidays do not count.
    Working(i64),
}

const NONE: Facts = Facts { grade: None, entitlement: None, shift_ends_at: None, every_days: None };
const fn graded(grade: Grade) -> Facts {
    Facts { grade: Some(grade), ..NONE }
}
const fn entitled(entitlement: Entitlement) -> Facts {
    Facts { entitlement: Some(entitlement), ..NONE }
}
const fn every(days: u16) -> Facts {
    Facts { every_days: Some(days), ..NONE }
}

/// What the wording says of every clock that counts days, written here a second time.
const DAY_COUNTED: [(Clock, Facts, Unit); 19] = [
    (Clock::InitialNotification, NONE, Unit::Calendar(3)),
    (Clock::CrimeConfirmed, NONE, Unit::Working(2)),
    (Clock::ReferralToSupport, NONE, Unit::Working(2)),
    (Clock::Telling, NONE, Unit::Working(1)),
    (Clock::Telling, entitled(Entitlement::Enhanced), Unit::Working(1)),
    (Clock::Telling, entitled(Entitlement::Standard), Unit::Working(5)),
    (Clock::Telling, entitled(Entitlement::Refused), Unit::Working(5)),
    (Clock::NoInvestigation, NONE, Unit::Working(1)),
    (Clock::NoInvestigation, entitled(Entitlement::Enhanced), Unit::Working(1)),
    (Clock::NoInvestigation, entitled(Entitlement::Standard), Unit::Working(5)),
    (Clock::NoInvestigation, entitled(Entitlement::Refused), Unit::Working(5)),
    (Clock::Updates, NONE, Unit::Working(5)),
    (Clock::Updates, every(1), Unit::After(1)),
    (Clock::Updates, every(7), Unit::After(7)),
    (Clock::Updates, every(28), Unit::After(28)),
    (Clock::DormantCase, NONE, Unit::Calendar(28)),
    (Clock::DormantCase, graded(Grade::High), Unit::Calendar(28)),
    (Clock::ClosureDecision, NONE, Unit::Working(5)),
    (Clock::AnswerToRequest, NONE, Unit::Working(5)),
];

/// And of every clock that counts hours.
const HOUR_COUNTED: [(Clock, Facts, i64); 8] = [
    (Clock::Screening, NONE, 8),
    (Clock::ReviewOfRisk, NONE, 24),
    (Clock::ReviewOfRisk, graded(Grade::Medium), 24),
    (Clock::ReviewOfRisk, graded(Grade::High), 4),
    (Clock::Consideration, NONE, 72),
    (Clock::Consideration, graded(Grade::Standard), 72),
    (Clock::Consideration, graded(Grade::High), 24),
    (Clock::Reconsideration, NONE, 24),
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

/// How many answers were compared, and those that differ.
#[derive(Default)]
struct Tally {
    compared: u64,
    disagreements: Vec<String>,
}
impl Tally {
    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, found: T, expected: T, story: impl Fn() -> String) {
        self.compared += 1;
        if found != expected {
            self.disagreements.push(format!("{}: {found:?} is not {expected:?}", story()));
        }
    }
    fn with(mut self, other: Self) -> Self {
        self.compared += other.compared;
        self.disagreements.extend(other.disagreements);
        self
    }
    fn close(self, what: &str) {
        println!("{what}: {} answers compared, {} disagreements", self.compared, self.disagreements.len());
        let first = &self.disagreements[..self.disagreements.len().min(5)];
        assert!(first.is_empty(), "{first:#?}");
    }
}

fn check_days(tally: &mut Tally, walk: &Walk, calendar: &Calendar, trigger: i64, at_place: usize) {
    let moment = Moment::from_micros(trigger);
    for (clock, facts, unit) in DAY_COUNTED {
        let story = || format!("{clock} from {moment} with {facts:?}");
        let Some(last) = walk.last_day(at_place, unit) else {
            tally.compare(read(clock, moment, &facts, calendar, moment).is_err(), true, story);
            continue;
        };
        let due = walk.midnights[last + 1];
        let last_instant = Moment::from_micros(due - 1);
        let reading = read(clock, moment, &facts, calendar, last_instant);
        let found = reading.map(|reading| (reading.due_at.micros(), reading.due_text, reading.state)).ok();
        let expected = (due, format!("by the end of {}", walk.days[last].words()), State::Running);
        tally.compare(found, Some(expected), story);
    }
}

fn check_hours(tally: &mut Tally, walk: &Walk, calendar: &Calendar, trigger: i64) {
    let moment = Moment::from_micros(trigger);
    let known = HOUR_COUNTED.into_iter().chain([5].into_iter().map(|hours| {
        let shift_ends_at = Some(Moment::from_micros(trigger + hours * HOUR));
        (Clock::Screening, Facts { shift_ends_at, ..NONE }, hours)
    }));
    for (clock, facts, hours) in known {
        let story = || format!("{clock} from {moment} with {facts:?}");
        let due = trigger + hours * HOUR;
        let reading = read(clock, moment, &facts, calendar, Moment::from_micros(due));
        if facts.shift_ends_at.is_some() && walk.days[walk.place_of(due)].year > LAST_YEAR {
            tally.compare(reading.is_err(), true, story);
            continue;
        }
        let found = reading.map(|reading| (reading.due_at.micros(), reading.due_text, reading.state)).ok();
        let expected = (due, format!("by {}", walk.words(due)), State::Missed { met_at: None });
        tally.compare(found, Some(expected), story);
    }
}

/// This does the work in as many parts as the machine has hands for.
fn in_parts<T: Copy + Send + Sync>(all: &[T], work: impl Fn(&mut Tally, T) + Sync) -> Tally {
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    let part = all.len().div_ceil(hands).max(1);
    std::thread::scope(|scope| {
        let work = &work;
        let parts: Vec<_> = all
            .chunks(part)
            .map(|chunk| {
                scope.spawn(move || {
                    let mut tally = Tally::default();
                    chunk.iter().for_each(|item| work(&mut tally, *item));
                    tally
                })
            })
            .collect();
        // What stops one part stops the test.
        let joined = parts.into_iter().map(|part| part.join().unwrap_or_else(|why| std::panic::resume_unwind(why)));
        joined.fold(Tally::default(), Tally::with)
    })
}

#[test]
fn every_clock_on_every_day_from_2019_to_2030_is_counted_as_the_walk_counts_it() {
    let (walk, calendar) = (Walk::new(), Calendar::england_and_wales());
    let places: Vec<usize> = (walk.place("2019-01-01")..=walk.place("2030-12-31")).collect();
    assert_eq!(places.len(), 4383);
    let tally = in_parts(&places, |tally, place| {
        let (start, end) = (walk.midnights[place], walk.midnights[place + 1]);
        // The first and the last instant of the day count as the day does; noon stands for the rest.
        let noon = start + 12 * HOUR;
        let trigger = [start, noon, end - 1][place % 3];
        check_days(tally, &walk, &calendar, trigger, place);
        check_hours(tally, &walk, &calendar, noon);
    });
    assert_eq!(tally.compared, 4383 * (19 + 9));
    tally.close("every day from 2019 to 2030");
}

#[test]
fn the_first_and_the_last_instant_of_every_day_of_2026_count_as_the_walk_counts_them() {
    let (walk, calendar) = (Walk::new(), Calendar::england_and_wales());
    let places: Vec<usize> = (walk.place("2026-01-01")..=walk.place("2026-12-31")).collect();
    let tally = in_parts(&places, |tally, place| {
        for trigger in [walk.midnights[place], walk.midnights[place + 1] - 1] {
            check_days(tally, &walk, &calendar, trigger, place);
        }
    });
    tally.close("both ends of every day of 2026");
}

#[test]
fn every_minute_of_every_clock_change_from_2019_to_2030_is_counted_as_the_walk_counts_it() {
    let (walk, calendar) = (Walk::new(), Calendar::england_and_wales());
    let is_change = |place: &usize| {
        let hours = (walk.midnights[*place + 1] - walk.midnights[*place]) / HOUR;
        hours == 23 || hours == 25
    };
    let changes: Vec<usize> = (walk.place("2019-01-01")..=walk.place("2030-12-31")).filter(is_change).collect();
    assert_eq!(changes.len(), 24, "two a year");
    let minutes: Vec<i64> = changes
        .iter()
        .flat_map(|place| (walk.midnights[*place]..walk.midnights[*place + 1]).step_by(MINUTE as usize))
        .collect();
    assert_eq!(minutes.len(), 12 * (23 + 25) * 60);
    let tally = in_parts(&minutes, |tally, trigger| check_hours(tally, &walk, &calendar, trigger));
    tally.close("every minute of 24 clock changes");
}

#[test]
fn deadlines_that_fall_on_a_clock_change_are_counted_as_the_walk_counts_them() {
    let (walk, calendar) = (Walk::new(), Calendar::england_and_wales());
    // From three days before, so that 72 hours end on the day of the change.
    let minutes: Vec<i64> = ["2026-03-29", "2026-10-25"]
        .iter()
        .map(|change| walk.place(change))
        .flat_map(|place| (walk.midnights[place - 3]..walk.midnights[place]).step_by(MINUTE as usize))
        .collect();
    let tally = in_parts(&minutes, |tally, trigger| check_hours(tally, &walk, &calendar, trigger));
    tally.close("every minute of the three days before both clock changes of 2026");
}

#[test]
fn every_clock_of_the_catalogue_is_asked() {
    let asked: BTreeSet<Clock> =
        DAY_COUNTED.iter().map(|row| row.0).chain(HOUR_COUNTED.iter().map(|row| row.0)).collect();
    assert_eq!(asked, Clock::ALL.iter().copied().collect());
}

#[test]
fn the_days_of_the_clock_changes_have_23_and_25_hours() {
    let walk = Walk::new();
    for (change, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-03", 24)] {
        let place = walk.place(change);
        assert_eq!(walk.midnights[place + 1] - walk.midnights[place], hours * HOUR, "{change}");
    }
}
