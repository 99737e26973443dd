//! Second hands on both databases: advice on a decision to apply and its answer, what a deferral waits for, and the second
//! officer behind a lower grade.

use crate::support::*;
use casework::Failure;
use casework::cases::act::{Act, Acted};
use casework::views::{Actor, Scope, WorklistFilter, WorklistRow};
use domain::catalogue::*;
use domain::event::Outcome;

fn case(desk: &Desk, reference: &str) -> String {
    desk.import("spoc", &[shaw(reference)]);
    rows(desk).into_iter().last().unwrap().reference
}
fn rows(desk: &Desk) -> Vec<WorklistRow> {
    let filter =
        WorklistFilter { scope: Scope::Force, kind: None, grade: None, overdue: false, after: None, limit: 50 };
    desk.app().worklist(desk.actor("spoc"), &filter).unwrap().rows
}
fn row(desk: &Desk, case: &str) -> WorklistRow {
    rows(desk).into_iter().find(|row| row.reference == case).unwrap()
}
fn advise(advice: Advice) -> Act {
    Act::AdviseDecision { advice, words: "Take the neighbour's statement before the bundle is made.".to_owned() }
}
fn answer(answer: AdviceAnswer) -> Act {
    Act::AnswerAdvice { answer, words: "The statement was taken yesterday and stands in the log.".to_owned() }
}
fn lower(grade: Grade, who: &str) -> Act {
    match screen(grade) {
        Act::ScreenRisk { tool, grade, factors, four, reasons, .. } => {
            let (second_officer, set, answers) = (Some(who.to_owned()), None, Vec::new());
            Act::ScreenRisk { tool, grade, factors, four, reasons, second_officer, set, answers }
        }
        other => other,
    }
}
fn confirm(words: &str) -> Act {
    Act::ConfirmGrade { reasons: words.to_owned() }
}
const WHY: &str = "Read with the assessor: he has left the country, and she is calmer.";

fn denied(outcome: Result<Acted, Failure>) -> String {
    match outcome {
        Err(Failure::NotFound(_)) => "hidden".to_owned(),
        other => refusal(other),
    }
}

/// This runs a story on SQLite and on PostgreSQL.
fn on_both(story: fn(&Desk)) {
    story(&Desk::new());
    story(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}

#[test]
fn a_decision_to_apply_waits_for_advice_and_the_advice_for_its_answer() {
    on_both(|desk| {
        let case = case(desk, "N/1");
        desk.does("alder", &case, decide(Outcome::Apply { interim: false }));
        let page = desk.page("alder", &case);
        assert!(page.decision.contains("not complete: it waits for the stalking SPOC's advice"), "{}", page.decision);
        assert_eq!(page.waits.len(), 1);
        let listed = row(desk, &case);
        assert_eq!(
            listed.next_action,
            "Advise on the decision to apply: it waits for the SPOC's advice since 10:00 on Wednesday 3 June 2026."
        );
        // By policy: a SPOC's, and nobody else's; to a colleague of another team there is no such case.
        for name in ["alder", "sergeant", "inspector", "legal"] {
            assert_eq!(denied(desk.tries(name, &case, advise(Advice::Agrees))), "policy", "{name}");
        }
        assert_eq!(denied(desk.tries("cedar", &case, advise(Advice::Agrees))), "hidden");
        desk.wait(1);
        let short = Act::AdviseDecision { advice: Advice::Against, words: "No.".to_owned() };
        assert_eq!(denied(desk.tries("spoc", &case, short)), "advice.WordsTooShort");
        desk.does("spoc", &case, advise(Advice::Against));
        let page = desk.page("alder", &case);
        let given = page.advice.first().unwrap();
        assert_eq!((given.advice.as_str(), given.by.as_str()), ("advises against", "SPOC"));
        assert_eq!(given.when, "11:00 on Wednesday 3 June 2026");
        assert!(given.words.as_ref().unwrap().contains("neighbour's statement") && given.answer.is_none());
        assert!(page.waits.first().unwrap().contains("since 11:00 on Wednesday 3 June 2026"), "{:?}", page.waits);
        assert!(row(desk, &case).next_action.starts_with("Answer the SPOC, who advises against"));
        // Another SPOC does not talk over it, and the advice is answered by those whose case it is.
        assert_eq!(denied(desk.tries("spoc2", &case, advise(Advice::Agrees))), "advice.EarlierAdviceOpen");
        for name in ["spoc", "spoc2", "manager"] {
            assert_eq!(denied(desk.tries(name, &case, answer(AdviceAnswer::NotFollowed))), "policy", "{name}");
        }
        desk.does("alder", &case, answer(AdviceAnswer::NotFollowed));
        let page = desk.page("spoc", &case);
        assert!(page.waits.is_empty(), "{:?}", page.waits);
        assert_eq!(page.decision, "An order is to be sought.");
        let answered = page.advice.first().unwrap().answer.clone().unwrap();
        assert!(answered.starts_with("not followed: The statement was taken yesterday"), "{answered}");
        assert!(answered.ends_with("(ALDER, 11:00 on Wednesday 3 June 2026)"), "{answered}");
        assert_eq!(denied(desk.tries("alder", &case, answer(AdviceAnswer::Followed))), "advice.NothingToAnswer");
        let titles: Vec<&str> = page.timeline.iter().map(|item| item.title.as_str()).collect();
        assert!(titles.contains(&"The stalking SPOC advises against the decision to apply"), "{titles:?}");
        assert!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings.is_empty());
    });
}

