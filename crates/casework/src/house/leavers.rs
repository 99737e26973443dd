//! Who leaves: a case, an action and a named role never stay with somebody who cannot act on them.

use crate::access::{Action, CaseFacts, Restriction};
use crate::app::{App, allowed, case_facts, permit_force};
use crate::asked::Wish;
use crate::cases::admit::{decides, leads, works_on};
use crate::cases::advance::{Words, advance, hold};
use crate::failure::{Failure, Fault, Refusal};
use crate::house::absences::{end_absences, stands_in_no_longer};
use crate::house::passwords::{end_sessions, own};
use crate::house::sessions::actor_of;
use crate::house::ties::sync_ties;
use crate::views::Actor;
use domain::case::Case;
use domain::case::leaving::Takes;
use domain::catalogue::Role;
use domain::event::CaseEvent;
use domain::ids::{AccountId, CaseId};
use domain::wording;
use domain::wording::Wording;
use std::collections::BTreeSet;
use store::queries::{self, CaseFile};
use store::rows::AccountRow;
use store::{Draft, Entry, Told, Tx};

/// Who is to take what somebody leaves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Taker {
    /// An officer, by the name that they sign in with.
    Officer(String),
    /// A team: its supervisor is to name an officer.
    Team(String),
}

/// A case that changed hands, and who has to see to it now.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Taken {
    /// The case; none where its reference is not for the reader.
    pub case: Option<String>,
    /// Who has it, or gives it to an officer, and has its actions.
    pub by: String,
}

/// A case that changed hands, as it leaves the transaction.
type TakenOver = (Option<Told>, AccountId);

/// Why an account was closed, as the cases that it leaves tell it.
const CLOSED: &str = "The account of the officer was closed.";

/// Why a case is its team's, where its officer has another role now.
const CHANGED: &str = "The officer has another role now.";

impl App {
    /// This closes an account. Its sessions end at once, and what was its own on open cases is its teams' at once: the cases
    /// ask for an officer, and the actions are those of whoever gives the case to one. It is refused where nobody could.
    pub fn close_account(&self, actor: &Actor, name: &str) -> Result<Vec<Taken>, Failure> {
        let wish = Wish::of(Action::ManageAccounts.code()).by("close_account").naming(name);
        let left = self.asked(actor, &wish, || self.shut(actor, name))?;
        self.told(left)
    }

    fn shut(&self, actor: &Actor, name: &str) -> Result<Vec<TakenOver>, Failure> {
        let (who, name, demonstration) = (actor.clone(), name.to_owned(), self.is_demonstration());
        let (left, _) = self.store.transact(self.context(actor, "administration"), move |tx| {
            let policies = permit_force(&who, Action::ManageAccounts, demonstration)?;
            let mut row = own(tx, &who, &name)?;
            if row.id == who.account {
                return Err(Failure::invalid("account", "is your own; another administrator closes it"));
            }
            if !row.active {
                return Err(Failure::fault("account", Fault::Exists, "is closed already"));
            }
            let draft = Draft::done(Action::ManageAccounts.code(), &policies).fact("what", "close");
            let entry = tx.append(draft.fact("account", row.id));
            row.active = false;
            tx.save(&mut row, &entry)?;
            end_sessions(tx, row.id, None, &entry)?;
            end_absences(tx, row.id, &entry)?;
            stands_in_no_longer(tx, row.id, None, &entry, &policies)?;
            let staff = staff(tx, &row.force)?;
            let mut left = Vec::new();
            for case in queries::cases_left_by(tx, &row.force, row.id)? {
                left.push(leave(tx, case, row.id, &staff, &policies)?);
            }
            somebody_leads(tx, &row, &staff)?;
            Ok(left)
        })?;
        Ok(left)
    }

    /// This opens a closed account again. It has a password that is known to nobody: an administrator sets one for once.
    pub fn reopen_account(&self, actor: &Actor, name: &str) -> Result<(), Failure> {
        let wish = Wish::of(Action::ManageAccounts.code()).by("reopen_account").naming(name);
        self.asked(actor, &wish, || {
            let (who, name, demonstration) = (actor.clone(), name.to_owned(), self.is_demonstration());
            self.store.transact(self.context(actor, "administration"), move |tx| {
                let policies = permit_force(&who, Action::ManageAccounts, demonstration)?;
                let mut row = own(tx, &who, &name)?;
                if row.active {
                    return Err(Failure::fault("account", Fault::Exists, "is not closed"));
                }
                let draft = Draft::done(Action::ManageAccounts.code(), &policies).fact("what", "reopen");
                let entry = tx.append(draft.fact("account", row.id));
                row.active = true;
                Ok(tx.save(&mut row, &entry)?)
            })?;
            Ok(())
        })
    }

    /// This hands over what is somebody's on open cases that the actor may allocate: the cases of which they are the
    /// officer, and their open actions. All of it moves, or none.
    pub fn hand_over(&self, actor: &Actor, from: &str, to: &Taker, reasons: &str) -> Result<Vec<Taken>, Failure> {
        let wish = Wish::of(Action::Allocate.code()).by("hand_over").naming(from);
        let moved = self.asked(actor, &wish, || self.move_all(actor, from, to, reasons))?;
        self.told(moved)
    }

