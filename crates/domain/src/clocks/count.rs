//! Counting: from a moment and a span to the first instant that is too late, with every day on the way.

use super::rule::Span;
use super::words::{day_words, moment_words};
use crate::calendar::{Calendar, DayKind, OutsideCalendar};
use crate::time::{Day, Moment};

/// What counting came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Count {
    /// The first instant that is too late.
    pub due_at: Moment,
    /// Until when, in words: "by the end of Wednesday 3 June 2026".
    pub due_text: String,
    /// Each day, counted or skipped, and why.
    pub lines: Vec<String>,
}

/// This counts a span from a moment; a moment or a day that the calendar does not know is refused.
pub(super) fn count(from: Moment, span: Span, calendar: &Calendar) -> Result<Count, OutsideCalendar> {
    calendar.check(from.day())?;
    match span {
        Span::Hours(hours) => Ok(count_hours(from, hours)),
        Span::DaysBeginningWith(days) => Ok(count_days(from.day(), days)),
        Span::DaysAfter(days) => Ok(count_days_after(from.day(), days)),
        Span::Until(end) => {
            calendar.check(end.day())?;
            Ok(count_until(from, end))
        }
        Span::WorkingDaysAfter(days) => count_working_days(from.day(), days, calendar),
    }
}

fn count_hours(from: Moment, hours: u16) -> Count {
    let due_at = from.plus_hours(i64::from(hours));
    let lines = vec![format!(
        "{hours} hour{} after {} is {}.",
        if hours == 1 { "" } else { "s" },
        moment_words(from),
        moment_words(due_at)
    )];
    Count { due_at, due_text: format!("by {}", moment_words(due_at)), lines }
}

/// The day of the event is day 1 ("beginning with"); weekends and bank holidays count.
fn count_days(first: Day, days: u16) -> Count {
    let days = i64::from(days);
    let lines = (1..=days).map(|number| format!("Day {number}: {}.", day_words(first.plus_days(number - 1)))).collect();
    ends_with(first.plus_days(days - 1), lines)
}

/// The day of the event is day 0; weekends and bank holidays count.
fn count_days_after(event: Day, days: u16) -> Count {
    let days = i64::from(days);
    let mut lines = vec![format!("Day 0: {} (the day of the event does not count).", day_words(event))];
    lines.extend((1..=days).map(|number| format!("Day {number}: {}.", day_words(event.plus_days(number)))));
    ends_with(event.plus_days(days), lines)
}

/// An end that lies before the start leaves no time at all.
fn count_until(from: Moment, end: Moment) -> Count {
    let due_at = end.max(from);
    let lines = vec![format!("The end is given: {}.", moment_words(due_at))];
    Count { due_at, due_text: format!("by {}", moment_words(due_at)), lines }
}

/// The day of the event is day 0 ("within so many working days of").
fn count_working_days(event: Day, days: u16, calendar: &Calendar) -> Result<Count, OutsideCalendar> {
    let mut lines = vec![format!("Day 0: {} (the day of the event does not count).", day_words(event))];
    let (mut day, mut counted) = (event, 0);
    while counted < days {
        day = day.plus_days(1);
        match calendar.kind(day)? {
            DayKind::Working => {
                counted += 1;
                lines.push(format!("Day {counted}: {}.", day_words(day)));
            }
            DayKind::Weekend => lines.push(format!("Skipped: {} (weekend).", day_words(day))),
            DayKind::BankHoliday { name, note } => {
                let note = note.map(|note| format!("; {note}")).unwrap_or_default();
                lines.push(format!("Skipped: {} (bank holiday: {name}{note}).", day_words(day)));
            }
        }
    }
    let entered = match calendar.changes().len() {
        0 => String::new(),
        1 => ", and one day entered here since".to_owned(),
        number => format!(", and {number} days entered here since"),
    };
    lines.push(format!("Calendar: {}{entered}.", calendar.version()));
    if calendar.is_projected(day.0.year()) {
        lines.push(format!("The bank holidays of {} are projected: they are not yet published.", day.0.year()));
    }
    Ok(ends_with(day, lines))
}

fn ends_with(last: Day, lines: Vec<String>) -> Count {
    Count { due_at: last.plus_days(1).start(), due_text: format!("by the end of {}", day_words(last)), lines }
}
