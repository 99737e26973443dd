//! Acts have numbers that stay: through corrections, withdrawals, and reports that go and come back.

use crate::support::*;
use domain::case::correction::CorrectAct;
use domain::catalogue::*;
use domain::event::*;

fn number(story: &Story, act: u16) -> Option<u32> {
    story.case().act_number(id(act))
}

#[test]
fn an_act_keeps_its_number_whatever_becomes_of_it() {
    let story = Story::new().then(hour(1), CaseEvent::ActRecorded { act: act(13, hour(1)), narrative: None });
    assert_eq!([11, 12, 13].map(|act| number(&story, act)), [Some(1), Some(2), Some(3)]);
    let told = CorrectAct {
        replaces: id(11),
        act: Act { behaviour: Some(Behaviour::O4), ..act(14, hour(-48)) },
        because: CorrectionCause::Mistake,
        narrative: None,
    };
    let events = story.case().correct_act(&officer(hour(2)), told).unwrap();
    let story = story.all(OFFICER, hour(2), events);
    assert_eq!((number(&story, 14), number(&story, 11)), (Some(1), Some(1)), "a correction is the same act");
    assert_eq!(story.case().act_numbered(1), Some(id(14)), "the account that stands");
    let because = StrikeCause::Duplicate;
    let struck = story.case().strike_act(&supervisor(hour(3)), id(12), because, reasons(90)).unwrap();
    let story = story.all(SUPERVISOR, hour(3), struck);
    assert_eq!(
        story.case().act_numbered(2),
        Some(id(12)),
        "what was withdrawn can be named, so that it can be refused"
    );
    // A number is never given twice, though fewer acts count now.
    let story = story.then(hour(4), CaseEvent::ActRecorded { act: act(15, hour(4)), narrative: None });
    assert_eq!(number(&story, 15), Some(4));
    // The report goes to another case and comes back with its acts.
    let away = story.then(hour(5), CaseEvent::ReportDetached { report: id(10) });
    let back = CaseEvent::ReportAttached { report: id(10), identified_at: hour(0), acts: vec![act(14, hour(-48))] };
    let story = away.then(hour(6), back);
    assert_eq!((number(&story, 14), story.case().act_numbered(1)), (Some(1), Some(id(14))));
    assert_eq!((story.case().act_numbered(9), number(&story, 99)), (None, None));
}

#[test]
fn only_what_an_answer_names_opens_it_again_when_it_is_withdrawn() {
    let screen = |unwanted: &[u16], repeated: &[u16]| {
        let yes = |acts: &[u16]| FourAnswer { answer: Answer::Yes, acts: acts.iter().map(|act| id(*act)).collect() };
        let four = Four { unwanted: yes(unwanted), repeated: yes(repeated), ..four() };
        match screened(40, Grade::Medium, &[]) {
            CaseEvent::RiskScreened { screen, tool, grade, factors, reasons, second_officer, .. } => {
                let second_officer_asked = None;
                CaseEvent::RiskScreened {
                    screen,
                    tool,
                    grade,
                    factors,
                    four,
                    reasons,
                    second_officer,
                    second_officer_asked,
                }
            }
            other => other,
        }
    };
    let withdrawn = |story: Story| {
        let case = story.case();
        codes(&case.strike_act(&supervisor(hour(9)), id(12), StrikeCause::OtherPerson, reasons(90)).unwrap())
    };
    let on = |screen| Story::new().then(hour(1), screen);
    assert_eq!(withdrawn(on(screen(&[11], &[11]))), ["act.struck"]);
    assert_eq!(withdrawn(on(screen(&[11], &[11, 12]))), ["act.struck", "risk.reopened"]);
    let sheet = |risk: &[u16]| {
        let worksheet = Worksheet { risk: limb(Answer::Yes, risk), ..worksheet() };
        let decided = CaseEvent::DecisionRecorded {
            worksheet,
            outcome: not_apply(),
            narrative: id(91),
            awaited: None,
            backing: Backing::default(),
        };
        Story::new().then(hour(2), decided).by(SPOC, hour(3), CaseEvent::DecisionCountersigned)
    };
    assert_eq!(withdrawn(sheet(&[11])), ["act.struck"]);
    assert_eq!(withdrawn(sheet(&[12])), ["act.struck", "decision.reopened"]);
}
