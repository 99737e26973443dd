//! The acts of a case by number, and what its answers rest on: FOUR, the worksheet of the decision that stands or waits, and
//! what is told of its reasons. An act that was withdrawn or told otherwise since says so.

use crate::cases::show::account;
use crate::cases::waits::Known;
use crate::views::ActView;
use domain::case::Case;
use domain::case::state::{CaseAct, DecisionState};
use domain::catalogue::Answer;
use domain::clocks::{day_words, moment_words};
use domain::event::{Backing, CaseEvent, Four, Recorded, Worksheet};
use domain::ids::{ActId, ContentId, ProtectionId, ReportId, ScreenId};
use std::collections::HashMap;

/// Every act of the case by its number, those that count no longer too.
pub fn acts(case: &Case, references: &HashMap<ReportId, String>) -> Vec<ActView> {
    let view = |held: &CaseAct, state: String| ActView {
        number: case.act_number(held.act.id).unwrap_or(0),
        what: account(&held.act),
        report: held.report.and_then(|report| references.get(&report).cloned()),
        state,
        id: held.act.id.to_string(),
    };
    let standing = case.acts.iter().map(|held| {
        let corrected = held.formerly.last().map(|former| {
            format!("counts; told otherwise since {} ({})", moment_words(former.until), former.because.label())
        });
        view(held, corrected.unwrap_or_else(|| "counts".to_owned()))
    });
    let struck = case.struck_acts.iter();
    let struck =
        struck.map(|struck| view(&struck.held, format!("withdrawn from the count: {}", struck.because.label())));
    let mut acts: Vec<ActView> = standing.chain(struck).collect();
    acts.sort_by_key(|act| act.number);
    acts
}

/// FOUR of a screen as it was answered: each letter with its answer and its acts. Where nothing was, there is nothing.
pub fn four(case: &Case, history: &[Recorded], id: ScreenId) -> Vec<(String, String)> {
    let told = history.iter().find_map(|recorded| match &recorded.event {
        CaseEvent::RiskScreened { screen, four, .. } if *screen == id => Some(four),
        _ => None,
    });
    let Some(Four { fixated, obsessive, unwanted, repeated }) = told else { return Vec::new() };
    let letters = [("Fixated", fixated), ("Obsessive", obsessive), ("Unwanted", unwanted), ("Repeated", repeated)];
    if letters.iter().all(|(_, given)| given.answer == Answer::NotKnown) {
        return Vec::new();
    }
    letters.map(|(label, given)| (label.to_owned(), answer(case, given.answer, &given.acts))).into()
}

/// What the decision rests on: a label and its words each. Without a decision there is nothing.
pub fn decision(case: &Case, history: &[Recorded], known: &Known<'_>) -> Vec<(String, String)> {
    let backing = match &case.decision {
        DecisionState::NotYetConsidered | DecisionState::Considering { .. } => return Vec::new(),
        DecisionState::AwaitingCountersign { backing, .. } | DecisionState::NotApply { backing, .. } => Some(backing),
        DecisionState::Apply { .. } | DecisionState::Deferred { .. } | DecisionState::Superseded { .. } => None,
    };
    let told = history.iter().rev().find_map(|recorded| match &recorded.event {
        CaseEvent::DecisionRecorded { worksheet, .. } => Some(worksheet),
        _ => None,
    });
    let mut lines = told.map(|sheet| limbs(case, sheet)).unwrap_or_default();
    lines.extend(backing.into_iter().flat_map(|backing| reasons(case, backing, known)));
    lines
}

fn limbs(case: &Case, sheet: &Worksheet) -> Vec<(String, String)> {
    let Worksheet { acts, risk, necessity, ground } = sheet;
    let limbs = [
        ("(a) acts associated with stalking", acts),
        ("(b) a risk associated with stalking", risk),
        ("(c) the order is necessary", necessity),
    ];
    let limbs = limbs.map(|(label, limb)| (label.to_owned(), answer(case, limb.answer, &limb.acts)));
    let joined = match &case.decision {
        DecisionState::Apply { grounds, .. } => {
            let told: Vec<Option<u32>> = acts.acts.iter().map(|act| case.act_number(*act)).collect();
            let later = grounds.iter().copied().filter(|act| !told.contains(&case.act_number(*act)));
            later.collect()
        }
        DecisionState::NotYetConsidered
        | DecisionState::Considering { .. }
        | DecisionState::AwaitingCountersign { .. }
        | DecisionState::NotApply { .. }
        | DecisionState::Deferred { .. }
        | DecisionState::Superseded { .. } => Vec::new(),
    };
    let joined = named(case, &joined).map(|acts| ("Joined the grounds later".to_owned(), acts));
    let ground = ground.map(|ground| ("Ground of s. 1(3)".to_owned(), ground.label().to_owned()));
    limbs.into_iter().chain(ground).chain(joined).collect()
}

fn answer(case: &Case, answer: Answer, acts: &[ActId]) -> String {
    named(case, acts).map_or_else(|| answer.label().to_owned(), |acts| format!("{}: {acts}", answer.label()))
}

/// Acts by number: 'acts 1 to 4 and 7 (withdrawn since)'; none where none is named.
fn named(case: &Case, ids: &[ActId]) -> Option<String> {
    let mut acts: Vec<(u32, &str)> =
        ids.iter().filter_map(|id| case.act_number(*id).map(|number| (number, since(case, *id)))).collect();
    acts.sort_unstable();
    acts.dedup();
    let noun = if acts.len() == 1 { "act" } else { "acts" };
    let none_counts = !acts.is_empty() && ids.iter().all(|id| case.act_known_as(*id).is_none());
    let left = if none_counts { "; none of them counts any more" } else { "" };
    (!acts.is_empty()).then(|| format!("{noun} {}{left}", runs(&acts).join(", ")))
}

/// Three or more in a row, of which nothing is to be said, are one: '1 to 4'.
fn runs(acts: &[(u32, &str)]) -> Vec<String> {
    let joined = |one: &(u32, &str), next: &(u32, &str)| one.1.is_empty() && next.1.is_empty() && one.0 + 1 == next.0;
    let run = |run: &[(u32, &str)]| match run {
        [(first, _), _, .., (last, _)] => vec![format!("{first} to {last}")],
        few => few.iter().map(|(number, since)| format!("{number}{since}")).collect(),
    };
    acts.chunk_by(joined).flat_map(run).collect()
}

/// What became of an act since an answer named it.
fn since(case: &Case, id: ActId) -> &'static str {
    match (case.act_known_as(id), case.struck_act(id)) {
        (Some(held), _) if held.act.id == id => "",
        (Some(_), _) => " (told otherwise since)",
        (None, Some(_)) => " (withdrawn since)",
        (None, None) => " (gone to another case since)",
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