#[test]
fn advice_against_that_is_followed_brings_the_decision_back() {
    on_both(|desk| {
        let case = case(desk, "N/1");
        desk.does("alder", &case, decide(Outcome::Apply { interim: false }));
        desk.does("spoc", &case, advise(Advice::Against));
        let acted = desk.does("sergeant", &case, answer(AdviceAnswer::Followed));
        assert_eq!(acted.events, ["decision.advice_answered", "decision.reopened"]);
        assert_eq!(desk.page("alder", &case).decision, "Protection is being considered.");
        desk.does("alder", &case, decide(Outcome::Apply { interim: false }));
        assert!(desk.page("alder", &case).decision.contains("it waits for the stalking SPOC's advice"));
        // An officer who became a SPOC since is the officer there.
        desk.does("inspector", &case, Act::Allocate { officer: Some("birch".to_owned()), team: None, reasons: None });
        let became = Actor { role: Role::Spoc, ..desk.actor("birch").clone() };
        let advises = || desk.app().act(&became, &case, advise(Advice::Agrees));
        assert_eq!(denied(advises()), "policy");
        // And who had it once, by the rule.
        desk.does("inspector", &case, Act::Allocate { officer: Some("alder".to_owned()), team: None, reasons: None });
        assert_eq!(denied(advises()), "advice.OfficerInCase");
        desk.does("spoc2", &case, advise(Advice::Agrees));
        assert_eq!(desk.page("alder", &case).waits, Vec::<String>::new());
    });
}

#[test]
fn a_deferral_names_what_it_waits_for_and_opens_again_when_that_is_settled() {
    on_both(|desk| {
        let case = case(desk, "N/1");
        let until = desk.now().day().plus_days(10);
        let unnamed = decide(Outcome::Deferred { until, awaits: None });
        assert_eq!(denied(desk.tries("alder", &case, unnamed)), "decision.NothingAwaited");
        desk.does("alder", &case, decide(Outcome::Deferred { until, awaits: Some(Awaited::Evidence) }));
        desk.does("spoc", &case, Act::CountersignDecision);
        let page = desk.page("alder", &case);
        assert!(
            page.decision.ends_with("it waits for a statement or evidence from a named source."),
            "{}",
            page.decision
        );
        let waits = page.waits.first().unwrap();
        assert!(waits.contains("(The statement of the neighbour at number nine.)"), "{waits}");
        assert!(
            waits.ends_with("since 10:00 on Wednesday 3 June 2026 and until the end of Saturday 13 June 2026."),
            "{waits}"
        );
        // Whoever may not see words is told what kind of thing, and no more.
        let listed = desk.page("notifier", &case).waits;
        assert!(
            listed
                .first()
                .unwrap()
                .starts_with("The decision waits for a statement or evidence from a named source, since"),
            "{listed:?}"
        );
        let end = |how| Act::EndWaiting { how, words: "She will not give a statement; she is afraid.".to_owned() };
        assert_eq!(denied(desk.tries("legal", &case, end(AwaitedEnd::Arrived))), "policy");
        let acted = desk.does("alder", &case, end(AwaitedEnd::WillNotCome));
        assert_eq!(acted.events, ["decision.awaited_ended", "decision.reopened"]);
        assert_eq!(desk.page("alder", &case).waits, Vec::<String>::new());
        assert_eq!(denied(desk.tries("alder", &case, end(AwaitedEnd::Arrived))), "decision.NotWaiting");
        // One that nothing settles comes back on its day, as before.
        desk.does("alder", &case, decide(Outcome::Deferred { until, awaits: Some(Awaited::Enquiry) }));
        desk.does("spoc", &case, Act::CountersignDecision);
        desk.set(until.plus_days(1).start());
        desk.tick();
        assert_eq!(desk.page("alder", &case).decision, "Protection is being considered.");
    });
}

