//! Stages fire once each, whatever a process believes; what waits is found by when it comes; notices are found by whom they are for.

use crate::harness::*;
use crate::plans::plan;
use domain::catalogue::{Role, Stage, Within};
use domain::ids::{CaseId, NoticeId};
use store::rows::{AccessRow, NoticeRow};
use store::stages::{CASES_DUE, StageTimer, cases_due, fire, fired, set_by, timers_of, wait};
use store::value::Value;
use store::views::notices::*;
use store::{Draft, Kind, Personal, StoreError};

fn timer(case: u16, clock: &str, stage: Stage, due: i64) -> StageTimer {
    StageTimer { case: case_id(case), clock: clock.to_owned(), started_at: at(0), stage, due_at: at(due) }
}

fn waits(bench: &Bench, cases: &[u16], timers: Vec<StageTimer>) -> Result<(), Failure> {
    let cases: Vec<CaseId> = cases.iter().map(|case| case_id(*case)).collect();
    let done = bench.store().transact(context(1), move |tx| -> Result<(), Failure> {
        let entry = tx.append(Draft::done("wait", &[]));
        Ok(wait(tx, &entry, &cases, &timers)?)
    });
    done.map(|_| ())
}

fn fires(bench: &Bench, timers: Vec<StageTimer>) -> Result<(), Failure> {
    let done = bench.store().transact(context(2), move |tx| -> Result<(), Failure> {
        let entry = tx.append(Draft::done("fire", &[]));
        Ok(fire(tx, &entry, &timers)?)
    });
    done.map(|_| ())
}

on_both! {
    fn a_stage_fires_once_and_a_second_time_undoes_all_of_its_transaction(bench) {
        let soon = || timer(1, "PD-03", Stage::Missed, 10);
        waits(bench, &[1], vec![soon(), timer(1, "VC-02", Stage::Reminder, 20)]).unwrap();
        fires(bench, vec![soon()]).unwrap();
        let entries = bench.raw().one("select count(*) from entries");
        let twice = fires(bench, vec![timer(1, "PD-02", Stage::Missed, 5), soon()]);
        assert_eq!(twice, Err(Failure::Store(StoreError::Conflict("stages"))));
        assert_eq!(bench.raw().one("select count(*) from entries"), entries, "nothing of it stays, the other stage neither");
        let known = read(bench.store(), |reader| timers_of(reader, case_id(1)));
        assert_eq!(known, [(soon(), Some(at(2))), (timer(1, "VC-02", Stage::Reminder, 20), None)]);
        // What fired is not set to wait again, whatever is believed; what waited before is gone.
        waits(bench, &[1], vec![soon(), timer(1, "PD-03", Stage::Above, 30)]).unwrap();
        let known = read(bench.store(), |reader| timers_of(reader, case_id(1)));
        assert_eq!(known, [(soon(), Some(at(2))), (timer(1, "PD-03", Stage::Above, 30), None)]);
        // The control: a table without the key takes the same stage as often as it comes.
        let mut raw = bench.raw();
        let columns = "case_id, clock, started_at, stage, due_at, fired_at";
        raw.run(&format!("create table keyless as select {columns} from stages")).unwrap();
        for _ in 0..2 {
            raw.run(&format!("insert into keyless select {columns} from stages where fired_at is not null")).unwrap();
        }
        assert_eq!(raw.one("select count(*) from keyless where fired_at is not null"), "3");
        let again = raw.run(&format!("insert into stages select {columns} from stages where fired_at is not null"));
        assert!(again.is_err(), "the key of the table itself");
    }
}

