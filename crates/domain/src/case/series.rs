//! What linkage says of a case: recorded when it changes, and a new victim opens what was settled (section 6.2; PD-04).

use super::Case;
use crate::catalogue::ReopenCause;
use crate::event::CaseEvent;
use crate::ids::{CaseId, SeriesId};

/// What linkage sees.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SeenSeries {
    /// The series that its reports are in, if any is in one with another report.
    pub series: Option<SeriesId>,
    /// All reports of that series.
    pub reports: u32,
    /// Other cases of the same force that hold some of them.
    pub other_cases: Vec<CaseId>,
    /// Other persons at risk from the same subject, in any force.
    pub other_victims: u32,
    /// Whether a person has confirmed the links.
    pub confirmed: bool,
    /// Reports of the series that other forces hold.
    pub other_forces: u32,
}

impl Case {
    /// This records what linkage sees, if it is new. A further victim of the same subject opens the question of risk and
    /// a settled decision again; a closed case stays closed, and its red flag calls a supervisor (RF-06).
    pub fn see_series(&self, seen: SeenSeries) -> Vec<CaseEvent> {
        if self.seen_series() == seen {
            return Vec::new();
        }
        let known = self.series.as_ref().map_or(0, |facts| facts.other_victims);
        let new_victim = seen.other_victims > known && !self.is_closed();
        let SeenSeries { series, reports, other_cases, other_victims, confirmed, other_forces } = seen;
        let mut events =
            vec![CaseEvent::SeriesSeen { series, reports, other_cases, other_victims, confirmed, other_forces }];
        // Before the first screen there is nothing to open again.
        if new_victim && !self.screens.is_empty() {
            events.push(CaseEvent::RiskReopened { because: ReopenCause::NewVictim });
        }
        if new_victim && self.decision.is_settled_without_order() {
            events.push(CaseEvent::DecisionReopened { because: ReopenCause::NewVictim });
        }
        events
    }

    fn seen_series(&self) -> SeenSeries {
        let facts = self.series.as_ref();
        facts.map_or_else(SeenSeries::default, |facts| SeenSeries {
            series: facts.series,
            reports: facts.reports,
            other_cases: facts.other_cases.clone(),
            other_victims: facts.other_victims,
            confirmed: facts.confirmed,
            other_forces: facts.other_forces,
        })
    }
}
