//! What time alone does: duties are missed, decisions come open again, flags rise, measures end. Holdfast looks by itself.

use crate::access::{Action, ForceFacts, Installation, decide_for_system};
use crate::app::App;
use crate::cases::advance::{self, Held, Words, advance};
use crate::failure::Failure;
use domain::case::Case;
use domain::clocks::{Reading, State};
use domain::event::CaseEvent;
use domain::ids::CaseId;
use store::{Draft, Tx, queries};

/// Cases in one transaction.
const STEP: usize = 100;

impl App {
    /// This looks at every case whose time has come, and says how many it looked at.
    pub fn tick(&self) -> Result<usize, Failure> {
        let mut seen = 0;
        loop {
            let now = self.now();
            let due = self.read(|reader| Ok(queries::cases_to_refresh(reader, now, 1_000)?))?;
            if due.is_empty() {
                return Ok(seen);
            }
            seen += due.len();
            for step in due.chunks(STEP) {
                let cases = step.to_vec();
                self.store.transact(self.system_context("tick"), move |tx| {
                    cases.iter().try_for_each(|case| refresh(tx, *case))
                })?;
            }
        }
    }
}

/// This brings one case up to the moment.
pub(crate) fn refresh(tx: &mut Tx<'_>, case: CaseId) -> Result<(), Failure> {
    let mut held = advance::hold(tx, case)?;
    let events = by_time(&held, tx.at())?;
    let facts = ForceFacts { force: held.row.force.clone(), installation: Installation::Live };
    let decision = decide_for_system(Action::RunTick, &facts);
    let draft = Draft::done(Action::RunTick.code(), &decision.policies);
    advance(tx, &mut held, events, Words::default(), draft)?;
    Ok(())
}

fn by_time(held: &Held, at: domain::time::Moment) -> Result<Vec<CaseEvent>, Failure> {
    let derived = advance::read(&held.history, at)?;
    let mut events: Vec<CaseEvent> =
        derived.readings.iter().filter(|reading| newly_missed(&derived.case, reading)).map(missed).collect();
    events.extend(derived.case.due_reopenings(at));
    Ok(events)
}

fn newly_missed(case: &Case, reading: &Reading) -> bool {
    let missed = match reading.state {
        State::Missed { .. } => true,
        State::Running | State::Met { .. } => false,
    };
    let known =
        case.missed.iter().any(|known| known.clock == reading.clock.code() && known.started_at == reading.started_at);
    missed && !known
}

fn missed(reading: &Reading) -> CaseEvent {
    CaseEvent::ClockMissed {
        clock: reading.clock.code().to_owned(),
        started_at: reading.started_at,
        due_at: reading.due_at,
    }
}
