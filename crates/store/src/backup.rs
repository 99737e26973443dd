//! A copy of a live database as one file, and the way back. The file is an SQLite database whichever of the two it comes from,
//! and can be put back into either: so a force that outgrows one machine moves by a backup.

use crate::backend::{Db, Kind};
use crate::chance::Chance;
use crate::error::StoreError;
use crate::ledger::checkpoint::{Head, LogKey, sign_head};
use crate::ledger::tree;
use crate::migrate::{MIGRATIONS, apply_named};
use crate::pool;
use crate::record::hex;
use crate::reserve::Room;
use crate::schema;
use crate::store::Config;
use crate::tx::{Chain, Context, Draft, Tx};
use crate::value::{Field, Value};
use crate::verify::{Finding, Verified, verify_in};
use domain::time::Moment;
use domain::wording;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Rows that are carried over at once.
const PAGE: i64 = 2000;

/// A copy that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copied {
    /// What its verification saw; the copy, not the original, was verified.
    pub verified: Verified,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// The signed head of the copy's log.
    pub checkpoint: String,
}

/// What became of putting a copy back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// What verification of the copy saw. With findings, nothing was put back.
    pub verified: Verified,
    /// Entries of the kept checkpoint that the copy does not hold: acknowledged once, and gone.
    pub lost: u64,
    /// Steps that the tables of the copy still wait for.
    pub outdated: bool,
}

/// This copies a database, live or not, into a new file, after an entry that says so, and verifies the copy.
///
/// It must not be run by two at once on one file. What is committed while it runs may be missing from the copy.
pub fn backup(
    config: &Config,
    file: &Path,
    key: &LogKey,
    at: Moment,
    chance: &mut Chance,
) -> Result<Copied, StoreError> {
    if file.exists() {
        return Err(StoreError::Unavailable("the file of the backup is there already; give another name".into()));
    }
    let mut db = connect(config)?;
    record(&mut db, Draft::done("backup", &[]), at, chance)?;
    let copied = copy_out(&mut db, file).and_then(|()| describe(file, key));
    if copied.is_err() {
        let _ = std::fs::remove_file(file);
    }
    copied
}

fn describe(file: &Path, key: &LogKey) -> Result<Copied, StoreError> {
    let mut copy = Db::sqlite(&text(file))?;
    let verified = verify_in(&mut copy, None)?;
    let size = tree::size(&mut copy)?;
    let checkpoint = sign_head(size, tree::root(&mut copy, size)?, key)?;
    close(copy, file)?;
    Ok(Copied { verified, sha256: file_hash(file)?, checkpoint })
}

/// This puts a copy back into an empty place, unless it is damaged or older than the checkpoint that somebody kept.
///
/// `accept_loss` puts an older one back all the same: the entry that says so names how many entries are lost, and the log
/// never again extends that checkpoint.
pub fn restore(
    config: &Config,
    file: &Path,
    against: Option<&Head>,
    accept_loss: bool,
    at: Moment,
    chance: &mut Chance,
) -> Result<Restored, StoreError> {
    must_be_empty(config)?;
    let beside = match config {
        Config::File(path) => PathBuf::from(format!("{path}.restoring")),
        Config::Server(_) => PathBuf::from(format!("{}.restoring", text(file))),
    };
    let outcome = try_restore(config, file, &beside, against, accept_loss, at, chance);
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", text(&beside)));
    }
    outcome
}

