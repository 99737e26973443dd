//! Who is kept away from a case, named for it, or let in by consent: what may be recorded, and what may end.

use crate::support::*;
use domain::case::access::{AccessRefusal as No, Named};
use domain::catalogue::*;
use domain::event::CaseEvent;

const ADVOCATE: u16 = 6;

fn named(account: u16, leads: bool) -> Named {
    Named { account: id(account), leads }
}
fn restricted(accounts: &[u16]) -> CaseEvent {
    CaseEvent::Restricted { named: accounts.iter().map(|account| id(*account)).collect(), reasons: id(98) }
}

#[test]
fn a_case_is_restricted_to_people_of_whom_one_can_give_it_to_an_officer() {
    let case = Story::new().case();
    let restrict = |people: &[Named]| case.restrict(&supervisor(hour(1)), people, id(98));
    assert_eq!(restrict(&[]).err(), Some(No::NobodyLeads));
    assert_eq!(restrict(&[named(OFFICER, false)]).err(), Some(No::NobodyLeads));
    let events = restrict(&[named(OFFICER, false), named(SUPERVISOR, true)]).unwrap();
    assert_eq!(codes(&events), ["case.restricted"]);
    let held = Story::new().all(SUPERVISOR, hour(1), events).case();
    assert_eq!(held.access.named.len(), 2);
    assert_eq!(held.officer, Some(id(OFFICER)));
    assert_eq!(
        held.restrict(&supervisor(hour(2)), &[named(SUPERVISOR, true)], id(98)).err(),
        Some(No::AlreadyRestricted)
    );
}

#[test]
fn an_officer_who_is_not_named_no_longer_has_the_case() {
    let story = Story::new();
    let events = story.case().restrict(&supervisor(hour(1)), &[named(SUPERVISOR, true)], id(98)).unwrap();
    assert_eq!(codes(&events), ["case.restricted", "case.allocated"]);
    let case = story.all(SUPERVISOR, hour(1), events).case();
    assert_eq!((case.officer, case.team.as_deref()), (None, Some("north")));
}

#[test]
fn a_restriction_is_lifted_by_a_second_person_who_never_was_the_officer() {
    let open = Story::new();
    assert_eq!(open.case().lift_restriction(&inspector(hour(2)), id(98)).err(), Some(No::NotRestricted));
    let story = open.by(SUPERVISOR, hour(1), restricted(&[SUPERVISOR, INSPECTOR]));
    let lift = |who| story.case().lift_restriction(&who, id(98));
    assert_eq!(lift(supervisor(hour(2))).err(), Some(No::OwnRestriction));
    assert_eq!(lift(officer(hour(2))).err(), Some(No::OfficerInCase));
    let case = story.clone().all(INSPECTOR, hour(2), lift(inspector(hour(2))).unwrap()).case();
    assert_eq!((case.access.restricted, case.access.named.len()), (None, 0));
}

#[test]
fn people_are_named_and_taken_off_while_somebody_who_leads_stays() {
    let open = Story::new();
    let name = |story: &Story, account| story.case().name_account(&supervisor(hour(2)), id(account), id(98));
    assert_eq!(name(&open, OTHER).err(), Some(No::NotRestricted));
    let story = open.by(SUPERVISOR, hour(1), restricted(&[OFFICER, SUPERVISOR]));
    assert_eq!(name(&story, OFFICER).err(), Some(No::AlreadyNamed));
    let story = story.clone().all(SUPERVISOR, hour(2), name(&story, OTHER).unwrap());
    assert!(story.case().access.named.contains(&id(OTHER)));
    let take_off =
        |account, others: &[Named]| story.case().unname_account(&supervisor(hour(3)), id(account), others, id(98));
    assert_eq!(take_off(INSPECTOR, &[named(SUPERVISOR, true)]).err(), Some(No::NotNamed));
    assert_eq!(take_off(SUPERVISOR, &[named(OFFICER, false), named(OTHER, false)]).err(), Some(No::NobodyLeads));
    let events = take_off(OFFICER, &[named(SUPERVISOR, true)]).unwrap();
    assert_eq!(codes(&events), ["account.unnamed", "case.allocated"], "the officer's case is the team's");
    assert_eq!(codes(&take_off(OTHER, &[named(SUPERVISOR, true)]).unwrap()), ["account.unnamed"]);
}

