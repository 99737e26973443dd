//! Reading by what is known: one function a question. What is personal comes out sealed, but for use cases in a
//! write transaction, which must see rows to decide and can change nothing without an entry. What is about the house comes
//! out as it was read; ties between accounts and cases stay where they are asked for.

mod drafts;
mod linked;
mod owned;

pub use drafts::{draft, open_drafts, sealed_draft};
pub use linked::*;
pub use owned::{
    absences_in, absences_of, absences_stood_in_by, action, an_open_case_of_each_team, cases_left_by,
    open_cases_with_connections, request,
};

use crate::error::StoreError;
use crate::ledger::entry::Read;
use crate::outgoing::{AsRead, OfTheHouse, Team};
use crate::record::Record;
use crate::rows::*;
use crate::sealed::{Field, Personal, Sealed};
use crate::tx::{Reader, Tx};
use crate::value::{Field as Stored, Value};
use domain::event::Recorded;
use domain::ids::*;
use domain::time::Moment;

fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}

fn sealed<T: Personal>(rows: Vec<T>) -> Vec<Sealed<T>> {
    rows.into_iter().map(Sealed::new).collect()
}

/// This reads records of the house.
pub(crate) fn all_as_read<R: Record + OfTheHouse>(
    reader: &mut Reader<'_>,
    condition: &str,
    values: &[Value],
) -> Result<Vec<AsRead<R>>, StoreError> {
    Ok(reader.records(condition, values)?.into_iter().map(AsRead::new).collect())
}

fn as_read<R: Record + OfTheHouse>(
    reader: &mut Reader<'_>,
    condition: &str,
    values: &[Value],
) -> Result<Option<AsRead<R>>, StoreError> {
    Ok(reader.record(condition, values)?.map(AsRead::new))
}

/// This reads a setting of the installation.
pub fn setting(reader: &mut Reader<'_>, key: &str) -> Result<Option<AsRead<SettingRow>>, StoreError> {
    as_read(reader, "where id = $1", &[text(key)])
}

/// This reads the settings whose keys begin with a text, in the order of their keys.
pub fn settings_under(reader: &mut Reader<'_>, beginning: &str) -> Result<Vec<AsRead<SettingRow>>, StoreError> {
    all_as_read(reader, "where substr(id, 1, length($1)) = $1 order by id", &[text(beginning)])
}

/// This reads a force.
pub fn force(reader: &mut Reader<'_>, id: &str) -> Result<Option<AsRead<ForceRow>>, StoreError> {
    as_read(reader, "where id = $1", &[text(id)])
}

/// This reads all forces.
pub fn forces(reader: &mut Reader<'_>) -> Result<Vec<AsRead<ForceRow>>, StoreError> {
    all_as_read(reader, "order by id", &[])
}

/// This finds an account by the name that it signs in with.
pub fn account_by_name(reader: &mut Reader<'_>, name: &str) -> Result<Option<AsRead<AccountRow>>, StoreError> {
    as_read(reader, "where name = $1", &[text(name)])
}

/// This reads an account.
pub fn account(reader: &mut Reader<'_>, id: AccountId) -> Result<Option<AsRead<AccountRow>>, StoreError> {
    as_read(reader, "where id = $1", &[text(id)])
}

/// This reads all accounts.
pub fn accounts(reader: &mut Reader<'_>) -> Result<Vec<AsRead<AccountRow>>, StoreError> {
    all_as_read(reader, "order by force, role, name", &[])
}

/// This reads the accounts of a force from the name after one on, so many at most, under seal.
pub fn accounts_after(
    reader: &mut Reader<'_>,
    force: &str,
    name: &str,
    limit: i64,
) -> Result<Vec<Sealed<AccountRow>>, StoreError> {
    let values = [text(force), text(name), Value::Int(limit)];
    Ok(sealed(reader.records("where force = $1 and name > $2 order by name limit $3", &values)?))
}

