//! How each event changes a case: one match, in full, over events that were already allowed once.

use super::Case;
use super::access::{Access, Restricted};
use super::advice::{Advised, Answered};
use super::application::came_to_nothing;
use super::risk::grade_after;
use super::state::*;
use crate::catalogue::{Grade, ProtectionKind};
use crate::event::{Act, Backing, CaseEvent, Outcome, Recorded, TrainingSeen, Worksheet};
use crate::ids::{AccountId, ActId, ContentId, ReportId};
use crate::law::Law;
use crate::time::{Day, Moment};

/// This makes a case from its opening; nothing else does.
pub(super) fn open(recorded: &Recorded) -> Option<Case> {
    let CaseEvent::CaseOpened { person_at_risk, subject, relationship, duties_from } = &recorded.event else {
        return None;
    };
    Some(Case {
        opened_at: recorded.at,
        person_at_risk: *person_at_risk,
        subject: *subject,
        relationship: *relationship,
        duties_from: *duties_from,
        reports: Vec::new(),
        acts: Vec::new(),
        act_numbers: super::numbering::ActNumbers::default(),
        struck_reports: Vec::new(),
        struck_acts: Vec::new(),
        officer: None,
        officers: Vec::new(),
        team: None,
        screens: Vec::new(),
        grade: None,
        lowering: None,
        trajectory: Vec::new(),
        risk_open_since: None,
        decision: DecisionState::NotYetConsidered,
        protections: Vec::new(),
        applications: Vec::new(),
        interventions: Vec::new(),
        referrals: Vec::new(),
        notifications: Vec::new(),
        victim: super::victim::VictimCare::default(),
        inquiries: super::inquiry::Inquiries::default(),
        consulted_at: None,
        actions: Vec::new(),
        reviews: Vec::new(),
        status: Status::Open,
        series: None,
        requests: Vec::new(),
        deciders: Vec::new(),
        flags: Vec::new(),
        absences: Vec::new(),
        access: Access::default(),
        missed: Vec::new(),
        escalations: Vec::new(),
        last_activity_at: recorded.at,
        law: Law::AsItStood,
    })
}

