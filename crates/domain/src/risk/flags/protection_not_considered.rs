//! RF-16: nobody considered an order in time, or it was turned down for a reason that is none.

use super::{DutyState, Fired, FlagContext, RedFlag, named};
use crate::case::Case;
use crate::case::worksheet::why_barred;
use crate::catalogue::Severity;
use crate::time::Moment;

/// RF-16.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-16",
    severity: Severity::High,
    title: "A Stalking Protection Order was not considered in time, or was turned down for a barred reason",
    authority: "Super-complaint on stalking, ground 3; specification, sections 6.3 and 2.16 (PD-03)",
    data_needed: "the decision on protection, and when its consideration was due",
    fires,
    next_check,
};

fn fires(case: &Case, at: Moment, context: &FlagContext) -> Option<Fired> {
    let late = context.pd03_due.filter(|due| *due <= at && was_late(*due, context));
    let late = late.map(|due| Fired { since: due, evidence: vec![row(due)] });
    match (late, barred(case)) {
        (Some(late), Some(barred)) => Some(Fired {
            since: late.since.min(barred.since),
            evidence: late.evidence.into_iter().chain(barred.evidence).collect(),
        }),
        (late, barred) => late.or(barred),
    }
}

fn next_check(case: &Case, context: &FlagContext) -> Option<Moment> {
    context.pd03_due.filter(|due| was_late(*due, context) && !named(case, FLAG.code, &row(*due)))
}

/// Late is late: what was done afterwards does not undo it.
fn was_late(due: Moment, context: &FlagContext) -> bool {
    match context.pd03 {
        DutyState::Open => true,
        DutyState::Met { at } => at >= due,
    }
}

fn row(due: Moment) -> String {
    format!("PD-03:{due}")
}

/// Holdfast refuses such a decision; one can still come with an import.
fn barred(case: &Case) -> Option<Fired> {
    let (reasons, since) = case.decision.reasons_against()?;
    let only_barred = !reasons.is_empty() && reasons.iter().all(|reason| why_barred(*reason).is_some());
    only_barred.then(|| {
        let named = reasons.iter().map(|reason| format!("reason:{reason}"));
        Fired { since, evidence: std::iter::once(format!("decision:{since}")).chain(named).collect() }
    })
}
