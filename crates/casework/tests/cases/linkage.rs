//! Linkage as officers meet it: what crosses between cases and forces, what people decide, and what follows for a case.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::linking::review::{Opinion, Task};
use std::collections::BTreeSet;

/// The same two people, told by another force in its own words.
fn southern(reference: &str) -> Line {
    shaw(reference)
        .with("team", "docks")
        .with("officer", "oak")
        .with("vfore", "Cath")
        .with("vphone", "+44 7700 900123")
        .with("vpost", "ZZ9 9ZZ")
        .with("vaddr", "3 Cinder Lane")
        .with("words", "Parked outside the bakery for an hour.")
}
fn of_birch(reference: &str) -> Line {
    shaw(reference).with("officer", "birch").with("words", "Flowers on the step.").with("code", "O7")
}
fn pair() -> (Desk, String, String) {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), of_birch("N/2")]);
    let (first, second) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
    (desk, first, second)
}
fn shown(desk: &Desk, name: &str, case: &str) -> String {
    serde_json::to_string(&desk.page(name, case)).unwrap()
}
fn decide_all(desk: &Desk, name: &str, opinion: Opinion) {
    for link in desk.column("select id from links where state <> 'withdrawn' order by id") {
        desk.app().decide_link(desk.actor(name), &link, opinion, None).unwrap();
    }
}

/// The open tasks of someone's force, without their ids.
fn calls(desk: &Desk, name: &str) -> Vec<Task> {
    let tasks = desk.app().tasks(desk.actor(name)).unwrap();
    tasks.into_iter().map(|task| Task { id: String::new(), ..task }).collect()
}

#[test]
fn a_task_that_is_done_is_gone_for_its_own_force_alone_and_stays_gone() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1")]);
    desk.import("southspoc", &[southern("S/1")]);
    let task = desk.app().tasks(desk.actor("spoc")).unwrap().remove(0).id;
    for name in ["southspoc", "cedar"] {
        assert_eq!(desk.app().finish_task(desk.actor(name), &task), Err(Failure::NotFound("task")), "{name}");
    }
    desk.app().finish_task(desk.actor("spoc"), &task).unwrap();
    desk.app().link_all().unwrap();
    assert_eq!((calls(&desk, "spoc").len(), calls(&desk, "southspoc").len()), (0, 1));
}

#[test]
fn two_forces_see_one_series_and_nothing_of_each_other_but_whom_to_call() {
    let desk = Desk::new();
    let north = desk.import_one("spoc", shaw("N/1"));
    let south = desk.import_one("southspoc", southern("S/1"));
    assert_ne!(desk.case_column(&north, "series"), "");
    assert_eq!(desk.case_column(&north, "series"), desk.case_column(&south, "series"));
    for name in ["alder", "spoc"] {
        let page = shown(&desk, name, &north);
        for value in ["S/1", "Cath", "Cinder", "ZZ9", "bakery"] {
            assert!(!page.contains(value), "{name} sees {value} of the other force");
        }
    }
    let page = shown(&desk, "oak", &south);
    for value in ["N/1", "Katherine", "Lantern", "ZZ1", "harbour wall"] {
        assert!(!page.contains(value), "oak sees {value} of the other force");
    }
    let call = |case: &str, other_force: &str, other: &str, contact: &str| Task {
        kind: "call_other_force".to_owned(),
        id: String::new(),
        case_reference: case.to_owned(),
        other_force: other_force.to_owned(),
        other_force_name: format!("Force {other_force}"),
        other_reference: other.to_owned(),
        contact: contact.to_owned(),
        critical: false,
    };
    assert_eq!(calls(&desk, "spoc"), [call(&north, SOUTH, &south, "south desk")]);
    assert_eq!(calls(&desk, "southspoc"), [call(&south, NORTH, &north, "north desk")]);
    // A confirmed link joins the series for certain; contents of another force still do not cross.
    decide_all(&desk, "spoc", Opinion::Same);
    assert!(!shown(&desk, "alder", &north).contains("S/1"));
}

