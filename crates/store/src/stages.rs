//! The timers of stages. What waits can be set anew from the events of a case at any time; what fired fires once, and the database
//! holds to that whatever a process believes.

use crate::error::StoreError;
use crate::many;
use crate::outgoing::AsRead;
use crate::record::field;
use crate::store::Store;
use crate::tx::{Entry, Reader, Tx};
use crate::value::Value;
use domain::catalogue::Stage;
use domain::ids::CaseId;
use domain::time::Moment;

/// A stage of one run of a clock on a case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct StageTimer {
    /// The case.
    pub case: CaseId,
    /// Which clock.
    pub clock: String,
    /// From when it counts: this tells runs apart.
    pub started_at: Moment,
    /// Which stage.
    pub stage: Stage,
    /// When it comes, or came.
    pub due_at: Moment,
}

impl StageTimer {
    fn values(&self) -> [Value; 5] {
        [
            Value::Text(self.case.to_string()),
            Value::Text(self.clock.clone()),
            Value::Int(self.started_at.micros()),
            Value::Text(self.stage.code().to_owned()),
            Value::Int(self.due_at.micros()),
        ]
    }
}

/// This sets what waits on cases anew: the next stage of each of their open duties, in the place of whatever waited before.
pub fn wait(tx: &mut Tx<'_>, entry: &Entry, cases: &[CaseId], timers: &[StageTimer]) -> Result<(), StoreError> {
    tx.must_own(entry)?;
    let cases: Vec<Value> = cases.iter().map(|case| Value::Text(case.to_string())).collect();
    // Not `fired_at is null`: while the table was small, PostgreSQL would keep a plan that walks the index of all that waits.
    many::execute_in(tx.db(), "delete from stages where coalesce(fired_at, -1) = -1 and case_id in", &cases)?;
    let rows: Vec<[Value; 5]> = timers.iter().map(StageTimer::values).collect();
    // A stage that fired already waits no more, whatever is believed of it.
    many::execute(
        tx.db(),
        "insert into stages (case_id, clock, started_at, stage, due_at) values",
        &rows,
        "on conflict (case_id, clock, started_at, stage) do nothing",
    )?;
    Ok(())
}

/// This fires stages. One that has fired already is a conflict, and undoes the transaction.
pub fn fire(tx: &mut Tx<'_>, entry: &Entry, timers: &[StageTimer]) -> Result<(), StoreError> {
    tx.must_own(entry)?;
    let at = Value::Int(tx.at().micros());
    let row = |timer: &StageTimer| {
        let [case, clock, started_at, stage, due_at] = timer.values();
        [case, clock, started_at, stage, due_at, at.clone()]
    };
    let rows: Vec<[Value; 6]> = timers.iter().map(row).collect();
    let fired = many::execute(
        tx.db(),
        "insert into stages (case_id, clock, started_at, stage, due_at, fired_at) values",
        &rows,
        "on conflict (case_id, clock, started_at, stage)
         do update set due_at = excluded.due_at, fired_at = excluded.fired_at where stages.fired_at is null",
    )?;
    if fired == rows.len() as u64 { Ok(()) } else { Err(StoreError::Conflict("stages")) }
}

/// The statement that names the cases on which a stage has come by a moment, the longest waiting first.
pub const CASES_DUE: &str = "select case_id, min(due_at) from stages where fired_at is null and due_at <= $1
     group by case_id order by 2, 1 limit $2";

/// This names the cases on which a stage has come by a moment, the longest waiting first.
pub fn cases_due(reader: &mut Reader<'_>, now: Moment, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let rows = reader.rows(CASES_DUE, &[Value::Int(now.micros()), Value::Int(limit)])?;
    rows.into_iter().filter_map(|row| row.into_iter().next()).map(|id| field(id, "stages", "case_id", "")).collect()
}

/// This reads the timers of a case: what waits, and what fired with when.
pub fn timers_of(reader: &mut Reader<'_>, case: CaseId) -> Result<Vec<(StageTimer, Option<Moment>)>, StoreError> {
    let sql = "select case_id, clock, started_at, stage, due_at, fired_at from stages where case_id = $1
               order by clock, started_at, due_at, stage";
    reader.rows(sql, &[Value::Text(case.to_string())])?.into_iter().map(timer).collect()
}

/// This reads every stage that fired, of all cases, for verification.
pub fn fired(reader: &mut Reader<'_>) -> Result<Vec<AsRead<StageTimer>>, StoreError> {
    let sql = "select case_id, clock, started_at, stage, due_at, fired_at from stages where fired_at is not null
               order by case_id, clock, started_at, stage";
    reader.rows(sql, &[])?.into_iter().map(|row| Ok(AsRead::new(timer(row)?.0))).collect()
}

fn timer(row: Vec<Value>) -> Result<(StageTimer, Option<Moment>), StoreError> {
    let name = match row.first() {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Int(_) | Value::Null) | None => String::new(),
    };
    let mut values = row.into_iter();
    let mut next = || values.next().unwrap_or(Value::Null);
    let timer = StageTimer {
        case: field(next(), "stages", "case_id", &name)?,
        clock: field(next(), "stages", "clock", &name)?,
        started_at: field(next(), "stages", "started_at", &name)?,
        stage: field(next(), "stages", "stage", &name)?,
        due_at: field(next(), "stages", "due_at", &name)?,
    };
    Ok((timer, field(next(), "stages", "fired_at", &name)?))
}

/// By which catalogue of stages the timers of all cases were set; none, if they never were.
pub fn set_by(reader: &mut Reader<'_>) -> Result<Option<String>, StoreError> {
    let row = reader.rows("select stages_by from watch where id = 1", &[])?.into_iter().flatten().next();
    field(row.unwrap_or(Value::Null), "watch", "stages_by", "1")
}

impl Store {
    /// This notes by which catalogue the timers of all cases are set from now on. Like the trace of a round it is no act on
    /// anyone's data, and leaves no entry.
    pub fn note_timers_set_by(&self, mark: &str) -> Result<(), StoreError> {
        let values = [Value::Text(mark.to_owned())];
        self.own_connection()?.execute("update watch set stages_by = $1 where id = 1", &values)?;
        Ok(())
    }
}
