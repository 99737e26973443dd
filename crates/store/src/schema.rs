//! What a database holds: its tables, their columns, their rows. What SQLite keeps behind the index of searches is none of them: it
//! follows from the table of its words.

use crate::backend::{Db, Kind};
use crate::error::StoreError;
use crate::value::{Field, Value};

/// The tables, in order of name.
pub(crate) fn tables(db: &mut Db) -> Result<Vec<String>, StoreError> {
    let sql = match db.kind() {
        Kind::Sqlite => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'search_index%'
             order by name"
        }
        Kind::Postgres => {
            "select cast(table_name as text) from information_schema.tables where table_schema = current_schema() order by 1"
        }
    };
    names(db, sql, &[])
}

/// The columns of a table, in order; none if there is no such table.
pub(crate) fn columns(db: &mut Db, table: &str) -> Result<Vec<String>, StoreError> {
    let sql = match db.kind() {
        Kind::Sqlite => "select name from pragma_table_info($1) order by cid",
        Kind::Postgres => {
            "select cast(column_name as text) from information_schema.columns
             where table_schema = current_schema() and cast(table_name as text) = $1 order by ordinal_position"
        }
    };
    names(db, sql, &[Value::Text(table.to_owned())])
}

/// How many rows every table holds.
pub(crate) fn counts(db: &mut Db) -> Result<Vec<(String, i64)>, StoreError> {
    let tables = tables(db)?;
    tables
        .into_iter()
        .map(|table| {
            // The name comes from the database's own list.
            let rows = db.query(&format!("select count(*) from {table}"), &[])?;
            let count = rows.into_iter().flatten().next().and_then(i64::from_value).unwrap_or(0);
            Ok((table, count))
        })
        .collect()
}

fn names(db: &mut Db, sql: &str, values: &[Value]) -> Result<Vec<String>, StoreError> {
    Ok(db.query(sql, values)?.into_iter().flatten().filter_map(String::from_value).collect())
}
