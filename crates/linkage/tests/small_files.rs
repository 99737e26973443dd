//! A force's first hand-written file: a few rows, scored by the shipped model.

#![expect(clippy::unwrap_used, reason = "a test stops where what it looks for is missing")]

use linkage::{Basis, Constraint, Mention, Role, Settings, Source, Tables, compare, link};

struct Row {
    report: u128,
    role: Role,
    forename: &'static str,
    surname: &'static str,
    born: &'static str,
    phone: &'static str,
}

fn row(
    report: u128,
    role: Role,
    forename: &'static str,
    surname: &'static str,
    born: &'static str,
    phone: &'static str,
) -> Row {
    Row { report, role, forename, surname, born, phone }
}

fn mentions(rows: &[Row]) -> Vec<Mention> {
    let written = rows.iter().enumerate().map(|(place, row)| {
        let mut mention = Mention::new(place as u128 + 1, row.report, row.role);
        mention.forename = row.forename.to_owned();
        mention.surname = row.surname.to_owned();
        mention.born = row.born.to_owned();
        mention.phones = vec![row.phone.to_owned()];
        mention
    });
    written.collect()
}

fn five_rows() -> Vec<Mention> {
    mentions(&[
        row(1, Role::PersonAtRisk, "Katherine", "Shaw", "1990-03-04", "07700 900123"),
        row(1, Role::Subject, "Gareth", "Pollard", "1985-11-20", "07700 900456"),
        row(2, Role::PersonAtRisk, "Cath", "Shaw", "", "+44 7700 900123"),
        row(2, Role::Subject, "", "", "", ""),
        row(3, Role::PersonAtRisk, "John", "Smith", "", ""),
    ])
}

#[test]
fn cath_shaw_with_the_same_phone_is_katherine_shaw() {
    let mentions = five_rows();
    let linked = link(&mentions, &[], &Tables::shipped(), &Settings::default());
    assert_eq!(linked.model.source, Source::Shipped);
    assert_eq!(linked.persons[0], linked.persons[2]);
    assert_ne!(linked.persons[0], linked.persons[4]);
    let lines: Vec<&str> = linked.links[0].lines.iter().map(|line| line.found.as_str()).collect();
    assert!(lines.contains(&"same phone number"), "{lines:?}");
}

#[test]
fn an_unknown_subject_joins_the_series_by_relation_only() {
    let mentions = five_rows();
    let linked = link(&mentions, &[], &Tables::shipped(), &Settings::default());
    let link = linked.links.iter().find(|link| (link.a, link.b) == (1, 3)).unwrap();
    assert_eq!(link.basis, Basis::Relation);
    assert!(link.lines.iter().any(|line| line.what == "relation"));
    assert_eq!(linked.series[0].series, linked.series[1].series);
    assert_eq!(linked.series[1].basis, Basis::Relation);
}

#[test]
fn a_common_name_alone_waits_for_a_person() {
    let mentions = mentions(&[
        row(1, Role::PersonAtRisk, "John", "Smith", "", ""),
        row(2, Role::PersonAtRisk, "John", "Smith", "", ""),
    ]);
    let linked = link(&mentions, &[], &Tables::shipped(), &Settings::default());
    assert_ne!(linked.persons[0], linked.persons[1]);
    assert_eq!(linked.waiting.len(), 1);
}

#[test]
fn two_subjects_of_one_victim_stay_two() {
    let mentions = mentions(&[
        row(1, Role::PersonAtRisk, "Katherine", "Shaw", "1990-03-04", "07700 900123"),
        row(1, Role::Subject, "Gareth", "Pollard", "1985-11-20", "07700 900456"),
        row(2, Role::PersonAtRisk, "Katherine", "Shaw", "1990-03-04", "07700 900123"),
        row(2, Role::Subject, "Neil", "Arkwright", "1971-02-09", "07700 900789"),
    ]);
    let linked = link(&mentions, &[], &Tables::shipped(), &Settings::default());
    assert_eq!(linked.persons[0], linked.persons[2]);
    assert_ne!(linked.persons[1], linked.persons[3]);
    assert_ne!(linked.series[0].series, linked.series[1].series);
}

#[test]
fn a_report_without_a_subject_joins_the_only_series_of_its_person_at_risk() {
    let mut mentions = five_rows();
    mentions.remove(3);
    let linked = link(&mentions, &[], &Tables::shipped(), &Settings::default());
    assert_eq!(linked.series[0].series, linked.series[1].series);
    assert_eq!(linked.series[1].basis, Basis::Relation);
}

