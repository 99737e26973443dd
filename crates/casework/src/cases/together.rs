//! What is seen from a case of others: every report of its series on one line of time, and its subject in other cases. Between persons at
//! risk stands a wall: of a case that the reader may not view they learn whose it is, never what is in it.

use super::page::{Elsewhere, described, fields, in_series, linked, report_view, series_of};
use crate::access::Action;
use crate::app::{App, allowed, case_facts, kept_from, permit_case};
use crate::asked::Wish;
use crate::failure::Failure;
use crate::linking::looked::LookedLink;
use crate::views::{Actor, PersonView, SeriesPage, SeriesReport, SubjectCase, SubjectPage};
use domain::case::Case;
use domain::ids::{CaseId, MentionId, ReportId};
use domain::time::Moment;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::queries::{self, CaseFile, History};
use store::rows::{CaseRow, MentionRow, ReportRow};
use store::{AsRead, Draft, Field, Reader, Sealed, Shown};

/// Mentions of one subject that are followed at most.
const MENTIONS_MAX: usize = 200;

/// How a case is named to a reader who may not view it.
fn unseen(actor: &Actor, file: &CaseFile) -> String {
    if file.force == actor.force { format!("another case of {}", file.team) } else { "another force".to_owned() }
}

struct LookedSeries {
    history: Sealed<History>,
    reports: Vec<(Sealed<ReportRow>, Option<Elsewhere>)>,
    unread: Vec<AsRead<CaseFile>>,
}
store::outgoing!(LookedSeries { history, reports, unread });

struct LookedSubject {
    described: Vec<(Sealed<MentionRow>, ReportId)>,
    fields: Vec<Field>,
    own: Vec<Sealed<ReportRow>>,
    cases: Vec<LookedCase>,
}
store::outgoing!(LookedSubject { described, fields, own, cases });

struct LookedCase {
    file: AsRead<CaseFile>,
    row: Option<Sealed<CaseRow>>,
    same_person: bool,
    confirmed: bool,
    link: LookedLink,
}
store::outgoing!(LookedCase { file, row, same_person, confirmed, link });

impl App {
    /// This reads every report of a case's series, oldest first: those on the case, those that the reader may view or that a person of
    /// the same force has confirmed, and of the rest about the same person at risk how many there are and whose.
    pub fn series_page(&self, actor: &Actor, reference: &str) -> Result<SeriesPage, Failure> {
        let wish = Wish::of(Action::ViewLinks.code()).on(reference);
        let looked = self.asked(actor, &wish, || {
            self.store.look(self.context(actor, "casework"), |reader| look_at_series(reader, actor, reference))
        });
        let (looked, receipt) = looked.map_err(|failure: Failure| failure.concealed("case"))?;
        let history = receipt.open(looked.history)?.events;
        let case = Case::from_history(&history).ok_or(Failure::NotFound("case"))?;
        let mut reports: Vec<(Moment, SeriesReport)> = Vec::new();
        for (sealed, place) in looked.reports {
            let row = receipt.open(sealed)?;
            let at = row.recorded_at;
            let open = place.as_ref().and_then(Elsewhere::open);
            let view = report_view(row, place, &case, &HashMap::new());
            reports.push((
                at,
                SeriesReport {
                    reference: view.reference,
                    recorded: view.recorded,
                    at: at.micros().div_euclid(1_000_000),
                    gap: None,
                    behaviour: view.behaviour,
                    place: view.place,
                    open,
                    belongs: view.belongs,
                },
            ));
        }
        reports.sort_by(|one, other| (one.0, &one.1.reference).cmp(&(other.0, &other.1.reference)));
        let mut before: Option<Moment> = None;
        for (at, report) in &mut reports {
            report.gap = before.and_then(|before| u32::try_from((at.micros() - before.micros()) / DAY_MICROS).ok());
            before = Some(*at);
        }
        let mut unread: BTreeMap<String, u32> = BTreeMap::new();
        for file in &looked.unread {
            *unread.entry(unseen(actor, file)).or_default() += 1;
        }
        Ok(SeriesPage {
            reference: reference.to_owned(),
            reports: reports.into_iter().map(|(_, report)| report).collect(),
            unread: unread.into_iter().collect(),
        })
    }

