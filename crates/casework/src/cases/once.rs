//! What a form or a client says beside an act, so that nothing is done twice and nothing on a page that is no longer as things are:
//! a key of its own for each opened form, and how much of the case its reader had seen.

use crate::cases::act::Act;
use crate::failure::Failure;
use crate::views::Actor;
use domain::ids::CaseId;
use sha2::{Digest, Sha256};
use store::record::hex;
use store::rows::RequestRow;
use store::{Entry, Tx, queries};

/// The shortest key that is taken: 128 bits in base 64.
const KEY_CHARS_MIN: usize = 22;
/// The longest.
const KEY_CHARS_MAX: usize = 64;

/// The key of a request: whoever sends the same one again asks for the same thing, which is done once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestKey(String);

impl RequestKey {
    /// This takes a key of 22 to 64 ASCII letters, digits, `-` and `_`; anything else is none.
    pub fn read(text: &str) -> Option<Self> {
        let length = (KEY_CHARS_MIN..=KEY_CHARS_MAX).contains(&text.len());
        let letters = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (length && letters).then(|| Self(text.to_owned()))
    }
}

/// What comes beside an act. A command brings neither.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// The key of the form, or of the client's request.
    pub key: Option<RequestKey>,
    /// What was sent under the key, as it was sent: a form that says 'today' means another moment when it comes again, and is the
    /// same all the same. Without it, the act itself is compared.
    pub sent: Option<String>,
    /// How many events the case had when whoever acts read it.
    pub seen: Option<u64>,
}

/// Why a request is not carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RequestRefusal {
    /// Somebody did something on the case since its reader had opened it.
    #[error("something was done on this case since you opened it")]
    ChangedSince,
    /// The key belongs to something else that was asked for.
    #[error("this key was used for something else before")]
    KeyUsed,
}

domain::spoken!(
    enum RequestRefusal {
        KeyUsed,
        ChangedSince,
    }
);

impl RequestRefusal {
    /// What to do about it.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::ChangedSince => {
                "look at what was done, and send it again if it still applies; nothing that you typed is lost"
            }
            Self::KeyUsed => "open the page again, or use a new key for a new request",
        }
    }
}

/// The code of a refusal of what was sent from a page that is no longer as things are.
pub const CHANGED_SINCE: &str = "request.ChangedSince";

/// A request as the database knows it: hashes, since the key alone would say what was asked.
pub(super) struct Request {
    id: String,
    asked: String,
}

impl Request {
    /// The request behind a key, if there is one.
    pub fn of(actor: &Actor, reference: &str, act: &Act, key: &RequestKey, sent: Option<&str>) -> Self {
        let hash = |text: String| hex(&Sha256::digest(text.as_bytes()));
        Self {
            id: hash(format!("{}\n{}", actor.account, key.0)),
            asked: hash(match sent {
                Some(sent) => format!("{}\n{reference}\n{}\n{sent}", key.0, act.code()),
                None => format!("{}\n{reference}\n{act:?}", key.0),
            }),
        }
    }

    /// Whether it was carried out before. The key of another request is refused.
    pub fn was_done(&self, tx: &mut Tx<'_>) -> Result<bool, Failure> {
        match queries::request(tx, &self.id)? {
            None => Ok(false),
            Some(before) if before.asked == self.asked => Ok(true),
            Some(_) => Err(RequestRefusal::KeyUsed.into()),
        }
    }

    /// This keeps that it is carried out, with what it does.
    pub fn keep(self, tx: &mut Tx<'_>, actor: &Actor, case: CaseId, entry: &Entry) -> Result<(), Failure> {
        let Self { id, asked } = self;
        let at = tx.at();
        let mut row =
            RequestRow { id, version: 0, salt: String::new(), account: actor.account, asked, case_id: case, at };
        Ok(tx.save(&mut row, entry)?)
    }
}
