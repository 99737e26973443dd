//! What an act comes to: one arm an act, each asking the rules for its events, with the words that belong to them.

use crate::access::Action;
use crate::app::{allowed, case_facts};
use crate::cases::act::{Act, Backed, Particulars};
use crate::cases::advance::{Held, Words};
use crate::cases::attach::{may_take, told_by};
use crate::cases::correct::Corrected;
use crate::cases::inquiry::is_record_of_work;
use crate::cases::join::Joining;
use crate::failure::{Failure, Fault};
use crate::views::Actor;
use domain::case::Actor as Doer;
use domain::case::Case;
use domain::case::backing::GivenBacking;
use domain::case::correction::Reasons;
use domain::case::decision::RecordDecision;
use domain::case::protection::{ProtectionWarning, RecordProtection};
use domain::case::review::RaiseAction;
use domain::catalogue::Evidence;
use domain::event::{Act as DomainAct, CaseEvent, Shown};
use domain::ids::*;
use domain::inquiry::WordsNoted;
use domain::risk::flags::left_to_the_person;
use domain::risk::phrases::noticed;
use domain::wording;
use store::rows::{MentionRow, ReportRow};
use store::{Tx, queries};

/// What an act comes to before it is written.
#[derive(Default)]
pub(super) struct Planned {
    /// What happens.
    pub events: Vec<CaseEvent>,
    /// The words that go with it.
    pub words: Words,
    /// What the reader should know.
    pub warnings: Vec<ProtectionWarning>,
    /// A subject who became known.
    pub mention: Option<MentionRow>,
    /// A report that comes to this case.
    pub moved: Option<ReportId>,
    /// A case whose work goes on here.
    pub joining: Option<Joining>,
    /// What is told otherwise, beyond this case.
    pub corrected: Option<Corrected>,
    /// What the doer should know besides.
    pub notices: Vec<&'static str>,
}

/// An act on a case, while it is asked about.
pub(super) struct Planner<'a, 't> {
    pub(super) tx: &'a mut Tx<'t>,
    pub(super) actor: &'a Actor,
    pub(super) held: &'a Held,
    pub(super) case: &'a Case,
    pub(super) doer: Doer,
    pub(super) planned: Planned,
    /// Whether RF-22 looks into the words.
    noticing: bool,
    noted: Vec<CaseEvent>,
}

/// This asks the rules what an act comes to, or why it is refused.
pub(super) fn plan(tx: &mut Tx<'_>, actor: &Actor, held: &Held, act: &Act) -> Result<Planned, Failure> {
    let derived = crate::cases::advance::read(&held.history, tx.at())?;
    let doer = Doer { by: actor.account, role: actor.role, at: tx.at() };
    let taken = match act {
        Act::AttachReport { report } => Some(report_to_take(tx, actor, held, report)?),
        _ => None,
    };
    let (planned, noticing) = (Planned::default(), is_record_of_work(act));
    let mut planner = Planner { tx, actor, held, case: &derived.case, doer, planned, noticing, noted: Vec::new() };
    planner.planned.events = planner.events(act, taken)?;
    planner.planned.events.append(&mut planner.noted);
    Ok(planner.planned)
}

fn report_to_take(tx: &mut Tx<'_>, actor: &Actor, held: &Held, reference: &str) -> Result<ReportRow, Failure> {
    let row = queries::report_by_reference(tx, &held.row.force, reference)?.ok_or(Failure::NotFound("report"))?;
    may_take(tx, actor, held, row.id)?;
    Ok(row)
}

