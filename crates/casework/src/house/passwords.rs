//! Passwords: how they are kept, changed by whoever has them, and set for once by an administrator.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::house::sessions::actor_of;
use crate::views::Actor;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash as Parsed};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::ids::AccountId;
use domain::wording;
use store::rows::{AccountRow, CredentialRow};
use store::{AsRead, Draft, Entry, PasswordHash, Tx, queries};

/// The shortest password that is taken.
pub const PASSWORD_CHARS_MIN: usize = 12;

/// Who set a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Set {
    /// The person whose it is.
    ByThemselves,
    /// An administrator: it is for one sign-in, and must be changed there.
    ByAnother,
}

fn hasher() -> Result<Argon2<'static>, Failure> {
    // 19 MiB, two passes: about 30 ms on two cores (OWASP's first choice for Argon2id).
    let params = Params::new(19_456, 2, 1, None).map_err(|_| unhashed())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn unhashed() -> Failure {
    Failure::invalid("password", "cannot be hashed by this program; tell whoever runs Holdfast")
}

/// This refuses a password that is too short.
pub(crate) fn long_enough(password: &str) -> Result<(), Failure> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Failure::fault(
            "password",
            Fault::OutOfRange,
            wording!("needs at least {} characters", PASSWORD_CHARS_MIN),
        ));
    }
    Ok(())
}

/// This refuses a new password that is too short, or is the old one.
fn fit(old: &str, new: &str) -> Result<(), Failure> {
    long_enough(new)?;
    if new == old { Err(Failure::invalid("password", "is the old one; choose another")) } else { Ok(()) }
}

/// This hashes a password with Argon2id.
pub(crate) fn hash_password(password: &str, salt: &[u8; 16]) -> Result<PasswordHash, Failure> {
    let hash = hasher()?.hash_password_with_salt(password.as_bytes(), salt).map_err(|_| unhashed())?;
    Ok(PasswordHash::new(hash.to_string()))
}

/// This compares a password with its hash.
pub(crate) fn password_fits(password: &str, hash: &PasswordHash) -> bool {
    hash.fits(|hash| {
        let Ok(parsed) = Parsed::new(hash) else { return false };
        hasher().is_ok_and(|hasher| hasher.verify_password(password.as_bytes(), &parsed).is_ok())
    })
}

/// This notes who set a password, under an entry.
pub(crate) fn note_password(tx: &mut Tx<'_>, account: AccountId, set: Set, entry: &Entry) -> Result<(), Failure> {
    let row = queries::credential(tx, account)?;
    let mut row = row.map(AsRead::into_inner).unwrap_or_else(|| CredentialRow {
        id: account,
        version: 0,
        salt: String::new(),
        one_time: false,
        set_at: tx.at(),
    });
    row.one_time = match set {
        Set::ByThemselves => false,
        Set::ByAnother => true,
    };
    row.set_at = tx.at();
    Ok(tx.save(&mut row, entry)?)
}

/// This ends the sessions of an account but one, under an entry.
pub(crate) fn end_sessions(
    tx: &mut Tx<'_>,
    account: AccountId,
    but: Option<&str>,
    entry: &Entry,
) -> Result<(), Failure> {
    for mut session in queries::sessions_of(tx, account)? {
        if but != Some(session.id.as_str()) {
            session.ended = true;
            tx.save(&mut session, entry)?;
        }
    }
    Ok(())
}

impl App {
    /// This changes the password of whoever is signed in. The old one is asked for; their other sessions end.
    pub fn change_password(&self, token: &str, old: &str, new: &str) -> Result<(), Failure> {
        let account = self.session_account(token)?;
        let actor = actor_of(account.clone());
        self.may_try(&account.name)?;
        if !password_fits(old, &account.password_hash) {
            self.count_try(&account.name);
            self.refused_at_the_door("change_password", "wrong", Some(account.id))?;
            return Err(Failure::invalid("old password", "is not right"));
        }
        self.asked(&actor, &Wish::of("change_password"), || fit(old, new))?;
        let (hash, session) = (hash_password(new, &self.random())?, crate::house::sessions::token_hash(token));
        self.store.transact(self.context(&actor, "sign_in"), move |tx| {
            let mut row = queries::account(tx, account.id)?.ok_or(Failure::NotSignedIn)?.into_inner();
            let entry = tx.append(Draft::done("change_password", &[]));
            row.password_hash = hash.clone();
            tx.save(&mut row, &entry)?;
            note_password(tx, row.id, Set::ByThemselves, &entry)?;
            end_sessions(tx, row.id, Some(&session), &entry)
        })?;
        Ok(())
    }

    /// This sets a password for once: the person must change it at the next sign-in. Their sessions end at once.
    pub fn set_one_time_password(&self, actor: &Actor, name: &str, password: &str) -> Result<(), Failure> {
        let wish = Wish::of(Action::ManageAccounts.code()).by("one_time_password").naming(name);
        self.asked(actor, &wish, || self.give_password(actor, name, password))
    }

    fn give_password(&self, actor: &Actor, name: &str, password: &str) -> Result<(), Failure> {
        long_enough(password)?;
        let hash = hash_password(password, &self.random())?;
        let (who, name, demonstration) = (actor.clone(), name.to_owned(), self.is_demonstration());
        self.store.transact(self.context(actor, "administration"), move |tx| {
            let policies = permit_force(&who, Action::ManageAccounts, demonstration)?;
            let mut row = own(tx, &who, &name)?;
            let draft = Draft::done(Action::ManageAccounts.code(), &policies).fact("what", "one_time_password");
            let entry = tx.append(draft.fact("account", row.id));
            row.password_hash = hash.clone();
            tx.save(&mut row, &entry)?;
            note_password(tx, row.id, Set::ByAnother, &entry)?;
            end_sessions(tx, row.id, None, &entry)
        })?;
        Ok(())
    }

    /// This makes a password for once: twenty letters and digits that are hard to confuse.
    pub fn new_password(&self) -> String {
        const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
        let letters = self.random::<20>().map(|byte| LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'a'));
        let text: String = letters.iter().map(|letter| char::from(*letter)).collect();
        text.as_bytes().chunks(5).map(|part| String::from_utf8_lossy(part).into_owned()).collect::<Vec<_>>().join("-")
    }
}

/// An account of the administrator's own force, by its name.
pub(crate) fn own(tx: &mut Tx<'_>, actor: &Actor, name: &str) -> Result<AccountRow, Failure> {
    let row = queries::account_by_name(tx, name)?.filter(|row| row.force == actor.force);
    Ok(row.ok_or(Failure::NotFound("account"))?.into_inner())
}
