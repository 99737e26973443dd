//! Joins across reports: who shares one party probably shares the other.
//!
//! Two reports, a person at risk in each and a subject in each. With the evidence for each pair and the
//! chance that reports share one party given the other, Bayes' rule gives the odds that a pair is one
//! person in view of the other pair. Known companions stand for strong evidence.

use std::collections::{BTreeMap, HashMap};

use crate::cluster::Groups;
use crate::mention::Role;
use crate::record::Records;
use crate::score::model::Scorer;

/// How reports hang together.
pub(crate) struct Relations {
    /// For each report its mentions.
    by_report: Vec<Vec<u32>>,
    /// Chance of one subject given one person at risk.
    pub same_subject: f64,
    /// Chance of one person at risk given one subject.
    pub same_person_at_risk: f64,
}

/// What the other party adds to the bits of a pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Support {
    /// Bits to add to prior and evidence.
    pub bits: f64,
}

/// The odds, in bits, at which companions in one group count as one person.
const KNOWN_BITS: f64 = 7.0;

/// From at most so many reports of one person are their other parties compared.
const REPORTS_MAX: usize = 40;

/// So many other parties of one report are looked at.
const COMPANIONS_MAX: usize = 6;

fn opposite(role: Role) -> Option<Role> {
    match role {
        Role::PersonAtRisk => Some(Role::Subject),
        Role::Subject => Some(Role::PersonAtRisk),
        Role::Other => None,
    }
}

impl Relations {
    pub(crate) fn new(records: &Records, same_subject: f64, same_person_at_risk: f64) -> Self {
        let mut by_report = vec![Vec::new(); records.reports];
        for (index, row) in records.rows.iter().enumerate() {
            by_report[row.report as usize].push(index as u32);
        }
        Self { by_report, same_subject, same_person_at_risk }
    }

    fn companions<'a>(&'a self, records: &'a Records, mention: u32) -> impl Iterator<Item = u32> + 'a {
        let row = &records.rows[mention as usize];
        let role = opposite(row.role);
        self.by_report[row.report as usize]
            .iter()
            .copied()
            .filter(move |&other| Some(records.rows[other as usize].role) == role)
            .take(COMPANIONS_MAX)
    }

    /// What the other parties of two mentions' reports say about the two; none where roles differ or a
    /// report names no other party.
    pub(crate) fn support(&self, scorer: &Scorer, groups: &Groups, a: u32, b: u32) -> Option<Support> {
        let records = scorer.records;
        let role = records.rows[a as usize].role;
        if role != records.rows[b as usize].role {
            return None;
        }
        let mut best: Option<f64> = None;
        for x in self.companions(records, a) {
            for y in self.companions(records, b) {
                let known = groups.of(x) == groups.of(y);
                let own = scorer.evidence(x as usize, y as usize);
                let evidence = if known { own.max(KNOWN_BITS - scorer.prior_bits) } else { own };
                best = Some(best.map_or(evidence, |best| best.max(evidence)));
            }
        }
        Some(Support { bits: self.bits(role, scorer.prior_bits, best?) })
    }

    /// The bits that evidence for the other party adds.
    fn bits(&self, role: Role, prior_bits: f64, evidence: f64) -> f64 {
        // Chances of this party alone, the other alone and both, for two reports at random.
        let (this_given_other, other_given_this) = match role {
            Role::Subject => (self.same_subject, self.same_person_at_risk),
            Role::PersonAtRisk | Role::Other => (self.same_person_at_risk, self.same_subject),
        };
        let prior = prior_bits.exp2();
        let both = prior * other_given_this;
        let this_alone = prior * (1.0 - other_given_this);
        let other_alone = both * (1.0 - this_given_other) / this_given_other;
        let ratio = evidence.clamp(-40.0, 60.0).exp2();
        ((both * ratio + this_alone) / (other_alone * ratio + 1.0)).log2() - prior_bits
    }

