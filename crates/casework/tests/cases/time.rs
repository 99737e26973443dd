//! What time alone does: duties are missed and stay so, measures end, decisions come open again. Looking twice changes nothing.

use crate::support::*;
use casework::cases::act::Act;
use casework::views::{Scope, WorklistFilter};
use domain::catalogue::*;
use domain::event::Outcome;
use domain::time::Moment;

fn case() -> (Desk, String) {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    (desk, case)
}
/// How often a clock was recorded as missed on a case.
fn missed(desk: &Desk, case: &str, clock: &str) -> usize {
    let id = desk.case_id(case).to_string();
    let own = desk.entries().into_iter().filter(|entry| entry["case"] == id.as_str());
    own.flat_map(|entry| entry["events"].as_array().cloned().unwrap_or_default())
        .filter(|event| event["code"] == "clock.missed" && event["clock"] == clock)
        .count()
}
fn clock_state(desk: &Desk, case: &str, clock: &str) -> Vec<String> {
    let clocks = desk.page("spoc", case).clocks.into_iter();
    clocks.filter(|reading| reading.code == clock).map(|reading| reading.state).collect()
}
/// A tick after which another finds nothing to do and writes nothing.
fn settle(desk: &Desk) {
    desk.tick();
    let entries = desk.entries().len();
    assert_eq!(desk.tick(), 0);
    assert_eq!(desk.entries().len(), entries);
}

#[test]
fn a_missed_consideration_is_recorded_once_and_stays_missed() {
    let (desk, case) = case();
    // Recorded on Tuesday at 10:00 in London; 72 hours later is Friday at 10:00.
    desk.set(at("2026-06-05T08:59:59Z"));
    settle(&desk);
    assert_eq!(missed(&desk, &case, "PD-03"), 0);
    assert_eq!(desk.flags(&case), Vec::<String>::new());
    desk.set(at("2026-06-05T09:00:00Z"));
    settle(&desk);
    assert_eq!(missed(&desk, &case, "PD-03"), 1);
    assert_eq!(desk.flags(&case), ["RF-07", "RF-16"]);
    assert_eq!(clock_state(&desk, &case, "PD-03"), ["missed, and still not done"]);
    desk.wait(5);
    desk.does("alder", &case, decide(Outcome::Apply { interim: false }));
    let state = clock_state(&desk, &case, "PD-03");
    assert!(state.first().unwrap().starts_with("missed; done late at"), "{state:?}");
    desk.wait(200);
    settle(&desk);
    assert_eq!(missed(&desk, &case, "PD-03"), 1);
    assert_eq!(desk.count(&case, "flag.raised"), 3, "RF-07, RF-16 and RF-21, once each");
    assert!(desk.on_list(&case), "a decision to apply protects nobody");
}

#[test]
fn a_consideration_in_time_is_neither_missed_nor_flagged() {
    let (desk, case) = case();
    desk.wait(1);
    desk.does("alder", &case, decide(Outcome::Apply { interim: false }));
    desk.wait(300);
    settle(&desk);
    assert_eq!((missed(&desk, &case, "PD-03"), missed(&desk, &case, "CK-01")), (0, 0));
    assert!(!desk.flags(&case).contains(&"RF-16".to_owned()));
}

#[test]
fn a_report_from_before_go_live_stands_on_the_list_and_its_duties_start_at_go_live() {
    // Go-live is midnight of Wednesday 3 June in London.
    let desk = Desk::live_since("2026-06-02T23:00:00Z");
    let case =
        desk.import_one("spoc", shaw("N/1").with("recorded", "2026-04-10 10:00").with("occurred", "2026-04-09 10:00"));
    let filter =
        WorklistFilter { scope: Scope::Force, kind: None, grade: None, overdue: false, after: None, limit: 10 };
    let list = desk.app().worklist(desk.actor("spoc"), &filter).unwrap();
    let row = list.rows.first().unwrap();
    assert!(row.before_go_live && row.late.is_none() && list.overdue == 0);
    settle(&desk);
    assert_eq!(desk.count(&case, "clock.missed"), 0);
    desk.set(at("2026-06-05T22:59:59Z"));
    settle(&desk);
    assert_eq!(missed(&desk, &case, "PD-03"), 0);
    desk.set(at("2026-06-05T23:00:00Z"));
    settle(&desk);
    assert_eq!(missed(&desk, &case, "PD-03"), 1);
}

#[test]
fn the_end_of_bail_opens_the_decision_that_it_superseded() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1").with("bail", "2026-06-10"));
    let bail = desk.page("spoc", &case).protections.first().unwrap().id.parse().unwrap();
    desk.does("alder", &case, decide(Outcome::SupersededByOtherOrder { protection: bail, until: day("2026-06-10") }));
    assert_eq!(desk.case_column(&case, "decision"), "awaiting_countersign");
    desk.does("spoc", &case, Act::CountersignDecision);
    assert_eq!(desk.case_column(&case, "decision"), "superseded_by_other_order");
    assert!(desk.on_list(&case), "bail takes nobody off the list");
    desk.set(at("2026-06-10T22:59:00Z"));
    settle(&desk);
    assert_eq!(desk.count(&case, "decision.reopened"), 0);
    desk.set(at("2026-06-10T23:00:00Z"));
    settle(&desk);
    assert_eq!(
        (desk.count(&case, "decision.reopened"), desk.case_column(&case, "decision")),
        (1, "considering".to_owned())
    );
    assert_eq!(desk.case_column(&case, "measure"), "");
}

