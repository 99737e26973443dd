//! Who is away, and who stands in. What the absent person owns stays theirs; while it lasts, another has it too.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::cases::advance::{Held, Words, advance, hold};
use crate::failure::{Failure, Fault};
use crate::house::passwords::own;
use crate::views::Actor;
use domain::case::Case;
use domain::case::absence::AbsenceTold;
use domain::catalogue::Role;
use domain::event::CaseEvent;
use domain::ids::{AbsenceId, AccountId};
use domain::time::{Day, Moment};
use std::collections::{BTreeSet, HashMap};
use store::rows::{AbsenceRow, AccountRow};
use store::{AsRead, Draft, Entry, Reader, Shown, Tx, queries};

/// An absence to be recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leave {
    /// The first day.
    pub from: Day,
    /// The last day, where it is known.
    pub until: Option<Day>,
    /// Who stands in, by the name that they sign in with.
    pub stand_in: Option<String>,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct AbsenceRecorded {
    /// How many open cases were told.
    pub cases: usize,
    /// For whom the absent person stood in, and nobody does now.
    pub left_alone: Vec<String>,
}

/// An absence that lasts or is to come, as it is listed.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct AbsenceView {
    /// Who, by the name that they sign in with.
    pub name: String,
    /// Their team.
    pub team: String,
    /// The first day.
    pub from: String,
    /// The last day, where it is known.
    pub until: Option<String>,
    /// Who stands in, by the name that they sign in with.
    pub stand_in: Option<String>,
    /// Who recorded it, by the name that they sign in with.
    pub recorded_by: String,
}

impl App {
    /// This records that somebody is away, and who stands in. Told again for days that overlap, it takes the place of what
    /// was told; that is how another stands in. Whoever stood in for others and is away now does so no longer.
    pub fn record_absence(&self, actor: &Actor, name: &str, leave: &Leave) -> Result<AbsenceRecorded, Failure> {
        let wish = Wish::of(Action::ManageAbsences.code()).by("record_absence").naming(name);
        let (cases, alone) = self.asked(actor, &wish, || {
            let (who, name, leave, demonstration) =
                (actor.clone(), name.to_owned(), leave.clone(), self.is_demonstration());
            let (done, _) = self.store.transact(self.context(actor, "administration"), move |tx| {
                let policies = permit_force(&who, Action::ManageAbsences, demonstration)?;
                let away = in_charge_of(tx, &who, &name)?;
                save_absence(tx, &who, &away, &leave, &policies)
            })?;
            Ok::<_, Failure>(done)
        })?;
        let staff = self.read(|reader| Ok(queries::accounts(reader)?))?;
        let mut left_alone: Vec<String> =
            staff.iter().filter(|row| alone.contains(&row.id)).map(|row| row.name.clone()).collect();
        left_alone.sort();
        Ok(AbsenceRecorded { cases, left_alone })
    }

    /// This ends the absences of somebody that last or are to come: all that is theirs is with them alone again.
    pub fn end_absence(&self, actor: &Actor, name: &str) -> Result<usize, Failure> {
        let wish = Wish::of(Action::ManageAbsences.code()).by("end_absence").naming(name);
        self.asked(actor, &wish, || {
            let (who, name, demonstration) = (actor.clone(), name.to_owned(), self.is_demonstration());
            let (told, _) = self.store.transact(self.context(actor, "administration"), move |tx| {
                let policies = permit_force(&who, Action::ManageAbsences, demonstration)?;
                let away = in_charge_of(tx, &who, &name)?;
                let draft = Draft::done(Action::ManageAbsences.code(), &policies).fact("what", "end");
                let entry = tx.append(draft.fact("account", away.id));
                if end_absences(tx, away.id, &entry)? == 0 {
                    return Err(Failure::fault("account", Fault::Missing, "is not recorded as away"));
                }
                tell_cases(tx, &away, &policies)
            })?;
            Ok(told)
        })
    }

    /// This lists the absences of the actor's force that last or are to come.
    pub fn absences(&self, actor: &Actor) -> Result<Vec<AbsenceView>, Failure> {
        let wish = Wish::of(Action::ManageAbsences.code()).by("absences");
        let ((rows, staff), _) = self.asked(actor, &wish, || {
            self.store.look(self.context(actor, "administration"), |reader| {
                let policies = self.permit_force(actor, Action::ManageAbsences)?;
                let rows = queries::absences_in(reader, &actor.force, reader.as_of().day())?;
                let staff = queries::accounts(reader)?;
                let shown = Shown::of(&[store::Field::Account], rows.iter().map(|row| row.account));
                Ok::<_, Failure>(((rows, staff), Draft::seen(Action::ManageAbsences.code(), &policies, vec![shown])))
            })
        })?;
        let people: HashMap<AccountId, &AccountRow> = staff.iter().map(|row| (row.id, &**row)).collect();
        Ok(rows.iter().map(|row| view(row, &people)).collect())
    }
}

