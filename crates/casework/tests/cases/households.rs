//! Reports that name several persons at risk, on both databases: each of them finds the reports about them, and no others.

use crate::support::*;
use casework::cases::act::Act;
use casework::linking::review::Opinion;

fn on_both(story: fn(&Desk)) {
    story(&Desk::new());
    story(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}

/// Nothing by which a household is found: a child has no telephone and no car.
fn child(line: Line, forename: &str, born: &str) -> Line {
    line.with("vfore", forename).with("vborn", born).with("vphone", "").with("vcar", "")
}
fn luna(reference: &str) -> Line {
    child(shaw(reference), "Luna", "2017-02-13")
}
/// The second child, as the second report tells of him: spelled otherwise, and by another officer.
fn mylo(reference: &str) -> Line {
    child(shaw(reference), "Mylo", "2019-05-06").with("officer", "birch").with("words", "Outside the school.")
}
fn and_milo(line: Line) -> Line {
    line.with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06")
}
fn counted(desk: &Desk, case: &str) -> (String, bool) {
    (desk.case_column(case, "series_reports"), desk.flags(case).contains(&"RF-05".to_owned()))
}

#[test]
fn a_second_child_at_risk_of_one_report_finds_the_report_about_that_child_alone() {
    on_both(|desk| {
        desk.import("spoc", &[and_milo(luna("N/1")), mylo("N/2")]);
        let [first, second] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
        let alone = desk.cases_with("N/2").remove(0);
        assert_eq!(counted(desk, &second), ("2".to_owned(), true), "the second child's case shows both reports");
        assert_eq!(counted(desk, &alone), ("2".to_owned(), true));
        assert_eq!(counted(desk, &first), ("0".to_owned(), false), "the first child has one report");
        assert_eq!(desk.case_column(&second, "series"), desk.case_column(&alone, "series"));
        assert_eq!(
            (desk.case_column(&first, "series"), desk.case_column(&first, "reports")),
            (String::new(), "1".to_owned())
        );
        assert!([&first, &second, &alone].iter().all(|case| !desk.flags(case).contains(&"RF-06".to_owned())));
        // Put on one case it stands there, and the child's other case is joined.
        desk.does("sergeant", &second, Act::AttachReport { report: "N/2".to_owned() });
        desk.app().link_all().unwrap();
        assert_eq!(
            (desk.case_column(&alone, "status"), desk.case_column(&second, "reports")),
            ("joined".to_owned(), "2".to_owned())
        );
        assert_eq!(
            (desk.case_column(&first, "status"), counted(desk, &first)),
            ("open".to_owned(), ("0".to_owned(), false))
        );
    });
}

#[test]
fn a_mother_and_her_child_are_one_course_of_conduct_and_each_counts_the_reports_about_them() {
    on_both(|desk| {
        desk.import("spoc", &[and_milo(shaw("N/1")), mylo("N/2"), shaw("N/3").with("officer", "birch")]);
        let [mother, milo] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
        let (his, hers) = (desk.cases_with("N/2").remove(0), desk.cases_with("N/3").remove(0));
        for case in [&mother, &milo, &his, &hers] {
            assert_eq!(counted(desk, case), ("2".to_owned(), true), "of three in the series");
            assert_eq!(desk.case_column(case, "series"), desk.case_column(&mother, "series"));
        }
        let belongs = |case: &str| {
            let reports = desk.page("spoc", case).reports.into_iter();
            reports.map(|report| (report.reference, report.belongs)).collect::<std::collections::BTreeMap<_, _>>()
        };
        let (same, other) = ("same series, unconfirmed", "same series, about another person at risk, unconfirmed");
        let told = |all: [(&str, &str); 3]| {
            all.map(|(reference, belongs)| (reference.to_owned(), belongs.to_owned())).into_iter().collect()
        };
        assert_eq!(belongs(&mother), told([("N/1", "attached"), ("N/2", other), ("N/3", same)]));
        assert_eq!(belongs(&milo), told([("N/1", "attached"), ("N/2", same), ("N/3", other)]));
        // Her cases never take in his: what is settled for her is not settled for him.
        let attach = Act::AttachReport { report: "N/2".to_owned() };
        assert_eq!(refusal(desk.tries("sergeant", &mother, attach)), "report.AnotherPerson");
        desk.does("sergeant", &mother, Act::AttachReport { report: "N/3".to_owned() });
        desk.app().link_all().unwrap();
        assert_eq!(
            (desk.case_column(&hers, "status"), desk.case_column(&mother, "reports")),
            ("joined".to_owned(), "2".to_owned())
        );
        assert_eq!((counted(desk, &milo).0, desk.case_column(&milo, "status")), ("2".to_owned(), "open".to_owned()));
    });
}

#[test]
fn which_of_two_children_is_meant_is_asked_and_not_guessed() {
    on_both(|desk| {
        let twins = |line: Line| line.with("vborn", "2019-05-06");
        desk.import("spoc", &[and_milo(twins(luna("N/1"))), mylo("N/2").with("vfore", "Kai")]);
        let [first, second] = <[String; 2]>::try_from(desk.cases_with("N/1")).unwrap();
        assert_eq!([counted(desk, &first).0, counted(desk, &second).0], ["0", "0"]);
        let waiting = desk.app().waiting_links(desk.actor("spoc"), 50).unwrap();
        assert_eq!(waiting.len(), 2, "{waiting:?}");
        let milo = desk.column(&format!(
            "select l.id from links l join cases c on c.person_at_risk in (l.a, l.b) where c.reference = '{second}' and l.state = 'waiting'"
        ));
        desk.app().decide_link(desk.actor("spoc"), milo.first().unwrap(), Opinion::Same, None).unwrap();
        assert_eq!([counted(desk, &first).0, counted(desk, &second).0], ["0", "2"]);
    });
}

#[test]
fn a_report_that_a_person_has_put_on_a_case_hides_no_other_report_of_its_series() {
    let desk = Desk::new();
    let about_another = shaw("N/9").with("sfore", "Dean").with("ssur", "Okonkwo").with("sborn", "1979-01-30");
    let by = |officer: &str, line: Line| line.with("officer", officer);
    desk.import("spoc", &[shaw("N/1"), by("birch", shaw("N/2")), about_another.with("sphone", "07700 900999")]);
    let case = desk.cases_with("N/1").remove(0);
    assert_eq!(counted(&desk, &case).0, "2");
    desk.does("sergeant", &case, Act::AttachReport { report: "N/9".to_owned() });
    desk.app().link_all().unwrap();
    assert_eq!(counted(&desk, &case).0, "3", "two are here, and one is still elsewhere");
}
