//! The log as files that anyone can check: entries, tiles, nodes, a signed head (docs/ledger-format.md).

use crate::backend::Db;
use crate::error::StoreError;
use crate::ledger::checkpoint::{LogKey, sign_head};
use crate::ledger::tree;
use crate::store::Store;
use crate::value::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tlog_tiles::tlog::{Hash, split_stored_hash_index, stored_hash_index};

/// One file of an export: its path under the folder, and its bytes.
pub type Give<'a> = dyn FnMut(&str, &[u8]) -> Result<(), StoreError> + 'a;

/// The width of a tile, and of a bundle of entries.
const WIDTH: u64 = 256;

/// This hands every file of the export to `give`, as the database holds it, whole or not; it returns the size of the log.
pub fn export(store: &Store, key: &LogKey, give: &mut Give<'_>) -> Result<u64, StoreError> {
    store.sequence()?;
    let mut db = store.own_connection()?;
    // One snapshot: entries that come in meanwhile belong to the next export.
    db.batch(db.kind().begin_snapshot())?;
    let size = tree::size(&mut db)?;
    let nodes = nodes(&mut db)?;
    give("key", format!("{}\n", key.public).as_bytes())?;
    // A head is signed over the nodes as they are stored; if they are damaged, the verifiers say so.
    let root = tree::root(&mut db, size).unwrap_or(Hash([0; 32]));
    give("checkpoint", sign_head(size, root, key)?.as_bytes())?;
    give("nodes.csv", nodes_csv(&nodes).as_bytes())?;
    bundles(&mut db, size, give)?;
    tiles(&nodes, size, give)?;
    db.batch("rollback")?;
    Ok(size)
}

fn nodes(db: &mut Db) -> Result<BTreeMap<u64, String>, StoreError> {
    let rows = db.query("select idx, hash from tree_nodes order by idx", &[])?;
    Ok(rows
        .into_iter()
        .filter_map(|row| match row.as_slice() {
            [Value::Int(index), Value::Text(hash)] => Some((u64::try_from(*index).ok()?, hash.clone())),
            _ => None,
        })
        .collect())
}

fn nodes_csv(nodes: &BTreeMap<u64, String>) -> String {
    let mut text = "level,number,hash\n".to_owned();
    for (index, hash) in nodes {
        let (level, number) = split_stored_hash_index(*index);
        let _ = writeln!(text, "{level},{number},{hash}");
    }
    text
}

fn bundles(db: &mut Db, size: u64, give: &mut Give<'_>) -> Result<(), StoreError> {
    for first in (0..size).step_by(256) {
        let last = size.min(first + WIDTH);
        let rows = db.query(
            "select p.position, e.text from places p join entries e on e.id = p.entry_id where p.position >= $1 and p.position < $2 order by p.position",
            &[Value::Int(signed(first)), Value::Int(signed(last))],
        )?;
        let mut texts: BTreeMap<u64, String> = BTreeMap::new();
        for row in rows {
            if let [Value::Int(position), Value::Text(text)] = row.as_slice() {
                texts.insert(u64::try_from(*position).unwrap_or(0), text.clone());
            }
        }
        let mut bundle = Vec::new();
        for position in first..last {
            // A missing entry leaves an empty place, which no hash fits.
            let text = texts.remove(&position).unwrap_or_default();
            bundle.extend_from_slice(&u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
            bundle.extend_from_slice(text.as_bytes());
        }
        give(&format!("tile/entries/{}", path(first / WIDTH, last - first)), &bundle)?;
    }
    Ok(())
}

fn tiles(nodes: &BTreeMap<u64, String>, size: u64, give: &mut Give<'_>) -> Result<(), StoreError> {
    for tile_level in 0u8..8 {
        let count = size.checked_shr(u32::from(tile_level) * 8).unwrap_or(0);
        if count == 0 {
            break;
        }
        for number in 0..count.div_ceil(WIDTH) {
            let (first, last) = (number * WIDTH, count.min((number + 1) * WIDTH));
            let mut bytes = Vec::new();
            for at in first..last {
                let stored = nodes.get(&stored_hash_index(tile_level * 8, at)).and_then(|text| tree::unhex(text));
                bytes.extend_from_slice(&stored.unwrap_or(Hash([0; 32])).0);
            }
            give(&format!("tile/{tile_level}/{}", path(number, last - first)), &bytes)?;
        }
    }
    Ok(())
}

/// The path of a tile or bundle: `x001/x234/067`, with `.p/W` when it is not full (C2SP tlog-tiles).
fn path(number: u64, width: u64) -> String {
    let mut parts = vec![format!("{:03}", number % 1000)];
    let mut rest = number / 1000;
    while rest > 0 {
        parts.insert(0, format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    let path = parts.join("/");
    if width == WIDTH { path } else { format!("{path}.p/{width}") }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
