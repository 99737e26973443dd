//! An import that is only tried: everything is read, checked and compared with what is there, and nothing is written but
//! the entry that says so.

use crate::access::Action;
use crate::app::App;
use crate::failure::Failure;
use crate::intake::found::{HeldBack, ReadFile, ReadReport, Unit};
use crate::intake::import::{HELD, held_of};
use crate::intake::inquired::Told;
use crate::intake::register::{self, Found};
use crate::intake::same::{self, Described};
use crate::intake::whom;
use crate::views::{Actor, ImportResult};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::{Draft, Tx, queries};

/// What the rows of a file would come to.
#[derive(Default)]
struct Weighed {
    new_rows: u64,
    updated_rows: u64,
    unchanged_rows: u64,
    reports: u64,
    cases: u64,
    /// Rows of a register that find no report, and of reports whose order is in doubt, by the place of their unit, and why.
    nowhere: Vec<(usize, &'static str)>,
}
store::outgoing!(Weighed { new_rows, updated_rows, unchanged_rows, reports, cases, nowhere });

impl App {
    /// What an import would come to. How reports would be linked is not told: that takes all of them.
    pub(super) fn weigh(
        &self,
        actor: &Actor,
        name: &str,
        read: &Arc<ReadFile>,
        policies: &[String],
    ) -> Result<ImportResult, Failure> {
        let (who, file, policies) = (actor.clone(), read.clone(), policies.to_vec());
        let (weighed, _) = self.store.transact(self.context(actor, "import"), move |tx| {
            let weighed = weigh(tx, &who, &file)?;
            tx.append(Draft::done(Action::RunImport.code(), &policies).fact("step", "tried").fact("rows", file.rows));
            Ok::<_, Failure>(weighed)
        })?;
        let held = held(read, &weighed);
        let shown = usize::try_from(HELD).unwrap_or(usize::MAX);
        Ok(ImportResult {
            id: String::new(),
            file: name.to_owned(),
            finished: None,
            rows: read.rows,
            new_rows: weighed.new_rows,
            updated_rows: weighed.updated_rows,
            unchanged_rows: weighed.unchanged_rows,
            held_rows: held.len() as u64,
            reports: weighed.reports,
            cases: weighed.cases,
            repeats: 0,
            waiting: 0,
            seen_before: false,
            tried: true,
            read_as: Some(read.read_as.clone()),
            empty_rows: read.empty_rows,
            unknown_officers: self.unknown_officers(actor, read)?,
            held: held.iter().take(shown).map(held_of).collect(),
            held_more: held.len().saturating_sub(shown) as u64,
        })
    }
}

/// The rows that would be held, in the order of the file.
fn held(read: &ReadFile, weighed: &Weighed) -> Vec<HeldBack> {
    let nowhere: HashMap<usize, &str> = weighed.nowhere.iter().copied().collect();
    let held = |(at, unit): (usize, &Unit)| match unit {
        Unit::Held(rows) => rows.clone(),
        Unit::Fact(fact) => {
            let why = nowhere.get(&at).map(|why| (fact.column.clone(), (*why).to_owned()));
            why.map(|why| HeldBack { problems: vec![why], ..fact.row.clone() }).into_iter().collect()
        }
        Unit::Report { order, .. } => {
            let why = nowhere.get(&at).zip(order.as_ref());
            why.map(|(why, order)| order.held(why)).unwrap_or_default()
        }
    };
    read.units.iter().enumerate().flat_map(held).collect()
}

fn weigh(tx: &mut Tx<'_>, actor: &Actor, read: &ReadFile) -> Result<Weighed, Failure> {
    let mut weighed = Weighed::default();
    // What earlier rows of the file would have made.
    let (mut reports, mut facts) = (HashMap::<String, Known>::new(), HashSet::new());
    for (at, unit) in read.units.iter().enumerate() {
        match unit {
            Unit::Held(_) => {}
            Unit::Fact(fact) => match register::find(tx, actor, fact)? {
                // Which reports may be meant stands on the held row of the import itself.
                Found::Nowhere(why, _) => weighed.nowhere.push((at, why)),
                Found::Known => weighed.unchanged_rows += 1,
                Found::News(_) => {
                    let inquiries: Vec<String> = fact.told.iter().map(Told::key).collect();
                    let told = format!("{:?}{:?}{inquiries:?}", fact.protections, fact.applications);
                    let first = facts.insert((&fact.reference, told));
                    let count = if first { &mut weighed.updated_rows } else { &mut weighed.unchanged_rows };
                    *count += 1;
                }
            },
            Unit::Report { rows, report, order } => {
                let known = match reports.remove(&report.reference) {
                    Some(known) => Some(known),
                    None => known(tx, &actor.force, &report.reference)?,
                };
                let (hash, mut people) = known.unwrap_or_default();
                if let (Some(order), false) = (order, hash.as_ref() == Some(&report.hash))
                    && let Some(row) = queries::report_by_reference(tx, &actor.force, &report.reference)?
                    && let Some(why) = whom::doubt(tx, row.id, report, order.on_another)?
                {
                    weighed.nowhere.push((at, why));
                    reports.insert(report.reference.clone(), (hash, people));
                    continue;
                }
                match hash {
                    None => {
                        weighed.new_rows += rows;
                        weighed.reports += 1;
                        weighed.cases += meet(&mut people, report);
                    }
                    Some(hash) if hash == report.hash => weighed.unchanged_rows += rows,
                    Some(_) => {
                        weighed.updated_rows += rows;
                        weighed.cases += meet(&mut people, report);
                    }
                }
                reports.insert(report.reference.clone(), (Some(report.hash.clone()), people));
            }
        }
    }
    Ok(weighed)
}

/// The hash of a report, if it is there, and the people whom it describes.
type Known = (Option<String>, Vec<Described>);

fn known(tx: &mut Tx<'_>, force: &str, reference: &str) -> Result<Option<Known>, Failure> {
    let Some(row) = queries::report_by_reference(tx, force, reference)? else { return Ok(None) };
    let people = same::described(tx, row.id)?.into_iter().map(|(_, described)| described).collect();
    Ok(Some((Some(row.row_hash), people)))
}

/// This adds what a row tells of people, and says how many more at risk there are.
fn meet(people: &mut Vec<Described>, report: &ReadReport) -> u64 {
    let mut further = 0;
    for (person, place) in report.people.iter().zip(same::placed(people.iter(), &report.people)) {
        match place.and_then(|place| people.get_mut(place)) {
            Some(known) => known.before.push(std::mem::replace(&mut known.now, person.clone())),
            None => {
                further += u64::from(person.role == "person_at_risk");
                people.push(Described { now: person.clone(), before: Vec::new() });
            }
        }
    }
    further
}
