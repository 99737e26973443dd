//! Who has the case, notes, and actions.

use crate::acts::lists::{item, staff};
use crate::forms::field::{Field, Item};
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::forms::sent::Sent;
use casework::access::Action;
use casework::cases::act::Act;
use casework::views::CasePage;
use domain::catalogue::Role;
use std::collections::BTreeSet;

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "allocate",
        action: Action::Allocate,
        part: Part::Handling,
        title: "Give the case to an officer",
        button: "Give the case",
        done: "The case is given.",
        guide: "The officer and the team have it from now on, and are told on their list.",
        does: &["allocate_officer"],
        offered: ALWAYS,
        fields: |case| {
            vec![
                Field::pick("officer", "Which officer?", staff(case, &[Role::Officer]))
                    .hint("Leave it open to leave the case with the team alone."),
                Field::pick("team", "Which team?", teams(case)),
                Field::words("reasons", "If it moves from one officer to another: why?"),
            ]
        },
        begin: |case| Sent::of([("team", case.team.clone())]),
        read: |reading| {
            let filled = |text: String| (!text.is_empty()).then_some(text);
            Some(Act::Allocate {
                officer: filled(reading.text("officer")),
                team: filled(reading.text("team")),
                reasons: filled(reading.text("reasons")),
            })
        },
    },
    ActForm {
        slug: "note",
        action: Action::AddNote,
        part: Part::Handling,
        title: "Write a note",
        button: "Keep the note",
        done: "The note is kept.",
        guide: "It stands on the timeline and can be disclosed in court.",
        does: &[],
        offered: ALWAYS,
        fields: |_| vec![Field::words("words", "Note")],
        begin: EMPTY,
        read: |reading| Some(Act::AddNote { words: reading.words("words", "Write the note")? }),
    },
    ActForm {
        slug: "raise-action",
        action: Action::RaiseAction,
        part: Part::Handling,
        title: "Raise an action",
        button: "Raise the action",
        done: "The action is raised.",
        guide: "Somebody owns it from now on, and it stands on the case until it is closed.",
        does: &[],
        offered: ALWAYS,
        fields: |case| {
            vec![
                Field::pick("owner", "Whose is it?", staff(case, OWNERS)),
                Field::day("due", "By which day?").hint("Today at the earliest, such as 12 6 2026."),
                Field::few_words("words", "What is to be done?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let owner = reading.words("owner", "Enter whose it is");
            let due = reading.day("due", "Enter by when");
            let words = reading.words("words", "Say what is to be done");
            Some(Act::RaiseAction { owner: owner?, due_on: due?, words: words? })
        },
    },
];

/// Who does what an action asks for: those who work on cases, and force legal services.
const OWNERS: &[Role] = &[
    Role::FirstResponder,
    Role::Officer,
    Role::Spoc,
    Role::Supervisor,
    Role::Inspector,
    Role::Legal,
    Role::OrderManager,
    Role::NotificationOfficer,
    Role::WarrantsDesk,
];

/// The teams of the force, and the one that has the case.
fn teams(case: &CasePage) -> Vec<Item> {
    let mut teams: BTreeSet<&str> = case.asks.staff.iter().map(|one| one.team.as_str()).collect();
    teams.insert(&case.team);
    teams.into_iter().filter(|team| !team.is_empty()).map(|team| item(team, team)).collect()
}
