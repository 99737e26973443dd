//! What on a case waits for another hand, or for a named thing: in words, with since when, and the advice that was given.

use crate::views::AdviceView;
use domain::case::Case;
use domain::case::advice::{AdviceWait, Answered, of_applying};
use domain::case::state::{DecisionState, Lowering};
use domain::catalogue::Awaited;
use domain::clocks::{day_words, moment_words};
use domain::event::Outcome;
use domain::ids::{AccountId, ContentId};
use domain::time::{Day, Moment};
use std::collections::HashMap;

/// What the words and names of a case page are found by.
pub struct Known<'a> {
    /// The words that the reader may see.
    pub words: &'a HashMap<ContentId, String>,
    /// Accounts by the name that people read.
    pub names: &'a HashMap<AccountId, String>,
}

impl Known<'_> {
    fn name(&self, account: Option<AccountId>) -> String {
        account.map_or_else(
            || "Holdfast".to_owned(),
            |account| self.names.get(&account).cloned().unwrap_or_else(|| "a former account".to_owned()),
        )
    }
}

/// Everything that waits on a case, in sentences.
pub fn waits(case: &Case, known: &Known<'_>) -> Vec<String> {
    if case.is_closed() {
        return Vec::new();
    }
    let parts =
        [decision(case, known), case.advice_wait().map(advice_sentence), case.lowering.map(|l| lower(l, known))];
    parts.into_iter().flatten().collect()
}

fn advice_sentence(wait: AdviceWait) -> String {
    match wait {
        AdviceWait::Advice { since } => {
            format!("The decision to apply waits for the stalking SPOC's advice, since {}.", moment_words(since))
        }
        AdviceWait::Answer { advice, since } => format!(
            "The stalking SPOC {}; that waits for an answer of the officer in the case or a \
             supervisor, since {}.",
            of_applying(advice),
            moment_words(since)
        ),
    }
}

fn lower(lowering: Lowering, known: &Known<'_>) -> String {
    format!(
        "A lower grade, {}, waits for a second officer: {} is asked, since {}. Until then the higher one counts.",
        lowering.grade.label(),
        known.name(Some(lowering.asked)),
        moment_words(lowering.since)
    )
}

fn decision(case: &Case, known: &Known<'_>) -> Option<String> {
    match &case.decision {
        DecisionState::AwaitingCountersign { outcome, at, awaited, .. } => {
            let thing = match outcome {
                Outcome::Deferred { until, awaits } => put_off(*until, *awaits, *awaited, *at, known),
                Outcome::Apply { .. } | Outcome::DoNotApply { .. } | Outcome::SupersededByOtherOrder { .. } => None,
            };
            let hand =
                format!("The decision waits for the stalking SPOC's countersignature, since {}.", moment_words(*at));
            Some(thing.map_or(hand.clone(), |thing| format!("{hand} {thing}")))
        }
        DecisionState::Deferred { until, awaits, awaited, signed } => {
            put_off(*until, *awaits, *awaited, signed.at, known)
        }
        DecisionState::NotYetConsidered
        | DecisionState::Considering { .. }
        | DecisionState::Apply { .. }
        | DecisionState::NotApply { .. }
        | DecisionState::Superseded { .. } => None,
    }
}

/// What is waited for, where the entry tells.
fn put_off(
    until: Day,
    awaits: Option<Awaited>,
    awaited: Option<ContentId>,
    since: Moment,
    known: &Known<'_>,
) -> Option<String> {
    let thing = awaits?.label();
    let words = awaited.and_then(|id| known.words.get(&id)).map(|words| format!(" ({words})")).unwrap_or_default();
    Some(format!(
        "The decision waits for {thing}{words}, since {} and until the end of {}.",
        moment_words(since),
        day_words(until)
    ))
}

/// The advice on the decision to apply that stands, oldest first.
pub fn advice(case: &Case, known: &Known<'_>) -> Vec<AdviceView> {
    let answered = |answered: Answered| {
        let words = known.words.get(&answered.words).map(|words| format!(": {words}")).unwrap_or_default();
        let (by, when) = (known.name(answered.by), moment_words(answered.at));
        format!("{}{words} ({by}, {when})", answered.answer.label())
    };
    case.advice()
        .iter()
        .map(|advised| AdviceView {
            advice: advised.advice.label().to_owned(),
            words: known.words.get(&advised.words).cloned(),
            by: known.name(advised.by),
            when: moment_words(advised.at),
            answer: advised.answer.map(answered),
        })
        .collect()
}
