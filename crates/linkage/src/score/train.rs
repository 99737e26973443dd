//! The shipped chances, and how they are learned without labels from the mentions themselves.

use std::collections::HashMap;

use crate::compare::{ALL, FIELDS, Field, LEVELS, Pattern, name, pattern};
use crate::record::Records;
use crate::score::crowd::Crowds;
use crate::score::model::{Chances, ModelSummary, NameShares, Scorer, Source};
use crate::tables::Tables;

/// The chance of each level among mentions of one person, where both state the field.
pub(crate) fn shipped_same() -> Chances {
    chances([
        &[0.42, 0.12, 0.05, 0.06, 0.03, 0.02, 0.03, 0.09, 0.03, 0.06, 0.07, 0.02],
        &[0.74, 0.09, 0.12, 0.02, 0.01, 0.02],
        &[0.995, 0.005],
        &[0.62, 0.02, 0.02, 0.09, 0.25],
        &[0.55, 0.03, 0.42],
        &[0.80, 0.04, 0.16],
        &[0.55, 0.20, 0.25],
        &[0.80, 0.05, 0.15],
        &[0.45, 0.25, 0.20, 0.10],
        &[0.95, 0.04, 0.01],
    ])
}

/// The chance of each level among mentions of two people.
pub(crate) fn shipped_chance() -> Chances {
    chances([
        &[3.5e-6, 1.2e-5, 3e-5, 8e-5, 3e-4, 3e-6, 8e-4, 4e-3, 1e-2, 9e-4, 1.2e-2, 0.97],
        &[4.5e-5, 6e-4, 8e-3, 2e-2, 7e-2, 0.90],
        &[0.55, 0.45],
        &[1e-5, 2e-5, 8e-5, 9e-4, 0.999],
        &[1e-6, 2e-6, 0.999],
        &[1e-6, 3e-6, 0.999],
        &[5e-6, 4e-5, 0.999],
        &[2e-6, 1e-5, 0.999],
        &[1e-5, 5e-5, 5e-3, 0.995],
        &[1e-6, 1e-5, 0.999],
    ])
}

fn chances(rows: [&[f64]; FIELDS]) -> Chances {
    let mut chances = [[1.0; LEVELS]; FIELDS];
    for (field, row) in chances.iter_mut().zip(rows) {
        let total: f64 = row.iter().sum();
        for (chance, value) in field.iter_mut().skip(1).zip(row) {
            *chance = value / total;
        }
    }
    chances
}

/// Pairs at random that are compared to see how often two people agree: so many a mention, up to a limit.
const RANDOM_PAIRS_EACH: u64 = 20;
const RANDOM_PAIRS_MAX: u64 = 400_000;

/// A pair at random with more evidence than this is taken for one person and left out.
const ONE_PERSON_BITS: f64 = 8.0;

/// The shipped chances count as much as this many observations, among one person's mentions …
const SAME_WEIGHT: f64 = 100.0;

/// … and among two people's. Chances below one in a million cannot be seen in a sample of this size.
const CHANCE_WEIGHT: f64 = 200_000.0;

/// Fields whose agreement alone makes a pair likely enough to learn the other fields from.
const ANCHORS: [Field; 5] = [Field::Phone, Field::Email, Field::NationalId, Field::Born, Field::Name];

/// An anchor needs this many pairs.
const ANCHOR_PAIRS: f64 = 200.0;

const ROUNDS: usize = 25;

/// Learns the chances from the candidate pairs and from pairs at random; falls back to the shipped ones
/// for whatever the mentions do not show.
pub(crate) fn learn(records: &Records, tables: &Tables, pairs: &[(u32, u32)], patterns: &[Pattern]) -> ModelSummary {
    let mut model = ModelSummary::shipped(records.rows.len());
    model.source = Source::Learned;
    model.names = NameShares::learned(records, tables);
    model.crowds = Crowds::count(records);
    model.chance = chance(records, tables, &model);
    model.same = same(&counted(patterns), &model);
    let scorer = Scorer::new(records, tables, &model);
    let weigh = |(&(a, b), pattern): (&(u32, u32), &Pattern)| scorer.weigh(pattern, a as usize, b as usize);
    let evidence: Vec<f64> = pairs.iter().zip(patterns).map(weigh).collect();
    model.prior_bits = prior(records.rows.len(), model.prior_bits, &evidence);
    model
}

