//! Why something was not done: one type for every use case, with what to do about it.

use crate::cases::once::RequestRefusal;
use domain::calendar::CalendarRefusal;
use domain::case::access::AccessRefusal;
use domain::case::act::ActRefusal;
use domain::case::advice::AdviceRefusal;
use domain::case::closure::ClosureRefusal;
use domain::case::correction::CorrectionRefusal;
use domain::case::decision::DecisionRefusal;
use domain::case::flag::FlagRefusal;
use domain::case::handling::HandlingRefusal;
use domain::case::inquiry::InquiryRefusal;
use domain::case::protection::ProtectionRefusal;
use domain::case::reconsideration::ReconsiderationRefusal;
use domain::case::review::ReviewRefusal;
use domain::case::risk::RiskRefusal;
use domain::case::victim::VictimRefusal;
use domain::clocks::SettingRefusal;
use domain::ids::CaseId;
use domain::wording;
use domain::wording::{Spoken, Wording};
use std::fmt;
use store::{Quoted, Refusable, Refused, StoreError};

/// The code of a refusal to take a report from a case that is kept from the actor: to them there is no such report.
pub const KEPT_REPORT: &str = "kept_report";

/// A wish that the rules or the policies refuse.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// What was asked for.
    pub action: &'static str,
    /// A code for the ledger.
    pub code: Wording,
    /// Why not, in words that a caseworker understands.
    pub why: Wording,
    /// What to do.
    pub hint: &'static str,
    /// Further lines: each gate, each problem.
    pub lines: Vec<Wording>,
    /// The case.
    pub case: Option<CaseId>,
    /// The policies that decided it.
    pub policies: Vec<&'static str>,
    /// Whether even the existence of the case is kept from the reader: then it is shown as not found.
    pub hidden: bool,
}
domain::spoken!(struct Refusal { action, code, why, hint, lines, case, policies, hidden });

/// What kind of problem a field has. The ledger keeps this code; the words of a problem may quote what was typed and stay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It cannot be read as what it should be: a day, a word of a list, a file, a map.
    Unreadable,
    /// It names something that is not known.
    Unknown,
    /// It is not there, or empty.
    Missing,
    /// What it would make, or set, is there already.
    Exists,
    /// It is too early, too late, too short or too long.
    OutOfRange,
    /// It is not for this place: another force's, or only a demonstration's.
    NotHere,
    /// It does not fit what it is given for.
    Unfit,
}

domain::spoken!(
    enum Fault {
        Unreadable,
        Unknown,
        Missing,
        Exists,
        OutOfRange,
        NotHere,
        Unfit,
    }
);

impl Fault {
    /// Its stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Unknown => "unknown",
            Self::Missing => "missing",
            Self::Exists => "exists",
            Self::OutOfRange => "out_of_range",
            Self::NotHere => "not_here",
            Self::Unfit => "unfit",
        }
    }
}

/// The name of a field in which something is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    /// A name of ours.
    Ours(&'static str),
    /// One that somebody gave: a column of a file, a role of a map.
    Given(Quoted),
}
domain::spoken!(
    enum Named {
        Ours(name),
        Given(name),
    }
);

impl From<&'static str> for Named {
    fn from(name: &'static str) -> Self {
        Self::Ours(name)
    }
}
impl From<Quoted> for Named {
    fn from(name: Quoted) -> Self {
        Self::Given(name)
    }
}
impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ours(name) => f.pad(name),
            Self::Given(name) => name.fmt(f),
        }
    }
}
impl AsRef<str> for Named {
    fn as_ref(&self) -> &str {
        match self {
            Self::Ours(name) => name,
            Self::Given(name) => name.as_str(),
        }
    }
}
impl PartialEq<&str> for Named {
    fn eq(&self, other: &&str) -> bool {
        self.as_ref() == *other
    }
}

/// What is wrong with one field of what was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The field.
    pub field: Named,
    /// What kind of problem it is.
    pub fault: Fault,
    /// What is wrong, in words.
    pub words: Wording,
}
domain::spoken!(struct Problem { field, fault, words });

