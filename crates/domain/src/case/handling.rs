//! The handling of a case: whose it is, who the subject is, and what was done that changes no other state.

use super::{Actor, Case};
use crate::catalogue::{Awaited, Intervention, ReopenCause};
use crate::event::CaseEvent;
use crate::ids::{AccountId, ContentId, MentionId};
use crate::time::Moment;

/// Why a step of handling is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HandlingRefusal {
    /// It has not happened yet.
    #[error("this is dated after the time of recording it")]
    InFuture,
    /// No team.
    #[error("a case is given to a team, with or without a named officer")]
    NoTeam,
    /// It is theirs already.
    #[error("the case is already with this officer and team")]
    AlreadyAllocated,
    /// The same subject.
    #[error("the case already names this subject")]
    SameSubject,
    /// Nothing served.
    #[error("no order has been served, so no notification is due")]
    NothingToNotify,
}

impl HandlingRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::InFuture => "check the day and time",
            Self::NoTeam => "choose a team",
            Self::AlreadyAllocated => "nothing is to be done",
            Self::SameSubject => "choose the mention that describes the right person",
            Self::NothingToNotify => "record the order and its service first",
        }
    }
}

type Handled = Result<Vec<CaseEvent>, HandlingRefusal>;

impl Case {
    /// This gives the case to a team, and to an officer where one is named.
    pub fn allocate(
        &self,
        _actor: &Actor,
        officer: Option<AccountId>,
        team: String,
        reasons: Option<ContentId>,
    ) -> Handled {
        if team.trim().is_empty() {
            return Err(HandlingRefusal::NoTeam);
        }
        if self.officer == officer && self.team.as_deref() == Some(team.as_str()) {
            return Err(HandlingRefusal::AlreadyAllocated);
        }
        Ok(vec![CaseEvent::Allocated { officer, team, reasons }])
    }

    /// This names the subject, or corrects a wrong one.
    pub fn identify_subject(&self, _actor: &Actor, subject: MentionId) -> Handled {
        if self.subject == Some(subject) {
            return Err(HandlingRefusal::SameSubject);
        }
        Ok(self.subject_found(subject))
    }

    /// This is what follows when the subject becomes known: a decision that was put off for it comes open again.
    pub fn subject_found(&self, subject: MentionId) -> Vec<CaseEvent> {
        let awaited = self.decision.awaits() == Some(Awaited::Identification) && !self.is_closed();
        let reopened = awaited.then_some(CaseEvent::DecisionReopened { because: ReopenCause::Arrived });
        [CaseEvent::SubjectIdentified { subject }].into_iter().chain(reopened).collect()
    }

    /// This records that police stepped in. Once risk was screened, that opens its question again (section 6.2).
    pub fn record_intervention(&self, actor: &Actor, kind: Intervention, occurred_at: Moment) -> Handled {
        not_in_future(actor, occurred_at)?;
        let reopened = CaseEvent::RiskReopened { because: ReopenCause::Intervention };
        let reopened = (!self.screens.is_empty() && !self.is_closed()).then_some(reopened);
        Ok([CaseEvent::InterventionRecorded { kind, occurred_at }].into_iter().chain(reopened).collect())
    }

    /// This records an accepted referral to support (Victims' Code, right 4).
    pub fn refer_to_support(&self, actor: &Actor, occurred_at: Moment) -> Handled {
        not_in_future(actor, occurred_at)?;
        Ok(vec![CaseEvent::SupportReferred { occurred_at, accepted: true }])
    }

    /// This records that a referral to support was offered and declined.
    pub fn record_support_declined(&self, actor: &Actor, occurred_at: Moment) -> Handled {
        not_in_future(actor, occurred_at)?;
        Ok(vec![CaseEvent::SupportReferred { occurred_at, accepted: false }])
    }

    /// This records that the subject gave the notification that an order requires (s. 9).
    pub fn record_notification(&self, actor: &Actor, occurred_at: Moment) -> Handled {
        not_in_future(actor, occurred_at)?;
        let served = |held: &super::state::Protection| held.is_stalking_order() && held.served_at.is_some();
        if !self.protections.iter().any(served) {
            return Err(HandlingRefusal::NothingToNotify);
        }
        Ok(vec![CaseEvent::NotificationGiven { occurred_at }])
    }

    /// This records that the person at risk was consulted and told, by the agreed channel.
    pub fn consult_person(&self, actor: &Actor, occurred_at: Moment) -> Handled {
        not_in_future(actor, occurred_at)?;
        Ok(vec![CaseEvent::PersonConsulted { occurred_at }])
    }

    /// This adds a note.
    pub fn add_note(&self, note: ContentId) -> Vec<CaseEvent> {
        vec![CaseEvent::NoteAdded { note }]
    }
}

fn not_in_future(actor: &Actor, occurred_at: Moment) -> Result<(), HandlingRefusal> {
    if occurred_at > actor.at { Err(HandlingRefusal::InFuture) } else { Ok(()) }
}
