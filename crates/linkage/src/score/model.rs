//! The weights: for each field and level the chance of it among mentions of one person and of two.

use std::collections::HashMap;

use crate::block::Capped;
use crate::compare::{ALL, FIELDS, Field, LEVELS, Pattern, date, name, pattern};
use crate::mention::Role;
use crate::record::{Record, Records};
use crate::score::crowd::Crowds;
use crate::tables::Tables;

/// A probability for each field and level.
pub(crate) type Chances = [[f64; LEVELS]; FIELDS];

/// No disagreement counts for less: any field may have been entered wrongly.
const FLOOR_BITS: f64 = -7.0;

/// Where the weights came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The shipped weights and population name frequencies, since there are few mentions.
    Shipped,
    /// Learned from the mentions themselves.
    Learned,
}

/// The model that scored the pairs, and how the run went.
#[derive(Debug, Clone)]
pub struct ModelSummary {
    /// Where the weights came from.
    pub source: Source,
    /// How many mentions were linked.
    pub mentions: usize,
    /// How many pairs were compared.
    pub pairs: usize,
    /// The odds, in bits, that two mentions taken at random are one person.
    pub prior_bits: f64,
    /// Chance that two reports about one person at risk are about one subject.
    pub same_subject: f64,
    /// Chance that two reports about one subject concern one person at risk.
    pub same_person_at_risk: f64,
    /// Blocking keys that were too common to compare all their mentions.
    pub capped: Vec<Capped>,
    /// Joins refused because the groups' members do not agree on the whole.
    pub refused_for_disagreement: usize,
    pub(crate) same: Chances,
    pub(crate) chance: Chances,
    pub(crate) names: NameShares,
    pub(crate) crowds: Crowds,
}

/// How common names are: the population's shares, mixed with those of the mentions.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameShares {
    forename: HashMap<Box<str>, f64>,
    surname: HashMap<Box<str>, f64>,
    /// Chance that two people share a forename, and a surname.
    forename_agreement: f64,
    surname_agreement: f64,
}

impl NameShares {
    /// The population's shares count as much as this many mentions.
    const POPULATION_WEIGHT: f64 = 5_000.0;

    /// Mixes the population's shares with the counts of these records.
    pub(crate) fn learned(records: &Records, tables: &Tables) -> Self {
        let share = |counts: &[u32], population: &dyn Fn(&str) -> f64| {
            let total: u32 = counts.iter().skip(1).sum();
            let total = f64::from(total) + Self::POPULATION_WEIGHT;
            let mut shares = HashMap::new();
            let mut agreement = 0.0;
            for (id, &count) in counts.iter().enumerate().skip(1).filter(|(_, count)| **count > 0) {
                let text = records.texts.get(id as u32);
                let share = (f64::from(count) + Self::POPULATION_WEIGHT * population(text)) / total;
                agreement += share * share;
                shares.insert(Box::from(text), share);
            }
            (shares, agreement)
        };
        let (forename, forename_agreement) = share(&records.forename_count, &|text| tables.forename_share(text));
        let (surname, surname_agreement) = share(&records.surname_count, &|text| tables.surname_share(text));
        Self { forename, surname, forename_agreement, surname_agreement }
    }

    /// The population's shares alone.
    pub(crate) fn population() -> Self {
        Self { forename_agreement: 0.004, surname_agreement: 0.0008, ..Self::default() }
    }

    /// Chance that two people share forename and surname.
    pub(crate) fn agreement(&self) -> f64 {
        self.forename_agreement * self.surname_agreement
    }

    fn forename(&self, tables: &Tables, text: &str) -> f64 {
        self.forename.get(text).copied().unwrap_or_else(|| tables.forename_share(text))
    }

    fn surname(&self, tables: &Tables, text: &str) -> f64 {
        self.surname.get(text).copied().unwrap_or_else(|| tables.surname_share(text))
    }
}

