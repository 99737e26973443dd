//! What is read from a text, apart from the files and the machine, so that `./dev fuzz` can read anything in the same way: times,
//! settings, answers to a screen, a batch of questions to clocks.

use domain::calendar::Calendar;
use domain::clocks::{ForceTerms, Question, Reading};
use domain::time::Moment;
use std::error::Error;

/// What is said of a time in the hour that spring leaves out.
pub const LEFT_OUT: &str = "a time that no clock in London showed: the hour that spring leaves out";

/// A time without a zone, as a person writes it.
pub fn civil(text: &str) -> Option<jiff::civil::DateTime> {
    let read = |form| jiff::civil::DateTime::strptime(form, text).ok();
    read("%Y-%m-%d %H:%M").or_else(|| read("%Y-%m-%dT%H:%M"))
}

/// This reads a moment: 'now', RFC 3339, or London time. What is wrong with it otherwise.
pub fn moment(text: &str, now: Moment) -> Result<Moment, String> {
    if text == "now" {
        return Ok(now);
    }
    let read = text.parse().ok().or_else(|| casework::intake::when::london_moment(civil(text)?));
    read.ok_or_else(|| match civil(text) {
        Some(_) => format!("'{text}' is {LEFT_OUT}"),
        None => format!("'{text}' is not a time; write 2026-06-03 14:30 (London time) or 'now'"),
    })
}

/// The settings of a file, of those that are known; or what is wrong with it.
pub fn settings(text: &str, known: &[String]) -> Result<toml::Table, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    for (key, value) in &table {
        if !known.contains(key) {
            return Err(format!("'{key}' is no setting; the nearest is '{}'", nearest(key, known)));
        }
        if !value.is_str() {
            return Err(format!("'{key}' must be text in quotes"));
        }
    }
    Ok(table)
}

/// The known name with the smallest edit distance.
pub fn nearest(name: &str, known: &[String]) -> String {
    known.iter().min_by_key(|other| distance(name, other)).cloned().unwrap_or_default()
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row.first().copied().unwrap_or(0);
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, y) in b.iter().enumerate() {
            let (left, above) = (row.get(j).copied().unwrap_or(0), row.get(j + 1).copied().unwrap_or(0));
            let cost = diagonal + usize::from(x != *y);
            diagonal = above;
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = cost.min(left + 1).min(above + 1);
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

/// A question's code, and its answer, as typed; none where the text is no CODE=ANSWER.
pub fn answer(text: &str) -> Option<(String, String)> {
    let (code, answer) = text.split_once('=')?;
    Some((code.trim().to_owned(), answer.trim().to_owned()))
}

/// The answers of a file: one CODE=ANSWER a line, lines that begin with # left out; none where a line is none.
pub fn answers(text: &str) -> Option<Vec<(String, String)>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(answer).collect()
}

/// The calendar, and what a force has set.
pub type By<'a> = (&'a Calendar, &'a ForceTerms);

/// What a clock says to a trigger and facts, as typed, or what is wrong with them.
pub fn clock(
    code: &str,
    trigger: &str,
    facts: &[String],
    (calendar, set): By<'_>,
    now: Moment,
) -> Result<Reading, String> {
    // London time without a zone is what an officer writes; a bare day is no moment and goes on as it is.
    let written = match (moment(trigger, now), civil(trigger)) {
        (Ok(at), _) => at.to_string(),
        (Err(why), Some(_)) => return Err(why),
        (Err(_), None) => trigger.to_owned(),
    };
    let facts: Vec<String> = facts.iter().map(|fact| in_full(fact, now)).collect();
    let question = Question::parse(code, &written, &facts).map_err(|error| chain(&error))?;
    question.answer_under(calendar, set, now).map_err(|error| chain(&error))
}

/// The end of a shift, too, is written in London time without a zone.
fn in_full(fact: &str, now: Moment) -> String {
    let given = fact.split_once('=').filter(|(key, _)| ["shift-end", "shift_end"].contains(&key.trim()));
    let at = given.and_then(|(_, value)| moment(value.trim(), now).ok());
    at.map_or_else(|| fact.to_owned(), |at| format!("shift-end={at}"))
}

/// An error with its causes, in one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}

/// A row of a batch.
pub struct Asked {
    /// Its number, the header's being 1.
    pub number: u64,
    /// The clock, as typed.
    pub code: String,
    /// What started it, as typed.
    pub trigger: String,
    /// What the clock says, or what is wrong with the row.
    pub said: Result<Reading, String>,
}

/// This reads a batch: CSV with the columns `code`, `trigger` and perhaps `facts`, those with ';' between them.
pub fn batch(bytes: &[u8], by: By<'_>, now: Moment) -> Result<Vec<Asked>, String> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |name: &str| {
        let at = header.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        at.ok_or_else(|| format!("has no column '{name}'"))
    };
    let (code, trigger) = (place("code")?, place("trigger")?);
    let facts = place("facts").ok();
    let read = |(record, number): (csv::Result<csv::StringRecord>, u64)| {
        let record = record.map_err(|error| error.to_string())?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        let given = facts.map(cell).unwrap_or_default();
        let given: Vec<String> =
            given.split(';').map(str::trim).filter(|fact| !fact.is_empty()).map(str::to_owned).collect();
        let (code, trigger) = (cell(code), cell(trigger));
        let said = clock(&code, &trigger, &given, by, now);
        Ok(Asked { number, code, trigger, said })
    };
    reader.records().zip(2..).map(read).collect()
}
