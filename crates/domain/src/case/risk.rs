//! Risk: screens, their review, and why a grade is hard to lower (specification, section 6.2; PD-02, PD-04).

use super::state::{Asked, Lowering};
use super::{Actor, Case, supervises};
use crate::catalogue::{Answer, Grade, ReopenCause, RiskFactor};
use crate::event::{CaseEvent, Four, TrainingSeen};
use crate::ids::{AccountId, ContentId, ScreenId};
use crate::risk::questions::AnswerProblem;
use crate::risk::tools;
use crate::risk::training::Training;

/// The shortest reasons for a grade, in characters (policy, section 6.2: no grade without reasons).
pub const REASONS_CHARS_MIN: usize = 20;

/// What is recorded of a screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordScreen {
    /// Its identifier.
    pub screen: ScreenId,
    /// The tool and its version: one of `risk::tools::ALL`.
    pub tool: String,
    /// The assessor's grade.
    pub grade: Grade,
    /// The dangers found.
    pub factors: Vec<RiskFactor>,
    /// FOUR.
    pub four: Four,
    /// Reasons, kept outside the ledger.
    pub reasons: ContentId,
    /// How long the reasons are, in characters.
    pub reasons_chars: usize,
    /// The second officer who is asked to confirm it, where this lowers the grade.
    pub second_officer: Option<AccountId>,
}

/// Why a screen or its review is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RiskRefusal {
    /// The case is closed.
    #[error("the case is closed")]
    CaseClosed,
    /// The screen is there already.
    #[error("this screen is already recorded")]
    ScreenAlreadyRecorded,
    /// No tool.
    #[error("a screen needs the tool and its version")]
    NoTool,
    /// A tool that is not on the list. What was given is not repeated: it may hold a name.
    #[error("the tool given is not a known one; known are: {}", tools::listed())]
    UnknownTool,
    /// FOUR was not gone through.
    #[error("none of the four questions (fixated, obsessive, unwanted, repeated) is answered")]
    FourNotAnswered,
    /// A yes without an act.
    #[error("'{letter}' is answered with yes and names no act")]
    YesWithoutAct {
        /// Which question.
        letter: &'static str,
    },
    /// An act of another case.
    #[error("'{letter}' names an act that is not on this case")]
    ActNotOnCase {
        /// Which question.
        letter: &'static str,
    },
    /// An answer to a question of the set.
    #[error(transparent)]
    Answer(AnswerProblem),
    /// The reasons explain nothing.
    #[error("the reasons have {chars} characters and need at least {min}", min = REASONS_CHARS_MIN)]
    ReasonsTooShort {
        /// How long they are.
        chars: usize,
    },
    /// A grade lowered by one person.
    #[error("this lowers the grade from {from} to {to}, which takes a second officer")]
    LoweringNeedsSecondOfficer {
        /// The current grade.
        from: Grade,
        /// The grade given.
        to: Grade,
    },
    /// The second officer is the assessor.
    #[error("the second officer is the assessor")]
    SecondOfficerIsAssessor,
    /// Nothing to confirm or refuse.
    #[error("no lower grade waits for a second officer")]
    NoLowering,
    /// Not a role of a second officer.
    #[error("only a supervisor, an inspector or the stalking SPOC is the second officer for a lower grade")]
    NotSecondOfficer,
    /// No such screen.
    #[error("there is no such screen on this case")]
    ScreenUnknown,
    /// A later screen stands.
    #[error("a later screen has replaced this one")]
    ScreenReplaced,
    /// The reviewer assessed.
    #[error("a screen is not reviewed by the person who assessed")]
    OwnScreen,
    /// Not a supervising role.
    #[error("only a supervisor, an inspector or the stalking SPOC reviews a screen")]
    NotSupervising,
    /// A review cannot lower.
    #[error("a review cannot lower the grade from {from} to {to}")]
    ReviewLowers {
        /// The current grade.
        from: Grade,
        /// The grade given.
        to: Grade,
    },
}

