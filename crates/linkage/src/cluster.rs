//! Groups of mentions that are one person: joined pair by pair, the strongest first, under every rule.

use std::collections::{BTreeSet, HashMap};

use crate::record::Records;

/// Why two groups must stay apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// They are one group already.
    Together,
    /// One report names both.
    OneReport,
    /// A person decided that they are two people.
    Decided,
    /// The group would be too large.
    TooLarge,
}

/// The groups, and which of them must never join.
#[derive(Debug)]
pub(crate) struct Groups {
    parent: Vec<u32>,
    members: Vec<Vec<u32>>,
    apart: HashMap<u32, BTreeSet<u32>>,
    report: Vec<u32>,
}

impl Groups {
    /// Every mention alone.
    pub(crate) fn alone(records: &Records) -> Self {
        let count = records.rows.len() as u32;
        Self {
            parent: (0..count).collect(),
            members: (0..count).map(|index| vec![index]).collect(),
            apart: HashMap::new(),
            report: records.rows.iter().map(|row| row.report).collect(),
        }
    }

    /// The group that a mention is in.
    pub(crate) fn of(&self, mention: u32) -> u32 {
        let mut at = mention;
        while self.parent[at as usize] != at {
            at = self.parent[at as usize];
        }
        at
    }

    /// The mentions of a group.
    pub(crate) fn members(&self, group: u32) -> &[u32] {
        &self.members[group as usize]
    }

    /// Whether a group has a mention of a report.
    pub(crate) fn names_one_of(&self, group: u32, report: u32) -> bool {
        self.members(group).iter().any(|&mention| self.report[mention as usize] == report)
    }

    /// Keeps the groups of two mentions apart for good. They must not be together yet.
    pub(crate) fn keep_apart(&mut self, a: u32, b: u32) {
        let (a, b) = (self.of(a), self.of(b));
        self.apart.entry(a).or_default().insert(b);
        self.apart.entry(b).or_default().insert(a);
    }

    /// Says why two groups may not be joined, if they may not.
    pub(crate) fn refusal(&self, a: u32, b: u32, person_max: usize) -> Option<Refusal> {
        if a == b {
            return Some(Refusal::Together);
        }
        if self.apart.get(&a).is_some_and(|apart| apart.contains(&b)) {
            return Some(Refusal::Decided);
        }
        let (left, right) = (self.members(a), self.members(b));
        if left.len() + right.len() > person_max {
            return Some(Refusal::TooLarge);
        }
        let report = |mention: &u32| self.report[*mention as usize];
        let shared = left.iter().any(|x| right.iter().any(|y| report(x) == report(y)));
        shared.then_some(Refusal::OneReport)
    }

    /// Joins two groups. The caller has asked [`Groups::refusal`].
    pub(crate) fn join(&mut self, a: u32, b: u32) {
        // The smaller group moves; the lower number breaks a tie.
        let size = |group: u32| self.members(group).len();
        let (kept, moved) =
            if (size(a), std::cmp::Reverse(a)) >= (size(b), std::cmp::Reverse(b)) { (a, b) } else { (b, a) };
        let members = std::mem::take(&mut self.members[moved as usize]);
        self.members[kept as usize].extend(members);
        self.parent[moved as usize] = kept;
        // INVARIANT: `apart` names only groups that still exist, in both directions.
        for other in self.apart.remove(&moved).unwrap_or_default() {
            if let Some(back) = self.apart.get_mut(&other) {
                back.remove(&moved);
                back.insert(kept);
            }
            self.apart.entry(kept).or_default().insert(other);
        }
    }

    /// How well two groups agree on the whole: the mean over up to 8 by 8 of their members.
    pub(crate) fn agreement(&self, a: u32, b: u32, bits: impl Fn(u32, u32) -> f64) -> f64 {
        let some = |group: u32| {
            let members = self.members(group);
            members.iter().step_by(members.len().div_ceil(8)).copied()
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for x in some(a) {
            for y in some(b) {
                // One pair must not decide alone, in either direction.
                sum += bits(x, y).clamp(-20.0, 15.0);
                count += 1.0;
            }
        }
        sum / count
    }
}
