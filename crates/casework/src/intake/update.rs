//! Bringing a report up to a later row of its source: what it tells otherwise replaces nothing silently.

use crate::access::CaseFacts;
use crate::app::case_facts;
use crate::cases::advance::{Words, advance, hold};
use crate::failure::Failure;
use crate::intake::found::ReadReport;
use crate::intake::officers::{Officer, Officers};
use crate::intake::receive::{Opening, describe, former, imported_screen, loose_words, mention, open_case};
use crate::intake::register;
use crate::intake::same;
use crate::intake::whom::AtRisk;
use domain::case::correction::{CorrectAct, CorrectionRefusal};
use domain::case::{Actor as Doer, Case};
use domain::catalogue::{CorrectionCause, Relationship};
use domain::event::{Act, CaseEvent, PersonCorrection};
use domain::ids::*;
use domain::time::Moment;
use std::collections::BTreeSet;
use store::rows::{ForceRow, ReportRow};
use store::{Draft, Entry, Tx, queries};

/// This brings a report up to a later row with the same reference: its particulars, its people, its cases. What the
/// source told before stays on record in each case, with the moment until which it was believed. It returns how many cases
/// were opened for persons at risk whom the report did not describe before.
pub(super) fn update(
    tx: &mut Tx<'_>,
    force: &ForceRow,
    mut known: ReportRow,
    report: &ReadReport,
    officers: &Officers,
    policies: &[String],
) -> Result<usize, Failure> {
    let officer = officers.named(&report.officer);
    let entry = tx.append(Draft::done("update_report", policies).fact("report", known.id));
    let people = update_people(tx, known.id, report, &entry)?;
    let retold = retell(tx, &mut known, report, &entry)?;
    let told_anew = (known.behaviour, known.occurred_at, known.precision)
        != (report.behaviour, report.occurred_at, report.precision);
    let anew = told_anew.then(|| Act {
        id: ActId::new(tx.at(), tx.chance()),
        behaviour: report.behaviour,
        occurred_at: report.occurred_at,
        precision: report.precision,
        recorded_at: report.recorded_at,
    });
    let redated = (known.recorded_at != report.recorded_at).then_some(report.recorded_at);
    known.act = anew.as_ref().map_or(known.act, |act| act.id);
    known.recorded_at = report.recorded_at;
    known.occurred_at = report.occurred_at;
    known.precision = report.precision;
    known.behaviour = report.behaviour;
    if report.relationship != Relationship::Unknown {
        known.relationship = report.relationship;
    }
    known.offence.clone_from(&report.offence);
    if !report.team.is_empty() {
        known.team.clone_from(&report.team);
    }
    known.officer = officer.map(Officer::id).or(known.officer);
    known.row_hash.clone_from(&report.hash);
    known.before_go_live = force.go_live_at.is_some_and(|at| report.recorded_at < at);
    tx.save(&mut known, &entry)?;
    let mut connected = BTreeSet::new();
    for on in queries::cases_with(tx, known.id)?.into_iter().filter(|on| !on.detached) {
        let update =
            Update { id: known.id, report, officer, officers, people: &people, anew: anew.as_ref(), redated, retold };
        let file = queries::case_file_by_id(tx, on.case_id)?.ok_or(Failure::NotFound("case"))?;
        let facts = case_facts(tx, &file)?;
        update_case(tx, on.case_id, &facts, &update, policies)?;
        connected.extend(facts.connected);
    }
    // Someone whom the force names only now has a case of their own; its duties start now.
    let duties_from = force.go_live_at.unwrap_or(tx.at()).max(tx.at());
    let officer = known.officer.and_then(|officer| officers.with(officer));
    let subject = people.described.or(people.subject);
    for person_at_risk in &people.further {
        let case = CaseId::new(tx.at(), tx.chance());
        let connected = &connected;
        let protected = people.protected.contains(person_at_risk);
        let opening = Opening {
            force,
            report,
            row: &known,
            officer,
            connected,
            subject,
            protected,
            duties_from,
            relationship: report.relationship,
            told: Vec::new(),
        };
        open_case(tx, &opening, case, *person_at_risk, Words::default(), policies)?;
    }
    Ok(people.further.len())
}

/// Words before and words now, where the source tells a report in other words.
type Retold = (Option<ContentId>, ContentId);

/// This keeps what a later row says in other words; the words before stay where they are.
fn retell(
    tx: &mut Tx<'_>,
    known: &mut ReportRow,
    report: &ReadReport,
    entry: &Entry,
) -> Result<Option<Retold>, Failure> {
    let before = known.narrative;
    let told = before.map(|id| queries::content(tx, id)).transpose()?.flatten().map(|content| content.words);
    if report.narrative.is_empty() || told.as_deref() == Some(report.narrative.as_str()) {
        return Ok(None);
    }
    let on = queries::cases_with(tx, known.id)?;
    let mut words = loose_words(tx, on.iter().find(|row| !row.detached).map(|row| row.case_id), &report.narrative);
    known.narrative = Some(words.id);
    tx.save(&mut words, entry)?;
    Ok(Some((before, words.id)))
}

