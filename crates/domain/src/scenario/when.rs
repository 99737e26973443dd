//! Days and times as people write them: 2026-03-02, 2 March 2026, 02/03/2026, 09:15, 9.15am, 3 days later.

use super::words::{Kind, Word, after, skip, starts_with};
use crate::clocks::day_words;
use crate::time::{Day, Moment, month_named, zone};
use jiff::civil::{Date, Weekday};
use jiff::tz::{AmbiguousOffset, Offset};

/// A day, or a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// Only the day is known.
    Day(Day),
    /// The moment is known.
    At(Moment),
}
impl When {
    /// The day.
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::At(moment) => moment.day(),
        }
    }
    /// The moment; noon of a day of which no more is known, and the same moment of the same day as one that is given.
    pub fn moment(self, given: Moment) -> Moment {
        match self {
            Self::At(moment) => moment,
            Self::Day(day) if day == given.day() => given,
            Self::Day(day) => noon(day),
        }
    }
}

/// What was found at the start of some words: nothing, or so many words with their meaning.
type Found<T> = Result<Option<(usize, T)>, String>;

/// The years that the calendar of bank holidays covers.
const YEARS: std::ops::RangeInclusive<i16> = 2015..=2030;

/// Noon of a day.
pub(super) fn noon(day: Day) -> Moment {
    day.start().plus_hours(12)
}

/// The last moment of a day.
pub(super) fn end_of(day: Day) -> Moment {
    day.plus_days(1).start().plus_micros(-1)
}

/// This reads a day or a moment at the start of some words; a time alone, or '3 days later', counts from the moment given.
pub(super) fn read(words: &[Word], from: Option<Moment>) -> Found<When> {
    let lead = words.len() - skip(words).len();
    let rest = after(words, lead);
    if let Some((taken, when)) = relative(rest, from) {
        return with_time(rest, taken, when).map(|found| found.map(|(taken, when)| (lead + taken, when)));
    }
    if let Some((taken, moment)) = instant(rest)? {
        return Ok(Some((lead + taken, When::At(moment))));
    }
    if let Some((taken, day)) = day(rest)? {
        return with_time(rest, taken, When::Day(day)).map(|found| found.map(|(taken, when)| (lead + taken, when)));
    }
    match (time(rest), from) {
        (Some((taken, time)), Some(from)) => {
            let (zoned, moment) = placed(from.day(), time, after(rest, taken))?;
            Ok(Some((lead + taken + zoned, When::At(moment))))
        }
        (Some(_), None) => Err("a time needs a day before it".to_owned()),
        (None, _) => Ok(None),
    }
}

fn with_time(words: &[Word], taken: usize, when: When) -> Found<When> {
    let When::Day(day) = when else { return Ok(Some((taken, when))) };
    let rest = after(words, taken);
    // A time after a colon belongs to what follows, unless it stands close: '2026-03-02, 09:15' is one.
    let lead = rest.len() - skip(rest).len();
    let Some((more, time)) = time(after(rest, lead)) else { return Ok(Some((taken, when))) };
    let (zoned, moment) = placed(day, time, after(rest, lead + more))?;
    Ok(Some((taken + lead + more + zoned, When::At(moment))))
}

/// A time of day in minutes, or the end of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Time {
    Minutes(i16),
    EndOfDay,
}

/// This puts a time on a day, in London; which of two, where the hour comes twice, may be said by BST or GMT.
fn placed(day: Day, time: Time, rest: &[Word]) -> Result<(usize, Moment), String> {
    let Time::Minutes(minutes) = time else { return Ok((0, end_of(day))) };
    let (hours, minutes) = (i8::try_from(minutes / 60).unwrap_or(0), i8::try_from(minutes % 60).unwrap_or(0));
    let civil = day.0.at(hours, minutes, 0, 0);
    let zone_word = rest.first().map(|word| word.text.as_str());
    let said = match zone_word {
        Some("bst") => Some(Offset::constant(1)),
        Some("gmt") => Some(Offset::constant(0)),
        Some(_) | None => None,
    };
    let taken = usize::from(said.is_some());
    let offset = match zone().to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Fold { before, .. } => said.unwrap_or(before),
        AmbiguousOffset::Gap { .. } => {
            return Err(format!("there is no {hours:02}:{minutes:02} on {}: the clocks go forward", day_words(day)));
        }
    };
    let timestamp = offset.to_timestamp(civil).map_err(|_| "this moment is out of reach".to_owned())?;
    Ok((taken, Moment::from_timestamp(timestamp)))
}

