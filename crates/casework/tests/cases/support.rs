//! An installation of two invented forces, with a clock that a test sets, and its rows as someone with the disk sees them.

use casework::cases::act::{Act, Acted, AnswerGiven, Backed, FourGiven, SheetGiven};
use casework::intake::import::ImportFile;
use casework::views::{Actor, CasePage, ImportResult};
use casework::{App, Failure, Place};
use domain::catalogue::*;
use domain::event::*;
use domain::ids::*;
use domain::time::{Day, Moment};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::rows::{AccessRow, AccountRow, ForceRow};
use store::{Chance, Config, Context, Draft, Record, Store};

/// The two forces.
pub const NORTH: &str = "N01";
pub const SOUTH: &str = "S02";

/// Everyone: name, role, force, team.
const PEOPLE: &[(&str, Role, &str, &str)] = &[
    ("alder", Role::Officer, NORTH, "harbour"),
    ("birch", Role::Officer, NORTH, "harbour"),
    ("cedar", Role::Officer, NORTH, "hill"),
    ("sergeant", Role::Supervisor, NORTH, "harbour"),
    ("spoc", Role::Spoc, NORTH, "stalking"),
    ("spoc2", Role::Spoc, NORTH, "stalking"),
    ("inspector", Role::Inspector, NORTH, "harbour"),
    ("administrator", Role::Administrator, NORTH, "it"),
    ("auditor", Role::Auditor, NORTH, "standards"),
    ("analyst", Role::Analyst, NORTH, "figures"),
    ("calltaker", Role::CallTaker, NORTH, "control"),
    ("responder", Role::FirstResponder, NORTH, "response"),
    ("legal", Role::Legal, NORTH, "legal"),
    ("advocate", Role::Advocate, NORTH, "charity"),
    ("notifier", Role::NotificationOfficer, NORTH, "station"),
    ("manager", Role::OrderManager, NORTH, "orders"),
    ("oak", Role::Officer, SOUTH, "docks"),
    ("southspoc", Role::Spoc, SOUTH, "stalking"),
];

static COUNT: AtomicU64 = AtomicU64::new(0);

pub fn at(text: &str) -> Moment {
    text.parse().unwrap()
}
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}
/// The moment at which every installation starts: a Wednesday.
pub fn start() -> Moment {
    at("2026-06-03T09:00:00Z")
}

