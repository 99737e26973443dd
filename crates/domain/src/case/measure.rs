//! A measure that protects, and on which days it does (sections 2.2, 2.3 and 6.6).

use crate::catalogue::{ProtectionKind, Source};
use crate::event::Shown;
use crate::ids::ProtectionId;
use crate::time::{Day, Moment};

/// A measure that protects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Protection {
    /// Its identifier.
    pub id: ProtectionId,
    /// What it is.
    pub kind: ProtectionKind,
    /// From when it has force.
    pub from: Day,
    /// Its last day, as it was made.
    pub until: Option<Day>,
    /// When it was served.
    pub served_at: Option<Moment>,
    /// Its last day, where it was ended.
    pub ended_on: Option<Day>,
    /// Whether it replaces an interim order (s. 9(1)(a)).
    pub replaces_interim: bool,
    /// Where it is known from.
    pub source: Source,
    /// What shows that it was made, where that is recorded.
    pub evidence: Option<Shown>,
    /// What shows that it was served, where that is recorded.
    pub service_evidence: Option<Shown>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Since when it is in doubt for whom it is, because the person at risk or the subject turned out to be another.
    pub doubted_since: Option<Moment>,
}

impl Protection {
    /// This says whether it is a Stalking Protection Order, interim or full (Stalking Protection Act 2019, ss. 2 and 5).
    pub const fn is_stalking_order(&self) -> bool {
        match self.kind {
            ProtectionKind::Order | ProtectionKind::InterimOrder => true,
            ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody | ProtectionKind::Warrant => {
                false
            }
        }
    }

    /// What shows it as it stands: an order that was served rests on what shows its service, or else its making.
    pub const fn shown_by(&self) -> Option<Shown> {
        match self.service_evidence {
            Some(shown) => Some(shown),
            None => self.evidence,
        }
    }

    /// The last day on which it has force, where that is known.
    pub fn last_day(&self) -> Option<Day> {
        match (self.until, self.ended_on) {
            (Some(until), Some(ended_on)) => Some(until.min(ended_on)),
            (until, ended_on) => until.or(ended_on),
        }
    }

    /// This says whether it has force on a day; its first and last day count.
    pub fn in_force_on(&self, on: Day) -> bool {
        self.from <= on && self.last_day().is_none_or(|last_day| on <= last_day)
    }

    /// This says whether it takes a person off the list of the unprotected: an order or interim order, served, in force, and
    /// recorded for the person whom the case is about.
    pub fn protects_on(&self, on: Day) -> bool {
        let served = self.served_at.is_some_and(|served_at| served_at.day() <= on);
        self.is_stalking_order() && served && self.in_force_on(on) && self.doubted_since.is_none()
    }
}
