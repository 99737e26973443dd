//! An invented force in the database: its reports through the same way in as any other, and days of work on some of them.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::Failure;
use crate::intake::found::{ReadPerson, ReadProtection, ReadReport};
use crate::intake::officers::Officer;
use crate::intake::receive::receive;
use crate::linking::LinkedAll;
use crate::simulate::{OFFICERS, Settings, SimPerson, SimRow, Simulated, generate};
use crate::views::Actor;
use domain::catalogue::*;
use domain::ids::{ActId, CaseId};
use domain::time::Moment;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Draft, queries};

/// Reports in one transaction.
const GROUP: usize = 50;
/// Hours that a transaction's reports may lie apart.
const HOURS: i64 = 3;

/// What was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Populated {
    /// Reports taken in.
    pub reports: u64,
    /// Cases opened.
    pub cases: u64,
    /// What linkage saw.
    pub linked: LinkedAll,
    /// The truth behind the reports, as CSV.
    pub truth: String,
}

/// How much is done on the cases afterwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// Nothing: reports only.
    None,
    /// Some cases are screened, decided and reviewed, some are not.
    Some,
}

/// A case that was opened, with what the work on it needs.
pub(crate) struct Opened {
    pub case: CaseId,
    pub at: Moment,
    pub officer: Option<String>,
    pub act: ActId,
    pub grade: Option<Grade>,
    pub relationship: Relationship,
}

/// An invented report, with the name and the account of the officer who has it.
type Taken = (ReadReport, Option<(String, Officer)>);