/// This names the teams that have cases of a force, without those that have restricted ones only: one step of the index a team.
pub fn teams(reader: &mut Reader<'_>, force: &str) -> Result<Vec<AsRead<Team>>, StoreError> {
    let mut teams: Vec<AsRead<Team>> = Vec::new();
    loop {
        let after = teams.last().map(|team| team.0.clone()).unwrap_or_default();
        let rows = reader.rows(
            "select min(team) from cases where force = $1 and team > $2 and restricted = 0",
            &[text(force), text(after)],
        )?;
        match rows.into_iter().flatten().next().and_then(String::from_value) {
            Some(team) => teams.push(AsRead::new(Team(team))),
            None => return Ok(teams),
        }
    }
}

/// This finds a session by the hash of its token.
pub fn session(reader: &mut Reader<'_>, token_hash: &str) -> Result<Option<AsRead<SessionRow>>, StoreError> {
    as_read(reader, "where id = $1", &[text(token_hash)])
}

/// This reads the sessions of an account that nobody has ended.
pub fn sessions_of(reader: &mut Reader<'_>, account: AccountId) -> Result<Vec<SessionRow>, StoreError> {
    reader.records("where account = $1 and ended = 0 order by id", &[text(account)])
}

/// This reads what is known of an account's password.
pub fn credential(reader: &mut Reader<'_>, account: AccountId) -> Result<Option<AsRead<CredentialRow>>, StoreError> {
    as_read(reader, "where id = $1", &[text(account)])
}

/// This reads the ties between accounts and one case that hold.
pub fn access_to(reader: &mut Reader<'_>, case: CaseId) -> Result<Vec<AccessRow>, StoreError> {
    reader.records("where case_id = $1 and active = 1 order by id", &[text(case)])
}

/// This finds the tie of one kind between an account and a case, whether it holds or not.
pub fn access(reader: &mut Reader<'_>, id: &str) -> Result<Option<AccessRow>, StoreError> {
    reader.record("where id = $1", &[text(id)])
}

/// What the policies ask about a case: whose it is. It says nothing about anyone's life.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseFile {
    /// The case.
    pub id: CaseId,
    /// Its reference.
    pub reference: String,
    /// Its force.
    pub force: String,
    /// Its team.
    pub team: String,
    /// Its officer.
    pub officer: Option<AccountId>,
    /// Whether only named people may know of it.
    pub restricted: bool,
}

/// This finds whose case a reference is.
pub fn case_file(reader: &mut Reader<'_>, reference: &str) -> Result<Option<AsRead<CaseFile>>, StoreError> {
    let rows = reader.rows(
        "select id, reference, force, team, officer, restricted from cases where reference = $1",
        &[text(reference)],
    )?;
    rows.into_iter().next().map(case_file_of).transpose()
}

/// This finds whose case an id is.
pub fn case_file_by_id(reader: &mut Reader<'_>, case: CaseId) -> Result<Option<AsRead<CaseFile>>, StoreError> {
    let rows = reader
        .rows("select id, reference, force, team, officer, restricted from cases where id = $1", &[text(case)])?;
    rows.into_iter().next().map(case_file_of).transpose()
}

pub(crate) fn case_file_of(row: Vec<Value>) -> Result<AsRead<CaseFile>, StoreError> {
    let corrupt = || StoreError::corrupt("cases", "id", "");
    let mut values = row.into_iter();
    let mut next = || values.next().unwrap_or(Value::Null);
    Ok(AsRead::new(CaseFile {
        id: Stored::from_value(next()).ok_or_else(corrupt)?,
        reference: Stored::from_value(next()).ok_or_else(corrupt)?,
        force: Stored::from_value(next()).ok_or_else(corrupt)?,
        team: Stored::from_value(next()).ok_or_else(corrupt)?,
        officer: Stored::from_value(next()).ok_or_else(corrupt)?,
        restricted: Stored::from_value(next()).ok_or_else(corrupt)?,
    }))
}

