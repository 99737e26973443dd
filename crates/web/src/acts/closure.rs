//! Reviews, closure, and what stands in its way.

use crate::acts::lists::{item, meaning};
use crate::components::tag::capitalised;
use crate::forms::field::{Field, Item};
use crate::forms::page::{ActForm, EMPTY, Part};
use casework::access::Action;
use casework::cases::act::Act;
use casework::views::{CasePage, GateView};
use domain::catalogue::RetentionGroup;
use std::str::FromStr;

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "review",
        action: Action::ReviewCase,
        part: Part::Closure,
        title: "Review the case",
        button: "Record the review",
        done: "The review is recorded.",
        guide: "For a supervisor, an inspector or the stalking SPOC: what was looked at, whether risk and protection still fit, and what is to be \
                done. Raise an action for what somebody must do.",
        does: &["keep_under_review"],
        offered: |case| case.asks.open,
        fields: |case| vec![open_now(case), Field::words("findings", "What did you find, and what follows?")],
        begin: EMPTY,
        read: |reading| {
            Some(Act::Review { findings: reading.words("findings", "Say what you found, and what follows")? })
        },
    },
    ActForm {
        slug: "propose-closure",
        action: Action::ProposeClosure,
        part: Part::Closure,
        title: "Propose to close the case",
        button: "Propose closure",
        done: "Closure is proposed. A senior reviewer decides.",
        guide: "For the officer in the case. It can be proposed before every gate is met; it is approved only once they are.",
        does: &[],
        offered: |case| case.asks.open && !case.asks.closure_proposed,
        fields: |case| {
            vec![
                gates(case),
                Field::words("reasons", "Why can it be closed?"),
                Field::words("exit_plan", "What happens for the person at risk afterwards?")
                    .hint("The exit safety plan: whom they call, what stays in place, who knows of it."),
                Field::one("retention", "How long is it kept?", retention()),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let reasons = reading.words("reasons", "Say why it can be closed");
            let plan = reading.words("exit_plan", "Say what happens for the person at risk afterwards");
            let retention = reading.choice("retention", "Choose how long it is kept");
            Some(Act::ProposeClosure { reasons: reasons?, exit_safety_plan: plan?, retention: retention? })
        },
    },
    ActForm {
        slug: "decide-closure",
        action: Action::DecideClosure,
        part: Part::Closure,
        title: "Approve the closure, or refuse it",
        button: "Record your answer",
        done: "The answer on the closure is recorded.",
        guide: "For a senior reviewer who neither proposed it nor ever was the officer in the case; an inspector, where there was an order or the \
                grade is medium or high. A gate that is not met stands in the way of approval.",
        does: &["decide_closure"],
        offered: |case| case.asks.closure_proposed,
        fields: |case| {
            vec![
                gates(case),
                Field::one(
                    "answer",
                    "What do you say?",
                    vec![
                        item("approve", "Approve it: the case is closed"),
                        item("refuse", "Refuse it: the case stays open"),
                    ],
                ),
                Field::words("reasons", "Why?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let answer = reading.choice::<Answers>("answer", "Choose whether you approve it or refuse it");
            let reasons = reading.words("reasons", "Say why");
            Some(match answer? {
                Answers::Approve => Act::ApproveClosure { reasons: reasons? },
                Answers::Refuse => Act::RejectClosure { reasons: reasons? },
            })
        },
    },
    ActForm {
        slug: "close-action",
        action: Action::CloseAction,
        part: Part::Handling,
        title: "Close an action",
        button: "Close the action",
        done: "The action is closed.",
        guide: "An action is closed by somebody other than its owner, who sees that it was done.",
        does: &["finish_actions"],
        offered: |case| !case.asks.actions.is_empty(),
        fields: |case| {
            let open: Vec<Item> = case.asks.actions.iter().map(|action| item(&action.id, &action.words)).collect();
            vec![Field::one("action", "Which action?", open), Field::few_words("words", "What came of it?")]
        },
        begin: EMPTY,
        read: |reading| {
            let action = reading.choice("action", "Choose which action");
            let words = reading.words("words", "Say what came of it");
            Some(Act::CloseAction { action: action?, words: words? })
        },
    },
];

/// What a senior reviewer says.
enum Answers {
    Approve,
    Refuse,
}
impl FromStr for Answers {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "approve" => Ok(Self::Approve),
            "refuse" => Ok(Self::Refuse),
            _ => Err(()),
        }
    }
}

/// The gates that are not met, with what stands in the way, and those that Holdfast cannot tell.
fn gates(case: &CasePage) -> Field {
    let (met, others): (Vec<&GateView>, Vec<&GateView>) = case.gates.iter().partition(|gate| gate.state == "met");
    let line = |gate: &&GateView| {
        let state = match (gate.state.as_str(), &gate.why) {
            ("unmet", Some(why)) => format!("Not yet: {why}"),
            ("unmet", None) => "Not yet".to_owned(),
            _ => "Holdfast does not hold this yet: look yourself".to_owned(),
        };
        (gate.title.clone(), state)
    };
    let heading = format!("Before closure: {} of {} conditions are met", met.len(), case.gates.len());
    Field::told(&heading, others.iter().map(line).collect())
}

/// What is open on the case, for whoever reviews it.
fn open_now(case: &CasePage) -> Field {
    let fact = |label: &str, words: String| (label.to_owned(), words);
    let late = case.clocks.iter().filter(|clock| clock.late && !clock.state.starts_with("met")).count();
    let flags = case.flags.iter().filter(|flag| flag.disposal.is_none()).count();
    Field::told(
        "How the case stands",
        vec![
            fact("Grade of risk", case.grade.map_or("not graded yet".to_owned(), |grade| capitalised(grade.label()))),
            fact("Decision on protection", case.decision.clone()),
            fact("Protection now", case.protection_now.clone()),
            fact("Duties that are late", late.to_string()),
            fact("Red flags that are open", flags.to_string()),
            fact("Actions that are open", case.asks.actions.len().to_string()),
        ],
    )
}

fn retention() -> Vec<Item> {
    let meant = |group: &RetentionGroup| {
        meaning(
            group.code(),
            &capitalised(group.label()),
            match group {
                RetentionGroup::Group1 => "Certain public protection matters, the longest.",
                RetentionGroup::Group2 => "Other sexual, violent or serious offences.",
                RetentionGroup::Group3 => "All other offences.",
            },
        )
    };
    RetentionGroup::ALL.iter().map(meant).collect()
}
