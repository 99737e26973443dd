//! Importing a file: checked whole, then applied in groups under an import id; a killed run goes on when run again.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::cases::advance::{Words, advance, hold};
use crate::failure::Failure;
use crate::intake::found::{HeldBack, ReadFile, ReadReport, Unit};
use crate::intake::map::Map;
use crate::intake::read::read_file;
use crate::intake::receive::{Opening, describe, imported_screen, loose_words, mention, open_case, receive};
use crate::views::{self, Actor, ImportResult};
use domain::catalogue::{ProtectionKind, Source};
use domain::clocks::moment_words;
use domain::event::{Act, CaseEvent};
use domain::ids::*;
use domain::time::Moment;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;
use store::rows::{ForceRow, HeldRow, ImportRow, ReportRow};
use store::{Draft, Entry, Field, Shown, Tx, queries};

/// Reports in one transaction.
const GROUP: usize = 50;

/// Held rows that are shown at once; the entry that says so names each.
const HELD: i64 = 1_000;

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
        let policies = self.ask_to_import(actor)?;
        let map = Map::parse(&file.map)?;
        let read = Arc::new(read_file(&file.bytes, &map, self.now())?);
        let map_hash = hex(&Sha256::digest(file.map.as_bytes()));
        let force = self.force(&actor.force)?.ok_or(Failure::NotFound("force"))?;
        if force.go_live_at.is_none() && file.go_live_at.is_none() {
            return Err(Failure::invalid(
                "go-live",
                "this is the force's first import: say from which day its duties run in Holdfast (--go-live YYYY-MM-DD)",
            ));
        }
        if force.go_live_at.is_some() && file.go_live_at.is_some_and(|asked| force.go_live_at != Some(asked)) {
            return Err(Failure::invalid(
                "go-live",
                "is set already and is not moved: that would take duties away; leave --go-live out",
            ));
        }
        let known = self.read(|reader| Ok(queries::import_of(reader, &force.id, &read.hash, &map_hash)?))?;
        if let Some(done) = known.as_ref().filter(|known| known.finished_at.is_some()) {
            return self.unchanged(actor, done);
        }
        let run = self.begin(actor, file, &read, &map_hash, known, &policies)?;
        self.apply(actor, run, &read, &policies, progress)?;
        self.link_all()?;
        self.finish(actor, run)?;
        self.tick()?;
        self.import_result(actor, &run.to_string())
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
    fn unchanged(&self, actor: &Actor, done: &ImportRow) -> Result<ImportResult, Failure> {
        let mut result = self.import_result(actor, &done.id.to_string())?;
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
        known: Option<ImportRow>,
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
            let (next, _) = self
                .store
                .transact(self.context(actor, "import"), move |tx| apply_group(tx, run, &read, &policies, &officers))?;
            progress(next, all);
            if next >= all {
                return Ok(());
            }
        }
    }

    /// Officers of the force by the names that a file may call them.
    fn officers(&self, force: &str) -> Result<HashMap<String, AccountId>, Failure> {
        let accounts = self.read(|reader| Ok(queries::accounts(reader)?))?;
        let own = accounts.into_iter().filter(|account| account.force == force);
        Ok(own
            .flat_map(|account| {
                [(account.name.to_lowercase(), account.id), (account.display_name.to_lowercase(), account.id)]
            })
            .collect())
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
        self.import_held(actor, id, 0)
    }

    /// This shows what an import did, with the held rows that come after one, as many as go on a page.
    pub fn import_held(&self, actor: &Actor, id: &str, after_row: u64) -> Result<ImportResult, Failure> {
        let id: ImportId = id.parse().map_err(|_| Failure::NotFound("import"))?;
        let after = i64::try_from(after_row).unwrap_or(i64::MAX);
        let ((row, held, more), receipt) = self.store.look(self.context(actor, "import"), |reader| {
            let policies = self.permit_force(actor, Action::ViewImport)?;
            let row = queries::import(reader, id)?
                .filter(|row| row.force == actor.force)
                .ok_or(Failure::NotFound("import"))?;
            let held = queries::held_rows(reader, id, after, HELD)?;
            let more = queries::held_after(reader, id, after)?.saturating_sub(held.len() as u64);
            let shown = Shown::of(&[Field::Listing], held.iter().map(store::Sealed::id));
            Ok::<_, Failure>(((row, held, more), Draft::seen(Action::ViewImport.code(), &policies, vec![shown])))
        })?;
        let held = receipt.open_all(held)?.into_iter().map(held_view).collect();
        Ok(ImportResult { held_more: more, ..result_of(&row, held) })
    }

    /// This lists the imports of the actor's force.
    pub fn imports(&self, actor: &Actor) -> Result<Vec<ImportResult>, Failure> {
        let (rows, _) = self.store.look(self.context(actor, "import"), |reader| {
            let policies = self.permit_force(actor, Action::ViewImport)?;
            let rows = queries::imports(reader, &actor.force)?;
            Ok::<_, Failure>((rows, Draft::seen(Action::ViewImport.code(), &policies, Vec::new())))
        })?;
        Ok(rows.iter().map(|row| result_of(row, Vec::new())).collect())
    }
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
        held,
        held_more: 0,
    }
}

