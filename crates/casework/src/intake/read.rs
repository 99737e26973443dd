//! Reading a file by its map: every row becomes part of a report, or is held with all its problems, by column.

use crate::failure::{Failure, Fault, Problem};
use crate::intake::found::*;
use crate::intake::map::{Column, Form, Map, PersonMap};
use crate::intake::quotes;
use domain::catalogue::{ApplicationStep, Behaviour, Grade, Precision, ProtectionKind, Relationship};
use domain::time::{Day, Moment, zone};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// One row with its cells by column.
struct Row {
    number: u64,
    cells: HashMap<String, String>,
    raw: Vec<(String, String)>,
    /// What is wrong with the row as a whole.
    faults: Vec<String>,
}

/// This reads and checks a whole file; nothing is written yet.
pub fn read_file(bytes: &[u8], map: &Map, now: Moment) -> Result<ReadFile, Failure> {
    let hash = hex(&Sha256::digest(bytes));
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Failure::fault("file", Fault::Unreadable, "is not UTF-8 text; export it as 'CSV UTF-8'"))?
        .trim_start_matches('\u{feff}');
    let rows = rows(text, map)?;
    let count = rows.len() as u64;
    let units = match map.form {
        Form::Crime => rows.iter().map(|row| unit(&[row], map, now)).collect(),
        Form::Person => groups(&rows, map).iter().map(|group| unit(group, map, now)).collect(),
    };
    Ok(ReadFile { rows: count, units, hash })
}

fn rows(text: &str, map: &Map) -> Result<Vec<Row>, Failure> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .map_err(|_| Failure::fault("file", Fault::Unreadable, "has no header row that can be read"))?
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    check_header(&header, map)?;
    let mut rows = Vec::new();
    let unreadable =
        |number: u64| Failure::fault("file", Fault::Unreadable, format!("row {number} cannot be read as CSV"));
    let records: Vec<csv::StringRecord> = reader
        .records()
        .zip(2u64..)
        .map(|(record, number)| record.map_err(|_| unreadable(number)))
        .collect::<Result<_, _>>()?;
    let ends = records.iter().skip(1).map(start_of).chain([text.len()]);
    for ((record, end), number) in records.iter().zip(ends).zip(2u64..) {
        let mut faults: Vec<String> =
            quotes::problem(text.get(start_of(record)..end).unwrap_or_default()).into_iter().collect();
        if record.len() != header.len() {
            faults.push("has more or fewer cells than the header".to_owned());
        }
        let raw: Vec<(String, String)> = header
            .iter()
            .cloned()
            .chain((header.len()..record.len()).map(|extra| format!("(column {})", extra + 1)))
            .zip(record.iter().map(str::to_owned))
            .collect();
        let cells = raw.iter().map(|(column, cell)| (column.clone(), cell.trim().to_owned())).collect();
        rows.push(Row { number, cells, raw, faults });
    }
    Ok(rows)
}

/// Where a record starts in the text.
fn start_of(record: &csv::StringRecord) -> usize {
    record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0)
}

fn check_header(header: &[String], map: &Map) -> Result<(), Failure> {
    let mut problems = Vec::new();
    for (at, name) in header.iter().enumerate() {
        if !name.is_empty() && header.iter().skip(at + 1).any(|other| other == name) {
            let words = "stands twice in the header; give each column its own name";
            problems.push(Problem::new(name.clone(), Fault::Exists, words));
        }
    }
    for column in map.columns() {
        if !header.iter().any(|name| name == column) {
            let nearest = nearest(column, header).map(|name| format!("; the nearest is '{name}'")).unwrap_or_default();
            let words = format!("is named in the map and is not in the file{nearest}");
            problems.push(Problem::new(column.to_owned(), Fault::Missing, words));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
}

/// The name that shares most letters in order with another.
pub fn nearest<'a>(name: &str, names: &'a [String]) -> Option<&'a String> {
    let score = |other: &String| {
        let (a, b) = (name.to_lowercase(), other.to_lowercase());
        let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
        let ends = a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).count();
        shared + ends
    };
    names.iter().max_by_key(|other| score(other)).filter(|other| score(other) >= 3)
}

