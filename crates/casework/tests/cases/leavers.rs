//! Nothing is ever without an owner: accounts are closed and opened, cases handed over one by one and many at once.

use crate::support::*;
use casework::Failure;
use casework::access::{Action, CaseFacts, Restriction, decide};
use casework::cases::act::Act;
use casework::house::leavers::Taker;
use casework::views::Actor;
use domain::ids::AccountId;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn raise(owner: &str) -> Act {
    Act::RaiseAction { owner: owner.to_owned(), due_on: day("2026-06-20"), words: "Call her.".to_owned() }
}
fn to(name: &str) -> Taker {
    Taker::Officer(name.to_owned())
}
const WHY: &str = "She leaves the force.";

#[test]
fn a_closed_account_leaves_its_cases_to_the_team_and_its_actions_to_whoever_leads() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let other =
        desk.import_one("spoc", shaw("N/2").with("vfore", "Rosalind").with("vsur", "Okoro").with("officer", "birch"));
    desk.does("sergeant", &case, raise("alder"));
    desk.does("sergeant", &other, raise("alder"));
    let left = desk.app().close_account(desk.actor("administrator"), "alder").unwrap();
    let told: BTreeSet<_> = left.iter().map(|one| (one.case.clone().unwrap(), one.by.as_str())).collect();
    assert_eq!(told, BTreeSet::from([(case.clone(), "SERGEANT"), (other.clone(), "SERGEANT")]));
    assert_eq!(
        (desk.case_column(&case, "officer"), desk.page("sergeant", &case).next_action.as_str()),
        (String::new(), "Give the case to an officer.")
    );
    let sergeant = desk.actor("sergeant").account.to_string();
    assert_eq!(desk.column("select distinct owner from actions where open = 1"), [sergeant]);
    assert_eq!(desk.case_column(&other, "officer"), desk.actor("birch").account.to_string());
    let give = Act::Allocate { officer: Some("alder".to_owned()), team: None, reasons: None };
    assert!(
        matches!(desk.tries("sergeant", &case, give.clone()), Err(Failure::Invalid(_))),
        "a closed account has no case"
    );
    desk.app().reopen_account(desk.actor("administrator"), "alder").unwrap();
    desk.does("sergeant", &case, give);
    let again = desk.app().reopen_account(desk.actor("administrator"), "alder");
    assert!(matches!(again, Err(Failure::Invalid(_))));
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    assert!(check.verified.findings.is_empty(), "{:?}", check.verified.findings);
}

#[test]
fn the_last_who_could_give_a_case_to_an_officer_is_not_closed() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let close = |name: &str| desk.app().close_account(desk.actor("administrator"), name);
    assert!(matches!(close("administrator"), Err(Failure::Invalid(_))), "not their own");
    let named = vec!["sergeant".to_owned()];
    desk.does("sergeant", &case, Act::Restrict { named, reasons: "The subject is an officer.".to_owned() });
    assert!(matches!(close("sergeant"), Err(Failure::Refused(refusal)) if refusal.code == "account.NobodyLeads"));
    let (account, reasons) = ("inspector".to_owned(), "So that two may.".to_owned());
    desk.does("sergeant", &case, Act::NameAccount { account, reasons });
    let left = close("sergeant").unwrap();
    assert_eq!((left.len(), &left[0].case), (1, &None), "a restricted case is not named to an administrator");
    assert!(matches!(close("inspector"), Err(Failure::Refused(_))));
    assert_eq!(desk.page("inspector", &case).access.len(), 1);
}

