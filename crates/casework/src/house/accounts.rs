//! Accounts: made by an administrator, each with one role in one force.

use crate::access::{Action, ListScope};
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::house::passwords::{Set, hash_password, long_enough, note_password};
use crate::views::Actor;
use domain::catalogue::Role;
use domain::ids::AccountId;
use std::collections::BTreeSet;
use store::rows::AccountRow;
use store::{Draft, Field, PasswordHash, Sealed, Shown, queries};

/// Accounts in one look, so that its entry stays short.
const PAGE: i64 = 500;

/// An account as the administrator sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountView {
    /// The name to sign in with.
    pub name: String,
    /// How they are addressed.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// Their team.
    pub team: String,
    /// Whether they may sign in.
    pub active: bool,
}

/// An account to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAccount {
    /// The name to sign in with.
    pub name: String,
    /// How they are addressed.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// Their force.
    pub force: String,
    /// Their team.
    pub team: String,
    /// The first password.
    pub password: String,
}

impl App {
    /// This makes the first account of an empty installation: an administrator. Afterwards it is refused.
    pub fn create_first_administrator(&self, account: NewAccount) -> Result<AccountId, Failure> {
        self.set_up(|| self.make_first(account))
    }

    /// This says whether an installation can be set up: an empty one, with a password that is long enough.
    pub fn may_set_up(&self, password: &str) -> Result<(), Failure> {
        self.set_up(|| {
            long_enough(password)?;
            if self.is_empty()? {
                return Ok(());
            }
            let words = "is set up already; an administrator makes further accounts";
            Err(Failure::fault("database", Fault::Exists, words))
        })
    }

    fn make_first(&self, account: NewAccount) -> Result<AccountId, Failure> {
        long_enough(&account.password)?;
        let hash = hash_password(&account.password, &self.random())?;
        let (id, _) = self.store.transact(self.system_context("setup"), move |tx| {
            if !queries::accounts(tx)?.is_empty() {
                return Err(Failure::fault(
                    "account",
                    Fault::Exists,
                    "there are accounts already; an administrator makes further ones",
                ));
            }
            save_account(tx, &account, &hash, Set::ByThemselves, &[])
        })?;
        Ok(id)
    }

    /// This makes an account in the administrator's own force. Its password is for once: the person changes it at the first
    /// sign-in.
    pub fn create_account(&self, actor: &Actor, account: NewAccount) -> Result<AccountId, Failure> {
        let wish = Wish::of(Action::ManageAccounts.code()).by("create_account");
        self.asked(actor, &wish, || self.make_account(actor, account))
    }

    fn make_account(&self, actor: &Actor, account: NewAccount) -> Result<AccountId, Failure> {
        long_enough(&account.password)?;
        let hash = hash_password(&account.password, &self.random())?;
        let (actor, demonstration) = (actor.clone(), self.is_demonstration());
        let (id, _) = self.store.transact(self.context(&actor, "administration"), move |tx| {
            let policies = permit_force(&actor, Action::ManageAccounts, demonstration)?;
            if account.force != actor.force {
                return Err(Failure::fault(
                    "force",
                    Fault::NotHere,
                    "an administrator makes accounts for their own force only",
                ));
            }
            if queries::account_by_name(tx, &account.name)?.is_some() {
                return Err(Failure::fault("name", Fault::Exists, "is taken; choose another"));
            }
            save_account(tx, &account, &hash, Set::ByAnother, &policies)
        })?;
        Ok(id)
    }

    /// This adds another force to the installation, with its first administrator.
    pub fn add_force(
        &self,
        actor: &Actor,
        name: &str,
        contact: &str,
        administrator: NewAccount,
    ) -> Result<(), Failure> {
        let wish = Wish::of(Action::ManageAccounts.code()).by("add_force");
        self.asked(actor, &wish, || self.make_force(actor, name, contact, administrator))
    }

