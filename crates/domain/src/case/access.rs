//! Who is kept away from a case, named for it, or let in by consent (specification, sections 1.3 and 1.4).
//!
//! The policies read these facts and decide; here stands when such a fact may come to be, and when it may end.

use super::{Actor, Case};
use crate::catalogue::ConsentScope;
use crate::event::{CaseEvent, ConsentGiven, NamedAccount};
use crate::ids::{AccountId, ContentId};
use crate::time::{Day, Moment};
use std::collections::BTreeSet;

/// Who may have a case beyond what their role says, and who may not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Access {
    /// The restriction to named accounts, where there is one (1.4.5).
    pub restricted: Option<Restricted>,
    /// The accounts that are named for it.
    pub named: BTreeSet<AccountId>,
    /// What the person at risk consented to, and when that ended; none is overwritten.
    pub consents: Vec<Consent>,
    /// Declared connections, and when they were taken back (1.4.4).
    pub connections: Vec<Connection>,
}

/// A restriction to named accounts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Restricted {
    /// Who restricted the case.
    pub by: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// Why.
    pub reasons: ContentId,
}

/// Consent of the person at risk for one advocate (1.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Consent {
    /// The advocate.
    pub advocate: AccountId,
    /// What they may see.
    pub scope: ConsentScope,
    /// The day on which it was given.
    pub on: Day,
    /// The day on which it was withdrawn, if it was; what replaced it ends it too.
    pub ended_on: Option<Day>,
}

/// A declared connection of an account to somebody in the case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Connection {
    /// Whose.
    pub account: AccountId,
    /// When it was declared.
    pub at: Moment,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<Moment>,
}

/// Somebody who is named for a restricted case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named {
    /// Who.
    pub account: AccountId,
    /// Whether they may give the case to an officer: somebody must be able to.
    pub leads: bool,
}

/// Why a change of access is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AccessRefusal {
    /// Restricted already.
    #[error("the case is already restricted")]
    AlreadyRestricted,
    /// Not restricted.
    #[error("the case is not restricted")]
    NotRestricted,
    /// Nobody among the named could give it to an officer.
    #[error("nobody who is named could give the case to an officer, so it would be without an owner")]
    NobodyLeads,
    /// One hand restricts, another lifts.
    #[error("a restriction is not lifted by whoever set it")]
    OwnRestriction,
    /// The officer's own case.
    #[error("a restriction is not lifted by anybody who is or was the officer in the case")]
    OfficerInCase,
    /// Named already.
    #[error("this person is already named for the case")]
    AlreadyNamed,
    /// Not named.
    #[error("this person is not named for the case")]
    NotNamed,
    /// A connection stands in the way.
    #[error("this person has a declared connection to somebody in the case")]
    Connected,
    /// Declared already.
    #[error("this connection is already declared")]
    AlreadyConnected,
    /// No connection.
    #[error("this person has no declared connection to the case")]
    NotConnected,
    /// Their own.
    #[error("a declared connection is not taken back by the person whose it is")]
    OwnConnection,
    /// The same consent.
    #[error("this consent is already recorded")]
    AlreadyConsented,
    /// No consent.
    #[error("no consent for this advocate stands on the case")]
    NoConsent,
    /// Not yet.
    #[error("this is dated after the day of recording it")]
    InFuture,
    /// Withdrawn before it was given.
    #[error("this is dated before the day on which the consent was given")]
    BeforeConsent,
}

impl AccessRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::AlreadyRestricted => "name a further person, or take one off",
            Self::NotRestricted => "nothing is to be done",
            Self::NobodyLeads => "name a supervisor of its team or an inspector as well, who has no connection to it",
            Self::OwnRestriction => "ask another inspector who is named for it",
            Self::OfficerInCase => "ask an inspector who never was the officer in this case",
            Self::AlreadyNamed | Self::AlreadyConnected | Self::AlreadyConsented => "nothing is to be done",
            Self::NotNamed => "check the name; the case shows who is named",
            Self::Connected => "name somebody else, or have the connection taken back first",
            Self::NotConnected | Self::NoConsent => "check the name; the case shows what stands on it",
            Self::OwnConnection => "ask a supervisor who has no connection to the case",
            Self::InFuture | Self::BeforeConsent => "check the day",
        }
    }
}

