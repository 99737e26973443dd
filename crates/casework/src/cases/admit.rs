//! Acts on who may have a case: to whom it can be given, who is named for it, let in by consent, or kept away.

use crate::access::{Action, CaseFacts, Restriction};
use crate::app::{allowed, case_facts};
use crate::cases::act::Act;
use crate::cases::plan::Planner;
use crate::failure::{Failure, Fault};
use crate::house::sessions::actor_of;
use crate::views::Actor;
use domain::case::access::Named;
use domain::catalogue::Role;
use domain::event::CaseEvent;
use domain::ids::{AccountId, ContentId};
use domain::wording;
use std::collections::BTreeSet;
use store::queries;
use store::rows::AccountRow;

impl Planner<'_, '_> {
    /// This asks the rules about an act on who may have the case.
    pub(super) fn admit(&mut self, act: &Act) -> Result<Vec<CaseEvent>, Failure> {
        let (case, doer) = (self.case, &self.doer.clone());
        Ok(match act {
            Act::Restrict { named, reasons } => {
                let rows = named.iter().map(|name| self.person(name)).collect::<Result<Vec<_>, _>>()?;
                let reasons = self.reasons(reasons)?;
                let accounts = rows.iter().map(|row| row.id).collect();
                case.restrict(doer, &self.leading(accounts)?, reasons)?
            }
            Act::LiftRestriction { reasons } => case.lift_restriction(doer, self.reasons(reasons)?)?,
            Act::NameAccount { account, reasons } => {
                let (row, reasons) = (self.person(account)?, self.reasons(reasons)?);
                case.name_account(doer, row.id, reasons)?
            }
            Act::UnnameAccount { account, reasons } => {
                let (account, reasons) = (self.known(account)?.id, self.reasons(reasons)?);
                case.unname_account(doer, account, &self.staying(account)?, reasons)?
            }
            Act::GiveConsent { advocate, on, scope } => {
                let row = self.person(advocate)?;
                if row.role != Role::Advocate {
                    return Err(Failure::invalid("advocate", "must be an account with the role of an advocate"));
                }
                case.give_consent(doer, row.id, *on, *scope)?
            }
            Act::WithdrawConsent { advocate, on } => case.withdraw_consent(doer, self.known(advocate)?.id, *on)?,
            Act::DeclareConnection { account } => {
                let account = self.known(account)?.id;
                case.declare_connection(doer, account, &self.staying(account)?)?
            }
            Act::WithdrawConnection { account, reasons } => {
                let (account, reasons) = (self.known(account)?.id, self.reasons(reasons)?);
                case.withdraw_connection(doer, account, reasons)?
            }
            other => {
                return Err(Failure::invalid("act", wording!("{} is not about who may have the case", other.code())));
            }
        })
    }

    /// This keeps reasons, which must say something.
    pub(super) fn reasons(&mut self, words: &str) -> Result<ContentId, Failure> {
        if words.trim().is_empty() {
            return Err(Failure::fault("reasons", Fault::Missing, "say why, in a sentence that others will read"));
        }
        Ok(self.keep(words.trim()))
    }

    /// An account of the force, whether or not it is closed.
    fn known(&mut self, name: &str) -> Result<AccountRow, Failure> {
        let row = queries::account_by_name(self.tx, name)?.filter(|row| row.force == self.held.row.force);
        let row =
            row.ok_or_else(|| Failure::fault("account", Fault::Unknown, "is not known in this force; check the name"))?;
        Ok(row.into_inner())
    }

    /// An account of the force that is in use.
    pub(super) fn person(&mut self, name: &str) -> Result<AccountRow, Failure> {
        let row = self.known(name)?;
        if row.active { Ok(row) } else { Err(Failure::invalid("account", "is closed; choose another")) }
    }

    /// A team that somebody of the force is in, or the one that has the case: free text could hold anything.
    pub(super) fn team(&mut self, wanted: Option<&str>) -> Result<String, Failure> {
        let Some(team) = wanted.map(str::trim) else { return Ok(self.held.row.team.clone()) };
        let force = &self.held.row.force;
        let known = team.is_empty()
            || team == self.held.row.team
            || queries::accounts(self.tx)?.iter().any(|row| row.force == *force && row.team == team);
        if known {
            Ok(team.to_owned())
        } else {
            Err(Failure::fault("team", Fault::Unknown, "nobody of the force is in it; check its name"))
        }
    }

    /// Somebody to whom the case can be given: who is in use, not kept away from it, and may work on it once it is theirs.
    pub(super) fn officer(&mut self, name: &str, team: &str) -> Result<AccountId, Failure> {
        let row = self.person(name)?;
        let id = row.id;
        let facts = CaseFacts { officer: Some(id), team: team.to_owned(), ..self.facts()? };
        // The reasons are not told apart: that there is a connection is not for everyone who allocates to be told here.
        let problem = "cannot have this case: the officer in a case decides on protection and proposes closure, which takes the \
                       role of an officer; or they are kept away from it or not named for it";
        if decides(row, &facts) { Ok(id) } else { Err(Failure::invalid("officer", problem)) }
    }

    fn facts(&mut self) -> Result<CaseFacts, Failure> {
        let file = queries::case_file_by_id(self.tx, self.held.row.id)?.ok_or(Failure::NotFound("case"))?;
        case_facts(self.tx, &file)
    }

    /// Those who stay named without one of them.
    fn staying(&mut self, without: AccountId) -> Result<Vec<Named>, Failure> {
        self.leading(self.case.access.named.iter().copied().filter(|named| *named != without).collect())
    }

    /// Which of the named may give the case to an officer, once only they have it.
    fn leading(&mut self, accounts: BTreeSet<AccountId>) -> Result<Vec<Named>, Failure> {
        let facts = CaseFacts { restriction: Restriction::Named(accounts.clone()), ..self.facts()? };
        let mut named = Vec::new();
        for account in accounts {
            let row = queries::account(self.tx, account)?.filter(|row| row.active);
            named.push(Named { account, leads: row.is_some_and(|row| leads(row.into_inner(), &facts)) });
        }
        Ok(named)
    }
}

/// Whether somebody whose account is open may work on a case to the end of its actions.
pub(crate) fn works_on(actor: &Actor, facts: &CaseFacts) -> bool {
    allowed(actor, Action::CloseAction, facts).is_some()
}

/// Whether an account may do what an officer in the case must: decide on protection, and propose closure.
pub(crate) fn decides(row: AccountRow, facts: &CaseFacts) -> bool {
    let (active, actor) = (row.active, actor_of(row));
    let may = |action| allowed(&actor, action, facts).is_some();
    active && may(Action::RecordDecision) && may(Action::ProposeClosure)
}

/// Whether an account may give a case to an officer.
pub(crate) fn leads(row: AccountRow, facts: &CaseFacts) -> bool {
    let active = row.active;
    active && allowed(&actor_of(row), Action::Allocate, facts).is_some()
}