impl RiskRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::CaseClosed => "record the new act or report that brings the case back; it reopens by itself",
            Self::ScreenAlreadyRecorded => "open the screen that is there, or start a new one",
            Self::NoTool => "choose the tool that was used",
            Self::UnknownTool => "choose a tool from the list; what else is to be said of it belongs in the reasons",
            Self::FourNotAnswered => "answer each question with yes, no or not known; at least one with yes or no",
            Self::YesWithoutAct { .. } => "choose the acts that show it, or answer 'not known'",
            Self::ActNotOnCase { .. } => "choose acts from this case, or join the cases first",
            Self::Answer(_) => {
                "answer each question of the set that must be; 'not_known' is an answer, a blank is none"
            }
            Self::ReasonsTooShort { .. } => "say in a sentence what the grade rests on",
            Self::LoweringNeedsSecondOfficer { .. } => {
                "name a second officer, who is asked to confirm it, or keep the grade"
            }
            Self::SecondOfficerIsAssessor => "ask another officer",
            Self::NoLowering => {
                "look at the timeline: it was confirmed or refused, or a review or something new has overtaken it"
            }
            Self::NotSecondOfficer => "ask a supervisor",
            Self::ScreenUnknown => "look for it on the other cases of the series",
            Self::ScreenReplaced => "review the latest screen",
            Self::OwnScreen => "ask another supervisor",
            Self::NotSupervising => "ask a supervisor",
            Self::ReviewLowers { .. } => "keep the grade, or have a new screen done with a second officer",
        }
    }
}

/// The highest current grade after an event: only a second officer's hand lowers it, and without it the higher one stays
/// (section 6.2). In older entries the screen itself names that officer; since then they act for themselves.
pub fn grade_after(current: Option<Grade>, event: &CaseEvent) -> Option<Grade> {
    match event {
        CaseEvent::RiskScreened { grade, second_officer: Some(_), .. } => Some(*grade),
        CaseEvent::RiskScreened { grade, second_officer: None, .. } | CaseEvent::RiskReviewed { grade, .. } => {
            current.max(Some(*grade))
        }
        CaseEvent::LoweringConfirmed { grade, .. } => Some(*grade),
        _ => current,
    }
}

/// What is recorded of the training of whoever made a screen, or reviewed it, goes beside it; where nothing is, nothing does. It
/// refuses nothing: a person at risk waits for nobody.
pub fn training_seen(actor: &Actor, screen: ScreenId, training: Option<Training>) -> Option<CaseEvent> {
    training.map(|training| CaseEvent::TrainingSeen(TrainingSeen { screen, account: actor.by, training }))
}

impl Case {
    /// This names every problem of a screen at once.
    pub fn screen_problems(&self, actor: &Actor, screen: &RecordScreen) -> Vec<RiskRefusal> {
        let mut problems = Vec::new();
        if self.screens.iter().any(|held| held.id == screen.screen) {
            problems.push(RiskRefusal::ScreenAlreadyRecorded);
        }
        if screen.tool.trim().is_empty() {
            problems.push(RiskRefusal::NoTool);
        } else if tools::known(&screen.tool).is_none() {
            problems.push(RiskRefusal::UnknownTool);
        }
        problems.extend(self.four_problems(&screen.four));
        if screen.reasons_chars < REASONS_CHARS_MIN {
            problems.push(RiskRefusal::ReasonsTooShort { chars: screen.reasons_chars });
        }
        problems.extend(self.lowering_problem(actor, screen));
        problems
    }

    /// This records a screen, which answers the question of risk until the next new fact.
    pub fn screen_risk(&self, actor: &Actor, screen: RecordScreen) -> Result<Vec<CaseEvent>, RiskRefusal> {
        if self.is_closed() {
            return Err(RiskRefusal::CaseClosed);
        }
        if let Some(problem) = self.screen_problems(actor, &screen).into_iter().next() {
            return Err(problem);
        }
        let RecordScreen { screen, tool, grade, factors, four, reasons, reasons_chars: _, second_officer } = screen;
        let tool = tools::known(&tool).ok_or(RiskRefusal::UnknownTool)?.to_owned();
        let second_officer_asked = second_officer;
        let second_officer = None;
        Ok(vec![CaseEvent::RiskScreened {
            screen,
            tool,
            grade,
            factors,
            four,
            reasons,
            second_officer,
            second_officer_asked,
        }])
    }

    /// This records a screen by a set of questions: the grade is what the assessor says, whatever the answers are.
    pub fn screen_by_questions(
        &self,
        actor: &Actor,
        screen: RecordScreen,
        asked: Asked,
    ) -> Result<Vec<CaseEvent>, RiskRefusal> {
        let id = screen.screen;
        let mut events = self.screen_risk(actor, screen)?;
        let Asked { set, version, answers } = asked;
        events.push(CaseEvent::ScreenAnswered { screen: id, set, version, answers });
        Ok(events)
    }

