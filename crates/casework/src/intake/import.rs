//! Importing a file: checked whole, then applied in groups under an import id; a killed run goes on when run again.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::intake::found::{HeldBack, ReadFile, Unit};
use crate::intake::map::Map;
use crate::intake::officers::{Officer, Officers};
use crate::intake::read::read_file;
use crate::intake::receive::receive;
use crate::intake::register::{self, Found};
use crate::intake::update::update;
use crate::intake::whom;
use crate::views::{self, Actor, ImportResult};
use domain::clocks::moment_words;
use domain::ids::*;
use domain::time::Moment;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::queries::KnownImport;
use store::record::hex;
use store::rows::{HeldRow, ImportRow};
use store::{Draft, Field, Shown, Tx, queries};

/// Reports in one transaction.
const GROUP: usize = 50;

/// Held rows that are shown at once; the entry that says so names each.
pub(super) const HELD: i64 = 1_000;

/// A file to be imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportFile {
    /// Its name, without its folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The map, as text.
    pub map: String,
    /// The force's go-live, where this is its first import.
    pub go_live_at: Option<Moment>,
}

/// What a run of an import tells while it goes on: units done of all.
pub type Progress<'a> = dyn FnMut(u64, u64) + 'a;

impl App {
    /// This imports a file for the actor's force, links what came in, and returns what became of every row.
    pub fn import(
        &self,
        actor: &Actor,
        file: &ImportFile,
        progress: &mut Progress<'_>,
    ) -> Result<ImportResult, Failure> {
        self.asked(actor, &Wish::of(Action::RunImport.code()), || self.take_file(actor, file, progress))
    }

    fn take_file(
        &self,
        actor: &Actor,
        file: &ImportFile,
        progress: &mut Progress<'_>,
    ) -> Result<ImportResult, Failure> {
        let (policies, read, map_hash, force) = self.prepare(actor, file)?;
        let known = self.read(|reader| Ok(queries::import_of(reader, &force.id, &read.hash, &map_hash)?))?;
        if let Some(done) = known.filter(|known| known.finished) {
            return self.unchanged(actor, done.id);
        }
        let run = self.begin(actor, file, &read, &map_hash, known, &policies)?;
        self.apply(actor, run, &read, &policies, progress)?;
        self.link_all()?;
        self.finish(actor, run)?;
        self.tick()?;
        let result = self.look_at_import(actor, &run.to_string(), 0)?;
        Ok(ImportResult {
            read_as: Some(read.read_as.clone()),
            empty_rows: read.empty_rows,
            unknown_officers: self.unknown_officers(actor, &read)?,
            ..result
        })
    }

    /// This reads and checks a file as `import` does, says what it would come to, and writes nothing.
    pub fn try_import(&self, actor: &Actor, file: &ImportFile) -> Result<ImportResult, Failure> {
        self.asked(actor, &Wish::of(Action::RunImport.code()), || self.try_file(actor, file))
    }

    fn try_file(&self, actor: &Actor, file: &ImportFile) -> Result<ImportResult, Failure> {
        let (policies, read, map_hash, force) = self.prepare(actor, file)?;
        let known = self.read(|reader| Ok(queries::import_of(reader, &force.id, &read.hash, &map_hash)?))?;
        let seen_before = known.is_some_and(|known| known.finished);
        Ok(ImportResult { seen_before, ..self.weigh(actor, &file.name, &read, &policies)? })
    }

    /// What comes before anything is written: who asks, what the file holds, and from when duties run.
    fn prepare(
        &self,
        actor: &Actor,
        file: &ImportFile,
    ) -> Result<(Vec<String>, Arc<ReadFile>, String, store::rows::ForceRow), Failure> {
        let policies = self.ask_to_import(actor)?;
        let map = Map::parse(&file.map)?;
        let read = Arc::new(read_file(&file.bytes, &map, self.now())?);
        let map_hash = hex(&Sha256::digest(file.map.as_bytes()));
        let force = self.force(&actor.force)?.ok_or(Failure::NotFound("force"))?;
        if force.go_live_at.is_none() && file.go_live_at.is_none() {
            return Err(Failure::fault(
                "go-live",
                Fault::Missing,
                "this is the force's first import: say from which day its duties run in Holdfast (--go-live YYYY-MM-DD)",
            ));
        }
        if force.go_live_at.is_some() && file.go_live_at.is_some_and(|asked| force.go_live_at != Some(asked)) {
            return Err(Failure::fault(
                "go-live",
                Fault::Exists,
                "is set already and is not moved: that would take duties away; leave --go-live out",
            ));
        }
        Ok((policies, read, map_hash, force))
    }

