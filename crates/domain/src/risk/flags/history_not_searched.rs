//! RF-07: nobody looked for the history of the two in time.

use super::{Fired, FlagContext, RedFlag, named};
use crate::case::Case;
use crate::catalogue::{Relationship, SearchAbout, SearchPlace, Severity};
use crate::inquiry::Search;
use crate::time::Moment;

/// How long there is to search, in hours (policy): as long as to consider protection (PD-03), which rests on the result.
const HOURS: i64 = 72;

/// RF-07.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-07",
    severity: Severity::High,
    title: "History was not searched for in time",
    authority: "Molly McLaren, Kent 2017 (a report in another force); Alice Ruggles, Northumbria 2016 (no contact with \
                the military police); Gracie Spinks, Derbyshire 2021 (an employer who was never asked)",
    data_needed: "the log of searches with their empty results; the relationship; what linkage sees in other forces; \
                  where somebody says that there is a history",
    fires,
    next_check,
};

fn fires(case: &Case, at: Moment, _context: &FlagContext) -> Option<Fired> {
    let late: Vec<(SearchPlace, Moment)> = missing(case).into_iter().filter(|(_, due)| *due <= at).collect();
    let since = late.iter().map(|(_, due)| *due).min()?;
    Some(Fired { since, evidence: late.into_iter().map(|(place, _)| row(place)).collect() })
}

fn next_check(case: &Case, _context: &FlagContext) -> Option<Moment> {
    let fresh = missing(case).into_iter().filter(|(place, _)| !named(case, FLAG.code, &row(*place)));
    fresh.map(|(_, due)| due).min()
}

/// The places that were not searched in time, each with the first instant too late. Late is late: a search made afterwards
/// does not undo it. One that was made in time and recorded late was in time.
fn missing(case: &Case) -> Vec<(SearchPlace, Moment)> {
    let in_time = |place: SearchPlace, due: Moment| {
        let here = case.inquiries.searches.iter().filter(|search| search.place == place);
        here.filter(|search| covers_subject(search)).any(|search| search.occurred_at < due)
    };
    asked(case).into_iter().filter(|(place, due)| !in_time(*place, *due)).collect()
}

/// Where history is to be searched: own records and the national database always; another force, an employer or the armed
/// forces where something on the case points there.
fn asked(case: &Case) -> Vec<(SearchPlace, Moment)> {
    let Some(first) = case.reports.iter().map(|report| report.counts_from).min() else { return Vec::new() };
    let due = |from: Moment| from.max(case.duties_from).plus_hours(HOURS);
    let mut asked = vec![(SearchPlace::Local, due(first)), (SearchPlace::National, due(first))];
    let elsewhere = case.series.as_ref().filter(|facts| facts.other_forces > 0);
    asked.extend(elsewhere.map(|facts| (SearchPlace::OtherForce, due(facts.seen_at))));
    asked.extend((case.relationship == Relationship::Colleague).then(|| (SearchPlace::Employer, due(first))));
    for (needed, at) in &case.inquiries.needed {
        if asked.iter().all(|(place, _)| *place != needed.place) {
            asked.push((needed.place, due(*at)));
        }
    }
    asked
}

/// Only a search about the subject finds earlier victims; one about the person at risk alone does not.
const fn covers_subject(search: &Search) -> bool {
    match search.about {
        SearchAbout::Subject | SearchAbout::Both => true,
        SearchAbout::PersonAtRisk => false,
    }
}

fn row(place: SearchPlace) -> String {
    format!("not_searched:{place}")
}
