//! A process that is killed has lost nothing that it acknowledged.

use crate::harness::*;
use crate::transactions::assert_whole;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use store::Config;

const FILE: &str = "HOLDFAST_TEST_KILLED_FILE";

/// This starts this program again, to run one test as the process that will be killed.
fn start(test: &str, config: &Config) -> Child {
    let (Config::File(place) | Config::Server(place)) = config;
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(FILE, place)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Where the process that will be killed works; none in the test itself.
fn place() -> Option<String> {
    std::env::var(FILE).ok()
}

fn acknowledge(key: &str) {
    let mut out = std::io::stdout().lock();
    // A pipe that is gone means that the test is over.
    if writeln!(out, "acknowledged {key}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// This waits for so many acknowledgements, kills, and returns all that were given until then.
fn kill_after(mut child: Child, count: usize) -> BTreeSet<String> {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut keys = BTreeSet::new();
    let key = |line: String| line.split_once("acknowledged ").map(|(_, key)| key.to_owned());
    while keys.len() < count {
        keys.extend(key(lines.next().expect("the process ended by itself")));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    keys.extend(lines.filter_map(key));
    keys
}

fn kept(bench: &Bench) -> BTreeSet<String> {
    bench.raw().rows("select id from settings").into_iter().flatten().collect()
}

fn write_until_killed(config: &Config, seed: u64) {
    let store = open(config, seed);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for number in 0..100_000 {
                    let key = format!("{seed}/{thread}/{number}");
                    save(store, &[setting(&key, "1")]);
                    acknowledge(&key);
                }
            });
        }
    });
}

#[test]
fn nothing_acknowledged_is_lost() {
    if let Some(place) = place() {
        return write_until_killed(&Config::File(place), u64::from(std::process::id()));
    }
    let bench = Bench::sqlite();
    let mut acknowledged = BTreeSet::new();
    for round in 0..5 {
        let child = start("killed::nothing_acknowledged_is_lost", &bench.config);
        acknowledged.extend(kill_after(child, 40 + 37 * round));
        let again = open(&bench.config, 900 + u64::try_from(round).unwrap());
        let kept = kept(&bench);
        let lost: Vec<_> = acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "acknowledged, but not there: {lost:?}");
        let verified = assert_whole(&again);
        assert_eq!(verified.rows, u64::try_from(kept.len()).unwrap());
    }
    assert!(acknowledged.len() > 300);
}

/// The control: who acknowledges before the commit does lose it, and this test would see that.
#[test]
fn what_is_acknowledged_before_its_commit_is_lost() {
    if let Some(place) = place() {
        let store = open(&Config::File(place), 7);
        save(&store, &[setting("committed", "1")]);
        acknowledge("committed");
        let _ = store.transact(context(1), |tx| -> Result<(), Failure> {
            save_in(tx, vec![setting("too early", "1")])?;
            acknowledge("too early");
            std::thread::sleep(Duration::from_secs(600));
            Ok(())
        });
        return;
    }
    let bench = Bench::sqlite();
    let child = start("killed::what_is_acknowledged_before_its_commit_is_lost", &bench.config);
    let acknowledged = kill_after(child, 2);
    assert!(acknowledged.contains("too early"));
    let kept = kept(&bench);
    assert_eq!(acknowledged.difference(&kept).map(String::as_str).collect::<Vec<_>>(), ["too early"]);
    assert_whole(&open(&bench.config, 8));
}
