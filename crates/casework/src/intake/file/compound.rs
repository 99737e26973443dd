//! An XLS before anything reads it: that its chains of sectors end, and how much its records come to.
//!
//! The reader of spreadsheets follows what the file says without asking how far, so the same way is gone here first,
//! and counted.

use super::limits::{self, beyond};
use crate::failure::{Failure, Fault};
use domain::wording;

/// The first bytes of a compound file.
pub(super) const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const LAST: u32 = 0xffff_fffe;
const RESERVED: u32 = 0xffff_fffa;

fn damaged() -> Failure {
    Failure::fault(
        "file",
        Fault::Unreadable,
        "is an XLS that is cut off or damaged; open it in a spreadsheet program and save it as XLSX or ODS",
    )
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// This checks an XLS against the limits.
pub(super) fn check(bytes: &[u8]) -> Result<(), Failure> {
    if bytes.len() > limits::XLS_BYTES {
        let most = limits::mebibytes(limits::XLS_BYTES as u64);
        return Err(Failure::fault(
            "file",
            Fault::Unreadable,
            wording!("is an XLS of more than {}; save it as XLSX", most),
        ));
    }
    let file = Compound::read(bytes).ok_or_else(damaged)?;
    if file.entry("EncryptedPackage").is_some() {
        return Err(Failure::fault("file", Fault::Unreadable, "is protected by a password; save it without one"));
    }
    if file.entry("WordDocument").is_some() {
        return Err(Failure::fault("file", Fault::Unreadable, "is a Word document; export a spreadsheet or CSV"));
    }
    let (start, length) = file.entry("Workbook").or_else(|| file.entry("Book")).ok_or_else(|| {
        Failure::fault(
            "file",
            Fault::Unreadable,
            "is a file of an old Office program but no spreadsheet; save it as XLSX or ODS",
        )
    })?;
    let stream = file.stream(start, length).ok_or_else(damaged)?;
    records(&stream)
}

/// A compound file: sectors, the table that chains them, the directory.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    directory: Vec<u8>,
    mini: Option<(Vec<u8>, Vec<u32>)>,
}

impl<'a> Compound<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let sectors = bytes.len() / sector;
        let mut file = Self { bytes, sector, fat: Vec::new(), directory: Vec::new(), mini: None };
        let mut tables: Vec<u32> = (0..109).filter_map(|at| u32_at(bytes, 76 + 4 * at)).collect();
        let mut further = u32_at(bytes, 68)?;
        let mut steps = 0;
        while further < RESERVED {
            steps += 1;
            if steps > sectors {
                return None;
            }
            let mut more: Vec<u32> = words(file.sector(further)?).collect();
            further = more.pop()?;
            tables.extend(more);
        }
        let tables: Vec<u32> = tables.into_iter().filter(|id| *id < RESERVED).collect();
        // One table for each stretch of sectors that it chains, and not the same one over and over.
        if tables.len() > sectors / (sector / 4) + 2 {
            return None;
        }
        for id in tables {
            let chained: Vec<u32> = words(file.sector(id)?).collect();
            file.fat.extend(chained);
        }
        file.directory = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        if file.directory.len() < 128 {
            return None;
        }
        if u32_at(bytes, 64)? > 0 {
            let root_length = place(u32_at(&file.directory, 120)?);
            let content = file.chain(u32_at(&file.directory, 116)?, root_length)?;
            let table_length = place(u32_at(bytes, 64)?).checked_mul(sector)?;
            let table = file.chain(u32_at(bytes, 60)?, table_length)?;
            file.mini = Some((content, words(&table).collect()));
        }
        Some(file)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = place(id).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The bytes of a chain, up to a length; none where it goes round in a circle or out of the file.
    fn chain(&self, mut id: u32, length: usize) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        while id != LAST && content.len() < length {
            // More than the file holds: the chain goes round.
            if content.len() > self.bytes.len() {
                return None;
            }
            let sector = self.sector(id)?;
            content.extend_from_slice(sector.get(..sector.len().min(length - content.len()))?);
            id = *self.fat.get(place(id))?;
        }
        Some(content)
    }

    /// Where a stream starts, and its length.
    fn entry(&self, name: &str) -> Option<(u32, usize)> {
        let entry = self.directory.chunks_exact(128).find(|entry| {
            let letters = entry.chunks_exact(2).take(32).map_while(|pair| match pair {
                [low, 0] if *low != 0 => Some(char::from(*low)),
                _ => None,
            });
            letters.collect::<String>().eq_ignore_ascii_case(name)
        })?;
        Some((u32_at(entry, 116)?, place(u32_at(entry, 120)?)))
    }

    fn stream(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        if length > self.bytes.len() {
            return None;
        }
        if length >= 4_096 {
            return self.chain(start, length);
        }
        let (content, table) = self.mini.as_ref()?;
        let (mut stream, mut id) = (Vec::new(), start);
        while id != LAST && stream.len() < length {
            let from = place(id).checked_mul(64)?;
            let part = content.get(from..from.checked_add(64)?.min(content.len()))?;
            if part.is_empty() {
                return None;
            }
            stream.extend_from_slice(part.get(..part.len().min(length - stream.len()))?);
            id = *table.get(place(id))?;
        }
        Some(stream)
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0))
}

/// The records of a stream from a place on: kind, content.
fn records_from(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let content = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, content))
    })
}