#[test]
fn a_hand_over_moves_all_that_the_supervisor_may_give_or_nothing() {
    let desk = Desk::new();
    let first = desk.import_one("spoc", shaw("N/1"));
    let second = desk.import_one("spoc", shaw("N/2").with("vfore", "Rosalind").with("vsur", "Okoro"));
    desk.does("sergeant", &first, raise("alder"));
    let hand = |who: &str, taker: &Taker| desk.app().hand_over(desk.actor(who), "alder", taker, WHY);
    assert!(matches!(hand("birch", &to("birch")), Err(Failure::Invalid(_))), "an officer gives no case away");
    desk.app().declare_connection(desk.actor("sergeant"), &second, "birch").unwrap();
    let stuck = hand("sergeant", &to("birch"));
    assert!(
        matches!(&stuck, Err(Failure::Refused(refusal)) if refusal.lines.len() == 1 && refusal.lines[0].starts_with(&second)),
        "{stuck:?}"
    );
    assert_eq!(desk.case_column(&first, "officer"), desk.actor("alder").account.to_string(), "all, or none");
    let moved = hand("inspector", &to("cedar")).unwrap();
    assert_eq!(moved.len(), 2);
    let cedar = desk.actor("cedar").account.to_string();
    assert_eq!(
        (desk.case_column(&first, "officer"), desk.case_column(&second, "officer")),
        (cedar.clone(), cedar.clone())
    );
    assert_eq!(desk.column("select owner from actions where open = 1"), [cedar]);
    assert!(serde_json::to_string(&desk.page("cedar", &first)).unwrap().contains(WHY));
    let team = Taker::Team("harbour".to_owned());
    let back = desk.app().hand_over(desk.actor("inspector"), "cedar", &team, WHY).unwrap();
    assert!(back.iter().all(|one| one.by == "SERGEANT"), "{back:?}");
    assert!(matches!(hand("inspector", &team), Err(Failure::Invalid(_))), "nothing is left to hand over");
}

#[test]
fn many_cases_are_given_at_once_and_each_refusal_is_told_by_its_case() {
    let desk = Desk::new();
    let first = desk.import_one("spoc", shaw("N/1"));
    let hill = desk.import_one(
        "spoc",
        shaw("N/2").with("vfore", "Rosalind").with("vsur", "Okoro").with("team", "hill").with("officer", "cedar"),
    );
    let references = [first.clone(), hill.clone(), "HF-000-000-000".to_owned()];
    let before = desk.entries().len();
    let done =
        desk.app().allocate_many(desk.actor("sergeant"), &references, Some("birch"), None, "The team is one short.");
    assert_eq!(desk.entries().len(), before + 3, "each has its own entry");
    assert_eq!(
        done.iter().map(|(case, outcome)| (case.as_str(), outcome.is_ok())).collect::<Vec<_>>(),
        [(first.as_str(), true), (hill.as_str(), false), ("HF-000-000-000", false)]
    );
    assert_eq!(done[1].1, done[2].1, "a case of another team is told as if there were none");
    assert!(serde_json::to_string(&desk.page("birch", &first)).unwrap().contains("The team is one short."));
}

#[test]
fn what_a_file_gives_to_somebody_who_cannot_act_is_the_teams_and_taken_from_nobody() {
    let desk = Desk::new();
    let held = desk.import_one("spoc", shaw("N/1"));
    desk.app().close_account(desk.actor("administrator"), "alder").unwrap();
    let give = Act::Allocate { officer: Some("birch".to_owned()), team: None, reasons: None };
    desk.does("sergeant", &held, give);
    let new =
        desk.import_one("spoc", shaw("N/2").with("vfore", "Rosalind").with("vsur", "Okoro").with("officer", "alder"));
    assert_eq!(
        (desk.case_column(&new, "officer"), desk.page("sergeant", &new).next_action.as_str()),
        (String::new(), "Give the case to an officer.")
    );
    desk.import("spoc", &[shaw("N/1").with("officer", "alder").with("words", "He waited at the harbour wall again.")]);
    let birch = desk.actor("birch").account.to_string();
    assert_eq!(
        desk.case_column(&held, "officer"),
        birch,
        "a file that names a closed account takes a case from nobody"
    );
    desk.app().declare_connection(desk.actor("sergeant"), &held, "cedar").unwrap();
    desk.import("spoc", &[shaw("N/1").with("officer", "cedar").with("words", "He waited there a third time.")]);
    assert_eq!(desk.case_column(&held, "officer"), birch, "nor does one that names somebody who is kept away");
    desk.import("spoc", &[shaw("N/2").with("vfore", "Rosalind").with("vsur", "Okoro").with("officer", "cedar")]);
    assert_eq!(desk.case_column(&new, "officer"), desk.actor("cedar").account.to_string(), "the others it does give");
}

