//! How every change of a case is written: events, the flags that follow from them, the words, the row, one entry.

use crate::access::{CaseFacts, Restriction};
use crate::cases::admit::works_on;
use crate::cases::derive;
use crate::failure::Failure;
use crate::house::absences::news_of_new_owners;
use crate::house::clocks::{House, HouseRows};
use crate::house::sessions::actor_of;
use domain::calendar::Calendar;
use domain::case::Case;
use domain::clocks::{ClockRefusal, ForceTerms};
use domain::derived::{self, Derived};
use domain::escalation::{Ahead, Passed};
use domain::event::{CaseEvent, Recorded};
use domain::ids::{AccountId, CaseId, ContentId, FlagId};
use domain::law::Law;
use domain::risk::flags;
use domain::time::Moment;
use domain::wording;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use store::rows::{ActionRow, CaseRow, ContentRow};
use store::stages::StageTimer;
use store::{Draft, Entry, Tx};

/// Words that go with a change; they stand outside the ledger.
#[derive(Default)]
pub(crate) struct Words(Vec<ContentRow>);

impl Words {
    /// This keeps words for a case and returns the id by which an event names them.
    pub fn keep(&mut self, tx: &mut Tx<'_>, case: CaseId, words: &str) -> ContentId {
        let id = ContentId::new(tx.at(), tx.chance());
        self.keep_as(id, case, words.to_owned());
        id
    }
    /// This keeps words for a case under an id that events name already.
    pub fn keep_as(&mut self, id: ContentId, case: CaseId, words: String) {
        self.0.push(ContentRow { id, version: 0, salt: String::new(), case_id: Some(case), words });
    }
    /// This saves them under an entry.
    pub fn save(&mut self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), Failure> {
        for row in &mut self.0 {
            tx.save(row, entry)?;
        }
        Ok(())
    }
}

/// A case in a transaction: its row and its history.
pub(crate) struct Held {
    /// The row.
    pub row: CaseRow,
    /// What counting needs to know outside the case.
    pub house: Rc<House>,
    /// What happened until now, and what time alone has done to it that is not written yet.
    pub history: Vec<Recorded>,
    /// How much of the history is written.
    written: usize,
    /// How much of it was written before the last change.
    before: usize,
    /// The stages that had come when it was read, and that nobody was told of.
    passed: Vec<Passed>,
    /// What waits for it, as far as that follows from what is written; none, where time may have changed it.
    waits: Option<Vec<Ahead>>,
}

/// Timers of stages that are still to be set, so that those of many cases are set at once.
#[derive(Default)]
pub(crate) struct Timers {
    cases: Vec<CaseId>,
    waiting: Vec<StageTimer>,
}

impl Timers {
    /// This sets them, under an entry of the transaction.
    pub fn write(self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), Failure> {
        Ok(store::stages::wait(tx, entry, &self.cases, &self.waiting)?)
    }
}

impl Held {
    /// A case that is being opened.
    pub fn new(tx: &mut Tx<'_>, row: CaseRow) -> Result<Self, Failure> {
        let house = Rc::new(HouseRows::find(tx, &row.force)?.house()?);
        Ok(Self { row, house, history: Vec::new(), written: 0, before: 0, passed: Vec::new(), waits: Some(Vec::new()) })
    }

    /// The stages that had come when it was read, and that nobody was told of.
    pub fn passed(&self) -> &[Passed] {
        &self.passed
    }

    /// What waits is set anew whatever is believed of it: the calendar has changed.
    pub fn set_timers_anew(&mut self) {
        self.waits = None;
    }

    /// Whether a person did something on it after so many events. What time alone did is no such thing: nobody could have seen it come.
    pub fn was_worked_on_since(&self, seen: u64) -> bool {
        let seen = usize::try_from(seen).unwrap_or(usize::MAX);
        self.history.iter().take(self.written).skip(seen).any(|recorded| recorded.by.is_some())
    }

    /// The events that were added and are not written yet.
    pub fn added(&self) -> impl Iterator<Item = &CaseEvent> {
        self.history.iter().skip(self.written).map(|recorded| &recorded.event)
    }

    /// Whether what was written last changed who may have the case.
    pub fn changed_access(&self) -> bool {
        self.history.iter().skip(self.before).any(|recorded| domain::case::access::changes(&recorded.event))
    }
}

/// This reads a case for a change. What time alone has done comes first: a duty that was missed is missed before
/// whatever is done now, and stays so.
pub(crate) fn hold(tx: &mut Tx<'_>, case: CaseId) -> Result<Held, Failure> {
    hold_in(tx, case, &mut Houses::default())
}