on_both! {
    fn many_stages_are_set_in_few_statements_and_found_by_when_they_come(bench) {
        let cases: Vec<u16> = (1..=75).collect();
        let timers = |late: i64| cases.iter().map(|case| timer(*case, "PD-03", Stage::Missed, i64::from(*case) + late)).collect::<Vec<_>>();
        waits(bench, &cases, timers(0)).unwrap();
        assert_eq!(bench.raw().one("select count(*) from stages"), "75");
        waits(bench, &cases, timers(100)).unwrap();
        assert_eq!(bench.raw().one("select min(due_at), count(*) from stages"), at(101).micros().to_string());
        let due = |now: i64, limit: i64| read(bench.store(), |reader| cases_due(reader, at(now), limit));
        assert_eq!(due(100, 10), []);
        assert_eq!(due(103, 10), [case_id(1), case_id(2), case_id(3)]);
        assert_eq!(due(500, 2), [case_id(1), case_id(2)]);
        fires(bench, timers(100)).unwrap();
        assert_eq!(due(500, 100), []);
        assert_eq!(read(bench.store(), fired).len(), 75);
    }
}

on_both! {
    fn what_has_come_is_found_by_its_index_among_very_many(bench) {
        let mut raw = bench.raw();
        let numbers = match raw.kind() {
            Kind::Sqlite => "with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000)",
            Kind::Postgres => "with n(i) as (select i::bigint from generate_series(1, 200000) as g(i))",
        };
        raw.run(&format!(
            "insert into stages (case_id, clock, started_at, stage, due_at, fired_at) {numbers}
             select 'case' || (i / 5), 'PD-0' || (i % 5), 1, 'missed', i * 1000, case when i % 4 = 0 then 1 else null end from n"
        )).unwrap();
        bench.store().analyse().unwrap();
        let told = plan(&mut raw, CASES_DUE, &[Value::Int(50_000), Value::Int(1_000)]);
        let used = match raw.kind() {
            Kind::Sqlite => told.contains("USING INDEX stages_by_due") || told.contains("USING COVERING INDEX stages_by_due"),
            Kind::Postgres => told.contains("stages_by_due") && !told.contains("force_custom_plan: Seq Scan"),
        };
        assert!(used, "what has come is looked for in the whole table:\n{told}");
    }
}

on_both! {
    fn the_catalogue_by_which_timers_were_set_is_noted_and_who_leads_is_known(bench) {
        assert_eq!(read(bench.store(), set_by), None);
        bench.store().note_timers_set_by("PD-03:12/0/24").unwrap();
        assert_eq!(read(bench.store(), set_by).as_deref(), Some("PD-03:12/0/24"));
        let led = |now: i64| read(bench.store(), |reader| store::lease::is_led(reader, at(now)));
        assert!(!led(1));
        bench.store().claim_serving("one", at(1), at(30)).unwrap();
        assert_eq!((led(29), led(30)), (true, false));
    }
}

fn notice_row(number: u8, to: (Option<u16>, Option<Role>, Within), case: u16) -> NoticeRow {
    NoticeRow {
        id: NoticeId::new(at(i64::from(number)), [number; 10]),
        version: 0,
        salt: String::new(),
        force: "avon".to_owned(),
        team: "north".to_owned(),
        case_id: case_id(case),
        account: to.0.map(account_id),
        rank: to.1,
        within: to.2,
        meant_for: Role::Supervisor,
        clock: "PD-03".to_owned(),
        started_at: at(0),
        due_at: at(1),
        stages: "missed rank".to_owned(),
        round_at: at(7),
        made_at: at(i64::from(number)),
        acknowledged_by: None,
        acknowledged_at: None,
    }
}

fn whose(number: u16, rank: Role, team: &str, reach: NoticeReach) -> Whose {
    Whose {
        account: account_id(number),
        stands_in_for: Vec::new(),
        rank,
        force: "avon".to_owned(),
        team: team.to_owned(),
        reach,
    }
}