type Accessed = Result<Vec<CaseEvent>, AccessRefusal>;

impl Case {
    /// This restricts the case to named accounts. An officer who is not one of them no longer has it; the team does.
    pub fn restrict(&self, _actor: &Actor, named: &[Named], reasons: ContentId) -> Accessed {
        if self.access.restricted.is_some() {
            return Err(AccessRefusal::AlreadyRestricted);
        }
        if named.iter().any(|person| self.access.is_connected(person.account)) {
            return Err(AccessRefusal::Connected);
        }
        someone_leads(named)?;
        let accounts: BTreeSet<AccountId> = named.iter().map(|person| person.account).collect();
        let officer = self.officer.filter(|officer| !accounts.contains(officer));
        let named = accounts.into_iter().collect();
        let restricted = CaseEvent::Restricted { named, reasons };
        Ok(std::iter::once(restricted).chain(officer.and_then(|officer| self.without_officer(officer))).collect())
    }

    /// This lifts the restriction: a second person does, who never was the officer in the case.
    pub fn lift_restriction(&self, actor: &Actor, reasons: ContentId) -> Accessed {
        let restricted = self.access.restricted.ok_or(AccessRefusal::NotRestricted)?;
        if restricted.by == Some(actor.by) {
            return Err(AccessRefusal::OwnRestriction);
        }
        if self.was_officer(actor.by) {
            return Err(AccessRefusal::OfficerInCase);
        }
        Ok(vec![CaseEvent::RestrictionLifted { reasons }])
    }

    /// This names a further account for a restricted case.
    pub fn name_account(&self, _actor: &Actor, account: AccountId, reasons: ContentId) -> Accessed {
        if self.access.restricted.is_none() {
            return Err(AccessRefusal::NotRestricted);
        }
        if self.access.named.contains(&account) {
            return Err(AccessRefusal::AlreadyNamed);
        }
        if self.access.is_connected(account) {
            return Err(AccessRefusal::Connected);
        }
        Ok(vec![CaseEvent::AccountNamed(NamedAccount { account, reasons })])
    }

    /// This takes an account off a restricted case; `others` are those who stay named.
    pub fn unname_account(&self, _actor: &Actor, account: AccountId, others: &[Named], reasons: ContentId) -> Accessed {
        if self.access.restricted.is_none() {
            return Err(AccessRefusal::NotRestricted);
        }
        if !self.access.named.contains(&account) {
            return Err(AccessRefusal::NotNamed);
        }
        someone_leads(others)?;
        let unnamed = CaseEvent::AccountUnnamed(NamedAccount { account, reasons });
        Ok(std::iter::once(unnamed).chain(self.without_officer(account)).collect())
    }

    /// This records that the person at risk consented to an advocate. Another scope takes the place of the one before.
    pub fn give_consent(&self, actor: &Actor, advocate: AccountId, on: Day, scope: ConsentScope) -> Accessed {
        if on > actor.at.day() {
            return Err(AccessRefusal::InFuture);
        }
        if self.access.consent(advocate).is_some_and(|held| held.scope == scope) {
            return Err(AccessRefusal::AlreadyConsented);
        }
        Ok(vec![CaseEvent::ConsentGiven(ConsentGiven { advocate, on, scope })])
    }

    /// This records that the consent was withdrawn. It ends at once, whatever day is given.
    pub fn withdraw_consent(&self, actor: &Actor, advocate: AccountId, on: Day) -> Accessed {
        let held = self.access.consent(advocate).ok_or(AccessRefusal::NoConsent)?;
        if on > actor.at.day() {
            return Err(AccessRefusal::InFuture);
        }
        if on < held.on {
            return Err(AccessRefusal::BeforeConsent);
        }
        Ok(vec![CaseEvent::ConsentWithdrawn { advocate, on }])
    }

