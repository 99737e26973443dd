//! What may leave a write transaction. Inside one, a use case sees whole rows, since it must decide on them; what it returns
//! can only be made of things that say nothing about anyone's life, of what is still under seal, and of text that its entry holds.

use crate::sealed::{Personal, Sealed};
use domain::case::next::NextAction;
use domain::case::protection::ProtectionWarning;
use domain::catalogue::Grade;
use domain::ids::*;
use domain::time::{Day, Moment};
use serde::Serialize;
use std::fmt;

/// Something that may leave a write transaction.
///
/// `String` is none, nor is any row: text leaves as [`Told`], rows under seal. A type made of fields that may all leave is declared
/// with [`crate::outgoing!`], which the build checks field by field; nobody writes this `impl` by hand outside this file (a test looks).
///
/// ```
/// fn leaves<T: store::Outgoing>() {}
/// leaves::<Option<store::Sealed<store::rows::MentionRow>>>();
/// leaves::<(domain::ids::CaseId, u64)>();
/// ```
/// A row does not leave, nor does its text:
/// ```compile_fail,E0277
/// fn leaves<T: store::Outgoing>() {}
/// leaves::<Option<store::rows::MentionRow>>();
/// ```
/// ```compile_fail,E0277
/// fn leaves<T: store::Outgoing>() {}
/// leaves::<String>();
/// ```
/// Nor inside a type of one's own:
/// ```compile_fail,E0277
/// struct Done { name: String }
/// store::outgoing!(Done { name });
/// ```
pub trait Outgoing: Send + 'static {}

/// Text that a use case may return because the entry of its transaction holds it as a fact. Made by [`crate::Tx::tell`] alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct Told(String);

impl Told {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }
    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }
}
impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The codes of the events of an entry, such as `risk.screened`. Made by [`crate::Tx::happened`] alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct Happened(Vec<String>);

impl Happened {
    pub(crate) fn new(codes: Vec<String>) -> Self {
        Self(codes)
    }
    /// The codes.
    pub fn into_codes(self) -> Vec<String> {
        self.0
    }
}

macro_rules! leaves {
    ($($name:ty),* $(,)?) => { $(impl Outgoing for $name {})* };
}
// Yes and no, counts, fixed words of the code, moments, ids.
leaves!((), bool, u32, u64, usize, i64, &'static str, Moment, Day, Told, Happened);
leaves!(AccountId, CaseId, ReportId, ActId, MentionId, PersonId, SeriesId, ScreenId, ProtectionId, FlagId, ActionId);
leaves!(ContentId, ImportId, HeldRowId, TaskId, NoticeId, EntryId, SessionId);
// Of `domain`: closed lists, with counts and days at most.
leaves!(Grade, NextAction, ProtectionWarning);

impl<T: Personal + Send + 'static> Outgoing for Sealed<T> {}
impl<T: Outgoing> Outgoing for Option<T> {}
impl<T: Outgoing> Outgoing for Vec<T> {}
impl<A: Outgoing, B: Outgoing> Outgoing for (A, B) {}
impl<A: Outgoing, B: Outgoing, C: Outgoing> Outgoing for (A, B, C) {}

/// This declares that a type may leave a write transaction; the build fails if one of its fields may not, or is left out.
#[macro_export]
macro_rules! outgoing {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::Outgoing for $name {}
        const _: fn($name) = |whole| {
            fn leaves<T: $crate::Outgoing>(_: T) {}
            let $name { $($field),* } = whole;
            $(leaves($field);)*
        };
    };
}
