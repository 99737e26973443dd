//! The vocabulary as a page: made from the tables that the parser reads, so that what is written there plays.

use super::expectation::{self, DECISIONS, FORMS, GATES, NEXT, WARNINGS};
use super::happening::{JOINING, takes};
use super::vocabulary::HAPPENINGS;
use super::{read, refusals, slots, who, words};
use crate::catalogue::Relationship;
use std::fmt::Write;

/// This writes the vocabulary as Markdown.
pub fn vocabulary() -> String {
    let mut out = String::new();
    happenings(&mut out);
    details(&mut out);
    expectations(&mut out);
    let list = |words: Vec<String>| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let spaced = |codes: &[&str]| codes.iter().map(|code| code.replace('_', " ")).collect::<Vec<String>>();
    let _ = writeln!(out, "\n### Closed lists\n");
    let rows = [
        ("settings before the first section", read::keys().iter().map(|key| format!("{key}: …")).collect()),
        ("relationship", spaced(&Relationship::ALL.iter().map(|item| item.code()).collect::<Vec<_>>())),
        ("who acts", who::roles().into_iter().map(str::to_owned).collect()),
        ("next action", spaced(NEXT)),
        ("decision", spaced(DECISIONS)),
        ("gate", spaced(GATES)),
        ("warned", spaced(WARNINGS)),
        ("grade", expectation::grades().into_iter().map(str::to_owned).collect()),
        ("refused", refusals::all()),
        (
            "words that may stand anywhere, or be left out",
            words::FILLERS.iter().map(|word| (*word).to_owned()).collect(),
        ),
        ("words that may stand among details", JOINING.iter().map(|word| (*word).to_owned()).collect()),
    ];
    for (name, words) in rows {
        let _ = writeln!(out, "- **{name}**: {}", list(words));
    }
    out
}

fn happenings(out: &mut String) {
    let _ = writeln!(out, "### What can happen\n");
    let _ = writeln!(
        out,
        "| A line that plays | Where nobody is named, it is done by | Other ways to say it | As a command |\n|---|---|---|---|"
    );
    for phrase in HAPPENINGS {
        let others = phrase.keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let by = phrase.by.map_or("Holdfast itself", |role| role.label());
        let _ = writeln!(out, "| `{}` | {by} | {others} | `{}` |", phrase.example, phrase.command);
    }
}

fn details(out: &mut String) {
    let _ = writeln!(out, "\n### What a line can say beside its phrase\n");
    let _ = writeln!(
        out,
        "Details stand after the phrase, in any order, parted by commas or semicolons. A phrase takes only its own.\n"
    );
    let _ = writeln!(out, "| After | Details |\n|---|---|");
    for phrase in HAPPENINGS.iter().filter(|phrase| !phrase.slots.is_empty()) {
        let known = takes(phrase.slots).iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "| `{}` | {known} |", phrase.keys.first().copied().unwrap_or_default());
    }
    let _ = writeln!(
        out,
        "\nA closed list can be written by its codes, with spaces for `_`, or by its labels; the codes of behaviours are:\n"
    );
    for (code, label) in slots::behaviour_labels() {
        let _ = writeln!(out, "- `{code}` {label}");
    }
}

fn expectations(out: &mut String) {
    let _ = writeln!(out, "\n### What can be expected\n");
    let _ = writeln!(out, "| Expectation | Met when |\n|---|---|");
    for (form, meaning) in FORMS {
        let _ = writeln!(out, "| `{form}` | {meaning} |");
    }
}
