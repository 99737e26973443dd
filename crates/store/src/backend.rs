//! The seam to the two databases: one SQL text, two drivers. No other file names a driver's type, but for errors.

use crate::error::StoreError;
use crate::value::Value;
use domain::wording;
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use std::collections::HashMap;
use std::error::Error;

/// Which database this is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The embedded one.
    Sqlite,
    /// The server.
    Postgres,
}

impl Kind {
    /// The statement that opens a snapshot to read in.
    pub(crate) fn begin_snapshot(self) -> &'static str {
        match self {
            Self::Sqlite => "begin",
            Self::Postgres => "begin isolation level repeatable read read only",
        }
    }
}

/// One connection.
pub(crate) enum Db {
    Sqlite { connection: rusqlite::Connection, rewritten: HashMap<String, String> },
    Postgres { client: Box<postgres::Client>, statements: HashMap<String, postgres::Statement> },
}

impl Db {
    /// This opens an SQLite file with the settings that durability needs, and checks that they took.
    pub fn sqlite(path: &str) -> Result<Self, StoreError> {
        make_private(path)?;
        let connection = rusqlite::Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(20))?;
        write_ahead(&connection)?;
        // FULL, not NORMAL: NORMAL lost acknowledged commits in simulated power cuts.
        connection.execute_batch(
            "pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off;
             pragma secure_delete = on; pragma cell_size_check = on; pragma temp_store = memory; pragma cache_size = -65536;
             pragma recursive_triggers = on;",
        )?;
        connection.set_prepared_statement_cache_capacity(256);
        let synchronous: i64 = connection.query_row("pragma synchronous", [], |row| row.get(0))?;
        let journal: String = connection.query_row("pragma journal_mode", [], |row| row.get(0))?;
        if synchronous != 2 || (journal != "wal" && path != ":memory:") {
            return Err(StoreError::Unavailable("SQLite did not take WAL with synchronous=FULL".into()));
        }
        Ok(Self::Sqlite { connection, rewritten: HashMap::new() })
    }

    /// This makes an empty file that its owner alone can read, for a database to come.
    pub fn make_private(path: &str) -> Result<(), StoreError> {
        make_private(path)
    }

    /// This copies a file to a new place that its owner alone can read.
    pub fn private_copy(from: &std::path::Path, to: &std::path::Path) -> Result<(), StoreError> {
        let unusable =
            |error: std::io::Error| StoreError::Unavailable(wording!("the file cannot be copied: {}", error.kind()));
        let _ = std::fs::remove_file(to);
        make_private(&to.display().to_string())?;
        let mut source = std::fs::File::open(from).map_err(unusable)?;
        let mut target = std::fs::OpenOptions::new().write(true).open(to).map_err(unusable)?;
        std::io::copy(&mut source, &mut target).map(|_| ()).map_err(unusable)
    }

    /// This connects to PostgreSQL.
    pub fn postgres(url: &str) -> Result<Self, StoreError> {
        let mut client = postgres::Client::connect(url, postgres::NoTls)?;
        // As strict as SQLite's: a commit is answered after it is on disk, whatever the server's default.
        client.batch_execute("set synchronous_commit = on")?;
        let row = client.query_one("select current_setting('server_version_num'), current_setting('fsync')", &[])?;
        let (version, fsync): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if version.parse::<u32>().unwrap_or(0) < 150_000 {
            return Err(StoreError::Unavailable("PostgreSQL is older than version 15".into()));
        }
        if fsync != "on" {
            return Err(StoreError::Unavailable(
                "PostgreSQL runs with fsync off, so nothing it acknowledges is safe".into(),
            ));
        }
        Ok(Self::Postgres { client: Box::new(client), statements: HashMap::new() })
    }

    pub fn kind(&self) -> Kind {
        match self {
            Self::Sqlite { .. } => Kind::Sqlite,
            Self::Postgres { .. } => Kind::Postgres,
        }
    }

    /// This runs a statement and says how many rows it changed.
    pub fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite { connection, rewritten } => {
                let mut statement = connection.prepare_cached(numbered(rewritten, sql))?;
                let changed = statement.execute(rusqlite::params_from_iter(values))?;
                Ok(u64::try_from(changed).unwrap_or(0))
            }
            Self::Postgres { client, statements } => {
                let statement = prepared(client, statements, sql)?;
                Ok(client.execute(&statement, &params(values))?)
            }
        }
    }

    /// This reads all rows of a query, column by column.
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Vec<Value>>, StoreError> {
        match self {
            Self::Sqlite { connection, rewritten } => {
                let mut statement = connection.prepare_cached(numbered(rewritten, sql))?;
                let width = statement.column_count();
                let mut rows = statement.query(rusqlite::params_from_iter(values))?;
                let mut all = Vec::new();
                while let Some(row) = rows.next()? {
                    all.push((0..width).map(|column| sqlite_value(row, column)).collect::<Result<_, _>>()?);
                }
                Ok(all)
            }
            Self::Postgres { client, statements } => {
                let statement = prepared(client, statements, sql)?;
                let rows = client.query(&statement, &params(values))?;
                rows.iter().map(|row| (0..row.len()).map(|column| postgres_value(row, column)).collect()).collect()
            }
        }
    }

    /// This says whether the connection to the server is gone.
    pub fn is_closed(&self) -> bool {
        match self {
            Self::Sqlite { .. } => false,
            Self::Postgres { client, .. } => client.is_closed(),
        }
    }

    /// This says whether a transaction is still open; a full disk makes SQLite end it by itself.
    pub fn in_transaction(&self) -> bool {
        match self {
            Self::Sqlite { connection, .. } => !connection.is_autocommit(),
            // PostgreSQL keeps a failed transaction open until it is told to end it.
            Self::Postgres { .. } => true,
        }
    }

    /// This runs several statements without values.
    pub fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { connection, .. } => Ok(connection.execute_batch(sql)?),
            Self::Postgres { client, .. } => Ok(client.batch_execute(sql)?),
        }
    }
}

