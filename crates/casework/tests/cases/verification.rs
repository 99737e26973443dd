//! `verify`: clean after honest work, and it names what somebody changed behind the ledger's back.

use crate::support::*;
use casework::cases::act::Act;
use domain::catalogue::Grade;

fn worked() -> Desk {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.import("southspoc", &[shaw("S/1").with("team", "docks").with("officer", "oak")]);
    desk.does("alder", &case, screen(Grade::High));
    desk.does("alder", &case, not_apply(day("2026-06-20")));
    desk.does("spoc", &case, Act::CountersignDecision);
    desk.page("alder", &case);
    let _ = desk.tries("oak", &case, Act::ReviewActs);
    desk.wait(24 * 20);
    desk.tick();
    desk
}
fn findings(desk: &Desk) -> Vec<String> {
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    assert_eq!(check.cases, 2);
    check.verified.findings.iter().map(|finding| format!("{} {}", finding.kind, finding.which)).collect()
}

#[test]
fn honest_work_verifies_clean() {
    assert_eq!(findings(&worked()), Vec::<String>::new());
}

#[test]
fn a_changed_decision_is_found_and_named() {
    let desk = worked();
    let case = desk.cases_with("N/1").remove(0);
    desk.raw().execute("update cases set decision = 'decided_apply' where reference = ?1", [&case]).unwrap();
    let id = desk.case_id(&case).to_string();
    let found = findings(&desk);
    assert!(found.contains(&format!("case {id}")), "the events do not say so: {found:?}");
    assert!(
        found.iter().any(|finding| finding.ends_with(&id) && !finding.starts_with("case ")),
        "the row's hash: {found:?}"
    );
}

#[test]
fn a_changed_narrative_is_found_and_named() {
    let desk = worked();
    let id = desk.column("select id from contents where words like '%harbour wall%' order by id").remove(0);
    desk.raw().execute("update contents set words = 'He was never there.' where id = ?1", [&id]).unwrap();
    let found = findings(&desk);
    assert!(found.iter().any(|finding| finding.contains(&id)), "{found:?}");
}