/// Rows of one reference belong together, wherever they stand.
fn groups<'a>(rows: &'a [Row], map: &Map) -> Vec<Vec<&'a Row>> {
    let mut order: Vec<Vec<&Row>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        let reference = row.cells.get(map.report.reference.name()).map_or("", String::as_str);
        match places.get(reference).filter(|_| !reference.is_empty()) {
            Some(place) => {
                if let Some(group) = order.get_mut(*place) {
                    group.push(row);
                }
            }
            None => {
                places.insert(reference, order.len());
                order.push(vec![row]);
            }
        }
    }
    order
}

fn unit(rows: &[&Row], map: &Map, now: Moment) -> Unit {
    let mut problems: Vec<Vec<(String, String)>> = rows.iter().map(|_| Vec::new()).collect();
    let mut people = Vec::new();
    let mut report = None;
    for (row, found) in rows.iter().zip(problems.iter_mut()) {
        let mut cells = Cells { row, problems: found };
        row.faults.iter().for_each(|fault| cells.problem("(row)", fault));
        let unstorable = row.raw.iter().filter(|(column, cell)| has_nul(column) || has_nul(cell));
        unstorable.for_each(|(column, _)| cells.problem(&storable(column), UNSTORABLE));
        people.extend(map.person.iter().filter_map(|person| cells.person(person, map.form, now.day())));
        let read = cells.report(map, now);
        report = match (report, read) {
            (Some(first), Some(further)) => Some(together(first, further)),
            (first, further) => first.or(further),
        };
    }
    let sound = problems.iter().all(Vec::is_empty);
    match report.filter(|_| sound) {
        Some(mut report) if people.iter().any(|person: &ReadPerson| person.role == "person_at_risk") => {
            report.people = people;
            report.hash = hash_of(&report);
            Unit::Report { rows: rows.len() as u64, report: Box::new(report) }
        }
        Some(_) => {
            let column =
                map.person.first().and_then(|person| person.forename.as_ref()).map_or("(person)", Column::name);
            Unit::Held(hold(rows, &problems, column, "no person at risk is described"))
        }
        None => Unit::Held(hold(rows, &problems, map.report.reference.name(), "another row of this report is held")),
    }
}

fn hold(rows: &[&Row], problems: &[Vec<(String, String)>], column: &str, otherwise: &str) -> Vec<HeldBack> {
    rows.iter()
        .zip(problems)
        .map(|(row, problems)| HeldBack {
            row: row.number,
            problems: if problems.is_empty() {
                vec![(column.to_owned(), otherwise.to_owned())]
            } else {
                problems.clone()
            },
            raw: row.raw.iter().map(|(column, cell)| (storable(column), storable(cell))).collect(),
        })
        .collect()
}

/// What is said of a text with a NUL character, which PostgreSQL does not keep.
pub(super) const UNSTORABLE: &str = "holds a character that cannot be stored";

/// Whether a text holds the character that no database column takes.
pub(crate) fn has_nul(text: &str) -> bool {
    text.contains(unstorable)
}

/// Control characters have no place in a report: PostgreSQL keeps no NUL, and a terminal obeys the others.
fn unstorable(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
}

fn storable(text: &str) -> String {
    text.replace(unstorable, "\u{fffd}")
}

/// The hash of what the map makes of the rows: a fuller map makes another report of the same rows.
fn hash_of(report: &ReadReport) -> String {
    hex(&Sha256::digest(format!("{report:?}").as_bytes()))
}

/// The cells of one row, with a place for its problems.
struct Cells<'a> {
    row: &'a Row,
    problems: &'a mut Vec<(String, String)>,
}