/// This applies an event to a case that exists. What does not fit is passed over: a fold never fails.
pub(super) fn apply(mut case: Case, recorded: &Recorded) -> Case {
    let (at, by) = (recorded.at, recorded.by);
    // That somebody is away is no work on the case.
    if by.is_some() && !matches!(recorded.event, CaseEvent::OwnerAbsence(_)) {
        case.last_activity_at = case.last_activity_at.max(at);
    }
    match &recorded.event {
        // A case is opened once; a second opening says nothing new.
        CaseEvent::CaseOpened { .. } => {}
        CaseEvent::ReportAttached { report, identified_at, acts } => {
            attach(&mut case, *report, *identified_at, at);
            acts.iter().for_each(|act| add_act(&mut case, act, Some(*report)));
        }
        CaseEvent::ReportDetached { report } => {
            case.reports.retain(|held| held.id != *report);
            case.acts.retain(|held| held.report != Some(*report));
            case.forget_struck(*report);
        }
        CaseEvent::ActRecorded { act, narrative: _ } => add_act(&mut case, act, None),
        CaseEvent::ActCorrected { replaces, act, because, graver, narrative: _ } => {
            case.believe(*replaces, act, *because, *graver, at);
        }
        CaseEvent::ActStruck { act, because, reasons: _ } => case.strike(*act, *because, at),
        CaseEvent::ReportStruck { report, because, reasons: _ } => case.withdraw(*report, *because, at),
        CaseEvent::ReportRedated { report, identified_at } => case.redate(*report, *identified_at),
        CaseEvent::ReportRetold { .. } | CaseEvent::SamePerson(_) => {}
        CaseEvent::PersonCorrected(corrected) => {
            let one = Some(corrected.mention);
            if corrected.another && (one == Some(case.person_at_risk) || one == case.subject) {
                // Nobody is protected by an order for somebody else, or against somebody else.
                let orders = case.protections.iter_mut().filter(|held| held.is_stalking_order());
                orders.for_each(|held| held.doubted_since = held.doubted_since.or(Some(at)));
            }
        }
        CaseEvent::RelationshipTold { relationship } => case.relationship = *relationship,
        CaseEvent::ActsReviewed => case.acts.iter_mut().for_each(|act| act.reviewed_at = act.reviewed_at.or(Some(at))),
        CaseEvent::SubjectIdentified { subject } => case.subject = Some(*subject),
        CaseEvent::Allocated { officer, team, reasons: _ } => {
            case.officer = *officer;
            case.officers.extend(officer.filter(|officer| !case.was_officer(*officer)));
            case.team = Some(team.clone());
        }
        CaseEvent::RiskScreened {
            screen,
            tool,
            grade,
            factors,
            four,
            reasons,
            second_officer,
            second_officer_asked,
        } => {
            case.screens.push(Screen {
                id: *screen,
                tool: tool.clone(),
                grade: *grade,
                factors: factors.clone(),
                four: four.clone(),
                reasons: *reasons,
                second_officer: *second_officer,
                by,
                at,
                review: None,
                asked: None,
                training: None,
            });
            case.risk_open_since = None;
            let current = grade_after(case.grade, &recorded.event);
            let asked = second_officer_asked.filter(|_| current > Some(*grade));
            case.lowering = asked.map(|asked| Lowering { screen: *screen, grade: *grade, asked, by, since: at });
            set_grade(&mut case, current, at);
        }
        CaseEvent::ScreenAnswered { screen, set, version, answers } => {
            let asked = Asked { set: set.clone(), version: *version, answers: answers.clone() };
            case.screens.iter_mut().filter(|held| held.id == *screen).for_each(|held| held.asked = Some(asked.clone()));
        }
        CaseEvent::TrainingSeen(TrainingSeen { screen, account, training }) => {
            for held in case.screens.iter_mut().filter(|held| held.id == *screen) {
                if held.by == Some(*account) {
                    held.training = Some(*training);
                }
                if let Some(review) = held.review.as_mut().filter(|review| review.by == Some(*account)) {
                    review.training = Some(*training);
                }
            }
        }
        CaseEvent::RiskReviewed { screen, grade, reasons } => {
            let review = ScreenReview { grade: *grade, reasons: *reasons, by, at, training: None };
            let named = case.screens.iter_mut().filter(|held| held.id == *screen);
            named.for_each(|held| held.review = Some(review.clone()));
            case.inquiries.apply(&recorded.event, at);
            // A review never lowers, so it says that the higher grade stands.
            case.lowering = None;
            let current = grade_after(case.grade, &recorded.event);
            set_grade(&mut case, current, at);
        }
        CaseEvent::LoweringConfirmed { screen: _, grade: _, reasons: _ } => {
            case.lowering = None;
            let current = grade_after(case.grade, &recorded.event);
            set_grade(&mut case, current, at);
        }
        CaseEvent::LoweringRefused { screen: _, reasons: _ } => case.lowering = None,
        CaseEvent::RiskReopened { because: _ } => {
            case.risk_open_since = case.risk_open_since.or(Some(at));
            // What is new was not before the assessor: a new screen says what the grade is now.
            case.lowering = None;
        }
        CaseEvent::ConsiderationOpened => open_decision(&mut case, at, Opened::ByOfficer),
        CaseEvent::DecisionRecorded { worksheet, outcome, narrative, awaited, backing } => {
            case.deciders.extend(by);
            let (worksheet, outcome, backing) = (worksheet.clone(), outcome.clone(), backing.clone());
            case.decision = recorded_decision(worksheet, outcome, *narrative, *awaited, backing, by, at);
        }
        CaseEvent::DecisionAdvised { advice, words } => {
            advise(&mut case, Advised { advice: *advice, words: *words, by, at, answer: None });
        }
        CaseEvent::AdviceAnswered { answer, words } => {
            answer_advice(&mut case, Answered { answer: *answer, words: *words, by, at });
        }
        // What follows from it is an event of its own: the decision comes open again.
        CaseEvent::AwaitedEnded { how: _, words: _ } => {}
        CaseEvent::DecisionCountersigned => {
            case.deciders.extend(by);
            countersign(&mut case, by, at);
        }
        CaseEvent::DecisionReturned { reasons } => open_decision(&mut case, at, Opened::Returned { reasons: *reasons }),
        CaseEvent::DecisionReopened { because } => {
            case.leave_failed_application();
            open_decision(&mut case, at, Opened::Reopened { because: *because });
        }
        CaseEvent::ReconsiderationRequested { request, by, words: _ } => {
            case.requests.push(super::reconsideration::Request { id: *request, by: *by, at, answered_at: None });
        }
        CaseEvent::ReconsiderationAnswered { request, answer: _, words: _ } => {
            let named = case.requests.iter_mut().filter(|held| held.id == *request);
            named.for_each(|held| held.answered_at = held.answered_at.or(Some(at)));
        }
        CaseEvent::GroundsJoined { act } => join_grounds(&mut case, *act, at),
        CaseEvent::ProtectionRecorded {
            protection,
            kind,
            from,
            until,
            served_at,
            replaces_interim,
            source,
            evidence,
        } => {
            case.protections.push(Protection {
                id: *protection,
                kind: *kind,
                from: *from,
                until: *until,
                served_at: *served_at,
                ended_on: None,
                replaces_interim: *replaces_interim,
                source: *source,
                evidence: *evidence,
                service_evidence: None,
                recorded_at: at,
                doubted_since: None,
            });
        }
        CaseEvent::ProtectionServed { protection, served_at, evidence } => {
            let named = case.protections.iter_mut().filter(|held| held.id == *protection);
            // The first service counts, with what shows it.
            named.filter(|held| held.served_at.is_none()).for_each(|held| {
                held.served_at = Some(*served_at);
                held.service_evidence = *evidence;
            });
        }
        CaseEvent::ProtectionEnded { protection, on } => {
            let named = case.protections.iter_mut().filter(|held| held.id == *protection);
            named.for_each(|held| held.ended_on = held.ended_on.or(Some(*on)));
        }
        CaseEvent::ApplicationDated { step, on } => {
            case.applications.push(ApplicationDate { step: *step, on: *on, earlier: false });
            if came_to_nothing(*step).is_some() {
                end_interim_orders(&mut case, *on);
            }
        }
        CaseEvent::InterventionRecorded { kind, occurred_at } => {
            case.interventions.push(InterventionMade { kind: *kind, occurred_at: *occurred_at });
        }
        CaseEvent::SupportReferred { occurred_at, accepted } => {
            case.referrals.push(SupportReferral { occurred_at: *occurred_at, accepted: *accepted });
        }
        CaseEvent::NotificationGiven { occurred_at } => case.notifications.push(*occurred_at),
        CaseEvent::PersonConsulted { occurred_at } => case.consulted_at = case.consulted_at.max(Some(*occurred_at)),
        CaseEvent::LinkOverruled { earlier_by: _, reasons: _ } => {}
        CaseEvent::ReviewRecorded { findings } => {
            case.inquiries.apply(&recorded.event, at);
            case.reviews.push(Review { at, by, findings: *findings });
        }
        CaseEvent::ActionRaised { action, owner, due_on, words } => {
            case.actions.push(CaseAction { id: *action, owner: *owner, due_on: *due_on, words: *words, closed: None });
        }
        CaseEvent::ActionReassigned { action, owner } => {
            case.actions.iter_mut().filter(|held| held.id == *action).for_each(|held| held.owner = *owner);
        }
        CaseEvent::OwnerAbsence(told) => case.told_absent(*told, at),
        CaseEvent::ActionClosed { action, words: _ } => {
            let named = case.actions.iter_mut().filter(|held| held.id == *action);
            named.for_each(|held| held.closed = held.closed.or(Some(at)));
        }
        CaseEvent::ClosureProposed { reasons: _, exit_safety_plan, retention } => {
            case.status =
                Status::ClosureProposed { by, at, exit_safety_plan: *exit_safety_plan, retention: *retention };
        }
        CaseEvent::ClosureRejected { reasons: _ } | CaseEvent::CaseReopened { because: _ } => {
            case.status = Status::Open;
        }
        CaseEvent::ClosureApproved { reasons: _ } => case.status = Status::Closed { at, by },
        CaseEvent::CaseJoined { into } => case.status = Status::Joined { at, into: *into },
        CaseEvent::SeriesSeen { series, reports, other_cases, other_victims, confirmed, other_forces } => {
            case.series = Some(SeriesFacts {
                seen_at: at,
                series: *series,
                reports: *reports,
                other_cases: other_cases.clone(),
                other_victims: *other_victims,
                confirmed: *confirmed,
                other_forces: *other_forces,
            });
        }
        CaseEvent::FlagRaised { flag, rule, since, evidence } => case.flags.push(Flag {
            id: *flag,
            rule: rule.clone(),
            since: *since,
            raised_at: at,
            evidence: evidence.clone(),
            disposed: None,
        }),
        CaseEvent::FlagDisposed { flag, disposal } => {
            let named = case.flags.iter_mut().filter(|held| held.id == *flag && held.disposed.is_none());
            named.for_each(|held| held.disposed = Some(Disposal { words: *disposal, by, at }));
        }
        CaseEvent::Restricted { named, reasons } => {
            case.access.restrict(Restricted { by, at, reasons: *reasons }, named);
        }
        CaseEvent::RestrictionLifted { reasons: _ } => case.access.lift(),
        CaseEvent::AccountNamed(named) => {
            case.access.named.insert(named.account);
        }
        CaseEvent::AccountUnnamed(named) => {
            case.access.named.remove(&named.account);
        }
        CaseEvent::ConsentGiven(given) => case.access.consent_to(given.advocate, given.on, given.scope),
        CaseEvent::ConsentWithdrawn { advocate, on } => case.access.end_consent(*advocate, *on),
        CaseEvent::ConnectionDeclared { account } => case.access.connect(*account, at),
        CaseEvent::ConnectionWithdrawn(withdrawn) => case.access.disconnect(withdrawn.account, at),
        CaseEvent::ClockMissed { clock, started_at, due_at } => case.missed.push(MissedClock {
            clock: clock.clone(),
            started_at: *started_at,
            due_at: *due_at,
            seen_at: at,
        }),
        CaseEvent::ClockEscalated(escalated) => case.escalations.push(EscalatedAt { at, escalated: escalated.clone() }),
        // Readings are made from the calendar as it is; the event keeps what moved for people.
        CaseEvent::ClockMoved(_) => {}
        CaseEvent::ShiftEndRecorded(_)
        | CaseEvent::CrimeRecorded(_)
        | CaseEvent::CrimeConfirmed(_)
        | CaseEvent::EntitlementRecorded(_)
        | CaseEvent::PersonTold(_)
        | CaseEvent::NoFurtherActionDecided(_)
        | CaseEvent::UpdatesAgreed(_)
        | CaseEvent::UpdateGiven(_)
        | CaseEvent::Reconsidered(_) => case.victim.apply(&recorded.event, at),
        CaseEvent::HistorySearched(_)
        | CaseEvent::SearchNeeded(_)
        | CaseEvent::PropertyFound(_)
        | CaseEvent::MarkerRecorded(_)
        | CaseEvent::CrimeReclassified(_)
        | CaseEvent::WordsNoted(_)
        | CaseEvent::NoteAdded { .. } => case.inquiries.apply(&recorded.event, at),
    }
    case
}