#[test]
fn consent_is_dated_has_a_scope_and_ends() {
    let story = Story::new();
    let give = |story: &Story, on, scope| story.case().give_consent(&officer(hour(24)), id(ADVOCATE), on, scope);
    let withdraw = |story: &Story, on| story.case().withdraw_consent(&officer(hour(48)), id(ADVOCATE), on);
    assert_eq!(give(&story, on(2), ConsentScope::Progress).err(), Some(No::InFuture));
    assert_eq!(withdraw(&story, on(1)).err(), Some(No::NoConsent));
    let given = story.clone().all(OFFICER, hour(24), give(&story, on(1), ConsentScope::Progress).unwrap());
    assert_eq!(give(&given, on(1), ConsentScope::Progress).err(), Some(No::AlreadyConsented));
    let wider = given.clone().all(OFFICER, hour(24), give(&given, on(1), ConsentScope::ProgressAndWords).unwrap());
    assert_eq!(wider.case().access.consent(id(ADVOCATE)).unwrap().scope, ConsentScope::ProgressAndWords);
    assert_eq!(wider.case().access.consents_now().count(), 1);
    assert_eq!(withdraw(&wider, on(3)).err(), Some(No::InFuture));
    assert_eq!(withdraw(&wider, on(0)).err(), Some(No::BeforeConsent));
    let ended = wider.clone().all(OFFICER, hour(48), withdraw(&wider, on(2)).unwrap()).case();
    assert_eq!(ended.access.consent(id(ADVOCATE)), None);
    assert_eq!(ended.access.consents.len(), 2, "what was consented to is kept");
}

#[test]
fn a_connection_is_declared_and_is_taken_back_by_another() {
    let story = Story::new();
    let withdraw = |story: &Story, who| story.case().withdraw_connection(&who, id(OFFICER), id(98));
    assert_eq!(withdraw(&story, supervisor(hour(2))).err(), Some(No::NotConnected));
    let events = story.case().declare_connection(&officer(hour(1)), id(OFFICER), &[]).unwrap();
    assert_eq!(codes(&events), ["connection.declared", "case.allocated"], "the case is the team's");
    let declared = story.all(OFFICER, hour(1), events);
    assert_eq!(declared.case().officer, None);
    let again = declared.case().declare_connection(&officer(hour(2)), id(OFFICER), &[]);
    assert_eq!(again.err(), Some(No::AlreadyConnected));
    assert_eq!(withdraw(&declared, officer(hour(2))).err(), Some(No::OwnConnection));
    let taken_back =
        declared.clone().all(SUPERVISOR, hour(2), withdraw(&declared, supervisor(hour(2))).unwrap()).case();
    assert!(!taken_back.access.is_connected(id(OFFICER)));
    assert_eq!(taken_back.access.connections.len(), 1, "it stays on the record");
}

#[test]
fn nobody_with_a_connection_is_named_and_the_last_who_leads_names_another_first() {
    let connected = Story::new().by(SUPERVISOR, hour(1), CaseEvent::ConnectionDeclared { account: id(OTHER) });
    let people = [named(OTHER, true), named(SUPERVISOR, true)];
    assert_eq!(connected.case().restrict(&supervisor(hour(2)), &people, id(98)).err(), Some(No::Connected));
    let story = connected.by(SUPERVISOR, hour(2), restricted(&[SUPERVISOR]));
    let name = story.case().name_account(&supervisor(hour(3)), id(OTHER), id(98));
    assert_eq!(name.err(), Some(No::Connected));
    let last = story.case().declare_connection(&supervisor(hour(3)), id(SUPERVISOR), &[]);
    assert_eq!(last.err(), Some(No::NobodyLeads));
    assert!(story.case().declare_connection(&supervisor(hour(3)), id(SUPERVISOR), &[named(INSPECTOR, true)]).is_ok());
}
