//! The map of an import: a small TOML file that a force analyst writes, which says which column is what.

use crate::failure::{Failure, Fault};
use domain::wording;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::Quoted;

/// What one row of the file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// One crime, with its people in columns.
    Crime,
    /// One person in one role, the crime repeated in each.
    Person,
    /// What is known of one report that is there already: an order, bail, a warrant. It opens no case.
    Register,
}

/// The encoding of a file of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, the low byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, the high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Windows-1252, as older programs in Western Europe write.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

impl Encoding {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// What parts the cells of a CSV.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Delimiter {
    /// A comma.
    #[serde(rename = ",")]
    Comma,
    /// A semicolon.
    #[serde(rename = ";")]
    Semicolon,
    /// A tab.
    #[serde(rename = "\t")]
    Tab,
    /// An upright stroke.
    #[serde(rename = "|")]
    Stroke,
}

impl Delimiter {
    /// The byte.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Stroke => b'|',
        }
    }
}

/// How the file is written, where that is not plain from the file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileMap {
    /// The sheet of a spreadsheet; without it the first with anything in it.
    pub sheet: Option<String>,
    /// The row of the header, counted from 1; without it the first with anything in it.
    pub header_row: Option<u64>,
    /// The encoding of a CSV.
    pub encoding: Option<Encoding>,
    /// What parts its cells.
    pub delimiter: Option<Delimiter>,
    /// Whether the day comes before the month in dates of a column without a form; it does where this is not given.
    pub day_first: Option<bool>,
    /// Words that stand where nothing is known, upper and lower case alike; without it the usual ones.
    pub missing: Option<Vec<String>>,
}

/// A column, alone or with how its cells are read.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged)]
pub enum Column {
    /// Just its name.
    Named(String),
    /// Its name, the form of its dates, and what its words stand for.
    Read(ReadAs),
}

/// How a column is read.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadAs {
    /// The column's name.
    pub column: String,
    /// The form of its dates, such as `%d/%m/%Y %H:%M`; London time.
    pub format: Option<String>,
    /// What its words stand for: theirs on the left, Holdfast's on the right.
    pub values: Option<BTreeMap<String, String>>,
    /// What parts several values in one cell.
    pub separator: Option<String>,
}

impl Column {
    /// The column's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::Read(read) => &read.column,
        }
    }
    /// The form of its dates.
    pub fn format(&self) -> Option<&str> {
        match self {
            Self::Named(_) => None,
            Self::Read(read) => read.format.as_deref(),
        }
    }
    /// What parts several values in one cell.
    pub fn separator(&self) -> Option<&str> {
        match self {
            Self::Named(_) => None,
            Self::Read(read) => read.separator.as_deref(),
        }
    }
    /// What a word stands for; the word itself where no values are given.
    pub fn meaning<'a>(&'a self, word: &'a str) -> Option<&'a str> {
        match self {
            Self::Named(_) => Some(word),
            Self::Read(read) => match &read.values {
                Some(values) => values.get(word).map(String::as_str),
                None => Some(word),
            },
        }
    }
    /// The words that the map knows.
    pub fn known(&self) -> String {
        match self {
            Self::Named(_) => String::new(),
            Self::Read(read) => read
                .values
                .as_ref()
                .map(|values| values.keys().cloned().collect::<Vec<_>>().join(", "))
                .unwrap_or_default(),
        }
    }
}

/// Columns of the report.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportMap {
    /// The force's reference. Required.
    pub reference: Column,
    /// When it was recorded; for an import, stalking counts as identified then. Required, but not in a register.
    pub recorded_at: Option<Column>,
    /// When the act was done.
    pub occurred_at: Option<Column>,
    /// How exactly that is known.
    pub precision: Option<Column>,
    /// The code of the behaviour.
    pub behaviour: Option<Column>,
    /// How the two stand to each other.
    pub relationship: Option<Column>,
    /// The offence.
    pub offence: Option<Column>,
    /// The team.
    pub team: Option<Column>,
    /// The officer in the case: the name that they sign in with, or their display name.
    pub officer: Option<Column>,
    /// What was said.
    pub narrative: Option<Column>,
    /// The force's grade of risk.
    pub grade: Option<Column>,
}

impl ReportMap {
    /// Nothing but a reference.
    fn of(reference: Column) -> Self {
        Self {
            reference,
            recorded_at: None,
            occurred_at: None,
            precision: None,
            behaviour: None,
            relationship: None,
            offence: None,
            team: None,
            officer: None,
            narrative: None,
            grade: None,
        }
    }
}

