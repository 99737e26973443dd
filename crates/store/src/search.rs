//! By what cases are found: a row of words a case, derived from its rows under seal in the transaction that writes them.
//!
//! No use case fills it: a transaction notes which rows it saves, and before its entries are written the words of the cases that
//! these belong to are derived anew. The rows have no seal of their own; verification derives them again and compares.

use crate::backend::{Db, Kind as Database};
use crate::chance::Chance;
use crate::error::StoreError;
use crate::ledger::tree;
use crate::many::{pieces, places};
use crate::record::Record;
use crate::reserve::Room;
use crate::schema;
use crate::store::Config;
use crate::tx::{Chain, Context, Draft, Tx};
use crate::value::{Field, Value};
use domain::ids::{AccountId, CaseId};
use domain::search::{Document, Kind};
use domain::time::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// Cases of one page when all are read.
const PAGE: i64 = 512;

/// Whose a case is, as a word of the index: an exact name in digits, since teams may be called anything.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    Force,
    Team,
    Officer,
    Reported,
    Consented,
    ConsentedWords,
}

impl Mark {
    /// The word for a force or a team.
    pub(crate) fn named(self, name: &str) -> String {
        format!("{}{}", self.letter(), crate::record::hex(name.as_bytes()))
    }
    /// The word for an account.
    pub(crate) fn of(self, account: AccountId) -> String {
        format!("{}{}", self.letter(), account.to_string().replace('-', ""))
    }
    /// The kind of tie that puts an account among those who may have the case listed.
    pub(crate) fn of_tie(kind: &str) -> Option<Self> {
        match kind {
            "reported" => Some(Self::Reported),
            "consented" => Some(Self::Consented),
            "consented_words" => Some(Self::ConsentedWords),
            _ => None,
        }
    }
    /// None of the letters of [`Kind`].
    const fn letter(self) -> char {
        match self {
            Self::Force => 'x',
            Self::Team => 'y',
            Self::Officer => 'z',
            Self::Reported => 'r',
            Self::Consented => 'k',
            Self::ConsentedWords => 'q',
        }
    }
}

/// What a transaction has saved that cases are found by.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Cases that it made.
    made: BTreeSet<String>,
    /// Cases whose words may be others now.
    words: BTreeSet<String>,
    /// Reports whose cases' words may be others now.
    reports: BTreeSet<String>,
    /// Cases that others may have now.
    reach: BTreeSet<String>,
}

impl Touched {
    /// This notes, before a row is saved, the case that it belonged to: words may go from one case to another.
    pub(crate) fn saves<R: Record>(&mut self, db: &mut Db, key: &str, version: i64) -> Result<(), StoreError> {
        if R::TABLE == "contents" && version > 1 {
            let rows = db.query("select case_id from contents where id = $1", &[Value::Text(key.to_owned())])?;
            self.words.extend(rows.into_iter().flatten().filter_map(String::from_value));
        }
        Ok(())
    }

    /// This notes a row that was saved.
    pub(crate) fn saved<R: Record>(&mut self, key: &str, version: i64, values: &[Value]) {
        let column = |name: &str| {
            let place = R::COLUMNS.iter().position(|column| *column == name)?;
            values.get(place).cloned().and_then(String::from_value)
        };
        match R::TABLE {
            "cases" if version == 1 => {
                self.made.insert(key.to_owned());
                self.words.insert(key.to_owned());
            }
            "cases" => {
                self.reach.insert(key.to_owned());
            }
            "case_access" => self.reach.extend(column("case_id")),
            "case_reports" | "contents" => self.words.extend(column("case_id")),
            "mentions" | "former_mentions" => self.reports.extend(column("report_id")),
            "reports" => {
                self.reports.insert(key.to_owned());
            }
            _ => {}
        }
    }

