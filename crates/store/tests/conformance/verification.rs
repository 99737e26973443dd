//! Whatever is changed behind the store's back is found; what is untouched is clean.

use crate::harness::*;
use crate::transactions::assert_whole;
use domain::event::CaseEvent;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use store::ledger::checkpoint::{
    Head, LogKey, new_key, public_of, read as read_checkpoint, read_text, sign, sign_text,
};
use store::ledger::entry::Read;
use store::ledger::export::export;
use store::verify::{Finding, verify};
use store::{Draft, Kind, StoreError};

/// Eleven entries and as many rows.
fn fill(bench: &Bench) {
    for number in 0..10 {
        save(bench.store(), &[setting(&format!("key{number}"), "before")]);
    }
    save(bench.store(), &[mention_row(1, 1, "subject")]);
    bench.store().sequence().unwrap();
}

fn log_key() -> LogKey {
    new_key("holdfast.example/log", [7; 32])
}

fn kept_head(bench: &Bench) -> Head {
    read_checkpoint(&sign(bench.store(), &log_key()).unwrap(), &log_key().public).unwrap()
}

/// This verifies clean, tampers, and returns what is found then.
fn found_after(bench: &Bench, tamper: impl Fn(&mut Raw)) -> Vec<Finding> {
    fill(bench);
    let head = kept_head(bench);
    let control = verify(bench.store(), Some(&head)).unwrap();
    assert_eq!((control.findings.len(), control.entries, control.rows), (0, 11, 11), "{:?}", control.findings);
    assert_eq!(control.root, head.root);
    let mut raw = bench.raw();
    raw.drop_triggers();
    assert_eq!(verify(bench.store(), Some(&head)).unwrap().findings, [], "dropping the triggers alone changes no data");
    tamper(&mut raw);
    verify(bench.store(), Some(&head)).unwrap().findings
}

fn has(findings: &[Finding], kind: &str, which: &str) -> bool {
    findings.iter().any(|finding| finding.kind == kind && finding.which == which)
}

fn third(raw: &mut Raw) -> String {
    raw.one("select entry_id from places where position = 3")
}

on_both! {
    fn one_byte_of_an_entry_is_found(bench) {
        let findings = found_after(bench, |raw| {
            let id = third(raw);
            raw.run(&format!("update entries set text = replace(text, 'assigned', 'assigneD') where id = '{id}'")).unwrap();
        });
        assert!(has(&findings, "entry", "3"), "{findings:?}");
        assert!(has(&findings, "checkpoint", "11"), "{findings:?}");
        assert!(!has(&findings, "entry", "2") && !has(&findings, "entry", "4"), "{findings:?}");
    }
}

on_both! {
    /// Even if the last entry is changed and its chain has nobody after it.
    fn one_byte_of_the_last_entry_is_found(bench) {
        let findings = found_after(bench, |raw| {
            let id = raw.one("select entry_id from places where position = 10");
            raw.run(&format!("update entries set text = replace(text, '\"purpose\":\"a', '\"purpose\":\"b') where id = '{id}'")).unwrap();
        });
        assert!(has(&findings, "entry", "10") && has(&findings, "checkpoint", "11"), "{findings:?}");
    }
}

on_both! {
    fn one_byte_of_a_row_is_found(bench) {
        let findings = found_after(bench, |raw| raw.run("update settings set value = 'beforE' where id = 'key4'").unwrap());
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(has(&findings, "row", "settings/key4"), "{findings:?}");
    }
}

on_both! {
    fn every_column_of_a_row_is_sealed(bench) {
        for column in ["surname", "postcode", "phones", "vehicle", "salt", "version"] {
            let bench = &if bench.raw().kind() == Kind::Sqlite { Bench::sqlite() } else { Bench::postgres() };
            let findings = found_after(bench, |raw| {
                let value = if column == "version" { "2" } else { "'changed'" };
                raw.run(&format!("update mentions set {column} = {value}")).unwrap();
            });
            assert!(has(&findings, "row", &format!("mentions/{}", mention_id(1))), "{column}: {findings:?}");
        }
    }
}

on_both! {
    fn a_leaf_of_the_tree_is_found(bench) {
        // Node 0 of level 0 is stored first.
        let findings = found_after(bench, |raw| flip(raw, 0));
        assert!(has(&findings, "entry", "0"), "{findings:?}");
    }
}

on_both! {
    fn a_node_higher_up_is_found(bench) {
        // Stored order is 0/0, 0/1, 1/0, 0/2, 0/3, 1/1, 2/0: the last is the first of level 2.
        let findings = found_after(bench, |raw| flip(raw, 6));
        assert!(has(&findings, "node", "2/0"), "{findings:?}");
        assert_eq!(findings.len(), 1, "{findings:?}");
    }
}

