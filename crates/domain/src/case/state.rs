//! What a case holds: each state carries exactly what that state has.

use crate::catalogue::*;
use crate::event::{Act, Four, Outcome, Worksheet};
use crate::ids::*;
use crate::time::{Day, Moment};

/// A report on the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachedReport {
    /// Which.
    pub id: ReportId,
    /// When stalking was identified in it.
    pub identified_at: Moment,
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
    /// When a supervisor looked at it, if any has.
    pub reviewed_at: Option<Moment>,
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
    /// The second officer, where it lowered the grade.
    pub second_officer: Option<AccountId>,
    /// Who assessed.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// The supervisor's review, if there was one; the last, if several.
    pub review: Option<ScreenReview>,
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
}

/// One point of the trajectory of risk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GradePoint {
    /// From when.
    pub at: Moment,
    /// The highest current grade from then on.
    pub grade: Grade,
}

/// Where the decision on protection stands (section 6.3).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DecisionState {
    /// Nobody has opened the question. PD-03 runs.
    NotYetConsidered,
    /// The question is open.
    Considering {
        /// Since when.
        since: Moment,
        /// How it came open.
        how: Opened,
    },
    /// Recorded, and not effective until the stalking SPOC countersigns.
    AwaitingCountersign {
        /// What was decided; never `Apply`, which needs no countersignature.
        outcome: Outcome,
        /// The worksheet.
        worksheet: Worksheet,
        /// The narrative.
        narrative: ContentId,
        /// Who recorded it.
        by: Option<AccountId>,
        /// When.
        at: Moment,
    },
    /// An order is to be sought.
    Apply {
        /// The worksheet.
        worksheet: Worksheet,
        /// The acts on which the application stands, those that joined later included.
        grounds: Vec<ActId>,
        /// Whether an interim order is to be sought as well.
        interim: bool,
        /// When a new act last prompted an interim order.
        interim_prompted: Option<Moment>,
        /// Who decided.
        by: Option<AccountId>,
        /// When.
        at: Moment,
    },
    /// No order is sought, for now.
    NotApply {
        /// Why.
        reasons: Vec<Reason>,
        /// When it is looked at again.
        reconsider_on: Day,
        /// Recorded and countersigned.
        signed: Signed,
    },
    /// Waiting for a named thing.
    Deferred {
        /// The last day of waiting.
        until: Day,
        /// Recorded and countersigned.
        signed: Signed,
    },
    /// Another measure protects for now.
    Superseded {
        /// Which.
        protection: ProtectionId,
        /// Its last day, as it stood then.
        until: Day,
        /// Recorded and countersigned.
        signed: Signed,
    },
}

/// How the question of protection came open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opened {
    /// The officer opened it.
    ByOfficer,
    /// The stalking SPOC sent a decision back.
    Returned {
        /// Why.
        reasons: ContentId,
    },
    /// It was settled, and came open again.
    Reopened {
        /// Why.
        because: ReopenCause,
    },
}

/// A decision with both hands on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// The worksheet.
    pub worksheet: Worksheet,
    /// Who recorded it.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// Who countersigned.
    pub countersigned_by: Option<AccountId>,
    /// When.
    pub countersigned_at: Moment,
}

impl DecisionState {
    /// This says whether no decision is effective.
    pub const fn is_undecided(&self) -> bool {
        match self {
            Self::NotYetConsidered | Self::Considering { .. } | Self::AwaitingCountersign { .. } => true,
            Self::Apply { .. } | Self::NotApply { .. } | Self::Deferred { .. } | Self::Superseded { .. } => false,
        }
    }

    /// The stable code of the state.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotYetConsidered => "not_yet_considered",
            Self::Considering { .. } => "considering",
            Self::AwaitingCountersign { .. } => "awaiting_countersign",
            Self::Apply { .. } => "decided_apply",
            Self::NotApply { .. } => "decided_not_apply",
            Self::Deferred { .. } => "deferred",
            Self::Superseded { .. } => "superseded_by_other_order",
        }
    }

    /// The words that people read.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::NotYetConsidered => "not yet considered",
            Self::Considering { .. } => "being considered",
            Self::AwaitingCountersign { .. } => "waiting for the stalking SPOC's countersignature",
            Self::Apply { .. } => "decided: apply for an order",
            Self::NotApply { .. } => "decided: do not apply",
            Self::Deferred { .. } => "put off",
            Self::Superseded { .. } => "another order protects for now",
        }
    }
}

/// A measure that protects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Protection {
    /// Its identifier.
    pub id: ProtectionId,
    /// What it is.
    pub kind: ProtectionKind,
    /// From when it has force.
    pub from: Day,
    /// Its last day, as it was made.
    pub until: Option<Day>,
    /// When it was served.
    pub served_at: Option<Moment>,
    /// Its last day, where it was ended.
    pub ended_on: Option<Day>,
    /// Whether it replaces an interim order (s. 9(1)(a)).
    pub replaces_interim: bool,
    /// Where it is known from.
    pub source: Source,
    /// When it was recorded.
    pub recorded_at: Moment,
}

impl Protection {
    /// This says whether it is a Stalking Protection Order, interim or full (Stalking Protection Act 2019, ss. 2 and 5).
    pub const fn is_stalking_order(&self) -> bool {
        match self.kind {
            ProtectionKind::Order | ProtectionKind::InterimOrder => true,
            ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody => false,
        }
    }

    /// The last day on which it has force, where that is known.
    pub fn last_day(&self) -> Option<Day> {
        match (self.until, self.ended_on) {
            (Some(until), Some(ended_on)) => Some(until.min(ended_on)),
            (until, ended_on) => until.or(ended_on),
        }
    }

    /// This says whether it has force on a day; its first and last day count.
    pub fn in_force_on(&self, on: Day) -> bool {
        self.from <= on && self.last_day().is_none_or(|last_day| on <= last_day)
    }

    /// This says whether it takes a person off the list of the unprotected: an order or interim order, served, in force.
    pub fn protects_on(&self, on: Day) -> bool {
        let served = self.served_at.is_some_and(|served_at| served_at.day() <= on);
        self.is_stalking_order() && served && self.in_force_on(on)
    }
}

/// A step of an application.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ApplicationDate {
    /// Applied, granted or refused.
    pub step: ApplicationStep,
    /// When.
    pub on: Day,
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
