//! What may be told without an entry that says so: the words of a refusal. They are made of what stands in the code, of numbers,
//! days, ids and codes of catalogues, and of nothing that somebody said of a person.

use crate::calendar::{CalendarRefusal, OutsideCalendar};
use crate::case::access::AccessRefusal;
use crate::case::act::ActRefusal;
use crate::case::advice::AdviceRefusal;
use crate::case::closure::ClosureRefusal;
use crate::case::correction::CorrectionRefusal;
use crate::case::decision::DecisionRefusal;
use crate::case::flag::FlagRefusal;
use crate::case::gates::{Gate, GateState};
use crate::case::handling::HandlingRefusal;
use crate::case::inquiry::InquiryRefusal;
use crate::case::protection::ProtectionRefusal;
use crate::case::reconsideration::ReconsiderationRefusal;
use crate::case::review::ReviewRefusal;
use crate::case::risk::RiskRefusal;
use crate::case::victim::VictimRefusal;
use crate::catalogue::*;
use crate::clocks::{Clock, ClockRefusal, SettingRefusal, Span};
use crate::ids::*;
use crate::risk::questions::AnswerProblem;
use crate::time::{Day, Moment};
use std::borrow::Cow;
use std::fmt;

/// Something that may be told to whoever asked, although no entry says that it was: what a use case fails with is made of it.
///
/// `String` is none, nor is any text that does not stand in the code: words of a refusal are [`Wording`]. This file has the list;
/// a type made of what is on it is declared with [`crate::spoken!`], which the build checks field by field. Nobody else writes this
/// `impl` by hand but the store, for words that whoever asks gave themselves (a test looks).
///
/// ```
/// fn told<T: domain::wording::Spoken>() {}
/// told::<Option<domain::wording::Wording>>();
/// told::<domain::case::risk::RiskRefusal>();
/// ```
/// A text is not told:
/// ```compile_fail,E0277
/// fn told<T: domain::wording::Spoken>() {}
/// told::<String>();
/// ```
/// Nor is one inside a refusal of one's own:
/// ```compile_fail,E0277
/// #[derive(Debug)]
/// enum MyRefusal { NotTheirs { name: String } }
/// domain::spoken!(enum MyRefusal { NotTheirs { name } });
/// ```
/// No variant is left out, and no field:
/// ```compile_fail,E0004
/// enum MyRefusal { Closed, NotTheirs { name: String } }
/// domain::spoken!(enum MyRefusal { Closed });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` may not be told in a failure",
    note = "words of a refusal are made with `wording!`, of numbers, days, ids, codes and fixed words; see `domain::wording`"
)]
pub trait Spoken {}

/// Something that may stand in the words of a refusal.
pub trait Say: Spoken + fmt::Display {}
impl<T: Spoken + fmt::Display> Say for T {}

/// The words of a refusal, made with [`crate::wording!`] or of a text that stands in the code.
///
/// ```
/// use domain::wording;
/// let words = wording!("the last day is {}, and {} days are left", "2026-03-01".parse::<domain::time::Day>().unwrap(), 4_i64);
/// assert_eq!(words, "the last day is 2026-03-01, and 4 days are left");
/// ```
/// A text that was read is no part of them:
/// ```compile_fail,E0277
/// let surname = String::from("read from a row");
/// let words = domain::wording!("{} is not on this case", surname);
/// ```
/// Nor borrowed:
/// ```compile_fail,E0597
/// let surname = String::from("read from a row");
/// let words = domain::wording!("{} is not on this case", surname.as_str());
/// ```
/// Nor as the whole of them:
/// ```compile_fail,E0277
/// let words = domain::wording::Wording::from(String::from("read from a row"));
/// ```
/// Nor taken in by name, as `format!` would:
/// ```compile_fail,E0080
/// let surname = "read from a row";
/// let words = domain::wording!("{surname} is not on this case");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wording(Cow<'static, str>);

/// This makes words: each `{}` takes one value that may be told.
#[macro_export]
macro_rules! wording {
    ($words:literal $(, $value:expr)* $(,)?) => {{
        const { assert!($crate::wording::places($words) == <[&str]>::len(&[$(stringify!($value)),*]), "a value for each place") };
        $crate::wording::Wording::filled($words, &[$(&$value as &dyn $crate::wording::Say),*])
    }};
}