#[test]
fn contents_cross_to_another_officer_when_a_person_has_confirmed() {
    let (desk, first, second) = pair();
    assert_eq!(desk.case_column(&first, "series"), desk.case_column(&second, "series"));
    assert_eq!(desk.case_column(&first, "series_confirmed"), "0");
    let page = desk.page("alder", &first);
    assert_eq!(page.reports.iter().map(|report| report.reference.as_str()).collect::<Vec<_>>(), ["N/1"]);
    assert!(page.links.iter().any(|link| link.state == "linked, unconfirmed"));
    decide_all(&desk, "alder", Opinion::Same);
    let page = desk.page("alder", &first);
    let crossed = page.reports.iter().find(|report| report.reference == "N/2").unwrap();
    assert_eq!(crossed.belongs, "same series, confirmed");
    assert_eq!(desk.case_column(&first, "series_confirmed"), "1");
    assert_eq!(desk.count(&first, "series.seen"), 2);
}

#[test]
fn not_the_same_is_remembered_and_can_be_undone() {
    let (desk, first, second) = pair();
    decide_all(&desk, "spoc", Opinion::NotSame);
    assert_eq!(
        (desk.case_column(&first, "series"), desk.case_column(&second, "series")),
        (String::new(), String::new())
    );
    for _ in 0..2 {
        desk.app().link_all().unwrap();
        assert_eq!(desk.app().waiting_links(desk.actor("spoc"), 50).unwrap(), []);
        assert_eq!(desk.case_column(&first, "series"), "");
    }
    decide_all(&desk, "spoc", Opinion::Undo);
    assert_ne!(desk.case_column(&first, "series"), "");
    assert_eq!(desk.column("select distinct state from links"), ["accepted"]);
}

#[test]
fn what_waits_for_a_person_waits_no_more_after_a_no() {
    let desk = Desk::new();
    let smith = |reference: &str| {
        let blank = ["vborn", "vphone", "vpost", "vaddr", "vcar", "sfore", "ssur", "sborn", "sphone"];
        let named = shaw(reference).with("vfore", "John").with("vsur", "Smith");
        blank.into_iter().fold(named, |line, column| line.with(column, ""))
    };
    desk.import("spoc", &[smith("N/1"), smith("N/2")]);
    let waiting = desk.app().waiting_links(desk.actor("spoc"), 50).unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(desk.app().waiting_links(desk.actor("cedar"), 50).unwrap(), []);
    assert!(matches!(desk.app().waiting_links(desk.actor("auditor"), 50), Err(Failure::Refused(_))));
    let id = &waiting.first().unwrap().id;
    assert_eq!(desk.app().decide_link(desk.actor("cedar"), id, Opinion::Same, None), Err(Failure::NotFound("link")));
    desk.app().decide_link(desk.actor("spoc"), id, Opinion::NotSame, None).unwrap();
    desk.import("spoc", &[smith("N/3").with("vsur", "Okonkwo")]);
    desk.app().link_all().unwrap();
    assert_eq!(desk.app().waiting_links(desk.actor("spoc"), 50).unwrap(), []);
    desk.app().decide_link(desk.actor("spoc"), id, Opinion::Undo, None).unwrap();
    assert_eq!(desk.app().waiting_links(desk.actor("spoc"), 50).unwrap().len(), 1);
}

