//! What a force has set of its clocks, and bank holidays that were declared after the list was made: each is a row under an
//! entry, none is ever overwritten, and deadlines that a changed calendar moves are recorded one by one.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::cases::advance::{Words, advance, hold, uncounted};
use crate::failure::Failure;
use crate::views::Actor;
use domain::calendar::{Calendar, HolidayChange};
use domain::clocks::{Change, Edition, ForceTerms, Moved, moved};
use domain::event::CaseEvent;
use domain::ids::{CaseId, TaskId};
use domain::time::{Day, Moment};
use std::collections::{BTreeMap, BTreeSet};
use store::rows::{SettingRow, TaskRow};
use store::{AsRead, Draft, Reader, Tx, queries};

/// Cases in one transaction.
const STEP: usize = 100;
/// Under which keys the rows stand.
const HOLIDAYS: &str = "holiday/";
/// The days that the deadlines of all cases were last counted with.
const SEEN: &str = "calendar/seen";
/// What a task is called where a deadline comes sooner than before.
pub const SOONER: &str = "deadline_sooner";

/// What counting needs to know that stands outside a case.
pub(crate) struct House {
    /// The calendar as it is now.
    pub calendar: Calendar,
    /// What the force has set.
    pub terms: ForceTerms,
}

/// The settings that say so, as they were read.
pub(crate) struct HouseRows {
    holidays: Vec<AsRead<SettingRow>>,
    clocks: Vec<AsRead<SettingRow>>,
}
store::outgoing!(HouseRows { holidays, clocks });

impl HouseRows {
    /// This finds them for a case of a force.
    pub(crate) fn find(reader: &mut Reader<'_>, force: &str) -> Result<Self, Failure> {
        let holidays = queries::settings_under(reader, HOLIDAYS)?;
        Ok(Self { holidays, clocks: queries::settings_under(reader, &under(force))? })
    }
    /// What they say.
    pub(crate) fn house(&self) -> Result<House, Failure> {
        Ok(House { calendar: calendar(&self.holidays)?, terms: terms(&self.clocks)? })
    }
}

/// The calendar of England and Wales with what was entered here.
fn calendar(rows: &[AsRead<SettingRow>]) -> Result<Calendar, Failure> {
    let changes = rows.iter().map(|row| read("holiday", &row.value)).collect::<Result<_, _>>()?;
    Ok(Calendar::england_and_wales().with_changes(changes))
}

fn terms(rows: &[AsRead<SettingRow>]) -> Result<ForceTerms, Failure> {
    let editions = rows.iter().map(|row| read("clock settings", &row.value)).collect::<Result<_, _>>()?;
    Ok(ForceTerms::new(editions))
}

fn under(force: &str) -> String {
    format!("clocks/{force}/")
}

fn read<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|_| Failure::invalid(what, "as stored cannot be read; run holdfast verify"))
}

fn write(what: &'static str, value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|_| Failure::invalid(what, "cannot be written"))
}

fn new_setting(key: String, value: String) -> SettingRow {
    SettingRow { id: key, version: 0, salt: String::new(), value }
}

impl App {
    /// This reads what a force has set, every edition.
    pub fn clock_terms(&self, force: &str) -> Result<ForceTerms, Failure> {
        terms(&self.read(|reader| Ok(queries::settings_under(reader, &under(force))?))?)
    }

    /// This reads the calendar with what was entered here.
    pub fn calendar(&self) -> Result<Calendar, Failure> {
        calendar(&self.read(|reader| Ok(queries::settings_under(reader, HOLIDAYS)?))?)
    }

    /// This sets clocks of the actor's force for triggers from a later day on; the edition is returned by its number.
    pub fn set_clocks(&self, actor: &Actor, from: Day, changes: BTreeMap<String, Change>) -> Result<u32, Failure> {
        let (who, demonstration) = (actor.clone(), self.is_demonstration());
        self.asked(actor, &Wish::of(Action::SetClocks.code()), || {
            let set = self.store.transact(self.context(actor, "administration"), move |tx| {
                let policies = permit_force(&who, Action::SetClocks, demonstration)?;
                let held = terms(&queries::settings_under(tx, &under(&who.force))?)?;
                let next = held.next(from, tx.at().day(), changes.clone());
                let edition = next.map_err(|no| named(no, Action::SetClocks))?;
                save_edition(tx, &who.force, &edition, &policies)?;
                Ok::<_, Failure>(edition.number)
            })?;
            Ok(set.0)
        })
    }

