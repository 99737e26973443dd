//! What the series mean for each case: how many reports, which other cases, how many other victims, confirmed or not.

use domain::ids::*;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use store::queries::CaseKey;
use store::rows::{CaseReportRow, LinkRow};

/// What linkage has to say about one case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Facts {
    /// The series, where it holds more than one report about this person at risk; of several, the one that holds most.
    pub series: Option<SeriesId>,
    /// The reports about this person at risk: those of the case and those of its series. What a series holds about a child
    /// alone is no report about its mother.
    pub reports: u32,
    /// How many of them other forces hold.
    pub other_forces: u32,
    /// Other cases of the force about the same person at risk that hold some of them.
    pub other_cases: Vec<CaseId>,
    /// Cases of other forces about the same person at risk, or about the same subject: their units are to be called.
    pub elsewhere: Vec<CaseId>,
    /// Other persons at risk from the same subject.
    pub other_victims: u32,
    /// Whether people have confirmed links that join all of them that linkage has joined.
    pub confirmed: bool,
}

impl Facts {
    /// A text by which a change is seen.
    pub fn key(&self) -> String {
        if self.series.is_none() && self.other_victims == 0 && self.elsewhere.is_empty() {
            return String::new();
        }
        let series = self.series.map(|series| series.to_string()).unwrap_or_default();
        let ids = |cases: &[CaseId]| cases.iter().map(CaseId::to_string).collect::<Vec<_>>().join(",");
        let (others, elsewhere) = (ids(&self.other_cases), ids(&self.elsewhere));
        format!(
            "{series}|{}|{}|{others}|{elsewhere}|{}|{}",
            self.reports, self.other_forces, self.other_victims, self.confirmed
        )
    }
}

/// What is known, to work the facts out from.
pub(super) struct Known<'a> {
    /// The cases.
    pub cases: &'a [CaseKey],
    /// Which reports are on which.
    pub attached: &'a [CaseReportRow],
    /// The persons at risk of every report, relations included.
    pub at_risk: &'a HashMap<ReportId, BTreeSet<u32>>,
    /// The series of every report.
    pub series_of: &'a HashMap<ReportId, SeriesId>,
    /// The person of every mention, relations included.
    pub person_of: &'a HashMap<MentionId, u32>,
    /// The person of every mention, by particulars and decisions alone.
    pub identity_of: &'a HashMap<MentionId, u32>,
    /// The links that people have confirmed; linkage changes none of them.
    pub confirmed: &'a [LinkRow],
}

/// This works the facts of every case out. No case is told anything of another that is restricted to named accounts: who
/// may not know that one exists reads what is told here. The restricted case itself is told of the others.
pub(super) fn facts(known: &Known<'_>) -> Vec<(CaseId, Facts)> {
    let mut reports_of_case: HashMap<CaseId, Vec<ReportId>> = HashMap::new();
    for row in known.attached.iter().filter(|row| !row.detached) {
        reports_of_case.entry(row.case_id).or_default().push(row.report_id);
    }
    let mut reports_in: HashMap<SeriesId, Vec<ReportId>> = HashMap::new();
    for (report, series) in known.series_of {
        reports_in.entry(*series).or_default().push(*report);
    }
    let confirmed = confirmed_roots(known);
    let restricted: BTreeSet<CaseId> = known.cases.iter().filter(|case| case.restricted).map(|case| case.id).collect();
    let hidden = hidden_reports(known, &restricted);
    let mut cases_in: HashMap<SeriesId, BTreeSet<CaseId>> = HashMap::new();
    for (case, reports) in &reports_of_case {
        for series in reports.iter().filter_map(|report| known.series_of.get(report)) {
            cases_in.entry(*series).or_default().insert(*case);
        }
    }
    let victims = victims_of_subjects(known);
    let households = households(known);
    let person_at_risk: HashMap<CaseId, Option<u32>> =
        known.cases.iter().map(|case| (case.id, known.person_of.get(&case.person_at_risk).copied())).collect();
    let force_of: HashMap<CaseId, &str> = known.cases.iter().map(|case| (case.id, case.force.as_str())).collect();
    let mut forces_of_report: HashMap<ReportId, BTreeSet<&str>> = HashMap::new();
    for (case, reports) in &reports_of_case {
        for report in reports {
            forces_of_report.entry(*report).or_default().extend(force_of.get(case));
        }
    }
    let cases_of_subject = cases_of_subjects(known);
    known
        .cases
        .iter()
        .map(|case| {
            let foreign = |other: &&CaseId| force_of.get(other).is_some_and(|force| *force != case.force);
            let person = known.person_of.get(&case.person_at_risk);
            let own = reports_of_case.get(&case.id).map(Vec::as_slice).unwrap_or_default();
            let found = found(known, own, person.copied(), &hidden, &reports_in);
            let reports = found.reports(own);
            let open = |other: &&CaseId| !restricted.contains(other);
            let same_person = |other: &&CaseId| {
                **other != case.id && open(other) && person_at_risk.get(other) == person_at_risk.get(&case.id)
            };
            let others = found.0.iter().filter_map(|(series, _)| cases_in.get(series)).flatten();
            let subject = case.subject.and_then(|subject| known.identity_of.get(&subject));
            let household = person.and_then(|person| households.get(person));
            let other = |victim: &&u32| {
                Some(*victim) != person && household.is_none_or(|household| !household.contains(victim))
            };
            let other_victims =
                subject.and_then(|subject| victims.get(subject)).map_or(0, |all| all.iter().filter(other).count());
            let abroad = |report: &&ReportId| {
                forces_of_report.get(report).is_some_and(|forces| !forces.contains(case.force.as_str()))
            };
            let same_people: BTreeSet<CaseId> = others.filter(same_person).copied().collect();
            let about_subject = subject.and_then(|subject| cases_of_subject.get(subject)).into_iter().flatten();
            let elsewhere: BTreeSet<CaseId> =
                same_people.iter().chain(about_subject).filter(open).filter(foreign).copied().collect();
            let facts = Facts {
                series: found.largest(),
                other_forces: small(reports.iter().filter(abroad).count()),
                elsewhere: elsewhere.into_iter().take(ELSEWHERE_MAX).collect(),
                reports: small(reports.len()),
                other_cases: same_people.iter().filter(|other| !foreign(other)).copied().collect(),
                other_victims: small(other_victims),
                confirmed: found.largest().is_some() && found.0.iter().all(|(_, reports)| joined(&confirmed, reports)),
            };
            (case.id, facts)
        })
        .collect()
}

