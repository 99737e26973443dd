//! The Markdown of a scenario: front, people, sources, story, and the dated lines, each with its number.

use super::Problem;
use super::near::{alike, nearest};
use super::when::{self, When};
use super::words::{self, after, pick};

/// What a line is looked at as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Section {
    /// Before the first section: settings, and what the scenario is about.
    Front,
    /// Who takes part.
    People,
    /// Where the facts are from.
    Sources,
    /// Words for the reader.
    Story,
    /// What happened.
    Happened,
    /// What is expected.
    Expected,
}

/// A line to be read as a happening or an expectation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Item {
    /// The number of its line.
    pub line: usize,
    /// Where it stands.
    pub section: Section,
    /// The day or moment that its heading gives.
    pub heading: Option<When>,
    /// Its text, with continued lines joined.
    pub text: String,
}

/// A scenario as text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Document {
    /// The title.
    pub title: String,
    /// Settings: line, key, value.
    pub front: Vec<(usize, String, String)>,
    /// Words for the reader.
    pub story: Vec<String>,
    /// Who takes part: line and text.
    pub people: Vec<(usize, String)>,
    /// Sources.
    pub sources: Vec<String>,
    /// What is to be read.
    pub items: Vec<Item>,
    /// What could not be placed.
    pub problems: Vec<Problem>,
}

/// Headings of sections, as they may be written.
const HEADINGS: &[(&str, Section)] = &[
    ("what happened", Section::Happened),
    ("what happens", Section::Happened),
    ("happenings", Section::Happened),
    ("happened", Section::Happened),
    ("timeline", Section::Happened),
    ("chronology", Section::Happened),
    ("events", Section::Happened),
    ("facts", Section::Happened),
    ("day by day", Section::Happened),
    ("expected", Section::Expected),
    ("expect", Section::Expected),
    ("expectations", Section::Expected),
    ("what is expected", Section::Expected),
    ("expected readings", Section::Expected),
    ("people", Section::People),
    ("roles", Section::People),
    ("who", Section::People),
    ("cast", Section::People),
    ("sources", Section::Sources),
    ("references", Section::Sources),
    ("story", Section::Story),
    ("background", Section::Story),
    ("about", Section::Story),
    ("notes", Section::Story),
    ("why", Section::Story),
];

/// Settings that may stand before the first section.
pub(super) const KEYS: &[&str] = &[
    "law as on",
    "law as at",
    "law",
    "relationship",
    "subject",
    "go-live",
    "persons at risk",
    "person at risk",
    "source",
    "sources",
];

struct Reader {
    document: Document,
    section: Section,
    heading: Option<When>,
    columns: Option<Vec<Column>>,
    /// Whether an unmarked line goes on with the item before it.
    joins: bool,
    fenced: Option<usize>,
    comment: Option<usize>,
}

/// A column of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    When,
    Who,
    What,
    Expected,
    Note,
}

const COLUMNS: &[(&str, Column)] = &[
    ("when", Column::When),
    ("date", Column::When),
    ("day", Column::When),
    ("time", Column::When),
    ("who", Column::Who),
    ("by", Column::Who),
    ("role", Column::Who),
    ("by whom", Column::Who),
    ("what", Column::What),
    ("what happened", Column::What),
    ("what happens", Column::What),
    ("happening", Column::What),
    ("event", Column::What),
    ("act", Column::What),
    ("expected", Column::Expected),
    ("expect", Column::Expected),
    ("expectation", Column::Expected),
    ("note", Column::Note),
    ("notes", Column::Note),
    ("why", Column::Note),
    ("comment", Column::Note),
];

/// This takes a scenario apart. What cannot be placed stands in `problems`.
pub(super) fn read(text: &str) -> Document {
    let mut reader = Reader {
        document: Document::default(),
        section: Section::Front,
        heading: None,
        columns: None,
        joins: false,
        fenced: None,
        comment: None,
    };
    for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
        reader.line(number, line);
    }
    if let Some(number) = reader.fenced {
        reader.problem(number, "a block of code is opened here and never closed".to_owned(), "```");
    }
    if let Some(number) = reader.comment {
        reader.problem(number, "a comment is opened here and never closed".to_owned(), "<!-- … -->");
    }
    reader.document
}

impl Reader {
    fn problem(&mut self, line: usize, what: String, instead: &str) {
        self.document.problems.push(Problem { line, what, instead: instead.to_owned() });
    }

