//! `holdfast report REFERENCE …`: a report that somebody makes, taken in by hand.

use super::{Desk, moment, typed, word};
use crate::arguments::ReportArguments;
use crate::output::{self, Format};
use crate::telling::Trouble;
use casework::intake::found::ReadPerson;
use casework::intake::report::NewReport;

/// The particulars that can be given of a person.
const PARTICULARS: &str = "forename, surname, born, sex, postcode, address, phone, email, handle, vehicle";

/// This records a report and names the cases that it opened.
pub fn run(desk: &Desk, arguments: &ReportArguments) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    let mut people = Vec::new();
    let roles = [
        ("at-risk", "person_at_risk", &arguments.at_risk),
        ("subject", "subject", &arguments.subject),
        ("reporter", "reporting_victim", &arguments.reporter),
    ];
    for (field, role, given) in roles {
        for text in given {
            people.push(person(field, role, text)?);
        }
    }
    let recorded = desk.app.record_report(
        &actor,
        NewReport {
            reference: arguments.reference.clone(),
            occurred_at: moment("occurred", &arguments.occurred)?,
            precision: word("precision", &arguments.precision)?,
            behaviour: arguments.behaviour.as_deref().map(|text| word("behaviour", text)).transpose()?,
            relationship: word("relationship", &arguments.relationship)?,
            team: arguments.team.clone(),
            narrative: arguments.words.clone(),
            people,
            beside: casework::intake::report::Told::default(),
        },
    )?;
    match desk.format {
        Format::Json => output::json(&recorded)?,
        Format::Csv | Format::Table => {
            for case in &recorded.cases {
                println!("{}: {case}", recorded.reference);
            }
        }
    }
    Ok(())
}

/// This reads 'forename=Ann,surname=Lee'.
fn person(field: &'static str, role: &str, text: &str) -> Result<ReadPerson, Trouble> {
    let mut person = ReadPerson { role: role.to_owned(), ..ReadPerson::default() };
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let unreadable = || typed(field, format!("'{part}' is none of {PARTICULARS}, each as name=value"));
        let (name, value) = part.split_once('=').ok_or_else(unreadable)?;
        let value = value.trim().to_owned();
        match name.trim() {
            "forename" => person.forename = value,
            "surname" => person.surname = value,
            "born" => person.born = value,
            "sex" => person.sex = value,
            "postcode" => person.postcode = value,
            "address" => person.address = value,
            "phone" => person.phones.push(value),
            "email" => person.email = value,
            "handle" => person.handle = value,
            "vehicle" => person.vehicle = value,
            _ => return Err(unreadable()),
        }
    }
    Ok(person)
}