    fn ask_to_import(&self, actor: &Actor) -> Result<Vec<String>, Failure> {
        let (who, demonstration) = (actor.clone(), self.is_demonstration());
        self.store.transact(self.context(actor, "import"), move |tx| {
            let policies = permit_force(&who, Action::RunImport, demonstration)?;
            tx.append(Draft::done(Action::RunImport.code(), &policies).fact("step", "asked"));
            Ok::<_, Failure>(())
        })?;
        self.permit_force(actor, Action::RunImport)
    }

    /// The same file by the same map again changes nothing, and says so.
    fn unchanged(&self, actor: &Actor, done: ImportId) -> Result<ImportResult, Failure> {
        let mut result = self.look_at_import(actor, &done.to_string(), 0)?;
        result.unchanged_rows = result.rows - result.held_rows;
        (result.new_rows, result.updated_rows, result.reports, result.cases) = (0, 0, 0, 0);
        result.seen_before = true;
        Ok(result)
    }

    fn begin(
        &self,
        actor: &Actor,
        file: &ImportFile,
        read: &ReadFile,
        map_hash: &str,
        known: Option<KnownImport>,
        policies: &[String],
    ) -> Result<ImportId, Failure> {
        if let Some(known) = known {
            return Ok(known.id);
        }
        let (policies, force, go_live_at) = (policies.to_vec(), actor.force.clone(), file.go_live_at);
        let (who, demonstration) = (actor.clone(), self.is_demonstration());
        let (name, file_hash, map_hash) = (file.name.clone(), read.hash.clone(), map_hash.to_owned());
        let rows_read = i64::try_from(read.rows).unwrap_or(i64::MAX);
        let (id, _) = self.store.transact(self.context(actor, "import"), move |tx| {
            let known = queries::force(tx, &force)?.ok_or(Failure::NotFound("force"))?;
            if let (None, Some(at)) = (known.go_live_at, go_live_at) {
                let policies = permit_force(&who, Action::SetGoLive, demonstration)?;
                crate::house::forces::set_go_live(tx, &force, at, &policies)?;
            }
            let id = ImportId::new(tx.at(), tx.chance());
            let entry =
                tx.append(Draft::done(Action::RunImport.code(), &policies).fact("step", "began").fact("import", id));
            let mut row = ImportRow {
                id,
                version: 0,
                salt: String::new(),
                force: force.clone(),
                file_name: name.clone(),
                file_hash: file_hash.clone(),
                map_hash: map_hash.clone(),
                rows_read,
                next_row: 0,
                new_rows: 0,
                updated_rows: 0,
                unchanged_rows: 0,
                held_rows: 0,
                reports: 0,
                cases: 0,
                repeats: 0,
                waiting: 0,
                started_at: tx.at(),
                finished_at: None,
            };
            tx.save(&mut row, &entry)?;
            Ok::<_, Failure>(id)
        })?;
        Ok(id)
    }

    fn apply(
        &self,
        actor: &Actor,
        run: ImportId,
        read: &Arc<ReadFile>,
        policies: &[String],
        progress: &mut Progress<'_>,
    ) -> Result<(), Failure> {
        let officers = Arc::new(self.officers(&actor.force)?);
        let all = read.units.len() as u64;
        loop {
            let (read, policies, officers) = (read.clone(), policies.to_vec(), officers.clone());
            let who = actor.clone();
            let (next, _) = self.store.transact(self.context(actor, "import"), move |tx| {
                apply_group(tx, &who, run, &read, &policies, &officers)
            })?;
            progress(next, all);
            if next >= all {
                return Ok(());
            }
        }
    }

