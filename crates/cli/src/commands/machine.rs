//! `holdfast backup`, `restore`, `migrate` and `rebuild-search`: for whoever runs the machine. They show nothing of any case, so they need no sign-in.

use super::now;
use crate::arguments::RestoreArguments;
use crate::config::Settings;
use crate::output::{self, Format};
use crate::telling::Trouble;
use casework::ledger::machine::{self, Restore};
use std::path::Path;
use store::Chance;
use store::backup::why_refused;
use store::verify::Verified;

/// This copies the database, and says what the copy holds.
pub fn backup(settings: &Settings, file: &Path, format: Format) -> Result<(), Trouble> {
    let copied = machine::back_up(&settings.place(), file, now(), &mut Chance::System)?;
    let head = beside(file);
    std::fs::write(&head, &copied.checkpoint).map_err(|error| Trouble::file(&head, &error))?;
    let told = serde_json::json!({
        "file": file.display().to_string(), "sha256": copied.sha256, "entries": copied.verified.entries,
        "rows": copied.verified.rows, "root": copied.verified.root, "findings": copied.verified.findings.len(),
    });
    match format {
        Format::Table => {
            println!("{}: {} entries, {} rows", file.display(), copied.verified.entries, copied.verified.rows);
            println!("SHA-256 {}", copied.sha256);
            println!(
                "{}: the signed head of its log; keep it where whoever runs this machine cannot reach",
                head.display()
            );
            println!("the key file {} is not in the copy; keep it apart", settings.place().key_file.display());
        }
        Format::Json | Format::Csv => {
            let row = vec![
                file.display().to_string(),
                copied.sha256.clone(),
                copied.verified.entries.to_string(),
                copied.verified.rows.to_string(),
            ];
            output::rows(format, &["file", "sha256", "entries", "rows"], &[row], &told)?;
        }
    }
    sound(&copied.verified)
}

/// This puts a copy back.
pub fn restore(settings: &Settings, asked: &RestoreArguments) -> Result<(), Trouble> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| Trouble::file(path, &error));
    let against = asked.against.as_deref().map(read).transpose()?;
    let key = asked.key.as_deref().map(read).transpose()?;
    let request = Restore {
        file: &asked.file,
        against: against.as_deref(),
        public_key: key.as_deref(),
        accept_loss: asked.accept_loss,
    };
    let restored = machine::restore(&settings.place(), request, now(), &mut Chance::System)?;
    if let Some(why) = why_refused(&restored) {
        for found in &restored.verified.findings {
            println!("{} {} {}", found.kind, found.which, found.what);
        }
        let hint = if restored.lost > 0 {
            "use a newer copy; if there is none, --accept-loss puts this one back and records what is lost"
        } else {
            "use another copy, and keep this one for whoever oversees you"
        };
        return Err(Trouble::Refused { why, hint: hint.to_owned() });
    }
    let verified = &restored.verified;
    println!("put back: {} entries, {} rows, verified; root {}", verified.entries, verified.rows, verified.root);
    if restored.lost > 0 {
        println!("{} entries that were acknowledged are lost; the ledger says so", restored.lost);
    }
    if asked.no_checkpoint {
        println!("note: without a kept checkpoint nobody can tell what came after this copy");
    }
    if restored.outdated {
        println!("next: holdfast migrate (the copy is of an older version)");
    }
    Ok(())
}

/// This brings an older database up to date.
pub fn migrate(settings: &Settings, dry_run: bool, copy: Option<&Path>, format: Format) -> Result<(), Trouble> {
    if let (Some(file), false) = (copy, dry_run) {
        backup(settings, file, Format::Table)?;
    }
    let migrated = machine::migrate(&settings.place(), dry_run, now(), Chance::System)?;
    for found in &migrated.findings {
        println!("{} {} {}", found.kind, found.which, found.what);
    }
    if !migrated.findings.is_empty() {
        return Err(Trouble::Found(migrated.findings.len()));
    }
    let rows: Vec<Vec<String>> = migrated
        .tables
        .iter()
        .map(|(table, before, after)| {
            vec![table.clone(), before.map_or_else(|| "new".to_owned(), |rows| rows.to_string()), after.to_string()]
        })
        .collect();
    let told = serde_json::json!({ "steps": migrated.steps, "sealed_anew": migrated.sealed_anew, "indexed": migrated.indexed, "dry_run": dry_run,
        "tables": migrated.tables.iter().map(|(table, before, after)| serde_json::json!({"table": table, "before": before, "after": after})).collect::<Vec<_>>() });
    output::rows(format, &["table", "rows before", "rows after"], &rows, &told)?;
    if format == Format::Table {
        match (migrated.steps.is_empty(), dry_run) {
            (true, _) => println!("the database is up to date; nothing was changed"),
            (false, true) => println!("would do: {}; nothing was changed", migrated.steps.join(", ")),
            (false, false) => {
                println!("done: {}; {} rows sealed anew", migrated.steps.join(", "), migrated.sealed_anew);
                if migrated.indexed > 0 {
                    println!("{} cases can be searched", migrated.indexed);
                }
            }
        }
    }
    Ok(())
}

/// This derives anew by what cases are found.
pub fn rebuild_search(settings: &Settings) -> Result<(), Trouble> {
    let rebuilt = machine::rebuild_search(&settings.place(), now(), &mut Chance::System)?;
    println!(
        "done: {} cases can be searched; {} were not found by what is on record of them",
        rebuilt.cases, rebuilt.changed
    );
    Ok(())
}

fn beside(file: &Path) -> std::path::PathBuf {
    std::path::PathBuf::from(format!("{}.checkpoint", file.display()))
}

fn sound(verified: &Verified) -> Result<(), Trouble> {
    for found in &verified.findings {
        println!("{} {} {}", found.kind, found.which, found.what);
    }
    if verified.findings.is_empty() { Ok(()) } else { Err(Trouble::Found(verified.findings.len())) }
}
