//! The stalking SPOC's advice on a decision to apply, and its answer (specification, section 6.3, 'SPOC advice attached').
//!
//! A decision to apply is effective at once, since it may be urgent, and complete only with advice. A recommendation is
//! never left unanswered: advice against, or with conditions, waits for the officer in the case or a supervisor.

use super::state::DecisionState;
use super::{Actor, Case};
use crate::catalogue::{Advice, AdviceAnswer, ReopenCause, Role};
use crate::event::CaseEvent;
use crate::ids::{AccountId, ContentId};
use crate::time::Moment;

/// The shortest words of advice, and of an answer to it, in characters (policy).
pub const ADVICE_CHARS_MIN: usize = 20;

/// What a stalking SPOC advised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Advised {
    /// What they say.
    pub advice: Advice,
    /// Why, and on which conditions.
    pub words: ContentId,
    /// Who.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// The answer, if there is one.
    pub answer: Option<Answered>,
}

/// How advice was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answered {
    /// How.
    pub answer: AdviceAnswer,
    /// Why.
    pub words: ContentId,
    /// Who.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
}

impl Advised {
    /// This says whether it must be answered and is not.
    pub const fn waits_for_answer(&self) -> bool {
        match self.advice {
            Advice::Agrees => false,
            Advice::WithConditions | Advice::Against => self.answer.is_none(),
        }
    }
}

/// What a decision to apply still lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AdviceWait {
    /// The stalking SPOC's advice.
    Advice {
        /// Since when: the decision.
        since: Moment,
    },
    /// An answer to it.
    Answer {
        /// What it says.
        advice: Advice,
        /// Since when: the advice.
        since: Moment,
    },
}

/// Why advice, or its answer, is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AdviceRefusal {
    /// The case is closed.
    #[error("the case is closed")]
    CaseClosed,
    /// No decision to apply stands.
    #[error("no decision to apply is on record to advise on")]
    NothingToAdvise,
    /// Not the stalking SPOC.
    #[error("only the stalking SPOC advises on a decision")]
    NotSpoc,
    /// The recorder's own decision.
    #[error("a decision is not advised on by the person who recorded it")]
    OwnDecision,
    /// The officer's own case, now or before it was given to another.
    #[error("a decision is not advised on by anybody who is or was the officer in the case")]
    OfficerInCase,
    /// The advice before this is not answered.
    #[error("the advice before this one waits for its answer")]
    EarlierAdviceOpen,
    /// The words explain nothing.
    #[error("the words have {chars} characters and need at least {min}", min = ADVICE_CHARS_MIN)]
    WordsTooShort {
        /// How long they are.
        chars: usize,
    },
    /// Nothing to answer.
    #[error("no advice on this case waits for an answer")]
    NothingToAnswer,
    /// Neither the officer nor a supervisor.
    #[error("only the officer in the case, a supervisor or an inspector answers the stalking SPOC's advice")]
    NotAnswerable,
    /// The adviser's own advice.
    #[error("advice is not answered by the person who gave it")]
    OwnAdvice,
}

impl AdviceRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::CaseClosed => "record the new act or report that brings the case back; it reopens by itself",
            Self::NothingToAdvise => "any other decision is countersigned or sent back",
            Self::NotSpoc => "ask the stalking SPOC",
            Self::OwnDecision | Self::OfficerInCase => {
                "ask a stalking SPOC who neither recorded it nor was ever the officer in the case"
            }
            Self::EarlierAdviceOpen => "have it answered first, by the officer in the case or a supervisor",
            Self::WordsTooShort { .. } => "say in a sentence what it rests on",
            Self::NothingToAnswer => "only advice against, or with conditions, is answered, and only once",
            Self::NotAnswerable => "ask the officer in the case or a supervisor",
            Self::OwnAdvice => "ask the officer in the case or another supervisor",
        }
    }
}

