//! RF-18: closure is proposed with work undone, or without anyone else having reviewed the case.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::case::state::Status;
use crate::catalogue::Severity;
use crate::time::Moment;

/// RF-18.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-18",
    severity: Severity::High,
    title: "Closure is proposed with no senior review, an open action or an unreviewed act",
    authority: "Shana Grice, Sussex 2016 (closed before her account was looked into); specification, section 6.10",
    data_needed: "the proposal, reviews, actions, acts",
    fires,
    next_check: by_events_only,
};

fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let (proposer, since) = match &case.status {
        Status::Open | Status::Closed { .. } | Status::Joined { .. } => return None,
        Status::ClosureProposed { by, at, .. } => (*by, *at),
    };
    // The history holds who reviewed, not in which role; only supervising roles can, and never the officer.
    let reviewed = case.reviews.iter().any(|review| review.by.is_some() && review.by != proposer);
    let mut rows: Vec<String> = case.open_actions().map(|action| format!("action:{}", action.id)).collect();
    rows.extend(case.unreviewed_acts().map(|held| format!("act:{}", held.act.id)));
    rows.extend((!reviewed).then(|| "no_review".to_owned()));
    if rows.is_empty() {
        return None;
    }
    let evidence = std::iter::once(format!("closure_proposed:{since}")).chain(rows);
    Some(Fired { since, evidence: evidence.collect() })
}
