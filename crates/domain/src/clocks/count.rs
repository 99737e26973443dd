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

/// Whether a reading says how it was counted. To word it takes most of the time of a reading, and a case that is written
/// down or looked over asks for the moments alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Saying {
    /// Every day on the way, in words.
    Full,
    /// The moments alone.
    Left,
}
impl Saying {
    /// This adds a line to a working, where there is one.
    pub fn say(self, lines: &mut Vec<String>, line: impl FnOnce() -> String) {
        if self == Self::Full {
            lines.push(line());
        }
    }
    /// This words something, where words are asked for.
    pub fn text(self, text: impl FnOnce() -> String) -> String {
        if self == Self::Full { text() } else { String::new() }
    }
}

/// This counts a span from a moment; a moment or a day that the calendar does not know is refused.
pub(super) fn count(from: Moment, span: Span, calendar: &Calendar, saying: Saying) -> Result<Count, OutsideCalendar> {
    calendar.check(from.day())?;
    match span {
        Span::Hours(hours) => Ok(count_hours(from, hours, saying)),
        Span::DaysBeginningWith(days) => Ok(count_days(from.day(), days, saying)),
        Span::DaysAfter(days) => Ok(count_days_after(from.day(), days, saying)),
        Span::Until(end) => {
            calendar.check(end.day())?;
            Ok(count_until(from, end, saying))
        }
        Span::WorkingDaysAfter(days) => count_working_days(from.day(), days, calendar, saying),
    }
}

fn count_hours(from: Moment, hours: u16, saying: Saying) -> Count {
    let due_at = from.plus_hours(i64::from(hours));
    let plural = if hours == 1 { "" } else { "s" };
    let mut lines = Vec::new();
    saying
        .say(&mut lines, || format!("{hours} hour{plural} after {} is {}.", moment_words(from), moment_words(due_at)));
    Count { due_at, due_text: saying.text(|| format!("by {}", moment_words(due_at))), lines }
}

/// The day of the event is day 1 ("beginning with"); weekends and bank holidays count.
fn count_days(first: Day, days: u16, saying: Saying) -> Count {
    let days = i64::from(days);
    let mut lines = Vec::new();
    for number in 1..=days {
        saying.say(&mut lines, || format!("Day {number}: {}.", day_words(first.plus_days(number - 1))));
    }
    ends_with(first.plus_days(days - 1), lines, saying)
}

/// The day of the event is day 0; weekends and bank holidays count.
fn count_days_after(event: Day, days: u16, saying: Saying) -> Count {
    let days = i64::from(days);
    let mut lines = Vec::new();
    saying.say(&mut lines, || day_of_the_event(event));
    for number in 1..=days {
        saying.say(&mut lines, || format!("Day {number}: {}.", day_words(event.plus_days(number))));
    }
    ends_with(event.plus_days(days), lines, saying)
}

fn day_of_the_event(event: Day) -> String {
    format!("Day 0: {} (the day of the event does not count).", day_words(event))
}

/// An end that lies before the start leaves no time at all.
fn count_until(from: Moment, end: Moment, saying: Saying) -> Count {
    let due_at = end.max(from);
    let mut lines = Vec::new();
    saying.say(&mut lines, || format!("The end is given: {}.", moment_words(due_at)));
    Count { due_at, due_text: saying.text(|| format!("by {}", moment_words(due_at))), lines }
}

/// The day of the event is day 0 ("within so many working days of").
fn count_working_days(event: Day, days: u16, calendar: &Calendar, saying: Saying) -> Result<Count, OutsideCalendar> {
    let mut lines = Vec::new();
    saying.say(&mut lines, || day_of_the_event(event));
    let (mut day, mut counted) = (event, 0);
    while counted < days {
        day = day.plus_days(1);
        match calendar.kind(day)? {
            DayKind::Working => {
                counted += 1;
                saying.say(&mut lines, || format!("Day {counted}: {}.", day_words(day)));
            }
            DayKind::Weekend => saying.say(&mut lines, || format!("Skipped: {} (weekend).", day_words(day))),
            DayKind::BankHoliday { name, note } => saying.say(&mut lines, || {
                let note = note.map(|note| format!("; {note}")).unwrap_or_default();
                format!("Skipped: {} (bank holiday: {name}{note}).", day_words(day))
            }),
        }
    }
    saying.say(&mut lines, || {
        let entered = match calendar.changes().len() {
            0 => String::new(),
            1 => ", and one day entered here since".to_owned(),
            number => format!(", and {number} days entered here since"),
        };
        format!("Calendar: {}{entered}.", calendar.version())
    });
    if calendar.is_projected(day.0.year()) {
        saying.say(&mut lines, || {
            format!("The bank holidays of {} are projected: they are not yet published.", day.0.year())
        });
    }
    Ok(ends_with(day, lines, saying))
}

fn ends_with(last: Day, lines: Vec<String>, saying: Saying) -> Count {
    let due_text = saying.text(|| format!("by the end of {}", day_words(last)));
    Count { due_at: last.plus_days(1).start(), due_text, lines }
}