fn view(row: &AbsenceRow, people: &HashMap<AccountId, &AccountRow>) -> AbsenceView {
    let name = |id: &AccountId| people.get(id).map(|row| row.name.clone());
    AbsenceView {
        name: name(&row.account).unwrap_or_default(),
        team: people.get(&row.account).map(|row| row.team.clone()).unwrap_or_default(),
        from: row.from_day.to_string(),
        until: row.until_day.map(|day| day.to_string()),
        stand_in: row.stand_in.as_ref().and_then(name),
        recorded_by: name(&row.recorded_by).unwrap_or_default(),
    }
}

/// Somebody of the force whose absence the actor may record: of a supervisor's own team, else anybody.
fn in_charge_of(tx: &mut Tx<'_>, actor: &Actor, name: &str) -> Result<AccountRow, Failure> {
    let row = own(tx, actor, name)?;
    if actor.role == Role::Supervisor && row.team != actor.team {
        let words = "is of another team; its supervisor, an inspector or an administrator records it";
        return Err(Failure::fault("account", Fault::NotHere, words));
    }
    if row.active { Ok(row) } else { Err(Failure::invalid("account", "is closed; nothing is theirs")) }
}

fn save_absence(
    tx: &mut Tx<'_>,
    actor: &Actor,
    away: &AccountRow,
    leave: &Leave,
    policies: &[String],
) -> Result<(usize, Vec<AccountId>), Failure> {
    let (from, until, today) = (leave.from, leave.until, tx.at().day());
    if until.is_some_and(|until| until < from) {
        return Err(Failure::fault("until", Fault::OutOfRange, "is before the first day"));
    }
    if until.is_some_and(|until| until < today) {
        return Err(Failure::fault("until", Fault::OutOfRange, "is past; nobody needs to stand in"));
    }
    let stand_in = leave.stand_in.as_deref().map(|name| stand_in(tx, actor, away, name, (from, until))).transpose()?;
    let mut overlapping = queries::absences_of(tx, away.id, today)?;
    overlapping.retain(|row| overlaps(row, (from, until)));
    if overlapping.len() > 1 {
        return Err(Failure::fault("from", Fault::Exists, "overlaps two absences; end them first (`accounts back`)"));
    }
    let mut row = overlapping.pop().map(AsRead::into_inner).unwrap_or_else(|| AbsenceRow {
        id: AbsenceId::new(tx.at(), tx.chance()),
        version: 0,
        salt: String::new(),
        account: away.id,
        force: away.force.clone(),
        from_day: from,
        until_day: until,
        stand_in,
        recorded_by: actor.account,
        recorded_at: tx.at(),
        ended_at: None,
    });
    row = AbsenceRow {
        from_day: from,
        until_day: until,
        stand_in,
        recorded_by: actor.account,
        recorded_at: tx.at(),
        ..row
    };
    let mut draft = Draft::done(Action::ManageAbsences.code(), policies).fact("account", away.id).fact("from", from);
    draft = until.map_or_else(|| draft.clone(), |until| draft.clone().fact("until", until));
    draft = stand_in.map_or_else(|| draft.clone(), |stand_in| draft.clone().fact("stand_in", stand_in));
    let entry = tx.append(draft);
    tx.save(&mut row, &entry)?;
    let alone = stands_in_no_longer(tx, away.id, Some((from, until)), &entry, policies)?;
    Ok((tell_cases(tx, away, policies)?, alone))
}

/// Who is to stand in: an officer in use, who is not away then.
fn stand_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    away: &AccountRow,
    name: &str,
    days: (Day, Option<Day>),
) -> Result<AccountId, Failure> {
    let row = queries::account_by_name(tx, name)?.filter(|row| row.force == actor.force && row.active);
    let words = "is not known in this force, or is closed; check the name";
    let row = row.ok_or_else(|| Failure::fault("stand-in", Fault::Unknown, words))?;
    if row.id == away.id {
        return Err(Failure::invalid("stand-in", "is the same person"));
    }
    if row.role != Role::Officer {
        return Err(Failure::invalid("stand-in", "must have the role of an officer, whose work it is"));
    }
    let today = tx.at().day();
    if queries::absences_of(tx, row.id, today)?.iter().any(|row| overlaps(row, days)) {
        return Err(Failure::invalid("stand-in", "is away in these days themselves; choose another"));
    }
    Ok(row.id)
}

fn overlaps(row: &AbsenceRow, (from, until): (Day, Option<Day>)) -> bool {
    row.until_day.is_none_or(|last| from <= last) && until.is_none_or(|last| row.from_day <= last)
}

/// This ends the absences of an account that last or are to come, and says how many.
pub(crate) fn end_absences(tx: &mut Tx<'_>, account: AccountId, entry: &Entry) -> Result<usize, Failure> {
    let at = tx.at();
    let rows = queries::absences_of(tx, account, at.day())?;
    let count = rows.len();
    for mut row in rows.into_iter().map(AsRead::into_inner) {
        row.ended_at = Some(at);
        tx.save(&mut row, entry)?;
    }
    Ok(count)
}

