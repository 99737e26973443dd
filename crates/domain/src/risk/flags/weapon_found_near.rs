//! RF-10: a weapon or a kit was found near a place of the person at risk.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::catalogue::Severity;
use crate::inquiry::FoundProperty;
use crate::time::Moment;

/// How long before the first report it may have been found, in days (section 7.2).
const DAYS: i64 = 60;

/// RF-10.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-10",
    severity: Severity::Critical,
    title: "A weapon or a kit was found near a place of the person at risk",
    authority: "Gracie Spinks, Derbyshire 2021 (a bag with knives, a hammer and an axe near her horse's field, treated as \
                no risk)",
    data_needed: "found and handed-in property with its day, and in a word how near it lay to a place of the person at risk",
    fires,
    next_check: by_events_only,
};

fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let found: Vec<&FoundProperty> = dangerous(case).collect();
    let since = found.iter().map(|found| found.found_at).min()?;
    Some(Fired { since, evidence: found.into_iter().map(row).collect() })
}

/// The finds that speak of danger: from sixty days before the first report on.
pub(super) fn dangerous(case: &Case) -> impl Iterator<Item = &FoundProperty> {
    let first = case.reports.iter().map(|report| report.counts_from).min();
    let since = first.map(|first| first.plus_hours(-24 * DAYS));
    case.inquiries.property.iter().filter(move |found| found.is_danger() && since.is_some_and(|at| at <= found.found_at))
}

pub(super) fn row(found: &FoundProperty) -> String {
    format!("found:{}:{}:{}", found.kind, found.near, found.found_at)
}
