//! Reports that somebody is writing: saved step by step, the writer's alone, and still there when a session has ended.

use crate::access::Action;
use crate::app::{App, case_facts, kept_from, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::intake::read::{UNSTORABLE, has_nul};
use crate::intake::report::{NewReport, RecordedReport, take_in};
use crate::views::Actor;
use domain::ids::{DraftId, ReportId};
use domain::time::Moment;
use std::collections::BTreeMap;
use store::rows::DraftRow;
use store::{Draft as Noted, Field, Sealed, Shown, StoreError, Told, Tx, queries};

/// What was typed in one step: names of fields and values.
pub type Typed = Vec<(String, String)>;
/// What was typed, step by step.
pub type Steps = BTreeMap<String, Typed>;

/// The most that one draft holds, in bytes.
const BYTES_MAX: usize = 512 * 1024;

/// A draft, as its writer reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftView {
    /// Its identifier.
    pub id: String,
    /// When it was saved last.
    pub saved_at: Moment,
    /// What was typed; nothing, once it was recorded or thrown away.
    pub steps: Steps,
    /// Whether it was recorded or thrown away.
    pub ended: bool,
    /// What it became, where it was recorded.
    pub recorded: Option<RecordedReport>,
}

/// A draft on a list, without anything that was typed.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct DraftListed {
    /// Its identifier.
    pub id: String,
    /// When it was begun.
    pub started_at: Moment,
    /// When it was saved last.
    pub saved_at: Moment,
}

/// A report that was recorded, as it leaves a transaction.
struct Recorded {
    report: ReportId,
    reference: Told,
    cases: Vec<Told>,
    asked: bool,
}
store::outgoing!(Recorded { report, reference, cases, asked });

impl From<Recorded> for RecordedReport {
    fn from(recorded: Recorded) -> Self {
        Self {
            reference: recorded.reference.into_text(),
            cases: recorded.cases.into_iter().map(Told::into_text).collect(),
            asked: recorded.asked,
        }
    }
}

impl App {
    /// This begins a draft, and names it.
    pub fn start_draft(&self, actor: &Actor) -> Result<String, Failure> {
        let wish = Wish::of(Action::RecordReport.code()).by("start_draft");
        self.asked(actor, &wish, || {
            let (who, demonstration) = (actor.clone(), self.is_demonstration());
            let (id, _) = self.store.transact(self.context(actor, "intake"), move |tx| {
                let policies = permit_force(&who, Action::RecordReport, demonstration)?;
                let id = DraftId::new(tx.at(), tx.chance());
                let mut row = DraftRow {
                    id,
                    version: 0,
                    salt: String::new(),
                    account: who.account,
                    words: "{}".to_owned(),
                    started_at: tx.at(),
                    saved_at: tx.at(),
                    ended_at: None,
                    report: None,
                };
                let entry = tx.append(Noted::done("start_draft", &policies).fact("draft", id));
                tx.save(&mut row, &entry)?;
                Ok::<_, Failure>(id)
            })?;
            Ok(id.to_string())
        })
    }

