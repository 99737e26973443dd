//! `holdfast ledger` and `holdfast verify`.

use super::Desk;
use crate::arguments::LedgerCommand;
use crate::output::{self, Format};
use crate::telling::Trouble;
use std::path::Path;

/// This signs, exports, or prints the key.
pub fn run(desk: &Desk, command: &LedgerCommand) -> Result<(), Trouble> {
    match command {
        LedgerCommand::Checkpoint => {
            let head = desk.app.checkpoint(&desk.actor()?)?;
            match desk.format {
                Format::Table => print!("{head}"),
                Format::Json | Format::Csv => one(desk.format, "checkpoint", head)?,
            }
            eprintln!("keep this somewhere that whoever runs this database cannot reach");
            Ok(())
        }
        LedgerCommand::Key => {
            let key = desk.app.log_key()?.public;
            match desk.format {
                Format::Table => println!("{key}"),
                Format::Json | Format::Csv => one(desk.format, "key", key)?,
            }
            Ok(())
        }
        LedgerCommand::Export { folder } => export(desk, folder),
    }
}

/// One text for a machine.
fn one(format: Format, name: &str, text: String) -> Result<(), Trouble> {
    let told = serde_json::json!({ name: text });
    output::rows(format, &[name], &[vec![text]], &told)
}

fn export(desk: &Desk, folder: &Path) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    std::fs::create_dir_all(folder).map_err(|error| Trouble::file(folder, &error))?;
    let full = std::fs::read_dir(folder).map_err(|error| Trouble::file(folder, &error))?.next().is_some();
    if full {
        return Err(Trouble::Usage(format!("{}: is not empty; give an empty folder", folder.display())));
    }
    let exported = desk.app.export_ledger(&actor, folder)?;
    println!(
        "{} entries in {} files; check them with: python3 verifier/verify.py {}",
        exported.entries,
        exported.files,
        folder.display()
    );
    Ok(())
}

/// This verifies everything.
pub fn verify(desk: &Desk, against: Option<&Path>) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    let kept =
        against.map(|path| std::fs::read_to_string(path).map_err(|error| Trouble::file(path, &error))).transpose()?;
    let check = desk.app.verify(&actor, kept.as_deref())?;
    let verified = &check.verified;
    let rows: Vec<Vec<String>> = verified
        .findings
        .iter()
        .map(|found| vec![found.kind.to_owned(), found.which.clone(), found.what.clone()])
        .collect();
    let whole = serde_json::json!({
        "entries": verified.entries, "rows": verified.rows, "cases": check.cases, "root": verified.root,
        "findings": verified.findings.iter().map(|found| serde_json::json!({"kind": found.kind, "which": found.which, "what": found.what})).collect::<Vec<_>>(),
    });
    match desk.format {
        Format::Table => {
            for row in &rows {
                println!("{}", row.join(" "));
            }
            println!(
                "{} entries, {} rows, {} cases checked; root {}",
                verified.entries, verified.rows, check.cases, verified.root
            );
            if kept.is_none() {
                println!("note: without a kept checkpoint (--against) a log that was cut off at its end looks whole");
            }
        }
        Format::Json | Format::Csv => output::rows(desk.format, &["kind", "which", "what"], &rows, &whole)?,
    }
    match verified.findings.len() {
        0 => {
            if desk.format == Format::Table {
                println!("OK");
            }
            Ok(())
        }
        count => Err(Trouble::Found(count)),
    }
}
