//! SQLite's one writer thread: requests wait while a group of them is committed with one flush to disk.

use crate::backend::{Db, Kind};
use crate::chance::Chance;
use crate::error::StoreError;
use crate::ledger::tree;
use crate::quoted::inside;
use crate::reserve::{Reserve, Room};
use crate::sealed::Receipt;
use crate::tx::{Chain, Context, Draft, Flushed, Refusable, Tx, Verdict};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender};

/// How many requests share one commit at most.
const GROUP: usize = 64;

/// A use case that waits for the writer.
pub(crate) trait Job: Send {
    /// This runs the use case in a savepoint of the group; what it wrote stays unless the group fails.
    fn run(&mut self, db: &mut Db, chain: &mut Chain, chance: &mut Chance, room: Room) -> Vec<Flushed>;
    /// What failed below the use case, if anything did.
    fn failure(&self) -> Option<StoreError>;
    /// This answers the request, after the commit.
    fn finish(self: Box<Self>, committed: Result<(), StoreError>);
}

/// What came of a use case.
pub(crate) enum Attempt<T, E> {
    /// It is kept.
    Done(T, Flushed),
    /// It failed; with the entry of the refusal, if it was one.
    Failed(E, Option<Flushed>),
    /// The database was lost while it was asked to keep it: whether it did must be looked up by the entries.
    InDoubt(T, Flushed),
}

/// This runs a use case between `open` and `keep` or `undo`, and puts a refusal on record after undoing.
pub(crate) fn attempt<T, E: Refusable>(
    db: &mut Db,
    chain: &mut Chain,
    chance: &mut Chance,
    context: &Context,
    use_case: &dyn Fn(&mut Tx<'_>) -> Result<T, E>,
    bounds: &Bounds,
    room: Room,
) -> Attempt<T, E> {
    let before = chain.clone();
    let tried = db.batch(bounds.open).map_err(E::from).and_then(|()| {
        let mut tx = Tx::new(db, context.clone(), chance, room);
        // A use case that panics must not take the writer with it: everyone else's requests would fail until a restart.
        let value = catch_unwind(AssertUnwindSafe(|| inside(|| use_case(&mut tx))))
            .unwrap_or_else(|_| Err(StoreError::Unavailable("the use case panicked".into()).into()))?;
        Ok((value, tx.flush(chain)?))
    });
    let error = match tried {
        Ok((value, flushed)) => match db.batch(bounds.keep) {
            Ok(()) => return Attempt::Done(value, flushed),
            Err(StoreError::Unavailable(_)) if db.kind() == Kind::Postgres => return Attempt::InDoubt(value, flushed),
            Err(error) => E::from(error),
        },
        Err(error) => error,
    };
    *chain = before;
    // A connection that failed cannot undo either; the database does it then.
    let _ = db.batch(bounds.undo);
    let Some(refused) = error.refused() else { return Attempt::Failed(error, None) };
    let draft = Draft {
        verdict: Verdict::Refused,
        why: Some(refused.why),
        case: refused.case.map(|case| (case, 0)),
        ..Draft::done(&refused.action, &refused.policies)
    };
    // A refusal that cannot be put on record is not given as one.
    match record_refusal(db, chain, chance, context, draft, bounds) {
        Ok(flushed) => Attempt::Failed(error, Some(flushed)),
        Err(failure) => Attempt::Failed(failure.into(), None),
    }
}

fn record_refusal(
    db: &mut Db,
    chain: &mut Chain,
    chance: &mut Chance,
    context: &Context,
    draft: Draft,
    bounds: &Bounds,
) -> Result<Flushed, StoreError> {
    let before = chain.clone();
    db.batch(bounds.open)?;
    // A refusal is an entry and no row: for that there is room as long as there is any.
    let mut tx = Tx::new(db, context.clone(), chance, Room::LooksAlone);
    tx.append(draft);
    let done = tx.flush(chain).and_then(|flushed| db.batch(bounds.keep).map(|()| flushed));
    if done.is_err() {
        *chain = before;
        let _ = db.batch(bounds.undo);
    }
    done
}

/// The statements around a use case.
pub(crate) struct Bounds {
    pub open: &'static str,
    pub keep: &'static str,
    pub undo: &'static str,
}

const SAVEPOINT: Bounds =
    Bounds { open: "savepoint use_case", keep: "release use_case", undo: "rollback to use_case; release use_case" };

/// A use case with the channel on which its answer goes back.
pub(crate) struct Waiting<T, E, F> {
    pub context: Context,
    pub use_case: F,
    pub answer: SyncSender<Result<(T, Receipt), E>>,
    pub outcome: Option<Result<(T, Receipt), E>>,
}

impl<T, E, F> Job for Waiting<T, E, F>
where
    T: Send,
    E: Refusable + Send,
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, db: &mut Db, chain: &mut Chain, chance: &mut Chance, room: Room) -> Vec<Flushed> {
        match attempt(db, chain, chance, &self.context, &self.use_case, &SAVEPOINT, room) {
            // One file and no connection that could be lost: a commit that failed is undone.
            Attempt::Done(value, flushed) | Attempt::InDoubt(value, flushed) => {
                self.outcome = Some(Ok((value, Receipt::new(flushed.ids.clone(), flushed.shown.clone()))));
                vec![flushed]
            }
            Attempt::Failed(error, refusal) => {
                self.outcome = Some(Err(error));
                refusal.into_iter().collect()
            }
        }
    }

    fn failure(&self) -> Option<StoreError> {
        self.outcome.as_ref().and_then(|outcome| outcome.as_ref().err()).and_then(|error| error.store_error().cloned())
    }

    fn finish(self: Box<Self>, committed: Result<(), StoreError>) {
        let answer = match (committed, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(StoreError::Unavailable("the writer did not run".into()).into()),
            (Err(error), _) => Err(error.into()),
        };
        // A client that hung up does not undo what is committed.
        let _ = self.answer.send(answer);
    }
}

