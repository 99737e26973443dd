//! Who is kept away from a case by a declared connection, named on a restricted one, or let in by consent.

use crate::access::Action;
use crate::app::{App, case_facts, permit_case};
use crate::failure::Failure;
use crate::views::Actor;
use domain::ids::{AccountId, CaseId};
use store::rows::AccessRow;
use store::{Draft, Entry, Tx, queries};

/// This saves a tie under an entry.
pub(crate) fn save_tie(
    tx: &mut Tx<'_>,
    case: CaseId,
    account: AccountId,
    kind: &str,
    entry: &Entry,
) -> Result<(), Failure> {
    let id = format!("{case}:{account}:{kind}");
    let mut row = match queries::access(tx, &id)? {
        Some(row) => row,
        None => AccessRow {
            id,
            version: 0,
            salt: String::new(),
            case_id: case,
            account,
            kind: kind.to_owned(),
            active: false,
        },
    };
    row.active = true;
    tx.save(&mut row, entry)?;
    Ok(())
}

impl App {
    /// This records that an account has a connection to someone in a case: from then on it is kept away (1.4.4).
    ///
    /// Everyone who may know of the case may declare their own; a supervisor may declare another's. To everybody else the
    /// case does not exist.
    pub fn declare_connection(&self, actor: &Actor, reference: &str, account_name: &str) -> Result<(), Failure> {
        let (actor, reference, name) = (actor.clone(), reference.to_owned(), account_name.to_owned());
        let done = self.store.transact(self.context(&actor, "declaration"), move |tx| {
            let file = queries::case_file(tx, &reference)?.ok_or(Failure::NotFound("case"))?;
            let account = queries::account_by_name(tx, &name)?.ok_or(Failure::NotFound("account"))?;
            let facts = case_facts(tx, &file)?;
            let action = if account.id == actor.account { Action::ViewListing } else { Action::Allocate };
            let policies = permit_case(&actor, action, &facts)?;
            if account.force != file.force {
                return Err(Failure::NotFound("account"));
            }
            let mut draft = Draft::done("declare_connection", &policies).fact("account", account.id);
            draft.case = Some((file.id, 0));
            let entry = tx.append(draft);
            save_tie(tx, file.id, account.id, "connected", &entry)
        });
        done.map(|_| ()).map_err(|failure: Failure| failure.concealed("case"))
    }
}
