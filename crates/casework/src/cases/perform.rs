//! Doing an act on a case: get, permit, decide, append, save, in one transaction.

use crate::access::Action;
use crate::app::{App, case_facts, kept_from, permit_case};
use crate::cases::act::{Act, Acted, Particulars};
use crate::cases::advance::{Held, Words, advance, hold};
use crate::failure::Failure;
use crate::views::Actor;
use domain::case::Actor as Doer;
use domain::case::Case;
use domain::case::decision::RecordDecision;
use domain::case::next::next_action;
use domain::case::protection::RecordProtection;
use domain::case::review::RaiseAction;
use domain::case::risk::RecordScreen;
use domain::catalogue::Answer;
use domain::event::{Act as DomainAct, CaseEvent, Four, FourAnswer, Limb, Worksheet};
use domain::ids::*;
use domain::time::Moment;
use store::rows::{CaseReportRow, MentionRow};
use store::{Draft, Tx, queries};

/// What an act comes to before it is written.
struct Planned {
    events: Vec<CaseEvent>,
    words: Words,
    warnings: Vec<String>,
    mention: Option<MentionRow>,
    moved: Option<ReportId>,
}

impl App {
    /// This does an act on a case, or says why not.
    pub fn act(&self, actor: &Actor, reference: &str, act: Act) -> Result<Acted, Failure> {
        self.act_at(actor, reference, act, self.now())
    }

    /// This does an act at a given moment: the present, or a day of an invented past.
    pub(crate) fn act_at(&self, actor: &Actor, reference: &str, act: Act, at: Moment) -> Result<Acted, Failure> {
        let (actor, reference) = (actor.clone(), reference.to_owned());
        let mut context = self.context(&actor, "casework");
        context.at = at;
        let done = self.store.transact(context, move |tx| perform(tx, &actor, &reference, &act));
        // The refusal is on record; who may not know of the case is told that there is none.
        done.map(|(acted, _)| acted).map_err(|failure| failure.concealed("case"))
    }
}

fn perform(tx: &mut Tx<'_>, actor: &Actor, reference: &str, act: &Act) -> Result<Acted, Failure> {
    let file = queries::case_file(tx, reference)?.ok_or(Failure::NotFound("case"))?;
    let facts = case_facts(tx, &file)?;
    let policies = permit_case(actor, act.action(), &facts)?;
    let mut held = hold(tx, file.id)?;
    let planned = plan(tx, actor, &held, act).map_err(|failure| on_case(failure, act, file.id))?;
    let codes = planned.events.iter().filter_map(domain::case::code_of).collect();
    let draft = Draft::done(act.action().code(), &policies);
    let (derived, entry) = advance(tx, &mut held, planned.events, planned.words, draft)?;
    if let Some(mut mention) = planned.mention {
        tx.save(&mut mention, &entry)?;
    }
    if let Some(report) = planned.moved {
        move_report(tx, &held, report, &policies, &entry)?;
    }
    Ok(Acted {
        reference: held.row.reference.clone(),
        events: codes,
        warnings: planned.warnings,
        next_action: next_action(&derived.case, tx.at()).sentence(),
    })
}

/// This tells a refusal what was asked for and about which case.
fn on_case(failure: Failure, act: &Act, case: CaseId) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            act.action().code().clone_into(&mut refusal.action);
            refusal.case = Some(case);
            Failure::Refused(refusal)
        }
        other => other,
    }
}

fn plan(tx: &mut Tx<'_>, actor: &Actor, held: &Held, act: &Act) -> Result<Planned, Failure> {
    let derived = crate::cases::advance::read(&held.history, tx.at())?;
    let case = &derived.case;
    let doer = Doer { by: actor.account, role: actor.role, at: tx.at() };
    let mut planned =
        Planned { events: Vec::new(), words: Words::default(), warnings: Vec::new(), mention: None, moved: None };
    planned.events = match act {
        Act::Allocate { .. }
        | Act::RecordAct { .. }
        | Act::AttachReport { .. }
        | Act::ReviewActs
        | Act::IdentifySubject { .. }
        | Act::RecordIntervention { .. }
        | Act::ReferToSupport { .. }
        | Act::RecordNotification { .. }
        | Act::ConsultPerson { .. } => facts_of_case(tx, actor, held, case, act, &mut planned)?,
        Act::ScreenRisk { .. } | Act::ReviewRisk { .. } | Act::ReopenRisk { .. } => {
            risk(tx, &doer, held, case, act, &mut planned)?
        }
        Act::OpenDecision
        | Act::ReopenDecision { .. }
        | Act::RecordDecision { .. }
        | Act::CountersignDecision
        | Act::ReturnDecision { .. }
        | Act::RecordProtection { .. }
        | Act::ServeProtection { .. }
        | Act::EndProtection { .. }
        | Act::DateApplication { .. } => protection(tx, &doer, held, case, act, &mut planned)?,
        Act::AddNote { .. }
        | Act::Review { .. }
        | Act::RaiseAction { .. }
        | Act::CloseAction { .. }
        | Act::ProposeClosure { .. }
        | Act::ApproveClosure { .. }
        | Act::RejectClosure { .. }
        | Act::DisposeFlag { .. } => review(tx, &doer, held, case, act, &mut planned)?,
    };
    Ok(planned)
}