#[test]
fn a_child_at_risk_has_a_case_of_its_own_and_is_not_another_victim() {
    let desk = Desk::new();
    for number in 1..=8 {
        let (reference, surname) = (format!("N/{number}"), format!("Quill{number}"));
        let row = shaw(&reference).with("vsur", &surname).with("vphone", "").with("sphone", "").with("ssur", &surname);
        let row =
            row.with("sborn", &format!("198{number}-02-0{number}")).with("vborn", &format!("199{number}-05-1{number}"));
        desk.import("spoc", &[row.with("cfore", "Milo").with("csur", &surname).with("cborn", "2019-05-06")]);
        let cases = desk.cases_with(&reference);
        assert_eq!(cases.len(), 2);
        assert!(cases.iter().all(|case| desk.on_list(case)));
        // The first whom the report names is the first here too, whatever chance gave them for an id.
        let name = |case: &str| {
            let people = desk.page("spoc", case).people;
            people.into_iter().find(|person| person.role == "Person at risk").unwrap().name
        };
        assert_eq!(
            cases.iter().map(|case| name(case)).collect::<Vec<_>>(),
            [format!("Katherine {surname}"), format!("Milo {surname}")]
        );
        for case in &cases {
            assert!(!desk.flags(case).contains(&"RF-06".to_owned()), "the household counts as other victims");
        }
    }
}

#[test]
fn a_subject_with_two_victims_raises_rf_06_on_both() {
    let desk = Desk::new();
    let other = of_birch("N/2")
        .with("vfore", "Priya")
        .with("vsur", "Nair")
        .with("vborn", "1996-08-17")
        .with("vphone", "07700 900777");
    let other = other.with("vpost", "ZZ7 7ZZ").with("vaddr", "8 Orchard End").with("vcar", "");
    desk.import("spoc", &[shaw("N/1"), other]);
    for report in ["N/1", "N/2"] {
        let case = desk.cases_with(report).remove(0);
        assert_eq!(desk.flags(&case), ["RF-06"], "{report}");
    }
}

#[test]
fn reports_apart_raise_rf_05_until_they_are_on_one_case() {
    let (desk, first, second) = pair();
    assert_eq!((desk.flags(&first), desk.flags(&second)), (vec!["RF-05".to_owned()], vec!["RF-05".to_owned()]));
    let attach = |report: &str| Act::AttachReport { report: report.to_owned() };
    // Another officer's report is taken over by who may act on both cases, or once a person has confirmed the link.
    assert_eq!(refusal(desk.tries("alder", &first, attach("N/2"))), "policy");
    desk.does("sergeant", &first, attach("N/2"));
    desk.app().link_all().unwrap();
    assert_eq!(desk.cases_with("N/2"), std::slice::from_ref(&first));
    assert_eq!(desk.count(&second, "case.joined"), 1);
    assert_eq!((desk.case_column(&second, "status"), desk.on_list(&second)), ("joined".to_owned(), false));
    assert_eq!(
        desk.case_column(&second, "next_action"),
        "Nothing here: its reports are on another case of the same person."
    );
    let page = desk.page("alder", &first);
    assert!(
        page.reports.iter().any(|report| report.narrative.as_deref() == Some("Flowers on the step.")),
        "its words came along"
    );
    // Nothing new fires, on either, however often linkage runs and time goes by.
    let raised = desk.count(&first, "flag.raised");
    desk.app().link_all().unwrap();
    desk.wait(1);
    desk.tick();
    assert_eq!((desk.count(&first, "flag.raised"), desk.flags(&second).len()), (raised, 1));
    desk.wait(24 * 30);
    desk.tick();
    assert_eq!(desk.count(&second, "clock.missed"), 0);
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
    // The report comes back: so does the case.
    desk.does("sergeant", &second, attach("N/2"));
    assert_eq!((desk.case_column(&second, "status"), desk.on_list(&second)), ("open".to_owned(), true));
    assert_eq!(desk.cases_with("N/2"), [second]);
}

#[test]
fn an_officer_takes_over_a_report_once_the_link_is_confirmed() {
    let (desk, first, _) = pair();
    decide_all(&desk, "alder", Opinion::Same);
    desk.does("alder", &first, Act::AttachReport { report: "N/2".to_owned() });
    assert_eq!(desk.cases_with("N/2"), [first]);
}

