//! Every act in every state of the decision, as a table that a reader can check: `tests/golden/acts.txt`.

use crate::support::*;
use domain::case::Case;
use domain::case::backing::GivenBacking;
use domain::case::correction::CorrectAct;
use domain::case::correction::Reasons;
use domain::case::decision::RecordDecision;
use domain::case::protection::RecordProtection;
use domain::case::review::RaiseAction;
use domain::case::risk::RecordScreen;
use domain::case::series::SeenSeries;
use domain::catalogue::*;
use domain::event::*;
use std::fmt::Display;

type Answered = Result<Vec<CaseEvent>, String>;

fn say<E: Display>(answer: Result<Vec<CaseEvent>, E>) -> Answered {
    answer.map_err(|refusal| refusal.to_string())
}
fn decide(case: &Case, outcome: Outcome) -> Answered {
    let needs_more = matches!(&outcome, Outcome::DoNotApply { .. });
    let said = |words| needs_more.then(|| Reasons { words: id(words), chars: 60 });
    let decision = RecordDecision {
        backing: GivenBacking { gaps: said(96), plan: said(97), ..GivenBacking::default() },
        worksheet: worksheet(),
        outcome,
        narrative: id(91),
        narrative_chars: 120,
        awaited: Some(id(94)),
        awaited_chars: 30,
    };
    say(case.record_decision(&officer(hour(4)), decision))
}
fn measure(case: &Case, kind: ProtectionKind) -> Answered {
    let measure = RecordProtection {
        protection: id(37),
        kind,
        from: on(0),
        until: None,
        served_at: None,
        replaces_interim: false,
        source: Source::Court,
        evidence: Some(Shown { by: Evidence::SealedOrder, words: None }),
    };
    say(case.record_protection(&officer(hour(4)), measure).map(|recording| recording.events))
}
fn correct(case: &Case, behaviour: Behaviour, precision: Precision) -> Answered {
    let act = domain::event::Act { behaviour: Some(behaviour), precision, ..act(21, hour(-48)) };
    let correction = CorrectAct { replaces: id(11), act, because: CorrectionCause::Mistake, narrative: None };
    say(case.correct_act(&officer(hour(4)), correction))
}
fn screen(case: &Case) -> Answered {
    let screen = RecordScreen {
        screen: id(44),
        tool: "S-DASH 2009".to_owned(),
        grade: Grade::High,
        factors: vec![],
        four: four(),
        reasons: id(90),
        reasons_chars: 60,
        second_officer: None,
    };
    say(case.screen_risk(&officer(hour(4)), screen))
}