impl ModelSummary {
    /// The shipped model for so many mentions.
    #[must_use]
    pub fn shipped(mentions: usize) -> Self {
        Self {
            source: Source::Shipped,
            mentions,
            pairs: 0,
            prior_bits: prior_bits(mentions),
            same_subject: 0.0,
            same_person_at_risk: 0.0,
            capped: Vec::new(),
            refused_for_disagreement: 0,
            same: crate::score::train::shipped_same(),
            chance: crate::score::train::shipped_chance(),
            names: NameShares::population(),
            crowds: Crowds::default(),
        }
    }

    /// The weight of each level of each field, in bits, with the words an explanation uses.
    #[must_use]
    pub fn weights(&self) -> Vec<(&'static str, &'static str, f64)> {
        let mut weights = Vec::new();
        for field in ALL {
            for (level, finding) in field.findings().iter().enumerate().skip(1) {
                weights.push((field.title(), *finding, self.weight(field, level as u8)));
            }
        }
        weights
    }

    /// The weight of one level of one field.
    pub(crate) fn weight(&self, field: Field, level: u8) -> f64 {
        if level == 0 {
            return 0.0;
        }
        let ratio = self.same[field as usize][level as usize] / self.chance[field as usize][level as usize];
        ratio.log2().max(FLOOR_BITS)
    }
}

/// The odds, in bits, that two mentions taken at random are one person, before training.
pub(crate) fn prior_bits(mentions: usize) -> f64 {
    // A small file is still drawn from a large population; a person has a few mentions.
    (6.6 / (mentions.max(10_000) as f64)).log2()
}

/// What the people of a household have in common. A child is reached by its mother's telephone; a subject's number is their own.
fn shared_by_households(a: &Record, b: &Record) -> &'static [Field] {
    if (a.role, b.role) == (Role::PersonAtRisk, Role::PersonAtRisk) {
        &[Field::Postcode, Field::Address, Field::Phone, Field::Email, Field::Vehicle]
    } else {
        &[Field::Postcode, Field::Address]
    }
}

/// Scores pairs of records: the model as a table of weights.
pub(crate) struct Scorer<'a> {
    pub records: &'a Records,
    pub tables: &'a Tables,
    pub prior_bits: f64,
    weights: [[f64; LEVELS]; FIELDS],
    names: &'a NameShares,
    crowds: &'a Crowds,
    forename_share: Vec<f64>,
    surname_share: Vec<f64>,
}

impl<'a> Scorer<'a> {
    pub(crate) fn new(records: &'a Records, tables: &'a Tables, model: &'a ModelSummary) -> Self {
        let mut weights = [[0.0; LEVELS]; FIELDS];
        for field in ALL {
            for (level, weight) in weights[field as usize].iter_mut().enumerate() {
                *weight = model.weight(field, level as u8);
            }
        }
        let ids = 0..records.texts.len() as u32;
        Self {
            records,
            tables,
            prior_bits: model.prior_bits,
            weights,
            names: &model.names,
            crowds: &model.crowds,
            forename_share: ids.clone().map(|id| model.names.forename(tables, records.texts.get(id))).collect(),
            surname_share: ids.map(|id| model.names.surname(tables, records.texts.get(id))).collect(),
        }
    }

    /// The evidence that two records are one person, without the prior.
    pub(crate) fn evidence(&self, a: usize, b: usize) -> f64 {
        self.weigh(&pattern(self.records, self.tables, &self.records.rows[a], &self.records.rows[b]), a, b)
    }

    /// The evidence of two records whose levels are known.
    pub(crate) fn weigh(&self, pattern: &Pattern, a: usize, b: usize) -> f64 {
        let (a, b) = (&self.records.rows[a], &self.records.rows[b]);
        self.levels(pattern)
            + self.rarity(pattern, a, b)
            + self.crowding(pattern, a, b).map(|(_, bits)| bits).sum::<f64>()
            + self.household(pattern, a, b)
    }

