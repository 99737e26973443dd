//! A good ledger passes both verifiers; whatever is changed behind Holdfast's back is named.

use crate::one_case::{SMALL_HEADER, SMALL_MAP};
use crate::support::{House, On, Ran, british, on_both, root, today};
use std::process::Command;

/// A house with a few reports in it, a kept checkpoint, and the triggers gone: as whoever has the disk could do.
fn filled(on: On) -> House {
    let house = House::set_up(on);
    let row = |number: u32| {
        format!(
            "T/{number},{},A2,Ex,Harbour,He rang.,Maud,Quillfeather,03/04/1988,,Gilbert,Thornapple",
            british(3, "09:30")
        )
    };
    let file = house.write("export.csv", [SMALL_HEADER.to_owned(), row(1), row(2), row(3)].join("\n"));
    let map = house.write("map.toml", SMALL_MAP);
    house.by("admin", &["import", &file, "--map", &map, "--go-live", &today().plus_days(-30).to_string()]).ok();
    let kept = house.by("larch", &["ledger", "checkpoint"]).ok().out;
    assert!(kept.lines().any(|line| line.starts_with('\u{2014}')), "no signature in {kept}");
    house.write("kept", kept);
    house
}

fn drop_triggers(house: &House) {
    let tables = ["entries", "places", "tree_nodes"];
    let statements: Vec<String> = match house.on {
        On::Sqlite => tables
            .iter()
            .flat_map(|table| ["update", "delete"].map(|act| format!("drop trigger {table}_no_{act};")))
            .collect(),
        On::Postgres => tables.iter().map(|table| format!("alter table {table} disable trigger all;")).collect(),
    };
    house.tamper(&statements.concat());
}

fn verify(house: &House) -> Ran {
    house.by("larch", &["verify", "--against", &house.path("kept")])
}

/// The second verifier on a fresh export, with the kept checkpoint and the key.
fn second(house: &House, folder: &str) -> Ran {
    let folder = house.path(folder);
    house.by("larch", &["ledger", "export", &folder]).ok().says(&["python3 verifier/verify.py"]);
    house.write("key", house.by("", &["ledger", "key"]).ok().out);
    let verifier = root().join("verifier/verify.py");
    let mut command = Command::new("python3");
    command.arg(verifier).args([&folder, "--against", &house.path("kept"), "--key", &house.path("key")]);
    Ran::of(format!("(python3 verifier/verify.py {folder})"), &command.output().unwrap())
}

on_both! {
    /// The control: nothing changed but the triggers, and both say so.
    fn an_untouched_ledger_passes_both_verifiers(on) {
        let house = filled(on);
        drop_triggers(&house);
        verify(&house).ok().says(&["OK", "cases checked"]).never_says(&["without a kept checkpoint"]);
        house.by("larch", &["verify"]).ok().says(&["OK", "without a kept checkpoint"]);
        second(&house, "export").ok();
        house.by("larch", &["ledger", "export", &house.path("export")]).exits(2).says(&["is not empty"]);
    }
}

/// The id of the entry that made the import: somewhere in the middle of the log.
fn middle_entry(house: &House) -> String {
    house.text("select entry_id from places where position = 9")
}

on_both! {
    fn one_byte_of_an_entry_is_named_by_both(on) {
        let house = filled(on);
        drop_triggers(&house);
        let id = middle_entry(&house);
        house.tamper(&format!("update entries set text = replace(text, '\"decision\":\"done\"', '\"decision\":\"donE\"') where id = '{id}'"));
        verify(&house).exits(5).says(&["entry 9", "findings; keep the database as it is"]).never_says(&["entry 8 ", "OK\n"]);
        second(&house, "export").exits(1).says(&["finding:", "9"]);
    }
}

on_both! {
    /// The export holds no business row, so only our own verifier can see one that was changed.
    fn one_byte_of_a_business_row_is_named_by_holdfast(on) {
        let house = filled(on);
        drop_triggers(&house);
        let id = house.text("select id from reports where reference = 'T/2'");
        house.tamper(&format!("update reports set offence = 'x' where id = '{id}'"));
        verify(&house).exits(5).says(&[&format!("row reports/{id}"), "1 findings"]);
        second(&house, "export").ok();
    }
}