    fn make_force(&self, actor: &Actor, name: &str, contact: &str, administrator: NewAccount) -> Result<(), Failure> {
        long_enough(&administrator.password)?;
        let hash = hash_password(&administrator.password, &self.random())?;
        let (actor, demonstration) = (actor.clone(), self.is_demonstration());
        let (name, contact) = (name.to_owned(), contact.to_owned());
        self.store.transact(self.context(&actor, "administration"), move |tx| {
            let policies = permit_force(&actor, Action::ManageAccounts, demonstration)?;
            if queries::account_by_name(tx, &administrator.name)?.is_some() {
                return Err(Failure::fault("name", Fault::Exists, "is taken; choose another"));
            }
            let (force, known) = (&administrator.force, queries::force(tx, &administrator.force)?.is_some());
            if !known && !looks_like_a_force(force) {
                let words = "is not shaped like a code of the Office for National Statistics: a letter and eight digits, such as E23000036";
                return Err(Failure::fault("force", Fault::Unreadable, words));
            }
            crate::house::forces::save_force(tx, &administrator.force, &name, &contact, None, &policies)?;
            save_account(tx, &administrator, &hash, Set::ByAnother, &policies)?;
            Ok(())
        })?;
        Ok(())
    }

    /// This lists the accounts of the actor's force. Who was looked at is on record.
    pub fn accounts(&self, actor: &Actor) -> Result<Vec<AccountView>, Failure> {
        let mut seen: Vec<AccountView> = Vec::new();
        loop {
            let after = seen.last().map(|account| account.name.clone()).unwrap_or_default();
            let (rows, receipt) = self.asked(actor, &Wish::of(Action::ManageAccounts.code()).by("accounts"), || {
                self.store.look(self.context(actor, "administration"), |reader| {
                    let policies = self.permit_force(actor, Action::ManageAccounts)?;
                    let rows = queries::accounts_after(reader, &actor.force, &after, PAGE)?;
                    let shown = Shown::of(&[Field::Account], rows.iter().map(Sealed::id));
                    Ok::<_, Failure>((rows, Draft::seen(Action::ManageAccounts.code(), &policies, vec![shown])))
                })
            })?;
            let last = (rows.len() as i64) < PAGE;
            seen.extend(receipt.open_all(rows)?.into_iter().map(view));
            if last {
                return Ok(seen);
            }
        }
    }

    /// The teams whose cases somebody may pick on the list: all of the force for whoever may list all its cases, else their own.
    pub fn teams(&self, reader: &Actor) -> Result<Vec<String>, Failure> {
        match crate::access::filter(reader).scope {
            ListScope::Force => {}
            ListScope::Own(_)
            | ListScope::Reported(_)
            | ListScope::Team(_)
            | ListScope::Consented(_)
            | ListScope::Nothing => return Ok(vec![reader.team.clone()]),
        }
        let found = self.read(|database| Ok(queries::teams(database, &reader.force)?))?;
        let teams: BTreeSet<String> =
            found.into_iter().map(|team| team.into_inner().0).chain([reader.team.clone()]).collect();
        Ok(teams.into_iter().filter(|team| !team.trim().is_empty()).collect())
    }
}

fn view(row: AccountRow) -> AccountView {
    AccountView { name: row.name, display_name: row.display_name, role: row.role, team: row.team, active: row.active }
}

/// Whether a text has the shape of a code of the ONS's register of geographies, as police areas have one.
fn looks_like_a_force(code: &str) -> bool {
    let mut letters = code.chars();
    letters.next().is_some_and(|first| first.is_ascii_uppercase())
        && code.len() == 9
        && letters.all(|letter| letter.is_ascii_digit())
}

/// This saves a new account under an entry of its own.
pub(crate) fn save_account(
    tx: &mut store::Tx<'_>,
    account: &NewAccount,
    password_hash: &PasswordHash,
    set: Set,
    policies: &[String],
) -> Result<AccountId, Failure> {
    let id = AccountId::new(tx.at(), tx.chance());
    let entry =
        tx.append(Draft::done(Action::ManageAccounts.code(), policies).fact("account", id).fact("role", account.role));
    let mut row = AccountRow {
        id,
        version: 0,
        salt: String::new(),
        name: account.name.clone(),
        display_name: account.display_name.clone(),
        role: account.role,
        force: account.force.clone(),
        team: account.team.clone(),
        password_hash: password_hash.clone(),
        active: true,
    };
    tx.save(&mut row, &entry)?;
    note_password(tx, id, set, &entry)?;
    Ok(id)
}
