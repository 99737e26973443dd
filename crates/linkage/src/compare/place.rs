//! Postcodes, addresses and vehicles.

use crate::compare::similar::{jaro_winkler_from, one_edit};
use crate::record::{Record, Records, TextId};

pub(crate) const POSTCODE_FINDINGS: &[&str] = &[
    "not comparable",
    "same postcode",
    "one character of the postcode differs",
    "same postcode sector",
    "same outward code",
    "different postcodes",
];

pub(crate) const VEHICLE_FINDINGS: &[&str] =
    &["not comparable", "same registration", "one character of the registration differs", "different registrations"];

pub(crate) const ADDRESS_FINDINGS: &[&str] =
    &["not comparable", "same address", "nearly the same address", "addresses in part alike", "different addresses"];

/// The level of two postcodes.
pub(crate) fn postcode(records: &Records, a: &Record, b: &Record) -> u8 {
    if a.outward == 0 || b.outward == 0 {
        return 0;
    }
    let text = |id| records.texts.get(id);
    let (out_a, out_b, in_a, in_b) = (text(a.outward), text(b.outward), text(a.inward), text(b.inward));
    if a.outward == b.outward {
        if a.inward == b.inward && (!in_a.is_empty() || out_a.starts_with(|c: char| c.is_ascii_digit())) {
            return 1;
        }
        if in_a.is_empty() || in_b.is_empty() {
            return 4;
        }
        return if one_edit(in_a, in_b) {
            2
        } else if in_a.as_bytes().first() == in_b.as_bytes().first() {
            3
        } else {
            4
        };
    }
    let both_whole = !in_a.is_empty() && !in_b.is_empty() && a.inward == b.inward;
    // Postcodes of other countries are kept whole in the outward part.
    let foreign = |out: &str| out.len() >= 4 && out.starts_with(|c: char| c.is_ascii_digit());
    if (both_whole || (foreign(out_a) && foreign(out_b))) && one_edit(out_a, out_b) { 2 } else { 5 }
}

/// The level of two registration marks.
pub(crate) fn vehicle(records: &Records, a: TextId, b: TextId) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => 0,
        _ if a == b => 1,
        _ if one_edit(records.texts.get(a), records.texts.get(b)) => 2,
        _ => 3,
    }
}

/// The level of two address lines: the share of the words of the shorter one that the other has too.
pub(crate) fn address(records: &Records, a: TextId, b: TextId) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => return 0,
        _ if a == b => return 1,
        _ => {}
    }
    let (a, b) = (records.texts.get(a), records.texts.get(b));
    let (short, long) = if (a.split(' ').count(), a) <= (b.split(' ').count(), b) { (a, b) } else { (b, a) };
    let alike = |x: &str, y: &str| {
        let is_number = x.bytes().any(|c| c.is_ascii_digit());
        let same_start = x.as_bytes().first() == y.as_bytes().first();
        x == y || (same_start && !is_number && jaro_winkler_from(0.9, x, y) > 0.0)
    };
    let words = short.split(' ').count();
    let shared = short.split(' ').filter(|x| long.split(' ').any(|y| alike(x, y))).count();
    match shared as f64 / words as f64 {
        share if share >= 0.85 => 2,
        share if share >= 0.5 => 3,
        _ => 4,
    }
}
