//! What the invented force promises: the same bytes, nobody real, and the difficulties that it is there for.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::people::INWARD_LETTERS;
use super::*;
use std::collections::{BTreeMap, BTreeSet};

fn settings(seed: u64, reports: usize) -> Settings {
    Settings { seed, reports, days: 540, start: "2025-06-01".parse().unwrap() }
}

fn mentions(force: &Simulated) -> impl Iterator<Item = &SimPerson> {
    force
        .rows
        .iter()
        .flat_map(|row| [Some(&row.victim), row.subject.as_ref(), row.child.as_ref()].into_iter().flatten())
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (one, two, other) = (generate(&settings(7, 600)), generate(&settings(7, 600)), generate(&settings(8, 600)));
    assert_eq!(to_csv_per_crime(&one), to_csv_per_crime(&two));
    assert_eq!(to_csv_per_person(&one), to_csv_per_person(&two));
    assert_eq!(truth_csv(&one), truth_csv(&two));
    assert_ne!(to_csv_per_crime(&one), to_csv_per_crime(&other));
}

#[test]
fn no_number_address_account_or_vehicle_can_be_real() {
    for seed in 1..=2 {
        for person in mentions(&generate(&settings(seed, 3_000))) {
            for phone in &person.phones {
                let digits: String = phone.replace("+44 ", "0").chars().filter(char::is_ascii_digit).collect();
                assert_eq!(digits.len(), 11, "{phone}");
                let reserved = ["07700900", "01632960", "04", "06"].iter().any(|range| digits.starts_with(range));
                assert!(reserved, "{phone} is outside the reserved ranges");
            }
            if let Some(postcode) = &person.postcode {
                let compact = postcode.replace(' ', "");
                let inward = compact.as_bytes().rchunks(2).next().unwrap();
                let impossible = inward.iter().all(|letter| INWARD_LETTERS.contains(letter));
                assert!(
                    impossible || (compact.len() <= 4 && !postcode.contains(' ')),
                    "{postcode} might be a real address"
                );
            }
            if let Some(email) = &person.email {
                let domain = email.split_once('@').unwrap().1;
                assert!(["example.com", "example.org", "example.net", "mail.invalid"].contains(&domain), "{email}");
            }
            assert!(person.handle.as_ref().is_none_or(|handle| handle.contains('~')), "{:?}", person.handle);
            assert!(
                person.vehicle.as_ref().is_none_or(|mark| matches!(mark.as_bytes()[1], b'I' | b'Q' | b'Z')),
                "{:?}",
                person.vehicle
            );
        }
    }
}

#[test]
fn between_a_third_and_three_fifths_of_reports_repeat_a_course() {
    for seed in 1..=4 {
        for reports in [300, 1_500] {
            let force = generate(&settings(seed, reports));
            let courses: BTreeSet<usize> = force.truth.iter().map(|truth| truth.course).collect();
            let repeats = (reports - courses.len()) as f64 / reports as f64;
            assert!((0.35..=0.60).contains(&repeats), "seed {seed}, {reports} reports: {repeats}");
        }
    }
}

#[test]
fn the_truth_matches_the_rows() {
    let force = generate(&settings(11, 1_500));
    assert_eq!((force.rows.len(), force.truth.len()), (1_500, 1_500));
    let references: BTreeSet<&str> = force.rows.iter().map(|row| row.force_reference.as_str()).collect();
    assert_eq!(references.len(), 1_500, "references are unique");
    let mut pairs: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (row, truth) in force.rows.iter().zip(&force.truth) {
        assert_eq!(row.force_reference, truth.force_reference);
        assert_ne!(truth.victim, truth.subject);
        assert_eq!(row.child.is_some(), truth.child.is_some());
        let pair = *pairs.entry(truth.course).or_insert((truth.victim, truth.subject));
        assert_eq!(pair, (truth.victim, truth.subject), "a course is one subject against one victim");
    }
    assert!(force.rows.is_sorted_by_key(|row| row.recorded_at));
    let lines = |csv: &str| csv.lines().count() - 1;
    assert_eq!(lines(&to_csv_per_crime(&force)), 1_500);
    assert_eq!(lines(&to_csv_per_person(&force)), mentions(&force).count());
    assert_eq!(lines(&truth_csv(&force)), 1_500);
}

