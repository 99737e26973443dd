//! Who is kept away from a case by a declared connection, named on a restricted one, or let in by consent.

use crate::app::App;
use crate::cases::act::Act;
use crate::cases::advance::Held;
use crate::failure::Failure;
use crate::views::Actor;
use domain::case::Case;
use domain::catalogue::ConsentScope;
use domain::ids::{AccountId, CaseId};
use std::collections::BTreeSet;
use store::rows::AccessRow;
use store::{Entry, Tx, queries};

/// The kinds of tie that follow from a case's events. That somebody recorded a report on it does not.
const DERIVED: &[&str] = &["connected", "named", "consented", "consented_words"];

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
        self.act(actor, reference, Act::DeclareConnection { account: account_name.to_owned() }).map(|_| ())
    }
}

/// This brings the ties of a case to what its events say, where one of them changed who may have it.
pub(crate) fn sync_ties(tx: &mut Tx<'_>, held: &Held, case: &Case, entry: &Entry) -> Result<(), Failure> {
    if !held.changed_access() {
        return Ok(());
    }
    let wanted = wanted(case);
    for mut row in queries::access_to(tx, held.row.id)? {
        let kind = DERIVED.iter().find(|kind| **kind == row.kind);
        if kind.is_some_and(|kind| !wanted.contains(&(row.account, *kind))) {
            row.active = false;
            tx.save(&mut row, entry)?;
        }
    }
    let standing: BTreeSet<(AccountId, String)> =
        queries::access_to(tx, held.row.id)?.into_iter().map(|row| (row.account, row.kind)).collect();
    for (account, kind) in wanted {
        if !standing.contains(&(account, kind.to_owned())) {
            save_tie(tx, held.row.id, account, kind, entry)?;
        }
    }
    Ok(())
}

/// The ties that a case's events call for.
fn wanted(case: &Case) -> BTreeSet<(AccountId, &'static str)> {
    let access = &case.access;
    let mut wanted: BTreeSet<_> = access.connections_now().map(|held| (held.account, "connected")).collect();
    wanted.extend(access.named.iter().map(|account| (*account, "named")));
    for consent in access.consents_now() {
        wanted.insert((consent.advocate, "consented"));
        match consent.scope {
            ConsentScope::Progress => {}
            ConsentScope::ProgressAndWords => {
                wanted.insert((consent.advocate, "consented_words"));
            }
        }
    }
    wanted
}
