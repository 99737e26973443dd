//! RF-20: no former partner, and so the case is not seen as stalking, or only a tool for domestic abuse was used.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::case::state::Screen;
use crate::catalogue::{CrimeClass, Relationship, Severity};
use crate::risk::tools;
use crate::time::Moment;

/// RF-20.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-20",
    severity: Severity::High,
    title: "A stranger, a colleague or somebody known only online, and the case is not treated as stalking",
    authority: "Stalking Protection Act 2019, made for cases outside intimate relationships; Gracie Spinks, Derbyshire 2021 \
                (a colleague)",
    data_needed: "the relationship, what the crime is recorded as, the tools of the risk screens",
    fires,
    next_check: by_events_only,
};

fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    if !is_outside(case.relationship) {
        return None;
    }
    let rows: Vec<(Moment, String)> = classed(case).into_iter().chain(only_domestic_tool(case)).collect();
    let since = rows.iter().map(|(at, _)| *at).min()?;
    Some(Fired { since, evidence: rows.into_iter().map(|(_, row)| row).collect() })
}

/// The crime is recorded as something else, with or without a reason: RF-19 asks for the reason.
fn classed(case: &Case) -> Option<(Moment, String)> {
    let class = case.crime_class();
    let recorded = case.victim.crimes.iter().map(|crime| crime.occurred_at);
    let at = recorded.chain(case.inquiries.reclassified.iter().map(|made| made.occurred_at)).max()?;
    (class != CrimeClass::Stalking).then(|| (at, format!("crime_class:{class}")))
}

/// A grade that came with an import stands on no tool.
fn only_domestic_tool(case: &Case) -> Option<(Moment, String)> {
    let screens: Vec<&Screen> = case.screens.iter().filter(|screen| screen.tool != tools::IMPORTED).collect();
    let latest = screens.iter().all(|screen| tools::DOMESTIC.contains(&screen.tool.as_str())).then(|| screens.last())??;
    Some((latest.at, format!("only_tool:{}:{}", latest.tool, latest.id)))
}

const fn is_outside(relationship: Relationship) -> bool {
    match relationship {
        Relationship::Stranger | Relationship::Colleague | Relationship::OnlineOnly => true,
        Relationship::ExIntimate
        | Relationship::CurrentIntimate
        | Relationship::Family
        | Relationship::Acquaintance
        | Relationship::Professional
        | Relationship::Neighbour
        | Relationship::Unknown => false,
    }
}
