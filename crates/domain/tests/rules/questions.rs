//! Sets of questions, completed screens and training: what is refused, what is asked, and that no answer makes a grade.

use crate::support::*;
use domain::case::next::{NextAction, next_action};
use domain::case::risk::{RecordScreen, RiskRefusal, training_seen};
use domain::case::state::Asked;
use domain::catalogue::*;
use domain::event::*;
use domain::risk::questions::*;
use domain::risk::training::{self, Share, Trained, Training};
use domain::time::Moment;
use proptest::prelude::*;

fn question(code: &str, kind: Kind) -> Question {
    Question {
        code: code.to_owned(),
        section: "Part".to_owned(),
        text: format!("What of {code}?"),
        help: String::new(),
        kind,
        choices: vec![],
        lowest: None,
        highest: None,
        factor: None,
        four: None,
        view: None,
        required: true,
    }
}

fn graded(code: &str, view: View) -> Question {
    let choices =
        Grade::ALL.iter().map(|grade| Choice { code: grade.code().to_owned(), text: grade.label().to_owned() });
    Question { choices: choices.collect(), view: Some(view), ..question(code, Kind::Choice) }
}

/// A small set with a question of each kind.
fn set() -> QuestionSet {
    QuestionSet {
        code: "north".to_owned(),
        version: 2,
        title: "North".to_owned(),
        edition: "Second".to_owned(),
        authority: "The force".to_owned(),
        licence: "Own words".to_owned(),
        tool: None,
        questions: vec![
            Question { factor: Some(RiskFactor::Threats), ..question("threats", Kind::YesNo) },
            Question { factor: Some(RiskFactor::Children), required: false, ..question("children", Kind::YesNo) },
            Question { four: Some(Letter::Fixated), ..question("fixated", Kind::YesNo) },
            Question { lowest: Some(0), highest: Some(10), ..question("nights", Kind::Scale) },
            graded("her_view", View::PersonAtRisk),
            graded("own_view", View::Assessor),
            Question { required: false, ..question("words", Kind::Words) },
        ],
    }
}

fn typed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect()
}

fn full(threats: &str, her_view: &str) -> Vec<(String, String)> {
    typed(&[
        ("threats", threats),
        ("fixated", "yes"),
        ("nights", "3"),
        ("her_view", her_view),
        ("own_view", "standard"),
        ("words", "She moved the bed."),
    ])
}

#[test]
fn every_blank_and_every_answer_that_is_none_is_named() {
    let told = |typed: &[(String, String)]| -> Vec<String> {
        set().read(typed).unwrap_err().iter().map(ToString::to_string).collect()
    };
    let blank = |code: &str| format!("'{code}' is not answered: What of {code}?");
    let expected = ["threats", "fixated", "nights", "her_view", "own_view"].map(blank);
    assert_eq!(told(&[]), expected);
    assert_eq!(told(&typed(&[("threats", "  ")])), expected, "a space is a blank");
    let mut strange = full("perhaps", "dire");
    strange[2].1 = "11".to_owned();
    strange.push(("surname".to_owned(), "Quillfeather".to_owned()));
    strange.push(("fixated".to_owned(), "no".to_owned()));
    let found = told(&strange);
    let not_one = |code: &str, known: &str| format!("the answer to '{code}' is none of: {known}");
    let expected = [
        "an answer is given to a question that north version 2 does not have".to_owned(),
        not_one("threats", "yes, no, not_known"),
        "'fixated' is answered twice".to_owned(),
        not_one("nights", "a whole number from 0 to 10"),
        not_one("her_view", "standard, medium, high"),
    ];
    assert_eq!(found, expected);
    assert!(!found.iter().any(|problem| problem.contains("Quillfeather")), "what was typed is not repeated");
}

#[test]
fn answers_name_dangers_and_four_and_keep_the_order_of_the_set() {
    let mut given = full("yes", "standard");
    given.reverse();
    let answers = set().read(&given).unwrap();
    let codes: Vec<&str> = answers.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["threats", "fixated", "nights", "her_view", "own_view", "words"]);
    assert_eq!(answers[2].1, Given::Rated(3));
    assert_eq!(set().factors(&answers), [RiskFactor::Threats]);
    assert_eq!(set().factors(&set().read(&full("not_known", "standard")).unwrap()), [], "not known is no yes");
    assert_eq!(set().four(&answers, four()).fixated.answer, Answer::Yes);
    let mut said = four();
    said.fixated.answer = Answer::No;
    assert_eq!(set().four(&answers, said).fixated.answer, Answer::No, "what was answered beside the set stands");
}

