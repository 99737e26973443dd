//! Stages of duties and their notices: once each, to whom they are meant for or up, through outages and clocks set forward and back.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::house::absences::Leave;
use casework::views::{NoticeView, Notices};
use domain::event::Outcome;
use store::views::notices::NoticeReach;

fn mine(desk: &Desk, name: &str) -> Notices {
    desk.app().notices(desk.actor(name), NoticeReach::Mine).unwrap()
}

/// The notices of one clock to somebody, as stages.
fn of(desk: &Desk, name: &str, clock: &str) -> Vec<String> {
    let notices = mine(desk, name).notices;
    notices.into_iter().filter(|notice| notice.clock == clock).map(|notice| notice.stages).collect()
}

fn one(desk: &Desk, name: &str, clock: &str) -> NoticeView {
    let mut found = mine(desk, name).notices.into_iter().filter(|notice| notice.clock == clock);
    let notice = found.next().unwrap_or_else(|| panic!("{name} has no notice of {clock}"));
    assert!(found.next().is_none(), "{name} has several notices of {clock}");
    notice
}

/// What the case page says of who was told of a clock.
fn told(desk: &Desk, case: &str, clock: &str) -> Vec<String> {
    let page = desk.page("spoc", case);
    page.clocks.into_iter().filter(|view| view.code == clock).flat_map(|view| view.escalation).collect()
}

fn round(desk: &Desk) {
    desk.app().keep_watch(None).unwrap();
}

fn all_in_order(desk: &Desk) {
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    assert_eq!(check.verified.findings, []);
}

fn goes_by_stages(desk: &Desk) {
    let case = desk.import_one("spoc", shaw("N/1"));
    round(desk);
    // PD-03 is due at 10:00 on 5 June; its owner is reminded twelve hours before, once.
    desk.set(at("2026-06-04T20:59:00Z"));
    round(desk);
    assert_eq!(of(desk, "alder", "PD-03"), Vec::<String>::new());
    desk.set(at("2026-06-04T21:00:00Z"));
    round(desk);
    round(desk);
    assert_eq!(of(desk, "alder", "PD-03"), ["soon due"]);
    assert_eq!(of(desk, "sergeant", "PD-03"), Vec::<String>::new());
    // At the miss it reaches the owner, their supervisor and the rank that the catalogue names.
    desk.set(at("2026-06-05T09:00:00Z"));
    round(desk);
    round(desk);
    let missed = "missed, gone to the rank that answers for it";
    assert_eq!(of(desk, "alder", "PD-03"), [missed, "soon due"]);
    assert_eq!(
        (of(desk, "sergeant", "PD-03"), of(desk, "spoc", "PD-03")),
        (vec![missed.to_owned()], vec![missed.to_owned()])
    );
    assert_eq!(of(desk, "inspector", "PD-03"), Vec::<String>::new());
    assert_eq!(one(desk, "spoc", "PD-03").cases[0].reference.as_deref(), Some(case.as_str()));
    // A day later the rank above, and nobody a second time.
    desk.wait(24);
    round(desk);
    round(desk);
    assert_eq!(of(desk, "inspector", "PD-03"), ["gone to the rank above"]);
    assert_eq!(of(desk, "spoc", "PD-03").len(), 1);
    assert_eq!(
        told(desk, &case, "PD-03"),
        [
            "Reminded at 22:00 on Thursday 4 June 2026: to the officer in the case. Stages that had passed: soon due.",
            "Escalated at 10:00 on Friday 5 June 2026: to the officer in the case, supervisor of the team, stalking SPOC of the force. Stages that had passed: missed, gone to the rank that answers for it.",
            "Escalated at 10:00 on Saturday 6 June 2026: to inspector of the team. Stages that had passed: gone to the rank above.",
        ]
    );
    assert!(desk.page("spoc", &case).timeline.iter().any(|item| item.title.contains("PD-03: gone to the rank above")));
    all_in_order(desk);
}

#[test]
fn a_duty_reminds_and_its_miss_goes_up_by_stages_on_sqlite() {
    goes_by_stages(&Desk::new());
}

