//! What a happening comes to: one arm a deed, each asking the rules of casework for its events or their refusal.

use super::Scenario;
use super::happening::Happening;
use super::refusals::code_of;
use super::slots::{Details, Untold};
use super::vocabulary::Deed;
use super::who::{self, Who};
use crate::case::backing::GivenBacking;
use crate::case::correction::{CorrectAct, Reasons};
use crate::case::decision::RecordDecision;
use crate::case::protection::{ProtectionWarning, RecordProtection, Recording};
use crate::case::review::RaiseAction;
use crate::case::risk::RecordScreen;
use crate::case::{Actor, Case};
use crate::catalogue::*;
use crate::event::{Act, CaseEvent, Four, FourAnswer, Limb, Outcome, Recorded, Shown, Worksheet};
use crate::ids::*;
use crate::risk::tools;
use crate::time::Moment;
use std::fmt::{Debug, Display};

/// A happening that a rule refuses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Refusal {
    /// Codes of everything that is wrong.
    pub codes: Vec<String>,
    /// The same in sentences.
    pub why: Vec<String>,
}

/// What a happening came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Done {
    /// The events.
    pub events: Vec<CaseEvent>,
    /// Warnings, by code.
    pub warnings: Vec<&'static str>,
}

/// Why nothing came of a happening.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum NotDone {
    /// A rule refuses it.
    Refused(Refusal),
    /// There is no case yet.
    NoCase,
}

/// Identifiers, one after another: the same scenario has the same.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ids(u32);

impl Ids {
    /// The bytes of the next one.
    pub fn chance(&mut self) -> [u8; 10] {
        self.0 = self.0.wrapping_add(1);
        let mut chance = [0; 10];
        for (byte, put) in chance.iter_mut().zip(self.0.to_be_bytes()) {
            *byte = put;
        }
        chance
    }
}

/// The shortest words that explain something, and words that explain nothing, in characters.
const EXPLAINED: usize = 80;
const UNEXPLAINED: usize = 5;

/// This does a happening on a case, through the same functions as casework.
pub(super) fn perform(
    scenario: &Scenario,
    case: Option<&Case>,
    happening: &Happening,
    at: Moment,
    ids: &mut Ids,
) -> Result<Done, NotDone> {
    let Happening { deed, who, details } = happening;
    let who = who.clone().unwrap_or_else(|| who::first_of(Role::CallTaker));
    let actor = Actor { by: who.account, role: who.role, at };
    match (case, deed) {
        (_, Deed::Nothing) => Ok(Done::default()),
        (None, Deed::Report) => open(scenario, &actor, details, ids).map_err(NotDone::Refused),
        (None, _) => Err(NotDone::NoCase),
        (Some(case), deed) => Doing { case, actor, who, details, ids }.deed(*deed).map_err(NotDone::Refused),
    }
}

fn open(scenario: &Scenario, actor: &Actor, details: &Details, ids: &mut Ids) -> Result<Done, Refusal> {
    let subject = scenario.subject_known.then(|| MentionId::new(actor.at, ids.chance()));
    let duties_from = scenario.go_live.map_or(actor.at, |day| day.start().max(actor.at));
    let person_at_risk = MentionId::new(actor.at, ids.chance());
    let opened = CaseEvent::CaseOpened { person_at_risk, subject, relationship: scenario.relationship, duties_from };
    let recorded = Recorded { at: actor.at, by: Some(actor.by), event: opened.clone() };
    let mut done = Done { events: vec![opened], warnings: Vec::new() };
    if let Some(case) = Case::evolve(None, &recorded) {
        let report = ReportId::new(actor.at, ids.chance());
        let acts = acts(details, actor.at, ids);
        done.events.extend(ruled("act", case.attach_report(actor, report, actor.at, acts))?);
    }
    Ok(done)
}

/// An act for each behaviour named, or one of which it is not known what was done.
fn acts(details: &Details, at: Moment, ids: &mut Ids) -> Vec<Act> {
    let behaviours: Vec<Option<Behaviour>> = match details.behaviours.as_slice() {
        [] => vec![None],
        named => named.iter().map(|behaviour| Some(*behaviour)).collect(),
    };
    let occurred_at = details.occurred.map_or(at, |when| when.moment(at));
    let precision = details.precision.unwrap_or(Precision::Exact);
    let mut act =
        |behaviour| Act { id: ActId::new(at, ids.chance()), behaviour, occurred_at, precision, recorded_at: at };
    behaviours.into_iter().map(&mut act).collect()
}

