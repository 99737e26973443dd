//! Many at once on PostgreSQL, and the connection lost between commit and answer: each thing is done once, or not, and told so.

use crate::harness::*;
use crate::transactions::{add_one, assert_whole};
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use store::{Config, Draft, Store, StoreError, Tx};

/// What the proxy does when it sees a commit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cut {
    /// The server gets it, and its answer is lost.
    After,
    /// The server never gets it.
    Before,
    /// The server gets it, and can never be reached again.
    ForGood,
}

/// A proxy between the store and PostgreSQL that cuts the connection at the next commits.
struct Proxy {
    folder: PathBuf,
    left: Arc<AtomicUsize>,
    made: Arc<AtomicUsize>,
    shut: Arc<AtomicUsize>,
}

impl Proxy {
    fn start(bench: &Bench, cut: Cut) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("holdfast_cut_{}_{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let proxy = Self { folder, left: Arc::default(), made: Arc::default(), shut: Arc::default() };
        let listener = UnixListener::bind(proxy.folder.join(".s.PGSQL.5432")).unwrap();
        let server = Path::new(&host(&bench.config)).join(".s.PGSQL.5432");
        let (left, made, shut) = (proxy.left.clone(), proxy.made.clone(), proxy.shut.clone());
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                // Dropped unanswered: for who asks, the server is not there.
                if shut.load(Ordering::SeqCst) == 0 {
                    let (left, made, shut) = (left.clone(), made.clone(), shut.clone());
                    let server = UnixStream::connect(&server).unwrap();
                    let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                    std::thread::spawn(move || carry(back.0, back.1));
                    std::thread::spawn(move || carry_until_cut(client, server, cut, &left, &made, &shut));
                }
            }
        });
        proxy
    }

    /// The next commits are cut.
    fn cut_next(&self, commits: usize) {
        self.left.store(commits, Ordering::SeqCst);
    }

    /// How many were.
    fn cuts(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }

    fn config(&self, bench: &Bench) -> Config {
        let (Config::File(url) | Config::Server(url)) = &bench.config;
        Config::Server(url.replace(&host(&bench.config), &self.folder.display().to_string()))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The folder of the server's socket.
fn host(config: &Config) -> String {
    let (Config::File(url) | Config::Server(url)) = config;
    let host = url.split_whitespace().find_map(|part| part.strip_prefix("host=")).unwrap().to_owned();
    assert!(host.starts_with('/'), "these tests want a PostgreSQL on a local socket, not {host}");
    host
}

fn carry(mut from: UnixStream, mut to: UnixStream) {
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(std::net::Shutdown::Both);
}

fn carry_until_cut(
    mut client: UnixStream,
    mut server: UnixStream,
    cut: Cut,
    left: &AtomicUsize,
    made: &AtomicUsize,
    shut: &AtomicUsize,
) {
    let mut buffer = [0; 65_536];
    let mut serialisable = false;
    while let Ok(read @ 1..) = client.read(&mut buffer) {
        let bytes = &buffer[..read];
        // The message of a simple query: Q, its length, the text, a zero.
        let says = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        // Use cases alone are serialisable: the sequencer's commits pass.
        serialisable |= says(b"begin isolation level serializable\0");
        let commits = serialisable && says(b"commit\0");
        let due = commits && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if !due {
            if server.write_all(bytes).is_err() {
                return;
            }
            continue;
        }
        made.fetch_add(1, Ordering::SeqCst);
        if cut == Cut::ForGood {
            shut.store(1, Ordering::SeqCst);
        }
        let _ = client.shutdown(std::net::Shutdown::Both);
        if cut != Cut::Before {
            let _ = server.write_all(bytes);
            // Time for the server to read it before the socket closes.
            std::thread::sleep(Duration::from_millis(200));
        }
        let _ = server.shutdown(std::net::Shutdown::Both);
        return;
    }
    let _ = server.shutdown(std::net::Shutdown::Both);
}

fn events(bench: &Bench) -> i64 {
    within(bench.store(), |tx| store::queries::case_row(tx, case_id(1))).unwrap().events
}

fn add_through(proxy: &Proxy, bench: &Bench, times: usize) -> Store {
    save(bench.store(), &[case_row(1)]);
    let through = open(&proxy.config(bench), 5);
    for done in 0..times {
        proxy.cut_next(1);
        let (_, receipt) = through.transact(context(1), add_one).unwrap();
        assert_eq!(proxy.cuts(), done + 1, "no commit was cut: the test shows nothing");
        let written = format!("select count(*) from entries where id = '{}'", receipt.entries()[0]);
        assert_eq!(bench.raw().one(&written), "1", "the receipt names an entry that is not there");
    }
    through
}

#[test]
fn a_commit_whose_answer_is_lost_counts_once() {
    let bench = Bench::postgres();
    let proxy = Proxy::start(&bench, Cut::After);
    drop(add_through(&proxy, &bench, 6));
    assert_eq!(events(&bench), 6);
    assert_whole(bench.store());
}

#[test]
fn a_commit_that_never_arrived_is_known_not_to_count_and_is_done_again() {
    let bench = Bench::postgres();
    let proxy = Proxy::start(&bench, Cut::Before);
    drop(add_through(&proxy, &bench, 6));
    assert_eq!(events(&bench), 6);
    assert_whole(bench.store());
}

#[test]
fn when_the_outcome_cannot_be_looked_up_nobody_is_told_that_nothing_was_written() {
    let bench = Bench::postgres();
    save(bench.store(), &[case_row(1)]);
    let proxy = Proxy::start(&bench, Cut::ForGood);
    let through = open(&proxy.config(&bench), 5);
    proxy.cut_next(1);
    let told = through.transact(context(1), add_one);
    assert_eq!(told.unwrap_err(), Failure::Store(StoreError::InDoubt));
    assert_eq!(events(&bench), 1, "it was written: to say that it was not would have been wrong");
    assert_whole(bench.store());
}

/// The control: whoever tries again without looking does it twice, and the proxy is what makes that happen.
#[test]
fn a_blind_retry_does_it_twice() {
    let bench = Bench::postgres();
    bench.raw().run("create table blind (n bigint)").unwrap();
    let proxy = Proxy::start(&bench, Cut::After);
    let (Config::File(url) | Config::Server(url)) = proxy.config(&bench);
    proxy.cut_next(1);
    let blindly = |again: bool| {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client.batch_execute("begin isolation level serializable").unwrap();
        client.batch_execute("insert into blind values (1)").unwrap();
        assert_eq!(client.batch_execute("commit").is_ok(), again);
    };
    blindly(false);
    blindly(true);
    bench.raw().run("select pg_sleep(0.5)").unwrap();
    assert_eq!(bench.raw().one("select count(*) from blind"), "2");
    bench.raw().run("drop table blind").unwrap();
}

/// Thirty-two at once in four processes' worth of stores: each writes rows of its own and adds to one of eight cases.
#[test]
fn thirty_two_writers_at_once_lose_nothing() {
    const EACH: usize = 12;
    let bench = Bench::postgres();
    save(bench.store(), &(1..=8).map(case_row).collect::<Vec<_>>());
    let stores: Vec<Store> = (10..14).map(|seed| open(&bench.config, seed)).collect();
    let (added, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for writer in 0..32_u16 {
            let (stores, added, refused) = (&stores, &added, &refused);
            scope.spawn(move || {
                let store = &stores[usize::from(writer % 4)];
                for number in 0..EACH {
                    save_again(store, &format!("{writer}/{number}"));
                    match store.transact(context(1), move |tx| add_to(tx, 1 + writer % 8)) {
                        Ok(_) => added.fetch_add(1, Ordering::SeqCst),
                        Err(Failure::Store(StoreError::Serialisation)) => refused.fetch_add(1, Ordering::SeqCst),
                        Err(other) => panic!("{other:?}"),
                    };
                }
            });
        }
    });
    let (added, refused) = (added.into_inner(), refused.into_inner());
    assert_eq!(added + refused, 32 * EACH);
    assert_eq!(bench.raw().one("select count(*) from settings"), (32 * EACH).to_string());
    assert_eq!(bench.raw().one("select cast(sum(events) as bigint) from cases"), added.to_string());
    let verified = assert_whole(bench.store());
    assert_eq!(verified.entries, u64::try_from(1 + 32 * EACH + added).unwrap());
    println!("{added} added, {refused} refused after many tries");
    assert!(added > refused, "more were refused than done");
}

