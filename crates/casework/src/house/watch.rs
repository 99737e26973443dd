//! Leading an installation, and the watch over its duties: rounds that leave a trace, and what the trace says.

use crate::access::Action;
use crate::app::App;
use crate::failure::Failure;
use domain::time::Moment;
use domain::watch::{Heartbeat, Watch};
use store::record::hex;
use store::{Draft, Lease, StoreError, Tx};

impl App {
    /// This makes a name under which a process claims to lead; no two processes have the same.
    pub fn new_holder(&self) -> String {
        hex(&self.random::<16>())
    }

    /// This claims to lead, or prolongs it; none if another process leads.
    pub fn claim_serving(&self, holder: &str, until: Moment) -> Result<Option<Lease>, Failure> {
        Ok(self.store.claim_serving(holder, self.now(), until)?)
    }

    /// This gives the claim up, if it was held.
    pub fn release_serving(&self, holder: &str) -> Result<(), Failure> {
        self.settle_the_door(crate::house::door::Ending::Serving)?;
        self.store.claim_serving(holder, self.now(), Moment::from_micros(0))?;
        Ok(())
    }

    /// Whether several processes may serve this database, of which one leads; an SQLite file has one.
    pub fn may_serve_beside(&self) -> bool {
        self.store.kind() == store::Kind::Postgres
    }

    /// This is one round of the scheduler: it looks at every case whose time has come, and only then leaves the trace that
    /// it did. A leader that is none any more is refused.
    pub fn keep_watch(&self, lease: Option<&Lease>) -> Result<usize, Failure> {
        let seen = self.look_at_due(lease)?;
        self.leave_entry(lease)?;
        if self.store.beat(lease, self.now())? { Ok(seen) } else { Err(StoreError::NotLeading.into()) }
    }

    /// The trace has no seal, so a round leaves an entry where the newest is an hour old: by it `verify` judges the trace.
    fn leave_entry(&self, lease: Option<&Lease>) -> Result<(), Failure> {
        if !self.heartbeat()?.wants_entry(self.now()) {
            return Ok(());
        }
        let context = self.system_context("tick");
        let leave = |tx: &mut Tx<'_>| {
            tx.append(Draft::done(Action::RunTick.code(), &[]).fact("watched", "nothing was due"));
            Ok::<_, Failure>(())
        };
        match lease {
            Some(lease) => self.store.transact_leading(lease, context, leave)?,
            None => self.store.transact(context, leave)?,
        };
        Ok(())
    }

    /// Whether duties are being watched. Nothing of any case is read, so it needs no sign-in.
    pub fn watch(&self) -> Watch {
        self.heartbeat().map_or(Watch::Unknown, |trace| trace.read(self.now()))
    }

    /// The trace of the scheduler.
    pub fn heartbeat(&self) -> Result<Heartbeat, Failure> {
        self.read(|reader| Ok(store::lease::heartbeat(reader)?))
    }
}
