//! Drafts of reports: each is found only by whose it is.

use super::text;
use crate::error::StoreError;
use crate::rows::DraftRow;
use crate::sealed::Sealed;
use crate::tx::{Reader, Tx};
use crate::value::Field as _;
use domain::ids::{AccountId, DraftId};
use domain::time::Moment;

/// This reads a draft of an account for a change.
pub fn draft(tx: &mut Tx<'_>, id: DraftId, account: AccountId) -> Result<Option<DraftRow>, StoreError> {
    tx.record("where id = $1 and account = $2", &[text(id), text(account)])
}

/// This reads a draft of an account.
pub fn sealed_draft(
    reader: &mut Reader<'_>,
    id: DraftId,
    account: AccountId,
) -> Result<Option<Sealed<DraftRow>>, StoreError> {
    Ok(reader.record("where id = $1 and account = $2", &[text(id), text(account)])?.map(Sealed::new))
}

/// This names the drafts of an account that were neither recorded nor thrown away, the last one saved first: when each was
/// begun and saved.
pub fn open_drafts(reader: &mut Reader<'_>, account: AccountId) -> Result<Vec<(DraftId, Moment, Moment)>, StoreError> {
    let sql = "select id, started_at, saved_at from drafts where account = $1 and ended_at is null order by saved_at desc, id";
    let rows = reader.rows(sql, &[text(account)])?;
    let read = |row: Vec<crate::value::Value>| {
        let mut values = row.into_iter();
        let id = values.next().and_then(DraftId::from_value)?;
        let mut moment = || values.next().and_then(Moment::from_value);
        Some((id, moment()?, moment()?))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
