//! PostgreSQL's pooled connections, each with its own chain of entries, and the sequencer that gives entries places.

use crate::backend::Db;
use crate::chance::Chance;
use crate::error::StoreError;
use crate::lease::{CUT_OFF, Lease};
use crate::ledger::tree;
use crate::many;
use crate::reserve::Room;
use crate::sealed::Receipt;
use crate::tx::{Chain, Context, Refusable, Tx};
use crate::value::Value;
use crate::writer::{Attempt, Bounds, attempt};
use domain::ids::EntryId;
use domain::time::Moment;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Connections at most.
const LARGEST: usize = 16;
/// How often a transaction that met another is tried again.
const TRIES: u32 = 30;
/// How often one whose commit never arrived is.
const LOSSES: u32 = 3;
/// How often the outcome of a commit is asked for whose answer was lost.
const LOOK_UPS: u32 = 20;
/// How long between two of these.
const LOOK_UP_PAUSE: Duration = Duration::from_millis(250);

const TRANSACTION: Bounds = Bounds { open: "begin isolation level serializable", keep: "commit", undo: "rollback" };

/// One connection with its chain.
pub(crate) struct Linked {
    pub db: Db,
    chain: Chain,
    chance: Chance,
}

/// A small pool.
pub(crate) struct Pool {
    url: String,
    chance: Mutex<Chance>,
    idle: Mutex<(Vec<Linked>, usize)>,
    freed: Condvar,
}

impl Pool {
    pub fn new(url: String, chance: Chance) -> Self {
        Self { url, chance: Mutex::new(chance), idle: Mutex::new((Vec::new(), 0)), freed: Condvar::new() }
    }

