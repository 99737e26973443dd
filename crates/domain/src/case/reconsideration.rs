//! A request for reconsideration: the person at risk, or an advocate, asks; somebody other than who decided must answer.
//!
//! It may be asked of any decision, and of there being none. The answer is given to whoever asked (PD-19).

use super::{Actor, Case, supervises};
use crate::catalogue::{ReopenCause, RequestAnswer, Requester};
use crate::event::CaseEvent;
use crate::ids::{ContentId, RequestId};
use crate::time::Moment;

/// The shortest answer that explains something, in characters (policy).
pub const ANSWER_CHARS_MIN: usize = 20;

/// A request for reconsideration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Request {
    /// Its identifier.
    pub id: RequestId,
    /// Who asked.
    pub by: Requester,
    /// When it was recorded.
    pub at: Moment,
    /// When it was answered, if it was.
    pub answered_at: Option<Moment>,
}

/// Why a request, or its answer, is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReconsiderationRefusal {
    /// The work goes on elsewhere.
    #[error("the work on this case goes on in another case")]
    CaseJoined,
    /// It is there already.
    #[error("this request is already on the case")]
    AlreadyRequested,
    /// No such request, or none that waits.
    #[error("no request for reconsideration waits for an answer")]
    NothingToAnswer,
    /// Not a supervising role.
    #[error("only a supervisor, an inspector or the stalking SPOC answers a request for reconsideration")]
    NotSupervising,
    /// The officer's own case.
    #[error("a request for reconsideration is not answered by anybody who is or was the officer in the case")]
    OfficerInCase,
    /// The decider's own decision.
    #[error(
        "a request for reconsideration is not answered by anybody who recorded or countersigned a decision on the case"
    )]
    OwnDecision,
    /// The answer explains nothing.
    #[error("the answer has {chars} characters and needs at least {min}", min = ANSWER_CHARS_MIN)]
    AnswerTooShort {
        /// How long it is.
        chars: usize,
    },
}

impl ReconsiderationRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::CaseJoined => "record it on the case to which the reports went",
            Self::AlreadyRequested => "open the request that is there",
            Self::NothingToAnswer => "record the request first",
            Self::NotSupervising => "ask a supervisor",
            Self::OfficerInCase | Self::OwnDecision => {
                "ask a supervisor, an inspector or a stalking SPOC who had no part in the decision and never was the officer"
            }
            Self::AnswerTooShort { .. } => "say in a sentence or two why, in words that the person at risk can be told",
        }
    }
}

type Answered = Result<Vec<CaseEvent>, ReconsiderationRefusal>;

impl Case {
    /// The requests that nobody has answered, oldest first.
    pub fn open_requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.iter().filter(|request| request.answered_at.is_none())
    }

    /// This records a request. Whoever takes it records it: nobody is refused. It opens a closed case, so that it is answered.
    pub fn request_reconsideration(
        &self,
        _actor: &Actor,
        request: RequestId,
        by: Requester,
        words: ContentId,
    ) -> Answered {
        if let super::state::Status::Joined { .. } = self.status {
            return Err(ReconsiderationRefusal::CaseJoined);
        }
        if self.requests.iter().any(|held| held.id == request) {
            return Err(ReconsiderationRefusal::AlreadyRequested);
        }
        let reopened = self.is_closed().then_some(CaseEvent::CaseReopened { because: ReopenCause::Request });
        Ok([CaseEvent::ReconsiderationRequested { request, by, words }].into_iter().chain(reopened).collect())
    }

    /// This answers the oldest open request. To look again opens a settled decision; an open question stays open.
    pub fn answer_reconsideration(
        &self,
        actor: &Actor,
        answer: RequestAnswer,
        words: ContentId,
        chars: usize,
    ) -> Answered {
        let request = self.open_requests().next().ok_or(ReconsiderationRefusal::NothingToAnswer)?.id;
        if self.was_officer(actor.by) {
            return Err(ReconsiderationRefusal::OfficerInCase);
        }
        if !supervises(actor.role) {
            return Err(ReconsiderationRefusal::NotSupervising);
        }
        if self.deciders.contains(&actor.by) {
            return Err(ReconsiderationRefusal::OwnDecision);
        }
        if chars < ANSWER_CHARS_MIN {
            return Err(ReconsiderationRefusal::AnswerTooShort { chars });
        }
        let looks_again = match answer {
            RequestAnswer::LookAgain => self.decision.is_settled_without_order(),
            RequestAnswer::Stands => false,
        };
        let reopened = looks_again.then_some(CaseEvent::DecisionReopened { because: ReopenCause::Request });
        Ok([CaseEvent::ReconsiderationAnswered { request, answer, words }].into_iter().chain(reopened).collect())
    }
}