/// What the forces have set, by force: read once in a transaction that changes none of it, however many cases it holds.
#[derive(Default)]
pub(crate) struct Houses(HashMap<String, Rc<House>>);

impl Houses {
    fn of(&mut self, tx: &mut Tx<'_>, force: &str) -> Result<Rc<House>, Failure> {
        if let Some(known) = self.0.get(force) {
            return Ok(known.clone());
        }
        let house = Rc::new(HouseRows::find(tx, force)?.house()?);
        self.0.insert(force.to_owned(), house.clone());
        Ok(house)
    }
}

/// This is `hold` for one of many cases.
pub(crate) fn hold_in(tx: &mut Tx<'_>, case: CaseId, houses: &mut Houses) -> Result<Held, Failure> {
    let row = store::queries::case_row(tx, case)?.ok_or(Failure::NotFound("case"))?;
    let history = store::queries::history(tx, case)?;
    let house = houses.of(tx, &row.force)?;
    let (written, at) = (history.len(), tx.at());
    let mut held = Held { row, house, written, before: written, history, passed: Vec::new(), waits: None };
    let derived = held.by_time(tx.context().account, at)?;
    held.passed = derived.stages_passed(at);
    // Nothing has changed by itself since the row was written, so its timers are those that follow from its events.
    held.waits = held.row.refresh_at.is_none_or(|moment| at < moment).then(|| derived.stages_ahead());
    Ok(held)
}

impl Held {
    /// This adds what time alone has done by a moment: duties missed, decisions open again.
    fn by_time(&mut self, by: Option<AccountId>, at: Moment) -> Result<Derived, Failure> {
        let derived = self.read(at)?;
        self.history.extend(derived.by_time(at).into_iter().map(|event| Recorded { at, by, event }));
        Ok(derived)
    }

    fn read(&self, at: Moment) -> Result<Derived, Failure> {
        let derived = derived::derive_times(&self.history, at, &self.house.calendar, &self.house.terms);
        derived.map_err(uncounted)?.ok_or(Failure::NotFound("case"))
    }
}

/// This adds events to a case, then what time has done to it with them, then the red flags that follow, and saves words
/// and row, all under one entry.
pub(crate) fn advance(
    tx: &mut Tx<'_>,
    held: &mut Held,
    events: Vec<CaseEvent>,
    words: Words,
    draft: Draft,
) -> Result<(Derived, Entry), Failure> {
    let mut timers = Timers::default();
    let done = advance_later(tx, held, events, words, draft, &mut timers)?;
    timers.write(tx, &done.1)?;
    Ok(done)
}

/// This is `advance`, with the timers left to be set by the caller.
pub(crate) fn advance_later(
    tx: &mut Tx<'_>,
    held: &mut Held,
    events: Vec<CaseEvent>,
    mut words: Words,
    draft: Draft,
    timers: &mut Timers,
) -> Result<(Derived, Entry), Failure> {
    let at = tx.at();
    let by = tx.context().account;
    held.history.extend(events.into_iter().map(|event| Recorded { at, by, event }));
    let returned = without_idle_officer(tx, held)?.map(|event| Recorded { at, by, event });
    held.history.extend(returned);
    let told = news_of_new_owners(tx, held)?;
    held.history.extend(told.into_iter().map(|event| Recorded { at, by, event }));
    let before = held.history.len();
    let derived = held.by_time(by, at)?;
    let derived = if held.history.len() == before { derived } else { held.read(at)? };
    let derived = raise(tx, held, derived, by, at)?;
    let added: Vec<CaseEvent> = held.history.iter().skip(held.written).map(|recorded| recorded.event.clone()).collect();
    let version = i64::try_from(held.written).unwrap_or(i64::MAX);
    let entry = tx.append(draft.on_case(held.row.id, version, added));
    words.save(tx, &entry)?;
    derive::fill(&mut held.row, &derived, held.history.len(), at);
    tx.save(&mut held.row, &entry)?;
    own_actions(tx, &held.history, held.written, held.row.id, &derived.case, &entry)?;
    held.before = held.written;
    held.written = held.history.len();
    let ahead = derived.stages_ahead();
    if held.waits.as_ref() != Some(&ahead) {
        let case = held.row.id;
        timers.cases.push(case);
        timers.waiting.extend(ahead.iter().map(|ahead| StageTimer {
            case,
            clock: ahead.clock.code().to_owned(),
            started_at: ahead.started_at,
            stage: ahead.stage,
            due_at: ahead.due_at,
        }));
        held.waits = Some(ahead);
    }
    Ok((derived, entry))
}

