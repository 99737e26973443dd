//! Risk screens and their review: every refusal, and how the grade goes.

use crate::support::*;
use domain::case::risk::{RecordScreen, RiskRefusal};
use domain::catalogue::*;
use domain::event::*;
use domain::risk::tools;

fn screen(grade: Grade) -> RecordScreen {
    RecordScreen {
        screen: id(41),
        tool: "S-DASH 2009".to_owned(),
        grade,
        factors: vec![],
        four: four(),
        reasons: id(90),
        reasons_chars: 20,
        second_officer: None,
    }
}
fn refused(story: &Story, screen: RecordScreen) -> Vec<RiskRefusal> {
    let found = story.case().screen_problems(&officer(hour(2)), &screen);
    assert_eq!(story.case().screen_risk(&officer(hour(2)), screen).err().as_ref(), found.first());
    found
}

#[test]
fn a_screen_with_blanks_is_refused_with_every_blank_named() {
    let mut given = screen(Grade::High);
    given.tool = " ".to_owned();
    given.reasons_chars = 19;
    given.four.fixated.acts.push(id(99));
    given.four.unwanted.acts.clear();
    let expected = vec![
        RiskRefusal::NoTool,
        RiskRefusal::ActNotOnCase { letter: "fixated" },
        RiskRefusal::YesWithoutAct { letter: "unwanted" },
        RiskRefusal::ReasonsTooShort { chars: 19 },
    ];
    assert_eq!(refused(&Story::new(), given), expected);
    let blank = || FourAnswer { answer: Answer::NotKnown, acts: vec![] };
    let mut given = screen(Grade::High);
    given.four = Four { fixated: blank(), obsessive: blank(), unwanted: blank(), repeated: blank() };
    assert_eq!(refused(&Story::new(), given), vec![RiskRefusal::FourNotAnswered]);
    assert_eq!(refused(&Story::new(), screen(Grade::Standard)), vec![]);
}

#[test]
fn a_tool_is_one_of_the_list_and_is_kept_as_the_list_spells_it() {
    let with = |tool: &str| RecordScreen { tool: tool.to_owned(), ..screen(Grade::High) };
    // A name must not come into the ledger, and the refusal does not repeat it.
    for strange in ["S-DASH for Jane Example", "S-DASH", "s-dash-2009", tools::IMPORTED] {
        assert_eq!(refused(&Story::new(), with(strange)), vec![RiskRefusal::UnknownTool], "{strange}");
    }
    let words = RiskRefusal::UnknownTool.to_string();
    for tool in tools::ALL {
        assert_eq!(refused(&Story::new(), with(tool)), vec![], "{tool}");
        assert!(words.contains(tool), "{tool}: {words}");
    }
    assert!(!words.contains(tools::IMPORTED), "only an import says it");
    let events = Story::new().case().screen_risk(&officer(hour(2)), with(" s-dash 2009 ")).unwrap();
    let kept =
        events.iter().any(|event| matches!(event, CaseEvent::RiskScreened { tool, .. } if tool == "S-DASH 2009"));
    assert!(kept, "{events:?}");
}

#[test]
fn a_grade_is_lowered_by_two_officers_or_not_at_all() {
    let story = Story::new().then(hour(1), screened(40, Grade::High, &[]));
    let alone = RiskRefusal::LoweringNeedsSecondOfficer { from: Grade::High, to: Grade::Medium };
    assert_eq!(refused(&story, screen(Grade::Medium)), vec![alone]);
    let mut own = screen(Grade::Medium);
    own.second_officer = Some(id(OFFICER));
    assert_eq!(refused(&story, own), vec![RiskRefusal::SecondOfficerIsAssessor]);
    let mut two = screen(Grade::Medium);
    two.second_officer = Some(id(OTHER));
    let lowered = story.clone().all(OFFICER, hour(2), story.case().screen_risk(&officer(hour(2)), two).unwrap()).case();
    assert_eq!(lowered.grade, Some(Grade::Medium));
    let grades: Vec<Grade> = lowered.trajectory.iter().map(|point| point.grade).collect();
    assert_eq!(grades, [Grade::High, Grade::Medium]);
    let imported = story.then(hour(2), screened(42, Grade::Standard, &[])).case();
    assert_eq!(imported.grade, Some(Grade::High), "the highest current grade stays");
}

#[test]
fn a_screen_is_recorded_once() {
    let story = Story::new().then(hour(1), screened(41, Grade::Medium, &[]));
    assert_eq!(refused(&story, screen(Grade::Medium)), vec![RiskRefusal::ScreenAlreadyRecorded]);
}

#[test]
fn a_review_is_a_supervisors_of_anothers_latest_screen_and_never_lowers() {
    let case = Story::new()
        .then(hour(1), screened(40, Grade::Medium, &[]))
        .by(SUPERVISOR, hour(2), screened(41, Grade::Medium, &[]))
        .case();
    let review =
        |who, role, screen, grade| case.review_risk(&actor(who, role, hour(3)), id(screen), grade, id(95)).err();
    let lowers = RiskRefusal::ReviewLowers { from: Grade::Medium, to: Grade::Standard };
    assert_eq!(review(INSPECTOR, Role::Inspector, 41, Grade::High), None);
    assert_eq!(review(INSPECTOR, Role::Inspector, 49, Grade::High), Some(RiskRefusal::ScreenUnknown));
    assert_eq!(review(INSPECTOR, Role::Inspector, 40, Grade::High), Some(RiskRefusal::ScreenReplaced));
    assert_eq!(review(OTHER, Role::Officer, 41, Grade::High), Some(RiskRefusal::NotSupervising));
    assert_eq!(review(SUPERVISOR, Role::Supervisor, 41, Grade::High), Some(RiskRefusal::OwnScreen));
    assert_eq!(review(SPOC, Role::Spoc, 41, Grade::Standard), Some(lowers));
}

#[test]
fn a_closed_case_takes_no_screen() {
    let case = Story::new()
        .then(hour(1), screened(40, Grade::Medium, &[]))
        .by(INSPECTOR, hour(5), CaseEvent::ClosureApproved { reasons: id(93) })
        .case();
    let refusal = Some(RiskRefusal::CaseClosed);
    assert_eq!(case.screen_risk(&officer(hour(6)), screen(Grade::High)).err(), refusal);
    assert_eq!(case.review_risk(&supervisor(hour(6)), id(40), Grade::High, id(95)).err(), refusal);
}
