//! RF-19: stalking was classed as something less, and nobody said why.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::catalogue::{CrimeClass, Severity};
use crate::inquiry::Reclassification;
use crate::time::Moment;

/// RF-19.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-19",
    severity: Severity::High,
    title: "The crime was classed as something less than stalking, and no reason is given",
    authority: "Super-complaint on stalking (stalking recorded as something else); College of Policing: 'think stalking first'",
    data_needed: "how the crime was classed anew, with the reasons",
    fires,
    next_check: by_events_only,
};

fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let silent = |made: &&Reclassification| is_less(made.to) && made.rationale.is_none();
    let made: Vec<&Reclassification> = case.inquiries.reclassified.iter().filter(silent).collect();
    let since = made.iter().map(|made| made.occurred_at).min()?;
    let rows = made.iter().map(|made| format!("reclassified:{}:{}", made.to, made.occurred_at));
    Some(Fired { since, evidence: rows.collect() })
}

/// Another crime may be a graver one.
const fn is_less(class: CrimeClass) -> bool {
    match class {
        CrimeClass::Harassment
        | CrimeClass::MaliciousCommunications
        | CrimeClass::NeighbourDispute
        | CrimeClass::NoCrime => true,
        CrimeClass::Stalking | CrimeClass::Other => false,
    }
}
