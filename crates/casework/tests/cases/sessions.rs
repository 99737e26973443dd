//! Signing in: who may, for how long, and what is refused.

use crate::support::*;
use casework::Failure;
use casework::house::accounts::NewAccount;
use domain::catalogue::Role;

const PASSWORD: &str = "long enough for anyone";

fn account(name: &str, role: Role, password: &str) -> NewAccount {
    NewAccount {
        name: name.to_owned(),
        display_name: name.to_owned(),
        role,
        force: NORTH.to_owned(),
        team: "it".to_owned(),
        password: password.to_owned(),
    }
}
fn with_administrator() -> Desk {
    let desk = Desk::empty();
    desk.app().create_force(NORTH, "North", "north desk", None).unwrap();
    desk.app().create_first_administrator(account("root", Role::Administrator, PASSWORD)).unwrap();
    desk
}
fn field(failure: &Failure) -> &str {
    match failure {
        Failure::Invalid(problems) => problems.first().map_or("", |problem| problem.field.as_ref()),
        _ => "",
    }
}

#[test]
fn the_first_administrator_is_made_once_and_with_a_long_password() {
    let desk = Desk::empty();
    let short = desk.app().create_first_administrator(account("root", Role::Administrator, "short")).unwrap_err();
    assert_eq!(field(&short), "password");
    desk.app().create_first_administrator(account("root", Role::Administrator, PASSWORD)).unwrap();
    let second = desk.app().create_first_administrator(account("other", Role::Administrator, PASSWORD)).unwrap_err();
    assert_eq!(field(&second), "account");
}

#[test]
fn an_administrator_makes_accounts_of_their_own_force_with_long_passwords_and_free_names() {
    let desk = with_administrator();
    let root = desk.app().sign_in("root", PASSWORD).unwrap().actor;
    let short = desk.app().create_account(&root, account("ann", Role::Officer, "elevenchars")).unwrap_err();
    assert_eq!(field(&short), "password");
    desk.app().create_account(&root, account("ann", Role::Officer, PASSWORD)).unwrap();
    let taken = desk.app().create_account(&root, account("ann", Role::Spoc, PASSWORD)).unwrap_err();
    assert_eq!(field(&taken), "name");
    let elsewhere = NewAccount { force: SOUTH.to_owned(), ..account("bob", Role::Officer, PASSWORD) };
    assert_eq!(field(&desk.app().create_account(&root, elsewhere).unwrap_err()), "force");
    let ann = desk.app().sign_in("ann", PASSWORD).unwrap().actor;
    let refused = desk.app().create_account(&ann, account("eve", Role::Administrator, PASSWORD));
    assert!(matches!(refused, Err(Failure::Refused(_))));
    assert_eq!(
        (desk.last_entry()["decision"].as_str(), desk.last_entry()["action"].as_str()),
        (Some("refused"), Some("manage_accounts"))
    );
}

#[test]
fn a_wrong_password_and_an_unknown_name_fail_alike_and_are_on_record() {
    let desk = with_administrator();
    for (name, password) in [("root", "wrong"), ("nobody", PASSWORD), ("root", "")] {
        assert_eq!(desk.app().sign_in(name, password).unwrap_err(), Failure::SignInWrong);
        let entry = desk.last_entry();
        assert_eq!((entry["action"].as_str(), entry["decision"].as_str()), (Some("sign_in"), Some("refused")));
        assert!(!entry.to_string().contains("nobody"), "the entry names what was typed");
    }
}

#[test]
fn a_session_ends_after_twelve_hours_or_when_it_is_ended() {
    let desk = with_administrator();
    let signed_in = desk.app().sign_in("root", PASSWORD).unwrap();
    assert_eq!(desk.app().session(&signed_in.token).unwrap(), signed_in.actor);
    assert_eq!(desk.app().session("no such token").unwrap_err(), Failure::NotSignedIn);
    desk.set(start().plus_hours(12).plus_micros(-1));
    desk.app().session(&signed_in.token).unwrap();
    desk.set(start().plus_hours(12));
    assert_eq!(desk.app().session(&signed_in.token).unwrap_err(), Failure::NotSignedIn);
    let again = desk.app().sign_in("root", PASSWORD).unwrap();
    assert_ne!(again.token, signed_in.token);
    desk.app().sign_out(&again.token).unwrap();
    assert_eq!(desk.app().session(&again.token).unwrap_err(), Failure::NotSignedIn);
    assert_eq!(desk.app().sign_out(&again.token).unwrap_err(), Failure::NotSignedIn);
    assert!(!desk.column("select id from sessions").contains(&again.token), "the database keeps a token");
}