fn refusal<E: Debug + Display>(family: &str, refusals: &[E]) -> Refusal {
    Refusal {
        codes: refusals.iter().map(|refusal| code_of(family, refusal)).collect(),
        why: refusals.iter().map(ToString::to_string).collect(),
    }
}

pub(super) fn ruled<T, E: Debug + Display>(family: &str, answer: Result<T, E>) -> Result<T, Refusal> {
    answer.map_err(|refused| refusal(family, &[refused]))
}

/// A happening on a case that there is.
pub(super) struct Doing<'a> {
    pub(super) case: &'a Case,
    pub(super) actor: Actor,
    who: Who,
    pub(super) details: &'a Details,
    ids: &'a mut Ids,
}

impl Doing<'_> {
    pub(super) fn words(&mut self) -> ContentId {
        ContentId::new(self.actor.at, self.ids.chance())
    }

    pub(super) fn chance(&mut self) -> [u8; 10] {
        self.ids.chance()
    }

    pub(super) fn chars(&self) -> usize {
        if self.details.thin { UNEXPLAINED } else { EXPLAINED }
    }

    /// When it was done, where the line says so: else the moment of recording it.
    pub(super) fn done_at(&self) -> Moment {
        self.details.occurred.map_or(self.actor.at, |when| when.moment(self.actor.at))
    }

    fn deed(mut self, deed: Deed) -> Result<Done, Refusal> {
        let (case, actor, at) = (self.case, self.actor, self.actor.at);
        if let Deed::Protect(kind) = deed {
            return self.protect(kind);
        }
        if let Deed::Away | Deed::Back = deed {
            return Ok(if deed == Deed::Away { self.away() } else { self.back() });
        }
        let events = match deed {
            Deed::Report => {
                let report = ReportId::new(at, self.ids.chance());
                let acts = acts(self.details, at, self.ids);
                ruled("act", case.attach_report(&actor, report, at, acts))
            }
            Deed::Act => self.act(),
            Deed::ReviewActs => ruled("review", case.review_acts(&actor)),
            Deed::MoveReport => self.move_report(),
            Deed::Identify => ruled("handling", case.identify_subject(&actor, MentionId::new(at, self.ids.chance()))),
            Deed::Allocate | Deed::Receive => self.allocate(deed),
            Deed::Screen => self.screen(),
            Deed::ReviewRisk => self.review_risk(),
            Deed::ReopenRisk => Ok(case.reopen_risk(self.details.cause.unwrap_or(ReopenCause::RiskChanged))),
            Deed::Consider => ruled("decision", case.open_consideration(&actor)),
            Deed::DecideApply | Deed::DecideNot | Deed::Defer | Deed::Supersede => self.decide(deed),
            Deed::Countersign => ruled("decision", case.countersign_decision(&actor)),
            Deed::Return => {
                let words = self.words();
                ruled("decision", case.return_decision(&actor, words))
            }
            Deed::ReopenDecision => {
                ruled("decision", case.reopen_decision(&actor, self.details.cause.unwrap_or(ReopenCause::Review)))
            }
            Deed::RequestReconsideration(by) => {
                let (request, words) = (RequestId::new(at, self.ids.chance()), self.words());
                ruled("reconsideration", case.request_reconsideration(&actor, request, by, words))
            }
            Deed::AnswerReconsideration => {
                let (answer, words) = (self.details.answered.unwrap_or(RequestAnswer::Stands), self.words());
                ruled("reconsideration", case.answer_reconsideration(&actor, answer, words, self.chars()))
            }
            Deed::Advise => {
                let (advice, words) = (self.details.advice.unwrap_or(Advice::Agrees), self.words());
                ruled("advice", case.advise_decision(&actor, advice, words, self.chars()))
            }
            Deed::AnswerAdvice => {
                let (answer, words) = (self.details.followed.unwrap_or(AdviceAnswer::Followed), self.words());
                ruled("advice", case.answer_advice(&actor, answer, words, self.chars()))
            }
            Deed::AwaitedEnds(how) => {
                let words = self.words();
                ruled("decision", case.end_waiting(&actor, how, words, self.chars()))
            }
            Deed::ConfirmGrade => {
                let words = self.words();
                ruled("risk", case.confirm_lowering(&actor, words, self.chars()))
            }
            Deed::RefuseGrade => {
                let words = self.words();
                ruled("risk", case.refuse_lowering(&actor, words, self.chars()))
            }
            Deed::CorrectAct => self.correct_act(),
            Deed::StrikeAct | Deed::StrikeReport => self.strike(deed),
            Deed::Serve => self.serve(),
            Deed::End => self.end(),
            Deed::Application(step) => ruled("protection", case.date_application(&actor, step, self.done_at().day())),
            Deed::Intervene(kind) => ruled("handling", case.record_intervention(&actor, kind, self.done_at())),
            Deed::Refer => ruled("handling", case.refer_to_support(&actor, self.done_at())),
            Deed::Decline => ruled("handling", case.record_support_declined(&actor, self.done_at())),
            Deed::Notify => ruled("handling", case.record_notification(&actor, self.done_at())),
            Deed::Consult => ruled("handling", case.consult_person(&actor, self.done_at())),
            Deed::Note => Ok(case.add_note(self.words())),
            Deed::Review => {
                let words = self.words();
                ruled("review", case.record_review(&actor, words, &[]))
            }
            Deed::RaiseAction => self.raise_action(),
            Deed::CloseAction => self.close_action(),
            Deed::ProposeClosure => {
                let (reasons, plan) = (self.words(), self.words());
                let retention = self.details.retention.unwrap_or(RetentionGroup::Group1);
                ruled("closure", case.propose_closure(&actor, reasons, plan, retention))
            }
            Deed::ApproveClosure => {
                let words = self.words();
                ruled("closure", case.approve_closure(&actor, words))
            }
            Deed::RejectClosure => {
                let words = self.words();
                ruled("closure", case.reject_closure(&actor, words))
            }
            Deed::AnswerFlag => self.answer_flag(),
            Deed::Search
            | Deed::NeedSearch
            | Deed::Find(_)
            | Deed::Mark(_)
            | Deed::Reclassify
            | Deed::NotedPhrase(_) => self.inquire(deed),
            Deed::Linkage => Ok(self.linkage()),
            Deed::Nothing | Deed::Protect(_) | Deed::Away | Deed::Back => Ok(Vec::new()),
        };
        events.map(|events| Done { events, warnings: Vec::new() })
    }

    fn act(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let (mut case, mut events) = (self.case.clone(), Vec::new());
        for act in acts(self.details, self.actor.at, self.ids) {
            let added = ruled("act", case.record_act(&self.actor, act, None))?;
            case = grown(case, &self.actor, &added);
            events.extend(added);
        }
        Ok(events)
    }

    /// The act that the line numbers, or the one recorded last; one that nobody knows, where there is none.
    fn act_meant(&mut self) -> ActId {
        let meant = match self.details.act {
            Some(number) => self.case.act_numbered(number),
            None => self.case.acts.last().map(|held| held.act.id),
        };
        meant.unwrap_or_else(|| ActId::new(self.actor.at, self.ids.chance()))
    }

    /// The act is told otherwise; what the line does not name stays as it was told.
    fn correct_act(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let meant = self.act_meant();
        let held = self.case.acts.iter().find(|held| held.act.id == meant).map(|held| held.act.clone());
        let was = held.unwrap_or(Act {
            id: meant,
            behaviour: None,
            occurred_at: self.actor.at,
            precision: Precision::Exact,
            recorded_at: self.actor.at,
        });
        let act = Act {
            id: ActId::new(self.actor.at, self.ids.chance()),
            behaviour: self.details.behaviours.first().copied().or(was.behaviour),
            occurred_at: self.details.occurred.map_or(was.occurred_at, |when| when.moment(self.actor.at)),
            precision: self.details.precision.unwrap_or(was.precision),
            recorded_at: self.actor.at,
        };
        let correction = CorrectAct { replaces: was.id, act, because: CorrectionCause::Mistake, narrative: None };
        ruled("correction", self.case.correct_act(&self.actor, correction))
    }

    fn strike(&mut self, deed: Deed) -> Result<Vec<CaseEvent>, Refusal> {
        let because = self.details.strike.unwrap_or(StrikeCause::NotAsRecorded);
        let reasons = Reasons { words: self.words(), chars: self.chars() };
        if deed == Deed::StrikeReport {
            let report = self.case.reports.last().map(|held| held.id);
            let report = report.unwrap_or_else(|| ReportId::new(self.actor.at, self.ids.chance()));
            return ruled("correction", self.case.strike_report(&self.actor, report, because, reasons));
        }
        let act = self.act_meant();
        ruled("correction", self.case.strike_act(&self.actor, act, because, reasons))
    }

    fn move_report(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let latest = self.case.reports.last().map(|held| held.id);
        let report = latest.unwrap_or_else(|| ReportId::new(self.actor.at, self.ids.chance()));
        let mut events = ruled("act", self.case.detach_report(&self.actor, report))?;
        let left = grown(self.case.clone(), &self.actor, &events);
        events.extend(left.join_into(CaseId::new(self.actor.at, self.ids.chance()), self.actor.at));
        Ok(events)
    }

    fn allocate(&mut self, deed: Deed) -> Result<Vec<CaseEvent>, Refusal> {
        let receiver = match deed {
            Deed::Receive => Some(self.who.account),
            _ => self.details.to.as_ref().map(|who| who.account),
        };
        let held = self.case.team.clone().unwrap_or_else(|| "north".to_owned());
        let team = self.details.team.clone().unwrap_or(held);
        ruled("handling", self.case.allocate(&self.actor, receiver, team, None))
    }

    /// The acts that an answer rests on: those of these numbers, or all. A number that the case does not know names an act
    /// that is not on it, which the rules refuse.
    fn acts_named(&mut self, numbers: &[u32]) -> Vec<ActId> {
        if numbers.is_empty() {
            return self.case.acts.iter().map(|held| held.act.id).collect();
        }
        let at = self.actor.at;
        let named = |number: &u32| self.case.act_numbered(*number).unwrap_or_else(|| ActId::new(at, self.ids.chance()));
        numbers.iter().map(named).collect()
    }

    fn four(&mut self) -> Four {
        let details = self.details;
        let silent = details.four.iter().all(Option::is_none);
        // A screen of which no more is said found what makes stalking of single incidents: unwanted and repeated.
        let usual = [None, None, Some(Answer::Yes), Some(Answer::Yes)];
        let answers = if silent && !details.four_unanswered { usual } else { details.four };
        let mut answer = |letter: Option<Answer>, numbers: &[u32]| {
            let answer = letter.unwrap_or(Answer::NotKnown);
            FourAnswer { answer, acts: if answer == Answer::Yes { self.acts_named(numbers) } else { Vec::new() } }
        };
        let [fixated, obsessive, unwanted, repeated] = answers;
        let [on_fixated, on_obsessive, on_unwanted, on_repeated] = &details.four_acts;
        Four {
            fixated: answer(fixated, on_fixated),
            obsessive: answer(obsessive, on_obsessive),
            unwanted: answer(unwanted, on_unwanted),
            repeated: answer(repeated, on_repeated),
        }
    }

    fn screen(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let screen = RecordScreen {
            screen: ScreenId::new(self.actor.at, self.ids.chance()),
            tool: self.details.tool.unwrap_or(tools::NEUTRAL).to_owned(),
            grade: self.details.grade.unwrap_or(Grade::Standard),
            factors: self.details.factors.clone(),
            four: self.four(),
            reasons: self.words(),
            reasons_chars: self.chars(),
            second_officer: self.details.second.as_ref().map(|who| who.account),
        };
        let problems = self.case.screen_problems(&self.actor, &screen);
        if problems.is_empty() || self.case.is_closed() {
            return ruled("risk", self.case.screen_risk(&self.actor, screen));
        }
        Err(refusal("risk", &problems))
    }

    fn review_risk(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let latest = self.case.latest_screen().map(|held| held.id);
        let screen = latest.unwrap_or_else(|| ScreenId::new(self.actor.at, self.ids.chance()));
        let grade = self.details.grade.or(self.case.grade).unwrap_or(Grade::Standard);
        let words = self.words();
        ruled("risk", self.case.review_risk(&self.actor, screen, grade, words))
    }

    /// What is not said of a limb is no where a reason denies it; yes, where it is decided to apply or not to.
    fn worksheet(&mut self, deed: Deed) -> Worksheet {
        let details = self.details;
        let denied = |reason: Reason| details.reasons.contains(&reason);
        let mut limb = |given: Option<Answer>, numbers: &[u32], denying: Reason| {
            let usual = match deed {
                Deed::DecideNot if denied(denying) => Answer::No,
                Deed::DecideApply | Deed::DecideNot => Answer::Yes,
                _ => Answer::NotKnown,
            };
            let answer = given.unwrap_or(usual);
            Limb { answer, acts: if answer == Answer::Yes { self.acts_named(numbers) } else { Vec::new() } }
        };
        let [acts, risk, necessity] = details.limbs;
        let [on_acts, on_risk, on_necessity] = &details.limb_acts;
        Worksheet {
            acts: limb(acts, on_acts, Reason::ActsNotMade),
            risk: limb(risk, on_risk, Reason::RiskNotMade),
            necessity: limb(necessity, on_necessity, Reason::NotNecessary),
            // Outside s. 1(3) there is none.
            ground: details.ground.unwrap_or_else(|| (!denied(Reason::OutsideArea)).then_some(Ground::Resides)),
        }
    }

    fn outcome(&mut self, deed: Deed) -> Outcome {
        let (at, details) = (self.actor.at, self.details);
        let until = details.until.map(|when| when.day());
        match deed {
            Deed::DecideNot => Outcome::DoNotApply {
                reasons: details.reasons.clone(),
                reconsider_on: details.again.map_or(at.day(), |when| when.day()),
                person_informed: details.informed == Some(Answer::Yes),
            },
            Deed::Defer => Outcome::Deferred { until: until.unwrap_or(at.day()), awaits: details.awaits },
            Deed::Supersede => {
                let held = self.measure(|held| !held.is_stalking_order());
                let last_day = held.and_then(|id| self.case.protections.iter().find(|held| held.id == id)?.last_day());
                let protection = held.unwrap_or_else(|| ProtectionId::new(at, self.ids.chance()));
                let until = until.or(last_day).unwrap_or(at.day().plus_days(28));
                Outcome::SupersededByOtherOrder { protection, until }
            }
            _ => Outcome::Apply { interim: details.interim },
        }
    }

    /// What the reasons rest on is told, where the line does not say that it is not; a measure alone of its kind need not be named.
    fn backing(&mut self, deed: Deed) -> GivenBacking {
        let (details, today) = (self.details, self.actor.at.day());
        let given = |reason: Reason| deed == Deed::DecideNot && details.reasons.contains(&reason);
        let mut told = |reason: Reason, untold: Untold| {
            let said = given(reason) && !details.untold.contains(&untold);
            said.then(|| Reasons { words: self.words(), chars: EXPLAINED })
        };
        let gaps = told(Reason::EvidenceInsufficient, Untold::Gaps);
        let plan = told(Reason::EvidenceInsufficient, Untold::Plan);
        let accepted_by = told(Reason::OutsideArea, Untold::Acceptance);
        let transferred_to = given(Reason::OutsideArea).then(|| Reasons { words: self.words(), chars: EXPLAINED });
        GivenBacking {
            measures: Vec::new(),
            gaps,
            plan,
            transferred_to,
            accepted_on: accepted_by.map(|_| today),
            accepted_by,
            subject_named: self.case.subject.is_some(),
        }
    }

    fn decide(&mut self, deed: Deed) -> Result<Vec<CaseEvent>, Refusal> {
        let is_named = self.details.awaits.is_some();
        let decision = RecordDecision {
            worksheet: self.worksheet(deed),
            outcome: self.outcome(deed),
            narrative: self.words(),
            narrative_chars: self.chars(),
            awaited: is_named.then(|| self.words()),
            awaited_chars: if is_named { EXPLAINED } else { 0 },
            backing: self.backing(deed),
        };
        let problems = self.case.decision_problems(&self.actor, &decision);
        match self.case.record_decision(&self.actor, decision) {
            // Where the worksheet is what is wrong, all of it is told.
            Err(first) if problems.contains(&first) => Err(refusal("decision", &problems)),
            answer => ruled("decision", answer),
        }
    }

    /// The latest measure that fits: of the kind that is named, and rather one that lasts.
    fn measure(&self, fits: impl Fn(&crate::case::state::Protection) -> bool) -> Option<ProtectionId> {
        let of_kind =
            |held: &&crate::case::state::Protection| self.details.measure.is_none_or(|kind| held.kind == kind);
        let fitting = || self.case.protections.iter().rev().filter(of_kind).filter(|held| fits(held));
        fitting().find(|held| held.ended_on.is_none()).or_else(|| fitting().next()).map(|held| held.id)
    }

    fn protect(mut self, kind: ProtectionKind) -> Result<Done, Refusal> {
        let (details, at) = (self.details, self.actor.at);
        let (source, evidence) = match kind {
            ProtectionKind::Order | ProtectionKind::InterimOrder => (Source::Court, Evidence::SealedOrder),
            ProtectionKind::Custody => (Source::Custody, Evidence::CustodyRecord),
            ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Warrant => {
                (Source::Officer, Evidence::ForceSystem)
            }
        };
        let measure = RecordProtection {
            protection: ProtectionId::new(at, self.ids.chance()),
            kind,
            from: details.from.map_or(at.day(), |when| when.day()),
            until: details.until.map(|when| when.day()),
            served_at: details.served.map(|when| when.moment(at)),
            replaces_interim: details.replaces,
            source,
            evidence: Some(Shown { by: evidence, words: None }),
        };
        self.words();
        done(ruled("protection", self.case.record_protection(&self.actor, measure))?)
    }

    fn serve(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let orders = || self.case.protections.iter().rev().filter(|held| held.is_stalking_order());
        let waiting = orders().find(|held| held.served_at.is_none()).or_else(|| orders().next());
        let any = waiting.or_else(|| self.case.protections.last()).map(|held| held.id);
        let order = any.unwrap_or_else(|| ProtectionId::new(self.actor.at, self.ids.chance()));
        let shown = Shown { by: Evidence::CertificateOfService, words: None };
        let served = self.case.serve_protection(&self.actor, order, self.done_at(), Some(shown));
        Ok(ruled("protection", served)?.events)
    }

    fn end(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let held = self.measure(|_| true);
        let measure = held.unwrap_or_else(|| ProtectionId::new(self.actor.at, self.ids.chance()));
        ruled("protection", self.case.end_protection(&self.actor, measure, self.actor.at.day()))
    }

    fn raise_action(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let owner = self.details.to.clone().unwrap_or_else(|| who::first_of(Role::Officer)).account;
        let due_on = self.details.due.map_or(self.actor.at.day(), |when| when.day());
        let action =
            RaiseAction { action: ActionId::new(self.actor.at, self.ids.chance()), owner, due_on, words: self.words() };
        ruled("review", self.case.raise_action(&self.actor, action))
    }

    fn close_action(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let held = self.case.open_actions().next().or_else(|| self.case.actions.last()).map(|held| held.id);
        let action = held.unwrap_or_else(|| ActionId::new(self.actor.at, self.ids.chance()));
        let words = self.words();
        ruled("review", self.case.close_action(&self.actor, action, words))
    }

    /// Every open flag of the code is answered at once.
    fn answer_flag(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let code = self.details.flag.clone().unwrap_or_default();
        let of_code = self.case.flags.iter().filter(|held| held.rule == code);
        let open: Vec<FlagId> = of_code.clone().filter(|held| held.disposed.is_none()).map(|held| held.id).collect();
        let fallback = of_code.map(|held| held.id).next();
        let named = if open.is_empty() {
            vec![fallback.unwrap_or_else(|| FlagId::new(self.actor.at, self.ids.chance()))]
        } else {
            open
        };
        let mut events = Vec::new();
        for flag in named {
            let words = self.words();
            events.extend(ruled("flag", self.case.dispose_flag(&self.actor, flag, words))?);
        }
        Ok(events)
    }
}

/// A case after some events.
fn grown(mut case: Case, actor: &Actor, events: &[CaseEvent]) -> Case {
    for event in events {
        let recorded = Recorded { at: actor.at, by: Some(actor.by), event: event.clone() };
        case = Case::evolve(Some(case.clone()), &recorded).unwrap_or(case);
    }
    case
}

/// What a recording comes to, with its warnings by code.
fn done(recording: Recording) -> Result<Done, Refusal> {
    let warnings = recording.warnings.iter().map(|warning| match warning {
        ProtectionWarning::ShorterThanTwoYears { .. } => "shorter_than_two_years",
        ProtectionWarning::InterimWithoutEnd => "interim_without_end",
        ProtectionWarning::NotYetServed => "not_yet_served",
        ProtectionWarning::NoEvidence => "no_evidence",
    });
    Ok(Done { warnings: warnings.collect(), events: recording.events })
}