impl App {
    /// This fills a demonstration with an invented force's reports, as they would have come in day by day.
    pub fn populate(
        &self,
        actor: &Actor,
        settings: &Settings,
        work: Work,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Populated, Failure> {
        self.asked(actor, &Wish::of(Action::Simulate.code()), || self.invent(actor, settings, work, progress))
    }

    fn invent(
        &self,
        actor: &Actor,
        settings: &Settings,
        work: Work,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Populated, Failure> {
        let policies = self.ask_to_simulate(actor)?;
        let simulated = generate(settings);
        let officers: HashMap<String, (String, Officer)> = self
            .read(|reader| Ok(queries::accounts(reader)?))?
            .into_iter()
            .map(|account| (account.display_name.clone(), (account.name.clone(), Officer::of(account.into_inner()))))
            .collect();
        let all = simulated.rows.len() as u64;
        let (mut reports, mut opened) = (0, Vec::new());
        for rows in groups(&simulated.rows) {
            opened.extend(self.take_in(actor, rows, &officers, &policies)?);
            reports += rows.len() as u64;
            progress(reports, all);
        }
        if work == Work::Some {
            self.work_on(actor, settings.seed, &opened, progress)?;
        }
        let linked = self.link_all()?;
        self.tick()?;
        Ok(Populated { reports, cases: opened.len() as u64, linked, truth: truth(&simulated) })
    }

    fn ask_to_simulate(&self, actor: &Actor) -> Result<Vec<String>, Failure> {
        let (who, demonstration) = (actor.clone(), self.is_demonstration());
        self.store.transact(self.context(actor, "simulation"), move |tx| {
            let policies = permit_force(&who, Action::Simulate, demonstration)?;
            tx.append(Draft::done(Action::Simulate.code(), &policies));
            Ok::<_, Failure>(())
        })?;
        self.permit_force(actor, Action::Simulate)
    }

    fn take_in(
        &self,
        actor: &Actor,
        rows: &[SimRow],
        officers: &HashMap<String, (String, Officer)>,
        policies: &[String],
    ) -> Result<Vec<Opened>, Failure> {
        let mut context = self.context(actor, "simulation");
        context.at = rows.last().map_or(context.at, |row| row.recorded_at.plus_micros(60_000_000).min(context.at));
        let rows: Arc<Vec<Taken>> = Arc::new(
            rows.iter()
                .map(|row| {
                    let officer =
                        row.officer.and_then(|place| OFFICERS.get(place)).and_then(|name| officers.get(*name));
                    (read_report(row), officer.cloned())
                })
                .collect(),
        );
        let (force, policies, at) = (actor.force.clone(), policies.to_vec(), context.at);
        let taken = rows.clone();
        let (opened, _) = self.store.transact(context, move |tx| {
            let force = queries::force(tx, &force)?.ok_or(Failure::NotFound("force"))?;
            let mut opened = Vec::new();
            for (place, (report, officer)) in rows.iter().enumerate() {
                let received =
                    receive(tx, &force, report, officer.as_ref().map(|(_, officer)| officer), None, &policies)?;
                let row = queries::report_by_reference(tx, &force.id, &report.reference)?
                    .ok_or(Failure::NotFound("report"))?;
                opened.extend(received.cases.into_iter().map(|case| (place, case, row.act)));
            }
            Ok::<_, Failure>(opened)
        })?;
        let found =
            opened.into_iter().filter_map(|(place, case, act)| taken.get(place).map(|taken| (taken, case, act)));
        Ok(found
            .map(|((report, officer), case, act)| Opened {
                case,
                at,
                officer: officer.as_ref().map(|(name, _)| name.clone()),
                act,
                grade: report.grade,
                relationship: report.relationship,
            })
            .collect())
    }
}

/// Reports of a few hours go in together, so that each comes in about when it was recorded.
fn groups(rows: &[SimRow]) -> Vec<&[SimRow]> {
    let mut groups = Vec::new();
    let mut rest = rows;
    while let Some(first) = rest.first() {
        let until = first.recorded_at.plus_hours(HOURS);
        let together = rest.iter().take(GROUP).take_while(|row| row.recorded_at <= until).count();
        let (group, later) = rest.split_at(together.max(1));
        groups.push(group);
        rest = later;
    }
    groups
}

fn truth(simulated: &Simulated) -> String {
    crate::simulate::truth_csv(simulated)
}

/// A simulated row as any import reads it.
fn read_report(row: &SimRow) -> ReadReport {
    let mut people = vec![person(&row.victim, "person_at_risk")];
    people.extend(row.subject.as_ref().map(|subject| person(subject, "subject")));
    people.extend(row.child.as_ref().map(|child| person(child, "person_at_risk")));
    let from = row.recorded_at.day();
    let until = |kind, until: Option<domain::time::Day>| {
        until.map(|until| ReadProtection { kind, from: from.min(until), until: Some(until), served_at: None })
    };
    let protection = &row.protection;
    let mut protections: Vec<ReadProtection> = Vec::new();
    protections.extend(until(ProtectionKind::Bail, protection.bail_until));
    protections.extend(until(ProtectionKind::Custody, protection.custody_until));
    if let Some(granted) = protection.granted_on {
        let served_at = protection.served_on.map(|day| day.start().plus_hours(15));
        protections.push(ReadProtection { kind: ProtectionKind::Order, from: granted, until: None, served_at });
    }
    let steps = [
        (ApplicationStep::Applied, protection.applied_on),
        (ApplicationStep::Granted, protection.granted_on),
        (ApplicationStep::Refused, protection.refused_on),
    ];
    ReadReport {
        reference: row.force_reference.clone(),
        recorded_at: row.recorded_at,
        occurred_at: row.occurred_at.min(row.recorded_at),
        precision: row.precision,
        behaviour: row.behaviour,
        relationship: row.relationship.unwrap_or(Relationship::Unknown),
        offence: row.offence.to_owned(),
        team: row.team.to_owned(),
        officer: String::new(),
        narrative: row.narrative.clone(),
        grade: row.grade,
        people,
        // The victim stands first.
        protected: [0].into(),
        protections,
        applications: steps.into_iter().filter_map(|(step, on)| on.map(|on| (step, on))).collect(),
        hash: row.force_reference.clone(),
    }
}

fn person(person: &SimPerson, role: &str) -> ReadPerson {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    ReadPerson {
        role: role.to_owned(),
        forename: text(&person.forename),
        surname: text(&person.surname),
        born: person.born.map(|day| day.to_string()).unwrap_or_default(),
        sex: person.sex.map(|sex| format!("{sex:?}")).unwrap_or_default(),
        postcode: text(&person.postcode),
        address: String::new(),
        phones: person.phones.clone(),
        email: text(&person.email),
        handle: text(&person.handle),
        vehicle: text(&person.vehicle),
    }
}
