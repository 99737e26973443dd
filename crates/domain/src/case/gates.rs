//! The gates of closure: what must be so before a case may close (specification, section 6.10).

use super::Case;
use super::advice::AdviceWait;
use super::state::{DecisionState, Protection, Status};
use crate::catalogue::ProtectionKind;
use crate::time::{Day, Moment};
use crate::wording;
use crate::wording::{InWords, Wording};

/// Risk must have been reviewed within so many days before closure (section 6.10).
pub const RISK_REVIEW_DAYS_MAX: i64 = 7;

/// One condition of closure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gate {
    /// A stable code.
    pub code: &'static str,
    /// The words that people read.
    pub title: &'static str,
    /// Whether it is met.
    pub state: GateState,
}

/// Whether a gate is met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GateState {
    /// It is.
    Met,
    /// It is not.
    Unmet {
        /// Why.
        why: Wording,
    },
    /// Holdfast does not hold what it would need to tell: a person must look.
    NotYetBuilt,
}

impl Case {
    /// Every gate of closure as it stands at a moment, in the order of section 6.10.
    pub fn gates(&self, at: Moment) -> Vec<Gate> {
        let gate = |code, title, why: Option<Wording>| {
            let state = why.map_or(GateState::Met, |why| GateState::Unmet { why });
            Gate { code, title, state }
        };
        let later = |code, title| Gate { code, title, state: GateState::NotYetBuilt };
        vec![
            gate("decision", "The decision on protection is closed with a reason", self.decision_open(at)),
            gate("order", "No order is live", self.live_order(at.day())),
            self.warrants_gate(at.day()),
            gate("actions", "No action is open", counted(self.open_actions().count(), "action", "open")),
            gate("notification", "No notification is overdue", self.overdue_notification(at.day())),
            gate("acts", "No act is unreviewed", counted(self.unreviewed_acts().count(), "act", "not reviewed")),
            later("enquiries", "No enquiry is unreturned"),
            later("messages", "No message of the person at risk is unread"),
            gate(
                "requests",
                "Every request for reconsideration is answered",
                counted(self.open_requests().count(), "request for reconsideration", "not answered"),
            ),
            gate("consulted", "The person at risk has been consulted and told", self.not_consulted()),
            gate("risk", "Risk was reviewed within the last 7 days", self.risk_not_reviewed(at)),
            gate("reports", "All repeat reports are accounted for", self.reports_unaccounted()),
            gate("exit_plan", "There is an exit safety plan", self.not_proposed("the exit safety plan")),
            gate("retention", "The retention group is set", self.not_proposed("the retention group")),
            // Nobody has to set them: `reopenings_by` brings back any closed case.
            gate("triggers", "What reopens it is set: a new act or report reopens it by itself", None),
            gate("flags", "No red flag is open", counted(self.open_flags().count(), "red flag", "open")),
        ]
    }

    fn decision_open(&self, at: Moment) -> Option<Wording> {
        let due = self.due_reopening(at).is_some();
        let why = match &self.decision {
            DecisionState::NotYetConsidered => "protection was never considered",
            DecisionState::Considering { .. } => "protection is being considered",
            DecisionState::AwaitingCountersign { .. } => "the decision waits for a countersignature",
            DecisionState::Apply { .. } if due => "the application came to nothing, and protection is not decided anew",
            DecisionState::Apply { at, .. } if self.application_ended(at.day()).is_some() => match self.advice_wait() {
                None | Some(AdviceWait::Advice { .. }) => return None,
                Some(AdviceWait::Answer { .. }) => {
                    "the stalking SPOC's advice on the decision to apply is not answered"
                }
            },
            DecisionState::Apply { .. } => {
                "it was decided to apply, and the application is neither granted nor refused"
            }
            DecisionState::NotApply { .. } if due => "the decision not to apply is due to be looked at again",
            DecisionState::NotApply { .. } if self.lacks_acceptance() => {
                "the case lies outside section 1(3), and no other force is on record as having accepted it"
            }
            DecisionState::NotApply { .. } => return None,
            DecisionState::Deferred { .. } => "the decision is only put off",
            DecisionState::Superseded { .. } => "another order protects only for now",
        };
        Some(why.into())
    }

    /// An order that is not served yet is live too, and so is one that was granted and nobody recorded. Transfer to an
    /// order manager is not built yet.
    fn live_order(&self, today: Day) -> Option<Wording> {
        let live = |held: &&Protection| held.last_day().is_none_or(|last_day| today <= last_day);
        let order = self.protections.iter().filter(|held| held.is_stalking_order()).find(live);
        let order = order.map(|order| match order.last_day() {
            Some(last_day) => wording!("the {} is live until {}", order.kind.label(), last_day),
            None => wording!("the {} is live without a last day", order.kind.label()),
        });
        let granted = || "the court granted an order; it is not recorded as served".into();
        order.or_else(|| self.grant_unserved().map(|_| granted()))
    }

