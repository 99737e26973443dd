//! Leading an installation, and the watch over its duties: rounds that leave a trace, and what the trace says.

use crate::app::App;
use crate::failure::Failure;
use domain::time::Moment;
use domain::watch::{Heartbeat, Watch};
use store::record::hex;
use store::{Lease, StoreError};

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
        if self.store.beat(lease, self.now())? { Ok(seen) } else { Err(StoreError::NotLeading.into()) }
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
