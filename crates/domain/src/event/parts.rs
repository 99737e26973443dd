//! What events carry: an act, the answers of a screen, the worksheet and the outcome of a decision. Part of the stored format.

use crate::catalogue::*;
use crate::ids::*;
use crate::risk::training::Training;
use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

/// One act as the rules need it; its narrative is content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Act {
    /// Its identifier.
    pub id: ActId,
    /// What was done, where it is known.
    pub behaviour: Option<Behaviour>,
    /// When it was done.
    pub occurred_at: Moment,
    /// How exactly that is known.
    pub precision: Precision,
    /// When the police recorded it.
    pub recorded_at: Moment,
}

/// Two people of one report, each with a case, who are one person after all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SamePerson {
    /// The other case.
    pub other: CaseId,
    /// How that is known.
    pub reasons: ContentId,
}

/// What shows that a measure was made, or served.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shown {
    /// What it is.
    pub by: Evidence,
    /// Where it is kept, or what it is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<ContentId>,
}

/// One FOUR answer, with the acts that support it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FourAnswer {
    /// Yes, no, or not known.
    pub answer: Answer,
    /// The acts that support it.
    pub acts: Vec<ActId>,
}

/// The four answers: fixated, obsessive, unwanted, repeated (College of Policing).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Four {
    /// Fixated.
    pub fixated: FourAnswer,
    /// Obsessive.
    pub obsessive: FourAnswer,
    /// Unwanted.
    pub unwanted: FourAnswer,
    /// Repeated.
    pub repeated: FourAnswer,
}

/// One answer of a screen, to a question of a set by its code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// The question's code.
    pub question: String,
    /// The answer.
    pub reply: Reply,
}

/// What a question was answered with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Yes, no or not known.
    Said(Answer),
    /// The code of a choice of a closed list.
    Chose(String),
    /// A number of a scale.
    Rated(i64),
    /// Words, kept outside the ledger.
    Told(ContentId),
}

/// What was recorded of the training of whoever made or reviewed a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TrainingSeen {
    /// Which screen.
    pub screen: ScreenId,
    /// Who made it, or reviewed it.
    pub account: AccountId,
    /// Whether they were trained in its tool or set on that day.
    pub training: Training,
}

/// The worksheet behind a protection decision: the three limbs of s. 1(1) and the ground of s. 1(3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Worksheet {
    /// s. 1(1)(a): acts associated with stalking have been carried out.
    pub acts: Limb,
    /// s. 1(1)(b): a risk associated with stalking to another person.
    pub risk: Limb,
    /// s. 1(1)(c): reasonable cause to believe the order is necessary.
    pub necessity: Limb,
    /// s. 1(3): why this chief officer may apply.
    pub ground: Option<Ground>,
}

/// One limb of the test.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limb {
    /// Whether it appears met.
    pub answer: Answer,
    /// The acts that support it.
    pub acts: Vec<ActId>,
}

/// The outcome of the consideration of s. 1 (specification, section 6.3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// An order is to be sought.
    Apply {
        /// Whether an interim order is to be sought as well (s. 5).
        interim: bool,
    },
    /// No order is to be sought, for these reasons.
    DoNotApply {
        /// At least one; a barred reason cannot stand alone.
        reasons: Vec<Reason>,
        /// When it is looked at again, 28 days at most.
        reconsider_on: Day,
        /// Whether the person at risk has been informed.
        person_informed: bool,
    },
    /// Waiting for a named thing, 14 days at most.
    Deferred {
        /// The last day of waiting.
        until: Day,
        /// What is waited for. Entries from before this was told have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        awaits: Option<Awaited>,
    },
    /// Another order protects for now.
    SupersededByOtherOrder {
        /// Which protection on the case.
        protection: ProtectionId,
        /// When it ends.
        until: Day,
    },
}

/// The consent of the person at risk to an advocate (section 1.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConsentGiven {
    /// The advocate.
    pub advocate: AccountId,
    /// On which day.
    pub on: Day,
    /// To what.
    pub scope: ConsentScope,
}

/// An account that is named for a restricted case or no longer, or whose declared connection was taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NamedAccount {
    /// Which.
    pub account: AccountId,
    /// Why.
    pub reasons: ContentId,
}

/// What the reasons not to apply rest on, where a reason needs more than its code (section 6.3).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Backing {
    /// The measures that the reasons lean on: another order, custody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<ProtectionId>,
    /// Which evidence is missing, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gaps: Option<ContentId>,
    /// How it is to be got, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<ContentId>,
    /// The other force that has accepted the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
}

impl Backing {
    /// This says whether nothing is told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Another force's acceptance of a case that lies outside s. 1(3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Transfer {
    /// Which force, in words.
    pub to: ContentId,
    /// On which day it accepted.
    pub accepted_on: Day,
    /// Who accepted, by name or reference.
    pub accepted_by: ContentId,
}

/// What is told otherwise of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PersonCorrection {
    /// The mention that describes them.
    pub mention: MentionId,
    /// Why.
    pub because: CorrectionCause,
    /// Reasons, where a person gave them.
    pub reasons: Option<ContentId>,
    /// Whether the mention turns out to be another human, and not the same one told better.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub another: bool,
}

/// For serde, which passes a reference.
pub(super) const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// An event as it stands in the ledger: with when, by whom, in which role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// When it was recorded.
    pub at: Moment,
    /// Who did it; none for the system.
    pub by: Option<AccountId>,
    /// The event.
    pub event: super::CaseEvent,
}
