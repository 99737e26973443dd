//! The file of the key that signs the ledger's heads: outside the database, readable by its owner alone.

use crate::app::Place;
use crate::failure::Failure;
use domain::wording;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use store::Chance;
use store::ledger::checkpoint::{self, LogKey};
use store::record::hex;

/// This reads the key, or makes it on first use.
pub fn log_key(place: &Place, chance: &mut Chance) -> Result<LogKey, Failure> {
    known_key(place)?.map_or_else(|| make(place, chance), Ok)
}

/// This reads the key, if it is there.
pub fn known_key(place: &Place) -> Result<Option<LogKey>, Failure> {
    match std::fs::read_to_string(&place.key_file) {
        Ok(text) => Ok(Some(checkpoint::public_of(&text)?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::invalid("key file", wording!("{}", error.kind()))),
    }
}

fn make(place: &Place, chance: &mut Chance) -> Result<LogKey, Failure> {
    let name: [u8; 6] = chance.bytes();
    let origin = format!("holdfast/{}", hex(&name));
    let key = checkpoint::new_key(&origin, chance.bytes());
    let unwritable =
        |error: std::io::Error| Failure::invalid("key file", wording!("cannot be written: {}", error.kind()));
    let opened = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&place.key_file);
    let mut file = opened.map_err(unwritable)?;
    file.write_all(format!("{}\n", key.private).as_bytes()).and_then(|()| file.sync_all()).map_err(unwritable)?;
    Ok(key)
}
