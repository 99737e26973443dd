//! Who may have a case: restricted to named people, let in by consent, kept away by a connection that can be taken back.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::views::{Scope, WorklistFilter};
use domain::catalogue::ConsentScope;

fn all() -> WorklistFilter {
    WorklistFilter { scope: Scope::Force, kind: None, grade: None, overdue: false, after: None, limit: 200 }
}
fn listed(desk: &Desk, name: &str) -> u64 {
    desk.app().worklist(desk.actor(name), &all()).unwrap().total
}
fn restrict(named: &[&str]) -> Act {
    let named = named.iter().map(|name| (*name).to_owned()).collect();
    Act::Restrict { named, reasons: "The subject is an officer of the force.".to_owned() }
}
fn consent(scope: ConsentScope) -> Act {
    Act::GiveConsent { advocate: "advocate".to_owned(), on: day("2026-06-02"), scope }
}
fn reasons() -> String {
    "It was another man of the same name.".to_owned()
}
fn verified(desk: &Desk) {
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    assert!(check.verified.findings.is_empty(), "{:?}", check.verified.findings);
}

#[test]
fn a_restricted_case_is_for_those_named_until_a_second_person_lifts_it() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    assert_eq!(refusal(desk.tries("sergeant", &case, restrict(&["alder"]))), "access.NobodyLeads");
    desk.does("sergeant", &case, restrict(&["alder", "sergeant", "inspector"]));
    assert_eq!((listed(&desk, "alder"), listed(&desk, "spoc"), listed(&desk, "responder")), (1, 0, 0));
    let page = desk.page("alder", &case);
    assert_eq!(page.access, ["Restricted by SERGEANT on Wednesday 3 June 2026; named: ALDER, INSPECTOR, SERGEANT."]);
    // Who may not lift it is told so; who is not named is told that there is no such case.
    let lift = || Act::LiftRestriction { reasons: reasons() };
    assert_eq!(refusal(desk.tries("sergeant", &case, lift())), "policy");
    assert_eq!(desk.tries("spoc", &case, lift()), Err(Failure::NotFound("case")));
    let unname = |name: &str| Act::UnnameAccount { account: name.to_owned(), reasons: reasons() };
    desk.does("inspector", &case, unname("alder"));
    assert_eq!(listed(&desk, "alder"), 0);
    assert_eq!(desk.case_column(&case, "officer"), "", "who may not have it is not its officer");
    desk.does("inspector", &case, unname("sergeant"));
    assert_eq!(refusal(desk.tries("inspector", &case, unname("inspector"))), "access.NobodyLeads");
    desk.does("inspector", &case, lift());
    assert_eq!((listed(&desk, "spoc"), listed(&desk, "sergeant")), (1, 1));
    assert!(desk.column("select id from case_access where active = 1 and kind = 'named'").is_empty());
    verified(&desk);
}

#[test]
fn whoever_restricted_a_case_does_not_lift_it() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.does("inspector", &case, restrict(&["inspector"]));
    let lifted = desk.tries("inspector", &case, Act::LiftRestriction { reasons: reasons() });
    assert_eq!(refusal(lifted), "access.OwnRestriction");
    let silent = desk.tries("inspector", &case, Act::LiftRestriction { reasons: " ".to_owned() });
    assert!(matches!(silent, Err(Failure::Invalid(_))), "a reason is asked for: {silent:?}");
}

