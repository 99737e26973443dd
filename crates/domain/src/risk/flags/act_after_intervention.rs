//! RF-12: police stepped in, the acts went on, and nobody looked at the risk again within a day.

use super::{Fired, FlagContext, RedFlag, named};
use crate::case::Case;
use crate::case::state::CaseAct;
use crate::catalogue::Severity;
use crate::event::Act;
use crate::time::Moment;

/// How long there is to look again, in hours (section 7.2; PD-04).
const HOURS: i64 = 24;

/// RF-12.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-12",
    severity: Severity::High,
    title: "An act after police stepped in, and risk was not looked at again within 24 hours",
    authority: "Specification, section 7.2 (all the documented cases); Alice Ruggles, Northumbria 2016 (notice broken, \
                no arrest)",
    data_needed: "acts, interventions, measures, risk screens and their reviews",
    fires,
    next_check,
};

fn fires(case: &Case, at: Moment, _context: &FlagContext) -> Option<Fired> {
    let late: Vec<&CaseAct> = unanswered(case).filter(|held| due_at(case, held) <= at).collect();
    let since = late.iter().map(|held| due_at(case, held)).min()?;
    Some(Fired { since, evidence: late.iter().map(|held| row(held)).collect() })
}

fn next_check(case: &Case, _context: &FlagContext) -> Option<Moment> {
    let fresh = unanswered(case).filter(|held| !named(case, FLAG.code, &row(held)));
    fresh.map(|held| due_at(case, held)).min()
}

/// The acts after an intervention with no screen and no review of one in the time allowed. A screen that came later
/// does not undo the gap. That Holdfast itself opens the question with every act answers nothing: a person must look.
fn unanswered(case: &Case) -> impl Iterator<Item = &CaseAct> {
    let following = case.acts.iter().filter(|held| follows_intervention(case, held));
    following.filter(|held| {
        let (from, due_at) = (starts_at(case, held), due_at(case, held));
        let in_time = |at: Moment| from <= at && at < due_at;
        !case
            .screens
            .iter()
            .any(|screen| in_time(screen.at) || screen.review.as_ref().is_some_and(|review| in_time(review.at)))
    })
}

/// No duty starts before the day from which the case carries duties.
fn starts_at(case: &Case, held: &CaseAct) -> Moment {
    held.act.recorded_at.max(case.duties_from)
}

fn due_at(case: &Case, held: &CaseAct) -> Moment {
    starts_at(case, held).plus_hours(HOURS)
}

fn row(held: &CaseAct) -> String {
    format!("act:{}", held.act.id)
}

/// This says whether an act came after an intervention, as it is told now or, until a supervisor has looked at the
/// correction, as it was told before.
pub(super) fn follows_intervention(case: &Case, held: &CaseAct) -> bool {
    Case::accounts(held).any(|act| came_after_intervention(case, act))
}

/// This says whether an act came after police stepped in, or after a measure was served or had begun.
pub(crate) fn came_after_intervention(case: &Case, act: &Act) -> bool {
    let done_at = act.occurred_at;
    let stepped_in = case.interventions.iter().any(|made| made.occurred_at < done_at);
    let restrained = case.protections.iter().any(|measure| match measure.served_at {
        Some(served_at) => served_at < done_at,
        None => measure.from < done_at.day(),
    });
    stepped_in || restrained
}
