//! What linkage believes, what people said of it, and the tasks that follow. Reports, persons and series are ids; a link and a
//! task come out sealed, with the ids that say who may know of them.

use super::{all_as_read, sealed, text};
use crate::error::StoreError;
use crate::outgoing::AsRead;
use crate::rows::*;
use crate::sealed::{Field, Personal, Sealed};
use crate::tx::{Reader, Tx};
use crate::value::{Field as Stored, Value};
use domain::ids::*;

/// This reads which person each mention is believed to be.
pub fn members(reader: &mut Reader<'_>) -> Result<Vec<AsRead<MemberRow>>, StoreError> {
    all_as_read(reader, "order by id", &[])
}

/// This reads which person one mention is believed to be.
pub fn member(reader: &mut Reader<'_>, mention: MentionId) -> Result<Option<MemberRow>, StoreError> {
    reader.record("where id = $1", &[text(mention)])
}

/// This reads which series each report is believed to be in.
pub fn series_members(reader: &mut Reader<'_>) -> Result<Vec<AsRead<SeriesMemberRow>>, StoreError> {
    all_as_read(reader, "order by id", &[])
}

/// This reads the reports of a series.
pub fn reports_in(reader: &mut Reader<'_>, series: SeriesId) -> Result<Vec<SeriesMemberRow>, StoreError> {
    reader.records("where series = $1 order by id", &[text(series)])
}

/// This reads every link, for linkage.
pub fn links(reader: &mut Reader<'_>) -> Result<Vec<Sealed<LinkRow>>, StoreError> {
    Ok(sealed(reader.records("order by id", &[])?))
}

/// A link under seal, with what says who may know of it.
#[derive(Debug)]
pub struct KnownLink {
    /// Its id.
    pub id: String,
    /// One mention.
    pub a: MentionId,
    /// The other.
    pub b: MentionId,
    /// The report of the one.
    pub report_a: ReportId,
    /// And of the other.
    pub report_b: ReportId,
    /// `accepted`, `waiting`, `confirmed`, `refused`, `withdrawn`.
    pub state: String,
    /// `person_at_risk` or `subject`.
    pub about: String,
    /// `identity` or `relation`.
    pub basis: String,
    /// The link.
    pub row: Sealed<LinkRow>,
}

impl KnownLink {
    fn of(row: LinkRow) -> Self {
        let LinkRow { id, a, b, report_a, report_b, state, about, basis, .. } = row.clone();
        Self { id, a, b, report_a, report_b, state, about, basis, row: Sealed::new(row) }
    }
}

/// This reads the links of a report.
pub fn links_of(reader: &mut Reader<'_>, report: ReportId) -> Result<Vec<KnownLink>, StoreError> {
    let mut links: Vec<LinkRow> = reader.records("where report_a = $1 order by id", &[text(report)])?;
    links.extend(reader.records("where report_b = $1 order by id", &[text(report)])?);
    Ok(links.into_iter().map(KnownLink::of).collect())
}

/// This reads one link for a use case.
pub fn link(tx: &mut Tx<'_>, id: &str) -> Result<Option<LinkRow>, StoreError> {
    tx.record("where id = $1", &[text(id)])
}

/// This reads the links that wait for a person, the likeliest first.
pub fn waiting_links(reader: &mut Reader<'_>, limit: i64) -> Result<Vec<KnownLink>, StoreError> {
    let links = reader.records("where state = 'waiting' order by millibits desc, id limit $1", &[Value::Int(limit)])?;
    Ok(links.into_iter().map(KnownLink::of).collect())
}

/// This reads those of them that touch a case of a force, the likeliest first.
pub fn links_to_review(reader: &mut Reader<'_>, force: &str, limit: i64) -> Result<Vec<KnownLink>, StoreError> {
    let links = reader.records(
        "where state = 'waiting' and exists (select 1 from case_reports o join cases c on c.id = o.case_id
         where o.report_id in (links.report_a, links.report_b) and o.detached = 0 and c.force = $1)
         order by millibits desc, id limit $2",
        &[text(force), Value::Int(limit)],
    )?;
    Ok(links.into_iter().map(KnownLink::of).collect())
}

/// This reads the links on which an account's opinion stands, the last one first.
pub fn links_decided_by(reader: &mut Reader<'_>, account: AccountId, limit: i64) -> Result<Vec<KnownLink>, StoreError> {
    let links = reader.records(
        "where decided_by = $1 and state in ('confirmed', 'refused') order by decided_at desc, id limit $2",
        &[text(account), Value::Int(limit)],
    )?;
    Ok(links.into_iter().map(KnownLink::of).collect())
}

