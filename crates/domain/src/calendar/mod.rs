//! The working days of England and Wales: neither Saturday, Sunday nor bank holiday.

mod holidays;

pub use holidays::Holiday;

use crate::time::Day;
use jiff::civil::Weekday;

/// A list of bank holidays with its version and its limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Calendar {
    version: &'static str,
    holidays: &'static [Holiday],
    years: (i16, i16),
    last_published_year: i16,
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
pub enum DayKind {
    /// It counts.
    Working,
    /// It is a Saturday or a Sunday.
    Weekend,
    /// It is a bank holiday.
    BankHoliday(&'static Holiday),
}

impl Calendar {
    /// This is the calendar of England and Wales.
    pub const fn england_and_wales() -> Self {
        Self {
            version: "england-and-wales 2026-1",
            holidays: holidays::HOLIDAYS,
            years: holidays::YEARS,
            last_published_year: holidays::LAST_PUBLISHED_YEAR,
        }
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
    pub fn kind(&self, day: Day) -> Result<DayKind, OutsideCalendar> {
        self.check(day)?;
        if matches!(day.0.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return Ok(DayKind::Weekend);
        }
        Ok(self.holidays.iter().find(|holiday| holiday.on == day).map_or(DayKind::Working, DayKind::BankHoliday))
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