fn attach(case: &mut Case, report: ReportId, identified_at: Moment, attached_at: Moment) {
    // A report that was withdrawn and is attached again counts again.
    case.forget_struck(report);
    if case.reports.iter().all(|held| held.id != report) {
        case.reports.push(AttachedReport { id: report, identified_at, counts_from: identified_at, attached_at });
    }
}

fn add_act(case: &mut Case, act: &Act, report: Option<ReportId>) {
    if !case.has_act(act.id) {
        case.act_numbers.tell(act.id);
        case.acts.push(CaseAct { act: act.clone(), report, reviewed_at: None, formerly: Vec::new() });
    }
}

fn set_grade(case: &mut Case, grade: Option<Grade>, at: Moment) {
    case.grade = grade;
    if let Some(grade) = grade {
        case.trajectory.push(GradePoint { at, grade });
    }
}

fn open_decision(case: &mut Case, since: Moment, how: Opened) {
    case.decision = DecisionState::Considering { since, how };
}

fn join_grounds(case: &mut Case, act: ActId, at: Moment) {
    if let DecisionState::Apply { grounds, interim_prompted, .. } = &mut case.decision {
        *interim_prompted = Some(at);
        if !grounds.contains(&act) {
            grounds.push(act);
        }
    }
}

fn advise(case: &mut Case, advised: Advised) {
    if let DecisionState::Apply { advice, .. } = &mut case.decision {
        advice.push(advised);
    }
}

