//! FEBRL 3, a public data set with known truth: 5,000 records of 2,000 people, up to five duplicates each.

use std::collections::HashMap;

use linkage::{Mention, Role, Settings, Source, Tables, link};

const FEBRL3: &str = include_str!("../../../bench/linkage/data/febrl3.csv");

fn pairs(sizes: impl Iterator<Item = usize>) -> f64 {
    sizes.map(|size| (size * (size - 1) / 2) as f64).sum()
}

#[test]
fn febrl_3_is_linked_nearly_without_error() {
    let (mut mentions, mut truth) = (Vec::new(), Vec::new());
    for (number, line) in FEBRL3.lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let mut mention = Mention::new(number as u128, number as u128, Role::PersonAtRisk);
        mention.forename = cells[1].to_owned();
        mention.surname = cells[2].to_owned();
        mention.address_line = cells[3..7].join(" ");
        mention.postcode = cells[7].to_owned();
        mention.born = cells[9].to_owned();
        mention.national_id = cells[10].to_owned();
        mentions.push(mention);
        truth.push(cells[0].split('-').nth(1).unwrap_or_default());
    }
    let linked = link(&mentions, &[], &Tables::shipped(), &Settings::default());
    assert_eq!(linked.model.source, Source::Learned);
    let (mut found, mut real, mut both) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (&person, &entity) in linked.persons.iter().zip(&truth) {
        *found.entry(person).or_default() += 1;
        *real.entry(entity).or_default() += 1;
        *both.entry((person, entity)).or_default() += 1;
    }
    let (found, real) = (pairs(found.into_values()), pairs(real.into_values()));
    let both = pairs(both.into_values());
    let f1 = 2.0 * both / (found + real);
    assert!(f1 >= 0.998, "F1 is {f1}");
}
