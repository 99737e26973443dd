//! A packed file (XLSX, ODS) before anything reads it: what its directory claims, and what really comes out of it.
//!
//! The reader of spreadsheets unpacks by itself and trusts what it finds, so everything is unpacked here once, into
//! nothing, and counted.

use super::limits::{self, beyond, mebibytes};
use crate::failure::{Failure, Fault};
use domain::wording;
use quick_xml::events::Event;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// What a packed file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Package {
    /// An XLSX workbook.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
}

/// Bytes at the start of an entry of the directory.
const ENTRY: &[u8] = b"PK\x01\x02";

/// This checks a packed file against the limits and says what it is.
pub(super) fn check(bytes: &[u8]) -> Result<Package, Failure> {
    // Counted before the directory is read into memory.
    let entries = bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY).count();
    if entries > limits::PARTS {
        return Err(Failure::fault(
            "file",
            Fault::Unreadable,
            wording!(
                "is packed of {} parts, and a spreadsheet has at most {}; this is no spreadsheet",
                entries,
                limits::PARTS
            ),
        ));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| cut_off())?;
    let kind = kind(&mut archive)?;
    claimed(&mut archive)?;
    let mut unpacked = 0;
    for at in 0..archive.len() {
        unpacked += unpack(&mut archive, at, limits::UNPACKED_BYTES - unpacked)?;
    }
    Ok(kind)
}

fn cut_off() -> Failure {
    Failure::fault(
        "file",
        Fault::Unreadable,
        "is packed like XLSX or ODS but is cut off or damaged; save or fetch it again",
    )
}

fn too_much() -> Failure {
    beyond(wording!("unpacks to more than {}, which is more than is read", mebibytes(limits::UNPACKED_BYTES)))
}

/// What it is, by the parts that it has.
fn kind(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Package, Failure> {
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_lowercase()).collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("xl/workbook.bin") {
        return Err(Failure::fault("file", Fault::Unreadable, "is XLSB, which is not read; save it as XLSX"));
    }
    if has("[content_types].xml") && (has("xl/") || has("_rels/")) && !has("word/") && !has("ppt/") {
        return Ok(Package::Xlsx);
    }
    let mut mimetype = String::new();
    if let Ok(part) = archive.by_name("mimetype") {
        let _ = part.take(100).read_to_string(&mut mimetype);
    }
    if mimetype == "application/vnd.oasis.opendocument.spreadsheet" {
        return Ok(Package::Ods);
    }
    Err(Failure::fault(
        "file",
        Fault::Unreadable,
        "is a packed file but no XLSX or ODS spreadsheet; take the spreadsheet out of it, or save it as one",
    ))
}

/// What the directory claims; what it says may be a lie, so this only spares the work of unpacking an honest bomb.
fn claimed(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Failure> {
    let mut all = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| cut_off())?;
        if part.encrypted() {
            return Err(Failure::fault("file", Fault::Unreadable, "is protected by a password; save it without one"));
        }
        all = all.saturating_add(part.size());
        if all > limits::UNPACKED_BYTES {
            return Err(too_much());
        }
        ratio(part.size(), part.compressed_size())?;
    }
    Ok(())
}

fn ratio(unpacked: u64, packed: u64) -> Result<(), Failure> {
    if unpacked > 1 << 20 && unpacked / packed.max(1) > limits::RATIO {
        return Err(Failure::fault(
            "file",
            Fault::Unreadable,
            wording!(
                "unpacks to {} times its size, as no honest spreadsheet does; open it in a spreadsheet program, delete the rows and sheets that hold nothing, and save it again",
                unpacked / packed.max(1)
            ),
        ));
    }
    Ok(())
}

/// This unpacks one part into nothing and returns how many bytes came out.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, at: usize, most: u64) -> Result<u64, Failure> {
    let part = archive.by_index(at).map_err(|error| match error {
        ZipError::UnsupportedArchive(_) => Failure::fault(
            "file",
            Fault::Unreadable,
            "is packed in a way that spreadsheet programs do not use; save it again as XLSX or ODS",
        ),
        _ => cut_off(),
    })?;
    let packed = part.compressed_size();
    let strings = part.name().map_err(|_| cut_off())?.to_lowercase().ends_with("sharedstrings.xml");
    let mut counted = Counted { inner: part, count: 0, most, over: false };
    let read = if strings {
        count_strings(&mut counted)
    } else {
        std::io::copy(&mut counted, &mut std::io::sink()).map(|_| ())
    };
    // The rest, where the words ended before the part did.
    let read = read.and_then(|()| std::io::copy(&mut counted, &mut std::io::sink()));
    if counted.over {
        return Err(too_much());
    }
    read.map_err(|_| cut_off())?;
    ratio(counted.count, packed)?;
    Ok(counted.count)
}

/// The words that cells share: their number is checked, since the reader makes room for as many as the part claims.
fn count_strings<R: Read>(part: &mut R) -> Result<(), std::io::Error> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    let mut strings = 0;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => match element.local_name().as_ref() {
                "si" => strings += 1,
                "sst" => {
                    let claimed =
                        element.attributes().flatten().find(|attribute| attribute.key.as_ref() == "uniqueCount");
                    let claimed = claimed.and_then(|count| count.value.parse::<usize>().ok()).unwrap_or(0);
                    if claimed > limits::CELLS {
                        return Err(std::io::Error::other("more words than cells"));
                    }
                }
                _ => {}
            },
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(quick_xml::Error::Io(error)) => return Err(std::io::Error::new(error.kind(), "unreadable")),
            // What is wrong in it the reader will say.
            Err(_) => return Ok(()),
        }
        if strings > limits::CELLS {
            return Err(std::io::Error::other("more words than cells"));
        }
    }
}

/// Counts what is read, and stops when it is too much.
struct Counted<R> {
    inner: R,
    count: u64,
    most: u64,
    over: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count += read as u64;
        if self.count > self.most {
            self.over = true;
            return Err(std::io::Error::other("too much"));
        }
        Ok(read)
    }
}
