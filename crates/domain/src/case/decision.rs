//! The decision on protection: consider, record, countersign, send back (specification, section 6.3).
//!
//! A case leaves the list of decisions to make only by a decision to apply or by a countersigned decision. What the
//! stalking SPOC says of a decision to apply is in `advice`.

use super::backing::{self, GivenBacking};
use super::state::DecisionState;
use super::{Actor, Case, supervises, worksheet};
use crate::catalogue::{AwaitedEnd, ReopenCause, Role};
use crate::event::{CaseEvent, Outcome, Worksheet};
use crate::ids::ContentId;
use crate::time::Day;

/// What is recorded of a decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordDecision {
    /// The worksheet.
    pub worksheet: Worksheet,
    /// The outcome.
    pub outcome: Outcome,
    /// The narrative, kept outside the ledger.
    pub narrative: ContentId,
    /// How long the narrative is, in characters.
    pub narrative_chars: usize,
    /// Which thing exactly is waited for, where the decision is put off; kept outside the ledger.
    pub awaited: Option<ContentId>,
    /// How long those words are, in characters.
    pub awaited_chars: usize,
    /// What the reasons not to apply rest on.
    pub backing: GivenBacking,
}

/// Why a decision is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DecisionRefusal {
    /// The case is closed.
    #[error("the case is closed")]
    CaseClosed,
    /// The question is already open.
    #[error("the question of protection is already open")]
    AlreadyOpen,
    /// A decision stands and nothing has reopened it.
    #[error("a decision is already recorded: {state}")]
    AlreadyDecided {
        /// The words of the state.
        state: &'static str,
    },
    /// The narrative explains nothing.
    #[error("the narrative has {chars} characters and needs at least {min}", min = worksheet::NARRATIVE_CHARS_MIN)]
    NarrativeTooShort {
        /// How long it is.
        chars: usize,
    },
    /// The worksheet names acts of another case.
    #[error("the worksheet names acts that are not on this case: {acts}")]
    ActNotOnCase {
        /// How many.
        acts: usize,
    },
    /// Limbs of s. 1(1) are not met.
    #[error("to apply, every limb of section 1(1) must be met; not met: {limbs}")]
    LimbsNotMet {
        /// Which.
        limbs: &'static str,
    },
    /// Limbs of s. 1(1) are not answered.
    #[error("not to apply, every limb of section 1(1) must be answered with yes or no; not answered: {limbs}")]
    LimbsNotAnswered {
        /// Which.
        limbs: &'static str,
    },
    /// No act supports limb (a).
    #[error("to apply, limb (a) needs at least one act")]
    NoActNamed,
    /// No ground of s. 1(3).
    #[error("to apply, a ground of section 1(3) is needed")]
    NoGround,
    /// No reason.
    #[error("a decision not to apply needs a reason")]
    NoReason,
    /// Only reasons that cannot stand alone.
    #[error("these reasons cannot stand alone: {barred}")]
    OnlyBarredReasons {
        /// Each, and why.
        barred: worksheet::BarredReasons,
    },
    /// A reason says that a limb is not met, and the worksheet says that it is.
    #[error("the reason '{reason}' contradicts the worksheet, which answers limb ({limb}) with yes")]
    ReasonContradictsLimb {
        /// The words of the reason.
        reason: &'static str,
        /// Which limb.
        limb: char,
    },
    /// No other order to lean on.
    #[error("the reason 'another order in force is adequate' needs such an order, in force on this case today")]
    NoOtherOrder,
    /// No custody to lean on.
    #[error("the reason 'the subject is in custody' needs custody with a last day, in force on this case today")]
    NoCustody,
    /// Several would do.
    #[error("{measures} measures on this case carry the reason '{reason}', and none is named")]
    WhichMeasure {
        /// The words of the reason.
        reason: &'static str,
        /// How many.
        measures: usize,
    },
    /// The subject is known.
    #[error("the subject of this case is known by name: nobody waits to identify him")]
    SubjectIsNamed,
    /// Nothing to wait for.
    #[error("no custody is on record on this case today, and its end is what the decision would wait for")]
    NoCustodyToAwait,
    /// A measure for no reason.
    #[error("a measure that is named carries none of the reasons given")]
    MeasureUnfit,
    /// Gaps.
    #[error("which evidence is missing has {chars} characters and needs at least {min}", min = backing::GAPS_CHARS_MIN)]
    GapsTooShort {
        /// How long it is.
        chars: usize,
    },
    /// Plan.
    #[error("how that evidence is to be got has {chars} characters and needs at least {min}", min = backing::GAPS_CHARS_MIN)]
    PlanTooShort {
        /// How long it is.
        chars: usize,
    },
    /// To which force?
    #[error("the case is said to lie outside section 1(3), and no other force is named, in {min} characters or more", min = backing::FORCE_CHARS_MIN)]
    ForceNotNamed,
    /// No acceptance: this force has the case.
    #[error("no other force is on record as having accepted the case: say who accepted, and on which day")]
    NotAccepted,
    /// It cannot have accepted yet.
    #[error("the other force is said to have accepted on {day}, which is after today")]
    AcceptedInFuture {
        /// The day given.
        day: Day,
    },
    /// A ground and its denial.
    #[error("the reason 'outside s. 1(3)' contradicts the worksheet, which names a ground of section 1(3)")]
    ReasonContradictsGround,
    /// What belongs to another reason.
    #[error("what is told belongs to the reason '{reason}', which is not given")]
    ReasonNotGiven {
        /// The words of the reason.
        reason: &'static str,
    },
    /// The risk does not allow it.
    #[error("at grade high, the risk does not allow the reason 'the person at risk objects'")]
    ObjectionAtHighRisk,
    /// The day for looking again is past or too far.
    #[error("the day for looking again, {day}, must be after today and no later than {latest}")]
    ReconsiderDay {
        /// The day given.
        day: Day,
        /// The latest day.
        latest: Day,
    },
    /// The person at risk does not know.
    #[error("the person at risk has not been informed of the decision not to apply")]
    PersonNotInformed,
    /// The last day of waiting is past or too far.
    #[error("the last day of waiting, {day}, must be after today and no later than {latest}")]
    DeferredDay {
        /// The day given.
        day: Day,
        /// The latest day.
        latest: Day,
    },
    /// Nothing is waited for.
    #[error("a decision is put off for a named thing, and none is named")]
    NothingAwaited,
    /// The thing waited for is not told.
    #[error("which thing is waited for has {chars} characters and needs at least {min}", min = worksheet::AWAITED_CHARS_MIN)]
    AwaitedTooShort {
        /// How long it is.
        chars: usize,
    },
    /// Nothing waits.
    #[error("no decision on this case waits for anything")]
    NotWaiting,
    /// No such measure.
    #[error("the measure named is not on this case")]
    ProtectionUnknown,
    /// A Stalking Protection Order is no other order.
    #[error("the measure named is itself a Stalking Protection Order")]
    ProtectionIsOrder,
    /// The measure is not in force.
    #[error("the measure named is not in force today")]
    ProtectionNotInForce,
    /// The day is past, or after the measure's end.
    #[error("the day {day} is past or is after the end of the measure named")]
    SupersededDay {
        /// The day given.
        day: Day,
    },
    /// The measure has no end, and the day is too far.
    #[error("the measure named has no last day; the day {day} must be no later than {latest}")]
    SupersededTooFar {
        /// The day given.
        day: Day,
        /// The latest day.
        latest: Day,
    },
    /// Nothing to countersign.
    #[error("no decision is waiting for a countersignature")]
    NothingToCountersign,
    /// Not the stalking SPOC.
    #[error("only the stalking SPOC countersigns or sends back")]
    NotSpoc,
    /// The recorder's own decision.
    #[error("a decision is not countersigned by the person who recorded it")]
    OwnDecision,
    /// The officer's own case, now or before it was given to another.
    #[error("a decision is not countersigned by anybody who is or was the officer in the case")]
    OfficerInCase,
    /// Not a supervising role.
    #[error("only a supervisor, an inspector or the stalking SPOC opens a settled decision again")]
    NotSupervising,
}

