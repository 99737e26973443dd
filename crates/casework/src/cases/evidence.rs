//! What fired a red flag, in words: the rows that its rule names, without identifiers.

use domain::case::Case;
use domain::case::state::CaseAct;
use domain::catalogue::{
    CrimeClass, Intervention, Marker, Nearness, NotedPhrase, PropertyKind, Reason, RiskFactor, SearchPlace,
};
use domain::clocks::{day_words, moment_words};
use domain::event::CaseEvent;
use domain::ids::ActId;
use domain::time::Moment;
use std::str::FromStr;

/// This words the rows of a flag, in their order. Other cases are only counted: the reader may not be allowed to know them.
/// What linkage tells the case no longer, because another case was restricted or people said that it is not the same,
/// is not counted any more.
pub fn evidence_lines(rows: &[String], case: &Case) -> Vec<String> {
    let standing: Vec<&String> = rows.iter().filter(|row| still_told(row, case)).collect();
    let cases = standing.iter().filter(|row| row.starts_with("case:")).count();
    let counted =
        (cases > 0).then(|| counted(cases, "other case of the same series", "other cases of the same series"));
    let taken_back = (standing.len() < rows.len()).then(|| "Linkage has told something else since".to_owned());
    standing.iter().filter_map(|row| line(row, case)).chain(counted).chain(taken_back).collect()
}

/// Whether a row is none of linkage's, or linkage tells the case as much now.
fn still_told(row: &str, case: &Case) -> bool {
    let Some((kind, value)) = row.split_once(':') else { return true };
    let facts = case.series.as_ref();
    let at_most = |now: u32| value.parse::<u32>().is_ok_and(|then| then <= now);
    match kind {
        "case" => facts.is_some_and(|facts| facts.other_cases.iter().any(|other| other.to_string() == value)),
        "reports" => at_most(facts.map_or(0, |facts| facts.reports)),
        "other_forces" => at_most(facts.map_or(0, |facts| facts.other_forces)),
        "other_victims" => at_most(facts.map_or(0, |facts| facts.other_victims)),
        _ => true,
    }
}

/// Whether a line of the timeline says no more than linkage tells the case now.
pub fn line_stands(event: &CaseEvent, case: &Case) -> bool {
    let CaseEvent::SeriesSeen { reports, other_cases, other_victims, other_forces, .. } = event else { return true };
    let Some(now) = &case.series else { return true };
    *reports <= now.reports
        && *other_victims <= now.other_victims
        && *other_forces <= now.other_forces
        && other_cases.iter().all(|other| now.other_cases.contains(other))
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
        "reason" => Some(format!("Reason given: {}", first::<Reason>(value, Reason::label))),
        "decision" => Some("The decision not to apply".to_owned()),
        "action" => Some("An action that is still open".to_owned()),
        "no_review" => Some("Nobody but the proposer has reviewed the case".to_owned()),
        "closure_proposed" => Some("The proposal to close".to_owned()),
        "not_searched" => Some(format!("Not searched in time: {}", first::<SearchPlace>(value, SearchPlace::label))),
        "marker" => Some(dated(value, "Against the person who reported", Marker::label)),
        "found" => Some(found(value)),
        "intervention" => Some(dated(value, "Used towards the subject", Intervention::label)),
        "reclassified" => Some(dated(value, "Classed anew without a reason", CrimeClass::label)),
        "crime_class" => Some(format!("The crime is recorded as {}", first::<CrimeClass>(value, CrimeClass::label))),
        "only_tool" => Some(format!("No other tool than {}", value.split(':').next().unwrap_or(value))),
        "no_screen" => Some("No screening tool within a week".to_owned()),
        "not_reviewed" => Some("No supervisor's review within a week".to_owned()),
        "no_note" => Some("No note within a week".to_owned()),
        "words" => Some(format!("Written on the case: {}", first::<NotedPhrase>(value, NotedPhrase::label))),
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

/// The label of the word that a row begins with; what follows tells rows apart.
fn first<T: FromStr>(value: &str, label: fn(T) -> &'static str) -> String {
    let word = value.split(':').next().unwrap_or(value);
    word.parse().map_or_else(|_| word.to_owned(), |found| label(found).to_owned())
}

/// A row of a word and a moment.
fn dated<T: FromStr>(value: &str, what: &str, label: fn(T) -> &'static str) -> String {
    let at = value.split_once(':').and_then(|(_, at)| at.parse::<Moment>().ok());
    let on = at.map(|at| format!(", on {}", day_words(at.day()))).unwrap_or_default();
    format!("{what}{on}: {}", first::<T>(value, label))
}

/// A row of found property: what, how near, when.
fn found(value: &str) -> String {
    let (kind, rest) = value.split_once(':').unwrap_or((value, ""));
    dated(rest, &format!("Found: {}", first::<PropertyKind>(kind, PropertyKind::label)), Nearness::label)
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
