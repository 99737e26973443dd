//! Dates and times in the forms in which forces write them; London time, the day first.

use super::file::{Cell, serial};
use domain::time::{Day, Moment, month_named, zone};
use jiff::civil::{Date, DateTime, Time};

/// How the dates of a file are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Whether 03/04/2026 is 3 April. Where it is not said to be, such a date is refused.
    pub day_first: bool,
    /// The last year that a year of two digits may mean.
    pub last_year: i16,
}

/// Why something is no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoDate {
    /// It has not the form.
    Form,
    /// It could be two dates.
    Ambiguous,
    /// The year has two digits where the form asks for four.
    ShortYear,
    /// No clock in London showed that time.
    LeftOut,
}

/// A day.
pub fn day(cell: &Cell, format: Option<&str>, reading: Reading) -> Result<Day, NoDate> {
    civil(cell, format, reading).map(|when| Day(when.date()))
}

/// A moment; a date alone counts from the start of its day.
pub fn moment(cell: &Cell, format: Option<&str>, reading: Reading) -> Result<Moment, NoDate> {
    if let (Cell::Text(text), None) = (cell, format)
        && let Ok(moment) = text.trim().parse()
    {
        return Ok(moment);
    }
    london_moment(civil(cell, format, reading)?).ok_or(NoDate::LeftOut)
}

fn civil(cell: &Cell, format: Option<&str>, reading: Reading) -> Result<DateTime, NoDate> {
    match cell {
        Cell::When(when) => Ok(*when),
        Cell::Number { number, shift } => {
            serial(*number + f64::from(*shift)).or_else(|| eight_digits(&cell.text())).ok_or(NoDate::Form)
        }
        Cell::Text(text) => match format {
            Some("serial") => text.trim().parse().ok().and_then(serial).ok_or(NoDate::Form),
            Some(format) => formatted(format, text.trim(), reading),
            None => usual(text.trim(), reading),
        },
        Cell::Uncomputed => Err(NoDate::Form),
    }
}

/// A date in the form that the map gives; the date alone will do where the form has a time too.
fn formatted(format: &str, text: &str, reading: Reading) -> Result<DateTime, NoDate> {
    let date_alone = format.split(' ').next().unwrap_or(format);
    let when = DateTime::strptime(format, text)
        .or_else(|_| Date::strptime(format, text).map(Date::into))
        .or_else(|_| Date::strptime(date_alone, text).map(Date::into))
        .map_err(|_| NoDate::Form)?;
    // A year of two digits is read by %Y as one of the first century.
    if when.year() < 100 {
        return Err(NoDate::ShortYear);
    }
    if format.contains("%y") && when.year() > reading.last_year {
        return when
            .date()
            .with()
            .year(when.year() - 100)
            .build()
            .map(|date| date.to_datetime(when.time()))
            .map_err(|_| NoDate::Form);
    }
    Ok(when)
}

fn eight_digits(text: &str) -> Option<DateTime> {
    (text.len() == 8).then(|| Date::strptime("%Y%m%d", text).ok().map(Date::into)).flatten()
}

/// A date in one of the usual forms: `31/01/2026`, `31-Jan-26`, `31st January 2026`, `2026-01-31`, each with or without a time.
fn usual(text: &str, reading: Reading) -> Result<DateTime, NoDate> {
    if let Some(when) = eight_digits(text) {
        return Ok(when);
    }
    if !text.chars().all(|letter| letter.is_ascii_alphanumeric() || "/-.,: ".contains(letter)) || text.len() > 40 {
        return Err(NoDate::Form);
    }
    let parts = parts(text);
    let parts: Vec<&str> = parts.iter().map(String::as_str).skip_while(|part| is_weekday(part)).collect();
    let (date, rest) = match parts.as_slice() {
        [first, second, third, rest @ ..] => (date(first, second, third, reading)?, rest),
        _ => return Err(NoDate::Form),
    };
    let rest = match rest {
        ["t" | "at", rest @ ..] => rest,
        rest => rest,
    };
    Ok(date.to_datetime(time(rest).ok_or(NoDate::Form)?))
}

