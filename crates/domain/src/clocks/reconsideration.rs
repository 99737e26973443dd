//! PD-04: what is new on a case is looked at again within 24 hours: a new act, a new victim, bail, no further action, risk.

use super::history::{History, Run};
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::{Grade, Intervention, ProtectionKind, Role};
use crate::event::{CaseEvent, Recorded};
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The rule. Before the first screen or decision there is nothing to look at again: PD-01 and PD-03 run.
pub(super) static RULE: Rule = Rule {
    code: "PD-04",
    title: "risk and protection looked at again",
    basis: Basis::Policy,
    time: Basis::Policy,
    authority: "Holdfast default, for the force to confirm",
    edition: "defaults 1",
    effective_from: Day(Date::constant(2020, 1, 20)),
    limit: Limit::of(Span::Hours(24)),
    escalates_to: Role::Spoc,
    stages: Stages::policy(4, 0, 24),
    trigger: "a new act or report, a new victim, bail or its change, no further action, or a change of risk",
    trigger_noun: "What was new",
    stop: "a risk screen, its review or a decision on protection, or a note that both were looked at again",
    on_closure: OnClosure::Stops,
    runs,
};

/// What is new on a case, and what answers it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum New {
    /// A fact: whoever looks at the risk again answers it.
    Fact(&'static str),
    /// The grade went up or down: protection is to be looked at again, and the screen that did it is no answer.
    Risk,
}

fn runs(history: &History<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut seen = Seen::default();
    for (place, entry) in history.entries().enumerate() {
        let new = seen.take(entry).filter(|_| seen.considered);
        seen.considered |= is_look(&entry.event);
        let Some(new) = new else { continue };
        // An act and what it opened again stand at one moment, and start one run.
        if runs.iter().all(|run| run.trigger != entry.at) {
            let cause = match new {
                New::Fact(cause) => cause,
                New::Risk => "a change of the grade of risk",
            };
            runs.push(Run { cause, ..Run::new(&RULE, entry.at, looked_again(history, place, new)) });
        }
    }
    runs
}

/// What was on the case until now.
#[derive(Default)]
struct Seen {
    considered: bool,
    reports: usize,
    other_victims: u32,
    grade: Option<Grade>,
    bail: Vec<crate::ids::ProtectionId>,
}
impl Seen {
    fn take(&mut self, entry: &Recorded) -> Option<New> {
        match &entry.event {
            CaseEvent::ActRecorded { .. } => Some(New::Fact("a new act")),
            CaseEvent::ReportAttached { .. } => {
                self.reports += 1;
                (self.reports > 1).then_some(New::Fact("a new report"))
            }
            CaseEvent::SeriesSeen { other_victims, .. } => {
                let more = *other_victims > self.other_victims;
                self.other_victims = *other_victims;
                more.then_some(New::Fact("a new victim of the same subject"))
            }
            CaseEvent::ProtectionRecorded { protection, kind: ProtectionKind::Bail, .. } => {
                self.bail.push(*protection);
                Some(New::Fact("bail"))
            }
            CaseEvent::ProtectionEnded { protection, .. } if self.bail.contains(protection) => {
                Some(New::Fact("the end of bail"))
            }
            CaseEvent::InterventionRecorded { kind, .. } => intervened(*kind).map(New::Fact),
            CaseEvent::NoFurtherActionDecided(_) => Some(New::Fact("no further action")),
            CaseEvent::RiskReopened { because } => Some(New::Fact(because.label())),
            CaseEvent::RiskScreened { grade, .. } | CaseEvent::RiskReviewed { grade, .. } => {
                let before = self.grade.replace(*grade);
                before.is_some_and(|before| before != *grade).then_some(New::Risk)
            }
            _ => None,
        }
    }
}

const fn intervened(kind: Intervention) -> Option<&'static str> {
    match kind {
        Intervention::Bail | Intervention::BailChanged => Some("bail or its change"),
        Intervention::ReleasedWithoutCharge | Intervention::UnderInvestigation => Some("a release"),
        Intervention::Arrest
        | Intervention::VoluntaryInterview
        | Intervention::Charge
        | Intervention::WordsOfAdvice
        | Intervention::PhoneCall
        | Intervention::Notice => Some("a step of the police"),
    }
}

fn is_look(event: &CaseEvent) -> bool {
    matches!(event, CaseEvent::RiskScreened { .. } | CaseEvent::DecisionRecorded { .. })
}

fn looked_again(history: &History<'_>, place: usize, new: New) -> Option<Moment> {
    let answers = |event: &CaseEvent| match event {
        CaseEvent::DecisionRecorded { .. } | CaseEvent::Reconsidered(_) => true,
        CaseEvent::RiskScreened { .. } | CaseEvent::RiskReviewed { .. } => new != New::Risk,
        _ => false,
    };
    history.after(place).find(|entry| answers(&entry.event)).map(|entry| entry.at)
}
