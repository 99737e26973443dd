//! Accounts: made by an administrator, each with one role in one force.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::views::Actor;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::catalogue::Role;
use domain::ids::AccountId;
use store::rows::AccountRow;
use store::{Draft, queries};

/// The shortest password that is taken.
pub const PASSWORD_CHARS_MIN: usize = 12;

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

fn hasher() -> Result<Argon2<'static>, Failure> {
    // 19 MiB, two passes: about 30 ms on two cores (OWASP's first choice for Argon2id).
    let params = Params::new(19_456, 2, 1, None).map_err(|error| Failure::invalid("password", error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn long_enough(password: &str) -> Result<(), Failure> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Failure::fault(
            "password",
            Fault::OutOfRange,
            format!("needs at least {PASSWORD_CHARS_MIN} characters"),
        ));
    }
    Ok(())
}

/// This hashes a password with Argon2id.
pub(crate) fn hash_password(password: &str, salt: &[u8; 16]) -> Result<String, Failure> {
    let hash = hasher()?
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|error| Failure::invalid("password", error))?;
    Ok(hash.to_string())
}

/// This compares a password with its hash.
pub(crate) fn password_fits(password: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else { return false };
    hasher().is_ok_and(|hasher| hasher.verify_password(password.as_bytes(), &parsed).is_ok())
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
            save_account(tx, &account, &hash, &[])
        })?;
        Ok(id)
    }

    /// This makes an account in the administrator's own force.
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
            save_account(tx, &account, &hash, &policies)
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
        if administrator.password.chars().count() < PASSWORD_CHARS_MIN {
            return Err(Failure::fault(
                "password",
                Fault::OutOfRange,
                format!("needs at least {PASSWORD_CHARS_MIN} characters"),
            ));
        }
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
            save_account(tx, &administrator, &hash, &policies)?;
            Ok(())
        })?;
        Ok(())
    }

    /// This lists the accounts of the actor's force.
    pub fn accounts(&self, actor: &Actor) -> Result<Vec<AccountRow>, Failure> {
        let (rows, _) = self.asked(actor, &Wish::of(Action::ManageAccounts.code()).by("accounts"), || {
            self.store.look(self.context(actor, "administration"), |reader| {
                let policies = self.permit_force(actor, Action::ManageAccounts)?;
                let rows: Vec<AccountRow> =
                    queries::accounts(reader)?.into_iter().filter(|row| row.force == actor.force).collect();
                Ok::<_, Failure>((rows, Draft::seen(Action::ManageAccounts.code(), &policies, Vec::new())))
            })
        })?;
        Ok(rows)
    }
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
    password_hash: &str,
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
        password_hash: password_hash.to_owned(),
        active: true,
    };
    tx.save(&mut row, &entry)?;
    Ok(id)
}
