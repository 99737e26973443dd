//! The officers whom a file names: who is meant, and whether a case can be theirs.

use crate::access::{CaseFacts, Restriction};
use crate::app::App;
use crate::cases::admit::works_on;
use crate::failure::Failure;
use crate::house::sessions::actor_of;
use crate::views::Actor;
use domain::ids::{AccountId, CaseId};
use std::collections::BTreeSet;
use store::queries;
use store::rows::AccountRow;

/// Somebody whom a file may name as the officer.
#[derive(Clone)]
pub(crate) struct Officer {
    actor: Actor,
    active: bool,
}

impl Officer {
    /// This takes an account for an officer.
    pub(crate) fn of(row: AccountRow) -> Self {
        Self { active: row.active, actor: actor_of(row) }
    }
    /// The account.
    pub(crate) const fn id(&self) -> AccountId {
        self.actor.account
    }
    /// Their own team.
    pub(crate) fn team(&self) -> &str {
        &self.actor.team
    }
    /// Whether the account is open.
    pub(super) const fn is_here(&self) -> bool {
        self.active
    }
    /// Whether a case with a team can be theirs: the account is open, works on cases, and is not kept away from it.
    pub(crate) fn may_have(&self, team: &str, facts: &CaseFacts) -> bool {
        let facts = CaseFacts { officer: Some(self.id()), team: team.to_owned(), ..facts.clone() };
        self.active && works_on(&self.actor, &facts)
    }
}

/// The officers of a force.
#[derive(Default)]
pub(crate) struct Officers(Vec<Officer>);

impl Officers {
    /// Whom a name means, the one to sign in with before the one of address; capitals do not matter. Where several who
    /// are here are addressed alike, nobody can be meant.
    pub(super) fn named(&self, written: &str) -> Option<&Officer> {
        let written = written.to_lowercase();
        let signs_in = self.0.iter().find(|officer| officer.actor.name.to_lowercase() == written);
        let addressed = || {
            let alike = || self.0.iter().filter(|officer| officer.actor.display_name.to_lowercase() == written);
            let mut here = alike().filter(|officer| officer.active);
            match (here.next(), here.next()) {
                (None, _) => alike().next(),
                (Some(officer), None) => Some(officer),
                (Some(_), Some(_)) => None,
            }
        };
        if written.is_empty() { None } else { signs_in.or_else(addressed) }
    }

    /// The one with an account.
    pub(super) fn with(&self, id: AccountId) -> Option<&Officer> {
        self.0.iter().find(|officer| officer.id() == id)
    }
}

impl App {
    /// Those of a force whom a file may name.
    pub(super) fn officers(&self, force: &str) -> Result<Officers, Failure> {
        let accounts = self.read(|reader| Ok(queries::accounts(reader)?))?;
        let own = accounts.into_iter().filter(|account| account.force == force);
        Ok(Officers(own.map(|account| Officer::of(account.into_inner())).collect()))
    }
}

/// To whom a case goes at first: the team of the file, or the officer's own where it gives none; and the officer, if the
/// case can be theirs. Else the team has it, and it asks for an officer.
pub(crate) fn first_with(
    team: &str,
    officer: Option<&Officer>,
    facts: &CaseFacts,
) -> Option<(Option<AccountId>, String)> {
    let team = if team.is_empty() { officer.map_or("", Officer::team) } else { team };
    let theirs = officer.filter(|officer| officer.may_have(team, facts)).map(Officer::id);
    (!team.is_empty()).then(|| (theirs, team.to_owned()))
}

/// What is to be asked of a case that is only being opened. Who is connected to somebody of its report is kept away.
pub(crate) const fn new_case(case: CaseId, force: String, connected: BTreeSet<AccountId>) -> CaseFacts {
    CaseFacts {
        case,
        force,
        team: String::new(),
        officer: None,
        stand_ins: BTreeSet::new(),
        reporters: BTreeSet::new(),
        consented: BTreeSet::new(),
        consented_words: BTreeSet::new(),
        connected,
        restriction: Restriction::Open,
    }
}
