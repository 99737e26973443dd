//! Signing heads, exporting the log, and verifying all of it, the cases too.

use crate::access::Action;
use crate::app::App;
use crate::asked::Wish;
use crate::cases::derive;
use crate::failure::{Failure, Fault};
use crate::ledger::key;
use crate::views::Actor;
use domain::case::Case;
use domain::catalogue::Stage;
use domain::clocks::moment_words;
use domain::ids::CaseId;
use domain::time::Moment;
use domain::watch::Heartbeat;
use domain::wording;
use std::collections::{BTreeSet, HashMap};
use store::ledger::checkpoint::{self, LogKey};
use store::ledger::export;
use store::queries;
use store::rows::CaseRow;
use store::sealed::AllIds;
use store::verify::{Finding, Verified, verify};
use store::{Draft, Field, Shown, ShownIds};

/// What an export wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exported {
    /// Entries.
    pub entries: u64,
    /// Files.
    pub files: u64,
}

/// What verification found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Check {
    /// The log and the rows.
    pub verified: Verified,
    /// Cases whose events were folded and compared with their row.
    pub cases: u64,
}

impl App {
    /// This puts an act on the ledger's own behalf on record.
    fn ledger_act(&self, actor: &Actor, action: Action) -> Result<(), Failure> {
        let (actor, demonstration) = (actor.clone(), self.is_demonstration());
        self.store.transact(self.context(&actor, "oversight"), move |tx| {
            let policies = crate::app::permit_force(&actor, action, demonstration)?;
            tx.append(Draft::done(action.code(), &policies));
            Ok::<_, Failure>(())
        })?;
        Ok(())
    }

    /// The key that signs heads: read from its file, or made there on first use, readable by its owner alone.
    pub fn log_key(&self) -> Result<LogKey, Failure> {
        let mut chance = self.chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        key::log_key(&self.place, &mut chance)
    }

    /// This signs the head of the log; keep it somewhere else.
    pub fn checkpoint(&self, actor: &Actor) -> Result<String, Failure> {
        self.asked(actor, &Wish::of(Action::MakeCheckpoint.code()), || {
            self.ledger_act(actor, Action::MakeCheckpoint)?;
            Ok(checkpoint::sign(&self.store, &self.log_key()?)?)
        })
    }

    /// This writes the log as files into a folder.
    pub fn export_ledger(&self, actor: &Actor, folder: &std::path::Path) -> Result<Exported, Failure> {
        self.asked(actor, &Wish::of(Action::ExportLedger.code()), || self.write_ledger(actor, folder))
    }

