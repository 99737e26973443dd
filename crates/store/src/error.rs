//! What can go wrong with storage. No personal data stands in any of it: see `quoted.rs`.

use crate::quoted::OfTheDatabase;
use domain::wording;
use domain::wording::Wording;

/// A failure of storage.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreError {
    /// What was asked for is not there.
    #[error("no such {0}")]
    Missing(&'static str),
    /// Somebody else changed it in the meantime.
    #[error("this {0} was changed by someone else in the meantime")]
    Conflict(&'static str),
    /// A stored value is not what its column holds.
    #[error("table {table} column {column} row {row} holds what it cannot hold")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Row, by its id.
        row: Wording,
    },
    /// The database cannot be reached, is full, or refused.
    #[error("the database is not available: {0}")]
    Unavailable(Wording),
    /// The disk is full, and what is left of it is kept for the ledger.
    #[error("the disk is full: only looks are still recorded, nothing else is written")]
    DiskFull,
    /// Personal data was asked of a receipt whose entry does not name it.
    #[error("the ledger entry does not name what was to be shown")]
    NotNamed,
    /// An entry of another transaction was used to write.
    #[error("the entry belongs to another transaction")]
    ForeignEntry,
    /// A transaction was to give something out without having appended an entry.
    #[error("a transaction that appends no entry gives nothing out")]
    NoEntry,
    /// An entry is larger than a log can hold (65,535 bytes, C2SP tlog-tiles).
    #[error("the ledger entry is too large")]
    EntryTooLarge,
    /// The tables are older than this program.
    #[error(
        "the tables are of an older version (not yet: {0}); look with `holdfast migrate --dry-run`, then `holdfast migrate`"
    )]
    Outdated(Wording),
    /// The tables are newer than this program.
    #[error(
        "the tables are of a newer version than this program ({0}); use that version, or restore the backup from before it"
    )]
    TooNew(Wording),
    /// A transaction met another one; the seam tries it again.
    #[error("the transaction met another one")]
    Serialisation,
    /// Another process leads now, so this one's work as a leader is refused.
    #[error("another process leads now")]
    NotLeading,
    /// The connection was lost while it was being written, and the outcome could not be looked up.
    #[error(
        "whether this was written is not known: the connection to the database was lost; look before you repeat it"
    )]
    InDoubt,
}

impl StoreError {
    /// This names the cell that is corrupt, its row by the key.
    pub(crate) fn corrupt(table: &'static str, column: &'static str, row: &str) -> Self {
        Self::Corrupt { table, column, row: wording!("{}", OfTheDatabase(row.to_owned())) }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation)
                if matches!(
                    error.sqlite_error().map(|known| known.extended_code),
                    Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
                ) =>
            {
                Self::Conflict("record")
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Unavailable("another process is writing to the database and does not let go".into())
            }
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            // The index of the write-ahead log could not be made as large as it must be.
            Some(ErrorCode::SystemIoFailure)
                if error.sqlite_error().map(|known| known.extended_code)
                    == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) =>
            {
                Self::DiskFull
            }
            Some(ErrorCode::ReadOnly) => Self::Unavailable(
                "it can only be read, so nothing can be written, and nothing shown, since no look can be put on record"
                    .into(),
            ),
            Some(ErrorCode::CannotOpen) => Self::Unavailable(
                "its file cannot be opened; its folder must be there, on a disk that can be written".into(),
            ),
            Some(ErrorCode::SystemIoFailure) => Self::Unavailable(wording!(
                "the disk does not read or write as it must ({})",
                OfTheDatabase(error.to_string())
            )),
            // The message of SQLite names tables and columns, never values.
            _ => Self::Unavailable(wording!("{}", OfTheDatabase(error.to_string()))),
        }
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        match error.code() {
            Some(code) if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
                Self::Serialisation
            }
            Some(code) if *code == SqlState::UNIQUE_VIOLATION => Self::Conflict("record"),
            // PostgreSQL's detail line quotes values, so only the code and the primary message are kept.
            Some(code) => Self::Unavailable(wording!(
                "PostgreSQL error {}: {}",
                OfTheDatabase(code.code().to_owned()),
                OfTheDatabase(error.as_db_error().map_or("", |db| db.message()).to_owned())
            )),
            None => Self::Unavailable("the connection to PostgreSQL failed".into()),
        }
    }
}
