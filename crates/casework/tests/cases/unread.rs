//! What cannot be read, is not there or is there already leaves an entry like any other refusal, and nothing that was typed.

use crate::support::*;
use crate::way_in::all_use_cases;
use casework::access::Action;
use casework::cases::act::Act;
use casework::cases::once::Beside;
use casework::house::accounts::NewAccount;
use casework::house::door::ENTRIES_MAX;
use casework::intake::import::ImportFile;
use casework::intake::populate::Work;
use casework::intake::report::NewReport;
use casework::linking::queue::Pass;
use casework::linking::review::Opinion;
use casework::simulate::Settings;
use casework::{Failure, Fault, Problem, Wish};
use domain::calendar::HolidayChange;
use domain::catalogue::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use store::views::notices::NoticeReach;

/// A word that everyone types here; it may stand nowhere in the ledger.
pub const TYPED: &str = "Gwendolyn-Quillfeather";

/// What an entry about a refusal must say.
pub struct Expected {
    who: &'static str,
    action: &'static str,
    why: &'static str,
    /// A fact, as `name=value`; empty for none.
    fact: &'static str,
}

/// One use case that fails, with the entry that it must leave.
pub type Tried<'a> = (&'static str, Expected, Box<dyn Fn() -> Option<Failure> + 'a>);

pub fn expected(who: &'static str, action: &'static str, why: &'static str, fact: &'static str) -> Expected {
    Expected { who, action, why, fact }
}

fn account(name: &str, password: &str) -> NewAccount {
    NewAccount {
        name: name.to_owned(),
        display_name: TYPED.to_owned(),
        role: Role::Administrator,
        force: SOUTH.to_owned(),
        team: TYPED.to_owned(),
        password: password.to_owned(),
    }
}

pub fn report(desk: &Desk) -> NewReport {
    NewReport {
        reference: TYPED.to_owned(),
        occurred_at: desk.now().plus_hours(1),
        precision: Precision::Exact,
        behaviour: None,
        relationship: Relationship::Unknown,
        team: TYPED.to_owned(),
        narrative: TYPED.to_owned(),
        people: Vec::new(),
        beside: casework::intake::report::Told::default(),
    }
}

/// A failure of every use case of an account, and of some of them several.
fn all_that_fails<'a>(desk: &'a Desk, case: &'a str) -> Vec<Tried<'a>> {
    everything_that_fails(desk, case).into_iter().chain(crate::drafts::that_fail(desk)).collect()
}

