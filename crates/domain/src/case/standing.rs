//! Where the decision on protection stands: undecided, waiting for a second hand, or effective (section 6.3).

use super::advice::Advised;
use crate::catalogue::{Awaited, Reason, ReopenCause};
use crate::event::{Backing, Outcome, Worksheet};
use crate::ids::{AccountId, ActId, ContentId, ProtectionId};
use crate::time::{Day, Moment};

/// Where the decision on protection stands (section 6.3).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DecisionState {
    /// Nobody has opened the question. PD-03 runs.
    NotYetConsidered,
    /// The question is open.
    Considering {
        /// Since when.
        since: Moment,
        /// How it came open.
        how: Opened,
    },
    /// Recorded, and not effective until the stalking SPOC countersigns.
    AwaitingCountersign {
        /// What was decided; never `Apply`, which needs no countersignature.
        outcome: Outcome,
        /// The worksheet.
        worksheet: Worksheet,
        /// The narrative.
        narrative: ContentId,
        /// Which thing exactly is waited for, in words, where it is put off.
        awaited: Option<ContentId>,
        /// What its reasons rest on.
        backing: Backing,
        /// Who recorded it.
        by: Option<AccountId>,
        /// When.
        at: Moment,
    },
    /// An order is to be sought.
    Apply {
        /// The worksheet.
        worksheet: Worksheet,
        /// The acts on which the application stands, those that joined later included.
        grounds: Vec<ActId>,
        /// Whether an interim order is to be sought as well.
        interim: bool,
        /// When a new act last prompted an interim order.
        interim_prompted: Option<Moment>,
        /// What the stalking SPOC advised, oldest first. Without any the decision is not complete.
        advice: Vec<Advised>,
        /// Who decided.
        by: Option<AccountId>,
        /// When.
        at: Moment,
    },
    /// No order is sought, for now.
    NotApply {
        /// Why.
        reasons: Vec<Reason>,
        /// When it is looked at again.
        reconsider_on: Day,
        /// What the reasons rest on.
        backing: Backing,
        /// Recorded and countersigned.
        signed: Signed,
    },
    /// Waiting for a named thing.
    Deferred {
        /// The last day of waiting.
        until: Day,
        /// What is waited for, where the entry tells.
        awaits: Option<Awaited>,
        /// Which thing exactly, in words.
        awaited: Option<ContentId>,
        /// Recorded and countersigned.
        signed: Signed,
    },
    /// Another measure protects for now.
    Superseded {
        /// Which.
        protection: ProtectionId,
        /// Its last day, as it stood then.
        until: Day,
        /// Recorded and countersigned.
        signed: Signed,
    },
}

/// How the question of protection came open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opened {
    /// The officer opened it.
    ByOfficer,
    /// The stalking SPOC sent a decision back.
    Returned {
        /// Why.
        reasons: ContentId,
    },
    /// It was settled, and came open again.
    Reopened {
        /// Why.
        because: ReopenCause,
    },
}

/// A decision with both hands on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// The worksheet.
    pub worksheet: Worksheet,
    /// Who recorded it.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// Who countersigned.
    pub countersigned_by: Option<AccountId>,
    /// When.
    pub countersigned_at: Moment,
}

impl DecisionState {
    /// This says whether no decision is effective.
    pub const fn is_undecided(&self) -> bool {
        match self {
            Self::NotYetConsidered | Self::Considering { .. } | Self::AwaitingCountersign { .. } => true,
            Self::Apply { .. } | Self::NotApply { .. } | Self::Deferred { .. } | Self::Superseded { .. } => false,
        }
    }

    /// The reasons for not applying, effective or waiting for a countersignature, and since when they are given.
    pub fn reasons_against(&self) -> Option<(&[Reason], Moment)> {
        match self {
            Self::NotApply { reasons, signed, .. } => Some((reasons, signed.at)),
            Self::AwaitingCountersign { outcome, at, .. } => match outcome {
                Outcome::DoNotApply { reasons, .. } => Some((reasons, *at)),
                Outcome::Apply { .. } | Outcome::Deferred { .. } | Outcome::SupersededByOtherOrder { .. } => None,
            },
            Self::NotYetConsidered
            | Self::Considering { .. }
            | Self::Apply { .. }
            | Self::Deferred { .. }
            | Self::Superseded { .. } => None,
        }
    }

    /// This says whether it was settled, or is about to be, that no order is sought; a new fact unsettles that.
    pub const fn is_settled_without_order(&self) -> bool {
        match self {
            Self::NotYetConsidered | Self::Considering { .. } | Self::Apply { .. } => false,
            Self::AwaitingCountersign { .. }
            | Self::NotApply { .. }
            | Self::Deferred { .. }
            | Self::Superseded { .. } => true,
        }
    }

    /// What a decision that is put off waits for, countersigned or not; none where nothing of that kind is told.
    pub const fn awaits(&self) -> Option<Awaited> {
        match self {
            Self::Deferred { awaits, .. } => *awaits,
            Self::AwaitingCountersign { outcome, .. } => match outcome {
                Outcome::Deferred { awaits, .. } => *awaits,
                Outcome::Apply { .. } | Outcome::DoNotApply { .. } | Outcome::SupersededByOtherOrder { .. } => None,
            },
            Self::NotYetConsidered
            | Self::Considering { .. }
            | Self::Apply { .. }
            | Self::NotApply { .. }
            | Self::Superseded { .. } => None,
        }
    }

    /// The stable code of the state.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotYetConsidered => "not_yet_considered",
            Self::Considering { .. } => "considering",
            Self::AwaitingCountersign { .. } => "awaiting_countersign",
            Self::Apply { .. } => "decided_apply",
            Self::NotApply { .. } => "decided_not_apply",
            Self::Deferred { .. } => "deferred",
            Self::Superseded { .. } => "superseded_by_other_order",
        }
    }

    /// The words that people read.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::NotYetConsidered => "not yet considered",
            Self::Considering { .. } => "being considered",
            Self::AwaitingCountersign { .. } => "waiting for the stalking SPOC's countersignature",
            Self::Apply { .. } => "decided: apply for an order",
            Self::NotApply { .. } => "decided: do not apply",
            Self::Deferred { .. } => "put off",
            Self::Superseded { .. } => "another order protects for now",
        }
    }
}
