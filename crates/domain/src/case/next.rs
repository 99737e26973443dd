//! The one next action on a case, in the order of what protects soonest.

use super::Case;
use super::advice::{AdviceWait, of_applying};
use super::state::{DecisionState, Opened, Protection, Status};
use crate::catalogue::{Advice, Awaited, Grade, ReopenCause};
use crate::clocks::{day_words, moment_words};
use crate::time::{Day, Moment};

/// What is to be done next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NextAction {
    /// Nobody has the case.
    AllocateOfficer,
    /// Linkage sees one course of conduct across cases or reports.
    ConfirmLinks {
        /// Other cases of the series.
        other_cases: usize,
        /// Reports of the series that are not on this case.
        reports: usize,
    },
    /// No screen was ever done.
    ScreenRisk,
    /// Something new came since the last screen.
    RescreenRisk {
        /// Since when the question is open.
        since: Moment,
    },
    /// Nobody has reviewed the latest screen.
    ReviewRisk,
    /// The latest screen was made by untrained staff, and nobody trained has looked at it.
    TrainedReview,
    /// The question of protection is open.
    DecideProtection {
        /// What brought it back, if it was settled before.
        because: Option<ReopenCause>,
    },
    /// A decision waits for the stalking SPOC.
    CountersignDecision,
    /// A request for reconsideration waits for an answer.
    AnswerReconsideration {
        /// Since when.
        since: Moment,
    },
    /// A decision to apply waits for the stalking SPOC's advice.
    AdviseDecision {
        /// Since when.
        since: Moment,
    },
    /// The stalking SPOC's advice waits for an answer.
    AnswerAdvice {
        /// What it says.
        advice: Advice,
        /// Since when.
        since: Moment,
    },
    /// A lower grade waits for a second officer.
    ConfirmGrade {
        /// The lower grade.
        to: Grade,
        /// Since when.
        since: Moment,
    },
    /// An order is made and not served.
    ServeOrder,
    /// An order is on the case, and one of the two turned out to be another person since.
    CheckOrder,
    /// The court granted an order that is not on record as served.
    RecordOrder {
        /// When.
        granted_on: Day,
    },
    /// A new act joined the grounds, and no interim order is in force or asked for.
    SeekInterim,
    /// It was decided to apply.
    Apply,
    /// Another force is asked to take the case, and has not accepted.
    PressOtherForce {
        /// The last day of waiting.
        until: Day,
    },
    /// Red flags are open.
    AnswerFlag {
        /// How many.
        flags: usize,
    },
    /// Acts that no supervisor has looked at.
    ReviewActs {
        /// How many.
        acts: usize,
    },
    /// A proposal to close waits.
    DecideClosure,
    /// Actions are open.
    FinishActions {
        /// How many.
        actions: usize,
        /// When the first is due.
        due_on: Day,
    },
    /// The case goes on: keep it under review.
    KeepUnderReview,
    /// The case is closed.
    Closed,
    /// The work goes on in another case.
    Joined,
}

