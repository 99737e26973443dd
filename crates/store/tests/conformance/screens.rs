//! Sets of questions, training, and the screens that a force made.

use crate::harness::*;
use domain::catalogue::{Answer, Grade};
use domain::event::{CaseEvent, Four, FourAnswer};
use domain::ids::{AccountId, ContentId, ScreenId};
use domain::time::Day;
use store::Draft;
use store::rows::{QuestionSetRow, TrainingRow};
use store::views::screens::{question_sets, screens_made, trainings, trainings_of};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn set(force: &str, code: &str, number: i64, from: &str) -> QuestionSetRow {
    QuestionSetRow {
        id: format!("{force}:{code}:{number}"),
        version: 0,
        salt: String::new(),
        force: force.to_owned(),
        code: code.to_owned(),
        edition_number: number,
        from_day: day(from),
        adopted_at: at(number),
        words: "code = \"north\"".to_owned(),
    }
}

fn training(number: u16, force: &str, tool: &str, from: Option<&str>) -> TrainingRow {
    TrainingRow {
        id: format!("{number}:{tool}:{from:?}"),
        version: 0,
        salt: String::new(),
        account: account_id(number),
        force: force.to_owned(),
        tool: tool.to_owned(),
        from_day: from.map(day),
        until_day: from.map(|_| day("2027-01-01")),
    }
}

on_both! {
    fn sets_and_training_come_back_in_order(bench) {
        let store = bench.store();
        save(store, &[set("avon", "north", 2, "2026-06-01"), set("avon", "north", 1, "2026-05-01"), set("kent", "own", 1, "2026-05-01")]);
        let found = read(store, |reader| question_sets(reader, "avon"));
        let told: Vec<_> = found.iter().map(|row| (row.edition_number, row.from_day)).collect();
        assert_eq!(told, [(1, day("2026-05-01")), (2, day("2026-06-01"))]);
        save(store, &[training(2, "avon", "north", Some("2026-02-01")), training(1, "avon", "north", None), training(3, "kent", "own", Some("2026-01-01"))]);
        assert_eq!(read(store, |reader| trainings(reader, "avon")).len(), 2);
        let own = read(store, |reader| trainings_of(reader, account_id(2)));
        assert_eq!((own.len(), own[0].from_day, own[0].until_day), (1, Some(day("2026-02-01")), Some(day("2027-01-01"))));
        assert_eq!(read(store, |reader| trainings_of(reader, account_id(1)))[0].from_day, None);
        let mut raw = bench.raw();
        assert!(raw.run("update trainings set until_day = null where from_day is not null").is_err(), "one day without the other");
        assert!(raw.run("update question_sets set edition_number = 0").is_err());
    }
}

fn screened(number: u16, tool: &str) -> CaseEvent {
    let blank = || FourAnswer { answer: Answer::NotKnown, acts: vec![] };
    CaseEvent::RiskScreened {
        screen: ScreenId::new(at(0), [number.to_be_bytes()[1]; 10]),
        tool: tool.to_owned(),
        grade: Grade::High,
        factors: vec![],
        four: Four { fixated: blank(), obsessive: blank(), unwanted: blank(), repeated: blank() },
        reasons: ContentId::new(at(0), [9; 10]),
        second_officer: None,
        second_officer_asked: None,
    }
}

on_both! {
    fn screens_are_counted_by_force_and_time_with_their_set(bench) {
        let store = bench.store();
        let mut other = case_row(2);
        other.force = "kent".to_owned();
        save(store, &[case_row(1)]);
        save(store, &[other]);
        let answered = CaseEvent::ScreenAnswered { screen: ScreenId::new(at(0), [1; 10]), set: "north".to_owned(), version: 1, answers: vec![] };
        let told: [(u16, i64, i64, Vec<CaseEvent>); 4] = [
            (1, 10, 1, vec![screened(1, "SST"), answered]),
            (1, 20, 3, vec![CaseEvent::ActsReviewed, screened(2, "DARA")]),
            (1, 30, 5, vec![screened(3, "DARA")]),
            (2, 15, 1, vec![screened(4, "DARA")]),
        ];
        for (case, seconds, first, events) in told {
            store.transact(context(seconds), move |tx| -> Result<(), Failure> {
                tx.append(Draft::done("screen_risk", &[]).on_case(case_id(case), first, events.clone()));
                Ok(())
            }).unwrap();
        }
        let made = read(store, |reader| screens_made(reader, "avon", at(10), at(30)));
        let told: Vec<_> = made.iter().map(|screen| (screen.at, screen.tool.as_str(), screen.set.as_deref())).collect();
        assert_eq!(told, [(at(10), "SST", Some("north")), (at(20), "DARA", None)]);
        let by: Option<AccountId> = context(10).account;
        assert!(made.iter().all(|screen| screen.by == by));
        assert_eq!(read(store, |reader| screens_made(reader, "kent", at(0), at(99))).len(), 1);
    }
}
