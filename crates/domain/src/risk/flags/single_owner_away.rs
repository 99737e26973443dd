//! RF-33: everything that is open on a case is one officer's, who is away for more than three days, and nobody stands in.

use super::{Fired, FlagContext, RedFlag, named};
use crate::case::Case;
use crate::case::absence::Absence;
use crate::catalogue::Severity;
use crate::ids::AccountId;
use crate::time::Moment;

/// How long somebody may be away before it is seen, in hours (section 7.2).
const HOURS: i64 = 72;

/// RF-33.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-33",
    severity: Severity::Medium,
    title: "All that is open is one officer's, who is away for more than 72 hours, and nobody stands in",
    authority: "Specification, section 7.2 (Chkaifi: a single officer in the case)",
    data_needed: "the officer in the case, open actions with their owners, absences with stand-ins",
    fires,
    next_check,
};

fn fires(case: &Case, at: Moment, _context: &FlagContext) -> Option<Fired> {
    let absence = unattended(case).find(|held| held.told.lasts_at(at) && seen_at(held) <= at)?;
    Some(Fired { since: seen_at(absence), evidence: vec![row(absence)] })
}

fn next_check(case: &Case, _context: &FlagContext) -> Option<Moment> {
    let fresh = unattended(case).filter(|held| !named(case, FLAG.code, &row(held)));
    fresh.map(seen_at).min()
}

/// Absences of the one person whose everything open is, in which nobody stands in who may have the case. Where no action was
/// raised, what is open is the case itself.
fn unattended(case: &Case) -> impl Iterator<Item = &Absence> {
    let of = single_owner(case);
    let absences = case.absences.iter().filter(move |held| of == Some(held.told.account) && !held.told.over);
    absences.filter(|held| held.told.lasts_at(seen_at(held)) && case.stand_in_of(&held.told).is_none())
}

fn single_owner(case: &Case) -> Option<AccountId> {
    let alone = |officer: &AccountId| case.open_actions().all(|action| action.owner == *officer);
    case.officer.filter(alone).filter(|_| !case.is_closed())
}

/// From when it is seen: after three days, but not before the case was told how it stands now.
fn seen_at(held: &Absence) -> Moment {
    held.told.from.start().plus_hours(HOURS).max(held.told_at)
}

fn row(held: &Absence) -> String {
    format!("absence:{}", held.told.absence)
}