/// Runs of digits and of letters, in lower case.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in text.chars().map(|letter| letter.to_ascii_lowercase()) {
        let goes_on = letter.is_ascii_alphanumeric()
            && last.is_ascii_alphanumeric()
            && letter.is_ascii_digit() == last.is_ascii_digit();
        match parts.last_mut().filter(|_| goes_on) {
            Some(part) => part.push(letter),
            None if letter.is_ascii_alphanumeric() => parts.push(letter.to_string()),
            None => {}
        }
        last = letter;
    }
    // The ending of '31st' stands right after its digits.
    parts.retain(|part| !matches!(part.as_str(), "st" | "nd" | "rd" | "th"));
    parts
}

fn is_weekday(part: &str) -> bool {
    part.len() >= 3
        && ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            .iter()
            .any(|day| day.starts_with(part))
}

fn date(first: &str, second: &str, third: &str, reading: Reading) -> Result<Date, NoDate> {
    let number = |part: &str| part.parse::<i8>().ok().filter(|_| part.len() <= 2).ok_or(NoDate::Form);
    let (day, month, year) = if first.len() == 4 {
        (number(third)?, month_named(second).map_or_else(|| number(second), Ok)?, first)
    } else if let Some(month) = month_named(second) {
        (number(first)?, month, third)
    } else if let Some(month) = month_named(first) {
        (number(second)?, month, third)
    } else {
        let (first, second) = (number(first)?, number(second)?);
        if reading.day_first || second == first || first > 12 {
            (first, second, third)
        } else if second > 12 {
            (second, first, third)
        } else {
            return Err(NoDate::Ambiguous);
        }
    };
    let year: i16 = match (year.len(), year.parse::<i16>().map_err(|_| NoDate::Form)?) {
        (4, year) => year,
        // Bounded: the latest year that ends so and is not after the last one.
        (2, year) => {
            let year = reading.last_year - reading.last_year % 100 + year;
            if year > reading.last_year { year - 100 } else { year }
        }
        _ => return Err(NoDate::Form),
    };
    Date::new(year, month, day).map_err(|_| NoDate::Form)
}

