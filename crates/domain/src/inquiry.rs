//! What is found out about a case beside its reports, as events hold it: searches of history, found property, what is turned
//! against the person who reported, how the crime is classed, and words that a rule noticed (specification, section 7.2).

use crate::catalogue::{CrimeClass, Marker, Nearness, NotedPhrase, PropertyKind, SearchAbout, SearchPlace};
use crate::ids::ContentId;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// A search of history, whatever it came to: that nothing was found is an answer, too (RF-07).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Search {
    /// Where.
    pub place: SearchPlace,
    /// About whom.
    pub about: SearchAbout,
    /// Whether anything was found.
    pub found: bool,
    /// When it was made.
    pub occurred_at: Moment,
    /// What was asked, of whom, and what was found.
    pub words: Option<ContentId>,
}

/// Somebody says that a place must be searched, since the subject or the person at risk has a history there (RF-07).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SearchNeeded {
    /// Where.
    pub place: SearchPlace,
    /// Why: which force, which unit, which employer.
    pub words: ContentId,
}

/// Property that was found or handed in (RF-10). Where it was found stands in the words; how near that is, in a word of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FoundProperty {
    /// What.
    pub kind: PropertyKind,
    /// When it was found.
    pub found_at: Moment,
    /// How near to a place where the person at risk is used to be.
    pub near: Nearness,
    /// What and where.
    pub words: ContentId,
}

/// Something that turns a case against the person who reported it (RF-08).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MarkerRecord {
    /// What.
    pub kind: Marker,
    /// When.
    pub occurred_at: Moment,
    /// What was written, and by whom.
    pub words: Option<ContentId>,
}

/// The crime was classed anew (RF-19).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reclassification {
    /// As what it is recorded from now on.
    pub to: CrimeClass,
    /// When.
    pub occurred_at: Moment,
    /// Why; a change that came without a reason has none.
    pub rationale: Option<ContentId>,
}

/// Words on the case in which a rule noticed a phrase (RF-22). The words themselves stand outside the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WordsNoted {
    /// Which rule.
    pub rule: String,
    /// Which kind of phrase.
    pub phrase: NotedPhrase,
    /// Which words.
    pub content: ContentId,
}