    fn write_ledger(&self, actor: &Actor, folder: &std::path::Path) -> Result<Exported, Failure> {
        self.ledger_act(actor, Action::ExportLedger)?;
        let mut files = 0;
        let mut give = |path: &str, bytes: &[u8]| {
            let path = folder.join(path);
            let written =
                path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, bytes));
            files += 1;
            written.map_err(|error| {
                store::StoreError::Unavailable(wording!("the export cannot be written: {}", error.kind()))
            })
        };
        let entries = export::export(&self.store, &self.log_key()?, &mut give)?;
        Ok(Exported { entries, files })
    }

    /// This verifies everything: the tree, the chains, every row, every case against its events, the scheduler's trace against
    /// the entries, and a kept checkpoint.
    pub fn verify(&self, actor: &Actor, against: Option<&str>) -> Result<Check, Failure> {
        self.asked(actor, &Wish::of(Action::VerifyLedger.code()), || self.check(actor, against))
    }

    fn check(&self, actor: &Actor, against: Option<&str>) -> Result<Check, Failure> {
        // A damaged ledger must still be found out: what cannot be put on record is verified all the same.
        let recorded = self.ledger_act(actor, Action::VerifyLedger);
        if let Err(Failure::Refused(refusal)) = recorded {
            return Err(Failure::Refused(refusal));
        }
        let head = match against {
            Some(text) => Some(
                checkpoint::read(text, &self.log_key()?.public)
                    .map_err(|error| Failure::fault("against", Fault::Unreadable, wording!("{}", error)))?,
            ),
            None => None,
        };
        let mut verified = verify(&self.store, head.as_ref())?;
        if let Ok(Some(told)) = self.heartbeat().map(Heartbeat::beyond_entries) {
            let what = format!(
                "tells of {}, and no entry comes near it: no round left it so, somebody changed it",
                moment_words(told)
            );
            verified.findings.push(Finding { kind: "trace", which: "watch".to_owned(), what });
        }
        // Damage that keeps the cases from being read, or this look from being recorded, is a finding and not an end.
        let cases = self.fold_cases(&mut verified.findings).unwrap_or_else(|failure| {
            let what = format!("cannot be folded and compared: {failure}");
            verified.findings.push(Finding { kind: "case", which: "all".to_owned(), what });
            0
        });
        Ok(Check { verified, cases })
    }

    /// Every case is folded from its events and compared with what its row says.
    fn fold_cases(&self, findings: &mut Vec<Finding>) -> Result<u64, Failure> {
        let ((keys, rows, fired), receipt) = self.store.look(self.system_context("verify"), |reader| {
            let keys = queries::case_ids(reader)?;
            let mut rows = Vec::new();
            for id in &keys {
                // A cell that cannot hold what it holds is a finding about this case, beside that about the row.
                let row = queries::sealed_case_row(reader, *id).unwrap_or_default();
                rows.push((row, queries::sealed_history(reader, *id).ok()));
            }
            let shown = Shown { fields: vec![Field::History, Field::Listing], ids: ShownIds::All(AllIds::Every) };
            let fired = store::stages::fired(reader)?;
            Ok::<_, Failure>(((keys, rows, fired), Draft::seen(Action::VerifyLedger.code(), &[], vec![shown])))
        })?;
        let count = keys.len() as u64;
        let mut told: HashMap<CaseId, BTreeSet<StageKey>> = HashMap::new();
        for timer in fired {
            told.entry(timer.case).or_default().insert((timer.clock.clone(), timer.started_at, timer.stage));
        }
        for (id, (row, history)) in keys.into_iter().zip(rows) {
            let (Some(row), Some(history)) = (row, history) else {
                findings.push(finding(id, "has a row or events that cannot be read"));
                continue;
            };
            let (row, history) = (receipt.open(row)?, receipt.open(history)?.events);
            match Case::from_history(&history) {
                Some(case) => {
                    findings.extend(differs(&row, &case, history.len()).map(|what| finding(id, &what)));
                    if stages_told(&case) != told.remove(&id).unwrap_or_default() {
                        findings.push(finding(id, "has other stages of duties that fired than its events tell"));
                    }
                }
                None => findings.push(finding(id, "has no opening event")),
            }
        }
        findings.extend(
            told.into_keys().map(|id| finding(id, "has stages of duties that fired, and is no case that can be read")),
        );
        Ok(count)
    }
}

/// A stage of one run.
type StageKey = (String, Moment, Stage);

/// The stages that a case's events tell.
fn stages_told(case: &Case) -> BTreeSet<StageKey> {
    let told = case.escalations.iter().map(|held| &held.escalated);
    told.flat_map(|told| told.stages.iter().map(|stage| (told.clock.clone(), told.started_at, *stage))).collect()
}

fn finding(id: domain::ids::CaseId, what: &str) -> Finding {
    Finding { kind: "case", which: id.to_string(), what: what.to_owned() }
}

/// The columns that follow from the events whatever the moment.
fn differs(row: &CaseRow, case: &Case, events: usize) -> Option<String> {
    let expected = derive::timeless(case, events);
    let found = derive::timeless_of(row);
    let wrong: Vec<&str> =
        expected.iter().zip(&found).filter(|((_, a), (_, b))| a != b).map(|((name, _), _)| *name).collect();
    (!wrong.is_empty()).then(|| format!("does not follow from its events in: {}", wrong.join(", ")))
}
