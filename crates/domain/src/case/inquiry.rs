//! What is found out beside the reports: searches of history, found property, markers, classification (section 7.2).

use super::state::Status;
use super::{Actor, Case, supervises};
use crate::catalogue::{CrimeClass, Nearness, PropertyKind, ReopenCause, Role};
use crate::event::CaseEvent;
use crate::inquiry::*;
use crate::time::Moment;

/// What a case holds of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Inquiries {
    /// Searches of history, in the order of recording.
    pub searches: Vec<Search>,
    /// Places that somebody said must be searched, with when they said it.
    pub needed: Vec<(SearchNeeded, Moment)>,
    /// Property found.
    pub property: Vec<FoundProperty>,
    /// What was turned against the person who reported.
    pub markers: Vec<MarkerRecord>,
    /// How the crime was classed anew, in the order of recording.
    pub reclassified: Vec<Reclassification>,
    /// Words in which a rule noticed a phrase, with when they were written.
    pub noted: Vec<(WordsNoted, Moment)>,
    /// When the first note was written on the case.
    pub first_note_at: Option<Moment>,
    /// When a supervisor first reviewed a screen or the case.
    pub first_review_at: Option<Moment>,
}

/// Why a record of what was found out is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum InquiryRefusal {
    /// It has not happened yet.
    #[error("this is dated after the time of recording it")]
    InFuture,
    /// The work goes on elsewhere.
    #[error("the work goes on in another case about the same person at risk")]
    CaseJoined,
    /// A result that nobody tells.
    #[error("a search that found something says what it found")]
    ResultNotTold,
    /// What was found, or why, is not said.
    #[error("it is not said what, and where")]
    NoWords,
    /// The same class.
    #[error("the crime is recorded as that already")]
    SameClass,
    /// Not a role that classes crimes.
    #[error("only a supervisor, an inspector, the stalking SPOC or the crime registrar classes a crime anew")]
    NotClassifier,
    /// The officer's own case.
    #[error("the crime is not classed anew by anybody who is or was the officer in the case")]
    OfficerInCase,
}

impl InquiryRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::InFuture => "check the day and time",
            Self::CaseJoined => "record it on the case that this one was joined to",
            Self::ResultNotTold => "say in words what was found, and where it can be read",
            Self::NoWords => "say it in words: what it is, and where it was found or must be looked for",
            Self::SameClass => "nothing is to be done",
            Self::NotClassifier => "ask a supervisor, or the crime registrar",
            Self::OfficerInCase => "ask a supervisor who never was the officer in this case",
        }
    }
}

type Done = Result<Vec<CaseEvent>, InquiryRefusal>;

impl Inquiries {
    /// This keeps what an event of this kind says; any other says nothing here.
    pub(super) fn apply(&mut self, event: &CaseEvent, at: Moment) {
        match event {
            CaseEvent::HistorySearched(search) => self.searches.push(*search),
            CaseEvent::SearchNeeded(needed) => self.needed.push((*needed, at)),
            CaseEvent::PropertyFound(found) => self.property.push(*found),
            CaseEvent::MarkerRecorded(marker) => self.markers.push(*marker),
            CaseEvent::CrimeReclassified(made) => self.reclassified.push(*made),
            CaseEvent::WordsNoted(noted) => self.noted.push((noted.clone(), at)),
            CaseEvent::NoteAdded { .. } => self.first_note_at = self.first_note_at.or(Some(at)),
            CaseEvent::RiskReviewed { .. } | CaseEvent::ReviewRecorded { .. } => {
                self.first_review_at = self.first_review_at.or(Some(at));
            }
            _ => {}
        }
    }
}

impl FoundProperty {
    /// Whether it is a weapon or a kit that was found near the person at risk, or of which nobody said how near. Not to know
    /// is no reason to take it for harmless: the bag in the Spinks case was.
    pub const fn is_danger(&self) -> bool {
        let armed = match self.kind {
            PropertyKind::Weapon | PropertyKind::Kit => true,
            PropertyKind::Other => false,
        };
        let close = match self.near {
            Nearness::WithinKilometre | Nearness::NotKnown => true,
            Nearness::Further => false,
        };
        armed && close
    }
}