fn everything_that_fails<'a>(desk: &'a Desk, case: &'a str) -> Vec<Tried<'a>> {
    let app = desk.app();
    let file = |bytes: &str, map: &str, go_live_at| ImportFile {
        name: TYPED.to_owned(),
        bytes: bytes.as_bytes().to_vec(),
        map: map.to_owned(),
        go_live_at,
    };
    let import = move |who: &str, file: ImportFile| app.import(desk.actor(who), &file, &mut |_, _| {}).err();
    let list = |after: &str| casework::views::WorklistFilter {
        scope: casework::views::Scope::Force,
        kind: None,
        grade: None,
        overdue: false,
        after: Some(after.to_owned()),
        limit: 10,
    };
    let to_nobody = || Act::Allocate { officer: Some(TYPED.to_owned()), team: None, reasons: None };
    let settings = || Settings { seed: 1, reports: 1, days: 1, start: desk.now().day() };
    let secret = "a password that is long enough";
    let (spoc, admin, analyst) = (desk.actor("spoc"), desk.actor("administrator"), desk.actor("analyst"));
    let auditor = desk.actor("auditor");
    vec![
        (
            "may_begin",
            expected("analyst", "add_note", "policy", ""),
            Box::new(move || app.may_begin(desk.actor("analyst"), case, Action::AddNote).err()),
        ),
        (
            "act_once",
            expected("spoc", "add_note", "not_found", "named_chars=22"),
            Box::new(move || {
                app.act_once(spoc, TYPED, Act::AddNote { words: TYPED.to_owned() }, Beside::default()).err()
            }),
        ),
        (
            "worklist",
            expected("spoc", "view_worklist", "invalid", "problem=after:unreadable"),
            Box::new(move || app.worklist(spoc, &list(TYPED)).err()),
        ),
        (
            "search",
            expected("spoc", "search_cases", "invalid", "problem=words:missing"),
            Box::new(move || app.search(spoc, " -- ").err()),
        ),
        (
            "search",
            expected("spoc", "search_cases", "invalid", "problem=words:out_of_range"),
            Box::new(move || app.search(spoc, &TYPED.repeat(20)).err()),
        ),
        (
            "case_page",
            expected("spoc", "view_case", "not_found", "what=case"),
            Box::new(move || app.case_page(spoc, TYPED).err()),
        ),
        (
            "act",
            expected("spoc", "add_note", "not_found", "named_chars=22"),
            Box::new(move || app.act(spoc, TYPED, Act::AddNote { words: TYPED.to_owned() }).err()),
        ),
        (
            "worklist",
            expected("spoc", "view_worklist", "invalid", "problem=team:unknown"),
            Box::new(move || {
                let scope = casework::views::Scope::Team(TYPED.to_owned());
                app.worklist(spoc, &casework::views::WorklistFilter { scope, after: None, ..list("") }).err()
            }),
        ),
        (
            "act",
            expected("spoc", "add_note", "invalid", "problem=words:missing"),
            Box::new(move || desk.tries("spoc", case, Act::AddNote { words: " ".to_owned() }).err()),
        ),
        (
            "act",
            expected("sergeant", "allocate", "invalid", "problem=account:unknown"),
            Box::new(move || desk.tries("sergeant", case, to_nobody()).err()),
        ),
        (
            "act",
            expected("spoc", "attach_report", "not_found", "what=report"),
            Box::new(move || desk.tries("spoc", case, Act::AttachReport { report: TYPED.to_owned() }).err()),
        ),
        (
            "waiting_links",
            expected("analyst", "view_worklist", "policy", ""),
            Box::new(move || app.waiting_links(analyst, 5).err()),
        ),
        (
            "export_beliefs",
            expected("legal", "run_import", "policy", ""),
            Box::new(move || app.export_beliefs(desk.actor("legal")).err()),
        ),
        ("tasks", expected("analyst", "view_worklist", "policy", ""), Box::new(move || app.tasks(analyst).err())),
        (
            "finish_task",
            expected("spoc", "finish_task", "not_found", "named_chars=22"),
            Box::new(move || app.finish_task(spoc, TYPED).err()),
        ),
        (
            "decide_link",
            expected("spoc", "confirm_link", "not_found", "what=link"),
            Box::new(move || app.decide_link(spoc, TYPED, Opinion::Same, None).err()),
        ),
        (
            "link_queue",
            expected("analyst", "view_worklist", "policy", ""),
            Box::new(move || app.link_queue(analyst, Pass::First).err()),
        ),
        (
            "link_pair",
            expected("spoc", "view_links", "not_found", "named_chars=22"),
            Box::new(move || app.link_pair(spoc, TYPED).err()),
        ),
        (
            "series_page",
            expected("spoc", "view_links", "not_found", "named_chars=22"),
            Box::new(move || app.series_page(spoc, TYPED).err()),
        ),
        (
            "subject_page",
            expected("spoc", "view_links", "not_found", "what=case"),
            Box::new(move || app.subject_page(spoc, TYPED).err()),
        ),
        (
            "leave_link",
            expected("spoc", "confirm_link", "not_found", "named_chars=22"),
            Box::new(move || app.leave_link(spoc, TYPED).err()),
        ),
        ("checkpoint", expected("spoc", "make_checkpoint", "policy", ""), Box::new(move || app.checkpoint(spoc).err())),
        (
            "export_ledger",
            expected("spoc", "export_ledger", "policy", ""),
            Box::new(move || app.export_ledger(spoc, Path::new(TYPED)).err()),
        ),
        (
            "verify",
            expected("auditor", "verify_ledger", "invalid", "problem=against:unreadable"),
            Box::new(move || app.verify(auditor, Some(TYPED)).err()),
        ),
        (
            "set_go_live",
            expected("administrator", "set_go_live", "invalid", "problem=go-live:exists"),
            Box::new(move || app.set_go_live(admin, desk.now()).err()),
        ),
        (
            "set_clocks",
            expected("administrator", "set_clocks", "setting.Nothing", ""),
            Box::new(move || app.set_clocks(admin, desk.now().day(), BTreeMap::new()).err()),
        ),
        (
            "change_holiday",
            expected("administrator", "set_clocks", "calendar.Past", ""),
            Box::new(move || {
                let on = desk.now().day().plus_days(-1);
                app.change_holiday(admin, &HolidayChange { on, holiday: true, reason: TYPED.to_owned() }).err()
            }),
        ),
        (
            "create_account",
            expected("administrator", "manage_accounts", "invalid", "problem=password:out_of_range"),
            Box::new(move || app.create_account(admin, account(TYPED, "short")).err()),
        ),
        (
            "create_account",
            expected("administrator", "manage_accounts", "invalid", "problem=force:not_here"),
            Box::new(move || app.create_account(admin, account(TYPED, secret)).err()),
        ),
        (
            "add_force",
            expected("administrator", "manage_accounts", "invalid", "problem=force:exists"),
            Box::new(move || app.add_force(admin, TYPED, TYPED, account(TYPED, secret)).err()),
        ),
        (
            "add_force",
            expected("administrator", "manage_accounts", "invalid", "problem=force:unreadable"),
            Box::new(move || {
                let elsewhere = NewAccount { force: TYPED.to_owned(), ..account(TYPED, secret) };
                app.add_force(admin, TYPED, TYPED, elsewhere).err()
            }),
        ),
        (
            "set_one_time_password",
            expected("administrator", "manage_accounts", "not_found", "what=account"),
            Box::new(move || app.set_one_time_password(admin, TYPED, secret).err()),
        ),
        (
            "close_account",
            expected("administrator", "manage_accounts", "not_found", "what=account"),
            Box::new(move || app.close_account(admin, TYPED).err()),
        ),
        (
            "reopen_account",
            expected("administrator", "manage_accounts", "not_found", "what=account"),
            Box::new(move || app.reopen_account(admin, TYPED).err()),
        ),
        (
            "import_accounts",
            expected("administrator", "manage_accounts", "invalid", "problem=role:missing"),
            Box::new(move || {
                let bytes = format!("name,display_name,{TYPED}\n1\n").into_bytes();
                app.import_accounts(admin, &bytes, casework::intake::staff::Apply::Apply).err()
            }),
        ),
        (
            "record_absence",
            expected("administrator", "manage_absences", "not_found", "what=account"),
            Box::new(move || {
                let leave = casework::house::absences::Leave {
                    from: desk.now().day(),
                    until: None,
                    stand_in: Some(TYPED.to_owned()),
                };
                app.record_absence(admin, TYPED, &leave).err()
            }),
        ),
        (
            "end_absence",
            expected("administrator", "manage_absences", "not_found", "what=account"),
            Box::new(move || app.end_absence(admin, TYPED).err()),
        ),
        ("absences", expected("spoc", "manage_absences", "policy", ""), Box::new(move || app.absences(spoc).err())),
        (
            "hand_over",
            expected("sergeant", "allocate", "not_found", "what=account"),
            Box::new(move || {
                let team = casework::house::leavers::Taker::Team(TYPED.to_owned());
                app.hand_over(desk.actor("sergeant"), TYPED, &team, TYPED).err()
            }),
        ),
        ("accounts", expected("spoc", "manage_accounts", "policy", ""), Box::new(move || app.accounts(spoc).err())),
        (
            "declare_connection",
            expected("sergeant", "declare_connection", "invalid", "problem=account:unknown"),
            Box::new(move || app.declare_connection(desk.actor("sergeant"), case, TYPED).err()),
        ),
        (
            "record_report",
            expected("calltaker", "record_report", "invalid", "problem=at-risk:missing"),
            Box::new(move || app.record_report(desk.actor("calltaker"), report(desk)).err()),
        ),
        (
            "import",
            expected("spoc", "run_import", "invalid", "problem=map:unreadable"),
            Box::new(move || import("spoc", file("ref\n", &format!("form = \"{TYPED}\""), None))),
        ),
        (
            "import",
            expected("spoc", "run_import", "invalid", "problem=(column):missing"),
            Box::new(move || import("spoc", file(&format!("{TYPED}\n1\n"), MAP, None))),
        ),
        (
            "import",
            expected("spoc", "run_import", "invalid", "problem=go-live:exists"),
            Box::new(move || import("spoc", file(&crate::support::file(&[shaw("N/2")]), MAP, Some(desk.now())))),
        ),
        (
            "try_import",
            expected("spoc", "run_import", "invalid", "problem=file:unreadable"),
            Box::new(move || app.try_import(spoc, &file("\0\0\0\0", MAP, None)).err()),
        ),
        (
            "import_result",
            expected("spoc", "view_import", "not_found", "what=import"),
            Box::new(move || app.import_result(spoc, TYPED).err()),
        ),
        (
            "import_held",
            expected("spoc", "view_import", "not_found", "named_chars=22"),
            Box::new(move || app.import_held(spoc, TYPED, 1).err()),
        ),
        (
            "imports",
            expected("advocate", "view_import", "policy", ""),
            Box::new(move || app.imports(desk.actor("advocate")).err()),
        ),
        (
            "adopt_questions",
            expected("spoc", "adopt_questions", "invalid", "problem=question set:unreadable"),
            Box::new(move || app.adopt_questions(spoc, TYPED, desk.now().day()).err()),
        ),
        (
            "question_sets",
            expected("advocate", "view_questions", "policy", ""),
            Box::new(move || app.question_sets(desk.actor("advocate")).err()),
        ),
        (
            "question_set",
            expected("spoc", "view_questions", "not_found", "named_chars=22"),
            Box::new(move || app.question_set(spoc, TYPED, None).err()),
        ),
        (
            "record_training",
            expected("administrator", "manage_training", "invalid", "problem=account:unknown"),
            Box::new(move || app.record_training(admin, TYPED, TYPED, None).err()),
        ),
        (
            "record_training",
            expected("administrator", "manage_training", "invalid", "problem=set:unknown"),
            Box::new(move || app.record_training(admin, "alder", TYPED, None).err()),
        ),
        (
            "trainings",
            expected("sergeant", "manage_training", "policy", ""),
            Box::new(move || app.trainings(desk.actor("sergeant")).err()),
        ),
        (
            "training_share",
            expected("spoc", "run_figures", "invalid", "problem=to:out_of_range"),
            Box::new(move || app.training_share(spoc, desk.now().day(), desk.now().day().plus_days(-1)).err()),
        ),
        (
            "notices",
            expected("advocate", "view_notices", "policy", ""),
            Box::new(move || app.notices(desk.actor("advocate"), NoticeReach::Mine).err()),
        ),
        (
            "acknowledge_notices",
            expected("spoc", "acknowledge_notice", "not_found", "what=notice"),
            Box::new(move || app.acknowledge_notices(spoc, &[TYPED.to_owned()]).err()),
        ),
        (
            "populate",
            expected("administrator", "simulate", "policy", ""),
            Box::new(move || app.populate(admin, &settings(), Work::None, &mut |_, _| {}).err()),
        ),
    ]
}

