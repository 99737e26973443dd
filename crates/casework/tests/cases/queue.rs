//! The queue of pairs that wait, as those go through it who may decide: what they see of both people, and what is kept from them.

use crate::support::*;
use casework::Failure;
use casework::linking::queue::Pass;
use casework::linking::review::Opinion;
use casework::views::{LinkQueue, PairView};

fn on_both(story: fn(&Desk)) {
    story(&Desk::new());
    story(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}
/// A name that many have, and nothing else: whether two of them are one person waits for somebody.
fn smith(reference: &str, officer: &str) -> Line {
    let blank = ["vborn", "vphone", "vpost", "vaddr", "vcar", "sfore", "ssur", "sborn", "sphone"];
    let named = shaw(reference).with("vfore", "John").with("vsur", "Smith").with("officer", officer);
    blank.into_iter().fold(named, |line, column| line.with(column, ""))
}
fn queue(desk: &Desk, name: &str) -> LinkQueue {
    desk.app().link_queue(desk.actor(name), Pass::First).unwrap()
}
fn first(desk: &Desk, name: &str) -> PairView {
    queue(desk, name).pair.unwrap()
}
fn restrict(desk: &Desk, case: &str, restricted: bool) {
    let change = format!("update cases set restricted = {} where reference = '{case}'", i32::from(restricted));
    desk.change(&change);
}

#[test]
fn a_pair_is_shown_side_by_side_as_far_as_the_reader_may_see() {
    on_both(|desk| {
        desk.import("spoc", &[smith("N/1", "alder"), smith("N/2", "birch")]);
        let (one, other) = (desk.cases_with("N/1").remove(0), desk.cases_with("N/2").remove(0));
        desk.wait(1);
        let found = queue(desk, "spoc");
        assert_eq!((found.waiting, found.left, found.more), (1, 0, false));
        let pair = found.pair.unwrap();
        let mut cases = [pair.one.case.clone(), pair.other.case.clone()];
        cases.sort();
        let mut both = [one.clone(), other.clone()];
        both.sort();
        assert_eq!(cases, both);
        for side in [&pair.one, &pair.other] {
            assert_eq!(side.person.as_ref().map(|person| person.name.as_str()), Some("John Smith"));
            assert_eq!(side.open.as_ref(), Some(&side.case));
        }
        assert!(!pair.link.lines.is_empty() && pair.opinion.is_none() && !pair.of_another);
        // The entry names the link, both people and both reports.
        let shown = desk.last_entry()["shown"].to_string();
        let ids = desk.column(
            "select id from links where state = 'waiting' union select id from mentions where surname = 'Smith' union select id from reports",
        );
        assert!(ids.len() == 5 && ids.iter().all(|id| shown.contains(id)), "{ids:?} {shown}");
        // An officer sees their own side, of the other whose it is, and nothing that was compared.
        desk.wait(1);
        let pair = first(desk, "alder");
        let (own, others) = if pair.one.case == one { (pair.one, pair.other) } else { (pair.other, pair.one) };
        assert_eq!((own.case, own.person.map(|person| person.name)), (one, Some("John Smith".to_owned())));
        assert_eq!((others.case.as_str(), others.open, others.report), ("another case of harbour", None, None));
        assert!(others.person.is_none() && pair.link.lines.is_empty() && pair.link.bits == 0.0);
        let shown = desk.last_entry()["shown"].to_string();
        let report = desk.column("select id from reports where reference = 'N/2'").remove(0);
        assert!(!shown.contains(&report), "{shown}");
        // Whoever has neither case has no pair, and whoever decides on none is refused.
        assert_eq!((queue(desk, "cedar").waiting, queue(desk, "cedar").pair), (0, None));
        assert_eq!(desk.app().link_pair(desk.actor("cedar"), &pair.link.id), Err(Failure::NotFound("link")));
        assert!(matches!(desk.app().link_queue(desk.actor("legal"), Pass::First), Err(Failure::Refused(_))));
    });
}

#[test]
fn who_may_not_know_of_one_case_is_answered_as_if_there_were_no_pair() {
    on_both(|desk| {
        desk.import("spoc", &[smith("N/1", "alder"), smith("N/2", "birch")]);
        let id = first(desk, "spoc").link.id;
        let second = desk.cases_with("N/2").remove(0);
        let none = |name: &str, id: &str| {
            let found = queue(desk, name);
            assert_eq!((found.waiting, found.left, found.pair, found.said), (0, 0, None, vec![]), "{name}");
            let actor = desk.actor(name);
            assert_eq!(desk.app().link_pair(actor, id), Err(Failure::NotFound("link")), "{name}");
            assert_eq!(desk.app().leave_link(actor, id), Err(Failure::NotFound("link")), "{name}");
            assert_eq!(
                desk.app().decide_link(actor, id, Opinion::Same, None),
                Err(Failure::NotFound("link")),
                "{name}"
            );
        };
        restrict(desk, &second, true);
        for name in ["spoc", "alder", "sergeant", "inspector"] {
            none(name, &id);
            none(name, "no such link");
            none(name, "\0");
        }
        restrict(desk, &second, false);
        desk.tie(&second, "spoc", "connected");
        none("spoc", &id);
        assert_eq!(queue(desk, "sergeant").waiting, 1, "others still have it");
    });
}

#[test]
fn who_cannot_tell_goes_on_to_the_next_pair_and_others_read_so() {
    on_both(|desk| {
        desk.import("spoc", &[smith("N/1", "alder"), smith("N/2", "alder"), smith("N/3", "alder")]);
        let found = queue(desk, "spoc");
        assert_eq!((found.waiting, found.left), (3, 0));
        let id = found.pair.unwrap().link.id;
        desk.wait(1);
        desk.app().leave_link(desk.actor("spoc"), &id).unwrap();
        let entry = desk.last_entry();
        assert_eq!((entry["action"].as_str(), entry["why"].is_null()), (Some("confirm_link"), true));
        assert!(entry["facts"].to_string().contains("cannot_tell"), "{entry}");
        let found = queue(desk, "spoc");
        assert_eq!((found.waiting, found.left), (2, 1));
        assert_ne!(found.pair.unwrap().link.id, id);
        let again = desk.app().link_queue(desk.actor("spoc"), Pass::Again).unwrap().pair.unwrap();
        assert_eq!(again.link.id, id);
        assert_eq!(again.looks.len(), 1);
        // It waits as before, and first for others, who read who looked.
        let pair = first(desk, "sergeant");
        assert_eq!((pair.link.id.clone(), pair.link.state.as_str()), (id.clone(), "waits for review"));
        assert!(pair.looks[0].ends_with("and could not tell."), "{:?}", pair.looks);
        // Looking again changes when, and makes no second row.
        desk.wait(1);
        desk.app().leave_link(desk.actor("spoc"), &id).unwrap();
        assert_eq!(desk.column("select cast(count(*) as text) from link_looks"), ["1"]);
        assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
    });
}

#[test]
fn the_last_opinions_can_be_taken_back_from_the_queue() {
    on_both(|desk| {
        desk.import("spoc", &[smith("N/1", "alder"), smith("N/2", "birch")]);
        let id = first(desk, "spoc").link.id;
        desk.app().decide_link(desk.actor("spoc"), &id, Opinion::NotSame, None).unwrap();
        let found = queue(desk, "spoc");
        assert_eq!((found.waiting, found.said.len()), (0, 1));
        assert_eq!((found.said[0].id.as_str(), found.said[0].said.as_str()), (id.as_str(), "not the same"));
        assert_eq!(queue(desk, "sergeant").said, [], "it is not theirs");
        let pair = desk.app().link_pair(desk.actor("sergeant"), &id).unwrap();
        assert!(pair.of_another && pair.opinion.unwrap().ends_with("not the same person."));
        let pair = desk.app().link_pair(desk.actor("spoc"), &id).unwrap();
        assert!(!pair.of_another && pair.opinion.is_some());
        desk.app().decide_link(desk.actor("spoc"), &id, Opinion::Undo, None).unwrap();
        let found = queue(desk, "spoc");
        assert_eq!((found.waiting, found.said), (1, vec![]));
    });
}

#[test]
fn nobody_of_another_force_is_named() {
    on_both(|desk| {
        desk.import_one("spoc", smith("N/1", "alder"));
        desk.import_one("southspoc", smith("S/1", "oak").with("team", "docks"));
        desk.wait(1);
        let link = first(desk, "southspoc").link.id;
        desk.app().leave_link(desk.actor("southspoc"), &link).unwrap();
        let pair = |name: &str| desk.app().link_pair(desk.actor(name), &link).unwrap();
        assert!(pair("spoc").looks[0].starts_with("Somebody of another force looked at "), "{:?}", pair("spoc").looks);
        assert!(pair("southspoc").looks[0].starts_with("SOUTHSPOC looked at "), "{:?}", pair("southspoc").looks);
        desk.app().decide_link(desk.actor("southspoc"), &link, Opinion::NotSame, None).unwrap();
        assert!(pair("spoc").opinion.unwrap().starts_with("Somebody of another force said at "));
    });
}
