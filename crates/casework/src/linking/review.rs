//! People decide on links: the same, or not the same. What was decided is remembered and never asked again; it can be undone.

use crate::access::Action;
use crate::app::{App, case_facts, kept_from, permit_case};
use crate::asked::Wish;
use crate::cases::advance::{Words, advance, hold};
use crate::failure::{Failure, Refusal};
use crate::intake::read::has_nul;
use crate::linking::looked::LookedLink;
use crate::views::{Actor, LinkView};
use domain::catalogue::Role;
use domain::event::CaseEvent;
use domain::ids::{AccountId, ReportId};
use domain::wording;
use std::collections::BTreeSet;
use store::queries::{CaseFile, KnownLink};
use store::rows::LinkRow;
use store::{AsRead, Draft, Field, Reader, Sealed, Shown, Tx, queries};

/// Reports whose beliefs are exported in one step.
const REPORTS: i64 = 250;

/// What a person says of a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opinion {
    /// They are the same.
    Same,
    /// They are not, and are never asked about again.
    NotSame,
    /// An earlier opinion is taken back; linkage decides again.
    Undo,
}

/// A pair that waits for a person.
#[derive(Clone, PartialEq, Debug, serde::Serialize)]
pub struct WaitingLink {
    /// The key of the link, for the command that decides.
    pub id: String,
    /// A case of the reader's force that it touches.
    pub case: String,
    /// Why.
    pub view: LinkView,
}

/// What linkage believes of one mention, by reference.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Belief {
    /// The force's reference of the report.
    pub reference: String,
    /// The role in it.
    pub role: String,
    /// The person, as an identifier.
    pub person: String,
    /// The series, as an identifier.
    pub series: String,
}

/// A task: to call another force (a reference, a contact, whether a critical flag stands there, and nothing more), or to look
/// at a case of which a deadline comes sooner than before.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Task {
    /// What kind: `call_other_force`, `deadline_sooner`.
    pub kind: String,
    /// Its identifier, to say that it is done.
    pub id: String,
    /// The own case.
    pub case_reference: String,
    /// The other force.
    pub other_force: String,
    /// Its name, or again its code where this installation does not know it.
    pub other_force_name: String,
    /// Its case.
    pub other_reference: String,
    /// Whom to call.
    pub contact: String,
    /// Whether a critical red flag stands there.
    pub critical: bool,
}

