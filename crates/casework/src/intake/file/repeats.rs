//! What the repeats in an ODS come to: a cell may say that it stands there a million times, and so may a row.

use super::limits::{self, beyond};
use crate::failure::{Failure, Fault};
use domain::wording;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufRead, BufReader, Cursor};

/// A cell of one of the first rows that is merged over several columns: sheet, row, column, columns; counted from 0.
pub(super) type Merged = (usize, usize, usize, usize);

/// What one sheet comes to so far.
#[derive(Default)]
struct Sheet {
    /// Rows up to the last one that holds anything.
    rows: usize,
    /// Empty rows after it.
    empty: usize,
    /// The widest row up to its last filled cell.
    width: usize,
    /// Cells as they are kept before rows are repeated.
    kept: usize,
}

/// One row so far.
#[derive(Default)]
struct Row {
    repeats: usize,
    /// Columns up to the last filled one.
    filled: usize,
    /// Empty ones after it.
    empty: usize,
    /// Bytes of its cells, repeats counted.
    bytes: usize,
}

/// This checks what the repeats come to, and returns which cells at the top are merged.
pub(super) fn check(bytes: &[u8]) -> Result<Vec<Merged>, Failure> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let part = archive.by_name("content.xml").map_err(|_| damaged())?;
    count(BufReader::new(part))
}

fn damaged() -> Failure {
    Failure::fault("file", Fault::Unreadable, "is packed like ODS but is damaged; save or fetch it again")
}

/// As `check`, of the text of `content.xml`.
pub(super) fn count(text: impl BufRead) -> Result<Vec<Merged>, Failure> {
    let mut reader = quick_xml::Reader::from_reader(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut sheet, mut row) = (Sheet::default(), Row::default());
    let (mut sheets, mut cells, mut words) = (0_usize, 0_usize, 0_usize);
    let mut merged = Vec::new();
    // The repeats of the open cell and where it began; none outside of one.
    let mut open: Option<(usize, u64)> = None;
    // The reader waits for ever for the end of an element that is never closed.
    let mut depth = 0_usize;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let before = reader.buffer_position();
        let event = reader.read_event_into(&mut buffer).map_err(|_| damaged())?;
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.checked_sub(1).ok_or_else(damaged)?,
            Event::Eof if depth > 0 => return Err(damaged()),
            _ => {}
        }
        match event {
            Event::Start(element) => match element.name().as_ref() {
                "table:table" => sheet = Sheet::default(),
                "table:table-row" => {
                    row = Row { repeats: number(&element, "table:number-rows-repeated"), ..Row::default() };
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    let repeats = number(&element, "table:number-columns-repeated");
                    let spans = number(&element, "table:number-columns-spanned");
                    let at = row.filled + row.empty;
                    if spans > 1 && merged.len() < 1_000 {
                        merged.push((sheets, sheet.rows + sheet.empty, at, spans));
                    }
                    if is_filled(&element) {
                        row.filled = at.saturating_add(repeats);
                        row.empty = 0;
                        open = Some((repeats, before));
                    } else {
                        row.empty = row.empty.saturating_add(repeats);
                    }
                }
                _ => {}
            },
            Event::End(element) => match element.name().as_ref() {
                "table:table-cell" | "table:covered-table-cell" => {
                    if let Some((repeats, from)) = open.take() {
                        let length = usize::try_from(reader.buffer_position() - from).unwrap_or(usize::MAX);
                        row.bytes = row.bytes.saturating_add(length.saturating_mul(repeats));
                    }
                }
                "table:table-row" if row.filled == 0 => sheet.empty = sheet.empty.saturating_add(row.repeats),
                "table:table-row" => {
                    sheet.rows = sheet.rows.saturating_add(sheet.empty).saturating_add(row.repeats);
                    sheet.empty = 0;
                    sheet.width = sheet.width.max(row.filled);
                    sheet.kept = sheet.kept.saturating_add(row.filled);
                    words = words.saturating_add(row.bytes.saturating_mul(row.repeats));
                    let area = sheet.rows.saturating_mul(sheet.width).max(sheet.kept);
                    if cells.saturating_add(area) > limits::CELLS {
                        return Err(beyond(wording!(
                            "comes to more than {} cells when its repeats are written out",
                            limits::CELLS
                        )));
                    }
                    if words > 8 * limits::TEXT_BYTES {
                        return Err(beyond("comes to too much text when its repeats are written out"));
                    }
                }
                "table:table" => {
                    cells = cells.saturating_add(sheet.rows.saturating_mul(sheet.width).max(sheet.kept));
                    sheets += 1;
                    sheet = Sheet::default();
                }
                _ => {}
            },
            Event::Eof => return Ok(merged),
            _ => {}
        }
    }
}

/// Whether a cell holds anything: a value, its kind, or a formula.
fn is_filled(element: &BytesStart<'_>) -> bool {
    element.attributes().flatten().any(|attribute| {
        let key = attribute.key.as_ref();
        key.starts_with("office:") || key.starts_with("calcext:") || key == "table:formula"
    })
}

fn number(element: &BytesStart<'_>, name: &str) -> usize {
    let attribute = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    attribute.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1)
}