/// 'RFC 3339', such as 2026-03-02T09:15:00Z; without an offset it is London time.
fn instant(words: &[Word]) -> Found<Moment> {
    let Some(first) = words.first().filter(|word| word.kind == Kind::Word) else { return Ok(None) };
    let Some((date, clock)) = first.text.split_once('t').filter(|(date, _)| date.len() == 10 && digits(date)) else {
        return Ok(None);
    };
    let upper = first.text.to_uppercase();
    if let Ok(moment) = upper.parse::<Moment>() {
        in_reach(moment.day())?;
        return Ok(Some((1, moment)));
    }
    let day: Day = date.parse().map_err(|_| format!("'{date}' is no day of the calendar"))?;
    let clock = Word { text: clock.to_owned(), stem: clock.to_owned(), kind: Kind::Word };
    let (_, time) = time(&[clock]).ok_or_else(|| format!("'{}' is no moment", first.text))?;
    in_reach(day)?;
    placed(day, time, after(words, 1)).map(|(taken, moment)| Some((1 + taken, moment)))
}

fn digits(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_digit())
}

fn in_reach(day: Day) -> Result<Day, String> {
    let (first, last) = (YEARS.start(), YEARS.end());
    let inside = YEARS.contains(&day.0.year());
    inside.then_some(day).ok_or_else(|| format!("{day} is out of reach: the calendar covers {first} to {last}"))
}

/// A day in one of the ways in which people write it, with its weekday or without.
fn day(words: &[Word]) -> Found<Day> {
    let Some(first) = words.first().filter(|word| word.kind == Kind::Word) else { return Ok(None) };
    if let Some(weekday) = weekday(&first.text) {
        let lead = words.len() - skip(after(words, 1)).len();
        let Some((taken, day)) = day(after(words, lead))? else { return Ok(None) };
        if day.0.weekday() != weekday {
            return Err(format!("{day} is not what its weekday says: it is {}", day_words(day)));
        }
        return Ok(Some((lead + taken, day)));
    }
    if let Some(read) = numeric(&first.text) {
        return read.and_then(in_reach).map(|day| Some((1, day)));
    }
    let texts: Vec<&str> = words.iter().filter(|word| word.kind == Kind::Word).map(|word| word.text.as_str()).collect();
    let (number, name, year) = match texts.as_slice() {
        [number, name, year, ..] if month_named(name).is_some() => (*number, *name, *year),
        [name, number, year, ..] if month_named(name).is_some() => (*number, *name, *year),
        _ => return Ok(None),
    };
    let number: String = number.chars().take_while(char::is_ascii_digit).collect();
    let (Ok(number), Some(name)) = (number.parse::<i8>(), month_named(name)) else { return Ok(None) };
    let year: i16 = year.parse().map_err(|_| "a day needs its year, as in 2 March 2026".to_owned())?;
    let date = Date::new(year, name, number).map_err(|_| format!("there is no day {number} in that month"))?;
    let taken = words.iter().enumerate().filter(|(_, word)| word.kind == Kind::Word).nth(2).map_or(3, |(at, _)| at + 1);
    in_reach(Day(date)).map(|day| Some((taken, day)))
}

/// 2026-03-02, 02/03/2026, 2.3.2026: the day first, as people write it in England and Wales, or the year first.
fn numeric(text: &str) -> Option<Result<Day, String>> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.chars().all(|letter| letter.is_ascii_digit()));
    let (one_number, two_number, three_number) = (number(one)?, number(two)?, number(three)?);
    let (year, month, day) =
        if one.len() == 4 { (one_number, two_number, three_number) } else { (three_number, two_number, one_number) };
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    let wrong = || format!("'{text}' is no day of the calendar (write 2026-03-02, 02/03/2026 or 2 March 2026)");
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Some(Err(wrong())) };
    Some(Date::new(year, month, day).map(Day).map_err(|_| wrong()))
}

fn weekday(text: &str) -> Option<Weekday> {
    let days = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    days.into_iter().find(|(name, _)| shortened(name, text)).map(|(_, day)| day)
}

fn shortened(name: &str, text: &str) -> bool {
    text.len() >= 3 && text.len() <= name.len() && name.starts_with(text)
}