/// What the sheets come to.
fn records(stream: &[u8]) -> Result<(), Failure> {
    let (mut starts, mut names, mut longest_name, mut lengths) = (Vec::new(), 0_usize, 16_usize, Vec::new());
    let mut globals = records_from(stream, 0).peekable();
    while let Some((kind, content)) = globals.next() {
        match kind {
            0x0085 => starts.push(u32_at(content, 0).map(place).filter(|at| *at < stream.len()).ok_or_else(damaged)?),
            0x0018 => {
                names += 1;
                longest_name = longest_name.max(content.len());
            }
            0x00fc => {
                let mut parts = vec![content];
                while let Some((_, more)) = globals.next_if(|(kind, _)| *kind == 0x003c) {
                    parts.push(more);
                }
                lengths = shared(&parts);
            }
            0x000a => break,
            _ => {}
        }
    }
    starts.sort_unstable();
    // The same sheet under many names would be read as often.
    if starts.len() > 1_000 || names > 20_000 || starts.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err(damaged());
    }
    let (mut cells, mut text, mut formulas) = (0_usize, 0_usize, 0_usize);
    for start in starts {
        let (mut rows, mut columns) = ((u16::MAX, 0_u16), (u16::MAX, 0_u16));
        let (mut depth, mut began) = (0_usize, false);
        for (kind, content) in records_from(stream, start) {
            match kind {
                0x0809 if began => depth += 1,
                0x0809 => began = true,
                0x000a if depth == 0 => break,
                0x000a => depth -= 1,
                0x0200 => match claimed(content) {
                    None => return Err(damaged()),
                    Some(claimed) if claimed > limits::CELLS => return Err(too_many()),
                    Some(_) => {}
                },
                0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x0006 | 0x00bd => {
                    let (Some(row), Some(column)) = (u16_at(content, 0), u16_at(content, 2)) else { continue };
                    let last = if kind == 0x00bd { u16_at(content, content.len().saturating_sub(2)) } else { None };
                    let last = last.unwrap_or(column);
                    rows = (rows.0.min(row), rows.1.max(row));
                    columns = (columns.0.min(column).min(last), columns.1.max(column).max(last));
                    if kind == 0x00fd {
                        let length = u32_at(content, 6).and_then(|at| lengths.get(place(at)));
                        text = text.saturating_add(length.copied().unwrap_or(0));
                    }
                    if kind == 0x0006 {
                        formulas = formulas.saturating_add(content.len());
                    }
                }
                _ => {}
            }
        }
        if rows.0 <= rows.1 {
            let area = (usize::from(rows.1 - rows.0) + 1) * (usize::from(columns.1 - columns.0) + 1);
            cells = cells.saturating_add(area);
        }
        if cells > limits::CELLS {
            return Err(too_many());
        }
        // A formula is written out with the names that it uses: five bytes a name.
        if text > limits::TEXT_BYTES || (formulas / 5).saturating_mul(longest_name) > 4 * limits::TEXT_BYTES {
            return Err(beyond("holds more text than is read"));
        }
    }
    Ok(())
}

fn too_many() -> Failure {
    beyond(wording!("comes to more than {} cells, empty ones between filled ones counted", limits::CELLS))
}

/// The cells that a sheet claims to have, as the reader counts them; none where the claim cannot be counted.
fn claimed(content: &[u8]) -> Option<usize> {
    let (first_row, end_row, first_column, end_column) = if content.len() == 10 {
        let short = |at| u16_at(content, at).map(u32::from);
        (short(0)?, short(2)?, short(4)?, short(6)?)
    } else {
        let short = |at| u16_at(content, at).map(u32::from);
        (u32_at(content, 0)?, u32_at(content, 4)?, short(8)?, short(10)?)
    };
    if end_row == 0 || end_column == 0 {
        return Some(1);
    }
    let first_column = if first_column > 0xff || end_column < first_column { 0 } else { first_column };
    let (rows, columns) = (end_row.checked_sub(first_row)?, end_column.checked_sub(first_column)?);
    place(rows).checked_mul(place(columns))
}

/// The bytes of each shared string at most; it stops where they can no longer be followed, as the reader will.
fn shared(parts: &[&[u8]]) -> Vec<usize> {
    let whole: usize = parts.iter().map(|part| part.len()).sum();
    let mut lengths = Vec::new();
    let (mut part, mut at) = (0, 8);
    while let Some(content) = parts.get(part) {
        if at >= content.len() {
            (part, at) = (part + 1, 0);
            continue;
        }
        let (Some(letters), Some(flags)) = (u16_at(content, at), content.get(at + 2).copied()) else { break };
        at += 3;
        let mut after = 0;
        if flags & 0x08 != 0 {
            after += 4 * usize::from(u16_at(content, at).unwrap_or(0));
            at += 2;
        }
        if flags & 0x04 != 0 {
            after += place(u32_at(content, at).unwrap_or(0)).min(whole);
            at += 4;
        }
        lengths.push(usize::from(letters) * 3);
        let (mut left, mut wide) = (usize::from(letters), flags & 1 != 0);
        while left > 0 {
            let Some(content) = parts.get(part) else { return lengths };
            let size = if wide { 2 } else { 1 };
            let fit = (content.len().saturating_sub(at) / size).min(left);
            left -= fit;
            at += fit * size;
            if left > 0 {
                part += 1;
                wide = parts.get(part).and_then(|content| content.first()).is_some_and(|flags| flags & 1 != 0);
                at = 1;
            }
        }
        while after > 0 {
            let Some(content) = parts.get(part) else { return lengths };
            let skipped = content.len().saturating_sub(at).min(after);
            after -= skipped;
            at += skipped;
            if after > 0 {
                (part, at) = (part + 1, 0);
            }
        }
    }
    lengths
}
