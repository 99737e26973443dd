//! Who hears of a duty while a scenario is played, and the expectation of it: 'stage missed of PD-03 told to the supervisor'.
//!
//! A scenario has no accounts: every rank is taken to be held by somebody of the team, and the officer is there unless told away.

use super::check::{Found, found};
use super::expectation::Expectation;
use super::slots::At;
use super::when::{self, When};
use super::who::{self, Who};
use super::words::{Word, after, pick, skip};
use crate::case::Case;
use crate::case::state::EscalatedAt;
use crate::catalogue::{Role, Stage, Within};
use crate::clocks::{Clock, Escalated, Notified, moment_words};
use crate::derived::Derived;
use crate::escalation::{Passed, reached};
use crate::event::CaseEvent;
use crate::time::Moment;

/// A stage of a duty, and who is to have been told of it.
#[derive(Clone, PartialEq, Debug)]
pub struct StageTold {
    /// Of which clock.
    pub clock: Clock,
    /// Which stage.
    pub stage: Stage,
    /// Whether it was told.
    pub told: bool,
    /// To whom; to anybody, where nobody is named.
    pub to: Option<Who>,
    /// When; at any time, where it is not said.
    pub when: Option<When>,
}

const STAGES: &[(&str, Stage)] = &[
    ("stage reminder", Stage::Reminder),
    ("reminder", Stage::Reminder),
    ("stage missed", Stage::Missed),
    ("stage miss", Stage::Missed),
    ("miss", Stage::Missed),
    ("stage rank", Stage::Rank),
    ("stage above", Stage::Above),
    ("stage rank above", Stage::Above),
];

/// This reads one at the start of some words; none, if they name no stage.
pub(super) fn read(words: &[Word], at: At) -> Result<Option<(usize, Expectation)>, String> {
    let Some((mut taken, stage)) = pick(words, STAGES.iter().copied()) else { return Ok(None) };
    let mut pass = |more: usize| {
        taken += more;
        let rest = after(words, taken);
        taken += rest.len() - skip(rest).len();
        after(words, taken)
    };
    let rest = pass(0);
    let Some((more, clock)) = pick(rest, Clock::ALL.iter().map(|clock| (clock.code(), *clock))) else {
        return Err(
            "it is not said of which clock that is a stage: stage missed of PD-03 told to the supervisor".into()
        );
    };
    let rest = pass(more);
    let Some((more, told)) = pick(rest, [("told", true), ("not told", false), ("never told", false)]) else {
        return Err(format!("it is not said whether that stage of {clock} was told: told, or not told"));
    };
    taken += more;
    let mut expected = StageTold { clock, stage, told, to: None, when: None };
    if let Some((more, who)) = who::read(after(words, taken)) {
        taken += more;
        expected.to = Some(who);
    }
    let rest = after(words, taken);
    let lead = rest.iter().take_while(|word| ["on", "at"].contains(&word.text.as_str())).count();
    if let Some((more, when)) = when::read(after(rest, lead), Some(at))? {
        taken += lead + more;
        expected.when = Some(when);
    }
    Ok(Some((taken, Expectation::Told(expected))))
}

/// This checks one.
pub(super) fn check(case: &Case, expected: &StageTold) -> Found {
    let code = expected.clock.code();
    let of_clock = || case.escalations.iter().filter(|held| held.escalated.clock == code);
    let fits = |held: &EscalatedAt| {
        let to = expected.to.as_ref().is_none_or(|who| held.escalated.told.iter().any(|told| is(told, who)));
        let when = expected.when.is_none_or(|when| match when {
            When::At(moment) => held.at == moment,
            When::Day(day) => held.at.day() == day,
        });
        held.escalated.stages.contains(&expected.stage) && to && when
    };
    let told: Vec<String> =
        of_clock().map(|held| format!("at {}: {}", moment_words(held.at), held.escalated.words())).collect();
    let words = if told.is_empty() { format!("nobody was told of {code}") } else { told.join("; ") };
    found(of_clock().any(fits) == expected.told, words)
}

/// Whether somebody is who was told: the officer by their account, others by their rank.
fn is(told: &Notified, who: &Who) -> bool {
    match (told.account, told.rank) {
        (Some(account), _) => account == who.account,
        (None, rank) => rank == Some(who.role),
    }
}

/// The stages that have come by a moment and were not told, each told now.
pub(super) fn escalations(derived: &Derived, at: Moment) -> Vec<CaseEvent> {
    let passed = derived.stages_passed(at);
    passed.into_iter().map(|passed| CaseEvent::ClockEscalated(escalated(&derived.case, passed, at))).collect()
}

fn escalated(case: &Case, passed: Passed, at: Moment) -> Escalated {
    let mut told: Vec<Notified> = Vec::new();
    for notified in passed.meant_for().into_iter().map(|meant_for| notified(case, meant_for, at)) {
        if !told.iter().any(|held| (held.account, held.rank) == (notified.account, notified.rank)) {
            told.push(notified);
        }
    }
    Escalated {
        clock: passed.clock.code().to_owned(),
        started_at: passed.started_at,
        due_at: passed.due_at,
        stages: passed.stages.iter().map(|(stage, _)| *stage).collect(),
        told,
    }
}

/// What is meant for an officer who is away reaches who stands in, and goes up where nobody does.
fn notified(case: &Case, meant_for: Role, at: Moment) -> Notified {
    let officer = case.officer.filter(|_| meant_for == Role::Officer);
    let account = officer.and_then(|officer| match case.away(officer, at) {
        None => Some(officer),
        Some(absence) => case.stand_in_of(&absence.told),
    });
    let rank = reached(meant_for, |_, _| true).map(|(rank, _)| rank).filter(|_| account.is_none());
    Notified { meant_for, account, rank, within: Within::Team }
}
