//! A transaction as use cases see it: read, append an entry, save under that entry. Nothing is written without one.

use crate::backend::{Db, Kind};
use crate::chance::Chance;
use crate::error::StoreError;
use crate::ledger::entry::{RowSeal, Written};
use crate::ledger::tree;
use crate::many;
use crate::outgoing::{Happened, Told};
use crate::record::{Record, hex, row_hash};
use crate::reserve::Room;
use crate::sealed::Shown;
use crate::search::Touched;
use crate::value::Value;
use domain::catalogue::Role;
use domain::event::{CaseEvent, Recorded};
use domain::ids::{AccountId, CaseId, EntryId, WriterId};
use domain::time::Moment;
use domain::wording::Spoken;

/// Who acts, when, why, and under which policies: arguments, never looked up.
#[derive(Clone, Debug)]
pub struct Context {
    /// The account; none for the system.
    pub account: Option<AccountId>,
    /// The role in which it acts.
    pub role: Option<Role>,
    /// Its force.
    pub force: Option<String>,
    /// Why: a code such as `assigned`, `review`, `import`, `system`.
    pub purpose: String,
    /// The moment.
    pub at: Moment,
    /// The hash of the policies in force.
    pub policy_set: String,
}

/// What was decided about the wish to act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Done.
    Done,
    /// Seen.
    Seen,
    /// Refused.
    Refused,
}

impl Verdict {
    fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Seen => "seen",
            Self::Refused => "refused",
        }
    }
}

/// An entry before it is written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What was asked for, such as `record_decision`.
    pub action: String,
    /// Done, seen, refused.
    pub verdict: Verdict,
    /// Why it was refused: a code, never words of a person.
    pub why: Option<String>,
    /// The policies that decided it.
    pub policies: Vec<String>,
    /// The case, and the number of its first event here.
    pub case: Option<(CaseId, i64)>,
    /// What happened.
    pub events: Vec<CaseEvent>,
    /// What was shown.
    pub shown: Vec<Shown>,
    /// Counts, hashes and codes that explain it.
    pub facts: Vec<(String, String)>,
}

impl Draft {
    /// This starts an entry about something done.
    pub fn done(action: &str, policies: &[String]) -> Self {
        Self {
            action: action.to_owned(),
            verdict: Verdict::Done,
            why: None,
            policies: policies.to_vec(),
            case: None,
            events: Vec::new(),
            shown: Vec::new(),
            facts: Vec::new(),
        }
    }
    /// This starts an entry about something looked at.
    pub fn seen(action: &str, policies: &[String], shown: Vec<Shown>) -> Self {
        Self { verdict: Verdict::Seen, shown, ..Self::done(action, policies) }
    }
    /// This adds events of a case, the first of which has this number.
    pub fn on_case(mut self, case: CaseId, first: i64, events: Vec<CaseEvent>) -> Self {
        self.case = Some((case, first));
        self.events = events;
        self
    }
    /// This adds a fact: a count, a hash, a code.
    pub fn fact(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.push((name.to_owned(), value.to_string()));
        self
    }
}

/// The right to write, under an entry of this transaction.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    transaction: u64,
    index: usize,
}

/// A wish that was refused, as the ledger keeps it.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What was asked for.
    pub action: String,
    /// Why not: a code.
    pub why: String,
    /// The case, if any.
    pub case: Option<CaseId>,
    /// The policies that decided it.
    pub policies: Vec<String>,
}

/// What a use case fails with; a refusal is put on record.
///
/// It leaves without an entry that says so, or with one that tells only its code: it is [`Spoken`], so that nothing which was read
/// leaves in it.
/// ```compile_fail,E0277
/// use store::{Refusable, Refused, StoreError};
/// enum Failed { NotTheirs { name: String }, Store(StoreError) }
/// # impl From<StoreError> for Failed { fn from(error: StoreError) -> Self { Self::Store(error) } }
/// impl Refusable for Failed {
///     fn refused(&self) -> Option<Refused> { None }
///     fn store_error(&self) -> Option<&StoreError> { None }
/// }
/// ```
/// With words that are made of what may be told it does:
/// ```
/// use store::{Refusable, Refused, StoreError};
/// enum Failed { NotTheirs { why: domain::wording::Wording }, Store(StoreError) }
/// domain::spoken!(enum Failed { NotTheirs { why }, Store(error) });
/// # impl From<StoreError> for Failed { fn from(error: StoreError) -> Self { Self::Store(error) } }
/// impl Refusable for Failed {
///     fn refused(&self) -> Option<Refused> { None }
///     fn store_error(&self) -> Option<&StoreError> { None }
/// }
/// ```
/// A row's name is none of them:
/// ```compile_fail,E0597
/// # fn account(row: store::AsRead<store::rows::AccountRow>) -> domain::wording::Wording {
/// domain::wording!("{} is away", row.display_name.as_str())
/// # }
/// ```
/// Nor is what only an entry holds, since a failure undoes that entry:
/// ```compile_fail,E0277
/// # fn told(reference: store::Told) -> domain::wording::Wording {
/// domain::wording!("{} is closed", reference)
/// # }
/// ```
/// Nor can an error of the store be made to carry it:
/// ```compile_fail,E0308
/// # fn lost(name: String) -> store::StoreError {
/// store::StoreError::Unavailable(name)
/// # }
/// ```
pub trait Refusable: Spoken + From<StoreError> {
    /// The refusal, if it is one.
    fn refused(&self) -> Option<Refused>;
    /// The failure of the store, if it is one.
    fn store_error(&self) -> Option<&StoreError>;
}

