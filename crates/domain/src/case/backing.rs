//! What a reason not to apply rests on beside its code: the measure that it leans on, the gaps in the evidence and the
//! plan to close them, the other force that has accepted the case (specification, section 6.3).

use super::Case;
use super::correction::Reasons;
use super::decision::DecisionRefusal;
use super::state::{DecisionState, Protection};
use crate::catalogue::{Awaited, ProtectionKind, Reason};
use crate::event::{Backing, Outcome, Transfer};
use crate::ids::ProtectionId;
use crate::time::Day;

/// The shortest words that say which evidence is missing, or how it is to be got, in characters (policy, section 6.3: 'list
/// gaps and plan').
pub const GAPS_CHARS_MIN: usize = 20;
/// The shortest words that name another force, in characters (policy).
pub const FORCE_CHARS_MIN: usize = 3;
/// The shortest words that say who accepted, by name or reference, in characters (policy, section 6.3: 'with acceptance').
pub const ACCEPTED_BY_CHARS_MIN: usize = 5;

/// What is told of the reasons, as the rules need it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GivenBacking {
    /// The measures that are leaned on; where one alone will do, it need not be named.
    pub measures: Vec<ProtectionId>,
    /// Which evidence is missing.
    pub gaps: Option<Reasons>,
    /// How it is to be got.
    pub plan: Option<Reasons>,
    /// Which other force has the case now.
    pub transferred_to: Option<Reasons>,
    /// On which day it accepted.
    pub accepted_on: Option<Day>,
    /// Who accepted.
    pub accepted_by: Option<Reasons>,
    /// Whether the case knows the subject by forename and surname: then nobody waits to identify him.
    pub subject_named: bool,
}

/// What a decision rests on, or everything that is wrong with it.
pub(super) fn read(
    case: &Case,
    today: Day,
    outcome: &Outcome,
    given: &GivenBacking,
) -> Result<Backing, Vec<DecisionRefusal>> {
    let reasons: &[Reason] = match outcome {
        Outcome::DoNotApply { reasons, .. } => reasons,
        Outcome::Apply { .. } | Outcome::Deferred { .. } | Outcome::SupersededByOtherOrder { .. } => &[],
    };
    let mut problems = unasked(reasons, given);
    problems.extend(unfounded(case, today, outcome, given.subject_named));
    let measures = leaned_on(case, today, reasons, &given.measures, &mut problems);
    let (gaps, plan) = (given.gaps.map(|said| said.words), given.plan.map(|said| said.words));
    if reasons.contains(&Reason::EvidenceInsufficient) {
        let length = |said: Option<Reasons>| said.map_or(0, |said| said.chars);
        let too_short = |chars: &usize| *chars < GAPS_CHARS_MIN;
        let gaps = Some(length(given.gaps)).filter(too_short).map(|chars| DecisionRefusal::GapsTooShort { chars });
        let plan = Some(length(given.plan)).filter(too_short).map(|chars| DecisionRefusal::PlanTooShort { chars });
        problems.extend(gaps.into_iter().chain(plan));
    }
    let transfer = if reasons.contains(&Reason::OutsideArea) {
        transfer(today, given).map_err(|found| problems.extend(found)).ok()
    } else {
        None
    };
    if problems.is_empty() { Ok(Backing { measures, gaps, plan, transfer }) } else { Err(problems) }
}

/// A reason, or a thing waited for, that what the case knows speaks against.
fn unfounded(case: &Case, today: Day, outcome: &Outcome, subject_named: bool) -> Option<DecisionRefusal> {
    let in_custody =
        || case.protections.iter().any(|held| held.kind == ProtectionKind::Custody && held.in_force_on(today));
    match outcome {
        Outcome::DoNotApply { reasons, .. } => {
            (subject_named && reasons.contains(&Reason::SubjectUnidentified)).then_some(DecisionRefusal::SubjectIsNamed)
        }
        Outcome::Deferred { awaits, .. } => match awaits {
            Some(Awaited::Identification) => subject_named.then_some(DecisionRefusal::SubjectIsNamed),
            Some(Awaited::CustodyEnd) => (!in_custody()).then_some(DecisionRefusal::NoCustodyToAwait),
            Some(
                Awaited::Evidence | Awaited::Enquiry | Awaited::CourtOutcome | Awaited::OtherForce | Awaited::Other,
            )
            | None => None,
        },
        Outcome::Apply { .. } | Outcome::SupersededByOtherOrder { .. } => None,
    }
}

