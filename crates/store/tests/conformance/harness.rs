//! A fresh database a test, the same test body on both, and samples of every record.

use domain::catalogue::*;
use domain::ids::*;
use domain::time::Moment;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use store::rows::*;
use store::{Chance, Config, Context, Draft, Kind, Receipt, Record, Refusable, Refused, Store, StoreError, Tx};

/// This gives a test two faces: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($(#[doc = $doc:literal])* fn $name:ident($bench:ident) $body:block) => {
        $(#[doc = $doc])*
        mod $name {
            use super::*;
            fn check($bench: &Bench) $body
            #[test]
            fn sqlite() {
                check(&Bench::sqlite());
            }
            #[test]
            fn postgres() {
                check(&Bench::postgres());
            }
        }
    };
}

static COUNT: AtomicU64 = AtomicU64::new(0);

fn fresh_name() -> String {
    format!("holdfast_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A database of its own for one test, removed after it.
pub struct Bench {
    store: Option<Store>,
    pub config: Config,
    dir: Option<PathBuf>,
    name: String,
}

impl Bench {
    pub fn sqlite() -> Self {
        let name = fresh_name();
        let dir = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&dir).unwrap();
        let config = Config::File(dir.join("holdfast.db").display().to_string());
        Self { store: Some(open(&config, 1)), config, dir: Some(dir), name }
    }

    pub fn postgres() -> Self {
        let name = fresh_name();
        server("postgres").batch_execute(&format!("create database {name}")).unwrap();
        let config = Config::Server(format!("{} dbname={name}", server_url()));
        Self { store: Some(open(&config, 1)), config, dir: None, name }
    }

    /// A place for a database, with none in it.
    pub fn empty_sqlite() -> Self {
        let name = fresh_name();
        let dir = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&dir).unwrap();
        let config = Config::File(dir.join("holdfast.db").display().to_string());
        Self { store: None, config, dir: Some(dir), name }
    }

    /// A database without tables.
    pub fn empty_postgres() -> Self {
        let name = fresh_name();
        server("postgres").batch_execute(&format!("create database {name}")).unwrap();
        Self { store: None, config: Config::Server(format!("{} dbname={name}", server_url())), dir: None, name }
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        match (&self.config, &self.dir) {
            (Config::File(_), Some(dir)) => std::fs::read_dir(dir).unwrap().next().is_none(),
            _ => self.raw().one("select count(*) from information_schema.tables where table_schema = 'public'") == "0",
        }
    }

    pub fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// This opens the database past the store, as someone with the disk or the password would.
    pub fn raw(&self) -> Raw {
        match &self.config {
            Config::File(path) => Raw::Sqlite(rusqlite::Connection::open(path).unwrap()),
            Config::Server(_) => Raw::Postgres(server(&self.name)),
        }
    }

    /// A folder for this test's files.
    pub fn folder(&self) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("{}_files", self.name));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.store.take();
        let _ = std::fs::remove_dir_all(std::env::temp_dir().join(format!("{}_files", self.name)));
        match &self.dir {
            Some(dir) => std::fs::remove_dir_all(dir).unwrap(),
            None => server("postgres").batch_execute(&format!("drop database {} with (force)", self.name)).unwrap(),
        }
    }
}

fn server_url() -> String {
    std::env::var("HOLDFAST_TEST_POSTGRES").expect(
        "HOLDFAST_TEST_POSTGRES is not set: run the tests with `./dev with-postgres cargo test -p store`, \
         or give a connection string of a PostgreSQL where databases may be created",
    )
}

fn server(database: &str) -> postgres::Client {
    postgres::Client::connect(&format!("{} dbname={database}", server_url()), postgres::NoTls).unwrap()
}

/// This opens a store with repeatable chance.
pub fn open(config: &Config, seed: u64) -> Store {
    Store::open(config, at(0), Chance::Seeded { seed, count: 0 }).unwrap()
}

/// A connection that knows nothing of the store's promises.
pub enum Raw {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Client),
}