/// This reads a case row for a use case.
pub fn case_row(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<CaseRow>, StoreError> {
    tx.record("where id = $1", &[text(case)])
}

/// This reads a case row under seal.
pub fn sealed_case_row(reader: &mut Reader<'_>, case: CaseId) -> Result<Option<Sealed<CaseRow>>, StoreError> {
    Ok(reader.record("where id = $1", &[text(case)])?.map(Sealed::new))
}

/// What linkage needs of a case: whose it is, whom it is about, and what it was last told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseKey {
    /// The case.
    pub id: CaseId,
    /// Its force.
    pub force: String,
    /// Its reference.
    pub reference: String,
    /// The mention of the person at risk.
    pub person_at_risk: MentionId,
    /// The mention of the subject.
    pub subject: Option<MentionId>,
    /// What linkage last said about it.
    pub series_facts: String,
    /// Whether a critical red flag stands on it.
    pub critical: bool,
    /// Whether only named people may know of it.
    pub restricted: bool,
}

impl Personal for CaseKey {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::Listing).then_some(self)
    }
}

/// This names every case.
pub fn case_ids(reader: &mut Reader<'_>) -> Result<Vec<CaseId>, StoreError> {
    let rows = reader.rows("select id from cases order by id", &[])?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next().and_then(CaseId::from_value)).collect())
}

/// This names the cases of a force that are not restricted.
pub fn unrestricted_cases(reader: &mut Reader<'_>, force: &str) -> Result<Vec<CaseId>, StoreError> {
    let rows = reader.rows("select id from cases where force = $1 and restricted = 0 order by id", &[text(force)])?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next().and_then(CaseId::from_value)).collect())
}

/// This reads what linkage needs of every case, under seal.
pub fn case_keys(reader: &mut Reader<'_>) -> Result<Vec<Sealed<CaseKey>>, StoreError> {
    let rows = reader.rows(
        "select id, force, reference, person_at_risk, subject, series_facts, flag_severity, restricted from cases order by id",
        &[],
    )?;
    rows.into_iter()
        .map(|row| {
            let corrupt = || StoreError::corrupt("cases", "id", "");
            let mut values = row.into_iter();
            let mut next = || values.next().unwrap_or(Value::Null);
            Ok(Sealed::new(CaseKey {
                id: Stored::from_value(next()).ok_or_else(corrupt)?,
                force: Stored::from_value(next()).ok_or_else(corrupt)?,
                reference: Stored::from_value(next()).ok_or_else(corrupt)?,
                person_at_risk: Stored::from_value(next()).ok_or_else(corrupt)?,
                subject: Stored::from_value(next()).ok_or_else(corrupt)?,
                series_facts: Stored::from_value(next()).ok_or_else(corrupt)?,
                critical: next() == Value::Text("critical".to_owned()),
                restricted: Stored::from_value(next()).ok_or_else(corrupt)?,
            }))
        })
        .collect()
}

/// What happened on a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct History {
    /// Which case.
    pub case: CaseId,
    /// Its events in order.
    pub events: Vec<Recorded>,
}

impl Personal for History {
    fn seal_id(&self) -> String {
        self.case.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::History).then_some(self)
    }
}

/// This reads the events of a case for a use case.
pub fn history(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Recorded>, StoreError> {
    let mut known = events(tx, case)?;
    known.extend(tx.pending_events(case));
    Ok(known)
}

/// This reads the events of a case under seal.
pub fn sealed_history(reader: &mut Reader<'_>, case: CaseId) -> Result<Sealed<History>, StoreError> {
    Ok(Sealed::new(History { case, events: events(reader, case)? }))
}

fn events(reader: &mut Reader<'_>, case: CaseId) -> Result<Vec<Recorded>, StoreError> {
    let rows = reader.rows(
        "select text from entries where case_id = $1 and case_version is not null order by case_version",
        &[text(case)],
    )?;
    let mut events = Vec::new();
    for row in rows {
        let corrupt = || StoreError::corrupt("entries", "text", &case.to_string());
        let entry = match row.first() {
            Some(Value::Text(text)) => Read::parse(text).ok_or_else(corrupt)?,
            Some(Value::Int(_) | Value::Null) | None => return Err(corrupt()),
        };
        events.extend(entry.recorded());
    }
    Ok(events)
}

/// This names the cases whose columns must be derived again by now.
pub fn cases_to_refresh(reader: &mut Reader<'_>, now: Moment, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let rows = reader.rows(
        "select id from cases where refresh_at <= $1 order by refresh_at, id limit $2",
        &[Value::Int(now.micros()), Value::Int(limit)],
    )?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next().and_then(CaseId::from_value)).collect())
}

