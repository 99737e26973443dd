//! Risk screens by the force's own questions: adopted, asked, completed, shown, and counted by training, on both databases.

use crate::support::*;
use casework::Failure;
use casework::cases::act::{Act, AnswerGiven, FourGiven};
use casework::screens::sets::shipped;
use domain::catalogue::*;

/// A force's own set, in two versions that word one question differently.
fn own(version: u32, asks: &str) -> String {
    format!(
        r#"
code = "north"
version = {version}
title = "North's questions"
edition = "edition {version}"
authority = "The force"
licence = "The force's own words"
[[question]]
code = "threats"
section = "Dangers"
text = "{asks}"
kind = "yes_no"
factor = "threats"
required = true
[[question]]
code = "nights"
section = "Dangers"
text = "How many nights a week?"
kind = "scale"
lowest = 0
highest = 7
[[question]]
code = "her_view"
section = "Views"
text = "How great does she say it is?"
kind = "choice"
choice = [{{ code = "standard", text = "small" }}, {{ code = "high", text = "great" }}]
view = "person_at_risk"
required = true
[[question]]
code = "assessor_view"
section = "Views"
text = "What do you see?"
kind = "words"
view = "assessor"
required = true
"#
    )
}

fn ask(grade: Grade, set: Option<&str>, answers: &[(&str, &str)]) -> Act {
    let unknown = || AnswerGiven::from(Answer::NotKnown);
    Act::ScreenRisk {
        tool: String::new(),
        grade,
        factors: Vec::new(),
        four: FourGiven {
            unwanted: AnswerGiven::from(Answer::Yes),
            fixated: unknown(),
            obsessive: unknown(),
            repeated: unknown(),
        },
        reasons: "Set out from what she told us on the phone today, and from the log.".to_owned(),
        second_officer: None,
        set: set.map(str::to_owned),
        answers: answers.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect(),
    }
}

const FULL: &[(&str, &str)] =
    &[("threats", "yes"), ("nights", "4"), ("her_view", "high"), ("assessor_view", "He waits by the gate.")];

fn problem(outcome: Result<impl std::fmt::Debug, Failure>) -> String {
    outcome.unwrap_err().to_string()
}

