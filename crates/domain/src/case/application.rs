//! What came of an application to the court, and what is still open after it (specification, sections 6.3, 6.4 and 6.6).

use super::Case;
use super::state::{ApplicationDate, DecisionState, Protection};
use crate::catalogue::{ApplicationStep, ProtectionKind, ReopenCause};
use crate::time::Day;

impl Case {
    /// The newest step that ended an application made on a decision of a day: granted, refused or withdrawn. What is dated
    /// before the decision, or came before the question was opened again, belongs to an earlier application.
    pub(super) fn application_ended(&self, decided_on: Day) -> Option<ApplicationDate> {
        self.newest_end(|made| !made.earlier && made.on >= decided_on)
    }

    /// This says whether the court was asked since a decision of a day.
    pub(super) fn application_made(&self, decided_on: Day) -> bool {
        let asked = |made: &ApplicationDate| made.step == ApplicationStep::Applied && !made.earlier;
        self.applications.iter().any(|made| asked(made) && made.on >= decided_on)
    }

    /// Why an application that came to nothing opens the question of protection again (section 6.4), if one did.
    pub(super) fn application_failed(&self, decided_on: Day) -> Option<ReopenCause> {
        came_to_nothing(self.application_ended(decided_on)?.step)
    }

    /// This puts an application that came to nothing behind what is decided from now on.
    pub(super) fn leave_failed_application(&mut self) {
        let newest = self.newest_end(|made| !made.earlier);
        if newest.is_some_and(|made| came_to_nothing(made.step).is_some()) {
            self.applications.iter_mut().for_each(|made| made.earlier = true);
        }
    }

    /// When the court granted an order that is not on record here as served, if the newest application ended so. Until it
    /// is served, nobody is protected by it (section 6.6). Where protection was decided anew after the grant, it is
    /// enough that the order is on record: it is live until its end, and then asks for nothing.
    pub fn grant_unserved(&self) -> Option<Day> {
        let granted = self.newest_end(|_| true).filter(|made| made.step == ApplicationStep::Granted)?;
        let decided_on = match &self.decision {
            DecisionState::Apply { at, .. } => Some(at.day()).filter(|decided_on| *decided_on <= granted.on),
            DecisionState::NotYetConsidered
            | DecisionState::Considering { .. }
            | DecisionState::AwaitingCountersign { .. }
            | DecisionState::NotApply { .. }
            | DecisionState::Deferred { .. }
            | DecisionState::Superseded { .. } => None,
        };
        let is_granted = |held: &Protection| match held.kind {
            ProtectionKind::Order => held.from >= decided_on.unwrap_or(granted.on),
            // One that was made earlier is not what the court granted that day.
            ProtectionKind::InterimOrder => held.from >= granted.on,
            ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody | ProtectionKind::Warrant => {
                false
            }
        };
        let settled = |held: &Protection| held.served_at.is_some() || decided_on.is_none();
        let answered = self.protections.iter().any(|held| is_granted(held) && settled(held));
        (!answered).then_some(granted.on)
    }

    fn newest_end(&self, counts: impl Fn(&ApplicationDate) -> bool) -> Option<ApplicationDate> {
        let ends = self.applications.iter().copied().filter(|made| match made.step {
            ApplicationStep::Applied => false,
            ApplicationStep::Granted | ApplicationStep::Refused | ApplicationStep::Withdrawn => counts(made),
        });
        ends.max_by_key(|made| made.on)
    }
}

/// Why protection is decided anew after a step, where the step leaves the person without the order that was sought.
pub(super) const fn came_to_nothing(step: ApplicationStep) -> Option<ReopenCause> {
    match step {
        ApplicationStep::Applied | ApplicationStep::Granted => None,
        ApplicationStep::Refused => Some(ReopenCause::ApplicationRefused),
        ApplicationStep::Withdrawn => Some(ReopenCause::ApplicationWithdrawn),
    }
}
