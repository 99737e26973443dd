//! Who a command runs as: a session that was signed in to, a token, or `--as` in a demonstration.

use crate::telling::Trouble;
use casework::views::Actor;
use casework::{App, Failure};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// The environment variable that may hold a token.
pub const TOKEN: &str = "HOLDFAST_TOKEN";

/// The file that holds the token of the last sign-in to a database, readable by its owner alone.
fn token_file(database: &str) -> PathBuf {
    let home = std::env::var_os("XDG_STATE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state")))
        .unwrap_or_else(|| PathBuf::from("."));
    let place = std::fs::canonicalize(database).map_or_else(|_| database.to_owned(), |path| path.display().to_string());
    // A connection string may hold a password, so the file is named by a hash.
    let name: String = store::record::hex(&Sha256::digest(place.as_bytes()));
    home.join("holdfast").join(format!("{name}.token"))
}

/// This keeps a token for later commands.
pub fn keep(database: &str, token: &str) -> Result<(), Trouble> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let path = token_file(database);
    let unwritable = |error: std::io::Error| Trouble::file(&path, &error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .map_err(unwritable)?;
    file.write_all(token.as_bytes()).map_err(unwritable)
}

/// This ends the kept session.
pub fn end(app: &App, database: &str) -> Result<(), Trouble> {
    if let Ok(token) = std::env::var(TOKEN) {
        app.sign_out(token.trim())?;
        return Ok(());
    }
    let path = token_file(database);
    let token = std::fs::read_to_string(&path).map_err(|_| Trouble::Failed(Failure::NotSignedIn))?;
    // A session that has ended by itself is as good as signed out.
    let _ = app.sign_out(&token);
    std::fs::remove_file(&path).map_err(|error| Trouble::file(&path, &error))
}

/// The token of the session that a command runs in, if there is one.
pub fn token(database: &str) -> Option<String> {
    std::env::var(TOKEN).ok().or_else(|| std::fs::read_to_string(token_file(database)).ok())
}

/// This says who a command runs as.
pub fn actor(app: &App, database: &str, act_as: Option<&str>) -> Result<Actor, Trouble> {
    if let Some(name) = act_as {
        return Ok(app.act_as(name)?);
    }
    // Whoever has no token is refused, and is on record, like whoever has a wrong one.
    Ok(app.session(token(database).as_deref().unwrap_or_default().trim())?)
}
