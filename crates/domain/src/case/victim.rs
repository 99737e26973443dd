//! What is done for the person at risk under the Victims' Code, and the facts that its clocks need (section 2.16 B).

use super::{Actor, Case, supervises};
use crate::catalogue::{Channel, CrimeClass, Entitlement, News, ReopenCause};
use crate::clocks::{SHIFT_HOURS_MAX, UPDATE_DAYS_MAX};
use crate::event::CaseEvent;
use crate::ids::ContentId;
use crate::time::Moment;
use crate::victim::*;

/// What a case holds of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VictimCare {
    /// Ends of shifts in which reports were taken.
    pub shift_ends: Vec<ShiftEnd>,
    /// Crimes recorded, in the order of recording.
    pub crimes: Vec<CrimeRecord>,
    /// Written confirmations.
    pub confirmations: Vec<Confirmation>,
    /// Which rights apply; none recorded means Enhanced.
    pub entitlement: Option<Entitlement>,
    /// What the person at risk was told.
    pub told: Vec<Told>,
    /// The last decision not to investigate further.
    pub no_further_action: Option<NoFurtherAction>,
    /// What was last agreed about updates.
    pub updates: Option<UpdatesAgreed>,
    /// Updates given.
    pub updates_given: Vec<Update>,
    /// When risk and protection were last looked at again without a new screen or decision.
    pub reconsidered_at: Option<Moment>,
}

/// Why a step for the person at risk is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum VictimRefusal {
    /// It has not happened yet.
    #[error("this is dated after the time of recording it")]
    InFuture,
    /// No report.
    #[error("there is no report on this case")]
    NoReport,
    /// No such shift.
    #[error("the shift ends before the report, or more than {SHIFT_HOURS_MAX} hours after it")]
    NoSuchShift,
    /// No crime.
    #[error("no crime is recorded on this case, so none can be confirmed")]
    NoCrime,
    /// No such interval.
    #[error("updates are agreed for every 1 to {UPDATE_DAYS_MAX} days")]
    NoSuchInterval,
    /// Nobody considered protection.
    #[error("no further action cannot be decided while no decision on protection stands")]
    ProtectionUndecided,
    /// Not a supervising role.
    #[error("only a supervisor, an inspector or the stalking SPOC decides on no further action")]
    NotSupervising,
    /// The officer's own case.
    #[error("no further action is not decided by anybody who is or was the officer in the case")]
    OfficerInCase,
    /// The case is closed.
    #[error("the case is closed")]
    CaseClosed,
    /// Nothing was decided.
    #[error("no further action was not decided on this case, so nobody can be told of it")]
    NothingToTell,
}

impl VictimRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::InFuture => "check the day and time",
            Self::NoReport => "attach the report first",
            Self::NoSuchShift => "check the day and time at which the shift ended",
            Self::NoCrime => "record the crime first",
            Self::NoSuchInterval => "agree a number of days",
            Self::ProtectionUndecided => "record the decision on protection first, and have it countersigned",
            Self::NotSupervising => "ask a supervisor",
            Self::OfficerInCase => "ask a supervisor who never was the officer in this case",
            Self::CaseClosed => "record the new act or report that brings the case back; it reopens by itself",
            Self::NothingToTell => "record the decision first",
        }
    }
}

type Done = Result<Vec<CaseEvent>, VictimRefusal>;

impl VictimCare {
    /// This keeps what an event of this kind says; any other says nothing here.
    pub(super) fn apply(&mut self, event: &CaseEvent, at: Moment) {
        match event {
            CaseEvent::ShiftEndRecorded(shift) => self.shift_ends.push(*shift),
            CaseEvent::CrimeRecorded(crime) => self.crimes.push(*crime),
            CaseEvent::CrimeConfirmed(confirmation) => self.confirmations.push(*confirmation),
            CaseEvent::EntitlementRecorded(record) => self.entitlement = Some(record.entitlement),
            CaseEvent::PersonTold(told) => self.told.push(*told),
            CaseEvent::NoFurtherActionDecided(decided) => self.no_further_action = Some(*decided),
            CaseEvent::UpdatesAgreed(agreed) => self.updates = Some(*agreed),
            CaseEvent::UpdateGiven(update) => self.updates_given.push(*update),
            CaseEvent::Reconsidered(_) => self.reconsidered_at = Some(at),
            _ => {}
        }
    }
}

