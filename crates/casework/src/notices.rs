//! Notices of duties: who reads them, and that somebody has. To acknowledge one is on record, and does no duty.

use crate::access::{Action, CaseFacts};
use crate::app::{App, allowed, facts_of, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::house::absences::{stand_ins, stands_in_for};
use crate::lists::{due_words, sentence_start};
use crate::views::{Actor, NoticeCase, NoticeView, Notices};
use domain::catalogue::{Role, Stage, Within};
use domain::clocks::{Clock, Notified, moment_words};
use domain::ids::{CaseId, NoticeId};
use std::collections::{HashMap, HashSet};
use store::queries::CaseFile;
use store::rows::NoticeRow;
use store::views::notices::{
    NoticeFound, NoticeReach, Whose, case_files, notice, notices_beside, ties_of, waiting_notices,
};
use store::{AsRead, Draft, Field, Reader, Shown, Tx};

/// Notices in one look, so that its entry stays short.
const MOST: i64 = 500;
/// Rows under one entry.
const STEP: usize = 100;
/// Cases of one notice that are named; the others are counted.
const NAMED: usize = 20;

/// What somebody may know of the cases of notices: the reference, where they may have the case.
pub(crate) struct Found {
    notices: Vec<NoticeFound>,
    files: Vec<AsRead<CaseFile>>,
}
store::outgoing!(Found { notices, files });

impl App {
    /// This reads the notices that nobody has acknowledged: those to the reader and their rank, or all of their team.
    pub fn notices(&self, actor: &Actor, reach: NoticeReach) -> Result<Notices, Failure> {
        self.asked(actor, &Wish::of(Action::ViewNotices.code()), || self.read_notices(actor, reach))
    }

    fn read_notices(&self, actor: &Actor, reach: NoticeReach) -> Result<Notices, Failure> {
        let (found, receipt) = self.store.look(self.context(actor, "notices"), |reader| {
            let policies = self.permit_force(actor, Action::ViewNotices)?;
            let found = find(reader, actor, reach)?;
            let cases: Vec<CaseId> = found.files.iter().map(|file| file.id).collect();
            let shown = [
                Shown::of(&[Field::Listing], found.notices.iter().map(|notice| notice.id)),
                Shown::of(&[Field::Listing], cases),
            ];
            Ok::<_, Failure>((found, Draft::seen(Action::ViewNotices.code(), &policies, shown.to_vec())))
        })?;
        let Found { notices, files } = found;
        let references: HashMap<CaseId, &str> = files.iter().map(|file| (file.id, file.reference.as_str())).collect();
        let more = notices.len() as i64 == MOST;
        let rows = receipt.open_all(notices.into_iter().map(|found| found.notice).collect())?;
        let mut groups: Vec<NoticeView> = Vec::new();
        let mut places: HashMap<Group, usize> = HashMap::new();
        for row in rows {
            let place = *places.entry(group(&row)).or_insert_with(|| {
                groups.push(view(&row, actor));
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(place) {
                group.add(&row, references.get(&row.case_id).copied());
            }
        }
        Ok(Notices { total: groups.len() as u64, more, notices: groups })
    }

    /// This acknowledges notices, each with what the same round brought of the same clock to the same reader; how many duties
    /// they are about.
    pub fn acknowledge_notices(&self, actor: &Actor, ids: &[String]) -> Result<usize, Failure> {
        let wish = Wish::of(Action::AcknowledgeNotice.code());
        self.asked(actor, &wish, || {
            let (who, ids, demonstration) = (actor.clone(), ids.to_vec(), self.is_demonstration());
            let done = self.store.transact(self.context(actor, "notices"), move |tx| {
                let policies = permit_force(&who, Action::AcknowledgeNotice, demonstration)?;
                let counts = ids.iter().map(|id| acknowledge(tx, &who, id, &policies));
                counts.sum::<Result<usize, Failure>>()
            })?;
            Ok(done.0)
        })
    }
}

fn find(reader: &mut Reader<'_>, actor: &Actor, reach: NoticeReach) -> Result<Found, Failure> {
    let (force, team) = (actor.force.clone(), actor.team.clone());
    let stands_in_for = stands_in_for(reader, actor.account)?;
    let whose = Whose { account: actor.account, stands_in_for, rank: actor.role, force, team, reach };
    let notices = waiting_notices(reader, &whose, MOST)?;
    let facts = facts_of_cases(reader, notices.iter().map(|notice| notice.case))?;
    let seen = facts.into_values().filter(|(_, facts)| allowed(actor, Action::ViewListing, facts).is_some());
    let files: Vec<AsRead<CaseFile>> = seen.map(|(file, _)| file).collect();
    let known: HashSet<CaseId> = files.iter().map(|file| file.id).collect();
    let notices = notices.into_iter().filter(|notice| {
        // What reaches the administrator is that nobody else can be told; which case it is about stays with the case.
        known.contains(&notice.case) || actor.role == Role::Administrator
    });
    Ok(Found { notices: notices.collect(), files })
}

pub(crate) type Facts = HashMap<CaseId, (AsRead<CaseFile>, CaseFacts)>;

/// What the policies ask about cases, and whose they are: two questions, however many there are, and one for each officer.
pub(crate) fn facts_of_cases(reader: &mut Reader<'_>, cases: impl Iterator<Item = CaseId>) -> Result<Facts, Failure> {
    let mut cases: Vec<CaseId> = cases.collect();
    cases.sort();
    cases.dedup();
    let (files, ties) = (case_files(reader, &cases)?, ties_of(reader, &cases)?);
    let mut facts = Facts::new();
    for (case, file) in files {
        let stand_ins = stand_ins(reader, file.officer)?;
        let of = facts_of(&file, ties.get(&case).map_or(&[], Vec::as_slice));
        facts.insert(case, (file, CaseFacts { stand_ins, ..of }));
    }
    Ok(facts)
}

fn acknowledge(tx: &mut Tx<'_>, actor: &Actor, id: &str, policies: &[String]) -> Result<usize, Failure> {
    let none = || Failure::NotFound("notice");
    let id: NoticeId = id.trim().parse().map_err(|_| none())?;
    let one = notice(tx, id)?.ok_or_else(none)?;
    let mut rows = notices_beside(tx, &one)?;
    let facts = facts_of_cases(tx, rows.iter().chain([&one]).map(|row| row.case_id))?;
    let is_for = |row: &NoticeRow| facts.get(&row.case_id).is_some_and(|(_, facts)| is_for(row, actor, facts));
    if !is_for(&one) {
        return Err(none());
    }
    if one.acknowledged_at.is_some() {
        return Err(Failure::fault("notice", Fault::Exists, "has been acknowledged already"));
    }
    rows.retain(is_for);
    for step in rows.chunks_mut(STEP) {
        let draft = Draft::done(Action::AcknowledgeNotice.code(), policies).fact("clock", &one.clock);
        let entry = tx.append(draft.fact("notices", step.len()));
        for row in step {
            row.acknowledged_by = Some(actor.account);
            row.acknowledged_at = Some(tx.at());
            tx.save(row, &entry)?;
        }
    }
    Ok(rows.len())
}

/// Whether a notice is for somebody who may still see its case: their own, that of a case that they have or stand in for,
/// or that of their rank.
fn is_for(row: &NoticeRow, actor: &Actor, facts: &CaseFacts) -> bool {
    let in_reach = match row.within {
        Within::Force => true,
        Within::Team => row.team == actor.team,
    };
    let has_case = facts.officer == Some(actor.account) || facts.stand_ins.contains(&actor.account);
    let own = row.account == Some(actor.account) || (row.account.is_some() && has_case);
    let ranked = row.rank == Some(actor.role) && row.force == actor.force && in_reach;
    let may_have = actor.role == Role::Administrator || allowed(actor, Action::ViewListing, facts).is_some();
    (own || ranked) && may_have
}

/// What one round brings of one clock to one reader is one notice.
type Group = (domain::time::Moment, String, String, Option<Role>, Option<domain::ids::AccountId>, Within);

fn group(row: &NoticeRow) -> Group {
    (row.round_at, row.clock.clone(), row.stages.clone(), row.rank, row.account, row.within)
}

fn view(row: &NoticeRow, actor: &Actor) -> NoticeView {
    let clock = Clock::from_code(&row.clock).ok();
    let stages: Vec<&str> =
        row.stages.split(' ').filter_map(|code| code.parse::<Stage>().ok()).map(Stage::label).collect();
    let to = Notified { meant_for: row.meant_for, account: row.account, rank: row.rank, within: row.within };
    NoticeView {
        id: row.id.to_string(),
        clock: row.clock.clone(),
        title: clock.map_or_else(String::new, |clock| sentence_start(clock.rule().title)),
        stages: stages.join(", "),
        to: if row.account == Some(actor.account) { "you".to_owned() } else { to.words() },
        made: moment_words(row.made_at),
        cases: Vec::new(),
        more_cases: 0,
    }
}

impl NoticeView {
    fn add(&mut self, row: &NoticeRow, reference: Option<&str>) {
        if self.cases.len() == NAMED {
            self.more_cases += 1;
            return;
        }
        self.cases.push(NoticeCase {
            reference: reference.map(str::to_owned),
            due: due_words(Clock::from_code(&row.clock).ok(), row.due_at),
        });
    }
}
