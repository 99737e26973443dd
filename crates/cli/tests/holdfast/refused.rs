//! What is typed to a command and cannot be read is on record by field and code, in nobody's words.

use crate::support::{House, On, Ran, on_both};

/// What everyone types here; it may stand nowhere in the ledger.
const TYPED: &str = "Gwendolyn-Quillfeather";

fn last_entry(house: &House) -> serde_json::Value {
    let text = house.text("select text from entries order by at desc, writer, writer_seq desc limit 1");
    serde_json::from_str(&text).unwrap()
}

/// This checks the exit code, and what the last entry says.
#[track_caller]
fn left(house: &House, ran: Ran, code: i32, action: &str, why: &str, facts: &[(&str, &str)]) {
    ran.exits(code);
    let entry = last_entry(house);
    assert_eq!(entry["decision"], "refused", "{entry}");
    assert_eq!((entry["action"].as_str(), entry["why"].as_str()), (Some(action), Some(why)), "{entry}");
    for (name, value) in facts {
        let found = entry["facts"].as_array().unwrap().iter().any(|fact| fact[0] == *name && fact[1] == *value);
        assert!(found, "{name}={value} is missing from {entry}");
    }
}

on_both! {
    fn what_a_command_cannot_read_is_on_record(on) {
        let house = House::set_up(on);
        let left = |ran, code, action, why, facts: &[(&str, &str)]| left(&house, ran, code, action, why, facts);
        let typed = |command, field| [("command", command), ("problem", field)];
        left(house.by("admin", &["go-live", TYPED]), 2, "command", "invalid", &typed("go-live", "go-live:unreadable"));
        left(house.by("rowan", &["worklist", "--risk", TYPED]), 2, "command", "invalid", &typed("worklist", "risk:unreadable"));
        let intervene = house.on("ash", TYPED, &["intervene", TYPED, "--at", "now"]);
        left(intervene, 2, "command", "invalid", &typed("on intervene", "kind:unreadable"));
        let report = ["report", TYPED, "--occurred", TYPED, "--at-risk", TYPED];
        left(house.by("ash", &report), 2, "command", "invalid", &typed("report", "at-risk:unreadable"));
        left(house.by("larch", &["ledger", "export", "."]), 2, "command", "invalid", &typed("ledger", "command:unfit"));
        left(house.by("ash", &["case", TYPED]), 3, "view_case", "not_found", &[("named_chars", "22")]);
        let map = house.write("map.toml", format!("form = \"{TYPED}\""));
        left(house.by("rowan", &["import", &map, "--map", &map]), 2, "run_import", "invalid", &[("problem", "map:unreadable")]);
        left(house.by("", &["--as", TYPED, "worklist"]), 2, "act_as", "not_a_demonstration", &[]);
        let strange = house.command("", &["worklist"]).env("HOLDFAST_TOKEN", TYPED).output().unwrap();
        left(Ran::of("worklist".to_owned(), &strange), 4, "session", "unknown_token", &[("account", "unknown")]);
        // A flag that there is none of is no wish of an account.
        let before = house.text("select cast(count(*) as text) from entries");
        house.by("ash", &["worklist", &format!("--{TYPED}")]).exits(2);
        assert_eq!(house.text("select cast(count(*) as text) from entries"), before);
        let holding = format!("select cast(count(*) as text) from entries where text like '%{TYPED}%'");
        assert_eq!(house.text(&holding), "0", "what was typed stands in the ledger");
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}

#[test]
fn setting_up_twice_is_on_record() {
    let house = House::set_up(On::Sqlite);
    let again = [
        "init",
        "--force",
        TYPED,
        "--force-name",
        TYPED,
        "--contact",
        TYPED,
        "--administrator",
        TYPED,
        "--password-stdin",
    ];
    left(&house, house.fed(&again, "a password that is long enough"), 2, "set_up", "exists", &[]);
}

#[test]
fn what_is_mistyped_is_told_and_what_is_empty_says_so() {
    let house = House::set_up(On::Sqlite);
    let mistyped = house.command("rowan", &["tasks"]).env("HOLDFAST_LISTN", "127.0.0.1:1").output().unwrap();
    Ran::of("tasks".to_owned(), &mistyped).exits(2).says(&["'HOLDFAST_LISTN'", "the nearest is 'HOLDFAST_LISTEN'"]);
    house.by("rowan", &["tasks"]).ok().says(&["none"]);
    house.by("rowan", &["--format", "csv", "tasks"]).ok().never_says(&["none"]);
    house
        .by("rowan", &["worklist", "--team", "Harbor"])
        .exits(2)
        .says(&["team: nobody is in it", "Harbour, Stalking Unit"]);
    house.by("rowan", &["worklist", "--team", "Harbour"]).ok().says(&["none"]);
    let force = ["add-force", "--force", "BADCODE", "--force-name", "Y", "--contact", "Z", "--administrator", "w"];
    let mut command = house.command("admin", &[&force[..], &["--password-stdin"]].concat());
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"a password that is long enough\n").unwrap();
    let ran = Ran::of("add-force".to_owned(), &child.wait_with_output().unwrap());
    ran.exits(2).says(&["a letter and eight digits, such as E23000036"]);
}
