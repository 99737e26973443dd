//! The working days of England and Wales: neither Saturday, Sunday nor bank holiday.

mod holidays;

pub use holidays::Holiday;

use crate::time::Day;
use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A list of bank holidays with its version and its limits, and what was entered here since.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    version: &'static str,
    holidays: &'static [Holiday],
    years: (i16, i16),
    last_published_year: i16,
    changes: Vec<HolidayChange>,
}

/// A bank holiday that was declared or moved after the list was made, entered by an administrator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HolidayChange {
    /// The day.
    pub on: Day,
    /// Whether it is a bank holiday from now on, or no longer one.
    pub holiday: bool,
    /// What it is, or why it is none: public words, never about a person.
    pub reason: String,
}

/// Why a change of the calendar is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CalendarRefusal {
    /// The list does not reach that far.
    #[error(transparent)]
    Outside(#[from] OutsideCalendar),
    /// It is past.
    #[error("{0} is past: what was counted over it stands")]
    Past(Day),
    /// It changes nothing.
    #[error("{0} is a Saturday or a Sunday: it is no working day anyway")]
    Weekend(Day),
    /// It is one.
    #[error("{0} is a bank holiday already")]
    AlreadyHoliday(Day),
    /// It is none.
    #[error("{0} is no bank holiday")]
    NoHoliday(Day),
    /// No words.
    #[error("say why: what was declared, and by whom")]
    NoReason,
}

impl CalendarRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Outside(_) => "a later edition of the list is needed",
            Self::Past(_) => "check the day",
            Self::Weekend(_) => "enter its substitute day, if it has one",
            Self::AlreadyHoliday(_) | Self::NoHoliday(_) => "nothing is to be done",
            Self::NoReason => "write it with --reason",
        }
    }
}

/// A day that the calendar does not know; it never guesses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the calendar {version} does not know the day {day}: it covers {first_year} to {last_year}")]
pub struct OutsideCalendar {
    /// The day that was asked for.
    pub day: Day,
    /// The first year that is covered.
    pub first_year: i16,
    /// The last year that is covered.
    pub last_year: i16,
    /// Which calendar.
    pub version: &'static str,
}

/// What a day is for the counting of working days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayKind<'a> {
    /// It counts.
    Working,
    /// It is a Saturday or a Sunday.
    Weekend,
    /// It is a bank holiday.
    BankHoliday {
        /// Its name.
        name: &'a str,
        /// What a reader should know about it.
        note: Option<&'a str>,
    },
}

impl Calendar {
    /// This is the calendar of England and Wales.
    pub const fn england_and_wales() -> Self {
        Self {
            version: "england-and-wales 2026-1",
            holidays: holidays::HOLIDAYS,
            years: holidays::YEARS,
            last_published_year: holidays::LAST_PUBLISHED_YEAR,
            changes: Vec::new(),
        }
    }

    /// The same with what was entered here since, oldest first; the last word on a day holds.
    #[must_use]
    pub fn with_changes(self, changes: Vec<HolidayChange>) -> Self {
        Self { changes, ..self }
    }

    /// What was entered here since the list was made, oldest first.
    pub fn changes(&self) -> &[HolidayChange] {
        &self.changes
    }

    /// This checks a change before it is entered, on a day. What is past is not changed: what was counted stands.
    pub fn check_change(&self, change: &HolidayChange, today: Day) -> Result<(), CalendarRefusal> {
        if change.on < today {
            return Err(CalendarRefusal::Past(change.on));
        }
        if change.reason.trim().is_empty() {
            return Err(CalendarRefusal::NoReason);
        }
        match (self.kind(change.on)?, change.holiday) {
            (DayKind::Weekend, _) => Err(CalendarRefusal::Weekend(change.on)),
            (DayKind::BankHoliday { .. }, true) => Err(CalendarRefusal::AlreadyHoliday(change.on)),
            (DayKind::Working, false) => Err(CalendarRefusal::NoHoliday(change.on)),
            (DayKind::Working, true) | (DayKind::BankHoliday { .. }, false) => Ok(()),
        }
    }

    /// Every day that is a bank holiday now, in order: by it two calendars are compared.
    pub fn days(&self) -> BTreeSet<Day> {
        let mut days: BTreeSet<Day> = self.holidays.iter().map(|holiday| holiday.on).collect();
        for change in &self.changes {
            if change.holiday {
                days.insert(change.on);
            } else {
                days.remove(&change.on);
            }
        }
        days
    }