/// What an update says of the people of a report.
struct Updated {
    /// The report's subject: the first whom it ever described.
    subject: Option<MentionId>,
    /// The subject whom the row itself describes; the report's, if it is among several.
    described: Option<MentionId>,
    /// All persons at risk of the report.
    at_risk: BTreeSet<MentionId>,
    /// Those of them whom the row describes.
    meant: BTreeSet<MentionId>,
    /// Those of them whom the row's order protects.
    protected: BTreeSet<MentionId>,
    /// Persons at risk whom the report did not describe before.
    further: Vec<MentionId>,
    /// People of whom something is told otherwise than before.
    corrected: Vec<MentionId>,
    /// The people at risk, with all that is told of them now.
    whom: AtRisk,
}

/// People are matched by who they are; somebody else is one more. Who is not described again stays as they are. What was
/// believed of a person is kept where it is told otherwise.
fn update_people(tx: &mut Tx<'_>, report_id: ReportId, report: &ReadReport, entry: &Entry) -> Result<Updated, Failure> {
    let known = same::described(tx, report_id)?;
    let places = same::placed(known.iter().map(|(_, described)| described), &report.people);
    let with_role =
        |role: &'static str| known.iter().map(|(row, _)| row).filter(move |row| row.role == role).map(|row| row.id);
    let mut updated = Updated {
        subject: with_role("subject").next(),
        described: None,
        at_risk: with_role("person_at_risk").collect(),
        meant: BTreeSet::new(),
        protected: BTreeSet::new(),
        further: Vec::new(),
        corrected: Vec::new(),
        whom: AtRisk::of(tx, report_id)?,
    };
    let mut last = known.iter().map(|(row, _)| row.id).max();
    for (told, (person, place)) in report.people.iter().zip(places).enumerate() {
        let before = place.and_then(|place| known.get(place)).map(|(row, _)| row);
        let mut row = match before {
            Some(before) => before.clone(),
            None => {
                let mut row = mention(tx, report_id, person);
                row.id = after(tx, last);
                last = Some(row.id);
                row
            }
        };
        describe(&mut row, person);
        if let Some(mut former) = before.and_then(|before| former(before, &row, tx.at(), CorrectionCause::LaterRow)) {
            updated.corrected.push(row.id);
            tx.save(&mut former, entry)?;
        }
        if row.role == "person_at_risk" {
            updated.meant.insert(row.id);
            updated.protected.extend(report.protected.contains(&told).then_some(row.id));
            updated.further.extend(updated.at_risk.insert(row.id).then_some(row.id));
        }
        if row.role == "subject" {
            updated.subject = updated.subject.or(Some(row.id));
            let first = updated.subject == Some(row.id) || updated.described.is_none();
            updated.described = if first { Some(row.id) } else { updated.described };
        }
        tx.save(&mut row, entry)?;
    }
    updated.whom = AtRisk::of(tx, report_id)?;
    updated.as_one(tx)?;
    Ok(updated)
}

/// An id that comes after another, also where both are made in one instant: who is described first stays the first.
fn after(tx: &mut Tx<'_>, last: Option<MentionId>) -> MentionId {
    let mut at = tx.at();
    loop {
        let id = MentionId::new(at, tx.chance());
        if last.is_none_or(|last| id > last) {
            return id;
        }
        at = at.plus_micros(1_000);
    }
}

impl Updated {
    /// Two of whom a person said that they are one: what a row says of either, it says of both.
    fn as_one(&mut self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        let mut persons = Vec::new();
        for mention in &self.at_risk {
            persons.extend(queries::member(tx, *mention)?.map(|member| (*mention, member.person)));
        }
        for said in [&mut self.meant, &mut self.protected] {
            let who: BTreeSet<_> =
                persons.iter().filter(|(mention, _)| said.contains(mention)).map(|(_, person)| *person).collect();
            said.extend(persons.iter().filter(|(_, person)| who.contains(person)).map(|(mention, _)| *mention));
        }
        Ok(())
    }

    /// Whether the row speaks of the person at risk of a case. One that the report was attached to later has a person of
    /// another report, who is told by who they are; where that is not certain, they are meant if the row describes all of this one.
    fn means(&self, tx: &mut Tx<'_>, person_at_risk: MentionId) -> Result<bool, Failure> {
        let own = self.whom.on_case(tx, person_at_risk)?;
        Ok(own.map_or_else(|| self.meant == self.at_risk, |own| self.meant.contains(&own)))
    }
    /// Whether the row's order protects the person at risk of a case: one of another report only where they are certainly
    /// somebody of this one.
    fn protects(&self, tx: &mut Tx<'_>, person_at_risk: MentionId) -> Result<bool, Failure> {
        self.whom.protects(tx, &self.protected, person_at_risk, &[])
    }
}

