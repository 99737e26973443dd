//! What time alone does: duties are missed, decisions come open again, flags rise, measures end. Holdfast looks by itself.

use crate::access::{Action, ForceFacts, Installation, decide_for_system};
use crate::app::App;
use crate::cases::advance::{Words, advance, hold};
use crate::failure::Failure;
use domain::ids::CaseId;
use store::{Draft, Tx, queries};

/// Cases in one transaction.
const STEP: usize = 100;

impl App {
    /// This looks at every case whose time has come, and says how many it looked at.
    pub fn tick(&self) -> Result<usize, Failure> {
        self.settle_the_door(crate::house::door::Ending::Minute)?;
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

/// This brings one case up to the moment: to hold it is enough, since what time has done comes with it.
pub(crate) fn refresh(tx: &mut Tx<'_>, case: CaseId) -> Result<(), Failure> {
    let mut held = hold(tx, case)?;
    let facts = ForceFacts { force: held.row.force.clone(), installation: Installation::Live };
    let decision = decide_for_system(Action::RunTick, &facts);
    let draft = Draft::done(Action::RunTick.code(), &decision.policies);
    advance(tx, &mut held, Vec::new(), Words::default(), draft)?;
    Ok(())
}
