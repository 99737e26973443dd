//! Reading a file by its map: every row becomes part of a report, or is held with all its problems, by column.

use crate::failure::{Failure, Fault, Problem};
use crate::intake::cells::{Cells, Columns};
use crate::intake::file::{self, Line, Table};
use crate::intake::found::*;
use crate::intake::inquired;
use crate::intake::map::{Form, Map, PersonMap};
use domain::catalogue::{Behaviour, Grade, Precision, Relationship};
use domain::time::Moment;
use domain::wording;
use domain::wording::Wording;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use store::Quoted;
use store::record::hex;

/// This reads and checks a whole file; nothing is written yet.
pub fn read_file(bytes: &[u8], map: &Map, now: Moment) -> Result<ReadFile, Failure> {
    let hash = hex(&Sha256::digest(bytes));
    let table = file::table(bytes, &map.file)?;
    check_header(&table, map)?;
    let columns = Columns::of(&table);
    let units = match map.form {
        Form::Crime => table.lines.iter().map(|line| unit(&[line], &columns, map, now)).collect(),
        Form::Person => groups(&columns, map).iter().map(|group| unit(group, &columns, map, now)).collect(),
        Form::Register => table.lines.iter().map(|line| fact(line, &columns, map, now)).collect(),
    };
    Ok(ReadFile {
        rows: table.lines.len() as u64,
        units,
        hash,
        read_as: table.read_as.clone(),
        empty_rows: table.empty_rows,
    })
}

fn check_header(table: &Table, map: &Map) -> Result<(), Failure> {
    let (header, mut problems) = (&table.header, Vec::new());
    for (at, name) in header.iter().enumerate() {
        if !name.is_empty() && header.iter().skip(at + 1).any(|other| other == name) {
            let words = "stands twice in the header; give each column its own name";
            problems.push(Problem::new(Quoted::new(name), Fault::Exists, words));
        }
    }
    let mut missing = false;
    for column in map.columns() {
        if !header.iter().any(|name| name == column) {
            missing = true;
            let nearest = nearest(column, header);
            let nearest =
                nearest.map_or_else(|| "".into(), |name| wording!("; the nearest is '{}'", Quoted::new(name)));
            let words = wording!("is named in the map and is not in the file{}", nearest);
            problems.push(Problem::new(Quoted::new(column), Fault::Missing, words));
        }
    }
    if missing {
        let file = |fault, words: Wording| Problem::new("file", fault, words);
        problems.extend(table.merged.iter().map(|cells| {
            let words = wording!(
                "the header has merged cells ({}); give every column a name of its own in one row",
                Quoted::new(cells)
            );
            file(Fault::Unfit, words)
        }));
        problems.extend(elsewhere(table, map).map(|row| {
            let words = wording!(
                "the names of the map stand in row {}; write header_row = {} under [file] in the map",
                row,
                row
            );
            file(Fault::Unfit, words)
        }));
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
}

/// A row further down that has every name of the map.
fn elsewhere(table: &Table, map: &Map) -> Option<u64> {
    let names = map.columns();
    let has = |line: &&Line| names.iter().all(|name| line.cells.iter().any(|cell| cell.text().trim() == *name));
    table.lines.iter().take(20).find(has).map(|line| line.number)
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
fn groups<'a>(columns: &Columns<'a>, map: &Map) -> Vec<Vec<&'a Line>> {
    let mut order: Vec<Vec<&Line>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for line in &columns.table.lines {
        let cell = columns.cell(line, &map.report.reference);
        let reference = cell.map(|cell| cell.text().trim().to_owned()).unwrap_or_default();
        match places.get(&reference).filter(|_| !reference.is_empty()).and_then(|place| order.get_mut(*place)) {
            Some(group) => group.push(line),
            None => {
                places.insert(reference, order.len());
                order.push(vec![line]);
            }
        }
    }
    order
}

/// What is said of an order on a row that does not tell whom it protects.
const WHOM: &str = "has an order, is no row of a person at risk, and the report has several of them: write the order on the rows of those whom it protects";

/// What is said of an order in a row of a crime that leaves the columns of its victim empty.
const NO_VICTIM: &str = "is empty beside an order, which protects the victim: describe her in these columns, the first person_at_risk of the map, or say in a register whom the order protects";

