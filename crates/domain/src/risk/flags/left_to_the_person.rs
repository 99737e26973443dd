//! RF-22: the person at risk was asked whether to arrest, or their declining stands as a reason.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::catalogue::{Reason, Severity};
use crate::time::Moment;

/// RF-22.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-22",
    severity: Severity::High,
    title: "The person at risk was asked whether to arrest, or their declining was used as a reason",
    authority: "Alice Ruggles, Northumbria 2016 (asked whether she wanted him arrested)",
    data_needed: "what staff write on the case (a list of phrases is looked for: `risk/phrases.rs`), the reasons of a decision",
    fires,
    next_check: by_events_only,
};

fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let noted = case.inquiries.noted.iter().filter(|(noted, _)| noted.rule == FLAG.code);
    let words = noted.map(|(noted, at)| (*at, format!("words:{}:{}", noted.phrase, noted.content)));
    let rows: Vec<(Moment, String)> = words.chain(reason(case)).collect();
    let since = rows.iter().map(|(at, _)| *at).min()?;
    Some(Fired { since, evidence: rows.into_iter().map(|(_, row)| row).collect() })
}

/// The reason code, alone or beside others. That the person objects and the risk allows it is another reason.
fn reason(case: &Case) -> Option<(Moment, String)> {
    let (reasons, at) = case.decision.reasons_against()?;
    let given = reasons.contains(&Reason::VictimUnsupportive);
    given.then(|| (at, format!("reason:{}:{at}", Reason::VictimUnsupportive)))
}