/// The facts of an entry as `name=value`.
fn facts(entry: &serde_json::Value) -> Vec<String> {
    let facts = entry["facts"].as_array().unwrap();
    facts.iter().map(|fact| format!("{}={}", fact[0].as_str().unwrap(), fact[1].as_str().unwrap())).collect()
}

fn check(desk: &Desk) {
    let case = desk.import_one("spoc", shaw("N/1"));
    let tried = all_that_fails(desk, &case);
    let names: BTreeSet<&str> = tried.iter().map(|(name, ..)| *name).collect();
    let all = all_use_cases();
    let of_accounts: BTreeSet<&str> =
        all.iter().filter(|one| one.head.contains("actor: &Actor")).map(|one| one.name.as_str()).collect();
    assert_eq!(names, of_accounts, "a failure of every use case of an account is tried here");
    for (name, expected, fails) in &tried {
        desk.wait(1);
        let failure = fails().unwrap_or_else(|| panic!("{name} did not fail"));
        let entry = desk.last_entry();
        let told = format!("{name}, {failure:?}: {entry}");
        assert_eq!(entry["decision"], "refused", "{told}");
        assert_eq!(entry["actor"], desk.actor(expected.who).account.to_string(), "{told}");
        assert_eq!(entry["role"], desk.actor(expected.who).role.code(), "{told}");
        assert_eq!((&entry["action"], &entry["why"]), (&expected.action.into(), &expected.why.into()), "{told}");
        let facts = facts(&entry);
        assert!(expected.fact.is_empty() || facts.iter().any(|fact| fact == expected.fact), "{told}");
        assert_eq!(entry["rows"].as_array().unwrap().len(), 0, "{told}");
    }
    let on_case = desk
        .entries()
        .into_iter()
        .filter(|entry| entry["decision"] == "refused" && entry["case"] == desk.case_id(&case).to_string().as_str());
    let on_case: Vec<_> = on_case.map(|entry| entry["action"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        on_case,
        ["add_note", "add_note", "allocate", "attach_report", "declare_connection"],
        "what names a case that is there says so"
    );
    nothing_typed_and_all_in_order(desk, &case);
}

/// Neither what was typed nor what was typed in another case stands in any entry, and the ledger verifies.
fn nothing_typed_and_all_in_order(desk: &Desk, case: &str) {
    let ledger: String = desk.entries().iter().map(ToString::to_string).collect();
    for typed in [TYPED, "short", "Quillfeather", "password that is", case] {
        assert!(!ledger.contains(typed), "'{typed}' stands in the ledger");
    }
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    assert_eq!(check.verified.findings, []);
}

#[test]
fn every_failure_of_a_use_case_leaves_an_entry_on_sqlite() {
    check(&Desk::new());
}

#[test]
fn every_failure_of_a_use_case_leaves_an_entry_on_postgresql() {
    check(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}

#[test]
fn one_failure_leaves_one_entry() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let tried = all_that_fails(&desk, &case);
    for (name, _, fails) in &tried {
        let before = desk.entries().iter().filter(|entry| entry["decision"] == "refused").count();
        let failure = fails().unwrap();
        let refused = desk.entries().iter().filter(|entry| entry["decision"] == "refused").count();
        assert_eq!(refused - before, 1, "{name}: {failure:?}");
    }
}

#[test]
fn what_a_page_or_a_command_cannot_read_is_refused_by_field_and_code() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let problems = |count: usize| (0..count).map(|_| Problem::new("at", Fault::Unreadable, TYPED)).collect();
    let wish = Wish::of("command").by("on screen").on(&case);
    let failure = desk.app().refuse(desk.actor("alder"), &wish, problems(1));
    assert!(matches!(failure, Failure::Invalid(_)));
    let entry = desk.last_entry();
    assert_eq!(facts(&entry), ["problem=at:unreadable", "command=on screen"]);
    assert_eq!(entry["case"], desk.case_id(&case).to_string());
    desk.app().refuse(desk.actor("alder"), &wish, problems(5_000));
    assert_eq!(facts(&desk.last_entry()).len(), 22, "an entry does not grow with what was typed");
    nothing_typed_and_all_in_order(&desk, &case);
}