/// The series in which a case's person at risk has several reports that the case may be told of, with these.
struct Found(Vec<(SeriesId, BTreeSet<ReportId>)>);

impl Found {
    /// The series that holds most of them.
    fn largest(&self) -> Option<SeriesId> {
        self.0.iter().max_by_key(|(series, reports)| (reports.len(), Reverse(*series))).map(|(series, _)| *series)
    }

    /// All of them. A report that a person has put on the case is one, whatever linkage says of it.
    fn reports(&self, own: &[ReportId]) -> BTreeSet<ReportId> {
        let own = own.iter().filter(|_| !self.0.is_empty());
        self.0.iter().flat_map(|(_, reports)| reports).chain(own).copied().collect()
    }
}

/// This finds them: those of the case, and those of their series that are about this person and not hidden.
fn found(
    known: &Known<'_>,
    own: &[ReportId],
    person: Option<u32>,
    hidden: &BTreeSet<ReportId>,
    reports_in: &HashMap<SeriesId, Vec<ReportId>>,
) -> Found {
    let about = |report: &ReportId| {
        person.is_some_and(|person| known.at_risk.get(report).is_some_and(|all| all.contains(&person)))
    };
    let told = |report: &&ReportId| own.contains(report) || (!hidden.contains(report) && about(report));
    let of_own: BTreeSet<SeriesId> = own.iter().filter_map(|report| known.series_of.get(report)).copied().collect();
    let all = of_own.into_iter().map(|series| {
        (series, reports_in.get(&series).into_iter().flatten().filter(told).copied().collect::<BTreeSet<_>>())
    });
    Found(all.filter(|(_, reports)| reports.len() > 1).collect())
}

/// Who is at risk together with whom: a report that names several, a mother and her child, tells of one victim's household.
fn households(known: &Known<'_>) -> HashMap<u32, BTreeSet<u32>> {
    let person_of_case: HashMap<CaseId, u32> =
        known.cases.iter().filter_map(|case| Some((case.id, *known.person_of.get(&case.person_at_risk)?))).collect();
    let mut on_report: HashMap<ReportId, BTreeSet<u32>> = HashMap::new();
    for row in known.attached {
        on_report.entry(row.report_id).or_default().extend(person_of_case.get(&row.case_id));
    }
    let mut households: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for together in on_report.into_values().filter(|together| together.len() > 1) {
        for person in &together {
            households.entry(*person).or_default().extend(&together);
        }
    }
    households
}

/// Cases of other forces that one case names at most; each is a task to call.
const ELSEWHERE_MAX: usize = 20;

/// The cases about each subject, by particulars and decisions alone.
fn cases_of_subjects(known: &Known<'_>) -> HashMap<u32, BTreeSet<CaseId>> {
    let mut cases: HashMap<u32, BTreeSet<CaseId>> = HashMap::new();
    for case in known.cases {
        if let Some(subject) = case.subject.and_then(|subject| known.identity_of.get(&subject)) {
            cases.entry(*subject).or_default().insert(case.id);
        }
    }
    cases
}

/// The persons at risk from each subject, whatever the force, of whom every case may be told.
fn victims_of_subjects(known: &Known<'_>) -> HashMap<u32, BTreeSet<u32>> {
    let mut victims: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for case in known.cases.iter().filter(|case| !case.restricted) {
        let subject = case.subject.and_then(|subject| known.identity_of.get(&subject));
        if let (Some(subject), Some(person)) = (subject, known.person_of.get(&case.person_at_risk)) {
            victims.entry(*subject).or_default().insert(*person);
        }
    }
    victims
}

/// Reports that only restricted cases hold.
fn hidden_reports(known: &Known<'_>, restricted: &BTreeSet<CaseId>) -> BTreeSet<ReportId> {
    let attached = || known.attached.iter().filter(|row| !row.detached);
    let open: BTreeSet<ReportId> =
        attached().filter(|row| !restricted.contains(&row.case_id)).map(|row| row.report_id).collect();
    attached().map(|row| row.report_id).filter(|report| !open.contains(report)).collect()
}

/// Which reports are joined by links that a person has confirmed: each names an earlier one of its group.
fn confirmed_roots(known: &Known<'_>) -> HashMap<ReportId, ReportId> {
    let mut root: HashMap<ReportId, ReportId> = HashMap::new();
    for link in known.confirmed {
        let (a, b) = (root_of(&root, link.report_a), root_of(&root, link.report_b));
        root.insert(a.max(b), a.min(b));
    }
    root
}

fn root_of(root: &HashMap<ReportId, ReportId>, mut report: ReportId) -> ReportId {
    while let Some(next) = root.get(&report).filter(|next| **next != report) {
        report = *next;
    }
    report
}

/// Whether people have confirmed links that join all of these reports.
fn joined(root: &HashMap<ReportId, ReportId>, reports: &BTreeSet<ReportId>) -> bool {
    let roots: BTreeSet<ReportId> = reports.iter().map(|report| root_of(root, *report)).collect();
    roots.len() == 1
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
