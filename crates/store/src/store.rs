//! The store: opened once a process, it runs use cases in transactions and looks in snapshots.

use crate::backend::{Db, Kind};
use crate::chance::Chance;
use crate::error::StoreError;
use crate::lease::Lease;
use crate::outgoing::Outgoing;
use crate::pool::{self, Placing, Pool};
use crate::quoted::inside;
use crate::reserve::Reserve;
use crate::sealed::Receipt;
use crate::tx::{Chain, Context, Draft, Reader, Refusable, Tx};
use crate::writer::{self, Job, Waiting};
use domain::time::Moment;
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the data is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Config {
    /// An SQLite file.
    File(String),
    /// A PostgreSQL connection string.
    Server(String),
}

enum Engine {
    Sqlite {
        path: String,
        writer: Mutex<Option<Sender<Box<dyn Job>>>>,
        thread: Mutex<Option<std::thread::JoinHandle<()>>>,
        readers: Mutex<Vec<Db>>,
    },
    Postgres {
        url: String,
        pool: Pool,
        stop: Arc<std::sync::atomic::AtomicBool>,
        sequencer: Mutex<Option<std::thread::JoinHandle<()>>>,
    },
}

/// An open database with its ledger.
pub struct Store {
    engine: Engine,
    /// The lease of this process, if it leads: under it the sequencer places entries.
    led: Led,
}

type Led = Arc<Mutex<Option<Lease>>>;

impl Store {
    /// This opens the database; a new one gets its tables, an older one is refused until it is migrated.
    pub fn open(config: &Config, at: Moment, mut chance: Chance) -> Result<Self, StoreError> {
        let db = match config {
            // Files beside the database are made when it is opened: on a full disk out of what was kept for the ledger.
            Config::File(path) => Reserve::beside(path).make_way(|| up_to_date(Db::sqlite(path))),
            Config::Server(url) => up_to_date(Db::postgres(url)),
        }?;
        let led = Led::default();
        let engine = match config {
            Config::File(path) => {
                let (sender, receiver) = channel();
                let chain = Chain::new(at, &mut chance);
                let reserve = Reserve::beside(path);
                let thread = std::thread::Builder::new()
                    .name("writer".to_owned())
                    .spawn(move || writer::run(db, receiver, chain, chance, &reserve))
                    .map_err(|_| StoreError::Unavailable("no thread for the writer".into()))?;
                Engine::Sqlite {
                    path: path.clone(),
                    writer: Mutex::new(Some(sender)),
                    thread: Mutex::new(Some(thread)),
                    readers: Mutex::new(Vec::new()),
                }
            }
            Config::Server(url) => {
                let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
                let sequencer = spawn_sequencer(db, url.clone(), stop.clone(), led.clone())?;
                Engine::Postgres {
                    url: url.clone(),
                    pool: Pool::new(url.clone(), chance),
                    stop,
                    sequencer: Mutex::new(Some(sequencer)),
                }
            }
        };
        Ok(Self { engine, led })
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        match self.engine {
            Engine::Sqlite { .. } => Kind::Sqlite,
            Engine::Postgres { .. } => Kind::Postgres,
        }
    }

