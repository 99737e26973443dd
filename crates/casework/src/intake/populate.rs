//! An invented force in the database: its reports through the same way in as any other, and days of work on some of them.

use crate::access::Action;
use crate::app::App;
use crate::cases::act::{Act, FourGiven};
use crate::failure::Failure;
use crate::intake::read::{ReadPerson, ReadProtection, ReadReport};
use crate::intake::receive::receive;
use crate::linking::LinkedAll;
use crate::simulate::{OFFICERS, Settings, SimPerson, SimRow, Simulated, generate};
use crate::views::Actor;
use domain::catalogue::*;
use domain::event::{FourAnswer, Limb, Outcome, Worksheet};
use domain::ids::{AccountId, ActId, CaseId};
use domain::time::Moment;
use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::HashMap;
use std::sync::Arc;
use store::queries;

/// Reports in one transaction.
const GROUP: usize = 50;

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
struct Opened {
    case: CaseId,
    at: Moment,
    officer: Option<String>,
    act: ActId,
    grade: Option<Grade>,
}

/// An invented report, with the name and the account of the officer who has it.
type Taken = (ReadReport, Option<(String, AccountId)>);

impl App {
    /// This fills a demonstration with an invented force's reports, as they would have come in day by day.
    pub fn populate(
        &self,
        actor: &Actor,
        settings: &Settings,
        work: Work,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Populated, Failure> {
        let policies = self.permit_force(actor, Action::Simulate)?;
        let simulated = generate(settings);
        let officers: HashMap<String, (String, AccountId)> = self
            .read(|reader| Ok(queries::accounts(reader)?))?
            .into_iter()
            .map(|account| (account.display_name, (account.name, account.id)))
            .collect();
        let all = simulated.rows.len() as u64;
        let (mut reports, mut opened) = (0, Vec::new());
        for rows in simulated.rows.chunks(GROUP) {
            opened.extend(self.take_in(actor, rows, &officers, &policies)?);
            reports += rows.len() as u64;
            progress(reports, all);
        }
        if work == Work::Some {
            self.work_on(actor, settings.seed, &opened)?;
        }
        let linked = self.link_all()?;
        self.tick()?;
        Ok(Populated { reports, cases: opened.len() as u64, linked, truth: truth(&simulated) })
    }

    fn take_in(
        &self,
        actor: &Actor,
        rows: &[SimRow],
        officers: &HashMap<String, (String, AccountId)>,
        policies: &[String],
    ) -> Result<Vec<Opened>, Failure> {
        let mut context = self.context(actor, "simulation");
        context.at = rows.last().map_or(context.at, |row| row.recorded_at.plus_hours(1).min(context.at));
        let rows: Arc<Vec<Taken>> = Arc::new(
            rows.iter()
                .map(|row| {
                    let officer =
                        row.officer.and_then(|place| OFFICERS.get(place)).and_then(|name| officers.get(*name));
                    (read_report(row), officer.cloned())
                })
                .collect(),
        );
        let (force, policies) = (actor.force.clone(), policies.to_vec());
        let (opened, _) = self.store.transact(context, move |tx| {
            let force = queries::force(tx, &force)?.ok_or(Failure::NotFound("force"))?;
            let mut opened = Vec::new();
            for (report, officer) in rows.iter() {
                let received = receive(tx, &force, report, officer.as_ref().map(|(_, id)| *id), None, &policies)?;
                let row = queries::report_by_reference(tx, &force.id, &report.reference)?
                    .ok_or(Failure::NotFound("report"))?;
                opened.extend(received.cases.into_iter().map(|case| Opened {
                    case,
                    at: tx.at(),
                    officer: officer.as_ref().map(|(name, _)| name.clone()),
                    act: row.act,
                    grade: report.grade,
                }));
            }
            Ok::<_, Failure>(opened)
        })?;
        Ok(opened)
    }

    /// Some officers do their work in time, some late, some not at all.
    fn work_on(&self, actor: &Actor, seed: u64, opened: &[Opened]) -> Result<(), Failure> {
        let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x5EED);
        let accounts = self.read(|reader| Ok(queries::accounts(reader)?))?;
        let staff: Vec<Actor> = accounts.into_iter().map(crate::house::sessions::actor_of).collect();
        let by_name = |name: &str| staff.iter().find(|actor| actor.name == name);
        let of_role = |role: Role| staff.iter().find(|other| other.role == role && other.force == actor.force);
        let (Some(spoc), Some(inspector)) = (of_role(Role::Spoc), of_role(Role::Inspector)) else { return Ok(()) };
        for case in opened {
            let Some(officer) = case.officer.as_deref().and_then(by_name) else { continue };
            let reference = self.read(|reader| Ok(queries::case_file_by_id(reader, case.case)?))?;
            let Some(reference) = reference.map(|file| file.reference) else { continue };
            let done: u32 = dice.random_range(0..100);
            let hours: i64 = dice.random_range(2..140);
            let screened_at = case.at.plus_hours(hours);
            if done < 35 || screened_at > self.now() {
                continue;
            }
            let grade = case.grade.unwrap_or(match dice.random_range(0..10) {
                0..2 => Grade::High,
                2..6 => Grade::Medium,
                _ => Grade::Standard,
            });
            let screen = Act::ScreenRisk {
                tool: "neutral question set 1".to_owned(),
                grade,
                factors: factors(&mut dice, grade),
                four: four(case.act),
                reasons: "The grade rests on how often contact is made and on the fear that it causes.".to_owned(),
                second_officer: None,
            };
            self.then(officer, &reference, screened_at, screen)?;
            if done < 55 {
                continue;
            }
            let review = Act::ReviewRisk { grade, reasons: "Read with the linked reports; agreed.".to_owned() };
            self.then(inspector, &reference, screened_at.plus_hours(dice.random_range(1..40)), review)?;
            if done < 70 {
                continue;
            }
            let decided_at = screened_at.plus_hours(dice.random_range(1..60));
            let outcome = outcome(&mut dice, decided_at, case.grade);
            let decide = Act::RecordDecision {
                worksheet: worksheet(case.act),
                outcome: outcome.clone(),
                narrative:
                    "The acts, the risk and what an order would add were considered together with the person at risk."
                        .to_owned(),
            };
            self.then(officer, &reference, decided_at, decide)?;
            if done >= 78 && !matches!(outcome, Outcome::Apply { .. }) {
                self.then(spoc, &reference, decided_at.plus_hours(20), Act::CountersignDecision)?;
            }
        }
        Ok(())
    }

