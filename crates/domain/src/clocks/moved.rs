//! Deadlines that a change of the calendar moves: each is recorded with the old and the new end.

use super::history::{History, read_case_as_set};
use super::reading::{ClockRefusal, State};
use super::terms::ForceTerms;
use crate::calendar::Calendar;
use crate::event::{CaseEvent, Recorded};
use crate::law::Law;
use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

/// A deadline that moved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// Which clock.
    pub clock: String,
    /// From when it counts.
    pub started_at: Moment,
    /// Its end before: the first instant that was too late.
    pub from: Moment,
    /// Its end now.
    pub to: Moment,
    /// The days that became bank holidays.
    pub added: Vec<Day>,
    /// The days that are none any more.
    pub removed: Vec<Day>,
}
impl Moved {
    /// Whether there is less time than before: somebody must hear of it at once.
    pub fn is_sooner(&self) -> bool {
        self.to < self.from
    }
}

/// This compares every deadline that still runs under two calendars. What is met or missed stands as it is, and a move
/// that the history holds already is not told twice.
pub fn moved(
    recorded: &[Recorded],
    at: Moment,
    before: &Calendar,
    after: &Calendar,
    terms: &ForceTerms,
) -> Result<Vec<Moved>, ClockRefusal> {
    let read = |calendar: &Calendar| read_case_as_set(Law::AsItStood, recorded, at, calendar, terms);
    let (then, now) = (read(before)?, read(after)?);
    let (days_then, days_now) = (before.days(), after.days());
    let added: Vec<Day> = days_now.difference(&days_then).copied().collect();
    let removed: Vec<Day> = days_then.difference(&days_now).copied().collect();
    let history = History::at(recorded, at, terms);
    let running = then.iter().filter(|reading| reading.state == State::Running);
    let moves = running.filter_map(|old| {
        let new = now.iter().find(|new| new.clock == old.clock && new.started_at == old.started_at)?;
        let (clock, started_at) = (old.clock.code().to_owned(), old.started_at);
        let moved = Moved {
            clock,
            started_at,
            from: old.due_at,
            to: new.due_at,
            added: added.clone(),
            removed: removed.clone(),
        };
        (moved.from != moved.to && !known(&history, &moved)).then_some(moved)
    });
    Ok(moves.collect())
}

/// Whether the last move of the same run on record ends where this one does.
fn known(history: &History<'_>, moved: &Moved) -> bool {
    let last = history.entries().rev().find_map(|entry| match &entry.event {
        CaseEvent::ClockMoved(held) if held.clock == moved.clock && held.started_at == moved.started_at => Some(held),
        _ => None,
    });
    last.is_some_and(|held| held.to == moved.to)
}