    fn move_all(&self, actor: &Actor, from: &str, to: &Taker, reasons: &str) -> Result<Vec<TakenOver>, Failure> {
        let (who, from, to) = (actor.clone(), from.to_owned(), to.clone());
        let reasons = reasons.trim().to_owned();
        let (moved, _) = self.store.transact(self.context(actor, "casework"), move |tx| {
            if reasons.is_empty() {
                return Err(Failure::fault("reasons", Fault::Missing, "say why, in a sentence that others will read"));
            }
            let leaver = own(tx, &who, &from)?;
            let staff = staff(tx, &who.force)?;
            let new = taker(&staff, &leaver, &to)?;
            let (mut moved, mut stuck) = (Vec::new(), Vec::new());
            for case in queries::cases_left_by(tx, &who.force, leaver.id)? {
                let Some(file) = queries::case_file_by_id(tx, case)? else { continue };
                let facts = case_facts(tx, &file)?;
                // Of a case that is not theirs to give, the actor is told nothing.
                let Some(policies) = allowed(&who, Action::Allocate, &facts) else { continue };
                match (&new, &to) {
                    (Some(new), _) => {
                        if !decides(new.clone(), &CaseFacts { officer: Some(new.id), ..facts }) {
                            stuck.push(wording!("{}: they cannot have this case", file.called()));
                            continue;
                        }
                        let takes = (Some(new.id), file.team.clone(), new.id);
                        moved.extend(pass(tx, &file, leaver.id, takes, &reasons, &policies)?);
                    }
                    (None, Taker::Team(team)) => {
                        let Some(leader) = leader(&staff, &CaseFacts { team: team.clone(), ..facts }) else {
                            stuck.push(wording!("{}: nobody could give it to an officer", file.called()));
                            continue;
                        };
                        moved.extend(pass(tx, &file, leaver.id, (None, team.clone(), leader), &reasons, &policies)?);
                    }
                    (None, Taker::Officer(_)) => {}
                }
            }
            if !stuck.is_empty() {
                return Err(refused(
                    "handover.CannotTake",
                    "some of these cases cannot go there; nothing was moved",
                    stuck,
                ));
            }
            if moved.is_empty() {
                return Err(Failure::fault("account", Fault::Missing, "has nothing that you could hand over"));
            }
            Ok(moved)
        })?;
        Ok(moved)
    }

    /// What changed hands, with the names of those who have it.
    fn told(&self, moved: Vec<TakenOver>) -> Result<Vec<Taken>, Failure> {
        let staff = self.read(|reader| Ok(queries::accounts(reader)?))?;
        let name = |id: AccountId| staff.iter().find(|row| row.id == id).map(|row| row.display_name.clone());
        let taken = moved
            .into_iter()
            .map(|(case, by)| Taken { case: case.map(Told::into_text), by: name(by).unwrap_or_default() });
        Ok(taken.collect())
    }
}

/// Those of a force who are in use; whoever is nearest to a team's cases comes first.
fn staff(tx: &mut Tx<'_>, force: &str) -> Result<Vec<AccountRow>, Failure> {
    let rows = queries::accounts(tx)?.into_iter().filter(|row| row.active && row.force == force);
    let mut rows: Vec<AccountRow> = rows.map(store::AsRead::into_inner).collect();
    rows.sort_by_key(|row| (row.role != Role::Supervisor, row.name.clone()));
    Ok(rows)
}

/// Who takes it, if an officer does; a team must be one that somebody is in.
fn taker(staff: &[AccountRow], leaver: &AccountRow, to: &Taker) -> Result<Option<AccountRow>, Failure> {
    match to {
        Taker::Officer(name) => match staff.iter().find(|row| row.name == *name) {
            Some(row) if row.id == leaver.id => Err(Failure::invalid("to", "is the same person")),
            Some(row) => Ok(Some(row.clone())),
            None => {
                Err(Failure::fault("to", Fault::Unknown, "is not known in this force, or is closed; check the name"))
            }
        },
        Taker::Team(team) if staff.iter().any(|row| row.team == *team) => Ok(None),
        Taker::Team(_) => Err(Failure::fault("team", Fault::Unknown, "nobody of the force is in it; check its name")),
    }
}

/// Who would give a case to an officer: a supervisor of its team before an inspector.
fn leader(staff: &[AccountRow], facts: &CaseFacts) -> Option<AccountId> {
    staff.iter().find(|row| leads((*row).clone(), facts)).map(|row| row.id)
}

/// This passes what is somebody's on a case to another, under an entry of its own; none where nothing was theirs.
fn pass(
    tx: &mut Tx<'_>,
    file: &CaseFile,
    leaver: AccountId,
    (officer, team, actions): (Option<AccountId>, String, AccountId),
    reasons: &str,
    policies: &[String],
) -> Result<Option<TakenOver>, Failure> {
    let decide = |case: &Case, takes: &Takes| case.leave(leaver, takes);
    let takes = (officer, team, actions);
    apply(tx, file, takes, reasons, Draft::done(Action::Allocate.code(), policies).fact("from", leaver), decide)
}

