//! Many rows in one statement: on PostgreSQL each statement is a round trip, which takes longer than what it does.

use crate::backend::Db;
use crate::error::StoreError;
use crate::value::Value;

/// How many rows one statement takes: few sizes, so that few statements are prepared.
const SIZES: [usize; 7] = [64, 32, 16, 8, 4, 2, 1];

/// This cuts a list into pieces of the sizes for which statements are prepared.
pub(crate) fn pieces<T>(mut list: &[T]) -> Vec<&[T]> {
    let mut found = Vec::new();
    while let Some(size) = SIZES.iter().find(|size| **size <= list.len()) {
        let (piece, rest) = list.split_at(*size);
        found.push(piece);
        list = rest;
    }
    found
}

/// The places of the values of so many rows: `($1, $2), ($3, $4)`.
pub(crate) fn places(rows: usize, columns: usize) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(rows * columns * 6);
    for place in 0..rows * columns {
        let before = match (place % columns, place) {
            (0, 0) => "(",
            (0, _) => "), (",
            _ => ", ",
        };
        let _ = write!(text, "{before}${}", place + 1);
    }
    text.push(')');
    text
}

/// This runs `before (…), (…) after` over rows of one length, and says how many rows that changed.
pub(crate) fn execute<const COLUMNS: usize>(
    db: &mut Db,
    before: &str,
    rows: &[[Value; COLUMNS]],
    after: &str,
) -> Result<u64, StoreError> {
    let mut changed = 0;
    for piece in pieces(rows) {
        let sql = format!("{before} {} {after}", places(piece.len(), COLUMNS));
        changed += db.execute(&sql, piece.as_flattened())?;
    }
    Ok(changed)
}

/// This runs `before (…)` over a list of single values, such as a `delete` of ids.
pub(crate) fn execute_in(db: &mut Db, before: &str, list: &[Value]) -> Result<(), StoreError> {
    for piece in pieces(list) {
        db.execute(&format!("{before} {}", places(1, piece.len())), piece)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{pieces, places};

    #[test]
    fn every_row_is_in_one_piece_in_order_and_has_its_places() {
        for length in [0, 1, 3, 22, 64, 200] {
            let list: Vec<usize> = (0..length).collect();
            assert_eq!(pieces(&list).concat(), list);
        }
        assert_eq!(pieces(&[0; 22]).iter().map(|piece| piece.len()).collect::<Vec<_>>(), [16, 4, 2]);
        assert_eq!(places(2, 2), "($1, $2), ($3, $4)");
        assert_eq!(places(1, 3), "($1, $2, $3)");
    }
}