/// An installation in a folder of its own, removed after the test.
pub struct Desk {
    app: Option<App>,
    config: Config,
    clock: Arc<AtomicI64>,
    folder: PathBuf,
    actors: BTreeMap<&'static str, Actor>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.app.take();
        if let Config::Server(url) = &self.config {
            let name = url.rsplit('=').next().unwrap();
            let _ = server().batch_execute(&format!("drop database if exists {name} with (force)"));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The server of the tests.
fn server_url() -> String {
    std::env::var("HOLDFAST_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!("HOLDFAST_TEST_POSTGRES is not set: run `./dev with-postgres cargo test -p casework`")
    })
}
fn server() -> postgres::Client {
    postgres::Client::connect(&format!("{} dbname=postgres", server_url()), postgres::NoTls).unwrap()
}

/// A folder that no other test has.
pub fn folder() -> PathBuf {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("holdfast_cases_{}_{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Desk {
    /// An empty installation: no force, no accounts.
    pub fn empty() -> Self {
        let folder = folder();
        let config = Config::File(folder.join("holdfast.db").display().to_string());
        Self::empty_in(folder, config)
    }

    /// An empty installation on a database of its own on the server.
    pub fn empty_on_postgresql() -> Self {
        let folder = folder();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        server().batch_execute(&format!("create database {name}")).unwrap();
        Self::empty_in(folder, Config::Server(format!("{} dbname={name}", server_url())))
    }

    fn empty_in(folder: PathBuf, config: Config) -> Self {
        let clock = Arc::new(AtomicI64::new(start().micros()));
        let hand = clock.clone();
        let place = Place { database: config.clone(), key_file: folder.join("key") };
        let now = Arc::new(move || Moment::from_micros(hand.load(Ordering::SeqCst)));
        let app = App::open(place, now, Chance::Seeded { seed: 11, count: 0 }).unwrap();
        Self { app: Some(app), config, clock, folder, actors: BTreeMap::new() }
    }

    /// Both forces, live since May, with everyone in them.
    pub fn new() -> Self {
        Self::live_since("2026-05-01T00:00:00Z")
    }

    /// Both forces, live since a moment, with everyone in them.
    pub fn live_since(go_live: &str) -> Self {
        Self::empty().peopled(go_live)
    }

    /// The same installation with both forces, live since a moment, and everyone in them.
    pub fn peopled(self, go_live: &str) -> Self {
        let mut desk = self;
        let force = |id: &str, contact: &str| ForceRow {
            id: id.to_owned(),
            version: 0,
            salt: String::new(),
            name: format!("Force {id}"),
            contact: contact.to_owned(),
            go_live_at: Some(at(go_live)),
        };
        put(&desk.config, vec![force(NORTH, "north desk"), force(SOUTH, "south desk")]);
        let accounts: Vec<AccountRow> =
            PEOPLE.iter().zip(1u8..).map(|(who, number)| account_row(who, number)).collect();
        desk.actors = PEOPLE.iter().zip(&accounts).map(|(who, row)| (who.0, actor_of(row))).collect();
        put(&desk.config, accounts);
        desk
    }

    /// This closes accounts that nothing has changed since they were made.
    pub fn close(&self, names: &[&str]) {
        let rows = PEOPLE.iter().zip(1u8..).filter(|(who, _)| names.contains(&who.0));
        let closed = rows.map(|(who, number)| AccountRow { version: 1, active: false, ..account_row(who, number) });
        put(&self.config, closed.collect());
    }

    pub fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }
    pub fn actor(&self, name: &str) -> &Actor {
        self.actors.get(name).unwrap()
    }
    pub fn set(&self, moment: Moment) {
        self.clock.store(moment.micros(), Ordering::SeqCst);
    }
    pub fn now(&self) -> Moment {
        self.app().now()
    }
    /// This lets hours go by.
    pub fn wait(&self, hours: i64) {
        self.set(self.now().plus_hours(hours));
    }
    pub fn tick(&self) -> usize {
        self.app().tick().unwrap()
    }

    /// This does an act that must succeed.
    pub fn does(&self, name: &str, case: &str, act: Act) -> Acted {
        self.tries(name, case, act).unwrap()
    }
    pub fn tries(&self, name: &str, case: &str, act: Act) -> Result<Acted, Failure> {
        self.app().act(self.actor(name), case, act)
    }
    pub fn page(&self, name: &str, case: &str) -> CasePage {
        self.app().case_page(self.actor(name), case).unwrap()
    }

    /// This imports rows for the actor's force.
    pub fn import(&self, name: &str, rows: &[Line]) -> ImportResult {
        self.app().import(self.actor(name), &self.file(rows), &mut |_, _| {}).unwrap()
    }
    /// A file of rows with its map.
    pub fn file(&self, rows: &[Line]) -> ImportFile {
        let bytes = file(rows).into_bytes();
        ImportFile { name: "file.csv".to_owned(), bytes, map: MAP.to_owned(), go_live_at: None }
    }
    /// This imports one row and returns the case of its first person at risk.
    pub fn import_one(&self, name: &str, row: Line) -> String {
        let reference = row.get("ref").to_owned();
        self.import(name, &[row]);
        self.cases_with(&reference).first().unwrap().clone()
    }
    /// The cases that hold a report, in the order in which the report names their persons at risk.
    pub fn cases_with(&self, report: &str) -> Vec<String> {
        let sql = "select c.reference from cases c join case_reports on_case on on_case.case_id = c.id \
                   join reports r on r.id = on_case.report_id where r.reference = '@' and on_case.detached = 0 \
                   order by c.person_at_risk";
        self.column(&sql.replace('@', report))
    }
    /// One column of a case's row, as text.
    pub fn case_column(&self, case: &str, column: &str) -> String {
        self.column(&format!("select coalesce(cast({column} as text), '') from cases where reference = '{case}'"))
            .remove(0)
    }
    pub fn on_list(&self, case: &str) -> bool {
        self.case_column(case, "on_list") == "1"
    }
    pub fn case_id(&self, case: &str) -> CaseId {
        self.case_column(case, "id").parse().unwrap()
    }

    /// This ties an account to a case.
    pub fn tie(&self, case: &str, name: &str, kind: &str) {
        let (case_id, account) = (self.case_id(case), self.actor(name).account);
        let id = format!("{case_id}:{account}:{kind}");
        put(
            &self.config,
            vec![AccessRow {
                id,
                version: 0,
                salt: String::new(),
                case_id,
                account,
                kind: kind.to_owned(),
                active: true,
            }],
        );
    }

    pub fn raw(&self) -> rusqlite::Connection {
        match &self.config {
            Config::File(path) => rusqlite::Connection::open(path).unwrap(),
            Config::Server(_) => unreachable!("these tests run on a file"),
        }
    }
    /// The first column of a question, as text.
    pub fn column(&self, sql: &str) -> Vec<String> {
        if let Config::Server(url) = &self.config {
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            return client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect();
        }
        let raw = self.raw();
        let mut statement = raw.prepare(sql).unwrap();
        statement.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap).collect()
    }
    /// This changes rows as someone with the disk does, on either database.
    pub fn change(&self, sql: &str) {
        match &self.config {
            Config::File(_) => self.raw().execute_batch(sql).unwrap(),
            Config::Server(url) => postgres::Client::connect(url, postgres::NoTls).unwrap().batch_execute(sql).unwrap(),
        }
    }
    /// All entries of the ledger, oldest first.
    pub fn entries(&self) -> Vec<serde_json::Value> {
        // On PostgreSQL entries have no place yet; their ids are in order of time.
        let ordered = match &self.config {
            Config::File(_) => "select text from entries e join places p on p.entry_id = e.id order by p.position",
            Config::Server(_) => "select text from entries order by at, writer, writer_seq",
        };
        let texts = self.column(ordered);
        texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }
    pub fn last_entry(&self) -> serde_json::Value {
        self.entries().pop().unwrap()
    }
    /// How many events of a kind a case has.
    pub fn count(&self, case: &str, code: &str) -> usize {
        let id = self.case_id(case).to_string();
        let own = self.entries().into_iter().filter(|entry| entry["case"] == id.as_str());
        own.flat_map(|entry| entry["events"].as_array().cloned().unwrap_or_default())
            .filter(|event| event["code"] == code)
            .count()
    }
    /// The codes of the open red flags on a case.
    pub fn flags(&self, case: &str) -> Vec<String> {
        let page = self.page("spoc", case);
        page.flags.into_iter().filter(|flag| flag.disposal.is_none()).map(|flag| flag.tag.code).collect()
    }
}

