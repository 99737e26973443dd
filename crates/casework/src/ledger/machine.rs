//! What whoever runs the machine does to the database as a whole: backup, restore, migration, the index of searches. They could copy its files anyway, so
//! no account is asked for; each is an entry all the same, by the system.

use crate::app::Place;
use crate::failure::Failure;
use crate::ledger::key;
use domain::time::Moment;
use std::path::Path;
use store::Chance;
use store::backup::{self, Copied, Restored};
use store::ledger::checkpoint;
use store::migrate::{self, MIGRATIONS, Migrated};
use store::search::{self, Rebuilt};

/// This copies the database, live or not, into a new file, and verifies the copy.
pub fn back_up(place: &Place, file: &Path, at: Moment, chance: &mut Chance) -> Result<Copied, Failure> {
    let key = key::log_key(place, chance)?;
    Ok(backup::backup(&place.database, file, &key, at, chance)?)
}

/// A copy to be put back, and what it must hold.
#[derive(Clone, Copy, Debug)]
pub struct Restore<'a> {
    /// The file.
    pub file: &'a Path,
    /// The checkpoint that somebody kept, as text; none if nobody did.
    pub against: Option<&'a str>,
    /// The public key that signed it, where the key file is not here.
    pub public_key: Option<&'a str>,
    /// Whether a copy older than the checkpoint is put back all the same.
    pub accept_loss: bool,
}

/// This puts a copy back into an empty place; with findings nothing was put back.
pub fn restore(place: &Place, asked: Restore<'_>, at: Moment, chance: &mut Chance) -> Result<Restored, Failure> {
    let head = match asked.against {
        None => None,
        Some(text) => {
            let own = key::known_key(place)?.map(|key| key.public);
            let public = asked.public_key.map(str::to_owned).or(own).ok_or_else(|| {
                Failure::invalid("key", "the key that signed the checkpoint is not here: put the key file back, or give its public key (--key)")
            })?;
            Some(checkpoint::read(text, &public)?)
        }
    };
    Ok(backup::restore(&place.database, asked.file, head.as_ref(), asked.accept_loss, at, chance)?)
}

/// This brings an older database up to date, or only says what would happen.
pub fn migrate(place: &Place, dry_run: bool, at: Moment, chance: Chance) -> Result<Migrated, Failure> {
    Ok(migrate::migrate(&place.database, MIGRATIONS, at, chance, dry_run)?)
}

/// This derives anew by what cases are found.
pub fn rebuild_search(place: &Place, at: Moment, chance: &mut Chance) -> Result<Rebuilt, Failure> {
    Ok(search::rebuild(&place.database, at, chance)?)
}