/// This reads which reports are, or were, on a case.
pub fn reports_on(reader: &mut Reader<'_>, case: CaseId) -> Result<Vec<CaseReportRow>, StoreError> {
    reader.records("where case_id = $1 order by id", &[text(case)])
}

/// This reads which cases a report is, or was, on.
pub fn cases_with(reader: &mut Reader<'_>, report: ReportId) -> Result<Vec<CaseReportRow>, StoreError> {
    reader.records("where report_id = $1 order by id", &[text(report)])
}

/// This reads every attachment of a report to a case.
pub fn all_case_reports(reader: &mut Reader<'_>) -> Result<Vec<AsRead<CaseReportRow>>, StoreError> {
    all_as_read(reader, "where detached = 0 order by id", &[])
}

/// This reads which reports went from cases that were joined to others.
pub fn reports_of_joined(reader: &mut Reader<'_>) -> Result<Vec<AsRead<CaseReportRow>>, StoreError> {
    let joined = "where detached = 1 and case_id in (select id from cases where status = 'joined') order by id";
    all_as_read(reader, joined, &[])
}

/// This finds a report by its force's reference, for a use case.
pub fn report_by_reference(tx: &mut Tx<'_>, force: &str, reference: &str) -> Result<Option<ReportRow>, StoreError> {
    tx.record("where force = $1 and reference = $2", &[text(force), text(reference)])
}

/// This reads a report for a use case.
pub fn report(tx: &mut Tx<'_>, report: ReportId) -> Result<Option<ReportRow>, StoreError> {
    tx.record("where id = $1", &[text(report)])
}

/// This reads a report under seal.
pub fn sealed_report(reader: &mut Reader<'_>, report: ReportId) -> Result<Option<Sealed<ReportRow>>, StoreError> {
    Ok(reader.record("where id = $1", &[text(report)])?.map(Sealed::new))
}

/// This reads the people whom a report describes.
pub fn mentions_of(reader: &mut Reader<'_>, report: ReportId) -> Result<Vec<Sealed<MentionRow>>, StoreError> {
    Ok(sealed(reader.records("where report_id = $1 order by role, id", &[text(report)])?))
}

/// This reads the ids and roles of the people whom a report describes.
pub fn mention_keys(tx: &mut Tx<'_>, report: ReportId) -> Result<Vec<(MentionId, String)>, StoreError> {
    let rows = tx.rows("select id, role from mentions where report_id = $1 order by role, id", &[text(report)])?;
    Ok(rows
        .into_iter()
        .filter_map(|row| match row.as_slice() {
            [id, Value::Text(role)] => Some((MentionId::from_value(id.clone())?, role.clone())),
            _ => None,
        })
        .collect())
}

/// This reads a mention for a use case that corrects it.
pub fn mention(tx: &mut Tx<'_>, mention: MentionId) -> Result<Option<MentionRow>, StoreError> {
    tx.record("where id = $1", &[text(mention)])
}

/// This reads every mention of the installation, for linkage.
pub fn all_mentions(reader: &mut Reader<'_>) -> Result<Vec<Sealed<MentionRow>>, StoreError> {
    Ok(sealed(reader.records("order by id", &[])?))
}

/// This reads what was believed of the people of a report before it was corrected, oldest first.
pub fn former_mentions(reader: &mut Reader<'_>, report: ReportId) -> Result<Vec<Sealed<FormerMentionRow>>, StoreError> {
    Ok(sealed(reader.records("where report_id = $1 order by mention_id, believed_until, id", &[text(report)])?))
}