impl Planner<'_, '_> {
    fn events(&mut self, act: &Act, taken: Option<ReportRow>) -> Result<Vec<CaseEvent>, Failure> {
        let (case, doer) = (self.case, &self.doer.clone());
        Ok(match act {
            Act::Allocate { officer, team, reasons } => {
                let team = self.team(team.as_deref())?;
                let officer = officer.as_deref().map(|name| self.officer(name, &team)).transpose()?;
                let reasons = reasons.as_deref().map(|words| self.reasons(words)).transpose()?;
                case.allocate(doer, officer, team, reasons)?
            }
            Act::RecordAct { .. } => self.record_act(act)?,
            Act::AttachReport { .. } => match taken {
                Some(row) => self.attach(&row)?,
                None => return Err(Failure::NotFound("report")),
            },
            Act::JoinCase { other, reasons } => self.join(other, reasons)?,
            Act::ReviewActs => case.review_acts(doer)?,
            Act::IdentifySubject { particulars } => {
                let mention = new_subject(self.tx, self.held, particulars)?;
                let events = case.identify_subject(doer, mention.id)?;
                self.planned.mention = Some(mention);
                events
            }
            Act::ScreenRisk { .. } => self.screen(act)?,
            Act::ReviewRisk { grade, reasons } => self.review_risk(*grade, reasons)?,
            Act::ReopenRisk { because } => case.reopen_risk(*because),
            Act::OpenDecision => case.open_consideration(doer)?,
            Act::ReopenDecision { because } => case.reopen_decision(doer, *because)?,
            Act::ConfirmGrade { reasons } => case.confirm_lowering(doer, self.keep(reasons), length(reasons))?,
            Act::RefuseGrade { reasons } => case.refuse_lowering(doer, self.keep(reasons), length(reasons))?,
            Act::RecordDecision { worksheet, outcome, narrative, awaited, backed } => {
                let decision = RecordDecision {
                    worksheet: self.sheet(worksheet)?,
                    outcome: outcome.clone(),
                    narrative: self.keep(narrative),
                    narrative_chars: length(narrative),
                    awaited: (length(awaited) > 0).then(|| self.keep(awaited)),
                    awaited_chars: length(awaited),
                    backing: self.backing(backed)?,
                };
                all_decision_problems(case, doer, &decision)?;
                case.record_decision(doer, decision)?
            }
            Act::AdviseDecision { advice, words } => {
                case.advise_decision(doer, *advice, self.keep(words), length(words))?
            }
            Act::RequestReconsideration { by, words } => {
                let request = RequestId::new(self.tx.at(), self.tx.chance());
                case.request_reconsideration(doer, request, *by, self.keep(words))?
            }
            Act::AnswerReconsideration { answer, words } => {
                case.answer_reconsideration(doer, *answer, self.keep(words), length(words))?
            }
            Act::AnswerAdvice { answer, words } => {
                case.answer_advice(doer, *answer, self.keep(words), length(words))?
            }
            Act::EndWaiting { how, words } => case.end_waiting(doer, *how, self.keep(words), length(words))?,
            Act::CountersignDecision => case.countersign_decision(doer)?,
            Act::ReturnDecision { reasons } => case.return_decision(doer, self.keep(reasons))?,
            Act::RecordProtection { .. } => self.protect(act)?,
            Act::ServeProtection { protection, served_at, evidence, evidence_words } => {
                let shown = self.shown(*evidence, evidence_words);
                let recording = case.serve_protection(doer, *protection, *served_at, shown)?;
                self.planned.warnings = recording.warnings;
                recording.events
            }
            Act::EndProtection { protection, on } => case.end_protection(doer, *protection, *on)?,
            Act::DateApplication { step, on } => case.date_application(doer, *step, *on)?,
            Act::RecordIntervention { kind, occurred_at } => case.record_intervention(doer, *kind, *occurred_at)?,
            Act::ReferToSupport { occurred_at, accepted: true } => case.refer_to_support(doer, *occurred_at)?,
            Act::ReferToSupport { occurred_at, accepted: false } => case.record_support_declined(doer, *occurred_at)?,
            Act::RecordNotification { occurred_at } => case.record_notification(doer, *occurred_at)?,
            Act::ConsultPerson { occurred_at } => case.consult_person(doer, *occurred_at)?,
            Act::AddNote { words } if words.trim().is_empty() => {
                return Err(Failure::fault("words", Fault::Missing, "are empty; write what is to be known"));
            }
            Act::AddNote { words } => case.add_note(self.keep(words)),
            Act::Review { findings } => case.record_review(doer, self.keep(findings), &[])?,
            Act::RaiseAction { owner, due_on, words } => {
                let (owner, words) = (self.person(owner)?.id, self.keep(words));
                let action = ActionId::new(self.tx.at(), self.tx.chance());
                case.raise_action(doer, RaiseAction { action, owner, due_on: *due_on, words })?
            }
            Act::CloseAction { action, words } => case.close_action(doer, *action, self.keep(words))?,
            Act::ProposeClosure { reasons, exit_safety_plan, retention } => {
                let (reasons, plan) = (self.keep(reasons), self.keep(exit_safety_plan));
                case.propose_closure(doer, reasons, plan, *retention)?
            }
            Act::ApproveClosure { reasons } => case.approve_closure(doer, self.keep(reasons))?,
            Act::RejectClosure { reasons } => case.reject_closure(doer, self.keep(reasons))?,
            Act::Restrict { .. }
            | Act::LiftRestriction { .. }
            | Act::NameAccount { .. }
            | Act::UnnameAccount { .. }
            | Act::GiveConsent { .. }
            | Act::WithdrawConsent { .. }
            | Act::DeclareConnection { .. }
            | Act::WithdrawConnection { .. } => self.admit(act)?,
            Act::DisposeFlag { flag, disposal } => case.dispose_flag(doer, *flag, self.keep(disposal))?,
            Act::CorrectAct { .. } | Act::StrikeAct { .. } | Act::StrikeReport { .. } | Act::CorrectPerson { .. } => {
                self.correct(act)?
            }
            Act::Inquire(inquiry) => crate::cases::inquiry::plan(case, doer, inquiry, |words| self.keep(words))?,
            Act::Care(care) => crate::cases::care::plan(case, doer, care, |words| self.keep(words))?,
        })
    }

