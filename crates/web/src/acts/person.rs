//! The person at risk: contact and rights, consent, and requests for reconsideration.

use crate::forms::field::Field;
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::items;
use casework::access::Action;
use casework::cases::act::Act;
use casework::cases::care::Care;
use domain::catalogue::{Channel, News, RequestAnswer, Requester};
use domain::victim::Told;

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
                Field::one("news", "What they were told of", items!(News)),
                Field::moment("at", "When they were told"),
                Field::one("channel", "How they were told", items!(Channel)),
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
                Field::one("by", "Who asks", items!(Requester)),
                Field::words("words", "What they ask, and why, in their words"),
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
        offered: |case| case.next == "answer_reconsideration",
        fields: |_| {
            vec![
                Field::one("answer", "How it is answered", items!(RequestAnswer)),
                Field::words("words", "What is answered, and why"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let answer = reading.choice("answer", "Choose how it is answered");
            let words = reading.words("words", "Write the answer");
            Some(Act::AnswerReconsideration { answer: answer?, words: words? })
        },
    },
];