/// How often two people reach each level: from pairs at random, and in closed form for whole names.
fn chance(records: &Records, tables: &Tables, model: &ModelSummary) -> Chances {
    let scorer = Scorer::new(records, tables, model);
    let mut seen = [[0.0; LEVELS]; FIELDS];
    let count = records.rows.len() as u64;
    for draw in 0..(RANDOM_PAIRS_EACH * count).min(RANDOM_PAIRS_MAX) {
        let (a, b) = (scramble(2 * draw) % count, scramble(2 * draw + 1) % count);
        let (a, b) = (&records.rows[a as usize], &records.rows[b as usize]);
        if a.report == b.report {
            continue;
        }
        let pattern = pattern(records, tables, a, b);
        if scorer.levels(&pattern) > ONE_PERSON_BITS {
            continue;
        }
        for field in ALL {
            seen[field as usize][pattern[field as usize] as usize] += 1.0;
        }
    }
    let mut chance = mixed(&seen, &shipped_chance(), CHANCE_WEIGHT);
    chance[Field::Name as usize][name::SAME as usize] = model.names.agreement();
    chance
}

/// Counts each pattern of levels, in order.
fn counted(patterns: &[Pattern]) -> Vec<(Pattern, f64)> {
    let mut counts: HashMap<Pattern, f64> = HashMap::new();
    for pattern in patterns {
        *counts.entry(*pattern).or_default() += 1.0;
    }
    let mut counts: Vec<(Pattern, f64)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(pattern, _)| *pattern);
    counts
}

/// How often one person's mentions reach each level: by expectation and maximisation, once for each
/// anchor, which teaches every field but itself.
fn same(patterns: &[(Pattern, f64)], model: &ModelSummary) -> Chances {
    let mut sum = [[0.0; LEVELS]; FIELDS];
    for anchor in ANCHORS {
        let rows: Vec<&(Pattern, f64)> = patterns.iter().filter(|(pattern, _)| pattern[anchor as usize] == 1).collect();
        let total: f64 = rows.iter().map(|row| row.1).sum();
        if total < ANCHOR_PAIRS {
            continue;
        }
        let expected = expectation_maximisation(&rows, anchor, model);
        for field in ALL.into_iter().filter(|field| *field != anchor) {
            for (to, from) in sum[field as usize].iter_mut().zip(expected[field as usize]) {
                *to += from;
            }
        }
    }
    mixed(&sum, &shipped_same(), SAME_WEIGHT)
}

/// The expected count of each level among the pairs of one person.
fn expectation_maximisation(rows: &[&(Pattern, f64)], anchor: Field, model: &ModelSummary) -> Chances {
    let mut same = shipped_same();
    let mut share: f64 = 0.5;
    let mut expected = [[0.0; LEVELS]; FIELDS];
    for _ in 0..ROUNDS {
        let mut weights = [[0.0; LEVELS]; FIELDS];
        for field in ALL.into_iter().filter(|field| *field != anchor) {
            for level in 1..field.findings().len() {
                let (field, level) = (field as usize, level);
                weights[field][level] = (same[field][level] / model.chance[field][level]).log2();
            }
        }
        expected = [[0.0; LEVELS]; FIELDS];
        let (mut one, mut all) = (0.0, 0.0);
        for (pattern, count) in rows {
            let bits: f64 = weights.iter().zip(pattern).map(|(weights, &level)| weights[level as usize]).sum();
            let posterior = count / (1.0 + (1.0 - share) / share * (-bits).exp2());
            (one, all) = (one + posterior, all + count);
            for (expected, &level) in expected.iter_mut().zip(pattern) {
                expected[level as usize] += posterior;
            }
        }
        share = (one / all).clamp(1e-4, 1.0 - 1e-4);
        same = mixed(&expected, &shipped_same(), SAME_WEIGHT);
    }
    expected
}

/// The odds, in bits, that two mentions taken at random are one person: what the candidates add up to.
fn prior(mentions: usize, start: f64, evidence: &[f64]) -> f64 {
    let count = mentions as f64;
    let mut prior = start;
    for _ in 0..5 {
        let matches: f64 = evidence.iter().map(|bits| 1.0 / (1.0 + (-(bits + prior)).exp2())).sum();
        prior = (2.0 * matches / (count * (count - 1.0))).log2().clamp(start - 4.0, start + 4.0);
    }
    prior
}

/// Counts as chances, with the shipped chances as so many further observations. Level 0 says nothing.
fn mixed(counts: &Chances, shipped: &Chances, weight: f64) -> Chances {
    let mut chances = *shipped;
    for field in ALL {
        let levels = 1..field.findings().len();
        let total: f64 = counts[field as usize][levels.clone()].iter().sum();
        for level in levels {
            let chance = &mut chances[field as usize][level];
            *chance = (counts[field as usize][level] + weight * *chance) / (total + weight);
        }
    }
    chances
}

// SplitMix64: well spread and always the same.
fn scramble(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
