//! Proof that nothing was changed: the tree against the entries, the chains of the writers, the rows against their seals.

use crate::backend::Db;
use crate::error::StoreError;
use crate::ledger::checkpoint::Head;
use crate::ledger::entry::{Read, RowSeal};
use crate::ledger::tree;
use crate::record::{Record, hex, row_hash};
use crate::rows::*;
use crate::schema;
use crate::search;
use crate::store::Store;
use crate::value::{Field, Value};
use std::collections::{BTreeMap, HashMap};
use tlog_tiles::tlog::{
    Error as TlogError, Hash, HashReader, record_hash, split_stored_hash_index, stored_hashes_for_record_hash,
    tree_hash,
};

/// One thing that is not as it must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What kind: entry, place, node, chain, row, search, checkpoint, case, trace.
    pub kind: &'static str,
    /// Which one: by position, index or id.
    pub which: String,
    /// What is wrong with it.
    pub what: String,
}

/// What verification saw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Entries in the log.
    pub entries: u64,
    /// Rows compared with their seals.
    pub rows: u64,
    /// The root recomputed from the entries, hexadecimal.
    pub root: String,
    /// What is wrong; empty if all is well.
    pub findings: Vec<Finding>,
}

/// This verifies the whole database, and that it extends a checkpoint that somebody kept.
pub fn verify(store: &Store, against: Option<&Head>) -> Result<Verified, StoreError> {
    let sequenced = store.sequence();
    let mut db = store.own_connection()?;
    db.batch(db.kind().begin_snapshot())?;
    let verified = verify_in(&mut db, against);
    db.batch("rollback")?;
    let mut verified = verified?;
    if let Err(error) = sequenced {
        // A damaged tree cannot grow; the rest is still worth looking at.
        let what = format!("entries cannot be given a place: {error}");
        verified.findings.insert(0, Finding { kind: "place", which: "tree_head".to_owned(), what });
    }
    Ok(verified)
}

/// This verifies what one connection sees, in whatever shape its tables are.
pub(crate) fn verify_in(db: &mut Db, against: Option<&Head>) -> Result<Verified, StoreError> {
    let mut check = Check { findings: Vec::new(), leaves: Tree(Vec::new()), seals: HashMap::new() };
    let size = check.entries(db)?;
    check.waiting(db)?;
    check.nodes(db)?;
    check.chains(db)?;
    let rows = check.rows(db)?;
    let root = if size == 0 { String::new() } else { check.root(size) };
    if let Some(head) = against {
        check.against(head, size);
    }
    // What follows from rows is compared where these are what they were.
    if check.findings.is_empty() && search::is_there(db)? {
        for case in search::otherwise(db)? {
            check.find("search", case, "is not found by what its rows say; `holdfast rebuild-search` mends that");
        }
    }
    Ok(Verified { entries: size, rows, root, findings: check.findings })
}

struct Check {
    findings: Vec<Finding>,
    leaves: Tree,
    seals: HashMap<(String, String), RowSeal>,
}

/// The tree recomputed from the entries, in stored order.
struct Tree(Vec<Hash>);

impl HashReader for Tree {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, TlogError> {
        indexes
            .iter()
            .map(|index| {
                let at = usize::try_from(*index).ok();
                at.and_then(|at| self.0.get(at))
                    .copied()
                    .ok_or_else(|| TlogError::InvalidInput("beyond the tree".to_owned()))
            })
            .collect()
    }
}

impl Check {
    fn find(&mut self, kind: &'static str, which: impl ToString, what: &str) {
        self.findings.push(Finding { kind, which: which.to_string(), what: what.to_owned() });
    }

