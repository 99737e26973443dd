//! Reports that name several persons at risk: a mother and her children, of whom a later report names one alone.

use linkage::{Linked, Mention, Role, Settings, Tables, link};

/// One person of one report: forename, surname, date of birth, telephone.
fn person(id: u128, report: u128, role: Role, particulars: [&str; 4]) -> Mention {
    let [forename, surname, born, phone] = particulars.map(str::to_owned);
    Mention { forename, surname, born, phones: vec![phone], ..Mention::new(id, report, role) }
}

fn at_risk(id: u128, report: u128, particulars: [&str; 4]) -> Mention {
    person(id, report, Role::PersonAtRisk, particulars)
}

fn pollard(id: u128, report: u128) -> Mention {
    person(id, report, Role::Subject, ["Gareth", "Pollard", "1985-11-20", "07700 900456"])
}

fn linked(mentions: &[Mention]) -> Linked {
    link(mentions, &[], &Tables::shipped(), &Settings::default())
}

/// The series of each report, by the place of its first report.
fn series(linked: &Linked) -> Vec<u32> {
    linked.series.iter().map(|place| place.series).collect()
}

#[test]
fn a_second_child_of_a_report_is_found_in_a_report_about_that_child_alone() {
    let linked = linked(&[
        at_risk(1, 1, ["Luna", "Shaw", "2017-02-13", ""]),
        at_risk(2, 1, ["Milo", "Shaw", "2019-05-06", ""]),
        pollard(3, 1),
        at_risk(4, 2, ["Mylo", "Shaw", "2019-05-06", ""]),
        pollard(5, 2),
    ]);
    assert_eq!(linked.persons, [0, 1, 2, 1, 2]);
    assert_eq!(series(&linked), [0, 0]);
}

#[test]
fn which_of_two_children_is_meant_is_asked_where_both_fit() {
    let phone = "07700 900123";
    // What only the first of them states, a mother's telephone, is the other's as well.
    for (born, telephones) in [("2019-05-06", ["", ""]), ("2019-05-06", [phone, phone]), ("2019-05-06", [phone, ""])] {
        let unclear = linked(&[
            at_risk(1, 1, ["Luna", "Shaw", born, telephones[0]]),
            at_risk(2, 1, ["Milo", "Shaw", born, telephones[1]]),
            pollard(3, 1),
            at_risk(4, 2, ["Kai", "Shaw", born, telephones[0]]),
            pollard(5, 2),
        ]);
        assert_eq!(unclear.persons, [0, 1, 2, 3, 2], "{born:?} {telephones:?}");
        let asked: Vec<_> = unclear.waiting.iter().map(|link| (link.a, link.b)).collect();
        assert!(asked.contains(&(0, 3)) && asked.contains(&(1, 3)), "{asked:?}");
    }
}

#[test]
fn a_mother_is_not_her_child_because_both_are_reached_by_one_telephone() {
    for born in ["2019-05-06", "1992-08-17"] {
        let linked = linked(&[
            at_risk(1, 1, ["Katherine", "Shaw", "1990-03-04", "07700 900123"]),
            pollard(2, 1),
            at_risk(3, 2, ["Milo", "Shaw", born, "07700 900123"]),
            pollard(4, 2),
        ]);
        assert_eq!(linked.persons, [0, 1, 2, 1], "born {born}");
        assert_eq!(series(&linked), [0, 1]);
    }
}

#[test]
fn a_brother_s_number_is_his_own() {
    let brother = |id, report, forename, phone| person(id, report, Role::Subject, [forename, "Pollard", "", phone]);
    let linked = linked(&[
        at_risk(1, 1, ["Katherine", "Shaw", "1990-03-04", "07700 900123"]),
        brother(2, 1, "", "07700 900456"),
        brother(3, 1, "", "07700 900457"),
        at_risk(4, 2, ["Katherine", "Shaw", "1990-03-04", "07700 900123"]),
        brother(5, 2, "", "07700 900457"),
    ]);
    assert_eq!(linked.persons, [0, 1, 2, 0, 2]);
}

#[test]
fn what_is_told_of_a_mother_and_what_is_told_of_her_child_is_one_course_of_conduct_of_two_persons() {
    let mother = ["Katherine", "Shaw", "1990-03-04", "07700 900123"];
    let child = ["Milo", "Shaw", "2019-05-06", "07700 900123"];
    let linked = linked(&[
        at_risk(1, 1, mother),
        at_risk(2, 1, child),
        pollard(3, 1),
        at_risk(4, 2, child),
        pollard(5, 2),
        at_risk(6, 3, mother),
        pollard(7, 3),
    ]);
    assert_eq!(linked.persons, [0, 1, 2, 1, 2, 0, 2]);
    assert_eq!(series(&linked), [0, 0, 0]);
}

#[test]
fn a_report_without_a_subject_joins_only_where_all_whom_it_names_have_one_subject_between_them() {
    let mother = ["Katherine", "Shaw", "1990-03-04", "07700 900123"];
    let child = ["Milo", "Shaw", "2019-05-06", ""];
    let other = |id, report| person(id, report, Role::Subject, ["Dean", "Okonkwo", "1979-01-30", "07700 900999"]);
    let of = |subject: Mention| {
        linked(&[
            at_risk(1, 1, mother),
            pollard(2, 1),
            at_risk(3, 2, child),
            subject,
            at_risk(5, 3, mother),
            at_risk(6, 3, child),
        ])
    };
    assert_eq!(series(&of(pollard(4, 2))), [0, 0, 0]);
    assert_eq!(series(&of(other(4, 2))), [0, 1, 2]);
}
