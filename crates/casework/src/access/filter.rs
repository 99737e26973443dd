//! The policies on `view_listing` as a filter that a store can turn into a query, so that lists need no second rule.

use super::decide::{CaseFacts, Restriction};
use crate::views::Actor;
use domain::catalogue::Role;
use domain::ids::AccountId;

/// Which cases an actor may have listed. All fields hold at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListFilter {
    /// The case is of this force.
    pub force: String,
    /// And within this scope.
    pub scope: ListScope,
    /// And this account has no declared connection to it (1.4.4).
    pub exclude_connected: AccountId,
    /// And, where it is restricted, this account is named for it (1.4.5).
    pub restricted_only_named: AccountId,
}

/// Whose cases.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ListScope {
    /// Those whose officer this is, and those of officers for whom they stand in.
    Own(AccountId),
    /// Those on which this account recorded a report.
    Reported(AccountId),
    /// Those of this team.
    Team(String),
    /// Those of the whole force.
    Force,
    /// Those to which the person at risk consented for this advocate.
    Consented(AccountId),
    /// None.
    Nothing,
}

/// This is the filter for an actor. A test holds it to the policies for every role.
pub fn filter(actor: &Actor) -> ListFilter {
    let scope = match actor.role {
        Role::CallTaker => ListScope::Reported(actor.account),
        Role::Officer => ListScope::Own(actor.account),
        Role::Supervisor => ListScope::Team(actor.team.clone()),
        Role::FirstResponder
        | Role::Spoc
        | Role::Inspector
        | Role::AuthorisingOfficer
        | Role::Legal
        | Role::OrderManager
        | Role::NotificationOfficer
        | Role::WarrantsDesk
        | Role::CrimeRegistrar => ListScope::Force,
        Role::Advocate => ListScope::Consented(actor.account),
        Role::Analyst | Role::Auditor | Role::Administrator => ListScope::Nothing,
    };
    ListFilter {
        force: actor.force.clone(),
        scope,
        exclude_connected: actor.account,
        restricted_only_named: actor.account,
    }
}

impl ListFilter {
    /// Whether a case passes: what the query means, row by row.
    pub fn admits(&self, facts: &CaseFacts) -> bool {
        let named = match &facts.restriction {
            Restriction::Open => true,
            Restriction::Named(named) => named.contains(&self.restricted_only_named),
        };
        self.force == facts.force
            && named
            && !facts.connected.contains(&self.exclude_connected)
            && self.scope.admits(facts)
    }
}

impl ListScope {
    /// Whether a case lies within the scope.
    fn admits(&self, facts: &CaseFacts) -> bool {
        match self {
            Self::Own(account) => facts.officer == Some(*account) || facts.stand_ins.contains(account),
            Self::Reported(account) => facts.reporters.contains(account),
            Self::Team(team) => facts.team == *team,
            Self::Force => true,
            Self::Consented(account) => facts.consented.contains(account),
            Self::Nothing => false,
        }
    }
}
