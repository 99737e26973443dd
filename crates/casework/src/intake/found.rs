//! What a file comes to: people, measures, reports, and rows that are held back.

use crate::intake::inquired::Told;
use domain::catalogue::{ApplicationStep, Behaviour, Grade, Precision, ProtectionKind, Relationship};
use domain::time::{Day, Moment};
use std::collections::BTreeSet;

/// A person as one report describes them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReadPerson {
    /// `person_at_risk`, `subject`, `reporting_victim` or `other`.
    pub role: String,
    /// Forename.
    pub forename: String,
    /// Surname.
    pub surname: String,
    /// Date of birth, ISO.
    pub born: String,
    /// Sex.
    pub sex: String,
    /// Postcode.
    pub postcode: String,
    /// Address.
    pub address: String,
    /// Phones.
    pub phones: Vec<String>,
    /// E-mail.
    pub email: String,
    /// Handle.
    pub handle: String,
    /// Vehicle mark.
    pub vehicle: String,
}

impl ReadPerson {
    /// All that is told of them.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let Self { role, forename, surname, born, sex, postcode, address, phones, email, handle, vehicle } = self;
        [role, forename, surname, born, sex, postcode, address, email, handle, vehicle]
            .into_iter()
            .chain(phones)
            .map(String::as_str)
    }
    /// Whether nothing at all is known of them.
    pub fn is_blank(&self) -> bool {
        let Self { role: _, forename, surname, born, sex: _, postcode, address, phones, email, handle, vehicle } = self;
        phones.is_empty()
            && [forename, surname, born, postcode, address, email, handle, vehicle].iter().all(|text| text.is_empty())
    }
}

/// A measure that the file knows of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadProtection {
    /// What it is.
    pub kind: ProtectionKind,
    /// From when.
    pub from: Day,
    /// Until when.
    pub until: Option<Day>,
    /// When it was served.
    pub served_at: Option<Moment>,
}

/// A report as the file has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadReport {
    /// The force's reference.
    pub reference: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// When the act was done.
    pub occurred_at: Moment,
    /// How exactly that is known.
    pub precision: Precision,
    /// What was done.
    pub behaviour: Option<Behaviour>,
    /// The relationship.
    pub relationship: Relationship,
    /// The offence.
    pub offence: String,
    /// The team.
    pub team: String,
    /// The officer, as the file names them.
    pub officer: String,
    /// What was said.
    pub narrative: String,
    /// The force's grade.
    pub grade: Option<Grade>,
    /// The people.
    pub people: Vec<ReadPerson>,
    /// Measures.
    pub protections: Vec<ReadProtection>,
    /// Steps of an application.
    pub applications: Vec<(ApplicationStep, Day)>,
    /// Whom the order protects, and the application for it: their places among the people.
    pub protected: BTreeSet<usize>,
    /// SHA-256 of all this, itself left empty.
    pub hash: String,
}

impl ReadReport {
    /// Whether it knows of an order, or of an application for one.
    pub(super) fn has_order(&self) -> bool {
        has_order(&self.protections, &self.applications)
    }
    /// What it tells of an order and the application for it.
    pub(super) fn order(&self) -> (Vec<ReadProtection>, Vec<(ApplicationStep, Day)>) {
        (self.protections.iter().filter(|measure| is_order(measure)).cloned().collect(), self.applications.clone())
    }
    /// The measures that speak of one person at risk: whatever binds the subject, and an order only for whom it protects.
    pub(super) fn measures_for(&self, protected: bool) -> Vec<ReadProtection> {
        let speaks = |measure: &&ReadProtection| protected || !is_order(measure);
        self.protections.iter().filter(speaks).cloned().collect()
    }
    /// The steps of the application that speak of one person at risk.
    pub(super) fn steps_for(&self, protected: bool) -> &[(ApplicationStep, Day)] {
        if protected { &self.applications } else { &[] }
    }
}

/// Whether measures or steps tell of a stalking protection order.
pub(super) fn has_order(measures: &[ReadProtection], steps: &[(ApplicationStep, Day)]) -> bool {
    !steps.is_empty() || measures.iter().any(is_order)
}

fn is_order(measure: &ReadProtection) -> bool {
    matches!(measure.kind, ProtectionKind::Order | ProtectionKind::InterimOrder)
}

/// A row that could not be placed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldBack {
    /// Its number; the header is row 1.
    pub row: u64,
    /// Column and problem.
    pub problems: Vec<(String, String)>,
    /// The row as it came: column and cell.
    pub raw: Vec<(String, String)>,
}

/// The rows of a report that tell of an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrderRows {
    /// Whether the order stands on the row of somebody who is not at risk.
    pub on_another: bool,
    /// All rows as they came; those with the order without a problem.
    pub rows: Vec<HeldBack>,
}

impl OrderRows {
    /// The rows as they are held, with what is wrong with those that have the order.
    pub(super) fn held(&self, why: &str) -> Vec<HeldBack> {
        let mut rows = self.rows.clone();
        for row in rows.iter_mut().filter(|row| row.problems.is_empty()) {
            row.problems.push(("(row)".to_owned(), why.to_owned()));
        }
        rows
    }
}

/// What a row of a register says of a report that is there already.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadFact {
    /// The force's reference of the report; it may be empty.
    pub reference: String,
    /// The column in which it stands, as a problem gives it.
    pub column: String,
    /// The people whom the row names.
    pub people: Vec<ReadPerson>,
    /// Measures.
    pub protections: Vec<ReadProtection>,
    /// Steps of an application.
    pub applications: Vec<(ApplicationStep, Day)>,
    /// Searches of history and found property.
    pub told: Vec<Told>,
    /// The row as it came, should no report be found for it.
    pub row: HeldBack,
}

/// What becomes of some rows of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unit {
    /// They are a report.
    Report {
        /// How many rows.
        rows: u64,
        /// It.
        report: Box<ReadReport>,
        /// Where they tell of an order: what is needed should what is on record leave it in doubt whom it protects.
        order: Option<OrderRows>,
    },
    /// It says what is known of a report that is there already.
    Fact(Box<ReadFact>),
    /// They are held.
    Held(Vec<HeldBack>),
}

/// A whole file, read and checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadFile {
    /// Rows without the header.
    pub rows: u64,
    /// What becomes of them, in the order of the file.
    pub units: Vec<Unit>,
    /// SHA-256 of the file.
    pub hash: String,
    /// How it was read, in words: the encoding or the sheet, and the row of the header.
    pub read_as: String,
    /// Rows that hold nothing, and are not counted.
    pub empty_rows: u64,
}

/// What a further row of the same report adds: nothing that any row says is lost, and the higher grade holds.
pub(super) fn together(mut first: ReadReport, further: ReadReport) -> ReadReport {
    first.grade = first.grade.max(further.grade);
    first.behaviour = first.behaviour.or(further.behaviour);
    if first.relationship == Relationship::Unknown {
        first.relationship = further.relationship;
    }
    for (known, more) in
        [(&mut first.offence, further.offence), (&mut first.team, further.team), (&mut first.officer, further.officer)]
    {
        if known.is_empty() {
            *known = more;
        }
    }
    if !first.narrative.contains(&further.narrative) {
        let parting = if first.narrative.is_empty() { "" } else { "\n" };
        first.narrative = format!("{}{parting}{}", first.narrative, further.narrative);
    }
    for measure in further.protections {
        if !first.protections.contains(&measure) {
            first.protections.push(measure);
        }
    }
    for step in further.applications {
        if !first.applications.contains(&step) {
            first.applications.push(step);
        }
    }
    first
}
