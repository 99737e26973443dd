//! Acts and reports coming on to a case, and reports going off it again (specification, sections 3.3 and 6.1).

use super::state::{Protection, Status};
use super::{Actor, Case};
use crate::catalogue::ReopenCause;
use crate::event::{Act, CaseEvent};
use crate::ids::{ActId, CaseId, ContentId, ReportId};
use crate::time::Moment;

/// Why an act or a report is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ActRefusal {
    /// The act is there already.
    #[error("this act is already on the case")]
    ActAlreadyRecorded,
    /// It has not happened yet.
    #[error("the act is dated after the time of recording it")]
    ActInFuture,
    /// The report is there already.
    #[error("this report is already on the case")]
    ReportAlreadyAttached,
    /// Stalking cannot have been identified yet.
    #[error("stalking is said to have been identified after the time of recording it")]
    IdentifiedInFuture,
    /// The report is not there.
    #[error("this report is not on the case")]
    ReportNotAttached,
}

impl ActRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::ActAlreadyRecorded => "open the act that is there; correct it, if it is told otherwise now",
            Self::ActInFuture => "check the day and time of the act",
            Self::ReportAlreadyAttached => "open the report that is there",
            Self::IdentifiedInFuture => "check the day and time",
            Self::ReportNotAttached => "look for the report on the other cases of the series",
        }
    }
}

impl Case {
    /// This records a further act. It reopens the question of risk, a settled decision and a closed case.
    pub fn record_act(
        &self,
        actor: &Actor,
        act: Act,
        narrative: Option<ContentId>,
    ) -> Result<Vec<CaseEvent>, ActRefusal> {
        self.act_fits(actor, &act)?;
        let id = act.id;
        let mut events = vec![CaseEvent::ActRecorded { act, narrative }];
        events.extend(self.reopenings_by(ReopenCause::NewAct, &[id]));
        Ok(events)
    }

    /// This attaches a report with its acts. The first report of a case starts it; a later one reopens what was settled.
    pub fn attach_report(
        &self,
        actor: &Actor,
        report: ReportId,
        identified_at: Moment,
        acts: Vec<Act>,
    ) -> Result<Vec<CaseEvent>, ActRefusal> {
        if self.reports.iter().any(|held| held.id == report) {
            return Err(ActRefusal::ReportAlreadyAttached);
        }
        if identified_at > actor.at {
            return Err(ActRefusal::IdentifiedInFuture);
        }
        acts.iter().try_for_each(|act| self.act_fits(actor, act))?;
        let ids: Vec<ActId> = acts.iter().map(|act| act.id).collect();
        let mut events = vec![CaseEvent::ReportAttached { report, identified_at, acts }];
        if !self.reports.is_empty() || !self.struck_reports.is_empty() || self.is_closed() {
            events.extend(self.reopenings_by(ReopenCause::NewReport, &ids));
        }
        Ok(events)
    }

    /// This takes a report and its acts off the case, for another case to take up.
    pub fn detach_report(&self, _actor: &Actor, report: ReportId) -> Result<Vec<CaseEvent>, ActRefusal> {
        if self.reports.iter().all(|held| held.id != report) {
            return Err(ActRefusal::ReportNotAttached);
        }
        Ok(vec![CaseEvent::ReportDetached { report }])
    }

    /// This joins a case that holds nothing of its own any more to the one that took its last report: another case about
    /// the same person at risk. While an act of its own or a measure that lasts is left, it stays open, so that neither
    /// is lost from sight.
    pub fn join_into(&self, into: CaseId, at: Moment) -> Vec<CaseEvent> {
        let lasts = |held: &Protection| held.last_day().is_none_or(|last_day| at.day() <= last_day);
        let holds_something = !self.reports.is_empty() || !self.acts.is_empty() || self.protections.iter().any(lasts);
        if holds_something || self.is_closed() {
            return Vec::new();
        }
        vec![CaseEvent::CaseJoined { into }]
    }

    /// This brings a case back that was joined to another, with the reports that went with it and tell of its own person at
    /// risk: the two are not one person after all. Nothing, where the case is not joined.
    pub fn come_back(&self, told: Vec<(ReportId, Moment, Vec<Act>)>) -> Vec<CaseEvent> {
        let joined = match self.status {
            Status::Joined { .. } => true,
            Status::Open | Status::ClosureProposed { .. } | Status::Closed { .. } => false,
        };
        if !joined || told.is_empty() {
            return Vec::new();
        }
        let acts: Vec<ActId> = told.iter().flat_map(|(_, _, acts)| acts).map(|act| act.id).collect();
        let attached = |(report, identified_at, acts)| CaseEvent::ReportAttached { report, identified_at, acts };
        let mut events: Vec<CaseEvent> = told.into_iter().map(attached).collect();
        events.extend(self.reopenings_by(ReopenCause::NewReport, &acts));
        events
    }

    fn act_fits(&self, actor: &Actor, act: &Act) -> Result<(), ActRefusal> {
        // An act comes back only with its report.
        let of_struck =
            self.struck_acts.iter().any(|struck| struck.held.act.id == act.id && struck.held.report.is_some());
        if self.ever_had_act(act.id) && !of_struck {
            return Err(ActRefusal::ActAlreadyRecorded);
        }
        if act.occurred_at > actor.at || act.recorded_at > actor.at {
            return Err(ActRefusal::ActInFuture);
        }
        Ok(())
    }
}
