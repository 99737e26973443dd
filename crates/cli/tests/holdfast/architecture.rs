//! The arrows between our crates, and what each must never import, read from `cargo metadata`.

use crate::support::root;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use std::collections::BTreeMap;

/// Every arrow that there may be. A crate that is not here is a crate that nobody has placed yet.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("linkage", &[]),
    ("statistics", &[]),
    ("store", &["domain"]),
    ("casework", &["domain", "store", "linkage", "statistics"]),
    ("web", &["casework", "domain"]),
    ("cli", &["domain", "store", "linkage", "statistics", "casework", "web"]),
];

/// What a crate must never import from outside.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "domain",
        &["tokio", "rusqlite", "postgres", "tokio-postgres", "sqlx", "axum", "hyper", "rand", "getrandom", "clap"],
    ),
    ("linkage", &["tokio", "rusqlite", "postgres", "tokio-postgres", "axum", "getrandom"]),
    ("statistics", &["tokio", "rusqlite", "postgres", "tokio-postgres", "axum", "rand", "getrandom"]),
    ("store", &["axum", "clap", "cedar-policy"]),
    ("casework", &["axum", "clap", "rusqlite", "postgres", "askama"]),
    ("web", &["rusqlite", "postgres", "tokio-postgres", "clap", "cedar-policy"]),
    ("cli", &["rusqlite", "postgres", "axum", "askama"]),
];

fn metadata() -> Metadata {
    let mut command = MetadataCommand::new();
    command
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline", "--locked"].map(str::to_owned));
    command.exec().unwrap()
}

/// What a package imports outside its tests. Dev-dependencies may differ.
fn imports(package: &Package) -> Vec<String> {
    let real = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
    real.map(|dependency| dependency.name.to_string()).collect()
}

/// The arrows that should not be, as text.
fn wrong_arrows(packages: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, imports) in packages {
        let Some((_, allowed)) = ARROWS.iter().find(|(placed, _)| placed == name) else {
            wrong.push(format!("{name} stands in no place; add it to ARROWS and to ARCHITECTURE.md"));
            continue;
        };
        let ours = imports.iter().filter(|import| packages.contains_key(*import));
        wrong.extend(
            ours.filter(|import| !allowed.contains(&import.as_str())).map(|import| format!("{name} -> {import}")),
        );
        let forbidden = FORBIDDEN.iter().filter(|(of, _)| of == name).flat_map(|(_, names)| names.iter());
        wrong.extend(
            forbidden
                .filter(|outside| imports.iter().any(|import| import == *outside))
                .map(|outside| format!("{name} -> {outside}")),
        );
    }
    wrong
}

fn packages() -> BTreeMap<String, Vec<String>> {
    metadata().packages.iter().map(|package| (package.name.to_string(), imports(package))).collect()
}

#[test]
fn arrows_between_our_crates_point_one_way() {
    let wrong = wrong_arrows(&packages());
    assert!(
        wrong.is_empty(),
        "arrows that must not be: {wrong:?}; move the code, or argue for the arrow in docs/decisions"
    );
    let names: Vec<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let found = packages();
    assert_eq!(
        names.iter().filter(|name| !found.contains_key(**name)).count(),
        0,
        "a crate has gone: take it out of ARROWS"
    );
}

#[test]
fn an_arrow_that_should_not_be_would_be_seen() {
    let mut packages = packages();
    packages.get_mut("web").unwrap().push("store".to_owned());
    packages.get_mut("domain").unwrap().push("tokio".to_owned());
    packages.insert("newcomer".to_owned(), Vec::new());
    let wrong = wrong_arrows(&packages);
    assert_eq!(wrong.len(), 3, "{wrong:?}");
    assert!(wrong.iter().any(|arrow| arrow == "web -> store"), "{wrong:?}");
    assert!(wrong.iter().any(|arrow| arrow == "domain -> tokio"), "{wrong:?}");
}

/// `backend.rs` alone speaks to a driver; `error.rs` turns a driver's error into one of the store's.
#[test]
fn only_the_backend_names_a_database_driver() {
    let mut naming = Vec::new();
    for path in crate::tidy::files_under(&root().join("crates"), "rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        let source = path.components().any(|part| part.as_os_str() == "src");
        if source
            && text.lines().any(|line| {
                !line.trim_start().starts_with("//") && (line.contains("rusqlite::") || line.contains("postgres::"))
            })
        {
            naming.push(path.strip_prefix(root()).unwrap().display().to_string());
        }
    }
    naming.retain(|path| path != "crates/store/src/backend.rs" && path != "crates/store/src/error.rs");
    assert!(naming.is_empty(), "these name a database driver, which only crates/store/src/backend.rs may: {naming:?}");
}
