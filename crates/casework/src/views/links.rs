//! What people see of links: a pair side by side, the queue, a series on one line of time, a subject in other cases.

use super::{LinkView, PersonView};
use domain::catalogue::Grade;
use serde::Serialize;

/// The queue of pairs that wait for a person.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LinkQueue {
    /// How many wait that the reader may decide and has not left, so many at most as are counted.
    pub waiting: u64,
    /// How many of those they have left: they looked and could not tell.
    pub left: u64,
    /// Whether there are more than were counted.
    pub more: bool,
    /// The first of them.
    pub pair: Option<PairView>,
    /// What the reader said last, the last opinion first.
    pub said: Vec<SaidView>,
}

/// A pair, side by side.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PairView {
    /// The link: what was compared, with its bits.
    pub link: LinkView,
    /// The one.
    pub one: SideView,
    /// The other.
    pub other: SideView,
    /// Whose opinion stands, and since when, in words; none where nobody has said anything.
    pub opinion: Option<String>,
    /// Whether it is another person's, so that to say otherwise takes a reason.
    pub of_another: bool,
    /// Who looked and could not tell, and when, in words.
    pub looks: Vec<String>,
}

/// One side of a pair.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SideView {
    /// How its case is named to the reader.
    pub case: String,
    /// Its reference, where they may open it.
    pub open: Option<String>,
    /// The report, with when it was recorded, where they may view a case that holds it.
    pub report: Option<(String, String)>,
    /// The person, as far as their fields are open to the reader.
    pub person: Option<PersonView>,
}

/// An opinion of the reader's.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SaidView {
    /// The link's id.
    pub id: String,
    /// The two cases, as they are named to the reader.
    pub reports: (String, String),
    /// 'person at risk' or 'subject'.
    pub about: String,
    /// 'the same' or 'not the same'.
    pub said: String,
    /// When, in words.
    pub when: String,
}

/// Every report of a case's series on one line of time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SeriesPage {
    /// The case from which it is seen.
    pub reference: String,
    /// The reports that the reader may know, oldest first.
    pub reports: Vec<SeriesReport>,
    /// Of those that they may not read: how their cases are named, with how many there are.
    pub unread: Vec<(String, u32)>,
}

/// A report on the line of time of its series.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SeriesReport {
    /// The force's reference.
    pub reference: String,
    /// When it was recorded, in words.
    pub recorded: String,
    /// The same in seconds since 1970, for the place on the line.
    pub at: i64,
    /// Days since the report before it.
    pub gap: Option<u32>,
    /// What was done, in words.
    pub behaviour: String,
    /// How its case is named to the reader.
    pub place: String,
    /// The case's reference, where they may open it.
    pub open: Option<String>,
    /// How it belongs.
    pub belongs: String,
}

/// The subject of a case in other cases.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SubjectPage {
    /// The case from which it is seen.
    pub reference: String,
    /// The subject as the reports of that case describe them, as far as that is open to the reader.
    pub described: Vec<PersonView>,
    /// The other cases.
    pub cases: Vec<SubjectCase>,
}

/// Another case of which linkage, or a person, says that its subject is the same. It names nobody, and says nothing of what happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SubjectCase {
    /// How it is named to the reader.
    pub case: String,
    /// Its reference, where they may open it.
    pub open: Option<String>,
    /// Whether its person at risk is the same, another, or not known to be either.
    pub person: String,
    /// The relationship, the grade and the status, where they may view it.
    pub standing: Option<(String, Option<Grade>, String)>,
    /// Who says that the subject is the same.
    pub belief: String,
    /// The id of the link that says so.
    pub link: String,
}
