//! What is done for the person at risk under the Victims' Code, as acts on a case.

use crate::access::Action;
use domain::case::Actor as Doer;
use domain::case::Case;
use domain::case::victim::VictimRefusal;
use domain::catalogue::{Channel, CrimeClass, Entitlement};
use domain::event::CaseEvent;
use domain::ids::ContentId;
use domain::time::Moment;
use domain::victim::{Told, UpdatesAgreed};

/// One step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Care {
    /// Record when the shift ended in which the latest report was taken.
    ShiftEnd {
        /// When.
        ends_at: Moment,
    },
    /// Record a crime.
    Crime {
        /// As what.
        class: CrimeClass,
        /// When it was recorded.
        occurred_at: Moment,
    },
    /// Record the written confirmation.
    Confirm {
        /// How it went.
        channel: Channel,
        /// When.
        occurred_at: Moment,
    },
    /// Record which rights apply.
    Entitle {
        /// Which.
        entitlement: Entitlement,
        /// Why.
        reasons: String,
    },
    /// Record that the person at risk was told of something.
    Tell(Told),
    /// Decide on no further action.
    NoFurtherAction {
        /// When.
        decided_at: Moment,
        /// Why.
        reasons: String,
    },
    /// Record what was agreed about updates.
    AgreeUpdates(UpdatesAgreed),
    /// Record an update.
    Update {
        /// How.
        channel: Channel,
        /// When.
        occurred_at: Moment,
    },
    /// Record that risk and protection were looked at again, and stand.
    Reconsider {
        /// What was looked at, and what follows.
        findings: String,
    },
}

impl Care {
    /// The action that the policies are asked about.
    pub fn action(&self) -> Action {
        match self {
            Self::ShiftEnd { .. }
            | Self::Crime { .. }
            | Self::Confirm { .. }
            | Self::Entitle { .. }
            | Self::Tell(_)
            | Self::AgreeUpdates(_)
            | Self::Update { .. } => Action::RecordCare,
            Self::NoFurtherAction { .. } => Action::EndInvestigation,
            Self::Reconsider { .. } => Action::ScreenRisk,
        }
    }
}

/// This asks the rules what a step comes to; `keep` keeps words.
pub(super) fn plan(
    case: &Case,
    doer: &Doer,
    care: &Care,
    mut keep: impl FnMut(&str) -> ContentId,
) -> Result<Vec<CaseEvent>, VictimRefusal> {
    match care {
        Care::ShiftEnd { ends_at } => case.record_shift_end(doer, *ends_at),
        Care::Crime { class, occurred_at } => case.record_crime(doer, *class, *occurred_at),
        Care::Confirm { channel, occurred_at } => case.confirm_crime(doer, *channel, *occurred_at),
        Care::Entitle { entitlement, reasons } => case.record_entitlement(doer, *entitlement, keep(reasons)),
        Care::Tell(told) => case.tell_person(doer, *told),
        Care::NoFurtherAction { decided_at, reasons } => {
            case.decide_no_further_action(doer, *decided_at, keep(reasons))
        }
        Care::AgreeUpdates(agreed) => case.agree_updates(doer, *agreed),
        Care::Update { channel, occurred_at } => case.give_update(doer, *channel, *occurred_at),
        Care::Reconsider { findings } => case.reconsider(doer, keep(findings)),
    }
}
