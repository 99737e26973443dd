//! What a happening around a case comes to: who is away and who stands in, and what linkage sees.

use super::perform::{Doing, Done};
use crate::case::absence::AbsenceTold;
use crate::case::series::SeenSeries;
use crate::catalogue::Answer;
use crate::event::CaseEvent;
use crate::ids::{AbsenceId, CaseId, SeriesId};

impl Doing<'_> {
    /// Somebody is away, and the case is told, if it or an open action on it is theirs. Told again it takes the place of before.
    pub(super) fn away(&mut self) -> Done {
        let (details, at, account) = (self.details, self.actor.at, self.actor.by);
        let lasting = self.case.absences.iter().find(|held| held.told.account == account && held.told.lasts_after(at));
        let absence = match lasting {
            Some(held) => held.told.absence,
            None => AbsenceId::new(at, self.chance()),
        };
        let told = AbsenceTold {
            absence,
            account,
            from: details.from.map_or(at.day(), |when| when.day()),
            until: details.until.map(|when| when.day()),
            stand_in: details.stand_in.as_ref().map(|who| who.account),
            over: false,
        };
        self.told_of(&[told])
    }

    /// They are back before the last day.
    pub(super) fn back(&mut self) -> Done {
        self.told_of(&[])
    }

    fn told_of(&self, standing: &[AbsenceTold]) -> Done {
        let told = self.case.told_of_absences(self.actor.by, standing, self.actor.at);
        let warnings = if told.is_empty() { vec!["nothing_of_theirs"] } else { Vec::new() };
        Done { events: told.into_iter().map(CaseEvent::OwnerAbsence).collect(), warnings }
    }

    /// What linkage sees now; what the line does not name stays as it was seen before.
    pub(super) fn linkage(&mut self) -> Vec<CaseEvent> {
        let (details, held) = (self.details, self.case.series.as_ref());
        let own = u32::try_from(self.case.reports.len()).unwrap_or(u32::MAX);
        let known = held.map_or(own, |facts| facts.reports.max(own));
        let reports = details.reports.unwrap_or(known);
        let other_cases = match details.cases {
            None => held.map(|facts| facts.other_cases.clone()).unwrap_or_default(),
            Some(count) => (0..count.min(1_000)).map(|_| CaseId::new(self.actor.at, self.chance())).collect(),
        };
        let other_forces = details.forces.or(held.map(|facts| facts.other_forces)).unwrap_or(0);
        let in_series = reports > 1 || !other_cases.is_empty() || other_forces > 0;
        let known_series = held.and_then(|facts| facts.series);
        let series = known_series.or_else(|| in_series.then(|| SeriesId::new(self.actor.at, self.chance())));
        self.case.see_series(SeenSeries {
            series,
            reports,
            other_cases,
            other_victims: details.victims.or(held.map(|facts| facts.other_victims)).unwrap_or(0),
            confirmed: details
                .confirmed
                .map_or(held.is_some_and(|facts| facts.confirmed), |answer| answer == Answer::Yes),
            other_forces,
        })
    }
}
