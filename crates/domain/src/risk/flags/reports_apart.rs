//! RF-05: reports of one course of conduct lie apart, and each looks like a single incident.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::catalogue::Severity;
use crate::time::Moment;

/// RF-05.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-05",
    severity: Severity::High,
    title: "Reports of the same stalking are not on one case",
    authority: "Shana Grice, Sussex 2016 (five reports in six months); Molly McLaren, Kent 2017; super-complaint on \
                stalking, ground 'single incidents'",
    data_needed: "what linkage sees of the series",
    fires,
    next_check: by_events_only,
};

fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let facts = case.series.as_ref()?;
    let series = facts.series?;
    let elsewhere = case.reports_elsewhere();
    if facts.other_cases.is_empty() && elsewhere == 0 && facts.other_forces == 0 {
        return None;
    }
    let mut evidence = vec![format!("series:{series}"), format!("reports:{}", facts.reports)];
    evidence.extend(facts.other_cases.iter().map(|other| format!("case:{other}")));
    evidence.extend((facts.other_forces > 0).then(|| format!("other_forces:{}", facts.other_forces)));
    Some(Fired { since: facts.seen_at, evidence })
}
