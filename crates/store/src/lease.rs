//! Who leads: one process at a time gives entries their places and watches the duties, under a row that runs out and a number
//! that only grows. The database compares that number inside every transaction of the leader's work, so that a process that
//! slept and woke is refused, whatever its own clock says.

use crate::backend::{Db, Kind};
use crate::error::StoreError;
use crate::outgoing::Outgoing;
use crate::sealed::Receipt;
use crate::store::{Config, Store};
use crate::tx::{Context, Reader, Refusable, Tx};
use crate::value::{Field, Value};
use domain::time::Moment;
use domain::watch::Heartbeat;

/// The right to lead, as it was when it was given. It may have passed to another since: each transaction asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lease {
    pub(crate) holder: String,
    pub(crate) token: i64,
}

impl Lease {
    /// The fencing token: greater than that of every leader before.
    pub const fn token(&self) -> i64 {
        self.token
    }

    pub(crate) fn values(&self) -> [Value; 2] {
        [Value::Text(self.holder.clone()), Value::Int(self.token)]
    }
}

/// A leader that freezes inside a transaction is cut off by the database after so long, so that it holds nobody up.
pub(crate) const CUT_OFF: &str = "set local idle_in_transaction_session_timeout = '10s'";

/// This refuses whoever does not lead any more. What holds the row until the transaction ends keeps another from taking over
/// in the middle of it.
pub(crate) fn must_lead(db: &mut Db, lease: &Lease) -> Result<(), StoreError> {
    let sql = match db.kind() {
        Kind::Sqlite => "select token from serving where id = 1 and holder = $1 and token = $2",
        Kind::Postgres => {
            db.batch(CUT_OFF)?;
            "select token from serving where id = 1 and holder = $1 and token = $2 for share"
        }
    };
    if db.query(sql, &lease.values())?.is_empty() { Err(StoreError::NotLeading) } else { Ok(()) }
}

impl Store {
    /// This claims to lead until that moment, or prolongs it; none, if another process leads.
    ///
    /// It is not an act on anyone's data, so it leaves no entry.
    pub fn claim_serving(&self, holder: &str, now: Moment, until: Moment) -> Result<Option<Lease>, StoreError> {
        // Without a claim nothing is served, and nobody can look.
        let rows = self.make_way(|| {
            self.own_connection()?.query(
                "update serving set token = token + (case when holder = $1 then 0 else 1 end), holder = $1, until = $2
                 where id = 1 and (until <= $3 or holder = $1) returning token",
                &[Value::Text(holder.to_owned()), Value::Int(until.micros()), Value::Int(now.micros())],
            )
        })?;
        let token = rows.into_iter().flatten().next().and_then(i64::from_value);
        let lease = token.map(|token| Lease { holder: holder.to_owned(), token });
        self.places_entries_as(lease.clone());
        Ok(lease)
    }

    /// This runs a use case of the leader's; it is refused, and nothing of it stays, once another process leads.
    pub fn transact_leading<T, E, F>(&self, lease: &Lease, context: Context, use_case: F) -> Result<(T, Receipt), E>
    where
        T: Outgoing,
        E: Refusable + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let lease = lease.clone();
        self.transact(context, move |tx| {
            must_lead(tx.db(), &lease)?;
            use_case(tx)
        })
    }

    /// This leaves the trace that a round of the scheduler ended at a moment; false, if another process leads.
    pub fn beat(&self, lease: Option<&Lease>, at: Moment) -> Result<bool, StoreError> {
        let greater = "high_water = case when high_water is null or high_water < $1 then $1 else high_water end";
        let mut values = vec![Value::Int(at.micros())];
        let condition = match lease {
            None => "",
            Some(lease) => {
                values.extend(lease.values());
                " and exists (select 1 from serving where id = 1 and holder = $2 and token = $3)"
            }
        };
        let sql = format!("update watch set ticked_at = $1, {greater} where id = 1{condition}");
        Ok(self.make_way(|| self.own_connection()?.execute(&sql, &values))? == 1)
    }
}

/// Whether some process leads at a moment.
pub fn is_led(reader: &mut Reader<'_>, now: Moment) -> Result<bool, StoreError> {
    let sql = "select token from serving where id = 1 and holder <> '' and until > $1";
    Ok(!reader.rows(sql, &[Value::Int(now.micros())])?.is_empty())
}

/// The trace that the scheduler left.
pub fn heartbeat(reader: &mut Reader<'_>) -> Result<Heartbeat, StoreError> {
    trace(reader.db)
}

/// The same by a connection of one's own, for a watchdog that shares nothing with the scheduler. It makes no database.
pub fn heartbeat_at(config: &Config) -> Result<Heartbeat, StoreError> {
    let mut db = match config {
        Config::File(path) if !std::path::Path::new(path).exists() => {
            return Err(StoreError::Unavailable("there is no such file".into()));
        }
        Config::File(path) => Db::sqlite(path)?,
        Config::Server(url) => Db::postgres(url)?,
    };
    trace(&mut db)
}

fn trace(db: &mut Db) -> Result<Heartbeat, StoreError> {
    // The ids of entries are in order of time.
    let newest = "(select at from entries order by id desc limit 1)";
    let sql = format!("select ticked_at, high_water, {newest} from watch where id = 1");
    let row = db.query(&sql, &[])?.into_iter().next().unwrap_or_default();
    let mut moments = row.into_iter().map(|value| i64::from_value(value).map(Moment::from_micros));
    let mut moment = || moments.next().flatten();
    Ok(Heartbeat { ticked_at: moment(), high_water: moment(), recorded_at: moment() })
}
