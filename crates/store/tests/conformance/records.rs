//! Rows are saved under an entry, version by version, and come back as they went in.

use crate::harness::*;
use domain::time::Moment;
use std::sync::{Arc, Mutex};
use store::{Draft, Entry, Kind, StoreError};

on_both! {
    fn settings_are_found_by_the_beginning_of_their_key(bench) {
        save(bench.store(), &["a/1", "a/2", "a", "ab/1", "A/3", "b/1"].map(|key| setting(key, "x")));
        let keys = read(bench.store(), |reader| store::queries::settings_under(reader, "a/"));
        assert_eq!(keys.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["a/1", "a/2"]);
        assert_eq!(read(bench.store(), |reader| store::queries::settings_under(reader, "c/")).len(), 0);
    }
}

on_both! {
    fn a_row_comes_back_as_it_was_saved(bench) {
        let (saved, receipt) = save(bench.store(), &[case_row(1)]);
        assert_eq!((saved[0].version, receipt.entries().len()), (1, 1));
        assert_eq!(saved[0].salt.len(), 32);
        let found = within(bench.store(), |tx| store::queries::case_row(tx, case_id(1))).unwrap();
        assert_eq!(found, saved[0]);
        let (mentions, _) = save(bench.store(), &[mention_row(1, 1, "subject")]);
        assert_eq!(within(bench.store(), |tx| store::queries::mention(tx, mention_id(1))).as_ref(), mentions.first());
    }
}

on_both! {
    fn an_update_makes_the_next_version_with_another_salt(bench) {
        let (first, _) = save(bench.store(), &[setting("colour", "blue")]);
        let mut changed = first[0].clone();
        changed.value = "green".to_owned();
        let (second, _) = save(bench.store(), &[changed]);
        assert_eq!(second[0].version, 2);
        assert_ne!(second[0].salt, first[0].salt);
        assert_eq!(read(bench.store(), |reader| store::queries::setting(reader, "colour")).as_deref(), second.first());
    }
}

on_both! {
    fn a_stale_version_is_a_conflict(bench) {
        let (first, _) = save(bench.store(), &[setting("colour", "blue")]);
        let stale = first[0].clone();
        save(bench.store(), &first);
        let again = stale.clone();
        let outcome = bench.store().transact(context(3), move |tx| save_in(tx, vec![again.clone()]));
        assert_eq!(outcome.unwrap_err(), Failure::Store(StoreError::Conflict("settings")));
        // A new row under a name that is taken is one, too.
        let outcome = bench.store().transact(context(3), move |tx| save_in(tx, vec![setting("colour", "red")]));
        assert_eq!(outcome.unwrap_err(), Failure::Store(StoreError::Conflict("record")));
        // Neither left an entry.
        assert_eq!(bench.raw().one("select count(*) from entries"), "2");
        assert_eq!(bench.raw().one("select value from settings"), "blue");
    }
}

on_both! {
    /// A value that a check refuses is a mistake of ours, not somebody else's change.
    fn a_broken_check_is_no_conflict(bench) {
        let outcome = bench.store().transact(context(3), |tx| save_in(tx, vec![mention_row(1, 1, "victim")]));
        assert!(matches!(outcome, Err(Failure::Store(StoreError::Unavailable(_)))), "{outcome:?}");
        save(bench.store(), &[mention_row(1, 1, "subject")]);
    }
}

on_both! {
    fn an_entry_of_another_transaction_is_refused(bench) {
        let kept: Arc<Mutex<Option<Entry>>> = Arc::default();
        let keep = kept.clone();
        bench.store().transact(context(1), move |tx| -> Result<(), Failure> {
            *keep.lock().unwrap() = Some(tx.append(Draft::done("first", &[])));
            Ok(())
        }).unwrap();
        let outcome = bench.store().transact(context(2), move |tx| -> Result<(), Failure> {
            tx.append(Draft::done("second", &[]));
            let foreign = kept.lock().unwrap().unwrap();
            assert_eq!(tx.tell(&foreign, "reference", "HF-1").unwrap_err(), StoreError::ForeignEntry);
            assert_eq!(tx.happened(&foreign).unwrap_err(), StoreError::ForeignEntry);
            Ok(tx.save(&mut setting("a", "1"), &foreign)?)
        });
        assert_eq!(outcome.unwrap_err(), Failure::Store(StoreError::ForeignEntry));
        assert_eq!(bench.raw().one("select count(*) from settings"), "0");
    }
}

