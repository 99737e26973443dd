//! One declaration a table: the struct, its columns in order, and the statements that read and write it.

use crate::error::StoreError;
use crate::value::Value;
use sha2::{Digest, Sha256};

/// A row of a state table. Every row has an id, a version and a salt, and its salted hash stands in the ledger.
pub trait Record: Sized + Send + 'static {
    /// The table.
    const TABLE: &'static str;
    /// Its columns after `id`, `version` and `salt`, in order.
    const COLUMNS: &'static [&'static str];
    /// The id as text.
    fn key(&self) -> String;
    /// The version as read; 0 for a new row.
    fn version(&self) -> i64;
    /// This notes version and salt after a save.
    fn saved(&mut self, version: i64, salt: String);
    /// The values of `COLUMNS`, in order.
    fn values(&self) -> Vec<Value>;
    /// This builds the row from id, version, salt and the values of `COLUMNS`.
    fn from_values(values: Vec<Value>) -> Result<Self, StoreError>;
    /// `select` with all columns, up to and without `where`.
    fn select() -> &'static str;
    /// `insert` of a new row.
    fn insert() -> &'static str;
    /// `update` of one version to the next.
    fn update() -> &'static str;
}

/// This is the hash that the ledger keeps of a row: SHA-256 over the salt and the JSON array of table, version, id and values.
pub fn row_hash(table: &str, version: i64, salt: &str, key: &str, values: &[Value]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt.as_bytes());
    let mut array: Vec<serde_json::Value> = vec![table.into(), version.into(), key.into()];
    array.extend(values.iter().map(|value| match value {
        Value::Int(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Null => serde_json::Value::Null,
    }));
    hasher.update(serde_json::Value::Array(array).to_string().as_bytes());
    hex(&hasher.finalize())
}

/// This writes bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// This declares a record: a table with its columns.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident in $table:literal { id: $idtype:ty, $($(#[$fdoc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub struct $name {
            /// Its identifier.
            pub id: $idtype,
            /// The version as read; 0 for a new row.
            pub version: i64,
            /// The salt of the row's hash.
            pub salt: String,
            $($(#[$fdoc])* pub $field: $type,)*
        }
        impl $crate::record::Record for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
            fn key(&self) -> String { self.id.to_string() }
            fn version(&self) -> i64 { self.version }
            fn saved(&mut self, version: i64, salt: String) { self.version = version; self.salt = salt; }
            fn values(&self) -> Vec<$crate::value::Value> { vec![$($crate::value::Field::to_value(&self.$field)),*] }
            fn from_values(values: Vec<$crate::value::Value>) -> Result<Self, $crate::error::StoreError> {
                let mut values = values.into_iter();
                let row = match values.as_slice().first() { Some($crate::value::Value::Text(text)) => text.clone(), _ => String::new() };
                let mut next = || values.next().unwrap_or($crate::value::Value::Null);
                Ok(Self {
                    id: $crate::record::field(next(), $table, "id", &row)?,
                    version: $crate::record::field(next(), $table, "version", &row)?,
                    salt: $crate::record::field(next(), $table, "salt", &row)?,
                    $($field: $crate::record::field(next(), $table, stringify!($field), &row)?,)*
                })
            }
            fn select() -> &'static str { concat!("select id, version, salt", $(", ", stringify!($field),)* " from ", $table) }
            fn insert() -> &'static str {
                static SQL: std::sync::OnceLock<String> = std::sync::OnceLock::new();
                SQL.get_or_init(|| $crate::record::insert_sql($table, Self::COLUMNS))
            }
            fn update() -> &'static str {
                static SQL: std::sync::OnceLock<String> = std::sync::OnceLock::new();
                SQL.get_or_init(|| $crate::record::update_sql($table, Self::COLUMNS))
            }
        }
    };
}
pub(crate) use record;

/// This reads one column or names the cell that is corrupt.
pub(crate) fn field<T: crate::value::Field>(
    value: Value,
    table: &'static str,
    column: &'static str,
    row: &str,
) -> Result<T, StoreError> {
    T::from_value(value).ok_or_else(|| StoreError::corrupt(table, column, row))
}

/// `insert into t (id, version, salt, …) values ($1, $2, …)`.
pub(crate) fn insert_sql(table: &str, columns: &[&str]) -> String {
    let places: Vec<String> = (1..=columns.len() + 3).map(|n| format!("${n}")).collect();
    let names = columns.iter().fold("id, version, salt".to_owned(), |names, column| format!("{names}, {column}"));
    format!("insert into {table} ({names}) values ({})", places.join(", "))
}

/// `update t set version = $2, … where id = $1 and version + 1 = $2`; PostgreSQL would read `$2 - 1` as 32 bits.
pub(crate) fn update_sql(table: &str, columns: &[&str]) -> String {
    let sets: Vec<String> = columns.iter().zip(4..).map(|(column, n)| format!("{column} = ${n}")).collect();
    format!("update {table} set version = $2, salt = $3, {} where id = $1 and version + 1 = $2", sets.join(", "))
}
