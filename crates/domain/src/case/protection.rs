//! Measures that protect: recorded, served, ended (specification, sections 2.2, 2.3 and 6.6).

use super::state::{DecisionState, Protection};
use super::{Actor, Case};
use crate::catalogue::{ApplicationStep, Awaited, Evidence, ProtectionKind, ReopenCause, Source};
use crate::event::{CaseEvent, Outcome, Shown};
use crate::ids::ProtectionId;
use crate::law::Law;
use crate::time::{Day, Moment};
use jiff::civil::Date;

/// The day on which the Act came into force (S.I. 2020/26): no order under it, and no application for one, is older.
pub const ACT_IN_FORCE: Day = Day(Date::constant(2020, 1, 20));

/// What is recorded of a measure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordProtection {
    /// Its identifier.
    pub protection: ProtectionId,
    /// What it is.
    pub kind: ProtectionKind,
    /// From when it has force.
    pub from: Day,
    /// Its last day, where it has one.
    pub until: Option<Day>,
    /// When it was served, where it was.
    pub served_at: Option<Moment>,
    /// Whether it replaces an interim order.
    pub replaces_interim: bool,
    /// Where this is known from.
    pub source: Source,
    /// What shows it.
    pub evidence: Option<Shown>,
}

/// Why a measure is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProtectionRefusal {
    /// It is there already.
    #[error("this measure is already on the case")]
    AlreadyRecorded,
    /// It ends before it starts.
    #[error("the last day, {until}, is before the first, {from}")]
    EndsBeforeStart {
        /// First day.
        from: Day,
        /// Last day.
        until: Day,
    },
    /// An order, or a step of an application, from before there were any.
    #[error("{day} is before the Stalking Protection Act 2019 came into force, on {ACT_IN_FORCE}")]
    OrderBeforeAct {
        /// The day given.
        day: Day,
    },
    /// An order, or a step of an application, in the future.
    #[error("{day} is after today: an order, or a step of an application, is recorded once it is made")]
    MadeInFuture {
        /// The day given.
        day: Day,
    },
    /// Only orders are served.
    #[error("only an order or interim order is served")]
    NotServed,
    /// Served before it was made.
    #[error("service is dated before the order was made, on {from}")]
    ServedBeforeMade {
        /// When it was made.
        from: Day,
    },
    /// Service in the future.
    #[error("service is dated after the time of recording it")]
    ServedInFuture,
    /// Only a full order replaces an interim order.
    #[error("only a full order replaces an interim order")]
    CannotReplaceInterim,
    /// Other evidence that nobody names.
    #[error("other evidence is named in words")]
    EvidenceNotNamed,
    /// No such measure.
    #[error("there is no such measure on this case")]
    Unknown,
    /// Served already.
    #[error("this order was already served")]
    AlreadyServed,
    /// Ended already.
    #[error("this measure has already ended")]
    AlreadyEnded,
    /// Served after its end.
    #[error("service is dated after the last day, {last_day}")]
    ServedAfterEnd {
        /// Its last day.
        last_day: Day,
    },
    /// The officer in the case withdraws an application.
    #[error("an application is not withdrawn by anybody who is or was the officer in the case")]
    WithdrawnByOfficer,
    /// The end is in the future.
    #[error("the end is dated after today")]
    EndsInFuture,
}

impl ProtectionRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::AlreadyRecorded => "open the measure that is there",
            Self::EndsBeforeStart { .. } => "check both days",
            Self::OrderBeforeAct { .. } => {
                "check the day against the court's papers; an older order is one of another kind"
            }
            Self::MadeInFuture { .. } => "check the day against the court's papers, or record it on the day",
            Self::NotServed => "leave the time of service empty",
            Self::ServedBeforeMade { .. } | Self::ServedInFuture | Self::ServedAfterEnd { .. } => {
                "check the day and time of service against the certificate of service"
            }
            Self::CannotReplaceInterim => "record it as a full order, or say that it replaces nothing",
            Self::EvidenceNotNamed => "say what it is, and where it is kept",
            Self::Unknown => "record the measure first",
            Self::AlreadyServed => "the first service counts; record a later one as a note",
            Self::AlreadyEnded => "record a new measure, if there is one",
            Self::WithdrawnByOfficer => "ask the authorising officer; force legal services record it",
            Self::EndsInFuture => "record the end on the day or after it; a known last day belongs to the measure",
        }
    }
}

/// What should be looked at, and does not stop the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProtectionWarning {
    /// A fixed end under two years (Stalking Protection Act 2019, s. 3: at least two years from the day it is made).
    ShorterThanTwoYears {
        /// The earliest last day.
        earliest: Day,
    },
    /// An interim order without a known end (s. 5: for a fixed period, or until the application is determined).
    InterimWithoutEnd,
    /// An order that nobody has served yet.
    NotYetServed,
    /// A service without what shows it: it takes a person off the list all the same.
    NoEvidence,
}