impl DecisionRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::CaseClosed => "record the new act or report that brings the case back; it reopens by itself",
            Self::AlreadyOpen => "fill in the worksheet and record the decision",
            Self::AlreadyDecided { .. } => "a new act, a new report, or the day for looking again reopens it",
            Self::NarrativeTooShort { .. } => "say in a sentence or two how the facts meet, or do not meet, the test",
            Self::ActNotOnCase { .. } => "choose acts from this case, or join the cases first",
            Self::LimbsNotMet { .. } => "answer (a), (b) and (c) with yes, or choose another outcome",
            Self::LimbsNotAnswered { .. } => {
                "answer (a), (b) and (c), each with yes or no; where that cannot be said yet, put it off"
            }
            Self::NoActNamed => "choose the acts on which the application stands",
            Self::NoGround => "say why this force may apply: where the subject lives, is, or means to come",
            Self::NoReason => "choose at least one reason",
            Self::OnlyBarredReasons { .. } => "give a reason from the list that can stand alone, or apply",
            Self::ReasonContradictsLimb { .. } => "correct the answer on the worksheet, or give another reason",
            Self::NoOtherOrder => {
                "record the order on this case first (a Stalking Protection Order counts once served), or give another reason"
            }
            Self::NoCustody => "record the custody with its last day on this case first, or give another reason",
            Self::WhichMeasure { .. } => "name the measure that is meant, by its id as the case shows it",
            Self::SubjectIsNamed => "give another reason; if the name is not his, correct it first (`correct-person`)",
            Self::NoCustodyToAwait => "record the custody first, or say what else is waited for",
            Self::MeasureUnfit => "name an order or custody in force that the reasons lean on, or leave it out",
            Self::GapsTooShort { .. } => "list what is missing, in words of its own",
            Self::PlanTooShort { .. } => "say who gets what, and by when, in words of its own",
            Self::ForceNotNamed => "name the force to which the case goes",
            Self::NotAccepted => {
                "until another force has accepted, this force has the case: put the decision off for 'other_force', or apply"
            }
            Self::AcceptedInFuture { .. } => "check the day; until it has come, this force has the case",
            Self::ReasonContradictsGround => "leave the ground out, or give another reason",
            Self::ReasonNotGiven { .. } => "give that reason too, or leave out what belongs to it",
            Self::ObjectionAtHighRisk => {
                "apply, or give another reason; the chief officer applies, not the person at risk"
            }
            Self::ReconsiderDay { .. } => "choose a day within the next 28 days",
            Self::PersonNotInformed => "tell the person at risk first, by the agreed channel",
            Self::DeferredDay { .. } => "choose a day within the next 14 days",
            Self::NothingAwaited => "choose what is waited for from the list, or decide now",
            Self::AwaitedTooShort { .. } => "say which thing, and from whom it comes",
            Self::NotWaiting => "only a decision that is put off waits; a settled one is opened again by a supervisor",
            Self::ProtectionUnknown => "record the measure on this case first",
            Self::ProtectionIsOrder => {
                "name bail, custody or an order of another kind, or record the decision to apply"
            }
            Self::ProtectionNotInForce => "name a measure in force, or choose another outcome",
            Self::SupersededDay { .. } => "give the last day of the measure",
            Self::SupersededTooFar { .. } => "choose a day within the next 28 days, on which it is looked at again",
            Self::NothingToCountersign => "record a decision first; a decision to apply needs no countersignature",
            Self::NotSpoc => "ask the stalking SPOC",
            Self::OwnDecision | Self::OfficerInCase => {
                "ask a stalking SPOC who neither recorded it nor was ever the officer in the case"
            }
            Self::NotSupervising => "ask a supervisor, or record the new act or report, which opens it by itself",
        }
    }
}

