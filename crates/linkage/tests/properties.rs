//! What must hold for any mentions and any decisions.

#![expect(clippy::unwrap_used, reason = "a test stops where what it looks for is missing")]

use linkage::{Constraint, Linked, Mention, Role, Settings, Tables, link};
use proptest::prelude::*;
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::shipped);

// Few values, so that mentions meet, disagree in part and form chains.
fn mention() -> impl Strategy<Value = Mention> {
    let forename = prop::sample::select(vec!["", "Katherine", "Cath", "Kate", "Robert", "Bob", "R"]);
    let surname = prop::sample::select(vec!["", "Shaw", "Shawe", "Smith", "Featherstone"]);
    let born = prop::sample::select(vec!["", "1990-03-04", "1990-04-03", "1990-01-01", "1962", "1990-03-14"]);
    let postcode = prop::sample::select(vec!["", "LS1 4AP", "LS14AP", "LS1", "B93 9ZG"]);
    let phone = prop::sample::select(vec!["", "07700 900123", "+447700900123", "07700900124", "0113 496 0000"]);
    let handle = prop::sample::select(vec!["", "night_owl1", "night_owl22", "@rob"]);
    (0..8u128, prop::bool::ANY, forename, surname, born, postcode, phone, handle).prop_map(
        |(report, is_subject, forename, surname, born, postcode, phone, handle)| {
            let role = if is_subject { Role::Subject } else { Role::PersonAtRisk };
            let mut mention = Mention::new(0, report, role);
            mention.forename = forename.to_owned();
            mention.surname = surname.to_owned();
            mention.born = born.to_owned();
            mention.postcode = postcode.to_owned();
            mention.phones = vec![phone.to_owned()];
            mention.handle = handle.to_owned();
            mention
        },
    )
}

fn mentions() -> impl Strategy<Value = Vec<Mention>> {
    prop::collection::vec(mention(), 2..20).prop_map(|mut mentions| {
        // Ids that do not follow the order.
        for (place, mention) in mentions.iter_mut().enumerate() {
            mention.id = (place as u128 * 7 + 3) % 101;
        }
        mentions
    })
}

fn constraints() -> impl Strategy<Value = Vec<(bool, usize, usize)>> {
    prop::collection::vec((prop::bool::ANY, 0..20usize, 0..20usize), 0..6)
}

fn decided(mentions: &[Mention], choices: &[(bool, usize, usize)]) -> Vec<Constraint> {
    choices
        .iter()
        .map(|&(is_same, a, b)| {
            let (a, b) = (mentions[a % mentions.len()].id, mentions[b % mentions.len()].id);
            if is_same { Constraint::Same { a, b } } else { Constraint::NotSame { a, b } }
        })
        .collect()
}

fn run(mentions: &[Mention], constraints: &[Constraint]) -> Linked {
    link(mentions, constraints, &TABLES, &Settings::default())
}

fn place(mentions: &[Mention], id: u128) -> usize {
    mentions.iter().position(|mention| mention.id == id).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_mentions_and_decisions_does_not_matter(
        mentions in mentions(), choices in constraints(), turn in 0..20usize
    ) {
        let constraints = decided(&mentions, &choices);
        let linked = run(&mentions, &constraints);
        let turn = turn % mentions.len();
        let mut turned = mentions.clone();
        turned.rotate_left(turn);
        turned.reverse();
        let mut other_constraints = constraints.clone();
        other_constraints.reverse();
        let other = run(&turned, &other_constraints);
        for (a, x) in mentions.iter().enumerate() {
            for (b, y) in mentions.iter().enumerate() {
                let (p, q) = (place(&turned, x.id), place(&turned, y.id));
                prop_assert_eq!(
                    linked.persons[a] == linked.persons[b],
                    other.persons[p] == other.persons[q]
                );
            }
        }
        prop_assert_eq!(linked.links.len(), other.links.len());
        prop_assert_eq!(linked.waiting.len(), other.waiting.len());
    }

    #[test]
    fn decisions_hold_along_every_chain(mentions in mentions(), choices in constraints()) {
        let constraints = decided(&mentions, &choices);
        let linked = run(&mentions, &constraints);
        for constraint in constraints {
            match constraint {
                Constraint::NotSame { a, b } if a != b => {
                    prop_assert_ne!(linked.persons[place(&mentions, a)], linked.persons[place(&mentions, b)]);
                }
                Constraint::Same { a, b } if !linked.refused.contains(&constraint) => {
                    prop_assert_eq!(linked.persons[place(&mentions, a)], linked.persons[place(&mentions, b)]);
                }
                Constraint::Same { .. } | Constraint::NotSame { .. } => {}
            }
        }
    }

    #[test]
    fn one_report_never_names_one_person_twice(mentions in mentions(), choices in constraints()) {
        // A person may say that two of one report are one; nothing else makes them so.
        let report = |id| mentions[place(&mentions, id)].report;
        let mut constraints = decided(&mentions, &choices);
        constraints.retain(|said| !matches!(*said, Constraint::Same { a, b } if report(a) == report(b)));
        let linked = run(&mentions, &constraints);
        for (a, x) in mentions.iter().enumerate() {
            for (b, y) in mentions.iter().enumerate().skip(a + 1) {
                prop_assert!(x.report != y.report || linked.persons[a] != linked.persons[b]);
            }
        }
    }

    #[test]
    fn lines_add_up_and_links_hold_the_persons_together(mentions in mentions(), choices in constraints()) {
        let linked = run(&mentions, &decided(&mentions, &choices));
        for link in linked.links.iter().chain(&linked.waiting) {
            let sum: f64 = link.lines.iter().map(|line| line.bits).sum();
            prop_assert!((sum - link.bits).abs() < 1e-9);
        }
        let mut persons: Vec<u32> = (0..mentions.len() as u32).collect();
        for link in &linked.links {
            let (low, high) = (link.a.min(link.b), link.a.max(link.b));
            let (kept, moved) = (persons[low], persons[high]);
            prop_assert_ne!(kept, moved, "links form a tree");
            for person in &mut persons {
                if *person == moved {
                    *person = kept;
                }
            }
        }
        for a in 0..mentions.len() {
            for b in 0..mentions.len() {
                prop_assert_eq!(persons[a] == persons[b], linked.persons[a] == linked.persons[b]);
            }
        }
        for (a, &person) in linked.persons.iter().enumerate() {
            prop_assert!(person as usize <= a && linked.persons[person as usize] == person);
        }
    }
}
