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
    let asked = story.clone().all(OFFICER, hour(2), story.case().screen_risk(&officer(hour(2)), two).unwrap());
    assert_eq!(asked.case().grade, Some(Grade::High), "naming a second officer lowers nothing");
    let confirmed = asked.case().confirm_lowering(&supervisor(hour(3)), id(95), 20).unwrap();
    let lowered = asked.all(SUPERVISOR, hour(3), confirmed).case();
    assert_eq!((lowered.grade, lowered.lowering), (Some(Grade::Medium), None));
    let grades: Vec<(Grade, domain::time::Moment)> =
        lowered.trajectory.iter().map(|point| (point.grade, point.at)).collect();
    assert_eq!(grades, [(Grade::High, hour(1)), (Grade::High, hour(2)), (Grade::Medium, hour(3))]);
    let imported = story.then(hour(2), screened(42, Grade::Standard, &[])).case();
    assert_eq!(imported.grade, Some(Grade::High), "the highest current grade stays");
}

/// A grade of high, and a screen of standard that asks for a second officer.
fn waiting() -> Story {
    Story::new()
        .then(hour(1), screened(40, Grade::High, &[]))
        .then(hour(2), screened_asking(41, Grade::Standard, SUPERVISOR))
}

#[test]
fn a_lower_grade_waits_for_a_second_officer_who_did_not_assess() {
    let case = waiting().case();
    assert_eq!(case.lowering.map(|lowering| (lowering.asked, lowering.since)), Some((id(SUPERVISOR), hour(2))));
    let confirm = |who, role, chars| case.confirm_lowering(&actor(who, role, hour(3)), id(95), chars).err();
    let refuse = |who, role, chars| case.refuse_lowering(&actor(who, role, hour(3)), id(95), chars).err();
    let expected = [
        (OFFICER, Role::Supervisor, 20, Some(RiskRefusal::SecondOfficerIsAssessor)),
        (OTHER, Role::Officer, 20, Some(RiskRefusal::NotSecondOfficer)),
        (SUPERVISOR, Role::Supervisor, 19, Some(RiskRefusal::ReasonsTooShort { chars: 19 })),
        (SUPERVISOR, Role::Supervisor, 20, None),
        // Whoever is asked may be away: another who may review risk does as well.
        (SPOC, Role::Spoc, 20, None),
    ];
    for (who, role, chars, refusal) in expected {
        assert_eq!(confirm(who, role, chars), refusal);
        assert_eq!(refuse(who, role, chars), refusal);
    }
    let nothing = Story::new().then(hour(1), screened(40, Grade::High, &[])).case();
    assert_eq!(nothing.confirm_lowering(&supervisor(hour(3)), id(95), 20).err(), Some(RiskRefusal::NoLowering));
}

#[test]
fn until_it_is_confirmed_the_higher_grade_counts_everywhere() {
    let story = waiting();
    let case = story.case();
    assert_eq!(case.grade, Some(Grade::High));
    assert_eq!(case.needs_inspector(), Some("the grade is high"));
    let gate = |case: &domain::case::Case| {
        let gates = case.gates(hour(3));
        let risk = gates.iter().find(|gate| gate.code == "risk").unwrap().state.clone();
        format!("{risk:?}")
    };
    assert!(gate(&case).contains("a lower grade waits for a second officer"), "{}", gate(&case));
    let confirmed =
        story.clone().all(SUPERVISOR, hour(3), case.confirm_lowering(&supervisor(hour(3)), id(95), 20).unwrap());
    assert_eq!((confirmed.case().grade, confirmed.case().needs_inspector()), (Some(Grade::Standard), None));
    assert!(gate(&confirmed.case()).contains("no supervisor has reviewed"), "{}", gate(&confirmed.case()));
    let refused =
        story.all(SUPERVISOR, hour(3), case.refuse_lowering(&supervisor(hour(3)), id(95), 20).unwrap()).case();
    assert_eq!((refused.grade, refused.lowering), (Some(Grade::High), None));
}

#[test]
fn a_lower_grade_is_overtaken_by_what_is_new_by_a_review_and_by_a_later_screen() {
    let reviewed = CaseEvent::RiskReviewed { screen: id(41), grade: Grade::High, reasons: id(95) };
    let new = CaseEvent::RiskReopened { because: ReopenCause::NewAct };
    for (event, grade) in [(reviewed, Grade::High), (new, Grade::High), (screened(42, Grade::High, &[]), Grade::High)] {
        let case = waiting().by(OTHER, hour(3), event).case();
        assert_eq!((case.grade, case.lowering), (Some(grade), None));
        assert_eq!(case.confirm_lowering(&supervisor(hour(4)), id(95), 20).err(), Some(RiskRefusal::NoLowering));
    }
    // A screen that lowers nothing leaves nothing to confirm, whoever is named on it.
    let higher = Story::new()
        .then(hour(1), screened(40, Grade::Standard, &[]))
        .then(hour(2), screened_asking(41, Grade::High, SUPERVISOR));
    assert_eq!((higher.case().grade, higher.case().lowering), (Some(Grade::High), None));
    // An import that tells a lower grade asks nobody.
    let imported =
        Story::new().then(hour(1), screened(40, Grade::High, &[])).then(hour(2), screened(41, Grade::Standard, &[]));
    assert_eq!((imported.case().grade, imported.case().lowering), (Some(Grade::High), None));
}

#[test]
fn a_stored_screen_that_names_its_second_officer_lowers_the_grade_as_it_did() {
    let stored = r#"{"code":"risk.screened","screen":"00000000-0000-7000-8000-000000000041","tool":"sst","grade":"standard","factors":[],"four":{"fixated":{"answer":"no","acts":[]},"obsessive":{"answer":"no","acts":[]},"unwanted":{"answer":"no","acts":[]},"repeated":{"answer":"no","acts":[]}},"reasons":"00000000-0000-7000-8000-000000000091","second_officer":"00000000-0000-7000-8000-000000000005"}"#;
    let story =
        Story::new().then(hour(1), screened(40, Grade::High, &[])).then(hour(2), serde_json::from_str(stored).unwrap());
    assert_eq!((story.case().grade, story.case().lowering), (Some(Grade::Standard), None));
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
    let waited = waiting().by(INSPECTOR, hour(5), CaseEvent::ClosureApproved { reasons: id(93) }).case();
    assert_eq!(waited.confirm_lowering(&supervisor(hour(6)), id(95), 20).err(), refusal);
}
