//! Cases by what somebody typed: found by the index alone, within what the reader may have listed.

use crate::backend::Kind as Database;
use crate::error::StoreError;
use crate::rows::CaseRow;
use crate::sealed::{Field, Personal, Sealed};
use crate::search::{Mark, words_of};
use crate::tx::Reader;
use crate::value::{Field as Stored, Value};
use crate::views::worklist::Reach;
use domain::ids::{AccountId, CaseId};
use domain::search::{Asked, Kind};
use std::collections::BTreeSet;

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SearchQuery {
    /// Who asks.
    pub account: AccountId,
    /// For whom they stand in.
    pub stands_in_for: Vec<AccountId>,
    /// Their force.
    pub force: String,
    /// Which cases they may have listed.
    pub reach: Reach,
    /// The kinds of particulars that they may see of those.
    pub kinds: Vec<Kind>,
    /// What they typed.
    pub asked: Asked,
    /// Cases at most.
    pub limit: i64,
}

/// A case that was found, as a list tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundRow {
    /// The case.
    pub case: CaseRow,
    /// By what it was found.
    pub by: Vec<Kind>,
}

impl Personal for FoundRow {
    fn seal_id(&self) -> String {
        self.case.seal_id()
    }
    /// That a name was found tells the name, so what it was found by opens as that does.
    fn only(self, fields: &[Field]) -> Option<Self> {
        let by = self.by.into_iter().filter(|kind| fields.contains(&field_of(*kind))).collect();
        self.case.only(fields).map(|case| Self { case, by })
    }
}

/// Whether a kind of word belongs to this group of fields.
pub fn field_of(kind: Kind) -> Field {
    match kind {
        Kind::CaseReference => Field::Listing,
        Kind::ReportReference => Field::History,
        Kind::Name | Kind::Born => Field::Identity,
        Kind::Phone | Kind::Email | Kind::Handle => Field::Contact,
        Kind::Postcode | Kind::Vehicle | Kind::Address => Field::Location,
        Kind::Words => Field::Narrative,
    }
}

/// This names the cases that are found, so many at most; none if a term cannot be found by what the reader may see.
pub fn search(reader: &mut Reader<'_>, query: &SearchQuery) -> Result<Vec<CaseId>, StoreError> {
    // Where there is one force, its word is in every row and would only be read for nothing.
    let forces = reader.rows("select id from forces order by id limit 2", &[])?;
    let alone = matches!(forces.as_slice(), [row] if *row == [Value::Text(query.force.clone())]);
    let Some((sql, values)) = search_sql(reader.db.kind(), query, alone) else { return Ok(Vec::new()) };
    if reader.db.kind() == Database::Postgres {
        reader.db.batch(BY_INDEX)?;
    }
    let rows = reader.rows(&sql, &values)?;
    if reader.db.kind() == Database::Postgres {
        reader.db.batch("set local enable_seqscan = on; set local jit = on; set local plan_cache_mode = auto")?;
    }
    Ok(rows.into_iter().flatten().filter_map(CaseId::from_value).collect())
}

/// On PostgreSQL the index finds, whatever is asked: what stands in most rows would else be looked for row by row. The plan is for
/// what is asked, not for anything that might be.
pub const BY_INDEX: &str =
    "set local enable_seqscan = off; set local jit = off; set local plan_cache_mode = force_custom_plan";

/// The statement that finds, with its values; none if it could find nothing. Whether the reader's force is the only one.
pub fn search_sql(kind: Database, query: &SearchQuery, alone: bool) -> Option<(String, Vec<Value>)> {
    let wanted = wanted(kind, query, alone)?;
    let (find, order) = match kind {
        // The latest first, as the index has them.
        Database::Sqlite => (
            "select w.case_id from search_index join search_words w on w.number = search_index.rowid where search_index match $1",
            "order by search_index.rowid desc",
        ),
        Database::Postgres => (
            "select w.case_id from search_words w
             where array_to_tsvector(string_to_array(w.reach || ' ' || w.words, ' ')) @@ cast(cast($1 as text) as tsquery)",
            "",
        ),
    };
    let ties = "(select case_id from case_access where account = $2 and active = 1 and kind =";
    let sql = format!(
        "{find} and w.case_id not in {ties} 'connected') and (w.restricted = 0 or w.case_id in {ties} 'named')) {order} limit $3"
    );
    Some((sql, vec![Value::Text(wanted), Value::Text(query.account.to_string()), Value::Int(query.limit)]))
}

/// What must be in the index, as the database takes it: every term, and the reader's reach. All of it is letters and digits.
fn wanted(kind: Database, query: &SearchQuery, alone: bool) -> Option<String> {
    let mut all = if alone { Vec::new() } else { vec![vec![Mark::Force.named(&query.force)]] };
    match &query.reach {
        Reach::Nothing => return None,
        Reach::Own => {
            let whose = [query.account].into_iter().chain(query.stands_in_for.iter().copied());
            all.push(whose.map(|account| Mark::Officer.of(account)).collect());
        }
        Reach::Team(team) => all.push(vec![Mark::Team.named(team)]),
        Reach::Force => {}
        Reach::Tied(kind) => all.push(vec![Mark::of_tie(kind)?.of(query.account)]),
    }
    for term in query.asked.terms() {
        let words = term.words(&query.kinds);
        if words.is_empty() {
            return None;
        }
        all.push(words);
    }
    let (quote, or, and) = match kind {
        Database::Sqlite => ('"', " OR ", " AND "),
        Database::Postgres => ('\'', " | ", " & "),
    };
    let any = |words: Vec<String>| {
        let quoted: Vec<String> = words.into_iter().map(|word| format!("{quote}{word}{quote}")).collect();
        format!("({})", quoted.join(or))
    };
    Some(all.into_iter().map(any).collect::<Vec<_>>().join(and))
}

/// A case that was found, under seal, with the fields that an entry must name to tell all of it.
pub type FoundCase = (Sealed<FoundRow>, Vec<Field>);

/// This reads a case that was found under seal, by what it is found of those kinds that the reader may see, with the fields that
/// an entry must name to tell all of that; none if it is not found.
pub fn found(
    reader: &mut Reader<'_>,
    case: CaseId,
    asked: &Asked,
    kinds: &[Kind],
) -> Result<Option<FoundCase>, StoreError> {
    let Some(by) = words_of(reader.db, case)?.and_then(|words| asked.found_by(&words, kinds)) else { return Ok(None) };
    let fields: BTreeSet<Field> = by.iter().map(|kind| field_of(*kind)).chain([Field::Listing]).collect();
    let row = reader.record("where id = $1", &[Value::Text(case.to_string())])?;
    Ok(row.map(|case| (Sealed::new(FoundRow { case, by }), fields.into_iter().collect())))
}
