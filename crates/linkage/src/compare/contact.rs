//! Telephone numbers, e-mail addresses, account names and national identifiers.

use crate::compare::similar::{one_digit, one_edit};
use crate::record::{Records, TextId};

pub(crate) const PHONE_FINDINGS: &[&str] =
    &["not comparable", "same phone number", "one digit differs", "different phone numbers"];

pub(crate) const EMAIL_FINDINGS: &[&str] =
    &["not comparable", "same e-mail address", "nearly the same e-mail address", "different e-mail addresses"];

pub(crate) const HANDLE_FINDINGS: &[&str] = &[
    "not comparable",
    "same account name",
    "same account name but for its number or one letter",
    "different account names",
];

pub(crate) const NATIONAL_ID_FINDINGS: &[&str] = &[
    "not comparable",
    "same national identifier",
    "one character of the national identifier differs",
    "different national identifiers",
];

/// The level of two lists of numbers.
pub(crate) fn phone(a: &[u64], b: &[u64]) -> u8 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let any = |test: fn(u64, u64) -> bool| a.iter().any(|&x| b.iter().any(|&y| test(x, y)));
    if any(|x, y| x == y) {
        1
    } else if any(one_digit) {
        2
    } else {
        3
    }
}

/// The level of two e-mail addresses.
pub(crate) fn email(records: &Records, a: TextId, b: TextId) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => return 0,
        _ if a == b => return 1,
        _ => {}
    }
    let (a, b) = (records.texts.get(a), records.texts.get(b));
    let local = |address: &str| address.split('@').next().map(str::len).unwrap_or_default();
    let same_local = local(a) == local(b) && local(a) >= 8 && a[..local(a)] == b[..local(b)];
    if same_local || one_edit(a, b) { 2 } else { 3 }
}

/// The level of two account names.
pub(crate) fn handle(records: &Records, a: TextId, b: TextId) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => return 0,
        _ if a == b => return 1,
        _ => {}
    }
    let (a, b) = (records.texts.get(a), records.texts.get(b));
    let (x, y) = (stem(a), stem(b));
    if (x.len() >= 5 && x == y) || one_edit(a, b) { 2 } else { 3 }
}

/// The level of two national identifiers.
pub(crate) fn national_id(records: &Records, a: TextId, b: TextId) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => 0,
        _ if a == b => 1,
        _ if one_edit(records.texts.get(a), records.texts.get(b)) => 2,
        _ => 3,
    }
}

/// An account name without the number it ends in.
pub(crate) fn stem(handle: &str) -> &str {
    handle.trim_end_matches(|c: char| c.is_ascii_digit())
}
