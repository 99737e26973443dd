//! RF-08: the case is turned against the person who reported it.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::catalogue::Severity;
use crate::time::Moment;

/// RF-08.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-08",
    severity: Severity::Critical,
    title: "A notice, a counter-allegation or a marker stands against the person who reported",
    authority: "Shana Grice, Sussex 2016 (fined for wasting police time); IOPC instruction to all forces not to issue \
                such notices in stalking cases",
    data_needed: "markers against the person who reported: wasting police time, counter-allegation, malicious",
    fires,
    next_check: by_events_only,
};

/// From the day on which it was made, whoever made it and whatever became of it.
fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let markers = &case.inquiries.markers;
    let since = markers.iter().map(|marker| marker.occurred_at).min()?;
    let rows = markers.iter().map(|marker| format!("marker:{}:{}", marker.kind, marker.occurred_at));
    Some(Fired { since, evidence: rows.collect() })
}
