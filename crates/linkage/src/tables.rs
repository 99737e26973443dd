//! Population tables: which forenames stand for each other, and how common names are.

use std::collections::HashMap;

use crate::normalise::text;

const VARIANTS: &str = include_str!("../../../bench/linkage/data/uk_forename_variants.csv");
const SURNAMES: &str = include_str!("../../../bench/linkage/data/uk_surnames.csv");
const FORENAMES: &str = include_str!("../../../bench/linkage/data/uk_firstnames.csv");

/// The share of people assumed for a name that no table lists.
const UNLISTED: f64 = 1e-5;

/// Nicknames and name frequencies.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    forename_number: HashMap<String, u32>,
    /// The forenames by their numbers.
    forenames: Vec<String>,
    /// For each forename number its variants, sorted.
    variants: Vec<Vec<u32>>,
    surname_share: HashMap<String, f64>,
    forename_share: HashMap<String, f64>,
}

impl Tables {
    /// Reads the tables from CSV text: `forename,variant,…`, `surname,freq` and `cohort,sex,firstname,weight`,
    /// each with a heading line. Lines that cannot be read are left out.
    #[must_use]
    pub fn from_csv(variants: &str, surnames: &str, forenames: &str) -> Self {
        let mut tables = Self::default();
        for line in variants.lines().skip(1) {
            let mut cells = line.split(',');
            if let (Some(forename), Some(variant)) = (cells.next(), cells.next()) {
                let (a, b) = (tables.number(&text::name(forename)), tables.number(&text::name(variant)));
                tables.variants[a as usize].push(b);
                tables.variants[b as usize].push(a);
            }
        }
        for list in &mut tables.variants {
            list.sort_unstable();
            list.dedup();
        }
        tables.read_surnames(surnames);
        tables.read_forenames(forenames);
        tables
    }

    /// The tables that come with the crate: names in England and Wales (`bench/linkage/data/PROVENANCE.md`).
    #[must_use]
    pub fn shipped() -> Self {
        Self::from_csv(VARIANTS, SURNAMES, FORENAMES)
    }

    fn number(&mut self, forename: &str) -> u32 {
        if let Some(&number) = self.forename_number.get(forename) {
            return number;
        }
        let number = self.variants.len() as u32;
        self.forename_number.insert(forename.to_owned(), number);
        self.forenames.push(forename.to_owned());
        self.variants.push(Vec::new());
        number
    }

    fn read_surnames(&mut self, surnames: &str) {
        let rows = surnames.lines().skip(1).filter_map(|line| {
            let (surname, share) = line.split_once(',')?;
            Some((text::name(surname), share.trim().parse::<f64>().ok()?))
        });
        self.surname_share = shares(rows);
    }

    // Each cohort and sex counts alike: the weights of one cannot be compared with another's.
    fn read_forenames(&mut self, forenames: &str) {
        let mut classes: HashMap<(&str, &str), Vec<(String, f64)>> = HashMap::new();
        for line in forenames.lines().skip(1) {
            let mut cells = line.split(',');
            if let (Some(cohort), Some(sex), Some(name), Some(weight)) =
                (cells.next(), cells.next(), cells.next(), cells.next())
                && let Ok(weight) = weight.trim().parse::<f64>()
            {
                classes.entry((cohort, sex)).or_default().push((text::name(name), weight));
            }
        }
        let count = classes.len().max(1) as f64;
        let mut classes: Vec<_> = classes.into_iter().collect();
        classes.sort_by_key(|(class, _)| *class);
        for (_, rows) in classes {
            let mut class: Vec<_> = shares(rows.into_iter()).into_iter().collect();
            class.sort_by(|a, b| a.0.cmp(&b.0));
            for (name, share) in class {
                *self.forename_share.entry(name).or_default() += share / count;
            }
        }
    }

    /// The number of a forename in the nickname table.
    pub(crate) fn forename_number(&self, forename: &str) -> Option<u32> {
        self.forename_number.get(forename).copied()
    }

    /// The forenames that stand for one, without itself: for `kate` also `katherine`. The name is in the form of [`text::name`].
    #[must_use]
    pub fn variants_of(&self, forename: &str) -> Vec<&str> {
        let number = self.forename_number(forename).and_then(|number| self.variants.get(number as usize));
        let names = number.into_iter().flatten().filter_map(|number| self.forenames.get(*number as usize));
        names.map(String::as_str).collect()
    }

    /// Says whether two listed forenames are variants of each other or of a third.
    pub(crate) fn are_variants(&self, a: u32, b: u32) -> bool {
        let (Some(left), Some(right)) = (self.variants.get(a as usize), self.variants.get(b as usize)) else {
            return false;
        };
        if left.binary_search(&b).is_ok() {
            return true;
        }
        let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
        while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => left.next(),
                std::cmp::Ordering::Greater => right.next(),
            };
        }
        false
    }

    /// The share of people with this forename.
    pub(crate) fn forename_share(&self, forename: &str) -> f64 {
        self.forename_share.get(forename).copied().unwrap_or(UNLISTED).max(UNLISTED)
    }

    /// The share of people with this surname.
    pub(crate) fn surname_share(&self, surname: &str) -> f64 {
        self.surname_share.get(surname).copied().unwrap_or(UNLISTED).max(UNLISTED)
    }
}

fn shares(rows: impl Iterator<Item = (String, f64)>) -> HashMap<String, f64> {
    let rows: Vec<(String, f64)> = rows.collect();
    let total: f64 = rows.iter().map(|row| row.1).sum();
    let mut shares = HashMap::with_capacity(rows.len());
    for (name, weight) in rows {
        *shares.entry(name).or_default() += weight / total.max(f64::MIN_POSITIVE);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cath_is_katherine_and_smith_is_common() {
        let tables = Tables::shipped();
        let number = |name| tables.forename_number(name).unwrap_or(u32::MAX);
        assert!(tables.are_variants(number("katherine"), number("cath")));
        assert!(!tables.are_variants(number("katherine"), number("robert")));
        let kates = tables.variants_of("kate");
        assert!(kates.contains(&"katherine") && kates.contains(&"kathy") && !kates.contains(&"robert"), "{kates:?}");
        assert!(tables.variants_of("crosingmore").is_empty());
        assert!(tables.surname_share("smith") > 100.0 * tables.surname_share("crosingmore"));
    }
}
