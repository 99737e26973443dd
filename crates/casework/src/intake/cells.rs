//! The cells of one row, read as what the map says that they are; what cannot be read becomes a problem of its column.

use super::file::{Cell, Line, Table};
use super::map::{Column, FileMap, Form, Map, PersonMap};
use super::when::{NoDate, Reading};
use super::{names, when};
use crate::intake::found::{ReadPerson, ReadProtection};
use domain::catalogue::{ApplicationStep, ProtectionKind};
use domain::time::{Day, Moment};
use std::collections::HashMap;

/// Years ahead that a year of two digits may mean in a column of last days.
const YEARS_AHEAD: i16 = 20;

/// Where each column of a table stands.
pub(super) struct Columns<'a> {
    pub(super) table: &'a Table,
    places: HashMap<&'a str, usize>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(table: &'a Table) -> Self {
        let places = table.header.iter().enumerate().rev().map(|(at, name)| (name.as_str(), at)).collect();
        Self { table, places }
    }
    /// The column as a problem gives it.
    pub(super) fn place(&self, name: &str) -> String {
        self.places.get(name).map_or_else(|| name.to_owned(), |at| self.table.place(*at))
    }
    /// A cell of a row.
    pub(super) fn cell<'l>(&self, line: &'l Line, column: &Column) -> Option<&'l Cell> {
        line.cells.get(*self.places.get(column.name())?)
    }
}

/// The cells of one row, with a place for its problems.
pub(super) struct Cells<'a> {
    pub(super) columns: &'a Columns<'a>,
    pub(super) line: &'a Line,
    pub(super) file: &'a FileMap,
    pub(super) problems: &'a mut Vec<(String, String)>,
}

/// Measures, and the dated steps of applications.
pub(super) type Known = (Vec<ReadProtection>, Vec<(ApplicationStep, Day)>);