/// Columns of a person.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonMap {
    /// `person_at_risk`, `subject`, `reporting_victim` or `other`; or, one row a person, the column that says so.
    pub role: Column,
    /// Forename and surname in one cell, as 'SURNAME, Forename' or 'Forename Surname'.
    pub name: Option<Column>,
    /// Forename.
    pub forename: Option<Column>,
    /// Surname.
    pub surname: Option<Column>,
    /// Date of birth.
    pub born: Option<Column>,
    /// Sex.
    pub sex: Option<Column>,
    /// Postcode.
    pub postcode: Option<Column>,
    /// Address.
    pub address: Option<Column>,
    /// Phone numbers, one column each or parted by a separator.
    #[serde(default)]
    pub phones: Vec<Column>,
    /// E-mail.
    pub email: Option<Column>,
    /// Handle of an online account.
    pub handle: Option<Column>,
    /// Vehicle mark.
    pub vehicle: Option<Column>,
}

impl PersonMap {
    /// The column under which a problem with the person as a whole stands.
    pub(super) fn column(&self) -> &str {
        self.forename.as_ref().or(self.name.as_ref()).or(self.surname.as_ref()).map_or("(person)", Column::name)
    }
}

/// Columns of protection.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtectionMap {
    /// Bail conditions began on; without it the day of recording.
    pub bail_from: Option<Column>,
    /// Bail conditions last until.
    pub bail_until: Option<Column>,
    /// Custody lasts until.
    pub custody_until: Option<Column>,
    /// Another order lasts until.
    pub other_order_until: Option<Column>,
    /// An order was applied for on.
    pub applied_on: Option<Column>,
    /// It was granted on.
    pub granted_on: Option<Column>,
    /// It was refused on.
    pub refused_on: Option<Column>,
    /// It was served on.
    pub served_on: Option<Column>,
    /// Its last day.
    pub order_until: Option<Column>,
    /// Whether it is an `order` or an `interim_order`; without it a full one.
    pub order_kind: Option<Column>,
    /// A warrant for the subject's arrest was issued on.
    pub warrant_on: Option<Column>,
    /// It was executed or withdrawn on.
    pub warrant_ended_on: Option<Column>,
}

/// Columns of a search of history.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchMap {
    /// Where: `local`, `pnd`, `other_force`, `military`, `employer` or `other`. Required.
    pub place: Option<Column>,
    /// When it was made. Required.
    pub searched_at: Option<Column>,
    /// Whether anything was found: `yes` or `no`. Required.
    pub found: Option<Column>,
    /// About whom: `subject`, `person_at_risk` or `both`; without it, both.
    pub about: Option<Column>,
    /// What was asked, and found.
    pub words: Option<Column>,
}

/// Columns of found property.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyMap {
    /// What: `weapon`, `kit` or `other`. Required.
    pub kind: Option<Column>,
    /// When it was found. Required.
    pub found_at: Option<Column>,
    /// What and where. Required.
    pub words: Option<Column>,
    /// How near: `within_1_km`, `further` or `not_known`; without it, not known.
    pub near: Option<Column>,
}

/// A whole map.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// What one row is.
    pub form: Form,
    /// How the file is written.
    #[serde(default)]
    pub file: FileMap,
    /// The report.
    pub report: ReportMap,
    /// The people.
    #[serde(default)]
    pub person: Vec<PersonMap>,
    /// Protection.
    #[serde(default)]
    pub protection: ProtectionMap,
    /// A search of history; in a register only.
    #[serde(default)]
    pub search: SearchMap,
    /// Found property; in a register only.
    #[serde(default)]
    pub property: PropertyMap,
}

