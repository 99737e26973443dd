//! Absence: that somebody who owns a case, or an action on it, is away, and who stands in for them meanwhile.
//!
//! Nothing changes hands by it. What the absent person owns stays theirs, and is back with them the moment the absence ends.

use super::Case;
use crate::ids::{AbsenceId, AccountId};
use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

/// What a case is told of an absence; told again, it takes the place of what was told of the same one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AbsenceTold {
    /// Which.
    pub absence: AbsenceId,
    /// Who is away.
    pub account: AccountId,
    /// The first day.
    pub from: Day,
    /// The last day, where it is known.
    pub until: Option<Day>,
    /// Who stands in; without somebody, the team does.
    pub stand_in: Option<AccountId>,
    /// Whether it is over before its last day.
    pub over: bool,
}

/// An absence as a case knows of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Absence {
    /// What was told last.
    pub told: AbsenceTold,
    /// When.
    pub told_at: Moment,
}

impl AbsenceTold {
    /// Whether they are away at a moment: from the first instant of the first day to the last of the last.
    pub fn lasts_at(&self, at: Moment) -> bool {
        !self.over && self.from.start() <= at && self.until.is_none_or(|until| at < until.plus_days(1).start())
    }

    /// Whether any moment from one on lies in it.
    pub fn lasts_after(&self, at: Moment) -> bool {
        !self.over && self.until.is_none_or(|until| at < until.plus_days(1).start())
    }
}

impl Case {
    /// The absence of an account that lasts at a moment, as far as the case was told.
    pub fn away(&self, account: AccountId, at: Moment) -> Option<&Absence> {
        self.absences.iter().find(|held| held.told.account == account && held.told.lasts_at(at))
    }

    /// Whether somebody stands in at a moment for the one who owns something here.
    pub fn stands_in(&self, account: AccountId, owner: AccountId, at: Moment) -> bool {
        self.away(owner, at).is_some_and(|held| held.told.stand_in == Some(account))
    }

    /// Who stands in for somebody, if they may have this case: a declared connection keeps them away (1.4.4), and so does a
    /// restriction for which they are not named (1.4.5).
    pub fn stand_in_of(&self, told: &AbsenceTold) -> Option<AccountId> {
        let kept = |account: AccountId| {
            let connected = self.access.connections_now().any(|held| held.account == account);
            connected || self.access.restricted.is_some() && !self.access.named.contains(&account)
        };
        told.stand_in.filter(|account| !kept(*account))
    }

    /// What is to be told of the absences of one account, so that the case knows what the house knows: the absences that
    /// last or are to come. Nothing, where neither the case nor an open action on it is theirs.
    pub fn told_of_absences(&self, account: AccountId, standing: &[AbsenceTold], at: Moment) -> Vec<AbsenceTold> {
        let owns = self.officer == Some(account) || self.open_actions().any(|action| action.owner == account);
        if self.is_closed() || !owns {
            return Vec::new();
        }
        let known = |told: &AbsenceTold| self.absences.iter().any(|held| held.told == *told);
        let news = standing.iter().filter(|told| told.account == account && !known(told)).copied();
        let stands = |told: &AbsenceTold| standing.iter().any(|other| other.absence == told.absence);
        let held = self.absences.iter().map(|held| held.told);
        let ended = held.filter(|told| told.account == account && told.lasts_after(at) && !stands(told));
        news.chain(ended.map(|told| AbsenceTold { over: true, ..told })).collect()
    }

    /// This keeps what was told. Who stands in for the officer does the officer's work, and counts as one who had the case.
    pub(super) fn told_absent(&mut self, told: AbsenceTold, at: Moment) {
        self.absences.retain(|held| held.told.absence != told.absence);
        self.absences.push(Absence { told, told_at: at });
        let in_place = told.stand_in.filter(|_| self.officer == Some(told.account) && !told.over);
        let new = in_place.filter(|account| !self.was_officer(*account));
        self.officers.extend(new);
    }
}
