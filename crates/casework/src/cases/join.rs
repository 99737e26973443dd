//! Two cases of one report whose people at risk are one person after all: a person says so, linkage obeys, and the work of the
//! other case goes on in this one. `links undo` takes it back, and the report can be attached to the other case again.

use crate::access::Action;
use crate::app::{case_facts, permit_case};
use crate::cases::advance::{Held, Words, advance, hold};
use crate::cases::attach::bring_words;
use crate::cases::plan::Planner;
use crate::failure::Failure;
use crate::linking::people::link_key;
use crate::linking::review::{Opinion, another_opinion, overruled_in_silence};
use crate::views::Actor;
use domain::case::Case;
use domain::event::{CaseEvent, Recorded};
use domain::ids::{CaseId, MentionId, ReportId};
use store::rows::LinkRow;
use store::{Draft, Entry, Tx, queries};

const OTHERS_FIRST: &str = "the other case holds reports that this one does not: attach them here, then join it again; until then it stays open";
const HOLDS_ITS_OWN: &str =
    "the other case holds an act or a measure of its own: record it here; until then it stays open";

/// Another case of one report that is about the same person.
pub(super) struct Joining {
    other: CaseId,
    /// What says that the two are one person.
    link: LinkRow,
    /// The reports that leave the other case; none, while it holds something of its own.
    leaving: Vec<ReportId>,
}

impl Planner<'_, '_> {
    /// This asks what joining another case to this one comes to.
    pub(super) fn join(&mut self, reference: &str, reasons: &str) -> Result<Vec<CaseEvent>, Failure> {
        let file = queries::case_file(self.tx, reference.trim())?.ok_or(Failure::NotFound("case"))?;
        permit_case(self.actor, Action::AttachReport, &case_facts(self.tx, &file)?)?;
        if self.case.is_closed() || file.id == self.held.row.id {
            return Err(Failure::invalid("case", "is joined to another that is open: name the one that stays first"));
        }
        let other = hold(self.tx, file.id)?;
        // One that was withdrawn from the count here goes on counting there.
        let here: Vec<ReportId> = self.case.reports.iter().map(|held| held.id).collect();
        let there = reports_on(self.tx, file.id)?;
        let people = (self.held.row.person_at_risk, other.row.person_at_risk);
        let link = self.link(people, there.iter().filter(|report| here.contains(report)))?;
        let reasons = self.why(reasons);
        let events = self.case.same_person(&self.doer, file.id, reasons)?;
        let all_here = there.iter().all(|report| here.contains(report));
        let joined = all_here && !joining_events(&other, self.held.row.id, &there, self.tx.at()).is_empty();
        let notice = if all_here { HOLDS_ITS_OWN } else { OTHERS_FIRST };
        self.planned.notices.extend((!joined).then_some(notice));
        let leaving = if joined { there } else { Vec::new() };
        self.planned.joining = Some(Joining { other: file.id, link, leaving });
        Ok(events)
    }

    /// The link between two people whom one of these reports describes; another person's 'not the same' is not overruled.
    fn link<'r>(
        &mut self,
        (here, there): (MentionId, MentionId),
        mut shared: impl Iterator<Item = &'r ReportId>,
    ) -> Result<LinkRow, Failure> {
        let report = shared.try_fold(None, |found: Option<ReportId>, report| {
            let keys = queries::mention_keys(self.tx, *report)?;
            let both = [here, there].iter().all(|person| keys.iter().any(|(mention, _)| mention == person));
            Ok::<_, Failure>(found.or(both.then_some(*report)))
        })?;
        let describes_both = "is not about a person whom a report of this case describes too; where linkage sees the two \
                              as one, say so with `holdfast links same`, and attach its reports";
        let report = report.ok_or_else(|| Failure::invalid("case", describes_both))?;
        let id = link_key(here, there);
        if let Some(link) = queries::link(self.tx, &id)? {
            let overrules = another_opinion(&link, self.actor, Opinion::Same).is_some();
            return if overrules { Err(overruled_in_silence(&link)) } else { Ok(link) };
        }
        Ok(LinkRow {
            id,
            version: 0,
            salt: String::new(),
            a: here.min(there),
            b: here.max(there),
            report_a: report,
            report_b: report,
            about: "person_at_risk".to_owned(),
            state: String::new(),
            basis: "identity".to_owned(),
            millibits: 0,
            lines: "[]".to_owned(),
            decided_by: None,
            decided_at: None,
        })
    }
}

impl Joining {
    /// This writes that the two are one person, and takes the reports off the other case.
    pub(super) fn write(
        mut self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        held: &Held,
        policies: &[String],
        entry: &Entry,
    ) -> Result<(), Failure> {
        "confirmed".clone_into(&mut self.link.state);
        self.link.decided_by = Some(actor.account);
        self.link.decided_at = Some(tx.at());
        tx.save(&mut self.link, entry)?;
        if self.leaving.is_empty() {
            return Ok(());
        }
        for report in &self.leaving {
            bring_words(tx, held.row.id, *report, entry)?;
        }
        let mut other = hold(tx, self.other)?;
        let events = joining_events(&other, held.row.id, &self.leaving, tx.at());
        let draft = Draft::done(Action::AttachReport.code(), policies);
        let (_, entry) = advance(tx, &mut other, events, Words::default(), draft)?;
        for mut row in queries::reports_on(tx, self.other)?.into_iter().filter(|row| !row.detached) {
            row.detached = true;
            tx.save(&mut row, &entry)?;
        }
        Ok(())
    }
}

/// What takes all reports off a case and joins it; nothing, where it holds something of its own.
fn joining_events(other: &Held, into: CaseId, reports: &[ReportId], at: domain::time::Moment) -> Vec<CaseEvent> {
    let mut events: Vec<CaseEvent> =
        reports.iter().map(|report| CaseEvent::ReportDetached { report: *report }).collect();
    let left = events.iter().cloned().map(|event| Recorded { at, by: None, event });
    let emptied: Vec<Recorded> = other.history.iter().cloned().chain(left).collect();
    let joined = Case::from_history(&emptied).map(|case| case.join_into(into, at)).unwrap_or_default();
    if joined.is_empty() {
        return joined;
    }
    events.extend(joined);
    events
}

/// The reports that are on a case now.
fn reports_on(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<ReportId>, Failure> {
    let on = queries::reports_on(tx, case)?;
    Ok(on.into_iter().filter(|row| !row.detached).map(|row| row.report_id).collect())
}
