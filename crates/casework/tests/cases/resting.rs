//! The acts that answers rest on, on both databases: named by number, by report or by id, refused by name, shown with what
//! became of them since.

use crate::support::*;
use casework::Failure;
use casework::Quoted;
use casework::cases::act::{Act, Acted, AnswerGiven, FourGiven, SheetGiven};
use casework::views::CasePage;
use domain::catalogue::*;
use domain::event::Outcome;

const WHY: &str = "The caller rang back and put it right; her statement has it so.";

fn on_both(story: fn(&Desk)) {
    story(&Desk::new());
    story(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}
fn yes(acts: &[&str]) -> AnswerGiven {
    AnswerGiven { answer: Answer::Yes, acts: acts.iter().copied().map(Quoted::new).collect() }
}
fn screened(unwanted: &[&str], repeated: &[&str]) -> Act {
    match screen(Grade::Medium) {
        Act::ScreenRisk { tool, grade, factors, four, reasons, second_officer, set, answers } => {
            let four = FourGiven { unwanted: yes(unwanted), repeated: yes(repeated), ..four };
            Act::ScreenRisk { tool, grade, factors, four, reasons, second_officer, set, answers }
        }
        other => other,
    }
}
fn strike(act: &str) -> Act {
    Act::StrikeAct { act: act.to_owned(), because: StrikeCause::Duplicate, reasons: WHY.to_owned() }
}
fn corrected(act: &str) -> Act {
    Act::CorrectAct {
        act: act.to_owned(),
        behaviour: Some(Behaviour::A5),
        occurred_at: None,
        precision: None,
        because: CorrectionCause::BetterInformation,
        narrative: WHY.to_owned(),
    }
}
fn problems(outcome: Result<Acted, Failure>) -> Vec<(String, String)> {
    match outcome {
        Err(Failure::Invalid(problems)) => {
            problems.into_iter().map(|problem| (problem.field.to_string(), problem.words.to_string())).collect()
        }
        _ => Vec::new(),
    }
}
fn rests(lines: &[(String, String)], label: &str) -> String {
    lines.iter().find(|(of, _)| of.starts_with(label)).map(|(_, words)| words.clone()).unwrap_or_default()
}
fn four(page: &CasePage, letter: &str) -> String {
    page.screens.first().map(|screen| rests(&screen.four, letter)).unwrap_or_default()
}
/// A case with four acts: that of its report, and three more.
fn opened(desk: &Desk) -> String {
    let case = desk.import_one("spoc", shaw("N/1"));
    for _ in 0..3 {
        desk.wait(1);
        desk.does("alder", &case, act_at(desk.now()));
    }
    case
}

#[test]
fn acts_have_numbers_and_answers_name_them() {
    on_both(|desk| {
        let case = opened(desk);
        let page = desk.page("alder", &case);
        assert_eq!(page.acts.iter().map(|act| act.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!(page.acts[0].report.as_deref(), Some("N/1"));
        let third = page.acts[2].id.clone();
        // By number, by report, by id; what is named twice counts once.
        let acted = desk.does("alder", &case, screened(&["N/1", "1", &third], &["2", "4"]));
        assert!(acted.warnings.iter().all(|said| !said.contains("every act")), "{:?}", acted.warnings);
        let page = desk.page("alder", &case);
        assert_eq!(
            (four(&page, "Unwanted"), four(&page, "Repeated")),
            ("yes: acts 1, 3".into(), "yes: acts 2, 4".into())
        );
        // Left out, a yes rests on all, and says so.
        let acted = desk.does("alder", &case, screened(&[], &["2"]));
        assert!(acted.warnings.iter().any(|said| said.contains("rests on every act of the case")));
        let page = desk.page("alder", &case);
        assert_eq!(
            (four(&page, "Unwanted"), four(&page, "Repeated")),
            ("yes: acts 1 to 4".into(), "yes: act 2".into())
        );
        assert_eq!(four(&page, "Fixated"), "not known");
    });
}

#[test]
fn an_act_that_is_not_there_or_was_withdrawn_is_refused_by_name_and_on_record() {
    on_both(|desk| {
        let case = opened(desk);
        desk.does("sergeant", &case, strike("3"));
        let found = problems(desk.tries("alder", &case, screened(&["9", "N/77"], &["1", "3"])));
        let expected = [("unwanted", "act '9' is not on this case"), ("unwanted", "act 'N/77' is not on this case")];
        for (place, (field, words)) in expected.iter().enumerate() {
            assert_eq!(found[place].0, *field);
            assert!(found[place].1.starts_with(words), "{found:?}");
        }
        assert_eq!(found[2].0, "repeated");
        assert_eq!(found[2].1, "act '3' was withdrawn from the count: it was recorded twice");
        let entry = desk.last_entry().to_string();
        assert!(entry.contains("unwanted:unknown") && entry.contains("repeated:unfit"), "{entry}");
        assert!(!entry.contains("N/77"), "what was typed stands in the ledger");
        let sheet = SheetGiven { risk: yes(&["3"]), ..worksheet() };
        let decision = match decide(Outcome::Apply { interim: false }) {
            Act::RecordDecision { outcome, narrative, awaited, backed, .. } => {
                Act::RecordDecision { worksheet: sheet, outcome, narrative, awaited, backed }
            }
            other => other,
        };
        assert_eq!(problems(desk.tries("alder", &case, decision))[0].0, "risk");
    });
}

#[test]
fn what_becomes_of_an_act_is_shown_on_what_rests_on_it_and_opens_only_that() {
    on_both(|desk| {
        let case = opened(desk);
        desk.does("alder", &case, screened(&["1", "2"], &["1", "2"]));
        let sheet = SheetGiven { acts: yes(&["1", "2", "4"]), risk: yes(&["4"]), ..worksheet() };
        let decision = match not_apply(desk.now().day().plus_days(20)) {
            Act::RecordDecision { outcome, narrative, awaited, backed, .. } => {
                Act::RecordDecision { worksheet: sheet, outcome, narrative, awaited, backed }
            }
            other => other,
        };
        desk.does("alder", &case, decision);
        desk.does("spoc", &case, Act::CountersignDecision);
        let page = desk.page("alder", &case);
        assert_eq!(rests(&page.rests, "(a)"), "yes: acts 1, 2, 4");
        assert_eq!(
            (rests(&page.rests, "(b)"), rests(&page.rests, "(c)")),
            ("yes: act 4".into(), "yes: acts 1 to 4".into())
        );
        assert_eq!(rests(&page.rests, "Ground"), Ground::Resides.label());
        // Told otherwise without more danger: both stand and say so.
        let acted = desk.does("alder", &case, corrected("2"));
        assert_eq!(acted.events, ["act.corrected"]);
        let page = desk.page("alder", &case);
        assert_eq!(four(&page, "Unwanted"), "yes: acts 1, 2 (told otherwise since)");
        assert_eq!(rests(&page.rests, "(a)"), "yes: acts 1, 2 (told otherwise since), 4");
        assert!(page.acts[1].state.starts_with("counts; told otherwise since"), "{}", page.acts[1].state);
        // The screen rests on none of what is withdrawn, the decision does.
        let acted = desk.does("sergeant", &case, strike("4"));
        assert_eq!(acted.events, ["act.struck", "decision.reopened"]);
        let page = desk.page("alder", &case);
        assert_eq!(page.acts[3].state, "withdrawn from the count: it was recorded twice");
        assert!(page.rests.is_empty(), "no decision stands: {:?}", page.rests);
        let acted = desk.does("sergeant", &case, strike("2"));
        assert_eq!(acted.events, ["act.struck", "risk.reopened"]);
        assert_eq!(four(&desk.page("alder", &case), "Repeated"), "yes: acts 1, 2 (withdrawn since)");
    });
}
