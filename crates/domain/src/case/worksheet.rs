//! The worksheet behind a protection decision, and what must be on it (Stalking Protection Act 2019, s. 1; section 6.3).

use super::Case;
use super::backing::{self, is_adequate_order, is_custody_with_end};
use super::decision::{DecisionRefusal, RecordDecision};
use super::state::Protection;
use crate::catalogue::{Answer, Awaited, Grade, ProtectionKind, Reason};
use crate::event::{Outcome, Worksheet};
use crate::ids::ProtectionId;
use crate::time::{Day, Moment};
use std::fmt;

/// The shortest narrative that explains a decision, in characters (policy, section 6.3).
pub const NARRATIVE_CHARS_MIN: usize = 40;
/// A decision not to apply is looked at again after at most so many days (section 6.3).
pub const RECONSIDER_DAYS_MAX: i64 = 28;
/// A measure without an end is looked at again after at most so many days (policy; section 6.3 asks when it expires).
pub const ENDLESS_MEASURE_DAYS_MAX: i64 = 28;
/// A decision is put off for at most so many days (section 6.3).
pub const DEFER_DAYS_MAX: i64 = 14;

/// The shortest words that name the thing waited for, in characters (policy, section 6.3: 'waiting named thing').
pub const AWAITED_CHARS_MIN: usize = 10;

/// This says why a reason cannot stand alone, for those that cannot (section 6.3, "not permitted as sole reasons").
pub const fn why_barred(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::ActsNotMade
        | Reason::RiskNotMade
        | Reason::NotNecessary
        | Reason::OtherOrderAdequate
        | Reason::InCustody
        | Reason::EvidenceInsufficient
        | Reason::SubjectUnidentified
        | Reason::OutsideArea
        | Reason::PersonObjects => None,
        Reason::VictimUnsupportive => {
            Some("the chief officer applies, not the victim: support is not a limb of section 1")
        }
        Reason::NoCharge => Some("an order can be sought at any stage, with or without a charge"),
        Reason::RelationshipStranger => Some("the Act was made for stalking outside relationships too"),
        Reason::OnlyOnline => Some("acts by any means count, and online acts are in the statutory examples"),
        Reason::BailInPlace => Some("bail ends, and breaking it is not in itself an offence"),
        Reason::Cost => Some("cost is no limb of section 1"),
    }
}

/// Reasons of which none can stand alone, in the order in which they were given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BarredReasons([Option<Reason>; Reason::ALL.len()]);

impl BarredReasons {
    /// This takes reasons, each once, if all of them are barred.
    pub fn all_of(reasons: &[Reason]) -> Option<Self> {
        let mut barred = [None; Reason::ALL.len()];
        for reason in reasons {
            why_barred(*reason)?;
            let free = barred.iter_mut().find(|held| held.is_none_or(|held| held == *reason));
            if let Some(free) = free {
                *free = Some(*reason);
            }
        }
        Some(Self(barred))
    }
}
impl fmt::Display for BarredReasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, reason) in self.0.iter().flatten().enumerate() {
            let between = if at == 0 { "" } else { "; " };
            write!(f, "{between}'{}' ({})", reason.label(), why_barred(*reason).unwrap_or_default())?;
        }
        Ok(())
    }
}

