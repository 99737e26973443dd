//! A house of its own for each test: a folder, a database, accounts with tokens, and the built binary run in it.

use domain::time::{Day, Moment};
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// The binary under test.
pub const HOLDFAST: &str = env!("CARGO_BIN_EXE_holdfast");
/// The password of every account that a test makes.
pub const PASSWORD: &str = "long enough for a test";
/// What an administrator sets, for once.
const FIRST_PASSWORD: &str = "for the first sign-in";

static COUNT: AtomicU64 = AtomicU64::new(0);

/// Which database a house stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum On {
    Sqlite,
    Postgres,
}

/// What a command did.
#[derive(Clone, Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
    what: String,
}

impl Ran {
    pub fn of(what: String, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr), what }
    }
    /// This fails unless the command did what was asked.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.exits(0)
    }
    /// This fails unless the command ended with an exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "holdfast {}\n--- out\n{}\n--- err\n{}", self.what, self.out, self.err);
        self
    }
    /// This fails unless every text stands in what was printed on either stream.
    #[track_caller]
    pub fn says(self, texts: &[&str]) -> Self {
        let all = format!("{}\n{}", self.out, self.err);
        for text in texts {
            assert!(all.contains(text), "'{text}' is missing from: holdfast {}\n{all}", self.what);
        }
        self
    }
    /// This fails if a text stands in what was printed.
    #[track_caller]
    pub fn never_says(self, texts: &[&str]) -> Self {
        let all = format!("{}\n{}", self.out, self.err);
        for text in texts {
            assert!(!all.contains(text), "'{text}' stands in: holdfast {}\n{all}", self.what);
        }
        self
    }
    /// The JSON that was printed.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("no JSON ({error}) from: holdfast {}\n{}{}", self.what, self.out, self.err))
    }
}

/// A folder, a database in it or on the server, and the tokens of those who signed in.
pub struct House {
    pub folder: PathBuf,
    pub database: String,
    pub on: On,
    server_database: Option<String>,
    tokens: Mutex<HashMap<String, String>>,
}

impl House {
    /// This makes an empty folder and names a database that does not exist yet (on PostgreSQL: an empty one).
    pub fn empty(on: On) -> Self {
        let name = format!("holdfast_cli_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let (database, server_database) = match on {
            On::Sqlite => (folder.join("holdfast.db").display().to_string(), None),
            On::Postgres => {
                server("postgres").batch_execute(&format!("create database {name}")).unwrap();
                (format!("{} dbname={name}", server_url()), Some(name))
            }
        };
        Self { folder, database, on, server_database, tokens: Mutex::default() }
    }

    /// This sets an installation up with one force and the accounts that a case needs.
    pub fn set_up(on: On) -> Self {
        let house = Self::empty(on);
        house
            .fed(
                &[
                    "init",
                    "--force",
                    "E23000099",
                    "--force-name",
                    "Testshire Police",
                    "--contact",
                    "stalking unit, 01632 960123",
                    "--administrator",
                    "admin",
                    "--password-stdin",
                ],
                PASSWORD,
            )
            .ok();
        house.sign_in("admin");
        for (name, display, role, team) in [
            ("ash", "PC Ash", "officer", "Harbour"),
            ("birch", "PC Birch", "officer", "Harbour"),
            ("oak", "Sgt Oak", "supervisor", "Harbour"),
            ("rowan", "DS Rowan", "spoc", "Stalking Unit"),
            ("yew", "Insp Yew", "inspector", "Harbour"),
            ("larch", "DI Larch", "auditor", "Standards"),
        ] {
            house.account(name, display, role, team);
        }
        house
    }

    /// This makes an account and signs it in.
    pub fn account(&self, name: &str, display: &str, role: &str, team: &str) {
        let arguments =
            ["accounts", "create", name, "--display-name", display, "--role", role, "--team", team, "--password-stdin"];
        self.run("admin", Some(FIRST_PASSWORD), &arguments).ok();
        let ran = self.fed(&["sign-in", name, "--password-stdin", "--print-token"], FIRST_PASSWORD).ok();
        self.tokens.lock().unwrap().insert(name.to_owned(), ran.out.trim().to_owned());
        // What an administrator set is for once.
        self.run(name, Some(&format!("{FIRST_PASSWORD}\n{PASSWORD}")), &["password", "--password-stdin"]).ok();
    }

    /// This signs in with the password and keeps the token.
    pub fn sign_in(&self, name: &str) {
        let ran = self.fed(&["sign-in", name, "--password-stdin", "--print-token"], PASSWORD).ok();
        self.tokens.lock().unwrap().insert(name.to_owned(), ran.out.trim().to_owned());
    }