impl Cells<'_> {
    fn problem(&mut self, column: &str, problem: impl ToString) {
        self.problems.push((column.to_owned(), problem.to_string()));
    }

    fn text(&self, column: Option<&Column>) -> String {
        column.and_then(|column| self.row.cells.get(column.name())).cloned().unwrap_or_default()
    }

    fn report(&mut self, map: &Map, now: Moment) -> Option<ReadReport> {
        let columns = &map.report;
        let reference = self.text(Some(&columns.reference));
        if reference.is_empty() {
            self.problem(columns.reference.name(), "is empty; every report needs the force's reference");
        }
        let recorded_at = self.moment(&columns.recorded_at, now);
        if recorded_at.is_none() && self.text(Some(&columns.recorded_at)).is_empty() {
            self.problem(columns.recorded_at.name(), "is empty; every report needs the time of recording");
        }
        let occurred_at = columns.occurred_at.as_ref().and_then(|column| self.moment(column, now));
        if let (Some(occurred), Some(recorded), Some(column)) = (occurred_at, recorded_at, &columns.occurred_at)
            && occurred.day() > recorded.day()
        {
            self.problem(column.name(), "lies after the day of recording");
        }
        let precision = self.word::<Precision>(columns.precision.as_ref());
        let behaviour = self.word::<Behaviour>(columns.behaviour.as_ref());
        let relationship = self.word::<Relationship>(columns.relationship.as_ref());
        let grade = self.word::<Grade>(columns.grade.as_ref());
        let recorded = recorded_at.unwrap_or(now);
        let (protections, applications) = self.protection(map, recorded.day(), now.day());
        recorded_at.map(|recorded_at| ReadReport {
            reference,
            recorded_at,
            occurred_at: occurred_at.unwrap_or(recorded_at),
            precision: precision.unwrap_or(if occurred_at.is_some() {
                Precision::Exact
            } else {
                Precision::Approximate
            }),
            behaviour,
            relationship: relationship.unwrap_or(Relationship::Unknown),
            offence: self.text(columns.offence.as_ref()),
            team: self.text(columns.team.as_ref()),
            officer: self.text(columns.officer.as_ref()),
            narrative: self.text(columns.narrative.as_ref()),
            grade,
            people: Vec::new(),
            protections,
            applications,
            hash: String::new(),
        })
    }

    fn protection(
        &mut self,
        map: &Map,
        recorded_on: Day,
        today: Day,
    ) -> (Vec<ReadProtection>, Vec<(ApplicationStep, Day)>) {
        let columns = &map.protection;
        let mut protections = Vec::new();
        let others = [
            (ProtectionKind::Bail, &columns.bail_until),
            (ProtectionKind::Custody, &columns.custody_until),
            (ProtectionKind::OtherOrder, &columns.other_order_until),
        ];
        for (kind, column) in others {
            let Some(column) = column else { continue };
            match self.day(column) {
                Some(until) if until < recorded_on => self.problem(column.name(), "lies before the day of recording"),
                Some(until) => {
                    protections.push(ReadProtection { kind, from: recorded_on, until: Some(until), served_at: None });
                }
                None => {}
            }
        }
        let mut applications = Vec::new();
        let mut day =
            |column: &Option<Column>| column.as_ref().and_then(|column| self.day_under_the_act(column, today));
        let (applied, granted) = (day(&columns.applied_on), day(&columns.granted_on));
        let (refused, served) = (day(&columns.refused_on), day(&columns.served_on));
        applications.extend(applied.map(|on| (ApplicationStep::Applied, on)));
        applications.extend(granted.map(|on| (ApplicationStep::Granted, on)));
        applications.extend(refused.map(|on| (ApplicationStep::Refused, on)));
        if let Some(from) = granted.or(served) {
            let served_at = served.map(|on| on.start());
            if served.is_some_and(|on| on < from) {
                let name = columns.served_on.as_ref().map_or("", Column::name).to_owned();
                self.problem(&name, "is before the order was made");
            }
            protections.push(ReadProtection { kind: ProtectionKind::Order, from, until: None, served_at });
        }
        (protections, applications)
    }

    fn person(&mut self, columns: &PersonMap, form: Form, today: Day) -> Option<ReadPerson> {
        let role = match form {
            Form::Crime => columns.role.name().to_owned(),
            Form::Person => {
                let word = self.text(Some(&columns.role));
                match columns.role.meaning(&word) {
                    Some(role) => role.to_owned(),
                    None => {
                        self.problem(
                            columns.role.name(),
                            format!("is none of the roles in the map ({})", columns.role.known()),
                        );
                        return None;
                    }
                }
            }
        };
        if !["person_at_risk", "subject", "reporting_victim", "other"].contains(&role.as_str()) {
            self.problem(columns.role.name(), "must be person_at_risk, subject, reporting_victim or other");
            return None;
        }
        let born = columns
            .born
            .as_ref()
            .and_then(|column| self.past_day(column, today))
            .map(|day| day.to_string())
            .unwrap_or_default();
        let mut phones = Vec::new();
        for column in &columns.phones {
            let cell = self.text(Some(column));
            let parts: Vec<&str> =
                column.separator().map_or_else(|| vec![cell.as_str()], |parting| cell.split(parting).collect());
            phones.extend(parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
        }
        let person = ReadPerson {
            role,
            forename: self.text(columns.forename.as_ref()),
            surname: self.text(columns.surname.as_ref()),
            born,
            sex: self.text(columns.sex.as_ref()),
            postcode: self.text(columns.postcode.as_ref()),
            address: self.text(columns.address.as_ref()),
            phones,
            email: self.text(columns.email.as_ref()),
            handle: self.text(columns.handle.as_ref()),
            vehicle: self.text(columns.vehicle.as_ref()),
        };
        (!person.is_blank()).then_some(person)
    }

    fn word<T: std::str::FromStr>(&mut self, column: Option<&Column>) -> Option<T> {
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

    fn moment(&mut self, column: &Column, now: Moment) -> Option<Moment> {
        let cell = self.text(Some(column));
        if cell.is_empty() {
            return None;
        }
        let read = match column.format() {
            Some(format) => london(format, &cell),
            None => cell
                .parse()
                .ok()
                .or_else(|| london("%Y-%m-%d %H:%M", &cell))
                .or_else(|| cell.parse::<Day>().ok().map(Day::start)),
        };
        match read {
            None => self.problem(
                column.name(),
                format!("is not a date and time as {}", example(column.format().unwrap_or("%Y-%m-%d %H:%M"))),
            ),
            Some(moment) if moment > now => self.problem(column.name(), "lies in the future"),
            Some(moment) if has_short_year(moment.day()) => self.problem(column.name(), SHORT_YEAR),
            Some(_) => {}
        }
        read.filter(|moment| *moment <= now && !has_short_year(moment.day()))
    }

    /// Nothing was applied for, made or served before the Act came into force on 20 January 2020 (S.I. 2020/26).
    fn day_under_the_act(&mut self, column: &Column, today: Day) -> Option<Day> {
        let day = self.past_day(column, today)?;
        if day.0 < jiff::civil::date(2020, 1, 20) {
            self.problem(column.name(), "lies before 20 January 2020, when the Act came into force; check the year");
        }
        Some(day)
    }

    fn past_day(&mut self, column: &Column, today: Day) -> Option<Day> {
        let day = self.day(column)?;
        if day > today {
            self.problem(column.name(), "lies in the future");
        }
        Some(day)
    }

    fn day(&mut self, column: &Column) -> Option<Day> {
        let cell = self.text(Some(column));
        if cell.is_empty() {
            return None;
        }
        let read = match column.format() {
            Some(format) => jiff::civil::Date::strptime(format, &cell).ok().map(Day),
            None => cell.parse().ok(),
        };
        if read.is_none() {
            self.problem(column.name(), format!("is not a date as {}", example(column.format().unwrap_or("%Y-%m-%d"))));
        }
        if read.is_some_and(has_short_year) {
            self.problem(column.name(), SHORT_YEAR);
        }
        read.filter(|day| !has_short_year(*day))
    }
}

const SHORT_YEAR: &str = "has a year of two digits; write all four";

/// A year of two digits is read as one of the first century.
fn has_short_year(day: Day) -> bool {
    day.0.year() < 100
}

/// A London time as a moment; none for the hour that is left out in spring. Of an hour that comes twice, the first counts.
pub fn london_moment(civil: jiff::civil::DateTime) -> Option<Moment> {
    let ambiguous = zone().to_ambiguous_timestamp(civil);
    match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Gap { .. } => None,
        jiff::tz::AmbiguousOffset::Unambiguous { .. } | jiff::tz::AmbiguousOffset::Fold { .. } => {
            ambiguous.compatible().ok().map(Moment::from_timestamp)
        }
    }
}

/// A form of dates, shown by the last minute of 2026.
fn example(format: &str) -> String {
    let parts = [("%d", "31"), ("%m", "12"), ("%Y", "2026"), ("%y", "26"), ("%H", "23"), ("%M", "59"), ("%S", "00")];
    parts.iter().fold(format.to_owned(), |text, (part, shown)| text.replace(part, shown))
}

/// London time; a cell with the date alone counts from the start of that day.
fn london(format: &str, cell: &str) -> Option<Moment> {
    let date_alone = format.split(' ').next().unwrap_or(format);
    let civil = jiff::civil::DateTime::strptime(format, cell)
        .ok()
        .or_else(|| jiff::civil::Date::strptime(date_alone, cell).ok().map(|date| date.at(0, 0, 0, 0)))?;
    london_moment(civil)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