fn facts_of_case(
    tx: &mut Tx<'_>,
    actor: &Actor,
    held: &Held,
    case: &Case,
    act: &Act,
    planned: &mut Planned,
) -> Result<Vec<CaseEvent>, Failure> {
    let doer = &Doer { by: actor.account, role: actor.role, at: tx.at() };
    match act {
        Act::Allocate { officer, team } => {
            let officer = officer.as_deref().map(|name| account(tx, name, &held.row.force)).transpose()?;
            let team = team.clone().unwrap_or_else(|| held.row.team.clone());
            Ok(case.allocate(doer, officer, team)?)
        }
        Act::RecordAct { behaviour, occurred_at, precision, narrative } => {
            let words = (!narrative.trim().is_empty()).then(|| planned.words.keep(tx, held.row.id, narrative));
            let done = DomainAct {
                id: ActId::new(tx.at(), tx.chance()),
                behaviour: *behaviour,
                occurred_at: *occurred_at,
                precision: *precision,
                recorded_at: tx.at(),
            };
            Ok(case.record_act(doer, done, words)?)
        }
        Act::AttachReport { report } => {
            let row = queries::report_by_reference(tx, &held.row.force, report)?.ok_or(Failure::NotFound("report"))?;
            may_take(tx, actor, held, row.id)?;
            let done = DomainAct {
                id: row.act,
                behaviour: row.behaviour,
                occurred_at: row.occurred_at,
                precision: row.precision,
                recorded_at: row.recorded_at,
            };
            planned.moved = Some(row.id);
            Ok(case.attach_report(doer, row.id, row.recorded_at, vec![done])?)
        }
        Act::ReviewActs => Ok(case.review_acts(doer)?),
        Act::IdentifySubject { particulars } => {
            let mention = new_subject(tx, held, particulars)?;
            let events = case.identify_subject(doer, mention.id)?;
            planned.mention = Some(mention);
            Ok(events)
        }
        Act::RecordIntervention { kind, occurred_at } => Ok(case.record_intervention(doer, *kind, *occurred_at)?),
        Act::ReferToSupport { occurred_at, accepted: true } => Ok(case.refer_to_support(doer, *occurred_at)?),
        Act::ReferToSupport { occurred_at, accepted: false } => Ok(case.record_support_declined(doer, *occurred_at)?),
        Act::RecordNotification { occurred_at } => Ok(case.record_notification(doer, *occurred_at)?),
        Act::ConsultPerson { occurred_at } => Ok(case.consult_person(doer, *occurred_at)?),
        _ => Ok(Vec::new()),
    }
}

fn risk(
    tx: &mut Tx<'_>,
    doer: &Doer,
    held: &Held,
    case: &Case,
    act: &Act,
    planned: &mut Planned,
) -> Result<Vec<CaseEvent>, Failure> {
    match act {
        Act::ScreenRisk { tool, grade, factors, four, reasons, second_officer } => {
            let second_officer =
                second_officer.as_deref().map(|name| account(tx, name, &held.row.force)).transpose()?;
            let screen = RecordScreen {
                screen: ScreenId::new(tx.at(), tx.chance()),
                tool: tool.clone(),
                grade: *grade,
                factors: factors.clone(),
                four: relying_on_all(case, four),
                reasons: planned.words.keep(tx, held.row.id, reasons),
                reasons_chars: reasons.trim().chars().count(),
                second_officer,
            };
            Ok(case.screen_risk(doer, screen)?)
        }
        Act::ReopenRisk { because } => Ok(case.reopen_risk(*because)),
        Act::ReviewRisk { grade, reasons } => {
            let screen = case.latest_screen().ok_or_else(|| Failure::invalid("screen", "there is none to review"))?.id;
            let words = planned.words.keep(tx, held.row.id, reasons);
            Ok(case.review_risk(doer, screen, *grade, words)?)
        }
        _ => Ok(Vec::new()),
    }
}