fn on_both(check: fn(&Desk)) {
    check(&Desk::new());
    check(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}

/// A case of the officer alder.
fn case(desk: &Desk) -> String {
    desk.import_one("spoc", shaw("N/1"))
}

#[test]
fn a_version_is_adopted_once_and_a_later_one_replaces_it_from_its_day() {
    on_both(|desk| {
        let today = desk.now().day();
        let adopt =
            |name: &str, text: &str, days| desk.app().adopt_questions(desk.actor(name), text, today.plus_days(days));
        assert!(
            matches!(adopt("alder", &own(1, "Threats?"), 0), Err(Failure::Refused(refusal)) if refusal.code == "policy")
        );
        adopt("spoc", &own(1, "Threats?"), 0).unwrap();
        assert!(desk.entries().iter().any(|entry| entry["rows"][0]["table"] == "question_sets"));
        assert!(problem(adopt("spoc", &own(1, "Other words?"), 1)).contains("never changed"));
        assert!(problem(adopt("spoc", &own(2, "Threats?"), -1)).contains("past"));
        adopt("inspector", &own(3, "Any threats at all?"), 7).unwrap();
        assert!(problem(adopt("spoc", &own(2, "Threats?"), 9)).contains("older"));
        assert!(problem(adopt("spoc", &own(4, "Threats?"), 6)).contains("before the day"));
        let states = || {
            let sets = desk.app().question_sets(desk.actor("alder")).unwrap();
            sets.iter().map(|set| format!("{} {} {}", set.code, set.version, set.state)).collect::<Vec<_>>()
        };
        let ships = "neutral 1 ships with Holdfast; not adopted";
        assert_eq!(states(), ["north 1 asked now", "north 3 adopted, from Wednesday 10 June 2026", ships]);
        desk.wait(24 * 7);
        assert_eq!(states(), ["north 1 replaced by a later version", "north 3 asked now", ships]);
        adopt("spoc", shipped("neutral").unwrap(), 7).unwrap();
        assert_eq!(
            desk.app().question_set(desk.actor("alder"), "north", Some(1)).unwrap().questions[0].text,
            "Threats?"
        );
        assert_eq!(desk.app().question_set(desk.actor("alder"), "north", None).unwrap().set.version, 3);
        // The other force has none of it.
        assert_eq!(desk.app().question_sets(desk.actor("oak")).unwrap().len(), 1);
        assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
    });
}

#[test]
fn a_screen_is_refused_with_every_blank_named_and_is_shown_as_its_version_asks() {
    on_both(|desk| {
        let case = case(desk);
        let day = desk.now().day();
        desk.app().adopt_questions(desk.actor("spoc"), &own(1, "Threats?"), day).unwrap();
        let Err(Failure::Refused(refusal)) = desk.tries("alder", &case, ask(Grade::High, None, &[("nights", "9")]))
        else {
            panic!("a screen with blanks was taken");
        };
        assert_eq!(refusal.code, "risk.Answer");
        let expected = [
            "'threats' is not answered: Threats?",
            "the answer to 'nights' is none of: a whole number from 0 to 7",
            "'her_view' is not answered: How great does she say it is?",
            "'assessor_view' is not answered: What do you see?",
        ];
        assert_eq!(refusal.lines, expected);
        assert_eq!(desk.count(&case, "risk.screened"), 0);
        let done = desk.does("alder", &case, ask(Grade::Standard, None, FULL));
        let said = done.warnings.join("\n");
        assert!(said.contains("RF-09") && said.contains("sees her own risk as higher"), "{said}");
        assert_eq!(desk.case_column(&case, "grade"), "standard", "no answer makes a grade");
        assert_eq!(desk.case_column(&case, "flag"), "RF-09");
        // What was asked then stays as it was asked, and words stay out of the ledger.
        desk.wait(24);
        desk.app().adopt_questions(desk.actor("spoc"), &own(2, "Any threats at all?"), desk.now().day()).unwrap();
        let page = desk.page("alder", &case);
        let told: Vec<String> =
            page.screens[0].answers.iter().map(|given| format!("{} {}", given.question, given.answer)).collect();
        let expected = [
            "Threats? yes",
            "How many nights a week? 4 (from 0 to 7)",
            "How great does she say it is? great",
            "What do you see? He waits by the gate.",
        ];
        assert_eq!(told, expected);
        assert!(page.screens[0].set.as_ref().unwrap().contains("version 1"), "{:?}", page.screens[0].set);
        assert_eq!(page.screens[0].training.as_deref(), Some("training not known"));
        desk.does("alder", &case, ask(Grade::High, Some("north"), FULL));
        let page = desk.page("alder", &case);
        assert_eq!(page.screens[0].answers[0].question, "Any threats at all?");
        assert_eq!((page.grade, page.screens.len(), page.trajectory.len()), (Some(Grade::High), 2, 2));
        assert!(desk.entries().iter().all(|entry| !entry.to_string().contains("by the gate")));
        assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
    });
}

#[test]
fn a_force_without_a_set_screens_as_before_and_a_named_tool_stands_beside_one() {
    on_both(|desk| {
        let case = case(desk);
        desk.does("alder", &case, ask(Grade::Medium, None, &[]));
        let page = desk.page("alder", &case);
        assert_eq!((page.screens[0].tool.as_str(), page.screens[0].set.as_deref()), ("neutral question set 1", None));
        assert!(problem(desk.tries("alder", &case, ask(Grade::High, None, FULL))).contains("belong to no set"));
        assert!(problem(desk.tries("alder", &case, ask(Grade::High, Some("north"), FULL))).contains("is no set"));
        desk.app().adopt_questions(desk.actor("spoc"), &own(1, "Threats?"), desk.now().day()).unwrap();
        desk.does("alder", &case, screen(Grade::High));
        assert_eq!(desk.page("alder", &case).screens[0].tool, "S-DASH 2009");
        assert_eq!(desk.count(&case, "risk.answered"), 0);
    });
}

#[test]
fn a_screen_by_untrained_staff_is_taken_marked_and_counted() {
    on_both(|desk| {
        let case = case(desk);
        let day = desk.now().day();
        desk.app().adopt_questions(desk.actor("spoc"), &own(1, "Threats?"), day).unwrap();
        let train = |name: &str, days| desk.app().record_training(desk.actor("administrator"), name, "north", days);
        train("alder", Some((day.plus_days(-400), day.plus_days(-1)))).unwrap();
        train("sergeant", Some((day, day.plus_days(365)))).unwrap();
        let share = || {
            let share = desk.app().training_share(desk.actor("analyst"), day, desk.now().day()).unwrap();
            (share.all.trained, share.all.untrained, share.all.not_known, share.imported)
        };
        // Nothing is recorded of the responder, and the training of the officer lapsed yesterday.
        desk.does("responder", &case, ask(Grade::High, None, FULL));
        assert_eq!(desk.page("alder", &case).screens[0].training.as_deref(), Some("training not known"));
        assert_eq!(share(), (0, 0, 1, 0));
        let done = desk.does("alder", &case, ask(Grade::High, None, FULL));
        assert!(done.events.contains(&"risk.training_seen".to_owned()), "{:?}", done.events);
        let page = desk.page("alder", &case);
        assert_eq!(page.screens[0].training.as_deref(), Some("by untrained staff"));
        assert!(
            page.screens[0].finding.is_some() && page.next_action.contains("trained in it"),
            "{}",
            page.next_action
        );
        assert_eq!(share(), (0, 1, 1, 0));
        let review =
            || Act::ReviewRisk { grade: Grade::High, reasons: "Read with the log; the grade is right.".to_owned() };
        desk.does("inspector", &case, review());
        assert!(desk.page("alder", &case).screens[0].finding.is_some(), "of the inspector nothing is recorded");
        desk.does("sergeant", &case, review());
        let page = desk.page("alder", &case);
        assert_eq!(page.screens[0].finding, None);
        assert!(page.screens[0].review.as_ref().unwrap().contains("by trained staff"));
        // A wrong last day is put right by saying it again; then the count follows, and the mark of that day stays.
        train("alder", Some((day.plus_days(-400), day.plus_days(30)))).unwrap();
        assert_eq!(share(), (1, 0, 1, 0));
        assert_eq!(desk.page("alder", &case).screens[0].training.as_deref(), Some("by untrained staff"));
        train("responder", None).unwrap();
        assert_eq!(share(), (1, 1, 0, 0));
        let teams = desk.app().training_share(desk.actor("spoc"), day, day).unwrap().teams;
        let told: Vec<_> = teams.iter().map(|(team, share)| (team.as_str(), share.trained, share.known())).collect();
        assert_eq!(told, [("harbour", 1, 1), ("response", 0, 1)]);
        let lines = desk.app().trainings(desk.actor("spoc")).unwrap();
        let mut told: Vec<_> = lines.iter().map(|line| format!("{} {}", line.name, line.state)).collect();
        told.sort();
        assert_eq!(told, ["alder trained", "responder not trained", "sergeant trained"]);
        assert!(
            problem(desk.app().record_training(desk.actor("spoc"), "oak", "north", None))
                .contains("not known in this force")
        );
        assert_eq!(desk.app().training_share(desk.actor("southspoc"), day, day).unwrap().all.all(), 0);
        assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
    });
}