fn answer_advice(case: &mut Case, answered: Answered) {
    if let DecisionState::Apply { advice, .. } = &mut case.decision
        && let Some(last) = advice.last_mut()
    {
        last.answer = last.answer.or(Some(answered));
    }
}

fn recorded_decision(
    worksheet: Worksheet,
    outcome: Outcome,
    narrative: ContentId,
    awaited: Option<ContentId>,
    backing: Backing,
    by: Option<AccountId>,
    at: Moment,
) -> DecisionState {
    match outcome {
        Outcome::Apply { interim } => DecisionState::Apply {
            grounds: worksheet.acts.acts.clone(),
            worksheet,
            interim,
            interim_prompted: None,
            advice: Vec::new(),
            by,
            at,
        },
        Outcome::DoNotApply { .. } | Outcome::Deferred { .. } | Outcome::SupersededByOtherOrder { .. } => {
            DecisionState::AwaitingCountersign { outcome, worksheet, narrative, awaited, backing, by, at }
        }
    }
}

/// An interim order never outlives the application beside which it was made (s. 5): on the day on which that comes to nothing
/// it binds nobody any more.
fn end_interim_orders(case: &mut Case, on: Day) {
    let beside = |held: &&mut Protection| held.kind == ProtectionKind::InterimOrder && held.from <= on;
    for held in case.protections.iter_mut().filter(beside) {
        let last_day = on.plus_days(-1);
        held.ended_on = Some(held.ended_on.map_or(last_day, |ended_on| ended_on.min(last_day)));
    }
}

/// This makes a waiting decision effective; any other stays as it is.
fn countersign(case: &mut Case, countersigned_by: Option<AccountId>, countersigned_at: Moment) {
    let DecisionState::AwaitingCountersign { outcome, worksheet, awaited, backing, by, at, .. } = &case.decision else {
        return;
    };
    let signed = Signed { worksheet: worksheet.clone(), by: *by, at: *at, countersigned_by, countersigned_at };
    case.decision = match outcome {
        // To apply waits for no countersignature.
        Outcome::Apply { .. } => return,
        Outcome::DoNotApply { reasons, reconsider_on, person_informed: _ } => {
            let (reasons, backing) = (reasons.clone(), backing.clone());
            DecisionState::NotApply { reasons, reconsider_on: *reconsider_on, backing, signed }
        }
        Outcome::Deferred { until, awaits } => {
            DecisionState::Deferred { until: *until, awaits: *awaits, awaited: *awaited, signed }
        }
        Outcome::SupersededByOtherOrder { protection, until } => {
            DecisionState::Superseded { protection: *protection, until: *until, signed }
        }
    };
}
