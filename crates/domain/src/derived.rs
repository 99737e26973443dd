//! Everything that follows from a case's history at a moment: the case, its clocks, what time alone does, when to look again.

use crate::calendar::Calendar;
use crate::case::Case;
use crate::case::state::Protection;
use crate::clocks::{self, Clock, ClockRefusal, ForceTerms, Reading, State};
use crate::event::{CaseEvent, Recorded};
use crate::law::Law;
use crate::risk::flags::{self, DutyState, FlagContext};
use crate::time::Moment;

/// Everything that follows from a case's history at a moment.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The case.
    pub case: Case,
    /// Its clocks.
    pub readings: Vec<Reading>,
    /// What the red flags need to know beside it.
    pub context: FlagContext,
}

/// This folds a history and reads its clocks, under the law as it stood; none, where there is no case yet.
pub fn derive(history: &[Recorded], at: Moment) -> Result<Option<Derived>, ClockRefusal> {
    derive_under(Law::AsItStood, history, at)
}

/// This folds a history and reads its clocks under a law; none, where there is no case yet.
pub fn derive_under(law: Law, history: &[Recorded], at: Moment) -> Result<Option<Derived>, ClockRefusal> {
    derive_as_set(law, history, at, &Calendar::england_and_wales(), &ForceTerms::default())
}

/// This is `derive_under` with the calendar as it is now, and with what the force has set.
pub fn derive_as_set(
    law: Law,
    history: &[Recorded],
    at: Moment,
    calendar: &Calendar,
    terms: &ForceTerms,
) -> Result<Option<Derived>, ClockRefusal> {
    let Some(mut case) = Case::from_history(history) else { return Ok(None) };
    case.law = law;
    let readings = clocks::read_case_as_set(law, history, at, calendar, terms)?;
    let context = flag_context(&readings);
    Ok(Some(Derived { case, readings, context }))
}

/// This is `derive_as_set` under the law as it stood, for whoever asks for the moments alone: the readings say nothing in
/// words, which is most of the work.
pub fn derive_times(
    history: &[Recorded],
    at: Moment,
    calendar: &Calendar,
    terms: &ForceTerms,
) -> Result<Option<Derived>, ClockRefusal> {
    let Some(case) = Case::from_history(history) else { return Ok(None) };
    let readings = clocks::read_case_times(case.law, history, at, calendar, terms)?;
    let context = flag_context(&readings);
    Ok(Some(Derived { case, readings, context }))
}

fn flag_context(readings: &[Reading]) -> FlagContext {
    let considered = readings
        .iter()
        .filter(|reading| reading.clock == Clock::Consideration)
        .max_by_key(|reading| reading.started_at);
    let Some(reading) = considered else { return FlagContext::default() };
    let pd03 = match reading.state {
        State::Running | State::Missed { met_at: None } => DutyState::Open,
        State::Met { at } | State::Missed { met_at: Some(at) } => DutyState::Met { at },
    };
    FlagContext { pd03_due: Some(reading.due_at), pd03 }
}

impl Derived {
    /// What time alone has done by a moment and nobody has written yet: duties missed, decisions open again.
    pub fn by_time(&self, at: Moment) -> Vec<CaseEvent> {
        let missed = self.readings.iter().filter(|reading| self.newly_missed(reading)).map(missed);
        missed.chain(self.case.due_reopenings(at)).collect()
    }

    fn newly_missed(&self, reading: &Reading) -> bool {
        let missed = match reading.state {
            State::Missed { .. } => true,
            State::Running | State::Met { .. } => false,
        };
        let code = reading.clock.code();
        let known = self.case.missed.iter().any(|known| known.clock == code && known.started_at == reading.started_at);
        missed && !known
    }

    /// The next moment at which something changes though nothing happens.
    pub fn next_change(&self, at: Moment) -> Option<Moment> {
        let Self { case, readings, context } = self;
        let due = readings.iter().filter(|reading| reading.state == State::Running).map(|reading| reading.due_at);
        // Some duties are owed after a case is closed: a miss of theirs is seen, too.
        if case.is_closed() {
            return due.filter(|moment| *moment > at).min();
        }
        let ends = case.protections.iter().filter_map(Protection::last_day).map(|day| day.plus_days(1).start());
        let begins = case.protections.iter().flat_map(|held| [Some(held.from.start()), held.served_at]).flatten();
        let moments = due.chain(ends).chain(begins).filter(|moment| *moment > at);
        // A check that is past and did not fire now will not fire later without an event.
        let checks =
            flags::next_check(case, context).into_iter().chain(case.next_reopening()).filter(|moment| *moment > at);
        moments.chain(checks).min()
    }
}

fn missed(reading: &Reading) -> CaseEvent {
    CaseEvent::ClockMissed {
        clock: reading.clock.code().to_owned(),
        started_at: reading.started_at,
        due_at: reading.due_at,
    }
}