impl App {
    /// This lists the links that wait for a person, of cases that the reader may see.
    pub fn waiting_links(&self, actor: &Actor, limit: usize) -> Result<Vec<WaitingLink>, Failure> {
        let look = |reader: &mut Reader<'_>| {
            let policies = self.permit_force(actor, Action::ViewWorklist)?;
            if !works_on_links(actor.role) {
                return Err(Failure::forbidden(Action::ConfirmLink, None, &[], false));
            }
            let (mut cases, mut links) = (Vec::new(), Vec::new());
            for link in queries::waiting_links(reader, 5_000)? {
                if links.len() >= limit {
                    break;
                }
                let Some(case) = visible_case(reader, actor, &link)? else { continue };
                if let Some(looked) = LookedLink::at(reader, actor, link)? {
                    cases.push(case);
                    links.push(looked);
                }
            }
            let mut shown = vec![Shown::of(&[Field::History], cases.iter().map(|case| case.id))];
            shown.extend(LookedLink::shown(&links));
            Ok::<_, Failure>(((cases, links), Draft::seen(Action::ViewLinks.code(), &policies, shown)))
        };
        let wish = Wish::of(Action::ViewLinks.code());
        let ((cases, links), receipt) =
            self.asked(actor, &wish, || self.store.look(self.context(actor, "review"), look))?;
        let found = cases.into_iter().zip(links).map(|(case, link)| {
            let view = link.view(&receipt)?;
            Ok(WaitingLink { id: view.id.clone(), case: case.into_inner().reference, view })
        });
        found.collect()
    }

    /// This lists, by the force's references and without any particulars, which person and series linkage believes each
    /// mention and report of the actor's force to be.
    pub fn export_beliefs(&self, actor: &Actor) -> Result<Vec<Belief>, Failure> {
        let wish = Wish::of("export_beliefs");
        let mut told: Vec<Belief> = Vec::new();
        // So many reports at a time as one entry can name.
        loop {
            let after = told.last().map(|belief| belief.reference.clone()).unwrap_or_default();
            let look = |reader: &mut Reader<'_>| {
                let policies = self.permit_force(actor, Action::RunImport)?;
                let rows = queries::beliefs(reader, &actor.force, actor.account, &after, REPORTS)?;
                let reports: BTreeSet<String> = rows.iter().map(Sealed::id).collect();
                let shown = Shown::of(&[Field::Listing], reports);
                Ok::<_, Failure>((rows, Draft::seen("export_beliefs", &policies, vec![shown])))
            };
            let (rows, receipt) =
                self.asked(actor, &wish, || self.store.look(self.context(actor, "analysis"), look))?;
            if rows.is_empty() {
                return Ok(told);
            }
            told.extend(receipt.open_all(rows)?.into_iter().map(|row| Belief {
                reference: row.reference,
                role: row.role,
                person: row.person,
                series: row.series,
            }));
        }
    }

    /// This lists the open tasks of the actor's force.
    pub fn tasks(&self, actor: &Actor) -> Result<Vec<Task>, Failure> {
        let look = |reader: &mut Reader<'_>| {
            let policies = self.permit_force(actor, Action::ViewWorklist)?;
            if !works_on_links(actor.role) {
                return Err(Failure::forbidden(Action::ViewLinks, None, &[], false));
            }
            let mut rows = Vec::new();
            for task in queries::open_tasks(reader, &actor.force)? {
                let Some(file) = queries::case_file(reader, &task.case_reference)? else { continue };
                if about_restricted(reader, &task.other_reference, &file)? {
                    continue;
                }
                if crate::app::allowed(actor, Action::ConfirmLink, &case_facts(reader, &file)?).is_some() {
                    rows.push((task.row, queries::force(reader, &task.other_force)?));
                }
            }
            let shown = Shown::of(&[Field::Listing], rows.iter().map(|(task, _)| task.id()));
            Ok::<_, Failure>((rows, Draft::seen("view_tasks", &policies, vec![shown])))
        };
        let wish = Wish::of("view_tasks");
        let (rows, receipt) = self.asked(actor, &wish, || self.store.look(self.context(actor, "tasks"), look))?;
        rows.into_iter()
            .map(|(sealed, other)| {
                let row = receipt.open(sealed)?;
                Ok(Task {
                    other_force_name: other.map_or_else(|| row.other_force.clone(), |force| force.into_inner().name),
                    kind: row.kind,
                    id: row.id.to_string(),
                    case_reference: row.case_reference,
                    other_force: row.other_force,
                    other_reference: row.other_reference,
                    contact: row.contact,
                    critical: row.critical,
                })
            })
            .collect()
    }

    /// This records that a task was done: the other force was called.
    pub fn finish_task(&self, actor: &Actor, id: &str) -> Result<(), Failure> {
        let done = self.asked(actor, &Wish::of("finish_task").naming(id), || self.end_task(actor, id));
        done.map_err(|failure| failure.concealed("task"))
    }

    fn end_task(&self, actor: &Actor, id: &str) -> Result<(), Failure> {
        let (who, id) = (actor.clone(), id.to_owned());
        let done = self.store.transact(self.context(actor, "tasks"), move |tx| {
            let id = id.parse().map_err(|_| Failure::NotFound("task"))?;
            let mut task =
                queries::task(tx, id)?.filter(|task| task.force == who.force).ok_or(Failure::NotFound("task"))?;
            let file = queries::case_file(tx, &task.case_reference)?.ok_or(Failure::NotFound("task"))?;
            if about_restricted(tx, &task.other_reference, &file)? {
                return Err(Failure::NotFound("task"));
            }
            let facts = case_facts(tx, &file)?;
            let policies = permit_case(&who, Action::ConfirmLink, &facts)?;
            task.done_at = Some(tx.at());
            let entry = tx.append(Draft::done("finish_task", &policies).fact("task", id));
            tx.save(&mut task, &entry)?;
            Ok::<_, Failure>(())
        });
        done.map(|_| ())
    }

    /// This records what a person says of a link, and links anew under it.
    ///
    /// Another person's opinion is not overruled in silence: that takes a reason, which both read on the cases of the link.
    pub fn decide_link(
        &self,
        actor: &Actor,
        id: &str,
        opinion: Opinion,
        overruling: Option<&str>,
    ) -> Result<(), Failure> {
        let wish = Wish::of(Action::ConfirmLink.code()).naming(id);
        let done = self.asked(actor, &wish, || self.keep_opinion(actor, id, opinion, overruling));
        done.map_err(|failure| failure.concealed("link"))?;
        self.link_all()?;
        Ok(())
    }

    fn keep_opinion(&self, actor: &Actor, id: &str, opinion: Opinion, overruling: Option<&str>) -> Result<(), Failure> {
        let (who, id) = (actor.clone(), id.to_owned());
        let overruling = overruling.map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
        let done = self.store.transact(self.context(actor, "review"), move |tx| {
            let link = if has_nul(&id) { None } else { queries::link(tx, &id)? };
            let mut link = link.ok_or(Failure::NotFound("link"))?;
            let policies = permit_link(tx, &who, [link.report_a, link.report_b])?;
            let earlier = another_opinion(&link, &who, opinion);
            if earlier.is_some() && overruling.is_none() {
                return Err(overruled_in_silence(&link));
            }
            if let (Some(earlier), Some(words)) = (earlier, &overruling) {
                tell_both(tx, &link, earlier, words, &policies)?;
            }
            let draft = Draft::done(Action::ConfirmLink.code(), &policies)
                .fact("link", &link.id)
                .fact("opinion", code(opinion));
            link.state = code(opinion).to_owned();
            link.decided_by = Some(who.account);
            link.decided_at = Some(tx.at());
            let entry = tx.append(draft);
            tx.save(&mut link, &entry)?;
            Ok::<_, Failure>(())
        });
        done.map(|_| ())
    }
}