    /// This keeps words on the case. Where they are what staff write of their work, RF-22 looks into them now: only that it
    /// noticed a phrase, and in which words, goes on record.
    pub(super) fn keep(&mut self, words: &str) -> ContentId {
        let content = self.planned.words.keep(self.tx, self.held.row.id, words);
        if self.noticing {
            let rule = || left_to_the_person::FLAG.code.to_owned();
            let noted = noticed(words).into_iter().map(|phrase| WordsNoted { rule: rule(), phrase, content });
            self.noted.extend(noted.map(CaseEvent::WordsNoted));
        }
        content
    }

    /// A second officer must be somebody who may review risk on this case.
    pub(super) fn second_officer(&mut self, name: &str) -> Result<AccountId, Failure> {
        let row = queries::account_by_name(self.tx, name)?.filter(|row| row.force == self.held.row.force && row.active);
        let row =
            row.ok_or_else(|| Failure::fault("account", Fault::Unknown, "is not known in this force; check the name"))?;
        let file = queries::case_file_by_id(self.tx, self.held.row.id)?.ok_or(Failure::NotFound("case"))?;
        let facts = case_facts(self.tx, &file)?;
        let id = row.id;
        let may = allowed(&crate::house::sessions::actor_of(row.into_inner()), Action::ReviewRisk, &facts).is_some();
        let problem =
            "must be somebody who may review risk on this case: a supervisor, an inspector or the stalking SPOC";
        if may { Ok(id) } else { Err(Failure::invalid("second officer", problem)) }
    }

    /// What reasons rest on; its words stand outside the ledger, the other force's name too.
    fn backing(&mut self, backed: &Backed) -> Result<GivenBacking, Failure> {
        let subject = self.case.subject.map(|subject| queries::mention(self.tx, subject)).transpose()?.flatten();
        let is_named = |subject: &MentionRow| !subject.forename.is_empty() && !subject.surname.is_empty();
        Ok(GivenBacking {
            subject_named: subject.is_some_and(|subject| is_named(&subject)),
            measures: backed.measures.clone(),
            gaps: self.told(&backed.gaps),
            plan: self.told(&backed.plan),
            transferred_to: self.told(&backed.transferred_to),
            accepted_on: backed.accepted_on,
            accepted_by: self.told(&backed.accepted_by),
        })
    }