    /// Reports of a file whose officer is nobody here: an unknown name, one that several have, or a closed account.
    pub(super) fn unknown_officers(&self, actor: &Actor, read: &ReadFile) -> Result<u64, Failure> {
        let officers = self.officers(&actor.force)?;
        let named = read.units.iter().filter_map(|unit| match unit {
            Unit::Report { report, .. } => Some(report.officer.to_lowercase()),
            Unit::Fact(_) | Unit::Held(_) => None,
        });
        Ok(named.filter(|name| !name.is_empty() && !officers.named(name).is_some_and(Officer::is_here)).count() as u64)
    }

    fn finish(&self, actor: &Actor, run: ImportId) -> Result<(), Failure> {
        self.store.transact(self.context(actor, "import"), move |tx| {
            let mut row = queries::import(tx, run)?.ok_or(Failure::NotFound("import"))?;
            (row.repeats, row.waiting) = queries::linked_counts(tx, &row.force)?;
            row.finished_at = Some(tx.at());
            let entry = tx.append(Draft::done(Action::RunImport.code(), &[]).fact("step", "ended").fact("import", run));
            tx.save(&mut row, &entry)?;
            Ok::<_, Failure>(())
        })?;
        Ok(())
    }

    /// This shows what an import did, with the first of its held rows.
    pub fn import_result(&self, actor: &Actor, id: &str) -> Result<ImportResult, Failure> {
        let wish = Wish::of(Action::ViewImport.code()).naming(id);
        self.asked(actor, &wish, || self.look_at_import(actor, id, 0))
    }

    /// This shows what an import did, with the held rows that come after one, as many as go on a page.
    pub fn import_held(&self, actor: &Actor, id: &str, after_row: u64) -> Result<ImportResult, Failure> {
        let wish = Wish::of(Action::ViewImport.code()).naming(id);
        self.asked(actor, &wish, || self.look_at_import(actor, id, after_row))
    }

    fn look_at_import(&self, actor: &Actor, id: &str, after_row: u64) -> Result<ImportResult, Failure> {
        let id: ImportId = id.parse().map_err(|_| Failure::NotFound("import"))?;
        let after = i64::try_from(after_row).unwrap_or(i64::MAX);
        let ((row, held, more), receipt) = self.store.look(self.context(actor, "import"), |reader| {
            let policies = self.permit_force(actor, Action::ViewImport)?;
            let row = queries::sealed_import(reader, &actor.force, id)?.ok_or(Failure::NotFound("import"))?;
            let held = queries::held_rows(reader, id, after, HELD)?;
            let more = queries::held_after(reader, id, after)?.saturating_sub(held.len() as u64);
            let ids = std::iter::once(row.id()).chain(held.iter().map(store::Sealed::id));
            let shown = Shown::of(&[Field::Listing], ids);
            Ok::<_, Failure>(((row, held, more), Draft::seen(Action::ViewImport.code(), &policies, vec![shown])))
        })?;
        let held = receipt.open_all(held)?.into_iter().map(held_view).collect();
        Ok(ImportResult { held_more: more, ..result_of(&receipt.open(row)?, held) })
    }

    /// This lists the imports of the actor's force.
    pub fn imports(&self, actor: &Actor) -> Result<Vec<ImportResult>, Failure> {
        let (rows, receipt) = self.asked(actor, &Wish::of(Action::ViewImport.code()), || {
            self.store.look(self.context(actor, "import"), |reader| {
                let policies = self.permit_force(actor, Action::ViewImport)?;
                let rows = queries::imports(reader, &actor.force)?;
                let shown = Shown::of(&[Field::Listing], rows.iter().map(store::Sealed::id));
                Ok::<_, Failure>((rows, Draft::seen(Action::ViewImport.code(), &policies, vec![shown])))
            })
        })?;
        Ok(receipt.open_all(rows)?.iter().map(|row| result_of(row, Vec::new())).collect())
    }
}

/// A row that would be held, as it would be shown.
pub(super) fn held_of(held: &HeldBack) -> views::HeldRow {
    views::HeldRow { row: held.row, problems: held.problems.clone() }
}

fn held_view(row: HeldRow) -> views::HeldRow {
    let problems = serde_json::from_str(&row.problems).unwrap_or_default();
    views::HeldRow { row: u64::try_from(row.row_number).unwrap_or(0), problems }
}