type Act = (&'static str, fn(&Case) -> Answered);

fn deciding() -> Vec<Act> {
    vec![
        ("open the question", |case| say(case.open_consideration(&officer(hour(4))))),
        ("decide: apply", |case| decide(case, Outcome::Apply { interim: true })),
        ("decide: do not apply", |case| decide(case, not_apply())),
        ("decide: put off", |case| decide(case, put_off(7, Awaited::Enquiry))),
        ("decide: other order", |case| {
            decide(case, Outcome::SupersededByOtherOrder { protection: id(31), until: on(9) })
        }),
        ("countersign", |case| say(case.countersign_decision(&spoc(hour(4))))),
        ("send back", |case| say(case.return_decision(&spoc(hour(4)), id(92)))),
        ("request reconsideration", |case| {
            say(case.request_reconsideration(&officer(hour(4)), id(81), Requester::PersonAtRisk, id(97)))
        }),
        ("answer reconsideration", |case| {
            say(case.answer_reconsideration(&inspector(hour(4)), RequestAnswer::LookAgain, id(98), 30))
        }),
        ("advise: agrees", |case| say(case.advise_decision(&spoc(hour(4)), Advice::Agrees, id(95), 30))),
        ("answer the advice: followed", |case| {
            say(case.answer_advice(&officer(hour(4)), AdviceAnswer::Followed, id(95), 30))
        }),
        ("what is waited for arrives", |case| {
            say(case.end_waiting(&officer(hour(4)), AwaitedEnd::Arrived, id(95), 30))
        }),
        ("open again after review", |case| say(case.reopen_decision(&supervisor(hour(4)), ReopenCause::Review))),
        ("time passes: 30 days", |case| Ok(case.due_reopenings(hour(30 * 24)))),
    ]
}

fn happening() -> Vec<Act> {
    vec![
        ("record an act", |case| say(case.record_act(&officer(hour(4)), act(13, hour(4)), None))),
        ("correct an act: the precision", |case| correct(case, Behaviour::A2, Precision::Day)),
        ("correct an act: a tracker", |case| correct(case, Behaviour::O4, Precision::Exact)),
        ("strike an act that all rests on", |case| {
            say(case.strike_act(&supervisor(hour(4)), id(11), StrikeCause::OtherPerson, reasons(98)))
        }),
        ("withdraw the report", |case| {
            say(case.strike_report(&supervisor(hour(4)), id(10), StrikeCause::Duplicate, reasons(98)))
        }),
        ("attach a report, one act", |case| {
            say(case.attach_report(&officer(hour(4)), id(16), hour(4), vec![act(14, hour(3))]))
        }),
        ("attach a report, no act", |case| say(case.attach_report(&officer(hour(4)), id(16), hour(4), vec![]))),
        ("linkage sees a new victim", |case| {
            let seen = SeenSeries { series: Some(id(60)), reports: 1, other_victims: 1, ..SeenSeries::default() };
            Ok(case.see_series(seen))
        }),
        ("screen risk", screen),
        ("record an order", |case| measure(case, ProtectionKind::Order)),
        ("serve the interim order", |case| {
            say(case.serve_protection(&officer(hour(4)), id(32), hour(4), None).map(|told| told.events))
        }),
        ("end the bail", |case| say(case.end_protection(&officer(hour(4)), id(31), on(0)))),
        ("end the custody", |case| say(case.end_protection(&officer(hour(4)), id(33), on(0)))),
        ("record an arrest", |case| say(case.record_intervention(&officer(hour(4)), Intervention::Arrest, hour(4)))),
        ("review the acts", |case| say(case.review_acts(&supervisor(hour(4))))),
        ("review the case", |case| {
            let action = RaiseAction { action: id(51), owner: id(OFFICER), due_on: on(3), words: id(96) };
            say(case.record_review(&supervisor(hour(4)), id(97), &[action]))
        }),
        ("propose closure", |case| {
            say(case.propose_closure(&officer(hour(4)), id(93), id(94), RetentionGroup::Group1))
        }),
        ("approve closure", |case| say(case.approve_closure(&inspector(hour(4)), id(93)))),
    ]
}

#[test]
fn every_act_in_every_state_of_the_decision_is_as_the_table_says() {
    let mut text =
        "Every act in every state of the decision on protection. Made by the tests; read before accepting.\n"
            .to_owned();
    for (name, act) in deciding().into_iter().chain(happening()) {
        text.push_str(&format!("\n{name}\n"));
        let advised_against = Story::advised_against();
        for story in Story::in_every_decision_state().into_iter().chain([advised_against]) {
            let line = match act(&story.case()) {
                Ok(events) if events.is_empty() => "-".to_owned(),
                Ok(events) => {
                    let after = state(&story.clone().all(OFFICER, hour(4), events.clone()));
                    format!("{} => {after}", codes(&events).join(", "))
                }
                Err(refusal) => format!("REFUSED: {refusal}"),
            };
            // A decision to apply that was advised against stands on a line of its own.
            let name = if story.case().advice().is_empty() { state(&story) } else { "apply, advised against" };
            text.push_str(&format!("  {name:<26}{line}\n"));
        }
    }
    golden("acts.txt", &text);
}