    /// Pairs whose companions are one person already and which are not together yet.
    pub(crate) fn candidates(&self, records: &Records, groups: &Groups) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for (group, role) in self.shared(records, groups) {
            let reports = self.reports_of(records, groups, group, role);
            for (position, &a) in reports.iter().enumerate() {
                for &b in &reports[position + 1..] {
                    for x in self.companions(records, a) {
                        for y in self.companions(records, b) {
                            if groups.of(x) != groups.of(y) {
                                pairs.push((x.min(y), x.max(y)));
                            }
                        }
                    }
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    // Groups with several mentions, once for each part they play.
    fn shared(&self, records: &Records, groups: &Groups) -> Vec<(u32, Role)> {
        let all = 0..records.rows.len() as u32;
        all.filter(|&mention| groups.members(mention).len() > 1)
            .flat_map(|group| [(group, Role::PersonAtRisk), (group, Role::Subject)])
            .collect()
    }

    fn reports_of(&self, records: &Records, groups: &Groups, group: u32, role: Role) -> Vec<u32> {
        let mut mentions: Vec<u32> = groups.members(group).to_vec();
        mentions.retain(|&mention| records.rows[mention as usize].role == role);
        mentions.sort_unstable();
        mentions.truncate(REPORTS_MAX);
        mentions
    }

    /// Learns how often reports that share one party share the other, each person counting alike.
    pub(crate) fn learn(&mut self, scorer: &Scorer, groups: &Groups) {
        for role in [Role::PersonAtRisk, Role::Subject] {
            let mut ratios: Vec<(f64, f64)> = Vec::new();
            let mut persons = 0;
            for (group, _) in self.shared(scorer.records, groups).into_iter().filter(|(_, part)| *part == role) {
                let pairs = self.companion_pairs(scorer.records, groups, group, role);
                if pairs.is_empty() {
                    continue;
                }
                persons += 1;
                let share = 1.0 / pairs.len() as f64;
                ratios.extend(
                    pairs.into_iter().map(|(x, y)| (scorer.evidence(x as usize, y as usize).clamp(-30.0, 30.0), share)),
                );
            }
            if persons < 200 {
                continue;
            }
            let mut chance: f64 = 0.5;
            for _ in 0..20 {
                let prior = (chance / (1.0 - chance)).log2();
                let (sum, all) = ratios.iter().fold((0.0, 0.0), |(sum, all), (bits, share)| {
                    (sum + share / (1.0 + (-(bits + prior)).exp2()), all + share)
                });
                chance = (sum / all).clamp(0.1, 0.95);
            }
            match role {
                Role::PersonAtRisk => self.same_subject = chance,
                Role::Subject | Role::Other => self.same_person_at_risk = chance,
            }
        }
    }

    fn companion_pairs(&self, records: &Records, groups: &Groups, group: u32, role: Role) -> Vec<(u32, u32)> {
        let mentions = self.reports_of(records, groups, group, role);
        let mut pairs = Vec::new();
        for (position, &a) in mentions.iter().enumerate() {
            for &b in &mentions[position + 1..] {
                for x in self.companions(records, a) {
                    pairs.extend(self.companions(records, b).map(|y| (x, y)));
                }
            }
        }
        pairs
    }
}

/// What becomes of a report that names no subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unnamed {
    /// It stays alone.
    Apart,
    /// It joins the series of its persons at risk, where they have only one subject between them.
    Joined,
}

/// Which of the reports of each series are in it by relation only: all but the largest group that holds
/// together by identity, the earliest of equals.
pub(crate) fn by_relation(series: &[u32], by_identity: &[u32]) -> Vec<bool> {
    let mut size: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for (&series, &group) in series.iter().zip(by_identity) {
        *size.entry((series, group)).or_default() += 1;
    }
    let mut core: HashMap<u32, (usize, u32)> = HashMap::new();
    for (&(series, group), &size) in &size {
        let core = core.entry(series).or_insert((size, group));
        if size > core.0 {
            *core = (size, group);
        }
    }
    let is_core = |series: u32, group: u32| core.get(&series).is_some_and(|core| core.1 == group);
    series.iter().zip(by_identity).map(|(&series, &group)| !is_core(series, group)).collect()
}

/// Which series each report belongs to: reports that share both a person at risk and a subject. One that names a mother and
/// her child holds what is told of either in one course of conduct; which of it is about whom, the mentions say.
/// A series is named by its first report.
pub(crate) fn series(records: &Records, persons: &[u32], unnamed: Unnamed) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..records.reports as u32).collect();
    let mut parties: Vec<(Vec<u32>, Vec<u32>)> = vec![(Vec::new(), Vec::new()); records.reports];
    for (row, &person) in records.rows.iter().zip(persons) {
        let party = &mut parties[row.report as usize];
        match row.role {
            Role::PersonAtRisk => party.0.push(person),
            Role::Subject => party.1.push(person),
            Role::Other => {}
        }
    }
    let mut first: HashMap<(u32, u32), u32> = HashMap::new();
    let mut subjects: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (report, (at_risk, about)) in parties.iter().enumerate() {
        for &victim in at_risk {
            subjects.entry(victim).or_default().extend(about);
            for &subject in about {
                let earlier = *first.entry((victim, subject)).or_insert(report as u32);
                unite(&mut parent, earlier, report as u32);
            }
        }
    }
    if unnamed == Unnamed::Joined {
        for (report, (at_risk, _)) in parties.iter().enumerate().filter(|(_, (_, about))| about.is_empty()) {
            let known = || at_risk.iter().filter_map(|victim| Some((*victim, subjects.get(victim)?)));
            let mut named = known().flat_map(|(_, subjects)| subjects.iter().copied());
            let Some(only) = named.next().filter(|only| named.all(|other| other == *only)) else { continue };
            for earlier in known().filter_map(|(victim, _)| first.get(&(victim, only))) {
                unite(&mut parent, *earlier, report as u32);
            }
        }
    }
    (0..records.reports as u32).map(|report| root(&parent, report)).collect()
}

/// The group that a union-find forest puts an item in.
pub(crate) fn root(parent: &[u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        at = parent[at as usize];
    }
    at
}

/// Joins two groups of a union-find forest; the lower number stands for both.
pub(crate) fn unite(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(parent, a), root(parent, b));
    let (low, high) = (a.min(b), a.max(b));
    parent[high as usize] = low;
}
