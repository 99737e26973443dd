//! Spreadsheets: the sheet that is meant, its header, its typed cells.

use super::builder::Builder;
use super::limits::{self, beyond};
use super::package::{self, Package};
use super::{Cell, Kind, Line, Table, compound, letters, repeats};
use crate::failure::{Failure, Fault};
use crate::intake::map::FileMap;
use calamine::{Data, Dimensions, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsx};
use domain::wording;
use domain::wording::Wording;
use jiff::civil::DateTime;
use std::collections::HashMap;
use std::io::Cursor;
use store::Quoted;

/// This reads a packed file: XLSX or ODS.
pub(super) fn packed(bytes: &[u8], map: &FileMap) -> Result<Table, Failure> {
    match package::check(bytes)? {
        Package::Xlsx => guarded(Kind::Xlsx, || xlsx(bytes, map)),
        Package::Ods => {
            let merged = repeats::check(bytes)?;
            guarded(Kind::Ods, || ods(bytes, map, &merged))
        }
    }
}

/// This reads an XLS.
pub(super) fn xls(bytes: &[u8], map: &FileMap) -> Result<Table, Failure> {
    compound::check(bytes)?;
    guarded(Kind::Xls, || {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            calamine::XlsError::Password => protected(),
            _ => damaged(Kind::Xls),
        })?;
        let is_1904 = book.has_1904_epoch();
        let sheets = book.sheets_metadata().to_vec();
        choose(Kind::Xls, &sheets, map, |name| {
            let range = book.worksheet_range(name).map_err(|_| damaged(Kind::Xls))?;
            let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
            let mut builder = Builder::new(Kind::Xls, map.header_row);
            ranged(&range, None, is_1904, &mut builder)?;
            Ok((builder, merged))
        })
    })
}

/// A reader of spreadsheets may panic on a file that is broken in a way nobody thought of: that is a refusal too.
fn guarded(kind: Kind, read: impl FnOnce() -> Result<Table, Failure>) -> Result<Table, Failure> {
    quiet::catch(read).unwrap_or_else(|| Err(damaged(kind)))
}

fn damaged(kind: Kind) -> Failure {
    let name = kind.name();
    Failure::fault(
        "file",
        Fault::Unreadable,
        wording!("is an {} that is cut off or damaged; open it in a spreadsheet program and save it again", name),
    )
}

fn protected() -> Failure {
    Failure::fault("file", Fault::Unreadable, "is protected by a password; save it without one")
}

/// This reads the sheet that the map names, or the first with anything in it.
fn choose(
    kind: Kind,
    sheets: &[Sheet],
    map: &FileMap,
    mut read: impl FnMut(&str) -> Result<(Builder, Vec<Dimensions>), Failure>,
) -> Result<Table, Failure> {
    let named = |sheet: &&Sheet| match &map.sheet {
        Some(name) => sheet.name.trim() == name.trim(),
        None => sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible,
    };
    let wanted: Vec<&Sheet> = sheets.iter().filter(named).collect();
    if let (Some(name), true) = (&map.sheet, wanted.is_empty()) {
        let there = sheets.iter().map(|sheet| wording!("'{}'", Quoted::new(&sheet.name)));
        return Err(Failure::fault(
            "file",
            Fault::Unreadable,
            wording!(
                "has no sheet '{}'; it has {}: name one of them as sheet under [file] in the map",
                Quoted::new(name),
                Wording::joined(there, ", ")
            ),
        ));
    }
    let others = wanted.len();
    for sheet in wanted {
        let (builder, merged) = read(&sheet.name)?;
        let Some(row) = builder.header_row() else { continue };
        let header = u32::try_from(row.saturating_sub(1)).unwrap_or(u32::MAX);
        let merged = merged
            .iter()
            .filter(|cells| cells.start.0 <= header && cells.end.0 >= header && cells.start.1 < cells.end.1)
            .take(20)
            .map(|cells| format!("{}{row}:{}{row}", letters(cells.start.1 as usize), letters(cells.end.1 as usize)))
            .collect();
        let first = if map.sheet.is_none() && others > 1 {
            format!(", the first of {others} with anything in it")
        } else {
            String::new()
        };
        let read_as = format!("{}, sheet '{}'{first}, header in row {row}", kind.name(), sheet.name);
        if let Some(table) = builder.finish(read_as, merged) {
            return Ok(table);
        }
    }
    let row = map.header_row.map_or_else(|| "".into(), |row| wording!(" in row {}", row));
    Err(Failure::fault(
        "file",
        Fault::Unreadable,
        wording!("has no sheet with a header{}; check that the export has anything in it", row),
    ))
}