#[test]
fn a_decision_that_they_are_two_is_kept() {
    let constraints = [Constraint::NotSame { a: 1, b: 3 }];
    let linked = link(&five_rows(), &constraints, &Tables::shipped(), &Settings::default());
    assert_ne!(linked.persons[0], linked.persons[2]);
    assert!(linked.waiting.iter().all(|link| (link.a, link.b) != (0, 2)));
}

#[test]
fn any_pair_can_be_explained() {
    let mentions = five_rows();
    let tables = Tables::shipped();
    let linked = link(&mentions, &[], &tables, &Settings::default());
    let explanation = compare(&mentions[0], &mentions[2], &tables, &linked.model);
    assert!((explanation.bits - linked.links[0].bits).abs() < 1e-9);
    assert!(explanation.probability() > 0.99);
    for line in explanation.lines {
        for private in ["Shaw", "shaw", "900123", "1990"] {
            assert!(!line.found.contains(private), "{}", line.found);
        }
    }
}

#[test]
fn nothing_comes_of_nothing() {
    let linked = link(&[], &[], &Tables::shipped(), &Settings::default());
    assert!(linked.persons.is_empty() && linked.series.is_empty());
}

#[test]
fn an_unknown_subject_is_not_given_to_one_of_two() {
    let mentions = mentions(&[
        row(1, Role::PersonAtRisk, "Katherine", "Shaw", "1990-03-04", "07700 900123"),
        row(1, Role::Subject, "Gareth", "Pollard", "1985-11-20", "07700 900456"),
        row(2, Role::PersonAtRisk, "Katherine", "Shaw", "1990-03-04", "07700 900123"),
        row(2, Role::Subject, "Neil", "Arkwright", "1971-02-09", "07700 900789"),
        row(3, Role::PersonAtRisk, "Katherine", "Shaw", "1990-03-04", "07700 900123"),
        row(3, Role::Subject, "", "", "", ""),
    ]);
    let linked = link(&mentions, &[], &Tables::shipped(), &Settings::default());
    assert_eq!(linked.persons[5], 5);
    assert!(linked.waiting.iter().any(|link| link.b == 5), "it waits for a person instead");
}

#[test]
fn a_number_that_many_people_give_joins_none_of_them() {
    let names = [("Ann", "Abbott"), ("Bob", "Kendrick"), ("Carl", "Lomax"), ("Dina", "Mistry"), ("Eve", "Radley")];
    let mut rows = Vec::new();
    for (report, (forename, surname)) in names.into_iter().enumerate() {
        rows.push(row(report as u128, Role::PersonAtRisk, forename, surname, "", "0113 496 0000"));
    }
    rows.push(row(9, Role::PersonAtRisk, "Ann", "Abbott", "", "0113 496 0000"));
    rows.push(row(10, Role::PersonAtRisk, "", "", "", "0113 496 0000"));
    let linked = link(&mentions(&rows), &[], &Tables::shipped(), &Settings::default());
    assert_eq!(linked.persons[..5], [0, 1, 2, 3, 4]);
    assert_eq!(linked.persons[5], 0, "name and number together still do");
    assert_eq!(linked.persons[6], 6, "the number alone does not");
}

#[test]
fn a_key_that_everyone_shares_is_reported_not_compared() {
    let mut mentions = Vec::new();
    for id in 0..400u128 {
        let mut mention = Mention::new(id, id, Role::Subject);
        mention.handle = "anonymous".to_owned();
        mentions.push(mention);
    }
    let linked = link(&mentions, &[], &Tables::shipped(), &Settings::default());
    assert_eq!(linked.model.pairs, 0);
    assert!(linked.model.capped.iter().any(|capped| capped.rule == "same account name" && capped.pairs == 79_800));
}

#[test]
fn two_of_one_report_are_one_person_only_where_somebody_says_so() {
    let people = mentions(&[
        row(1, Role::PersonAtRisk, "Katherine", "Shaw", "1990-03-04", "07700 900123"),
        row(1, Role::Other, "Katherine", "Shaw", "1990-03-04", "07700 900123"),
        row(2, Role::PersonAtRisk, "Cath", "Shaw", "1990-03-04", "07700 900123"),
    ]);
    let linked = |said: &[Constraint]| link(&people, said, &Tables::shipped(), &Settings::default());
    let alone = linked(&[]);
    assert_ne!(alone.persons[0], alone.persons[1]);
    let same = Constraint::Same { a: people[0].id, b: people[1].id };
    let said = linked(&[same]);
    assert_eq!((said.persons[0] == said.persons[1], said.refused.len()), (true, 0));
    let parted = linked(&[same, Constraint::NotSame { a: people[0].id, b: people[1].id }]);
    assert_ne!(parted.persons[0], parted.persons[1], "a 'not the same' stands against it");
}
