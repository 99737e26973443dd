//! Settings of an installation: one TOML file and environment variables. Each key stands here once.

use crate::telling::Trouble;
use crate::typed::{self, nearest};
use casework::Place;
use std::path::{Path, PathBuf};
use store::Config as Database;

/// Every key: its name, the environment variable that overrides it, its default, what it says.
pub const KEYS: &[(&str, &str, &str, &str)] = &[
    (
        "database",
        "HOLDFAST_DATABASE",
        "holdfast.db",
        "an SQLite file, or a PostgreSQL connection string (postgres://… or host=…)",
    ),
    (
        "key_file",
        "HOLDFAST_KEY_FILE",
        "holdfast.key",
        "the file of the key that signs the ledger's heads; keep it apart from the database",
    ),
    ("listen", "HOLDFAST_LISTEN", "127.0.0.1:8080", "where `serve` listens"),
];

/// The settings, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// `database`.
    pub database: String,
    /// `key_file`.
    pub key_file: PathBuf,
    /// `listen`.
    pub listen: String,
}

/// Further variables that mean something: to commands, and to the tools and tests of whoever works on Holdfast.
const OTHER_VARIABLES: &[&str] = &[
    crate::session::TOKEN,
    "HOLDFAST_CONFIG",
    "HOLDFAST_TEST_POSTGRES",
    "HOLDFAST_TEST_KILLED_FILE",
    "HOLDFAST_AXE",
    "HOLDFAST_CACHE",
    "HOLDFAST_CSS",
    "HOLDFAST_PYTHON",
    "HOLDFAST_SCREENSHOT",
];

/// A variable that is mistyped is told, as a key of the file is: it would otherwise change nothing, unseen.
fn known_variables(mut names: impl Iterator<Item = String>) -> Result<(), Trouble> {
    let settings = KEYS.iter().map(|(_, variable, ..)| *variable);
    let known: Vec<String> = settings.chain(OTHER_VARIABLES.iter().copied()).map(str::to_owned).collect();
    match names.find(|name| name.starts_with("HOLDFAST_") && !known.contains(name)) {
        None => Ok(()),
        Some(name) => {
            let nearest = nearest(&name, &known);
            Err(Trouble::Usage(format!("environment: '{name}' is no setting; the nearest is '{nearest}'")))
        }
    }
}

impl Settings {
    /// This reads the file (`holdfast.toml` where none is named and it exists), then the environment.
    pub fn read(file: Option<&Path>) -> Result<Self, Trouble> {
        known_variables(std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()))?;
        let table = match file {
            Some(path) => parse(path)?,
            None if Path::new("holdfast.toml").exists() => parse(Path::new("holdfast.toml"))?,
            None => toml::Table::new(),
        };
        let value = |name: &str| -> String {
            let Some((_, variable, default, _)) = KEYS.iter().find(|(key, ..)| *key == name) else {
                return String::new();
            };
            std::env::var(variable)
                .ok()
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| table.get(name).and_then(toml::Value::as_str).unwrap_or(default).to_owned())
        };
        Ok(Self { database: value("database"), key_file: PathBuf::from(value("key_file")), listen: value("listen") })
    }

    /// Where the installation is.
    pub fn place(&self) -> Place {
        let server = ["postgres://", "postgresql://", "host="].iter().any(|start| self.database.starts_with(start));
        let database =
            if server { Database::Server(self.database.clone()) } else { Database::File(self.database.clone()) };
        Place { database, key_file: self.key_file.clone() }
    }
}

fn parse(path: &Path) -> Result<toml::Table, Trouble> {
    let text = std::fs::read_to_string(path).map_err(|error| Trouble::file(path, &error))?;
    let known: Vec<String> = KEYS.iter().map(|(known, ..)| (*known).to_owned()).collect();
    typed::settings(&text, &known).map_err(|why| Trouble::Usage(format!("{}: {why}", path.display())))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_variable_is_refused_and_the_nearest_named() {
        let names = |name: &str| known_variables([name.to_owned(), "PATH".to_owned()].into_iter());
        let Err(Trouble::Usage(why)) = names("HOLDFAST_LISTN") else { unreachable!("it was taken") };
        assert!(why.contains("'HOLDFAST_LISTN' is no setting; the nearest is 'HOLDFAST_LISTEN'"), "{why}");
        assert!(names("HOLDFAST_TOKEN").is_ok());
    }

    #[test]
    fn an_unknown_key_is_refused_and_the_nearest_named() {
        let path = std::env::temp_dir().join(format!("holdfast-config-{}.toml", std::process::id()));
        std::fs::write(&path, "databse = \"x.db\"\n").unwrap();
        let Err(Trouble::Usage(why)) = Settings::read(Some(&path)) else { unreachable!("it was taken") };
        std::fs::remove_file(&path).unwrap();
        assert!(why.contains("'databse' is no setting; the nearest is 'database'"), "{why}");
    }
}