#[test]
fn acting_without_a_password_works_in_a_demonstration_only() {
    let desk = with_administrator();
    assert_eq!(field(&desk.app().act_as("root").unwrap_err()), "--as");
    let demonstration = Desk::empty();
    demonstration.app().create_empty_demonstration(None).unwrap();
    assert_eq!(demonstration.app().act_as("spoc").unwrap().role, Role::Spoc);
    assert_eq!(field(&demonstration.app().act_as("nobody").unwrap_err()), "--as");
}

#[test]
fn a_password_that_an_administrator_set_is_for_once() {
    let desk = with_administrator();
    let root = desk.app().sign_in("root", PASSWORD).unwrap();
    assert!(!root.must_change, "the first administrator chose their own");
    desk.app().create_account(&root.actor, account("ann", Role::Officer, PASSWORD)).unwrap();
    let ann = desk.app().sign_in("ann", PASSWORD).unwrap();
    assert!(ann.must_change);
    assert_eq!(desk.app().session(&ann.token), Err(Failure::MustChangePassword));
    let own = "only ann knows this one";
    let change = |old: &str, new: &str| desk.app().change_password(&ann.token, old, new);
    assert_eq!(field(&change("not the old one", own).unwrap_err()), "old password");
    assert_eq!(
        (desk.last_entry()["action"].as_str(), desk.last_entry()["decision"].as_str()),
        (Some("change_password"), Some("refused"))
    );
    assert_eq!(field(&change(PASSWORD, "short").unwrap_err()), "password");
    assert_eq!(field(&change(PASSWORD, PASSWORD).unwrap_err()), "password");
    change(PASSWORD, own).unwrap();
    assert_eq!(desk.app().session(&ann.token).unwrap(), ann.actor);
    assert_eq!(desk.app().sign_in("ann", PASSWORD).unwrap_err(), Failure::SignInWrong);
    assert!(!desk.app().sign_in("ann", own).unwrap().must_change);
}

#[test]
fn a_change_of_password_ends_the_other_sessions_and_a_one_time_password_ends_all() {
    let desk = with_administrator();
    let (one, other) = (desk.app().sign_in("root", PASSWORD).unwrap(), desk.app().sign_in("root", PASSWORD).unwrap());
    let own = "another one that is long";
    desk.app().change_password(&one.token, PASSWORD, own).unwrap();
    assert!(desk.app().session(&one.token).is_ok());
    assert_eq!(desk.app().session(&other.token), Err(Failure::NotSignedIn));
    desk.app().create_account(&one.actor, account("ann", Role::Officer, PASSWORD)).unwrap();
    let ann = desk.app().sign_in("ann", PASSWORD).unwrap();
    let refused = desk.app().set_one_time_password(&ann.actor, "root", own);
    assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    let made = desk.app().new_password();
    assert!(made.chars().count() >= 20, "{}", made.len());
    desk.app().set_one_time_password(&one.actor, "ann", &made).unwrap();
    assert_eq!(desk.app().change_password(&ann.token, PASSWORD, own), Err(Failure::NotSignedIn));
    assert!(desk.app().sign_in("ann", &made).unwrap().must_change);
    assert!(desk.entries().iter().all(|entry| !entry.to_string().contains(&made)), "an entry holds a password");
}

#[test]
fn a_look_at_the_accounts_names_whom_it_showed_and_shows_no_hash() {
    let desk = Desk::new();
    let seen = desk.app().accounts(desk.actor("administrator")).unwrap();
    let entry = desk.last_entry();
    assert_eq!((entry["action"].as_str(), entry["decision"].as_str()), (Some("manage_accounts"), Some("seen")));
    let shown = entry["shown"][0]["ids"].as_array().unwrap();
    assert_eq!((shown.len(), entry["shown"][0]["fields"][0].as_str()), (seen.len(), Some("account")));
    let id = desk.actor("alder").account.to_string();
    assert!(shown.iter().any(|one| *one == id) && seen.iter().any(|account| account.name == "alder"));
    assert!(seen.iter().all(|account| account.name != "oak"), "another force's account is shown");
}

#[test]
fn whoever_lists_the_force_picks_any_of_its_teams_and_others_their_own() {
    let desk = Desk::new();
    desk.import(
        "spoc",
        &[shaw("N/1"), shaw("N/2").with("team", "hill").with("vfore", "Rosalind").with("vsur", "Okoro")],
    );
    assert_eq!(desk.app().teams(desk.actor("spoc")).unwrap(), ["harbour", "hill", "stalking"]);
    assert_eq!(desk.app().teams(desk.actor("alder")).unwrap(), ["harbour"]);
    assert_eq!(desk.app().teams(desk.actor("southspoc")).unwrap(), ["stalking"]);
}