/// This switches to WAL. On a new file that several processes open at once, SQLite says at once that it is busy.
fn write_ahead(connection: &rusqlite::Connection) -> Result<(), rusqlite::Error> {
    let mut tries = 0;
    loop {
        match connection.execute_batch("pragma journal_mode = wal") {
            Err(error) if tries < 200 && error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            outcome => return outcome,
        }
    }
}

/// A new database is readable by its owner alone; the files beside it take its mode over.
fn make_private(path: &str) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    if path == ":memory:" || std::path::Path::new(path).exists() {
        return Ok(());
    }
    let made = std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    made.map(|_| ())
        .map_err(|error| StoreError::Unavailable(wording!("the database file cannot be made: {}", error.kind())))
}

/// This rewrites `$1` to `?1` for SQLite, which takes `$1` for a name and numbers names by first appearance.
fn numbered<'a>(rewritten: &'a mut HashMap<String, String>, sql: &'a str) -> &'a str {
    // Asked first: the entry of a map would copy a text that is there already, at every statement.
    if !rewritten.contains_key(sql) {
        rewritten.insert(sql.to_owned(), with_question_marks(sql));
    }
    rewritten.get(sql).map_or(sql, String::as_str)
}

fn with_question_marks(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut quoted = false;
    let mut rest = sql.chars().peekable();
    while let Some(letter) = rest.next() {
        quoted ^= letter == '\'';
        let placeholder = letter == '$' && !quoted && rest.peek().is_some_and(char::is_ascii_digit);
        out.push(if placeholder { '?' } else { letter });
    }
    out
}

fn prepared(
    client: &mut postgres::Client,
    statements: &mut HashMap<String, postgres::Statement>,
    sql: &str,
) -> Result<postgres::Statement, StoreError> {
    if let Some(statement) = statements.get(sql) {
        return Ok(statement.clone());
    }
    let statement = client.prepare(sql)?;
    statements.insert(sql.to_owned(), statement.clone());
    Ok(statement)
}

fn params(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn sqlite_value(row: &rusqlite::Row<'_>, column: usize) -> Result<Value, StoreError> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Real(_) | ValueRef::Blob(_) => return Err(unfit(column)),
    })
}

fn postgres_value(row: &postgres::Row, column: usize) -> Result<Value, StoreError> {
    let kind = row.columns().get(column).map(|found| found.type_().clone()).ok_or_else(|| unfit(column))?;
    if kind == Type::INT8 {
        return Ok(row.try_get::<_, Option<i64>>(column)?.map_or(Value::Null, Value::Int));
    }
    if kind == Type::TEXT || kind == Type::VARCHAR || kind == Type::NAME {
        return Ok(row.try_get::<_, Option<String>>(column)?.map_or(Value::Null, Value::Text));
    }
    Err(unfit(column))
}

fn unfit(column: usize) -> StoreError {
    StoreError::Unavailable(wording!("column {} is neither integer nor text", column))
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
        Ok(match self {
            Self::Int(number) => ToSqlOutput::Owned(Owned::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Null => ToSqlOutput::Owned(Owned::Null),
        })
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Int(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Self::Text(text) if *kind != Type::INT8 => text.to_sql(kind, out),
            Self::Null => Ok(IsNull::Yes),
            Self::Int(_) | Self::Text(_) => Err("an integer was bound to text, or text to an integer".into()),
        }
    }
    fn accepts(kind: &Type) -> bool {
        *kind == Type::INT8 || *kind == Type::TEXT || *kind == Type::VARCHAR
    }
    to_sql_checked!();
}
