//! Cases by what somebody types: found within what the policies let them have listed, by nothing that they may not see.

use crate::access::{Action, CaseFacts, ListScope, Restriction, filter};
use crate::app::{App, allowed};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::house::absences::stands_in_for;
use crate::linking::run::TABLES;
use crate::lists::{protection, reach};
use crate::notices::facts_of_cases;
use crate::views::{Actor, Found, FoundCase};
use domain::ids::CaseId;
use domain::search::{Asked, CHARACTERS_MAX, Kind, Unaskable, WORDS_MAX};
use domain::time::Moment;
use domain::wording;
use std::collections::{BTreeSet, HashMap};
use store::rows::CaseRow;
use store::views::search::{FoundRow, SearchQuery, field_of, found, search};
use store::views::worklist::Reach;
use store::{Draft, Field, Reader, Shown, queries};

/// Cases shown at most.
pub const SHOWN_MAX: usize = 50;

/// Cases that a reader may have listed, and the kinds of particulars that they may see of those.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SearchScope {
    /// Which cases.
    pub reach: Reach,
    /// By what they may be found.
    pub kinds: Vec<Kind>,
}

/// What a reader may find, and by what: the policies asked about a case as it must stand to the reader to be listed. Where a tie
/// opens more of some of these cases, they stand in a scope of their own.
pub fn scopes(actor: &Actor) -> Vec<SearchScope> {
    let me = || BTreeSet::from([actor.account]);
    let bare = CaseFacts {
        case: CaseId::new(Moment::from_micros(0), [0; 10]),
        force: actor.force.clone(),
        team: String::new(),
        officer: None,
        stand_ins: BTreeSet::new(),
        reporters: BTreeSet::new(),
        consented: BTreeSet::new(),
        consented_words: BTreeSet::new(),
        connected: BTreeSet::new(),
        restriction: Restriction::Open,
    };
    let listed = match filter(actor).scope {
        ListScope::Own(account) => CaseFacts { officer: Some(account), ..bare },
        ListScope::Reported(_) => CaseFacts { reporters: me(), ..bare },
        ListScope::Team(team) => CaseFacts { team, ..bare },
        ListScope::Force => bare,
        ListScope::Consented(_) => CaseFacts { consented: me(), ..bare },
        ListScope::Nothing => return Vec::new(),
    };
    let mut all = vec![SearchScope { reach: reach(actor), kinds: kinds(actor, &listed) }];
    let words = kinds(actor, &CaseFacts { consented_words: me(), ..listed });
    if all.first().is_some_and(|scope| scope.kinds != words) {
        all.push(SearchScope { reach: Reach::Tied("consented_words"), kinds: words });
    }
    all
}

/// By what a reader may find a case, as the policies have it.
pub fn kinds(actor: &Actor, facts: &CaseFacts) -> Vec<Kind> {
    if allowed(actor, Action::ViewListing, facts).is_none() {
        return Vec::new();
    }
    let action = |kind: Kind| match field_of(kind) {
        Field::Listing | Field::Account => Action::ViewListing,
        Field::History => Action::ViewCase,
        Field::Identity => Action::ViewIdentity,
        Field::Contact => Action::ViewContact,
        Field::Location => Action::ViewLocation,
        Field::Narrative => Action::ViewNarrative,
    };
    let mut asked: HashMap<Action, bool> = HashMap::new();
    let mut may = |kind: &Kind| {
        let action = action(*kind);
        *asked.entry(action).or_insert_with(|| allowed(actor, action, facts).is_some())
    };
    Kind::ALL.into_iter().filter(|kind| may(kind)).collect()
}

impl App {
    /// This finds cases by any reference, name, number, account or words. The cases that are shown are on record before they can
    /// be seen; what was typed is not, since it names people.
    pub fn search(&self, actor: &Actor, typed: &str) -> Result<Found, Failure> {
        self.asked(actor, &Wish::of(Action::SearchCases.code()), || self.read_search(actor, typed))
    }