    /// This does an act at a moment of the past; what the rules refuse is left undone, as it would have been.
    fn then(&self, actor: &Actor, reference: &str, at: Moment, act: Act) -> Result<(), Failure> {
        if at > self.now() {
            return Ok(());
        }
        match self.act_at(actor, reference, act, at) {
            Ok(_) | Err(Failure::Refused(_)) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

fn factors(dice: &mut ChaCha8Rng, grade: Grade) -> Vec<RiskFactor> {
    let mut factors = Vec::new();
    let chance = match grade {
        Grade::Standard => 8,
        Grade::Medium => 25,
        Grade::High => 60,
    };
    for factor in [RiskFactor::VeryFrightened, RiskFactor::Threats, RiskFactor::Escalation, RiskFactor::HomeEntry] {
        if dice.random_range(0..100) < chance {
            factors.push(factor);
        }
    }
    factors
}

fn four(act: ActId) -> FourGiven {
    let yes = || FourAnswer { answer: Answer::Yes, acts: vec![act] };
    let unknown = || FourAnswer { answer: Answer::NotKnown, acts: Vec::new() };
    FourGiven { fixated: unknown(), obsessive: unknown(), unwanted: yes(), repeated: yes() }
}

fn worksheet(act: ActId) -> Worksheet {
    let limb = |answer| Limb { answer, acts: vec![act] };
    Worksheet {
        acts: limb(Answer::Yes),
        risk: limb(Answer::Yes),
        necessity: limb(Answer::Yes),
        ground: Some(Ground::Resides),
    }
}

fn outcome(dice: &mut ChaCha8Rng, at: Moment, grade: Option<Grade>) -> Outcome {
    let apply = if grade == Some(Grade::High) { 6 } else { 3 };
    if dice.random_range(0..10) < apply {
        Outcome::Apply { interim: grade == Some(Grade::High) }
    } else {
        Outcome::DoNotApply {
            reasons: vec![Reason::EvidenceInsufficient],
            reconsider_on: at.day().plus_days(dice.random_range(10..28)),
            person_informed: true,
        }
    }
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