impl Cells<'_> {
    pub(super) fn problem(&mut self, column: &str, problem: impl ToString) {
        let found = (self.columns.place(column), problem.to_string());
        if !self.problems.contains(&found) {
            self.problems.push(found);
        }
    }

    /// The cell of a column, if anything stands there; an error of a spreadsheet is a problem and nothing.
    fn cell(&mut self, column: &Column) -> Option<Cell> {
        let cell = self.columns.cell(self.line, column)?;
        match cell {
            Cell::Uncomputed => {
                self.problem(
                    column.name(),
                    "holds a formula whose result was not saved; open the file in a spreadsheet program, save it, and import it again",
                );
                None
            }
            Cell::Text(text) if is_error(text.trim()) => {
                let problem = format!("holds the spreadsheet's error {}", text.trim());
                self.problem(column.name(), problem);
                None
            }
            cell if cell.is_blank() => None,
            cell => Some(cell.clone()),
        }
    }

    pub(super) fn text(&mut self, column: Option<&Column>) -> String {
        let cell = column.and_then(|column| self.cell(column));
        cell.map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
    }

    /// As `text`; a word that means that nothing is known is nothing.
    pub(super) fn known(&mut self, column: Option<&Column>) -> String {
        let text = self.text(column);
        if self.is_missing(&text) { String::new() } else { text }
    }

    fn is_missing(&self, text: &str) -> bool {
        let same = |word: &str| word.to_lowercase() == text.to_lowercase();
        match &self.file.missing {
            Some(words) => words.iter().any(|word| same(word)),
            None => names::MISSING.iter().any(|word| same(word)),
        }
    }

    /// The force's reference; a number that a spreadsheet has shortened is no reference.
    pub(super) fn reference(&mut self, column: &Column) -> String {
        let long = matches!(self.cell(column), Some(Cell::Number { number, .. }) if number.abs() >= 1e15);
        let text = self.text(Some(column));
        let power = text.split_once(['E', 'e']).is_some_and(|(digits, power)| {
            power.strip_prefix('+').is_some_and(|power| power.parse::<u8>().is_ok()) && digits.parse::<f64>().is_ok()
        });
        if long || power {
            self.problem(
                column.name(),
                "is a long number of which the spreadsheet has kept only the first 15 digits; export the column as text",
            );
        }
        text
    }

    pub(super) fn word<T: std::str::FromStr>(&mut self, column: Option<&Column>) -> Option<T> {
        let column = column?;
        let word = self.text(Some(column));
        if word.is_empty() {
            return None;
        }
        let read = column.meaning(&word).and_then(|meaning| meaning.parse().ok());
        if read.is_none() {
            let known = column.known();
            let hint = if known.is_empty() { String::new() } else { format!("; the map knows {known}") };
            self.problem(column.name(), format!("holds a word that is not known{hint}"));
        }
        read
    }

    fn reading(&self, last_year: i16) -> Reading {
        Reading { day_first: self.file.day_first.unwrap_or(true), last_year }
    }

    fn unread(&mut self, column: &Column, why: NoDate, what: &str, usual: &str) {
        let problem = match (why, column.format()) {
            (NoDate::Ambiguous, _) => {
                "could be two dates; write day_first = true under [file] in the map if the day comes first".to_owned()
            }
            (NoDate::ShortYear, _) => "has a year of two digits; write all four".to_owned(),
            (NoDate::LeftOut, _) => {
                "is a time that no clock in London showed: the hour that spring leaves out".to_owned()
            }
            (NoDate::Form, Some("serial")) => format!("is not a {what} as a spreadsheet counts days"),
            (NoDate::Form, Some(format)) => format!("is not a {what} as {}", example(format)),
            (NoDate::Form, None) => format!("is not a {what} such as {usual}"),
        };
        self.problem(column.name(), problem);
    }

    pub(super) fn moment(&mut self, column: &Column, now: Moment) -> Option<Moment> {
        let cell = self.cell(column).filter(|cell| !self.is_missing(&cell.text()))?;
        match when::moment(&cell, column.format(), self.reading(now.day().0.year())) {
            Err(why) => self.unread(column, why, "date and time", "31/12/2026 23:59"),
            Ok(moment) if moment > now => self.problem(column.name(), "lies in the future"),
            Ok(moment) => return Some(moment),
        }
        None
    }

    fn day(&mut self, column: Option<&Column>, last_year: i16) -> Option<Day> {
        let column = column?;
        let cell = self.cell(column).filter(|cell| !self.is_missing(&cell.text()))?;
        let read = when::day(&cell, column.format(), self.reading(last_year));
        if let Err(why) = read {
            self.unread(column, why, "date", "31/12/2026");
        }
        read.ok()
    }

    fn past_day(&mut self, column: Option<&Column>, today: Day) -> Option<Day> {
        let day = self.day(column, today.0.year())?;
        if let Some(column) = column.filter(|_| day > today) {
            self.problem(column.name(), "lies in the future");
        }
        Some(day)
    }

    /// Nothing was applied for, made or served before the Act came into force on 20 January 2020 (S.I. 2020/26).
    fn day_under_the_act(&mut self, column: Option<&Column>, today: Day) -> Option<Day> {
        let day = self.past_day(column, today)?;
        if let Some(column) = column.filter(|_| day < domain::case::protection::ACT_IN_FORCE) {
            self.problem(column.name(), "lies before 20 January 2020, when the Act came into force; check the year");
        }
        Some(day)
    }

    /// What is known of measures; one without a first day of its own began on the day given.
    pub(super) fn protection(&mut self, map: &Map, began_on: Day, today: Day) -> Known {
        let columns = &map.protection;
        let mut protections = Vec::new();
        let bail_from = self.past_day(columns.bail_from.as_ref(), today);
        let others = [
            (ProtectionKind::Bail, &columns.bail_until, bail_from),
            (ProtectionKind::Custody, &columns.custody_until, None),
            (ProtectionKind::OtherOrder, &columns.other_order_until, None),
        ];
        for (kind, column, from) in others {
            let Some(until) = self.day(column.as_ref(), today.0.year() + YEARS_AHEAD) else { continue };
            let before = match (from, map.form) {
                (Some(_), _) => "lies before its first day",
                (None, Form::Register) => "lies before today, and no first day is given",
                (None, Form::Crime | Form::Person) => "lies before the day of recording",
            };
            let from = from.unwrap_or(began_on);
            if let Some(column) = column.as_ref().filter(|_| until < from) {
                self.problem(column.name(), before);
            }
            protections.push(ReadProtection { kind, from, until: Some(until), served_at: None });
        }
        let warrant = self.past_day(columns.warrant_on.as_ref(), today);
        let ended = self.past_day(columns.warrant_ended_on.as_ref(), today);
        if let (Some(from), Some(ended), Some(column)) = (warrant, ended, &columns.warrant_ended_on)
            && ended < from
        {
            self.problem(column.name(), "is before the warrant was issued");
        }
        protections.extend(warrant.map(|from| ReadProtection {
            kind: ProtectionKind::Warrant,
            from,
            until: ended,
            served_at: None,
        }));
        let applications = self.order(map, today, &mut protections);
        (protections, applications)
    }

    /// The order, and the steps of the application for it.
    fn order(&mut self, map: &Map, today: Day, protections: &mut Vec<ReadProtection>) -> Vec<(ApplicationStep, Day)> {
        let columns = &map.protection;
        let applied = self.day_under_the_act(columns.applied_on.as_ref(), today);
        let granted = self.day_under_the_act(columns.granted_on.as_ref(), today);
        let refused = self.day_under_the_act(columns.refused_on.as_ref(), today);
        let served = self.day_under_the_act(columns.served_on.as_ref(), today);
        let until = self.day(columns.order_until.as_ref(), today.0.year() + YEARS_AHEAD);
        let kind = self.word::<ProtectionKind>(columns.order_kind.as_ref());
        if let (Some(kind), Some(column)) = (kind, &columns.order_kind)
            && kind != ProtectionKind::Order
            && kind != ProtectionKind::InterimOrder
        {
            self.problem(column.name(), "must be order or interim_order");
        }
        if let Some(from) = granted.or(served) {
            if let Some(column) = columns.served_on.as_ref().filter(|_| served.is_some_and(|on| on < from)) {
                self.problem(column.name(), "is before the order was made");
            }
            if let Some(column) =
                columns.order_until.as_ref().filter(|_| until.is_some_and(|until| until < served.unwrap_or(from)))
            {
                self.problem(column.name(), "lies before the order was made or served");
            }
            let kind = kind.unwrap_or(ProtectionKind::Order);
            protections.push(ReadProtection { kind, from, until, served_at: served.map(|on| on.start()) });
        }
        let steps = [
            (ApplicationStep::Applied, applied),
            (ApplicationStep::Granted, granted),
            (ApplicationStep::Refused, refused),
        ];
        steps.into_iter().filter_map(|(step, on)| on.map(|on| (step, on))).collect()
    }

    pub(super) fn person(&mut self, columns: &PersonMap, form: Form, today: Day) -> Option<ReadPerson> {
        let role = match form {
            Form::Crime | Form::Register => columns.role.name().to_owned(),
            Form::Person => {
                let word = self.text(Some(&columns.role));
                match columns.role.meaning(&word) {
                    Some(role) => role.to_owned(),
                    None => {
                        let known = columns.role.known();
                        self.problem(columns.role.name(), format!("is none of the roles in the map ({known})"));
                        return None;
                    }
                }
            }
        };
        if !["person_at_risk", "subject", "reporting_victim", "other"].contains(&role.as_str()) {
            self.problem(columns.role.name(), "must be person_at_risk, subject, reporting_victim or other");
            return None;
        }
        let born = self.past_day(columns.born.as_ref(), today).map(|day| day.to_string()).unwrap_or_default();
        let mut phones = Vec::new();
        for column in &columns.phones {
            let cell = self.known(Some(column));
            let parts: Vec<&str> =
                column.separator().map_or_else(|| vec![cell.as_str()], |parting| cell.split(parting).collect());
            let numbers = parts.into_iter().map(str::trim).filter(|part| !part.is_empty() && !self.is_missing(part));
            phones.extend(numbers.map(with_nought));
        }
        let whole = self.known(columns.name.as_ref());
        let (forename, surname) = names::parted(&whole);
        let or = |own: String, parted: String| if own.is_empty() { parted } else { own };
        let person = ReadPerson {
            role,
            forename: or(self.known(columns.forename.as_ref()), forename),
            surname: or(self.known(columns.surname.as_ref()), surname),
            born,
            sex: self.known(columns.sex.as_ref()),
            postcode: self.known(columns.postcode.as_ref()),
            address: self.known(columns.address.as_ref()),
            phones,
            email: self.known(columns.email.as_ref()),
            handle: self.known(columns.handle.as_ref()),
            vehicle: self.known(columns.vehicle.as_ref()),
        };
        // In a crime's row the columns of people who are not there are empty; a row of their own says that they are.
        if person.is_blank() && form == Form::Person && person.role == "person_at_risk" {
            self.problem(columns.column(), "describes nobody: give a name, a date of birth or another particular");
        }
        (!person.is_blank()).then_some(person)
    }
}

/// A spreadsheet takes the first nought from a telephone number that it holds as a number; the ten digits that are left
/// begin with no nought, as no number that is written whole does.
fn with_nought(number: &str) -> String {
    let bare = number.len() == 10 && number.bytes().all(|letter| letter.is_ascii_digit()) && !number.starts_with('0');
    if bare { format!("0{number}") } else { number.to_owned() }
}

/// What a spreadsheet shows where it could not reckon; as text it comes from one all the same.
fn is_error(text: &str) -> bool {
    ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!"]
        .contains(&text)
        || text.strip_prefix("Err:").is_some_and(|number| number.len() == 3 && number.parse::<u16>().is_ok())
}

/// A form of dates, shown by the last minute of 2026.
fn example(format: &str) -> String {
    let parts = [
        ("%d", "31"),
        ("%m", "12"),
        ("%Y", "2026"),
        ("%y", "26"),
        ("%H", "23"),
        ("%M", "59"),
        ("%S", "00"),
        ("%b", "Dec"),
        ("%B", "December"),
    ];
    parts.iter().fold(format.to_owned(), |text, (part, shown)| text.replace(part, shown))
}
