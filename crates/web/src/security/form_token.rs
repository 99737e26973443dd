//! Form tokens: each form carries one that only this process can make for the reader's session or visit.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::AccountId;
use sha2::{Digest, Sha256};

/// The secret of this process; forms that were opened before a restart are refused and opened again.
pub struct FormKey([u8; 32]);

impl FormKey {
    /// This draws a new one.
    pub fn random() -> Result<Self, getrandom::Error> {
        random_bytes().map(Self)
    }
    /// This takes one that is known, for samples.
    #[cfg(test)]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// This is the token of a form that belongs to a session or visit.
    pub fn token(&self, owner: &str) -> String {
        // Key and inner digest have a fixed length, so the keyed digest cannot be extended.
        let inner = Sha256::digest(owner.as_bytes());
        let outer = Sha256::new().chain_update(self.0).chain_update(inner).finalize();
        URL_SAFE_NO_PAD.encode(outer)
    }
    /// This is the token of a form of somebody who signed in: that of their session and, after a stop, whose it is.
    pub fn signed(&self, session: &str, account: AccountId) -> String {
        format!("{}.{}", self.token(session), self.token(&whose(account)))
    }
    /// Whether what was typed into a form with this token is an account's, in whatever session.
    pub fn is_of(&self, account: AccountId, token: &str) -> bool {
        token.split_once('.').is_some_and(|(_, of)| self.accepts(&whose(account), of))
    }
    /// Whether a form's token belongs to the session or visit; it takes as long for a near miss as for a far one.
    pub fn accepts(&self, owner: &str, token: &str) -> bool {
        let token = token.split_once('.').map_or(token, |(of_session, _)| of_session);
        let expected = self.token(owner);
        expected.len() == token.len()
            && expected.bytes().zip(token.bytes()).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
    }
}

/// An account as the owner of what was typed. No session and no visit has a line break in its name.
fn whose(account: AccountId) -> String {
    format!("account\n{account}")
}

/// This draws the value of a visit cookie.
pub fn random_visit() -> Result<String, getrandom::Error> {
    random_bytes().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

fn random_bytes() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