fn protection(
    tx: &mut Tx<'_>,
    doer: &Doer,
    held: &Held,
    case: &Case,
    act: &Act,
    planned: &mut Planned,
) -> Result<Vec<CaseEvent>, Failure> {
    match act {
        Act::OpenDecision => Ok(case.open_consideration(doer)?),
        Act::ReopenDecision { because } => Ok(case.reopen_decision(doer, *because)?),
        Act::RecordDecision { worksheet, outcome, narrative } => {
            let decision = RecordDecision {
                worksheet: resting_on_all(case, worksheet),
                outcome: outcome.clone(),
                narrative: planned.words.keep(tx, held.row.id, narrative),
                narrative_chars: narrative.trim().chars().count(),
            };
            all_decision_problems(case, doer, &decision)?;
            Ok(case.record_decision(doer, decision)?)
        }
        Act::CountersignDecision => Ok(case.countersign_decision(doer)?),
        Act::ReturnDecision { reasons } => {
            let words = planned.words.keep(tx, held.row.id, reasons);
            Ok(case.return_decision(doer, words)?)
        }
        Act::RecordProtection { kind, from, until, served_at, replaces_interim, source } => {
            let recording = case.record_protection(
                doer,
                RecordProtection {
                    protection: ProtectionId::new(tx.at(), tx.chance()),
                    kind: *kind,
                    from: *from,
                    until: *until,
                    served_at: *served_at,
                    replaces_interim: *replaces_interim,
                    source: *source,
                },
            )?;
            planned.warnings = recording.warnings.iter().map(|warning| warning.sentence()).collect();
            Ok(recording.events)
        }
        Act::ServeProtection { protection, served_at } => Ok(case.serve_protection(doer, *protection, *served_at)?),
        Act::EndProtection { protection, on } => Ok(case.end_protection(doer, *protection, *on)?),
        Act::DateApplication { step, on } => Ok(case.date_application(*step, *on)),
        _ => Ok(Vec::new()),
    }
}

/// A yes that names no act stands on every act of the case.
fn standing(case: &Case, answer: Answer, acts: &[ActId]) -> Vec<ActId> {
    if answer == Answer::Yes && acts.is_empty() {
        return case.acts.iter().map(|held| held.act.id).collect();
    }
    acts.to_vec()
}

fn relying_on_all(case: &Case, four: &Four) -> Four {
    let letter =
        |given: &FourAnswer| FourAnswer { answer: given.answer, acts: standing(case, given.answer, &given.acts) };
    Four {
        fixated: letter(&four.fixated),
        obsessive: letter(&four.obsessive),
        unwanted: letter(&four.unwanted),
        repeated: letter(&four.repeated),
    }
}

fn resting_on_all(case: &Case, worksheet: &Worksheet) -> Worksheet {
    let limb = |limb: &Limb| Limb { answer: limb.answer, acts: standing(case, limb.answer, &limb.acts) };
    Worksheet {
        acts: limb(&worksheet.acts),
        risk: limb(&worksheet.risk),
        necessity: limb(&worksheet.necessity),
        ground: worksheet.ground,
    }
}

/// A worksheet with several faults names them all.
fn all_decision_problems(case: &Case, doer: &Doer, decision: &RecordDecision) -> Result<(), Failure> {
    let problems = case.decision_problems(doer, decision);
    let (Some(first), true) = (problems.first(), problems.len() > 1) else { return Ok(()) };
    let mut failure = Failure::from(first.clone());
    if let Failure::Refused(refusal) = &mut failure {
        refusal.lines = problems.iter().map(|problem| format!("{problem}: {}", problem.hint())).collect();
    }
    Err(failure)
}

fn review(
    tx: &mut Tx<'_>,
    doer: &Doer,
    held: &Held,
    case: &Case,
    act: &Act,
    planned: &mut Planned,
) -> Result<Vec<CaseEvent>, Failure> {
    let id = held.row.id;
    match act {
        Act::AddNote { words } => {
            let words = planned.words.keep(tx, id, words);
            Ok(case.add_note(words))
        }
        Act::Review { findings } => {
            let words = planned.words.keep(tx, id, findings);
            Ok(case.record_review(doer, words, &[])?)
        }
        Act::RaiseAction { owner, due_on, words } => {
            let owner = account(tx, owner, &held.row.force)?;
            let words = planned.words.keep(tx, id, words);
            let action = ActionId::new(tx.at(), tx.chance());
            Ok(case.raise_action(doer, RaiseAction { action, owner, due_on: *due_on, words })?)
        }
        Act::CloseAction { action, words } => {
            let words = planned.words.keep(tx, id, words);
            Ok(case.close_action(doer, *action, words)?)
        }
        Act::ProposeClosure { reasons, exit_safety_plan, retention } => {
            let reasons = planned.words.keep(tx, id, reasons);
            let plan = planned.words.keep(tx, id, exit_safety_plan);
            Ok(case.propose_closure(doer, reasons, plan, *retention)?)
        }
        Act::ApproveClosure { reasons } => {
            let words = planned.words.keep(tx, id, reasons);
            Ok(case.approve_closure(doer, words)?)
        }
        Act::RejectClosure { reasons } => {
            let words = planned.words.keep(tx, id, reasons);
            Ok(case.reject_closure(doer, words)?)
        }
        Act::DisposeFlag { flag, disposal } => {
            let words = planned.words.keep(tx, id, disposal);
            Ok(case.dispose_flag(doer, *flag, words)?)
        }
        _ => Ok(Vec::new()),
    }
}