/// 09:15, 9.15am, 9 am, noon, midnight (the first moment of the day), the end of the day.
fn time(words: &[Word]) -> Option<(usize, Time)> {
    for (phrase, time) in [
        ("end day", Time::EndOfDay),
        ("noon", Time::Minutes(720)),
        ("midday", Time::Minutes(720)),
        ("midnight", Time::Minutes(0)),
    ] {
        if let Some(taken) = starts_with(words, phrase) {
            return Some((taken, time));
        }
    }
    let first = words.first().filter(|word| word.kind == Kind::Word)?;
    let text = first.text.trim_end_matches('z');
    let (text, half, mut taken) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text, Some(0), 1),
        (None, Some(text)) => (text, Some(12), 1),
        (None, None) => (text, None, 1),
    };
    let half = half.or_else(|| {
        let next = words.get(1).map(|word| word.text.as_str());
        let half = match next {
            Some("am" | "a.m") => Some(0),
            Some("pm" | "p.m") => Some(12),
            Some(_) | None => None,
        };
        taken += usize::from(half.is_some());
        half
    });
    let parts: Vec<&str> = text.split([':', '.']).collect();
    let number = |text: &str, max: i16| {
        let short = (1..=2).contains(&text.len()) && text.chars().all(|letter| letter.is_ascii_digit());
        text.parse::<i16>().ok().filter(|number| short && *number <= max)
    };
    let (hours, minutes) = match (parts.as_slice(), half) {
        ([hours], Some(_)) => (number(hours, 12)?, 0),
        ([hours, minutes], _) | ([hours, minutes, _], _) => (number(hours, 23)?, number(minutes, 59)?),
        _ => return None,
    };
    let hours = half.map_or(hours, |half: i16| hours % 12 + half);
    Some((taken, Time::Minutes(hours * 60 + minutes)))
}

/// 'the next day', 'the same day', '3 days later', '2 weeks', '30 minutes later'.
fn relative(words: &[Word], from: Option<Moment>) -> Option<(usize, When)> {
    let from = from?;
    for (phrase, days) in [("next day", 1), ("following day", 1), ("day after", 1), ("same day", 0), ("today", 0)] {
        if let Some(taken) = starts_with(words, phrase) {
            return Some((taken, When::Day(from.day().plus_days(days))));
        }
    }
    let number: i64 =
        words.first()?.text.trim_start_matches('+').parse().ok().filter(|number| (0..=6000).contains(number))?;
    let unit = words.get(1)?.stem.as_str();
    let when = match unit {
        "minut" => When::At(from.plus_micros(number * 60_000_000)),
        "hour" => When::At(from.plus_hours(number)),
        "day" => When::Day(from.day().plus_days(number)),
        "week" => When::Day(from.day().plus_days(number * 7)),
        _ => return None,
    };
    let later = words.get(2).is_some_and(|word| matches!(word.text.as_str(), "later" | "after" | "on" | "afterwards"));
    in_reach(when.day()).ok().map(|_| (2 + usize::from(later), when))
}

#[cfg(test)]
mod tests {
    use super::super::words::plain;
    use super::*;

    fn found(text: &str) -> Result<Option<(usize, String)>, String> {
        let words = super::super::words::line(text)?.words;
        let read = read(&words, "2026-03-02T09:00:00Z".parse().ok())?;
        Ok(read.map(|(taken, when)| match when {
            When::Day(day) => (taken, day.to_string()),
            When::At(moment) => (taken, moment.to_string().chars().take(16).collect()),
        }))
    }

    #[test]
    fn days_and_times_are_read_as_people_write_them() -> Result<(), String> {
        for text in
            ["2026-03-02 09:15", "2 March 2026, 9.15am", "Mon 02/03/2026 at 09:15", "2nd Mar 2026 9:15 am", "9.15 am"]
        {
            assert_eq!(found(text)?.map(|(_, when)| when), Some("2026-03-02T09:15".to_owned()), "{text}");
        }
        assert_eq!(found("3 days later")?, Some((3, "2026-03-05".to_owned())));
        assert_eq!(found("2026-10-25 01:30 GMT")?.map(|(_, when)| when), Some("2026-10-25T01:30".to_owned()));
        assert_eq!(found("2026-10-25 01:30")?.map(|(_, when)| when), Some("2026-10-25T00:30".to_owned()));
        assert_eq!(found("report: A1")?, None);
        Ok(())
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in
            ["2026-02-30", "29 March 2026 01:30", "Tuesday 2 March 2026", "2013-05-01", "2026-13-01", "31 June 2026"]
        {
            assert!(found(text).is_err(), "{text}");
        }
        assert!(plain("2026-03-02").len() == 1);
    }
}