    /// This reads in which other cases the subject of a case is believed to be the same, by particulars or a person's word. No name, no
    /// word and no particular of another case is among it.
    pub fn subject_page(&self, actor: &Actor, reference: &str) -> Result<SubjectPage, Failure> {
        let wish = Wish::of(Action::ViewLinks.code()).on(reference);
        let looked = self.asked(actor, &wish, || {
            self.store.look(self.context(actor, "casework"), |reader| look_at_subject(reader, actor, reference))
        });
        let (looked, receipt) = looked.map_err(|failure: Failure| failure.concealed("case"))?;
        let mut references: HashMap<ReportId, String> = HashMap::new();
        for report in looked.own {
            let report = receipt.open(report)?;
            references.insert(report.id, report.reference);
        }
        let mut people: Vec<PersonView> = Vec::new();
        for (mention, report) in looked.described {
            let of = references.get(&report).cloned().unwrap_or_default();
            people.push(described(receipt.open(mention)?, "Subject", &looked.fields, of));
        }
        let mut cases = Vec::new();
        for found in looked.cases {
            let row = found.row.map(|row| receipt.open(row)).transpose()?;
            let open = row.as_ref().map(|row| row.reference.clone());
            let person = match (&row, found.same_person) {
                (None, true | false) => "Not open to you",
                (Some(_), true) => "The same person at risk",
                (Some(_), false) => "Another person at risk",
            };
            cases.push(SubjectCase {
                case: open.clone().unwrap_or_else(|| unseen(actor, &found.file)),
                open,
                person: person.to_owned(),
                standing: row.map(|row| (row.relationship.label().to_owned(), row.grade, row.status.replace('_', " "))),
                belief: if found.confirmed { "confirmed by a person" } else { "linked, unconfirmed" }.to_owned(),
                link: found.link.view(&receipt)?.id,
            });
        }
        cases.sort_by(|one, other| (one.open.is_none(), &one.case).cmp(&(other.open.is_none(), &other.case)));
        Ok(SubjectPage { reference: reference.to_owned(), described: people, cases })
    }
}

/// Microseconds in 24 hours.
const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// A case, its reports, and the policies that opened it.
type Opened = (AsRead<CaseFile>, Vec<ReportId>, BTreeSet<String>);

/// The case and its reports, for who may view it and its links.
fn opened(reader: &mut Reader<'_>, actor: &Actor, reference: &str) -> Result<Opened, Failure> {
    let file = if crate::intake::read::has_nul(reference) { None } else { queries::case_file(reader, reference)? };
    let file = file.ok_or(Failure::NotFound("case"))?;
    let facts = case_facts(reader, &file)?;
    let mut policies: BTreeSet<String> = permit_case(actor, Action::ViewCase, &facts)?.into_iter().collect();
    policies.extend(permit_case(actor, Action::ViewLinks, &facts)?);
    let on = queries::reports_on(reader, file.id)?;
    Ok((file, on.into_iter().filter(|on| !on.detached).map(|on| on.report_id).collect(), policies))
}

/// The cases that hold a report, in the order in which they are named to the reader; none where one of them is kept from them.
fn holders(reader: &mut Reader<'_>, actor: &Actor, report: ReportId) -> Result<Vec<(AsRead<CaseFile>, bool)>, Failure> {
    let mut found = Vec::new();
    for on in queries::cases_with(reader, report)?.into_iter().filter(|on| !on.detached) {
        let Some(file) = queries::case_file_by_id(reader, on.case_id)? else { continue };
        let facts = case_facts(reader, &file)?;
        if kept_from(actor, &facts) {
            return Ok(Vec::new());
        }
        let seen = allowed(actor, Action::ViewCase, &facts).is_some();
        found.push((file, seen));
    }
    found.sort_by_key(|(file, seen)| (!seen, file.force != actor.force, file.id));
    Ok(found)
}

