//! Every use case of an account goes through the one way in, so that no failure is without an entry.

use std::path::Path;

/// Use cases that nobody who is known asks for, each with what becomes of its failure.
const ASKED_BY_NOBODY: &[(&str, &str)] = &[
    ("act_as", "at the door"),
    ("sign_in", "at the door"),
    ("session", "at the door"),
    ("sign_out", "asks for the session"),
    ("session_ends", "refuses nothing"),
    ("create_first_administrator", "at the door"),
    ("may_set_up", "at the door"),
    ("create_force", "at the door"),
    ("create_demonstration", "at the door"),
    ("create_empty_demonstration", "refuses nothing of its own"),
    ("open", "there is no ledger yet"),
    ("change_password", "at the door, and then its account is known"),
    ("force", "refuses nothing"),
    ("teams", "refuses nothing"),
    ("is_empty", "refuses nothing"),
    ("packs", "refuses nothing; whoever runs the machine makes them, as they make backups"),
    ("sign_pack", "refuses nothing"),
    ("tick", "Holdfast's own"),
    ("keep_watch", "Holdfast's own"),
    ("heartbeat", "Holdfast's own"),
    ("see_calendar", "Holdfast's own"),
    ("clock_terms", "refuses nothing"),
    ("calendar", "refuses nothing"),
    ("link_all", "Holdfast's own"),
    ("claim_serving", "Holdfast's own"),
    ("release_serving", "Holdfast's own"),
    ("analyse", "Holdfast's own"),
    ("log_key", "a file of the machine"),
];

/// A public function of `App`, as it stands in the source.
pub struct UseCase {
    /// Its name.
    pub name: String,
    /// What it takes and gives.
    pub head: String,
    body: String,
}

/// Those of a folder.
fn use_cases(folder: &Path) -> Vec<UseCase> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(use_cases(&path));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for block in text.split("\nimpl App {").skip(1) {
            let block = block.split("\n}\n").next().unwrap();
            for part in block.split("\n    pub fn ").skip(1) {
                let whole = part.split("\n    }").next().unwrap();
                let (head, body) = whole.split_once(" {\n").unwrap();
                if head.contains("Failure>") {
                    let name = head.split(['(', '<']).next().unwrap().to_owned();
                    found.push(UseCase { name, head: head.to_owned(), body: body.to_owned() });
                }
            }
        }
    }
    found
}

/// Every public function of `App` that can fail.
pub fn all_use_cases() -> Vec<UseCase> {
    use_cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

#[test]
fn every_use_case_of_an_account_goes_through_the_one_way_in() {
    let all = all_use_cases();
    assert!(all.len() > 30, "only {} use cases were found: the source is not read as it should be", all.len());
    for use_case in &all {
        if use_case.head.contains("actor: &Actor") {
            assert!(
                // A use case may also hand over whole to `act`, which goes through it.
                use_case.body.contains("self.asked(") || use_case.body.trim_start().starts_with("self.act"),
                "App::{} takes an actor and does not go through `asked`: its failures would leave no entry",
                use_case.name
            );
        } else {
            assert!(
                ASKED_BY_NOBODY.iter().any(|(name, _)| *name == use_case.name),
                "App::{} takes no actor: name it in ASKED_BY_NOBODY, with what becomes of its failure",
                use_case.name
            );
        }
    }
    for (name, _) in ASKED_BY_NOBODY {
        assert!(all.iter().any(|use_case| use_case.name == *name), "{name} is no use case any more");
    }
}