/// This reads one link under seal.
pub fn known_link(reader: &mut Reader<'_>, id: &str) -> Result<Option<KnownLink>, StoreError> {
    Ok(reader.record("where id = $1", &[text(id)])?.map(KnownLink::of))
}

/// This reads who looked at a link and could not tell, oldest first.
pub fn looks_at(reader: &mut Reader<'_>, link: &str) -> Result<Vec<AsRead<LookRow>>, StoreError> {
    all_as_read(reader, "where link = $1 order by at, id", &[text(link)])
}

/// This reads at what an account looked and could not tell.
pub fn looks_by(reader: &mut Reader<'_>, account: AccountId) -> Result<Vec<AsRead<LookRow>>, StoreError> {
    all_as_read(reader, "where account = $1 order by id", &[text(account)])
}

/// An open task under seal, with the cases and the force that say who may know of it.
#[derive(Debug)]
pub struct OpenTask {
    /// The own case.
    pub case_reference: String,
    /// The other force.
    pub other_force: String,
    /// Its case.
    pub other_reference: String,
    /// The task.
    pub row: Sealed<TaskRow>,
}

/// This reads the open tasks of a force under seal.
pub fn open_tasks(reader: &mut Reader<'_>, force: &str) -> Result<Vec<OpenTask>, StoreError> {
    let rows: Vec<TaskRow> =
        reader.records("where force = $1 and done_at is null order by critical desc, made_at, id", &[text(force)])?;
    let open = |row: TaskRow| OpenTask {
        case_reference: row.case_reference.clone(),
        other_force: row.other_force.clone(),
        other_reference: row.other_reference.clone(),
        row: Sealed::new(row),
    };
    Ok(rows.into_iter().map(open).collect())
}

/// This names the open tasks that say otherwise of the other case than it is now: whether a critical red flag stands there.
pub fn tasks_to_mark(reader: &mut Reader<'_>) -> Result<Vec<TaskId>, StoreError> {
    let rows = reader.rows(
        "select id from tasks where done_at is null and critical <> case when exists (select 1 from cases
           where cases.reference = tasks.other_reference and cases.flag_severity = 'critical') then 1 else 0 end
         order by id",
        &[],
    )?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next().and_then(TaskId::from_value)).collect())
}

/// This finds the task, open or done, between a case here and one elsewhere, for a use case.
pub fn task_between(
    tx: &mut Tx<'_>,
    case_reference: &str,
    other_reference: &str,
) -> Result<Option<TaskRow>, StoreError> {
    tx.record("where case_reference = $1 and other_reference = $2", &[text(case_reference), text(other_reference)])
}

/// This reads the series of one report.
pub fn series_of(reader: &mut Reader<'_>, report: ReportId) -> Result<Option<SeriesMemberRow>, StoreError> {
    reader.record("where id = $1", &[text(report)])
}

/// This says whether linkage believes that a report is about the person at risk of a case.
pub fn is_about_person_of(reader: &mut Reader<'_>, report: ReportId, case: CaseId) -> Result<bool, StoreError> {
    let rows = reader.rows(
        "select m.id from mentions m join members p on p.id = m.id where m.report_id = $1 and m.role = 'person_at_risk'
         and p.person = (select o.person from cases c join members o on o.id = c.person_at_risk where c.id = $2) limit 1",
        &[text(report), text(case)],
    )?;
    Ok(!rows.is_empty())
}

/// This finds the mention of a case's subject, with the report that describes them.
pub fn subject_of(reader: &mut Reader<'_>, case: CaseId) -> Result<Option<(MentionId, ReportId)>, StoreError> {
    let rows = reader.rows(
        "select m.id, m.report_id from cases c join mentions m on m.id = c.subject where c.id = $1",
        &[text(case)],
    )?;
    Ok(rows.into_iter().next().and_then(|row| {
        let mut values = row.into_iter();
        Some((MentionId::from_value(values.next()?)?, ReportId::from_value(values.next()?)?))
    }))
}

/// This says whether linkage believes that two cases are about one person at risk.
pub fn are_about_one_person(reader: &mut Reader<'_>, one: CaseId, other: CaseId) -> Result<bool, StoreError> {
    let rows = reader.rows(
        "select a.id from cases a join members p on p.id = a.person_at_risk join members q on q.person = p.person
         join cases b on b.person_at_risk = q.id where a.id = $1 and b.id = $2 limit 1",
        &[text(one), text(other)],
    )?;
    Ok(!rows.is_empty())
}

