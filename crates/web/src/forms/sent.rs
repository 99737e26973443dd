//! What a form sent, and what it means: each field is read with all that is wrong with it, and nothing that was typed is lost.

use axum::Form;
use axum::extract::rejection::FormRejection;
use casework::intake::when::london_moment;
use domain::time::{Day, Moment};
use std::str::FromStr;

/// The names and values of a form, in the order in which they were sent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// This takes names and values, such as those that a form begins with.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
    /// This takes a body as axum read it; none for one that is no form.
    pub fn read(body: Result<Form<Vec<(String, String)>>, FormRejection>) -> Option<Self> {
        body.ok().map(|Form(pairs)| Self(pairs))
    }
    /// This takes names and values as they were kept.
    pub const fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
    /// The names and values.
    pub fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
    /// What was asked for, as one text: all but what differs each time that the same form comes again.
    pub fn as_asked(&self) -> String {
        let asked: Vec<_> = self.0.iter().filter(|(name, _)| name != "token" && name != "seen").collect();
        format!("{asked:?}")
    }
    /// The value of a name as it was sent, with the space around it: a password.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
    /// The value of a name, without the space around it; empty where it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.all(name).into_iter().next().unwrap_or_default()
    }
    /// All values of a name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(of, _)| of == name).map(|(_, value)| value.trim()).collect()
    }
    /// This puts another value in place of a name's.
    pub fn put(&mut self, name: &str, value: String) {
        self.0.retain(|(of, _)| of != name);
        self.0.push((name.to_owned(), value));
    }
}

/// What is wrong with a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// Its name.
    pub field: String,
    /// What is wrong and what to do, as a sentence.
    pub words: String,
}

/// Reading what was sent: every field is read before the first problem is told, and all are told together.
pub struct Reading<'a> {
    sent: &'a Sent,
    wrong: Vec<Wrong>,
    now: Moment,
    reader: &'a str,
}

impl<'a> Reading<'a> {
    /// This begins to read, as of a moment.
    pub const fn new(sent: &'a Sent, now: Moment) -> Self {
        Self { sent, wrong: Vec::new(), now, reader: "" }
    }
    /// By an account, by the name that it signs in with.
    #[must_use]
    pub fn by(self, reader: &'a str) -> Self {
        Self { reader, ..self }
    }
    /// The name that the reader signs in with.
    pub fn reader(&self) -> String {
        self.reader.to_owned()
    }
    /// All that is wrong.
    pub fn into_wrong(self) -> Vec<Wrong> {
        self.wrong
    }
    /// This says what is wrong with a field.
    pub fn wrong(&mut self, field: &str, words: impl Into<String>) {
        self.wrong.push(Wrong { field: field.to_owned(), words: words.into() });
    }
    /// Words that may be empty.
    pub fn text(&self, name: &str) -> String {
        self.sent.text(name).to_owned()
    }
    /// Words, where there are any.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }
    /// Everything that was chosen of a list whose items are no codes of ours.
    pub fn chosen(&self, name: &str) -> Vec<String> {
        self.sent.all(name).into_iter().filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }
    /// Everything that was chosen of a list; `ask` is said of what is not in it.
    pub fn several<T: FromStr>(&mut self, name: &str, ask: &str) -> Option<Vec<T>> {
        let read: Option<Vec<T>> = self.chosen(name).iter().map(|value| value.parse().ok()).collect();
        if read.is_none() {
            self.wrong(name, ask);
        }
        read
    }
    /// What was answered to questions whose names begin so, without that beginning; what is blank is left out.
    pub fn answers(&self, beginning: &str) -> Vec<(String, String)> {
        let of = |(name, value): &(String, String)| {
            let code = name.strip_prefix(beginning)?;
            (!value.trim().is_empty()).then(|| (code.to_owned(), value.trim().to_owned()))
        };
        self.sent.0.iter().filter_map(of).collect()
    }
    /// Whether a statement was ticked.
    pub fn yes(&self, name: &str) -> bool {
        self.sent.text(name) == "yes"
    }
    /// Words that must be there; `ask` says for what.
    pub fn words(&mut self, name: &str, ask: &str) -> Option<String> {
        let text = self.text(name);
        if text.is_empty() {
            self.wrong(name, ask);
            return None;
        }
        Some(text)
    }
    /// Words of so many characters at least; `ask` says for what.
    pub fn at_least(&mut self, name: &str, characters: usize, ask: &str) -> Option<String> {
        let text = self.words(name, ask)?;
        let length = text.chars().count();
        if length < characters {
            self.wrong(name, format!("{ask}, in {characters} characters or more; these are {length}"));
            return None;
        }
        Some(text)
    }
    /// A choice that must be made; `ask` says which.
    pub fn choice<T: FromStr>(&mut self, name: &str, ask: &str) -> Option<T> {
        let read = self.sent.text(name).parse().ok();
        if read.is_none() {
            self.wrong(name, ask);
        }
        read
    }
    /// A choice that may be left out.
    pub fn maybe<T: FromStr>(&mut self, name: &str, ask: &str) -> Option<Option<T>> {
        if self.sent.text(name).is_empty() { Some(None) } else { self.choice(name, ask).map(Some) }
    }
    /// A day that must be there.
    pub fn day(&mut self, name: &str, ask: &str) -> Option<Day> {
        let read = self.maybe_day(name, ask)?;
        if read.is_none() {
            self.wrong(name, ask);
        }
        read
    }
    /// A day that may be left out.
    pub fn maybe_day(&mut self, name: &str, ask: &str) -> Option<Option<Day>> {
        let part = |part: &str| self.sent.text(&format!("{name}-{part}"));
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Some(None);
        }
        match civil_day(day, month, year) {
            Some(day) => Some(Some(day)),
            None => {
                self.wrong(name, format!("{ask}, as day, month and year in numbers, such as 3 6 2026"));
                None
            }
        }
    }
    /// A moment that must be there: a day and a time; without a time it is the middle of that day, or now if it is today.
    pub fn moment(&mut self, name: &str, ask: &str) -> Option<Moment> {
        self.moment_and_time(name, ask).map(|(moment, _)| moment)
    }
    /// A moment that may be left out, day and time both.
    pub fn maybe_moment(&mut self, name: &str, ask: &str) -> Option<Option<Moment>> {
        let given =
            ["day", "month", "year", "time"].iter().any(|part| !self.sent.text(&format!("{name}-{part}")).is_empty());
        if given { self.moment(name, ask).map(Some) } else { Some(None) }
    }
    /// A whole number above nothing that must be there.
    pub fn number(&mut self, name: &str, ask: &str) -> Option<u16> {
        let read = self.sent.text(name).parse().ok().filter(|number| *number > 0);
        if read.is_none() {
            self.wrong(name, format!("{ask}, as a whole number"));
        }
        read
    }
    /// A moment that must be there, and whether its time was given.
    pub fn moment_and_time(&mut self, name: &str, ask: &str) -> Option<(Moment, bool)> {
        let day = self.day(name, ask)?;
        let time = self.sent.text(&format!("{name}-time")).to_owned();
        let read = if time.is_empty() { Some(None) } else { civil_time(&time).map(Some) };
        let moment = match read {
            None => {
                self.wrong(name, "Write the time by the 24-hour clock, such as 14:30, or leave it out");
                return None;
            }
            Some(None) if day == self.now.day() => Some(self.now),
            Some(None) => london_moment(day.0.at(12, 0, 0, 0)),
            Some(Some((hour, minute))) => london_moment(day.0.at(hour, minute, 0, 0)),
        };
        if moment.is_none() {
            self.wrong(name, "No clock in London showed that time: it is in the hour that spring leaves out");
        }
        moment.map(|moment| (moment, !time.is_empty()))
    }
}