#[test]
fn a_decision_not_to_apply_comes_back_with_a_new_act_and_at_its_day() {
    let (desk, case) = case();
    desk.does("alder", &case, not_apply(day("2026-06-20")));
    desk.does("spoc", &case, Act::CountersignDecision);
    assert_eq!(desk.case_column(&case, "decision"), "decided_not_apply");
    desk.wait(24);
    desk.does("alder", &case, act_at(desk.now().plus_hours(-1)));
    assert_eq!(
        (desk.count(&case, "decision.reopened"), desk.case_column(&case, "decision")),
        (1, "considering".to_owned())
    );
    desk.does("alder", &case, not_apply(day("2026-06-20")));
    desk.does("spoc", &case, Act::CountersignDecision);
    desk.set(day("2026-06-20").start().plus_micros(-1));
    settle(&desk);
    assert_eq!(desk.count(&case, "decision.reopened"), 1);
    desk.set(day("2026-06-20").start());
    settle(&desk);
    assert_eq!(
        (desk.count(&case, "decision.reopened"), desk.case_column(&case, "decision")),
        (2, "considering".to_owned())
    );
}

fn interim(served_at: Option<Moment>) -> Act {
    Act::RecordProtection {
        kind: ProtectionKind::InterimOrder,
        from: day("2026-06-03"),
        until: Some(day("2026-06-24")),
        served_at,
        replaces_interim: false,
        source: Source::Court,
        evidence: None,
        evidence_words: String::new(),
    }
}

#[test]
fn a_served_order_takes_a_person_off_the_list_and_its_end_brings_them_back() {
    let (desk, case) = case();
    let made = desk.does("alder", &case, interim(None));
    assert!(made.warnings.iter().any(|warning| warning.contains("not served yet")));
    assert!(desk.on_list(&case), "an order that nobody served protects nobody");
    assert_eq!(clock_state(&desk, &case, "CK-01"), Vec::<String>::new());
    desk.wait(2);
    let order = desk.page("alder", &case).protections.first().unwrap().id.parse().unwrap();
    desk.does(
        "alder",
        &case,
        Act::ServeProtection {
            protection: order,
            served_at: desk.now(),
            evidence: None,
            evidence_words: String::new(),
        },
    );
    assert!(!desk.on_list(&case));
    assert_eq!(clock_state(&desk, &case, "CK-01"), ["running"]);
    // Served on Wednesday 3 June, the first day: until the end of Friday.
    desk.set(at("2026-06-05T22:59:59Z"));
    settle(&desk);
    assert_eq!(missed(&desk, &case, "CK-01"), 0);
    desk.set(at("2026-06-05T23:00:00Z"));
    settle(&desk);
    assert_eq!(missed(&desk, &case, "CK-01"), 1);
    desk.set(day("2026-06-25").start().plus_micros(-1));
    settle(&desk);
    assert!(!desk.on_list(&case));
    desk.set(day("2026-06-25").start());
    settle(&desk);
    assert!(desk.on_list(&case));
}

#[test]
fn a_notification_in_time_stops_its_clock() {
    let (desk, case) = case();
    desk.does("alder", &case, interim(Some(desk.now())));
    desk.wait(20);
    desk.does("alder", &case, Act::RecordNotification { occurred_at: desk.now() });
    desk.wait(24 * 10);
    settle(&desk);
    assert_eq!(missed(&desk, &case, "CK-01"), 0);
}

#[test]
fn ticks_through_a_month_record_each_miss_once_whatever_their_rhythm() {
    let run = |hours: i64| {
        let (desk, case) = case();
        for _ in 0..(24 * 40 / hours) {
            desk.wait(hours);
            desk.tick();
        }
        settle(&desk);
        let mut missed: Vec<String> = desk
            .entries()
            .iter()
            .filter(|entry| entry["case"] == desk.case_id(&case).to_string().as_str())
            .flat_map(|entry| entry["events"].as_array().cloned().unwrap_or_default())
            .filter(|event| event["code"] == "clock.missed")
            .map(|event| format!("{} {} {}", event["clock"], event["started_at"], event["due_at"]))
            .collect();
        missed.sort();
        missed
    };
    let hourly = run(5);
    assert!(!hourly.is_empty());
    assert_eq!(hourly, run(24 * 8));
}

#[test]
fn a_missed_duty_stays_missed_when_it_is_done_late_with_an_early_date_before_anyone_looked() {
    let desk = Desk::live_since("2026-01-01T00:00:00Z");
    let case =
        desk.import_one("spoc", shaw("N/1").with("recorded", "2026-03-02 10:00").with("occurred", "2026-03-01 10:00"));
    assert_eq!(missed(&desk, &case, "VC-02"), 1, "an import records what was missed already");
    let early = at("2026-03-03T10:00:00Z");
    desk.does("alder", &case, Act::ReferToSupport { occurred_at: early, accepted: true });
    let page = desk.page("spoc", &case);
    let clock = page.clocks.iter().find(|clock| clock.code == "VC-02").unwrap();
    assert!(clock.late && clock.state.starts_with("missed; done late"), "{clock:?}");
}

#[test]
fn an_act_meets_a_case_as_time_has_left_it_though_no_tick_has_run() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.wait(24 * 10);
    desk.does("alder", &case, decide(not_apply_outcome(&desk)));
    assert_eq!(missed(&desk, &case, "PD-03"), 1, "the decision is late, and says so");
    desk.does("spoc", &case, Act::CountersignDecision);
    desk.wait(24 * 40);
    // The day for looking again has passed unseen: a new decision is taken, not refused as already taken.
    desk.does("alder", &case, decide(not_apply_outcome(&desk)));
    assert_eq!(desk.count(&case, "decision.reopened"), 1);
}

fn not_apply_outcome(desk: &Desk) -> Outcome {
    Outcome::DoNotApply {
        reasons: vec![Reason::EvidenceInsufficient],
        reconsider_on: desk.now().day().plus_days(20),
        person_informed: true,
    }
}