impl Case {
    /// What the crime of this case is recorded as now: as it was last classed. Where nobody has recorded a crime it is
    /// stalking, for that is what was identified.
    pub fn crime_class(&self) -> CrimeClass {
        let anew = self.inquiries.reclassified.last();
        let since = |at: Moment| anew.is_none_or(|made| made.occurred_at < at);
        let mut crimes = self.victim.crimes.iter().filter(|crime| since(crime.occurred_at)).map(|crime| crime.class);
        // Of several crimes on one case, stalking is the one that the case is about.
        if crimes.clone().any(|class| class == CrimeClass::Stalking) {
            return CrimeClass::Stalking;
        }
        anew.map(|made| made.to).or_else(|| crimes.next_back()).unwrap_or(CrimeClass::Stalking)
    }

    /// This records a search of history. An empty result needs no words.
    pub fn record_search(&self, actor: &Actor, search: Search) -> Done {
        self.can_be_told(actor, search.occurred_at)?;
        if search.found && search.words.is_none() {
            return Err(InquiryRefusal::ResultNotTold);
        }
        Ok(vec![CaseEvent::HistorySearched(search)])
    }

    /// This records that a place must be searched: nothing else tells of a former service, or of an employer.
    pub fn need_search(&self, actor: &Actor, needed: SearchNeeded, chars: usize) -> Done {
        self.can_be_told(actor, actor.at)?;
        if chars == 0 {
            return Err(InquiryRefusal::NoWords);
        }
        Ok(vec![CaseEvent::SearchNeeded(needed)])
    }

    /// This records found property. A weapon or a kit that may belong to the case brings back what was settled, as a new act does.
    pub fn record_property(&self, actor: &Actor, found: FoundProperty, chars: usize) -> Done {
        self.can_be_told(actor, found.found_at)?;
        if chars == 0 {
            return Err(InquiryRefusal::NoWords);
        }
        let reopened = if found.is_danger() { self.reopenings_by(ReopenCause::PropertyFound, &[]) } else { Vec::new() };
        Ok([CaseEvent::PropertyFound(found)].into_iter().chain(reopened).collect())
    }

    /// This records what was turned against the person who reported. It brings a closed case back: the danger is that it closed.
    pub fn record_marker(&self, actor: &Actor, marker: MarkerRecord) -> Done {
        self.can_be_told(actor, marker.occurred_at)?;
        let reopened = self.is_closed().then_some(CaseEvent::CaseReopened { because: ReopenCause::Marker });
        Ok([CaseEvent::MarkerRecorded(marker)].into_iter().chain(reopened).collect())
    }

    /// This records that the crime was classed anew: never by the officer alone (section 6.1). A change without a reason is
    /// recorded as it is, and RF-19 says so.
    pub fn reclassify_crime(&self, actor: &Actor, made: Reclassification) -> Done {
        self.can_be_told(actor, made.occurred_at)?;
        if !(supervises(actor.role) || actor.role == Role::CrimeRegistrar) {
            return Err(InquiryRefusal::NotClassifier);
        }
        if self.was_officer(actor.by) {
            return Err(InquiryRefusal::OfficerInCase);
        }
        if self.crime_class() == made.to {
            return Err(InquiryRefusal::SameClass);
        }
        Ok(vec![CaseEvent::CrimeReclassified(made)])
    }

    fn can_be_told(&self, actor: &Actor, occurred_at: Moment) -> Result<(), InquiryRefusal> {
        if let Status::Joined { .. } = self.status {
            return Err(InquiryRefusal::CaseJoined);
        }
        if occurred_at > actor.at { Err(InquiryRefusal::InFuture) } else { Ok(()) }
    }
}