fn civil_day(day: &str, month: &str, year: &str) -> Option<Day> {
    let plain = |text: &str, longest: usize| {
        (!text.is_empty() && text.len() <= longest && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
    };
    plain(day, 2)?;
    plain(month, 2)?;
    plain(year, 4).filter(|()| year.len() == 4)?;
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}

fn civil_time(text: &str) -> Option<(i8, i8)> {
    let (hour, minute) = text.split_once([':', '.'])?;
    let number =
        |text: &str| (text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?;
    let (hour, minute): (i8, i8) = (number(hour)?, number(minute)?);
    ((0..24).contains(&hour) && (0..60).contains(&minute) && text.len() >= 4).then_some((hour, minute))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn moment(day: [&str; 3], time: &str) -> Result<String, String> {
        let [day, month, year] = day;
        let sent = Sent::of([
            ("at-day", day.to_owned()),
            ("at-month", month.to_owned()),
            ("at-year", year.to_owned()),
            ("at-time", time.to_owned()),
        ]);
        let mut reading = Reading::new(&sent, "2026-06-03T09:00:00Z".parse().unwrap());
        match reading.moment("at", "Enter when it was") {
            Some(moment) => Ok(moment.to_string()),
            None => Err(reading.into_wrong().remove(0).words),
        }
    }

    #[test]
    fn a_moment_is_london_time_and_a_day_without_one_is_its_middle() {
        assert_eq!(moment(["2", "6", "2026"], "14:30").unwrap(), "2026-06-02T13:30:00.000000Z");
        assert_eq!(moment(["02", "06", "2026"], "9.05").unwrap(), "2026-06-02T08:05:00.000000Z");
        assert_eq!(moment(["2", "6", "2026"], "").unwrap(), "2026-06-02T11:00:00.000000Z");
        assert_eq!(moment(["3", "6", "2026"], "").unwrap(), "2026-06-03T09:00:00.000000Z");
    }

    #[test]
    fn what_is_no_moment_is_told() {
        for (day, time) in
            [(["31", "6", "2026"], ""), (["2", "6", "26"], ""), (["2", "June", "2026"], ""), (["", "", ""], "")]
        {
            assert!(moment(day, time).unwrap_err().starts_with("Enter when it was"), "{day:?}");
        }
        for time in ["24:00", "9", "9:5x", "12:60", "-1:00"] {
            assert!(moment(["2", "6", "2026"], time).unwrap_err().starts_with("Write the time"), "{time}");
        }
        assert!(moment(["29", "3", "2026"], "01:30").unwrap_err().starts_with("No clock in London"));
    }

    #[test]
    fn a_choice_outside_the_list_is_asked_for_again() {
        let sent = Sent::of([
            ("grade", "enormous".to_owned()),
            ("factors", "threats".to_owned()),
            ("factors", "none".to_owned()),
        ]);
        let mut reading = Reading::new(&sent, "2026-06-03T09:00:00Z".parse().unwrap());
        assert!(reading.choice::<domain::catalogue::Grade>("grade", "Choose a grade").is_none());
        assert_eq!(reading.maybe::<domain::catalogue::Grade>("other", "Choose"), Some(None));
        assert_eq!(reading.into_wrong().len(), 1);
    }
}