fn flip(raw: &mut Raw, index: u64) {
    let hash = raw.one(&format!("select hash from tree_nodes where idx = {index}"));
    let digit = if hash.starts_with('0') { "1" } else { "0" };
    raw.run(&format!("update tree_nodes set hash = '{digit}{}' where idx = {index}", &hash[1..])).unwrap();
}

on_both! {
    fn a_node_that_is_gone_is_found(bench) {
        let findings = found_after(bench, |raw| raw.run("delete from tree_nodes where idx = 6").unwrap());
        assert!(has(&findings, "node", "2/0"), "{findings:?}");
    }
}

/// How many nodes a tree of that many entries has that are complete.
fn nodes_of(size: u64) -> u64 {
    (0..size).map(|position| u64::from((position + 1).trailing_zeros()) + 1).sum()
}

/// This takes the last entries away so well that what is left is whole in itself.
fn cut_to(raw: &mut Raw, size: u64) {
    let nodes = nodes_of(size);
    raw.run(&format!(
        "delete from settings where id >= 'key{size}'; delete from mentions;
         delete from entries where id in (select entry_id from places where position >= {size});
         delete from places where position >= {size};
         delete from tree_nodes where idx >= {nodes};
         update tree_head set size = {size} where id = 1;"
    ))
    .unwrap();
}

on_both! {
    fn an_end_that_was_cut_off_is_found_with_a_checkpoint_alone(bench) {
        let findings = found_after(bench, |raw| cut_to(raw, 8));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(has(&findings, "checkpoint", "11"), "{findings:?}");
        // Without what somebody kept outside, nobody can know.
        assert_eq!(verify(bench.store(), None).unwrap().findings, []);
    }
}

on_both! {
    fn an_end_that_was_cut_off_and_written_anew_is_found(bench) {
        fill(bench);
        let head = kept_head(bench);
        let mut raw = bench.raw();
        raw.drop_triggers();
        cut_to(&mut raw, 8);
        let forger = open(&bench.config, 5);
        for number in 0..6 {
            save(&forger, &[setting(&format!("new{number}"), "after")]);
        }
        assert_whole(&forger);
        let found = verify(bench.store(), Some(&head)).unwrap();
        assert_eq!(found.entries, 14);
        assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
        assert!(has(&found.findings, "checkpoint", "11"), "{:?}", found.findings);
    }
}

on_both! {
    fn an_end_that_was_cut_off_carelessly_is_found_without_a_checkpoint(bench) {
        found_after(bench, |raw| raw.run("delete from places where position = 10").unwrap());
        let findings = verify(bench.store(), None).unwrap().findings;
        assert!(has(&findings, "place", "tree_head"), "{findings:?}");
        assert!(findings.iter().any(|finding| finding.what == "has no place in the log"), "{findings:?}");
    }
}

on_both! {
    fn a_row_that_is_gone_is_found(bench) {
        let findings = found_after(bench, |raw| raw.run("delete from settings where id = 'key2'").unwrap());
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(has(&findings, "row", "settings/key2"), "{findings:?}");
    }
}

on_both! {
    fn a_row_that_was_slipped_in_is_found(bench) {
        let findings = found_after(bench, |raw| raw.run("insert into settings values ('extra', 1, '00', 'x')").unwrap());
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(has(&findings, "row", "settings/extra"), "{findings:?}");
    }
}

on_both! {
    fn an_older_version_of_a_row_is_found(bench) {
        fill(bench);
        let old = read(bench.store(), |reader| store::queries::setting(reader, "key1")).unwrap();
        save(bench.store(), &[store::rows::SettingRow { value: "after".to_owned(), ..old.clone().into_inner() }]);
        assert_whole(bench.store());
        bench.raw().run(&format!("update settings set version = 1, salt = '{}', value = 'before' where id = 'key1'", old.salt)).unwrap();
        let findings = verify(bench.store(), None).unwrap().findings;
        assert!(has(&findings, "row", "settings/key1"), "{findings:?}");
    }
}

on_both! {
    fn an_entry_that_is_gone_is_found(bench) {
        let findings = found_after(bench, |raw| {
            let id = third(raw);
            raw.run(&format!("delete from entries where id = '{id}'")).unwrap();
        });
        assert!(has(&findings, "entry", "3") && findings.iter().any(|finding| finding.kind == "chain"), "{findings:?}");
    }
}

on_both! {
    fn an_entry_that_was_slipped_in_is_found(bench) {
        let findings = found_after(bench, |raw| {
            raw.run("insert into entries (id, at, writer, writer_seq, text) values ('x', 1, 'w', 1, '{}')").unwrap();
        });
        assert!(has(&findings, "entry", "x") && has(&findings, "chain", "w/1"), "{findings:?}");
    }
}

