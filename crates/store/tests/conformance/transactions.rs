//! A transaction is whole or nothing, however many meet, whoever fails beside it.

use crate::harness::*;
use domain::event::CaseEvent;
use domain::ids::ContentId;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::verify::verify;
use store::{Draft, Store, StoreError, Tx};

/// A name that no other row of this run has.
fn fresh() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    format!("fresh {}", COUNT.fetch_add(1, Ordering::Relaxed))
}

pub fn assert_whole(store: &Store) -> store::verify::Verified {
    let verified = verify(store, None).unwrap();
    assert_eq!(verified.findings, []);
    verified
}

on_both! {
    fn a_refusal_undoes_the_rows_and_is_on_record(bench) {
        let outcome = bench.store().transact(context(1), |tx| -> Result<(), Failure> {
            let entry = tx.append(Draft::done("save_it", &[]));
            tx.save(&mut setting("a", "1"), &entry)?;
            Err(Failure::No)
        });
        assert_eq!(outcome.unwrap_err(), Failure::No);
        let mut raw = bench.raw();
        assert_eq!(raw.one("select count(*) from settings"), "0");
        let texts = raw.rows("select text from entries");
        assert_eq!(texts.len(), 1);
        assert!(texts[0][0].contains(r#""action":"try_it","decision":"refused","why":"not_allowed""#), "{texts:?}");
        assert!(texts[0][0].contains(r#""policies":["forbid-1"]"#), "{texts:?}");
        save(bench.store(), &[setting("a", "2")]);
        assert_eq!(assert_whole(bench.store()).entries, 2);
    }
}

on_both! {
    fn a_failure_of_the_store_undoes_all_and_leaves_no_entry(bench) {
        let outcome = bench.store().transact(context(1), |tx| -> Result<(), Failure> {
            save_in(tx, vec![setting("a", "1")])?;
            Err(StoreError::Missing("case").into())
        });
        assert_eq!(outcome.unwrap_err(), Failure::Store(StoreError::Missing("case")));
        assert_eq!(bench.raw().one("select (select count(*) from settings) + (select count(*) from entries)"), "0");
        save(bench.store(), &[setting("a", "1")]);
        assert_whole(bench.store());
    }
}

on_both! {
    fn a_use_case_that_panics_takes_nothing_with_it(bench) {
        for _ in 0..20 {
            let outcome = bench.store().transact(context(1), |tx| -> Result<(), Failure> {
                save_in(tx, vec![setting("a", "1")])?;
                panic!("on purpose")
            });
            assert_eq!(outcome.unwrap_err(), Failure::Store(StoreError::Unavailable("the use case panicked".into())));
        }
        let looks = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            bench.store().read(at(1), &|_| -> Result<(), Failure> { panic!("on purpose") })
        }));
        assert!(looks.is_err());
        save(bench.store(), &[setting("a", "1")]);
        assert_eq!(assert_whole(bench.store()).entries, 1);
    }
}

on_both! {
    /// On SQLite they share commits; on PostgreSQL sixteen connections serve them, and the sequencer places them.
    fn two_hundred_at_once_are_all_durable(bench) {
        std::thread::scope(|scope| {
            for number in 0..200 {
                let store = bench.store();
                scope.spawn(move || {
                    let (_, receipt) = save(store, &[setting(&format!("{number}"), "1")]);
                    assert_eq!(receipt.entries().len(), 1);
                });
            }
        });
        // Somebody who opens the files now finds them.
        let again = open(&bench.config, 2);
        let verified = assert_whole(&again);
        assert_eq!((verified.entries, verified.rows), (200, 200));
        assert_eq!(bench.raw().one("select size from tree_head"), "200");
    }
}

#[test]
fn a_use_case_that_fails_in_a_group_leaves_the_others() {
    let bench = Bench::sqlite();
    let path = match &bench.config {
        store::Config::File(path) | store::Config::Server(path) => path.clone(),
    };
    let in_group = Arc::new(AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let store = bench.store();
        // The first holds the writer until the others wait for it, so that all come into one group.
        scope.spawn(move || {
            store
                .transact(context(1), |tx| -> Result<(), Failure> {
                    std::thread::sleep(Duration::from_millis(500));
                    save_in(tx, vec![setting("first", "1")]).map(|_| ())
                })
                .unwrap();
        });
        std::thread::sleep(Duration::from_millis(150));
        for number in 0..40 {
            let (in_group, path) = (in_group.clone(), path.clone());
            scope.spawn(move || {
                let outcome = store.transact(context(2), move |tx| -> Result<(), Failure> {
                    save_in(tx, vec![setting(&number.to_string(), "1")])?;
                    // Nobody outside sees the first yet, so its group is still open.
                    let outside = rusqlite::Connection::open(&path).unwrap();
                    let seen: i64 = outside.query_row("select count(*) from settings", [], |row| row.get(0)).unwrap();
                    in_group.fetch_add(usize::from(seen == 0), Ordering::Relaxed);
                    match number % 4 {
                        0 => Err(Failure::No),
                        1 => Err(StoreError::Missing("case").into()),
                        2 if number < 20 => panic!("on purpose"),
                        _ => Ok(()),
                    }
                });
                assert_eq!(outcome.is_ok(), number % 4 == 3 || (number % 4 == 2 && number >= 20), "{number}");
            });
        }
    });
    assert_eq!(in_group.load(Ordering::Relaxed), 40, "not all came into one group: the test shows nothing");
    let kept = bench.raw().rows("select id from settings order by id");
    assert_eq!(kept.len(), 1 + 10 + 5, "{kept:?}");
    // One entry each, and one for each of the ten refusals.
    assert_eq!(assert_whole(bench.store()).entries, 26);
}

