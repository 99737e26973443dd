//! An explanation as arithmetic: lines whose bits add up to the verdict.

use crate::compare::{ALL, pattern};
use crate::score::model::Scorer;

/// What a link rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// The two mentions' own particulars.
    Identity,
    /// The other party being shared: member of a series, never evidence of identity.
    Relation,
}

/// One line of an explanation, without personal data.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The field compared, or `prior`, `relation`, `decision`.
    pub what: &'static str,
    /// What was found.
    pub found: String,
    /// What it adds.
    pub bits: f64,
}

/// Why two mentions are held, or not held, to be one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The sum of the lines; 0 means even odds.
    pub bits: f64,
    /// The lines, the prior first.
    pub lines: Vec<Line>,
}

impl Explanation {
    /// The bits as a probability.
    #[must_use]
    pub fn probability(&self) -> f64 {
        1.0 / (1.0 + (-self.bits).exp2())
    }

    pub(crate) fn add(&mut self, what: &'static str, found: impl Into<String>, bits: f64) {
        self.lines.push(Line { what, found: found.into(), bits });
        self.bits = self.lines.iter().map(|line| line.bits).sum();
    }
}

/// Explains a pair of records by their own particulars.
pub(crate) fn explain(scorer: &Scorer, a: usize, b: usize) -> Explanation {
    let mut explanation = Explanation { bits: 0.0, lines: Vec::new() };
    explanation.add("prior", "two mentions taken at random", scorer.prior_bits);
    let (x, y) = (&scorer.records.rows[a], &scorer.records.rows[b]);
    let pattern = pattern(scorer.records, scorer.tables, x, y);
    for field in ALL {
        let level = pattern[field as usize];
        if let Some(finding) = field.findings().get(level as usize).filter(|_| level != 0) {
            explanation.add(field.title(), *finding, scorer.weight(field, level));
        }
    }
    let rarity = scorer.rarity(&pattern, x, y);
    if rarity != 0.0 {
        let found = if rarity > 0.0 { "rarer than most names" } else { "commoner than most names" };
        explanation.add("name rarity", found, rarity);
    }
    for (field, bits) in scorer.crowding(&pattern, x, y).filter(|(_, bits)| *bits < 0.0) {
        explanation.add(
            "shared by many",
            format!("several differently named people give this {}", field.title()),
            bits,
        );
    }
    let household = scorer.household(&pattern, x, y);
    if household != 0.0 {
        explanation.add("household", "another forename and another date of birth: what a household shares", household);
    }
    explanation
}