/// This is the writer thread: it ends when all senders are gone.
pub(crate) fn run(
    mut db: Db,
    receiver: Receiver<Box<dyn Job>>,
    mut chain: Chain,
    mut chance: Chance,
    reserve: &Reserve,
) {
    while let Ok(first) = receiver.recv() {
        let mut jobs: Vec<Box<dyn Job>> = vec![first];
        let room = reserve.room();
        let mut next = || receiver.try_recv().ok();
        let mut committed = group(&mut db, &mut chain, &mut chance, &mut jobs, &mut next, room);
        // What was kept for the ledger is given to it, and whoever only looks is served after all.
        while committed == Err(StoreError::DiskFull) && reserve.release() {
            committed = group(&mut db, &mut chain, &mut chance, &mut jobs, &mut || None, Room::LooksAlone);
        }
        if committed == Err(StoreError::DiskFull) {
            committed = Err(used_up());
        }
        for job in jobs {
            job.finish(committed.clone());
        }
    }
}

/// This runs jobs in one transaction, those that are there and those that come meanwhile, and commits them with one flush.
fn group(
    db: &mut Db,
    chain: &mut Chain,
    chance: &mut Chance,
    jobs: &mut Vec<Box<dyn Job>>,
    next: &mut dyn FnMut() -> Option<Box<dyn Job>>,
    room: Room,
) -> Result<(), StoreError> {
    let before = chain.clone();
    let committed = db.batch("begin immediate").and_then(|()| {
        let mut placed = Vec::new();
        let mut at = 0;
        while let Some(job) = jobs.get_mut(at) {
            for flushed in job.run(db, chain, chance, room) {
                placed.extend(flushed.texts);
            }
            // A savepoint outside a transaction would commit by itself, without a place in the log.
            let full = room == Room::Plenty && job.failure() == Some(StoreError::DiskFull);
            if full || !db.in_transaction() {
                return Err(job.failure().unwrap_or_else(gave_up));
            }
            at += 1;
            if at == jobs.len() && at < GROUP {
                jobs.extend(next());
            }
        }
        tree::place(db, &placed)?;
        db.batch("commit")
    });
    if committed.is_err() {
        *chain = before;
        let _ = db.batch("rollback");
    }
    committed
}

fn used_up() -> StoreError {
    StoreError::Unavailable("the disk is full, and so is the room that was kept for the ledger: no look can be recorded, so nothing is shown".into())
}

fn gave_up() -> StoreError {
    StoreError::Unavailable("the database gave up the transaction".into())
}