impl Raw {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Sqlite(_) => Kind::Sqlite,
            Self::Postgres(_) => Kind::Postgres,
        }
    }
    /// This runs statements; the error is text.
    pub fn run(&mut self, sql: &str) -> Result<(), String> {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql).map_err(|error| error.to_string()),
            Self::Postgres(client) => client
                .batch_execute(sql)
                .map_err(|error| error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned())),
        }
    }
    /// This reads rows as text.
    pub fn rows(&mut self, sql: &str) -> Vec<Vec<String>> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(sql).unwrap();
                let width = statement.column_count();
                let mut rows = statement.query([]).unwrap();
                let mut all = Vec::new();
                while let Some(row) = rows.next().unwrap() {
                    all.push((0..width).map(|column| shown(row.get_ref(column).unwrap())).collect());
                }
                all
            }
            Self::Postgres(client) => client
                .simple_query(sql)
                .unwrap()
                .into_iter()
                .filter_map(|message| match message {
                    postgres::SimpleQueryMessage::Row(row) => {
                        Some((0..row.len()).map(|column| row.get(column).unwrap_or("").to_owned()).collect())
                    }
                    _ => None,
                })
                .collect(),
        }
    }
    /// This reads the one value of a query.
    pub fn one(&mut self, sql: &str) -> String {
        self.rows(sql).into_iter().next().and_then(|row| row.into_iter().next()).unwrap()
    }
    /// This takes the triggers away that make the ledger append-only.
    pub fn drop_triggers(&mut self) {
        let sql = match self.kind() {
            Kind::Sqlite => {
                "drop trigger entries_no_update; drop trigger entries_no_delete; drop trigger places_no_update;
                 drop trigger places_no_delete; drop trigger tree_nodes_no_update; drop trigger tree_nodes_no_delete;"
            }
            Kind::Postgres => "drop function refuse_change() cascade",
        };
        self.run(sql).unwrap();
    }
}

fn shown(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
        ValueRef::Real(_) | ValueRef::Blob(_) => panic!("neither integer nor text"),
    }
}

/// What can go wrong in a test's use case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The rules say no.
    No,
    /// The store says no.
    Store(StoreError),
}

domain::spoken!(
    enum Failure {
        No,
        Store(error),
    }
);

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Refusable for Failure {
    fn refused(&self) -> Option<Refused> {
        match self {
            Self::No => Some(Refused {
                action: "try_it".to_owned(),
                why: "not_allowed".to_owned(),
                case: None,
                policies: vec!["forbid-1".to_owned()],
            }),
            Self::Store(_) => None,
        }
    }
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::No => None,
            Self::Store(error) => Some(error),
        }
    }
}

/// A moment of the tests: so many seconds after the start of 2026.
pub fn at(seconds: i64) -> Moment {
    Moment::from_micros(1_767_225_600_000_000 + seconds * 1_000_000)
}

pub fn context(seconds: i64) -> Context {
    Context {
        account: Some(account_id(1)),
        role: Some(Role::Officer),
        force: Some("avon".to_owned()),
        purpose: "assigned".to_owned(),
        at: at(seconds),
        policy_set: "00".repeat(32),
    }
}

/// Identifiers that a test can name by number.
macro_rules! numbered {
    ($($function:ident: $type:ident),* $(,)?) => {$(
        pub fn $function(number: u16) -> $type {
            let [high, low] = number.to_be_bytes();
            $type::new(at(0), [0, 0, 0, 0, 0, 0, 0, 0, high, low])
        }
    )*};
}
numbered!(
    account_id: AccountId, case_id: CaseId, report_id: ReportId, act_id: ActId, mention_id: MentionId,
    person_id: PersonId, series_id: SeriesId, content_id: ContentId, import_id: ImportId, held_id: HeldRowId,
    task_id: TaskId, action_id: ActionId, absence_id: AbsenceId, draft_id: DraftId,
);

/// This saves rows under one entry.
pub fn save<R: Record + Clone + Sync>(store: &Store, rows: &[R]) -> (Vec<R>, Receipt) {
    let rows = rows.to_vec();
    let (Kept(rows), receipt) =
        store.transact(context(1), move |tx| -> Result<_, Failure> { save_in(tx, rows.clone()) }).unwrap();
    (rows, receipt)
}

/// The suite looks at rows as use cases see them: by this it takes them out of a transaction, which `casework` has no way to do.
#[derive(Debug)]
pub struct Kept<T>(pub T);
impl<T: Send + 'static> store::Outgoing for Kept<T> {}

pub fn save_in<R: Record>(tx: &mut Tx<'_>, mut rows: Vec<R>) -> Result<Kept<Vec<R>>, Failure> {
    let entry = tx.append(Draft::done("save_it", &[]));
    for row in &mut rows {
        tx.save(row, &entry)?;
    }
    Ok(Kept(rows))
}

