//! Corrections: what is told otherwise than before, and what was recorded in error. Nothing that was believed is erased.
//!
//! The rule. A corrected act stands in the place of the one before, and what rested on that rests on it. It opens again
//! what a new act opens if it adds danger to what was believed; `adds_danger` says when. If it does not, it opens
//! nothing; a supervisor looks at another behaviour or time, and at nothing where only words or precision changed. Until
//! a supervisor has looked, the red flags read the account before as well (RF-09, RF-12): nobody corrects a danger away
//! alone. No correction makes a missed clock met, answers a flag, or takes a person off the list. What is withdrawn as
//! recorded in error opens again the questions that rested on it.

use super::{Actor, Case, supervises};
use crate::catalogue::{CorrectionCause, Relationship, ReopenCause, StrikeCause};
use crate::event::{Act, CaseEvent, PersonCorrection, SamePerson};
use crate::ids::{ActId, CaseId, ContentId, MentionId, ReportId};
use crate::risk::flags::act_after_intervention::came_after_intervention;
use crate::risk::flags::graded_too_low::speaks_for_itself;
use crate::time::Moment;

/// The shortest reasons for a withdrawal or for other particulars of a person, in characters (policy).
pub const REASONS_CHARS_MIN: usize = 20;

/// Reasons as the rules need them: where they are kept, and how long they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reasons {
    /// Where they are kept.
    pub words: ContentId,
    /// How long they are, in characters.
    pub chars: usize,
}

/// What is said now of an act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CorrectAct {
    /// The act that is corrected.
    pub replaces: ActId,
    /// What is said now. When it was recorded follows from the rule.
    pub act: Act,
    /// Why.
    pub because: CorrectionCause,
    /// What was said of it, where there are words.
    pub narrative: Option<ContentId>,
}

/// Why a correction is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CorrectionRefusal {
    /// No such act.
    #[error("there is no such act on this case")]
    ActUnknown,
    /// Another account stands already.
    #[error("this act was corrected already; another account of it stands now")]
    ActReplaced,
    /// It counts no longer.
    #[error("this act was withdrawn as recorded in error")]
    ActStruck,
    /// The identifier is in use.
    #[error("this account of the act is already on the case")]
    ActAlreadyRecorded,
    /// It says the same.
    #[error("this says of the act what stands already")]
    NothingCorrected,
    /// It has not happened yet.
    #[error("the act is dated after the time of recording it")]
    ActInFuture,
    /// No such report.
    #[error("this report is not on the case")]
    ReportNotAttached,
    /// It counts no longer.
    #[error("this report was withdrawn from the count already")]
    ReportAlreadyStruck,
    /// The reasons explain nothing.
    #[error("the reasons have {chars} characters and need at least {min}", min = REASONS_CHARS_MIN)]
    ReasonsTooShort {
        /// How long they are.
        chars: usize,
    },
    /// Not a supervising role.
    #[error("only a supervisor, an inspector or the stalking SPOC withdraws an act or a report from the count")]
    NotSupervising,
    /// The officer's own case.
    #[error("nothing is withdrawn from the count by anybody who is or was the officer in the case")]
    OfficerInCase,
}

impl CorrectionRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::ActUnknown => "look for it on the other cases of the series",
            Self::ActReplaced => "correct the account that stands now",
            Self::ActStruck => {
                "record it anew, if it happened after all; a report that was withdrawn is attached again"
            }
            Self::ActAlreadyRecorded => "open the act that is there",
            Self::NothingCorrected => {
                "say what is to be told otherwise: the behaviour, the time, the precision, the words"
            }
            Self::ActInFuture => "check the day and time of the act",
            Self::ReportNotAttached => "look for the report on the other cases of the series",
            Self::ReportAlreadyStruck => "attach it again, if it is to count after all",
            Self::ReasonsTooShort { .. } => "say in a sentence how it is known",
            Self::NotSupervising => "ask a supervisor",
            Self::OfficerInCase => "ask a supervisor who never was the officer in this case",
        }
    }
}

type Corrected = Result<Vec<CaseEvent>, CorrectionRefusal>;

impl Case {
    /// This puts another account in the place of an act. Where it adds danger it opens again what a new act opens, and
    /// counts as recorded now, since nobody could act on it before.
    pub fn correct_act(&self, actor: &Actor, correction: CorrectAct) -> Corrected {
        let CorrectAct { replaces, mut act, because, narrative } = correction;
        let was = self.standing(replaces)?;
        if self.ever_had_act(act.id) {
            return Err(CorrectionRefusal::ActAlreadyRecorded);
        }
        if act.occurred_at > actor.at {
            return Err(CorrectionRefusal::ActInFuture);
        }
        let told = |act: &Act| (act.behaviour, act.occurred_at, act.precision);
        if told(was) == told(&act) && narrative.is_none() {
            return Err(CorrectionRefusal::NothingCorrected);
        }
        let graver = self.adds_danger(was, &act);
        act.recorded_at = if graver { actor.at } else { was.recorded_at };
        let id = act.id;
        let mut events = vec![CaseEvent::ActCorrected { replaces, act, because, graver, narrative }];
        if graver {
            events.extend(self.reopenings_by(ReopenCause::ActGraver, &[id]));
        }
        Ok(events)
    }

