//! One run of linkage over everything that the installation holds, in every force, written as far as it changed.

use crate::app::App;
use crate::cases::advance::{Houses, Words, advance, hold_in};
use crate::failure::Failure;
use crate::linking::apart::{self, left_without};
use crate::linking::beliefs::{self, Changes, Stored};
use crate::linking::people;
use crate::linking::series::{self, Facts, Known};
use domain::case::series::SeenSeries;
use domain::ids::*;
use linkage::{Linked, Settings, Tables};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};
use store::outgoing::OfTheHouse;
use store::queries::CaseKey;
use store::rows::{CaseReportRow, ForceRow, LinkRow, MemberRow, MentionRow, SeriesMemberRow, TaskRow};
use store::sealed::AllIds;
use store::{AsRead, Draft, Field, Record, Sealed, Shown, ShownIds, StoreError, Tx, queries};

/// Rows in one entry; more would not fit into one.
const STEP: usize = 250;
/// How often a run begins anew where others write at the same time.
const ATTEMPTS: usize = 8;
/// Cases in one transaction.
const CASES: usize = 100;

/// Names in England and Wales.
pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::shipped);

/// What a run saw.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LinkedAll {
    /// Mentions compared.
    pub mentions: u64,
    /// Reports in a series with another.
    pub repeats: u64,
    /// Pairs that wait for a person.
    pub waiting: u64,
    /// Cases whose facts changed.
    pub changed: u64,
}

/// What a run reads.
struct Material {
    mentions: Vec<MentionRow>,
    stored: Stored,
    cases: Vec<CaseKey>,
    attached: Vec<CaseReportRow>,
    gone: Vec<CaseReportRow>,
    forces: Vec<ForceRow>,
}

/// The same as it leaves the snapshot.
struct LookedAll {
    mentions: Vec<Sealed<MentionRow>>,
    members: Vec<AsRead<MemberRow>>,
    series: Vec<AsRead<SeriesMemberRow>>,
    links: Vec<Sealed<LinkRow>>,
    cases: Vec<Sealed<CaseKey>>,
    attached: Vec<AsRead<CaseReportRow>>,
    gone: Vec<AsRead<CaseReportRow>>,
    forces: Vec<AsRead<ForceRow>>,
}
store::outgoing!(LookedAll { mentions, members, series, links, cases, attached, gone, forces });

fn as_rows<T: OfTheHouse>(read: Vec<AsRead<T>>) -> Vec<T> {
    read.into_iter().map(AsRead::into_inner).collect()
}

impl App {
    /// This links everything anew and writes what changed: persons, series, links, and what they mean for each case.
    /// Where another run at the same time has written first, it begins again from what that one left.
    pub fn link_all(&self) -> Result<LinkedAll, Failure> {
        for _ in 1..ATTEMPTS {
            match self.link_once() {
                Err(Failure::Store(StoreError::Conflict(_))) => {}
                outcome => return outcome,
            }
        }
        self.link_once()
    }

    fn link_once(&self) -> Result<LinkedAll, Failure> {
        let mut material = self.material()?;
        let linked = {
            let constraints = people::constraints(&material.stored.links);
            let mentions = people::mentions(&material.mentions);
            linkage::link(&mentions, &constraints, &TABLES, &Settings::default())
        };
        let reports = report_order(&material.mentions);
        let mut chance = self.chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let own: [u8; 8] = self.random();
        if let store::Chance::Seeded { seed, .. } = &mut chance {
            *seed ^= u64::from_le_bytes(own);
        }
        let confirmed: Vec<LinkRow> =
            material.stored.links.iter().filter(|link| link.state == "confirmed").cloned().collect();
        let stored = std::mem::take(&mut material.stored);
        let changes = beliefs::changes(&linked, &material.mentions, &reports, stored, self.now(), &mut chance);
        let facts = case_facts(&material, &linked, &changes, confirmed);
        let waiting = linked.waiting.len() as u64;
        let repeats = repeats(&changes.series_of);
        let known = apart::Known {
            cases: &material.cases,
            attached: &material.attached,
            gone: &material.gone,
            mentions: &material.mentions,
            persons: &linked.persons,
        };
        let lost = left_without(&known);
        self.write_beliefs(changes)?;
        if self.bring_back(lost)? > 0 {
            // What the cases are told counts those that came back.
            return self.link_once();
        }
        let mentions = material.mentions.len() as u64;
        let changed = self.tell_cases(material, facts)?;
        self.mark_tasks()?;
        Ok(LinkedAll { mentions, repeats, waiting, changed })
    }

