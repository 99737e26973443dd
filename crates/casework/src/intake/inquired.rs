//! What a row of a register tells of a search of history or of found property, and what of it is new to a case.

use crate::intake::cells::Cells;
use crate::intake::map::{Column, Map};
use domain::case::inquiry::InquiryRefusal;
use domain::case::{Actor, Case};
use domain::catalogue::{Answer, Nearness, PropertyKind, SearchAbout, SearchPlace};
use domain::event::CaseEvent;
use domain::ids::ContentId;
use domain::inquiry::{FoundProperty, Search};
use domain::time::Moment;

/// What a row tells. The words are not yet kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// A search of history.
    Search {
        /// Where.
        place: SearchPlace,
        /// About whom.
        about: SearchAbout,
        /// Whether anything was found.
        found: bool,
        /// When.
        at: Moment,
        /// What was asked, and found.
        words: String,
    },
    /// Property that was found or handed in.
    Property {
        /// What.
        kind: PropertyKind,
        /// How near.
        near: Nearness,
        /// When.
        at: Moment,
        /// What and where.
        words: String,
    },
}

impl Told {
    /// Its words.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Search { words, .. } | Self::Property { words, .. } => words,
        }
    }

    /// What makes it the same as another: all but the words.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Search { place, about, found, at, words: _ } => format!("search:{place}:{about}:{found}:{at}"),
            Self::Property { kind, near, at, words: _ } => format!("property:{kind}:{near}:{at}"),
        }
    }

    /// Whether the case has it. Words are not compared: the same search told in other words is the same search.
    pub(super) fn is_known(&self, case: &Case) -> bool {
        match self {
            Self::Search { place, about, found, at, words: _ } => case.inquiries.searches.iter().any(|held| {
                held.place == *place && held.about == *about && held.found == *found && held.occurred_at == *at
            }),
            Self::Property { kind, near, at, words: _ } => case
                .inquiries
                .property
                .iter()
                .any(|held| held.kind == *kind && held.near == *near && held.found_at == *at),
        }
    }

    /// What it comes to on a case, by the rules that hold for a person who records it.
    pub(super) fn events(&self, case: &Case, doer: &Actor, words: ContentId) -> Result<Vec<CaseEvent>, InquiryRefusal> {
        let chars = self.words().trim().chars().count();
        match *self {
            Self::Search { place, about, found, at, words: _ } => {
                let words = (chars > 0).then_some(words);
                case.record_search(doer, Search { place, about, found, occurred_at: at, words })
            }
            Self::Property { kind, near, at, words: _ } => {
                case.record_property(doer, FoundProperty { kind, found_at: at, near, words }, chars)
            }
        }
    }
}

/// This reads what a row tells of a search and of found property.
pub(super) fn told(cells: &mut Cells<'_>, map: &Map, now: Moment) -> Vec<Told> {
    search(cells, map, now).into_iter().chain(property(cells, map, now)).collect()
}

fn search(cells: &mut Cells<'_>, map: &Map, now: Moment) -> Option<Told> {
    let columns = &map.search;
    let (place_column, at_column) = (columns.place.as_ref()?, columns.searched_at.as_ref()?);
    let place = cells.word::<SearchPlace>(Some(place_column));
    let about = cells.word::<SearchAbout>(columns.about.as_ref()).unwrap_or(SearchAbout::Both);
    let found = cells.word::<Answer>(columns.found.as_ref());
    let (at, words) = (cells.moment(at_column, now), cells.text(columns.words.as_ref()));
    if place.is_none() && at.is_none() && found.is_none() {
        return None;
    }
    let found = match found {
        Some(Answer::Yes) => true,
        Some(Answer::No) => false,
        Some(Answer::NotKnown) | None => {
            complain(cells, columns.found.as_ref(), "does not say whether anything was found: write yes or no");
            return None;
        }
    };
    if found && words.is_empty() {
        complain(cells, columns.words.as_ref(), "is empty; a search that found something says what it found");
    }
    needed(cells, place_column, place.is_none(), "is empty; a search says where");
    needed(cells, at_column, at.is_none(), "is empty; a search says when it was made");
    Some(Told::Search { place: place?, about, found, at: at?, words })
}

fn property(cells: &mut Cells<'_>, map: &Map, now: Moment) -> Option<Told> {
    let columns = &map.property;
    let (kind_column, at_column) = (columns.kind.as_ref()?, columns.found_at.as_ref()?);
    let kind = cells.word::<PropertyKind>(Some(kind_column));
    let near = cells.word::<Nearness>(columns.near.as_ref()).unwrap_or(Nearness::NotKnown);
    let (at, words) = (cells.moment(at_column, now), cells.text(columns.words.as_ref()));
    if kind.is_none() && at.is_none() && words.is_empty() {
        return None;
    }
    needed(cells, kind_column, kind.is_none(), "is empty; found property says what it is: weapon, kit or other");
    needed(cells, at_column, at.is_none(), "is empty; found property says when it was found");
    if words.is_empty() {
        complain(cells, columns.words.as_ref(), "is empty; found property says what it is, and where it was found");
    }
    Some(Told::Property { kind: kind?, near, at: at?, words })
}

/// A cell that must say something, where it is not complained of already.
fn needed(cells: &mut Cells<'_>, column: &Column, missing: bool, problem: &str) {
    if missing && cells.known(Some(column)).is_empty() {
        cells.problem(column.name(), problem);
    }
}

fn complain(cells: &mut Cells<'_>, column: Option<&Column>, problem: &str) {
    cells.problem(column.map_or("(row)", Column::name), problem);
}