#[test]
fn what_is_refused_before_anybody_is_known_is_on_record_and_bounded() {
    let desk = Desk::new();
    let at_the_door =
        |desk: &Desk| desk.entries().into_iter().filter(|entry| entry["decision"] == "refused").collect::<Vec<_>>();
    assert_eq!(desk.app().session(TYPED).unwrap_err(), Failure::NotSignedIn);
    let entry = desk.last_entry();
    assert_eq!((entry["action"].as_str(), entry["why"].as_str()), (Some("session"), Some("unknown_token")));
    assert_eq!((entry["actor"].is_null(), facts(&entry)), (true, vec!["account=unknown".to_owned()]));
    desk.app().act_as(TYPED).unwrap_err();
    assert_eq!(desk.last_entry()["why"], "not_a_demonstration");
    desk.app().create_force(NORTH, TYPED, TYPED, None).unwrap_err();
    assert_eq!((&desk.last_entry()["action"], &desk.last_entry()["why"]), (&"set_up".into(), &"exists".into()));
    desk.app().may_set_up("a password that is long enough").unwrap_err();
    desk.app().create_first_administrator(account(TYPED, "short")).unwrap_err();
    assert_eq!(desk.last_entry()["why"], "out_of_range");
    // A flood fills a minute's bound and no more; the next minute tells how many there were.
    (0..200).for_each(|_| drop(desk.app().session(TYPED)));
    assert_eq!(at_the_door(&desk).len(), usize::try_from(ENTRIES_MAX).unwrap());
    desk.set(desk.now().plus_micros(60_000_000));
    desk.tick();
    let last = desk.last_entry();
    assert_eq!((last["action"].as_str(), last["why"].as_str()), (Some("refused_at_the_door"), Some("beyond_bound")));
    assert_eq!(facts(&last), ["minute=2026-06-03T09:00:00.000000Z", "count=session:unknown_token:unknown:145"]);
    desk.tick();
    assert_eq!(at_the_door(&desk).len(), usize::try_from(ENTRIES_MAX).unwrap() + 1, "it is told once");
    (0..61).for_each(|_| drop(desk.app().session(TYPED)));
    desk.app().release_serving("nobody").unwrap();
    assert_eq!(facts(&desk.last_entry())[1], "count=session:unknown_token:unknown:1", "an orderly end leaves none out");
    nothing_typed_and_all_in_order(&desk, "HF-");
}