fn account_row(who: &(&str, Role, &str, &str), number: u8) -> AccountRow {
    let (name, role, force, team) = who;
    AccountRow {
        id: AccountId::new(Moment::from_micros(0), [number; 10]),
        version: 0,
        salt: String::new(),
        name: (*name).to_owned(),
        display_name: name.to_uppercase(),
        role: *role,
        force: (*force).to_owned(),
        team: (*team).to_owned(),
        password_hash: store::PasswordHash::new(String::new()),
        active: true,
    }
}

fn actor_of(row: &AccountRow) -> Actor {
    Actor {
        account: row.id,
        name: row.name.clone(),
        display_name: row.display_name.clone(),
        role: row.role,
        force: row.force.clone(),
        team: row.team.clone(),
    }
}

/// The system at work in a test.
pub fn context() -> Context {
    Context {
        account: None,
        role: None,
        force: None,
        purpose: "test".to_owned(),
        at: start(),
        policy_set: String::new(),
    }
}

/// This saves rows through the store, each under an entry.
pub fn put<R: Record + Clone + Sync + Send + 'static>(config: &Config, rows: Vec<R>) {
    static SEED: AtomicU64 = AtomicU64::new(1_000);
    let seed = SEED.fetch_add(1, Ordering::Relaxed);
    let store = Store::open(config, start(), Chance::Seeded { seed, count: 0 }).unwrap();
    put_in(&store, rows);
}
pub fn put_in<R: Record + Clone + Sync + Send + 'static>(store: &Store, rows: Vec<R>) {
    let written = store.transact(context(), move |tx| {
        let entry = tx.append(Draft::done("test", &[]));
        rows.iter().try_for_each(|row| tx.save(&mut row.clone(), &entry)).map_err(Failure::from)
    });
    written.unwrap();
}

// ---- Files ----

