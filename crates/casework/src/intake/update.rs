//! Bringing a report up to a later row of its source: what it tells otherwise replaces nothing silently.

use crate::cases::advance::{Words, advance, hold};
use crate::failure::Failure;
use crate::intake::found::ReadReport;
use crate::intake::receive::{Opening, describe, former, imported_screen, loose_words, mention, open_case};
use crate::intake::register;
use domain::case::correction::{CorrectAct, CorrectionRefusal};
use domain::case::{Actor as Doer, Case};
use domain::catalogue::CorrectionCause;
use domain::event::{Act, CaseEvent};
use domain::ids::*;
use domain::time::Moment;
use store::rows::{ForceRow, ReportRow};
use store::{Draft, Entry, Tx, queries};

/// This brings a report up to a later row with the same reference: its particulars, its people, its cases. What the
/// source told before stays on record in each case, with the moment until which it was believed.
pub(super) fn update(
    tx: &mut Tx<'_>,
    force: &ForceRow,
    mut known: ReportRow,
    report: &ReadReport,
    officer: Option<AccountId>,
    policies: &[String],
) -> Result<(), Failure> {
    let entry = tx.append(Draft::done("update_report", policies).fact("report", known.id));
    let Updated { subject, further, corrected } = update_people(tx, known.id, report, &entry)?;
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
    known.relationship = report.relationship;
    known.offence.clone_from(&report.offence);
    known.team.clone_from(&report.team);
    known.officer = officer.or(known.officer);
    known.row_hash.clone_from(&report.hash);
    known.before_go_live = force.go_live_at.is_some_and(|at| report.recorded_at < at);
    tx.save(&mut known, &entry)?;
    for on in queries::cases_with(tx, known.id)?.into_iter().filter(|on| !on.detached) {
        let update = Update {
            id: known.id,
            report,
            officer,
            subject,
            anew: anew.as_ref(),
            redated,
            retold,
            corrected: &corrected,
        };
        update_case(tx, on.case_id, &update, policies)?;
    }
    // Someone whom the force names only now has a case of their own; its duties start now.
    let duties_from = force.go_live_at.unwrap_or(tx.at()).max(tx.at());
    for person_at_risk in further {
        let case = CaseId::new(tx.at(), tx.chance());
        let opening = Opening { force, report, row: &known, officer: known.officer, subject, duties_from };
        open_case(tx, &opening, case, person_at_risk, Words::default(), policies)?;
    }
    Ok(())
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
    /// The subject's mention.
    subject: Option<MentionId>,
    /// Persons at risk whom the report did not name before.
    further: Vec<MentionId>,
    /// People of whom something is told otherwise than before.
    corrected: Vec<MentionId>,
}

/// People are matched by role and order; one more is added. What was believed of them is kept where it is told otherwise.
fn update_people(tx: &mut Tx<'_>, report_id: ReportId, report: &ReadReport, entry: &Entry) -> Result<Updated, Failure> {
    let mut known = queries::mention_keys(tx, report_id)?;
    let mut updated = Updated { subject: None, further: Vec::new(), corrected: Vec::new() };
    for person in &report.people {
        let place = known.iter().position(|(_, role)| *role == person.role);
        let mut row = match place.map(|place| known.remove(place)) {
            Some((id, _)) => queries::mention(tx, id)?.ok_or(Failure::NotFound("mention"))?,
            None => {
                let row = mention(tx, report_id, person);
                updated.further.extend((row.role == "person_at_risk").then_some(row.id));
                row
            }
        };
        let before = row.clone();
        describe(&mut row, person);
        if let Some(mut former) = former(&before, &row, tx.at(), CorrectionCause::LaterRow) {
            updated.corrected.push(row.id);
            tx.save(&mut former, entry)?;
        }
        if row.role == "subject" {
            updated.subject = updated.subject.or(Some(row.id));
        }
        tx.save(&mut row, entry)?;
    }
    Ok(updated)
}

/// What a later row brings to a case.
struct Update<'a> {
    id: ReportId,
    report: &'a ReadReport,
    officer: Option<AccountId>,
    subject: Option<MentionId>,
    /// The act as it is told now, where that differs.
    anew: Option<&'a Act>,
    /// The time of recording as it is told now, where that differs.
    redated: Option<Moment>,
    /// Other words, where there are any.
    retold: Option<Retold>,
    /// People of whom something is told otherwise.
    corrected: &'a [MentionId],
}

/// What a later row says otherwise of what the case believes: events that keep both. An act of a report or by itself that
/// was withdrawn from the count counts again when the source tells it otherwise: a person must look.
fn corrections(known: &Case, doer: &Doer, update: &Update<'_>) -> Result<Vec<CaseEvent>, Failure> {
    let because = CorrectionCause::LaterRow;
    let corrected = |mention: &MentionId| CaseEvent::PersonCorrected { mention: *mention, because, reasons: None };
    let mut events: Vec<CaseEvent> = update.corrected.iter().map(corrected).collect();
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

fn update_case(tx: &mut Tx<'_>, case: CaseId, update: &Update<'_>, policies: &[String]) -> Result<(), Failure> {
    let Update { report, officer, subject, .. } = *update;
    let mut held = hold(tx, case)?;
    let derived = crate::cases::advance::read(&held.history, tx.at())?;
    let known = &derived.case;
    let mut events = Vec::new();
    if let (Some(by), Some(role)) = (tx.context().account, tx.context().role) {
        events.extend(corrections(known, &Doer { by, role, at: tx.at() }, update)?);
    }
    if let (None, Some(subject)) = (known.subject, subject) {
        events.extend(known.subject_found(subject));
    }
    let moved =
        officer.is_some() && officer != known.officer || known.team.as_deref().is_some_and(|team| team != report.team);
    if moved && !report.team.is_empty() {
        events.push(CaseEvent::Allocated { officer: officer.or(known.officer), team: report.team.clone() });
    }
    let mut words = Words::default();
    // A file may raise the grade; only a second officer's hand lowers it (section 6.2).
    if let Some(grade) = report.grade.filter(|grade| known.grade.is_none_or(|known| *grade > known)) {
        events.push(imported_screen(tx, grade, case, &mut words));
    }
    events.extend(register::measures(tx, known, &report.protections, &report.applications));
    if events.is_empty() {
        return Ok(());
    }
    advance(tx, &mut held, events, words, Draft::done("update_report", policies))?;
    Ok(())
}
