//! CSV: which encoding it is in, what parts its cells, and its rows.

use super::builder::Builder;
use super::{Cell, Kind, Line, Table};
use crate::failure::{Failure, Fault};
use crate::intake::map::{Encoding, FileMap};
use crate::intake::quotes;
use domain::wording;
use std::borrow::Cow;

/// This reads bytes as CSV.
pub(super) fn read(bytes: &[u8], map: &FileMap) -> Result<Table, Failure> {
    let (text, encoding) = decode(bytes, map.encoding)?;
    let delimiter = match map.delimiter {
        Some(delimiter) => delimiter.byte(),
        None => delimiter_of(&text),
    };
    let mut builder = Builder::new(Kind::Csv, map.header_row);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record).map_err(|_| unreadable(number + 1))? {
        number += 1;
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let mut faults: Vec<String> =
            quotes::problem(text.get(start..end).unwrap_or_default(), char::from(delimiter)).into_iter().collect();
        if builder.width().is_some_and(|width| width != record.len())
            && record.iter().any(|cell| !cell.trim().is_empty())
        {
            faults.push("has more or fewer cells than the header".to_owned());
        }
        let cells = record.iter().map(|cell| Cell::Text(cell.to_owned())).collect();
        builder.push(Line { number, cells, faults })?;
    }
    let parted = match delimiter {
        b';' => "semicolons",
        b'\t' => "tabs",
        b'|' => "upright strokes",
        _ => "commas",
    };
    let row = builder.header_row().map_or_else(String::new, |row| format!(", header in row {row}"));
    builder
        .finish(format!("CSV in {encoding}, parted by {parted}{row}"), Vec::new())
        .ok_or_else(|| Failure::fault("file", Fault::Unreadable, "has no header row that can be read"))
}

fn unreadable(number: u64) -> Failure {
    Failure::fault("file", Fault::Unreadable, wording!("row {} cannot be read as CSV", number))
}

/// The text of a file, and the name of its encoding.
fn decode(bytes: &[u8], asked: Option<Encoding>) -> Result<(Cow<'_, str>, &'static str), Failure> {
    let marked = match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some(Encoding::Utf8),
        [0xff, 0xfe, ..] => Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16Be),
        _ => None,
    };
    let encoding = match asked.or(marked) {
        Some(encoding) => encoding,
        None => guess(bytes)?,
    };
    let whole = match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
    };
    let (text, wrong) = whole.decode_with_bom_removal(bytes);
    if wrong || (encoding == Encoding::Windows1252 && !is_windows_1252(bytes)) {
        return Err(Failure::fault(
            "file",
            Fault::Unreadable,
            wording!(
                "is not {} text, or is cut off; export it as 'CSV UTF-8', or name its encoding in the map",
                encoding.name()
            ),
        ));
    }
    Ok((text, encoding.name()))
}

/// The encoding of a file that has no byte-order mark.
fn guess(bytes: &[u8]) -> Result<Encoding, Failure> {
    let first = bytes.get(..1_024).unwrap_or(bytes);
    if first.iter().filter(|byte| **byte == 0).count() > first.len() / 4 {
        return Err(Failure::fault(
            "file",
            Fault::Unreadable,
            "looks like UTF-16 without the mark at its start; export it as 'CSV UTF-8', or write encoding = \"utf-16le\" under [file] in the map",
        ));
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(_) => return Ok(Encoding::Utf8),
        Err(error) => error,
    };
    let sound = bytes.get(..error.valid_up_to()).unwrap_or_default();
    // Letters that only UTF-8 writes so, and then bytes that it never writes: two encodings in one file, or its end is gone.
    if !sound.is_ascii() {
        let row = sound.iter().filter(|byte| **byte == b'\n').count() + 1;
        return Err(Failure::fault(
            "file",
            Fault::Unreadable,
            wording!(
                "is UTF-8 text up to line {} and not from there on: it is cut off, or put together from two files; export it again as 'CSV UTF-8'",
                row
            ),
        ));
    }
    if is_windows_1252(bytes) {
        return Ok(Encoding::Windows1252);
    }
    Err(Failure::fault(
        "file",
        Fault::Unreadable,
        "is neither a spreadsheet nor text in UTF-8, UTF-16 or Windows-1252; export it as 'CSV UTF-8', XLSX, XLS or ODS",
    ))
}

/// Whether every byte stands for a letter in Windows-1252, and none is a control character.
fn is_windows_1252(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| match byte {
        b'\t' | b'\n' | b'\r' => true,
        0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0x7f => false,
        byte => *byte >= 0x20,
    })
}

/// What parts the cells: whichever stands most often outside quotes in the first lines; a comma where none does.
fn delimiter_of(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(4_096) {
        match byte {
            b'"' => quoted = !quoted,
            // The first line with a mark in it decides: it is the header.
            b'\n' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(mark, _)| *mark == byte).for_each(|(_, count)| *count += 1),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(mark, _)| *mark)
}
