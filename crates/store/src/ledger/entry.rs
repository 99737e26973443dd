//! One entry: who did, saw or was refused what, when, under which policy. It names ids and codes, never people.

use crate::sealed::Shown;
use domain::catalogue::Role;
use domain::event::{CaseEvent, Recorded};
use domain::ids::{AccountId, CaseId, EntryId, WriterId};
use domain::time::Moment;
use serde::{Deserialize, Serialize};

/// An entry as it is written, fields in this order. The text is the record: it is hashed and kept, never written anew.
#[derive(Serialize)]
pub(crate) struct Written<'a> {
    pub v: u32,
    pub id: EntryId,
    pub at: Moment,
    pub actor: Option<AccountId>,
    pub role: Option<Role>,
    pub force: Option<&'a str>,
    pub action: &'a str,
    pub decision: &'a str,
    pub why: Option<&'a str>,
    pub purpose: &'a str,
    pub policies: &'a [String],
    pub policy_set: &'a str,
    pub case: Option<CaseId>,
    pub case_version: Option<i64>,
    pub events: &'a [CaseEvent],
    pub shown: &'a [Shown],
    pub facts: &'a [(String, String)],
    pub rows: &'a [RowSeal],
    pub writer: WriterId,
    pub writer_seq: i64,
    pub writer_prev: &'a str,
}

/// The salted hash of a row version that an entry explains.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowSeal {
    /// Table.
    pub table: String,
    /// Row.
    pub id: String,
    /// Version.
    pub version: i64,
    /// SHA-256, hexadecimal.
    pub hash: String,
}

/// What is read back of an entry; what this version does not know is left alone.
#[derive(Clone, Debug, Deserialize)]
pub struct Read {
    /// Format version.
    pub v: u32,
    /// Identifier.
    pub id: EntryId,
    /// When.
    pub at: Moment,
    /// Who; none for the system.
    pub actor: Option<AccountId>,
    /// In which role.
    pub role: Option<Role>,
    /// What was asked for.
    pub action: String,
    /// Done, seen or refused.
    pub decision: String,
    /// Why it was refused.
    pub why: Option<String>,
    /// Which case.
    pub case: Option<CaseId>,
    /// The number of its first event in the case.
    pub case_version: Option<i64>,
    /// What happened.
    #[serde(default)]
    pub events: Vec<CaseEvent>,
    /// Rows that it explains.
    #[serde(default)]
    pub rows: Vec<RowSeal>,
    /// The connection that wrote it.
    pub writer: WriterId,
    /// Its number on that connection.
    pub writer_seq: i64,
    /// The hash of the entry before on that connection.
    pub writer_prev: String,
}

impl Read {
    /// This reads the canonical text.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
    /// The events as the rules read them.
    pub fn recorded(self) -> impl Iterator<Item = Recorded> {
        let (at, by) = (self.at, self.actor);
        self.events.into_iter().map(move |event| Recorded { at, by, event })
    }
}