/// One thing that a supervisor, an inspector or an administrator does.
#[derive(Clone, Copy, Debug)]
enum Step {
    Give(usize, usize),
    Close(usize),
    Reopen(usize),
    HandOver(usize, usize),
    Connect(usize, usize),
    Raise(usize, usize),
}

const STAFF: &[&str] = &["alder", "birch", "cedar", "sergeant"];

fn step() -> impl Strategy<Value = Step> {
    let (who, case) = (0..STAFF.len(), 0..2_usize);
    prop_oneof![
        (case.clone(), who.clone()).prop_map(|(case, who)| Step::Give(case, who)),
        who.clone().prop_map(Step::Close),
        who.clone().prop_map(Step::Reopen),
        (who.clone(), who.clone()).prop_map(|(from, to)| Step::HandOver(from, to)),
        (case.clone(), 0..3_usize).prop_map(|(case, who)| Step::Connect(case, who)),
        (case, who).prop_map(|(case, who)| Step::Raise(case, who)),
    ]
}

/// Every open case has an officer who may act on it, or none and somebody who may give it to one; so has every action.
fn everything_has_an_owner(desk: &Desk) {
    let active: BTreeSet<String> = desk.column("select id from accounts where active = 1").into_iter().collect();
    let open = desk.column("select reference from cases where status in ('open', 'closure_proposed')");
    for case in open {
        let tied = |kind: &str| -> BTreeSet<AccountId> {
            let id = desk.case_id(&case);
            let sql =
                format!("select account from case_access where case_id = '{id}' and active = 1 and kind = '{kind}'");
            desk.column(&sql).iter().map(|account| account.parse().unwrap()).collect()
        };
        let officer = desk.case_column(&case, "officer").parse::<AccountId>().ok();
        let facts = CaseFacts {
            case: desk.case_id(&case),
            force: NORTH.to_owned(),
            team: desk.case_column(&case, "team"),
            officer,
            stand_ins: BTreeSet::new(),
            reporters: BTreeSet::new(),
            consented: BTreeSet::new(),
            consented_words: BTreeSet::new(),
            connected: tied("connected"),
            restriction: Restriction::Open,
        };
        let may = |actor: &Actor, action| {
            active.contains(&actor.account.to_string()) && decide(actor, action, &facts).allowed
        };
        let staff = || STAFF.iter().chain(&["inspector"]).map(|name| desk.actor(name));
        match officer {
            Some(officer) => assert!(
                staff().any(|one| one.account == officer && may(one, Action::CloseAction)),
                "{case} has an officer who cannot act"
            ),
            None => assert!(staff().any(|one| may(one, Action::Allocate)), "{case} has nobody"),
        }
    }
    for owner in desk.column("select owner from actions where open = 1") {
        assert!(active.contains(&owner), "an action is a closed account's");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_steps_every_open_case_has_an_owner_who_can_act(steps in proptest::collection::vec(step(), 1..14)) {
        let desk = Desk::new();
        let first = desk.import_one("spoc", shaw("N/1"));
        let second = desk.import_one("spoc", shaw("N/2").with("vfore", "Rosalind").with("vsur", "Okoro").with("officer", "cedar"));
        let cases = [first, second];
        let name = |place: usize| STAFF[place];
        for step in steps {
            // Refusals are fine; what is left behind is looked at.
            match step {
                Step::Give(case, who) => {
                    let act = Act::Allocate { officer: Some(name(who).to_owned()), team: None, reasons: None };
                    let _ = desk.tries("inspector", &cases[case], act);
                }
                Step::Close(who) => { let _ = desk.app().close_account(desk.actor("administrator"), name(who)); }
                Step::Reopen(who) => { let _ = desk.app().reopen_account(desk.actor("administrator"), name(who)); }
                Step::HandOver(from, taker) => { let _ = desk.app().hand_over(desk.actor("inspector"), name(from), &to(name(taker)), WHY); }
                Step::Connect(case, who) => { let _ = desk.app().declare_connection(desk.actor("inspector"), &cases[case], name(who)); }
                Step::Raise(case, who) => { let _ = desk.tries("inspector", &cases[case], raise(name(who))); }
            }
            everything_has_an_owner(&desk);
        }
    }
}
