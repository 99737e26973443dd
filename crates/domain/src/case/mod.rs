//! The case: what its history says about one person at risk from one subject, and what may be done next.
//!
//! Reading order: `state` (what a case holds), `fold` (how each event changes it), then one file per group of acts,
//! `next` (the one next action).

pub mod absence;
pub mod access;
pub mod act;
pub mod advice;
mod application;
pub mod backing;
mod belief;
pub mod closure;
pub mod correction;
pub mod decision;
pub mod flag;
mod fold;
pub mod gates;
pub mod handling;
pub mod leaving;
pub mod inquiry;
pub mod measure;
pub mod next;
pub mod numbering;
pub mod protection;
pub mod reconsideration;
pub mod reopening;
pub mod review;
pub mod risk;
pub mod series;
pub mod standing;
pub mod state;
pub mod victim;
pub mod worksheet;

use crate::catalogue::{Grade, ProtectionKind, Relationship, Role};
use crate::event::{CaseEvent, Recorded};
use crate::ids::{AccountId, MentionId};
use crate::law::Law;
use crate::time::{Day, Moment};
use state::*;

/// Who acts, in which role, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The account.
    pub by: AccountId,
    /// The role in which it acts.
    pub role: Role,
    /// When.
    pub at: Moment,
}

/// This says whether a role supervises: it may review, and it may answer for others (specification, sections 6.10 and 7.2).
pub const fn supervises(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::Inspector | Role::Spoc)
}

/// A case as its history leaves it. It is only ever made by folding events.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// When it was opened.
    pub opened_at: Moment,
    /// The mention that describes the person at risk.
    pub person_at_risk: MentionId,
    /// The mention that describes the subject, where there is one.
    pub subject: Option<MentionId>,
    /// How the two stand to each other. Never a filter.
    pub relationship: Relationship,
    /// No duty starts earlier.
    pub duties_from: Moment,
    /// The reports on it, in the order of attaching.
    pub reports: Vec<AttachedReport>,
    /// The acts on it, in the order of recording, each as it stands now.
    pub acts: Vec<CaseAct>,
    /// The numbers by which people name them.
    pub act_numbers: numbering::ActNumbers,
    /// Reports that were withdrawn from the count. They stay to be seen.
    pub struck_reports: Vec<StruckReport>,
    /// Acts that count no longer. They stay to be seen.
    pub struck_acts: Vec<StruckAct>,
    /// The officer in the case.
    pub officer: Option<AccountId>,
    /// Everybody who is or was the officer in the case, or stood in for one, in the order of coming to it. Giving the case away
    /// takes no name off.
    pub officers: Vec<AccountId>,
    /// The team.
    pub team: Option<String>,
    /// All risk screens, oldest first; none is ever overwritten (section 6.2).
    pub screens: Vec<Screen>,
    /// The highest current grade; it falls only by a second officer's hand.
    pub grade: Option<Grade>,
    /// A lower grade that waits for a second officer, and counts for nothing until one confirms it.
    pub lowering: Option<Lowering>,
    /// How the grade went, oldest first.
    pub trajectory: Vec<GradePoint>,
    /// Since when the question of risk stands open again; a completed screen answers it.
    pub risk_open_since: Option<Moment>,
    /// Where the decision on protection stands (section 6.3).
    pub decision: DecisionState,
    /// The measures that protect, or did.
    pub protections: Vec<Protection>,
    /// Dates of applications.
    pub applications: Vec<ApplicationDate>,
    /// What police did towards the subject.
    pub interventions: Vec<InterventionMade>,
    /// Referrals to support.
    pub referrals: Vec<SupportReferral>,
    /// Notifications that the subject gave (s. 9).
    pub notifications: Vec<Moment>,
    /// What was done for the person at risk under the Victims' Code.
    pub victim: victim::VictimCare,
    /// What was found out beside the reports.
    pub inquiries: inquiry::Inquiries,
    /// When the person at risk was last consulted and told.
    pub consulted_at: Option<Moment>,
    /// Actions raised.
    pub actions: Vec<CaseAction>,
    /// Reviews made.
    pub reviews: Vec<Review>,
    /// Open, to be closed, or closed.
    pub status: Status,
    /// What linkage last said of it.
    pub series: Option<SeriesFacts>,
    /// Requests for reconsideration, answered or not.
    pub requests: Vec<reconsideration::Request>,
    /// Everybody who recorded or countersigned a decision on protection: none of them answers a request to reconsider.
    pub deciders: Vec<AccountId>,
    /// Red flags, answered or not.
    pub flags: Vec<Flag>,
    /// Absences of those who own something on it, as it was told; the last telling of each.
    pub absences: Vec<absence::Absence>,
    /// Who is kept away from it, named for it, or let in by consent.
    pub access: access::Access,
    /// Duties not done in time. They stay.
    pub missed: Vec<MissedClock>,
    /// Stages of duties that passed, and who was told.
    pub escalations: Vec<EscalatedAt>,
    /// When a person last did anything on it.
    pub last_activity_at: Moment,
    /// Which law it is read under. No event says it: real work leaves it as it is.
    pub law: Law,
}

