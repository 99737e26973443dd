//! What becomes of a case that somebody leaves: nothing on it is left without an owner.

use super::Case;
use crate::event::{CaseEvent, NamedAccount};
use crate::ids::{AccountId, ContentId};

/// Who takes what somebody leaves on a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Takes {
    /// The officer who takes the case, where one does; otherwise it is the team's.
    pub officer: Option<AccountId>,
    /// The team that has it then.
    pub team: String,
    /// Who takes the open actions.
    pub actions: AccountId,
    /// Why.
    pub reasons: ContentId,
}

impl Case {
    /// This takes somebody off a case, as its officer and as the owner of open actions: another has each at once. A case
    /// that is closed is left as it is.
    pub fn leave(&self, leaver: AccountId, takes: &Takes) -> Vec<CaseEvent> {
        if self.is_closed() {
            return Vec::new();
        }
        let Takes { officer, team, actions, reasons } = takes;
        let allocated = CaseEvent::Allocated { officer: *officer, team: team.clone(), reasons: Some(*reasons) };
        let allocated = (self.officer == Some(leaver)).then_some(allocated);
        let owned = self.open_actions().filter(|action| action.owner == leaver);
        let given = owned.map(|action| CaseEvent::ActionReassigned { action: action.id, owner: *actions });
        allocated.into_iter().chain(given).collect()
    }

    /// This takes somebody off who may sign in no longer: as `leave`, and off the list of those named for the case.
    pub fn leave_for_good(&self, leaver: AccountId, takes: &Takes) -> Vec<CaseEvent> {
        let named = self.access.restricted.is_some() && self.access.named.contains(&leaver);
        let unnamed = CaseEvent::AccountUnnamed(NamedAccount { account: leaver, reasons: takes.reasons });
        self.leave(leaver, takes).into_iter().chain(named.then_some(unnamed)).collect()
    }
}
