//! What is whose: the cases and actions of somebody, and cases that somebody must be able to give to an officer.

use super::{CaseFile, all_as_read, case_file_of, text};
use crate::error::StoreError;
use crate::outgoing::AsRead;
use crate::rows::{AbsenceRow, ActionRow, RequestRow};
use crate::tx::Reader;
use crate::value::Field as _;
use domain::ids::{AccountId, ActionId, CaseId};
use domain::time::Day;

/// This finds one open case of each team of a force that has one, but for restricted ones: one step of the index a team.
pub fn an_open_case_of_each_team(reader: &mut Reader<'_>, force: &str) -> Result<Vec<AsRead<CaseFile>>, StoreError> {
    let mut found: Vec<AsRead<CaseFile>> = Vec::new();
    loop {
        let (beyond, after) = found.last().map_or((">=", String::new()), |file| (">", file.team.clone()));
        let sql = format!(
            "select id, reference, force, team, officer, restricted from cases
             where force = $1 and team {beyond} $2 and status in ('open', 'closure_proposed') and restricted = 0
             order by team limit 1"
        );
        match reader.rows(&sql, &[text(force), text(&after)])?.into_iter().next() {
            Some(row) => found.push(case_file_of(row)?),
            None => return Ok(found),
        }
    }
}

/// This finds the open cases of a force to somebody in which a connection is declared.
pub fn open_cases_with_connections(reader: &mut Reader<'_>, force: &str) -> Result<Vec<AsRead<CaseFile>>, StoreError> {
    let rows = reader.rows(
        "select id, reference, force, team, officer, restricted from cases
         where id in (select case_id from case_access where kind = 'connected' and active = 1)
           and force = $1 and status in ('open', 'closure_proposed') order by id",
        &[text(force)],
    )?;
    rows.into_iter().map(case_file_of).collect()
}

/// This names the open cases on which something is an account's: it is the officer, owns an open action, or is named.
pub fn cases_left_by(reader: &mut Reader<'_>, force: &str, account: AccountId) -> Result<Vec<CaseId>, StoreError> {
    let rows = reader.rows(
        "select id from cases where force = $1 and status in ('open', 'closure_proposed') and (officer = $2
           or id in (select case_id from actions where owner = $2 and open = 1)
           or id in (select case_id from case_access where account = $2 and kind = 'named' and active = 1)) order by id",
        &[text(force), text(account)],
    )?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next().and_then(CaseId::from_value)).collect())
}

/// This reads whose an action is.
pub fn action(reader: &mut Reader<'_>, action: ActionId) -> Result<Option<ActionRow>, StoreError> {
    reader.record("where id = $1", &[text(action)])
}

/// This reads the absences of an account that have not ended by a day.
pub fn absences_of(
    reader: &mut Reader<'_>,
    account: AccountId,
    by: Day,
) -> Result<Vec<AsRead<AbsenceRow>>, StoreError> {
    let standing =
        "where account = $1 and ended_at is null and (until_day is null or until_day >= $2) order by from_day, id";
    all_as_read(reader, standing, &[text(account), text(by)])
}

/// This reads the absences in which an account stands in, of those that have not ended by a day.
pub fn absences_stood_in_by(
    reader: &mut Reader<'_>,
    account: AccountId,
    by: Day,
) -> Result<Vec<AsRead<AbsenceRow>>, StoreError> {
    let standing =
        "where stand_in = $1 and ended_at is null and (until_day is null or until_day >= $2) order by from_day, id";
    all_as_read(reader, standing, &[text(account), text(by)])
}

/// This reads the absences in a force that have not ended by a day.
pub fn absences_in(reader: &mut Reader<'_>, force: &str, by: Day) -> Result<Vec<AsRead<AbsenceRow>>, StoreError> {
    let standing =
        "where force = $1 and ended_at is null and (until_day is null or until_day >= $2) order by from_day, id";
    all_as_read(reader, standing, &[text(force), text(by)])
}

/// This reads what an account asked for under a key, by the hash of the two.
pub fn request(reader: &mut Reader<'_>, id: &str) -> Result<Option<AsRead<RequestRow>>, StoreError> {
    Ok(all_as_read(reader, "where id = $1", &[text(id)])?.into_iter().next())
}
