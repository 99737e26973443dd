//! What a new fact or the passing of time brings back: nothing that was settled stays settled by neglect.

use super::Case;
use super::state::{DecisionState, Protection};
use crate::catalogue::{Grade, Reason, ReopenCause};
use crate::event::CaseEvent;
use crate::ids::{ActId, ProtectionId};
use crate::time::{Day, Moment};

impl Case {
    /// The questions that came open by time alone at a moment, for the system to record. A closed case has none:
    /// only a new act or report brings it back (section 6.1).
    pub fn due_reopenings(&self, at: Moment) -> Vec<CaseEvent> {
        self.due_reopening(at).map(|because| CaseEvent::DecisionReopened { because }).into_iter().collect()
    }

    /// Why the decision comes open by time alone at a moment, if it does.
    pub fn due_reopening(&self, at: Moment) -> Option<ReopenCause> {
        if self.is_closed() {
            return None;
        }
        match &self.decision {
            DecisionState::NotYetConsidered
            | DecisionState::Considering { .. }
            | DecisionState::AwaitingCountersign { .. } => None,
            // An import, or an entry from before this was a rule, tells only that the court refused.
            DecisionState::Apply { at: decided_at, .. } => self.application_failed(decided_at.day()),
            DecisionState::NotApply { reasons, reconsider_on, backing, signed } => {
                let reached = (*reconsider_on <= at.day()).then_some(ReopenCause::TimeReached);
                // What the decision names is what it leans on, whatever else is in force.
                let stand = backing.measures.iter().all(|measure| self.stands(*measure, at.day()));
                let gone = (!stand).then_some(ReopenCause::MeasureEnded);
                // At grade high the risk allows no objection to stand in the way (section 6.3).
                let refused_by_risk = reasons.contains(&Reason::PersonObjects) && self.grade == Some(Grade::High);
                let risk = refused_by_risk.then_some(ReopenCause::RiskChanged);
                reached.or(gone).or(risk).or_else(|| self.reliance_ended(reasons, signed.at.day(), at.day()))
            }
            // The last day of waiting still counts.
            DecisionState::Deferred { until, .. } => (*until < at.day()).then_some(ReopenCause::TimeReached),
            DecisionState::Superseded { protection, until, .. } => {
                let gone = (!self.stands(*protection, at.day())).then_some(ReopenCause::MeasureEnded);
                // A measure without an end still stands on the day for looking again.
                gone.or_else(|| (*until < at.day()).then_some(ReopenCause::TimeReached))
            }
        }
    }

    /// The next moment at which time alone reopens something; it may be past, where the system has not looked yet.
    pub fn next_reopening(&self) -> Option<Moment> {
        if self.is_closed() {
            return None;
        }
        match &self.decision {
            DecisionState::NotYetConsidered
            | DecisionState::Considering { .. }
            | DecisionState::AwaitingCountersign { .. }
            | DecisionState::Apply { .. } => None,
            DecisionState::NotApply { reasons, reconsider_on, backing: _, signed } => {
                let decided_on = signed.at.day();
                let ends = self.protections.iter().filter(|_| reasons.iter().any(|reason| leans_on_measure(*reason)));
                let ends = ends.filter_map(Protection::last_day).filter(|last_day| *last_day >= decided_on);
                ends.map(|last_day| last_day.plus_days(1)).chain([*reconsider_on]).min().map(Day::start)
            }
            DecisionState::Deferred { until, .. } => Some(until.plus_days(1).start()),
            DecisionState::Superseded { protection, until, .. } => {
                let held = self.protections.iter().find(|held| held.id == *protection);
                let last_day = held.and_then(Protection::last_day).map_or(*until, |last_day| last_day.min(*until));
                Some(last_day.plus_days(1).start())
            }
        }
    }

    /// What new acts bring with them: a closed case, a settled decision and the question of risk come open again; to a
    /// decision to apply, the acts join the grounds.
    pub(super) fn reopenings_by(&self, because: ReopenCause, acts: &[ActId]) -> Vec<CaseEvent> {
        let mut events = Vec::new();
        if self.is_closed() {
            events.push(CaseEvent::CaseReopened { because });
        }
        events.push(CaseEvent::RiskReopened { because });
        match &self.decision {
            DecisionState::NotYetConsidered | DecisionState::Considering { .. } => {}
            DecisionState::AwaitingCountersign { .. }
            | DecisionState::NotApply { .. }
            | DecisionState::Deferred { .. }
            | DecisionState::Superseded { .. } => events.push(CaseEvent::DecisionReopened { because }),
            DecisionState::Apply { at, .. } if self.application_failed(at.day()).is_some() => {
                events.push(CaseEvent::DecisionReopened { because });
            }
            DecisionState::Apply { .. } => {
                events.extend(acts.iter().map(|act| CaseEvent::GroundsJoined { act: *act }));
            }
        }
        events
    }

    /// This says whether a decision leaned on a measure that has come to its end since, with no other in force (RF-13).
    fn reliance_ended(&self, reasons: &[Reason], decided_on: Day, today: Day) -> Option<ReopenCause> {
        let leans = reasons.iter().any(|reason| leans_on_measure(*reason));
        let ended =
            |held: &Protection| held.last_day().is_some_and(|last_day| decided_on <= last_day && last_day < today);
        let gone = self.protections.iter().any(ended) && !self.protections.iter().any(|held| held.in_force_on(today));
        (leans && gone).then_some(ReopenCause::MeasureEnded)
    }

    fn stands(&self, id: ProtectionId, today: Day) -> bool {
        self.protections.iter().any(|held| held.id == id && held.in_force_on(today))
    }
}

/// This says whether a reason falls away with the measure that it names.
pub(super) const fn leans_on_measure(reason: Reason) -> bool {
    match reason {
        Reason::OtherOrderAdequate | Reason::InCustody | Reason::BailInPlace => true,
        Reason::ActsNotMade
        | Reason::RiskNotMade
        | Reason::NotNecessary
        | Reason::EvidenceInsufficient
        | Reason::SubjectUnidentified
        | Reason::OutsideArea
        | Reason::PersonObjects
        | Reason::VictimUnsupportive
        | Reason::NoCharge
        | Reason::RelationshipStranger
        | Reason::OnlyOnline
        | Reason::Cost => false,
    }
}