impl Case {
    /// This opens the question of protection (section 6.3).
    pub fn open_consideration(&self, _actor: &Actor) -> Result<Vec<CaseEvent>, DecisionRefusal> {
        self.open_to_decision()?;
        match self.decision {
            DecisionState::Considering { .. } => Err(DecisionRefusal::AlreadyOpen),
            DecisionState::NotYetConsidered => Ok(vec![CaseEvent::ConsiderationOpened]),
            DecisionState::AwaitingCountersign { .. }
            | DecisionState::Apply { .. }
            | DecisionState::NotApply { .. }
            | DecisionState::Deferred { .. }
            | DecisionState::Superseded { .. } => Err(self.already_decided()),
        }
    }

    /// This names every problem of a decision at once.
    pub fn decision_problems(&self, actor: &Actor, decision: &RecordDecision) -> Vec<DecisionRefusal> {
        worksheet::problems(self, actor.at, decision)
    }

    /// This records a decision. To apply is effective at once, and complete with the SPOC's advice; anything else waits for the stalking SPOC.
    pub fn record_decision(&self, actor: &Actor, decision: RecordDecision) -> Result<Vec<CaseEvent>, DecisionRefusal> {
        self.open_to_decision()?;
        match self.decision {
            DecisionState::NotYetConsidered | DecisionState::Considering { .. } => {}
            DecisionState::AwaitingCountersign { .. }
            | DecisionState::Apply { .. }
            | DecisionState::NotApply { .. }
            | DecisionState::Deferred { .. }
            | DecisionState::Superseded { .. } => return Err(self.already_decided()),
        }
        if let Some(problem) = self.decision_problems(actor, &decision).into_iter().next() {
            return Err(problem);
        }
        let backing = backing::read(self, actor.at.day(), &decision.outcome, &decision.backing);
        let backing = backing.map_err(|problems| problems.into_iter().next().unwrap_or(DecisionRefusal::NoReason))?;
        let RecordDecision { worksheet, outcome, narrative, awaited, .. } = decision;
        let awaited = awaited.filter(|_| matches!(outcome, Outcome::Deferred { .. }));
        Ok(vec![CaseEvent::DecisionRecorded { worksheet, outcome, narrative, awaited, backing }])
    }

