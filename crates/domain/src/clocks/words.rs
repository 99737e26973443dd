//! Days and moments in the words that people read, in London civil time.

use crate::time::{Day, Moment, zone};
use jiff::tz::AmbiguousOffset;

/// This words a day: "Wednesday 3 June 2026".
pub fn day_words(day: Day) -> String {
    day.0.strftime("%A %-d %B %Y").to_string()
}

/// This words a moment: "14:30 on Wednesday 3 June 2026", with BST or GMT when that time comes twice.
pub fn moment_words(moment: Moment) -> String {
    let here = moment.timestamp().to_zoned_datetime(zone());
    // On the last Sunday of October the hour from 01:00 comes twice.
    let comes_twice = match zone().to_ambiguous_timestamp(here.datetime()).offset() {
        AmbiguousOffset::Fold { .. } => true,
        AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. } => false,
    };
    let time = here.strftime(if comes_twice { "%H:%M %Z" } else { "%H:%M" });
    format!("{time} on {}", day_words(moment.day()))
}