/// A case is never in limbo between two forces: until the other has accepted, this force has it (sections 6.3, 6.12).
fn transfer(today: Day, given: &GivenBacking) -> Result<Transfer, Vec<DecisionRefusal>> {
    let told = |said: Option<Reasons>, min: usize| said.filter(|said| said.chars >= min).map(|said| said.words);
    let to = told(given.transferred_to, FORCE_CHARS_MIN);
    let accepted_by = told(given.accepted_by, ACCEPTED_BY_CHARS_MIN);
    let future = given.accepted_on.filter(|day| *day > today);
    match (to, given.accepted_on, accepted_by, future) {
        (Some(to), Some(accepted_on), Some(accepted_by), None) => Ok(Transfer { to, accepted_on, accepted_by }),
        (to, on, by, future) => {
            let unnamed = to.is_none().then_some(DecisionRefusal::ForceNotNamed);
            let open = (on.is_none() || by.is_none()).then_some(DecisionRefusal::NotAccepted);
            let early = future.map(|day| DecisionRefusal::AcceptedInFuture { day });
            Err(unnamed.into_iter().chain(open).chain(early).collect())
        }
    }
}

/// What belongs to a reason that is not given: whoever typed it meant something by it.
fn unasked(reasons: &[Reason], given: &GivenBacking) -> Vec<DecisionRefusal> {
    let about_evidence = given.gaps.is_some() || given.plan.is_some();
    let about_force = given.transferred_to.is_some() || given.accepted_on.is_some() || given.accepted_by.is_some();
    let told = [(about_evidence, Reason::EvidenceInsufficient), (about_force, Reason::OutsideArea)];
    let unasked = told.into_iter().filter(|(told, reason)| *told && !reasons.contains(reason));
    unasked.map(|(_, reason)| DecisionRefusal::ReasonNotGiven { reason: reason.label() }).collect()
}

/// The measures that the reasons lean on: those that are named, or the only one of its kind. That there is none is told
/// with the worksheet.
fn leaned_on(
    case: &Case,
    today: Day,
    reasons: &[Reason],
    named: &[ProtectionId],
    problems: &mut Vec<DecisionRefusal>,
) -> Vec<ProtectionId> {
    type Fits = fn(&Protection, Day) -> bool;
    let leaning: [(Reason, Fits); 2] =
        [(Reason::OtherOrderAdequate, is_adequate_order), (Reason::InCustody, is_custody_with_end)];
    let mut leaned = Vec::new();
    for (reason, fits) in leaning.into_iter().filter(|(reason, _)| reasons.contains(reason)) {
        let fitting = || case.protections.iter().filter(|held| fits(held, today)).map(|held| held.id);
        let meant: Vec<ProtectionId> = fitting().filter(|id| named.contains(id)).collect();
        match (meant.is_empty(), fitting().count()) {
            (false, _) => leaned.extend(meant),
            (true, 0 | 1) => leaned.extend(fitting()),
            (true, measures) => problems.push(DecisionRefusal::WhichMeasure { reason: reason.label(), measures }),
        }
    }
    let strange = named.iter().any(|id| !leaned.contains(id));
    problems.extend(strange.then_some(DecisionRefusal::MeasureUnfit));
    leaned
}

/// An interim order is not adequate: it ends when the application is determined. A full one binds from service.
pub(super) fn is_adequate_order(held: &Protection, today: Day) -> bool {
    match held.kind {
        ProtectionKind::OtherOrder => held.in_force_on(today),
        ProtectionKind::Order => held.protects_on(today),
        ProtectionKind::InterimOrder | ProtectionKind::Bail | ProtectionKind::Custody | ProtectionKind::Warrant => {
            false
        }
    }
}

/// Custody without a known end cannot bring the question back when it ends.
pub(super) fn is_custody_with_end(held: &Protection, today: Day) -> bool {
    held.kind == ProtectionKind::Custody && held.last_day().is_some() && held.in_force_on(today)
}

/// Whether a reason not to apply can lean on a measure: an adequate order, or custody with an end.
pub fn is_leaned_on(held: &Protection, today: Day) -> bool {
    is_adequate_order(held, today) || is_custody_with_end(held, today)
}

impl Case {
    /// This says whether the decision that stands or waits gives the case to another force whose acceptance is not on
    /// record, as entries from before this was asked may: this force has the case.
    pub fn lacks_acceptance(&self) -> bool {
        let outside = |reasons: &[Reason], backing: &Backing| {
            reasons.contains(&Reason::OutsideArea) && backing.transfer.is_none()
        };
        match &self.decision {
            DecisionState::AwaitingCountersign { outcome: Outcome::DoNotApply { reasons, .. }, backing, .. }
            | DecisionState::NotApply { reasons, backing, .. } => outside(reasons, backing),
            DecisionState::NotYetConsidered
            | DecisionState::Considering { .. }
            | DecisionState::AwaitingCountersign { .. }
            | DecisionState::Apply { .. }
            | DecisionState::Deferred { .. }
            | DecisionState::Superseded { .. } => false,
        }
    }
}
