//! `holdfast pack`: for whoever runs the machine, like a backup, and so without a sign-in; the ledger names what it shows.

use super::Desk;
use crate::config::Settings;
use crate::output::{self, Format};
use crate::telling::Trouble;
use casework::ledger::{key, pack};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// This writes the packs, each readable by its owner alone.
pub fn write(desk: &Desk, folder: &Path) -> Result<(), Trouble> {
    std::fs::create_dir_all(folder).map_err(|error| Trouble::file(folder, &error))?;
    let (mut rows, mut told) = (Vec::new(), Vec::new());
    for made in desk.app.packs()? {
        let text = web::pack_file(&made, desk.app.is_demonstration())
            .map_err(|error| Trouble::Machine(format!("the pack cannot be written: {error}")))?;
        let file = folder.join(format!("holdfast-pack-{}-{:05}.html", made.force, made.number));
        keep(&file, text.as_bytes())?;
        keep(&beside(&file), desk.app.sign_pack(text.as_bytes())?.as_bytes())?;
        let (number, cases, wanted, file) =
            (made.number, made.cases.len(), made.wanted.len(), file.display().to_string());
        told.push(
            serde_json::json!({"force": made.force, "number": number, "cases": cases, "wanted": wanted, "file": file}),
        );
        rows.push(vec![made.force, number.to_string(), cases.to_string(), wanted.to_string(), file]);
    }
    output::rows(desk.format, &["force", "pack", "cases", "wanted", "file"], &rows, &told)?;
    if desk.format == Format::Table {
        println!("print it, and keep the paper where the machine is not");
    }
    Ok(())
}

/// This checks a pack against its signature.
pub fn check(settings: &Settings, file: &Path, public: Option<&Path>) -> Result<(), Trouble> {
    let signature = beside(file);
    let bytes = std::fs::read(file).map_err(|error| Trouble::file(file, &error))?;
    let signed = std::fs::read_to_string(&signature).map_err(|error| Trouble::file(&signature, &error))?;
    let public = match public {
        Some(path) => std::fs::read_to_string(path).map_err(|error| Trouble::file(path, &error))?,
        None => match key::known_key(&settings.place())? {
            Some(key) => key.public,
            None => {
                return Err(Trouble::Usage(
                    "the key file is not here; give the public key that was kept (--key)".to_owned(),
                ));
            }
        },
    };
    let (entries, root) = pack::check_pack(&bytes, &signed, &public)?;
    println!("{}: as it was signed, when the ledger had {entries} entries and the root {root}", file.display());
    Ok(())
}

fn beside(file: &Path) -> PathBuf {
    PathBuf::from(format!("{}.sig", file.display()))
}

fn keep(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let opened = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    opened
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .map_err(|error| Trouble::file(path, &error))
}