#[test]
fn every_time_lies_in_order_and_in_the_window() {
    let settings = settings(3, 2_000);
    let end = settings.start.plus_days(i64::from(settings.days)).start();
    for row in generate(&settings).rows {
        assert!(row.occurred_at <= row.recorded_at && row.recorded_at < end, "{}", row.force_reference);
        let facts = &row.protection;
        assert!(facts.served_on.is_none() || facts.granted_on <= facts.served_on);
        assert!(facts.granted_on.is_none() || facts.applied_on <= facts.granted_on);
        for on in [facts.applied_on, facts.granted_on, facts.refused_on, facts.served_on].into_iter().flatten() {
            assert!(on < end.day(), "no fact from after the export");
        }
    }
}

#[test]
fn courses_of_three_or_more_come_nearer_more_often_than_not() {
    let force = generate(&settings(5, 4_000));
    let mut stages: BTreeMap<usize, Vec<Stage>> = BTreeMap::new();
    let mut rows: Vec<_> = force.rows.iter().zip(&force.truth).collect();
    rows.sort_by_key(|(row, _)| row.occurred_at);
    for (row, truth) in rows {
        stages.entry(truth.course).or_default().extend(row.behaviour.and_then(Stage::of));
    }
    let long: Vec<_> = stages.values().filter(|stages| stages.len() >= 3).collect();
    let nearer = long.iter().filter(|stages| stages.last() > stages.first()).count();
    let reach_entry = long.iter().filter(|stages| stages.contains(&Stage::Entry)).count();
    assert!(nearer * 2 > long.len(), "{nearer} of {}", long.len());
    assert!(reach_entry * 4 > long.len(), "{reach_entry} of {}", long.len());
}

#[test]
fn the_hard_features_are_there() {
    let force = generate(&settings(9, 4_000));
    let share = |holds: &dyn Fn(&SimRow) -> bool| force.rows.iter().filter(|row| holds(row)).count() as f64 / 4_000.0;
    let unnamed = share(&|row| {
        row.subject.as_ref().is_none_or(|subject| subject.forename.is_none() && subject.surname.is_none())
    });
    assert!((0.05..0.30).contains(&unnamed), "subjects without a name: {unnamed}");
    let ex = share(&|row| row.relationship == Some(Relationship::ExIntimate));
    assert!((0.30..0.55).contains(&ex), "former partners: {ex}");
    let children = share(&|row| row.child.is_some());
    assert!((0.02..0.12).contains(&children), "with a child: {children}");
    let protected = share(&|row| row.protection != SimProtection::default());
    assert!((0.05..0.25).contains(&protected), "with protection: {protected}");
    let mut victims: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut surnames: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for (row, truth) in force.rows.iter().zip(&force.truth) {
        victims.entry(truth.subject).or_default().insert(truth.victim);
        surnames.entry(truth.victim).or_default().extend(row.victim.surname.as_deref());
    }
    let serial = victims.values().filter(|victims| victims.len() > 1).count();
    assert!(serial * 20 > victims.len(), "subjects with several victims: {serial} of {}", victims.len());
    assert!(surnames.values().filter(|names| names.len() > 1).count() > 50, "surnames that vary");
}

#[test]
fn small_forces_work() {
    for reports in [0, 1, 2, 7] {
        let force = generate(&Settings { days: 1, ..settings(1, reports) });
        assert_eq!(force.rows.len(), reports);
    }
    assert_eq!(generate(&Settings { days: 0, ..settings(1, 5) }).rows.len(), 5);
}

#[test]
fn every_row_has_every_column() {
    let force = generate(&settings(2, 300));
    let columns = |line: &str| {
        let (mut count, mut quoted) = (1, false);
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => count += 1,
                _ => {}
            }
        }
        count
    };
    assert!(to_csv_per_crime(&force).lines().all(|line| columns(line) == CRIME_COLUMNS.len()));
    assert!(to_csv_per_person(&force).lines().all(|line| columns(line) == PERSON_COLUMNS.len()));
    assert!(truth_csv(&force).lines().all(|line| columns(line) == TRUTH_COLUMNS.len()));
}
