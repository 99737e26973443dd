//! The tables of both databases, brought up to date when the database is opened.

use crate::backend::{Db, Kind};
use crate::error::StoreError;
use crate::value::Value;

/// A migration: its name, and its text for SQLite and for PostgreSQL.
const MIGRATIONS: &[(&str, &str, &str)] = &[
    (
        "0001-house",
        include_str!("../migrations/sqlite/0001-house.sql"),
        include_str!("../migrations/postgres/0001-house.sql"),
    ),
    (
        "0002-access",
        include_str!("../migrations/sqlite/0002-access.sql"),
        include_str!("../migrations/postgres/0002-access.sql"),
    ),
];

/// This applies every migration that the database has not seen, each in a transaction.
pub(crate) fn up(db: &mut Db) -> Result<(), StoreError> {
    let begin = match db.kind() {
        Kind::Sqlite => "begin immediate",
        Kind::Postgres => "begin; select pg_advisory_xact_lock(7305)",
    };
    for (name, sqlite, postgres) in MIGRATIONS {
        db.batch(begin)?;
        let done = apply(
            db,
            name,
            match db.kind() {
                Kind::Sqlite => sqlite,
                Kind::Postgres => postgres,
            },
        );
        db.batch(if done.is_ok() { "commit" } else { "rollback" })?;
        done?;
    }
    Ok(())
}

fn apply(db: &mut Db, name: &str, text: &str) -> Result<(), StoreError> {
    // Under the lock: two processes that open a new database at once must not both create it.
    db.batch("create table if not exists migrations (name text primary key)")?;
    let seen = db.query("select name from migrations where name = $1", &[Value::Text(name.to_owned())])?;
    if seen.is_empty() {
        db.batch(text)?;
        db.execute("insert into migrations (name) values ($1)", &[Value::Text(name.to_owned())])?;
    }
    Ok(())
}
