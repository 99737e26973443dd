//! Moments and days: instants in UTC cut to microseconds, and civil days as the law counts them.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// The time zone in which the law of England and Wales counts days.
pub const ZONE: &str = "Europe/London";

/// This is the time zone in which days are counted; it is compiled in, so it cannot be missing.
pub fn zone() -> TimeZone {
    static FOUND: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get(ZONE).unwrap_or(TimeZone::UTC));
    FOUND.clone()
}

/// An instant in UTC, in whole microseconds since 1970 (PostgreSQL keeps no finer, and a hash over more never verifies).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(i64);

/// A text that is not a moment or a day.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("'{0}' is not a {1}")]
pub struct NotATime(pub String, pub &'static str);

impl Moment {
    /// This takes microseconds since 1970 as they are.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }
    /// Microseconds since 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }
    /// This is the moment that many microseconds later (earlier when negative).
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
    /// This is the moment that many hours later: elapsed hours, whatever the clocks do.
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_micros(hours.saturating_mul(3_600_000_000))
    }
    /// The instant as `jiff` has it.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
    /// This cuts an instant to microseconds.
    pub fn from_timestamp(timestamp: Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }
    /// The civil day in London on which this moment falls.
    pub fn day(self) -> Day {
        Day(zone().to_datetime(self.timestamp()).date())
    }
}
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.timestamp())
    }
}
impl FromStr for Moment {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        text.parse::<Timestamp>()
            .map(Self::from_timestamp)
            .map_err(|_| NotATime(text.to_owned(), "moment; write it like 2026-06-03T14:30:00Z"))
    }
}
impl TryFrom<String> for Moment {
    type Error = NotATime;
    fn try_from(text: String) -> Result<Self, NotATime> {
        text.parse()
    }
}
impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

/// A civil day, as the law counts days.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub Date);

impl Day {
    /// This is the first instant of the day in London.
    pub fn start(self) -> Moment {
        let civil = self.0.at(0, 0, 0, 0);
        Moment::from_timestamp(zone().to_timestamp(civil).unwrap_or(Timestamp::UNIX_EPOCH))
    }
    /// This is the day that many days later (earlier when negative).
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }
}
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl FromStr for Day {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        text.parse::<Date>().map(Self).map_err(|_| NotATime(text.to_owned(), "day (YYYY-MM-DD)"))
    }
}
impl TryFrom<String> for Day {
    type Error = NotATime;
    fn try_from(text: String) -> Result<Self, NotATime> {
        text.parse()
    }
}
impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

/// The months as they are written, in order.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month that is written in small letters, whole or by its first letters, three at least; 'sept' too.
pub fn month_named(text: &str) -> Option<i8> {
    let place = MONTHS.iter().position(|month| text.len() >= 3 && month.starts_with(text))?;
    i8::try_from(place + 1).ok()
}
