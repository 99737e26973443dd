//! Sets of questions, training, and the screens that a force made, for the share of those by trained staff.

use crate::error::StoreError;
use crate::ledger::entry::Read;
use crate::outgoing::AsRead;
use crate::queries::all_as_read;
use crate::rows::{QuestionSetRow, TrainingRow};
use crate::tx::Reader;
use crate::value::Value;
use domain::event::CaseEvent;
use domain::ids::AccountId;
use domain::time::Moment;

/// This reads every version of every set that a force adopted, by the day from which it is asked.
pub fn question_sets(reader: &mut Reader<'_>, force: &str) -> Result<Vec<AsRead<QuestionSetRow>>, StoreError> {
    all_as_read(reader, "where force = $1 order by from_day, adopted_at, id", &[Value::Text(force.to_owned())])
}

/// This reads what is recorded of the training of a force's people.
pub fn trainings(reader: &mut Reader<'_>, force: &str) -> Result<Vec<AsRead<TrainingRow>>, StoreError> {
    all_as_read(reader, "where force = $1 order by account, tool, from_day, id", &[Value::Text(force.to_owned())])
}

/// This reads what is recorded of one person's training.
pub fn trainings_of(reader: &mut Reader<'_>, account: AccountId) -> Result<Vec<AsRead<TrainingRow>>, StoreError> {
    all_as_read(reader, "where account = $1 order by tool, from_day, id", &[Value::Text(account.to_string())])
}

/// One screen that somebody made, without the case on which it was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScreenMade {
    /// Who; none where an import brought it.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// The tool.
    pub tool: String,
    /// The code of the set of questions, where one was asked.
    pub set: Option<String>,
}

/// This reads the screens on a force's cases, from a moment until before another. Every case counts, whoever may see it; none is
/// named.
pub fn screens_made(
    reader: &mut Reader<'_>,
    force: &str,
    from: Moment,
    before: Moment,
) -> Result<Vec<AsRead<ScreenMade>>, StoreError> {
    let sql = "select entries.text from entries join cases on cases.id = entries.case_id \
               where cases.force = $1 and entries.at >= $2 and entries.at < $3 and entries.case_version is not null \
               and entries.text like '%\"risk.screened\"%' order by entries.at, entries.id";
    let rows =
        reader.rows(sql, &[Value::Text(force.to_owned()), Value::Int(from.micros()), Value::Int(before.micros())])?;
    let mut made = Vec::new();
    for row in rows {
        let corrupt = || StoreError::corrupt("entries", "text", force);
        let entry = match row.first() {
            Some(Value::Text(text)) => Read::parse(text).ok_or_else(corrupt)?,
            Some(Value::Int(_) | Value::Null) | None => return Err(corrupt()),
        };
        let events: Vec<_> = entry.recorded().collect();
        for recorded in &events {
            let CaseEvent::RiskScreened { screen, tool, .. } = &recorded.event else { continue };
            let set = events.iter().find_map(|other| match &other.event {
                CaseEvent::ScreenAnswered { screen: of, set, .. } if of == screen => Some(set.clone()),
                _ => None,
            });
            made.push(AsRead::new(ScreenMade { by: recorded.by, at: recorded.at, tool: tool.clone(), set }));
        }
    }
    Ok(made)
}