/// What is said of a row whose order is not that of another row of its report.
const ANOTHER_ORDER: &str = "tells otherwise of an order than another row of this report; import one of the two by a register that names whom it protects";

fn unit(lines: &[&Line], columns: &Columns<'_>, map: &Map, now: Moment) -> Unit {
    let mut problems: Vec<Vec<(String, String)>> = lines.iter().map(|_| Vec::new()).collect();
    let mut people: Vec<ReadPerson> = Vec::new();
    let mut report = None;
    let (mut protected, mut on_another) = (BTreeSet::new(), None);
    let mut orders = Vec::new();
    for (line, found) in lines.iter().zip(problems.iter_mut()) {
        let mut cells = Cells { columns, line, file: &map.file, problems: found };
        sound(&mut cells);
        let (before, mut whom) = (people.len(), None);
        for columns in &map.person {
            let Some(person) = cells.person(columns, map.form, now.day()) else { continue };
            // Of the people of a crime it is the victim, and the map puts her first.
            let may = map.form != Form::Crime || map.victim().is_some_and(|victim| std::ptr::eq(victim, columns));
            whom = whom.or((may && person.role == "person_at_risk").then_some(people.len()));
            people.push(person);
        }
        let read = read_report(&mut cells, map, now);
        if let Some(order) = read.as_ref().filter(|read| read.has_order()).map(ReadReport::order) {
            // An order protects the person at risk on whose row it stands; among several, the first of the map.
            match whom {
                Some(place) => protected.extend([place]),
                None => on_another = Some(*line),
            }
            let at_risk = people.iter().skip(before).any(|person| person.role == "person_at_risk");
            if map.form == Form::Crime && whom.is_none() && at_risk {
                cells.problem(map.victim().map_or("(person)", PersonMap::column), NO_VICTIM);
            }
            if orders.first().is_some_and(|(_, first)| *first != order) {
                cells.problem("(row)", ANOTHER_ORDER);
            }
            orders.push((line.number, order));
        }
        report = match (report, read) {
            (Some(first), Some(further)) => Some(together(first, further)),
            (first, further) => first.or(further),
        };
    }
    let on_another = on_another.filter(|_| protected.is_empty());
    if let Some(line) = on_another {
        let at_risk = |(place, person): (usize, &ReadPerson)| (person.role == "person_at_risk").then_some(place);
        let at_risk: Vec<usize> = people.iter().enumerate().filter_map(at_risk).collect();
        if let [one] = at_risk.as_slice() {
            protected.extend([*one]);
        } else if at_risk.len() > 1 {
            let on = lines.iter().zip(problems.iter_mut()).find(|(other, _)| std::ptr::eq(**other, line));
            on.into_iter().for_each(|(_, problems)| problems.push(("(row)".to_owned(), WHOM.to_owned())));
        }
    }
    let sound = problems.iter().all(Vec::is_empty);
    match report.filter(|_| sound) {
        Some(mut report) if people.iter().any(|person: &ReadPerson| person.role == "person_at_risk") => {
            report.people = people;
            report.protected = protected;
            report.hash = hash_of(&report);
            let order = (!orders.is_empty()).then(|| {
                let column = map.report.reference.name();
                let mut rows = hold(lines, columns, &problems, column, "another row of this report is held");
                let with = |row: &u64| orders.iter().any(|(number, _)| number == row);
                rows.iter_mut().filter(|row| with(&row.row)).for_each(|row| row.problems.clear());
                OrderRows { on_another: on_another.is_some(), rows }
            });
            Unit::Report { rows: lines.len() as u64, report: Box::new(report), order }
        }
        Some(_) => {
            let column = map.person.first().map_or("(person)", PersonMap::column);
            Unit::Held(hold(lines, columns, &problems, column, "no person at risk is described"))
        }
        None => {
            let column = map.report.reference.name();
            Unit::Held(hold(lines, columns, &problems, column, "another row of this report is held"))
        }
    }
}