/// The chain of entries of one connection.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    pub writer: WriterId,
    pub seq: i64,
    pub prev: String,
}

impl Chain {
    pub fn new(at: Moment, chance: &mut Chance) -> Self {
        Self { writer: WriterId::new(at, chance.bytes()), seq: 0, prev: String::new() }
    }
}

struct Pending {
    id: EntryId,
    draft: Draft,
    rows: Vec<RowSeal>,
}

/// Reading, inside a transaction or beside it.
pub struct Reader<'a> {
    pub(crate) db: &'a mut Db,
    pub(crate) at: Moment,
}

impl Reader<'_> {
    /// The moment as of which it reads.
    pub const fn as_of(&self) -> Moment {
        self.at
    }

    /// This reads records by a condition, such as `where id = $1 order by id`.
    pub(crate) fn records<R: Record>(&mut self, condition: &str, values: &[Value]) -> Result<Vec<R>, StoreError> {
        let sql = format!("{} {condition}", R::select());
        self.db.query(&sql, values)?.into_iter().map(R::from_values).collect()
    }
    /// This reads the one record of a condition.
    pub(crate) fn record<R: Record>(&mut self, condition: &str, values: &[Value]) -> Result<Option<R>, StoreError> {
        Ok(self.records(condition, values)?.into_iter().next())
    }
    /// This reads rows of plain values.
    pub(crate) fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Vec<Value>>, StoreError> {
        self.db.query(sql, values)
    }
}

/// A write transaction.
pub struct Tx<'a> {
    reader: Reader<'a>,
    context: Context,
    chance: &'a mut Chance,
    transaction: u64,
    pending: Vec<Pending>,
    room: Room,
    touched: Touched,
}

