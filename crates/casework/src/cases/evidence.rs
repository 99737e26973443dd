//! What fired a red flag, in words: the rows that its rule names, without identifiers.

use domain::case::Case;
use domain::case::state::CaseAct;
use domain::catalogue::{Reason, RiskFactor};
use domain::clocks::{day_words, moment_words};
use domain::ids::ActId;

/// This words the rows of a flag, in their order. Other cases are only counted: the reader may not be allowed to know them.
pub fn evidence_lines(rows: &[String], case: &Case) -> Vec<String> {
    let cases = rows.iter().filter(|row| row.starts_with("case:")).count();
    let counted =
        (cases > 0).then(|| counted(cases, "other case of the same series", "other cases of the same series"));
    rows.iter().filter_map(|row| line(row, case)).chain(counted).collect()
}

fn line(row: &str, case: &Case) -> Option<String> {
    let (kind, value) = row.split_once(':').unwrap_or((row, ""));
    let number = || value.parse::<usize>().unwrap_or(0);
    match kind {
        "series" | "case" => None,
        "screen" => Some(screen(value, case)),
        "factor" => {
            Some(format!("The screen found: {}", value.parse::<RiskFactor>().map_or(value, |factor| factor.label())))
        }
        "act" => Some(act(value, case)),
        "other_victims" => {
            Some(counted(number(), "other victim of the same subject", "other victims of the same subject"))
        }
        "other_forces" => Some(counted(
            number(),
            "report of the series is held by another force",
            "reports of the series are held by other forces",
        )),
        "reports" => Some(counted(number(), "report in the series", "reports in the series")),
        "reason" => Some(format!("Reason given: {}", value.parse::<Reason>().map_or(value, |reason| reason.label()))),
        "decision" => Some("The decision not to apply".to_owned()),
        "action" => Some("An action that is still open".to_owned()),
        "no_review" => Some("Nobody but the proposer has reviewed the case".to_owned()),
        "closure_proposed" => Some("The proposal to close".to_owned()),
        "PD-03" => Some("Protection was not considered in time (PD-03)".to_owned()),
        _ => Some(row.to_owned()),
    }
}

fn screen(id: &str, case: &Case) -> String {
    match case.screens.iter().find(|screen| screen.id.to_string() == id) {
        Some(screen) => format!("Risk screen at {}: {}", moment_words(screen.at), screen.grade.label()),
        None => "A risk screen".to_owned(),
    }
}

/// An act may have been corrected or withdrawn since the flag was raised: that is said, and changes nothing about the flag.
fn act(id: &str, case: &Case) -> String {
    let Ok(id) = id.parse::<ActId>() else { return "An act".to_owned() };
    let said = |held: &CaseAct| {
        let told = held.formerly.iter().map(|former| &former.act).find(|act| act.id == id).unwrap_or(&held.act);
        let what = told.behaviour.map_or("not yet classified", |behaviour| behaviour.label());
        format!("Act recorded on {}: {what}", day_words(told.recorded_at.day()))
    };
    match (case.act_known_as(id), case.struck_act(id)) {
        (Some(held), _) if held.act.id == id => said(held),
        (Some(held), _) => format!("{}; corrected since: {}", said(held), super::show::account(&held.act)),
        (None, Some(struck)) => format!("{}; withdrawn since: {}", said(&struck.held), struck.because.label()),
        (None, None) => "An act".to_owned(),
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