on_both! {
    fn an_entry_that_no_log_can_hold_is_refused(bench) {
        let outcome = bench.store().transact(context(1), |tx| -> Result<(), Failure> {
            let entry = tx.append(Draft::done("much", &[]).fact("words", "x".repeat(66_000)));
            Ok(tx.save(&mut setting("a", "1"), &entry)?)
        });
        assert_eq!(outcome.unwrap_err(), Failure::Store(StoreError::EntryTooLarge));
        assert_eq!(bench.raw().one("select count(*) from settings"), "0");
    }
}

on_both! {
    /// `$1` and `$3` are bound out of order and `$1` twice; a seam that numbered them by appearance would mix them up.
    fn placeholders_mean_their_number(bench) {
        let store = bench.store();
        assert!(store.claim_serving("one", at(0), at(10)).unwrap().is_some());
        let mut raw = bench.raw();
        assert_eq!(raw.one("select holder from serving"), "one");
        assert_eq!(raw.one("select until from serving"), at(10).micros().to_string());
        // An update binds $2, $3, $4 first, then $1, then $2 again.
        let (rows, _) = save(store, &[setting("key", "value"), setting("other", "value")]);
        let mut changed = rows[0].clone();
        changed.value = "changed".to_owned();
        save(store, &[changed]);
        assert_eq!(
            raw.rows("select id, version, value from settings order by id"),
            [["key", "2", "changed"], ["other", "1", "value"]]
        );
    }
}

on_both! {
    fn moments_come_back_to_the_microsecond(bench) {
        for micros in [0, 1, -1, 1_767_225_600_123_456, -62_135_596_800_000_000, 253_402_207_200_000_000] {
            let moment = Moment::from_micros(micros);
            let mut row = case_row(1);
            row.due_started = Some(moment);
            row.version = i64::from(micros != 0) * read_version(bench);
            save(bench.store(), &[row]);
            let found = within(bench.store(), |tx| store::queries::case_row(tx, case_id(1))).unwrap();
            assert_eq!(found.due_started, Some(moment));
            assert_eq!(moment.to_string().parse::<Moment>().unwrap(), moment, "the ledger's text of it");
        }
        let mut odd = context(1);
        odd.at = Moment::from_micros(1_767_225_600_123_456);
        bench.store().transact(odd, |tx| -> Result<(), Failure> { tx.append(Draft::done("it", &[])); Ok(()) }).unwrap();
        let text = bench.raw().one("select text from entries where at = 1767225600123456");
        assert!(text.contains("\"at\":\"2026-01-01T00:00:00.123456Z\""), "{text}");
    }
}

fn read_version(bench: &Bench) -> i64 {
    within(bench.store(), |tx| store::queries::case_row(tx, case_id(1))).map_or(0, |row| row.version)
}

on_both! {
    fn a_cell_that_cannot_be_read_is_named(bench) {
        save(bench.store(), &[case_row(1)]);
        bench.raw().run("update cases set grade = 'very high'").unwrap();
        let outcome = bench.store().read(at(1), &|reader| -> Result<_, Failure> {
            Ok(store::queries::sealed_case_row(reader, case_id(1))?)
        });
        let corrupt = StoreError::Corrupt { table: "cases", column: "grade", row: domain::wording!("{}", case_id(1)) };
        assert_eq!(outcome.unwrap_err(), Failure::Store(corrupt));
        assert_eq!(bench.store().kind() == Kind::Sqlite, bench.raw().kind() == Kind::Sqlite);
    }
}
