//! Taking a report from one case to another: who may, what comes along, and what becomes of a case that is left empty.

use crate::access::Action;
use crate::app::{case_facts, kept_from, permit_case};
use crate::cases::advance::{Held, Words, advance, hold, read};
use crate::failure::{Failure, KEPT_REPORT, Refusal};
use crate::views::Actor;
use domain::case::Case;
use domain::event::{Act, CaseEvent};
use domain::ids::*;
use domain::time::Moment;
use store::rows::{CaseReportRow, ReportRow};
use store::{Draft, Tx, queries};

/// A report is taken off another case by who may act on both, or once a person has confirmed that it belongs with one
/// here. From a case that is kept from the actor it does not even exist.
pub(super) fn may_take(tx: &mut Tx<'_>, actor: &Actor, held: &Held, report: ReportId) -> Result<(), Failure> {
    let here: Vec<ReportId> = queries::reports_on(tx, held.row.id)?
        .into_iter()
        .filter(|row| !row.detached)
        .map(|row| row.report_id)
        .collect();
    let links = queries::links_of(tx, report)?.into_iter().filter(|link| link.state == "confirmed");
    let confirmed = links.flat_map(|link| [link.report_a, link.report_b]).any(|other| here.contains(&other));
    for on in queries::cases_with(tx, report)?.into_iter().filter(|on| !on.detached && on.case_id != held.row.id) {
        let Some(file) = queries::case_file_by_id(tx, on.case_id)? else { continue };
        let facts = case_facts(tx, &file)?;
        if kept_from(actor, &facts) {
            // On record as a refusal, shown as if the report did not exist.
            return Err(kept(Failure::forbidden(Action::AttachReport, Some(facts.case), &[], true)));
        }
        if !confirmed {
            permit_case(actor, Action::AttachReport, &facts).map_err(unconfirmed)?;
        }
    }
    let held_already = queries::cases_with(tx, report)?.iter().any(|on| on.case_id == held.row.id);
    if held_already || names(tx, report, held.row.person_at_risk)? { Ok(()) } else { Err(another_person()) }
}

/// Whether a report names somebody at risk whom linkage, or what people said of its links, holds to be this person.
fn names(tx: &mut Tx<'_>, report: ReportId, person_at_risk: MentionId) -> Result<bool, Failure> {
    let person = queries::member(tx, person_at_risk)?.map(|member| member.person);
    for (mention, _) in queries::mention_keys(tx, report)?.into_iter().filter(|(_, role)| role == "person_at_risk") {
        let other = queries::member(tx, mention)?.map(|member| member.person);
        if mention == person_at_risk || (person.is_some() && person == other) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The refusal to attach a report about another person at risk.
fn another_person() -> Failure {
    Failure::Refused(Box::new(Refusal {
        action: Action::AttachReport.code(),
        code: "report.AnotherPerson".into(),
        why: "the person at risk of the report is not believed to be the person at risk of this case".into(),
        hint: "where they are the same, say so first: `holdfast links waiting` shows the pair, `holdfast links same ID` \
               confirms it; where the particulars are wrong, correct them with `correct-person`",
        lines: Vec::new(),
        case: None,
        policies: Vec::new(),
        hidden: false,
    }))
}

/// The refusal to take a report from a case that is kept from the actor.
fn kept(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            refusal.code = KEPT_REPORT.into();
            Failure::Refused(refusal)
        }
        other => other,
    }
}

/// The refusal to take a report off a case on which the actor may not act; its reference was known to them.
fn unconfirmed(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            refusal.hidden = false;
            refusal.why =
                "the report is on another officer's case, and nobody has confirmed that it belongs here".into();
            refusal.hint = "confirm the link first, or ask a supervisor";
            Failure::Refused(refusal)
        }
        other => other,
    }
}

