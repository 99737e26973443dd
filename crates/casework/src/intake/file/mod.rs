//! A file as a table: whatever program wrote it, it comes out as a header and rows of cells, or as one clear refusal.

pub mod limits;
mod book;
mod builder;
mod compound;
mod package;
mod repeats;
mod text;

pub(in crate::intake) use book::when as serial;

use crate::failure::{Failure, Fault};
use crate::intake::map::FileMap;
use domain::wording;
use jiff::civil::DateTime;
use std::borrow::Cow;

/// One cell as it was read.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Letters; a spreadsheet's error and its TRUE and FALSE too.
    Text(String),
    /// A number.
    Number {
        /// It.
        number: f64,
        /// Days to add where it is meant as a day of the 1900 calendar.
        shift: u16,
    },
    /// A date with its time, as a spreadsheet keeps one; the time is midnight where there is none.
    When(DateTime),
    /// A formula whose result the file does not hold.
    Uncomputed,
}

impl Cell {
    /// What stands there, as text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            // A whole number gains no '.0': crime numbers and telephone numbers stand in such cells.
            Self::Number { number, .. } => Cow::Owned(number.to_string()),
            Self::When(when) if when.time() == jiff::civil::Time::midnight() => Cow::Owned(when.date().to_string()),
            Self::When(when) => Cow::Owned(when.strftime("%Y-%m-%d %H:%M:%S").to_string()),
            Self::Uncomputed => Cow::Borrowed(""),
        }
    }
    /// Whether nothing stands there.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// One row under the header.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Its number in the file, counted from 1.
    pub number: u64,
    /// Its cells; those after the last filled one may be missing.
    pub cells: Vec<Cell>,
    /// What is wrong with the row as a whole.
    pub faults: Vec<String>,
}

/// What a file was read as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text with a delimiter.
    Csv,
    /// Excel 2007 and later.
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
}

impl Kind {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
        }
    }
}

/// A file as a table.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    /// What it was read as.
    pub kind: Kind,
    /// How it was read, in words: the encoding and the delimiter, or the sheet, and the row of the header.
    pub read_as: String,
    /// The names of the columns, without spaces at either end.
    pub header: Vec<String>,
    /// The row in which they stand.
    pub header_row: u64,
    /// The rows under it that hold anything.
    pub lines: Vec<Line>,
    /// Rows under it that hold nothing.
    pub empty_rows: u64,
    /// Cells of the header that are merged over several columns.
    pub merged: Vec<String>,
}

impl Table {
    /// The name of a column, or its letter where it has none.
    pub fn column(&self, at: usize) -> String {
        match self.header.get(at) {
            Some(name) if !name.is_empty() => name.clone(),
            _ if self.kind == Kind::Csv && at < self.header.len() => String::new(),
            _ if self.kind == Kind::Csv => format!("(column {})", at + 1),
            _ => format!("({})", letters(at)),
        }
    }
    /// The name of a column as a problem gives it: in a spreadsheet with its letter.
    pub fn place(&self, at: usize) -> String {
        match self.kind {
            Kind::Csv => self.column(at),
            Kind::Xlsx | Kind::Xls | Kind::Ods => match self.header.get(at) {
                Some(name) if !name.is_empty() => format!("{name} ({})", letters(at)),
                _ => self.column(at),
            },
        }
    }
}

/// The letters of a column: A, B, … Z, AA.
pub(super) fn letters(at: usize) -> String {
    let mut rest = at + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// This reads a file as a table; what it cannot read it refuses, with what to do.
pub fn table(bytes: &[u8], map: &FileMap) -> Result<Table, Failure> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(limits::beyond(wording!(
            "has {}, and at most {} are read",
            limits::mebibytes(bytes.len() as u64),
            limits::mebibytes(limits::FILE_BYTES as u64)
        )));
    }
    if bytes.is_empty() {
        return Err(Failure::fault("file", Fault::Unreadable, "is empty; export it again"));
    }
    if bytes.starts_with(b"PK") {
        return book::packed(bytes, map);
    }
    if bytes.starts_with(&compound::SIGNATURE) {
        return book::xls(bytes, map);
    }
    let start = bytes.get(..512).unwrap_or(bytes).to_ascii_lowercase();
    let begins = |with: &[u8]| start.trim_ascii_start().starts_with(with);
    if begins(b"%pdf") {
        return Err(Failure::fault("file", Fault::Unreadable, "is a PDF; export it as CSV, XLSX, XLS or ODS"));
    }
    if begins(b"<!doctype") || begins(b"<html") || begins(b"<table") || begins(b"<?xml") || begins(b"<meta") {
        return Err(Failure::fault(
            "file",
            Fault::Unreadable,
            "is a web page or XML, whatever its name ends in; open it in a spreadsheet program and save it as XLSX, ODS or CSV",
        ));
    }
    text::read(bytes, map)
}
