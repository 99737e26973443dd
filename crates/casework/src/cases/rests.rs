//! What the decision that stands, or waits, rests on: what is told of its reasons, in the order in which it is read.

use crate::cases::waits::Known;
use domain::case::Case;
use domain::case::state::DecisionState;
use domain::clocks::day_words;
use domain::event::Backing;
use domain::ids::{ContentId, ProtectionId};

/// What the decision rests on: a label and its words each. Without a decision there is nothing.
pub fn decision(case: &Case, known: &Known<'_>) -> Vec<(String, String)> {
    match &case.decision {
        DecisionState::NotYetConsidered | DecisionState::Considering { .. } => Vec::new(),
        DecisionState::AwaitingCountersign { backing, .. } | DecisionState::NotApply { backing, .. } => {
            reasons(case, backing, known)
        }
        DecisionState::Apply { .. } | DecisionState::Deferred { .. } | DecisionState::Superseded { .. } => Vec::new(),
    }
}

fn reasons(case: &Case, backing: &Backing, known: &Known<'_>) -> Vec<(String, String)> {
    let words = |id: ContentId| known.words.get(&id).cloned().unwrap_or_else(|| "words withheld from you".to_owned());
    let line = |label: &str, words: String| (label.to_owned(), words);
    let leans = backing.measures.iter().map(|id| line("Leans on", measure(case, *id)));
    let gaps = backing.gaps.map(|id| line("Evidence that is missing", words(id)));
    let plan = backing.plan.map(|id| line("How it is to be got", words(id)));
    let force = backing.transfer.map(|transfer| {
        let accepted = format!("on {}, by {}", day_words(transfer.accepted_on), words(transfer.accepted_by));
        [line("Other force", words(transfer.to)), line("Accepted the case", accepted)]
    });
    leans.chain(gaps).chain(plan).chain(force.into_iter().flatten()).collect()
}

/// A measure by what it is and how long it lasts.
fn measure(case: &Case, id: ProtectionId) -> String {
    case.protections.iter().find(|held| held.id == id).map_or_else(
        || "a measure that is no longer on the case".to_owned(),
        |held| match held.last_day() {
            Some(last_day) => format!("{} until {}", held.kind.label(), day_words(last_day)),
            None => format!("{} without a last day", held.kind.label()),
        },
    )
}
