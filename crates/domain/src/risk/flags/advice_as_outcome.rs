//! RF-11: words of advice, a notice or a call to the subject stood for an answer.

use super::{Fired, FlagContext, RedFlag, by_events_only};
use crate::case::Case;
use crate::case::state::InterventionMade;
use crate::catalogue::{Intervention, Severity};
use crate::time::Moment;

/// RF-11.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-11",
    severity: Severity::High,
    title: "Words of advice, a notice or a call to the subject was used",
    authority: "Alice Ruggles, Northumbria 2016 (a notice, broken within weeks); Molly McLaren, Kent 2017 (a call to him); \
                Gracie Spinks, Derbyshire 2021 (words of advice); protocol of police and prosecutors on stalking",
    data_needed: "what was done towards the subject (`intervene`)",
    fires,
    next_check: by_events_only,
};

/// What was done besides does not undo it: each of them warned the subject and held back nobody.
fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let mild: Vec<&InterventionMade> = case.interventions.iter().filter(|made| is_mild(made.kind)).collect();
    let since = mild.iter().map(|made| made.occurred_at).min()?;
    let rows = mild.iter().map(|made| format!("intervention:{}:{}", made.kind, made.occurred_at));
    Some(Fired { since, evidence: rows.collect() })
}

const fn is_mild(kind: Intervention) -> bool {
    match kind {
        Intervention::WordsOfAdvice | Intervention::PhoneCall | Intervention::Notice => true,
        Intervention::Arrest
        | Intervention::VoluntaryInterview
        | Intervention::Bail
        | Intervention::Charge
        | Intervention::ReleasedWithoutCharge
        | Intervention::UnderInvestigation
        | Intervention::BailChanged => false,
    }
}