/// The time of day after the date; midnight where there is none.
fn time(parts: &[&str]) -> Option<Time> {
    let number = |part: &str| part.parse::<i8>().ok().filter(|_| part.len() <= 2);
    let (clock, half) = match parts {
        [clock @ .., "hrs" | "hours" | "h"] => (clock, None),
        [clock @ .., half @ ("am" | "pm")] => (clock, Some(*half)),
        clock => (clock, None),
    };
    let (hour, minute, second) = match clock {
        [] if half.is_none() => return Some(Time::midnight()),
        [four] if four.len() == 4 && half.is_none() => (number(four.get(..2)?)?, number(four.get(2..)?)?, 0),
        [hour] if half.is_some() => (number(hour)?, 0, 0),
        [hour, minute] => (number(hour)?, number(minute)?, 0),
        // Parts of a second are dropped.
        [hour, minute, second] => (number(hour)?, number(minute)?, number(second)?),
        [hour, minute, second, part] if part.bytes().all(|letter| letter.is_ascii_digit()) => {
            (number(hour)?, number(minute)?, number(second)?)
        }
        _ => return None,
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some("pm") => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    Time::new(hour, minute, second, 0).ok()
}

/// A London time as a moment; none for the hour that is left out in spring. Of an hour that comes twice, the first counts.
pub fn london_moment(civil: DateTime) -> Option<Moment> {
    let ambiguous = zone().to_ambiguous_timestamp(civil);
    match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Gap { .. } => None,
        jiff::tz::AmbiguousOffset::Unambiguous { .. } | jiff::tz::AmbiguousOffset::Fold { .. } => {
            ambiguous.compatible().ok().map(Moment::from_timestamp)
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const BRITISH: Reading = Reading { day_first: true, last_year: 2026 };
    const UNSAID: Reading = Reading { day_first: false, last_year: 2026 };

    fn read(text: &str, reading: Reading) -> Result<String, NoDate> {
        civil(&Cell::Text(text.to_owned()), None, reading).map(|when| when.to_string())
    }

    #[test]
    fn the_forms_that_forces_use_are_read() {
        let day = "2026-01-31T00:00:00";
        for form in [
            "31/01/2026",
            "31.1.26",
            "31-Jan-26",
            "31 January 2026",
            "Sat 31st Jan 2026",
            "2026-01-31",
            "20260131",
            "January 31, 2026",
            "2026/01/31",
        ] {
            assert_eq!(read(form, BRITISH).as_deref(), Ok(day), "{form}");
        }
        let time = "2026-01-31T21:05:00";
        for form in [
            "31/01/2026 21:05",
            "31-Jan-26 9:05 pm",
            "2026-01-31T21:05",
            "2026-01-31 21:05:00",
            "31/01/2026 2105hrs",
            "31/01/2026 at 21:05",
            "31/01/2026 21:05:00.000",
        ] {
            assert_eq!(read(form, BRITISH).as_deref(), Ok(time), "{form}");
        }
        for form in [
            "",
            "soon",
            "31/02/2026",
            "31/13/2026",
            "1/2",
            "31/01/026",
            "31/01/2026 25:00",
            "31/01/2026 9 o'clock",
            "46053",
        ] {
            assert_eq!(read(form, BRITISH), Err(NoDate::Form), "{form}");
        }
    }

    #[test]
    fn which_comes_first_is_asked_only_where_it_matters() {
        assert_eq!(read("03/04/2026", BRITISH).as_deref(), Ok("2026-04-03T00:00:00"));
        assert_eq!(read("03/04/2026", UNSAID), Err(NoDate::Ambiguous));
        assert_eq!(read("13/04/2026", UNSAID).as_deref(), Ok("2026-04-13T00:00:00"));
        assert_eq!(read("04/13/2026", UNSAID).as_deref(), Ok("2026-04-13T00:00:00"));
        assert_eq!(read("04/04/2026", UNSAID).as_deref(), Ok("2026-04-04T00:00:00"));
        assert_eq!(read("04/13/2026", BRITISH), Err(NoDate::Form));
    }

    #[test]
    fn a_year_of_two_digits_is_never_after_the_last_one() {
        assert_eq!(read("1/2/26", BRITISH).as_deref(), Ok("2026-02-01T00:00:00"));
        assert_eq!(read("1/2/27", BRITISH).as_deref(), Ok("1927-02-01T00:00:00"));
        let later = Reading { last_year: 2036, ..BRITISH };
        assert_eq!(read("1/2/27", later).as_deref(), Ok("2027-02-01T00:00:00"));
        let by_map = |text| formatted("%d/%m/%y", text, BRITISH).unwrap().to_string();
        assert_eq!(
            (by_map("01/02/45"), by_map("01/02/26")),
            ("1945-02-01T00:00:00".to_owned(), "2026-02-01T00:00:00".to_owned())
        );
        assert_eq!(formatted("%d/%m/%Y", "01/02/26", BRITISH), Err(NoDate::ShortYear));
    }

    #[test]
    fn numbers_are_days_of_the_calendar_that_the_book_has() {
        let read = |number, shift| day(&Cell::Number { number, shift }, Some("%d/%m/%Y"), BRITISH).unwrap().to_string();
        assert_eq!((read(46_053.0, 0), read(44_591.0, 1_462)), ("2026-01-31".to_owned(), "2026-01-31".to_owned()));
        let text = Cell::Text("46053.878472".to_owned());
        assert_eq!(civil(&text, Some("serial"), BRITISH).unwrap().to_string(), "2026-01-31T21:05:00");
    }

    #[test]
    fn the_hour_that_spring_leaves_out_is_no_time() {
        let hour = |day| london_moment(jiff::civil::date(2026, 3, day).at(1, 30, 0, 0));
        assert_eq!((hour(29), hour(28).is_some()), (None, true));
        let twice = london_moment(jiff::civil::date(2026, 10, 25).at(1, 30, 0, 0)).unwrap();
        assert_eq!(twice.to_string(), "2026-10-25T00:30:00.000000Z");
    }
}
