//! Days and moments in the words that people read, in London civil time.

use crate::time::{Day, Moment, zone};
use jiff::civil::Weekday;
use jiff::tz::AmbiguousOffset;

/// This words a day: "Wednesday 3 June 2026".
pub fn day_words(day: Day) -> String {
    let weekday = match day.0.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    let month = match day.0.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    };
    format!("{weekday} {} {month} {}", day.0.day(), day.0.year())
}

/// This words a moment: "14:30 on Wednesday 3 June 2026", with BST or GMT when that time comes twice.
pub fn moment_words(moment: Moment) -> String {
    let here = moment.timestamp().to_zoned_datetime(zone());
    // On the last Sunday of October the hour from 01:00 comes twice.
    let may_come_twice = here.month() == 10 && here.hour() == 1 && here.weekday() == Weekday::Sunday;
    let comes_twice = may_come_twice
        && match zone().to_ambiguous_timestamp(here.datetime()).offset() {
            AmbiguousOffset::Fold { .. } => true,
            AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. } => false,
        };
    let name = if comes_twice { here.strftime(" %Z").to_string() } else { String::new() };
    format!("{:02}:{:02}{name} on {}", here.hour(), here.minute(), day_words(Day(here.date())))
}