impl Problem {
    /// This makes a problem of a field.
    pub fn new(field: impl Into<Named>, fault: Fault, words: impl Into<Wording>) -> Self {
        Self { field: field.into(), fault, words: words.into() }
    }
    /// The problem as the ledger keeps it: nothing that somebody typed stands in it.
    pub(crate) fn code(&self) -> String {
        let field = match &self.field {
            Named::Ours(name) => name,
            Named::Given(_) => "(column)",
        };
        format!("{field}:{}", self.fault.code())
    }
}

/// Why a use case did not happen. Its type holds it to what may be told without an entry that says so: the words of a refusal are
/// [`Wording`], and what was read inside a transaction cannot be among them.
///
/// ```
/// # use casework::{Failure, Fault, Quoted};
/// let failure = Failure::fault("act", Fault::Unknown, domain::wording!("'{}' is not on this case", Quoted::new("7")));
/// assert_eq!(failure.to_string(), "act: '7' is not on this case");
/// ```
/// ```compile_fail,E0277
/// # use casework::Failure;
/// # fn refuse(row: &store::rows::MentionRow) -> Failure {
/// Failure::invalid("person", row.surname.clone())
/// # }
/// ```
/// ```compile_fail,E0277
/// # use casework::Failure;
/// # fn refuse(row: &store::rows::MentionRow) -> Failure {
/// Failure::invalid("person", domain::wording!("{} is not at risk", row.surname.clone()))
/// # }
/// ```
/// ```compile_fail,E0277
/// # use casework::Failure;
/// # fn refuse(row: &store::rows::MentionRow) -> Failure {
/// Failure::invalid("person", format!("{} is not at risk", row.surname))
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Failure {
    /// There is no such thing, or the reader may not know of it.
    #[error("there is no such {0}, or you may not see it")]
    NotFound(&'static str),
    /// Refused.
    #[error("{}", .0.why)]
    Refused(Box<Refusal>),
    /// What was typed cannot be read: each field with its problem.
    #[error("{}", .0.iter().map(|problem| format!("{}: {}", problem.field, problem.words)).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
    /// Name or password is wrong, or the session has ended.
    #[error("the name or the password is not right")]
    SignInWrong,
    /// Too many wrong passwords for one name.
    #[error("too many wrong passwords for this name")]
    TooManyTries,
    /// No valid session.
    #[error("you are not signed in, or your session has ended")]
    NotSignedIn,
    /// Somebody else set the password: it must be changed before anything else.
    #[error("your password is for once")]
    MustChangePassword,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

domain::spoken!(
    enum Failure {
        NotFound(what),
        Refused(refusal),
        Invalid(problems),
        SignInWrong,
        TooManyTries,
        NotSignedIn,
        MustChangePassword,
        Store(error),
    }
);

impl Failure {
    /// This says what to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "check the reference",
            Self::Refused(refusal) => refusal.hint,
            Self::Invalid(_) => "correct these and try again; nothing was changed",
            Self::SignInWrong => "check both and try again",
            Self::TooManyTries => "wait a minute, then try again",
            Self::NotSignedIn => "sign in",
            Self::MustChangePassword => "change it: holdfast password",
            Self::Store(StoreError::Conflict(_)) => "look at it again and repeat what still applies",
            Self::Store(StoreError::DiskFull) => {
                "tell whoever runs Holdfast to make room on the disk; then do it again, nothing of it was written"
            }
            Self::Store(StoreError::InDoubt) => "look first whether it is there, and do it again only if it is not",
            Self::Store(_) => "try again; if it goes on, tell whoever runs Holdfast",
        }
    }
    /// This makes a refusal by the policies.
    pub fn forbidden(action: crate::access::Action, case: Option<CaseId>, policies: &[String], hidden: bool) -> Self {
        Self::Refused(Box::new(Refusal {
            action: action.code(),
            code: "policy".into(),
            why: wording!("your role does not allow you to {}", action.label()),
            hint: "ask someone whose role allows it; who may do what stands in policies/table.golden.txt",
            lines: Vec::new(),
            case,
            policies: crate::access::decide::names(policies),
            hidden,
        }))
    }
    /// This tells someone from whom even the existence of a thing is kept the same as if there were none.
    #[must_use]
    pub fn concealed(self, what: &'static str) -> Self {
        match self {
            Self::Refused(refusal) if refusal.hidden && refusal.code == KEPT_REPORT => Self::NotFound("report"),
            Self::Refused(refusal) if refusal.hidden => Self::NotFound(what),
            other => other,
        }
    }
    /// This makes one problem of one field, which does not fit.
    pub fn invalid(field: &'static str, words: impl Into<Wording>) -> Self {
        Self::fault(field, Fault::Unfit, words)
    }
    /// This makes one problem of one field.
    pub fn fault(field: &'static str, fault: Fault, words: impl Into<Wording>) -> Self {
        Self::Invalid(vec![Problem::new(field, fault, words)])
    }
}

