//! What time alone does: duties are missed, decisions come open again, flags rise, measures end, people are told. Holdfast looks by
//! itself.

use crate::access::{Action, ForceFacts, Installation, decide_for_system};
use crate::app::App;
use crate::cases::advance::{Houses, Timers, Words, advance_later, hold_in};
use crate::cases::escalate::{Staff, tell};
use crate::failure::Failure;
use domain::clocks::catalogue_mark;
use domain::ids::CaseId;
use domain::time::Moment;
use std::collections::{HashMap, HashSet};
use store::{Draft, Entry, Lease, Tx, queries};

/// Cases in one transaction.
const STEP: usize = 100;
/// Cases in one question.
const PAGE: i64 = 1_000;

/// One round of looking.
#[derive(Clone, Copy)]
struct Round {
    /// When it began: what it brings of one clock is read as one.
    at: Moment,
    /// Since when nobody had looked, if that is long ago.
    gap: Option<Moment>,
    /// Whether it tells people: where a server leads, it alone does.
    tells: bool,
    /// Whether timers are set anew whatever is believed of them.
    anew: bool,
}

impl App {
    /// This looks at every case whose time has come, and says how many it looked at. Unlike a round of the scheduler it
    /// leaves no trace: somebody who types a command does not watch the duties.
    pub fn tick(&self) -> Result<usize, Failure> {
        self.look_at_due(None)
    }

    /// The same, under a lease if there is one.
    pub(crate) fn look_at_due(&self, lease: Option<&Lease>) -> Result<usize, Failure> {
        self.see_calendar()?;
        self.settle_the_door(crate::house::door::Ending::Minute)?;
        let now = self.now();
        let tells = lease.is_some() || !self.read(|reader| Ok(store::lease::is_led(reader, now)?))?;
        let round = Round { at: now, gap: self.heartbeat()?.gap(now), tells, anew: false };
        let mut seen: HashSet<CaseId> = self.set_timers(lease, round)?;
        loop {
            let now = self.now();
            let due = self.read(|reader| {
                let mut due = queries::cases_to_refresh(reader, now, PAGE)?;
                if tells {
                    due.extend(store::stages::cases_due(reader, now, PAGE)?);
                }
                Ok(due)
            })?;
            // A case is looked at once a round: what comes meanwhile waits for the next.
            let due: Vec<CaseId> = due.into_iter().filter(|case| seen.insert(*case)).collect();
            if due.is_empty() {
                return Ok(seen.len());
            }
            self.look_at(lease, &due, round)?;
        }
    }

    /// Where the timers of stages were set by another catalogue, or never, this sets those of every case anew, and tells what
    /// passed; which cases it looked at.
    fn set_timers(&self, lease: Option<&Lease>, round: Round) -> Result<HashSet<CaseId>, Failure> {
        let mark = catalogue_mark();
        let set_already = self.read(|reader| Ok(store::stages::set_by(reader)?.as_ref() == Some(&mark)))?;
        if !round.tells || set_already {
            return Ok(HashSet::new());
        }
        let cases = self.read(|reader| Ok(queries::case_ids(reader)?))?;
        self.look_at(lease, &cases, Round { anew: true, ..round })?;
        self.store.note_timers_set_by(&mark)?;
        Ok(cases.into_iter().collect())
    }

    fn look_at(&self, lease: Option<&Lease>, cases: &[CaseId], round: Round) -> Result<(), Failure> {
        for step in cases.chunks(STEP) {
            let (cases, context) = (step.to_vec(), self.system_context("tick"));
            let look = move |tx: &mut Tx<'_>| look(tx, &cases, round);
            match lease {
                Some(lease) => self.store.transact_leading(lease, context, look)?,
                None => self.store.transact(context, look)?,
            };
        }
        Ok(())
    }
}

/// What is the same for all cases of a force in one transaction.
#[derive(Default)]
struct Known {
    houses: Houses,
    /// The policies by which the system looks.
    policies: HashMap<String, Vec<String>>,
}

fn look(tx: &mut Tx<'_>, cases: &[CaseId], round: Round) -> Result<(), Failure> {
    let mut staff = if round.tells { Some(Staff::read(tx, cases)?) } else { None };
    let (mut timers, mut known) = (Timers::default(), Known::default());
    let mut last = None;
    for case in cases {
        last = Some(refresh(tx, *case, round, staff.as_mut(), &mut timers, &mut known)?);
    }
    last.map_or(Ok(()), |entry| timers.write(tx, &entry))
}

/// This brings one case up to the moment: to hold it is enough, since what time has done comes with it. If nobody had looked
/// since a moment the entry says so: what it finds may be found late, or early if a clock was set forward.
fn refresh(
    tx: &mut Tx<'_>,
    case: CaseId,
    round: Round,
    staff: Option<&mut Staff>,
    timers: &mut Timers,
    known: &mut Known,
) -> Result<Entry, Failure> {
    let mut held = hold_in(tx, case, &mut known.houses)?;
    let policies = known.policies.entry(held.row.force.clone()).or_insert_with_key(|force| {
        let facts = ForceFacts { force: force.clone(), installation: Installation::Live };
        decide_for_system(Action::RunTick, &facts).policies
    });
    let mut draft = Draft::done(Action::RunTick.code(), policies);
    if let Some(since) = round.gap {
        draft = draft.fact("not_watched_since", since);
    }
    if round.anew {
        held.set_timers_anew();
    }
    let telling = staff.map(|staff| tell(tx, &held, staff)).transpose()?;
    let events = telling.as_ref().map(|telling| telling.events.clone()).unwrap_or_default();
    let entry = advance_later(tx, &mut held, events, Words::default(), draft, timers)?.1;
    if let Some(telling) = telling {
        telling.write(tx, &held, &entry, round.at)?;
    }
    Ok(entry)
}