#[test]
fn a_duty_reminds_and_its_miss_goes_up_by_stages_on_postgresql() {
    goes_by_stages(&Desk::empty_on_postgresql().peopled("2026-05-01T00:00:00Z"));
}

#[test]
fn what_is_done_stops_further_stages_and_late_stays_missed() {
    let desk = Desk::new();
    let (met, late) = (desk.import_one("spoc", shaw("N/1")), desk.import_one("spoc", shaw("N/2").with("vsur", "Reed")));
    let decision = || decide(Outcome::Apply { interim: false });
    desk.does("alder", &met, decision());
    desk.set(at("2026-06-05T09:30:00Z"));
    round(&desk);
    let notice = one(&desk, "spoc", "PD-03");
    assert_eq!(notice.cases.iter().filter_map(|case| case.reference.as_deref()).collect::<Vec<_>>(), [late.as_str()]);
    desk.does("alder", &late, decision());
    desk.wait(24 * 5);
    round(&desk);
    assert_eq!(of(&desk, "inspector", "PD-03"), Vec::<String>::new());
    let page = desk.page("spoc", &late);
    assert!(page.clocks.iter().any(|clock| clock.code == "PD-03" && clock.state.starts_with("missed; done late")));
    all_in_order(&desk);
}

#[test]
fn after_an_outage_one_notice_of_a_clock_says_which_stages_passed() {
    let desk = Desk::new();
    let cases = [desk.import_one("spoc", shaw("N/1")), desk.import_one("spoc", shaw("N/2").with("vsur", "Reed"))];
    round(&desk);
    desk.wait(24 * 30);
    round(&desk);
    // Two cases and four stages: one notice.
    let notice = one(&desk, "alder", "PD-03");
    assert_eq!(notice.stages, "soon due, missed, gone to the rank that answers for it, gone to the rank above");
    assert_eq!((notice.cases.len(), notice.more_cases), (2, 0));
    for (name, clock) in [("sergeant", "PD-03"), ("spoc", "PD-03"), ("inspector", "PD-03"), ("inspector", "VC-02")] {
        assert_eq!(one(&desk, name, clock).cases.len(), 2, "{name} {clock}");
    }
    for case in &cases {
        let events: Vec<String> = told(&desk, case, "PD-03");
        assert_eq!(events.len(), 1, "{events:?}");
    }
    // Read once, it is read: for everybody of the rank, and on record.
    let acknowledged = desk.app().acknowledge_notices(desk.actor("spoc"), &[one(&desk, "spoc", "PD-03").id]).unwrap();
    assert_eq!(acknowledged, 2);
    assert_eq!(of(&desk, "spoc2", "PD-03"), Vec::<String>::new());
    let entry = desk.last_entry();
    // The look of the line before is the last entry; the acknowledgement stands before it.
    assert_eq!(entry["action"], "view_notices");
    assert!(
        desk.entries()
            .iter()
            .any(|entry| entry["action"] == "acknowledge_notice" && entry["rows"].as_array().unwrap().len() == 2)
    );
    // To have read of a duty does none.
    let clock = |case: &str| desk.page("spoc", case).clocks.into_iter().find(|clock| clock.code == "PD-03").unwrap();
    assert!(clock(&cases[0]).state.contains("still not done"));
    all_in_order(&desk);
}

#[test]
fn a_clock_set_forward_and_back_and_a_restart_tell_nothing_twice() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    round(&desk);
    let right = desk.now();
    desk.wait(24 * 365);
    round(&desk);
    let count =
        |desk: &Desk| (desk.count(&case, "clock.escalated"), desk.column("select cast(count(*) as text) from notices"));
    let fired = count(&desk);
    assert!(fired.0 > 0);
    desk.set(right);
    round(&desk);
    for _ in 0..40 {
        desk.wait(12);
        round(&desk);
    }
    // The dormant case and others start runs of their own in those days; of no run is a stage told twice.
    let twice = desk.column(
        "select case_id || clock || started_at || stages || coalesce(account, rank) from notices group by 1 having count(*) > 1",
    );
    assert_eq!(twice, Vec::<String>::new());
    assert_eq!(told(&desk, &case, "PD-03").len(), 1);
    all_in_order(&desk);
}

