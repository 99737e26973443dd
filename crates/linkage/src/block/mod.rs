//! Finds the pairs worth comparing: mentions that share a key under at least one rule.

pub mod keys;

use std::collections::BTreeMap;

use crate::block::keys::{RULES, Rule};
use crate::record::Records;

/// Keys of one rule that too many mentions share, and what skipping them left uncompared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capped {
    /// The rule, in words.
    pub rule: &'static str,
    /// How many of its keys were over the limit even after splitting.
    pub keys: usize,
    /// How many pairs were not compared under these keys. Other rules may still have found them.
    pub pairs: u64,
}

/// Candidate pairs, each once, the lower index first, in order; pairs of one report are left out.
pub(crate) fn pairs(records: &Records, block_max: usize) -> (Vec<(u32, u32)>, Vec<Capped>) {
    let derived = keys::Derived::new(records);
    let mut pairs = Vec::new();
    let mut capped = BTreeMap::new();
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for rule in RULES {
        keyed.clear();
        for (index, record) in records.rows.iter().enumerate() {
            keys::emit(&derived, record, rule, |key| keyed.push((key, index as u32)));
        }
        keyed.sort_unstable();
        keyed.dedup();
        for group in keyed.chunk_by(|a, b| a.0 == b.0) {
            let members: Vec<u32> = group.iter().map(|entry| entry.1).collect();
            emit_group(records, rule, &members, block_max, &mut pairs, &mut capped);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let capped = capped.into_iter().map(|(rule, (keys, pairs))| Capped { rule, keys, pairs }).collect();
    (pairs, capped)
}

fn emit_group(
    records: &Records,
    rule: Rule,
    members: &[u32],
    block_max: usize,
    pairs: &mut Vec<(u32, u32)>,
    capped: &mut BTreeMap<&'static str, (usize, u64)>,
) {
    if members.len() <= block_max {
        emit_pairs(records, members, pairs);
        return;
    }
    // A key that is too common is joined by a second one: year of birth, then outward code.
    for second in [keys::Second::Year, keys::Second::Outward] {
        let mut split: Vec<(u64, u32)> =
            members.iter().filter_map(|&index| Some((second.of(&records.rows[index as usize])?, index))).collect();
        split.sort_unstable();
        for group in split.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() <= block_max) {
            let part: Vec<u32> = group.iter().map(|entry| entry.1).collect();
            emit_pairs(records, &part, pairs);
        }
    }
    let size = members.len() as u64;
    let entry = capped.entry(rule.title()).or_default();
    entry.0 += 1;
    entry.1 += size * (size - 1) / 2;
}

fn emit_pairs(records: &Records, members: &[u32], pairs: &mut Vec<(u32, u32)>) {
    for (position, &a) in members.iter().enumerate() {
        for &b in &members[position + 1..] {
            if records.rows[a as usize].report != records.rows[b as usize].report {
                pairs.push((a.min(b), a.max(b)));
            }
        }
    }
}
