//! Who among the stored mentions may be somebody who is being described now: a look, by which nothing is linked.

use crate::block::keys::{Derived, RULES, emit};
use crate::explain::{Line, explain};
use crate::mention::Mention;
use crate::record::Records;
use crate::score::crowd::Crowds;
use crate::score::model::{ModelSummary, Scorer};
use crate::settings::Settings;
use crate::tables::Tables;
use std::collections::{BTreeSet, HashMap};

/// A stored mention that may be one that is being described.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Place among those described.
    pub described: usize,
    /// Place among those stored.
    pub stored: usize,
    /// The sum of the lines.
    pub bits: f64,
    /// The reasons.
    pub lines: Vec<Line>,
}

/// Compares described mentions with stored ones that share a key with them, by the shipped weights and by their own particulars
/// alone, and gives those that a person would be asked about, the strongest first. Roles are not looked at: whoever is suspected
/// now may have been at risk before.
#[must_use]
pub fn near(described: &[Mention], stored: &[Mention], tables: &Tables, settings: &Settings) -> Vec<Near> {
    let records = Records::prepare(described.iter().chain(stored), tables);
    let derived = Derived::new(&records);
    let (new, old) = records.rows.split_at(described.len());
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for rule in RULES {
        let mut asked: HashMap<u64, Vec<usize>> = HashMap::new();
        for (place, record) in new.iter().enumerate() {
            emit(&derived, record, rule, |key| asked.entry(key).or_default().push(place));
        }
        if asked.is_empty() {
            continue;
        }
        for (place, record) in old.iter().enumerate() {
            emit(&derived, record, rule, |key| {
                pairs.extend(asked.get(&key).into_iter().flatten().map(|described| (*described, place)));
            });
        }
    }
    let model = ModelSummary { crowds: Crowds::count(&records), ..ModelSummary::shipped(records.rows.len()) };
    let scorer = Scorer::new(&records, tables, &model);
    let mut found: Vec<Near> = pairs
        .into_iter()
        .map(|(a, b)| {
            let explanation = explain(&scorer, a, described.len() + b);
            Near { described: a, stored: b, bits: explanation.bits, lines: explanation.lines }
        })
        .filter(|near| near.bits >= settings.ask_bits)
        .collect();
    found.sort_by(|a, b| b.bits.total_cmp(&a.bits).then((a.described, a.stored).cmp(&(b.described, b.stored))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::Role;

    fn mention(id: u128, forename: &str, surname: &str, phone: &str) -> Mention {
        Mention {
            forename: forename.to_owned(),
            surname: surname.to_owned(),
            phones: vec![phone.to_owned()],
            ..Mention::new(id, id, Role::Subject)
        }
    }

    #[test]
    fn who_may_be_meant_is_found_with_the_reasons_and_nobody_else_is() {
        let stored = [
            mention(1, "Gareth", "Pollard", "07700 900456"),
            mention(2, "Ellen", "Marsh", "07700 900111"),
            mention(3, "Gary", "Pollard", "07700 900456"),
        ];
        let described = [mention(9, "Gareth", "Pollard", "+44 7700 900456"), mention(9, "Una", "Novak", "")];
        let found = near(&described, &stored, &Tables::shipped(), &Settings::default());
        let places: Vec<(usize, usize)> = found.iter().map(|near| (near.described, near.stored)).collect();
        assert_eq!(places, [(0, 0), (0, 2)]);
        assert!(found.iter().all(|near| near.lines.iter().any(|line| line.bits > 5.0)), "{found:?}");
        assert!(near(&described, &[], &Tables::shipped(), &Settings::default()).is_empty());
        assert!(near(&[], &stored, &Tables::shipped(), &Settings::default()).is_empty());
    }
}
