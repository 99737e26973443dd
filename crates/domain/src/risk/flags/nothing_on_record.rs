//! RF-21: a week went by with no screening tool, no review by a supervisor, or no note.

use super::{Fired, FlagContext, RedFlag, named};
use crate::case::Case;
use crate::catalogue::Severity;
use crate::risk::tools;
use crate::time::Moment;

/// How long a case may be without, in hours: seven days (section 7.2).
const HOURS: i64 = 7 * 24;

/// RF-21.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-21",
    severity: Severity::Medium,
    title: "A week without a screening tool, without a supervisor's review, or without a note",
    authority: "Gracie Spinks, Derbyshire 2021: the coroner (risk assessments not done, no notes in crime records)",
    data_needed: "risk screens with their tools, reviews of screens and of the case, notes",
    fires,
    next_check,
};

fn fires(case: &Case, at: Moment, _context: &FlagContext) -> Option<Fired> {
    let due = due_at(case).filter(|due| *due <= at)?;
    let evidence: Vec<String> = gaps(case, due).into_iter().map(str::to_owned).collect();
    (!evidence.is_empty()).then_some(Fired { since: due, evidence })
}

fn next_check(case: &Case, _context: &FlagContext) -> Option<Moment> {
    let fresh = |due: &Moment| gaps(case, *due).into_iter().any(|row| !named(case, FLAG.code, row));
    due_at(case).filter(fresh)
}

fn due_at(case: &Case) -> Option<Moment> {
    let first = case.reports.iter().map(|report| report.counts_from).min()?;
    Some(first.max(case.duties_from).plus_hours(HOURS))
}

/// What the first week lacks. What comes later does not undo it. A grade that came with an import stands on no tool.
fn gaps(case: &Case, due: Moment) -> Vec<&'static str> {
    let screened = case.screens.iter().any(|screen| screen.tool != tools::IMPORTED && screen.at < due);
    let in_time = |at: Option<Moment>| at.is_some_and(|at| at < due);
    let (reviewed, noted) = (in_time(case.inquiries.first_review_at), in_time(case.inquiries.first_note_at));
    let gaps = [("no_screen", screened), ("not_reviewed", reviewed), ("no_note", noted)];
    gaps.into_iter().filter(|(_, done)| !done).map(|(row, _)| row).collect()
}
