//! The tables of both databases. A new database gets them when it is opened; an older one only when somebody says so, after a
//! look at what would change, and with every row of a changed table checked before and sealed anew after.

use crate::backend::{Db, Kind};
use crate::chance::Chance;
use crate::error::StoreError;
use crate::ledger::tree;
use crate::quoted::OfTheDatabase;
use crate::record::Record;
use crate::reserve::Room;
use crate::rows::*;
use crate::schema;
use crate::search;
use crate::store::Config;
use crate::tx::{Chain, Context, Draft, Tx};
use crate::value::{Field, Value};
use crate::verify::{Finding, verify_in};
use domain::time::Moment;
use domain::wording;
use domain::wording::Wording;
use std::collections::HashMap;

/// One step in the life of the tables. Steps are never changed once they are released; a change is a new step.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its name, which the database keeps.
    pub name: &'static str,
    /// Its text for SQLite.
    pub sqlite: &'static str,
    /// Its text for PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        /// The steps, in order.
        pub const MIGRATIONS: &[Migration] = &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),*];
    };
}
migrations![
    "0001-house",
    "0002-access",
    "0003-corrections",
    "0004-watch",
    "0005-screens",
    "0006-actions",
    "0007-stages",
    "0008-absences",
    "0009-requests",
    "0010-looks",
    "0011-drafts",
    "0012-search"
];

/// What a migration did, or would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Migrated {
    /// The steps, by name.
    pub steps: Vec<String>,
    /// Each table with its rows before, none where it is new.
    pub tables: Vec<(String, Option<i64>, i64)>,
    /// Rows that were sealed anew, since their table has other columns now.
    pub sealed_anew: u64,
    /// Cases for which the words were derived by which they are found, where there was no index of them before.
    pub indexed: u64,
    /// What verification found before anything was changed; then nothing was.
    pub findings: Vec<Finding>,
}

/// This makes the tables of a new database, and refuses one that is older or newer than this program.
pub(crate) fn ready(db: &mut Db, steps: &[Migration]) -> Result<(), StoreError> {
    db.batch(begin(db.kind()))?;
    // Under the lock: two processes that open a new database at once must not both create it.
    let done = match pending(db, steps) {
        Ok(todo) if todo.len() == steps.len() => todo.iter().try_for_each(|step| apply(db, step)),
        Ok(todo) if todo.is_empty() => Ok(()),
        Ok(todo) => Err(StoreError::Outdated(Wording::joined(todo.iter().map(|step| Wording::from(step.name)), ", "))),
        Err(error) => Err(error),
    };
    db.batch(if done.is_ok() { "commit" } else { "rollback" })?;
    done
}

/// This brings an older database up to date in one transaction, or only says what would happen.
///
/// The whole database is verified first, as the tables are; if something is found, nothing is changed: rows that are sealed
/// anew would otherwise hide that they had been tampered with.
pub fn migrate(
    config: &Config,
    steps: &[Migration],
    at: Moment,
    mut chance: Chance,
    dry_run: bool,
) -> Result<Migrated, StoreError> {
    let mut db = match config {
        Config::File(path) => Db::sqlite(path)?,
        Config::Server(url) => Db::postgres(url)?,
    };
    db.batch(begin(db.kind()))?;
    let done = within(&mut db, steps, at, &mut chance);
    let keep = !dry_run && done.as_ref().is_ok_and(|done| done.findings.is_empty());
    db.batch(if keep { "commit" } else { "rollback" })?;
    done
}

fn begin(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => "begin immediate",
        Kind::Postgres => "begin; select pg_advisory_xact_lock(7305)",
    }
}

/// The steps that a database has not seen.
fn pending<'a>(db: &mut Db, steps: &'a [Migration]) -> Result<Vec<&'a Migration>, StoreError> {
    db.batch("create table if not exists migrations (name text primary key)")?;
    let seen: Vec<String> = db
        .query("select name from migrations order by name", &[])?
        .into_iter()
        .flatten()
        .filter_map(String::from_value)
        .collect();
    match seen.iter().find(|name| !steps.iter().any(|step| step.name == *name)) {
        Some(unknown) => Err(StoreError::TooNew(wording!("{}", OfTheDatabase(unknown.clone())))),
        None => Ok(steps.iter().filter(|step| !seen.iter().any(|name| name == step.name)).collect()),
    }
}

fn apply(db: &mut Db, step: &Migration) -> Result<(), StoreError> {
    db.batch(match db.kind() {
        Kind::Sqlite => step.sqlite,
        Kind::Postgres => step.postgres,
    })?;
    db.execute("insert into migrations (name) values ($1)", &[Value::Text(step.name.to_owned())])?;
    Ok(())
}

/// This applies the steps of those names to an empty database, in the transaction that is open: a copy is filled in the shape it had.
pub(crate) fn apply_named(db: &mut Db, names: &[String]) -> Result<(), StoreError> {
    db.batch("create table if not exists migrations (name text primary key)")?;
    for name in names {
        let step = MIGRATIONS.iter().find(|step| step.name == name);
        apply(db, step.ok_or_else(|| StoreError::TooNew(wording!("{}", OfTheDatabase(name.clone()))))?)?;
    }
    Ok(())
}

