//! Reports that are being written: their writer's alone, saved step by step, recorded once; and what may be an earlier report.

use crate::reports::{person, told};
use crate::support::*;
use crate::unread::{TYPED, Tried, expected, report};
use casework::Failure;
use casework::cases::act::Act;
use casework::intake::report::{NewReport, Told, ToldAct};
use domain::catalogue::*;
use std::collections::BTreeMap;

fn typed(pairs: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
    Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// An identifier of no draft.
const NO_DRAFT: &str = "01973f3c-0000-7000-8000-000000000001";
/// A word that is typed here; it may stand nowhere in the ledger.
const WORD: &str = "Quillfeather";

fn saved_read_and_thrown_away(desk: &Desk) {
    let (app, writer) = (desk.app(), desk.actor("calltaker"));
    let id = app.start_draft(writer).unwrap();
    app.save_draft(writer, &id, "reporter", typed(&[("surname", WORD), ("who", "herself")])).unwrap();
    app.save_draft(writer, &id, "at-risk-1", typed(&[("surname", "Shaw")])).unwrap();
    desk.wait(30);
    app.save_draft(writer, &id, "reporter", typed(&[("surname", WORD)])).unwrap();
    let read = app.draft(writer, &id).unwrap();
    assert_eq!(read.steps.get("reporter"), typed(&[("surname", WORD)]).as_ref());
    assert_eq!((read.steps.len(), read.ended, read.saved_at), (2, false, desk.now()));
    app.save_draft(writer, &id, "at-risk-1", None).unwrap();
    assert_eq!(app.draft(writer, &id).unwrap().steps.len(), 1);
    // It is its writer's alone, and whoever else asks learns nothing of it.
    for other in ["responder", "sergeant", "inspector"] {
        let other = desk.actor(other);
        assert_eq!(app.draft(other, &id), Err(Failure::NotFound("draft")));
        assert_eq!(app.save_draft(other, &id, "reporter", None), Err(Failure::NotFound("draft")));
        assert_eq!(app.discard_draft(other, &id), Err(Failure::NotFound("draft")));
        assert_eq!(app.drafts(other), Ok(Vec::new()));
    }
    assert_eq!(app.drafts(writer).unwrap().iter().map(|draft| draft.id.as_str()).collect::<Vec<_>>(), [id.as_str()]);
    app.discard_draft(writer, &id).unwrap();
    assert_eq!(app.drafts(writer), Ok(Vec::new()));
    let after = app.draft(writer, &id).unwrap();
    assert!(after.ended && after.steps.is_empty() && after.recorded.is_none());
    assert_eq!(app.save_draft(writer, &id, "reporter", typed(&[("surname", "x")])), Err(Failure::NotFound("draft")));
    assert_eq!(app.verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_draft_is_saved_read_by_its_writer_alone_and_thrown_away() {
    let desk = Desk::new();
    saved_read_and_thrown_away(&desk);
    assert!(
        !desk.column("select words from drafts").iter().any(|words| words.contains(WORD)),
        "what was typed is gone"
    );
    for entry in desk.entries() {
        assert!(!entry.to_string().contains(WORD), "{entry}");
    }
}

#[test]
fn the_same_on_postgresql() {
    saved_read_and_thrown_away(&Desk::empty_on_postgresql().peopled("2026-01-01T00:00:00Z"));
}

/// A report about a mother and her child, with a second act and all that can be told beside it.
fn whole(desk: &Desk, reference: &str) -> NewReport {
    let mut report = told(desk, reference);
    report.people.insert(1, person("person_at_risk", "Nell", "Shaw", "2017-04-05", ""));
    report.team = "harbour".to_owned();
    report.beside = Told {
        relationships: BTreeMap::from([(1, Relationship::Family)]),
        acts: vec![ToldAct {
            behaviour: Some(Behaviour::N1),
            occurred_at: desk.now().plus_hours(-1),
            precision: Precision::Day,
            words: "Eleven calls in a row.".to_owned(),
        }],
        notes: vec![
            (None, "Safe contact: text only, before noon.".to_owned()),
            (Some(1), "Safeguarding referral: made on 3 June.".to_owned()),
            (None, "  ".to_owned()),
        ],
        otherwise: Some((CrimeClass::Harassment, "One call only, the caller says.".to_owned())),
    };
    report
}

fn recorded_once(desk: &Desk) {
    let (app, writer) = (desk.app(), desk.actor("calltaker"));
    let id = app.start_draft(writer).unwrap();
    app.save_draft(writer, &id, "reporter", typed(&[("surname", WORD)])).unwrap();
    let wrong = NewReport { people: Vec::new(), ..whole(desk, "N/7") };
    assert!(matches!(app.record_draft(writer, &id, wrong), Err(Failure::Invalid(_))));
    assert_eq!(app.draft(writer, &id).unwrap().steps.len(), 1, "nothing typed is lost by what is refused");
    let recorded = app.record_draft(writer, &id, whole(desk, "N/7")).unwrap();
    assert_eq!((recorded.reference.as_str(), recorded.cases.len(), recorded.asked), ("N/7", 2, true));
    let again = app.record_draft(writer, &id, whole(desk, "N/8")).unwrap();
    assert_eq!((&again.reference, &again.cases), (&recorded.reference, &recorded.cases));
    let read = app.draft(writer, &id).unwrap();
    assert!(read.ended && read.steps.is_empty());
    assert_eq!(read.recorded.unwrap().cases, recorded.cases);
    let [mother, child] = recorded.cases.as_slice() else { panic!("two cases") };
    for (case, relationship) in [(mother, "former partner"), (child, "family")] {
        let page = desk.page("sergeant", case);
        assert_eq!((page.acts.len(), page.relationship.as_str()), (2, relationship));
        let told: Vec<&str> = page.timeline.iter().filter_map(|item| item.detail.as_deref()).collect();
        assert!(told.iter().any(|words| words.contains("text only, before noon")), "{told:?}");
        assert!(told.iter().any(|words| words.contains("Eleven calls in a row.")), "{told:?}");
        assert!(told.iter().any(|words| words.contains("One call only")), "{told:?}");
        assert_eq!(told.iter().any(|words| words.contains("Safeguarding referral")), case == child);
        assert!(page.timeline.iter().any(|item| item.title.to_lowercase().contains("action")), "{:?}", page.timeline);
    }
    assert_eq!(app.verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_draft_is_recorded_once_with_all_that_was_told_beside_it() {
    let desk = Desk::new();
    recorded_once(&desk);
    let owner = desk.column("select distinct owner from actions");
    assert_eq!(owner, [desk.actor("sergeant").account.to_string()], "the supervisor of the team is asked");
}

#[test]
fn a_draft_is_recorded_once_on_postgresql() {
    recorded_once(&Desk::empty_on_postgresql().peopled("2026-01-01T00:00:00Z"));
}

#[test]
fn a_case_that_is_kept_from_whoever_reported_it_since_is_not_even_counted() {
    let desk = Desk::new();
    let (app, writer) = (desk.app(), desk.actor("calltaker"));
    let id = app.start_draft(writer).unwrap();
    let recorded = app.record_draft(writer, &id, whole(&desk, "N/8")).unwrap();
    let [mother, child] = recorded.cases.as_slice() else { panic!("two cases") };
    desk.does("sergeant", child, Act::DeclareConnection { account: "calltaker".to_owned() });
    let told = |id: &str| app.draft(writer, id).unwrap().recorded.unwrap().cases;
    assert_eq!(told(&id), std::slice::from_ref(mother));
    let named = ["sergeant", "spoc2"].map(str::to_owned).to_vec();
    desk.does("sergeant", mother, Act::Restrict { named, reasons: "The subject is an officer.".to_owned() });
    assert_eq!(told(&id), Vec::<String>::new());
    assert!(app.record_draft(writer, &id, whole(&desk, "N/8")).unwrap().cases.is_empty());
}

#[test]
fn without_a_team_an_inspector_or_the_stalking_unit_is_asked_and_why_must_be_said() {
    let desk = Desk::new();
    let record = |report| desk.app().record_report(desk.actor("calltaker"), report);
    let unsaid = Told { otherwise: Some((CrimeClass::Other, " ".to_owned())), ..Told::default() };
    let unsaid = record(NewReport { beside: unsaid, ..told(&desk, "N/1") });
    assert!(matches!(unsaid, Err(Failure::Invalid(problems)) if problems.len() == 1 && problems[0].field == "why"));
    let nobody = NewReport { team: String::new(), ..whole(&desk, "N/2") };
    assert!(record(nobody).unwrap().asked);
    let owner = desk.column("select distinct owner from actions").remove(0);
    assert!(
        ["sergeant", "inspector", "spoc", "spoc2"].iter().any(|name| desk.actor(name).account.to_string() == owner)
    );
    // The control: a report of stalking asks nobody.
    assert!(!record(told(&desk, "N/3")).unwrap().asked);
}

#[test]
fn possible_earlier_reports_are_told_with_the_reason_and_of_what_is_kept_nothing() {
    let desk = Desk::new();
    let open = desk.import_one("spoc", shaw("N/1"));
    let other = shaw("N/2")
        .with("vfore", "Rosalind")
        .with("vsur", "Okoro")
        .with("vborn", "1979-08-09")
        .with("vphone", "07700 900777");
    let restricted = desk.import_one("spoc", other);
    let described = [
        person("person_at_risk", "Cath", "Shaw", "1990-03-04", "07700 900123"),
        person("subject", "Gareth", "Pollard", "1985-11-20", ""),
    ];
    let before = desk.entries().len();
    let earlier = |name: &str| desk.app().earlier_reports(desk.actor(name), &described).unwrap();
    let cases = |name: &str| earlier(name).into_iter().map(|one| (one.case, one.open)).collect::<Vec<_>>();
    let seen = cases("spoc");
    assert!(seen.contains(&(open.clone(), true)) && seen.contains(&(restricted.clone(), true)), "{seen:?}");
    let reasons = earlier("spoc").remove(0).reasons;
    assert!(reasons[0].starts_with("the person at risk here may be the person at risk there: "), "{reasons:?}");
    // A call taker may not open it, and learns its reference and whom to ask.
    let told = earlier("calltaker").into_iter().find(|one| one.case == open).unwrap();
    assert_eq!((told.open, told.status, told.contact.as_deref()), (false, None, Some("the team harbour")));
    // Which particular agrees, and who somebody is there, is content of a case that is not theirs to open.
    assert_eq!(
        told.reasons,
        ["the person at risk here may be known there", "the person suspected here may be known there"]
    );
    assert!(desk.entries().len() > before);
    for entry in desk.entries() {
        assert!(!entry.to_string().contains("Pollard") && !entry.to_string().contains("900123"), "{entry}");
    }
    let named = ["sergeant", "spoc2"].map(str::to_owned).to_vec();
    desk.does("sergeant", &restricted, Act::Restrict { named, reasons: "The subject is an officer.".to_owned() });
    assert!(!cases("spoc").iter().any(|(case, _)| *case == restricted), "of a restricted case nothing is said");
    assert!(!cases("calltaker").iter().any(|(case, _)| *case == restricted));
    assert!(cases("spoc2").contains(&(restricted.clone(), true)));
    // Nothing was linked or written by looking, and nobody is found by nothing.
    assert_eq!(desk.cases_with("N/1"), std::slice::from_ref(&open));
    assert_eq!(desk.app().earlier_reports(desk.actor("spoc"), &[]), Ok(Vec::new()));
    assert_eq!(
        desk.app().earlier_reports(desk.actor("spoc"), &[person("subject", "Una", "Novak", "", "")]),
        Ok(Vec::new())
    );
}

/// The use cases of drafts, each failing: the entries that they leave are looked at with all others.
pub fn that_fail(desk: &Desk) -> Vec<Tried<'_>> {
    let (app, writer, auditor) = (desk.app(), desk.actor("calltaker"), desk.actor("auditor"));
    let none = || expected("calltaker", "record_report", "not_found", "what=draft");
    let barred = || expected("auditor", "record_report", "policy", "");
    let unstorable = expected("calltaker", "record_report", "invalid", "problem=words:unreadable");
    vec![
        ("record_draft", none(), Box::new(move || app.record_draft(writer, TYPED, report(desk)).err())),
        ("save_draft", none(), Box::new(move || app.save_draft(writer, TYPED, TYPED, None).err())),
        (
            "save_draft",
            unstorable,
            Box::new(move || app.save_draft(writer, NO_DRAFT, TYPED, typed(&[(TYPED, "Quill\0feather")])).err()),
        ),
        ("discard_draft", none(), Box::new(move || app.discard_draft(writer, TYPED).err())),
        ("draft", none(), Box::new(move || app.draft(writer, TYPED).err())),
        ("start_draft", barred(), Box::new(move || app.start_draft(auditor).err())),
        ("drafts", barred(), Box::new(move || app.drafts(auditor).err())),
        ("earlier_reports", barred(), Box::new(move || app.earlier_reports(auditor, &[]).err())),
    ]
}