#[test]
fn a_lower_grade_counts_from_the_second_officers_own_act() {
    on_both(|desk| {
        let case = case(desk, "N/1");
        desk.does("alder", &case, screen(Grade::High));
        assert_eq!(denied(desk.tries("alder", &case, screen(Grade::Medium))), "risk.LoweringNeedsSecondOfficer");
        // Who is asked must be somebody who may review risk on the case.
        assert!(matches!(desk.tries("alder", &case, lower(Grade::Medium, "birch")), Err(Failure::Invalid(_))));
        desk.does("alder", &case, lower(Grade::Medium, "sergeant"));
        let page = desk.page("alder", &case);
        assert_eq!((page.grade, row(desk, &case).grade), (Some(Grade::High), Some(Grade::High)));
        assert_eq!(
            page.waits,
            [
                "A lower grade, medium, waits for a second officer: SERGEANT is asked, since 10:00 on Wednesday 3 June 2026. \
              Until then the higher one counts."
            ]
        );
        assert!(page.next_action.starts_with("Confirm or refuse the lower grade, medium"), "{}", page.next_action);
        // Four hours for the review: the grade that counts is high.
        let review = page.clocks.iter().filter(|clock| clock.code == "PD-02").map(|clock| clock.due.clone());
        assert!(
            review.clone().all(|due| due == "by 14:00 on Wednesday 3 June 2026"),
            "{:?}",
            review.collect::<Vec<_>>()
        );
        for name in ["alder", "responder", "manager"] {
            assert_eq!(denied(desk.tries(name, &case, confirm(WHY))), "policy", "{name}");
        }
        assert_eq!(denied(desk.tries("sergeant", &case, confirm("Agreed."))), "risk.ReasonsTooShort");
        desk.wait(1);
        desk.does("inspector", &case, confirm(WHY));
        let page = desk.page("alder", &case);
        assert_eq!((page.grade, row(desk, &case).grade), (Some(Grade::Medium), Some(Grade::Medium)));
        assert!(page.waits.is_empty());
        let confirmed = page.timeline.iter().find(|item| item.title.starts_with("Lower grade confirmed")).unwrap();
        assert_eq!((confirmed.by.as_str(), confirmed.detail.as_deref()), ("INSPECTOR", Some(WHY)));
        assert_eq!(denied(desk.tries("sergeant", &case, confirm(WHY))), "risk.NoLowering");
        // A refusal leaves the grade; so does something new, which overtakes the question.
        desk.does("alder", &case, lower(Grade::Standard, "sergeant"));
        desk.does("sergeant", &case, Act::RefuseGrade { reasons: WHY.to_owned() });
        assert_eq!(desk.page("alder", &case).grade, Some(Grade::Medium));
        desk.does("alder", &case, lower(Grade::Standard, "sergeant"));
        desk.does("alder", &case, act_at(desk.now()));
        assert_eq!(desk.page("alder", &case).waits, Vec::<String>::new());
        assert_eq!(denied(desk.tries("sergeant", &case, confirm(WHY))), "risk.NoLowering");
    });
}

#[test]
fn an_assessor_who_supervises_is_not_the_second_officer() {
    let desk = Desk::new();
    let case = case(&desk, "N/1");
    desk.does("alder", &case, screen(Grade::High));
    desk.does("spoc", &case, lower(Grade::Medium, "sergeant"));
    assert_eq!(denied(desk.tries("spoc", &case, confirm(WHY))), "risk.SecondOfficerIsAssessor");
    desk.does("spoc2", &case, confirm(WHY));
    assert_eq!(desk.case_column(&case, "grade"), "medium");
}
