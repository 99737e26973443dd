//! Dates of birth.

use crate::compare::similar::one_digit;
use crate::normalise::date::Born;

pub(crate) const SAME: u8 = 1;
pub(crate) const NEAR: u8 = 2;
pub(crate) const GUESS_FITS: u8 = 3;
pub(crate) const SAME_YEAR: u8 = 4;
pub(crate) const NEAR_YEAR: u8 = 5;
pub(crate) const DIFFERENT: u8 = 6;

pub(crate) const FINDINGS: &[&str] = &[
    "not comparable",
    "same date of birth",
    "one digit differs, or day and month swapped",
    "partial or guessed date, years at most two apart",
    "same year, different day",
    "years at most two apart",
    "different dates of birth",
];

/// The level of two dates of birth.
pub(crate) fn level(a: Born, b: Born) -> u8 {
    if a.is_missing() || b.is_missing() {
        return 0;
    }
    let apart = a.year.abs_diff(b.year);
    if a.is_guessed() || b.is_guessed() {
        return if apart <= 2 { GUESS_FITS } else { DIFFERENT };
    }
    let swapped = a.year == b.year && a.month == b.day && a.day == b.month;
    if a == b {
        SAME
    } else if swapped || one_digit(u64::from(a.number()), u64::from(b.number())) {
        NEAR
    } else if apart == 0 {
        SAME_YEAR
    } else if apart <= 2 {
        NEAR_YEAR
    } else {
        DIFFERENT
    }
}