    fn read_search(&self, actor: &Actor, typed: &str) -> Result<Found, Failure> {
        let policies = self.permit_force(actor, Action::SearchCases)?;
        let asked = Asked::read(typed).map_err(unaskable)?.with_variants(|name| TABLES.variants_of(name));
        let (looked, receipt) = self.store.look(self.context(actor, "search"), |reader| {
            let looked = look(reader, actor, &asked)?;
            let mut shown: Vec<Shown> = Vec::new();
            for (row, fields) in &looked.rows {
                match shown.iter_mut().find(|shown| shown.fields == *fields) {
                    Some(Shown { ids: store::ShownIds::These(ids), .. }) => ids.push(row.id()),
                    Some(_) | None => shown.push(Shown::of(fields, [row.id()])),
                }
            }
            let draft = Draft::seen(Action::SearchCases.code(), &policies, shown);
            let draft = draft.fact("terms", asked.terms().len()).fact("found", looked.rows.len());
            Ok::<_, Failure>((looked, draft))
        })?;
        let Looked { rows, more, staff } = looked;
        let officers: HashMap<String, String> =
            staff.iter().map(|account| (account.id.to_string(), account.display_name.clone())).collect();
        let mut rows = receipt.open_all(rows.into_iter().map(|(row, _)| row).collect())?;
        rows.sort_by_key(|found| order(&found.case));
        Ok(Found { rows: rows.into_iter().map(|row| view(row, &officers)).collect(), more })
    }
}

/// What was found, under seal, each with the fields that it is shown by.
struct Looked {
    rows: Vec<store::views::search::FoundCase>,
    more: bool,
    staff: Vec<store::AsRead<store::rows::AccountRow>>,
}
store::outgoing!(Looked { rows, more, staff });

fn look(reader: &mut Reader<'_>, actor: &Actor, asked: &Asked) -> Result<Looked, Failure> {
    let stands_in_for = stands_in_for(reader, actor.account)?;
    let mut cases: Vec<CaseId> = Vec::new();
    for scope in scopes(actor) {
        let query = SearchQuery {
            account: actor.account,
            stands_in_for: stands_in_for.clone(),
            force: actor.force.clone(),
            reach: scope.reach,
            kinds: scope.kinds,
            asked: asked.clone(),
            limit: SHOWN_MAX as i64 + 1,
        };
        let more = search(reader, &query)?;
        cases.extend(more.into_iter().filter(|case| !cases.contains(case)).collect::<Vec<_>>());
    }
    let facts = facts_of_cases(reader, cases.iter().copied())?;
    let mut rows = Vec::new();
    for case in cases {
        // The index finds; whether it may be shown, and by what, the policies say of each case.
        let Some((_, facts)) = facts.get(&case) else { continue };
        rows.extend(found(reader, case, asked, &kinds(actor, facts))?);
    }
    let more = rows.len() > SHOWN_MAX;
    rows.truncate(SHOWN_MAX);
    Ok(Looked { rows, more, staff: queries::accounts(reader)? })
}

fn unaskable(why: Unaskable) -> Failure {
    match why {
        Unaskable::Nothing => Failure::fault(
            "words",
            Fault::Missing,
            "holds nothing to look for; enter a reference, a name, a number or a word",
        ),
        Unaskable::TooMuch => Failure::fault(
            "words",
            Fault::OutOfRange,
            wording!("are too many; enter at most {} words and {} characters", WORDS_MAX, CHARACTERS_MAX),
        ),
    }
}

/// Open cases first, then danger and lateness, as on the list.
fn order(row: &CaseRow) -> (bool, i64, i64, String) {
    let over = matches!(row.status.as_str(), "closed" | "joined");
    (over, row.danger_order, row.late_order, row.reference.clone())
}

fn view(found: FoundRow, officers: &HashMap<String, String>) -> FoundCase {
    let FoundRow { case: row, by } = found;
    FoundCase {
        found_by: by.into_iter().map(|kind| kind.label().to_owned()).collect(),
        status: row.status.replace('_', " "),
        relationship: row.relationship.label().to_owned(),
        grade: row.grade,
        protection: protection(&row),
        officer: row.officer.and_then(|officer| officers.get(&officer.to_string()).cloned()),
        team: row.team,
        reference: row.reference,
    }
}