fn xlsx(bytes: &[u8], map: &FileMap) -> Result<Table, Failure> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => protected(),
        _ => damaged(Kind::Xlsx),
    })?;
    let is_1904 = book.has_1904_epoch();
    let sheets = book.sheets_metadata().to_vec();
    choose(Kind::Xlsx, &sheets, map, |name| {
        let noughts = noughts(&mut book, name)?;
        let mut builder = Builder::new(Kind::Xlsx, map.header_row);
        let mut cells = book.worksheet_cells_reader(name).map_err(|_| damaged(Kind::Xlsx))?;
        let mut line = Line { number: 1, cells: Vec::new(), faults: Vec::new() };
        while let Some(record) = cells.next_cell_with_formula_metadata().map_err(|_| damaged(Kind::Xlsx))? {
            let (row, column) = (u64::from(record.pos.0) + 1, record.pos.1 as usize);
            if row < line.number {
                return Err(damaged(Kind::Xlsx));
            }
            if row > line.number {
                empty_rows(&mut builder, &mut line, row)?;
            }
            let value = Data::from(record.value);
            let whole = matches!(value, Data::Float(number) if number.fract() == 0.0 && (0.0..1e15).contains(&number));
            let cell = match (&value, noughts.get(&record.pos)) {
                (Data::Empty, _) if record.formula.is_some() => Some(Cell::Uncomputed),
                (_, Some(width)) if whole => Some(Cell::Text(format!("{:0>width$}", value.to_string()))),
                _ => cell(value, is_1904),
            };
            if let Some(cell) = cell {
                place(&mut line, column, cell)?;
            }
        }
        builder.push(line)?;
        drop(cells);
        let merged = book.merge_cells_by_sheet_name(name).map_err(|_| damaged(Kind::Xlsx))?;
        Ok((builder, merged))
    })
}

/// This ends a row, counts the rows without a cell after it as empty, and begins another.
fn empty_rows(builder: &mut Builder, line: &mut Line, next: u64) -> Result<(), Failure> {
    let ended = std::mem::replace(line, Line { number: next, cells: Vec::new(), faults: Vec::new() });
    let between = ended.number + 1..next;
    builder.push(ended)?;
    builder.skip(between);
    Ok(())
}

fn place(line: &mut Line, column: usize, cell: Cell) -> Result<(), Failure> {
    if column >= limits::COLUMNS {
        let row = line.number;
        return Err(beyond(wording!(
            "row {} has a cell in column {}, and at most {} columns are read",
            row,
            Quoted::new(letters(column)),
            limits::COLUMNS
        )));
    }
    if line.cells.len() <= column {
        line.cells.resize(column + 1, Cell::Text(String::new()));
    }
    if let Some(place) = line.cells.get_mut(column) {
        *place = cell;
    }
    Ok(())
}

/// Cells whose format fills up with noughts, such as 00000000000: a telephone number keeps its first one by it.
fn noughts(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<HashMap<(u32, u32), usize>, Failure> {
    let mut found = HashMap::new();
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| damaged(Kind::Xlsx))?;
    let widths: HashMap<usize, usize> = cells
        .styles()
        .iter()
        .enumerate()
        .filter_map(|(at, style)| {
            let code = &style.number_format.as_ref()?.format_code;
            let width = code.len();
            (width > 1 && width < 32 && code.bytes().all(|letter| letter == b'0')).then_some((at, width))
        })
        .collect();
    if widths.is_empty() {
        return Ok(found);
    }
    while let Some((row, column, style)) = cells.next_style_id().map_err(|_| damaged(Kind::Xlsx))? {
        if let Some(width) = widths.get(&style) {
            found.insert((row, column), *width);
        }
        if found.len() > limits::CELLS / 4 {
            return Err(beyond("has too many cells of one format"));
        }
    }
    Ok(found)
}

fn ods(bytes: &[u8], map: &FileMap, merged: &[repeats::Merged]) -> Result<Table, Failure> {
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => protected(),
        _ => damaged(Kind::Ods),
    })?;
    let sheets = book.sheets_metadata().to_vec();
    choose(Kind::Ods, &sheets, map, |name| {
        let range = book.worksheet_range(name).map_err(|_| damaged(Kind::Ods))?;
        let formulas = book.worksheet_formula(name).map_err(|_| damaged(Kind::Ods))?;
        let mut builder = Builder::new(Kind::Ods, map.header_row);
        ranged(&range, Some(&formulas), false, &mut builder)?;
        let own = sheets.iter().position(|sheet| sheet.name == name);
        let wide = merged.iter().filter(|(sheet, ..)| Some(*sheet) == own).map(|(_, row, column, columns)| {
            let at = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            Dimensions { start: (at(*row), at(*column)), end: (at(*row), at(column + columns - 1)) }
        });
        Ok((builder, wide.collect()))
    })
}