impl<'a> std::ops::Deref for Tx<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}
impl std::ops::DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.reader
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(db: &'a mut Db, context: Context, chance: &'a mut Chance, room: Room) -> Self {
        let transaction = u64::from_le_bytes(chance.bytes());
        let reader = Reader { db, at: context.at };
        Self { reader, context, chance, transaction, pending: Vec::new(), room, touched: Touched::default() }
    }

    /// Its connection.
    pub(crate) fn db(&mut self) -> &mut Db {
        self.reader.db
    }
    /// The moment of this transaction.
    pub fn at(&self) -> Moment {
        self.context.at
    }
    /// Who acts.
    pub fn context(&self) -> &Context {
        &self.context
    }
    /// This gives chance for one identifier: `CaseId::new(tx.at(), tx.chance())`.
    pub fn chance(&mut self) -> [u8; 10] {
        self.chance.bytes()
    }

    /// This puts an entry into the ledger of this transaction; with it, rows can be saved.
    pub fn append(&mut self, draft: Draft) -> Entry {
        let id = EntryId::new(self.context.at, self.chance.bytes());
        self.pending.push(Pending { id, draft, rows: Vec::new() });
        Entry { transaction: self.transaction, index: self.pending.len() - 1 }
    }

    /// This refuses an entry of another transaction: rows without a seal are written under an entry all the same.
    pub(crate) fn must_own(&self, entry: &Entry) -> Result<(), StoreError> {
        if entry.transaction == self.transaction { Ok(()) } else { Err(StoreError::ForeignEntry) }
    }

    /// This adds a text to the facts of an entry; what comes back may leave the transaction, since the entry holds it.
    ///
    /// It must be fit to stand in the ledger: a reference, a code. No name, contact, place or narrative.
    pub fn tell(&mut self, entry: &Entry, name: &str, text: &str) -> Result<Told, StoreError> {
        self.pending_of(entry)?.draft.facts.push((name.to_owned(), text.to_owned()));
        Ok(Told::new(text.to_owned()))
    }

    /// The codes of the events of an entry.
    pub fn happened(&mut self, entry: &Entry) -> Result<Happened, StoreError> {
        Ok(Happened::new(self.pending_of(entry)?.draft.events.iter().filter_map(domain::case::code_of).collect()))
    }

    fn pending_of(&mut self, entry: &Entry) -> Result<&mut Pending, StoreError> {
        if entry.transaction != self.transaction {
            return Err(StoreError::ForeignEntry);
        }
        self.pending.get_mut(entry.index).ok_or(StoreError::ForeignEntry)
    }

    /// This saves a new row or the next version of one, and puts its salted hash into the entry.
    pub fn save<R: Record>(&mut self, row: &mut R, entry: &Entry) -> Result<(), StoreError> {
        if entry.transaction != self.transaction {
            return Err(StoreError::ForeignEntry);
        }
        if !self.room.takes(R::TABLE) {
            return Err(StoreError::DiskFull);
        }
        let version = row.version() + 1;
        let salt = hex(&self.chance.bytes::<16>());
        let fields = row.values();
        let mut values = vec![Value::Text(row.key()), Value::Int(version), Value::Text(salt.clone())];
        values.extend(fields.iter().cloned());
        self.touched.saves::<R>(self.reader.db, &row.key(), version)?;
        let sql = if version == 1 { R::insert() } else { R::update() };
        if self.reader.db.execute(sql, &values)? != 1 {
            return Err(StoreError::Conflict(R::TABLE));
        }
        self.touched.saved::<R>(&row.key(), version, &fields);
        let hash = row_hash(R::TABLE, version, &salt, &row.key(), &fields);
        let pending = self.pending.get_mut(entry.index).ok_or(StoreError::ForeignEntry)?;
        pending.rows.push(RowSeal { table: R::TABLE.to_owned(), id: row.key(), version, hash });
        row.saved(version, salt);
        Ok(())
    }

    /// The events of a case that this transaction has appended and not written down yet.
    pub(crate) fn pending_events(&self, case: CaseId) -> Vec<Recorded> {
        let (at, by) = (self.context.at, self.context.account);
        let own = self.pending.iter().filter(|pending| pending.draft.case.is_some_and(|(of, _)| of == case));
        own.flat_map(|pending| pending.draft.events.iter().map(|event| Recorded { at, by, event: event.clone() }))
            .collect()
    }

    /// This writes the entries down, in the order in which they were appended; before them, the words by which cases are found.
    pub(crate) fn flush(mut self, chain: &mut Chain) -> Result<Flushed, StoreError> {
        if self.pending.is_empty() {
            return Err(StoreError::NoEntry);
        }
        std::mem::take(&mut self.touched).index(self.reader.db)?;
        let mut flushed = Flushed { ids: Vec::new(), shown: Vec::new(), texts: Vec::new() };
        let (mut rows, mut ids) = (Vec::new(), Vec::new());
        for pending in std::mem::take(&mut self.pending) {
            let text = self.text(&pending, chain)?;
            if text.len() > 65_535 {
                return Err(StoreError::EntryTooLarge);
            }
            let id = Value::Text(pending.id.to_string());
            let version = pending.draft.case.filter(|_| !pending.draft.events.is_empty());
            rows.push([
                id.clone(),
                Value::Int(self.context.at.micros()),
                pending.draft.case.map_or(Value::Null, |(case, _)| Value::Text(case.to_string())),
                version.map_or(Value::Null, |(_, first)| Value::Int(first)),
                Value::Text(chain.writer.to_string()),
                Value::Int(chain.seq + 1),
                Value::Text(text.clone()),
            ]);
            ids.push([id]);
            chain.seq += 1;
            chain.prev = tree::leaf(&text);
            flushed.ids.push(pending.id);
            flushed.shown.extend(pending.draft.shown);
            flushed.texts.push((pending.id, text));
        }
        let head = "insert into entries (id, at, case_id, case_version, writer, writer_seq, text) values";
        many::execute(self.reader.db, head, &rows, "")?;
        // On SQLite the writer gives places before its commit; on PostgreSQL the sequencer does, after it.
        if self.reader.db.kind() == Kind::Postgres {
            many::execute(self.reader.db, "insert into unplaced (entry_id) values", &ids, "")?;
        }
        Ok(flushed)
    }

    fn text(&self, pending: &Pending, chain: &Chain) -> Result<String, StoreError> {
        let draft = &pending.draft;
        serde_json::to_string(&Written {
            v: 1,
            id: pending.id,
            at: self.context.at,
            actor: self.context.account,
            role: self.context.role,
            force: self.context.force.as_deref(),
            action: &draft.action,
            decision: draft.verdict.code(),
            why: draft.why.as_deref(),
            purpose: &self.context.purpose,
            policies: &draft.policies,
            policy_set: &self.context.policy_set,
            case: draft.case.map(|(case, _)| case),
            case_version: draft.case.filter(|_| !draft.events.is_empty()).map(|(_, first)| first),
            events: &draft.events,
            shown: &draft.shown,
            facts: &draft.facts,
            rows: &pending.rows,
            writer: chain.writer,
            writer_seq: chain.seq + 1,
            writer_prev: &chain.prev,
        })
        .map_err(|_| StoreError::Unavailable("an entry could not be written as text".into()))
    }
}

/// Entries that were written in a transaction that is not committed yet.
pub(crate) struct Flushed {
    pub ids: Vec<EntryId>,
    pub shown: Vec<Shown>,
    pub texts: Vec<(EntryId, String)>,
}