    fn line(&mut self, number: usize, line: &str) {
        let text = line.trim();
        if self.outside(number, text) {
            return;
        }
        if text.is_empty() {
            self.joins = false;
            self.columns = None;
        } else if text.starts_with('#') {
            self.joins = false;
            self.heading(number, text);
        } else if let Some(quoted) = text.strip_prefix('>') {
            self.joins = false;
            self.document.story.push(quoted.trim().to_owned());
        } else if text.chars().all(|letter| matches!(letter, '-' | '*' | '_' | '=' | ' ')) && text.len() >= 3 {
            self.joins = false;
        } else if text.starts_with('|') {
            self.joins = false;
            self.row(number, text);
        } else if let Some(item) = marked(text) {
            self.joins = true;
            self.item(number, item, true);
        } else if self.joins && !begins_with_day(text) {
            self.go_on(text);
        } else {
            self.joins = matches!(self.section, Section::Happened | Section::Expected);
            self.item(number, text, false);
        }
    }

    /// Comments are for who reads the source; a block of code is not played.
    fn outside(&mut self, number: usize, text: &str) -> bool {
        if self.comment.is_some() {
            self.comment = self.comment.filter(|_| !text.contains("-->"));
            return true;
        }
        if text.starts_with("<!--") {
            self.comment = (!text.contains("-->")).then_some(number);
            return true;
        }
        if text.starts_with("```") {
            self.fenced = if self.fenced.is_some() { None } else { Some(number) };
            if self.fenced.is_some() {
                let instead = "write its lines as a list, without the marks of a block of code";
                self.problem(number, "a block of code is not played".to_owned(), instead);
            }
            return true;
        }
        self.fenced.is_some()
    }

    fn heading(&mut self, number: usize, text: &str) {
        let level = text.chars().take_while(|letter| *letter == '#').count();
        let title = text.trim_matches('#').trim();
        if level == 1 && self.document.title.is_empty() {
            self.document.title = title.to_owned();
            return;
        }
        let read = words::plain(title);
        let within = matches!(self.section, Section::Happened | Section::Expected);
        if let Some((taken, section)) = pick(words::skip(&read), HEADINGS.iter().copied()) {
            let rest = after(words::skip(&read), taken);
            self.dated(number, title, rest, section);
        } else if within
            && words::skip(&read).first().is_some_and(|word| {
                word.text.starts_with(|letter: char| letter.is_ascii_digit()) || begins_with_day(title)
            })
        {
            self.dated(number, title, &read, self.section);
        } else if within && level > 2 && HEADINGS.iter().all(|(known, _)| alike(title, known) < 0.5) {
            self.document.story.push(title.to_owned());
        } else {
            let known = nearest(title, HEADINGS.iter().map(|(heading, _)| *heading)).unwrap_or_default();
            let section = if level > 2 { "a part" } else { "a section" };
            self.problem(number, format!("'{title}' is not the heading of {section}"), &format!("## {known}"));
        }
    }

    fn dated(&mut self, number: usize, title: &str, rest: &[words::Word], section: Section) {
        self.section = section;
        self.heading = None;
        if words::skip(rest).is_empty() || matches!(section, Section::Story | Section::People | Section::Sources) {
            return;
        }
        if words::starts_with(rest, "end").is_some_and(|taken| words::skip(after(rest, taken)).is_empty()) {
            return;
        }
        match when::read(rest, None) {
            Ok(Some((taken, when))) if words::skip(after(rest, taken)).is_empty() => self.heading = Some(when),
            Ok(_) => {
                let what = format!("the heading '{title}' has words that are not read");
                self.problem(number, what, "## Expected on 2026-03-05");
            }
            Err(why) => self.problem(number, why, "## Expected on 2026-03-05"),
        }
    }