/// What gives a case back to its team, where one of the events that were added gives it to an officer who could not act on
/// it: a file may name them, or the case comes open again and its officer's account was closed meanwhile.
fn without_idle_officer(tx: &mut Tx<'_>, held: &Held) -> Result<Option<CaseEvent>, Failure> {
    let gives = |event: &CaseEvent| {
        matches!(event, CaseEvent::Allocated { officer: Some(_), .. } | CaseEvent::CaseReopened { .. })
    };
    if !held.history.iter().skip(held.written).any(|recorded| gives(&recorded.event)) {
        return Ok(None);
    }
    let Some(case) = Case::from_history(&held.history) else { return Ok(None) };
    let team = case.team.clone().unwrap_or_default();
    match case.officer {
        Some(officer) if !can_have(tx, &held.row, &case, officer, &team)? => {
            Ok(Some(CaseEvent::Allocated { officer: None, team, reasons: None }))
        }
        Some(_) | None => Ok(None),
    }
}

/// Whether somebody could act on a case as its officer, once it is a team's.
fn can_have(tx: &mut Tx<'_>, row: &CaseRow, case: &Case, officer: AccountId, team: &str) -> Result<bool, Failure> {
    let access = &case.access;
    let facts = CaseFacts {
        case: row.id,
        force: row.force.clone(),
        team: team.to_owned(),
        officer: Some(officer),
        stand_ins: BTreeSet::new(),
        reporters: BTreeSet::new(),
        consented: BTreeSet::new(),
        consented_words: BTreeSet::new(),
        connected: access.connections_now().map(|held| held.account).collect(),
        restriction: match access.restricted {
            Some(_) => Restriction::Named(access.named.clone()),
            None => Restriction::Open,
        },
    };
    Ok(store::queries::account(tx, officer)?
        .is_some_and(|account| account.active && works_on(&actor_of(account.into_inner()), &facts)))
}

/// This raises the red flags that fire now and are not raised yet; they stand in the same entry as what fired them.
fn raise(
    tx: &mut Tx<'_>,
    held: &mut Held,
    derived: Derived,
    by: Option<AccountId>,
    at: Moment,
) -> Result<Derived, Failure> {
    let fired: Vec<CaseEvent> = flags::to_raise(&derived.case, at, &derived.context)
        .into_iter()
        .map(|(flag, fired)| CaseEvent::FlagRaised {
            flag: FlagId::new(at, tx.chance()),
            rule: flag.code.to_owned(),
            since: fired.since,
            evidence: fired.evidence,
        })
        .collect();
    if fired.is_empty() {
        return Ok(derived);
    }
    held.history.extend(fired.into_iter().map(|event| Recorded { at, by, event }));
    held.read(at)
}

/// This folds a history that must be that of a case, with the calendar as it is now and what its force has set, and words
/// how each clock was counted.
pub(crate) fn read_in(house: &House, history: &[Recorded], at: Moment) -> Result<Derived, Failure> {
    let derived = derived::derive_as_set(Law::AsItStood, history, at, &house.calendar, &house.terms);
    derived.map_err(uncounted)?.ok_or(Failure::NotFound("case"))
}

/// Why a deadline cannot be counted.
pub(crate) fn uncounted(error: ClockRefusal) -> Failure {
    Failure::invalid("clock", wording!("{}", error))
}

/// This folds a history that must be that of a case, for those who ask about the case and not about its clocks.
pub(crate) fn read(history: &[Recorded], at: Moment) -> Result<Derived, Failure> {
    let derived = derived::derive_times(history, at, &Calendar::england_and_wales(), &ForceTerms::default());
    derived.map_err(uncounted)?.ok_or(Failure::NotFound("case"))
}

/// This brings the table of actions to what the events say, where one of those that were added is about an action.
fn own_actions(
    tx: &mut Tx<'_>,
    history: &[Recorded],
    written: usize,
    case_id: CaseId,
    case: &Case,
    entry: &Entry,
) -> Result<(), Failure> {
    let about = |event: &CaseEvent| {
        matches!(
            event,
            CaseEvent::ActionRaised { .. } | CaseEvent::ActionClosed { .. } | CaseEvent::ActionReassigned { .. }
        )
    };
    if !history.iter().skip(written).any(|recorded| about(&recorded.event)) {
        return Ok(());
    }
    for action in &case.actions {
        let (owner, open) = (action.owner, action.closed.is_none());
        let row = store::queries::action(tx, action.id)?;
        let mut row = match row {
            Some(row) if row.owner == owner && row.open == open => continue,
            Some(row) => ActionRow { owner, open, ..row },
            None => ActionRow { id: action.id, version: 0, salt: String::new(), case_id, owner, open },
        };
        tx.save(&mut row, entry)?;
    }
    Ok(())
}