    /// The system compares all mentions inside the process; its entry says so before any is opened.
    fn material(&self) -> Result<Material, Failure> {
        let (looked, receipt) = self.store.look(self.system_context("linkage"), |reader| {
            let looked = LookedAll {
                mentions: queries::all_mentions(reader)?,
                members: queries::members(reader)?,
                series: queries::series_members(reader)?,
                links: queries::links(reader)?,
                cases: queries::case_keys(reader)?,
                attached: queries::all_case_reports(reader)?,
                gone: queries::reports_of_joined(reader)?,
                forces: queries::forces(reader)?,
            };
            let particulars = [Field::Identity, Field::Contact, Field::Location];
            let fields = particulars.into_iter().chain([Field::Listing, Field::History]).collect();
            let shown = Shown { fields, ids: ShownIds::All(AllIds::Every) };
            let draft = Draft::seen("link", &[], vec![shown]).fact("mentions", looked.mentions.len());
            Ok::<_, Failure>((looked, draft))
        })?;
        let LookedAll { mentions, members, series, links, cases, attached, gone, forces } = looked;
        let (members, series) = (as_rows(members), as_rows(series));
        Ok(Material {
            mentions: receipt.open_all(mentions)?,
            stored: Stored { members, series, links: receipt.open_all(links)? },
            cases: receipt.open_all(cases)?,
            attached: as_rows(attached),
            gone: as_rows(gone),
            forces: as_rows(forces),
        })
    }

    fn write_beliefs(&self, changes: Changes) -> Result<(), Failure> {
        let Changes { members, series, links, .. } = changes;
        self.write_rows::<MemberRow>(members)?;
        self.write_rows::<SeriesMemberRow>(series)?;
        self.write_rows::<LinkRow>(links)
    }

    fn write_rows<R: Record + Clone + Sync>(&self, rows: Vec<R>) -> Result<(), Failure> {
        for step in rows.chunks(STEP) {
            let step = step.to_vec();
            self.store.transact(self.system_context("linkage"), move |tx| {
                let entry = tx.append(Draft::done("link", &[]).fact("table", R::TABLE));
                step.iter().try_for_each(|row| tx.save(&mut row.clone(), &entry)).map_err(Failure::from)
            })?;
        }
        Ok(())
    }

    fn tell_cases(&self, material: Material, facts: Vec<(CaseId, Facts)>) -> Result<u64, Failure> {
        let told: HashMap<CaseId, &str> =
            material.cases.iter().map(|case| (case.id, case.series_facts.as_str())).collect();
        let changed: Vec<(CaseId, Facts)> =
            facts.into_iter().filter(|(case, facts)| told.get(case).is_none_or(|told| *told != facts.key())).collect();
        if changed.is_empty() {
            return Ok(0);
        }
        let Material { cases, forces, .. } = material;
        let keys: Arc<HashMap<CaseId, CaseKey>> = Arc::new(cases.into_iter().map(|case| (case.id, case)).collect());
        let forces: Arc<HashMap<String, ForceRow>> =
            Arc::new(forces.into_iter().map(|force| (force.id.clone(), force)).collect());
        for step in changed.chunks(CASES) {
            let (step, keys, forces) = (step.to_vec(), keys.clone(), forces.clone());
            self.store.transact(self.system_context("linkage"), move |tx| {
                let mut houses = Houses::default();
                step.iter().try_for_each(|(case, facts)| tell(tx, &mut houses, *case, facts, (&keys, &forces)))
            })?;
        }
        Ok(changed.len() as u64)
    }