/// The same, for a use case that finds out of whom a later row speaks.
pub fn former_accounts(tx: &mut Tx<'_>, report: ReportId) -> Result<Vec<FormerMentionRow>, StoreError> {
    tx.records("where report_id = $1 order by mention_id, believed_until, id", &[text(report)])
}

/// This finds reports of a force that name a person in a role by surname, whatever its capitals, and date of birth.
pub fn reports_naming(
    tx: &mut Tx<'_>,
    force: &str,
    role: &str,
    surname: &str,
    born: &str,
) -> Result<Vec<ReportRow>, StoreError> {
    tx.records(
        "where force = $1 and id in (select report_id from mentions where role = $2 and lower(surname) = lower($3) and born = $4) order by reference limit 20",
        &[text(force), text(role), text(surname), text(born)],
    )
}

/// This reads the words that belong to a case.
pub fn words_of_case(reader: &mut Reader<'_>, case: CaseId) -> Result<Vec<Sealed<ContentRow>>, StoreError> {
    Ok(sealed(reader.records("where case_id = $1 order by id", &[text(case)])?))
}

/// This reads one text.
pub fn words(reader: &mut Reader<'_>, content: ContentId) -> Result<Option<Sealed<ContentRow>>, StoreError> {
    Ok(reader.record("where id = $1", &[text(content)])?.map(Sealed::new))
}

/// This reads one text for a use case that moves it.
pub fn content(tx: &mut Tx<'_>, content: ContentId) -> Result<Option<ContentRow>, StoreError> {
    tx.record("where id = $1", &[text(content)])
}

/// The run of an import that is known already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KnownImport {
    /// Which.
    pub id: ImportId,
    /// Whether it came to its end.
    pub finished: bool,
}
crate::outgoing!(KnownImport { id, finished });

/// This finds the run of an import of the same file by the same map.
pub fn import_of(
    reader: &mut Reader<'_>,
    force: &str,
    file_hash: &str,
    map_hash: &str,
) -> Result<Option<KnownImport>, StoreError> {
    let row: Option<ImportRow> = reader.record(
        "where force = $1 and file_hash = $2 and map_hash = $3",
        &[text(force), text(file_hash), text(map_hash)],
    )?;
    Ok(row.map(|row| KnownImport { id: row.id, finished: row.finished_at.is_some() }))
}

/// This reads one import for a use case.
pub fn import(tx: &mut Tx<'_>, import: ImportId) -> Result<Option<ImportRow>, StoreError> {
    tx.record("where id = $1", &[text(import)])
}

/// This reads one import of a force under seal.
pub fn sealed_import(
    reader: &mut Reader<'_>,
    force: &str,
    import: ImportId,
) -> Result<Option<Sealed<ImportRow>>, StoreError> {
    Ok(reader.record("where id = $1 and force = $2", &[text(import), text(force)])?.map(Sealed::new))
}

/// This reads the imports of a force, the newest first, under seal.
pub fn imports(reader: &mut Reader<'_>, force: &str) -> Result<Vec<Sealed<ImportRow>>, StoreError> {
    Ok(sealed(reader.records("where force = $1 order by started_at desc, id limit 100", &[text(force)])?))
}

/// This reads the holding pen of an import from the row after one on, so many at most.
pub fn held_rows(
    reader: &mut Reader<'_>,
    import: ImportId,
    after: i64,
    limit: i64,
) -> Result<Vec<Sealed<HeldRow>>, StoreError> {
    Ok(sealed(reader.records(
        "where import_id = $1 and row_number > $2 order by row_number limit $3",
        &[text(import), Value::Int(after), Value::Int(limit)],
    )?))
}

/// This counts the rows in the holding pen of an import after one.
pub fn held_after(reader: &mut Reader<'_>, import: ImportId, after: i64) -> Result<u64, StoreError> {
    let rows = reader.rows(
        "select count(*) from held_rows where import_id = $1 and row_number > $2",
        &[text(import), Value::Int(after)],
    )?;
    let count = rows.into_iter().flatten().next().and_then(i64::from_value).unwrap_or(0);
    Ok(u64::try_from(count).unwrap_or(0))
}