fn result_of(row: &ImportRow, held: Vec<views::HeldRow>) -> ImportResult {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    ImportResult {
        id: row.id.to_string(),
        file: row.file_name.clone(),
        finished: row.finished_at.map(moment_words),
        rows: count(row.rows_read),
        new_rows: count(row.new_rows),
        updated_rows: count(row.updated_rows),
        unchanged_rows: count(row.unchanged_rows),
        held_rows: count(row.held_rows),
        reports: count(row.reports),
        cases: count(row.cases),
        repeats: count(row.repeats),
        waiting: count(row.waiting),
        seen_before: false,
        tried: false,
        read_as: None,
        empty_rows: 0,
        unknown_officers: 0,
        held,
        held_more: 0,
    }
}

/// This applies the next group of an import, and returns where the one after it starts.
fn apply_group(
    tx: &mut Tx<'_>,
    actor: &Actor,
    run: ImportId,
    read: &ReadFile,
    policies: &[String],
    officers: &Officers,
) -> Result<u64, Failure> {
    let mut row = queries::import(tx, run)?.ok_or(Failure::NotFound("import"))?;
    let force = queries::force(tx, &row.force)?.ok_or(Failure::NotFound("force"))?;
    let first = usize::try_from(row.next_row).unwrap_or(0);
    for unit in read.units.iter().skip(first).take(GROUP) {
        match unit {
            Unit::Held(rows) => {
                row.held_rows += whole(rows.len());
                rows.iter().try_for_each(|held| keep(tx, run, held, policies))?;
            }
            Unit::Fact(fact) => match register::find(tx, actor, fact)? {
                Found::News(news) => {
                    row.updated_rows += 1;
                    news.into_iter().try_for_each(|(case, news)| register::record(tx, case, news, policies))?;
                }
                Found::Known => row.unchanged_rows += 1,
                Found::Nowhere(why, meant) => {
                    row.held_rows += 1;
                    let problems = vec![(fact.column.clone(), register::nowhere_words(why, &meant))];
                    keep(tx, run, &HeldBack { problems, ..fact.row.clone() }, policies)?;
                }
            },
            Unit::Report { rows, report, order } => {
                let rows = i64::try_from(*rows).unwrap_or(0);
                let officer = officers.named(&report.officer);
                match queries::report_by_reference(tx, &force.id, &report.reference)? {
                    None => {
                        let received = receive(tx, &force, report, officer, Some(run), policies)?;
                        row.new_rows += rows;
                        row.reports += 1;
                        row.cases += whole(received.cases.len());
                    }
                    Some(known) if known.row_hash == report.hash => row.unchanged_rows += rows,
                    Some(known) => {
                        let on_another = order.as_ref().map(|order| order.on_another);
                        let doubt = on_another.map(|on_another| whom::doubt(tx, known.id, report, on_another));
                        if let (Some(why), Some(order)) = (doubt.transpose()?.flatten(), order) {
                            row.held_rows += rows;
                            order.held(why).iter().try_for_each(|held| keep(tx, run, held, policies))?;
                            row.next_row += 1;
                            continue;
                        }
                        row.cases += whole(update(tx, &force, known, report, officers, policies)?);
                        row.updated_rows += rows;
                    }
                }
            }
        }
        row.next_row += 1;
    }
    let entry =
        tx.append(Draft::done(Action::RunImport.code(), policies).fact("import", run).fact("next", row.next_row));
    tx.save(&mut row, &entry)?;
    Ok(u64::try_from(row.next_row).unwrap_or(0))
}

fn keep(tx: &mut Tx<'_>, run: ImportId, held: &HeldBack, policies: &[String]) -> Result<(), Failure> {
    let id = HeldRowId::new(tx.at(), tx.chance());
    let entry = tx.append(Draft::done(Action::RunImport.code(), policies).fact("import", run).fact("held", held.row));
    let text = |value: &Vec<(String, String)>| serde_json::to_string(value).unwrap_or_default();
    let mut row = HeldRow {
        id,
        version: 0,
        salt: String::new(),
        import_id: run,
        row_number: i64::try_from(held.row).unwrap_or(i64::MAX),
        problems: text(&held.problems),
        raw: text(&held.raw),
    };
    Ok(tx.save(&mut row, &entry)?)
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