    /// This derives the words of what was touched, in the transaction that touched it.
    pub(crate) fn index(mut self, db: &mut Db) -> Result<(), StoreError> {
        let reports: Vec<String> = std::mem::take(&mut self.reports).into_iter().collect();
        for row in by(db, "select case_id from case_reports where detached = 0 and report_id in", &reports)? {
            self.words.extend(row.into_iter().next().and_then(String::from_value));
        }
        let words: Vec<String> = self.words.iter().cloned().collect();
        let known: Vec<String> = self.words.difference(&self.made).cloned().collect();
        mend(db, &known, &words)?;
        let reach: Vec<String> = self.reach.difference(&self.words).cloned().collect();
        let before = stored_reach(db, &reach)?;
        for (case, (restricted, now, _)) in reach_of(db, &reach)? {
            let now = (joined(now), restricted);
            if before.get(&case).is_some_and(|known| *known != now) {
                let sql = "update search_words set reach = $2, restricted = $3 where case_id = $1";
                db.execute(sql, &[Value::Text(case), Value::Text(now.0), Value::Int(now.1)])?;
            }
        }
        Ok(())
    }
}

/// The row of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Found {
    restricted: i64,
    reach: String,
    words: String,
}

/// This reads rows by a list of ids, in statements of few sizes.
fn by(db: &mut Db, sql: &str, ids: &[String]) -> Result<Vec<Vec<Value>>, StoreError> {
    let mut rows = Vec::new();
    for piece in pieces(ids) {
        let values: Vec<Value> = piece.iter().map(|id| Value::Text(id.clone())).collect();
        rows.extend(db.query(&format!("{sql} {}", places(1, piece.len())), &values)?);
    }
    Ok(rows)
}

/// The texts of a row, in order; nothing where there is none.
fn texts(row: Vec<Value>) -> Vec<String> {
    let text = |value| match value {
        Value::Text(text) => text,
        Value::Int(number) => number.to_string(),
        Value::Null => String::new(),
    };
    row.into_iter().map(text).collect()
}

/// What the index holds of cases.
fn stored(db: &mut Db, cases: &[String]) -> Result<BTreeMap<String, Found>, StoreError> {
    let rows = by(db, "select case_id, restricted, reach, words from search_words where case_id in", cases)?;
    Ok(rows.into_iter().filter_map(found).collect())
}

fn found(row: Vec<Value>) -> Option<(String, Found)> {
    match <[Value; 4]>::try_from(row) {
        Ok([Value::Text(case), Value::Int(restricted), Value::Text(reach), Value::Text(words)]) => {
            Some((case, Found { restricted, reach, words }))
        }
        Ok(_) | Err(_) => None,
    }
}

/// Whether only named people may know of a case, whose it is as words of the index, and its reference; by case.
type ReachOf = BTreeMap<String, (i64, BTreeSet<String>, String)>;

/// Whose cases are now.
fn reach_of(db: &mut Db, cases: &[String]) -> Result<ReachOf, StoreError> {
    let mut all = BTreeMap::new();
    for row in by(db, "select id, restricted, force, team, officer, reference from cases where id in", cases)? {
        let Ok([case, restricted, force, team, officer, reference]) = <[String; 6]>::try_from(texts(row)) else {
            continue;
        };
        let mut reach = BTreeSet::from([Mark::Force.named(&force), Mark::Team.named(&team)]);
        reach.extend(officer.parse().ok().map(|account| Mark::Officer.of(account)));
        all.insert(case, (i64::from(restricted == "1"), reach, reference));
    }
    let ties = "select case_id, kind, account from case_access where active = 1 and case_id in";
    for row in by(db, ties, cases)? {
        let Ok([case, kind, account]) = <[String; 3]>::try_from(texts(row)) else { continue };
        if let (Some(mark), Ok(account), Some((_, reach, _))) =
            (Mark::of_tie(&kind), account.parse(), all.get_mut(&case))
        {
            reach.insert(mark.of(account));
        }
    }
    Ok(all)
}

fn joined(reach: BTreeSet<String>) -> String {
    reach.into_iter().collect::<Vec<_>>().join(" ")
}

/// Whose cases the index has them to be, and whether only named people may know of them.
fn stored_reach(db: &mut Db, cases: &[String]) -> Result<BTreeMap<String, (String, i64)>, StoreError> {
    let rows = by(db, "select case_id, reach, restricted from search_words where case_id in", cases)?;
    Ok(rows
        .into_iter()
        .filter_map(|row| match <[Value; 3]>::try_from(row) {
            Ok([Value::Text(case), Value::Text(reach), Value::Int(restricted)]) => Some((case, (reach, restricted))),
            Ok(_) | Err(_) => None,
        })
        .collect())
}