on_both! {
    /// A case row that was changed is named twice: against its entry, and against its events.
    fn a_changed_case_row_does_not_follow_from_its_events(on) {
        let house = filled(on);
        let id = house.text("select min(id) from cases");
        house.tamper(&format!("update cases set status = 'closed', on_list = 0 where id = '{id}'"));
        verify(&house).exits(5).says(&[&format!("row cases/{id}"), &format!("case {id} does not follow from its events in: "), "status"]);
    }
}

on_both! {
    fn one_byte_of_a_tree_node_is_named_by_both(on) {
        let house = filled(on);
        drop_triggers(&house);
        // Stored order is 0/0, 0/1, 1/0, 0/2, 0/3, 1/1, 2/0: number 6 is the first of level 2.
        let hash = house.text("select hash from tree_nodes where idx = 6");
        let digit = if hash.starts_with('0') { "1" } else { "0" };
        house.tamper(&format!("update tree_nodes set hash = '{digit}{}' where idx = 6", &hash[1..]));
        verify(&house).exits(5).says(&["node 2/0"]);
        second(&house, "export").exits(1).says(&["finding: node 2/0"]);
    }
}

on_both! {
    /// What is left is whole in itself: only the kept checkpoint shows that something is missing.
    fn an_end_that_was_cut_off_is_named_by_both_with_a_kept_checkpoint(on) {
        let house = filled(on);
        drop_triggers(&house);
        let size: u64 = house.text("select cast(size as text) from tree_head").parse().unwrap();
        let keep = size - 2;
        let nodes: u64 = (0..keep).map(|position| u64::from((position + 1).trailing_zeros()) + 1).sum();
        house.tamper(&format!(
            "delete from entries where id in (select entry_id from places where position >= {keep});
             delete from places where position >= {keep};
             delete from tree_nodes where idx >= {nodes};
             update tree_head set size = {keep} where id = 1;"
        ));
        verify(&house).exits(5).says(&["checkpoint"]);
        second(&house, "export").exits(1).says(&["finding:"]);
    }
}

#[test]
fn who_may_not_oversee_the_ledger_is_refused_and_a_forged_checkpoint_is_not_taken() {
    let house = filled(On::Sqlite);
    for who in ["ash", "oak", "rowan"] {
        house.by(who, &["verify"]).exits(1).says(&["your role does not allow you"]);
        house.by(who, &["ledger", "export", &house.path("theirs")]).exits(1);
    }
    house.by("", &["verify"]).exits(4);
    let kept = std::fs::read_to_string(house.path("kept")).unwrap();
    let mut lines: Vec<&str> = kept.lines().collect();
    lines[1] = "1";
    let forged = house.write("forged", format!("{}\n", lines.join("\n")));
    let ran = house.by("larch", &["verify", "--against", &forged]);
    assert_ne!(ran.code, 0, "a head that nobody signed was taken: {ran:?}");
    house.by("larch", &["verify", "--against", "nowhere"]).exits(6).says(&["nowhere"]);
}

/// Refusals and looks are entries too, and none names a person.
#[test]
fn every_refusal_and_look_is_on_record_without_a_name() {
    let house = filled(On::Sqlite);
    let case = house.worklist("rowan")["rows"][0]["reference"].as_str().unwrap().to_owned();
    house.by("rowan", &["case", &case]).ok().says(&["Quillfeather"]);
    house.on("rowan", &case, &["approve-closure", "--reasons", "It is not for me to."]).exits(1);
    let count = |condition: &str| -> u64 {
        house.text(&format!("select cast(count(*) as text) from entries where {condition}")).parse().unwrap()
    };
    assert_eq!(count("text like '%\"action\":\"decide_closure\",\"decision\":\"refused\"%'"), 1);
    assert!(count("text like '%\"action\":\"view_case\",\"decision\":\"seen\"%'") >= 1);
    for word in ["Quillfeather", "Thornapple", "Maud", "He rang", "It is not for me"] {
        assert_eq!(count(&format!("text like '%{word}%'")), 0, "'{word}' stands in the ledger");
    }
}