impl Case {
    /// This applies one event. The first must be `CaseOpened`: before it there is no case, and nothing else makes one.
    pub fn evolve(case: Option<Case>, recorded: &Recorded) -> Option<Case> {
        match case {
            None => fold::open(recorded),
            Some(case) => Some(fold::apply(case, recorded)),
        }
    }

    /// This folds a whole history; none, where it does not start with an opening.
    pub fn from_history(history: &[Recorded]) -> Option<Case> {
        history.iter().fold(None, Self::evolve)
    }

    /// The served order or interim order in force on a day. Nothing else takes a person off the list of the unprotected.
    pub fn protected_on(&self, on: Day) -> Option<&Protection> {
        self.protections.iter().find(|protection| protection.protects_on(on))
    }

    /// This is `protected_on`, to the moment of service.
    pub fn protected_at(&self, at: Moment) -> Option<&Protection> {
        let served = |protection: &&Protection| protection.served_at.is_some_and(|served_at| served_at <= at);
        self.protections.iter().filter(|protection| protection.protects_on(at.day())).find(served)
    }

    /// Every measure in force at a moment, served or not: bail and custody count here.
    pub fn measures_in_force(&self, at: Moment) -> Vec<&Protection> {
        let today = at.day();
        // A warrant is a fact about the subject who is wanted; it holds nobody back, so no decision can lean on it.
        let measures = self.protections.iter().filter(|protection| protection.kind != ProtectionKind::Warrant);
        measures.filter(|protection| protection.in_force_on(today)).collect()
    }

    /// This says whether the case belongs on the list of decisions to make: open, no effective decision (or one whose
    /// time has come), and no served order or interim order in force. A decision that needs a countersignature and
    /// lacks it is not effective (section 6.3).
    pub fn needs_decision(&self, at: Moment) -> bool {
        let undecided = self.decision.is_undecided() || self.due_reopening(at).is_some();
        !self.is_closed() && undecided && self.protected_at(at).is_none()
    }

    /// This says whether the person at risk is on the list of those without a served order: on it from the first report,
    /// off it only while an order or interim order is served and in force, or once the case is closed.
    pub fn on_list(&self, at: Moment) -> bool {
        !self.is_closed() && self.protected_at(at).is_none()
    }

    /// This says whether it is closed: by a decision, or because the work goes on in another case.
    pub fn is_closed(&self) -> bool {
        match self.status {
            Status::Open | Status::ClosureProposed { .. } => false,
            Status::Closed { .. } | Status::Joined { .. } => true,
        }
    }

    /// The red flags without a disposal.
    pub fn open_flags(&self) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(|flag| flag.disposed.is_none())
    }

    /// The actions that nobody has closed.
    pub fn open_actions(&self) -> impl Iterator<Item = &CaseAction> {
        self.actions.iter().filter(|action| action.closed.is_none())
    }

    /// The acts that no supervisor has looked at.
    pub fn unreviewed_acts(&self) -> impl Iterator<Item = &CaseAct> {
        self.acts.iter().filter(|act| act.reviewed_at.is_none())
    }

    /// The screen completed last.
    pub fn latest_screen(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// This says whether an account is or ever was the officer in the case: none of them is the second pair of eyes on it.
    pub fn was_officer(&self, account: AccountId) -> bool {
        self.officers.contains(&account)
    }

    /// This says whether an order or interim order was ever made (then an inspector closes: section 6.10).
    pub fn ever_had_order(&self) -> bool {
        self.protections.iter().any(Protection::is_stalking_order)
    }

    pub(crate) fn has_act(&self, id: crate::ids::ActId) -> bool {
        self.acts.iter().any(|held| held.act.id == id)
    }
}

/// This names the code of an event as it is stored; none only for an event that cannot be written.
pub fn code_of(event: &CaseEvent) -> Option<String> {
    let value = serde_json::to_value(event).ok()?;
    value.get("code").and_then(serde_json::Value::as_str).map(str::to_owned)
}
