//! One process leads. Whoever led before and does not know that it is over is refused by the database.

use crate::harness::*;
use crate::transactions::assert_whole;
use domain::watch::Watch;
use std::time::{Duration, Instant};
use store::lease::{heartbeat, heartbeat_at};
use store::{Config, Store, StoreError, Tx};

/// The work of a leader: one row.
fn work(key: &'static str) -> impl Fn(&mut Tx<'_>) -> Result<(), Failure> + Send + 'static {
    move |tx| save_in(tx, vec![setting(key, "1")]).map(|_| ())
}

fn keys(bench: &Bench) -> Vec<String> {
    bench.raw().rows("select id from settings order by id").into_iter().flatten().collect()
}

on_both! {
    fn a_leader_that_was_replaced_is_refused_and_leaves_nothing(bench) {
        let (store, other) = (bench.store(), open(&bench.config, 2));
        let old = store.claim_serving("one", at(0), at(10)).unwrap().unwrap();
        store.transact_leading(&old, context(1), work("first")).unwrap();
        assert!(store.beat(Some(&old), at(2)).unwrap());
        // It sleeps; its claim runs out, and another takes over.
        let new = other.claim_serving("two", at(11), at(21)).unwrap().unwrap();
        assert!(new.token() > old.token(), "{} after {}", new.token(), old.token());
        // It wakes, and nobody has told it.
        let refused = store.transact_leading(&old, context(3), work("stale"));
        assert_eq!(refused.unwrap_err(), Failure::Store(StoreError::NotLeading));
        assert!(!store.beat(Some(&old), at(30)).unwrap());
        other.transact_leading(&new, context(4), work("second")).unwrap();
        // The control: without the number the stale work would be done.
        store.transact(context(5), work("unfenced")).unwrap();
        assert_eq!(keys(bench), ["first", "second", "unfenced"]);
        assert_eq!(read(store, heartbeat).ticked_at, Some(at(2)));
        // A number is never given twice, whoever comes back.
        let again = store.claim_serving("one", at(22), at(32)).unwrap().unwrap();
        assert!(again.token() > new.token());
        assert!(other.transact_leading(&new, context(6), work("stale")).is_err());
        assert_whole(store);
    }
}

on_both! {
    fn the_trace_of_the_scheduler_tells_silence_and_a_clock_set_back(bench) {
        let store = bench.store();
        assert_eq!(heartbeat_at(&bench.config).unwrap().read(at(0)), Watch::Never);
        assert!(store.beat(None, at(100)).unwrap());
        assert_eq!(heartbeat_at(&bench.config).unwrap().read(at(220)), Watch::Kept);
        assert_eq!(heartbeat_at(&bench.config).unwrap().read(at(221)), Watch::Silent { since: at(100) });
        // The clock is set back; the scheduler goes on, and the latest moment seen stays.
        assert!(store.beat(None, at(40)).unwrap());
        let trace = read(store, heartbeat);
        assert_eq!((trace.ticked_at, trace.high_water), (Some(at(40)), Some(at(100))));
        assert_eq!(trace.read(at(41)), Watch::SetBack { seen: at(100) });
        assert_eq!(trace.read(at(96)), Watch::Kept);
        // The newest entry is read beside it.
        assert_eq!(trace.recorded_at, None);
        store.transact(context(300), work("later")).unwrap();
        store.transact(context(200), work("sooner")).unwrap();
        assert_eq!(read(store, heartbeat).recorded_at, Some(at(300)), "the latest, not the last");
    }
}

#[test]
fn a_watchdog_makes_no_database_and_says_that_none_answers() {
    let bench = Bench::empty_sqlite();
    assert!(matches!(heartbeat_at(&bench.config), Err(StoreError::Unavailable(_))));
    assert!(bench.is_empty());
    let nowhere = Config::Server("host=127.0.0.1 port=1 user=nobody connect_timeout=2".to_owned());
    assert!(matches!(heartbeat_at(&nowhere), Err(StoreError::Unavailable(_))));
}

/// Microseconds since 1970 by the machine's clock, which is also the database's here.
fn machine_time() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_micros()).unwrap()
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn waiting(bench: &Bench) -> String {
    bench.raw().one("select count(*) from unplaced")
}

/// Several processes on one database: entries of all of them get their places from the leader, and from nobody else.
#[test]
fn only_the_leader_gives_entries_their_places() {
    let bench = Bench::postgres();
    let (store, leader) = (bench.store(), open(&bench.config, 2));
    let until = |seconds: i64| domain::time::Moment::from_micros(machine_time() + seconds * 1_000_000);
    // Somebody leads who has frozen: not one of the two sequencers of this test.
    let frozen = "update serving set holder = 'frozen', token = token + 1, until = ";
    bench.raw().run(&format!("{frozen}{}", until(600).micros())).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    save(store, &[setting("a", "1")]);
    save(&leader, &[setting("b", "1")]);
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(waiting(&bench), "2", "somebody placed entries who does not lead");
    // Its claim runs out; one takes over and places what waited.
    bench.raw().run("update serving set until = 1").unwrap();
    assert!(leader.claim_serving("two", until(0), until(600)).unwrap().is_some());
    wait_for("the new leader places nothing", || waiting(&bench) == "0");
    // The control's other half: a stale leader, which still takes itself for one, places nothing either.
    bench.raw().run(&format!("{frozen}{}", until(600).micros())).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    save(store, &[setting("c", "1")]);
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(waiting(&bench), "1", "a stale leader placed an entry");
    bench.raw().run("update serving set until = 1").unwrap();
    // Nobody leads: whoever is there places, as a command without a server does.
    drop(leader);
    wait_for("nobody places though nobody leads", || waiting(&bench) == "0");
    assert_eq!(assert_whole(store).entries, 3);
}

/// A leader that freezes in the middle of a transaction holds the row that says who leads; the database cuts it off.
#[test]
fn a_leader_that_freezes_inside_a_transaction_is_cut_off_and_writes_nothing() {
    let bench = Bench::postgres();
    let (store, other) = (bench.store(), open(&bench.config, 2));
    let old = store.claim_serving("one", at(0), at(10)).unwrap().unwrap();
    std::thread::scope(|scope| {
        let (begun, asked) = std::sync::mpsc::channel();
        let frozen = scope.spawn(move || {
            store.transact_leading(&old, context(1), move |tx| -> Result<(), Failure> {
                save_in(tx, vec![setting("frozen", "1")])?;
                let _ = begun.send(());
                std::thread::sleep(Duration::from_secs(13));
                Ok(())
            })
        });
        asked.recv().unwrap();
        let start = Instant::now();
        let new = other.claim_serving("two", at(11), at(21)).unwrap().unwrap();
        assert!(start.elapsed() < Duration::from_secs(13), "the takeover waited until the frozen one woke");
        other.transact_leading(&new, context(2), work("new")).unwrap();
        assert!(frozen.join().unwrap().is_err(), "the frozen leader wrote");
    });
    assert_eq!(keys(&bench), ["new"]);
    save(bench.store(), &[setting("after", "1")]);
    assert_whole(bench.store());
}

/// What a process finds that never led: nothing to be refused for.
#[test]
fn a_lease_is_worth_nothing_in_another_database() {
    let (one, two) = (Bench::sqlite(), Bench::sqlite());
    let lease = one.store().claim_serving("one", at(0), at(10)).unwrap().unwrap();
    let store: &Store = two.store();
    assert!(store.transact_leading(&lease, context(1), work("elsewhere")).is_err());
    assert_eq!(keys(&two), Vec::<String>::new());
}