#[test]
fn what_speaks_against_a_grade_is_asked_and_a_near_miss_is_not() {
    let against = |threats: &str, her_view: &str, grade| {
        let answers = set().read(&full(threats, her_view)).unwrap();
        set().against(&answers, &set().factors(&answers), grade)
    };
    assert_eq!(against("yes", "high", Grade::Standard), [Against::Danger, Against::HerView]);
    assert_eq!(against("no", "medium", Grade::Standard), [Against::HerView]);
    assert_eq!(against("not_known", "standard", Grade::Standard), []);
    assert_eq!(against("yes", "medium", Grade::Medium), [], "a danger beside a medium grade is no contradiction");
}

/// What makes a set one that cannot be adopted.
type Change = fn(&mut QuestionSet);

#[test]
fn a_set_that_cannot_be_adopted_says_why() {
    assert_eq!(set().problems(), Vec::<String>::new());
    let broken = |change: Change| {
        let mut set = set();
        change(&mut set);
        set.problems().join("\n")
    };
    let expected: [(Change, &str); 9] = [
        (|set| set.code = "Jane Example".to_owned(), "the set's code is not of"),
        (|set| set.version = 0, "starts at 1"),
        (|set| set.licence = " ".to_owned(), "the licence says nothing"),
        (|set| set.tool = Some("S-DASH for Jane".to_owned()), "the tool is not a known one"),
        (|set| set.questions[1].code = "threats".to_owned(), "question 2: the code is taken"),
        (|set| set.questions[3].highest = Some(0), "question 4: a scale needs lowest below highest"),
        (|set| set.questions[3].factor = Some(RiskFactor::Weapons), "nothing is worked out from a number"),
        (|set| set.questions[4].view = None, "view = \"person_at_risk\""),
        (|set| set.questions[5].required = false, "view = \"assessor\""),
    ];
    for (change, says) in expected {
        let found = broken(change);
        assert!(found.contains(says), "{says}: {found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}

fn record(grade: Grade, factors: Vec<RiskFactor>) -> RecordScreen {
    RecordScreen {
        screen: id(41),
        tool: set().tool().to_owned(),
        grade,
        factors,
        four: four(),
        reasons: id(90),
        reasons_chars: 60,
        second_officer: None,
    }
}

/// A reply as an event holds it.
fn replies(answers: &Answers) -> Vec<Answered> {
    let reply = |given: &Given| match given {
        Given::Said(answer) => Reply::Said(*answer),
        Given::Chose(code) => Reply::Chose(code.clone()),
        Given::Rated(number) => Reply::Rated(*number),
        Given::Told(_) => Reply::Told(id(91)),
    };
    answers.iter().map(|(question, given)| Answered { question: question.clone(), reply: reply(given) }).collect()
}

proptest! {
    /// No score: whatever is answered, the grade is what the assessor says, and what is asked about it changes nothing.
    #[test]
    fn the_grade_is_only_what_the_assessor_says(
        threats in prop::sample::select(vec!["yes", "no", "not_known"]), children in prop::sample::select(vec!["yes", "no", "not_known", ""]),
        nights in 0..=10i64, her in prop::sample::select(Grade::ALL.to_vec()), own in prop::sample::select(Grade::ALL.to_vec()),
        grade in prop::sample::select(Grade::ALL.to_vec()),
    ) {
        let given = typed(&[
            ("threats", threats), ("children", children), ("fixated", "no"), ("nights", &nights.to_string()),
            ("her_view", her.code()), ("own_view", own.code()),
        ]);
        let answers = set().read(&given).unwrap();
        let factors = set().factors(&answers);
        let asked = Asked { set: "north".to_owned(), version: 2, answers: replies(&answers) };
        let story = Story::new();
        let events = story.case().screen_by_questions(&officer(hour(2)), record(grade, factors.clone()), asked.clone()).unwrap();
        let case = story.all(OFFICER, hour(2), events).case();
        prop_assert_eq!(case.grade, Some(grade));
        let screen = case.latest_screen().unwrap();
        prop_assert_eq!((screen.grade, &screen.factors, screen.asked.as_ref()), (grade, &factors, Some(&asked)));
        let _ = set().against(&answers, &factors, grade);
        prop_assert_eq!(case.grade, Some(grade));
    }
}

#[test]
fn a_screen_by_questions_needs_reasons_like_any_other() {
    let mut short = record(Grade::High, vec![]);
    short.reasons_chars = 3;
    let asked = Asked { set: "north".to_owned(), version: 2, answers: vec![] };
    let refused = Story::new().case().screen_by_questions(&officer(hour(2)), short, asked);
    assert_eq!(refused, Err(RiskRefusal::ReasonsTooShort { chars: 3 }));
}

fn tuesday(days: i64) -> domain::time::Day {
    "2026-06-02".parse::<domain::time::Day>().unwrap().plus_days(days)
}

#[test]
fn training_holds_from_its_first_day_to_its_last_and_nothing_recorded_is_not_known() {
    let held = Trained::Between { from: tuesday(0), until: tuesday(10) };
    let known = |records: &[Trained], days| training::on(tuesday(days), records);
    assert_eq!(known(&[], 0), None);
    assert_eq!(known(&[Trained::Never], 0), Some(Training::Untrained));
    for (days, expected) in
        [(-1, Training::Untrained), (0, Training::Trained), (10, Training::Trained), (11, Training::Untrained)]
    {
        assert_eq!(known(&[held], days), Some(expected), "day {days}");
    }
    let again = Trained::Between { from: tuesday(20), until: tuesday(30) };
    assert_eq!(known(&[Trained::Never, held, again], 25), Some(Training::Trained));
    assert_eq!(known(&[held, again], 15), Some(Training::Untrained));
    let mut share = Share::default();
    for (found, times) in [(Some(Training::Trained), 3), (Some(Training::Untrained), 1), (None, 6)] {
        (0..times).for_each(|_| share.count(found));
    }
    assert_eq!((share.trained, share.untrained, share.not_known, share.known(), share.all()), (3, 1, 6, 4, 10));
}

#[test]
fn an_untrained_screen_asks_for_trained_eyes_until_they_have_looked() {
    let seen = |by: &domain::case::Actor, training| training_seen(by, id(40), Some(training));
    let at: fn(i64) -> Moment = hour;
    let screened = Story::new()
        .then(at(1), CaseEvent::Allocated { officer: Some(id(OFFICER)), team: "North".to_owned(), reasons: None })
        .all(OFFICER, at(2), vec![screened(40, Grade::High, &[])]);
    assert_eq!(training_seen(&officer(at(2)), id(40), None), None, "nothing recorded is not a no");
    assert_eq!(next_action(&screened.case(), at(3)), NextAction::ReviewRisk);
    let untrained =
        screened.clone().all(OFFICER, at(2), seen(&officer(at(2)), Training::Untrained).into_iter().collect());
    assert_eq!(next_action(&untrained.case(), at(3)), NextAction::TrainedReview);
    let reviewed = CaseEvent::RiskReviewed { screen: id(40), grade: Grade::High, reasons: id(95) };
    let looked = untrained.clone().all(SUPERVISOR, at(3), vec![reviewed.clone()]);
    assert_eq!(
        next_action(&looked.case(), at(4)),
        NextAction::TrainedReview,
        "a review by whoever is not answers nothing"
    );
    let eyes = seen(&supervisor(at(3)), Training::Trained).unwrap();
    let done = untrained.all(SUPERVISOR, at(3), vec![reviewed, eyes]).case();
    assert_ne!(next_action(&done, at(4)), NextAction::TrainedReview);
    assert_eq!(done.latest_screen().unwrap().training, Some(Training::Untrained), "the mark stays");
    let trained = screened.all(OFFICER, at(2), seen(&officer(at(2)), Training::Trained).into_iter().collect());
    assert_eq!(next_action(&trained.case(), at(3)), NextAction::ReviewRisk);
}
