//! Telling people of the stages of duties: who is told follows from the case, its policies and who holds which rank now. A stage, its
//! notices and the event go into one transaction, under the lease of whoever leads.

use crate::access::{Action, CaseFacts, decide};
use crate::app::facts_of;
use crate::cases::advance::Held;
use crate::failure::Failure;
use crate::house::absences::{away, stand_ins};
use crate::views::Actor;
use domain::catalogue::{Role, Within};
use domain::clocks::{Escalated, Notified};
use domain::escalation::{Passed, reached};
use domain::event::CaseEvent;
use domain::ids::{AccountId, CaseId, NoticeId};
use domain::time::Moment;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use store::rows::{AccessRow, NoticeRow};
use store::stages::StageTimer;
use store::views::notices::{Holder, holders, ties_of};
use store::{Entry, Tx, queries};

/// Who may be told, for the cases of one step.
pub(crate) struct Staff {
    holders: Vec<Holder>,
    ties: HashMap<CaseId, Vec<AccessRow>>,
    /// Who may have cases of which the policies are told the same, as far as it was asked: most cases of a team are alike.
    known: HashMap<CaseFacts, HashMap<AccountId, bool>>,
}

impl Staff {
    /// This reads who holds which rank, and who is kept from or let into these cases.
    pub fn read(tx: &mut Tx<'_>, cases: &[CaseId]) -> Result<Self, Failure> {
        Ok(Self { holders: holders(tx)?, ties: ties_of(tx, cases)?, known: HashMap::new() })
    }
}

/// What is told of a case now.
pub(crate) struct Telling {
    /// The events, one a duty.
    pub events: Vec<CaseEvent>,
    fired: Vec<StageTimer>,
}

/// This decides who is told of the stages that have come on a case.
pub(crate) fn tell(tx: &mut Tx<'_>, held: &Held, staff: &mut Staff) -> Result<Telling, Failure> {
    let case = held.row.id;
    let file = queries::CaseFile {
        id: case,
        reference: String::new(),
        force: held.row.force.clone(),
        team: held.row.team.clone(),
        officer: held.row.officer,
        restricted: held.row.restricted,
    };
    // What is meant for an officer who is away reaches who stands in, and goes up where nobody does.
    let stand_ins = stand_ins(tx, file.officer)?;
    let facts = CaseFacts { stand_ins, ..facts_of(&file, staff.ties.get(&case).map_or(&[], Vec::as_slice)) };
    let absent = file.officer.map(|officer| away(tx, officer)).transpose()?.flatten();
    let holders: Cow<'_, [Holder]> = match absent {
        Some(row) => staff.holders.iter().filter(|holder| holder.account != row.account).cloned().collect(),
        None => Cow::Borrowed(&staff.holders),
    };
    let known = RefCell::new(staff.known.entry(facts.of_any_case()).or_default());
    let may_have =
        |holder: &Holder| *known.borrow_mut().entry(holder.account).or_insert_with(|| may_have(holder, &facts));
    let hearers = Hearers { facts: &facts, holders: &holders, may_have: &may_have };
    let mut telling = Telling { events: Vec::new(), fired: Vec::new() };
    for passed in held.passed() {
        telling.fired.extend(passed.stages.iter().map(|(stage, due_at)| StageTimer {
            case,
            clock: passed.clock.code().to_owned(),
            started_at: passed.started_at,
            stage: *stage,
            due_at: *due_at,
        }));
        telling.events.push(CaseEvent::ClockEscalated(escalated(passed, &hearers)));
    }
    Ok(telling)
}

/// Who could hear of a case, and who of them may.
struct Hearers<'a> {
    facts: &'a CaseFacts,
    holders: &'a [Holder],
    may_have: &'a dyn Fn(&Holder) -> bool,
}