    /// This enters that a day is a bank holiday, or none any more, and moves the deadlines that follow; how many moved.
    pub fn change_holiday(&self, actor: &Actor, change: &HolidayChange) -> Result<usize, Failure> {
        let (who, demonstration, entered) = (actor.clone(), self.is_demonstration(), change.clone());
        self.asked(actor, &Wish::of(Action::SetClocks.code()), || {
            self.see_calendar()?;
            self.store.transact(self.context(actor, "administration"), move |tx| {
                let policies = permit_force(&who, Action::SetClocks, demonstration)?;
                let held = calendar(&queries::settings_under(tx, HOLIDAYS)?)?;
                held.check_change(&entered, tx.at().day()).map_err(|no| named(no, Action::SetClocks))?;
                let number = held.changes().len().saturating_add(1);
                let mut row = new_setting(format!("{HOLIDAYS}{number:04}"), write("holiday", &entered)?);
                let draft = Draft::done(Action::SetClocks.code(), &policies);
                let entry = tx.append(draft.fact("holiday", entered.on).fact("is_holiday", entered.holiday));
                Ok::<_, Failure>(tx.save(&mut row, &entry)?)
            })?;
            self.see_calendar()
        })
    }

    /// This compares the calendar with the one by which deadlines were last counted, whether a day was entered here or the
    /// list itself is a new one, and records every deadline that moved; how many.
    pub fn see_calendar(&self) -> Result<usize, Failure> {
        let now = self.now();
        let after = self.calendar()?;
        let seen = self.read(|reader| Ok(queries::setting(reader, SEEN)?))?;
        let before = match &seen {
            Some(row) => after.with_days(&read("calendar", &row.value)?),
            None => after.clone(),
        };
        if seen.is_some() && before.days() == after.days() {
            return Ok(0);
        }
        let mut count = 0;
        if before.days() != after.days() {
            // Only a case with something to come has a deadline that runs.
            let far = Moment::from_micros(i64::MAX);
            let cases = self.read(|reader| Ok(queries::cases_to_refresh(reader, far, i64::MAX)?))?;
            for step in cases.chunks(STEP) {
                let (cases, before) = (step.to_vec(), before.clone());
                let (moved, _) = self.store.transact(self.system_context("calendar"), move |tx| {
                    let moved = cases.iter().map(|case| move_deadlines(tx, *case, &before, now));
                    moved.sum::<Result<usize, Failure>>()
                })?;
                count += moved;
            }
        }
        let days: BTreeSet<Day> = after.days();
        self.store.transact(self.system_context("calendar"), move |tx| {
            let entry = tx.append(Draft::done("see_calendar", &[]).fact("days", days.len()));
            let held = queries::setting(tx, SEEN)?.map(AsRead::into_inner);
            let mut row = held.unwrap_or_else(|| new_setting(SEEN.to_owned(), String::new()));
            row.value = write("calendar", &days)?;
            Ok::<_, Failure>(tx.save(&mut row, &entry)?)
        })?;
        Ok(count)
    }
}

/// This saves an edition inside a transaction. It is a new row: no edition is ever changed.
fn save_edition(tx: &mut Tx<'_>, force: &str, edition: &Edition, policies: &[String]) -> Result<(), Failure> {
    let draft = Draft::done(Action::SetClocks.code(), policies).fact("force", force);
    let entry = tx.append(draft.fact("edition", edition.number).fact("from", edition.from));
    let mut row = new_setting(format!("{}{:06}", under(force), edition.number), write("clock settings", edition)?);
    Ok(tx.save(&mut row, &entry)?)
}

/// This records on a case which of its deadlines moved. Where one comes sooner, its stalking unit gets a task.
fn move_deadlines(tx: &mut Tx<'_>, case: CaseId, before: &Calendar, now: Moment) -> Result<usize, Failure> {
    let mut held = hold(tx, case)?;
    let moves = moved(&held.history, now, before, &held.house.calendar, &held.house.terms).map_err(uncounted)?;
    if moves.is_empty() {
        return Ok(0);
    }
    let (count, sooner) = (moves.len(), moves.iter().any(Moved::is_sooner));
    held.set_timers_anew();
    let events = moves.into_iter().map(CaseEvent::ClockMoved).collect();
    let (_, entry) = advance(tx, &mut held, events, Words::default(), Draft::done("move_deadlines", &[]))?;
    if sooner {
        let mut task = TaskRow {
            id: TaskId::new(tx.at(), tx.chance()),
            version: 0,
            salt: String::new(),
            force: held.row.force.clone(),
            kind: SOONER.to_owned(),
            case_reference: held.row.reference.clone(),
            other_force: String::new(),
            other_reference: String::new(),
            contact: String::new(),
            critical: false,
            made_at: tx.at(),
            done_at: None,
        };
        tx.save(&mut task, &entry)?;
    }
    Ok(count)
}

/// A refusal by a rule of settings, with what was asked for.
fn named<T: Into<Failure>>(refusal: T, action: Action) -> Failure {
    match refusal.into() {
        Failure::Refused(mut refusal) => {
            refusal.action = action.code();
            Failure::Refused(refusal)
        }
        other => other,
    }
}