    /// This lists the actor's drafts that were neither recorded nor thrown away, the last one saved first.
    pub fn drafts(&self, actor: &Actor) -> Result<Vec<DraftListed>, Failure> {
        let wish = Wish::of(Action::RecordReport.code()).by("drafts");
        let rows = self.asked(actor, &wish, || {
            let (rows, _) = self.store.look(self.context(actor, "intake"), |reader| {
                let policies = self.permit_force(actor, Action::RecordReport)?;
                let rows = queries::open_drafts(reader, actor.account)?;
                Ok::<_, Failure>((rows, Noted::seen("list_drafts", &policies, Vec::new())))
            })?;
            Ok(rows)
        })?;
        let listed = |(id, started_at, saved_at): (DraftId, Moment, Moment)| DraftListed {
            id: id.to_string(),
            started_at,
            saved_at,
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// This shows a draft to its writer.
    pub fn draft(&self, actor: &Actor, id: &str) -> Result<DraftView, Failure> {
        let wish = Wish::of(Action::RecordReport.code()).by("draft").naming(id);
        self.asked(actor, &wish, || {
            let draft = known(id)?;
            let (found, receipt) = self.store.look(self.context(actor, "intake"), |reader| {
                let policies = self.permit_force(actor, Action::RecordReport)?;
                let row: Sealed<DraftRow> =
                    queries::sealed_draft(reader, draft, actor.account)?.ok_or(Failure::NotFound("draft"))?;
                let shown = vec![Shown::of(&[Field::Narrative], [draft])];
                Ok::<_, Failure>((row, Noted::seen("read_draft", &policies, shown)))
            })?;
            let row: DraftRow = receipt.open(found)?;
            let recorded = row.report.map(|report| self.recorded(actor, report)).transpose()?;
            let steps = read(&row)?;
            Ok(DraftView {
                id: row.id.to_string(),
                saved_at: row.saved_at,
                steps,
                ended: row.ended_at.is_some(),
                recorded,
            })
        })
    }

    /// This saves one step of a draft, in place of what it said before; without anything typed, the step is taken out.
    pub fn save_draft(&self, actor: &Actor, id: &str, step: &str, typed: Option<Typed>) -> Result<(), Failure> {
        let wish = Wish::of(Action::RecordReport.code()).by("save_draft").naming(id);
        self.asked(actor, &wish, || {
            let draft = known(id)?;
            if typed.iter().flatten().any(|(name, value)| has_nul(name) || has_nul(value)) {
                return Err(Failure::fault("words", Fault::Unreadable, UNSTORABLE));
            }
            let (who, demonstration) = (actor.clone(), self.is_demonstration());
            let step = step.to_owned();
            self.store.transact(self.context(actor, "intake"), move |tx| {
                let policies = permit_force(&who, Action::RecordReport, demonstration)?;
                let mut row = own(tx, &who, draft)?;
                let mut steps = read(&row)?;
                match &typed {
                    Some(typed) => steps.insert(step.clone(), typed.clone()),
                    None => steps.remove(&step),
                };
                row.words = serde_json::to_string(&steps).map_err(|_| corrupt(&row))?;
                if row.words.len() > BYTES_MAX {
                    let words = "is longer than a draft can hold; record it, and add the rest to the case";
                    return Err(Failure::fault("words", Fault::OutOfRange, words));
                }
                row.saved_at = tx.at();
                let entry = tx.append(Noted::done("save_draft", &policies).fact("draft", draft));
                tx.save(&mut row, &entry)?;
                Ok(())
            })?;
            Ok(())
        })
    }

    /// This throws a draft away, and what was typed with it.
    pub fn discard_draft(&self, actor: &Actor, id: &str) -> Result<(), Failure> {
        let wish = Wish::of(Action::RecordReport.code()).by("discard_draft").naming(id);
        self.asked(actor, &wish, || {
            let draft = known(id)?;
            let (who, demonstration) = (actor.clone(), self.is_demonstration());
            self.store.transact(self.context(actor, "intake"), move |tx| {
                let policies = permit_force(&who, Action::RecordReport, demonstration)?;
                let mut row = own(tx, &who, draft)?;
                let entry = tx.append(Noted::done("discard_draft", &policies).fact("draft", draft));
                end(tx, &mut row, None, &entry)
            })?;
            Ok(())
        })
    }

    /// This records a draft as a report, once: asked again, it says what the draft became. What was typed is in the report then,
    /// and no longer in the draft.
    pub fn record_draft(&self, actor: &Actor, id: &str, report: NewReport) -> Result<RecordedReport, Failure> {
        let wish = Wish::of(Action::RecordReport.code()).by("record_draft").naming(id);
        self.asked(actor, &wish, || {
            let draft = known(id)?;
            let (who, demonstration, now) = (actor.clone(), self.is_demonstration(), self.now());
            let (recorded, _) = self.store.transact(self.context(actor, "intake"), move |tx| {
                let policies = permit_force(&who, Action::RecordReport, demonstration)?;
                let row = queries::draft(tx, draft, who.account)?.ok_or(Failure::NotFound("draft"))?;
                if let Some(report) = row.report {
                    return became(tx, &who, report, "record_draft", &policies);
                }
                let mut row = own(tx, &who, draft)?;
                let (taken, cases, asked) = take_in(tx, &who, &report, now, &policies)?;
                let noted = Noted::done("record_draft", &policies).fact("draft", draft).fact("report", taken);
                let entry = tx.append(noted);
                end(tx, &mut row, Some(taken), &entry)?;
                let reference = tx.tell(&entry, "reference", report.reference.trim())?;
                Ok(Recorded { report: taken, reference, cases, asked })
            })?;
            self.link_all()?;
            Ok(recorded.into())
        })
    }

    /// What a report that the actor recorded became.
    fn recorded(&self, actor: &Actor, report: ReportId) -> Result<RecordedReport, Failure> {
        let who = actor.clone();
        let became = move |tx: &mut Tx<'_>| became(tx, &who, report, "read_draft", &[]);
        let (recorded, _) = self.store.transact(self.context(actor, "intake"), became)?;
        Ok(recorded.into())
    }
}

fn known(id: &str) -> Result<DraftId, Failure> {
    id.parse().map_err(|_| Failure::NotFound("draft"))
}

/// A draft of the actor that is still open.
fn own(tx: &mut Tx<'_>, who: &Actor, draft: DraftId) -> Result<DraftRow, Failure> {
    let row = queries::draft(tx, draft, who.account)?;
    row.filter(|row| row.ended_at.is_none()).ok_or(Failure::NotFound("draft"))
}

fn end(tx: &mut Tx<'_>, row: &mut DraftRow, report: Option<ReportId>, entry: &store::Entry) -> Result<(), Failure> {
    row.words = "{}".to_owned();
    row.ended_at = Some(tx.at());
    row.report = report;
    Ok(tx.save(row, entry)?)
}

/// What a report became, as far as whoever recorded it may know now: a case that was kept from them since is not even counted.
fn became(
    tx: &mut Tx<'_>,
    who: &Actor,
    report: ReportId,
    action: &str,
    policies: &[String],
) -> Result<Recorded, Failure> {
    let known = queries::report(tx, report)?.ok_or(Failure::NotFound("report"))?;
    let entry = tx.append(Noted::done(action, policies).fact("report", report).fact("again", "done_before"));
    let reference = tx.tell(&entry, "reference", &known.reference)?;
    let mut rows = Vec::new();
    for on in queries::cases_with(tx, report)?.into_iter().filter(|on| !on.detached) {
        let Some(file) = queries::case_file_by_id(tx, on.case_id)? else { continue };
        let facts = case_facts(tx, &file)?;
        if !kept_from(who, &facts) {
            rows.extend(queries::case_row(tx, on.case_id)?);
        }
    }
    // In the order in which those at risk were named.
    rows.sort_by_key(|row| row.person_at_risk);
    let cases: Result<Vec<Told>, StoreError> = rows.iter().map(|row| tx.tell(&entry, "case", &row.reference)).collect();
    let cases = cases?;
    Ok(Recorded { report, reference, cases, asked: false })
}

fn read(row: &DraftRow) -> Result<Steps, Failure> {
    Ok(serde_json::from_str(&row.words).map_err(|_| corrupt(row))?)
}

fn corrupt(row: &DraftRow) -> StoreError {
    StoreError::Corrupt { table: "drafts", column: "words", row: domain::wording!("{}", row.id) }
}