impl Map {
    /// The columns of the victim, one row a crime: the first of a person at risk.
    pub(super) fn victim(&self) -> Option<&PersonMap> {
        self.person.iter().find(|person| person.role.name() == "person_at_risk")
    }
    /// This reads a map, or says where it is wrong.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let map: Self = toml::from_str(text).map_err(|error| unreadable(&error))?;
        if map.file.header_row == Some(0) {
            return Err(Failure::invalid("map", "header_row counts from 1"));
        }
        if map.form == Form::Register {
            return map.register();
        }
        if map.tells_of_inquiries() {
            return Err(Failure::invalid("map", "names [search] or [property], which stand in a register only"));
        }
        if map.report.recorded_at.is_none() {
            return Err(Failure::invalid(
                "map",
                "names no recorded_at under [report]; every report needs the time of recording",
            ));
        }
        if map.person.is_empty() {
            return Err(Failure::fault("map", Fault::Missing, "names no person; add a [[person]] table with its role"));
        }
        if map.form == Form::Person && map.person.len() != 1 {
            return Err(Failure::invalid(
                "map",
                "with one row a person there is one [[person]] table, whose role is a column",
            ));
        }
        Ok(map)
    }

    /// A register says what is known of reports that are there, and nothing else.
    fn register(self) -> Result<Self, Failure> {
        if self.report != ReportMap::of(self.report.reference.clone()) {
            return Err(Failure::invalid(
                "map",
                "of a register names only the reference under [report]; reports themselves come by another map",
            ));
        }
        if self.protection == ProtectionMap::default() && !self.tells_of_inquiries() {
            return Err(Failure::invalid(
                "map",
                "of a register names nothing under [protection], [search] or [property]: there is nothing to record",
            ));
        }
        let (search, property) = (&self.search, &self.property);
        let searches = search.place.is_some() && search.searched_at.is_some() && search.found.is_some();
        if *search != SearchMap::default() && !searches {
            return Err(Failure::invalid("map", "names no place, no searched_at or no found under [search]"));
        }
        let finds = property.kind.is_some() && property.found_at.is_some() && property.words.is_some();
        if *property != PropertyMap::default() && !finds {
            return Err(Failure::invalid("map", "names no kind, no found_at or no words under [property]"));
        }
        Ok(self)
    }

    /// Whether it names a search of history or found property.
    pub(super) fn tells_of_inquiries(&self) -> bool {
        self.search != SearchMap::default() || self.property != PropertyMap::default()
    }

    /// Every column that the map names.
    pub fn columns(&self) -> Vec<&str> {
        let report = &self.report;
        let mut columns = vec![&report.reference];
        columns.extend(
            [
                &report.recorded_at,
                &report.occurred_at,
                &report.precision,
                &report.behaviour,
                &report.relationship,
                &report.offence,
                &report.team,
                &report.officer,
                &report.narrative,
                &report.grade,
            ]
            .into_iter()
            .flatten(),
        );
        for person in &self.person {
            if self.form == Form::Person {
                columns.push(&person.role);
            }
            columns.extend(
                [
                    &person.name,
                    &person.forename,
                    &person.surname,
                    &person.born,
                    &person.sex,
                    &person.postcode,
                    &person.address,
                    &person.email,
                    &person.handle,
                    &person.vehicle,
                ]
                .into_iter()
                .flatten(),
            );
            columns.extend(&person.phones);
        }
        let protection = &self.protection;
        columns.extend(
            [
                &protection.bail_from,
                &protection.bail_until,
                &protection.custody_until,
                &protection.other_order_until,
                &protection.applied_on,
                &protection.granted_on,
                &protection.refused_on,
                &protection.served_on,
                &protection.order_until,
                &protection.order_kind,
                &protection.warrant_on,
                &protection.warrant_ended_on,
            ]
            .into_iter()
            .flatten(),
        );
        let (search, property) = (&self.search, &self.property);
        columns.extend(
            [
                &search.place,
                &search.searched_at,
                &search.found,
                &search.about,
                &search.words,
                &property.kind,
                &property.found_at,
                &property.words,
                &property.near,
            ]
            .into_iter()
            .flatten(),
        );
        columns.into_iter().map(Column::name).collect()
    }
}

/// Where a map is wrong; for a key that is not known, with the nearest one.
fn unreadable(error: &toml::de::Error) -> Failure {
    let words: Vec<&str> = error.message().split('`').collect();
    let nearest = match words.as_slice() {
        ["unknown field ", key, known @ ..] => {
            let known: Vec<String> = known.iter().skip(1).step_by(2).map(|name| (*name).to_owned()).collect();
            crate::intake::read::nearest(key, &known).map(|name| format!("; the nearest is '{name}'"))
        }
        _ => None,
    };
    let words = format!("{}{}", error.to_string().trim(), nearest.unwrap_or_default());
    Failure::fault("map", Fault::Unreadable, wording!("{}", Quoted::new(words)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_told_with_the_nearest_one() {
        let text = "form = \"crime\"\n[report]\nreference = \"Ref\"\nrecorded_on = \"Recorded\"\n";
        let Failure::Invalid(problems) = Map::parse(text).unwrap_err() else { unreachable!("it is a typing error") };
        assert!(problems.first().unwrap().words.contains("the nearest is 'recorded_at'"), "{problems:?}");
    }
}