on_both! {
    fn notices_are_found_by_account_rank_and_team_until_acknowledged(bench) {
        let store = bench.store();
        let (saved, _) = save(store, &[
            notice_row(1, (Some(1), None, Within::Team), 1),
            notice_row(2, (None, Some(Role::Supervisor), Within::Team), 1),
            notice_row(3, (None, Some(Role::Inspector), Within::Force), 1),
            notice_row(4, (None, Some(Role::Inspector), Within::Force), 2),
        ]);
        let found = |whose: &Whose| -> Vec<NoticeId> {
            read(store, |reader| waiting_notices(reader, whose, 10)).into_iter().map(|found| found.id).collect()
        };
        let ids = |numbers: &[usize]| numbers.iter().map(|number| saved[number - 1].id).collect::<Vec<_>>();
        assert_eq!(found(&whose(1, Role::Officer, "north", NoticeReach::Mine)), ids(&[1]));
        assert_eq!(found(&whose(2, Role::Supervisor, "north", NoticeReach::Mine)), ids(&[2]));
        assert_eq!(found(&whose(2, Role::Supervisor, "south", NoticeReach::Mine)), []);
        assert_eq!(found(&whose(3, Role::Inspector, "south", NoticeReach::Mine)), ids(&[4, 3]));
        assert_eq!(found(&whose(9, Role::Officer, "north", NoticeReach::Team)), ids(&[4, 3, 2, 1]));
        assert_eq!(waiting_condition(&whose(1, Role::Officer, "north", NoticeReach::Team)).1.len(), 2);
        // What is for the officer in the case goes with the case.
        save(store, &[store::rows::CaseRow { officer: Some(account_id(5)), ..case_row(1) }]);
        assert_eq!(found(&whose(5, Role::Officer, "north", NoticeReach::Mine)), ids(&[1]));
        let standing_in = Whose { stands_in_for: vec![account_id(5)], ..whose(6, Role::Officer, "south", NoticeReach::Mine) };
        assert_eq!(found(&standing_in), ids(&[1]));
        // One of a round stands beside the others of its clock and its reader.
        let third = saved[2].clone();
        let beside = within(store, move |tx| notices_beside(tx, &third));
        assert_eq!(beside.iter().map(|row| row.id).collect::<Vec<_>>(), ids(&[3, 4]));
        let id = saved[2].id;
        let mut read_it = within(store, move |tx| notice(tx, id)).unwrap();
        (read_it.acknowledged_by, read_it.acknowledged_at) = (Some(account_id(3)), Some(at(9)));
        save(store, &[read_it.clone()]);
        assert_eq!(found(&whose(3, Role::Inspector, "south", NoticeReach::Mine)), ids(&[4]));
        assert!(read_it.clone().only(&[store::Field::Identity]).is_none() && read_it.only(&[store::Field::Listing]).is_some());
        assert!(bench.raw().run("update notices set acknowledged_by = null").is_err(), "a moment without a person");
        assert!(bench.raw().run("update notices set rank = 'officer' where account is not null").is_err(), "two addresses");
    }
}

on_both! {
    fn cases_ties_and_holders_are_read_for_many_at_once(bench) {
        let store = bench.store();
        let rows: Vec<_> = (1..=70).map(case_row).collect();
        save(store, &rows);
        let tie = |number: u16, active: bool| AccessRow {
            id: format!("tie{number}"),
            version: 0,
            salt: String::new(),
            case_id: case_id(number),
            account: account_id(1),
            kind: "connected".to_owned(),
            active,
        };
        save(store, &[tie(3, true), tie(4, false)]);
        let cases: Vec<CaseId> = (1..=70).map(case_id).collect();
        let files = read(store, |reader| case_files(reader, &cases));
        assert_eq!((files.len(), files.get(&case_id(70)).map(|file| file.force.clone())), (70, Some(rows[69].force.clone())));
        let ties = read(store, |reader| ties_of(reader, &cases));
        assert_eq!(ties.iter().map(|(case, ties)| (*case, ties.len())).collect::<Vec<_>>(), [(case_id(3), 1)]);
        assert!(read(store, |reader| case_files(reader, &[])).is_empty());
        let mut closed = account_row(2, "two");
        closed.active = false;
        save(store, &[account_row(1, "one"), closed]);
        let known = read(store, holders);
        assert_eq!(known.iter().map(|holder| (holder.account, holder.rank)).collect::<Vec<_>>(), [(account_id(1), Role::Officer)]);
    }
}
