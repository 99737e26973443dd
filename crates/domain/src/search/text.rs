//! Text brought into the one form in which it is kept for searches and asked for: letters and digits alone.

use crate::time::Day;
use std::collections::BTreeSet;

/// Letters of one word at most; what is longer is told by its beginning.
const WORD_MAX: usize = 48;

/// A word of a text, with where it stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Atom {
    /// Lower case, without accents.
    pub word: String,
    /// Its first byte in the text.
    pub from: usize,
    /// The first byte after it.
    pub until: usize,
}

/// The words of a text in order. An apostrophe stands inside a word and vanishes; everything else that is no letter and no digit
/// ends one.
pub(super) fn atoms(text: &str) -> Vec<Atom> {
    let mut found: Vec<Atom> = Vec::new();
    let mut open: Option<Atom> = None;
    for (at, letter) in text.char_indices() {
        let after = at + letter.len_utf8();
        match letter {
            _ if letter.is_alphanumeric() => {
                let atom = open.get_or_insert_with(|| Atom { word: String::new(), from: at, until: after });
                if atom.word.len() < WORD_MAX {
                    letter.to_lowercase().for_each(|small| fold(small, &mut atom.word));
                }
                atom.until = after;
            }
            '\'' | '’' | '‘' | '`' | '\u{300}'..='\u{36f}' if open.is_some() => {}
            _ => found.extend(open.take()),
        }
    }
    found.extend(open);
    found.retain(|atom| !atom.word.is_empty());
    found
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    atoms(text).into_iter().map(|atom| atom.word).collect()
}

/// All letters and digits of a text as one word.
pub(super) fn squashed(text: &str) -> String {
    let mut whole = words(text).concat();
    let cut = (0..=WORD_MAX.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
    whole.truncate(cut);
    whole
}

/// This adds a letter in Latin and without its accent.
fn fold(letter: char, out: &mut String) {
    let plain = any_ascii::any_ascii_char(letter);
    if plain.is_empty() && letter.is_alphanumeric() {
        // A letter that has no Latin one stays: a name is never lost.
        out.push(letter);
    }
    out.extend(plain.chars().filter(char::is_ascii_alphanumeric).map(|plain| plain.to_ascii_lowercase()));
}

/// Whether a word holds a digit.
pub(super) fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// A telephone number as its national digits without the leading nought; none where it is no number.
///
/// `+44 7700 900123`, `0044 (0)7700 900123`, `07700 900123` and `7700900123` are one number.
pub(super) fn phone(text: &str) -> Option<String> {
    if text.chars().any(char::is_alphabetic) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = text.trim_start().starts_with('+') || digits.len() == 12;
    let national = match digits.strip_prefix("0044") {
        Some(rest) => rest,
        None if international => digits.strip_prefix("44").unwrap_or(&digits),
        None => &digits,
    };
    let national = national.trim_start_matches('0');
    (6..=15).contains(&national.len()).then(|| national.to_owned())
}

/// An e-mail address as one word, `googlemail` read as `gmail`; none where it is no address.
pub(super) fn email(text: &str) -> Option<String> {
    let lower = text.trim().trim_start_matches("mailto:").to_lowercase();
    let (local, domain) = lower.split_once('@')?;
    if local.is_empty() || !domain.contains('.') || lower.contains(char::is_whitespace) {
        return None;
    }
    let domain = if domain == "googlemail.com" { "gmail.com" } else { domain };
    Some(squashed(&format!("{local}{domain}"))).filter(|whole| !whole.is_empty())
}

/// The name of an online account as one word: without its address and its at sign.
pub(super) fn handle(text: &str) -> Option<String> {
    let last = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    Some(squashed(last)).filter(|whole| !whole.is_empty())
}

/// A day as eight digits, however it is written: `1990-02-03`, `03/02/1990`, `3.2.1990`, `3 February 1990`, `3 Feb 1990`.
pub(super) fn day(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words = words(text);
    let [first, month, last] = words.as_slice() else { return None };
    let named = || MONTHS.iter().position(|name| month.len() >= 3 && month.starts_with(name)).map(|place| place + 1);
    let month: usize = month.parse().ok().or_else(named)?;
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    let (year, day): (u16, u8) = (year.parse().ok()?, day.parse().ok()?);
    let whole: Day = format!("{year:04}-{month:02}-{day:02}").parse().ok()?;
    Some(whole.to_string().replace('-', ""))
}

/// What a narrative is found by: its words, what stands before an apostrophe and s, and what is written in two or three pieces
/// but is one: telephone numbers, registrations, postcodes.
pub(super) fn of_narrative(text: &str, found: &mut BTreeSet<String>) {
    let atoms = atoms(text);
    for (at, atom) in atoms.iter().enumerate() {
        let raw = text.get(atom.from..atom.until).unwrap_or_default();
        if raw.ends_with("'s") || raw.ends_with("’s") {
            found.extend(atom.word.strip_suffix('s').filter(|base| !base.is_empty()).map(str::to_owned));
        }
        found.insert(atom.word.clone());
        for pieces in 1..=5 {
            let Some([first, .., last] | [first @ last]) = atoms.get(at..at + pieces) else { break };
            let from = if text.get(..first.from).is_some_and(|before| before.ends_with('+')) {
                first.from - 1
            } else {
                first.from
            };
            let (Some(raw), Some(words)) = (text.get(from..last.until), atoms.get(at..at + pieces)) else { break };
            if raw.contains(['\n', ',', ';', '/']) || !words.iter().all(|word| has_digit(&word.word) || pieces == 2) {
                break;
            }
            found.extend(in_pieces(raw));
        }
    }
}

/// A number, a registration or a postcode of words that stand side by side.
fn in_pieces(raw: &str) -> Option<String> {
    let national = |number: &String| (9..=10).contains(&number.len()) && raw.starts_with(['0', '+']);
    phone(raw).filter(national).or_else(|| Some(squashed(raw)).filter(|whole| is_mark(whole) || is_postcode(whole)))
}

/// Whether this looks like the registration of a vehicle: `ab12cde`.
fn is_mark(whole: &str) -> bool {
    let shape: String = whole.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { 'a' }).collect();
    whole.is_ascii() && shape == "aa00aaa"
}

/// Whether this looks like a postcode: `bs11aa`.
fn is_postcode(whole: &str) -> bool {
    let bytes = whole.as_bytes();
    let Some((outward, [number, letters @ ..])) = bytes.len().checked_sub(3).map(|cut| bytes.split_at(cut)) else {
        return false;
    };
    (2..=4).contains(&outward.len())
        && outward.first().is_some_and(u8::is_ascii_lowercase)
        && outward.iter().any(u8::is_ascii_digit)
        && number.is_ascii_digit()
        && letters.iter().all(u8::is_ascii_lowercase)
}
