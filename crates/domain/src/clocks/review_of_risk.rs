//! PD-02: a supervisor reviews each risk screen, or a later one, within 24 hours, or 4 at grade high.

use super::Facts;
use super::history::{History, Run};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::event::CaseEvent;
use crate::ids::ScreenId;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. The grade of the screen sets the limit, or a higher one that still counts: a lower one waits for a second officer.
pub(super) static RULE: Rule = Rule {
    code: "PD-02",
    title: "supervisor review of risk",
    basis: Basis::Policy,
    time: Basis::Policy,
    authority: "Holdfast default, for the force to confirm",
    edition: "defaults 1",
    effective_from: Day(Date::constant(2020, 1, 20)),
    limit: Limit::graded(Span::Hours(24), Span::Hours(4)),
    escalates_to: Role::Inspector,
    stages: Stages::policy(2, 0, 24),
    trigger: "a risk screen saved",
    trigger_noun: "The screen",
    stop: "a supervisor reviews that screen or a later one",
    on_closure: OnClosure::Stops,
    runs,
};

fn runs(history: &History<'_>) -> Vec<Run> {
    let screens = history.entries().enumerate().filter_map(|(place, entry)| match entry.event {
        CaseEvent::RiskScreened { screen, grade, .. } => Some((place, entry.at, screen, grade)),
        _ => None,
    });
    screens
        .map(|(place, saved_at, screen, grade)| {
            let run = Run::new(&RULE, saved_at, reviewed(history, place, screen));
            let grade = history.grade_at(saved_at).max(Some(grade));
            Run { facts: Facts { grade, ..Facts::default() }, ..run }
        })
        .collect()
}

/// Only the latest screen can be reviewed: its review answers every screen that it replaced.
fn reviewed(history: &History<'_>, place: usize, screen: ScreenId) -> Option<Moment> {
    let mut answering = vec![screen];
    history.after(place).find_map(|entry| match entry.event {
        CaseEvent::RiskScreened { screen, .. } => {
            answering.push(screen);
            None
        }
        CaseEvent::RiskReviewed { screen, .. } if answering.contains(&screen) => Some(entry.at),
        _ => None,
    })
}
