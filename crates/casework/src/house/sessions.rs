//! Signing in and out. A session is a random token, of which the database keeps only the hash.

use crate::app::App;
use crate::failure::{Failure, Fault};
use crate::house::passwords::{hash_password, password_fits};
use crate::views::Actor;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::time::Moment;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::rows::{AccountRow, SessionRow};
use store::{AsRead, Draft, queries};

/// How long a session lasts at most.
pub const SESSION_HOURS_MAX: i64 = 12;

/// Wrong passwords for one name before it waits, and how long it waits.
const TRIES_MAX: u32 = 10;
const WAIT_MICROS: i64 = 60_000_000;

/// A session that just began.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The token; whoever has it acts as the account.
    pub token: String,
    /// Who signed in.
    pub actor: Actor,
    /// Whether somebody else set the password: then nothing works until it is changed.
    pub must_change: bool,
}

pub(crate) fn token_hash(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

pub(crate) fn actor_of(row: AccountRow) -> Actor {
    Actor {
        account: row.id,
        name: row.name,
        display_name: row.display_name,
        role: row.role,
        force: row.force,
        team: row.team,
    }
}

impl App {
    /// This signs in by name and password. A wrong name takes as long as a wrong password, and both are on record.
    pub fn sign_in(&self, name: &str, password: &str) -> Result<SignedIn, Failure> {
        self.may_try(name)?;
        let account = self.read(|reader| Ok(queries::account_by_name(reader, name)?))?;
        let fits = match &account {
            Some(account) => password_fits(password, &account.password_hash) && account.active,
            None => {
                let _ = hash_password(password, &[0; 16])?;
                false
            }
        };
        let whose = account.as_ref().map(|account| account.id);
        match account.filter(|_| fits) {
            Some(account) => {
                self.tries().remove(name);
                self.begin_session(account.into_inner())
            }
            None => {
                self.count_try(name);
                self.refused_at_the_door("sign_in", "wrong", whose)?;
                Err(Failure::SignInWrong)
            }
        }
    }

    fn tries(&self) -> std::sync::MutexGuard<'_, HashMap<String, (u32, Moment)>> {
        self.tries.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// After many wrong passwords a name waits a while; it is never locked for good, or anyone could lock an officer out.
    pub(crate) fn may_try(&self, name: &str) -> Result<(), Failure> {
        let now = self.now();
        let waits = self
            .tries()
            .get(name)
            .is_some_and(|(count, last)| *count >= TRIES_MAX && now < last.plus_micros(WAIT_MICROS));
        if !waits {
            return Ok(());
        }
        self.refused_at_the_door("sign_in", "waits", None)?;
        Err(Failure::TooManyTries)
    }

    pub(crate) fn count_try(&self, name: &str) {
        let now = self.now();
        let mut tries = self.tries();
        // What is older than a quarter of an hour is forgotten, so that the table stays small.
        tries.retain(|_, (_, last)| now < last.plus_micros(15 * WAIT_MICROS));
        let entry = tries.entry(name.to_owned()).or_insert((0, now));
        *entry = (entry.0 + 1, now);
    }

    /// This acts as an account without a password: only in a demonstration.
    pub fn act_as(&self, name: &str) -> Result<Actor, Failure> {
        if !self.is_demonstration() {
            self.refused_at_the_door("act_as", "not_a_demonstration", None)?;
            return Err(Failure::fault(
                "--as",
                Fault::NotHere,
                "works only in a demonstration database; sign in instead",
            ));
        }
        let account = self.read(|reader| Ok(queries::account_by_name(reader, name)?))?;
        match account {
            Some(account) => Ok(actor_of(account.into_inner())),
            None => {
                self.refused_at_the_door("act_as", "unknown_account", None)?;
                Err(Failure::fault("--as", Fault::Unknown, "names no demonstration account"))
            }
        }
    }

    fn begin_session(&self, account: AccountRow) -> Result<SignedIn, Failure> {
        let id = account.id;
        let must_change = self.read(|reader| Ok(queries::credential(reader, id)?))?.is_some_and(|known| known.one_time);
        let token = BASE64_URL_SAFE_NO_PAD.encode(self.random::<32>());
        let actor = actor_of(account);
        let (hash, id) = (token_hash(&token), actor.account);
        self.store.transact(self.context(&actor, "sign_in"), move |tx| {
            let entry = tx.append(Draft::done("sign_in", &[]));
            let mut row = SessionRow {
                id: hash.clone(),
                version: 0,
                salt: String::new(),
                account: id,
                started_at: tx.at(),
                expires_at: tx.at().plus_hours(SESSION_HOURS_MAX),
                ended: false,
            };
            tx.save(&mut row, &entry)?;
            Ok::<_, Failure>(())
        })?;
        Ok(SignedIn { token, actor, must_change })
    }

    /// This says who a token belongs to, if its session still lasts.
    pub fn session(&self, token: &str) -> Result<Actor, Failure> {
        let account = self.session_account(token)?;
        let id = account.id;
        let known = self.read(|reader| Ok(queries::credential(reader, id)?))?;
        if !known.is_some_and(|known| known.one_time) {
            return Ok(actor_of(account));
        }
        self.refused_at_the_door("session", "must_change_password", Some(id))?;
        Err(Failure::MustChangePassword)
    }

    /// Whose session a token is, whether or not they must change their password first.
    pub(crate) fn session_account(&self, token: &str) -> Result<AccountRow, Failure> {
        let (hash, now) = (token_hash(token), self.now());
        let found = self.read(|reader| {
            let session = queries::session(reader, &hash)?;
            let account = match &session {
                Some(session) => queries::account(reader, session.account)?,
                None => None,
            };
            Ok(session.zip(account))
        })?;
        let (why, whose) = match found {
            None => ("unknown_token", None),
            Some((session, account)) if session.ended || now >= session.expires_at => {
                ("session_ended", Some(account.id))
            }
            Some((_, account)) if !account.active => ("account_closed", Some(account.id)),
            Some((_, account)) => return Ok(account.into_inner()),
        };
        self.refused_at_the_door("session", why, whose)?;
        Err(Failure::NotSignedIn)
    }

    /// When a session ends by itself; none for a token of no session.
    pub fn session_ends(&self, token: &str) -> Result<Option<Moment>, Failure> {
        let hash = token_hash(token);
        self.read(|reader| Ok(queries::session(reader, &hash)?.map(|session| session.expires_at)))
    }

    /// This ends a session.
    pub fn sign_out(&self, token: &str) -> Result<(), Failure> {
        let actor = actor_of(self.session_account(token)?);
        let hash = token_hash(token);
        self.store.transact(self.context(&actor, "sign_out"), move |tx| {
            if let Some(mut session) = queries::session(tx, &hash)?.map(AsRead::into_inner) {
                let entry = tx.append(Draft::done("sign_out", &[]));
                session.ended = true;
                tx.save(&mut session, &entry)?;
            }
            Ok::<_, Failure>(())
        })?;
        Ok(())
    }
}
