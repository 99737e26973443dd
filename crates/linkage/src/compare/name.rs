//! Forename and surname together: their agreement is not independent, so they make one level.

use crate::compare::similar::jaro_winkler_from;
use crate::record::{Name, Record, Records, TextId};
use crate::tables::Tables;

pub(crate) const SAME: u8 = 1;
pub(crate) const NICKNAME: u8 = 2;
pub(crate) const FORENAME_NEAR: u8 = 3;
pub(crate) const SURNAME_NEAR: u8 = 4;
pub(crate) const BOTH_NEAR: u8 = 5;
pub(crate) const SWAPPED: u8 = 6;
pub(crate) const SURNAME_ONLY: u8 = 7;
pub(crate) const FORENAME_ONLY: u8 = 8;
pub(crate) const NICKNAME_ONLY: u8 = 9;
pub(crate) const SURNAME_ALONE: u8 = 10;
pub(crate) const FORENAME_ALONE: u8 = 11;
pub(crate) const DIFFERENT: u8 = 12;

pub(crate) const FINDINGS: &[&str] = &[
    "not comparable",
    "same forename and surname",
    "same surname, forename a known variant",
    "same surname, similar forename or initial",
    "same forename or variant, surname similar or part of the other",
    "similar forename and surname",
    "forename and surname swapped",
    "same surname, different forename",
    "same forename, different surname",
    "forename a known variant, different surname",
    "same surname, a forename not stated",
    "same forename or variant, a surname not stated",
    "different names",
];

// From the strongest agreement to the weakest: with several names, the best pair counts.
const ORDER: [u8; 13] = [
    0,
    SAME,
    NICKNAME,
    FORENAME_NEAR,
    SURNAME_NEAR,
    SWAPPED,
    BOTH_NEAR,
    SURNAME_ALONE,
    SURNAME_ONLY,
    FORENAME_ALONE,
    FORENAME_ONLY,
    NICKNAME_ONLY,
    DIFFERENT,
];

/// The level of two records: the best over all their names.
pub(crate) fn level(records: &Records, tables: &Tables, a: &Record, b: &Record) -> u8 {
    match (a.names.as_slice(), b.names.as_slice()) {
        ([x], [y]) => level_of(records, tables, *x, *y),
        _ => best(records, tables, a, b).map_or(0, |(level, ..)| level),
    }
}

/// The level, with the two names that reach it; none where a name is not stated.
pub(crate) fn best(records: &Records, tables: &Tables, a: &Record, b: &Record) -> Option<(u8, Name, Name)> {
    let rank = |level: u8| ORDER.iter().position(|&other| other == level);
    a.names
        .iter()
        .flat_map(|&x| b.names.iter().map(move |&y| (x, y)))
        .map(|(x, y)| (level_of(records, tables, x, y), x, y))
        .filter(|(level, ..)| *level != 0)
        .min_by_key(|(level, ..)| rank(*level))
}

/// Says whether two forenames are the same or known variants.
pub(crate) fn is_variant(records: &Records, tables: &Tables, a: TextId, b: TextId) -> bool {
    if a == b {
        return true;
    }
    match (records.variant[a as usize], records.variant[b as usize]) {
        (Some(x), Some(y)) => tables.are_variants(x, y),
        _ => false,
    }
}

fn level_of(records: &Records, tables: &Tables, a: Name, b: Name) -> u8 {
    let forenames = a.forename != 0 && b.forename != 0;
    let surnames = a.surname != 0 && b.surname != 0;
    match (forenames, surnames) {
        (true, true) => whole(records, tables, a, b),
        (false, true) if a.surname == b.surname => SURNAME_ALONE,
        (true, false) if is_variant(records, tables, a.forename, b.forename) => FORENAME_ALONE,
        (false, false) => 0,
        _ => DIFFERENT,
    }
}

fn whole(records: &Records, tables: &Tables, a: Name, b: Name) -> u8 {
    let text = |id| records.texts.get(id);
    let same_forename = a.forename == b.forename;
    if a.surname == b.surname {
        return if same_forename {
            SAME
        } else if is_variant(records, tables, a.forename, b.forename) {
            NICKNAME
        } else if near_forename(text(a.forename), text(b.forename)) {
            FORENAME_NEAR
        } else {
            SURNAME_ONLY
        };
    }
    if a.forename == b.surname && a.surname == b.forename {
        return SWAPPED;
    }
    let variant = is_variant(records, tables, a.forename, b.forename);
    let (x, y) = (text(a.surname), text(b.surname));
    let surname = if is_part(x, y) { 1.0 } else { jaro_winkler_from(0.86, x, y) };
    if surname >= 0.86 && variant {
        if surname >= 0.92 { SURNAME_NEAR } else { BOTH_NEAR }
    } else if surname >= 0.86 && near_forename(text(a.forename), text(b.forename)) {
        BOTH_NEAR
    } else if same_forename {
        FORENAME_ONLY
    } else if variant {
        NICKNAME_ONLY
    } else {
        DIFFERENT
    }
}

fn near_forename(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.chars().count() == 1 {
        return long.starts_with(short);
    }
    is_part(a, b) || jaro_winkler_from(0.86, a, b) > 0.0
}

// `jones` of `smith jones`, `ann` of `ann marie`.
fn is_part(a: &str, b: &str) -> bool {
    let has = |whole: &str, part: &str| whole.contains(' ') && whole.split(' ').any(|word| word == part);
    has(a, b) || has(b, a)
}