    /// This is a calendar of the same years that knows other days, for comparison.
    #[must_use]
    pub fn with_days(&self, days: &BTreeSet<Day>) -> Self {
        let now = self.days();
        let change = |on: &Day, holiday| HolidayChange { on: *on, holiday, reason: "as it was before".to_owned() };
        let gone = now.difference(days).map(|on| change(on, false));
        let changes = gone.chain(days.difference(&now).map(|on| change(on, true)));
        let changes = self.changes.iter().cloned().chain(changes).collect();
        Self { changes, ..self.clone() }
    }

    /// The version, which a computed deadline names.
    pub const fn version(&self) -> &'static str {
        self.version
    }

    /// Every bank holiday, in order.
    pub const fn holidays(&self) -> &'static [Holiday] {
        self.holidays
    }

    /// Whether the bank holidays of that year are projected rather than published.
    pub const fn is_projected(&self, year: i16) -> bool {
        year > self.last_published_year
    }

    /// This says whether a day counts as a working day; a day outside the list is refused.
    pub fn is_working_day(&self, day: Day) -> Result<bool, OutsideCalendar> {
        Ok(self.kind(day)? == DayKind::Working)
    }

    /// This says what a day is; a day outside the list is refused.
    pub fn kind(&self, day: Day) -> Result<DayKind<'_>, OutsideCalendar> {
        self.check(day)?;
        if matches!(day.0.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return Ok(DayKind::Weekend);
        }
        if let Some(change) = self.changes.iter().rev().find(|change| change.on == day) {
            let entered = DayKind::BankHoliday { name: &change.reason, note: Some("entered here") };
            return Ok(if change.holiday { entered } else { DayKind::Working });
        }
        let listed = self.holidays.iter().find(|holiday| holiday.on == day);
        Ok(listed.map_or(DayKind::Working, |holiday| DayKind::BankHoliday { name: holiday.name, note: holiday.note }))
    }

    /// This refuses a day outside the list.
    pub fn check(&self, day: Day) -> Result<(), OutsideCalendar> {
        let (first_year, last_year) = self.years;
        if (first_year..=last_year).contains(&day.0.year()) {
            return Ok(());
        }
        Err(OutsideCalendar { day, first_year, last_year, version: self.version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap_or(Day(jiff::civil::Date::MIN))
    }

    #[test]
    fn special_bank_holidays_are_no_working_days_and_moved_ones_are() {
        let calendar = Calendar::england_and_wales();
        for holiday in ["2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"] {
            assert_eq!(calendar.is_working_day(day(holiday)), Ok(false), "{holiday}");
        }
        for moved in ["2020-05-04", "2022-05-30"] {
            assert_eq!(calendar.is_working_day(day(moved)), Ok(true), "{moved}");
        }
    }

    #[test]
    fn a_day_outside_the_list_is_refused_by_name() {
        let calendar = Calendar::england_and_wales();
        for outside in ["2014-12-31", "2031-01-01"] {
            let refusal = calendar.kind(day(outside));
            assert!(matches!(refusal, Err(OutsideCalendar { first_year: 2015, last_year: 2030, .. })), "{outside}");
        }
        assert!(calendar.kind(day("2015-01-01")).is_ok() && calendar.kind(day("2030-12-31")).is_ok());
    }

    #[test]
    fn the_list_is_in_order_on_weekdays_and_has_eight_days_a_year_or_one_more() {
        let calendar = Calendar::england_and_wales();
        assert!(calendar.holidays().iter().zip(calendar.holidays().iter().skip(1)).all(|(a, b)| a.on < b.on));
        for year in 2015..=2030 {
            let days = calendar.holidays().iter().filter(|holiday| holiday.on.0.year() == year);
            assert_eq!(
                days.count(),
                if [2022].contains(&year) {
                    10
                } else if year == 2023 {
                    9
                } else {
                    8
                },
                "{year}"
            );
        }
        let weekend = |holiday: &&Holiday| matches!(holiday.on.0.weekday(), Weekday::Saturday | Weekday::Sunday);
        assert_eq!(calendar.holidays().iter().find(weekend), None);
    }

    #[test]
    fn years_that_nobody_has_published_are_projected() {
        let calendar = Calendar::england_and_wales();
        assert!(!calendar.is_projected(2027) && calendar.is_projected(2028));
    }
}