/// This applies the next group of an import, and returns where the one after it starts.
fn apply_group(
    tx: &mut Tx<'_>,
    run: ImportId,
    read: &ReadFile,
    policies: &[String],
    officers: &HashMap<String, AccountId>,
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
            Unit::Report { rows, report } => {
                let rows = i64::try_from(*rows).unwrap_or(0);
                let officer = officers.get(&report.officer.to_lowercase()).copied();
                match queries::report_by_reference(tx, &force.id, &report.reference)? {
                    None => {
                        let received = receive(tx, &force, report, officer, Some(run), policies)?;
                        row.new_rows += rows;
                        row.reports += 1;
                        row.cases += whole(received.cases.len());
                    }
                    Some(known) if known.row_hash == report.hash => row.unchanged_rows += rows,
                    Some(known) => {
                        update(tx, &force, known, report, officer, policies)?;
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

/// This brings a report up to a later row with the same reference: its particulars, its people, its cases.
fn update(
    tx: &mut Tx<'_>,
    force: &ForceRow,
    mut known: ReportRow,
    report: &ReadReport,
    officer: Option<AccountId>,
    policies: &[String],
) -> Result<(), Failure> {
    let entry = tx.append(Draft::done("update_report", policies).fact("report", known.id));
    let Updated { subject, further } = update_people(tx, known.id, report, &entry)?;
    if !report.narrative.is_empty() {
        let mut words = loose_words(tx, None, &report.narrative);
        known.narrative = Some(words.id);
        let on = queries::cases_with(tx, known.id)?;
        words.case_id = on.iter().find(|row| !row.detached).map(|row| row.case_id);
        tx.save(&mut words, &entry)?;
    }
    let told_anew = (known.behaviour, known.occurred_at, known.precision)
        != (report.behaviour, report.occurred_at, report.precision);
    let anew = told_anew.then(|| Act {
        id: ActId::new(tx.at(), tx.chance()),
        behaviour: report.behaviour,
        occurred_at: report.occurred_at,
        precision: report.precision,
        recorded_at: report.recorded_at,
    });
    known.act = anew.as_ref().map_or(known.act, |act| act.id);
    known.recorded_at = report.recorded_at;
    known.occurred_at = report.occurred_at;
    known.precision = report.precision;
    known.behaviour = report.behaviour;
    known.relationship = report.relationship;
    known.offence.clone_from(&report.offence);
    known.team.clone_from(&report.team);
    known.officer = officer.or(known.officer);
    known.row_hash.clone_from(&report.hash);
    known.before_go_live = force.go_live_at.is_some_and(|at| report.recorded_at < at);
    tx.save(&mut known, &entry)?;
    for on in queries::cases_with(tx, known.id)?.into_iter().filter(|on| !on.detached) {
        update_case(tx, on.case_id, &Update { report, officer, subject, anew: anew.as_ref() }, policies)?;
    }
    // Someone whom the force names only now has a case of their own; its duties start now.
    let duties_from = force.go_live_at.unwrap_or(tx.at()).max(tx.at());
    for person_at_risk in further {
        let case = CaseId::new(tx.at(), tx.chance());
        let opening = Opening { force, report, row: &known, officer: known.officer, subject, duties_from };
        open_case(tx, &opening, case, person_at_risk, Words::default(), policies)?;
    }
    Ok(())
}

/// What an update says of the people of a report.
struct Updated {
    /// The subject's mention.
    subject: Option<MentionId>,
    /// Persons at risk whom the report did not name before.
    further: Vec<MentionId>,
}

/// People are matched by role and order; one more is added.
fn update_people(tx: &mut Tx<'_>, report_id: ReportId, report: &ReadReport, entry: &Entry) -> Result<Updated, Failure> {
    let mut known = queries::mention_keys(tx, report_id)?;
    let mut updated = Updated { subject: None, further: Vec::new() };
    for person in &report.people {
        let place = known.iter().position(|(_, role)| *role == person.role);
        let mut row = match place.map(|place| known.remove(place)) {
            Some((id, _)) => queries::mention(tx, id)?.ok_or(Failure::NotFound("mention"))?,
            None => {
                let row = mention(tx, report_id, person);
                updated.further.extend((row.role == "person_at_risk").then_some(row.id));
                row
            }
        };
        describe(&mut row, person);
        if row.role == "subject" {
            updated.subject = updated.subject.or(Some(row.id));
        }
        tx.save(&mut row, entry)?;
    }
    Ok(updated)
}

/// What a later row brings to a case.
struct Update<'a> {
    report: &'a ReadReport,
    officer: Option<AccountId>,
    subject: Option<MentionId>,
    /// The act as it is told now, where that differs.
    anew: Option<&'a Act>,
}

fn update_case(tx: &mut Tx<'_>, case: CaseId, update: &Update<'_>, policies: &[String]) -> Result<(), Failure> {
    let Update { report, officer, subject, anew } = *update;
    let mut held = hold(tx, case)?;
    let derived = crate::cases::advance::read(&held.history, tx.at())?;
    let known = &derived.case;
    let mut events = Vec::new();
    // An act that is told otherwise now is a new act to the rules; what was told before stays in the history.
    if let (Some(act), Some(by), Some(role)) = (anew, tx.context().account, tx.context().role) {
        events.extend(known.record_act(&domain::case::Actor { by, role, at: tx.at() }, act.clone(), None)?);
    }
    if let (None, Some(subject)) = (known.subject, subject) {
        events.push(CaseEvent::SubjectIdentified { subject });
    }
    let moved =
        officer.is_some() && officer != known.officer || known.team.as_deref().is_some_and(|team| team != report.team);
    if moved && !report.team.is_empty() {
        events.push(CaseEvent::Allocated { officer: officer.or(known.officer), team: report.team.clone() });
    }
    let mut words = Words::default();
    // A file may raise the grade; only a second officer's hand lowers it (section 6.2).
    if let Some(grade) = report.grade.filter(|grade| known.grade.is_none_or(|known| *grade > known)) {
        events.push(imported_screen(tx, grade, case, &mut words));
    }
    for measure in &report.protections {
        let same = |held: &&domain::case::state::Protection| {
            held.kind == measure.kind
                && (held.from == measure.from || held.is_stalking_order())
                && held.until == measure.until
        };
        match known.protections.iter().find(same) {
            Some(held) if held.served_at.is_none() => {
                if let (Some(served_at), ProtectionKind::Order) = (measure.served_at, measure.kind) {
                    events.push(CaseEvent::ProtectionServed { protection: held.id, served_at });
                }
            }
            Some(_) => {}
            None => events.push(CaseEvent::ProtectionRecorded {
                protection: ProtectionId::new(tx.at(), tx.chance()),
                kind: measure.kind,
                from: measure.from,
                until: measure.until,
                served_at: measure.served_at,
                replaces_interim: false,
                source: Source::Import,
            }),
        }
    }
    for (step, on) in &report.applications {
        if !known.applications.iter().any(|known| known.step == *step && known.on == *on) {
            events.push(CaseEvent::ApplicationDated { step: *step, on: *on });
        }
    }
    if events.is_empty() {
        return Ok(());
    }
    advance(tx, &mut held, events, words, Draft::done("update_report", policies))?;
    Ok(())
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