/// This adds one event to the case, with the number after the last, and counts it in the row.
pub fn add_one(tx: &mut Tx<'_>) -> Result<(), Failure> {
    let number = i64::try_from(store::queries::history(tx, case_id(1))?.len()).unwrap() + 1;
    let mut row = store::queries::case_row(tx, case_id(1))?.ok_or(StoreError::Missing("case"))?;
    let note = ContentId::new(tx.at(), tx.chance());
    let entry =
        tx.append(Draft::done("add_note", &[]).on_case(case_id(1), number, vec![CaseEvent::NoteAdded { note }]));
    row.events += 1;
    Ok(tx.save(&mut row, &entry)?)
}

fn add_many(stores: &[&Store], each: usize, one: fn(&mut Tx<'_>) -> Result<(), Failure>) {
    std::thread::scope(|scope| {
        for store in stores {
            scope.spawn(move || {
                for _ in 0..each {
                    store.transact(context(1), one).unwrap();
                }
            });
        }
    });
}

on_both! {
    fn of_two_who_add_at_once_none_is_lost(bench) {
        save(bench.store(), &[case_row(1)]);
        add_many(&[bench.store(), bench.store()], 30, add_one);
        let row = within(bench.store(), |tx| store::queries::case_row(tx, case_id(1))).unwrap();
        assert_eq!((row.events, row.version), (60, 61));
        assert_eq!(within(bench.store(), |tx| store::queries::history(tx, case_id(1))).len(), 60);
        assert_whole(bench.store());
    }
}

on_both! {
    /// The row is not touched here: what meets is only the number of the event.
    fn of_many_who_number_events_at_once_none_is_lost(bench) {
        fn number_one(tx: &mut Tx<'_>) -> Result<(), Failure> {
            let number = i64::try_from(store::queries::history(tx, case_id(1))?.len()).unwrap() + 1;
            tx.append(Draft::done("review_acts", &[]).on_case(case_id(1), number, vec![CaseEvent::ActsReviewed]));
            Ok(())
        }
        let store = bench.store();
        add_many(&[store, store, store, store], 15, number_one);
        assert_eq!(within(store, |tx| store::queries::history(tx, case_id(1))).len(), 60);
        assert_eq!(
            bench.raw().one("select count(distinct case_version) from entries where case_version between 1 and 60"),
            "60"
        );
        assert_whole(store);
    }
}

on_both! {
    /// Two servers on one database, or a command beside a server.
    fn two_stores_can_write_at_once(bench) {
        save(bench.store(), &[case_row(1)]);
        let other = open(&bench.config, 2);
        add_many(&[bench.store(), &other], 20, add_one);
        let row = within(&other, |tx| store::queries::case_row(tx, case_id(1))).unwrap();
        assert_eq!(row.events, 40);
        // One for the row, forty that add, one for the reading in a transaction.
        assert_eq!(assert_whole(bench.store()).entries, 42);
    }
}

on_both! {
    fn every_connection_chains_its_entries(bench) {
        let store = bench.store();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                scope.spawn(move || {
                    for number in 0..10 {
                        save(store, &[setting(&format!("{thread}/{number}"), "1")]);
                        let refused = store.transact(context(1), |_| -> Result<(), Failure> { Err(Failure::No) });
                        assert_eq!(refused.unwrap_err(), Failure::No);
                        // An aborted transaction leaves no gap.
                        let failed = store.transact(context(1), |tx| -> Result<(), Failure> {
                            tx.append(Draft::done("it", &[]));
                            Err(StoreError::Missing("case").into())
                        });
                        assert!(failed.is_err());
                    }
                });
            }
        });
        assert_eq!(assert_whole(store).entries, 80);
        for row in bench.raw().rows("select writer, count(*), max(writer_seq), min(writer_seq) from entries group by writer") {
            assert_eq!((&row[1], row[3].as_str()), (&row[2], "1"), "writer {}", row[0]);
        }
    }
}