fn try_restore(
    config: &Config,
    file: &Path,
    beside: &Path,
    against: Option<&Head>,
    accept_loss: bool,
    at: Moment,
    chance: &mut Chance,
) -> Result<Restored, StoreError> {
    let sha256 = file_hash(file)?;
    Db::private_copy(file, beside)?;
    let mut copy = Db::sqlite(&text(beside))?;
    if !schema::tables(&mut copy)?.iter().any(|table| table == "entries") {
        return Err(StoreError::Unavailable("this file is no backup of Holdfast".into()));
    }
    let mut verified = verify_in(&mut copy, against)?;
    let lost = against.map_or(0, |head| head.size.saturating_sub(verified.entries));
    let outdated = MIGRATIONS.len()
        > schema::counts(&mut copy)?
            .iter()
            .find(|(table, _)| table == "migrations")
            .map_or(0, |(_, rows)| usize::try_from(*rows).unwrap_or(0));
    if lost > 0 && accept_loss {
        verified.findings.retain(|found| found.kind != "checkpoint");
    }
    if !verified.findings.is_empty() {
        return Ok(Restored { verified, lost, outdated });
    }
    let mut draft = Draft::done("restore", &[]).fact("sha256", sha256).fact("entries", verified.entries);
    if let Some(head) = against.filter(|_| lost > 0) {
        draft = draft.fact("lost", lost).fact("kept_size", head.size).fact("kept_root", &head.root);
    }
    record(&mut copy, draft, at, chance)?;
    // Whoever served the original does not serve this one.
    copy.batch("update serving set holder = '', until = 0")?;
    match config {
        Config::File(path) => {
            close(copy, beside)?;
            put_in_place(beside, Path::new(path))?;
        }
        Config::Server(url) => copy_in(&mut copy, &mut Db::postgres(url)?)?,
    }
    Ok(Restored { verified, lost, outdated })
}

fn connect(config: &Config) -> Result<Db, StoreError> {
    match config {
        Config::File(path) => Db::sqlite(path),
        Config::Server(url) => Db::postgres(url),
    }
}

fn must_be_empty(config: &Config) -> Result<(), StoreError> {
    let full = match config {
        Config::File(path) => ["", "-wal"].iter().any(|ending| Path::new(&format!("{path}{ending}")).exists()),
        Config::Server(url) => !schema::tables(&mut Db::postgres(url)?)?.is_empty(),
    };
    if full {
        return Err(StoreError::Unavailable(
            "there is a database already; a backup is put back into an empty place only".into(),
        ));
    }
    Ok(())
}

/// An entry by whoever runs the machine, in a transaction of its own.
fn record(db: &mut Db, draft: Draft, at: Moment, chance: &mut Chance) -> Result<(), StoreError> {
    let context = Context {
        account: None,
        role: None,
        force: None,
        purpose: "operation".to_owned(),
        at,
        policy_set: String::new(),
    };
    db.batch(match db.kind() {
        Kind::Sqlite => "begin immediate",
        Kind::Postgres => "begin",
    })?;
    let mut chain = Chain::new(at, chance);
    let mut tx = Tx::new(db, context, chance, Room::Plenty);
    tx.append(draft);
    let done = tx.flush(&mut chain).and_then(|flushed| match db.kind() {
        Kind::Sqlite => tree::place(db, &flushed.texts),
        // The sequencer gives it a place.
        Kind::Postgres => Ok(()),
    });
    db.batch(if done.is_ok() { "commit" } else { "rollback" })?;
    done
}

/// This copies what one snapshot holds into a new SQLite file.
fn copy_out(db: &mut Db, file: &Path) -> Result<(), StoreError> {
    if db.kind() == Kind::Sqlite {
        Db::make_private(&text(file))?;
        db.execute("vacuum into $1", &[Value::Text(text(file))])?;
        return sync(file);
    }
    let mut copy = Db::sqlite(&text(file))?;
    // The lock comes before the snapshot: nobody else gives places until the copy is made, so that the copy's log is the beginning
    // of the original's. Writers go on; their entries wait.
    db.batch("begin isolation level repeatable read; lock table tree_head in exclusive mode")?;
    while pool::sequence_open(db)? > 0 {}
    apply_named(&mut copy, &migrations(db)?)?;
    copy.batch("begin immediate")?;
    for table in schema::tables(db)? {
        let columns = schema::columns(db, &table)?;
        let mut into = Into::new(&mut copy, &table, &columns)?;
        // SQLite's index of searches is built fastest in the order of its numbers.
        let order = if table == "search_words" { " order by number" } else { "" };
        let columns = columns.join(", ");
        db.batch(&format!("declare copy_{table} no scroll cursor for select {columns} from {table}{order}"))?;
        loop {
            let rows = db.query(&format!("fetch {PAGE} from copy_{table}"), &[])?;
            if rows.is_empty() {
                break;
            }
            rows.iter().try_for_each(|row| into.row(&mut copy, row))?;
        }
    }
    db.batch("commit")?;
    copy.batch("commit")?;
    close(copy, file)
}