/// This reads in a snapshot.
pub fn read<T: Send + 'static>(store: &Store, look: impl Fn(&mut store::Reader<'_>) -> Result<T, StoreError>) -> T {
    store.read(at(2), &|reader| -> Result<Kept<T>, Failure> { Ok(Kept(look(reader)?)) }).unwrap().0
}

/// Rows as they were read, as rows.
pub fn plain<T: store::outgoing::OfTheHouse>(read: Vec<store::AsRead<T>>) -> Vec<T> {
    read.into_iter().map(store::AsRead::into_inner).collect()
}

/// This reads as a use case does.
pub fn within<T: Send + 'static>(
    store: &Store,
    look: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    let look = move |tx: &mut Tx<'_>| -> Result<Kept<T>, Failure> {
        let value = look(tx)?;
        tx.append(Draft::done("look_within", &[]));
        Ok(Kept(value))
    };
    store.transact(context(2), look).unwrap().0.0
}

/// A receipt that opens these fields of these ids.
pub fn receipt_for(store: &Store, fields: &[store::Field], ids: &[String]) -> Receipt {
    let shown = store::Shown::of(fields, ids);
    store
        .transact(context(3), move |tx| -> Result<(), Failure> {
            tx.append(Draft::seen("look_at_it", &[], vec![shown.clone()]));
            Ok(())
        })
        .unwrap()
        .1
}

pub fn setting(id: &str, value: &str) -> SettingRow {
    SettingRow { id: id.to_owned(), version: 0, salt: String::new(), value: value.to_owned() }
}

pub fn account_row(number: u16, name: &str) -> AccountRow {
    AccountRow {
        id: account_id(number),
        version: 0,
        salt: String::new(),
        name: name.to_owned(),
        display_name: "A. Person".to_owned(),
        role: Role::Officer,
        force: "avon".to_owned(),
        team: "north".to_owned(),
        password_hash: store::PasswordHash::new("x".to_owned()),
        active: true,
    }
}

pub fn case_row(number: u16) -> CaseRow {
    CaseRow {
        id: case_id(number),
        version: 0,
        salt: String::new(),
        reference: format!("HF-{number}"),
        force: "avon".to_owned(),
        team: "north".to_owned(),
        officer: Some(account_id(1)),
        status: "open".to_owned(),
        relationship: Relationship::ExIntimate,
        grade: Some(Grade::High),
        decision: "open".to_owned(),
        on_list: true,
        restricted: false,
        danger_order: -i64::from(number),
        late_order: at(1000).micros(),
        due_code: Some("consideration".to_owned()),
        due_started: Some(at(0)),
        flag: Some("RF-01".to_owned()),
        flag_severity: Some(Severity::Critical),
        next_action: "decide".to_owned(),
        reports: 1,
        series: Some(series_id(1)),
        series_facts: "2 reports".to_owned(),
        series_reports: 2,
        series_confirmed: false,
        measure: Some(ProtectionKind::Bail),
        measure_until: Some("2026-03-01".parse().unwrap()),
        before_go_live: false,
        refresh_at: Some(at(50)),
        events: 0,
        person_at_risk: mention_id(1),
        subject: None,
    }
}

pub fn mention_row(number: u16, report: u16, role: &str) -> MentionRow {
    MentionRow {
        id: mention_id(number),
        version: 0,
        salt: String::new(),
        report_id: report_id(report),
        role: role.to_owned(),
        forename: "Zoë".to_owned(),
        surname: "O'Hara $1 ?2".to_owned(),
        born: "1990-02-03".to_owned(),
        sex: "F".to_owned(),
        postcode: "BS1 1AA".to_owned(),
        address: "1 High Street".to_owned(),
        phones: "07700 900001\n07700 900002".to_owned(),
        email: "zoe@example.org".to_owned(),
        handle: "@zoe".to_owned(),
        vehicle: "AB12 CDE".to_owned(),
    }
}

pub fn report_row(number: u16) -> ReportRow {
    ReportRow {
        id: report_id(number),
        version: 0,
        salt: String::new(),
        force: "avon".to_owned(),
        reference: format!("R-{number}"),
        recorded_at: at(0),
        occurred_at: at(-3600),
        precision: Precision::Day,
        behaviour: Some(Behaviour::A1),
        relationship: Relationship::Stranger,
        offence: "Stalking".to_owned(),
        team: "north".to_owned(),
        officer: None,
        narrative: Some(content_id(1)),
        import_id: Some(import_id(1)),
        row_hash: "ab".repeat(32),
        act: act_id(1),
        before_go_live: true,
    }
}