/// This names every problem of a decision at once, so that a form can show them together.
pub(super) fn problems(case: &Case, at: Moment, decision: &RecordDecision) -> Vec<DecisionRefusal> {
    let mut problems = unknown_acts(case, &decision.worksheet);
    if decision.narrative_chars < NARRATIVE_CHARS_MIN {
        problems.push(DecisionRefusal::NarrativeTooShort { chars: decision.narrative_chars });
    }
    let today = at.day();
    problems.extend(match &decision.outcome {
        Outcome::Apply { interim: _ } => apply_problems(&decision.worksheet),
        Outcome::DoNotApply { reasons, reconsider_on, person_informed } => {
            let mut found = reason_problems(reasons);
            found.extend(unanswered(&decision.worksheet));
            found.extend(reasons.iter().filter_map(|reason| contradicted(&decision.worksheet, *reason)));
            found.extend(ground_contradicted(&decision.worksheet, reasons));
            found.extend(reasons.iter().filter_map(|reason| unsupported(case, today, *reason)));
            found.extend(day_problem(today, *reconsider_on, RECONSIDER_DAYS_MAX).map(|()| {
                DecisionRefusal::ReconsiderDay { day: *reconsider_on, latest: today.plus_days(RECONSIDER_DAYS_MAX) }
            }));
            found.extend((!person_informed).then_some(DecisionRefusal::PersonNotInformed));
            found
        }
        Outcome::Deferred { until, awaits } => deferral_problems(today, *until, *awaits, decision.awaited_chars),
        Outcome::SupersededByOtherOrder { protection, until } => superseding_problems(case, today, *protection, *until),
    });
    problems.extend(backing::read(case, today, &decision.outcome, &decision.backing).err().into_iter().flatten());
    problems
}

/// A ground on which this force may apply, and the reason that it may not, do not stand on one sheet.
fn ground_contradicted(worksheet: &Worksheet, reasons: &[Reason]) -> Option<DecisionRefusal> {
    let both = worksheet.ground.is_some() && reasons.contains(&Reason::OutsideArea);
    both.then_some(DecisionRefusal::ReasonContradictsGround)
}

fn deferral_problems(today: Day, until: Day, awaits: Option<Awaited>, chars: usize) -> Vec<DecisionRefusal> {
    let day = day_problem(today, until, DEFER_DAYS_MAX)
        .map(|()| DecisionRefusal::DeferredDay { day: until, latest: today.plus_days(DEFER_DAYS_MAX) });
    let thing = match awaits {
        None => Some(DecisionRefusal::NothingAwaited),
        Some(_) => (chars < AWAITED_CHARS_MIN).then_some(DecisionRefusal::AwaitedTooShort { chars }),
    };
    day.into_iter().chain(thing).collect()
}

/// This says that a day is not in the future, or too far in it.
fn day_problem(today: Day, day: Day, days_max: i64) -> Option<()> {
    (day <= today || day > today.plus_days(days_max)).then_some(())
}

fn unknown_acts(case: &Case, worksheet: &Worksheet) -> Vec<DecisionRefusal> {
    let limbs = [&worksheet.acts, &worksheet.risk, &worksheet.necessity];
    let named = limbs.into_iter().flat_map(|limb| limb.acts.iter());
    let strange = named.filter(|act| !case.has_act(**act)).count();
    if strange == 0 { Vec::new() } else { vec![DecisionRefusal::ActNotOnCase { acts: strange }] }
}

/// Not to apply is the outcome of the test as well: each limb has been answered, with yes or with no.
fn unanswered(worksheet: &Worksheet) -> Option<DecisionRefusal> {
    let limbs = lettered(worksheet, |answer| answer == Answer::NotKnown);
    (!limbs.is_empty()).then_some(DecisionRefusal::LimbsNotAnswered { limbs })
}

/// The letters of the limbs whose answers fit.
fn lettered(worksheet: &Worksheet, fits: fn(Answer) -> bool) -> &'static str {
    match [&worksheet.acts, &worksheet.risk, &worksheet.necessity].map(|limb| fits(limb.answer)) {
        [false, false, false] => "",
        [true, false, false] => "(a)",
        [false, true, false] => "(b)",
        [false, false, true] => "(c)",
        [true, true, false] => "(a), (b)",
        [true, false, true] => "(a), (c)",
        [false, true, true] => "(b), (c)",
        [true, true, true] => "(a), (b), (c)",
    }
}

fn apply_problems(worksheet: &Worksheet) -> Vec<DecisionRefusal> {
    let mut problems = Vec::new();
    let limbs = lettered(worksheet, |answer| answer != Answer::Yes);
    if !limbs.is_empty() {
        problems.push(DecisionRefusal::LimbsNotMet { limbs });
    }
    if worksheet.acts.acts.is_empty() {
        problems.push(DecisionRefusal::NoActNamed);
    }
    if worksheet.ground.is_none() {
        problems.push(DecisionRefusal::NoGround);
    }
    problems
}

