//! Recording a report by hand: what a call taker or an officer is told, taken in like a row of a file.

use crate::access::{Action, CaseFacts};
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::cases::admit::works_on;
use crate::failure::{Failure, Fault, Problem};
use crate::house::sessions::actor_of;
use crate::house::ties::save_tie;
use crate::intake::found::{ReadPerson, ReadReport};
use crate::intake::officers::new_case;
use crate::intake::read::{UNSTORABLE, has_nul};
use crate::intake::receive::{Further, receive_with};
use crate::views::Actor;
use domain::catalogue::{Behaviour, CrimeClass, Precision, Relationship, Role};
use domain::ids::{AccountId, ActId, CaseId, ReportId};
use domain::time::{Day, Moment};
use std::collections::{BTreeMap, BTreeSet};
use store::{Draft, Quoted, Tx, queries};

/// A report as somebody tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewReport {
    /// The force's reference.
    pub reference: String,
    /// When the act was done.
    pub occurred_at: Moment,
    /// How exactly that is known.
    pub precision: Precision,
    /// What was done, where its code is known.
    pub behaviour: Option<Behaviour>,
    /// How the two stand to each other.
    pub relationship: Relationship,
    /// The team that is to have it, or empty: nobody yet.
    pub team: String,
    /// What was said.
    pub narrative: String,
    /// The people; at least one of them at risk.
    pub people: Vec<ReadPerson>,
    /// What is told beside it.
    pub beside: Told,
}

/// What somebody tells of a report beside its first act and its people.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// How those at risk stand to the subject, by their places among the people, where it is another relationship than the report's.
    pub relationships: BTreeMap<usize, Relationship>,
    /// The acts after the first.
    pub acts: Vec<ToldAct>,
    /// Notes: on the case of the person at risk at that place among the people, or on every case.
    pub notes: Vec<(Option<usize>, String)>,
    /// As what it is recorded, if not as stalking, and why; a supervisor is asked to look at it.
    pub otherwise: Option<(CrimeClass, String)>,
}

/// An act that is told beside the first one of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldAct {
    /// What was done, where its code is known.
    pub behaviour: Option<Behaviour>,
    /// When.
    pub occurred_at: Moment,
    /// How exactly that is known.
    pub precision: Precision,
    /// In the words of whoever told it.
    pub words: String,
}

/// What a recorded report became.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct RecordedReport {
    /// The force's reference.
    pub reference: String,
    /// The case of every person at risk, in the order in which they were named.
    pub cases: Vec<String>,
    /// Whether somebody was asked to look at why it is recorded as something else than stalking.
    pub asked: bool,
}

impl App {
    /// This records a report, opens a case for every person at risk in it, with no officer yet, and links anew. Whoever
    /// recorded it goes on seeing those cases.
    pub fn record_report(&self, actor: &Actor, report: NewReport) -> Result<RecordedReport, Failure> {
        self.asked(actor, &Wish::of(Action::RecordReport.code()), || self.take_report(actor, report))
    }

    fn take_report(&self, actor: &Actor, report: NewReport) -> Result<RecordedReport, Failure> {
        let (who, demonstration, now) = (actor.clone(), self.is_demonstration(), self.now());
        let typed = report.reference.trim().to_owned();
        let ((_, cases, asked), _) = self.store.transact(self.context(actor, "intake"), move |tx| {
            let policies = permit_force(&who, Action::RecordReport, demonstration)?;
            take_in(tx, &who, &report, now, &policies)
        })?;
        self.link_all()?;
        let cases = cases.into_iter().map(store::Told::into_text).collect();
        Ok(RecordedReport { reference: typed, cases, asked })
    }
}

