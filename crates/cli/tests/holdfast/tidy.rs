//! What keeps the repository tidy: catalogues that are whole, generated docs that are fresh, files that a reader can hold.

use crate::support::{HOLDFAST, root};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Past this a file holds two ideas.
const LINES_MAX: usize = 600;
const SKIPPED: &[&str] = &["target", ".git", "node_modules", "data", "__pycache__"];

/// Every file under a folder with an ending ("" for all), without what is built or fetched.
pub fn files_under(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    open.push(path);
                }
            } else if ending.is_empty() || path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn rust_files() -> Vec<(String, String)> {
    files_under(&root().join("crates"), "rs")
        .iter()
        .map(|path| (short(path), std::fs::read_to_string(path).unwrap()))
        .collect()
}

#[track_caller]
fn none(found: &[String], what: &str) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> =
        rust_files().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    none(&silent, "these files do not start with a //! line that says what they are for");
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let long = rust_files().into_iter().filter(|(_, text)| text.lines().count() > LINES_MAX);
    none(
        &long.map(|(path, text)| format!("{path}: {} lines", text.lines().count())).collect::<Vec<_>>(),
        "split these; each has two ideas",
    );
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_skipped() {
    // Put together here, so that this file does not find itself.
    let marks =
        [["tod", "o!("].concat(), ["unimplemen", "ted!("].concat(), ["#[igno", "re"].concat(), ["dbg", "!("].concat()];
    let mut found = Vec::new();
    for (path, text) in rust_files() {
        for (line, number) in text.lines().zip(1..) {
            found.extend(
                marks.iter().filter(|mark| line.contains(mark.as_str())).map(|mark| format!("{path}:{number}: {mark}")),
            );
        }
    }
    none(&found, "finish these, or assert what is so today and say what is wrong");
}

/// Where the system compares all that there is inside the process, and shows none of it.
const OPENS_ALL: &[&str] = &[
    "crates/casework/src/ledger/check.rs",
    "crates/casework/src/linking/earlier.rs",
    "crates/casework/src/linking/run.rs",
];

#[test]
fn an_entry_that_names_all_is_written_by_linkage_and_verification_alone() {
    let word = ["AllIds::", "Every"].concat();
    let mut found: Vec<String> = rust_files()
        .into_iter()
        .filter(|(path, text)| path.contains("/src/") && text.contains(&word))
        .map(|(path, _)| path)
        .filter(|path| path != "crates/store/src/sealed.rs")
        .collect();
    found.sort();
    assert_eq!(found, OPENS_ALL, "an entry about a person's look names each record");
}

#[test]
fn what_may_leave_a_transaction_or_a_snapshot_is_declared_field_by_field() {
    let found: Vec<String> = rust_files()
        .into_iter()
        .filter(|(path, _)| path.contains("/src/") && path != "crates/store/src/outgoing.rs")
        .filter(|(_, text)| text.lines().any(|line| line.contains("Outgoing for ")))
        .map(|(path, _)| path)
        .collect();
    none(&found, "declare these with store::outgoing!, which looks at every field");
}

/// Files of the crates, without their tests, in which a line outside of comments has one of these in it.
fn files_with(words: &[&str]) -> Vec<String> {
    let has = |line: &str| !line.trim_start().starts_with("//") && words.iter().any(|word| line.contains(word));
    let own = |(path, text): &(String, String)| path.contains("/src/") && text.lines().any(has);
    let mut found: Vec<String> = rust_files().into_iter().filter(own).map(|(path, _)| path).collect();
    found.sort();
    found
}

#[test]
fn what_a_use_case_fails_with_is_declared_field_by_field() {
    let by_hand = ["crates/domain/src/wording.rs", "crates/store/src/quoted.rs"];
    assert_eq!(files_with(&["Spoken for "]), by_hand, "declare these with domain::spoken!, which looks at every field");
    // What is leaked is a text like those that stand in the code, whoever said it.
    none(&files_with(&[".leak(", "::leak("]), "no text is leaked: a failure could carry it");
}

/// Where words that whoever asks gave themselves are taken, to be told back to them.
const QUOTES: &[&str] = &[
    "crates/casework/src/app.rs",
    "crates/casework/src/intake/file/book.rs",
    "crates/casework/src/intake/file/builder.rs",
    "crates/casework/src/intake/map.rs",
    "crates/casework/src/intake/read.rs",
    "crates/casework/src/intake/report.rs",
    "crates/casework/src/intake/work.rs",
    "crates/casework/src/screens/sets.rs",
    "crates/cli/src/commands/mod.rs",
    "crates/cli/src/commands/on.rs",
    "crates/store/src/quoted.rs",
    "crates/web/src/acts/lists.rs",
    "crates/web/src/acts/risk.rs",
];

#[test]
fn words_that_are_told_back_are_taken_where_they_were_given() {
    assert_eq!(
        files_with(&["Quoted::new"]),
        QUOTES,
        "only what whoever asks gave themselves is told back: look whose words it takes"
    );
}