/// This copies a file's tables into an empty server, whole or not at all.
fn copy_in(copy: &mut Db, db: &mut Db) -> Result<(), StoreError> {
    db.batch("begin")?;
    let done = apply_named(db, &migrations(copy)?).and_then(|()| {
        schema::tables(copy)?.iter().try_for_each(|table| {
            let columns = schema::columns(copy, table)?;
            let mut into = Into::new(db, table, &columns)?;
            // Places and nodes are numbered from 0.
            let mut after = -1;
            loop {
                let sql = format!(
                    "select rowid, {} from {table} where rowid > $1 order by rowid limit $2",
                    columns.join(", ")
                );
                let rows = copy.query(&sql, &[Value::Int(after), Value::Int(PAGE)])?;
                let Some(last) = rows.last() else { return Ok(()) };
                after = last.first().cloned().and_then(i64::from_value).unwrap_or(i64::MAX);
                rows.iter().try_for_each(|row| into.row(db, row.get(1..).unwrap_or_default()))?;
            }
        })
    });
    db.batch(if done.is_ok() { "commit" } else { "rollback" })?;
    done
}

/// A table that is filled, emptied first of what its migration put there.
struct Into {
    insert: String,
}

impl Into {
    fn new(db: &mut Db, table: &str, columns: &[String]) -> Result<Self, StoreError> {
        if ["tree_head", "serving", "watch", "migrations"].contains(&table) {
            db.execute(&format!("delete from {table}"), &[])?;
        }
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        Ok(Self { insert: format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", ")) })
    }
    fn row(&mut self, db: &mut Db, row: &[Value]) -> Result<(), StoreError> {
        db.execute(&self.insert, row).map(|_| ())
    }
}

fn migrations(db: &mut Db) -> Result<Vec<String>, StoreError> {
    let rows = db.query("select name from migrations order by name", &[])?;
    Ok(rows.into_iter().flatten().filter_map(String::from_value).collect())
}

/// This leaves one file that holds everything, on disk.
fn close(db: Db, file: &Path) -> Result<(), StoreError> {
    let mut db = db;
    db.batch("pragma wal_checkpoint(truncate); pragma journal_mode = delete")?;
    drop(db);
    sync(file)
}

fn put_in_place(from: &Path, to: &Path) -> Result<(), StoreError> {
    std::fs::rename(from, to).map_err(unusable)?;
    sync(to)
}

/// The file and the folder that names it, on disk.
fn sync(file: &Path) -> Result<(), StoreError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for path in [file, folder] {
        std::fs::File::open(path).and_then(|open| open.sync_all()).map_err(unusable)?;
    }
    Ok(())
}

fn file_hash(file: &Path) -> Result<String, StoreError> {
    let mut open = std::fs::File::open(file).map_err(unusable)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0u8; 1 << 20]);
    loop {
        match open.read(&mut buffer).map_err(unusable)? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn unusable(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(wording!("a file of the backup cannot be used: {}", error.kind()))
}

/// What the findings of a copy come to, in one sentence.
pub fn why_refused(restored: &Restored) -> Option<String> {
    let worst = |found: &Finding| format!("{} {} {}", found.kind, found.which, found.what);
    match (restored.lost, restored.verified.findings.first()) {
        (_, None) => None,
        (0, Some(first)) => Some(format!("this copy is damaged or was changed: {}", worst(first))),
        (lost, Some(_)) => Some(format!(
            "this copy is older than the checkpoint that was kept: it ends after {} entries, and {lost} that were acknowledged after it are missing",
            restored.verified.entries
        )),
    }
}