impl NextAction {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AllocateOfficer => "allocate_officer",
            Self::ConfirmLinks { .. } => "confirm_links",
            Self::ScreenRisk => "screen_risk",
            Self::RescreenRisk { .. } => "rescreen_risk",
            Self::ReviewRisk => "review_risk",
            Self::TrainedReview => "trained_review",
            Self::DecideProtection { .. } => "decide_protection",
            Self::CountersignDecision => "countersign_decision",
            Self::AnswerReconsideration { .. } => "answer_reconsideration",
            Self::AdviseDecision { .. } => "advise_decision",
            Self::AnswerAdvice { .. } => "answer_advice",
            Self::ConfirmGrade { .. } => "confirm_grade",
            Self::ServeOrder => "serve_order",
            Self::CheckOrder => "check_order",
            Self::RecordOrder { .. } => "record_order",
            Self::SeekInterim => "seek_interim",
            Self::Apply => "apply",
            Self::PressOtherForce { .. } => "press_other_force",
            Self::AnswerFlag { .. } => "answer_flag",
            Self::ReviewActs { .. } => "review_acts",
            Self::DecideClosure => "decide_closure",
            Self::FinishActions { .. } => "finish_actions",
            Self::KeepUnderReview => "keep_under_review",
            Self::Closed => "closed",
            Self::Joined => "joined",
        }
    }

    /// Whether a sentence of these is that of `ConfirmLinks`, which may count other cases.
    pub fn is_of_links(sentence: &str) -> bool {
        sentence.starts_with("Confirm the links")
    }

    /// The sentence that people read.
    pub fn sentence(&self) -> String {
        match self {
            Self::AllocateOfficer => "Give the case to an officer.".to_owned(),
            Self::ConfirmLinks { other_cases: 0, reports: 0 } => "Confirm the links of the series.".to_owned(),
            Self::ConfirmLinks { other_cases: 0, reports: 1 } => {
                "Confirm the links: 1 report of the same series is not on this case.".to_owned()
            }
            Self::ConfirmLinks { other_cases: 0, reports } => {
                format!("Confirm the links: {reports} reports of the same series are not on this case.")
            }
            Self::ConfirmLinks { other_cases: 1, .. } => {
                "Confirm the links: 1 other case is in the same series.".to_owned()
            }
            Self::ConfirmLinks { other_cases, .. } => {
                format!("Confirm the links: {other_cases} other cases are in the same series.")
            }
            Self::ScreenRisk => "Complete a risk screen.".to_owned(),
            Self::RescreenRisk { since } => {
                format!("Complete a new risk screen: something new has come in, on {}.", day_words(since.day()))
            }
            Self::ReviewRisk => "Review the risk screen.".to_owned(),
            Self::TrainedReview => {
                "Have the risk screen reviewed by somebody who is trained in it: whoever made it was not.".to_owned()
            }
            Self::DecideProtection { because: None } => "Record the decision on protection.".to_owned(),
            Self::DecideProtection { because: Some(because) } => {
                format!("Record the decision on protection again: {}.", because.label())
            }
            Self::CountersignDecision => "Countersign the decision, or send it back.".to_owned(),
            Self::AnswerReconsideration { since } => {
                format!("Answer the request for reconsideration: it waits since {}.", moment_words(*since))
            }
            Self::AdviseDecision { since } => {
                format!(
                    "Advise on the decision to apply: it waits for the SPOC's advice since {}.",
                    moment_words(*since)
                )
            }
            Self::AnswerAdvice { advice, since } => format!(
                "Answer the SPOC, who {}: the advice waits since {}.",
                of_applying(*advice),
                moment_words(*since)
            ),
            Self::ConfirmGrade { to, since } => format!(
                "Confirm or refuse the lower grade, {}: it waits for a second officer since {}.",
                to.label(),
                moment_words(*since)
            ),
            Self::ServeOrder => "Serve the order. Until then the person counts as unprotected.".to_owned(),
            Self::CheckOrder => {
                "Find out whom the order names: the person at risk or the subject turned out to be another since it was recorded. \
                 End it here, and record it anew if it names these two."
                    .to_owned()
            }
            Self::RecordOrder { granted_on } => format!(
                "Record the order that the court granted on {}, and its service: it protects only once it is served.",
                day_words(*granted_on)
            ),
            Self::SeekInterim => "Consider an interim order: a new act has joined the grounds.".to_owned(),
            Self::Apply => "Make the application to the court.".to_owned(),
            Self::PressOtherForce { until } => format!(
                "Get the other force's answer by the end of {}: until it has accepted, this force has the case.",
                day_words(*until)
            ),
            Self::AnswerFlag { flags: 1 } => "Answer the red flag.".to_owned(),
            Self::AnswerFlag { flags } => format!("Answer the {flags} red flags."),
            Self::ReviewActs { acts: 1 } => "Review the new act.".to_owned(),
            Self::ReviewActs { acts } => format!("Review the {acts} new acts."),
            Self::DecideClosure => "Decide on the proposal to close.".to_owned(),
            Self::FinishActions { actions: 1, due_on } => {
                format!("Finish the open action, due on {}.", day_words(*due_on))
            }
            Self::FinishActions { actions, due_on } => {
                format!("Finish the {actions} open actions; the first is due on {}.", day_words(*due_on))
            }
            Self::KeepUnderReview => "Keep the case under review.".to_owned(),
            Self::Closed => "Nothing: the case is closed.".to_owned(),
            Self::Joined => "Nothing here: its reports are on another case of the same person.".to_owned(),
        }
    }
}

/// The one next action on a case at a moment.
pub fn next_action(case: &Case, at: Moment) -> NextAction {
    match case.status {
        Status::Open | Status::ClosureProposed { .. } => {}
        Status::Closed { .. } => return NextAction::Closed,
        Status::Joined { .. } => return NextAction::Joined,
    }
    let steps =
        [doubted, allocation, requests, advice, links, risk, decision, order, transfer, flags, acts, closure, actions];
    steps.iter().find_map(|step| step(case, at)).unwrap_or(NextAction::KeepUnderReview)
}

/// An order that may be somebody else's: before all, since everybody believed the person safe.
fn doubted(case: &Case, at: Moment) -> Option<NextAction> {
    let in_doubt = |held: &Protection| held.doubted_since.is_some() && held.in_force_on(at.day());
    case.protections.iter().any(in_doubt).then_some(NextAction::CheckOrder)
}

fn allocation(case: &Case, _at: Moment) -> Option<NextAction> {
    case.officer.is_none().then_some(NextAction::AllocateOfficer)
}

/// Somebody at risk asked and waits: before all else but an officer for the case.
fn requests(case: &Case, _at: Moment) -> Option<NextAction> {
    case.open_requests().next().map(|request| NextAction::AnswerReconsideration { since: request.at })
}

