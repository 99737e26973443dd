//! What a force sets of its clocks, and bank holidays declared later: rows under entries, moves recorded, misses permanent.

use crate::support::*;
use casework::Failure;
use casework::cases::act::Act;
use casework::cases::care::Care;
use domain::calendar::HolidayChange;
use domain::catalogue::*;
use domain::clocks::{Change, Clock};
use domain::victim::Told;
use std::collections::BTreeMap;

fn holiday(on: &str, holiday: bool) -> HolidayChange {
    HolidayChange { on: day(on), holiday, reason: "declared on the day before".to_owned() }
}
/// A report by somebody else, recorded on Wednesday 3 June 2026 at 10:00.
fn other(reference: &str) -> Line {
    let line = shaw(reference).with("recorded", "2026-06-03 10:00").with("vfore", "Una").with("vsur", "Quarry");
    let line = line.with("vborn", "1991-07-08").with("vphone", "07700 900789").with("vpost", "ZZ9 9ZZ");
    line.with("sfore", "Ivo").with("ssur", "Marsh").with("sborn", "1979-02-03").with("sphone", "07700 900321")
}
fn set(clock: Clock, settings: &[(&str, &str)]) -> BTreeMap<String, Change> {
    let mut change = Change::default();
    settings.iter().for_each(|(key, value)| change.set(clock, key, value).unwrap());
    [(clock.code().to_owned(), change)].into()
}
fn due(desk: &Desk, case: &str, clock: &str) -> Vec<(String, String)> {
    let clocks = desk.page("spoc", case).clocks.into_iter().filter(|reading| reading.code == clock);
    clocks.map(|reading| (reading.due, reading.state)).collect()
}
fn one(due: &str, state: &str) -> Vec<(String, String)> {
    vec![(due.to_owned(), state.to_owned())]
}

#[test]
fn a_holiday_declared_later_moves_open_deadlines_and_records_each() {
    let desk = Desk::new();
    // Reported on Tuesday 2 June 2026: two working days end on Thursday.
    let case = desk.import_one("spoc", shaw("N/1"));
    assert_eq!(due(&desk, &case, "VC-02"), one("by the end of Thursday 4 June 2026", "running"));
    let moved = desk.app().change_holiday(desk.actor("administrator"), &holiday("2026-06-04", true)).unwrap();
    assert!(moved >= 2, "VC-01 and VC-02 at least: {moved}");
    assert_eq!(desk.count(&case, "clock.moved"), moved);
    assert_eq!(due(&desk, &case, "VC-02"), one("by the end of Friday 5 June 2026", "running"));
    let timeline = desk.page("spoc", &case).timeline;
    let line = timeline.iter().find(|item| item.title.starts_with("Deadline moved: VC-02")).unwrap();
    assert_eq!(
        line.title,
        "Deadline moved: VC-02 from the end of Thursday 4 June 2026 to the end of Friday 5 June 2026, since Thursday 4 \
         June 2026 became a bank holiday"
    );
    assert_eq!(desk.app().tasks(desk.actor("spoc")).unwrap(), [], "more time alarms nobody");
    // Taken back the same day: the end comes sooner again, and the stalking unit is told.
    let moved = desk.app().change_holiday(desk.actor("administrator"), &holiday("2026-06-04", false)).unwrap();
    assert!(moved >= 2);
    assert_eq!(due(&desk, &case, "VC-02"), one("by the end of Thursday 4 June 2026", "running"));
    let tasks = desk.app().tasks(desk.actor("spoc")).unwrap();
    assert_eq!(tasks.iter().map(|task| task.kind.as_str()).collect::<Vec<_>>(), ["deadline_sooner"]);
    assert!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings.is_empty());
}

#[test]
fn a_holiday_leaves_what_was_missed_and_what_was_met() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.set(at("2026-06-05T10:00:00Z"));
    desk.tick();
    let missed = one("by the end of Thursday 4 June 2026", "missed, and still not done");
    assert_eq!(due(&desk, &case, "VC-02"), missed);
    // A further day that is declared now is later than the miss, and the past is not changed at all.
    desk.app().change_holiday(desk.actor("administrator"), &holiday("2026-06-08", true)).unwrap();
    assert_eq!(due(&desk, &case, "VC-02"), missed);
    let past = desk.app().change_holiday(desk.actor("administrator"), &holiday("2026-06-04", true));
    let Err(Failure::Refused(refusal)) = past else { panic!("the past was changed: {past:?}") };
    assert_eq!(refusal.code, "calendar.Past");
}

#[test]
fn settings_apply_to_triggers_from_their_day_on_and_the_law_is_refused_by_name() {
    let desk = Desk::new();
    let administrator = desk.actor("administrator");
    let case = desk.import_one("spoc", shaw("N/1"));
    let from = day("2026-06-04");
    let number = desk.app().set_clocks(administrator, from, set(Clock::Telling, &[("to", "inspector")])).unwrap();
    assert_eq!(number, 1);
    let next = desk.app().set_clocks(administrator, from, set(Clock::Screening, &[("time", "2"), ("runs", "yes")]));
    assert_eq!(next, Ok(2));
    // What runs already is not moved.
    let pd_01 = |case: &str| due(&desk, case, "PD-01").into_iter().map(|(due, _)| due).collect::<Vec<_>>();
    assert_eq!(pd_01(&case), ["by 18:00 on Wednesday 3 June 2026"]);
    desk.set(at("2026-06-04T09:00:00Z"));
    let later = desk.import_one("spoc", other("N/2"));
    assert_eq!(pd_01(&later), ["by 12:00 on Thursday 4 June 2026"]);
    let page = desk.page("spoc", &later);
    let reading = page.clocks.iter().find(|clock| clock.code == "PD-01").unwrap();
    assert!(reading.working.iter().any(|line| line.contains("settings 2, for triggers from Thursday 4 June 2026")));
    let refused =
        desk.app().set_clocks(administrator, day("2026-07-01"), set(Clock::ReferralToSupport, &[("time", "3")]));
    let Err(Failure::Refused(refusal)) = refused else { panic!("the law was lengthened: {refused:?}") };
    assert_eq!(refusal.code, "setting.LongerThanLaw");
    assert!(refusal.why.starts_with("VC-02 is law (Victims' Code, right 4)"));
    // Nobody else sets clocks, and every edition stays.
    let own = desk.app().set_clocks(desk.actor("sergeant"), day("2026-07-01"), set(Clock::Screening, &[("time", "9")]));
    assert!(matches!(own, Err(Failure::Refused(_))));
    assert_eq!(desk.app().clock_terms(NORTH).unwrap().editions().len(), 2);
    assert!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings.is_empty());
}

#[test]
fn an_arrest_that_nobody_told_is_missed_after_one_working_day() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    desk.does("alder", &case, Act::RecordIntervention { kind: Intervention::Arrest, occurred_at: desk.now() });
    assert_eq!(due(&desk, &case, "VC-03"), one("by the end of Thursday 4 June 2026", "running"));
    desk.set(at("2026-06-04T23:00:00Z"));
    desk.tick();
    let told = Told {
        news: News::Arrest,
        occurred_at: desk.now(),
        channel: Channel::Phone,
        reasons_given: false,
        referral_offered: false,
    };
    desk.does("alder", &case, Act::Care(Care::Tell(told)));
    let found = due(&desk, &case, "VC-03");
    assert!(found.iter().any(|(_, state)| state.starts_with("missed; done late at")), "{found:?}");
}