    /// What it takes away that two people of one household share where they live and a surname: another forename with another date of
    /// birth is another person, a mother and her child, and what a household shares says nothing else.
    pub(crate) fn household(&self, pattern: &Pattern, a: &'a Record, b: &'a Record) -> f64 {
        let others = pattern[Field::NationalId as usize] != 1
            && matches!(pattern[Field::Name as usize], name::SURNAME_ONLY | name::DIFFERENT)
            && matches!(pattern[Field::Born as usize], date::NEAR_YEAR | date::DIFFERENT);
        if !others {
            return 0.0;
        }
        let crowded = |field: Field| self.crowding(pattern, a, b).find(|(other, _)| *other == field);
        let shared = shared_by_households(a, b)
            .iter()
            .map(|&field| self.weight(field, pattern[field as usize]) + crowded(field).map_or(0.0, |(_, bits)| bits));
        let surname = self.weight(Field::Name, pattern[Field::Name as usize]) + self.rarity(pattern, a, b);
        -shared.chain([surname]).filter(|bits| *bits > 0.0).sum::<f64>()
    }

    /// The evidence by what is a person's own, without what the others of their household share.
    pub(crate) fn own_evidence(&self, a: usize, b: usize) -> f64 {
        let (x, y) = (&self.records.rows[a], &self.records.rows[b]);
        let mut pattern = pattern(self.records, self.tables, x, y);
        for field in shared_by_households(x, y) {
            pattern[*field as usize] = 0;
        }
        self.weigh(&pattern, a, b)
    }

    /// What it takes away that a shared value is given by many differently named people.
    pub(crate) fn crowding(
        &self,
        pattern: &Pattern,
        a: &'a Record,
        b: &'a Record,
    ) -> impl Iterator<Item = (Field, f64)> {
        let same = ALL.into_iter().filter(|field| pattern[*field as usize] == 1);
        same.filter_map(move |field| {
            let people = self.crowds.shared(self.records, field, a, b)?;
            // One of so many people: the value makes up for the prior, less the choice among them.
            let most = -self.prior_bits - f64::from(people).log2();
            Some((field, (most - self.weight(field, 1)).min(0.0)))
        })
    }

    /// The evidence of the levels alone.
    pub(crate) fn levels(&self, pattern: &Pattern) -> f64 {
        self.weights.iter().zip(pattern).map(|(weights, &level)| weights[level as usize]).sum()
    }

    /// The weight of one level.
    pub(crate) fn weight(&self, field: Field, level: u8) -> f64 {
        self.weights[field as usize][level as usize]
    }

    /// What it adds that a shared name is rare, or takes away that it is common.
    pub(crate) fn rarity(&self, pattern: &Pattern, a: &Record, b: &Record) -> f64 {
        let level = pattern[Field::Name as usize];
        if level == 0 || matches!(level, name::DIFFERENT | name::NICKNAME_ONLY) {
            return 0.0;
        }
        let (x, y) = match (a.names.as_slice(), b.names.as_slice()) {
            ([x], [y]) => (*x, *y),
            _ => match name::best(self.records, self.tables, a, b) {
                Some((_, x, y)) => (x, y),
                None => return 0.0,
            },
        };
        // A name that occurs once may be a slip of the pen: rarity counts in part, and to a limit.
        let bits = |agreement: f64, share: f64| (agreement / share).log2().clamp(-5.0, 6.5) * 0.8;
        let forename = || {
            let share = self.forename_share[x.forename as usize].max(self.forename_share[y.forename as usize]);
            bits(self.names.forename_agreement, share)
        };
        let surname = || {
            let share = self.surname_share[x.surname as usize].max(self.surname_share[y.surname as usize]);
            bits(self.names.surname_agreement, share)
        };
        let both_forenames = x.forename == y.forename && x.forename != 0;
        match level {
            name::SAME => forename() + surname(),
            name::NICKNAME | name::FORENAME_NEAR | name::SURNAME_ONLY | name::SURNAME_ALONE => surname(),
            name::SURNAME_NEAR | name::BOTH_NEAR => {
                0.5 * surname() + if both_forenames { 0.5 * forename() } else { 0.0 }
            }
            name::FORENAME_ONLY | name::FORENAME_ALONE if both_forenames => forename(),
            _ => 0.0,
        }
    }
}