impl ProtectionWarning {
    /// The words that people read.
    pub fn sentence(&self) -> String {
        match self {
            Self::ShorterThanTwoYears { earliest } => {
                format!("A fixed period is at least two years from the day the order is made (s. 3): until {earliest} at the earliest. Check the sealed order.")
            }
            Self::InterimWithoutEnd => "An interim order is for a fixed period, or until the application is determined (s. 5). Check the sealed order.".to_owned(),
            Self::NoEvidence => "No evidence of service is recorded. Add the certificate of service.".to_owned(),
            Self::NotYetServed => "The order is not served yet. Until it is, the person counts as unprotected.".to_owned(),
        }
    }
}

/// What recording a measure says, and what to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recording {
    /// The events.
    pub events: Vec<CaseEvent>,
    /// The warnings.
    pub warnings: Vec<ProtectionWarning>,
}

/// The earliest last day of a full order made on a day; that day is the first of the two years (s. 3).
pub fn earliest_last_day(made_on: Day) -> Day {
    Day(made_on.0.saturating_add(jiff::Span::new().years(2))).plus_days(-1)
}

impl Case {
    /// This records a measure. An order that the court fixed too short is recorded as made, with a warning.
    pub fn record_protection(&self, actor: &Actor, measure: RecordProtection) -> Result<Recording, ProtectionRefusal> {
        if self.protections.iter().any(|held| held.id == measure.protection) {
            return Err(ProtectionRefusal::AlreadyRecorded);
        }
        let RecordProtection { protection, kind, from, until, served_at, replaces_interim, source, evidence } = measure;
        if let Some(until) = until.filter(|until| *until < from) {
            return Err(ProtectionRefusal::EndsBeforeStart { from, until });
        }
        match kind {
            ProtectionKind::Order | ProtectionKind::InterimOrder => made_under_act(self.law, actor, from)?,
            ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody | ProtectionKind::Warrant => {}
        }
        if replaces_interim && kind != ProtectionKind::Order {
            return Err(ProtectionRefusal::CannotReplaceInterim);
        }
        if let Some(served_at) = served_at {
            service_fits(actor, kind, from, until, served_at)?;
        }
        evidence_is_named(evidence)?;
        let mut warnings = warnings(kind, from, until, served_at);
        warnings.extend((served_at.is_some() && evidence.is_none()).then_some(ProtectionWarning::NoEvidence));
        let event = CaseEvent::ProtectionRecorded {
            protection,
            kind,
            from,
            until,
            served_at,
            replaces_interim,
            source,
            evidence,
        };
        Ok(Recording { events: vec![event], warnings })
    }

    /// This records that an order was served; from then it protects, and the duty of notification runs (s. 9).
    pub fn serve_protection(
        &self,
        actor: &Actor,
        protection: ProtectionId,
        served_at: Moment,
        evidence: Option<Shown>,
    ) -> Result<Recording, ProtectionRefusal> {
        let held = self.protection(protection)?;
        if held.served_at.is_some() {
            return Err(ProtectionRefusal::AlreadyServed);
        }
        service_fits(actor, held.kind, held.from, held.last_day(), served_at)?;
        evidence_is_named(evidence)?;
        let warnings = evidence.is_none().then_some(ProtectionWarning::NoEvidence).into_iter().collect();
        Ok(Recording { events: vec![CaseEvent::ProtectionServed { protection, served_at, evidence }], warnings })
    }

    /// This records the end of a measure. A decision that stood on it comes open again (section 6.3).
    pub fn end_protection(
        &self,
        actor: &Actor,
        protection: ProtectionId,
        on: Day,
    ) -> Result<Vec<CaseEvent>, ProtectionRefusal> {
        let held = self.protection(protection)?;
        if held.ended_on.is_some() {
            return Err(ProtectionRefusal::AlreadyEnded);
        }
        if on < held.from {
            return Err(ProtectionRefusal::EndsBeforeStart { from: held.from, until: on });
        }
        if on > actor.at.day() {
            return Err(ProtectionRefusal::EndsInFuture);
        }
        let mut events = vec![CaseEvent::ProtectionEnded { protection, on }];
        if self.decision_stands_on(protection, actor.at) && !self.is_closed() {
            events.push(CaseEvent::DecisionReopened { because: ReopenCause::MeasureEnded });
        }
        Ok(events)
    }

    /// This records a step of an application, from the day on which the Act came into force until today. One that the court
    /// refused, or that was withdrawn, opens the question of protection again; the officer in the case alone withdraws none
    /// (section 6.4).
    pub fn date_application(
        &self,
        actor: &Actor,
        step: ApplicationStep,
        on: Day,
    ) -> Result<Vec<CaseEvent>, ProtectionRefusal> {
        made_under_act(self.law, actor, on)?;
        if step == ApplicationStep::Withdrawn && self.was_officer(actor.by) {
            return Err(ProtectionRefusal::WithdrawnByOfficer);
        }
        let reopened = match &self.decision {
            DecisionState::Apply { at, .. } if on >= at.day() && !self.is_closed() => {
                super::application::came_to_nothing(step)
            }
            DecisionState::Apply { .. }
            | DecisionState::NotYetConsidered
            | DecisionState::Considering { .. }
            | DecisionState::AwaitingCountersign { .. }
            | DecisionState::NotApply { .. }
            | DecisionState::Deferred { .. }
            | DecisionState::Superseded { .. } => None,
        };
        let reopened = reopened.map(|because| CaseEvent::DecisionReopened { because });
        Ok([CaseEvent::ApplicationDated { step, on }].into_iter().chain(reopened).collect())
    }