    /// This makes a lower grade count, by a second officer's own hand.
    pub fn confirm_lowering(
        &self,
        actor: &Actor,
        reasons: ContentId,
        reasons_chars: usize,
    ) -> Result<Vec<CaseEvent>, RiskRefusal> {
        let Lowering { screen, grade, .. } = *self.lowering_to_decide(actor, reasons_chars)?;
        Ok(vec![CaseEvent::LoweringConfirmed { screen, grade, reasons }])
    }

    /// This refuses a lower grade: the higher one stays.
    pub fn refuse_lowering(
        &self,
        actor: &Actor,
        reasons: ContentId,
        reasons_chars: usize,
    ) -> Result<Vec<CaseEvent>, RiskRefusal> {
        let Lowering { screen, .. } = *self.lowering_to_decide(actor, reasons_chars)?;
        Ok(vec![CaseEvent::LoweringRefused { screen, reasons }])
    }

    fn lowering_to_decide(&self, actor: &Actor, reasons_chars: usize) -> Result<&Lowering, RiskRefusal> {
        if self.is_closed() {
            return Err(RiskRefusal::CaseClosed);
        }
        let lowering = self.lowering.as_ref().ok_or(RiskRefusal::NoLowering)?;
        if !supervises(actor.role) {
            return Err(RiskRefusal::NotSecondOfficer);
        }
        if lowering.by == Some(actor.by) {
            return Err(RiskRefusal::SecondOfficerIsAssessor);
        }
        if reasons_chars < REASONS_CHARS_MIN {
            return Err(RiskRefusal::ReasonsTooShort { chars: reasons_chars });
        }
        Ok(lowering)
    }

    /// This reviews the latest screen; a review can keep or raise the grade. A silent lowering is impossible.
    pub fn review_risk(
        &self,
        actor: &Actor,
        screen: ScreenId,
        grade: Grade,
        reasons: ContentId,
    ) -> Result<Vec<CaseEvent>, RiskRefusal> {
        if self.is_closed() {
            return Err(RiskRefusal::CaseClosed);
        }
        let held = self.screens.iter().find(|held| held.id == screen).ok_or(RiskRefusal::ScreenUnknown)?;
        if self.latest_screen().is_some_and(|latest| latest.id != screen) {
            return Err(RiskRefusal::ScreenReplaced);
        }
        if !supervises(actor.role) {
            return Err(RiskRefusal::NotSupervising);
        }
        if held.by == Some(actor.by) {
            return Err(RiskRefusal::OwnScreen);
        }
        if let Some(from) = self.grade.filter(|from| grade < *from) {
            return Err(RiskRefusal::ReviewLowers { from, to: grade });
        }
        Ok(vec![CaseEvent::RiskReviewed { screen, grade, reasons }])
    }

    /// This opens the question of risk again, for a cause that a person or the system saw. It is never refused:
    /// a trigger cannot be suppressed (section 6.2).
    pub fn reopen_risk(&self, because: ReopenCause) -> Vec<CaseEvent> {
        vec![CaseEvent::RiskReopened { because }]
    }

    fn four_problems(&self, four: &Four) -> Vec<RiskRefusal> {
        let letters = [
            ("fixated", &four.fixated),
            ("obsessive", &four.obsessive),
            ("unwanted", &four.unwanted),
            ("repeated", &four.repeated),
        ];
        let mut problems = Vec::new();
        if letters.iter().all(|(_, given)| given.answer == Answer::NotKnown) {
            problems.push(RiskRefusal::FourNotAnswered);
        }
        for (letter, given) in letters {
            if given.answer == Answer::Yes && given.acts.is_empty() {
                problems.push(RiskRefusal::YesWithoutAct { letter });
            }
            if given.acts.iter().any(|act| !self.has_act(*act)) {
                problems.push(RiskRefusal::ActNotOnCase { letter });
            }
        }
        problems
    }

    /// Section 6.2 also bars lowering within 28 days of a suspected breach. Breaches are not recorded yet; when they
    /// are, the check belongs here.
    fn lowering_problem(&self, actor: &Actor, screen: &RecordScreen) -> Option<RiskRefusal> {
        if screen.second_officer == Some(actor.by) {
            return Some(RiskRefusal::SecondOfficerIsAssessor);
        }
        let from = self.grade.filter(|from| screen.grade < *from)?;
        let alone = screen.second_officer.is_none();
        alone.then_some(RiskRefusal::LoweringNeedsSecondOfficer { from, to: screen.grade })
    }
}
