//! Closing a case: proposed by the officer, approved by a senior who neither proposed it nor was ever its officer (section 6.10).

use super::gates::{Gate, GateState};
use super::state::Status;
use super::{Actor, Case};
use crate::catalogue::{Grade, RetentionGroup, Role};
use crate::event::CaseEvent;
use crate::ids::ContentId;
use crate::wording::Wording;

/// Why a closure is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ClosureRefusal {
    /// It is closed.
    #[error("the case is already closed")]
    AlreadyClosed,
    /// It is proposed.
    #[error("closure is already proposed")]
    AlreadyProposed,
    /// Not the officer.
    #[error("only the officer in the case proposes its closure")]
    NotOfficer,
    /// Nothing to decide.
    #[error("closure is not proposed")]
    NotProposed,
    /// Not senior enough for any case.
    #[error("only an inspector or a supervisor decides on a closure")]
    NotSenior,
    /// Not senior enough for this case.
    #[error("only an inspector decides on the closure of this case: {why}")]
    NeedsInspector {
        /// What makes it so.
        why: &'static str,
    },
    /// The proposer's own proposal.
    #[error("a closure is not decided by the person who proposed it")]
    OwnProposal,
    /// The officer's own case, now or before it was given to another.
    #[error("a closure is not decided by anybody who is or was the officer in the case")]
    OfficerInCase,
    /// Gates are not met; all of them are listed, met or not.
    #[error("not ready to close: {}", unmet(gates))]
    GatesUnmet {
        /// The whole list.
        gates: Vec<Gate>,
    },
}

impl ClosureRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::AlreadyClosed => "a new act or report reopens it; where it was joined to another case, work there",
            Self::AlreadyProposed => "wait for the senior reviewer",
            Self::NotOfficer => "ask the officer in the case",
            Self::NotProposed => "the officer in the case proposes closure first",
            Self::NotSenior => "ask an inspector or a supervisor",
            Self::NeedsInspector { .. } => "ask an inspector",
            Self::OwnProposal | Self::OfficerInCase => {
                "ask a senior reviewer who neither proposed it nor was ever the officer in the case"
            }
            Self::GatesUnmet { .. } => "clear each gate, or reject the closure and say what is missing",
        }
    }
}

fn unmet(gates: &[Gate]) -> Wording {
    let why = gates.iter().filter_map(|gate| match &gate.state {
        GateState::Unmet { why } => Some(why.clone()),
        GateState::Met | GateState::NotYetBuilt => None,
    });
    Wording::joined(why, "; ")
}

impl Case {
    /// This proposes closure. The gates need not be met yet; RF-18 watches a proposal that is too early.
    pub fn propose_closure(
        &self,
        actor: &Actor,
        reasons: ContentId,
        exit_safety_plan: ContentId,
        retention: RetentionGroup,
    ) -> Result<Vec<CaseEvent>, ClosureRefusal> {
        match self.status {
            Status::Open => {}
            Status::ClosureProposed { .. } => return Err(ClosureRefusal::AlreadyProposed),
            Status::Closed { .. } | Status::Joined { .. } => return Err(ClosureRefusal::AlreadyClosed),
        }
        // Where no officer is named, any officer may propose; a senior still decides.
        let officer = self.officer.map_or(actor.role == Role::Officer, |officer| officer == actor.by);
        if !officer {
            return Err(ClosureRefusal::NotOfficer);
        }
        Ok(vec![CaseEvent::ClosureProposed { reasons, exit_safety_plan, retention }])
    }

    /// This approves a proposed closure, if every gate that can be told is met.
    pub fn approve_closure(&self, actor: &Actor, reasons: ContentId) -> Result<Vec<CaseEvent>, ClosureRefusal> {
        self.may_decide_closure(actor)?;
        let gates = self.gates(actor.at);
        let shut = |gate: &Gate| match gate.state {
            GateState::Unmet { .. } => true,
            GateState::Met | GateState::NotYetBuilt => false,
        };
        if gates.iter().any(shut) {
            return Err(ClosureRefusal::GatesUnmet { gates });
        }
        Ok(vec![CaseEvent::ClosureApproved { reasons }])
    }

    /// This rejects a proposed closure; the case stays open.
    pub fn reject_closure(&self, actor: &Actor, reasons: ContentId) -> Result<Vec<CaseEvent>, ClosureRefusal> {
        self.may_decide_closure(actor)?;
        Ok(vec![CaseEvent::ClosureRejected { reasons }])
    }

    /// Why only an inspector may close this case, where that is so (section 6.10).
    pub fn needs_inspector(&self) -> Option<&'static str> {
        if self.ever_had_order() {
            return Some("it has an order");
        }
        match self.grade {
            None | Some(Grade::Standard) => None,
            Some(Grade::Medium) => Some("the grade is medium"),
            Some(Grade::High) => Some("the grade is high"),
        }
    }

    fn may_decide_closure(&self, actor: &Actor) -> Result<(), ClosureRefusal> {
        let proposer = match &self.status {
            Status::Open => return Err(ClosureRefusal::NotProposed),
            Status::ClosureProposed { by, .. } => *by,
            Status::Closed { .. } | Status::Joined { .. } => return Err(ClosureRefusal::AlreadyClosed),
        };
        if !matches!(actor.role, Role::Inspector | Role::Supervisor) {
            return Err(ClosureRefusal::NotSenior);
        }
        if proposer == Some(actor.by) {
            return Err(ClosureRefusal::OwnProposal);
        }
        if self.was_officer(actor.by) {
            return Err(ClosureRefusal::OfficerInCase);
        }
        match self.needs_inspector() {
            Some(why) if actor.role != Role::Inspector => Err(ClosureRefusal::NeedsInspector { why }),
            Some(_) | None => Ok(()),
        }
    }
}