/// This takes somebody who may sign in no longer off a case.
fn leave(
    tx: &mut Tx<'_>,
    case: CaseId,
    leaver: AccountId,
    staff: &[AccountRow],
    policies: &[String],
) -> Result<TakenOver, Failure> {
    let file = queries::case_file_by_id(tx, case)?.ok_or(Failure::NotFound("case"))?;
    let mut facts = case_facts(tx, &file)?;
    if let Restriction::Named(named) = &mut facts.restriction {
        named.remove(&leaver);
    }
    let leader = leader(staff, &facts).ok_or_else(nobody_leads)?;
    let draft = Draft::done(Action::ManageAccounts.code(), policies).fact("from", leaver);
    let decide = |case: &Case, takes: &Takes| case.leave_for_good(leaver, takes);
    let left = apply(tx, &file, (None, file.team.clone(), leader), CLOSED, draft, decide)?;
    Ok(left.unwrap_or((None, leader)))
}

fn apply(
    tx: &mut Tx<'_>,
    file: &CaseFile,
    (officer, team, actions): (Option<AccountId>, String, AccountId),
    reasons: &str,
    draft: Draft,
    decide: impl Fn(&Case, &Takes) -> Vec<CaseEvent>,
) -> Result<Option<TakenOver>, Failure> {
    let mut held = hold(tx, file.id)?;
    let mut words = Words::default();
    let takes = Takes { officer, team, actions, reasons: words.keep(tx, file.id, reasons) };
    let case = crate::cases::advance::read(&held.history, tx.at())?.case;
    let events = decide(&case, &takes);
    if events.is_empty() {
        return Ok(None);
    }
    let (derived, entry) = advance(tx, &mut held, events, words, draft)?;
    sync_ties(tx, &held, &derived.case, &entry)?;
    // A restricted case is not even named to an administrator.
    let told = if file.restricted { None } else { Some(tx.tell(&entry, "case", &file.reference)?) };
    Ok(Some((told, officer.unwrap_or(actions))))
}

/// This refuses to close the last account that could give some open case to an officer. One case stands for those of its
/// team; only cases with a declared connection are looked at each. A restricted case has been asked about as it was left.
fn somebody_leads(tx: &mut Tx<'_>, closed: &AccountRow, staff: &[AccountRow]) -> Result<(), Failure> {
    let before = AccountRow { active: true, ..closed.clone() };
    let mut asked = Vec::new();
    for file in queries::an_open_case_of_each_team(tx, &closed.force)? {
        asked.push(CaseFacts { connected: BTreeSet::new(), ..case_facts(tx, &file)? });
    }
    for file in queries::open_cases_with_connections(tx, &closed.force)? {
        asked.push(case_facts(tx, &file)?);
    }
    if asked.iter().any(|facts| leads(before.clone(), facts) && leader(staff, facts).is_none()) {
        return Err(nobody_leads());
    }
    Ok(())
}

/// What follows where somebody's role or team is told otherwise: a case of which they can be the officer no longer is its
/// team's, with their actions on it; and somebody must still be able to give each case to an officer.
pub(crate) fn change_role(
    tx: &mut Tx<'_>,
    before: &AccountRow,
    now: &AccountRow,
    entry: &Entry,
    policies: &[String],
) -> Result<(), Failure> {
    if (before.role, &before.team) == (now.role, &now.team) {
        return Ok(());
    }
    if now.role != Role::Officer {
        stands_in_no_longer(tx, now.id, None, entry, policies)?;
    }
    let staff = staff(tx, &now.force)?;
    for case in queries::cases_left_by(tx, &now.force, now.id)? {
        let Some(file) = queries::case_file_by_id(tx, case)? else { continue };
        let facts = case_facts(tx, &file)?;
        let leader = leader(&staff, &facts).ok_or_else(nobody_leads)?;
        let held = CaseFacts { officer: Some(now.id), ..facts };
        if !works_on(&actor_of(now.clone()), &held) {
            let draft = Draft::done(Action::ManageAccounts.code(), policies).fact("from", now.id);
            let decide = |case: &Case, takes: &Takes| case.leave(now.id, takes);
            apply(tx, &file, (None, file.team.clone(), leader), CHANGED, draft, decide)?;
        }
    }
    somebody_leads(tx, before, &staff)
}

fn nobody_leads() -> Failure {
    let why = "an open case would be left to which nobody could give an officer; nothing was changed";
    refused("account.NobodyLeads", why, Vec::new())
}

fn refused(code: &'static str, why: &'static str, lines: Vec<Wording>) -> Failure {
    Failure::Refused(Box::new(Refusal {
        action: Action::Allocate.code(),
        code: code.into(),
        why: why.into(),
        hint: "make or name another supervisor or inspector first, or choose somebody who may have these cases",
        lines,
        case: None,
        policies: Vec::new(),
        hidden: false,
    }))
}
