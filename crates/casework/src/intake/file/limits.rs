//! How much of a file is read at most, so that no file, whatever it claims to be, takes the memory of the machine.

use crate::failure::{Failure, Fault};
use domain::wording;
use domain::wording::Wording;

/// Bytes of a file.
pub const FILE_BYTES: usize = 64 << 20;
/// Bytes of a file in the old XLS form; Excel itself stops at 65,536 rows there.
pub const XLS_BYTES: usize = 24 << 20;
/// Bytes of all that a packed file (XLSX, ODS) unpacks to.
pub const UNPACKED_BYTES: u64 = 128 << 20;
/// How many times larger a part of a packed file may be when it is unpacked; asked of parts over a mebibyte.
pub const RATIO: u64 = 200;
/// Parts of a packed file.
pub const PARTS: usize = 4_096;
/// Rows with anything in them.
pub const ROWS: usize = 200_000;
/// Columns.
pub const COLUMNS: usize = 512;
/// Cells, empty ones between filled ones counted too.
pub const CELLS: usize = 8_000_000;
/// Bytes of one cell; Excel itself stops at 32,767 letters.
pub const CELL_BYTES: usize = 256 << 10;
/// Bytes of all cells together.
pub const TEXT_BYTES: usize = 128 << 20;

/// A file that is larger than what is read: what of it, and what to do.
pub(super) fn beyond(what: impl Into<Wording>) -> Failure {
    let what = what.into();
    Failure::fault(
        "file",
        Fault::OutOfRange,
        wording!("{}; split the export, by months say, and import the parts", what),
    )
}

/// A number of bytes as people read it.
pub(super) fn mebibytes(bytes: u64) -> Wording {
    wording!("{} MB", bytes.div_ceil(1 << 20))
}