    fn row(&mut self, number: usize, text: &str) {
        let cells: Vec<&str> = text.trim_matches('|').split('|').map(str::trim).collect();
        if cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|letter| matches!(letter, '-' | ':' | ' '))) {
            return;
        }
        let Some(columns) = self.columns.clone() else {
            let named: Vec<Option<Column>> = cells.iter().map(|cell| column(cell)).collect();
            if let Some((unknown, _)) = cells.iter().zip(&named).find(|(_, column)| column.is_none()) {
                let known = nearest(unknown, COLUMNS.iter().map(|(name, _)| *name)).unwrap_or_default();
                self.problem(number, format!("'{unknown}' is not the name of a column"), &format!("| {known} |"));
            }
            self.columns = Some(named.into_iter().map(|column| column.unwrap_or(Column::Note)).collect());
            return;
        };
        let join = |wanted: Column, by: &str| {
            let cells = cells.iter().zip(&columns).filter(|(cell, column)| **column == wanted && !cell.is_empty());
            cells.map(|(cell, _)| *cell).collect::<Vec<_>>().join(by)
        };
        if cells.len() > columns.len() {
            let what = format!("this row has {} cells and its table {} columns", cells.len(), columns.len());
            self.problem(number, what, "a row with a cell for each column");
        }
        let (when, who, what) = (join(Column::When, " "), join(Column::Who, " "), join(Column::What, "; "));
        let (expected, note) = (join(Column::Expected, "; "), join(Column::Note, " "));
        let separated = if when.is_empty() { String::new() } else { format!("{when}: ") };
        if !what.is_empty() {
            self.item(number, format!("{separated}{who} {what}").trim(), true);
        }
        if !expected.is_empty() {
            let separated = if what.is_empty() { separated.as_str() } else { "" };
            self.item(number, &format!("{separated}expect {expected}"), true);
        }
        if !note.is_empty() {
            self.document.story.push(note);
        }
        if what.is_empty() && expected.is_empty() {
            self.problem(
                number,
                "this row says nothing under 'what' or 'expected'".to_owned(),
                "| 2026-03-02 | officer | considers |",
            );
        }
    }

    fn go_on(&mut self, text: &str) {
        match self.section {
            Section::Happened | Section::Expected => {
                if let Some(item) = self.document.items.last_mut() {
                    item.text.push(' ');
                    item.text.push_str(text);
                }
            }
            Section::People => {
                if let Some((_, held)) = self.document.people.last_mut() {
                    held.push(' ');
                    held.push_str(text);
                }
            }
            Section::Sources => {
                if let Some(held) = self.document.sources.last_mut() {
                    held.push(' ');
                    held.push_str(text);
                }
            }
            Section::Front | Section::Story => self.document.story.push(text.to_owned()),
        }
    }

    fn item(&mut self, number: usize, text: &str, marked: bool) {
        match self.section {
            Section::Happened | Section::Expected => {
                let item = Item { line: number, section: self.section, heading: self.heading, text: text.to_owned() };
                self.document.items.push(item);
            }
            Section::People => self.document.people.push((number, text.to_owned())),
            Section::Sources => self.document.sources.push(text.to_owned()),
            Section::Front => self.front(number, text, marked),
            Section::Story if begins_with_day(text) && marked => {
                let what = "a dated line stands in a section that is not played".to_owned();
                self.problem(number, what, "## What happened");
            }
            Section::Story => self.document.story.push(text.to_owned()),
        }
    }

    /// A setting, or words for the reader. What looks like a setting and is none is refused.
    fn front(&mut self, number: usize, text: &str, marked: bool) {
        if begins_with_day(text) {
            let what = "a dated line stands before the section 'What happened'".to_owned();
            return self.problem(number, what, "## What happened");
        }
        let text = text.replace("**", "");
        let (key, value) = text.split_once(':').map_or((text.as_str(), ""), |(key, value)| (key.trim(), value.trim()));
        let plain = key.to_lowercase().replace(['_', '*', '`'], " ").trim().to_owned();
        if text.contains(':') && KEYS.contains(&plain.as_str()) {
            self.document.front.push((number, plain, value.to_owned()));
            return;
        }
        let near = nearest(&plain, KEYS.iter().copied()).filter(|known| alike(&plain, known) >= 0.55);
        let settings = text.contains(':') && (marked || near.is_some());
        if settings {
            let known = near.unwrap_or("law as on");
            self.problem(number, format!("'{key}' is not a setting"), &format!("{known}: …"));
        } else {
            self.document.story.push(text.clone());
        }
    }
}

fn column(cell: &str) -> Option<Column> {
    let read = words::plain(cell);
    let whole = |taken: &usize| words::skip(after(&read, *taken)).is_empty();
    let found = pick(&read, COLUMNS.iter().copied()).filter(|(taken, _)| whole(taken));
    found.map(|(_, column)| column)
}

/// The text of a list item: '- …', '* …', '1. …', '- [ ] …'.
fn marked(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '*', '+', '\u{2022}']).filter(|rest| rest.starts_with([' ', '\t']));
    let numbered = || {
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let rest = text.get(digits..).filter(|_| (1..=3).contains(&digits))?;
        rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with([' ', '\t']))
    };
    let rest = rest.or_else(numbered)?.trim_start();
    let ticked = ["[ ]", "[x]", "[X]"].iter().find_map(|tick| rest.strip_prefix(tick));
    Some(ticked.unwrap_or(rest).trim())
}

/// This says whether a line begins with a day, read or only meant.
fn begins_with_day(text: &str) -> bool {
    let bare = text.replace(['*', '`'], "");
    let Some(first) = bare.split_whitespace().next() else { return false };
    let dated =
        first.len() >= 8 && first.starts_with(|letter: char| letter.is_ascii_digit()) && first.contains(['-', '/']);
    dated || words::line(&bare).is_ok_and(|line| matches!(when::read(&line.words, None), Ok(Some(_))))
}
