//! The Merkle tree over the entries (RFC 6962), stored node by node in the order of Go's `tlog`.

use crate::backend::Db;
use crate::error::StoreError;
use crate::many;
use crate::quoted::OfTheDatabase;
use crate::value::Value;
use domain::ids::EntryId;
use domain::wording;
use std::collections::HashMap;
use tlog_tiles::tlog::{
    Error as TlogError, Hash, HashReader, record_hash, stored_hash_count, stored_hashes, tree_hash,
};

/// This gives entries their places at the end of the log and writes the nodes that become complete.
pub(crate) fn place(db: &mut Db, entries: &[(EntryId, String)]) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    // The row lock makes this the only sequencer until the commit, on both databases.
    db.execute("update tree_head set turn = turn + 1 where id = 1", &[])?;
    let mut size = size(db)?;
    let mut nodes = Nodes { db: std::cell::RefCell::new(db), fresh: HashMap::new() };
    let (mut fresh, mut places) = (Vec::new(), Vec::new());
    for (id, text) in entries {
        let hashes = stored_hashes(size, text.as_bytes(), &nodes).map_err(tlog_failure)?;
        let first = stored_hash_count(size);
        for (hash, index) in hashes.into_iter().zip(first..) {
            nodes.fresh.insert(index, hash);
            fresh.push([Value::Int(signed(index)?), Value::Text(crate::record::hex(&hash.0))]);
        }
        places.push([Value::Int(signed(size)?), Value::Text(id.to_string())]);
        size += 1;
    }
    let db = nodes.db.into_inner();
    many::execute(db, "insert into tree_nodes (idx, hash) values", &fresh, "")?;
    many::execute(db, "insert into places (position, entry_id) values", &places, "")?;
    db.execute("update tree_head set size = $1 where id = 1", &[Value::Int(signed(size)?)])?;
    Ok(())
}

/// How many entries have a place.
pub(crate) fn size(db: &mut Db) -> Result<u64, StoreError> {
    let rows = db.query("select size from tree_head where id = 1", &[])?;
    match rows.first().and_then(|row| row.first()) {
        Some(Value::Int(size)) => u64::try_from(*size).map_err(|_| corrupt()),
        Some(Value::Text(_) | Value::Null) | None => Err(corrupt()),
    }
}

/// The root of the first `size` entries, from the stored nodes.
pub(crate) fn root(db: &mut Db, size: u64) -> Result<Hash, StoreError> {
    let nodes = Nodes { db: std::cell::RefCell::new(db), fresh: HashMap::new() };
    tree_hash(size, &nodes).map_err(tlog_failure)
}

/// The hash of an entry as a leaf, hexadecimal; it also chains the entries of one connection.
pub(crate) fn leaf(text: &str) -> String {
    crate::record::hex(&record_hash(text.as_bytes()).0)
}

/// Stored nodes, with those of this run in memory.
struct Nodes<'a> {
    db: std::cell::RefCell<&'a mut Db>,
    fresh: HashMap<u64, Hash>,
}

impl HashReader for Nodes<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, TlogError> {
        indexes.iter().map(|index| self.one(*index)).collect()
    }
}

impl Nodes<'_> {
    fn one(&self, index: u64) -> Result<Hash, TlogError> {
        if let Some(hash) = self.fresh.get(&index) {
            return Ok(*hash);
        }
        let missing = || TlogError::InvalidInput("a node of the tree is missing".to_owned());
        let place = i64::try_from(index).map_err(|_| missing())?;
        let rows = self
            .db
            .borrow_mut()
            .query("select hash from tree_nodes where idx = $1", &[Value::Int(place)])
            .map_err(|_| missing())?;
        match rows.first().and_then(|row| row.first()) {
            Some(Value::Text(text)) => unhex(text).ok_or_else(missing),
            Some(Value::Int(_) | Value::Null) | None => Err(missing()),
        }
    }
}

/// This reads 64 hexadecimal digits.
pub(crate) fn unhex(text: &str) -> Option<Hash> {
    let mut bytes = [0u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(Hash(bytes))
}

fn tlog_failure(error: TlogError) -> StoreError {
    StoreError::Unavailable(wording!("the tree of the ledger cannot be read: {}", OfTheDatabase(error.to_string())))
}

fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| corrupt())
}

fn corrupt() -> StoreError {
    StoreError::corrupt("tree_head", "size", "1")
}
