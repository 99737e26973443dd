//! No public function of the store is left out of these tests.

use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The names of the functions that a file gives to others.
fn public_functions(text: &str) -> Vec<String> {
    let head = text.split("#[cfg(test)]").next().unwrap_or_default();
    head.lines()
        .filter_map(|line| line.trim().strip_prefix("pub fn "))
        .map(|rest| rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect())
        .collect()
}

/// Whether a text speaks of a function: its name as a word of its own.
fn speaks_of(text: &str, name: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(part);
        let after = text[at + name.len()..].chars().next();
        !before && after.is_some_and(|letter| !part(letter) && letter != ':')
    })
}

/// The types that open with a receipt, by what the sources declare.
fn personal(texts: &[String]) -> Vec<String> {
    let declared =
        texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.strip_prefix("impl Personal for "));
    declared.filter_map(|rest| rest.split_whitespace().next()).map(str::to_owned).collect()
}

/// Functions that read in a snapshot and give something personal as it is: neither sealed, nor of the house as it was read.
fn open_in_a_snapshot(text: &str, personal: &[String]) -> Vec<String> {
    let heads = text.split("pub fn ").skip(1).filter_map(|rest| rest.split(" {\n").next());
    let gives = |head: &str| {
        let told = head.split_once("->").map_or("", |(_, told)| told).to_owned();
        let covered = |told: String, name: &String| {
            told.replace(&format!("Sealed<{name}>"), "").replace(&format!("AsRead<{name}>"), "")
        };
        let left = personal.iter().fold(told, covered);
        personal.iter().any(|name| speaks_of(&left, name))
    };
    heads.filter(|head| head.contains("reader: &mut Reader") && gives(head)).map(str::to_owned).collect()
}

#[test]
fn a_snapshot_gives_nothing_personal_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let texts: Vec<String> = files(&root).iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let personal = personal(&texts);
    assert!(personal.len() >= 12, "only {personal:?} open with a receipt: the reading of sources is broken");
    let found: Vec<String> = texts.iter().flat_map(|text| open_in_a_snapshot(text, &personal)).collect();
    assert!(found.is_empty(), "seal what these give, or let them take a transaction: {found:#?}");
    let bare = "pub fn links(reader: &mut Reader<'_>) -> Result<Vec<LinkRow>, StoreError> {\n";
    let row = "pub fn link(tx: &mut Tx<'_>) -> Result<Option<LinkRow>, StoreError> {\n";
    assert_eq!(open_in_a_snapshot(&format!("{bare}{row}"), &personal).len(), 1);
    assert!(open_in_a_snapshot(&bare.replace("LinkRow", "Sealed<LinkRow>"), &personal).is_empty());
}

/// Files whose public functions the crate keeps for itself.
const INSIDE: &[&str] = &["backend.rs", "chance.rs", "pool.rs", "reserve.rs", "writer.rs", "record.rs"];

#[test]
fn every_public_function_is_called() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests: String = files(&root.join("tests/conformance"))
        .iter()
        .filter(|path| !path.ends_with("coverage.rs"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let mut count = 0;
    let mut forgotten = Vec::new();
    for path in files(&root.join("src")) {
        if INSIDE.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        for name in public_functions(&std::fs::read_to_string(&path).unwrap()) {
            count += 1;
            if !speaks_of(&tests, &name) {
                forgotten.push(format!("{}: {name}", path.strip_prefix(root).unwrap().display()));
            }
        }
    }
    assert!(count > 60, "only {count} public functions were found: the reading of sources is broken");
    assert!(forgotten.is_empty(), "no test calls these; write one with `on_both!`: {forgotten:#?}");
    assert!(!speaks_of(&tests, "no_such_function"));
}