fn escalated(passed: &Passed, hearers: &Hearers<'_>) -> Escalated {
    let mut told: Vec<Notified> = Vec::new();
    for meant_for in passed.meant_for() {
        let notified = notified(meant_for, hearers);
        let known = |held: &Notified| {
            (held.account, held.rank, held.within) == (notified.account, notified.rank, notified.within)
        };
        if !told.iter().any(known) {
            told.push(notified);
        }
    }
    Escalated {
        clock: passed.clock.code().to_owned(),
        started_at: passed.started_at,
        due_at: passed.due_at,
        stages: passed.stages.iter().map(|(stage, _)| *stage).collect(),
        told,
    }
}

/// Who hears of what is meant for a rank. Nobody is told who may not have the case, and what finds nobody goes up; at last it goes
/// to whoever in the force may have the case, and then to the administrator, who can make an account.
fn notified(meant_for: Role, hearers: &Hearers<'_>) -> Notified {
    let Hearers { facts, holders, may_have } = *hearers;
    let told = |account, rank, within| Notified { meant_for, account, rank, within };
    if meant_for == Role::Officer
        && let Some(holder) = holders.iter().find(|holder| {
            let theirs = facts.officer == Some(holder.account) || facts.stand_ins.contains(&holder.account);
            theirs && may_have(holder)
        })
    {
        return told(Some(holder.account), None, Within::Team);
    }
    let here = |holder: &&Holder, within: Within| within == Within::Force || holder.team == facts.team;
    let holds = |rank: Role, within: Within| {
        let mut ranked = holders.iter().filter(|holder| holder.rank == rank && here(holder, within));
        ranked.any(may_have)
    };
    if let Some((rank, within)) = reached(meant_for, holds) {
        return told(None, Some(rank), within);
    }
    if let Some(holder) = holders.iter().find(|holder| may_have(holder)) {
        return told(None, Some(holder.rank), Within::Force);
    }
    let administrator = |holder: &Holder| holder.rank == Role::Administrator && holder.force == facts.force;
    let rank = holders.iter().any(administrator).then_some(Role::Administrator);
    told(None, rank, Within::Force)
}

/// Whether somebody of the police may see that there is this case at all.
fn may_have(holder: &Holder, facts: &CaseFacts) -> bool {
    let actor = Actor {
        account: holder.account,
        name: String::new(),
        display_name: String::new(),
        role: holder.rank,
        force: holder.force.clone(),
        team: holder.team.clone(),
    };
    holder.rank != Role::Advocate && holder.force == facts.force && decide(&actor, Action::ViewListing, facts).allowed
}

impl Telling {
    /// This fires the stages and saves the notices under the entry that holds the events.
    pub fn write(self, tx: &mut Tx<'_>, held: &Held, entry: &Entry, round_at: Moment) -> Result<(), Failure> {
        if self.fired.is_empty() {
            return Ok(());
        }
        store::stages::fire(tx, entry, &self.fired)?;
        for event in self.events {
            let CaseEvent::ClockEscalated(escalated) = event else { continue };
            for notified in &escalated.told {
                let mut row = notice(tx, held, &escalated, *notified, round_at);
                tx.save(&mut row, entry)?;
            }
        }
        Ok(())
    }
}

fn notice(tx: &mut Tx<'_>, held: &Held, escalated: &Escalated, notified: Notified, round_at: Moment) -> NoticeRow {
    let nobody: Option<AccountId> = None;
    NoticeRow {
        id: NoticeId::new(tx.at(), tx.chance()),
        version: 0,
        salt: String::new(),
        force: held.row.force.clone(),
        team: held.row.team.clone(),
        case_id: held.row.id,
        account: notified.account,
        // What finds nobody waits for the rank it is meant for.
        rank: notified.rank.or(notified.account.is_none().then_some(notified.meant_for)),
        within: notified.within,
        meant_for: notified.meant_for,
        clock: escalated.clock.clone(),
        started_at: escalated.started_at,
        due_at: escalated.due_at,
        stages: escalated.stages.iter().map(|stage| stage.code()).collect::<Vec<_>>().join(" "),
        round_at,
        made_at: tx.at(),
        acknowledged_by: nobody,
        acknowledged_at: None,
    }
}
