//! The rows as two kinds of force export, and the truth; all as CSV with CRLF (RFC 4180), times as London clocks showed them.
//!
//! The first is how a crime system exports crimes, with dates as 31/12/2026 23:59 and one row a crime; the second is how a case
//! system exports people, with dates as 2026-12-31 23:59 and one row a person and role, the crime repeated in each.
//! An incident known only to the day or month runs from the first to the last minute of it; an approximate one for an hour.

use super::errors::letter;
use super::{OFFICERS, Sex, SimPerson, SimRow, Simulated};
use domain::catalogue::{Grade, Precision, Relationship};
use domain::time::{Day, Moment, zone};

/// The columns of the export with one row a crime.
///
/// `Date Accuracy` is Exact, Day, Month or Approx. `MO Code` is a code of the behaviour list. `Relationship` is Ex-Partner, Partner,
/// Family, Acquaintance, Work Colleague, Professional, Neighbour, Stranger, Online Only or Unknown. `Risk Grade` is Standard, Medium
/// or High. Sex is Female or Male.
pub const CRIME_COLUMNS: &[&str] = &[
    "Crime Ref",
    "Recorded",
    "Committed From",
    "Committed To",
    "Date Accuracy",
    "Offence",
    "MO Code",
    "Relationship",
    "Risk Grade",
    "Team",
    "OIC",
    "MO Text",
    "Victim Forename",
    "Victim Surname",
    "Victim DOB",
    "Victim Sex",
    "Victim Postcode",
    "Victim Phone 1",
    "Victim Phone 2",
    "Victim Email",
    "Victim Username",
    "Victim Vehicle",
    "Suspect Forename",
    "Suspect Surname",
    "Suspect DOB",
    "Suspect Sex",
    "Suspect Postcode",
    "Suspect Phone 1",
    "Suspect Phone 2",
    "Suspect Email",
    "Suspect Username",
    "Suspect Vehicle",
    "Child Forename",
    "Child Surname",
    "Child DOB",
    "Child Sex",
    "Child Postcode",
    "Bail Until",
    "Custody Until",
    "SPO Applied",
    "SPO Granted",
    "SPO Refused",
    "SPO Served",
];

/// The columns of the export with one row a person and role.
///
/// `Role` is VICTIM, SUSPECT or CHILD; a wholly unknown suspect has no row. `Phones` are parted by a semicolon. `Gender` is F or M;
/// `Accuracy` is E, D, M or A; `Relationship` is EX, PARTNER, FAMILY, ACQ, COLLEAGUE, PROF, NEIGHBOUR, STRANGER, ONLINE or NK; `Risk`
/// is S, M or H.
pub const PERSON_COLUMNS: &[&str] = &[
    "Occurrence No",
    "Role",
    "Created",
    "Start",
    "End",
    "Accuracy",
    "Title",
    "MO",
    "Relationship",
    "Risk",
    "Unit",
    "Officer",
    "Summary",
    "Forename",
    "Surname",
    "Date of Birth",
    "Gender",
    "Postcode",
    "Phones",
    "Email",
    "User Name",
    "VRM",
    "Bail End",
    "Custody End",
    "SPO Application",
    "SPO Made",
    "SPO Refusal",
    "SPO Service",
];

/// The columns of the truth.
pub const TRUTH_COLUMNS: &[&str] = &["Crime Ref", "Victim Entity", "Subject Entity", "Child Entity", "Course"];

/// This writes one row a crime.
pub fn to_csv_per_crime(simulated: &Simulated) -> String {
    let mut out = String::new();
    line(&mut out, CRIME_COLUMNS);
    for row in &simulated.rows {
        let (from, to) = committed(row);
        let mut cells = vec![
            row.force_reference.clone(),
            british(row.recorded_at),
            british(from),
            british(to),
            accuracy(row.precision).0.to_owned(),
            row.offence.to_owned(),
            behaviour(row),
            relationship(row).0.to_owned(),
            risk(row).0.to_owned(),
            row.team.to_owned(),
            officer(row),
            row.narrative.clone(),
        ];
        let nobody = SimPerson::default();
        for person in [&row.victim, row.subject.as_ref().unwrap_or(&nobody)] {
            cells.extend(british_particulars(person));
            cells.extend([0, 1].map(|place| person.phones.get(place).cloned().unwrap_or_default()));
            cells.extend([&person.email, &person.handle, &person.vehicle].map(|cell| cell.clone().unwrap_or_default()));
        }
        cells.extend(british_particulars(row.child.as_ref().unwrap_or(&nobody)));
        cells.extend(protection(row).map(british_day));
        line(&mut out, &cells);
    }
    out
}

/// This writes one row a person and role.
pub fn to_csv_per_person(simulated: &Simulated) -> String {
    let mut out = String::new();
    line(&mut out, PERSON_COLUMNS);
    for row in &simulated.rows {
        let people = [("VICTIM", Some(&row.victim)), ("SUSPECT", row.subject.as_ref()), ("CHILD", row.child.as_ref())];
        for (role, person) in people.into_iter().filter_map(|(role, person)| Some((role, person?))) {
            line(&mut out, &person_cells(row, role, person));
        }
    }
    out
}

