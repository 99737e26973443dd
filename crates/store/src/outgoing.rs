//! What may leave a transaction or a snapshot. Inside one, a use case sees what it must decide on; what it returns can only be
//! made of things that say nothing about anyone's life, of what is still under seal, and of text that its entry holds.

use crate::queries::CaseFile;
use crate::rows::*;
use crate::sealed::{Field, Personal, Sealed};
use crate::stages::StageTimer;
use crate::views::screens::ScreenMade;
use domain::case::next::NextAction;
use domain::case::protection::ProtectionWarning;
use domain::catalogue::Grade;
use domain::ids::*;
use domain::time::{Day, Moment};
use domain::watch::Heartbeat;
use serde::Serialize;
use std::fmt;

/// Something that may leave a transaction or a snapshot.
///
/// `String` is none, nor is any row: text leaves as [`Told`], rows under seal, and those that are about the house and its staff
/// [`AsRead`]. A type made of fields that may all leave is declared
/// with [`crate::outgoing!`], which the build checks field by field; nobody writes this `impl` by hand outside this file (a test looks).
///
/// ```
/// fn leaves<T: store::Outgoing>() {}
/// leaves::<Option<store::Sealed<store::rows::MentionRow>>>();
/// leaves::<(domain::ids::CaseId, u64)>();
/// leaves::<store::AsRead<store::rows::ForceRow>>();
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
/// Not even one about the house leaves as something that a use case could have filled in itself:
/// ```compile_fail,E0277
/// fn leaves<T: store::Outgoing>() {}
/// leaves::<store::rows::ForceRow>();
/// ```
/// What is personal does not leave as it was read:
/// ```compile_fail,E0277
/// fn leaves<T: store::Outgoing>() {}
/// leaves::<store::AsRead<store::rows::LinkRow>>();
/// ```
/// Nor does anything inside a type of one's own:
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

/// A row that says nothing about a person at risk or a subject, as the store read it: it can be looked at without a receipt, and
/// nobody outside the store can make one, so that no other text travels in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsRead<T>(T);

impl<T: OfTheHouse> AsRead<T> {
    pub(crate) fn new(row: T) -> Self {
        Self(row)
    }
    /// The row, to be changed and saved.
    pub fn into_inner(self) -> T {
        self.0
    }
}
impl<T> std::ops::Deref for AsRead<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// What may be read without a receipt: settings, forces, staff, their absences and what they are trained in, whose a case is, which stages
/// of its duties came, and which ids belong together. This file has the whole list; an entry about a list of staff names whom it showed all the same.
pub trait OfTheHouse {}

macro_rules! of_the_house {
    ($($name:ty),* $(,)?) => { $(impl OfTheHouse for $name {})* };
}
of_the_house!(SettingRow, ForceRow, QuestionSetRow);
of_the_house!(AccountRow, AbsenceRow, CredentialRow, SessionRow, TrainingRow, RequestRow, ScreenMade);
of_the_house!(CaseFile, Team, CaseReportRow, MemberRow, SeriesMemberRow, LookRow, StageTimer);

/// The name of a team.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Team(pub String);

macro_rules! leaves {
    ($($name:ty),* $(,)?) => { $(impl Outgoing for $name {})* };
}
// Yes and no, counts, fixed words of the code, moments, ids.
leaves!((), bool, u32, u64, usize, i64, &'static str, Moment, Day, Told, Happened);
leaves!(AccountId, CaseId, ReportId, ActId, MentionId, PersonId, SeriesId, ScreenId, ProtectionId, FlagId, ActionId);
leaves!(AbsenceId, DraftId, ContentId, ImportId, HeldRowId, TaskId, NoticeId, EntryId, SessionId);
// Of `domain`: closed lists, with counts and days at most.
leaves!(Grade, NextAction, ProtectionWarning, Heartbeat);
// The groups of fields that an entry can name.
leaves!(Field);

impl<T: Personal + Send + 'static> Outgoing for Sealed<T> {}
impl<T: OfTheHouse + Send + 'static> Outgoing for AsRead<T> {}
impl<T: Outgoing> Outgoing for Option<T> {}
impl<T: Outgoing> Outgoing for Vec<T> {}
impl<A: Outgoing, B: Outgoing> Outgoing for (A, B) {}
impl<A: Outgoing, B: Outgoing, C: Outgoing> Outgoing for (A, B, C) {}

/// This declares that a type may leave a transaction or a snapshot; the build fails if one of its fields may not, or is left out.
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