impl Case {
    /// What the decision to apply still lacks. Once the application has come to its end, advice comes too late to be
    /// waited for; advice that was given is answered all the same.
    pub fn advice_wait(&self) -> Option<AdviceWait> {
        let DecisionState::Apply { advice, at, .. } = &self.decision else { return None };
        if self.is_closed() {
            return None;
        }
        match advice.last() {
            None if self.application_ended(at.day()).is_some() => None,
            None => Some(AdviceWait::Advice { since: *at }),
            Some(last) => last.waits_for_answer().then_some(AdviceWait::Answer { advice: last.advice, since: last.at }),
        }
    }

    /// What was advised on the decision to apply that stands, oldest first.
    pub fn advice(&self) -> &[Advised] {
        match &self.decision {
            DecisionState::Apply { advice, .. } => advice,
            DecisionState::NotYetConsidered
            | DecisionState::Considering { .. }
            | DecisionState::AwaitingCountersign { .. }
            | DecisionState::NotApply { .. }
            | DecisionState::Deferred { .. }
            | DecisionState::Superseded { .. } => &[],
        }
    }

    /// This advises on a decision to apply. It neither undoes it nor holds it up.
    pub fn advise_decision(
        &self,
        actor: &Actor,
        advice: Advice,
        words: ContentId,
        chars: usize,
    ) -> Result<Vec<CaseEvent>, AdviceRefusal> {
        if self.is_closed() {
            return Err(AdviceRefusal::CaseClosed);
        }
        let DecisionState::Apply { by, .. } = &self.decision else {
            return Err(AdviceRefusal::NothingToAdvise);
        };
        if actor.role != Role::Spoc {
            return Err(AdviceRefusal::NotSpoc);
        }
        if *by == Some(actor.by) {
            return Err(AdviceRefusal::OwnDecision);
        }
        if self.was_officer(actor.by) {
            return Err(AdviceRefusal::OfficerInCase);
        }
        if self.advice().last().is_some_and(Advised::waits_for_answer) {
            return Err(AdviceRefusal::EarlierAdviceOpen);
        }
        if chars < ADVICE_CHARS_MIN {
            return Err(AdviceRefusal::WordsTooShort { chars });
        }
        Ok(vec![CaseEvent::DecisionAdvised { advice, words }])
    }

    /// This answers advice. Whoever follows advice against has the question opened again; whoever does not says why, and
    /// the decision stands.
    pub fn answer_advice(
        &self,
        actor: &Actor,
        answer: AdviceAnswer,
        words: ContentId,
        chars: usize,
    ) -> Result<Vec<CaseEvent>, AdviceRefusal> {
        if self.is_closed() {
            return Err(AdviceRefusal::CaseClosed);
        }
        let open = self.advice().last().filter(|advised| advised.waits_for_answer());
        let open = open.ok_or(AdviceRefusal::NothingToAnswer)?;
        if open.by == Some(actor.by) {
            return Err(AdviceRefusal::OwnAdvice);
        }
        let supervises = matches!(actor.role, Role::Supervisor | Role::Inspector);
        if self.officer != Some(actor.by) && !supervises {
            return Err(AdviceRefusal::NotAnswerable);
        }
        if chars < ADVICE_CHARS_MIN {
            return Err(AdviceRefusal::WordsTooShort { chars });
        }
        let reopens = open.advice == Advice::Against && answer == AdviceAnswer::Followed;
        let reopened = reopens.then_some(CaseEvent::DecisionReopened { because: ReopenCause::Advice });
        Ok([CaseEvent::AdviceAnswered { answer, words }].into_iter().chain(reopened).collect())
    }
}

/// What an adviser says of applying, as a sentence goes on after 'the SPOC'.
pub const fn of_applying(advice: Advice) -> &'static str {
    match advice {
        Advice::Agrees => "agrees with the decision to apply",
        Advice::WithConditions => "agrees with the decision to apply, with conditions",
        Advice::Against => "advises against the decision to apply",
    }
}
