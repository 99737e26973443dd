//! What time alone does: duties are missed, decisions come open again, flags rise, measures end. Holdfast looks by itself.

use crate::access::{Action, ForceFacts, Installation, decide_for_system};
use crate::app::App;
use crate::cases::advance::{Words, advance, hold};
use crate::failure::Failure;
use domain::ids::CaseId;
use domain::time::Moment;
use store::{Draft, Lease, Tx, queries};

/// Cases in one transaction.
const STEP: usize = 100;

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
        let gap = self.heartbeat()?.gap(self.now());
        let mut seen = 0;
        loop {
            let now = self.now();
            let due = self.read(|reader| Ok(queries::cases_to_refresh(reader, now, 1_000)?))?;
            if due.is_empty() {
                return Ok(seen);
            }
            seen += due.len();
            for step in due.chunks(STEP) {
                let (cases, context) = (step.to_vec(), self.system_context("tick"));
                let look = move |tx: &mut Tx<'_>| cases.iter().try_for_each(|case| refresh(tx, *case, gap));
                match lease {
                    Some(lease) => self.store.transact_leading(lease, context, look)?,
                    None => self.store.transact(context, look)?,
                };
            }
        }
    }
}

/// This brings one case up to the moment: to hold it is enough, since what time has done comes with it. If nobody had looked
/// since a moment the entry says so: what it finds may be found late, or early if a clock was set forward.
fn refresh(tx: &mut Tx<'_>, case: CaseId, gap: Option<Moment>) -> Result<(), Failure> {
    let mut held = hold(tx, case)?;
    let facts = ForceFacts { force: held.row.force.clone(), installation: Installation::Live };
    let decision = decide_for_system(Action::RunTick, &facts);
    let mut draft = Draft::done(Action::RunTick.code(), &decision.policies);
    if let Some(since) = gap {
        draft = draft.fact("not_watched_since", since);
    }
    advance(tx, &mut held, Vec::new(), Words::default(), draft)?;
    Ok(())
}