/// Who goes through pairs that wait, and calls other forces.
pub const fn works_on_links(role: Role) -> bool {
    matches!(role, Role::Officer | Role::Spoc | Role::Supervisor | Role::Inspector)
}

/// The policies by which an actor may say something of a link between two reports. A link to a case that is kept from someone is
/// kept from them too, whatever their own case allows.
pub(crate) fn permit_link(
    reader: &mut Reader<'_>,
    who: &Actor,
    reports: [ReportId; 2],
) -> Result<Vec<String>, Failure> {
    let mut policies = Err(Failure::NotFound("link"));
    for file in cases_of(reader, reports)? {
        let facts = case_facts(reader, &file)?;
        let asked = permit_case(who, Action::ConfirmLink, &facts);
        if kept_from(who, &facts) {
            return asked;
        }
        if policies.is_err() {
            policies = asked;
        }
    }
    policies
}

/// Whether a task is to call about a restricted case from one that is not: who may not know of it is not told to call, and
/// its own people have their task.
fn about_restricted(reader: &mut Reader<'_>, other: &str, own: &CaseFile) -> Result<bool, Failure> {
    let other = queries::case_file(reader, other)?;
    Ok(!own.restricted && other.is_some_and(|other| other.restricted))
}

/// Whose opinion stands against this one, if it is another person's.
pub(crate) fn another_opinion(link: &LinkRow, who: &Actor, opinion: Opinion) -> Option<AccountId> {
    let stands = link.state == "confirmed" || link.state == "refused";
    link.decided_by.filter(|earlier| stands && *earlier != who.account && link.state != code(opinion))
}

pub(crate) fn overruled_in_silence(link: &LinkRow) -> Failure {
    let said = if link.state == "refused" { "are not the same" } else { "are the same" };
    Failure::Refused(Box::new(Refusal {
        action: Action::ConfirmLink.code(),
        code: "link.OtherOpinion".into(),
        why: wording!("somebody else said that these {}", said),
        hint: "speak with them; to overrule them say why, with --overruling; both of you read it on the case",
        lines: Vec::new(),
        case: None,
        policies: Vec::new(),
        hidden: false,
    }))
}

/// Why an opinion was overruled stands on every case of the link, where both can read it.
fn tell_both(
    tx: &mut Tx<'_>,
    link: &LinkRow,
    earlier: AccountId,
    words: &str,
    policies: &[String],
) -> Result<(), Failure> {
    let mut told = Vec::new();
    for file in cases_of(tx, [link.report_a, link.report_b])? {
        if told.contains(&file.id) {
            continue;
        }
        told.push(file.id);
        let mut held = hold(tx, file.id)?;
        let mut kept = Words::default();
        let reasons = kept.keep(tx, file.id, words);
        let event = CaseEvent::LinkOverruled { earlier_by: earlier, reasons };
        let draft = Draft::done(Action::ConfirmLink.code(), policies).fact("link", &link.id);
        advance(tx, &mut held, vec![event], kept, draft)?;
    }
    Ok(())
}

fn code(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Same => "confirmed",
        Opinion::NotSame => "refused",
        Opinion::Undo => "waiting",
    }
}

pub(super) fn cases_of(reader: &mut Reader<'_>, reports: [ReportId; 2]) -> Result<Vec<AsRead<CaseFile>>, Failure> {
    let mut files = Vec::new();
    for report in reports {
        for row in queries::cases_with(reader, report)?.into_iter().filter(|row| !row.detached) {
            files.extend(queries::case_file_by_id(reader, row.case_id)?);
        }
    }
    Ok(files)
}

pub(super) fn visible_case(
    reader: &mut Reader<'_>,
    actor: &Actor,
    link: &KnownLink,
) -> Result<Option<AsRead<CaseFile>>, Failure> {
    for file in cases_of(reader, [link.report_a, link.report_b])? {
        let facts = case_facts(reader, &file)?;
        if crate::app::allowed(actor, Action::ConfirmLink, &facts).is_some() {
            return Ok(Some(file));
        }
    }
    Ok(None)
}