    /// Every place holds an entry; the tree over them is recomputed; the seals of rows are collected.
    fn entries(&mut self, db: &mut Db) -> Result<u64, StoreError> {
        let head = tree::size(db)?;
        let mut position: u64 = 0;
        loop {
            let rows = db.query(
                "select p.position, p.entry_id, e.text, e.at, e.case_id, e.case_version from places p left join entries e on e.id = p.entry_id
                 where p.position >= $1 order by p.position limit 5000",
                &[Value::Int(i64::try_from(position).unwrap_or(i64::MAX))],
            )?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let [Value::Int(place), Value::Text(id), text, columns @ ..] = row.as_slice() else { continue };
                if u64::try_from(*place).ok() != Some(position) {
                    self.find("place", position, "is missing");
                    position = u64::try_from(*place).unwrap_or(position);
                }
                self.entry(position, id, text, columns);
                position += 1;
            }
        }
        if position != head {
            self.find("place", "tree_head", &format!("says {head} entries, but {position} have a place"));
        }
        let loose = db.query(
            "select e.id from entries e left join places p on p.entry_id = e.id left join unplaced u on u.entry_id = e.id
             where p.entry_id is null and u.entry_id is null order by e.id",
            &[],
        )?;
        for row in loose {
            if let Some(Value::Text(id)) = row.first() {
                self.find("entry", id, "has no place in the log");
            }
        }
        Ok(position)
    }

    /// Entries that were committed since, and wait for a place, explain rows too.
    fn waiting(&mut self, db: &mut Db) -> Result<(), StoreError> {
        let rows = db.query(
            "select e.id, e.text from unplaced u join entries e on e.id = u.entry_id
             left join places p on p.entry_id = e.id where p.entry_id is null order by e.id",
            &[],
        )?;
        for row in rows {
            let [Value::Text(id), Value::Text(text)] = row.as_slice() else { continue };
            match Read::parse(text) {
                Some(read) if read.id.to_string() == *id => self.seals_of(read),
                Some(_) => self.find("entry", id, "stands under another id"),
                None => self.find("entry", id, "cannot be read"),
            }
        }
        Ok(())
    }

    fn seals_of(&mut self, read: Read) {
        for seal in read.rows {
            let key = (seal.table.clone(), seal.id.clone());
            let newer = self.seals.get(&key).is_none_or(|known| known.version < seal.version);
            if newer {
                self.seals.insert(key, seal);
            }
        }
    }

    fn entry(&mut self, position: u64, id: &str, text: &Value, columns: &[Value]) {
        let text = match text {
            Value::Text(text) => text.as_str(),
            Value::Int(_) | Value::Null => {
                self.find("entry", position, "is missing");
                ""
            }
        };
        match stored_hashes_for_record_hash(position, record_hash(text.as_bytes()), &self.leaves) {
            Ok(hashes) => self.leaves.0.extend(hashes),
            Err(_) => self.find("entry", position, "cannot be placed in the tree"),
        }
        match Read::parse(text) {
            Some(read) if read.id.to_string() == id => {
                // The columns beside the text choose what a case's history is.
                if columns != [read.at.to_value(), read.case.to_value(), read.case_version.to_value()] {
                    self.find("entry", position, "stands under another moment, case or number than its text says");
                }
                self.seals_of(read);
            }
            Some(_) => self.find("entry", position, "stands under another id"),
            None if text.is_empty() => {}
            None => self.find("entry", position, "cannot be read"),
        }
    }

    /// Every stored node is what the entries make of it.
    fn nodes(&mut self, db: &mut Db) -> Result<(), StoreError> {
        let rows = db.query("select idx, hash from tree_nodes order by idx", &[])?;
        let mut stored: BTreeMap<u64, String> = BTreeMap::new();
        for row in rows {
            if let [Value::Int(index), Value::Text(hash)] = row.as_slice() {
                stored.insert(u64::try_from(*index).unwrap_or(u64::MAX), hash.clone());
            }
        }
        let fresh: Vec<(u64, String)> = self.leaves.0.iter().zip(0u64..).map(|(hash, at)| (at, hex(&hash.0))).collect();
        for (index, hash) in fresh {
            let (level, number) = split_stored_hash_index(index);
            match stored.remove(&index) {
                Some(found) if found == hash => {}
                // Level 0 is the entry itself: its text and its leaf disagree.
                Some(_) if level == 0 => {
                    self.find("entry", number, "does not fit its leaf in the tree: one of them was changed")
                }
                Some(_) => self.find("node", format!("{level}/{number}"), "does not fit the nodes below it"),
                None => self.find("node", format!("{level}/{number}"), "is missing"),
            }
        }
        for index in stored.keys() {
            let (level, number) = split_stored_hash_index(*index);
            self.find("node", format!("{level}/{number}"), "lies beyond the end of the log");
        }
        Ok(())
    }

    /// Each connection's entries follow one another without a gap.
    fn chains(&mut self, db: &mut Db) -> Result<(), StoreError> {
        let rows = db.query("select writer, writer_seq, text from entries order by writer, writer_seq", &[])?;
        let mut last: Option<(String, i64, String)> = None;
        for row in rows {
            let [Value::Text(writer), Value::Int(seq), Value::Text(text)] = row.as_slice() else { continue };
            let (expected, prev) = match &last {
                Some((known, seq, leaf)) if known == writer => (seq + 1, leaf.clone()),
                Some(_) | None => (1, String::new()),
            };
            let follows = Read::parse(text).is_some_and(|read| {
                read.writer.to_string() == *writer && read.writer_seq == *seq && read.writer_prev == prev
            });
            if *seq != expected || !follows {
                self.find("chain", format!("{writer}/{seq}"), "does not follow the entry before it");
            }
            last = Some((writer.clone(), *seq, tree::leaf(text)));
        }
        Ok(())
    }

    /// Every row is what the last entry about it says.
    fn rows(&mut self, db: &mut Db) -> Result<u64, StoreError> {
        let mut count = 0;
        macro_rules! each {
            ($($record:ident),*) => { $(count += self.table::<$record>(db)?;)* };
        }
        every_record!(each);
        let mut gone: Vec<(String, String)> = self.seals.keys().cloned().collect();
        gone.sort();
        for (table, id) in gone {
            self.find("row", format!("{table}/{id}"), "is missing");
        }
        Ok(count)
    }

    fn table<R: Record>(&mut self, db: &mut Db) -> Result<u64, StoreError> {
        let mut count = 0;
        let (mut after, mut beyond) = (String::new(), ">=");
        // A database that waits for a migration lacks columns or tables, and its seals cover what it has; a column that
        // somebody took away is found, since the seals cover it.
        let there = schema::columns(db, R::TABLE)?;
        if there.is_empty() {
            return Ok(0);
        }
        let columns: String = R::COLUMNS
            .iter()
            .filter(|column| there.iter().any(|name| name == *column))
            .fold("id, version, salt".to_owned(), |all, column| format!("{all}, {column}"));
        loop {
            // The first page takes in an empty id, which no row of ours has.
            let rows = db.query(
                &format!("select {columns} from {} where id {beyond} $1 order by id limit 5000", R::TABLE),
                &[Value::Text(after.clone())],
            )?;
            if rows.is_empty() {
                return Ok(count);
            }
            for row in rows {
                let mut values = row.into_iter();
                let (id, version, salt) = (values.next(), values.next(), values.next());
                let (Some(Value::Text(id)), Some(Value::Int(version)), Some(Value::Text(salt))) = (id, version, salt)
                else {
                    continue;
                };
                let rest: Vec<Value> = values.collect();
                let hash = row_hash(R::TABLE, version, &salt, &id, &rest);
                match self.seals.remove(&(R::TABLE.to_owned(), id.clone())) {
                    Some(seal) if seal.version == version && seal.hash == hash => {}
                    Some(_) => self.find("row", format!("{}/{id}", R::TABLE), "is not what its last entry says"),
                    None => self.find("row", format!("{}/{id}", R::TABLE), "is explained by no entry"),
                }
                count += 1;
                after = id;
            }
            beyond = ">";
        }
    }

    fn root(&self, size: u64) -> String {
        tree_hash(size, &self.leaves).map(|hash| hex(&hash.0)).unwrap_or_default()
    }

    fn against(&mut self, head: &Head, size: u64) {
        if size < head.size {
            let what = format!("has {} entries, the log only {size}: its end was cut off or rolled back", head.size);
            self.find("checkpoint", head.size, &what);
        } else if head.size > 0 && self.root(head.size) != head.root {
            self.find("checkpoint", head.size, "has another root: an entry before it was changed");
        }
    }
}
