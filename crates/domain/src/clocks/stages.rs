//! Stages: before a duty is due its owner is reminded; when it is missed it reaches their supervisor, then the rank that the
//! catalogue names, then the one above. No law says who hears of a miss, so every stage is policy, and a force sets its hours.

use super::rule::Basis;
use crate::catalogue::{Role, Stage, Within};
use crate::ids::AccountId;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// When the stages of a clock come, in hours that elapse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stages {
    /// Where they come from.
    pub basis: Basis,
    /// How long before it is due its owner is reminded; 0 is never.
    pub remind: u16,
    /// How long after the miss it goes to the rank that answers for it.
    pub rank: u16,
    /// How long after the miss it goes to the rank above.
    pub above: u16,
}

impl Stages {
    /// Stages that a force may set otherwise.
    pub const fn policy(remind: u16, rank: u16, above: u16) -> Self {
        Self { basis: Basis::Policy, remind, rank, above }
    }

    /// When a stage comes, for a run that counts from a moment and is due at another; none for a reminder that would come before
    /// the duty itself.
    pub fn moment(self, stage: Stage, started_at: Moment, due_at: Moment) -> Option<Moment> {
        let after = |hours: u16| Some(due_at.plus_hours(i64::from(hours)));
        match stage {
            Stage::Reminder if self.remind == 0 => None,
            Stage::Reminder => Some(due_at.plus_hours(-i64::from(self.remind))).filter(|moment| *moment > started_at),
            Stage::Missed => Some(due_at),
            Stage::Rank => after(self.rank),
            Stage::Above => after(self.above),
        }
    }

    /// The stages in words: "reminder 12 hours before; missed: the officer in the case and the supervisor; …".
    pub fn words(self, rank: Role) -> String {
        let hours = |hours: u16| match hours {
            0 => "at once".to_owned(),
            1 => "1 hour after".to_owned(),
            hours => format!("{hours} hours after"),
        };
        let remind = match self.remind {
            0 => "no reminder".to_owned(),
            1 => "reminder 1 hour before".to_owned(),
            hours => format!("reminder {hours} hours before"),
        };
        let above =
            above(rank).map(|above| format!(", {} to {}", hours(self.above), above.label())).unwrap_or_default();
        format!(
            "{remind}; missed: to the officer in the case and the supervisor, {} to {}{above} ({})",
            hours(self.rank),
            rank.label(),
            self.basis.label()
        )
    }
}

/// The rank above another: who answers where nobody holds it, or where it did not help.
pub const fn above(rank: Role) -> Option<Role> {
    match rank {
        Role::CallTaker | Role::FirstResponder | Role::Officer => Some(Role::Supervisor),
        Role::Supervisor
        | Role::Spoc
        | Role::OrderManager
        | Role::NotificationOfficer
        | Role::WarrantsDesk
        | Role::CrimeRegistrar
        | Role::Legal
        | Role::Analyst
        | Role::Auditor
        | Role::Advocate
        | Role::Administrator => Some(Role::Inspector),
        Role::Inspector => Some(Role::AuthorisingOfficer),
        Role::AuthorisingOfficer => None,
    }
}

/// Stages of one duty that passed and were told, all in one: after an outage several, and still one notice to each.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Escalated {
    /// Which clock.
    pub clock: String,
    /// From when it counts.
    pub started_at: Moment,
    /// The first instant that is too late.
    pub due_at: Moment,
    /// Which stages passed, in order.
    pub stages: Vec<Stage>,
    /// Who is told.
    pub told: Vec<Notified>,
}

impl Escalated {
    /// What happened, in words, without when.
    pub fn words(&self) -> String {
        let stages: Vec<&str> = self.stages.iter().map(|stage| stage.label()).collect();
        let told: Vec<String> = self.told.iter().map(Notified::words).collect();
        format!("{}: {}; told: {}", self.clock, stages.join(", "), told.join(", "))
    }
}

/// Somebody who is told: an account, or whoever holds a rank.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Notified {
    /// For whom it was meant.
    pub meant_for: Role,
    /// The account, where it is one person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The rank, where it is whoever's who holds it; without either, nobody could be found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Role>,
    /// Whether it is for the team of the case, or for the force.
    pub within: Within,
}

impl Notified {
    /// Who is told, in words, and why it is not for whom it was meant.
    pub fn words(&self) -> String {
        let place = match self.within {
            Within::Team => "of the team",
            Within::Force => "of the force",
        };
        match (self.account, self.rank) {
            (Some(_), _) => "the officer in the case".to_owned(),
            (None, Some(rank)) if rank == self.meant_for => format!("{} {place}", rank.label()),
            (None, Some(rank)) => format!(
                "{} {place} (nobody who may have the case is {})",
                rank.label(),
                match self.meant_for {
                    Role::Officer => "its officer",
                    other => other.label(),
                }
            ),
            (None, None) => {
                format!("nobody yet: no account may have the case; it waits for {}", self.meant_for.label())
            }
        }
    }
}

/// What the catalogue says of clocks and their stages, in one text: where it differs from what timers were set by, they are set anew.
pub fn catalogue_mark() -> String {
    let lines = super::list().map(|rule| {
        let Stages { remind, rank, above, basis: _ } = rule.stages;
        format!("{}:{remind}/{rank}/{above}", rule.code)
    });
    lines.collect::<Vec<_>>().join(" ")
}