on_both! {
    fn two_entries_that_changed_places_are_found(bench) {
        let findings = found_after(bench, |raw| {
            raw.run(
                "update places set position = 100 where position = 3; update places set position = 3 where position = 4;
                 update places set position = 4 where position = 100;",
            )
            .unwrap();
        });
        assert!(has(&findings, "entry", "3") && has(&findings, "entry", "4"), "{findings:?}");
    }
}

on_both! {
    /// Columns beside the text of an entry: they choose what a case's history is.
    fn a_history_that_was_moved_is_found(bench) {
        for number in 1..=4 {
            bench.store().transact(context(1), move |tx| -> Result<(), Failure> {
                tx.append(Draft::done("review_acts", &[]).on_case(case_id(1), number, vec![CaseEvent::ActsReviewed]));
                Ok(())
            }).unwrap();
        }
        assert_whole(bench.store());
        let mut raw = bench.raw();
        raw.drop_triggers();
        let id = third(&mut raw);
        let before = raw.rows(&format!("select case_id, case_version, at from entries where id = '{id}'")).remove(0);
        for change in [format!("case_id = '{}'", case_id(2)), "case_version = 7".to_owned(), "case_id = null, case_version = null".to_owned(), "at = at + 1".to_owned()] {
            raw.run(&format!("update entries set {change} where id = '{id}'")).unwrap();
            let findings = verify(bench.store(), None).unwrap().findings;
            assert!(findings.len() == 1 && has(&findings, "entry", "3"), "{change}: {findings:?}");
            raw.run(&format!("update entries set case_id = '{}', case_version = {}, at = {} where id = '{id}'", before[0], before[1], before[2])).unwrap();
            assert_whole(bench.store());
        }
    }
}

on_both! {
    /// A tree that was damaged cannot grow; verification still says what is wrong.
    fn entries_after_damage_do_not_stop_verification(bench) {
        found_after(bench, |raw| raw.run("delete from tree_nodes where idx > 5").unwrap());
        let outcome = bench.store().transact(context(5), |tx| save_in(tx, vec![setting("later", "1")]));
        assert_eq!(outcome.is_ok(), bench.raw().kind() == Kind::Postgres, "{outcome:?}");
        let findings = verify(bench.store(), None).unwrap().findings;
        assert!(has(&findings, "node", "2/0"), "{findings:?}");
        assert!(!findings.iter().any(|finding| finding.kind == "row"), "{findings:?}");
    }
}

on_both! {
    fn a_log_of_any_size_is_whole(bench) {
        assert_eq!(assert_whole(bench.store()).entries, 0);
        let mut heads = vec![kept_head(bench)];
        for number in 1..=17u64 {
            save(bench.store(), &[setting(&number.to_string(), "1")]);
            let head = kept_head(bench);
            assert_eq!(head.size, number);
            heads.push(head);
        }
        for head in &heads {
            assert_eq!(verify(bench.store(), Some(head)).unwrap().findings, [], "against {}", head.size);
        }
        let wrong = Head { root: heads[4].root.clone(), ..heads[5].clone() };
        assert!(has(&verify(bench.store(), Some(&wrong)).unwrap().findings, "checkpoint", "5"));
    }
}

on_both! {
    fn a_checkpoint_is_signed_and_read(bench) {
        fill(bench);
        let key = log_key();
        let text = sign(bench.store(), &key).unwrap();
        let head = read_checkpoint(&text, &key.public).unwrap();
        assert_eq!((head.origin.as_str(), head.size), ("holdfast.example/log", 11));
        assert_eq!(head.root, verify(bench.store(), None).unwrap().root);
        assert_eq!(public_of(&format!("{}\n", key.private)).unwrap().public, key.public);
        let other = new_key("holdfast.example/log", [8; 32]);
        let error = read_checkpoint(&text, &other.public).unwrap_err();
        assert_eq!(error, StoreError::Unavailable("the checkpoint is not signed by this log's key".into()));
        let signed = sign_text("a pack\nsha256 00\n", &key).unwrap();
        assert_eq!(read_text(&signed, &key.public).unwrap(), "a pack\nsha256 00\n");
        assert!(read_text(&signed.replacen("00", "01", 1), &key.public).is_err(), "the text was changed");
        assert!(read_text(&signed, &other.public).is_err(), "another key signed it");
        let changed = text.replacen("\n11\n", "\n12\n", 1);
        assert_ne!(changed, text);
        assert!(read_checkpoint(&changed, &key.public).is_err());
        let other_log = new_key("other.example/log", [7; 32]);
        assert!(read_checkpoint(&sign(bench.store(), &other_log).unwrap(), &key.public).is_err());
    }
}