#[test]
fn a_case_is_given_only_to_somebody_who_may_have_it() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let give = |name: &str| Act::Allocate { officer: Some(name.to_owned()), team: None, reasons: None };
    let refused = |name: &str| match desk.tries("sergeant", &case, give(name)) {
        Err(Failure::Invalid(problems)) => problems.first().map(|problem| problem.field.to_string()),
        other => panic!("{name}: {other:?}"),
    };
    for name in
        ["analyst", "auditor", "administrator", "advocate", "notifier", "sergeant", "spoc", "inspector", "responder"]
    {
        assert_eq!(refused(name).as_deref(), Some("officer"), "{name}");
    }
    desk.app().declare_connection(desk.actor("sergeant"), &case, "birch").unwrap();
    assert_eq!(refused("birch").as_deref(), Some("officer"));
    desk.does("sergeant", &case, restrict(&["sergeant", "alder"]));
    assert_eq!(refused("cedar").as_deref(), Some("officer"), "who is not named");
    let team = Act::Allocate { officer: None, team: Some("Katherine's desk".to_owned()), reasons: None };
    let typed = desk.tries("sergeant", &case, team).unwrap_err();
    assert!(matches!(&typed, Failure::Invalid(problems) if problems[0].field == "team"), "{typed:?}");
}

#[test]
fn an_advocate_sees_what_was_consented_to_and_nothing_from_the_moment_it_is_withdrawn() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    assert_eq!(
        (listed(&desk, "advocate"), desk.tries("alder", &case, consent(ConsentScope::Progress)).is_ok()),
        (0, true)
    );
    assert_eq!(listed(&desk, "advocate"), 1);
    let shown = |desk: &Desk| serde_json::to_string(&desk.page("advocate", &case)).unwrap();
    assert!(!shown(&desk).contains("harbour wall"), "words were not consented to");
    assert!(shown(&desk).contains("Consent for ADVOCATE, given on Tuesday 2 June 2026"));
    desk.does("alder", &case, consent(ConsentScope::ProgressAndWords));
    assert!(shown(&desk).contains("harbour wall"));
    desk.does("alder", &case, consent(ConsentScope::Progress));
    assert!(!shown(&desk).contains("harbour wall"), "the narrower scope takes the place of the wider");
    let withdrawn = Act::WithdrawConsent { advocate: "advocate".to_owned(), on: day("2026-06-03") };
    desk.does("responder", &case, withdrawn.clone());
    assert_eq!(listed(&desk, "advocate"), 0);
    assert_eq!(desk.app().case_page(desk.actor("advocate"), &case), Err(Failure::NotFound("case")));
    assert_eq!(refusal(desk.tries("alder", &case, withdrawn)), "access.NoConsent");
    assert_eq!((desk.count(&case, "consent.given"), desk.count(&case, "consent.withdrawn")), (3, 1));
    let other = Act::GiveConsent { advocate: "birch".to_owned(), on: day("2026-06-02"), scope: ConsentScope::Progress };
    assert!(matches!(desk.tries("alder", &case, other), Err(Failure::Invalid(_))), "an officer is no advocate");
    verified(&desk);
}

#[test]
fn a_connection_takes_the_case_from_its_officer_and_is_taken_back_by_a_supervisor_alone() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.app().declare_connection(desk.actor("alder"), &case, "alder").unwrap();
    assert_eq!(desk.last_entry()["action"], "declare_connection");
    assert_eq!(desk.case_column(&case, "officer"), "");
    assert_eq!(desk.page("sergeant", &case).next_action, "Give the case to an officer.");
    let back = |account: &str| Act::WithdrawConnection { account: account.to_owned(), reasons: reasons() };
    assert_eq!(desk.tries("alder", &case, back("alder")), Err(Failure::NotFound("case")));
    assert_eq!(refusal(desk.tries("spoc", &case, back("alder"))), "policy");
    assert_eq!(refusal(desk.tries("sergeant", &case, back("birch"))), "access.NotConnected");
    desk.does("sergeant", &case, back("alder"));
    assert_eq!(listed(&desk, "alder"), 0, "it is not their own again by itself");
    desk.does("sergeant", &case, Act::Allocate { officer: Some("alder".to_owned()), team: None, reasons: None });
    assert_eq!(listed(&desk, "alder"), 1);
    assert_eq!((desk.count(&case, "connection.declared"), desk.count(&case, "connection.withdrawn")), (1, 1));
    let told = serde_json::to_string(&desk.page("alder", &case)).unwrap();
    assert!(told.contains(&reasons()), "why it was taken back is read on the case");
    verified(&desk);
}
