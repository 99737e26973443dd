//! Rows on their way into a table, under the limits.

use super::limits::{self, beyond};
use super::{Cell, Kind, Line, Table, letters};
use crate::failure::{Failure, Fault};
use domain::wording;
use store::Quoted;

/// Collects rows from top to bottom; the first that holds anything, or the one that the map says, is the header.
pub(super) struct Builder {
    kind: Kind,
    header_row: Option<u64>,
    header: Option<(u64, Vec<String>)>,
    lines: Vec<Line>,
    empty_rows: u64,
    cells: usize,
    bytes: usize,
}

impl Builder {
    pub(super) fn new(kind: Kind, header_row: Option<u64>) -> Self {
        Self { kind, header_row, header: None, lines: Vec::new(), empty_rows: 0, cells: 0, bytes: 0 }
    }

    /// The row of the header, once it has come.
    pub(super) fn header_row(&self) -> Option<u64> {
        self.header.as_ref().map(|(row, _)| *row)
    }

    /// How many columns the header has; none before it.
    pub(super) fn width(&self) -> Option<usize> {
        self.header.as_ref().map(|(_, names)| names.len())
    }

    /// This adds a row; rows come in order.
    pub(super) fn push(&mut self, mut line: Line) -> Result<(), Failure> {
        let row = line.number;
        for (at, cell) in line.cells.iter().enumerate() {
            let length = match cell {
                Cell::Text(text) => text.len(),
                Cell::Number { .. } | Cell::When(_) | Cell::Uncomputed => 0,
            };
            if length > limits::CELL_BYTES {
                return Err(Failure::fault(
                    "file",
                    Fault::Unreadable,
                    wording!(
                        "row {}, column {}: this cell holds {} letters, and at most {} are read; shorten it, or look for a quote that is never closed",
                        row,
                        Quoted::new(self.name(at)),
                        length,
                        limits::CELL_BYTES
                    ),
                ));
            }
            self.bytes += length;
        }
        let filled = line.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        if self.header.is_none() {
            return self.header(&line, filled);
        }
        if filled == 0 && line.faults.is_empty() {
            self.empty_rows += 1;
            return Ok(());
        }
        if filled > limits::COLUMNS {
            return Err(beyond(wording!(
                "row {} has {} columns, and at most {} are read",
                row,
                filled,
                limits::COLUMNS
            )));
        }
        if self.kind != Kind::Csv {
            line.cells.truncate(filled);
        }
        line.cells.shrink_to_fit();
        self.cells += line.cells.len();
        if self.lines.len() >= limits::ROWS {
            return Err(beyond(wording!("has more than {} rows with anything in them", limits::ROWS)));
        }
        if self.cells > limits::CELLS {
            return Err(beyond(wording!("has more than {} cells", limits::CELLS)));
        }
        if self.bytes > limits::TEXT_BYTES {
            let most = limits::mebibytes(limits::TEXT_BYTES as u64);
            return Err(beyond(wording!("holds more than {} of text by row {}", most, row)));
        }
        self.lines.push(line);
        Ok(())
    }

    /// This counts rows that hold no cell at all.
    pub(super) fn skip(&mut self, rows: std::ops::Range<u64>) {
        if self.header.is_some() {
            self.empty_rows += rows.end.saturating_sub(rows.start);
        }
    }

    fn header(&mut self, line: &Line, filled: usize) -> Result<(), Failure> {
        let wanted = match self.header_row {
            Some(row) => line.number == row,
            None => filled > 0,
        };
        if !wanted {
            return Ok(());
        }
        if filled > limits::COLUMNS {
            return Err(Failure::fault(
                "file",
                Fault::Unreadable,
                wording!(
                    "the header in row {} has {} columns, and at most {} are read",
                    line.number,
                    filled,
                    limits::COLUMNS
                ),
            ));
        }
        let names = line.cells.iter().map(|cell| cell.text().trim().to_owned());
        let count = if self.kind == Kind::Csv { line.cells.len() } else { filled };
        self.header = Some((line.number, names.take(count).collect()));
        Ok(())
    }

    fn name(&self, at: usize) -> String {
        match self.header.as_ref().and_then(|(_, names)| names.get(at)).filter(|name| !name.is_empty()) {
            Some(name) => format!("{} ({name})", letters(at)),
            None => letters(at),
        }
    }

    /// The table, if there was a header.
    pub(super) fn finish(self, read_as: String, merged: Vec<String>) -> Option<Table> {
        let Self { kind, header_row: _, header, lines, empty_rows, cells: _, bytes: _ } = self;
        let (header_row, header) = header?;
        Some(Table { kind, read_as, header, header_row, lines, empty_rows, merged })
    }
}
