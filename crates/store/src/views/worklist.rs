//! The list of people at risk who are not yet protected: danger and lateness first, filtered in SQL.

use crate::error::StoreError;
use crate::record::Record;
use crate::rows::CaseRow;
use crate::sealed::Sealed;
use crate::tx::Reader;
use crate::value::{Field, Value};
use domain::catalogue::{Grade, Relationship};
use domain::ids::{AccountId, CaseId};
use domain::time::Moment;

/// Which cases a reader may see on a list, as SQL can say it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// None.
    Nothing,
    /// Those of which they are the officer, or of which somebody is for whom they stand in.
    Own,
    /// Those of one team.
    Team(String),
    /// Those of the force.
    Force,
    /// Those to which this account has a tie of this kind: `consented`, `reported`.
    Tied(&'static str),
}

/// What is asked of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListQuery {
    /// Who asks.
    pub account: AccountId,
    /// For whom they stand in.
    pub stands_in_for: Vec<AccountId>,
    /// Their force.
    pub force: String,
    /// What they may see.
    pub reach: Reach,
    /// What they ask for of it: their own, one team's, all.
    pub wanted: Reach,
    /// Only this kind of relationship.
    pub kind: Option<Relationship>,
    /// Only this grade.
    pub grade: Option<Grade>,
    /// Only cases with a duty late by now.
    pub overdue: bool,
    /// The moment.
    pub now: Moment,
    /// Continue after this row: danger order, late order, id.
    pub after: Option<(i64, i64, CaseId)>,
    /// Rows a page.
    pub limit: i64,
}

/// A page of the list.
#[derive(Debug)]
pub struct ListPage {
    /// The rows, under seal.
    pub rows: Vec<Sealed<CaseRow>>,
    /// Cases that the filter covers.
    pub total: i64,
    /// Those with a late duty.
    pub overdue: i64,
    /// Where the next page starts.
    pub next: Option<(i64, i64, CaseId)>,
}
crate::outgoing!(ListPage { rows, total, overdue, next });

/// A condition with its values.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn and(&mut self, sql: &str, value: Option<Value>) {
        let place = match value {
            Some(value) => {
                self.values.push(value);
                format!("${}", self.values.len())
            }
            None => String::new(),
        };
        self.sql.push_str(if self.sql.is_empty() { "where " } else { " and " });
        self.sql.push_str(&sql.replace('@', &place));
    }
}

impl Condition {
    fn own(&mut self, query: &ListQuery) {
        let whose = [query.account].into_iter().chain(query.stands_in_for.iter().copied());
        let places: Vec<String> = whose
            .map(|account| {
                self.values.push(Value::Text(account.to_string()));
                format!("${}", self.values.len())
            })
            .collect();
        match places.as_slice() {
            [own] => self.and(&format!("officer = {own}"), None),
            several => self.and(&format!("officer in ({})", several.join(", ")), None),
        }
    }
}

/// This is the condition that every reader's list obeys; `overdue` and the cursor come on top.
fn condition(query: &ListQuery) -> Condition {
    let mut condition = Condition { sql: String::new(), values: Vec::new() };
    let account = || Some(Value::Text(query.account.to_string()));
    condition.and("force = @", Some(Value::Text(query.force.clone())));
    condition.and("on_list = 1", None);
    for reach in [&query.reach, &query.wanted] {
        match reach {
            Reach::Nothing => condition.and("1 = 0", None),
            Reach::Own => condition.own(query),
            Reach::Team(team) => condition.and("team = @", Some(Value::Text(team.clone()))),
            Reach::Force => {}
            Reach::Tied(kind) => {
                let sql = "id in (select case_id from case_access where account = @ and active = 1 and kind = ";
                condition.and(&format!("{sql}'{kind}')"), account());
            }
        }
    }
    condition.and(
        "id not in (select case_id from case_access where account = @ and kind = 'connected' and active = 1)",
        account(),
    );
    condition.and(
        "(restricted = 0 or id in (select case_id from case_access where account = @ and kind = 'named' and active = 1))",
        account(),
    );
    if let Some(kind) = query.kind {
        condition.and("relationship = @", Some(kind.to_value()));
    }
    if let Some(grade) = query.grade {
        condition.and("grade = @", Some(grade.to_value()));
    }
    condition
}

/// This reads one page of the list, with its counts.
pub fn worklist(reader: &mut Reader<'_>, query: &ListQuery) -> Result<ListPage, StoreError> {
    let (sql, values) = counts_sql(query);
    let counts = reader.rows(&sql, &values)?;
    let (total, overdue) = match counts.first().map(Vec::as_slice) {
        Some([total, overdue]) => {
            (i64::from_value(total.clone()).unwrap_or(0), i64::from_value(overdue.clone()).unwrap_or(0))
        }
        Some(_) | None => (0, 0),
    };
    let (sql, values) = page_sql(query);
    let found = reader.rows(&sql, &values)?;
    let mut rows: Vec<CaseRow> = found.into_iter().map(CaseRow::from_values).collect::<Result<_, _>>()?;
    let limit = usize::try_from(query.limit).unwrap_or(0);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| (row.danger_order, row.late_order, row.id));
    Ok(ListPage {
        rows: rows.into_iter().map(Sealed::new).collect(),
        total: if query.overdue { overdue } else { total },
        overdue,
        next,
    })
}

/// This reads the ids of every case that the list covers, for the proof that filter and policy are equal.
pub fn ids(reader: &mut Reader<'_>, query: &ListQuery) -> Result<Vec<CaseId>, StoreError> {
    let condition = condition(query);
    let rows = reader.rows(&format!("select id from cases {} order by id", condition.sql), &condition.values)?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next().and_then(CaseId::from_value)).collect())
}

/// The statement that counts.
pub fn counts_sql(query: &ListQuery) -> (String, Vec<Value>) {
    let mut condition = condition(query);
    condition.values.push(Value::Int(query.now.micros()));
    let sql = format!(
        "select count(*), cast(coalesce(sum(case when late_order <= ${} then 1 else 0 end), 0) as bigint) from cases {}",
        condition.values.len(),
        condition.sql
    );
    (sql, condition.values)
}

/// The statement that reads a page: the ids by index first, then their rows.
pub fn page_sql(query: &ListQuery) -> (String, Vec<Value>) {
    let mut condition = condition(query);
    if query.overdue {
        condition.and("late_order <= @", Some(Value::Int(query.now.micros())));
    }
    if let Some((danger, late, id)) = &query.after {
        let at = condition.values.len();
        condition.values.extend([Value::Int(*danger), Value::Int(*late), Value::Text(id.to_string())]);
        condition.sql.push_str(&format!(
            " and (danger_order, late_order, id) > (${}, ${}, ${})",
            at + 1,
            at + 2,
            at + 3
        ));
    }
    condition.values.push(Value::Int(query.limit + 1));
    let sql = format!(
        "{} {} order by danger_order, late_order, id limit ${}",
        CaseRow::select(),
        condition.sql,
        condition.values.len()
    );
    (sql, condition.values)
}
