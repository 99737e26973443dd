//! A demonstration of its own for each test, with a second page of its list and an import, served by the built binary.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

/// The password of every demonstration account.
pub const PASSWORD: &str = "invented-people-only";
/// The name of the file that the administrator brought in.
pub const IMPORTED: &str = "export.csv";

static COUNT: AtomicU64 = AtomicU64::new(0);

/// Which database the demonstration stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum On {
    Sqlite,
    Postgres,
}

/// A demonstration that is being served.
pub struct House {
    /// Where it is served, without a slash at the end.
    pub address: String,
    /// The reference of a case that belongs to another force.
    pub elsewhere: String,
    /// The reference of a case that was brought in alone: a stranger's first act, of which nothing is known elsewhere.
    pub fresh: String,
    folder: PathBuf,
    server_database: Option<String>,
    server: Child,
}

impl House {
    /// This makes the demonstration, imports an export with one bad row, gives a case to another force, and serves.
    pub fn serve(on: On) -> Self {
        let name = format!("holdfast_browser_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let (database, server_database) = match on {
            On::Sqlite => (folder.join("demo.db").display().to_string(), None),
            On::Postgres => {
                connect("postgres").batch_execute(&format!("create database {name}")).unwrap();
                (format!("{} dbname={name}", postgres_url()), Some(name))
            }
        };
        let run = |arguments: &[&str]| {
            let output = command(&folder, &database, arguments).output().unwrap();
            let said =
                format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert!(output.status.success(), "holdfast {}: {said}", arguments.join(" "));
            said
        };
        run(&["demo", "--no-serve", "--reports", "40", "--seed", "7"]);
        let today = today();
        run(&["--as", "spoc", "screens", "adopt", "neutral", "--from", &today.to_string()]);
        let fresh = import_one(&folder, today, &run);
        import(&folder, &run);
        let elsewhere = give_away(&database, server_database.as_deref());
        let mut server = command(&folder, &database, &["demo"]).stdout(Stdio::piped()).spawn().unwrap();
        let address =
            line_after(&mut server, "serving on ").split_whitespace().next().unwrap().trim_end_matches('/').to_owned();
        Self { address, elsewhere, fresh, folder, server_database, server }
    }
}

/// Today in London.
pub fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().in_tz("Europe/London").unwrap().date()
}

/// A map for the file with one report.
const MAP_OF_ONE: &str = r#"
form = "crime"
[report]
reference = "Ref"
recorded_at = { column = "Recorded", format = "%d/%m/%Y %H:%M" }
behaviour = "Behaviour"
relationship = { column = "Relationship", values = { Stranger = "stranger" } }
team = "Team"
[[person]]
role = "person_at_risk"
forename = "First"
surname = "Last"
"#;

/// This brings in one report, and returns the reference of the case that it opens.
fn import_one(folder: &Path, today: jiff::civil::Date, run: &impl Fn(&[&str]) -> String) -> String {
    let (file, map) = (folder.join("one.csv"), folder.join("one.toml"));
    let recorded = today.yesterday().unwrap().strftime("%d/%m/%Y 20:00");
    let row = format!("F/1,{recorded},A1,Stranger,Harbour Response,Oonagh,Saltmarsh");
    std::fs::write(&file, format!("Ref,Recorded,Behaviour,Relationship,Team,First,Last\n{row}\n")).unwrap();
    std::fs::write(&map, MAP_OF_ONE).unwrap();
    let list = || -> std::collections::BTreeSet<String> {
        let list = run(&["--as", "spoc", "--format", "json", "worklist", "--limit", "200"]);
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        let rows = list["rows"].as_array().unwrap().iter();
        rows.map(|row| row["reference"].as_str().unwrap().to_owned()).collect()
    };
    let before = list();
    run(&["--as", "administrator", "import", file.to_str().unwrap(), "--map", map.to_str().unwrap()]);
    list().difference(&before).next().unwrap().clone()
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        if let Some(name) = &self.server_database {
            let _ = connect("postgres").batch_execute(&format!("drop database if exists {name} with (force)"));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn command(folder: &Path, database: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
    command.args(arguments).current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
    command.env("HOLDFAST_DATABASE", database).env("HOLDFAST_KEY_FILE", folder.join("key"));
    command.env("HOLDFAST_LISTEN", "127.0.0.1:0").stdin(Stdio::null()).stderr(Stdio::null());
    command
}

fn import(folder: &Path, run: &impl Fn(&[&str]) -> String) {
    let export = folder.join(IMPORTED);
    let file = export.to_str().unwrap();
    run(&["simulate", "--seed", "3", "--reports", "60", "--days", "60", "--csv", file, "--truth", "truth.csv"]);
    let text = std::fs::read_to_string(&export).unwrap();
    let row = text.lines().nth(1).unwrap();
    let mut cells: Vec<&str> = row.split(',').collect();
    *cells.get_mut(0).unwrap() = "00/0009999/26";
    *cells.get_mut(1).unwrap() = "not a day";
    std::fs::write(&export, format!("{text}{}\n", cells.join(","))).unwrap();
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../maps/one-row-per-crime.toml");
    run(&["--as", "administrator", "import", file, "--map", map.to_str().unwrap()]);
}

/// The case that is last on the list goes to a force that nobody here belongs to.
fn give_away(database: &str, server_database: Option<&str>) -> String {
    let find = "select reference from cases order by danger_order desc, late_order desc, id desc limit 1";
    let change = |reference: &str| format!("update cases set force = 'X98' where reference = '{reference}'");
    match server_database {
        None => {
            let connection = rusqlite::Connection::open(database).unwrap();
            let reference: String = connection.query_row(find, [], |row| row.get(0)).unwrap();
            connection.execute_batch(&change(&reference)).unwrap();
            reference
        }
        Some(name) => {
            let mut connection = connect(name);
            let reference: String = connection.query_one(find, &[]).unwrap().get(0);
            connection.batch_execute(&change(&reference)).unwrap();
            reference
        }
    }
}

/// What follows a text in the first line of output that holds it; the rest is read on, so that the process never waits.
pub fn line_after(child: &mut Child, text: &str) -> String {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let found =
        lines.by_ref().map_while(Result::ok).find_map(|line| line.split_once(text).map(|(_, rest)| rest.to_owned()));
    std::thread::spawn(move || lines.for_each(drop));
    found.unwrap_or_else(|| panic!("it ended without saying '{text}'"))
}

fn postgres_url() -> String {
    std::env::var("HOLDFAST_TEST_POSTGRES").expect(
        "HOLDFAST_TEST_POSTGRES is not set: run the tests with `./dev test` or `./dev with-postgres cargo test -p cli`, \
         or give a connection string of a PostgreSQL where databases may be created",
    )
}

fn connect(database: &str) -> postgres::Client {
    postgres::Client::connect(&format!("{} dbname={database}", postgres_url()), postgres::NoTls).unwrap()
}