/// A decision to apply is on record, and nothing protects sooner than what it still lacks.
fn advice(case: &Case, _at: Moment) -> Option<NextAction> {
    Some(match case.advice_wait()? {
        AdviceWait::Advice { since } => NextAction::AdviseDecision { since },
        AdviceWait::Answer { advice, since } => NextAction::AnswerAdvice { advice, since },
    })
}

fn links(case: &Case, _at: Moment) -> Option<NextAction> {
    let series = case.series.as_ref().filter(|facts| facts.series.is_some())?;
    let (other_cases, reports) = (series.other_cases.len(), case.reports_elsewhere());
    let settled = series.confirmed && other_cases == 0 && reports == 0;
    (!settled).then_some(NextAction::ConfirmLinks { other_cases, reports })
}

fn risk(case: &Case, _at: Moment) -> Option<NextAction> {
    let Some(screen) = case.latest_screen() else {
        return Some(NextAction::ScreenRisk);
    };
    let rescreen = case.risk_open_since.map(|since| NextAction::RescreenRisk { since });
    let lowering = case.lowering.map(|lowering| NextAction::ConfirmGrade { to: lowering.grade, since: lowering.since });
    let untrained = screen.wants_trained_eyes().then_some(NextAction::TrainedReview);
    rescreen.or(lowering).or(untrained).or_else(|| screen.review.is_none().then_some(NextAction::ReviewRisk))
}

fn decision(case: &Case, at: Moment) -> Option<NextAction> {
    if case.protected_at(at).is_some() && case.decision.is_undecided() {
        return None;
    }
    match &case.decision {
        DecisionState::NotYetConsidered => Some(NextAction::DecideProtection { because: None }),
        DecisionState::Considering { how, .. } => Some(NextAction::DecideProtection {
            because: match how {
                Opened::ByOfficer | Opened::Returned { .. } => None,
                Opened::Reopened { because } => Some(*because),
            },
        }),
        DecisionState::AwaitingCountersign { .. } => Some(NextAction::CountersignDecision),
        DecisionState::Apply { .. }
        | DecisionState::NotApply { .. }
        | DecisionState::Deferred { .. }
        | DecisionState::Superseded { .. } => {
            case.due_reopening(at).map(|because| NextAction::DecideProtection { because: Some(because) })
        }
    }
}

fn order(case: &Case, at: Moment) -> Option<NextAction> {
    let today = at.day();
    let unserved = case.protections.iter().any(|held| {
        held.is_stalking_order() && held.served_at.is_none() && held.last_day().is_none_or(|last_day| today <= last_day)
    });
    if unserved {
        return Some(NextAction::ServeOrder);
    }
    let granted = case.grant_unserved().map(|granted_on| NextAction::RecordOrder { granted_on });
    let DecisionState::Apply { interim, interim_prompted, at: decided_at, .. } = &case.decision else {
        return granted;
    };
    let decided_on = decided_at.day();
    if case.protected_at(at).is_some() || case.application_ended(decided_on).is_some() {
        return granted;
    }
    if interim_prompted.is_some() && !interim {
        return Some(NextAction::SeekInterim);
    }
    let apply = (!case.application_made(decided_on)).then_some(NextAction::Apply);
    apply.or(granted)
}

/// A case that another force is to take is never in limbo: this force has it until the other accepts (section 6.12).
fn transfer(case: &Case, _at: Moment) -> Option<NextAction> {
    match &case.decision {
        DecisionState::Deferred { until, awaits: Some(Awaited::OtherForce), .. } => {
            Some(NextAction::PressOtherForce { until: *until })
        }
        DecisionState::NotYetConsidered
        | DecisionState::Considering { .. }
        | DecisionState::AwaitingCountersign { .. }
        | DecisionState::Apply { .. }
        | DecisionState::NotApply { .. }
        | DecisionState::Deferred { .. }
        | DecisionState::Superseded { .. } => None,
    }
}

fn flags(case: &Case, _at: Moment) -> Option<NextAction> {
    let flags = case.open_flags().count();
    (flags > 0).then_some(NextAction::AnswerFlag { flags })
}

fn acts(case: &Case, _at: Moment) -> Option<NextAction> {
    let acts = case.unreviewed_acts().count();
    (acts > 0).then_some(NextAction::ReviewActs { acts })
}

fn closure(case: &Case, _at: Moment) -> Option<NextAction> {
    match case.status {
        Status::ClosureProposed { .. } => Some(NextAction::DecideClosure),
        Status::Open | Status::Closed { .. } | Status::Joined { .. } => None,
    }
}

fn actions(case: &Case, _at: Moment) -> Option<NextAction> {
    let due_on = case.open_actions().map(|action| action.due_on).min()?;
    Some(NextAction::FinishActions { actions: case.open_actions().count(), due_on })
}
