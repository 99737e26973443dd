//! Measures that protect: recorded, served, ended; and the steps of an application.

use crate::acts::lists::item;
use crate::components::tag::capitalised;
use crate::forms::field::{Field, Item};
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::forms::sent::Reading;
use crate::items;
use casework::access::Action;
use casework::cases::act::Act;
use casework::cases::asks::{Measure, ProtectionStands};
use casework::views::CasePage;
use domain::catalogue::{ApplicationStep, Evidence, ProtectionKind, Source};

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "application",
        action: Action::RecordProtection,
        part: Part::Protection,
        title: "Record a step of the application",
        button: "Record the step",
        done: "The step of the application is recorded.",
        guide: "The day on which it was applied for, and what the court said.",
        does: &["apply"],
        offered: |case| case.asks.protection == ProtectionStands::Apply,
        fields: |_| vec![Field::one("step", "Which step?", items!(ApplicationStep)), Field::day("on", "On which day?")],
        begin: EMPTY,
        read: |reading| {
            let step = reading.choice("step", "Choose which step");
            let on = reading.day("on", "Enter on which day");
            Some(Act::DateApplication { step: step?, on: on? })
        },
    },
    ActForm {
        slug: "order",
        action: Action::RecordProtection,
        part: Part::Protection,
        title: "Record a Stalking Protection Order",
        button: "Record the order",
        done: "The order is recorded.",
        guide: "As the sealed order says it. It protects only once it is served: until then the person at risk counts as unprotected.",
        does: &["record_order"],
        offered: ALWAYS,
        fields: |_| {
            let kinds = [ProtectionKind::Order, ProtectionKind::InterimOrder];
            let mut fields = vec![Field::one("kind", "Which order was made?", kinds_of(&kinds))];
            fields.extend(period("On which day was it made?", "Its last day, if it is for a fixed period"));
            fields.extend([
                Field::yes("replaces_interim", "Interim order", "It takes the place of an interim order"),
                Field::moment("served_at", "When was it served on the subject?")
                    .hint("Leave it empty if it is not served yet; the time too, if it is not known."),
            ]);
            fields.extend(known_from());
            fields
        },
        begin: EMPTY,
        read: read_measure,
    },
    ActForm {
        slug: "measure",
        action: Action::RecordProtection,
        part: Part::Protection,
        title: "Record bail, custody, a warrant or another order",
        button: "Record the measure",
        done: "The measure is recorded.",
        guide: "It stands beside the question of an order and takes nobody off the list: bail ends, and breaking it is not in itself an offence.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            let kinds =
                [ProtectionKind::Bail, ProtectionKind::Custody, ProtectionKind::OtherOrder, ProtectionKind::Warrant];
            let mut fields = vec![Field::one("kind", "What is it?", kinds_of(&kinds))];
            fields.extend(period("From which day?", "Its last day, if it is known"));
            fields.extend(known_from());
            fields
        },
        begin: EMPTY,
        read: read_measure,
    },
    ActForm {
        slug: "served",
        action: Action::RecordProtection,
        part: Part::Protection,
        title: "Record that an order was served",
        button: "Record the service",
        done: "The service of the order is recorded.",
        guide: "From then on it protects. The certificate of service shows it.",
        does: &["serve_order"],
        offered: |case| case.asks.measures.iter().any(|held| held.unserved),
        fields: |case| {
            let mut fields = vec![
                Field::one("protection", "Which order?", measures(case, |held| held.unserved)),
                Field::moment("at", "When was it served on the subject?")
                    .hint("Leave the time empty if it is not known."),
            ];
            fields.extend(evidence());
            fields
        },
        begin: EMPTY,
        read: |reading| {
            let protection = reading.choice("protection", "Choose which order was served");
            let served_at = reading.moment("at", "Enter when it was served");
            let evidence = reading.maybe("evidence", "Choose what shows it");
            let evidence_words = reading.text("evidence_words");
            Some(Act::ServeProtection {
                protection: protection?,
                served_at: served_at?,
                evidence: evidence?,
                evidence_words,
            })
        },
    },
    ActForm {
        slug: "ended",
        action: Action::RecordProtection,
        part: Part::Protection,
        title: "Record that a measure ended",
        button: "Record the end",
        done: "The end of the measure is recorded.",
        guide: "Bail that was cancelled, custody that ended, an order that was discharged or names somebody else. The question of protection comes \
                back where it rested on it.",
        does: &["check_order"],
        offered: |case| !case.asks.measures.is_empty(),
        fields: |case| {
            vec![
                Field::one("protection", "Which measure?", measures(case, |_| true)),
                Field::day("on", "What was its last day?").hint("Today at the latest."),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let protection = reading.choice("protection", "Choose which measure ended");
            let on = reading.day("on", "Enter its last day");
            Some(Act::EndProtection { protection: protection?, on: on? })
        },
    },
];

fn kinds_of(kinds: &[ProtectionKind]) -> Vec<Item> {
    kinds.iter().map(|kind| item(kind.code(), capitalised(kind.label()))).collect()
}

fn measures(case: &CasePage, fits: fn(&Measure) -> bool) -> Vec<Item> {
    let fitting = case.asks.measures.iter().filter(|held| fits(held));
    fitting.map(|held| item(&held.id, capitalised(&held.words))).collect()
}

fn period(from: &str, until: &str) -> Vec<Field> {
    vec![Field::day("from", from), Field::day("until", until).hint("Leave it empty if it has none that is known.")]
}

fn known_from() -> Vec<Field> {
    let sources = [Source::Court, Source::Officer, Source::Custody];
    let sources = sources.iter().map(|source| item(source.code(), capitalised(source.label()))).collect();
    std::iter::once(Field::one("source", "From whom is this known?", sources)).chain(evidence()).collect()
}

fn evidence() -> Vec<Field> {
    vec![
        Field::pick("evidence", "What shows it?", items!(Evidence)),
        Field::line("evidence_words", "What is that exactly, and where is it kept?")
            .hint("Needed for 'other evidence'; such as a document number. Leave it empty otherwise."),
    ]
}

fn read_measure(reading: &mut Reading<'_>) -> Option<Act> {
    let kind = reading.choice("kind", "Choose what it is");
    let from = reading.day("from", "Enter from which day");
    let until = reading.maybe_day("until", "Enter its last day");
    let served_at = reading.maybe_moment("served_at", "Enter when it was served");
    let source = reading.choice("source", "Choose from whom this is known");
    let evidence = reading.maybe("evidence", "Choose what shows it");
    let (replaces_interim, evidence_words) = (reading.yes("replaces_interim"), reading.text("evidence_words"));
    Some(Act::RecordProtection {
        kind: kind?,
        from: from?,
        until: until?,
        served_at: served_at?,
        replaces_interim,
        source: source?,
        evidence: evidence?,
        evidence_words,
    })
}
