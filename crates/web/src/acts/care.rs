//! What the Victims' Code asks for: the crime and its confirmation, entitlement, what was told, updates, and looking again.

use crate::acts::lists::item;
use crate::components::tag::capitalised;
use crate::forms::field::Field;
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::forms::sent::Sent;
use crate::items;
use casework::access::Action;
use casework::cases::act::Act;
use casework::cases::care::Care;
use domain::catalogue::{Channel, CrimeClass, Entitlement, News};
use domain::victim::{Told, UpdatesAgreed};

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "tell",
        action: Action::RecordCare,
        part: Part::Person,
        title: "Record what the person at risk was told",
        button: "Record it",
        done: "It is recorded what the person at risk was told.",
        guide: "The Victims' Code gives a time for most of this (right 6); the clock that waits for it is met by this record.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("news", "What were they told of?", items!(News)),
                Field::moment("at", "When were they told?"),
                Field::one("channel", "How were they told?", items!(Channel)),
                Field::yes("reasons_given", "Reasons", "The reasons were given too"),
                Field::yes("referral_offered", "Support", "A referral to a support service was offered"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let news = reading.choice("news", "Choose what they were told of");
            let at = reading.moment("at", "Enter when they were told");
            let channel = reading.choice("channel", "Choose how they were told");
            let (reasons_given, referral_offered) = (reading.yes("reasons_given"), reading.yes("referral_offered"));
            let told = Told { news: news?, occurred_at: at?, channel: channel?, reasons_given, referral_offered };
            Some(Act::Care(Care::Tell(told)))
        },
    },
    ActForm {
        slug: "crime",
        action: Action::RecordCare,
        part: Part::Person,
        title: "Record the crime",
        button: "Record the crime",
        done: "The crime is recorded.",
        guide: "As what the report was recorded. Later changes are a record of their own ('Record that the crime is classed anew').",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("class", "As what is it recorded?", items!(CrimeClass)),
                Field::moment("at", "When was it recorded?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let class = reading.choice("class", "Choose as what it is recorded");
            let at = reading.moment("at", "Enter when it was recorded");
            Some(Act::Care(Care::Crime { class: class?, occurred_at: at? }))
        },
    },
    ActForm {
        slug: "confirm-crime",
        action: Action::RecordCare,
        part: Part::Person,
        title: "Record that the report was confirmed in writing",
        button: "Record the confirmation",
        done: "The written confirmation is recorded.",
        guide: "The person at risk has the crime number and a contact in writing (Victims' Code, right 3).",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            // What is said, by phone or face to face, is no writing.
            let written = [Channel::Letter, Channel::Email, Channel::Text, Channel::Portal, Channel::Advocate];
            let written = written.iter().map(|channel| item(channel.code(), capitalised(channel.label())));
            vec![Field::one("channel", "How was it sent?", written.collect()), Field::moment("at", "When was it sent?")]
        },
        begin: EMPTY,
        read: |reading| {
            let channel = reading.choice("channel", "Choose how it was sent");
            let at = reading.moment("at", "Enter when it was sent");
            Some(Act::Care(Care::Confirm { channel: channel?, occurred_at: at? }))
        },
    },
    ActForm {
        slug: "entitlement",
        action: Action::RecordCare,
        part: Part::Person,
        title: "Record which rights apply",
        button: "Record the rights",
        done: "It is recorded which rights apply.",
        guide: "A victim of stalking has Enhanced Rights under the Victims' Code until an assessment says otherwise, or they refuse them.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("entitlement", "Which rights apply?", items!(Entitlement)),
                Field::words("reasons", "What does that rest on?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let entitlement = reading.choice("entitlement", "Choose which rights apply");
            let reasons = reading.words("reasons", "Say what that rests on");
            Some(Act::Care(Care::Entitle { entitlement: entitlement?, reasons: reasons? }))
        },
    },
    ActForm {
        slug: "shift-end",
        action: Action::RecordCare,
        part: Part::Person,
        title: "Record when the shift of the report ends",
        button: "Record it",
        done: "The end of the shift is recorded.",
        guide: "The shift in which the latest report was taken. The first screen is due by its end (clock PD-01).",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::moment("at", "When does, or did, the shift end?")
                    .hint("Day and time, such as 27 5 2026 and 22:00."),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let (ends_at, timed) = reading.moment_and_time("at", "Enter when the shift ends")?;
            if !timed {
                reading.wrong("at", "Enter the time too: the clock runs until then");
                return None;
            }
            Some(Act::Care(Care::ShiftEnd { ends_at }))
        },
    },
    ActForm {
        slug: "agree-updates",
        action: Action::RecordCare,
        part: Part::Person,
        title: "Record what was agreed about updates",
        button: "Record it",
        done: "It is recorded what was agreed about updates.",
        guide: "How often the person at risk hears from police, and how. A clock counts the days to the next one.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::line("every", "How many days lie between updates?").hint("A whole number, such as 28."),
                Field::one("channel", "How do they want to hear?", items!(Channel)),
                Field::moment("at", "When was that agreed?"),
            ]
        },
        begin: |_| Sent::of([("every", "28".to_owned())]),
        read: |reading| {
            let every = reading.number("every", "Enter how many days lie between updates");
            let channel = reading.choice("channel", "Choose how they want to hear");
            let at = reading.moment("at", "Enter when it was agreed");
            let agreed = UpdatesAgreed { every_days: every?, channel: channel?, occurred_at: at? };
            Some(Act::Care(Care::AgreeUpdates(agreed)))
        },
    },
    ActForm {
        slug: "update",
        action: Action::RecordCare,
        part: Part::Person,
        title: "Record an update to the person at risk",
        button: "Record the update",
        done: "The update is recorded.",
        guide: "That they heard how the case stands, by the way that was agreed.",
        does: &[],
        offered: ALWAYS,
        fields: |_| vec![Field::one("channel", "How did they hear?", items!(Channel)), Field::moment("at", "When?")],
        begin: EMPTY,
        read: |reading| {
            let channel = reading.choice("channel", "Choose how they heard");
            let at = reading.moment("at", "Enter when it was");
            Some(Act::Care(Care::Update { channel: channel?, occurred_at: at? }))
        },
    },
    ActForm {
        slug: "no-further-action",
        action: Action::EndInvestigation,
        part: Part::Person,
        title: "Decide on no further action",
        button: "Record the decision",
        done: "The decision on no further action is recorded. The person at risk must be told, with the reasons.",
        guide: "It ends the criminal investigation, not the danger: an order needs no charge, and the question of protection opens again. The person \
                at risk is told with reasons, and offered support (right 6).",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::moment("at", "When was it decided?"),
                Field::words("reasons", "Why?").hint("In words that can be given to the person at risk."),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let at = reading.moment("at", "Enter when it was decided");
            let reasons = reading.words("reasons", "Say why");
            Some(Act::Care(Care::NoFurtherAction { decided_at: at?, reasons: reasons? }))
        },
    },
    ActForm {
        slug: "reconsider",
        action: Action::ScreenRisk,
        part: Part::Risk,
        title: "Record that risk and protection were looked at again",
        button: "Record it",
        done: "It is recorded that risk and protection were looked at again.",
        guide: "After something happened, such as a release or a change of bail: what was looked at, and that grade and decision stand. Where they do \
                not, record a new screen or decision instead.",
        does: &[],
        offered: |case| case.asks.open,
        fields: |_| vec![Field::words("findings", "What was looked at, and what follows?")],
        begin: EMPTY,
        read: |reading| {
            Some(Act::Care(Care::Reconsider {
                findings: reading.words("findings", "Say what was looked at, and what follows")?,
            }))
        },
    },
];
