//! The person at risk: consulted, referred, let in by consent, and asking for reconsideration; and the subject's notification.

use crate::acts::lists::{accounts, item, staff};
use crate::forms::field::Field;
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::items;
use casework::access::Action;
use casework::cases::act::Act;
use domain::case::reconsideration::ANSWER_CHARS_MIN;
use domain::catalogue::{ConsentScope, RequestAnswer, Requester, Role};

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "ask-reconsideration",
        action: Action::RequestReconsideration,
        part: Part::Person,
        title: "Record a request for reconsideration",
        button: "Record the request",
        done: "The request is recorded. It must be answered.",
        guide: "The person at risk, or an advocate for them, asks that the decision be looked at again. It waits until somebody answers it.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one("by", "Who asks?", items!(Requester)),
                Field::words("words", "What do they ask, and why, in their words?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let by = reading.choice("by", "Choose who asks");
            let words = reading.words("words", "Write what they ask");
            Some(Act::RequestReconsideration { by: by?, words: words? })
        },
    },
    ActForm {
        slug: "answer-reconsideration",
        action: Action::AnswerReconsideration,
        part: Part::Person,
        title: "Answer the request for reconsideration",
        button: "Answer it",
        done: "The request is answered.",
        guide: "It answers the oldest request that waits. Say it in words that can be read to the person at risk.",
        does: &["answer_reconsideration"],
        offered: |case| !case.asks.requests.is_empty(),
        fields: |case| {
            let waits = case.asks.requests.iter().map(|request| ("Of".to_owned(), request.clone()));
            vec![
                Field::told("What waits", waits.take(1).collect()).hint("Its words stand on the timeline of the case."),
                Field::one("answer", "How is it answered?", items!(RequestAnswer)),
                Field::words("words", "What is answered, and why?")
                    .hint(&format!("At least {ANSWER_CHARS_MIN} characters.")),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let answer = reading.choice("answer", "Choose how it is answered");
            let words = reading.at_least("words", ANSWER_CHARS_MIN, "Write the answer");
            Some(Act::AnswerReconsideration { answer: answer?, words: words? })
        },
    },
    ActForm {
        slug: "consult",
        action: Action::RecordConsultation,
        part: Part::Person,
        title: "Record that the person at risk was consulted",
        button: "Record it",
        done: "It is recorded that the person at risk was consulted.",
        guide: "That they were asked what they need and fear, and told how the case stands, by the way that was agreed with them.",
        does: &[],
        offered: ALWAYS,
        fields: |_| vec![Field::moment("at", "When was that?").hint("Leave the time empty if it is not known.")],
        begin: EMPTY,
        read: |reading| Some(Act::ConsultPerson { occurred_at: reading.moment("at", "Enter when it was")? }),
    },
    ActForm {
        slug: "refer",
        action: Action::RecordReferral,
        part: Part::Person,
        title: "Record a referral to a support service",
        button: "Record the referral",
        done: "It is recorded whether support was taken up.",
        guide: "Such as an independent stalking advocate. That it was offered and declined is a record too, and can be offered again.",
        does: &[],
        offered: ALWAYS,
        fields: |_| {
            vec![
                Field::one(
                    "taken",
                    "Was it taken up?",
                    vec![
                        item("accepted", "Yes: they are referred"),
                        item("declined", "No: it was offered and declined"),
                    ],
                ),
                Field::moment("at", "When was that?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let taken = reading.text("taken");
            if taken != "accepted" && taken != "declined" {
                reading.wrong("taken", "Choose whether it was taken up");
            }
            let at = reading.moment("at", "Enter when it was");
            let accepted = match taken.as_str() {
                "accepted" => true,
                "declined" => false,
                _ => return None,
            };
            Some(Act::ReferToSupport { occurred_at: at?, accepted })
        },
    },
    ActForm {
        slug: "notified",
        action: Action::RecordNotification,
        part: Part::Protection,
        title: "Record the subject's notification",
        button: "Record it",
        done: "The notification is recorded.",
        guide: "Within three days of service the subject tells police their names and home address (s. 9 Stalking Protection Act 2019).",
        does: &[],
        offered: |case| case.asks.measures.iter().any(|held| held.is_order),
        fields: |_| vec![Field::moment("at", "When did the subject give notification?")],
        begin: EMPTY,
        read: |reading| Some(Act::RecordNotification { occurred_at: reading.moment("at", "Enter when it was given")? }),
    },
    ActForm {
        slug: "consent",
        action: Action::RecordConsent,
        part: Part::Person,
        title: "Record consent for an advocate",
        button: "Record the consent",
        done: "The consent is recorded. The advocate can see what it covers.",
        guide: "The person at risk decides what an advocate may see here. Contact and whereabouts are in no consent.",
        does: &[],
        offered: ALWAYS,
        fields: |case| {
            vec![
                Field::pick("advocate", "Which advocate?", staff(case, &[Role::Advocate])),
                Field::day("on", "On which day was it given?"),
                Field::one("scope", "What may the advocate see?", items!(ConsentScope)),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let advocate = reading.words("advocate", "Choose which advocate");
            let on = reading.day("on", "Enter on which day it was given");
            let scope = reading.choice("scope", "Choose what the advocate may see");
            Some(Act::GiveConsent { advocate: advocate?, on: on?, scope: scope? })
        },
    },
    ActForm {
        slug: "consent-withdrawn",
        action: Action::RecordConsent,
        part: Part::Person,
        title: "Record that consent was withdrawn",
        button: "Record it",
        done: "The consent has ended.",
        guide: "It ends at once: the advocate no longer sees the case.",
        does: &[],
        offered: |case| !case.asks.ties.consented.is_empty(),
        fields: |case| {
            vec![
                Field::one("advocate", "For which advocate?", accounts(case, &case.asks.ties.consented)),
                Field::day("on", "On which day was it withdrawn?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let advocate = reading.words("advocate", "Choose for which advocate");
            let on = reading.day("on", "Enter on which day it was withdrawn");
            Some(Act::WithdrawConsent { advocate: advocate?, on: on? })
        },
    },
];