#[test]
fn a_child_keeps_the_report_that_its_mother_s_other_case_takes() {
    let desk = Desk::new();
    desk.import(
        "spoc",
        &[shaw("N/1"), of_birch("N/2").with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06")],
    );
    let first = desk.cases_with("N/1").remove(0);
    let [mother, child] = <[String; 2]>::try_from(desk.cases_with("N/2")).unwrap();
    desk.does("sergeant", &first, Act::AttachReport { report: "N/2".to_owned() });
    assert_eq!(desk.case_column(&mother, "status"), "joined");
    assert_eq!((desk.case_column(&child, "status"), desk.on_list(&child)), ("open".to_owned(), true));
    assert_eq!(desk.case_column(&child, "reports"), "1");
}

#[test]
fn imports_at_the_same_time_all_link() {
    let desk = Desk::new();
    let files: Vec<Vec<Line>> = (0..3)
        .map(|file| {
            let numbers = 0..20;
            numbers.map(|number| shaw(&format!("N/{file}/{number}")).with("vpost", &format!("ZZ{file} 1AB"))).collect()
        })
        .collect();
    std::thread::scope(|scope| {
        for rows in &files {
            scope.spawn(|| desk.import("spoc", rows));
        }
    });
    let again = desk.app().link_all().unwrap();
    assert_eq!(again.changed, 0, "the last run saw everything");
    assert_eq!(desk.column("select distinct cast(series_reports as text) from cases"), ["60"]);
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn an_open_task_says_whether_a_critical_flag_stands_on_the_other_case_now() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1")]);
    let south = desk.import_one("southspoc", southern("S/1"));
    let critical = |name: &str| calls(&desk, name).iter().map(|task| task.critical).collect::<Vec<_>>();
    assert_eq!(critical("spoc"), [false]);
    desk.import("southspoc", &[southern("S/1").with("code", "O4").with("grade", "standard")]);
    assert_eq!(desk.case_column(&south, "flag_severity"), "critical");
    assert_eq!((critical("spoc"), critical("southspoc")), (vec![true], vec![false]));
    let done = desk.app().tasks(desk.actor("southspoc")).unwrap().remove(0).id;
    desk.app().finish_task(desk.actor("southspoc"), &done).unwrap();
    let versions = || desk.column("select id || ' ' || version from tasks order by id");
    let before = versions();
    desk.app().link_all().unwrap();
    assert_eq!(versions(), before, "what has not changed is not written again");
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn what_was_compared_is_told_to_who_may_view_both_cases_or_once_confirmed_in_one_force() {
    let (desk, first, second) = pair();
    let told = |name: &str, case: &str| {
        let link = desk.page(name, case).links.into_iter().find(|link| link.about == "person at risk").unwrap();
        (link.reports, link.lines.is_empty(), link.bits == 0.0)
    };
    let hidden = "another case of harbour".to_owned();
    let named = |other: &str| (first.clone(), other.to_owned());
    assert_eq!(told("alder", &first), (named(&hidden), true, true));
    assert_eq!(told("spoc", &first), (named(&second), false, false));
    decide_all(&desk, "spoc", Opinion::Same);
    assert_eq!(told("alder", &first), (named(&second), false, false));
    // Another force's record stays its own, confirmed or not.
    let desk = Desk::new();
    let north = desk.import_one("spoc", shaw("N/1"));
    desk.import("southspoc", &[southern("S/1")]);
    for opinion in [Opinion::Undo, Opinion::Same] {
        decide_all(&desk, "spoc", opinion);
        let links = desk.page("spoc", &north).links;
        assert!(!links.is_empty());
        for link in links {
            let mut names = [link.reports.0, link.reports.1];
            names.sort();
            assert_eq!(names, [north.clone(), "another force".to_owned()]);
            assert!(link.lines.is_empty() && link.bits == 0.0 && !link.state.is_empty());
        }
    }
}

#[test]
fn another_person_s_opinion_is_overruled_with_a_reason_that_both_read() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("officer", "birch")]);
    let (one, other) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
    let link = desk.column("select id from links order by id").remove(0);
    let say = |name: &str, opinion, why: Option<&str>| desk.app().decide_link(desk.actor(name), &link, opinion, why);
    say("alder", Opinion::NotSame, None).unwrap();
    // One's own opinion is changed without more.
    say("alder", Opinion::Same, None).unwrap();
    say("alder", Opinion::NotSame, None).unwrap();
    for (opinion, why) in [(Opinion::Same, None), (Opinion::Same, Some("  ")), (Opinion::Undo, None)] {
        let refused = say("spoc", opinion, why);
        assert!(
            matches!(&refused, Err(Failure::Refused(refusal)) if refusal.code == "link.OtherOpinion"),
            "{refused:?}"
        );
        assert_eq!(desk.last_entry()["decision"], "refused");
        assert_eq!(desk.column(&format!("select state from links where id = '{link}'")), ["refused"]);
    }
    let why = "Her brother knows the number: it is the same man.";
    say("spoc", Opinion::Same, Some(why)).unwrap();
    assert_eq!(desk.column(&format!("select state from links where id = '{link}'")), ["confirmed"]);
    for (name, case) in [("alder", &one), ("birch", &other), ("spoc", &one)] {
        let page = serde_json::to_string(&desk.page(name, case)).unwrap();
        assert!(page.contains(why), "{name} does not read why");
    }
    // The same the other way.
    assert!(matches!(say("alder", Opinion::NotSame, None), Err(Failure::Refused(_))));
    say("alder", Opinion::NotSame, Some("The number was a shop's.")).unwrap();
    assert_eq!((desk.count(&one, "link.overruled"), desk.count(&other, "link.overruled")), (2, 2));
}