/// This reads the series in which a case stands that is kept from an account by a connection.
pub fn series_kept_from(reader: &mut Reader<'_>, account: AccountId) -> Result<Vec<SeriesId>, StoreError> {
    let rows = reader.rows(
        "select distinct s.series from case_access a join case_reports r on r.case_id = a.case_id and r.detached = 0
         join series_members s on s.id = r.report_id
         where a.account = $1 and a.kind = 'connected' and a.active = 1",
        &[text(account)],
    )?;
    let corrupt = || StoreError::corrupt("series_members", "series", "");
    rows.into_iter()
        .map(|row| Stored::from_value(row.into_iter().next().unwrap_or(Value::Null)).ok_or_else(corrupt))
        .collect()
}

/// What linkage believes of one mention, by reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BeliefRow {
    /// The report.
    pub report: String,
    /// The force's reference of the report.
    pub reference: String,
    /// The role in it.
    pub role: String,
    /// The person.
    pub person: String,
    /// The series.
    pub series: String,
}

impl Personal for BeliefRow {
    fn seal_id(&self) -> String {
        self.report.clone()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::Listing).then_some(self)
    }
}

/// This reads what linkage believes of the mentions of a force, without particulars and under seal: of so many reports after a reference.
/// A report on a case that is kept from an account, by a restriction or a connection, is not among them.
pub fn beliefs(
    reader: &mut Reader<'_>,
    force: &str,
    account: AccountId,
    after: &str,
    reports: i64,
) -> Result<Vec<Sealed<BeliefRow>>, StoreError> {
    let rows = reader.rows(
        "select r.id, r.reference, m.role, p.person, s.series from mentions m join (select id, reference from reports where force = $1
         and reference > $2 and exists (select 1 from mentions o join members q on q.id = o.id join series_members t on t.id = o.report_id
         where o.report_id = reports.id) and not exists (select 1 from case_reports h join cases c on c.id = h.case_id
         where h.report_id = reports.id and h.detached = 0 and ((c.restricted = 1 and c.id not in
         (select case_id from case_access where account = $4 and kind = 'named' and active = 1)) or c.id in
         (select case_id from case_access where account = $4 and kind = 'connected' and active = 1)))
         order by reference limit $3) r on r.id = m.report_id
         join members p on p.id = m.id join series_members s on s.id = r.id order by r.reference, m.role, m.id",
        &[text(force), text(after), Value::Int(reports), text(account)],
    )?;
    Ok(rows
        .into_iter()
        .filter_map(|row| match row.as_slice() {
            [
                Value::Text(report),
                Value::Text(reference),
                Value::Text(role),
                Value::Text(person),
                Value::Text(series),
            ] => Some(Sealed::new(BeliefRow {
                report: report.clone(),
                reference: reference.clone(),
                role: role.clone(),
                person: person.clone(),
                series: series.clone(),
            })),
            _ => None,
        })
        .collect())
}

/// This reads one task for a use case.
pub fn task(tx: &mut Tx<'_>, task: TaskId) -> Result<Option<TaskRow>, StoreError> {
    tx.record("where id = $1", &[text(task)])
}

/// This counts the reports of a force that are in a series with another of the same force, and its pairs that wait for a
/// person. What other forces hold is not in the numbers, nor is what restricted cases hold.
pub fn linked_counts(reader: &mut Reader<'_>, force: &str) -> Result<(i64, i64), StoreError> {
    let number = |rows: Vec<Vec<Value>>| match rows.first().and_then(|row| row.first()) {
        Some(Value::Int(number)) => *number,
        Some(Value::Text(_) | Value::Null) | None => 0,
    };
    let repeats = reader.rows(
        "select cast(coalesce(sum(size), 0) as bigint) from (select count(*) as size from series_members s
         join reports r on r.id = s.id where r.force = $1 and not exists (select 1 from case_reports o
         join cases c on c.id = o.case_id where o.report_id = r.id and o.detached = 0 and c.restricted = 1)
         group by s.series having count(*) > 1) sizes",
        &[text(force)],
    )?;
    let waiting = reader.rows(
        "select count(*) from links l where l.state = 'waiting' and not exists (select 1 from case_reports o
         join cases c on c.id = o.case_id where o.report_id in (l.report_a, l.report_b) and o.detached = 0 and c.restricted = 1)
         and (exists (select 1 from reports r where r.id = l.report_a and r.force = $1)
         or exists (select 1 from reports r where r.id = l.report_b and r.force = $1))",
        &[text(force)],
    )?;
    Ok((number(repeats), number(waiting)))
}
