//! What is found out beside the reports, as acts on a case: searches, found property, markers, how the crime is classed; and
//! which words of staff are read for what RF-22 looks for.

use crate::access::Action;
use crate::cases::act::Act;
use domain::case::Actor as Doer;
use domain::case::Case;
use domain::case::inquiry::InquiryRefusal;
use domain::catalogue::{CrimeClass, Marker, Nearness, PropertyKind, SearchAbout, SearchPlace};
use domain::event::CaseEvent;
use domain::ids::ContentId;
use domain::inquiry::{FoundProperty, MarkerRecord, Reclassification, Search, SearchNeeded};
use domain::time::Moment;

/// One record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inquiry {
    /// Record a search of history.
    Search {
        /// Where.
        place: SearchPlace,
        /// About whom.
        about: SearchAbout,
        /// Whether anything was found.
        found: bool,
        /// When it was made.
        occurred_at: Moment,
        /// What was asked, and found.
        words: String,
    },
    /// Say that a place must be searched.
    NeedSearch {
        /// Where.
        place: SearchPlace,
        /// Why.
        words: String,
    },
    /// Record found property.
    Find {
        /// What.
        kind: PropertyKind,
        /// When it was found.
        found_at: Moment,
        /// How near to a place of the person at risk.
        near: Nearness,
        /// What and where.
        words: String,
    },
    /// Record what turns the case against the person who reported.
    Mark {
        /// What.
        kind: Marker,
        /// When.
        occurred_at: Moment,
        /// What was written, and by whom.
        words: String,
    },
    /// Record that the crime was classed anew.
    Reclassify {
        /// As what.
        to: CrimeClass,
        /// When.
        occurred_at: Moment,
        /// Why; empty where nobody said.
        rationale: String,
    },
}

impl Inquiry {
    /// The action that the policies are asked about.
    pub fn action(&self) -> Action {
        match self {
            Self::Search { .. } | Self::NeedSearch { .. } | Self::Find { .. } | Self::Mark { .. } => {
                Action::RecordInquiry
            }
            Self::Reclassify { .. } => Action::ReclassifyCrime,
        }
    }
}

/// This asks the rules what a record comes to; `keep` keeps words.
pub(super) fn plan(
    case: &Case,
    doer: &Doer,
    inquiry: &Inquiry,
    mut keep: impl FnMut(&str) -> ContentId,
) -> Result<Vec<CaseEvent>, InquiryRefusal> {
    let length = super::plan::length;
    let mut some = |words: &str| (length(words) > 0).then(|| keep(words));
    match inquiry {
        Inquiry::Search { place, about, found, occurred_at, words } => {
            let (place, about, found, occurred_at) = (*place, *about, *found, *occurred_at);
            case.record_search(doer, Search { place, about, found, occurred_at, words: some(words) })
        }
        Inquiry::NeedSearch { place, words } => {
            case.need_search(doer, SearchNeeded { place: *place, words: keep(words) }, length(words))
        }
        Inquiry::Find { kind, found_at, near, words } => {
            let found = FoundProperty { kind: *kind, found_at: *found_at, near: *near, words: keep(words) };
            case.record_property(doer, found, length(words))
        }
        Inquiry::Mark { kind, occurred_at, words } => {
            case.record_marker(doer, MarkerRecord { kind: *kind, occurred_at: *occurred_at, words: some(words) })
        }
        Inquiry::Reclassify { to, occurred_at, rationale } => {
            let made = Reclassification { to: *to, occurred_at: *occurred_at, rationale: some(rationale) };
            case.reclassify_crime(doer, made)
        }
    }
}

/// Whether the words of an act are what staff write of their own work, and so are read for RF-22. What the person at risk
/// said stands in acts and requests; a disposal speaks about the phrase that it answers; the rest says who may have the case.
pub(super) fn is_record_of_work(act: &Act) -> bool {
    !matches!(
        act,
        Act::RecordAct { .. }
            | Act::CorrectAct { .. }
            | Act::RequestReconsideration { .. }
            | Act::DisposeFlag { .. }
            | Act::Restrict { .. }
            | Act::LiftRestriction { .. }
            | Act::NameAccount { .. }
            | Act::UnnameAccount { .. }
            | Act::WithdrawConnection { .. }
    )
}
