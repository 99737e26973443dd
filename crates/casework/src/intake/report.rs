//! Recording a report by hand: what a call taker or an officer is told, taken in like a row of a file.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault, Problem};
use crate::house::ties::save_tie;
use crate::intake::found::{ReadPerson, ReadReport};
use crate::intake::read::{UNSTORABLE, has_nul};
use crate::intake::receive::receive;
use crate::views::Actor;
use domain::catalogue::{Behaviour, Precision, Relationship};
use domain::time::{Day, Moment};
use std::collections::BTreeSet;
use store::Quoted;
use store::{Draft, Told, queries};

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
}

/// What a recorded report became.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct RecordedReport {
    /// The force's reference.
    pub reference: String,
    /// The case of every person at risk, in the order in which they were named.
    pub cases: Vec<String>,
}

impl App {
    /// This records a report, opens a case for every person at risk in it, with no officer yet, and links anew. Whoever
    /// recorded it goes on seeing those cases.
    pub fn record_report(&self, actor: &Actor, report: NewReport) -> Result<RecordedReport, Failure> {
        self.asked(actor, &Wish::of(Action::RecordReport.code()), || self.take_report(actor, report))
    }

    fn take_report(&self, actor: &Actor, report: NewReport) -> Result<RecordedReport, Failure> {
        let problems = problems(&report, self.now());
        let (who, demonstration) = (actor.clone(), self.is_demonstration());
        let typed = report.reference.trim().to_owned();
        let (cases, _) = self.store.transact(self.context(actor, "intake"), move |tx| {
            let policies = permit_force(&who, Action::RecordReport, demonstration)?;
            let mut problems = problems.clone();
            if !has_nul(&report.reference)
                && queries::report_by_reference(tx, &who.force, report.reference.trim())?.is_some()
            {
                let words = "is that of a report which is there already";
                problems.push(Problem::new("reference", Fault::Exists, words));
            }
            if !problems.is_empty() {
                return Err(Failure::Invalid(problems));
            }
            let force = queries::force(tx, &who.force)?.ok_or(Failure::NotFound("force"))?;
            let received = receive(tx, &force, &read(&report, tx.at()), None, None, &policies)?;
            let entry = tx.append(Draft::done("tie_reporter", &policies).fact("report", received.report));
            let mut cases = Vec::new();
            for case in received.cases {
                save_tie(tx, case, who.account, "reported", &entry)?;
                if let Some(row) = queries::case_row(tx, case)? {
                    cases.push(tx.tell(&entry, "case", &row.reference)?);
                }
            }
            Ok(cases)
        })?;
        self.link_all()?;
        Ok(RecordedReport { reference: typed, cases: cases.into_iter().map(Told::into_text).collect() })
    }
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