    /// This records that what a decision waits for has come, or will not: the question opens again at once.
    pub fn end_waiting(
        &self,
        _actor: &Actor,
        how: AwaitedEnd,
        words: ContentId,
        chars: usize,
    ) -> Result<Vec<CaseEvent>, DecisionRefusal> {
        self.open_to_decision()?;
        let waits = match &self.decision {
            DecisionState::Deferred { .. } => true,
            DecisionState::AwaitingCountersign { outcome, .. } => matches!(outcome, Outcome::Deferred { .. }),
            DecisionState::NotYetConsidered
            | DecisionState::Considering { .. }
            | DecisionState::Apply { .. }
            | DecisionState::NotApply { .. }
            | DecisionState::Superseded { .. } => false,
        };
        if !waits {
            return Err(DecisionRefusal::NotWaiting);
        }
        if chars < worksheet::AWAITED_CHARS_MIN {
            return Err(DecisionRefusal::AwaitedTooShort { chars });
        }
        let because = match how {
            AwaitedEnd::Arrived => ReopenCause::Arrived,
            AwaitedEnd::WillNotCome => ReopenCause::WillNotCome,
        };
        Ok(vec![CaseEvent::AwaitedEnded { how, words }, CaseEvent::DecisionReopened { because }])
    }

    /// This makes a waiting decision effective. Two people stand behind it: never the recorder, never one who is or was its officer.
    pub fn countersign_decision(&self, actor: &Actor) -> Result<Vec<CaseEvent>, DecisionRefusal> {
        self.may_countersign(actor)?;
        // An entry from before acceptance was asked for: it goes back, since this force still has the case.
        if self.lacks_acceptance() {
            return Err(DecisionRefusal::NotAccepted);
        }
        Ok(vec![CaseEvent::DecisionCountersigned])
    }

    /// This sends a waiting decision back; the question stays open.
    pub fn return_decision(&self, actor: &Actor, reasons: ContentId) -> Result<Vec<CaseEvent>, DecisionRefusal> {
        self.may_countersign(actor)?;
        Ok(vec![CaseEvent::DecisionReturned { reasons }])
    }

    /// This opens a settled decision again, for a cause that a supervisor saw: a refused application, a review, a breach.
    pub fn reopen_decision(&self, actor: &Actor, because: ReopenCause) -> Result<Vec<CaseEvent>, DecisionRefusal> {
        self.open_to_decision()?;
        if !supervises(actor.role) {
            return Err(DecisionRefusal::NotSupervising);
        }
        match self.decision {
            DecisionState::NotYetConsidered | DecisionState::Considering { .. } => Err(DecisionRefusal::AlreadyOpen),
            DecisionState::AwaitingCountersign { .. }
            | DecisionState::Apply { .. }
            | DecisionState::NotApply { .. }
            | DecisionState::Deferred { .. }
            | DecisionState::Superseded { .. } => Ok(vec![CaseEvent::DecisionReopened { because }]),
        }
    }

    fn may_countersign(&self, actor: &Actor) -> Result<(), DecisionRefusal> {
        self.open_to_decision()?;
        let DecisionState::AwaitingCountersign { by, .. } = &self.decision else {
            return Err(DecisionRefusal::NothingToCountersign);
        };
        if actor.role != Role::Spoc {
            return Err(DecisionRefusal::NotSpoc);
        }
        if *by == Some(actor.by) {
            return Err(DecisionRefusal::OwnDecision);
        }
        if self.was_officer(actor.by) {
            return Err(DecisionRefusal::OfficerInCase);
        }
        Ok(())
    }

    fn open_to_decision(&self) -> Result<(), DecisionRefusal> {
        if self.is_closed() { Err(DecisionRefusal::CaseClosed) } else { Ok(()) }
    }

    fn already_decided(&self) -> DecisionRefusal {
        DecisionRefusal::AlreadyDecided { state: self.decision.label() }
    }
}