/// One row of a register.
fn fact(line: &Line, columns: &Columns<'_>, map: &Map, now: Moment) -> Unit {
    let mut problems = vec![Vec::new()];
    let read = problems.first_mut().map(|problems| {
        let mut cells = Cells { columns, line, file: &map.file, problems };
        sound(&mut cells);
        let reference = cells.reference(&map.report.reference);
        let people = map.person.iter().filter_map(|person| cells.person(person, map.form, now.day())).collect();
        let (protections, applications) = cells.protection(map, now.day(), now.day());
        let told = inquired::told(&mut cells, map, now);
        if protections.is_empty() && applications.is_empty() && told.is_empty() && cells.problems.is_empty() {
            let nothing = if map.tells_of_inquiries() {
                "says nothing of a search of history, of found property, or of a measure"
            } else {
                "says nothing of an order, bail, custody or a warrant"
            };
            cells.problem("(row)", nothing);
        }
        (reference, people, protections, applications, told)
    });
    let row = hold(&[line], columns, &problems, map.report.reference.name(), "");
    match (read, row.into_iter().next()) {
        (Some((reference, people, protections, applications, told)), Some(row))
            if problems.iter().all(Vec::is_empty) =>
        {
            let column = columns.place(map.report.reference.name());
            Unit::Fact(Box::new(ReadFact { reference, column, people, protections, applications, told, row }))
        }
        (_, row) => Unit::Held(row.into_iter().collect()),
    }
}

/// What is wrong with a row as a whole, and characters that cannot be kept.
fn sound(cells: &mut Cells<'_>) {
    let line = cells.line;
    line.faults.iter().for_each(|fault| cells.problem("(row)", fault));
    for (at, cell) in line.cells.iter().enumerate() {
        let column = cells.columns.table.place(at);
        if has_nul(&column) || has_nul(&cell.text()) {
            cells.problems.push((storable(&column), UNSTORABLE.to_owned()));
        }
    }
}

fn hold(
    lines: &[&Line],
    columns: &Columns<'_>,
    problems: &[Vec<(String, String)>],
    column: &str,
    otherwise: &str,
) -> Vec<HeldBack> {
    let cells = |line: &Line| {
        let shown = line.cells.iter().enumerate();
        shown.map(|(at, cell)| (storable(&columns.table.column(at)), storable(&cell.text()))).collect()
    };
    lines
        .iter()
        .zip(problems)
        .map(|(line, problems)| HeldBack {
            row: line.number,
            problems: if problems.is_empty() {
                vec![(columns.place(column), otherwise.to_owned())]
            } else {
                problems.clone()
            },
            raw: cells(line),
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

fn read_report(cells: &mut Cells<'_>, map: &Map, now: Moment) -> Option<ReadReport> {
    let columns = &map.report;
    let reference = cells.reference(&columns.reference);
    if reference.is_empty() {
        cells.problem(columns.reference.name(), "is empty; every report needs the force's reference");
    }
    let recorded = columns.recorded_at.as_ref()?;
    let recorded_at = cells.moment(recorded, now);
    if recorded_at.is_none() && cells.known(Some(recorded)).is_empty() {
        cells.problem(recorded.name(), "is empty; every report needs the time of recording");
    }
    let occurred_at = columns.occurred_at.as_ref().and_then(|column| cells.moment(column, now));
    if let (Some(occurred), Some(recorded), Some(column)) = (occurred_at, recorded_at, &columns.occurred_at)
        && occurred.day() > recorded.day()
    {
        cells.problem(column.name(), "lies after the day of recording");
    }
    let precision = cells.word::<Precision>(columns.precision.as_ref());
    let behaviour = cells.word::<Behaviour>(columns.behaviour.as_ref());
    let relationship = cells.word::<Relationship>(columns.relationship.as_ref());
    let grade = cells.word::<Grade>(columns.grade.as_ref());
    let (protections, applications) = cells.protection(map, recorded_at.unwrap_or(now).day(), now.day());
    let otherwise = if occurred_at.is_some() { Precision::Exact } else { Precision::Approximate };
    recorded_at.map(|recorded_at| ReadReport {
        reference,
        recorded_at,
        occurred_at: occurred_at.unwrap_or(recorded_at),
        precision: precision.unwrap_or(otherwise),
        behaviour,
        relationship: relationship.unwrap_or(Relationship::Unknown),
        offence: cells.text(columns.offence.as_ref()),
        team: cells.text(columns.team.as_ref()),
        officer: cells.known(columns.officer.as_ref()),
        narrative: cells.text(columns.narrative.as_ref()),
        grade,
        people: Vec::new(),
        protections,
        applications,
        protected: BTreeSet::new(),
        hash: String::new(),
    })
}
