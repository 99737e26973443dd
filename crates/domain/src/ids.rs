//! Identifiers: each kind of thing has a type of its own, so that none can be passed for another.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// This makes an identifier from a moment and ten random bytes (UUID version 7, RFC 9562).
            pub fn new(at: crate::time::Moment, chance: [u8; 10]) -> Self {
                let millis = u64::try_from(at.micros() / 1000).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map(Self) }
        }
        impl TryFrom<String> for $name {
            type Error = uuid::Error;
            fn try_from(text: String) -> Result<Self, Self::Error> { text.parse() }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String { id.to_string() }
        }
    )*};
}

ids! {
    /// A person who works with Holdfast and signs in to it.
    AccountId,
    /// The work on one person at risk from one subject.
    CaseId,
    /// One report made to the police.
    ReportId,
    /// One act associated with stalking (Stalking Protection Act 2019, s. 1).
    ActId,
    /// A person as one report describes them.
    MentionId,
    /// A person as linkage believes them to be: a set of mentions.
    PersonId,
    /// Reports that linkage believes to be one course of conduct.
    SeriesId,
    /// One completed risk screen.
    ScreenId,
    /// One measure that protects: an order, bail conditions, custody.
    ProtectionId,
    /// One request for reconsideration.
    RequestId,
    /// One absence of a person who works with Holdfast.
    AbsenceId,
    /// One red flag raised on a case.
    FlagId,
    /// One action raised in a review.
    ActionId,
    /// Text kept outside the ledger, whose salted hash stands in it.
    ContentId,
    /// One run of an import.
    ImportId,
    /// One row that an import could not place.
    HeldRowId,
    /// One task for a unit.
    TaskId,
    /// One report that somebody is writing and has not recorded yet.
    DraftId,
    /// One notice of a duty to somebody.
    NoticeId,
    /// One entry of the ledger.
    EntryId,
    /// A signed-in session.
    SessionId,
    /// One connection of a process to the database, which chains its entries.
    WriterId,
}
