//! RF-06: the same subject has stalked more than one person.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::catalogue::Severity;
use crate::time::Moment;

/// RF-06.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-06",
    severity: Severity::High,
    title: "The subject has other victims",
    authority: "Shana Grice, Sussex 2016 (thirteen other women); Gracie Spinks, Derbyshire 2021 (eight); Molly \
                McLaren, Kent 2017 (earlier report in another force)",
    data_needed: "what linkage sees of the subject, in any force and any role",
    fires,
    next_check: by_events_only,
};

fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let facts = case.series.as_ref()?;
    if facts.other_victims == 0 {
        return None;
    }
    // A further victim is a new row, so it raises the flag again after a disposal.
    Some(Fired { since: facts.seen_at, evidence: vec![format!("other_victims:{}", facts.other_victims)] })
}
