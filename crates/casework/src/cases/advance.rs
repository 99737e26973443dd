//! How every change of a case is written: events, the flags that follow from them, the words, the row, one entry.

use crate::cases::derive;
use crate::failure::Failure;
use crate::house::clocks::{House, house};
use domain::derived::{self, Derived};
use domain::event::{CaseEvent, Recorded};
use domain::ids::{AccountId, CaseId, ContentId, FlagId};
use domain::law::Law;
use domain::risk::flags;
use domain::time::Moment;
use store::rows::{CaseRow, ContentRow};
use store::{Draft, Entry, Tx};

/// Words that go with a change; they stand outside the ledger.
#[derive(Default)]
pub(crate) struct Words(Vec<ContentRow>);

impl Words {
    /// This keeps words for a case and returns the id by which an event names them.
    pub fn keep(&mut self, tx: &mut Tx<'_>, case: CaseId, words: &str) -> ContentId {
        let id = ContentId::new(tx.at(), tx.chance());
        self.0.push(ContentRow { id, version: 0, salt: String::new(), case_id: Some(case), words: words.to_owned() });
        id
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
    pub house: House,
    /// What happened until now, and what time alone has done to it that is not written yet.
    pub history: Vec<Recorded>,
    /// How much of the history is written.
    written: usize,
    /// How much of it was written before the last change.
    before: usize,
}

impl Held {
    /// A case that is being opened.
    pub fn new(tx: &mut Tx<'_>, row: CaseRow) -> Result<Self, Failure> {
        let house = house(tx, &row.force)?;
        Ok(Self { row, house, history: Vec::new(), written: 0, before: 0 })
    }

    /// Whether what was written last changed who may have the case.
    pub fn changed_access(&self) -> bool {
        self.history.iter().skip(self.before).any(|recorded| domain::case::access::changes(&recorded.event))
    }
}

/// This reads a case for a change. What time alone has done comes first: a duty that was missed is missed before
/// whatever is done now, and stays so.
pub(crate) fn hold(tx: &mut Tx<'_>, case: CaseId) -> Result<Held, Failure> {
    let row = store::queries::case_row(tx, case)?.ok_or(Failure::NotFound("case"))?;
    let history = store::queries::history(tx, case)?;
    let house = house(tx, &row.force)?;
    let mut held = Held { row, house, written: history.len(), before: history.len(), history };
    held.by_time(tx.context().account, tx.at())?;
    Ok(held)
}

impl Held {
    /// This adds what time alone has done by a moment: duties missed, decisions open again.
    fn by_time(&mut self, by: Option<AccountId>, at: Moment) -> Result<(), Failure> {
        let derived = self.read(at)?;
        self.history.extend(derived.by_time(at).into_iter().map(|event| Recorded { at, by, event }));
        Ok(())
    }

    fn read(&self, at: Moment) -> Result<Derived, Failure> {
        read_in(&self.house, &self.history, at)
    }
}

/// This adds events to a case, then what time has done to it with them, then the red flags that follow, and saves words
/// and row, all under one entry.
pub(crate) fn advance(
    tx: &mut Tx<'_>,
    held: &mut Held,
    events: Vec<CaseEvent>,
    mut words: Words,
    draft: Draft,
) -> Result<(Derived, Entry), Failure> {
    let at = tx.at();
    let by = tx.context().account;
    held.history.extend(events.into_iter().map(|event| Recorded { at, by, event }));
    held.by_time(by, at)?;
    let derived = raise(tx, held, by, at)?;
    let added: Vec<CaseEvent> = held.history.iter().skip(held.written).map(|recorded| recorded.event.clone()).collect();
    let version = i64::try_from(held.written).unwrap_or(i64::MAX);
    let entry = tx.append(draft.on_case(held.row.id, version, added));
    words.save(tx, &entry)?;
    derive::fill(&mut held.row, &derived, held.history.len(), at);
    tx.save(&mut held.row, &entry)?;
    held.before = held.written;
    held.written = held.history.len();
    Ok((derived, entry))
}

/// This raises the red flags that fire now and are not raised yet; they stand in the same entry as what fired them.
fn raise(tx: &mut Tx<'_>, held: &mut Held, by: Option<AccountId>, at: Moment) -> Result<Derived, Failure> {
    let derived = held.read(at)?;
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

/// This folds a history that must be that of a case, with the calendar as it is now and what its force has set.
pub(crate) fn read_in(house: &House, history: &[Recorded], at: Moment) -> Result<Derived, Failure> {
    let derived = derived::derive_as_set(Law::AsItStood, history, at, &house.calendar, &house.terms);
    derived.map_err(|error| Failure::invalid("clock", error))?.ok_or(Failure::NotFound("case"))
}

/// This folds a history that must be that of a case, for those who ask about the case and not about its clocks.
pub(crate) fn read(history: &[Recorded], at: Moment) -> Result<Derived, Failure> {
    derived::derive(history, at).map_err(|error| Failure::invalid("clock", error))?.ok_or(Failure::NotFound("case"))
}