fn within(db: &mut Db, steps: &[Migration], at: Moment, chance: &mut Chance) -> Result<Migrated, StoreError> {
    let todo = pending(db, steps)?;
    if todo.is_empty() {
        let tables = schema::counts(db)?.into_iter().map(|(table, rows)| (table, Some(rows), rows)).collect();
        return Ok(Migrated { steps: Vec::new(), tables, sealed_anew: 0, indexed: 0, findings: Vec::new() });
    }
    let names: Vec<String> = todo.iter().map(|step| step.name.to_owned()).collect();
    let before: HashMap<String, i64> = schema::counts(db)?.into_iter().collect();
    let findings = if !before.contains_key("entries") { Vec::new() } else { verify_in(db, None)?.findings };
    if !findings.is_empty() {
        return Ok(Migrated { steps: names, tables: Vec::new(), sealed_anew: 0, indexed: 0, findings });
    }
    let (shapes, searched) = (shapes(db)?, search::is_there(db)?);
    for step in &todo {
        apply(db, step)?;
    }
    let sealed_anew = seal_anew(db, &shapes, &names, at, chance)?;
    let indexed = if searched || !search::is_there(db)? { 0 } else { search::fill(db)?.cases };
    let tables =
        schema::counts(db)?.into_iter().map(|(table, after)| (table.clone(), before.get(&table).copied(), after));
    Ok(Migrated { steps: names, tables: tables.collect(), sealed_anew, indexed, findings })
}

/// The columns of every table of records.
type Shapes = HashMap<&'static str, Vec<String>>;

fn shapes(db: &mut Db) -> Result<Shapes, StoreError> {
    let mut shapes = Shapes::new();
    macro_rules! each {
        ($($record:ident),*) => { $(shapes.insert($record::TABLE, schema::columns(db, $record::TABLE)?);)* };
    }
    every_record!(each);
    Ok(shapes)
}

/// Rows under one entry, which holds at most 65,535 bytes.
const SEALS: i64 = 200;

/// A row's seal covers its columns, so the rows of a table that has other columns now get a new version under an entry that says why.
fn seal_anew(
    db: &mut Db,
    shapes: &Shapes,
    steps: &[String],
    at: Moment,
    chance: &mut Chance,
) -> Result<u64, StoreError> {
    let now = self::shapes(db)?;
    let context = Context {
        account: None,
        role: None,
        force: None,
        purpose: "migrate".to_owned(),
        at,
        policy_set: String::new(),
    };
    let mut chain = Chain::new(at, chance);
    let mut tx = Tx::new(db, context, chance, Room::Plenty);
    tx.append(Draft::done("migrate", &[]).fact("steps", steps.join(", ")));
    let mut count = 0;
    macro_rules! each {
        ($($record:ident),*) => { $(
            let (old, new) = (shapes.get($record::TABLE), now.get($record::TABLE));
            if old.is_some_and(|old| !old.is_empty()) && old != new {
                count += seal_table::<$record>(&mut tx)?;
            }
        )* };
    }
    every_record!(each);
    let flushed = tx.flush(&mut chain)?;
    match db.kind() {
        Kind::Sqlite => tree::place(db, &flushed.texts)?,
        // The sequencer gives them places.
        Kind::Postgres => {}
    }
    Ok(count)
}

fn seal_table<R: Record>(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let (mut count, mut after, mut beyond) = (0, String::new(), ">=");
    loop {
        let condition = format!("where id {beyond} $1 order by id limit $2");
        let rows: Vec<R> = tx.records(&condition, &[Value::Text(after.clone()), Value::Int(SEALS)])?;
        let Some(last) = rows.last() else { return Ok(count) };
        (after, beyond) = (last.key(), ">");
        let entry = tx.append(Draft::done("migrate", &[]).fact("table", R::TABLE));
        for mut row in rows {
            tx.save(&mut row, &entry)?;
            count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LATER: Migration =
        Migration { name: "9998-later", sqlite: "create table later (id text primary key) strict;", postgres: "" };

    fn steps() -> Vec<Migration> {
        MIGRATIONS.iter().copied().chain([LATER]).collect()
    }

    #[test]
    fn a_new_database_gets_its_tables_an_older_and_a_newer_one_are_refused() {
        let mut db = Db::sqlite(":memory:").unwrap();
        ready(&mut db, MIGRATIONS).unwrap();
        ready(&mut db, MIGRATIONS).unwrap();
        assert_eq!(ready(&mut db, &steps()), Err(StoreError::Outdated("9998-later".into())));
        apply(&mut db, &LATER).unwrap();
        ready(&mut db, &steps()).unwrap();
        assert_eq!(ready(&mut db, MIGRATIONS), Err(StoreError::TooNew("9998-later".into())));
    }
}