/// This saves a row of one's own until it is saved: it meets others only by chance of the index's pages.
fn save_again(store: &Store, key: &str) {
    loop {
        let row = setting(key, "1");
        match store.transact(context(1), move |tx| save_in(tx, vec![row.clone()]).map(|_| ())) {
            Ok(_) => return,
            Err(Failure::Store(StoreError::Serialisation)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}

fn add_to(tx: &mut Tx<'_>, case: u16) -> Result<(), Failure> {
    let mut row = store::queries::case_row(tx, case_id(case))?.ok_or(StoreError::Missing("case"))?;
    let entry = tx.append(Draft::done("count_it", &[]));
    row.events += 1;
    Ok(tx.save(&mut row, &entry)?)
}

/// Sixteen at once on one and the same row: each closure counts once or is refused, however often it was run.
#[test]
fn a_storm_on_one_row_counts_each_once_or_not_at_all() {
    let bench = Bench::postgres();
    save(bench.store(), &[case_row(1)]);
    let (runs, added, refused) = (Arc::new(AtomicUsize::new(0)), AtomicUsize::new(0), AtomicUsize::new(0));
    let ids = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..16 {
            let (store, added, refused, ids) = (bench.store(), &added, &refused, &ids);
            let runs = runs.clone();
            scope.spawn(move || {
                for _ in 0..15 {
                    let runs = runs.clone();
                    let one = move |tx: &mut Tx<'_>| {
                        runs.fetch_add(1, Ordering::SeqCst);
                        add_to(tx, 1)
                    };
                    match store.transact(context(1), one) {
                        Ok((_, receipt)) => {
                            added.fetch_add(1, Ordering::SeqCst);
                            ids.lock().unwrap().extend(receipt.entries().iter().map(ToString::to_string));
                        }
                        Err(Failure::Store(StoreError::Serialisation)) => {
                            refused.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(other) => panic!("{other:?}"),
                    }
                }
            });
        }
    });
    let (runs, added, refused) = (runs.load(Ordering::SeqCst), added.into_inner(), refused.into_inner());
    println!("{runs} runs, {added} added, {refused} refused");
    assert_eq!(added + refused, 16 * 15);
    assert!(runs > added + refused, "nobody met anybody: the test shows nothing");
    assert_eq!(events(&bench), i64::try_from(added).unwrap());
    let mut ids = ids.into_inner().unwrap();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), added, "two closures have one entry");
    let version = bench.raw().one("select version from cases");
    assert_eq!(version, (1 + added).to_string(), "a version was written twice or left out");
    assert_whole(bench.store());
}