impl Case {
    /// This records when the shift ended in which the latest report was taken (PD-01).
    pub fn record_shift_end(&self, actor: &Actor, ends_at: Moment) -> Done {
        let report = self.reports.last().ok_or(VictimRefusal::NoReport)?;
        let taken_at = report.attached_at.min(actor.at);
        if ends_at < taken_at || ends_at > taken_at.plus_hours(SHIFT_HOURS_MAX) {
            return Err(VictimRefusal::NoSuchShift);
        }
        Ok(vec![CaseEvent::ShiftEndRecorded(ShiftEnd { report: report.id, ends_at })])
    }

    /// This records a crime (right 2).
    pub fn record_crime(&self, actor: &Actor, class: CrimeClass, occurred_at: Moment) -> Done {
        not_in_future(actor, occurred_at)?;
        Ok(vec![CaseEvent::CrimeRecorded(CrimeRecord { class, occurred_at })])
    }

    /// This records that the person at risk has the crime confirmed in writing, with number and contact (right 3).
    pub fn confirm_crime(&self, actor: &Actor, channel: Channel, occurred_at: Moment) -> Done {
        not_in_future(actor, occurred_at)?;
        if self.victim.crimes.is_empty() {
            return Err(VictimRefusal::NoCrime);
        }
        Ok(vec![CaseEvent::CrimeConfirmed(Confirmation { channel, occurred_at })])
    }

    /// This records which rights apply, and why.
    pub fn record_entitlement(&self, _actor: &Actor, entitlement: Entitlement, reasons: ContentId) -> Done {
        Ok(vec![CaseEvent::EntitlementRecorded(EntitlementRecord { entitlement, reasons })])
    }

    /// This records that the person at risk was told of something (right 6).
    pub fn tell_person(&self, actor: &Actor, told: Told) -> Done {
        not_in_future(actor, told.occurred_at)?;
        if told.news == News::NoFurtherAction && self.victim.no_further_action.is_none() {
            return Err(VictimRefusal::NothingToTell);
        }
        Ok(vec![CaseEvent::PersonTold(told)])
    }

    /// This records the decision not to investigate further, by a supervising role that never had the case. It needs a
    /// decision on protection that stands (section 6.1), and opens risk again (PD-04).
    pub fn decide_no_further_action(&self, actor: &Actor, decided_at: Moment, reasons: ContentId) -> Done {
        not_in_future(actor, decided_at)?;
        if self.is_closed() {
            return Err(VictimRefusal::CaseClosed);
        }
        if !supervises(actor.role) {
            return Err(VictimRefusal::NotSupervising);
        }
        if self.was_officer(actor.by) {
            return Err(VictimRefusal::OfficerInCase);
        }
        if self.decision.is_undecided() {
            return Err(VictimRefusal::ProtectionUndecided);
        }
        let decided = CaseEvent::NoFurtherActionDecided(NoFurtherAction { decided_at, reasons });
        let reopened = CaseEvent::RiskReopened { because: ReopenCause::NoFurtherAction };
        Ok(std::iter::once(decided).chain((!self.screens.is_empty()).then_some(reopened)).collect())
    }

    /// This records what was agreed about updates (right 6).
    pub fn agree_updates(&self, actor: &Actor, agreed: UpdatesAgreed) -> Done {
        not_in_future(actor, agreed.occurred_at)?;
        if !(1..=UPDATE_DAYS_MAX).contains(&agreed.every_days) {
            return Err(VictimRefusal::NoSuchInterval);
        }
        Ok(vec![CaseEvent::UpdatesAgreed(agreed)])
    }

    /// This records an update.
    pub fn give_update(&self, actor: &Actor, channel: Channel, occurred_at: Moment) -> Done {
        not_in_future(actor, occurred_at)?;
        Ok(vec![CaseEvent::UpdateGiven(Update { channel, occurred_at })])
    }

    /// This records that risk and protection were looked at again, and that what stood before still stands (PD-04).
    pub fn reconsider(&self, _actor: &Actor, findings: ContentId) -> Done {
        if self.is_closed() {
            return Err(VictimRefusal::CaseClosed);
        }
        Ok(vec![CaseEvent::Reconsidered(Reconsideration { findings })])
    }
}

fn not_in_future(actor: &Actor, occurred_at: Moment) -> Result<(), VictimRefusal> {
    if occurred_at > actor.at { Err(VictimRefusal::InFuture) } else { Ok(()) }
}