    /// An open task says whether a critical red flag stands on the other case now, not when the task was made.
    fn mark_tasks(&self) -> Result<(), Failure> {
        for stale in self.read(|reader| Ok(queries::tasks_to_mark(reader)?))?.chunks(STEP) {
            let stale = stale.to_vec();
            self.store.transact(self.system_context("linkage"), move |tx| {
                let entry = tx.append(Draft::done("link", &[]).fact("table", TaskRow::TABLE));
                for id in &stale {
                    let Some(mut task) = queries::task(tx, *id)? else { continue };
                    task.critical = !task.critical;
                    tx.save(&mut task, &entry)?;
                }
                Ok::<_, Failure>(())
            })?;
        }
        Ok(())
    }
}

/// This tells a case what linkage sees; where another force holds part of it, both units get a task to call.
fn tell(
    tx: &mut Tx<'_>,
    houses: &mut Houses,
    case: CaseId,
    facts: &Facts,
    (keys, forces): (&HashMap<CaseId, CaseKey>, &HashMap<String, ForceRow>),
) -> Result<(), Failure> {
    let mut held = hold_in(tx, case, houses)?;
    held.row.series_facts = facts.key();
    let derived = crate::cases::advance::read(&held.history, tx.at())?;
    let events = derived.case.see_series(SeenSeries {
        series: facts.series,
        reports: facts.reports,
        other_forces: facts.other_forces,
        other_cases: facts.other_cases.clone(),
        other_victims: facts.other_victims,
        confirmed: facts.confirmed,
    });
    let (_, entry) = advance(tx, &mut held, events, Words::default(), Draft::done("link", &[]))?;
    let here = keys.get(&case);
    for other in facts.elsewhere.iter().filter_map(|other| keys.get(other)) {
        let Some(here) = here.filter(|here| here.force != other.force) else { continue };
        if queries::task_between(tx, &here.reference, &other.reference)?.is_some() {
            continue;
        }
        let mut task = TaskRow {
            id: TaskId::new(tx.at(), tx.chance()),
            version: 0,
            salt: String::new(),
            force: here.force.clone(),
            kind: "call_other_force".to_owned(),
            case_reference: here.reference.clone(),
            other_force: other.force.clone(),
            other_reference: other.reference.clone(),
            contact: forces.get(&other.force).map(|force| force.contact.clone()).unwrap_or_default(),
            critical: other.critical,
            made_at: tx.at(),
            done_at: None,
        };
        tx.save(&mut task, &entry)?;
    }
    Ok(())
}

/// Reports in the order in which linkage first meets them.
fn report_order(mentions: &[MentionRow]) -> Vec<ReportId> {
    let mut seen = BTreeSet::new();
    mentions.iter().map(|mention| mention.report_id).filter(|report| seen.insert(*report)).collect()
}

fn repeats(series_of: &HashMap<ReportId, SeriesId>) -> u64 {
    let mut sizes: HashMap<SeriesId, u64> = HashMap::new();
    for series in series_of.values() {
        *sizes.entry(*series).or_default() += 1;
    }
    sizes.values().filter(|size| **size > 1).sum()
}

fn case_facts(
    material: &Material,
    linked: &Linked,
    changes: &Changes,
    confirmed: Vec<LinkRow>,
) -> Vec<(CaseId, Facts)> {
    let of = |persons: &[u32]| -> HashMap<MentionId, u32> {
        material.mentions.iter().map(|mention| mention.id).zip(persons.iter().copied()).collect()
    };
    let person_of = of(&linked.persons);
    let mut at_risk: HashMap<ReportId, BTreeSet<u32>> = HashMap::new();
    for mention in material.mentions.iter().filter(|mention| mention.role == "person_at_risk") {
        at_risk.entry(mention.report_id).or_default().extend(person_of.get(&mention.id));
    }
    series::facts(&Known {
        cases: &material.cases,
        attached: &material.attached,
        at_risk: &at_risk,
        series_of: &changes.series_of,
        person_of: &person_of,
        identity_of: &of(&linked.identities),
        confirmed: &confirmed,
    })
}