    fn protection(&self, id: ProtectionId) -> Result<&Protection, ProtectionRefusal> {
        self.protections.iter().find(|held| held.id == id).ok_or(ProtectionRefusal::Unknown)
    }

    fn decision_stands_on(&self, id: ProtectionId, at: Moment) -> bool {
        match &self.decision {
            DecisionState::NotYetConsidered | DecisionState::Considering { .. } | DecisionState::Apply { .. } => false,
            DecisionState::Deferred { awaits, .. } => self.ends_custody_awaited(*awaits, id, at),
            DecisionState::Superseded { protection, .. } => *protection == id,
            DecisionState::AwaitingCountersign { outcome, .. } => match outcome {
                Outcome::SupersededByOtherOrder { protection, .. } => *protection == id,
                Outcome::DoNotApply { reasons, .. } => self.last_leant_on(reasons, id, at),
                Outcome::Deferred { awaits, .. } => self.ends_custody_awaited(*awaits, id, at),
                Outcome::Apply { .. } => false,
            },
            DecisionState::NotApply { reasons, .. } => self.last_leant_on(reasons, id, at),
        }
    }

    /// This says whether the end of custody is waited for, and this is the last custody in force.
    fn ends_custody_awaited(&self, awaits: Option<Awaited>, id: ProtectionId, at: Moment) -> bool {
        let custody = |held: &Protection| held.kind == ProtectionKind::Custody;
        let ends = self.protections.iter().any(|held| held.id == id && custody(held));
        let others = self.measures_in_force(at).into_iter().any(|held| held.id != id && custody(held));
        awaits == Some(Awaited::CustodyEnd) && ends && !others
    }

    /// This says whether reasons lean on measures, and this is the last of them in force.
    fn last_leant_on(&self, reasons: &[crate::catalogue::Reason], id: ProtectionId, at: Moment) -> bool {
        let others = self.measures_in_force(at).into_iter().filter(|held| held.id != id).count();
        others == 0 && reasons.iter().any(|reason| super::reopening::leans_on_measure(*reason))
    }
}

fn made_under_act(law: Law, actor: &Actor, day: Day) -> Result<(), ProtectionRefusal> {
    let judged_on = law.day_for(day);
    if judged_on < ACT_IN_FORCE {
        return Err(ProtectionRefusal::OrderBeforeAct { day: judged_on });
    }
    if day > actor.at.day() {
        return Err(ProtectionRefusal::MadeInFuture { day });
    }
    Ok(())
}

fn evidence_is_named(evidence: Option<Shown>) -> Result<(), ProtectionRefusal> {
    match evidence {
        Some(Shown { by: Evidence::Other, words: None }) => Err(ProtectionRefusal::EvidenceNotNamed),
        Some(_) | None => Ok(()),
    }
}

fn service_fits(
    actor: &Actor,
    kind: ProtectionKind,
    from: Day,
    last_day: Option<Day>,
    served_at: Moment,
) -> Result<(), ProtectionRefusal> {
    match kind {
        ProtectionKind::Order | ProtectionKind::InterimOrder => {}
        ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody | ProtectionKind::Warrant => {
            return Err(ProtectionRefusal::NotServed);
        }
    }
    if served_at > actor.at {
        return Err(ProtectionRefusal::ServedInFuture);
    }
    if served_at.day() < from {
        return Err(ProtectionRefusal::ServedBeforeMade { from });
    }
    match last_day.filter(|last_day| served_at.day() > *last_day) {
        Some(last_day) => Err(ProtectionRefusal::ServedAfterEnd { last_day }),
        None => Ok(()),
    }
}

fn warnings(kind: ProtectionKind, from: Day, until: Option<Day>, served_at: Option<Moment>) -> Vec<ProtectionWarning> {
    let unserved = served_at.is_none().then_some(ProtectionWarning::NotYetServed);
    match kind {
        ProtectionKind::Order => {
            let earliest = earliest_last_day(from);
            let short = until.filter(|until| *until < earliest);
            let short = short.map(|_| ProtectionWarning::ShorterThanTwoYears { earliest });
            short.into_iter().chain(unserved).collect()
        }
        ProtectionKind::InterimOrder => {
            let endless = until.is_none().then_some(ProtectionWarning::InterimWithoutEnd);
            endless.into_iter().chain(unserved).collect()
        }
        ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody | ProtectionKind::Warrant => {
            Vec::new()
        }
    }
}
