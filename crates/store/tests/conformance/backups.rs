//! A backup holds everything that was acknowledged before it, goes back into either database, and is not taken when it lacks something.

use crate::harness::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::backup::{Copied, Restored, backup, restore, why_refused};
use store::ledger::checkpoint::{Head, LogKey, new_key, read as read_checkpoint};
use store::verify::verify;
use store::{Chance, StoreError};

fn key() -> LogKey {
    new_key("holdfast/test", [7; 32])
}

fn chance() -> Chance {
    Chance::System
}

fn copy(bench: &Bench, name: &str) -> (std::path::PathBuf, Copied) {
    let file = bench.folder().join(name);
    let copied = backup(&bench.config, &file, &key(), at(40), &mut chance()).unwrap();
    (file, copied)
}

fn put_back(to: &Bench, file: &std::path::Path, against: Option<&Head>, accept_loss: bool) -> Restored {
    restore(&to.config, file, against, accept_loss, at(60), &mut chance()).unwrap()
}

/// An empty place of each kind: a file that does not exist, and a database without tables.
fn places() -> [Bench; 2] {
    [Bench::empty_sqlite(), Bench::empty_postgres()]
}

on_both! {
    fn a_backup_goes_back_into_either_database(bench) {
        save(bench.store(), &[setting("a", "1"), setting("b", "2")]);
        save(bench.store(), &[mention_row(1, 1, "person_at_risk")]);
        bench.store().sequence().unwrap();
        let (file, copied) = copy(bench, "whole");
        assert_eq!((copied.verified.findings.len(), copied.sha256.len()), (0, 64));
        assert_eq!((copied.verified.entries, copied.verified.rows), (3, 3), "two saves, and the entry that says a copy was made");
        let head = read_checkpoint(&copied.checkpoint, &key().public).unwrap();
        assert_eq!((head.size, &head.root), (3, &copied.verified.root));
        let again = backup(&bench.config, &file, &key(), at(41), &mut chance());
        assert!(matches!(again, Err(StoreError::Unavailable(_))), "a backup is never written over");

        for place in places() {
            let restored = put_back(&place, &file, Some(&head), false);
            assert_eq!((restored.verified.findings.len(), restored.lost, restored.outdated), (0, 0, false));
            assert_eq!(why_refused(&restored), None);
            let store = open(&place.config, 5);
            store.sequence().unwrap();
            let verified = verify(&store, Some(&head)).unwrap();
            assert_eq!((verified.findings.as_slice(), verified.entries, verified.rows), ([].as_slice(), 4, 3), "and the entry that says it was put back");
            let mut raw = place.raw();
            assert_eq!(raw.one("select value from settings where id = 'b'"), "2");
            assert!(raw.one("select text from entries where at = (select max(at) from entries)").contains(&copied.sha256));
            assert!(raw.run("update entries set text = ''").is_err(), "append-only here too");
            // Life goes on.
            save(&store, &[setting("c", "3")]);
            store.sequence().unwrap();
            assert_eq!(verify(&store, Some(&head)).unwrap().findings, []);
            let full = restore(&place.config, &file, None, false, at(61), &mut chance());
            assert!(matches!(full, Err(StoreError::Unavailable(_))), "only into an empty place");
        }
    }
}

on_both! {
    fn a_copy_older_than_a_kept_checkpoint_is_refused_with_the_reason(bench) {
        save(bench.store(), &[setting("a", "1")]);
        let (file, _) = copy(bench, "older");
        save(bench.store(), &[setting("b", "2")]);
        save(bench.store(), &[setting("c", "3")]);
        let text = store::ledger::checkpoint::sign(bench.store(), &key()).unwrap();
        let head = read_checkpoint(&text, &key().public).unwrap();
        for place in places() {
            let refused = put_back(&place, &file, Some(&head), false);
            assert_eq!(refused.lost, 2);
            assert!(why_refused(&refused).unwrap().contains("ends after 2 entries, and 2 that were acknowledged"), "{refused:?}");
            assert!(place.is_empty(), "nothing was put there");

            let taken = put_back(&place, &file, Some(&head), true);
            assert_eq!((taken.lost, taken.verified.findings.len()), (2, 0));
            let store = open(&place.config, 5);
            store.sequence().unwrap();
            let found = verify(&store, Some(&head)).unwrap().findings;
            assert_eq!(found.iter().map(|found| found.kind).collect::<Vec<_>>(), ["checkpoint"], "the loss shows for ever");
            assert!(place.raw().one("select text from entries where at = (select max(at) from entries)").contains(r#"["lost","2"]"#));
        }
    }
}

on_both! {
    fn a_copy_that_was_changed_is_refused(bench) {
        save(bench.store(), &[setting("a", "1")]);
        let (file, copied) = copy(bench, "changed");
        rusqlite::Connection::open(&file).unwrap().execute_batch("update settings set value = '2'").unwrap();
        let head = read_checkpoint(&copied.checkpoint, &key().public).unwrap();
        for place in places() {
            let refused = put_back(&place, &file, Some(&head), true);
            assert!(why_refused(&refused).unwrap().contains("row settings/a"), "{refused:?}");
            assert!(place.is_empty());
        }
        let noise = bench.folder().join("noise");
        std::fs::write(&noise, "no database at all").unwrap();
        let other = bench.folder().join("other");
        rusqlite::Connection::open(&other).unwrap().execute_batch("create table it (id integer)").unwrap();
        for place in places() {
            for file in [&noise, &other] {
                assert!(restore(&place.config, file, None, false, at(60), &mut chance()).is_err());
                assert!(place.is_empty());
            }
        }
    }
}

on_both! {
    /// Copies are made while others write; each holds what was acknowledged before it was asked for.
    fn a_backup_of_a_database_in_use_is_whole(bench) {
        let store = bench.store();
        let stop = Arc::new(AtomicBool::new(false));
        /// The writers end even when the test fails.
        struct Ends(Arc<AtomicBool>);
        impl Drop for Ends {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        std::thread::scope(|scope| {
            let _ends = Ends(stop.clone());
            for writer in 0..3 {
                let stop = stop.clone();
                scope.spawn(move || {
                    for number in 0.. {
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                        save(store, &[setting(&format!("{writer}-{number}"), "1")]);
                    }
                });
            }
            for round in 0..4 {
                let marker = format!("marker-{round}");
                save(store, &[setting(&marker, "yes")]);
                let (file, copied) = copy(bench, &format!("live-{round}"));
                assert_eq!(copied.verified.findings, []);
                let found: i64 = rusqlite::Connection::open(&file).unwrap()
                    .query_row("select count(*) from settings where id = ?1", [&marker], |row| row.get(0)).unwrap();
                assert_eq!(found, 1, "acknowledged before the copy, and not in it");
            }
        });
        store.sequence().unwrap();
        assert_eq!(verify(store, None).unwrap().findings, []);
        let told = bench.raw().rows("select text from entries where text like '%\"action\":\"backup\"%'");
        assert_eq!(told.len(), 4, "each copy is on record");
    }
}