    /// Words where there are any.
    fn told(&mut self, words: &str) -> Option<Reasons> {
        let chars = length(words);
        (chars > 0).then(|| Reasons { words: self.keep(words), chars })
    }

    fn record_act(&mut self, act: &Act) -> Result<Vec<CaseEvent>, Failure> {
        let Act::RecordAct { behaviour, occurred_at, precision, narrative } = act else { return Ok(Vec::new()) };
        let words = (!narrative.trim().is_empty()).then(|| self.keep(narrative));
        let done = DomainAct {
            id: ActId::new(self.tx.at(), self.tx.chance()),
            behaviour: *behaviour,
            occurred_at: *occurred_at,
            precision: *precision,
            recorded_at: self.tx.at(),
        };
        Ok(self.case.record_act(&self.doer, done, words)?)
    }

    fn attach(&mut self, row: &ReportRow) -> Result<Vec<CaseEvent>, Failure> {
        let (identified_at, acts) = told_by(self.tx, row)?;
        self.planned.moved = Some(row.id);
        Ok(self.case.attach_report(&self.doer, row.id, identified_at, acts)?)
    }

    /// What shows a measure or its service; its words stand outside the ledger.
    fn shown(&mut self, evidence: Option<Evidence>, words: &str) -> Option<Shown> {
        let by = evidence?;
        Some(Shown { by, words: (length(words) > 0).then(|| self.keep(words)) })
    }

    fn protect(&mut self, act: &Act) -> Result<Vec<CaseEvent>, Failure> {
        let Act::RecordProtection { kind, from, until, served_at, replaces_interim, source, evidence, evidence_words } =
            act
        else {
            return Ok(Vec::new());
        };
        let measure = RecordProtection {
            protection: ProtectionId::new(self.tx.at(), self.tx.chance()),
            kind: *kind,
            from: *from,
            until: *until,
            served_at: *served_at,
            replaces_interim: *replaces_interim,
            source: *source,
            evidence: self.shown(*evidence, evidence_words),
        };
        let recording = self.case.record_protection(&self.doer, measure)?;
        self.planned.warnings = recording.warnings;
        Ok(recording.events)
    }
}

/// How long words are, in characters, without the blanks around them.
pub(super) fn length(words: &str) -> usize {
    words.trim().chars().count()
}

/// A worksheet with several faults names them all.
fn all_decision_problems(case: &Case, doer: &Doer, decision: &RecordDecision) -> Result<(), Failure> {
    let problems = case.decision_problems(doer, decision);
    let (Some(first), true) = (problems.first(), problems.len() > 1) else { return Ok(()) };
    let mut failure = Failure::from(*first);
    if let Failure::Refused(refusal) = &mut failure {
        refusal.lines = problems.iter().map(|problem| wording!("{}: {}", *problem, problem.hint())).collect();
    }
    Err(failure)
}

/// The mention of a subject who became known stands on the first report of the case.
fn new_subject(tx: &mut Tx<'_>, held: &Held, known: &Particulars) -> Result<MentionRow, Failure> {
    let report = queries::reports_on(tx, held.row.id)?.into_iter().find(|row| !row.detached);
    let report_id = report.ok_or_else(|| Failure::invalid("case", "has no report to stand on"))?.report_id;
    if *known == Particulars::default() {
        return Err(Failure::fault(
            "subject",
            Fault::Missing,
            "give at least one particular: a name, a number, a handle, a vehicle",
        ));
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
        address: known.address.clone(),
        phones: known.phones.clone(),
        email: known.email.clone(),
        handle: known.handle.clone(),
        vehicle: known.vehicle.clone(),
    })
}
