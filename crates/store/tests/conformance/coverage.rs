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
