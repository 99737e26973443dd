//! Notices for a reader, with the cases that they are about: two statements, however many there are.

use crate::error::StoreError;
use crate::outgoing::AsRead;
use crate::queries::{CaseFile, case_file_of};
use crate::rows::{AccessRow, NoticeRow};
use crate::sealed::Sealed;
use crate::tx::{Reader, Tx};
use crate::value::{Field, Value};
use domain::catalogue::Role;
use domain::ids::{AccountId, CaseId, NoticeId};
use std::collections::HashMap;

/// Whose notices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whose {
    /// The account that asks.
    pub account: AccountId,
    /// For whom it stands in.
    pub stands_in_for: Vec<AccountId>,
    /// The rank that it holds.
    pub rank: Role,
    /// Its force.
    pub force: String,
    /// Its team.
    pub team: String,
    /// Its own, or all of its team.
    pub reach: NoticeReach,
}

/// Which notices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeReach {
    /// Those to the account, and those to its rank.
    Mine,
    /// Those about cases of its team, whoever they are for.
    Team,
}

/// A notice under seal, with what the policies ask about its case.
#[derive(Debug)]
pub struct NoticeFound {
    /// Which notice.
    pub id: NoticeId,
    /// The case.
    pub case: CaseId,
    /// What it says.
    pub notice: Sealed<NoticeRow>,
}
crate::outgoing!(NoticeFound { id, case, notice });

/// The condition of the notices that nobody has acknowledged, with its values.
pub fn waiting_condition(whose: &Whose) -> (String, Vec<Value>) {
    let text = |value: &dyn std::fmt::Display| Value::Text(value.to_string());
    match whose.reach {
        NoticeReach::Mine => {
            let mut values = vec![text(&whose.account), text(&whose.force), text(&whose.rank), text(&whose.team)];
            values.extend(whose.stands_in_for.iter().map(|account| text(account)));
            let officers: Vec<String> = (5..=values.len()).map(|place| format!(", ${place}")).collect();
            // What is for the officer in the case goes with the case, and to who stands in for the officer.
            let condition = format!(
                "acknowledged_at is null and (account = $1 or (force = $2 and rank = $3 and (within = 'force' or team = $4))
                 or (account is not null and case_id in (select id from cases where force = $2 and officer in ($1{}))))",
                officers.concat()
            );
            (condition, values)
        }
        NoticeReach::Team => {
            let condition = "acknowledged_at is null and force = $1 and team = $2".to_owned();
            (condition, vec![text(&whose.force), text(&whose.team)])
        }
    }
}

/// This reads the notices that nobody has acknowledged, the latest first, so many at most.
pub fn waiting_notices(reader: &mut Reader<'_>, whose: &Whose, limit: i64) -> Result<Vec<NoticeFound>, StoreError> {
    let (condition, mut values) = waiting_condition(whose);
    values.push(Value::Int(limit));
    let rows: Vec<NoticeRow> =
        reader.records(&format!("where {condition} order by made_at desc, id limit ${}", values.len()), &values)?;
    Ok(rows.into_iter().map(|row| NoticeFound { id: row.id, case: row.case_id, notice: Sealed::new(row) }).collect())
}

/// This reads one notice for a use case that acknowledges it.
pub fn notice(tx: &mut Tx<'_>, id: NoticeId) -> Result<Option<NoticeRow>, StoreError> {
    tx.record("where id = $1", &[Value::Text(id.to_string())])
}

/// This reads the notices of one clock that one round brought to the same reader as another, for a use case.
pub fn notices_beside(tx: &mut Tx<'_>, one: &NoticeRow) -> Result<Vec<NoticeRow>, StoreError> {
    let all: Vec<NoticeRow> = tx.records(
        "where force = $1 and round_at = $2 and clock = $3 and acknowledged_at is null order by made_at, id",
        &[Value::Text(one.force.clone()), Value::Int(one.round_at.micros()), Value::Text(one.clock.clone())],
    )?;
    let same = |row: &NoticeRow| (row.account, row.rank, row.within) == (one.account, one.rank, one.within);
    Ok(all.into_iter().filter(same).collect())
}

/// Cases in one statement.
const STEP: usize = 64;

fn by_case<T>(
    reader: &mut Reader<'_>,
    cases: &[CaseId],
    mut read: impl FnMut(&mut Reader<'_>, &str, &[Value]) -> Result<Vec<T>, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    for step in cases.chunks(STEP) {
        // One text of statement: a step that is not full asks for its first case again.
        let Some(first) = step.first() else { continue };
        let filled = step.iter().chain(std::iter::repeat(first)).take(STEP);
        let values: Vec<Value> = filled.map(|case| Value::Text(case.to_string())).collect();
        let places: Vec<String> = (1..=STEP).map(|place| format!("${place}")).collect();
        found.extend(read(reader, &places.join(", "), &values)?);
    }
    Ok(found)
}

/// This finds whose cases are, by their ids.
pub fn case_files(reader: &mut Reader<'_>, cases: &[CaseId]) -> Result<HashMap<CaseId, AsRead<CaseFile>>, StoreError> {
    let files = by_case(reader, cases, |reader, places, values| {
        let sql = format!("select id, reference, force, team, officer, restricted from cases where id in ({places})");
        reader.rows(&sql, values)?.into_iter().map(case_file_of).collect()
    })?;
    Ok(files.into_iter().map(|file: AsRead<CaseFile>| (file.id, file)).collect())
}

/// This reads the ties between accounts and cases that hold, case by case.
pub fn ties_of(reader: &mut Reader<'_>, cases: &[CaseId]) -> Result<HashMap<CaseId, Vec<AccessRow>>, StoreError> {
    let ties: Vec<AccessRow> = by_case(reader, cases, |reader, places, values| {
        reader.records(&format!("where case_id in ({places}) and active = 1 order by id"), values)
    })?;
    let mut found: HashMap<CaseId, Vec<AccessRow>> = HashMap::new();
    for tie in ties {
        found.entry(tie.case_id).or_default().push(tie);
    }
    Ok(found)
}

/// An account that is open, as far as it matters who hears of a duty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// The account.
    pub account: AccountId,
    /// The rank that it holds.
    pub rank: Role,
    /// Its force.
    pub force: String,
    /// Its team.
    pub team: String,
}

/// This reads who holds which rank: the accounts that are open.
pub fn holders(reader: &mut Reader<'_>) -> Result<Vec<Holder>, StoreError> {
    let rows = reader.rows("select id, role, force, team from accounts where active = 1 order by id", &[])?;
    rows.into_iter()
        .map(|row| {
            let corrupt = || StoreError::corrupt("accounts", "role", "");
            let mut values = row.into_iter();
            let mut next = || values.next().unwrap_or(Value::Null);
            Ok(Holder {
                account: AccountId::from_value(next()).ok_or_else(corrupt)?,
                rank: Role::from_value(next()).ok_or_else(corrupt)?,
                force: String::from_value(next()).ok_or_else(corrupt)?,
                team: String::from_value(next()).ok_or_else(corrupt)?,
            })
        })
        .collect()
}