#[test]
fn a_report_about_another_person_is_not_attached_until_somebody_says_that_they_are_the_same() {
    let desk = Desk::new();
    let qui = shaw("N/2").with("vfore", "Quilla").with("vsur", "Adeyemi").with("vborn", "1971-12-30");
    let qui = qui.with("vphone", "07700 900888").with("vpost", "ZZ8 8ZZ").with("vaddr", "1 Mill End").with("vcar", "");
    let qui = qui.with("sfore", "").with("ssur", "").with("sborn", "").with("sphone", "");
    desk.import("spoc", &[shaw("N/1"), qui]);
    let (own, other) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
    let attach = || Act::AttachReport { report: "N/2".to_owned() };
    let people = |case: &str| desk.page("spoc", case).people.into_iter().map(|one| one.name).collect::<Vec<_>>();
    let before = people(&other);
    match desk.tries("alder", &own, attach()) {
        Err(Failure::Refused(refusal)) => {
            assert_eq!(refusal.code, "report.AnotherPerson");
            assert!(refusal.hint.contains("links same"), "{}", refusal.hint);
        }
        attached => panic!("{attached:?}"),
    }
    assert_eq!(desk.last_entry()["why"], "report.AnotherPerson");
    assert_eq!((people(&other), desk.cases_with("N/2")), (before, vec![other.clone()]));
    // Told rightly she is the same person; then her other case is joined.
    let particulars = casework::cases::act::Particulars {
        forename: "Katherine".to_owned(),
        surname: "Shaw".to_owned(),
        born: "1990-03-04".to_owned(),
        phones: "07700 900123".to_owned(),
        postcode: "ZZ1 1AB".to_owned(),
        ..Default::default()
    };
    let person = casework::cases::act::Described { role: "person_at_risk".to_owned(), report: None };
    let meant = casework::cases::act::Meant::SamePerson;
    let because = domain::catalogue::CorrectionCause::Mistake;
    let reasons = "She gave a false name at first, for fear of him.".to_owned();
    desk.does("alder", &other, Act::CorrectPerson { person, meant, particulars, because, reasons });
    desk.app().link_all().unwrap();
    desk.does("alder", &own, attach());
    assert_eq!((desk.case_column(&other, "status"), desk.cases_with("N/2")), ("joined".to_owned(), vec![own]));
}

