//! What a case holds: each state carries exactly what that state has.

pub use super::measure::Protection;
pub use super::standing::{DecisionState, Opened, Signed};

use crate::catalogue::*;
use crate::clocks::Escalated;
use crate::event::{Act, Answered, Four};
use crate::ids::*;
use crate::risk::training::Training;
use crate::time::{Day, Moment};

/// A report on the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachedReport {
    /// Which.
    pub id: ReportId,
    /// When stalking was identified in it, as it is told now.
    pub identified_at: Moment,
    /// From when its duties count: the earliest that was told.
    pub counts_from: Moment,
    /// When it was attached.
    pub attached_at: Moment,
}

/// An act on the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseAct {
    /// The act.
    pub act: Act,
    /// The report that told of it, where one did.
    pub report: Option<ReportId>,
    /// When a supervisor looked at it as it stands now, if any has.
    pub reviewed_at: Option<Moment>,
    /// What was believed of it before, oldest first.
    pub formerly: Vec<FormerAccount>,
}

/// What was believed of an act until it was corrected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormerAccount {
    /// The act as it stood.
    pub act: Act,
    /// Until when it was believed.
    pub until: Moment,
    /// Why it is told otherwise.
    pub because: CorrectionCause,
    /// Whether what took its place adds danger.
    pub graver: bool,
}

/// An act that counts no longer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StruckAct {
    /// The act as it stood.
    pub held: CaseAct,
    /// When it was struck, alone or with its report.
    pub at: Moment,
    /// Why.
    pub because: StrikeCause,
}

/// A report that counts no longer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StruckReport {
    /// The report as it stood.
    pub held: AttachedReport,
    /// When it was withdrawn from the count.
    pub at: Moment,
    /// Why.
    pub because: StrikeCause,
}

/// A completed risk screen (specification, section 6.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Screen {
    /// Its identifier.
    pub id: ScreenId,
    /// The tool and its version.
    pub tool: String,
    /// The assessor's grade.
    pub grade: Grade,
    /// The dangers found.
    pub factors: Vec<RiskFactor>,
    /// FOUR.
    pub four: Four,
    /// Reasons.
    pub reasons: ContentId,
    /// The second officer, where it lowered the grade at once, as entries once could.
    pub second_officer: Option<AccountId>,
    /// Who assessed.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// The supervisor's review, if there was one; the last, if several.
    pub review: Option<ScreenReview>,
    /// The set of questions that was asked, where one was, and every answer.
    pub asked: Option<Asked>,
    /// Whether who assessed was trained, as was recorded then; none where nothing was.
    pub training: Option<Training>,
}

impl Screen {
    /// Whether it was made by untrained staff and nobody trained has reviewed it (section 6.2, 'trained assessor').
    pub fn wants_trained_eyes(&self) -> bool {
        let trained = |review: &ScreenReview| review.training == Some(Training::Trained);
        self.training == Some(Training::Untrained) && !self.review.as_ref().is_some_and(trained)
    }
}

/// The questions of a screen and their answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The set's code.
    pub set: String,
    /// Its version.
    pub version: u32,
    /// Every answer, in the order of the set.
    pub answers: Vec<Answered>,
}

/// The lower grade of a screen, while it waits for a second officer (section 6.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lowering {
    /// Which screen.
    pub screen: ScreenId,
    /// Its grade.
    pub grade: Grade,
    /// Who is asked to confirm it. Anybody who may review risk on the case, and did not assess, can.
    pub asked: AccountId,
    /// Who assessed.
    pub by: Option<AccountId>,
    /// Since when it waits.
    pub since: Moment,
}

/// A supervisor's review of a screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScreenReview {
    /// The grade set.
    pub grade: Grade,
    /// Reasons.
    pub reasons: ContentId,
    /// By whom.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// Whether who reviewed was trained, as was recorded then; none where nothing was.
    pub training: Option<Training>,
}

/// One point of the trajectory of risk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GradePoint {
    /// From when.
    pub at: Moment,
    /// The highest current grade from then on.
    pub grade: Grade,
}

/// A step of an application.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ApplicationDate {
    /// Applied, granted, refused or withdrawn.
    pub step: ApplicationStep,
    /// When.
    pub on: Day,
    /// Whether it belongs to an application that came to nothing, since protection was opened to decision again.
    pub earlier: bool,
}

/// Police stepped in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InterventionMade {
    /// What was done.
    pub kind: Intervention,
    /// When.
    pub occurred_at: Moment,
}

/// A referral to support.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SupportReferral {
    /// When.
    pub occurred_at: Moment,
    /// Whether it was taken up.
    pub accepted: bool,
}

/// An action raised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseAction {
    /// Its identifier.
    pub id: ActionId,
    /// Whose it is.
    pub owner: AccountId,
    /// By when.
    pub due_on: Day,
    /// What is to be done.
    pub words: ContentId,
    /// When it was closed, if it was.
    pub closed: Option<Moment>,
}

/// A review of the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Option<AccountId>,
    /// Findings.
    pub findings: ContentId,
}

/// Open, to be closed, or closed (section 6.10).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// Open.
    Open,
    /// Closure is proposed.
    ClosureProposed {
        /// By whom.
        by: Option<AccountId>,
        /// When.
        at: Moment,
        /// What happens for the person at risk after it.
        exit_safety_plan: ContentId,
        /// The retention group.
        retention: RetentionGroup,
    },
    /// Closed. A new act opens it again.
    Closed {
        /// When.
        at: Moment,
        /// Who approved.
        by: Option<AccountId>,
    },
    /// Its reports are all on another case about the same person at risk. A report or an act of its own opens it again.
    Joined {
        /// When.
        at: Moment,
        /// Which case the work goes on in.
        into: CaseId,
    },
}

/// What linkage last said of the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeriesFacts {
    /// When.
    pub seen_at: Moment,
    /// The series.
    pub series: Option<SeriesId>,
    /// All reports of it.
    pub reports: u32,
    /// Other cases that hold some of them.
    pub other_cases: Vec<CaseId>,
    /// Other persons at risk from the same subject.
    pub other_victims: u32,
    /// Whether a person has confirmed the links.
    pub confirmed: bool,
    /// Reports of the series that other forces hold.
    pub other_forces: u32,
}

/// A red flag on the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flag {
    /// Its identifier.
    pub id: FlagId,
    /// Which rule.
    pub rule: String,
    /// When the danger arose.
    pub since: Moment,
    /// When it was raised.
    pub raised_at: Moment,
    /// The rows that fired.
    pub evidence: Vec<String>,
    /// Its disposal, if there is one.
    pub disposed: Option<Disposal>,
}

/// How a red flag was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disposal {
    /// The written disposal.
    pub words: ContentId,
    /// By whom.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
}

/// Stages of a duty that passed, and when that was seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EscalatedAt {
    /// When it was told.
    pub at: Moment,
    /// Which stages, and who was told.
    pub escalated: Escalated,
}

/// A duty not done in time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissedClock {
    /// Which clock.
    pub clock: String,
    /// What started it.
    pub started_at: Moment,
    /// The first instant that was too late.
    pub due_at: Moment,
    /// When the system saw it.
    pub seen_at: Moment,
}