fn look_at_series(reader: &mut Reader<'_>, actor: &Actor, reference: &str) -> Result<(LookedSeries, Draft), Failure> {
    let (file, own, policies) = opened(reader, actor, reference)?;
    let history = queries::sealed_history(reader, file.id)?;
    let mut reports = Vec::new();
    for report in &own {
        reports.extend(queries::sealed_report(reader, *report)?.map(|report| (report, None)));
    }
    // Where a case of the series is kept from the reader, linkage tells them nothing: its numbers would.
    let kept = queries::series_kept_from(reader, actor.account)?;
    let mut unread = Vec::new();
    if kept.is_empty() || !in_series(reader, &own, &kept)? {
        let (_, told) = linked(reader, actor, file.id, &own)?;
        let known: BTreeSet<String> = told.iter().map(|(report, _)| report.id()).collect();
        reports.extend(told);
        for other in series_of(reader, &own)? {
            if own.contains(&other) || known.contains(&other.to_string()) {
                continue;
            }
            // What a series holds about another person at risk alone is not counted here either.
            if queries::is_about_person_of(reader, other, file.id)? {
                unread.extend(holders(reader, actor, other)?.into_iter().next().map(|(file, _)| file));
            }
        }
    }
    let shown = vec![
        Shown::of(&[Field::History, Field::Listing], [file.id.to_string()]),
        Shown::of(&[Field::History], reports.iter().map(|(report, _)| report.id())),
    ];
    let mut draft = Draft::seen(Action::ViewLinks.code(), &policies.into_iter().collect::<Vec<_>>(), shown);
    draft.case = Some((file.id, 0));
    Ok((LookedSeries { history, reports, unread }, draft))
}

fn look_at_subject(reader: &mut Reader<'_>, actor: &Actor, reference: &str) -> Result<(LookedSubject, Draft), Failure> {
    let (file, own, mut policies) = opened(reader, actor, reference)?;
    let facts = case_facts(reader, &file)?;
    // Words are no particulars.
    let mut fields = fields(actor, &facts, &mut policies);
    fields.retain(|field| *field != Field::Narrative);
    let mut mentions: Vec<(MentionId, ReportId)> = queries::subject_of(reader, file.id)?.into_iter().collect();
    let mut found: BTreeMap<CaseId, LookedCase> = BTreeMap::new();
    let mut next = 0;
    while let Some((mention, report)) = mentions.get(next).copied() {
        next += 1;
        for link in queries::links_of(reader, report)? {
            let said = link.state == "confirmed";
            let holds = said || (link.state == "accepted" && link.basis == "identity");
            let other = if link.a == mention {
                (link.b, link.report_b)
            } else if link.b == mention {
                (link.a, link.report_a)
            } else {
                continue;
            };
            if !holds || link.about != "subject" || mentions.contains(&other) || mentions.len() >= MENTIONS_MAX {
                continue;
            }
            let id = link.id.clone();
            // Past a case that is kept from the reader nothing is followed.
            if LookedLink::at(reader, actor, link)?.is_none() {
                continue;
            }
            mentions.push(other);
            for (case, seen) in holders(reader, actor, other.1)? {
                if case.id == file.id || found.contains_key(&case.id) {
                    continue;
                }
                let Some(link) = queries::known_link(reader, &id)? else { continue };
                let Some(link) = LookedLink::at(reader, actor, link)? else { continue };
                let row = if seen { queries::sealed_case_row(reader, case.id)? } else { None };
                let same_person = queries::are_about_one_person(reader, file.id, case.id)?;
                found.insert(case.id, LookedCase { file: case, row, same_person, confirmed: said, link });
            }
        }
    }
    let (mut described, mut reports) = (Vec::new(), Vec::new());
    for (mention, report) in mentions.iter().filter(|(_, report)| own.contains(report) && !fields.is_empty()) {
        let told = queries::mentions_of(reader, *report)?.into_iter().find(|told| told.id() == mention.to_string());
        described.extend(told.map(|told| (told, *report)));
        reports.extend(queries::sealed_report(reader, *report)?);
    }
    let cases: Vec<LookedCase> = found.into_values().collect();
    let mut shown = vec![
        Shown::of(
            &[Field::Listing],
            std::iter::once(file.id.to_string()).chain(cases.iter().flat_map(|case| case.row.iter().map(Sealed::id))),
        ),
        Shown::of(&[Field::History], reports.iter().map(Sealed::id)),
        Shown::of(&[Field::Listing], cases.iter().map(|case| case.link.id())),
    ];
    if !fields.is_empty() {
        shown.push(Shown::of(&fields, described.iter().map(|(mention, _)| mention.id())));
    }
    let mut draft = Draft::seen(Action::ViewLinks.code(), &policies.into_iter().collect::<Vec<_>>(), shown);
    draft.case = Some((file.id, 0));
    Ok((LookedSubject { described, fields, own: reports, cases }, draft))
}