#[test]
fn what_is_no_key_and_no_checkpoint_is_refused() {
    for text in ["", "PRIVATE+KEY+", "PRIVATE+KEY+name+00000000+!!", "PRIVATE+KEY+name+00000000+AAAA", "x+y+z"] {
        assert!(public_of(text).is_err(), "{text}");
    }
    for text in ["", "\n\n", "name\n1\nAAAA\n\n— name AAAA\n"] {
        assert!(read_checkpoint(text, &log_key().public).is_err(), "{text}");
    }
    assert!(read_checkpoint("", "no key").is_err());
}

fn exported(bench: &Bench) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    export(bench.store(), &log_key(), &mut |path, bytes| {
        assert!(files.insert(path.to_owned(), bytes.to_vec()).is_none(), "{path} twice");
        Ok(())
    })
    .unwrap();
    files
}

fn write_all(files: &BTreeMap<String, Vec<u8>>, folder: &Path) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

on_both! {
    fn an_export_holds_the_whole_log(bench) {
        // More than one tile, and a full one below a second level.
        for _ in 0..3 {
            bench.store().transact(context(1), |tx| -> Result<(), Failure> {
                for number in 0..100 {
                    tx.append(Draft::done("it", &[]).fact("number", number));
                }
                Ok(())
            }).unwrap();
        }
        let files = exported(bench);
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["checkpoint", "key", "nodes.csv", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"]);
        assert_eq!((files["tile/0/000"].len(), files["tile/0/001.p/44"].len(), files["tile/1/000.p/1"].len()), (256 * 32, 44 * 32, 32));
        let text = String::from_utf8(files["checkpoint"].clone()).unwrap();
        let head = read_checkpoint(&text, std::str::from_utf8(&files["key"]).unwrap()).unwrap();
        assert_eq!((head.size, head.root), (300, verify(bench.store(), None).unwrap().root));
        let mut bundle = [files["tile/entries/000"].as_slice(), files["tile/entries/001.p/44"].as_slice()].concat();
        let mut count = 0;
        while !bundle.is_empty() {
            let length = usize::from(u16::from_be_bytes([bundle[0], bundle[1]]));
            let entry = Read::parse(std::str::from_utf8(&bundle[2..2 + length]).unwrap()).unwrap();
            assert_eq!(entry.action, "it");
            assert_eq!(entry.recorded().count(), 0);
            bundle.drain(..2 + length);
            count += 1;
        }
        assert_eq!(count, 300);
        // The folder may be told that the disk is full.
        let full = StoreError::Unavailable("full".into());
        assert_eq!(export(bench.store(), &log_key(), &mut |_, _| Err(full.clone())).unwrap_err(), full);
    }
}

on_both! {
    fn an_export_while_others_write_is_of_one_moment(bench) {
        std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                for number in 0..300 {
                    save(bench.store(), &[setting(&number.to_string(), "1")]);
                }
            });
            while !writing.is_finished() {
                let files = exported(bench);
                let text = String::from_utf8(files["checkpoint"].clone()).unwrap();
                let size = read_checkpoint(&text, &log_key().public).unwrap().size;
                let nodes = String::from_utf8(files["nodes.csv"].clone()).unwrap();
                assert_eq!(u64::try_from(nodes.lines().count() - 1).unwrap(), nodes_of(size), "of {size} entries");
            }
        });
    }
}

/// The second verifier, in another language, which shares no code with ours.
fn second_verifier(folder: &Path, kept: &Path) -> (bool, String) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verifier/verify.py");
    let out = Command::new("python3")
        .arg(program)
        .arg(folder)
        .arg("--key")
        .arg(kept.join("key"))
        .arg("--against")
        .arg(kept.join("checkpoint"))
        .output()
        .unwrap();
    (out.status.success(), format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr)))
}

on_both! {
    fn the_second_verifier_agrees(bench) {
        fill(bench);
        for _ in 0..2 {
            bench.store().transact(context(1), |tx| -> Result<(), Failure> {
                for number in 0..130 {
                    tx.append(Draft::done("it", &[]).fact("number", number));
                }
                Ok(())
            }).unwrap();
        }
        let folder = bench.folder();
        let kept = folder.join("kept");
        write_all(&exported(bench), &kept);
        save(bench.store(), &[setting("later", "1")]);
        write_all(&exported(bench), &folder.join("whole"));
        let (fine, said) = second_verifier(&folder.join("whole"), &kept);
        assert!(fine && said.contains("OK"), "{said}");
        let mut raw = bench.raw();
        raw.drop_triggers();
        let id = third(&mut raw);
        raw.run(&format!("update entries set text = replace(text, 'assigned', 'assigneD') where id = '{id}'")).unwrap();
        write_all(&exported(bench), &folder.join("changed"));
        let (fine, said) = second_verifier(&folder.join("changed"), &kept);
        assert!(!fine && said.contains("finding: entry 3:"), "{said}");
    }
}