    /// This records that an account has a connection to somebody in the case. An officer in the case no longer has it;
    /// `others` are those who stay named, where it is restricted.
    pub fn declare_connection(&self, _actor: &Actor, account: AccountId, others: &[Named]) -> Accessed {
        if self.access.is_connected(account) {
            return Err(AccessRefusal::AlreadyConnected);
        }
        if self.access.restricted.is_some() {
            someone_leads(others)?;
        }
        let declared = CaseEvent::ConnectionDeclared { account };
        Ok(std::iter::once(declared).chain(self.without_officer(account)).collect())
    }

    /// This takes a declared connection back; it stays on the record. Never does the person whose it is.
    pub fn withdraw_connection(&self, actor: &Actor, account: AccountId, reasons: ContentId) -> Accessed {
        if !self.access.is_connected(account) {
            return Err(AccessRefusal::NotConnected);
        }
        if account == actor.by {
            return Err(AccessRefusal::OwnConnection);
        }
        Ok(vec![CaseEvent::ConnectionWithdrawn(NamedAccount { account, reasons })])
    }

    /// The case of somebody who may have it no longer is the team's, until an officer is named.
    pub(super) fn without_officer(&self, account: AccountId) -> Option<CaseEvent> {
        let team = self.team.clone().unwrap_or_default();
        (self.officer == Some(account)).then_some(CaseEvent::Allocated { officer: None, team, reasons: None })
    }
}

/// Whether an event changes who may have a case.
pub const fn changes(event: &CaseEvent) -> bool {
    matches!(
        event,
        CaseEvent::Restricted { .. }
            | CaseEvent::RestrictionLifted { .. }
            | CaseEvent::AccountNamed(_)
            | CaseEvent::AccountUnnamed(_)
            | CaseEvent::ConsentGiven(_)
            | CaseEvent::ConsentWithdrawn { .. }
            | CaseEvent::ConnectionDeclared { .. }
            | CaseEvent::ConnectionWithdrawn(_)
    )
}

fn someone_leads(named: &[Named]) -> Result<(), AccessRefusal> {
    if named.iter().any(|person| person.leads) { Ok(()) } else { Err(AccessRefusal::NobodyLeads) }
}

impl Access {
    /// Whether an account has a declared connection now.
    pub fn is_connected(&self, account: AccountId) -> bool {
        self.connections.iter().any(|held| held.account == account && held.withdrawn_at.is_none())
    }

    /// The consent for an advocate that stands now.
    pub fn consent(&self, advocate: AccountId) -> Option<&Consent> {
        self.consents.iter().find(|held| held.advocate == advocate && held.ended_on.is_none())
    }

    /// The consents that stand now.
    pub fn consents_now(&self) -> impl Iterator<Item = &Consent> {
        self.consents.iter().filter(|held| held.ended_on.is_none())
    }

    /// The connections that stand now.
    pub fn connections_now(&self) -> impl Iterator<Item = &Connection> {
        self.connections.iter().filter(|held| held.withdrawn_at.is_none())
    }

    pub(super) fn restrict(&mut self, restricted: Restricted, named: &[AccountId]) {
        self.restricted = Some(restricted);
        self.named = named.iter().copied().collect();
    }

    pub(super) fn lift(&mut self) {
        self.restricted = None;
        self.named.clear();
    }

    pub(super) fn consent_to(&mut self, advocate: AccountId, on: Day, scope: ConsentScope) {
        self.end_consent(advocate, on);
        self.consents.push(Consent { advocate, scope, on, ended_on: None });
    }

    pub(super) fn end_consent(&mut self, advocate: AccountId, on: Day) {
        let standing = self.consents.iter_mut().filter(|held| held.advocate == advocate && held.ended_on.is_none());
        standing.for_each(|held| held.ended_on = Some(on));
    }

    pub(super) fn connect(&mut self, account: AccountId, at: Moment) {
        if !self.is_connected(account) {
            self.connections.push(Connection { account, at, withdrawn_at: None });
        }
    }

    pub(super) fn disconnect(&mut self, account: AccountId, at: Moment) {
        let standing = self.connections.iter_mut().filter(|held| held.account == account);
        standing.for_each(|held| held.withdrawn_at = held.withdrawn_at.or(Some(at)));
    }
}