#[test]
fn timers_that_are_lost_or_were_never_set_are_set_anew_and_tell_once() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    round(&desk);
    let waiting =
        || desk.column("select clock || ' ' || stage || ' ' || due_at from stages where fired_at is null order by 1");
    let before = waiting();
    assert!(before.len() > 3, "{before:?}");
    desk.raw().execute_batch("delete from stages; update watch set stages_by = null").unwrap();
    round(&desk);
    assert_eq!(waiting(), before);
    desk.set(at("2026-06-05T09:30:00Z"));
    round(&desk);
    round(&desk);
    assert_eq!(told(&desk, &case, "PD-03").len(), 2, "the miss, and what comes next");
    // What fires in an old database is not told again when its timers are set anew.
    desk.raw().execute_batch("delete from stages where fired_at is null; update watch set stages_by = null").unwrap();
    let events = desk.count(&case, "clock.escalated");
    round(&desk);
    assert_eq!(desk.count(&case, "clock.escalated"), events);
    all_in_order(&desk);
}

#[test]
fn a_stage_that_fired_and_is_taken_out_or_made_up_is_found_by_verification() {
    let desk = Desk::new();
    desk.import_one("spoc", shaw("N/1"));
    desk.wait(24 * 30);
    round(&desk);
    all_in_order(&desk);
    let findings = || desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings.len();
    desk.raw().execute_batch("delete from stages where clock = 'PD-03' and stage = 'above'").unwrap();
    assert_eq!(findings(), 1);
    desk.raw().execute_batch("insert into stages select '00000000-0000-7000-8000-000000000001', clock, started_at, stage, due_at, fired_at from stages where fired_at is not null limit 1").unwrap();
    assert!(findings() > 1);
}

#[test]
fn where_a_server_leads_a_command_tells_nobody_and_a_stale_leader_is_refused() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    round(&desk);
    let (one, two) = (desk.app().new_holder(), desk.app().new_holder());
    let stale = desk.app().claim_serving(&one, desk.now().plus_hours(1)).unwrap().unwrap();
    desk.wait(24 * 30);
    let lease = desk.app().claim_serving(&two, desk.now().plus_hours(1)).unwrap().unwrap();
    desk.tick();
    assert!(desk.count(&case, "clock.missed") > 0, "whoever looks sees a miss");
    assert_eq!(desk.count(&case, "clock.escalated"), 0, "the leader tells");
    assert!(desk.app().keep_watch(Some(&stale)).is_err());
    assert_eq!(desk.count(&case, "clock.escalated"), 0);
    desk.app().keep_watch(Some(&lease)).unwrap();
    assert!(desk.count(&case, "clock.escalated") > 0);
    let told = desk.count(&case, "clock.escalated");
    desk.tick();
    desk.app().keep_watch(Some(&lease)).unwrap();
    assert_eq!(desk.count(&case, "clock.escalated"), told);
}

#[test]
fn what_finds_nobody_goes_up_and_says_so_and_never_to_who_is_kept_away() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.close(&["alder", "sergeant"]);
    desk.set(at("2026-06-05T09:30:00Z"));
    round(&desk);
    let lines = told(&desk, &case, "PD-03");
    assert_eq!(
        lines[0],
        "Escalated at 10:30 on Friday 5 June 2026: to inspector of the team (nobody who may have the case is its officer), stalking SPOC of the force. \
         Stages that had passed: soon due, missed, gone to the rank that answers for it."
    );
    // Without inspector and SPOC it goes to whoever in the force may have the case.
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.close(&["alder", "sergeant", "spoc", "inspector"]);
    desk.set(at("2026-06-05T09:30:00Z"));
    round(&desk);
    assert_eq!(one(&desk, "spoc2", "PD-03").cases[0].reference.as_deref(), Some(case.as_str()));
    desk.close(&["spoc2", "responder", "legal", "notifier", "manager", "calltaker"]);
    desk.set(at("2026-06-06T09:30:00Z"));
    round(&desk);
    // At last the administrator hears that nobody can, and not of which case.
    let notice = one(&desk, "administrator", "PD-03");
    assert_eq!((notice.stages.as_str(), notice.cases[0].reference.as_ref()), ("gone to the rank above", None));
    assert!(notice.to.contains("nobody who may have the case is inspector"), "{}", notice.to);
    all_in_order(&desk);
}