/// Files of a catalogue folder that its list does not name, and that hold an item of it.
fn unlisted(folder: &str, item: &str) -> Vec<String> {
    let folder = root().join(folder);
    let list = std::fs::read_to_string(folder.join("mod.rs")).unwrap();
    let mut missing = Vec::new();
    for path in files_under(&folder, "rs").iter().filter(|path| !path.ends_with("mod.rs")) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let listed = list.lines().any(|line| {
            let line = line.trim();
            line.starts_with(&format!("{stem} "))
                || line == format!("{stem},")
                || line == format!("mod {stem};")
                || line == format!("pub mod {stem};")
        });
        let holds = std::fs::read_to_string(path).unwrap().contains(item);
        let as_item =
            list.lines().any(|line| line.trim().starts_with(&format!("{stem} ")) || line.trim() == format!("{stem},"));
        if !listed || (holds && !as_item) {
            missing.push(short(path));
        }
    }
    missing
}

#[test]
fn every_file_of_a_catalogue_is_in_its_list() {
    let mut missing = unlisted("crates/domain/src/clocks", "pub const RULE:");
    missing.extend(unlisted("crates/domain/src/clocks", "pub static RULE:"));
    missing.extend(unlisted("crates/domain/src/risk/flags", ": RedFlag ="));
    none(&missing, "these files are in a catalogue folder and not in its list");
}

#[test]
fn every_clock_and_red_flag_names_its_authority() {
    let clocks =
        domain::clocks::list().filter(|rule| rule.authority.trim().is_empty() || rule.edition.trim().is_empty());
    none(&clocks.map(|rule| rule.code.to_owned()).collect::<Vec<_>>(), "clocks without authority or edition");
    let flags = domain::risk::flags::ALL
        .iter()
        .filter(|flag| flag.authority.trim().is_empty() || flag.data_needed.trim().is_empty());
    none(&flags.map(|flag| flag.code.to_owned()).collect::<Vec<_>>(), "red flags without authority or data needed");
    let codes: Vec<&str> = domain::risk::flags::ALL.iter().map(|flag| flag.code).collect();
    let expected = [
        "RF-05", "RF-06", "RF-07", "RF-08", "RF-09", "RF-10", "RF-11", "RF-12", "RF-16", "RF-18", "RF-19", "RF-20",
        "RF-21", "RF-22", "RF-33",
    ];
    assert_eq!(codes, expected);
}

/// `UPDATE_GOLDEN=1 cargo test -p cli tidy` writes the reference anew.
#[test]
fn the_command_reference_is_what_the_commands_say() {
    let output = Command::new(HOLDFAST).arg("reference").env_clear().output().unwrap();
    assert!(output.status.success());
    let (path, now) = (root().join("docs/cli.md"), String::from_utf8(output.stdout).unwrap());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == now,
        "docs/cli.md is stale; run UPDATE_GOLDEN=1 cargo test -p cli tidy, and read the difference"
    );
    for code in [
        "0 done",
        "1 refused",
        "2 what was typed",
        "3 no such thing",
        "4 not signed in",
        "5 verification",
        "6 the database",
    ] {
        assert!(now.contains(code), "the exit code '{code}' is not documented");
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| -> Vec<String> {
        let files = files_under(&root().join("crates/store/migrations").join(folder), "");
        files.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn what_the_binary_serves_holds_no_mark_of_the_crown() {
    let assets = root().join("crates/web/assets");
    let sheet = assets.join("fetched/govuk-frontend.css");
    assert!(sheet.exists(), "the style sheets are not fetched; run ./dev setup");
    let served = [sheet, assets.join("holdfast.css"), assets.join("holdfast.svg")];
    let mut found = Vec::new();
    for path in &served {
        let text = std::fs::read_to_string(path).unwrap().to_lowercase();
        found.extend(
            ["gds transport", "crest", "crown", "logotype"]
                .iter()
                .filter(|mark| text.contains(*mark))
                .map(|mark| format!("{}: {mark}", short(path))),
        );
    }
    none(&found, "these marks must not be served");
}

/// A path of one machine makes a checkout that works there alone.
#[test]
fn no_path_of_one_machine_stands_in_the_repository() {
    // Put together here, so that this file does not find itself.
    let marks = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat(), ["/ho", "me/"].concat()];
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).unwrap();
    let names: Vec<&str> = listed.split('\0').filter(|name| !name.is_empty()).collect();
    assert!(names.len() > 100, "git lists only {} files", names.len());
    let mut found = Vec::new();
    for name in names {
        let Ok(text) = std::fs::read_to_string(root().join(name)) else { continue };
        for (line, number) in text.lines().zip(1..) {
            found.extend(
                marks.iter().filter(|mark| line.contains(mark.as_str())).map(|mark| format!("{name}:{number}: {mark}")),
            );
        }
    }
    none(&found, "absolute paths of one machine");
}