    /// This runs a use case in one transaction and returns after its entries are durable.
    ///
    /// The closure may run more than once; a refusal is put on record after the rollback. What it returns is held by its type to
    /// what says nothing about anyone's life, is still under seal, or stands in the entry.
    pub fn transact<T, E, F>(&self, context: Context, use_case: F) -> Result<(T, Receipt), E>
    where
        T: Outgoing,
        E: Refusable + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite { writer, .. } => {
                let (answer, answered) = sync_channel(1);
                let job = Box::new(Waiting { context, use_case, answer, outcome: None });
                let sender = writer.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let gone = || E::from(StoreError::Unavailable("the writer has ended".into()));
                sender.ok_or_else(gone)?.send(job).map_err(|_| gone())?;
                answered.recv().map_err(|_| gone())?
            }
            Engine::Postgres { pool, .. } => pool.transact(&context, &use_case),
        }
    }

    /// This looks at data in one snapshot, then puts the look on record; only then is there a receipt to open it with. What it
    /// returns is held by its type as that of `transact` is.
    ///
    /// What the entry does not name is not taken out beside it:
    /// ```compile_fail,E0277
    /// # fn look<E: store::Refusable + Send + 'static>(store: &store::Store, context: store::Context) -> Result<(), E> {
    /// let reference = store.look(context, |reader| {
    ///     let file = store::queries::case_file(reader, "HF-1")?;
    ///     Ok::<_, E>((file.map(|file| file.reference.clone()), store::Draft::seen("view_case", &[], Vec::new())))
    /// })?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn look<T, E>(
        &self,
        context: Context,
        look: impl Fn(&mut Reader<'_>) -> Result<(T, Draft), E>,
    ) -> Result<(T, Receipt), E>
    where
        T: Outgoing,
        E: Refusable + Send + 'static,
    {
        match self.in_snapshot(context.at, &look) {
            Ok((value, draft)) => {
                let ((), receipt) = self.transact(context, move |tx| -> Result<(), E> {
                    tx.append(draft.clone());
                    Ok(())
                })?;
                Ok((value, receipt))
            }
            Err(error) => {
                if let Some(refused) = error.refused() {
                    let draft = Draft {
                        verdict: crate::tx::Verdict::Refused,
                        why: Some(refused.why),
                        case: refused.case.map(|case| (case, 0)),
                        ..Draft::done(&refused.action, &refused.policies)
                    };
                    self.transact(context, move |tx| -> Result<(), E> {
                        tx.append(draft.clone());
                        Ok(())
                    })?;
                }
                Err(error)
            }
        }
    }

    /// This reads in one snapshot, and nothing is put on record: what is personal comes out sealed, and there is no receipt that
    /// would open it. What it returns is held by its type as that of `transact` is.
    ///
    /// No row leaves, and no text that was copied out of one:
    /// ```compile_fail,E0277
    /// # fn read<E: store::Refusable>(store: &store::Store, at: domain::time::Moment) -> Result<(), E> {
    /// let name = store.read(at, &|reader| {
    ///     Ok::<_, E>(store::queries::account_by_name(reader, "alder")?.map(|account| account.display_name.clone()))
    /// })?;
    /// # Ok(())
    /// # }
    /// ```
    /// As it was read it leaves:
    /// ```
    /// # fn read<E: store::Refusable>(store: &store::Store, at: domain::time::Moment) -> Result<(), E> {
    /// let account = store.read(at, &|reader| Ok::<_, E>(store::queries::account_by_name(reader, "alder")?))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn read<T: Outgoing, E: Refusable>(
        &self,
        at: Moment,
        look: &dyn Fn(&mut Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.in_snapshot(at, look)
    }

    fn in_snapshot<T, E: Refusable>(&self, at: Moment, look: &dyn Fn(&mut Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        match &self.engine {
            Engine::Sqlite { path, readers, .. } => {
                let pooled = readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let mut db = match pooled {
                    Some(db) => db,
                    None => Db::sqlite(path)?,
                };
                let outcome = snapshot(&mut db, at, look);
                // A connection that could not end its snapshot would show the past to the next reader.
                if !db.in_transaction() {
                    readers.lock().unwrap_or_else(PoisonError::into_inner).push(db);
                }
                outcome
            }
            Engine::Postgres { pool, .. } => pool.with(
                at,
                |linked| snapshot(&mut linked.db, at, look),
                |error: &E| matches!(error.store_error(), Some(StoreError::Unavailable(_))),
            ),
        }
    }

    /// This gives a place to every entry that has none yet (on SQLite they always have one): by whoever asks, whoever leads,
    /// since the log's own lock lets one place at a time.
    pub fn sequence(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite { .. } => Ok(()),
            Engine::Postgres { url, .. } => {
                let mut db = Db::postgres(url)?;
                while pool::sequence(&mut db, &Placing::ByHand)? > 0 {}
                Ok(())
            }
        }
    }

    /// This runs something on a connection of its own: verification, exports, benchmarks.
    pub(crate) fn own_connection(&self) -> Result<Db, StoreError> {
        match &self.engine {
            Engine::Sqlite { path, .. } => Db::sqlite(path),
            Engine::Postgres { url, .. } => Db::postgres(url),
        }
    }

    /// This has the database look at its own statistics, so that its plans fit what it holds.
    pub fn analyse(&self) -> Result<(), StoreError> {
        self.own_connection()?.batch(match self.kind() {
            Kind::Sqlite => "analyze",
            Kind::Postgres => "vacuum analyze",
        })
    }

    /// From now on the sequencer of this process places entries under that lease; under none, only while nobody leads.
    pub(crate) fn places_entries_as(&self, lease: Option<Lease>) {
        *self.led.lock().unwrap_or_else(PoisonError::into_inner) = lease;
    }

    /// This tries what nobody could look without; on a full disk out of what was kept for the ledger.
    pub(crate) fn make_way<T>(&self, mut needed: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
        match &self.engine {
            Engine::Sqlite { path, .. } => Reserve::beside(path).make_way(needed),
            Engine::Postgres { .. } => needed(),
        }
    }
}

fn up_to_date(opened: Result<Db, StoreError>) -> Result<Db, StoreError> {
    let mut db = opened?;
    crate::migrate::ready(&mut db, crate::migrate::MIGRATIONS)?;
    Ok(db)
}

fn snapshot<T, E: Refusable>(db: &mut Db, at: Moment, look: &dyn Fn(&mut Reader<'_>) -> Result<T, E>) -> Result<T, E> {
    db.batch(db.kind().begin_snapshot())?;
    let outcome = inside(|| look(&mut Reader { db, at }));
    let ended = db.batch("rollback");
    let value = outcome?;
    ended?;
    Ok(value)
}

fn spawn_sequencer(
    mut db: Db,
    url: String,
    stop: Arc<std::sync::atomic::AtomicBool>,
    led: Led,
) -> Result<std::thread::JoinHandle<()>, StoreError> {
    let placing = move || match led.lock().unwrap_or_else(PoisonError::into_inner).clone() {
        Some(lease) => Placing::Leading(lease),
        None => Placing::WhileNobodyLeads,
    };
    std::thread::Builder::new()
        .name("sequencer".to_owned())
        .spawn(move || {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                // A failed round is tried again; an entry without a place is visible in its writer's chain.
                let placed = pool::sequence(&mut db, &placing());
                if !matches!(placed, Ok(1..)) {
                    std::thread::sleep(std::time::Duration::from_millis(100));
                }
                // The server was started anew, perhaps.
                if placed.is_err()
                    && db.is_closed()
                    && let Ok(fresh) = Db::postgres(&url)
                {
                    db = fresh;
                }
            }
            while pool::sequence(&mut db, &placing()).unwrap_or(0) > 0 {}
        })
        .map_err(|_| StoreError::Unavailable("no thread for the sequencer".into()))
}

impl Drop for Store {
    fn drop(&mut self) {
        match &self.engine {
            Engine::Sqlite { writer, thread, .. } => {
                writer.lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Some(thread) = thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    let _ = thread.join();
                }
            }
            Engine::Postgres { stop, sequencer, pool, .. } => {
                pool.close();
                stop.store(true, std::sync::atomic::Ordering::Relaxed);
                if let Some(thread) = sequencer.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    let _ = thread.join();
                }
            }
        }
    }
}
