//! Whom an order protects, told from what is on record: it takes people off the list, so where it is not certain it goes to nobody.

use crate::cases::advance::{hold, read};
use crate::failure::Failure;
use crate::intake::found::{ReadPerson, ReadReport};
use crate::intake::register;
use crate::intake::same::{self, Described};
use domain::ids::{CaseId, MentionId, PersonId, ReportId};
use std::collections::BTreeSet;
use store::{Tx, queries};

/// What is said of a row whose order names nobody of the report's people at risk for certain.
pub(super) const INEXACT: &str =
    "describes nobody of the report's people at risk exactly; write forename, surname and date of birth";

/// What is said of an order of whose person no case of the report speaks.
pub(super) const NO_CASE: &str = "the report with this reference is on no case that is certain to be that of the person whom the order protects; record the order on her case by hand";

/// What is said of an order that stands on the row of somebody else, where the report on record has several people at risk.
const SEVERAL_ON_RECORD: &str = "has an order and is no row of a person at risk, and the report on record has several of them: write the order on the rows of those whom it protects";

/// The people at risk of a report that is on record.
pub(super) struct AtRisk {
    people: Vec<(MentionId, Described)>,
    /// To whom each belongs: two of one report are one person only where somebody said so.
    persons: Vec<Option<PersonId>>,
}

impl AtRisk {
    /// Those of a report.
    pub(super) fn of(tx: &mut Tx<'_>, report: ReportId) -> Result<Self, Failure> {
        let (mut people, mut persons) = (Vec::new(), Vec::new());
        for (row, described) in same::described(tx, report)? {
            if row.role == "person_at_risk" {
                persons.push(queries::member(tx, row.id)?.map(|member| member.person));
                people.push((row.id, described));
            }
        }
        Ok(Self { people, persons })
    }

    /// One of them, with all who are said to be the same person.
    fn and_same(&self, place: usize) -> BTreeSet<MentionId> {
        let person = self.persons.get(place).copied().flatten();
        let meant = |(other, (id, _)): (usize, &(MentionId, Described))| {
            let one = person.is_some() && self.persons.get(other).copied().flatten() == person;
            (other == place || one).then_some(*id)
        };
        self.people.iter().enumerate().filter_map(meant).collect()
    }

    /// Who is certainly meant by people told; none where one of them may be somebody else.
    pub(super) fn named(&self, told: &[ReadPerson]) -> Option<BTreeSet<MentionId>> {
        let places: Option<Vec<usize>> = self.certain(told).into_iter().collect();
        places.map(|places| places.into_iter().flat_map(|place| self.and_same(place)).collect())
    }

    /// The only one there is.
    pub(super) fn only(&self) -> Option<BTreeSet<MentionId>> {
        let all = self.and_same(0);
        (!all.is_empty() && all.len() == self.people.len()).then_some(all)
    }

    fn certain(&self, told: &[ReadPerson]) -> Vec<Option<usize>> {
        same::certain(self.people.iter().map(|(_, described)| described), told)
    }

    /// Who of them the person at risk of a case is. On a case that the report was attached to later, that person stands in
    /// another report, and is told by who they are.
    pub(super) fn on_case(&self, tx: &mut Tx<'_>, person_at_risk: MentionId) -> Result<Option<MentionId>, Failure> {
        if self.people.iter().any(|(id, _)| *id == person_at_risk) {
            return Ok(Some(person_at_risk));
        }
        let Some(own) = described(tx, person_at_risk)? else { return Ok(None) };
        let place = self.certain(std::slice::from_ref(&own.now)).first().copied().flatten();
        Ok(place.and_then(|place| self.people.get(place)).map(|(id, _)| *id))
    }

    /// Whether a case is certainly that of somebody whom an order protects, and whom a row tells of.
    pub(super) fn protects(
        &self,
        tx: &mut Tx<'_>,
        protected: &BTreeSet<MentionId>,
        person_at_risk: MentionId,
        told: &[ReadPerson],
    ) -> Result<bool, Failure> {
        let Some(meant) = self.on_case(tx, person_at_risk)?.filter(|meant| protected.contains(meant)) else {
            return Ok(false);
        };
        if meant == person_at_risk || told.is_empty() {
            return Ok(true);
        }
        let own = described(tx, person_at_risk)?;
        Ok(same::certain(own.iter(), told).iter().any(Option::is_some))
    }
}

/// A person as the report that names them tells of them.
fn described(tx: &mut Tx<'_>, mention: MentionId) -> Result<Option<Described>, Failure> {
    let Some(row) = queries::mention(tx, mention)? else { return Ok(None) };
    let people = same::described(tx, row.report_id)?;
    Ok(people.into_iter().find(|(other, _)| other.id == mention).map(|(_, described)| described))
}

/// Why it cannot be told, with what is on record of a report, whom the order of a later row of it protects.
pub(super) fn doubt(
    tx: &mut Tx<'_>,
    known: ReportId,
    report: &ReadReport,
    on_another: bool,
) -> Result<Option<&'static str>, Failure> {
    let at_risk = AtRisk::of(tx, known)?;
    let places = same::placed(at_risk.people.iter().map(|(_, described)| described), &report.people);
    if on_another {
        let new = |(person, place): (&ReadPerson, &Option<usize>)| person.role == "person_at_risk" && place.is_none();
        let further = report.people.iter().zip(&places).any(new);
        if further || at_risk.only().is_none() {
            return Ok(Some(SEVERAL_ON_RECORD));
        }
    }
    let mut cases = Vec::new();
    for on in queries::cases_with(tx, known)?.into_iter().filter(|on| !on.detached) {
        let row = queries::case_row(tx, on.case_id)?.ok_or(Failure::NotFound("case"))?;
        cases.push((row.id, row.person_at_risk));
    }
    for place in report.protected.iter().filter_map(|told| places.get(*told).copied().flatten()) {
        let protected = at_risk.and_same(place);
        let mut there = false;
        for (_, person_at_risk) in &cases {
            there = there || at_risk.protects(tx, &protected, *person_at_risk, &[])?;
        }
        if !there && !is_known(tx, &cases, report)? {
            return Ok(Some(NO_CASE));
        }
    }
    Ok(None)
}

/// Whether a case of the report has all that the row tells of the order.
fn is_known(tx: &mut Tx<'_>, cases: &[(CaseId, MentionId)], report: &ReadReport) -> Result<bool, Failure> {
    for (case, _) in cases {
        let held = hold(tx, *case)?;
        let known = read(&held.history, tx.at())?.case;
        if register::measures(tx, &known, &report.measures_for(true), report.steps_for(true)).is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
