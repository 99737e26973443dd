//! Tables for people, JSON and CSV for machines, progress on a terminal and plain lines elsewhere.

use crate::telling::Trouble;
use comfy_table::{ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::io::IsTerminal;

/// How a result is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Format {
    /// A table for people.
    Table,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}

/// This prints rows in the form that was asked for; JSON prints the whole value.
pub fn rows(format: Format, header: &[&str], rows: &[Vec<String>], whole: &impl Serialize) -> Result<(), Trouble> {
    match format {
        Format::Table => {
            let mut table = Table::new();
            table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(width());
            table.set_header(header.to_vec());
            for row in rows {
                table.add_row(row.clone());
            }
            println!("{table}");
            if rows.is_empty() {
                println!("none");
            }
        }
        Format::Json => json(whole)?,
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            let unwritable = |error: csv::Error| Trouble::Machine(format!("the output cannot be written: {error}"));
            writer.write_record(header).map_err(unwritable)?;
            rows.iter().try_for_each(|row| writer.write_record(row)).map_err(unwritable)?;
            writer
                .flush()
                .map_err(|error| Trouble::Machine(format!("the output cannot be written: {}", error.kind())))?;
        }
    }
    Ok(())
}

fn width() -> u16 {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    asked.or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0)).unwrap_or(140)
}

/// This prints a value as JSON.
pub fn json(value: &impl Serialize) -> Result<(), Trouble> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Trouble::Machine(error.to_string()))?;
    println!("{text}");
    Ok(())
}

/// How far something long has come.
pub struct Progress {
    bar: Option<ProgressBar>,
    what: &'static str,
    told: u64,
    seen: u64,
}

impl Progress {
    /// This starts telling.
    pub fn new(what: &'static str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(0).with_style(style).with_message(what)
        });
        Self { bar, what, told: 0, seen: 0 }
    }
    /// This tells that so many of all are done: a bar on a terminal, a line each tenth elsewhere.
    pub fn tell(&mut self, done: u64, all: u64) {
        match &self.bar {
            Some(bar) => {
                bar.set_length(all);
                bar.set_position(done);
            }
            None => {
                let tenth = (done * 10).checked_div(all).unwrap_or(10);
                if done < self.seen {
                    self.told = 0;
                }
                self.seen = done;
                if tenth > self.told {
                    self.told = tenth;
                    eprintln!("{}: {done} of {all}", self.what);
                }
            }
        }
    }
    /// This ends telling.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