/// The rows of a sheet that was read whole.
fn ranged(
    range: &Range<Data>,
    formulas: Option<&Range<String>>,
    is_1904: bool,
    builder: &mut Builder,
) -> Result<(), Failure> {
    let Some((first_row, first_column)) = range.start() else { return Ok(()) };
    builder.skip(1..u64::from(first_row) + 1);
    for (row, values) in (first_row..).zip(range.rows()) {
        let mut line = Line { number: u64::from(row) + 1, cells: Vec::new(), faults: Vec::new() };
        for (column, value) in (first_column..).zip(values) {
            let formula = || formulas.and_then(|all| all.get_value((row, column))).is_some_and(|text| !text.is_empty());
            let read = match value {
                Data::Empty if formula() => Some(Cell::Uncomputed),
                value => cell(value.clone(), is_1904),
            };
            if let Some(cell) = read {
                place(&mut line, column as usize, cell)?;
            }
        }
        builder.push(line)?;
    }
    Ok(())
}

/// Days between the calendars of 1900 and 1904.
const DAYS_TO_1904: u16 = 1_462;

/// One cell; none where it is empty.
fn cell(value: Data, is_1904: bool) -> Option<Cell> {
    let shift = if is_1904 { DAYS_TO_1904 } else { 0 };
    Some(match value {
        Data::Empty => return None,
        Data::String(text) => Cell::Text(text),
        Data::Bool(yes) => Cell::Text(if yes { "TRUE" } else { "FALSE" }.to_owned()),
        Data::Error(error) => Cell::Text(error.to_string()),
        Data::Int(number) => Cell::Text(number.to_string()),
        // Kept as a day of the 1900 calendar, should it stand in a column of dates.
        Data::Float(number) => Cell::Number { number, shift },
        Data::DateTime(serial) if serial.is_duration() || serial.as_f64() < 1.0 => Cell::Text(time_of(serial.as_f64())),
        Data::DateTime(serial) => match when(serial.as_f64() + f64::from(shift)) {
            Some(when) => Cell::When(when),
            None => Cell::Text(serial.as_f64().to_string()),
        },
        Data::DateTimeIso(text) => match text.parse::<DateTime>().ok().and_then(rounded) {
            Some(when) => Cell::When(when),
            None => Cell::Text(text),
        },
        Data::DurationIso(text) => Cell::Text(text),
    })
}

/// The moment that a number of days in the 1900 calendar stands for, to the second; none before 1900 and after 2200.
pub(in crate::intake) fn when(serial: f64) -> Option<DateTime> {
    if !(1.0..110_000.0).contains(&serial) {
        return None;
    }
    // That calendar has a 29 February 1900, so days before it are one off.
    let serial = if serial < 60.0 { serial + 1.0 } else { serial };
    #[expect(clippy::cast_possible_truncation, reason = "at most 110,000 days of 86,400 seconds")]
    let seconds = (serial * 86_400.0).round() as i64;
    let epoch = jiff::civil::date(1899, 12, 30).at(0, 0, 0, 0);
    epoch.checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok()
}

fn rounded(when: DateTime) -> Option<DateTime> {
    when.round(jiff::Unit::Second).ok()
}

/// A part of a day as hours, minutes and seconds.
fn time_of(days: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "out of range becomes the largest")]
    let seconds = (days * 86_400.0).round() as i64;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// Panics of a reader that are caught say nothing on the terminal.
mod quiet {
    use std::cell::Cell;
    use std::panic::{self, AssertUnwindSafe};
    use std::sync::Once;

    thread_local! { static QUIET: Cell<bool> = const { Cell::new(false) }; }

    /// This runs something and returns nothing if it panicked.
    pub(super) fn catch<T>(run: impl FnOnce() -> T) -> Option<T> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let usual = panic::take_hook();
            panic::set_hook(Box::new(move |panicked| {
                if !QUIET.with(Cell::get) {
                    usual(panicked);
                }
            }));
        });
        QUIET.with(|quiet| quiet.set(true));
        let outcome = panic::catch_unwind(AssertUnwindSafe(run)).ok();
        QUIET.with(|quiet| quiet.set(false));
        outcome
    }
}