/// What a later row brings to a case.
struct Update<'a> {
    id: ReportId,
    report: &'a ReadReport,
    /// The officer whom the row names.
    officer: Option<&'a Officer>,
    /// Those of the force.
    officers: &'a Officers,
    /// The people.
    people: &'a Updated,
    /// The act as it is told now, where that differs.
    anew: Option<&'a Act>,
    /// The time of recording as it is told now, where that differs.
    redated: Option<Moment>,
    /// Other words, where there are any.
    retold: Option<Retold>,
}

/// What a later row says otherwise of what the case believes: events that keep both. An act of a report or by itself that
/// was withdrawn from the count counts again when the source tells it otherwise: a person must look.
fn corrections(known: &Case, doer: &Doer, update: &Update<'_>) -> Result<Vec<CaseEvent>, Failure> {
    let because = CorrectionCause::LaterRow;
    // A row speaks of people by who they are: what it tells otherwise is told of the same human.
    let corrected = |mention: &MentionId| {
        CaseEvent::PersonCorrected(PersonCorrection { mention: *mention, because, reasons: None, another: false })
    };
    let mut events: Vec<CaseEvent> = update.people.corrected.iter().map(corrected).collect();
    if let Some((before, now)) = update.retold {
        events.extend(known.retell_report(update.id, before, now));
    }
    if let Some(identified_at) = update.redated {
        events.extend(known.redate_report(update.id, identified_at));
    }
    let Some(act) = update.anew.cloned() else { return Ok(events) };
    let standing = known.acts_of(update.id).next().map(|held| held.act.id);
    match (standing, known.withdrawn(update.id)) {
        (Some(replaces), _) => {
            let correction = CorrectAct { replaces, act, because, narrative: None };
            match known.correct_act(doer, correction) {
                Ok(corrected) => events.extend(corrected),
                // Somebody has corrected it to what the source says now.
                Err(CorrectionRefusal::NothingCorrected) => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        (None, Some(withdrawn)) => {
            events.extend(known.attach_report(doer, update.id, withdrawn.held.counts_from, vec![act])?);
        }
        (None, None) => events.extend(known.record_act(doer, act, None)?),
    }
    Ok(events)
}

/// Whose a case is after a row, where that changes: the officer whom it names, if the case can be theirs, in the team that
/// it gives or else their own. An officer who may have the case no longer does not get it again.
fn moved(known: &Case, facts: &CaseFacts, update: &Update<'_>) -> Option<CaseEvent> {
    let Update { report, officer, officers, .. } = *update;
    let own = officer.map_or("", Officer::team);
    let given = Some(report.team.as_str()).filter(|team| !team.is_empty());
    let other = officer.filter(|officer| known.officer != Some(officer.id()));
    let named = other.filter(|officer| officer.may_have(given.unwrap_or(own), facts));
    let held = known.team.as_deref().filter(|team| !team.is_empty());
    let team = given.or(named.map(Officer::team)).or(held).unwrap_or(own);
    if team.is_empty() || (named.is_none() && held == Some(team)) {
        return None;
    }
    let may_stay = |id: &AccountId| officers.with(*id).is_none_or(|officer| officer.may_have(team, facts));
    let officer = named.map(Officer::id).or(known.officer.filter(may_stay));
    Some(CaseEvent::Allocated { officer, team: team.to_owned(), reasons: None })
}

fn update_case(
    tx: &mut Tx<'_>,
    case: CaseId,
    facts: &CaseFacts,
    update: &Update<'_>,
    policies: &[String],
) -> Result<(), Failure> {
    let Update { report, people, .. } = *update;
    let mut held = hold(tx, case)?;
    let derived = crate::cases::advance::read(&held.history, tx.at())?;
    let known = &derived.case;
    let mut events = Vec::new();
    if let (Some(by), Some(role)) = (tx.context().account, tx.context().role) {
        events.extend(corrections(known, &Doer { by, role, at: tx.at() }, update)?);
    }
    if let (None, Some(subject)) = (known.subject, people.subject) {
        events.extend(known.subject_found(subject));
    }
    events.extend(moved(known, facts, update));
    let mut words = Words::default();
    // What is known of one person at risk says nothing of another: neither her grade nor her order.
    if people.means(tx, known.person_at_risk)? {
        events.extend(known.tell_relationship(report.relationship));
        // A file may raise the grade; only a second officer's hand lowers it (section 6.2).
        if let Some(grade) = report.grade.filter(|grade| known.grade.is_none_or(|known| *grade > known)) {
            events.push(imported_screen(tx, grade, case, &mut words));
        }
        let protected = people.protects(tx, known.person_at_risk)?;
        events.extend(register::measures(tx, known, &report.measures_for(protected), report.steps_for(protected)));
    }
    if events.is_empty() {
        return Ok(());
    }
    advance(tx, &mut held, events, words, Draft::done("update_report", policies))?;
    Ok(())
}