#[test]
fn a_mother_keeps_the_report_that_her_child_s_other_case_takes() {
    let desk = Desk::new();
    let child = |line: Line| line.with("cfore", "Milo").with("csur", "Shaw").with("cborn", "2019-05-06");
    let blank = ["vphone", "vpost", "vaddr", "vcar", "sfore", "ssur", "sborn", "sphone"];
    let milo = shaw("N/2").with("vfore", "Milo").with("vborn", "2019-05-06");
    desk.import("spoc", &[child(shaw("N/1")), blank.into_iter().fold(milo, |line, column| line.with(column, ""))]);
    decide_all(&desk, "spoc", Opinion::Same);
    let mother = desk.cases_with("N/1").remove(0);
    let of_child = desk.cases_with("N/2").remove(0);
    let took = desk.tries("sergeant", &of_child, Act::AttachReport { report: "N/1".to_owned() });
    assert!(took.is_ok() && desk.cases_with("N/1").contains(&mother), "{took:?}");
    assert_eq!(desk.case_column(&mother, "reports"), "1");
}

#[test]
fn an_export_of_beliefs_leaves_out_what_is_kept_from_who_asks() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("officer", "birch")]);
    let (first, second) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
    let exported = |name: &str| -> BTreeSet<String> {
        desk.app().export_beliefs(desk.actor(name)).unwrap().into_iter().map(|belief| belief.reference).collect()
    };
    let of = |references: &[&str]| references.iter().map(|text| (*text).to_owned()).collect::<BTreeSet<String>>();
    desk.tie(&first, "spoc", "connected");
    assert_eq!(exported("spoc"), of(&["N/2"]));
    let restricted = |value: i64| {
        let row = rusqlite::params![value, &second];
        desk.raw().execute("update cases set restricted = ?1 where reference = ?2", row).unwrap();
    };
    restricted(1);
    assert_eq!(exported("spoc"), of(&[]));
    restricted(0);
    desk.tie(&second, "spoc", "named");
    restricted(1);
    assert_eq!(exported("spoc"), of(&["N/2"]));
}

#[test]
fn a_list_of_tasks_links_beliefs_or_imports_names_what_was_shown() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/1"), shaw("N/2").with("officer", "birch")]);
    desk.import("southspoc", &[southern("S/1")]);
    let shown = || desk.last_entry()["shown"].to_string();
    let tasks = desk.app().tasks(desk.actor("spoc")).unwrap();
    assert!(!tasks.is_empty() && tasks.iter().all(|task| shown().contains(&task.id)), "{}", shown());
    let beliefs = desk.app().export_beliefs(desk.actor("spoc")).unwrap();
    assert_eq!(beliefs.iter().filter(|belief| belief.role == "subject").count(), 2);
    let entries = desk.entries();
    for report in desk.column("select id from reports where force = 'N01'") {
        let named = |entry: &serde_json::Value| {
            entry["action"] == "export_beliefs" && entry["shown"].to_string().contains(&report)
        };
        assert!(entries.iter().any(named), "{report} was exported without being named");
    }
    let imports = desk.app().imports(desk.actor("spoc")).unwrap();
    assert!(!imports.is_empty() && imports.iter().all(|import| shown().contains(&import.id)), "{}", shown());
    let page = desk.page("spoc", &desk.cases_with("N/1").remove(0));
    assert!(!page.links.is_empty() && page.links.iter().all(|link| shown().contains(&link.id)), "{}", shown());
}

#[test]
fn the_entry_of_a_look_at_a_link_says_whether_what_was_compared_was_shown() {
    let (desk, first, _) = pair();
    for (name, told) in [("alder", false), ("spoc", true)] {
        let link = desk.page(name, &first).links.remove(0);
        assert_eq!((!link.lines.is_empty(), link.bits > 0.0), (told, told), "{name}: {link:?}");
        let entry = desk.last_entry();
        let naming = |shown: &&serde_json::Value| shown["ids"].to_string().contains(&link.id);
        let named: Vec<String> =
            entry["shown"].as_array().unwrap().iter().filter(naming).map(|shown| shown["fields"].to_string()).collect();
        let fields = if told { r#"["listing","history"]"# } else { r#"["listing"]"# };
        assert_eq!(named, [fields], "{name}");
    }
}