impl Refusable for Failure {
    fn refused(&self) -> Option<Refused> {
        match self {
            Self::Refused(refusal) => Some(Refused {
                action: refusal.action.to_owned(),
                why: refusal.code.to_string(),
                case: refusal.case,
                policies: refusal.policies.iter().map(|id| (*id).to_owned()).collect(),
            }),
            Self::NotFound(_)
            | Self::Invalid(_)
            | Self::SignInWrong
            | Self::TooManyTries
            | Self::NotSignedIn
            | Self::MustChangePassword
            | Self::Store(_) => None,
        }
    }
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::NotFound(_)
            | Self::Refused(_)
            | Self::Invalid(_)
            | Self::SignInWrong
            | Self::TooManyTries
            | Self::NotSignedIn
            | Self::MustChangePassword => None,
        }
    }
}

/// A refusal by a rule of the domain, of which all that it carries may be told.
pub trait Ruled: std::error::Error + Spoken {
    /// What to do.
    fn advice(&self) -> &'static str;
    /// Further lines.
    fn lines(&self) -> Vec<Wording> {
        Vec::new()
    }
}

macro_rules! ruled {
    ($($name:ident $family:literal),* $(,)?) => {$(
        impl Ruled for $name {
            fn advice(&self) -> &'static str { self.hint() }
        }
        impl From<$name> for Failure {
            fn from(refusal: $name) -> Self { rule(&refusal, $family) }
        }
    )*};
}
ruled!(
    AccessRefusal "access",
    ActRefusal "act",
    CorrectionRefusal "correction",
    AdviceRefusal "advice",
    ReconsiderationRefusal "reconsideration",
    DecisionRefusal "decision",
    FlagRefusal "flag",
    HandlingRefusal "handling",
    InquiryRefusal "inquiry",
    ProtectionRefusal "protection",
    RequestRefusal "request",
    ReviewRefusal "review",
    RiskRefusal "risk",
    SettingRefusal "setting",
    CalendarRefusal "calendar",
    VictimRefusal "victim",
);

impl Ruled for ClosureRefusal {
    fn advice(&self) -> &'static str {
        self.hint()
    }
    fn lines(&self) -> Vec<Wording> {
        match self {
            Self::GatesUnmet { gates } => crate::cases::show::gate_lines(gates),
            Self::AlreadyClosed
            | Self::AlreadyProposed
            | Self::NotOfficer
            | Self::NotProposed
            | Self::NotSenior
            | Self::NeedsInspector { .. }
            | Self::OwnProposal
            | Self::OfficerInCase => Vec::new(),
        }
    }
}
impl From<ClosureRefusal> for Failure {
    fn from(refusal: ClosureRefusal) -> Self {
        rule(&refusal, "closure")
    }
}

/// The action and the case are filled in by whoever knows them.
fn rule<T: Ruled>(refusal: &T, family: &'static str) -> Failure {
    Failure::Refused(Box::new(Refusal {
        action: "",
        code: wording!("{}.{}", family, Wording::name_of(refusal)),
        why: wording!("{}", *refusal),
        hint: refusal.advice(),
        lines: refusal.lines(),
        case: None,
        policies: Vec::new(),
        hidden: false,
    }))
}