/// The columns of a person, each with what it is.
const PERSON: [(&str, Kind); 9] = [
    ("forename", Kind::Name),
    ("surname", Kind::Name),
    ("born", Kind::Born),
    ("postcode", Kind::Postcode),
    ("address", Kind::Address),
    ("phones", Kind::Phone),
    ("email", Kind::Email),
    ("handle", Kind::Handle),
    ("vehicle", Kind::Vehicle),
];

/// What the index must hold of cases, by their rows.
fn derived(db: &mut Db, cases: &[String]) -> Result<BTreeMap<String, Found>, StoreError> {
    let reach = reach_of(db, cases)?;
    let mut documents: BTreeMap<String, Document> = BTreeMap::new();
    for (case, (_, _, reference)) in &reach {
        documents.entry(case.clone()).or_default().add(Kind::CaseReference, reference);
    }
    let mut add = |rows: Vec<Vec<Value>>, kinds: &[Kind]| {
        for row in rows {
            let mut texts = texts(row).into_iter();
            let Some(document) = texts.next().and_then(|case| documents.get_mut(&case)) else { continue };
            for (kind, text) in kinds.iter().zip(texts) {
                document.add(*kind, &text);
            }
        }
    };
    let on = "from case_reports c join";
    let attached = "where c.detached = 0 and c.case_id in";
    let sql = format!("select c.case_id, r.reference {on} reports r on r.id = c.report_id {attached}");
    add(by(db, &sql, cases)?, &[Kind::ReportReference]);
    let columns: String = PERSON.iter().fold(String::new(), |all, (column, _)| format!("{all}, m.{column}"));
    for table in ["mentions", "former_mentions"] {
        let sql = format!("select c.case_id{columns} {on} {table} m on m.report_id = c.report_id {attached}");
        add(by(db, &sql, cases)?, &PERSON.map(|(_, kind)| kind));
    }
    add(by(db, "select case_id, words from contents where case_id in", cases)?, &[Kind::Words]);
    let all = reach.into_iter().map(|(case, (restricted, reach, _))| {
        let words = documents.remove(&case).unwrap_or_default().to_string();
        (case, Found { restricted, reach: joined(reach), words })
    });
    Ok(all.collect())
}

/// This makes the index say what it must of cases, some of which it may know; how many rows of it said otherwise.
fn mend(db: &mut Db, known: &[String], cases: &[String]) -> Result<u64, StoreError> {
    let before = stored(db, known)?;
    let mut changed = 0;
    for (case, found) in derived(db, cases)? {
        let known = before.get(&case);
        if known == Some(&found) {
            continue;
        }
        let mut values = vec![
            Value::Text(case.clone()),
            Value::Int(found.restricted),
            Value::Text(found.reach),
            Value::Text(found.words),
        ];
        let sql = if known.is_some() {
            "update search_words set restricted = $2, reach = $3, words = $4 where case_id = $1"
        } else {
            values.push(Value::Int(number(db, &case)?));
            "insert into search_words (case_id, restricted, reach, words, number) values ($1, $2, $3, $4, $5)"
        };
        if db.execute(sql, &values)? != 1 {
            return Err(StoreError::Conflict("search_words"));
        }
        changed += 1;
    }
    Ok(changed)
}

/// The number of a new row. SQLite's index is built fastest in order, and one writes at a time; on PostgreSQL, where many do, it is
/// drawn from the random part of the case's id.
fn number(db: &mut Db, case: &str) -> Result<i64, StoreError> {
    match db.kind() {
        Database::Sqlite => {
            let last = db.query("select coalesce(max(number), 0) from search_words", &[])?;
            Ok(last.into_iter().flatten().next().and_then(i64::from_value).unwrap_or(0) + 1)
        }
        Database::Postgres => {
            let digits: String = case.chars().filter(char::is_ascii_hexdigit).collect();
            let end = digits.get(digits.len().saturating_sub(15)..).unwrap_or_default();
            Ok(i64::from_str_radix(end, 16).unwrap_or(0))
        }
    }
}

/// This hands all cases on, page by page.
fn every(db: &mut Db, mut each: impl FnMut(&mut Db, &[String]) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let sql = "select id from cases where id > $1 order by id limit $2";
        let rows = db.query(sql, &[Value::Text(after), Value::Int(PAGE)])?;
        let cases: Vec<String> = rows.into_iter().flatten().filter_map(String::from_value).collect();
        let Some(last) = cases.last() else { return Ok(()) };
        after = last.clone();
        each(db, &cases)?;
    }
}

