//! Joined cases whose person at risk is another after all: each comes back, so that nobody is left without a case under
//! another's order.

use crate::app::App;
use crate::cases::attach::come_back;
use crate::failure::Failure;
use domain::ids::{CaseId, MentionId, ReportId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use store::queries::CaseKey;
use store::rows::{CaseReportRow, MentionRow};

/// What is known, to find the cases that come back.
pub(super) struct Known<'a> {
    /// The cases.
    pub cases: &'a [CaseKey],
    /// Which reports are on which.
    pub attached: &'a [CaseReportRow],
    /// Which reports went from joined cases.
    pub gone: &'a [CaseReportRow],
    /// Everybody whom a report describes.
    pub mentions: &'a [MentionRow],
    /// The person whom each of them is, in the same order.
    pub persons: &'a [u32],
}

/// The joined cases whose own reports stand on no case of their own person at risk, with those reports.
pub(super) fn left_without(known: &Known<'_>) -> Vec<(CaseId, Vec<ReportId>)> {
    if known.gone.is_empty() {
        return Vec::new();
    }
    let people = || known.mentions.iter().zip(known.persons.iter().copied());
    let person_of: HashMap<MentionId, u32> = people().map(|(mention, person)| (mention.id, person)).collect();
    let named: HashSet<(ReportId, u32)> = people()
        .filter(|(mention, _)| mention.role == "person_at_risk")
        .map(|(mention, person)| (mention.report_id, person))
        .collect();
    let person_of_case: HashMap<CaseId, u32> =
        known.cases.iter().filter_map(|case| Some((case.id, *person_of.get(&case.person_at_risk)?))).collect();
    let held: HashSet<(ReportId, u32)> =
        known.attached.iter().filter_map(|row| Some((row.report_id, *person_of_case.get(&row.case_id)?))).collect();
    let mut lost: BTreeMap<CaseId, BTreeSet<ReportId>> = BTreeMap::new();
    for row in known.gone {
        let Some(person) = person_of_case.get(&row.case_id) else { continue };
        let told = (row.report_id, *person);
        if named.contains(&told) && !held.contains(&told) {
            lost.entry(row.case_id).or_default().insert(row.report_id);
        }
    }
    lost.into_iter().map(|(case, reports)| (case, reports.into_iter().collect())).collect()
}

impl App {
    /// This brings cases back. How many came.
    pub(super) fn bring_back(&self, cases: Vec<(CaseId, Vec<ReportId>)>) -> Result<u64, Failure> {
        let mut back = 0;
        for (case, reports) in cases {
            let (came, _) =
                self.store.transact(self.system_context("linkage"), move |tx| come_back(tx, case, &reports))?;
            back += u64::from(came);
        }
        Ok(back)
    }
}
