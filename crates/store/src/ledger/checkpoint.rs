//! Signed heads of the log (C2SP tlog-checkpoint): who keeps one can prove later that nothing before it was changed.

use crate::error::StoreError;
use crate::ledger::tree;
use crate::store::Store;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::wording;
use domain::wording::Wording;
use ed25519_dalek::SigningKey;
use signed_note::{Note, StandardSigner, StandardVerifier, VerifierList, key_id, new_ed25519_verifier_key};
use tlog_tiles::{checkpoint::Checkpoint, tlog::Hash};

/// The key that signs heads. It is kept outside the database.
pub struct LogKey {
    /// The private part, as the note format writes it; for the key file alone.
    pub private: String,
    /// The public part, which outsiders keep.
    pub public: String,
}

/// What a kept checkpoint says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// Whose log.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root, hexadecimal.
    pub root: String,
}

fn bad(what: impl Into<Wording>) -> StoreError {
    StoreError::Unavailable(what.into())
}

/// This makes a key pair from 32 random bytes, for the log of that name.
pub fn new_key(origin: &str, seed: [u8; 32]) -> LogKey {
    let signing = SigningKey::from_bytes(&seed);
    let public = [[1u8].as_slice(), signing.verifying_key().to_bytes().as_slice()].concat();
    let private = [[1u8].as_slice(), seed.as_slice()].concat();
    LogKey {
        private: format!("PRIVATE+KEY+{origin}+{:08x}+{}", key_id(origin, &public), BASE64_STANDARD.encode(private)),
        public: new_ed25519_verifier_key(origin, &signing.verifying_key()),
    }
}

/// This derives the public part from a key file's text.
pub fn public_of(private: &str) -> Result<LogKey, StoreError> {
    let mut parts = private.trim().splitn(5, '+').skip(2);
    let origin = parts.next().ok_or_else(|| bad("the key file is not a note key"))?;
    let coded = parts.nth(1).ok_or_else(|| bad("the key file is not a note key"))?;
    let bytes = BASE64_STANDARD.decode(coded).map_err(|_| bad("the key file is not a note key"))?;
    let seed: [u8; 32] =
        bytes.get(1..).and_then(|seed| seed.try_into().ok()).ok_or_else(|| bad("the key file is not a note key"))?;
    Ok(new_key(origin, seed))
}

/// This signs the head of the log as it is stored now.
pub fn sign(store: &Store, key: &LogKey) -> Result<String, StoreError> {
    store.sequence()?;
    let mut db = store.own_connection()?;
    let size = tree::size(&mut db)?;
    let root = tree::root(&mut db, size)?;
    sign_head(size, root, key)
}

pub(crate) fn sign_head(size: u64, root: Hash, key: &LogKey) -> Result<String, StoreError> {
    let origin = key.public.split('+').next().unwrap_or_default();
    let head = Checkpoint::new(origin, size, root, "").map_err(|_| bad("the head cannot be written"))?;
    sign_bytes(&head.to_bytes(), key)
}

/// This signs lines of text as a note (C2SP signed-note) with the key of the heads.
pub fn sign_text(text: &str, key: &LogKey) -> Result<String, StoreError> {
    sign_bytes(text.as_bytes(), key)
}

fn sign_bytes(text: &[u8], key: &LogKey) -> Result<String, StoreError> {
    let signer = StandardSigner::new(key.private.trim()).map_err(|_| bad("the key file is not a note key"))?;
    let mut note = Note::new(text, &[]).map_err(|_| bad("what is to be signed cannot be written as a note"))?;
    note.add_sigs(&[&signer]).map_err(|_| bad("the note cannot be signed"))?;
    String::from_utf8(note.to_bytes()).map_err(|_| bad("the note is not text"))
}

/// This reads a signed note and checks its signature.
pub fn read_text(text: &str, public: &str) -> Result<String, StoreError> {
    String::from_utf8(verified("the signed text", text, public)?.text().to_vec())
        .map_err(|_| bad("the note is not text"))
}

fn verified(what: &'static str, text: &str, public: &str) -> Result<Note, StoreError> {
    let verifier = StandardVerifier::new(public.trim()).map_err(|_| bad("the public key is not a note key"))?;
    let note = Note::from_bytes(text.as_bytes()).map_err(|_| bad(wording!("{} is not a signed note", what)))?;
    note.verify(&VerifierList::new(vec![Box::new(verifier)]))
        .map_err(|_| bad(wording!("{} is not signed by this log's key", what)))?;
    Ok(note)
}

/// This reads a kept checkpoint and checks its signature.
pub fn read(text: &str, public: &str) -> Result<Head, StoreError> {
    let note = verified("the checkpoint", text, public)?;
    let head = Checkpoint::from_bytes(note.text()).map_err(|_| bad("the checkpoint cannot be read"))?;
    Ok(Head { origin: head.origin().to_owned(), size: head.size(), root: crate::record::hex(&head.hash().0) })
}