/// One row of a file: cells by column; what is not named is empty.
#[derive(Clone)]
pub struct Line(BTreeMap<&'static str, String>);

/// The columns of the test's files.
const COLUMNS: &[&str] = &[
    "ref", "recorded", "occurred", "code", "relation", "team", "officer", "words", "grade", "vfore", "vsur", "vborn",
    "vphone", "vpost", "vaddr", "vcar", "sfore", "ssur", "sborn", "sphone", "spost", "scar", "cfore", "csur", "cborn",
    "bail", "granted", "served",
];

/// The map of the test's files.
pub const MAP: &str = r#"
form = "crime"
[report]
reference = "ref"
recorded_at = "recorded"
occurred_at = "occurred"
behaviour = "code"
relationship = "relation"
team = "team"
officer = "officer"
narrative = "words"
grade = "grade"
[[person]]
role = "person_at_risk"
forename = "vfore"
surname = "vsur"
born = "vborn"
phones = ["vphone"]
postcode = "vpost"
address = "vaddr"
vehicle = "vcar"
[[person]]
role = "subject"
forename = "sfore"
surname = "ssur"
born = "sborn"
phones = ["sphone"]
postcode = "spost"
vehicle = "scar"
[[person]]
role = "person_at_risk"
forename = "cfore"
surname = "csur"
born = "cborn"
[protection]
bail_until = "bail"
granted_on = "granted"
served_on = "served"
"#;

/// A report of Katherine Shaw about Gareth Pollard, recorded on Tuesday 2 June 2026 at 10:00.
pub fn shaw(reference: &str) -> Line {
    Line(BTreeMap::new())
        .with("ref", reference)
        .with("recorded", "2026-06-02 10:00")
        .with("occurred", "2026-06-01 21:30")
        .with("code", "A2")
        .with("relation", "ex_intimate")
        .with("team", "harbour")
        .with("officer", "alder")
        .with("vfore", "Katherine")
        .with("vsur", "Shaw")
        .with("vborn", "1990-03-04")
        .with("vphone", "07700 900123")
        .with("vpost", "ZZ1 1AB")
        .with("vaddr", "14 Lantern Row")
        .with("vcar", "QX19 ABC")
        .with("sfore", "Gareth")
        .with("ssur", "Pollard")
        .with("sborn", "1985-11-20")
        .with("sphone", "07700 900456")
        .with("words", "He waited by the harbour wall again.")
}

impl Line {
    pub fn with(mut self, column: &'static str, value: &str) -> Self {
        assert!(COLUMNS.contains(&column), "no column {column}");
        self.0.insert(column, value.to_owned());
        self
    }
    pub fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }
}

pub fn file(rows: &[Line]) -> String {
    let mut text = COLUMNS.join(",");
    for row in rows {
        let cells: Vec<String> = COLUMNS.iter().map(|column| format!("\"{}\"", row.get(column))).collect();
        text.push('\n');
        text.push_str(&cells.join(","));
    }
    text.push('\n');
    text
}

// ---- Acts ----

pub fn worksheet() -> SheetGiven {
    let yes = || AnswerGiven::from(Answer::Yes);
    SheetGiven { acts: yes(), risk: yes(), necessity: yes(), ground: Some(Ground::Resides) }
}
pub fn decide(outcome: Outcome) -> Act {
    let narrative = "The facts are set out in the log, weighed against the three limbs of the test, and lead to this.";
    let lacks =
        matches!(&outcome, Outcome::DoNotApply { reasons, .. } if reasons.contains(&Reason::EvidenceInsufficient));
    let lacking = Backed {
        gaps: "The neighbour's statement and the phone records.".to_owned(),
        plan: "Alder takes the statement; the records are asked for.".to_owned(),
        ..Backed::default()
    };
    Act::RecordDecision {
        worksheet: worksheet(),
        outcome,
        narrative: narrative.to_owned(),
        awaited: "The statement of the neighbour at number nine.".to_owned(),
        backed: if lacks { lacking } else { Backed::default() },
    }
}
pub fn not_apply(on: Day) -> Act {
    decide(Outcome::DoNotApply {
        reasons: vec![Reason::EvidenceInsufficient],
        reconsider_on: on,
        person_informed: true,
    })
}
pub fn screen(grade: Grade) -> Act {
    let unknown = || AnswerGiven::from(Answer::NotKnown);
    Act::ScreenRisk {
        tool: "S-DASH 2009".to_owned(),
        grade,
        factors: Vec::new(),
        four: FourGiven {
            unwanted: AnswerGiven::from(Answer::Yes),
            fixated: unknown(),
            obsessive: unknown(),
            repeated: unknown(),
        },
        reasons: "Set out from what she told us on the phone today, and from the log.".to_owned(),
        second_officer: None,
        set: None,
        answers: Vec::new(),
    }
}
pub fn act_at(moment: Moment) -> Act {
    Act::RecordAct {
        behaviour: Some(Behaviour::A2),
        occurred_at: moment,
        precision: Precision::Exact,
        narrative: "Another call.".to_owned(),
    }
}
/// The code of a refusal.
pub fn refusal(outcome: Result<Acted, Failure>) -> String {
    match outcome {
        Err(Failure::Refused(refusal)) => refusal.code.to_string(),
        other => panic!("expected a refusal by a rule, got {other:?}"),
    }
}