fn reason_problems(reasons: &[Reason]) -> Vec<DecisionRefusal> {
    if reasons.is_empty() {
        return vec![DecisionRefusal::NoReason];
    }
    match BarredReasons::all_of(reasons) {
        None => Vec::new(),
        Some(barred) => vec![DecisionRefusal::OnlyBarredReasons { barred }],
    }
}

/// This says that a reason denies a limb of s. 1(1) which the same worksheet finds met.
fn contradicted(worksheet: &Worksheet, reason: Reason) -> Option<DecisionRefusal> {
    let (letter, limb) = match reason {
        Reason::ActsNotMade => ('a', &worksheet.acts),
        Reason::RiskNotMade => ('b', &worksheet.risk),
        Reason::NotNecessary => ('c', &worksheet.necessity),
        Reason::OtherOrderAdequate
        | Reason::InCustody
        | Reason::EvidenceInsufficient
        | Reason::SubjectUnidentified
        | Reason::OutsideArea
        | Reason::PersonObjects
        | Reason::VictimUnsupportive
        | Reason::NoCharge
        | Reason::RelationshipStranger
        | Reason::OnlyOnline
        | Reason::BailInPlace
        | Reason::Cost => return None,
    };
    let reason = reason.label();
    (limb.answer == Answer::Yes).then_some(DecisionRefusal::ReasonContradictsLimb { reason, limb: letter })
}

/// This says what a reason needs on the case and does not find there (section 6.3): a measure that it leans on, or a
/// risk that allows it.
fn unsupported(case: &Case, today: Day, reason: Reason) -> Option<DecisionRefusal> {
    let none = |fits: fn(&Protection, Day) -> bool| !case.protections.iter().any(|held| fits(held, today));
    match reason {
        Reason::OtherOrderAdequate => none(is_adequate_order).then_some(DecisionRefusal::NoOtherOrder),
        Reason::InCustody => none(is_custody_with_end).then_some(DecisionRefusal::NoCustody),
        Reason::PersonObjects => (case.grade == Some(Grade::High)).then_some(DecisionRefusal::ObjectionAtHighRisk),
        Reason::ActsNotMade
        | Reason::RiskNotMade
        | Reason::NotNecessary
        | Reason::EvidenceInsufficient
        | Reason::SubjectUnidentified
        | Reason::OutsideArea
        | Reason::VictimUnsupportive
        | Reason::NoCharge
        | Reason::RelationshipStranger
        | Reason::OnlyOnline
        | Reason::BailInPlace
        | Reason::Cost => None,
    }
}

fn superseding_problems(case: &Case, today: Day, id: ProtectionId, until: Day) -> Vec<DecisionRefusal> {
    // A warrant is no order of any kind.
    let measure = |held: &&Protection| held.id == id && held.kind != ProtectionKind::Warrant;
    let Some(protection) = case.protections.iter().find(measure) else {
        return vec![DecisionRefusal::ProtectionUnknown];
    };
    let mut problems = Vec::new();
    // An order under this Act does not make the question of an order go away: it answers it.
    if protection.is_stalking_order() {
        problems.push(DecisionRefusal::ProtectionIsOrder);
    }
    if !protection.in_force_on(today) {
        problems.push(DecisionRefusal::ProtectionNotInForce);
    }
    let outlives = protection.last_day().is_some_and(|last_day| until > last_day);
    if until < today || outlives {
        problems.push(DecisionRefusal::SupersededDay { day: until });
    }
    let latest = today.plus_days(ENDLESS_MEASURE_DAYS_MAX);
    if protection.last_day().is_none() && until > latest {
        problems.push(DecisionRefusal::SupersededTooFar { day: until, latest });
    }
    problems
}
