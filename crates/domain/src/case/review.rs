//! Reviews, and the actions that they raise (specification, section 6.10).

use super::{Actor, Case, supervises};
use crate::event::CaseEvent;
use crate::ids::{AccountId, ActionId, ContentId};
use crate::time::Day;

/// An action to raise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RaiseAction {
    /// Its identifier.
    pub action: ActionId,
    /// Whose it is.
    pub owner: AccountId,
    /// By when.
    pub due_on: Day,
    /// What is to be done.
    pub words: ContentId,
}

/// Why a review or an action is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReviewRefusal {
    /// Not a supervising role.
    #[error("only a supervisor, an inspector or the stalking SPOC reviews a case")]
    NotSupervising,
    /// The officer's own case.
    #[error("a case is not reviewed by the officer in the case")]
    OfficerInCase,
    /// Nothing new.
    #[error("every act is already reviewed")]
    NothingToReview,
    /// The action is there already.
    #[error("this action is already on the case")]
    ActionAlreadyRaised,
    /// Due in the past.
    #[error("the action is due on {due_on}, which is past")]
    DueInPast {
        /// The day given.
        due_on: Day,
    },
    /// No such action.
    #[error("there is no such action on this case")]
    ActionUnknown,
    /// Closed already.
    #[error("this action is already closed")]
    ActionAlreadyClosed,
    /// The owner's own action.
    #[error("an action is not closed by its owner")]
    OwnAction,
}

impl ReviewRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotSupervising => "ask a supervisor",
            Self::OfficerInCase => "ask another supervisor",
            Self::NothingToReview => "nothing is to be done",
            Self::ActionAlreadyRaised => "open the action that is there",
            Self::DueInPast { .. } => "choose today or a later day",
            Self::ActionUnknown => "look for it on the other cases of the series",
            Self::ActionAlreadyClosed => "raise a new action, if more is to be done",
            Self::OwnAction => "ask the supervisor who raised it",
        }
    }
}

impl Case {
    /// This records a review with the actions that it raises.
    pub fn record_review(
        &self,
        actor: &Actor,
        findings: ContentId,
        actions: &[RaiseAction],
    ) -> Result<Vec<CaseEvent>, ReviewRefusal> {
        self.may_review(actor)?;
        let mut events = vec![CaseEvent::ReviewRecorded { findings }];
        for action in actions {
            events.extend(self.raise_action(actor, *action)?);
        }
        Ok(events)
    }

    /// This records that a supervisor looked at the acts that nobody had reviewed.
    pub fn review_acts(&self, actor: &Actor) -> Result<Vec<CaseEvent>, ReviewRefusal> {
        self.may_review(actor)?;
        if self.unreviewed_acts().next().is_none() {
            return Err(ReviewRefusal::NothingToReview);
        }
        Ok(vec![CaseEvent::ActsReviewed])
    }

    /// This raises an action.
    pub fn raise_action(&self, actor: &Actor, action: RaiseAction) -> Result<Vec<CaseEvent>, ReviewRefusal> {
        if self.actions.iter().any(|held| held.id == action.action) {
            return Err(ReviewRefusal::ActionAlreadyRaised);
        }
        if action.due_on < actor.at.day() {
            return Err(ReviewRefusal::DueInPast { due_on: action.due_on });
        }
        let RaiseAction { action, owner, due_on, words } = action;
        Ok(vec![CaseEvent::ActionRaised { action, owner, due_on, words }])
    }

    /// This closes an action, by someone other than its owner.
    pub fn close_action(
        &self,
        actor: &Actor,
        action: ActionId,
        words: ContentId,
    ) -> Result<Vec<CaseEvent>, ReviewRefusal> {
        let held = self.actions.iter().find(|held| held.id == action).ok_or(ReviewRefusal::ActionUnknown)?;
        if held.closed.is_some() {
            return Err(ReviewRefusal::ActionAlreadyClosed);
        }
        if held.owner == actor.by || self.stands_in(actor.by, held.owner, actor.at) {
            return Err(ReviewRefusal::OwnAction);
        }
        Ok(vec![CaseEvent::ActionClosed { action, words }])
    }

    fn may_review(&self, actor: &Actor) -> Result<(), ReviewRefusal> {
        if !supervises(actor.role) {
            return Err(ReviewRefusal::NotSupervising);
        }
        if self.officer.is_some_and(|officer| officer == actor.by || self.stands_in(actor.by, officer, actor.at)) {
            return Err(ReviewRefusal::OfficerInCase);
        }
        Ok(())
    }
}
