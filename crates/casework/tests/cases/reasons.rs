//! What a decision not to apply rests on, on both databases: gaps and plan, the other force that accepted, the measure named.

use crate::support::*;
use casework::cases::act::{Act, Backed, SheetGiven};
use domain::catalogue::*;
use domain::event::Outcome;

fn on_both(story: fn(&Desk)) {
    story(&Desk::new());
    story(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}
/// A decision not to apply, with a ground of s. 1(3) or without one.
fn not_applied(desk: &Desk, reasons: &[Reason], ground: Option<Ground>, backed: Backed) -> Act {
    let reconsider_on = desk.now().day().plus_days(20);
    let outcome = Outcome::DoNotApply { reasons: reasons.to_vec(), reconsider_on, person_informed: true };
    match decide(outcome) {
        Act::RecordDecision { worksheet, outcome, narrative, awaited, .. } => {
            let worksheet = SheetGiven { ground, ..worksheet };
            Act::RecordDecision { worksheet, outcome, narrative, awaited, backed }
        }
        other => other,
    }
}
fn accepted(desk: &Desk) -> Backed {
    Backed {
        transferred_to: "Southmoor Police".to_owned(),
        accepted_on: Some(desk.now().day()),
        accepted_by: "DI Wren Tamblyn, SM/4471".to_owned(),
        ..Backed::default()
    }
}

#[test]
fn outside_the_area_the_other_force_is_named_with_who_accepted_in_words_and_never_in_the_ledger() {
    on_both(|desk| {
        let case = desk.import_one("spoc", shaw("N/1"));
        let outside = |backed| not_applied(desk, &[Reason::OutsideArea], None, backed);
        let offered = Backed { transferred_to: "Southmoor Police".to_owned(), ..Backed::default() };
        assert_eq!(refusal(desk.tries("alder", &case, outside(offered))), "decision.NotAccepted");
        assert_eq!(refusal(desk.tries("alder", &case, outside(Backed::default()))), "decision.ForceNotNamed");
        let grounded = not_applied(desk, &[Reason::OutsideArea], Some(Ground::InArea), accepted(desk));
        assert_eq!(refusal(desk.tries("alder", &case, grounded)), "decision.ReasonContradictsGround");
        desk.does("alder", &case, outside(accepted(desk)));
        let told = |label: &str| {
            let rests = desk.page("spoc", &case).rests;
            rests.into_iter().find(|(of, _)| of == label).map(|(_, words)| words)
        };
        assert_eq!(told("Other force").as_deref(), Some("Southmoor Police"), "the SPOC reads it before signing");
        desk.does("spoc", &case, Act::CountersignDecision);
        let page = desk.page("alder", &case);
        assert!(page.decision.contains("Another force accepted the case on"), "{}", page.decision);
        assert!(told("Accepted the case").unwrap().ends_with("by DI Wren Tamblyn, SM/4471"));
        assert!(page.timeline.iter().any(|item| item.detail.as_deref().is_some_and(|said| said.contains("Tamblyn"))));
        let ledger: Vec<String> = desk.entries().iter().map(ToString::to_string).collect();
        for personal in ["Southmoor", "Tamblyn", "SM/4471"] {
            assert!(ledger.iter().all(|entry| !entry.contains(personal)), "{personal} stands in the ledger");
        }
    });
}

#[test]
fn gaps_and_plan_are_words_of_their_own_and_a_measure_is_named_where_several_would_do() {
    on_both(|desk| {
        let case = desk.import_one("spoc", shaw("N/1"));
        let resides = Some(Ground::Resides);
        let bare = not_applied(desk, &[Reason::EvidenceInsufficient], resides, Backed::default());
        let lines = match desk.tries("alder", &case, bare) {
            Err(casework::Failure::Refused(refusal)) => refusal.lines,
            _ => Vec::new(),
        };
        assert!(lines.iter().any(|line| line.contains("which evidence is missing")), "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("how that evidence is to be got")), "{lines:?}");
        let stray = Backed { gaps: "The phone is not examined.".to_owned(), ..Backed::default() };
        let stray = not_applied(desk, &[Reason::SubjectUnidentified], resides, stray);
        assert_eq!(refusal(desk.tries("alder", &case, stray)), "decision.ReasonNotGiven");
        let today = desk.now().day();
        let order = |days| Act::RecordProtection {
            kind: ProtectionKind::OtherOrder,
            from: today,
            until: Some(today.plus_days(days)),
            served_at: None,
            replaces_interim: false,
            source: Source::Court,
            evidence: None,
            evidence_words: String::new(),
        };
        desk.does("alder", &case, order(5));
        desk.does("alder", &case, order(15));
        let leaning = |measures| {
            let backed = Backed { measures, ..Backed::default() };
            not_applied(desk, &[Reason::OtherOrderAdequate], resides, backed)
        };
        assert_eq!(refusal(desk.tries("alder", &case, leaning(vec![]))), "decision.WhichMeasure");
        let ids: Vec<_> = desk.page("alder", &case).protections.iter().map(|held| held.id.parse().unwrap()).collect();
        desk.does("alder", &case, leaning(vec![ids[0]]));
        desk.does("spoc", &case, Act::CountersignDecision);
        let rests = desk.page("alder", &case).rests;
        assert!(rests.iter().any(|(label, words)| label == "Leans on" && words.contains("another order until")));
        // It ends, and the other does not save the decision.
        desk.wait(24 * 6);
        desk.app().tick().unwrap();
        assert_eq!(desk.count(&case, "decision.reopened"), 1);
        desk.does("alder", &case, not_apply(desk.now().day().plus_days(9)));
        let rests = desk.page("alder", &case).rests;
        let told = |label: &str| rests.iter().find(|(of, _)| of == label).map(|(_, words)| words.as_str());
        assert_eq!(told("Evidence that is missing"), Some("The neighbour's statement and the phone records."));
        assert_eq!(told("How it is to be got"), Some("Alder takes the statement; the records are asked for."));
    });
}