/// This writes who was really meant.
pub fn truth_csv(simulated: &Simulated) -> String {
    let mut out = String::new();
    line(&mut out, TRUTH_COLUMNS);
    for truth in &simulated.truth {
        let child = truth.child.map(|child| child.to_string()).unwrap_or_default();
        let (victim, subject, course) = (truth.victim.to_string(), truth.subject.to_string(), truth.course.to_string());
        line(&mut out, &[&truth.force_reference, &victim, &subject, &child, &course]);
    }
    out
}

fn person_cells(row: &SimRow, role: &str, person: &SimPerson) -> Vec<String> {
    let (start, end) = committed(row);
    let iso_day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut cells = vec![
        row.force_reference.clone(),
        role.to_owned(),
        iso(row.recorded_at),
        iso(start),
        iso(end),
        accuracy(row.precision).1.to_owned(),
        row.offence.to_owned(),
        behaviour(row),
        relationship(row).1.to_owned(),
        risk(row).1.to_owned(),
        row.team.to_owned(),
        officer(row),
        row.narrative.clone(),
        person.forename.clone().unwrap_or_default(),
        person.surname.clone().unwrap_or_default(),
        iso_day(person.born),
        person.sex.map(letter).unwrap_or_default().to_owned(),
        person.postcode.clone().unwrap_or_default(),
        person.phones.join("; "),
    ];
    cells.extend([&person.email, &person.handle, &person.vehicle].map(|cell| cell.clone().unwrap_or_default()));
    cells.extend(protection(row).map(iso_day));
    cells
}

fn british_particulars(person: &SimPerson) -> [String; 5] {
    let sex = match person.sex {
        Some(Sex::Female) => "Female",
        Some(Sex::Male) => "Male",
        None => "",
    };
    [
        person.forename.clone().unwrap_or_default(),
        person.surname.clone().unwrap_or_default(),
        british_day(person.born),
        sex.to_owned(),
        person.postcode.clone().unwrap_or_default(),
    ]
}

/// The six facts, in the order of both exports.
fn protection(row: &SimRow) -> [Option<Day>; 6] {
    let facts = &row.protection;
    [facts.bail_until, facts.custody_until, facts.applied_on, facts.granted_on, facts.refused_on, facts.served_on]
}

/// The first and the last minute in which it may have happened.
fn committed(row: &SimRow) -> (Moment, Moment) {
    let from = row.occurred_at;
    let last_minute_before = |day: Day| day.start().plus_micros(-60_000_000);
    let to = match row.precision {
        Precision::Exact => from,
        Precision::Day => last_minute_before(from.day().plus_days(1)),
        Precision::Month => last_minute_before(from.day().plus_days(i64::from(from.day().0.days_in_month()))),
        Precision::Approximate => from.plus_hours(1),
    };
    // Nobody records that something may yet happen.
    (from, to.min(row.recorded_at).max(from))
}

fn iso(moment: Moment) -> String {
    let clock = moment.timestamp().to_zoned_datetime(zone());
    format!("{} {:02}:{:02}", moment.day(), clock.hour(), clock.minute())
}

fn british(moment: Moment) -> String {
    let clock = moment.timestamp().to_zoned_datetime(zone());
    format!("{} {:02}:{:02}", british_day(Some(moment.day())), clock.hour(), clock.minute())
}

fn british_day(day: Option<Day>) -> String {
    day.map(|Day(date)| format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())).unwrap_or_default()
}

fn behaviour(row: &SimRow) -> String {
    row.behaviour.map(|behaviour| behaviour.code().to_owned()).unwrap_or_default()
}

fn officer(row: &SimRow) -> String {
    row.officer.and_then(|officer| OFFICERS.get(officer)).copied().unwrap_or_default().to_owned()
}

const fn accuracy(precision: Precision) -> (&'static str, &'static str) {
    match precision {
        Precision::Exact => ("Exact", "E"),
        Precision::Day => ("Day", "D"),
        Precision::Month => ("Month", "M"),
        Precision::Approximate => ("Approx", "A"),
    }
}

const fn risk(row: &SimRow) -> (&'static str, &'static str) {
    match row.grade {
        None => ("", ""),
        Some(Grade::Standard) => ("Standard", "S"),
        Some(Grade::Medium) => ("Medium", "M"),
        Some(Grade::High) => ("High", "H"),
    }
}

const fn relationship(row: &SimRow) -> (&'static str, &'static str) {
    match row.relationship {
        None => ("", ""),
        Some(Relationship::ExIntimate) => ("Ex-Partner", "EX"),
        Some(Relationship::CurrentIntimate) => ("Partner", "PARTNER"),
        Some(Relationship::Family) => ("Family", "FAMILY"),
        Some(Relationship::Acquaintance) => ("Acquaintance", "ACQ"),
        Some(Relationship::Colleague) => ("Work Colleague", "COLLEAGUE"),
        Some(Relationship::Professional) => ("Professional", "PROF"),
        Some(Relationship::Neighbour) => ("Neighbour", "NEIGHBOUR"),
        Some(Relationship::Stranger) => ("Stranger", "STRANGER"),
        Some(Relationship::OnlineOnly) => ("Online Only", "ONLINE"),
        Some(Relationship::Unknown) => ("Unknown", "NK"),
    }
}

fn line<T: AsRef<str>>(out: &mut String, cells: &[T]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        let cell = cell.as_ref();
        if cell.contains([',', '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}
