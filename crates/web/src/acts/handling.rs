//! Who has the case, notes, and actions.

use crate::forms::field::Field;
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::forms::sent::Sent;
use casework::access::Action;
use casework::cases::act::Act;

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
        fields: |_| {
            vec![
                Field::line("officer", "The officer's sign-in name")
                    .hint("Leave it empty to leave the case with the team alone."),
                Field::line("team", "Team"),
                Field::words("reasons", "Why, if it moves from one officer to another"),
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
        fields: |_| {
            vec![
                Field::line("owner", "Whose it is, by sign-in name"),
                Field::day("due", "By when"),
                Field::words("words", "What is to be done"),
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
