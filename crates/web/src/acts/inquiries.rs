//! What is found out beside the reports: searches of history, found property, markers, how the crime is classed.

use crate::acts::lists::item;
use crate::components::tag::capitalised;
use crate::forms::field::Field;
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::items;
use casework::access::Action;
use casework::cases::act::Act;
use casework::cases::inquiry::Inquiry;
use domain::catalogue::{CrimeClass, Marker, Nearness, PropertyKind, SearchAbout, SearchPlace};

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "search",
        action: Action::RecordInquiry,
        part: Part::Conduct,
        title: "Record a search of history",
        button: "Record the search",
        done: "The search is recorded.",
        guide: "Record it when nothing was found too: a search that nobody recorded counts as none (red flag RF-07).",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("place", "Where was searched?", items!(SearchPlace)),
                Field::one("about", "About whom?", items!(SearchAbout))
                    .hint("Only what covers the subject answers RF-07."),
                Field::one(
                    "found",
                    "Was anything found?",
                    vec![item("yes", "Yes, as the words below say"), item("no", "No, nothing")],
                ),
                Field::moment("at", "When was the search made?"),
                Field::words("words", "What was asked, and what was found?").hint("Needed where something was found."),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let place = reading.choice("place", "Choose where was searched");
            let about = reading.choice("about", "Choose about whom");
            let (found, nothing) = (reading.yes("found"), reading.text("found") == "no");
            if !found && !nothing {
                reading.wrong("found", "Choose whether anything was found");
            }
            let at = reading.moment("at", "Enter when the search was made");
            let words = if found { reading.words("words", "Say what was found") } else { Some(reading.text("words")) };
            let (place, about, occurred_at, words) = (place?, about?, at?, words?);
            (found || nothing).then_some(Act::Inquire(Inquiry::Search { place, about, found, occurred_at, words }))
        },
    },
    ActForm {
        slug: "search-needed",
        action: Action::RecordInquiry,
        part: Part::Conduct,
        title: "Say that history must be searched somewhere",
        button: "Record it",
        done: "It is recorded where history must be searched.",
        guide: "Where the subject may have a history that this force does not hold. A red flag stands until that search is recorded.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("place", "Where must be searched?", items!(SearchPlace)),
                Field::few_words("words", "Why there: which force, which unit, which employer?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let place = reading.choice("place", "Choose where must be searched");
            let words = reading.words("words", "Say why there");
            Some(Act::Inquire(Inquiry::NeedSearch { place: place?, words: words? }))
        },
    },
    ActForm {
        slug: "found-property",
        action: Action::RecordInquiry,
        part: Part::Conduct,
        title: "Record found property",
        button: "Record it",
        done: "The found property is recorded.",
        guide: "What was found or handed in and may belong to the case. A weapon or a kit brings back what was settled, as a new act does.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("kind", "What was found?", items!(PropertyKind)),
                Field::one("near", "How near to a place of the person at risk?", items!(Nearness))
                    .hint("Home, work, school, gym: wherever they are used to be."),
                Field::moment("at", "When was it found?"),
                Field::few_words("words", "What is it, and where was it found?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let kind = reading.choice("kind", "Choose what was found");
            let near = reading.choice("near", "Choose how near");
            let at = reading.moment("at", "Enter when it was found");
            let words = reading.words("words", "Say what it is, and where it was found");
            Some(Act::Inquire(Inquiry::Find { kind: kind?, near: near?, found_at: at?, words: words? }))
        },
    },
    ActForm {
        slug: "marker",
        action: Action::RecordInquiry,
        part: Part::Conduct,
        title: "Record what stands against the person who reported",
        button: "Record it",
        done: "It is recorded what stands against the person who reported.",
        guide: "A counter-allegation, or a marker as malicious, can be part of the stalking. It raises red flag RF-08 and takes nobody off the list.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("kind", "What is it?", items!(Marker)),
                Field::moment("at", "When?"),
                Field::few_words("words", "What was written, and by whom?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let kind = reading.choice("kind", "Choose what it is");
            let at = reading.moment("at", "Enter when it was");
            Some(Act::Inquire(Inquiry::Mark { kind: kind?, occurred_at: at?, words: reading.text("words") }))
        },
    },
    ActForm {
        slug: "reclassify",
        action: Action::ReclassifyCrime,
        part: Part::Conduct,
        title: "Record that the crime is classed anew",
        button: "Record it",
        done: "It is recorded that the crime is classed anew.",
        guide: "By a supervisor or the crime registrar, never by the officer in the case. Without a reason red flag RF-19 stands.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            let classes = CrimeClass::ALL.iter().map(|class| item(class.code(), capitalised(class.label())));
            vec![
                Field::one("to", "As what is it classed now?", classes.collect()),
                Field::moment("at", "When?"),
                Field::words("rationale", "Why is it not what it was recorded as?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let to = reading.choice("to", "Choose as what it is classed now");
            let at = reading.moment("at", "Enter when it was");
            Some(Act::Inquire(Inquiry::Reclassify { to: to?, occurred_at: at?, rationale: reading.text("rationale") }))
        },
    },
];
