//! What was done to the person at risk, and what police did towards the subject.

use crate::acts::lists::behaviours;
use crate::forms::field::Field;
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::items;
use casework::access::Action;
use casework::cases::act::Act;
use domain::catalogue::{Intervention, Precision};

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "act",
        action: Action::RecordAct,
        part: Part::Conduct,
        title: "Record a further act",
        button: "Record the act",
        done: "The act is recorded.",
        guide: "One act, as it was told. A settled decision not to apply, or to wait, comes open again by it.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::pick("behaviour", "What was done?", behaviours())
                    .hint("The first seven are the examples of the Act (s. 2A(3) Protection from Harassment Act 1997); others count too. Leave it open if none fits."),
                Field::moment("at", "When was it done?").hint("For example 27 5 2026 and 21:40. Leave the time empty if it is not known."),
                Field::one_of_few("precision", "How exactly is that known?", items!(Precision)),
                Field::words("words", "What was said, in the words of whoever told it?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let behaviour = reading.maybe("behaviour", "Choose what was done, or leave it open");
            let at = reading.moment("at", "Enter when it was done");
            let precision = reading.choice("precision", "Choose how exactly that is known");
            Some(Act::RecordAct {
                behaviour: behaviour?,
                occurred_at: at?,
                precision: precision?,
                narrative: reading.text("words"),
            })
        },
    },
    ActForm {
        slug: "review-acts",
        action: Action::ReviewCase,
        part: Part::Conduct,
        title: "Say that the new acts were looked at",
        button: "They were looked at",
        done: "It is recorded that the acts were looked at.",
        guide: "It says that you have read every act that no supervisor had looked at.",
        does: &["review_acts"],
        offered: |case| !case.asks.unreviewed.is_empty(),
        fields: |case| {
            let new = case.acts.iter().filter(|act| case.asks.unreviewed.contains(&act.number));
            let facts = new.map(|act| (format!("Act {}", act.number), act.what.clone())).collect();
            vec![Field::told("Acts that nobody has looked at", facts)]
        },
        begin: EMPTY,
        read: |_| Some(Act::ReviewActs),
    },
    ActForm {
        slug: "intervene",
        action: Action::RecordIntervention,
        part: Part::Conduct,
        title: "Record what police did towards the subject",
        button: "Record it",
        done: "It is recorded what police did.",
        guide: "What follows it shows on the timeline: an act after police stepped in raises the danger.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("kind", "What did police do?", items!(Intervention)),
                Field::moment("at", "When?").hint("Leave the time empty if it is not known."),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let kind = reading.choice("kind", "Choose what was done");
            let at = reading.moment("at", "Enter when it was done");
            Some(Act::RecordIntervention { kind: kind?, occurred_at: at? })
        },
    },
];