    /// The token of someone who signed in; nobody for the empty name.
    pub fn token(&self, who: &str) -> Option<String> {
        (!who.is_empty())
            .then(|| self.tokens.lock().unwrap().get(who).unwrap_or_else(|| panic!("{who} is not signed in")).clone())
    }

    /// A command in this house, not started yet.
    pub fn command(&self, who: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(HOLDFAST);
        command.args(arguments).current_dir(&self.folder).env_clear();
        command
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", &self.folder)
            .env("COLUMNS", "400");
        command.env("HOLDFAST_DATABASE", &self.database).env("HOLDFAST_KEY_FILE", self.folder.join("holdfast.key"));
        if let Some(token) = self.token(who) {
            command.env("HOLDFAST_TOKEN", token);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, who: &str, input: Option<&str>, arguments: &[&str]) -> Ran {
        let mut command = self.command(who, arguments);
        if input.is_some() {
            command.stdin(Stdio::piped());
        }
        let mut child = command.spawn().unwrap();
        if let (Some(text), Some(mut pipe)) = (input, child.stdin.take()) {
            pipe.write_all(format!("{text}\n").as_bytes()).unwrap();
        }
        Ran::of(arguments.join(" "), &child.wait_with_output().unwrap())
    }

    /// This runs a command as someone.
    pub fn by(&self, who: &str, arguments: &[&str]) -> Ran {
        self.run(who, None, arguments)
    }

    /// This runs a command as nobody, with a line on standard input.
    pub fn fed(&self, arguments: &[&str], input: &str) -> Ran {
        self.run("", Some(input), arguments)
    }

    /// This runs one act on a case as someone.
    pub fn on(&self, who: &str, reference: &str, act: &[&str]) -> Ran {
        let arguments: Vec<&str> = ["on", reference].iter().chain(act).copied().collect();
        self.by(who, &arguments)
    }

    /// This starts a command and does not wait for it.
    pub fn start(&self, who: &str, arguments: &[&str]) -> Child {
        self.command(who, arguments).spawn().unwrap()
    }

    /// This writes a file into the folder and returns its path.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// The worklist as someone sees it, as JSON.
    pub fn worklist(&self, who: &str) -> serde_json::Value {
        self.by(who, &["--format", "json", "worklist", "--limit", "200"]).ok().json()
    }

    /// A case page as someone sees it, as JSON.
    pub fn case(&self, who: &str, reference: &str) -> serde_json::Value {
        self.by(who, &["--format", "json", "case", reference]).ok().json()
    }

    /// This changes the database past Holdfast, as whoever has the disk or the password could.
    pub fn tamper(&self, statements: &str) {
        match &self.server_database {
            None => rusqlite::Connection::open(&self.database).unwrap().execute_batch(statements).unwrap(),
            Some(name) => server(name).batch_execute(statements).unwrap(),
        }
    }

    /// One text that the database holds.
    pub fn text(&self, question: &str) -> String {
        match &self.server_database {
            None => {
                rusqlite::Connection::open(&self.database).unwrap().query_row(question, [], |row| row.get(0)).unwrap()
            }
            Some(name) => server(name).query_one(question, &[]).unwrap().get(0),
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(name) = &self.server_database {
            let _ = server("postgres").batch_execute(&format!("drop database if exists {name} with (force)"));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn server_url() -> String {
    std::env::var("HOLDFAST_TEST_POSTGRES").expect(
        "HOLDFAST_TEST_POSTGRES is not set: run the tests with `./dev with-postgres cargo test -p cli`, \
         or give a connection string of a PostgreSQL where databases may be created",
    )
}

fn server(database: &str) -> postgres::Client {
    postgres::Client::connect(&format!("{} dbname={database}", server_url()), postgres::NoTls).unwrap()
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A map that ships with the repository.
pub fn map(name: &str) -> String {
    root().join("maps").join(name).display().to_string()
}

/// Today by the machine's clock, in London.
pub fn today() -> Day {
    Moment::from_timestamp(jiff::Timestamp::now()).day()
}

/// A day so many days ago, as the shipped map of one row a crime writes it, with a time.
pub fn british(days: i64, time: &str) -> String {
    format!("{} {time}", today().plus_days(-days).0.strftime("%d/%m/%Y"))
}

/// The same body on both databases: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($(#[doc = $doc:literal])* fn $name:ident($on:ident) $body:block) => {
        $(#[doc = $doc])*
        mod $name {
            use super::*;
            fn check($on: crate::support::On) $body
            #[test]
            fn sqlite() {
                check(crate::support::On::Sqlite);
            }
            #[test]
            fn postgres() {
                check(crate::support::On::Postgres);
            }
        }
    };
}
pub(crate) use on_both;