/// A report that is attached here leaves the other cases about the same person at risk that it was on; its words come
/// along. The case of another person at risk, a child for one, keeps it. A case that is left empty is joined to this one.
pub(super) fn move_report(
    tx: &mut Tx<'_>,
    held: &Held,
    report: ReportId,
    policies: &[String],
    entry: &store::Entry,
) -> Result<(), Failure> {
    let (here, others): (Vec<CaseReportRow>, Vec<CaseReportRow>) =
        queries::cases_with(tx, report)?.into_iter().partition(|row| row.case_id == held.row.id);
    let mut row = here.into_iter().next().unwrap_or_else(|| CaseReportRow {
        id: format!("{}:{report}", held.row.id),
        version: 0,
        salt: String::new(),
        case_id: held.row.id,
        report_id: report,
        detached: true,
    });
    row.detached = false;
    tx.save(&mut row, entry)?;
    bring_words(tx, held.row.id, report, entry)?;
    let others = others.into_iter().filter(|row| !row.detached).collect();
    for (mut other, same) in leaving(tx, held, report, others)? {
        let mut from = hold(tx, other.case_id)?;
        let mut events = vec![CaseEvent::ReportDetached { report }];
        let at = tx.at();
        let left = |event| domain::event::Recorded { at, by: None, event };
        let emptied: Vec<_> = from.history.iter().cloned().chain(events.iter().cloned().map(left)).collect();
        if let (SamePerson::Yes, Some(case)) = (same, Case::from_history(&emptied)) {
            events.extend(case.join_into(held.row.id, at));
        }
        let (_, entry) = advance(tx, &mut from, events, Words::default(), Draft::done("attach_report", policies))?;
        other.detached = true;
        tx.save(&mut other, &entry)?;
    }
    Ok(())
}

/// Whether linkage, or what people said of its links, holds two cases to be about one person at risk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SamePerson {
    Yes,
    NotKnown,
}

/// The cases that a report leaves: those about the same person at risk, and where there is none, those whose own person
/// at risk it does not name. No case loses the report that says who is at risk, unless it is joined to this one.
fn leaving(
    tx: &mut Tx<'_>,
    held: &Held,
    report: ReportId,
    others: Vec<CaseReportRow>,
) -> Result<Vec<(CaseReportRow, SamePerson)>, Failure> {
    let here = queries::member(tx, held.row.person_at_risk)?.map(|member| member.person);
    let (mut same, mut strange) = (Vec::new(), Vec::new());
    for other in others {
        let Some(row) = queries::case_row(tx, other.case_id)? else { continue };
        let person = queries::member(tx, row.person_at_risk)?.map(|member| member.person);
        if here.is_some() && person == here {
            same.push((other, SamePerson::Yes));
        } else if !names(tx, report, row.person_at_risk)? {
            strange.push((other, SamePerson::NotKnown));
        }
    }
    Ok(if same.is_empty() { strange } else { same })
}

/// What a report tells, corrections included, as the case has it that it comes from; the row is what the source said last.
pub(super) fn told_by(tx: &mut Tx<'_>, row: &ReportRow) -> Result<(Moment, Vec<Act>), Failure> {
    for on in queries::cases_with(tx, row.id)?.into_iter().filter(|on| !on.detached) {
        let history = queries::history(tx, on.case_id)?;
        if let Some(told) = Case::from_history(&history).and_then(|case| case.told_by(row.id)) {
            return Ok(told);
        }
    }
    let ReportRow { act: id, behaviour, occurred_at, precision, recorded_at, .. } = *row;
    Ok((recorded_at, vec![Act { id, behaviour, occurred_at, precision, recorded_at }]))
}

/// A case that was joined to another comes back with reports of its own person at risk: the two are not one person after
/// all. The other case keeps a report only where it names its own person at risk as well. Whether the case came back.
pub(crate) fn come_back(tx: &mut Tx<'_>, case: CaseId, reports: &[ReportId]) -> Result<bool, Failure> {
    let mut held = hold(tx, case)?;
    let mut told = Vec::new();
    for report in reports {
        let Some(row) = queries::report(tx, *report)? else { continue };
        let (identified_at, acts) = told_by(tx, &row)?;
        told.push((*report, identified_at, acts));
    }
    let events = read(&held.history, tx.at())?.case.come_back(told);
    if events.is_empty() {
        return Ok(false);
    }
    let (_, entry) = advance(tx, &mut held, events, Words::default(), Draft::done("link", &[]))?;
    for report in reports {
        move_report(tx, &held, *report, &[], &entry)?;
    }
    Ok(true)
}

/// The words of a report are read with the case that it is on.
pub(super) fn bring_words(
    tx: &mut Tx<'_>,
    case: CaseId,
    report: ReportId,
    entry: &store::Entry,
) -> Result<(), Failure> {
    let Some(narrative) = queries::report(tx, report)?.and_then(|row| row.narrative) else { return Ok(()) };
    if let Some(mut words) = queries::content(tx, narrative)? {
        words.case_id = Some(case);
        tx.save(&mut words, entry)?;
    }
    Ok(())
}