/// This takes somebody off as the one who stands in: in some days, or for good. It says for whom nobody does now.
pub(crate) fn stands_in_no_longer(
    tx: &mut Tx<'_>,
    account: AccountId,
    days: Option<(Day, Option<Day>)>,
    entry: &Entry,
    policies: &[String],
) -> Result<Vec<AccountId>, Failure> {
    let today = tx.at().day();
    let mut alone = Vec::new();
    for mut row in queries::absences_stood_in_by(tx, account, today)?.into_iter().map(AsRead::into_inner) {
        if days.is_some_and(|days| !overlaps(&row, days)) {
            continue;
        }
        row.stand_in = None;
        tx.save(&mut row, entry)?;
        let away = queries::account(tx, row.account)?.ok_or(Failure::NotFound("account"))?;
        tell_cases(tx, &away, policies)?;
        alone.push(away.id);
    }
    Ok(alone)
}

/// This tells the open cases of somebody of their absences, each under an entry of its own, and says how many there were.
fn tell_cases(tx: &mut Tx<'_>, away: &AccountRow, policies: &[String]) -> Result<usize, Failure> {
    let mut told = 0;
    for case in queries::cases_left_by(tx, &away.force, away.id)? {
        let mut held = hold(tx, case)?;
        let events = news(tx, &held, away.id)?;
        if !events.is_empty() {
            let draft = Draft::done(Action::ManageAbsences.code(), policies).fact("account", away.id);
            advance(tx, &mut held, events, Words::default(), draft)?;
            told += 1;
        }
    }
    Ok(told)
}

/// What a case does not know yet of the absences of somebody who owns something on it.
fn news(tx: &mut Tx<'_>, held: &Held, account: AccountId) -> Result<Vec<CaseEvent>, Failure> {
    let Some(case) = Case::from_history(&held.history) else { return Ok(Vec::new()) };
    let at = tx.at();
    let rows = queries::absences_of(tx, account, at.day())?;
    let standing: Vec<AbsenceTold> = rows.iter().map(|row| row.told()).collect();
    let told = case.told_of_absences(account, &standing, at);
    Ok(told.into_iter().map(CaseEvent::OwnerAbsence).collect())
}

/// What is to be told to a case of those who come to own something on it by events that were added.
pub(crate) fn news_of_new_owners(tx: &mut Tx<'_>, held: &Held) -> Result<Vec<CaseEvent>, Failure> {
    let gives = |event: &CaseEvent| {
        matches!(
            event,
            CaseEvent::Allocated { officer: Some(_), .. }
                | CaseEvent::ActionRaised { .. }
                | CaseEvent::ActionReassigned { .. }
                | CaseEvent::CaseReopened { .. }
        )
    };
    if !held.added().any(gives) {
        return Ok(Vec::new());
    }
    let Some(case) = Case::from_history(&held.history) else { return Ok(Vec::new()) };
    let owners: BTreeSet<AccountId> =
        case.officer.into_iter().chain(case.open_actions().map(|action| action.owner)).collect();
    let mut told = Vec::new();
    for owner in owners {
        told.extend(news(tx, held, owner)?);
    }
    Ok(told)
}

/// The absence of an account that lasts now.
pub(crate) fn away(reader: &mut Reader<'_>, account: AccountId) -> Result<Option<AbsenceRow>, Failure> {
    let at = reader.as_of();
    let rows = queries::absences_of(reader, account, at.day())?;
    Ok(rows.into_iter().find(|row| row.told().lasts_at(at)).map(AsRead::into_inner))
}

/// Who stands in now for the officer of a case: somebody in use, who is not away themselves.
pub(crate) fn stand_ins(reader: &mut Reader<'_>, officer: Option<AccountId>) -> Result<BTreeSet<AccountId>, Failure> {
    let Some(officer) = officer else { return Ok(BTreeSet::new()) };
    let stand_in = away(reader, officer)?.and_then(|row| row.stand_in);
    let Some(stand_in) = stand_in else { return Ok(BTreeSet::new()) };
    let here = queries::account(reader, stand_in)?.is_some_and(|row| row.active) && away(reader, stand_in)?.is_none();
    Ok(here.then_some(stand_in).into_iter().collect())
}

/// For whom an account stands in now.
pub(crate) fn stands_in_for(reader: &mut Reader<'_>, account: AccountId) -> Result<Vec<AccountId>, Failure> {
    let at: Moment = reader.as_of();
    if away(reader, account)?.is_some() {
        return Ok(Vec::new());
    }
    let rows = queries::absences_stood_in_by(reader, account, at.day())?;
    Ok(rows.into_iter().filter(|row| row.told().lasts_at(at)).map(|row| row.account).collect())
}