/// Whether there is an index: an older database has none.
pub(crate) fn is_there(db: &mut Db) -> Result<bool, StoreError> {
    Ok(!schema::columns(db, "search_words")?.is_empty())
}

/// This names the cases of which the index does not say what their rows say, and those that it holds and that are not there.
pub(crate) fn otherwise(db: &mut Db) -> Result<Vec<String>, StoreError> {
    let mut differing = Vec::new();
    every(db, |db, cases| {
        let (stored, derived) = (stored(db, cases)?, derived(db, cases)?);
        differing.extend(derived.into_iter().filter(|(case, now)| stored.get(case) != Some(now)).map(|(case, _)| case));
        Ok(())
    })?;
    differing.extend(strangers(db)?);
    Ok(differing)
}

fn strangers(db: &mut Db) -> Result<Vec<String>, StoreError> {
    let sql = "select case_id from search_words where case_id not in (select id from cases) order by case_id";
    Ok(db.query(sql, &[])?.into_iter().flatten().filter_map(String::from_value).collect())
}

/// What was built anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rebuilt {
    /// Cases that are found by it.
    pub cases: u64,
    /// Rows that said something else before, or were not there.
    pub changed: u64,
}

/// This derives the words of every case anew, in the transaction that is open.
pub(crate) fn fill(db: &mut Db) -> Result<Rebuilt, StoreError> {
    let mut rebuilt = Rebuilt { cases: 0, changed: 0 };
    for case in strangers(db)? {
        db.execute("delete from search_words where case_id = $1", &[Value::Text(case)])?;
        rebuilt.changed += 1;
    }
    every(db, |db, cases| {
        rebuilt.changed += mend(db, cases, cases)?;
        rebuilt.cases += u64::try_from(cases.len()).unwrap_or(0);
        Ok(())
    })?;
    Ok(rebuilt)
}

/// This builds the index anew, under an entry that says how much of it was otherwise: after a finding of verification, or when a
/// search does not find what is there.
pub fn rebuild(config: &Config, at: Moment, chance: &mut Chance) -> Result<Rebuilt, StoreError> {
    let mut db = match config {
        Config::File(path) => Db::sqlite(path)?,
        Config::Server(url) => Db::postgres(url)?,
    };
    crate::migrate::ready(&mut db, crate::migrate::MIGRATIONS)?;
    db.batch(match db.kind() {
        Database::Sqlite => "begin immediate",
        Database::Postgres => "begin isolation level serializable",
    })?;
    let done = rebuild_in(&mut db, at, chance);
    db.batch(if done.is_ok() { "commit" } else { "rollback" })?;
    done
}

fn rebuild_in(db: &mut Db, at: Moment, chance: &mut Chance) -> Result<Rebuilt, StoreError> {
    // First what the database has made of the rows, so that the rows can be changed whatever became of it.
    db.batch(match db.kind() {
        Database::Sqlite => "insert into search_index (search_index) values ('rebuild')",
        Database::Postgres => "reindex index search_index",
    })?;
    let rebuilt = fill(db)?;
    let context = Context {
        account: None,
        role: None,
        force: None,
        purpose: "operation".to_owned(),
        at,
        policy_set: String::new(),
    };
    let mut chain = Chain::new(at, chance);
    let mut tx = Tx::new(db, context, chance, Room::Plenty);
    let draft = Draft::done("rebuild_search", &[]).fact("cases", rebuilt.cases).fact("changed", rebuilt.changed);
    tx.append(draft);
    let flushed = tx.flush(&mut chain)?;
    match db.kind() {
        Database::Sqlite => tree::place(db, &flushed.texts)?,
        // The sequencer gives it a place.
        Database::Postgres => {}
    }
    Ok(rebuilt)
}

/// This is for whoever reads the index by case: its words, as they are stored.
pub(crate) fn words_of(db: &mut Db, case: CaseId) -> Result<Option<String>, StoreError> {
    let rows = db.query("select words from search_words where case_id = $1", &[Value::Text(case.to_string())])?;
    Ok(rows.into_iter().flatten().next().and_then(String::from_value))
}