    fn take(&self, at: Moment) -> Result<Linked, StoreError> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(linked) = idle.0.pop() {
                return Ok(linked);
            }
            if idle.1 < LARGEST {
                break;
            }
            idle = self.freed.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
        idle.1 += 1;
        drop(idle);
        self.connect(at).inspect_err(|_| self.lost())
    }

    fn connect(&self, at: Moment) -> Result<Linked, StoreError> {
        let db = Db::postgres(&self.url)?;
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let chain = Chain::new(at, &mut chance);
        let mut own = chance.clone();
        if let Chance::Seeded { seed, .. } = &mut own {
            *seed ^= u64::from_le_bytes(chance.bytes());
        }
        Ok(Linked { db, chain, chance: own })
    }

    fn give(&self, linked: Linked) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).0.push(linked);
        self.freed.notify_one();
    }

    fn lost(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).1 -= 1;
        self.freed.notify_one();
    }

    fn forget_idle(&self) -> Vec<Linked> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.1 -= idle.0.len();
        self.freed.notify_all();
        std::mem::take(&mut idle.0)
    }

    /// This closes the idle connections, on a thread of its own: a client that is dropped in async code panics.
    pub fn close(&self) {
        let idle = self.forget_idle();
        if let Ok(thread) = std::thread::Builder::new().spawn(move || drop(idle)) {
            let _ = thread.join();
        }
    }

    /// This runs something on a connection, which is dropped if the database failed under it.
    pub fn with<T, E: From<StoreError>>(
        &self,
        at: Moment,
        run: impl FnOnce(&mut Linked) -> Result<T, E>,
        failed: impl Fn(&E) -> bool,
    ) -> Result<T, E> {
        let mut linked = self.take(at)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| run(&mut linked))).unwrap_or_else(|panic| {
            // The connection goes, its place in the pool does not.
            self.lost();
            resume_unwind(panic)
        });
        match &outcome {
            // It failed after the answer was known.
            Ok(_) if linked.db.is_closed() => {
                self.forget_idle();
                self.lost();
            }
            Err(error) if failed(error) => {
                if linked.db.is_closed() {
                    // The server was started anew, perhaps: then the idle ones are gone, too.
                    self.forget_idle();
                }
                self.lost();
            }
            Ok(_) | Err(_) => self.give(linked),
        }
        outcome
    }

    /// This finds out whether a commit was kept whose answer was lost, over a new connection that takes the place of the old one.
    ///
    /// An entry with the same id is put in and taken back: the database makes that wait until the old transaction has ended,
    /// one way or the other, so the answer is final.
    fn was_kept(&self, linked: &mut Linked, entries: &[EntryId]) -> Result<bool, StoreError> {
        let Some(entry) = entries.first() else { return Err(StoreError::NoEntry) };
        for _ in 0..LOOK_UPS {
            let asked = Db::postgres(&self.url).and_then(|fresh| {
                // The old connection is closed by this; a server that never got the commit ends the transaction then.
                linked.db = fresh;
                is_there(&mut linked.db, *entry)
            });
            match asked {
                Ok(kept) => return Ok(kept),
                Err(_) => std::thread::sleep(LOOK_UP_PAUSE),
            }
        }
        Err(StoreError::InDoubt)
    }

    /// This runs a use case in a transaction, again while it meets others. A commit whose answer was lost is looked up, and
    /// run again only if it is known not to have been kept.
    pub fn transact<T, E: Refusable>(
        &self,
        context: &Context,
        use_case: &dyn Fn(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<(T, Receipt), E> {
        self.with(
            context.at,
            |linked| {
                let (mut tries, mut losses) = (0, 0);
                loop {
                    let Linked { db, chain, chance } = linked;
                    let before = chain.clone();
                    match attempt(db, chain, chance, context, use_case, &TRANSACTION, Room::Plenty) {
                        Attempt::Done(value, flushed) => return Ok((value, Receipt::new(flushed.ids, flushed.shown))),
                        Attempt::InDoubt(value, flushed) => {
                            if self.was_kept(linked, &flushed.ids)? {
                                return Ok((value, Receipt::new(flushed.ids, flushed.shown)));
                            }
                            linked.chain = before;
                            if losses >= LOSSES {
                                return Err(
                                    StoreError::Unavailable("the connection is lost at every commit".into()).into()
                                );
                            }
                            losses += 1;
                        }
                        Attempt::Failed(error, _)
                            if error.store_error() == Some(&StoreError::Serialisation) && tries < TRIES =>
                        {
                            tries += 1;
                            let jitter = u64::from(u16::from_le_bytes(linked.chance.bytes()) % 8);
                            std::thread::sleep(Duration::from_millis(jitter * u64::from(tries)));
                        }
                        Attempt::Failed(error, _) => return Err(error),
                    }
                }
            },
            |error: &E| matches!(error.store_error(), Some(StoreError::Unavailable(_) | StoreError::InDoubt)),
        )
    }
}

fn is_there(db: &mut Db, entry: EntryId) -> Result<bool, StoreError> {
    db.batch("begin; set local lock_timeout = '5s'")?;
    let id = Value::Text(entry.to_string());
    let put = db.execute(
        "insert into entries (id, at, writer, writer_seq, text) values ($1, 0, $1, 0, '') on conflict (id) do nothing",
        &[id],
    );
    db.batch("rollback")?;
    Ok(put? == 0)
}

/// By what right entries are placed.
pub(crate) enum Placing {
    /// As the leader.
    Leading(Lease),
    /// As a process beside which nobody leads, such as a command on a machine without a server.
    WhileNobodyLeads,
    /// As somebody who must have them placed now.
    ByHand,
}

/// This gives every entry that has none a place in the log; how many it placed.
pub(crate) fn sequence(db: &mut Db, placing: &Placing) -> Result<usize, StoreError> {
    db.batch("begin")?;
    let placed = db.batch(CUT_OFF).and_then(|()| take_turn(db)).and_then(|()| match may_place(db, placing)? {
        true => place_waiting(db),
        false => Ok(0),
    });
    db.batch(if placed.is_ok() { "commit" } else { "rollback" })?;
    placed
}

/// Asked under the log's lock, in a statement of its own: it sees who leads now. Whoever freezes after this holds the lock, so
/// nobody else places until the database cuts them off.
fn may_place(db: &mut Db, placing: &Placing) -> Result<bool, StoreError> {
    match placing {
        Placing::Leading(lease) => {
            let sql = "select token from serving where id = 1 and holder = $1 and token = $2";
            if db.query(sql, &lease.values())?.is_empty() { Err(StoreError::NotLeading) } else { Ok(true) }
        }
        Placing::WhileNobodyLeads => {
            // The clock of the database, since this asks about another process.
            let sql = "select token from serving where id = 1 and until > cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
            Ok(db.query(sql, &[])?.is_empty())
        }
        Placing::ByHand => Ok(true),
    }
}

/// The same, by hand, in a transaction that is open.
pub(crate) fn sequence_open(db: &mut Db) -> Result<usize, StoreError> {
    take_turn(db)?;
    place_waiting(db)
}

fn take_turn(db: &mut Db) -> Result<(), StoreError> {
    // First the lock, then the reading: another process may just have placed them.
    db.execute("update tree_head set turn = turn + 1 where id = 1", &[])?;
    Ok(())
}

fn place_waiting(db: &mut Db) -> Result<usize, StoreError> {
    let rows = db.query(
        "select e.id, e.text from unplaced u join entries e on e.id = u.entry_id order by e.at, e.writer, e.writer_seq limit 2000",
        &[],
    )?;
    let mut entries: Vec<(EntryId, String)> = Vec::with_capacity(rows.len());
    for row in rows {
        if let [Value::Text(id), Value::Text(text)] = row.as_slice()
            && let Ok(id) = id.parse()
        {
            entries.push((id, text.clone()));
        }
    }
    tree::place(db, &entries)?;
    let placed: Vec<Value> = entries.iter().map(|(id, _)| Value::Text(id.to_string())).collect();
    many::execute_in(db, "delete from unplaced where entry_id in", &placed)?;
    Ok(entries.len())
}