/// This takes a report in within a transaction: which report it is, the cases, and whether a supervisor was asked.
pub(super) fn take_in(
    tx: &mut Tx<'_>,
    who: &Actor,
    report: &NewReport,
    now: Moment,
    policies: &[String],
) -> Result<(ReportId, Vec<store::Told>, bool), Failure> {
    let mut problems = problems(report, now);
    if !has_nul(&report.reference) && queries::report_by_reference(tx, &who.force, report.reference.trim())?.is_some() {
        problems.push(Problem::new("reference", Fault::Exists, "is that of a report which is there already"));
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let force = queries::force(tx, &who.force)?.ok_or(Failure::NotFound("force"))?;
    let further = further(tx, who, report)?;
    let asked = further.action.is_some();
    let received = receive_with(tx, &force, &read(report, tx.at()), (None, None), &further, policies)?;
    let entry = tx.append(Draft::done("tie_reporter", policies).fact("report", received.report));
    let mut cases = Vec::new();
    for case in received.cases {
        save_tie(tx, case, who.account, "reported", &entry)?;
        if let Some(row) = queries::case_row(tx, case)? {
            cases.push(tx.tell(&entry, "case", &row.reference)?);
        }
    }
    Ok((received.report, cases, asked))
}

/// What is told beside a report, as intake takes it.
fn further(tx: &mut Tx<'_>, who: &Actor, report: &NewReport) -> Result<Further, Failure> {
    let told = &report.beside;
    let mut acts = Vec::new();
    for act in &told.acts {
        let id = ActId::new(tx.at(), tx.chance());
        let (behaviour, occurred_at, precision) = (act.behaviour, act.occurred_at, act.precision);
        let done = domain::event::Act { id, behaviour, occurred_at, precision, recorded_at: tx.at() };
        acts.push((done, act.words.trim().to_owned()));
    }
    let mut notes: Vec<(Option<usize>, String)> = told.notes.clone();
    notes.retain(|(_, words)| !words.trim().is_empty());
    let mut action = None;
    if let Some((class, why)) = &told.otherwise {
        let words = format!(
            "Look at whether this is stalking. It was recorded as {}, not as stalking. The reason given: {}",
            class.label(),
            why.trim()
        );
        notes.push((None, words.clone()));
        action = supervisor(tx, who, report.team.trim())?.map(|owner| (owner, tx.at().day().plus_days(1), words));
    }
    Ok(Further { relationships: told.relationships.clone(), acts, notes, action })
}

/// Who is asked to look at it: a supervisor who may have the new case, or else an inspector or the stalking unit.
fn supervisor(tx: &mut Tx<'_>, who: &Actor, team: &str) -> Result<Option<AccountId>, Failure> {
    let case = CaseId::new(tx.at(), tx.chance());
    let facts = CaseFacts { team: team.to_owned(), ..new_case(case, who.force.clone(), BTreeSet::new()) };
    let staff: Vec<Actor> = queries::accounts(tx)?
        .into_iter()
        .filter(|row| row.active && row.force == who.force && row.id != who.account)
        .map(|row| actor_of(row.into_inner()))
        .collect();
    let of = |role: Role| staff.iter().find(|actor| actor.role == role && works_on(actor, &facts));
    let found = [Role::Supervisor, Role::Inspector, Role::Spoc].into_iter().find_map(of);
    Ok(found.map(|actor| actor.account))
}

/// Everything that is wrong with it, each with its field.
fn problems(report: &NewReport, now: Moment) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem =
        |field: &'static str, fault, words: &'static str| problems.push(Problem::new(field, fault, words));
    if report.reference.trim().is_empty() {
        problem("reference", Fault::Missing, "is empty; every report needs the force's reference");
    }
    if report.occurred_at > now {
        problem("occurred", Fault::OutOfRange, "lies in the future");
    }
    if !report.people.iter().any(|person| person.role == "person_at_risk" && !person.is_blank()) {
        problem("at-risk", Fault::Missing, "describe at least one person at risk");
    }
    if report.people.iter().any(|person| !person.born.is_empty() && person.born.parse::<Day>().is_err()) {
        problem("born", Fault::Unreadable, "is not a date as 2026-12-31");
    }
    let told = [("reference", &report.reference), ("team", &report.team), ("words", &report.narrative)];
    for (field, _) in told.into_iter().filter(|(_, text)| has_nul(text)) {
        problem(field, Fault::Unreadable, UNSTORABLE);
    }
    if report.beside.acts.iter().any(|act| act.occurred_at > now) {
        problem("occurred", Fault::OutOfRange, "lies in the future");
    }
    let beside = report.beside.acts.iter().map(|act| &act.words);
    let beside = beside.chain(report.beside.notes.iter().map(|(_, words)| words));
    if beside.chain(report.beside.otherwise.iter().map(|(_, why)| why)).any(|text| has_nul(text)) {
        problem("words", Fault::Unreadable, UNSTORABLE);
    }
    if report.beside.otherwise.as_ref().is_some_and(|(_, why)| why.trim().is_empty()) {
        problem("why", Fault::Missing, "say why it is not recorded as stalking");
    }
    for person in report.people.iter().filter(|person| person.texts().any(has_nul)) {
        problems.push(Problem::new(Quoted::new(&person.role), Fault::Unreadable, UNSTORABLE));
    }
    problems
}

/// The report as intake reads one. It has no hash: a later file with its reference brings it up to date.
fn read(report: &NewReport, recorded_at: Moment) -> ReadReport {
    ReadReport {
        reference: report.reference.trim().to_owned(),
        recorded_at,
        occurred_at: report.occurred_at,
        precision: report.precision,
        behaviour: report.behaviour,
        relationship: report.relationship,
        offence: String::new(),
        team: report.team.trim().to_owned(),
        officer: String::new(),
        narrative: report.narrative.trim().to_owned(),
        grade: None,
        people: report.people.iter().filter(|person| !person.is_blank()).cloned().collect(),
        protections: Vec::new(),
        applications: Vec::new(),
        protected: BTreeSet::new(),
        hash: String::new(),
    }
}