    /// This says whether another account of an act adds danger to what was believed:
    /// it was not classified and is now, or it is one of the acts that speak for themselves (RF-09) and was not that;
    /// it came after police stepped in or after a measure began, and was believed to come before (RF-12);
    /// or the last act that is known of lies a day or more later than was believed.
    pub fn adds_danger(&self, was: &Act, now: &Act) -> bool {
        let otherwise = now.behaviour.filter(|behaviour| was.behaviour != Some(*behaviour));
        let graver = otherwise.is_some_and(|behaviour| was.behaviour.is_none() || speaks_for_itself(behaviour));
        let after = came_after_intervention(self, now) && !came_after_intervention(self, was);
        let last_before = self.acts.iter().map(|held| held.act.occurred_at).max();
        let later = last_before.is_some_and(|last| now.occurred_at >= last.plus_hours(24));
        graver || after || later
    }

    /// This strikes an act as recorded in error. The questions that rested on it come open again.
    pub fn strike_act(&self, actor: &Actor, act: ActId, because: StrikeCause, reasons: Reasons) -> Corrected {
        self.standing(act)?;
        self.may_strike(actor, reasons)?;
        let mut events = vec![CaseEvent::ActStruck { act, because, reasons: reasons.words }];
        events.extend(self.unsettled_without(&[act]));
        Ok(events)
    }

    /// This withdraws a report and its acts from the count as recorded in error. The person at risk stays on the list:
    /// the case is closed by its gates alone. To attach the report again takes the withdrawal back.
    pub fn strike_report(&self, actor: &Actor, report: ReportId, because: StrikeCause, reasons: Reasons) -> Corrected {
        if self.struck_reports.iter().any(|struck| struck.held.id == report) {
            return Err(CorrectionRefusal::ReportAlreadyStruck);
        }
        if self.reports.iter().all(|held| held.id != report) {
            return Err(CorrectionRefusal::ReportNotAttached);
        }
        self.may_strike(actor, reasons)?;
        let acts: Vec<ActId> = self.acts_of(report).map(|held| held.act.id).collect();
        let mut events = vec![CaseEvent::ReportStruck { report, because, reasons: reasons.words }];
        events.extend(self.unsettled_without(&acts));
        Ok(events)
    }

    /// This records that the source gives another time of recording for a report. Duties count from the earliest that
    /// was told: a later one takes nothing back.
    pub fn redate_report(&self, report: ReportId, identified_at: Moment) -> Vec<CaseEvent> {
        let held = self.reports.iter().find(|held| held.id == report);
        let otherwise = held.is_some_and(|held| held.identified_at != identified_at);
        otherwise.then_some(CaseEvent::ReportRedated { report, identified_at }).into_iter().collect()
    }

    /// This records that the source tells a report in other words, if the report is on the case.
    pub fn retell_report(&self, report: ReportId, before: Option<ContentId>, now: ContentId) -> Vec<CaseEvent> {
        let attached = self.reports.iter().map(|held| held.id);
        let known = attached.chain(self.struck_reports.iter().map(|struck| struck.held.id)).any(|id| id == report);
        known.then_some(CaseEvent::ReportRetold { report, before, now }).into_iter().collect()
    }

    /// This records that the source tells the relationship, or tells it otherwise. What it leaves open takes nothing back.
    pub fn tell_relationship(&self, relationship: Relationship) -> Vec<CaseEvent> {
        let told = relationship != Relationship::Unknown && relationship != self.relationship;
        told.then_some(CaseEvent::RelationshipTold { relationship }).into_iter().collect()
    }

    /// This records that a person's particulars were corrected by somebody, who says why. `another` says that the mention
    /// is of another human than it was taken for.
    pub fn correct_person(
        &self,
        _actor: &Actor,
        mention: MentionId,
        because: CorrectionCause,
        another: bool,
        reasons: Reasons,
    ) -> Corrected {
        long_enough(reasons)?;
        let reasons = Some(reasons.words);
        Ok(vec![CaseEvent::PersonCorrected(PersonCorrection { mention, because, reasons, another })])
    }

    /// This records that two people of one report, each with a case, are one person after all: this case's.
    pub fn same_person(&self, _actor: &Actor, other: CaseId, reasons: Reasons) -> Corrected {
        long_enough(reasons)?;
        Ok(vec![CaseEvent::SamePerson(SamePerson { other, reasons: reasons.words })])
    }

    fn standing(&self, id: ActId) -> Result<&Act, CorrectionRefusal> {
        if let Some(held) = self.acts.iter().find(|held| held.act.id == id) {
            return Ok(&held.act);
        }
        if self.act_known_as(id).is_some() {
            return Err(CorrectionRefusal::ActReplaced);
        }
        let struck = self.ever_had_act(id);
        Err(if struck { CorrectionRefusal::ActStruck } else { CorrectionRefusal::ActUnknown })
    }

    fn may_strike(&self, actor: &Actor, reasons: Reasons) -> Result<(), CorrectionRefusal> {
        if !supervises(actor.role) {
            return Err(CorrectionRefusal::NotSupervising);
        }
        if self.was_officer(actor.by) {
            return Err(CorrectionRefusal::OfficerInCase);
        }
        long_enough(reasons)
    }

    /// What comes open again when acts count no longer. A closed case stays closed: nothing was added to it.
    fn unsettled_without(&self, acts: &[ActId]) -> Vec<CaseEvent> {
        let because = ReopenCause::Withdrawn;
        let mut events = Vec::new();
        if self.is_closed() {
            return events;
        }
        if acts.iter().any(|act| self.screen_rests_on(*act)) {
            events.push(CaseEvent::RiskReopened { because });
        }
        if self.decision_rests_on(acts) {
            events.push(CaseEvent::DecisionReopened { because });
        }
        events
    }
}

fn long_enough(reasons: Reasons) -> Result<(), CorrectionRefusal> {
    let Reasons { words: _, chars } = reasons;
    if chars < REASONS_CHARS_MIN { Err(CorrectionRefusal::ReasonsTooShort { chars }) } else { Ok(()) }
}
