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
use std::borrow::Cow;
use store::{Refusable, Refused, StoreError};

/// The code of a refusal to take a report from a case that is kept from the actor: to them there is no such report.
pub const KEPT_REPORT: &str = "kept_report";

/// A wish that the rules or the policies refuse.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// What was asked for.
    pub action: String,
    /// A code for the ledger.
    pub code: String,
    /// Why not, in words that a caseworker understands.
    pub why: String,
    /// What to do.
    pub hint: String,
    /// Further lines: each gate, each problem.
    pub lines: Vec<String>,
    /// The case.
    pub case: Option<CaseId>,
    /// The policies that decided it.
    pub policies: Vec<String>,
    /// Whether even the existence of the case is kept from the reader: then it is shown as not found.
    pub hidden: bool,
}

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

/// What is wrong with one field of what was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The field: borrowed where it is a name of ours, owned where somebody typed it too (a column of a file).
    pub field: Cow<'static, str>,
    /// What kind of problem it is.
    pub fault: Fault,
    /// What is wrong, in words.
    pub words: String,
}

impl Problem {
    /// This makes a problem of a field.
    pub fn new(field: impl Into<Cow<'static, str>>, fault: Fault, words: impl ToString) -> Self {
        Self { field: field.into(), fault, words: words.to_string() }
    }
    /// The problem as the ledger keeps it: nothing that somebody typed stands in it.
    pub(crate) fn code(&self) -> String {
        let field = match &self.field {
            Cow::Borrowed(ours) => ours,
            Cow::Owned(_) => "(column)",
        };
        format!("{field}:{}", self.fault.code())
    }
}

/// Why a use case did not happen.
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

impl Failure {
    /// This says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NotFound(_) => "check the reference".to_owned(),
            Self::Refused(refusal) => refusal.hint.clone(),
            Self::Invalid(_) => "correct these and try again; nothing was changed".to_owned(),
            Self::SignInWrong => "check both and try again".to_owned(),
            Self::TooManyTries => "wait a minute, then try again".to_owned(),
            Self::NotSignedIn => "sign in".to_owned(),
            Self::MustChangePassword => "change it: holdfast password".to_owned(),
            Self::Store(StoreError::Conflict(_)) => "look at it again and repeat what still applies".to_owned(),
            Self::Store(StoreError::DiskFull) => {
                "tell whoever runs Holdfast to make room on the disk; then do it again, nothing of it was written"
                    .to_owned()
            }
            Self::Store(StoreError::InDoubt) => {
                "look first whether it is there, and do it again only if it is not".to_owned()
            }
            Self::Store(_) => "try again; if it goes on, tell whoever runs Holdfast".to_owned(),
        }
    }
    /// This makes a refusal by the policies.
    pub fn forbidden(action: crate::access::Action, case: Option<CaseId>, policies: Vec<String>, hidden: bool) -> Self {
        Self::Refused(Box::new(Refusal {
            action: action.code().to_owned(),
            code: "policy".to_owned(),
            why: format!("your role does not allow you to {}", action.label()),
            hint: "ask someone whose role allows it; who may do what stands in policies/table.golden.txt".to_owned(),
            lines: Vec::new(),
            case,
            policies,
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
    pub fn invalid(field: &'static str, words: impl ToString) -> Self {
        Self::fault(field, Fault::Unfit, words)
    }
    /// This makes one problem of one field.
    pub fn fault(field: &'static str, fault: Fault, words: impl ToString) -> Self {
        Self::Invalid(vec![Problem::new(field, fault, words)])
    }
}

impl Refusable for Failure {
    fn refused(&self) -> Option<Refused> {
        match self {
            Self::Refused(refusal) => Some(Refused {
                action: refusal.action.clone(),
                why: refusal.code.clone(),
                case: refusal.case,
                policies: refusal.policies.clone(),
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

/// A refusal by a rule of the domain.
pub trait Ruled: std::error::Error {
    /// What to do.
    fn advice(&self) -> String;
    /// Further lines.
    fn lines(&self) -> Vec<String> {
        Vec::new()
    }
}

macro_rules! ruled {
    ($($name:ident),* $(,)?) => {$(
        impl Ruled for $name {
            fn advice(&self) -> String { self.hint().to_owned() }
        }
        impl From<$name> for Failure {
            fn from(refusal: $name) -> Self { rule(&refusal, stringify!($name)) }
        }
    )*};
}
ruled!(
    AccessRefusal,
    ActRefusal,
    CorrectionRefusal,
    AdviceRefusal,
    ReconsiderationRefusal,
    DecisionRefusal,
    FlagRefusal,
    HandlingRefusal,
    InquiryRefusal,
    ProtectionRefusal,
    RequestRefusal,
    ReviewRefusal,
    RiskRefusal,
    SettingRefusal,
    CalendarRefusal,
    VictimRefusal
);

impl Ruled for ClosureRefusal {
    fn advice(&self) -> String {
        self.hint().to_owned()
    }
    fn lines(&self) -> Vec<String> {
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
        rule(&refusal, "ClosureRefusal")
    }
}

/// The action and the case are filled in by whoever knows them.
fn rule(refusal: &dyn Ruled, family: &str) -> Failure {
    let name = format!("{refusal:?}");
    let variant: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    Failure::Refused(Box::new(Refusal {
        action: String::new(),
        code: format!("{}.{variant}", family.trim_end_matches("Refusal").to_lowercase()),
        why: refusal.to_string(),
        hint: refusal.advice(),
        lines: refusal.lines(),
        case: None,
        policies: Vec::new(),
        hidden: false,
    }))
}
