//! The writer that the fault tests kill, starve and cut the power of: it saves rows and says after each that it is durable.
//!
//! `writer FILE|CONNECTION HOW SEED THREADS COUNT` prints one line `acknowledged KEY` a row, flushed. HOW is `store`, as Holdfast
//! writes; `early`, a control that acknowledges inside the transaction; `full` or `normal`, one row a commit by SQLite itself with
//! that `synchronous`, to tell the pragma apart from everything else; `open`, which only brings the tables up to date. Under
//! `looks` it records looks and saves nothing. What is refused is printed as `refused KEY: why`, and the writer goes on.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a tool of the tests")]

use domain::time::Moment;
use std::io::Write;
use store::rows::SettingRow;
use store::{Chance, Config, Context, Draft, Refusable, Refused, Store, StoreError, Tx};

#[derive(Debug)]
enum Failed {
    Store(StoreError),
}
domain::spoken!(
    enum Failed {
        Store(error),
    }
);

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Refusable for Failed {
    fn refused(&self) -> Option<Refused> {
        None
    }
    fn store_error(&self) -> Option<&StoreError> {
        let Self::Store(error) = self;
        Some(error)
    }
}

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Store,
    Early,
    Looks,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, place, how, seed, threads, count] = arguments.as_slice() else {
        eprintln!("usage: writer FILE|CONNECTION store|early|looks|full|normal|open SEED THREADS COUNT");
        std::process::exit(2);
    };
    let number = |text: &str| text.parse::<u64>().expect("a number");
    let (seed, threads, count) = (number(seed), number(threads), number(count));
    let config = if place.contains('=') { Config::Server(place.clone()) } else { Config::File(place.clone()) };
    let opened = Store::open(&config, moment(), Chance::Seeded { seed, count: 0 });
    let store = opened.unwrap_or_else(|error| {
        println!("refused open: {error}");
        std::process::exit(6);
    });
    say("open");
    let how = match how.as_str() {
        "store" => How::Store,
        "early" => How::Early,
        "looks" => How::Looks,
        "full" | "normal" => return by_itself(place, how, seed, count),
        _ => return,
    };
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let store = &store;
            scope.spawn(move || {
                for number in 0..count {
                    write(store, how, format!("{seed}/{thread}/{number}"));
                }
            });
        }
    });
}

/// A fixed moment: what is written follows from the seed alone.
fn moment() -> Moment {
    Moment::from_micros(1_767_225_600_000_000)
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A pipe that is gone means that the run is over.
    if out.write_all(format!("{line}\n").as_bytes()).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

fn write(store: &Store, how: How, key: String) {
    let context = Context {
        account: None,
        role: None,
        force: None,
        purpose: "system".to_owned(),
        at: moment(),
        policy_set: "00".repeat(32),
    };
    let name = key.clone();
    let outcome = store.transact(context, move |tx: &mut Tx<'_>| -> Result<(), Failed> {
        let draft =
            if how == How::Looks { Draft::seen("look_at_it", &[], Vec::new()) } else { Draft::done("save_it", &[]) };
        let entry = tx.append(draft.fact("key", &name));
        if how != How::Looks {
            let mut row =
                SettingRow { id: name.clone(), version: 0, salt: String::new(), value: "words of a row ".repeat(20) };
            tx.save(&mut row, &entry)?;
        }
        if how == How::Early {
            say(&format!("acknowledged {name}"));
        }
        Ok(())
    });
    match outcome {
        Ok(_) if how == How::Early => {}
        Ok(_) => say(&format!("acknowledged {key}")),
        Err(Failed::Store(error)) => {
            say(&format!("refused {key}: {error}"));
            // Not a storm of refusals: whoever was refused waits a little.
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }
}

/// The same rows without the store: one commit a row, with the pragma that was asked for.
fn by_itself(place: &str, synchronous: &str, seed: u64, count: u64) {
    let connection = rusqlite::Connection::open(place).unwrap();
    connection.execute_batch(&format!("pragma synchronous = {synchronous}")).unwrap();
    for number in 0..count {
        let key = format!("{seed}/0/{number}");
        connection
            .execute(
                "insert into settings (id, version, salt, value) values (?1, 1, '00', ?2)",
                (&key, "words of a row ".repeat(20)),
            )
            .unwrap();
        say(&format!("acknowledged {key}"));
    }
}
