//! What a form brings beside an act: a key, under which it is done once, and how much of the case its reader had seen.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::cases::once::{Beside, CHANGED_SINCE, RequestKey};

fn key(text: &str) -> Option<RequestKey> {
    Some(RequestKey::read(text).unwrap())
}
fn note(words: &str) -> Act {
    Act::AddNote { words: words.to_owned() }
}
const KEY: &str = "0123456789abcdefghijkl";

fn notes(desk: &Desk, case: &str) -> usize {
    desk.page("sergeant", case).timeline.iter().filter(|item| item.title.contains("ote")).count()
}

#[test]
fn what_is_sent_twice_under_one_key_is_done_once() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let before = notes(&desk, &case);
    let send = |who: &str, words: &str, text: &str| {
        desk.app().act_once(desk.actor(who), &case, note(words), Beside { key: key(text), ..Beside::default() })
    };
    assert!(send("sergeant", "Call her.", KEY).unwrap().warnings.is_empty());
    let again = send("sergeant", "Call her.", KEY).unwrap();
    assert_eq!((again.warnings.len(), again.events.len()), (1, 0), "{again:?}");
    assert_eq!(notes(&desk, &case), before + 1);
    // The key of something else is refused; that of somebody else is another key.
    let other = send("sergeant", "Call him.", KEY);
    assert!(matches!(other, Err(Failure::Refused(refusal)) if refusal.code == "request.KeyUsed"));
    send("spoc", "Call her.", KEY).unwrap();
    // The control: without a key, and under another one, it is done again.
    desk.does("sergeant", &case, note("Call her."));
    send("sergeant", "Call her.", "lkjihgfedcba9876543210").unwrap();
    assert_eq!(notes(&desk, &case), before + 4);
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    assert!(check.verified.findings.is_empty(), "{:?}", check.verified.findings);
}

#[test]
fn what_was_refused_may_be_sent_again_under_its_key() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let close = Act::ApproveClosure { reasons: "Done.".to_owned() };
    let send = |act: Act| {
        desk.app().act_once(desk.actor("sergeant"), &case, act, Beside { key: key(KEY), ..Beside::default() })
    };
    assert!(send(close).is_err());
    send(note("Not yet.")).unwrap();
}

#[test]
fn an_act_on_a_case_that_somebody_changed_since_is_refused_and_time_alone_is_nobody() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let seen = desk.page("sergeant", &case).events;
    let send = |seen: u64| {
        desk.app().act_once(
            desk.actor("sergeant"),
            &case,
            note("Call her."),
            Beside { seen: Some(seen), ..Beside::default() },
        )
    };
    desk.wait(40 * 24);
    desk.tick();
    let later = desk.page("sergeant", &case);
    assert!(later.events > seen, "time alone did something on the case");
    send(seen).unwrap();
    let stale = send(seen);
    assert!(matches!(stale, Err(Failure::Refused(refusal)) if refusal.code == CHANGED_SINCE));
    send(desk.page("sergeant", &case).events).unwrap();
    let new = desk.page("sergeant", &case).timeline.into_iter().filter(|item| item.number >= later.events);
    assert_eq!(new.filter(|item| item.by == "SERGEANT").count(), 2, "what is new can be told from its number");
}

#[test]
fn a_key_is_long_enough_and_made_of_plain_letters() {
    assert!(RequestKey::read("0123456789abcdefghij").is_none() && RequestKey::read(&"a".repeat(65)).is_none());
    assert!(
        RequestKey::read("0123456789abcdefghi jkl").is_none() && RequestKey::read("01234_6789-bcdefghijkl").is_some()
    );
}

#[test]
fn a_form_that_says_now_is_the_same_when_it_comes_again_later() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let send = |sent: &str| {
        let beside = Beside { key: key(KEY), sent: Some(sent.to_owned()), seen: None };
        desk.app().act_once(desk.actor("alder"), &case, Act::ConsultPerson { occurred_at: desk.now() }, beside)
    };
    assert!(!send("today").unwrap().events.is_empty());
    desk.wait(1);
    assert!(send("today").unwrap().events.is_empty(), "what is meant by today has moved, and it is done twice");
    assert!(matches!(send("yesterday"), Err(Failure::Refused(refusal)) if refusal.code == "request.KeyUsed"));
}