on_both! {
    /// The first entry is written already when the second fails: its number must be given again.
    fn a_transaction_that_fails_late_leaves_no_gap_in_the_chain(bench) {
        for _ in 0..3 {
            save(bench.store(), &[setting(&fresh(), "1")]);
            let outcome = bench.store().transact(context(1), |tx| -> Result<(), Failure> {
                tx.append(Draft::done("small", &[]));
                tx.append(Draft::done("large", &[]).fact("words", "x".repeat(66_000)));
                Ok(())
            });
            assert_eq!(outcome.unwrap_err(), Failure::Store(StoreError::EntryTooLarge));
        }
        save(bench.store(), &[setting(&fresh(), "1")]);
        assert_eq!(assert_whole(bench.store()).entries, 4);
    }
}

on_both! {
    fn every_entry_gets_a_place_within_a_second_or_so(bench) {
        for number in 0..30 {
            save(bench.store(), &[setting(&number.to_string(), "1")]);
        }
        let mut raw = bench.raw();
        let start = Instant::now();
        while raw.one("select count(*) from places") != "30" {
            assert!(start.elapsed() < Duration::from_secs(5), "entries wait for a place still");
            std::thread::sleep(Duration::from_millis(20));
        }
        println!("places given after {:?}", start.elapsed());
        assert_eq!(raw.one("select count(*) from unplaced"), "0");
        assert_eq!(raw.one("select size from tree_head"), "30");
        assert_eq!(raw.one("select min(position) || '-' || max(position) from places"), "0-29");
    }
}

on_both! {
    fn sequencers_that_meet_give_each_entry_one_place(bench) {
        let store = bench.store();
        std::thread::scope(|scope| {
            for thread in 0..3 {
                scope.spawn(move || {
                    for number in 0..20 {
                        save(store, &[setting(&format!("{thread}/{number}"), "1")]);
                        store.sequence().unwrap();
                    }
                });
            }
        });
        assert_eq!(assert_whole(store).entries, 60);
    }
}

on_both! {
    /// Someone verifies while others work: what is committed meanwhile is no finding.
    fn verifying_while_others_write_finds_nothing(bench) {
        save(bench.store(), &[case_row(1)]);
        std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                for _ in 0..60 {
                    bench.store().transact(context(1), add_one).unwrap();
                }
            });
            while !writing.is_finished() {
                assert_whole(bench.store());
            }
        });
        assert_eq!(assert_whole(bench.store()).entries, 61);
    }
}