/// This finds an account of the force by its name.
fn account(tx: &mut Tx<'_>, name: &str, force: &str) -> Result<AccountId, Failure> {
    let row = queries::account_by_name(tx, name)?.filter(|row| row.force == force);
    row.map(|row| row.id).ok_or_else(|| Failure::invalid("account", "is not known in this force; check the name"))
}

/// The mention of a subject who became known stands on the first report of the case.
fn new_subject(tx: &mut Tx<'_>, held: &Held, known: &Particulars) -> Result<MentionRow, Failure> {
    let report = queries::reports_on(tx, held.row.id)?.into_iter().find(|row| !row.detached);
    let report_id = report.ok_or_else(|| Failure::invalid("case", "has no report to stand on"))?.report_id;
    if *known == Particulars::default() {
        return Err(Failure::invalid("subject", "give at least one particular: a name, a number, a handle, a vehicle"));
    }
    Ok(MentionRow {
        id: MentionId::new(tx.at(), tx.chance()),
        version: 0,
        salt: String::new(),
        report_id,
        role: "subject".to_owned(),
        forename: known.forename.clone(),
        surname: known.surname.clone(),
        born: known.born.clone(),
        sex: known.sex.clone(),
        postcode: known.postcode.clone(),
        address: String::new(),
        phones: known.phones.clone(),
        email: known.email.clone(),
        handle: known.handle.clone(),
        vehicle: known.vehicle.clone(),
    })
}

/// A report is taken off another case by who may act on both, or once a person has confirmed that it belongs with one
/// here. From a case that is kept from the actor it does not even exist.
fn may_take(tx: &mut Tx<'_>, actor: &Actor, held: &Held, report: ReportId) -> Result<(), Failure> {
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
            return Err(Failure::NotFound("report"));
        }
        if !confirmed {
            permit_case(actor, Action::AttachReport, &facts).map_err(unconfirmed)?;
        }
    }
    Ok(())
}

/// The refusal to take a report off a case on which the actor may not act; its reference was known to them.
fn unconfirmed(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            refusal.hidden = false;
            "the report is on another officer's case, and nobody has confirmed that it belongs here"
                .clone_into(&mut refusal.why);
            "confirm the link first, or ask a supervisor".clone_into(&mut refusal.hint);
            Failure::Refused(refusal)
        }
        other => other,
    }
}

/// A report that is attached here leaves the other cases about the same person at risk that it was on; its words come
/// along. The case of another person at risk, a child for one, keeps it. A case that is left empty is joined to this one.
fn move_report(
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

/// The cases that a report leaves: those about the same person at risk; where none is known to be, that of the first
/// person at risk of the report.
fn leaving(
    tx: &mut Tx<'_>,
    held: &Held,
    report: ReportId,
    others: Vec<CaseReportRow>,
) -> Result<Vec<(CaseReportRow, SamePerson)>, Failure> {
    let here = queries::member(tx, held.row.person_at_risk)?.map(|member| member.person);
    let first =
        queries::mention_keys(tx, report)?.into_iter().find(|(_, role)| role == "person_at_risk").map(|(id, _)| id);
    let (mut same, mut of_first) = (Vec::new(), Vec::new());
    for other in others {
        let Some(row) = queries::case_row(tx, other.case_id)? else { continue };
        let person = queries::member(tx, row.person_at_risk)?.map(|member| member.person);
        if here.is_some() && person == here {
            same.push((other, SamePerson::Yes));
        } else if first == Some(row.person_at_risk) {
            of_first.push((other, SamePerson::NotKnown));
        }
    }
    Ok(if same.is_empty() { of_first } else { same })
}

/// The words of a report are read with the case that it is on.
fn bring_words(tx: &mut Tx<'_>, case: CaseId, report: ReportId, entry: &store::Entry) -> Result<(), Failure> {
    let Some(narrative) = queries::report(tx, report)?.and_then(|row| row.narrative) else { return Ok(()) };
    if let Some(mut words) = queries::content(tx, narrative)? {
        words.case_id = Some(case);
        tx.save(&mut words, entry)?;
    }
    Ok(())
}
