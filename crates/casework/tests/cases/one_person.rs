//! Two cases of one report whose people turn out to be one person, on both databases: a person says so, and it can be taken back.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::linking::review::Opinion;
use domain::catalogue::*;

const WHY: &str = "She married in May and uses her second name; she told the officer so.";

fn on_both(story: fn(&Desk)) {
    story(&Desk::new());
    story(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}
fn join(other: &str) -> Act {
    Act::JoinCase { other: other.to_owned(), reasons: WHY.to_owned() }
}
/// The same report, in which nothing of her is told as before.
fn renamed() -> Line {
    let row = shaw("N/1").with("vfore", "Wilhelmina").with("vsur", "Brandt").with("vborn", "1971-09-30");
    row.with("vphone", "07700 900777").with("vpost", "ZZ9 9ZZ").with("vaddr", "2 Mill Lane").with("vcar", "")
}
/// One report and two cases: a later row told her name wholly otherwise.
fn two_cases(desk: &Desk) -> (String, String) {
    let first = desk.import_one("spoc", shaw("N/1"));
    assert_eq!(desk.import("spoc", &[renamed()]).cases, 1);
    let second = desk.cases_with("N/1").into_iter().find(|case| *case != first).unwrap();
    (first, second)
}

#[test]
fn two_cases_of_one_report_are_joined_by_who_says_that_the_people_are_one() {
    on_both(|desk| {
        let (first, second) = two_cases(desk);
        let attach = Act::AttachReport { report: "N/1".to_owned() };
        assert_eq!(refusal(desk.tries("spoc", &first, attach.clone())), "act.ReportAlreadyAttached");
        let bare = Act::JoinCase { other: second.clone(), reasons: "Same.".to_owned() };
        assert_eq!(refusal(desk.tries("spoc", &first, bare)), "correction.ReasonsTooShort");
        // Whoever may not know of the other case is told that there is none.
        assert_eq!(desk.tries("cedar", &first, join(&second)), Err(Failure::NotFound("case")));
        let acted = desk.does("spoc", &first, join(&second));
        assert_eq!((acted.events, acted.warnings), (vec!["person.same".to_owned()], vec![]));
        assert_eq!((desk.case_column(&second, "status"), desk.on_list(&second)), ("joined".to_owned(), false));
        assert!(desk.on_list(&first), "the work goes on here");
        let page = desk.page("spoc", &first);
        let said = page.timeline.iter().find(|item| item.title.starts_with("Another case of the same report")).unwrap();
        assert_eq!(said.detail.as_deref(), Some(WHY));
        let link = page.links.iter().find(|link| link.state == "confirmed").unwrap().id.clone();
        assert!(!desk.flags(&first).contains(&"RF-06".to_owned()), "{:?}", desk.flags(&first));
        // What a later row says of her under either name is said of her; nobody has a case anew.
        let again = desk.import("spoc", &[renamed().with("grade", "high")]);
        assert_eq!((again.cases, desk.case_column(&first, "grade")), (0, "high".to_owned()));
        assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
        // Taken back, the other case comes open again with the report; this one keeps it, which names its person too.
        desk.app().decide_link(desk.actor("spoc"), &link, Opinion::Undo, None).unwrap();
        assert_eq!(desk.cases_with("N/1").len(), 2);
        assert_eq!((desk.on_list(&first), desk.on_list(&second)), (true, true));
        assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
    });
}

#[test]
fn a_case_that_holds_something_of_its_own_stays_open_and_says_why() {
    on_both(|desk| {
        let (first, second) = two_cases(desk);
        // Nor is what was withdrawn here taken off the case where it counts.
        let because = StrikeCause::OtherPerson;
        desk.does("sergeant", &first, Act::StrikeReport { report: "N/1".to_owned(), because, reasons: WHY.to_owned() });
        assert!(matches!(desk.tries("spoc", &first, join(&second)), Err(Failure::Invalid(_))));
        desk.does("spoc", &first, Act::AttachReport { report: "N/1".to_owned() });
        desk.wait(1);
        desk.does("spoc", &second, act_at(desk.now()));
        let acted = desk.does("spoc", &first, join(&second));
        assert!(acted.warnings.iter().any(|said| said.contains("an act or a measure of its own")), "{acted:?}");
        assert_eq!((desk.case_column(&second, "status"), desk.on_list(&second)), ("open".to_owned(), true));
        assert_eq!(desk.cases_with("N/1").len(), 2, "no case loses the report that says who is at risk");
        let act = desk.page("spoc", &second).acts.into_iter().find(|act| act.report.is_none()).unwrap();
        let because = StrikeCause::Duplicate;
        desk.does(
            "sergeant",
            &second,
            Act::StrikeAct { act: act.number.to_string(), because, reasons: WHY.to_owned() },
        );
        assert_eq!(desk.does("spoc", &first, join(&second)).warnings, Vec::<String>::new());
        assert_eq!(desk.case_column(&second, "status"), "joined");
    });
}

#[test]
fn a_case_is_not_joined_to_itself_nor_by_guess() {
    on_both(|desk| {
        let (first, second) = two_cases(desk);
        let stranger = shaw("N/9").with("vfore", "Zuleika").with("vsur", "Okoro").with("vborn", "1999-01-02");
        let stranger =
            desk.import_one("spoc", stranger.with("vphone", "07700 900555").with("vpost", "").with("vaddr", ""));
        for other in [&first, &stranger] {
            assert!(matches!(desk.tries("spoc", &first, join(other)), Err(Failure::Invalid(_))), "{other}");
        }
        // Somebody's 'not the same' is not overruled in silence.
        desk.does("spoc", &first, join(&second));
        let link = desk.page("spoc", &first).links.into_iter().find(|link| link.state == "confirmed").unwrap().id;
        desk.app().decide_link(desk.actor("sergeant"), &link, Opinion::NotSame, Some(WHY)).unwrap();
        assert_eq!(desk.case_column(&second, "status"), "open");
        assert_eq!(refusal(desk.tries("spoc", &first, join(&second))), "link.OtherOpinion");
    });
}

/// Somebody whom linkage takes for Katherine Shaw, unconfirmed.
fn kathy() -> Line {
    shaw("G/2").with("vfore", "Kathy").with("words", "He waited at the school gate.")
}

#[test]
fn who_is_not_the_same_after_all_is_on_the_list_again_with_her_own_reports() {
    on_both(|desk| {
        desk.import("spoc", &[shaw("G/1").with("served", "2026-06-03"), kathy()]);
        let (first, second) = (desk.cases_with("G/1").remove(0), desk.cases_with("G/2").remove(0));
        assert_eq!((desk.on_list(&first), desk.on_list(&second)), (false, true));
        desk.does("spoc", &first, Act::AttachReport { report: "G/2".to_owned() });
        assert_eq!((desk.case_column(&second, "status"), desk.on_list(&second)), ("joined".to_owned(), false));
        // Nothing comes back while nobody says otherwise.
        desk.app().link_all().unwrap();
        assert_eq!(desk.case_column(&second, "status"), "joined");
        let links = desk.page("spoc", &first).links;
        let link = links.into_iter().find(|link| link.about == "person at risk").unwrap().id;
        desk.app().decide_link(desk.actor("spoc"), &link, Opinion::NotSame, None).unwrap();
        assert_eq!((desk.case_column(&second, "status"), desk.on_list(&second)), ("open".to_owned(), true));
        assert_eq!(desk.cases_with("G/2"), vec![second.clone()]);
        assert_eq!((desk.cases_with("G/1"), desk.on_list(&first)), (vec![first.clone()], false));
        assert_eq!(desk.count(&second, "case.reopened"), 1);
        assert_eq!((desk.page("spoc", &first).acts.len(), desk.page("spoc", &second).acts.len()), (1, 1));
        assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
        // Nor is anything brought back twice.
        desk.app().link_all().unwrap();
        assert_eq!(desk.count(&second, "case.reopened"), 1);
    });
}