on_both! {
    fn one_process_serves_until_its_claim_runs_out(bench) {
        let (store, other) = (bench.store(), open(&bench.config, 2));
        assert!(store.claim_serving("one", at(0), at(60)).unwrap().is_some());
        assert!(other.claim_serving("two", at(1), at(61)).unwrap().is_none());
        assert!(other.claim_serving("two", at(59), at(119)).unwrap().is_none());
        assert!(store.claim_serving("one", at(30), at(90)).unwrap().is_some(), "the holder prolongs");
        assert!(other.claim_serving("two", at(60), at(120)).unwrap().is_none());
        assert!(other.claim_serving("two", at(90), at(150)).unwrap().is_some());
        assert!(store.claim_serving("one", at(91), at(151)).unwrap().is_none());
        assert_eq!(bench.raw().one("select count(*) from entries"), "0");
    }
}

#[test]
fn a_use_case_sees_its_moment_its_actor_and_chance() {
    let bench = Bench::sqlite();
    let (one, two) = within(bench.store(), |tx| {
        assert_eq!((tx.at(), tx.context().purpose.as_str()), (at(2), "assigned"));
        Ok((tx.chance(), tx.chance()))
    });
    assert_ne!(one, two);
}

#[test]
fn a_writer_that_cannot_begin_says_why() {
    let bench = Bench::sqlite();
    let mut raw = bench.raw();
    raw.run("begin immediate").unwrap();
    // Twenty seconds is how long a writer waits for another process.
    let outcome = bench.store().transact(context(1), |tx| save_in(tx, vec![setting("a", "1")]));
    let expected = "another process is writing to the database and does not let go";
    assert_eq!(outcome.unwrap_err(), Failure::Store(StoreError::Unavailable(expected.into())));
    raw.run("rollback").unwrap();
    save(bench.store(), &[setting("a", "1")]);
}

#[test]
fn a_server_that_was_started_anew_costs_one_failure_at_most() {
    let bench = Bench::postgres();
    let store = bench.store();
    std::thread::scope(|scope| {
        for number in 0..8 {
            scope.spawn(move || save(store, &[setting(&format!("before {number}"), "1")]));
        }
    });
    bench
        .raw()
        .rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    let mut failures = 0;
    for number in 0..20 {
        let key = format!("after {number}");
        let outcome = store.transact(context(1), move |tx| save_in(tx, vec![setting(&key, "1")]));
        failures += usize::from(outcome.is_err());
    }
    assert!(failures <= 1, "{failures} requests failed");
    // The sequencer comes back by itself.
    let mut raw = bench.raw();
    let start = Instant::now();
    while raw.one("select count(*) from unplaced") != "0" {
        assert!(start.elapsed() < Duration::from_secs(5), "entries wait for a place still");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(assert_whole(store).entries, 28 - u64::try_from(failures).unwrap());
}

on_both! {
    fn a_look_sees_one_moment(bench) {
        save(bench.store(), &[setting("a", "1")]);
        let counts = read(bench.store(), |reader| {
            let before = store::queries::setting(reader, "b")?.is_some();
            std::thread::scope(|scope| {
                scope.spawn(|| save(bench.store(), &[setting("b", "1")]));
            });
            Ok((before, store::queries::setting(reader, "b")?.is_some()))
        });
        assert_eq!(counts, (false, false));
        assert!(read(bench.store(), |reader| store::queries::setting(reader, "b")).is_some());
    }
}

on_both! {
    fn a_transaction_without_an_entry_gives_nothing_out(bench) {
        save(bench.store(), &[setting("a", "1")]);
        let asked = bench.store().transact(context(2), |tx| -> Result<_, Failure> { Ok(Kept(store::queries::setting(tx, "a")?)) });
        assert_eq!(asked.unwrap_err(), Failure::Store(StoreError::NoEntry));
    }
}