/// This declares that a type may be told as the failure of a use case; the build fails if one of its fields may not, or if one, or
/// a variant, is left out.
#[macro_export]
macro_rules! spoken {
    (struct $name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::wording::Spoken for $name {}
        const _: fn($name) = |whole| {
            fn told<T: $crate::wording::Spoken>(_: T) {}
            let $name { $($field),* } = whole;
            $(told($field);)*
        };
    };
    (enum $name:ident { $($variant:ident $(($($part:ident),*))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl $crate::wording::Spoken for $name {}
        const _: fn($name) = |whole| {
            fn told<T: $crate::wording::Spoken>(_: T) {}
            match whole {
                $($name::$variant $(($($part),*))? $({ $($field),* })? => { $($(told($part);)*)? $($(told($field);)*)? })*
            }
        };
    };
}

impl Wording {
    /// This fills the places of a text, each `{}` with the value that comes next. What has none stays as it is.
    pub fn filled(words: &'static str, values: &[&dyn Say]) -> Self {
        let mut filled = String::with_capacity(words.len());
        let mut values = values.iter();
        let mut rest = words;
        while let Some((before, after)) = rest.split_once("{}") {
            filled.push_str(before);
            filled.push_str(&values.next().map_or_else(|| "{}".to_owned(), ToString::to_string));
            rest = after;
        }
        filled.push_str(rest);
        Self(Cow::Owned(filled))
    }
    /// This puts words one behind the other.
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let parts: Vec<_> = parts.into_iter().collect();
        Self(Cow::Owned(parts.iter().map(Self::as_str).collect::<Vec<_>>().join(between)))
    }
    /// The name that a refusal has in the code, without what it carries: `AlreadyClosed`.
    pub fn name_of<T: Spoken + fmt::Debug>(refusal: &T) -> Self {
        let name = format!("{refusal:?}");
        Self(Cow::Owned(name.chars().take_while(char::is_ascii_alphanumeric).collect()))
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl From<&'static str> for Wording {
    fn from(words: &'static str) -> Self {
        Self(Cow::Borrowed(words))
    }
}
impl std::ops::Deref for Wording {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
impl PartialEq<&str> for Wording {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

/// How many values a text has places for. It is asked while the code is built, which ends where a brace is no place.
pub const fn places(words: &str) -> usize {
    let bytes = words.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'{' {
            assert!(at + 1 < bytes.len() && bytes[at + 1] == b'}', "a place has no name");
            count += 1;
        }
        at += 1;
    }
    count
}

/// Words of a set of questions: its force wrote them about no person, and adopted the set. Made by reading answers alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfSet(String);

impl OfSet {
    pub(crate) fn new(words: &str) -> Self {
        Self(words.to_owned())
    }
}
impl fmt::Display for OfSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A day in words: 'Wednesday 3 June 2026'.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InWords(pub Day);

impl fmt::Display for InWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&crate::clocks::day_words(self.0))
    }
}

/// What holds no text but what stands in the code: the compiler copies it bit by bit.
macro_rules! fixed {
    ($($name:ty),* $(,)?) => {$(
        impl Spoken for $name {}
        const _: fn() = || {
            fn copied<T: Copy + 'static>() {}
            copied::<$name>();
        };
    )*};
}
fixed!((), bool, u16, u32, u64, usize, i64, &'static str, std::io::ErrorKind);
fixed!(Moment, Day, InWords, OutsideCalendar, Clock, Span);
fixed!(
    AccountId,
    CaseId,
    ReportId,
    ActId,
    MentionId,
    PersonId,
    SeriesId,
    ScreenId,
    ProtectionId,
    RequestId,
    AbsenceId,
    DraftId
);
fixed!(FlagId, ActionId, ContentId, ImportId, HeldRowId, TaskId, NoticeId, EntryId, SessionId);
fixed!(Answer, Grade, Reason, Role, StrikeCause);
// What the rules refuse: a refusal that came to hold a text would no longer be copied.
fixed!(AccessRefusal, ActRefusal, AdviceRefusal, CalendarRefusal, ClockRefusal, CorrectionRefusal, DecisionRefusal);
fixed!(FlagRefusal, HandlingRefusal, InquiryRefusal, ProtectionRefusal, ReconsiderationRefusal, ReviewRefusal);
fixed!(SettingRefusal, VictimRefusal);

impl Spoken for Wording {}
impl Spoken for OfSet {}
impl<T: Spoken> Spoken for Option<T> {}
impl<T: Spoken> Spoken for Vec<T> {}
impl<T: Spoken> Spoken for Box<T> {}

spoken!(struct Gate { code, title, state });
spoken!(enum GateState { Met, Unmet { why }, NotYetBuilt });
spoken!(enum ClosureRefusal {
    AlreadyClosed, AlreadyProposed, NotOfficer, NotProposed, NotSenior, NeedsInspector { why }, OwnProposal, OfficerInCase,
    GatesUnmet { gates },
});
spoken!(enum AnswerProblem {
    Blank { question, text }, NoSuchQuestion { set, version }, Twice { question }, NotOneOf { question, known },
});
spoken!(enum RiskRefusal {
    CaseClosed, ScreenAlreadyRecorded, NoTool, UnknownTool, FourNotAnswered, YesWithoutAct { letter }, ActNotOnCase { letter },
    Answer(problem), ReasonsTooShort { chars }, LoweringNeedsSecondOfficer { from, to }, SecondOfficerIsAssessor, NoLowering,
    NotSecondOfficer, ScreenUnknown, ScreenReplaced, OwnScreen, NotSupervising, ReviewLowers { from, to },
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_each_value_in_its_place() {
        assert_eq!(wording!("nothing to fill"), "nothing to fill");
        assert_eq!(wording!("{} of {}{}", 2_u32, "all", wording!(", {} left", 1_i64)), "2 of all, 1 left");
        assert_eq!(Wording::filled("{} and {}", &[&1_u32]), "1 and {}");
        assert_eq!(Wording::joined(["a".into(), wording!("b{}", 1_u32)], "; "), "a; b1");
    }

    #[test]
    fn the_name_of_a_refusal_is_that_of_its_variant_alone() {
        let refusal = ClosureRefusal::NeedsInspector { why: "it has an order" };
        assert_eq!(Wording::name_of(&refusal), "NeedsInspector");
        assert_eq!(Wording::name_of(&FlagRefusal::Unknown), "Unknown");
    }
}