#[test]
fn a_restricted_case_tells_only_who_is_named_and_another_persons_notice_is_not_there() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.does(
        "spoc",
        &case,
        Act::Restrict {
            named: ["spoc", "alder", "inspector"].map(str::to_owned).to_vec(),
            reasons: "Its subject serves with us.".to_owned(),
        },
    );
    desk.set(at("2026-06-07T09:30:00Z"));
    round(&desk);
    let notice = one(&desk, "spoc", "PD-03");
    for stranger in ["spoc2", "sergeant"] {
        assert_eq!(of(&desk, stranger, "PD-03"), Vec::<String>::new(), "{stranger}");
        let tried = desk.app().acknowledge_notices(desk.actor(stranger), std::slice::from_ref(&notice.id));
        assert_eq!(tried, Err(Failure::NotFound("notice")), "{stranger}");
    }
    let team = desk.app().notices(desk.actor("sergeant"), NoticeReach::Team).unwrap();
    assert_eq!(team.total, 0);
    assert!(desk.app().acknowledge_notices(desk.actor("spoc"), std::slice::from_ref(&notice.id)).is_ok());
    let again = desk.app().acknowledge_notices(desk.actor("spoc"), &[notice.id]);
    assert!(matches!(again, Err(Failure::Invalid(_))), "{again:?}");
}

#[test]
fn a_team_reads_the_notices_of_its_cases() {
    let desk = Desk::new();
    desk.import_one("spoc", shaw("N/1"));
    desk.set(at("2026-06-05T09:30:00Z"));
    round(&desk);
    let team = desk.app().notices(desk.actor("sergeant"), NoticeReach::Team).unwrap();
    let to: Vec<&str> =
        team.notices.iter().filter(|notice| notice.clock == "PD-03").map(|notice| notice.to.as_str()).collect();
    assert_eq!(to.len(), 3, "{to:?}");
}

#[test]
fn what_is_for_the_officer_goes_with_the_case() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.set(at("2026-06-05T09:30:00Z"));
    round(&desk);
    let notice = one(&desk, "alder", "PD-03");
    let give = Act::Allocate { officer: Some("birch".to_owned()), team: None, reasons: None };
    desk.does("sergeant", &case, give);
    assert_eq!(of(&desk, "alder", "PD-03"), Vec::<String>::new());
    assert_eq!(one(&desk, "birch", "PD-03").id, notice.id);
    let ids = [notice.id];
    assert_eq!(desk.app().acknowledge_notices(desk.actor("alder"), &ids), Err(Failure::NotFound("notice")));
    assert_eq!(desk.app().acknowledge_notices(desk.actor("birch"), &ids), Ok(1));
}

#[test]
fn who_stands_in_reads_what_is_for_the_officer_who_is_away() {
    let desk = Desk::new();
    desk.import_one("spoc", shaw("N/1"));
    let leave = Leave { from: day("2026-06-03"), until: None, stand_in: Some("birch".to_owned()) };
    desk.app().record_absence(desk.actor("sergeant"), "alder", &leave).unwrap();
    desk.set(at("2026-06-05T09:30:00Z"));
    round(&desk);
    let ids = [one(&desk, "birch", "PD-03").id];
    assert_eq!(desk.app().acknowledge_notices(desk.actor("cedar"), &ids), Err(Failure::NotFound("notice")));
    assert_eq!(desk.app().acknowledge_notices(desk.actor("birch"), &ids), Ok(1));
}