    /// CK-01: three days from service, the day of service being the first (Stalking Protection Act 2019, s. 9). An order
    /// that replaces an interim order starts no new notification.
    fn overdue_notification(&self, today: Day) -> Option<Wording> {
        let starting = self.protections.iter().filter(|held| held.is_stalking_order() && !held.replaces_interim);
        let unanswered = starting.filter_map(|held| held.served_at).filter(|served_at| {
            let given = self.notifications.iter().any(|given| given >= served_at);
            !given && today > served_at.day().plus_days(2)
        });
        let last_day = unanswered.map(|served_at| served_at.day().plus_days(2)).min()?;
        Some(wording!("the subject had until the end of {} to notify, and has not", last_day))
    }

    fn not_consulted(&self) -> Option<Wording> {
        let newest = self.acts.iter().map(|held| held.act.recorded_at).max();
        match (self.consulted_at, newest) {
            (None, _) => Some("no consultation is recorded".into()),
            (Some(consulted_at), Some(newest)) if consulted_at < newest => {
                Some("the last consultation was before the newest act".into())
            }
            (Some(_), _) => None,
        }
    }

    fn risk_not_reviewed(&self, at: Moment) -> Option<Wording> {
        if self.risk_open_since.is_some() {
            return Some("the question of risk is open".into());
        }
        if self.lowering.is_some() {
            return Some("a lower grade waits for a second officer".into());
        }
        let Some(screen) = self.latest_screen() else {
            return Some("risk was never screened".into());
        };
        let Some(review) = &screen.review else {
            return Some("no supervisor has reviewed the latest screen".into());
        };
        let stale = review.at.day() < at.day().plus_days(-RISK_REVIEW_DAYS_MAX);
        stale.then(|| wording!("the last review was on {}", InWords(review.at.day())))
    }

    fn reports_unaccounted(&self) -> Option<Wording> {
        let series = self.series.as_ref().filter(|facts| facts.series.is_some())?;
        let unjoined = self.reports_elsewhere();
        if !series.other_cases.is_empty() {
            return counted(series.other_cases.len(), "other case of the series", "not joined");
        }
        if unjoined > 0 {
            return counted(unjoined, "report of the series", "not on this case");
        }
        (!series.confirmed).then(|| "nobody has confirmed the links of the series".into())
    }

    /// How many reports of the series this case does not hold and could: those of another force stay with that force.
    pub fn reports_elsewhere(&self) -> usize {
        let series = self.series.as_ref().filter(|facts| facts.series.is_some());
        let own = series.map_or(0, |facts| facts.reports.saturating_sub(facts.other_forces));
        let all = usize::try_from(own).unwrap_or(usize::MAX);
        // One that was withdrawn from the count is on this case all the same, for all to see.
        all.saturating_sub(self.reports.len() + self.struck_reports.len())
    }

    /// A warrant that is open keeps the case open. Arrests are on no record yet, so without one a person must look.
    fn warrants_gate(&self, today: Day) -> Gate {
        let is_open = |held: &&Protection| held.kind == ProtectionKind::Warrant && held.in_force_on(today);
        let state = match self.protections.iter().find(is_open) {
            Some(held) => GateState::Unmet { why: wording!("a warrant is open since {}", InWords(held.from)) },
            None => GateState::NotYetBuilt,
        };
        Gate { code: "warrants", title: "No warrant or arrest is outstanding", state }
    }

    fn not_proposed(&self, what: &'static str) -> Option<Wording> {
        match self.status {
            Status::Open => Some(wording!("the proposal to close, which gives {}, is not made", what)),
            Status::ClosureProposed { .. } | Status::Closed { .. } | Status::Joined { .. } => None,
        }
    }
}

fn counted(count: usize, noun: &'static str, state: &'static str) -> Option<Wording> {
    match count {
        0 => None,
        1 => Some(wording!("1 {} is {}", noun, state)),
        // "2 actions are open", "2 other cases of the series are not joined".
        more => Some(wording!("{} {} are {}", more, plural(noun), state)),
    }
}

fn plural(noun: &'static str) -> Wording {
    match noun.split_once(" of ") {
        Some((head, tail)) => wording!("{}s of {}", head, tail),
        None => wording!("{}s", noun),
    }
}
