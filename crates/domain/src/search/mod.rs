//! By what a case is found: what is on record of it, and what somebody types, brought into one form.
//!
//! Every word is kept under its kind, so that whoever may not see a kind of particulars does not find by it either.

mod text;

use std::collections::{BTreeSet, HashSet};
use std::fmt;

/// Words typed at most.
pub const WORDS_MAX: usize = 12;
/// Characters typed at most.
pub const CHARACTERS_MAX: usize = 200;
/// Bytes of one case's words at most: what a database takes as one entry of its index. What is beyond is the end of the words of
/// narratives, in the order of the alphabet.
const DOCUMENT_MAX: usize = 500_000;
/// Words side by side that may be one: `+44 (0) 7700 900 123`.
const PIECES_MAX: usize = 5;
/// What is said before a name and is no part of it: asked for only where nothing else is.
const TITLES: [&str; 6] = ["mr", "mrs", "ms", "miss", "mx", "dr"];
/// Words that stand in most narratives, and tell none from another: likewise, and not kept as words of narratives.
const EVERYWHERE: [&str; 44] = [
    "a", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "her", "him",
    "his", "i", "in", "is", "it", "its", "me", "my", "not", "of", "on", "or", "she", "that", "the", "their", "them",
    "they", "this", "to", "was", "were", "when", "which", "who", "with", "you",
];

/// What a word is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// The reference of the case.
    CaseReference,
    /// A force's reference of a report.
    ReportReference,
    /// A forename or surname.
    Name,
    /// A date of birth.
    Born,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// An online account.
    Handle,
    /// A postcode.
    Postcode,
    /// The registration of a vehicle.
    Vehicle,
    /// A word of an address.
    Address,
    /// A word of a narrative, a note or a reason.
    Words,
}

impl Kind {
    /// Every kind, in the order in which a match is told.
    pub const ALL: [Self; 11] = [
        Self::CaseReference,
        Self::ReportReference,
        Self::Name,
        Self::Born,
        Self::Phone,
        Self::Email,
        Self::Handle,
        Self::Postcode,
        Self::Vehicle,
        Self::Address,
        Self::Words,
    ];

    /// The letter before its words. The words of narratives come last in the alphabet: see `DOCUMENT_MAX`.
    const fn letter(self) -> char {
        match self {
            Self::CaseReference => 'a',
            Self::ReportReference => 'b',
            Self::Name => 'c',
            Self::Born => 'd',
            Self::Phone => 'e',
            Self::Email => 'f',
            Self::Handle => 'g',
            Self::Postcode => 'h',
            Self::Vehicle => 'i',
            Self::Address => 'j',
            Self::Words => 'w',
        }
    }

    /// What it is, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::CaseReference => "case reference",
            Self::ReportReference => "report reference",
            Self::Name => "name",
            Self::Born => "date of birth",
            Self::Phone => "telephone number",
            Self::Email => "e-mail address",
            Self::Handle => "online account",
            Self::Postcode => "postcode",
            Self::Vehicle => "vehicle",
            Self::Address => "address",
            Self::Words => "words",
        }
    }
}

/// What a case is found by: words of letters and digits alone, each after the letter of its kind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document(BTreeSet<String>);

impl Document {
    /// This adds what is on record of one kind. Several telephone numbers stand one a line.
    pub fn add(&mut self, kind: Kind, text: &str) {
        let mut found = BTreeSet::new();
        match kind {
            Kind::CaseReference | Kind::ReportReference | Kind::Postcode | Kind::Vehicle => {
                found.insert(text::squashed(text));
            }
            Kind::Name => {
                let words = text::words(text);
                found.insert(words.concat());
                found.extend(words.into_iter().filter(|word| !TITLES.contains(&word.as_str())));
            }
            Kind::Born => found.extend(text::day(text)),
            Kind::Phone => found.extend(text.lines().filter_map(text::phone)),
            Kind::Email => found.extend(text::email(text)),
            Kind::Handle => found.extend(text::handle(text)),
            Kind::Address => found.extend(text::words(text)),
            Kind::Words => {
                text::of_narrative(text, &mut found);
                found.retain(|word| !EVERYWHERE.contains(&word.as_str()));
            }
        }
        self.0.extend(found.into_iter().filter(|word| !word.is_empty()).map(|word| word_of(kind, &word)));
    }
}

/// As it is stored: in the order of the alphabet, a blank between two words.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = 0;
        for word in &self.0 {
            written += word.len() + 1;
            if written > DOCUMENT_MAX {
                break;
            }
            f.write_str(if written == word.len() + 1 { "" } else { " " })?;
            f.write_str(word)?;
        }
        Ok(())
    }
}

fn word_of(kind: Kind, word: &str) -> String {
    format!("{}{word}", kind.letter())
}

/// One thing that was typed, with all that it may be; one of them must be on record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term(BTreeSet<(Kind, String)>);

impl Term {
    /// The words that satisfy it, of these kinds.
    pub fn words(&self, kinds: &[Kind]) -> Vec<String> {
        self.0.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(kind, word)| word_of(*kind, word)).collect()
    }
}

/// What somebody asks for: a case on which every term is on record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked(Vec<Term>);

/// Why nothing can be looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unaskable {
    /// No letter and no digit.
    Nothing,
    /// More than [`WORDS_MAX`] words or [`CHARACTERS_MAX`] characters.
    TooMuch,
}

impl Asked {
    /// This reads what somebody typed.
    pub fn read(typed: &str) -> Result<Self, Unaskable> {
        if typed.chars().count() > CHARACTERS_MAX {
            return Err(Unaskable::TooMuch);
        }
        let atoms = text::atoms(typed);
        let mut terms = vec![Term(BTreeSet::new()); atoms.len()];
        match atoms.len() {
            0 => return Err(Unaskable::Nothing),
            1..=WORDS_MAX => {}
            _ => return Err(Unaskable::TooMuch),
        }
        for first in 0..atoms.len() {
            for pieces in 1..=PIECES_MAX.min(atoms.len() - first) {
                let Some(span) = atoms.get(first..first + pieces) else { break };
                let all = meanings(typed, span);
                // What is in several pieces speaks for each of them.
                terms.iter_mut().skip(first).take(pieces).for_each(|term| term.0.extend(all.iter().cloned()));
            }
        }
        let tells =
            |atom: &text::Atom| !TITLES.contains(&atom.word.as_str()) && !EVERYWHERE.contains(&atom.word.as_str());
        if atoms.iter().any(tells) {
            let mut typed = atoms.iter();
            terms.retain(|_| typed.next().is_some_and(tells));
        }
        Ok(Self(terms))
    }

    /// This takes other forms of a forename for the same: Kate for Katherine.
    #[must_use]
    pub fn with_variants<'a>(self, variants: impl Fn(&str) -> Vec<&'a str>) -> Self {
        let wider = |mut term: Term| {
            let names: Vec<String> =
                term.0.iter().filter(|(kind, _)| *kind == Kind::Name).map(|(_, word)| word.clone()).collect();
            let more = names.iter().flat_map(|name| variants(name));
            term.0.extend(more.map(|name| (Kind::Name, text::squashed(name))));
            term
        };
        Self(self.0.into_iter().map(wider).collect())
    }

    /// What was typed, term by term.
    pub fn terms(&self) -> &[Term] {
        &self.0
    }

    /// By which kinds a case is found, of those that the reader may see; none if a term is not on record of it. The document is
    /// as it is stored.
    pub fn found_by(&self, document: &str, kinds: &[Kind]) -> Option<Vec<Kind>> {
        let words: HashSet<&str> = document.split(' ').collect();
        let mut by = BTreeSet::new();
        for term in &self.0 {
            let known = term
                .0
                .iter()
                .filter(|(kind, word)| kinds.contains(kind) && words.contains(word_of(*kind, word).as_str()));
            let of_term: Vec<Kind> = known.map(|(kind, _)| *kind).collect();
            if of_term.is_empty() {
                return None;
            }
            by.extend(of_term);
        }
        Some(by.into_iter().collect())
    }
}

/// What words side by side may be.
fn meanings(typed: &str, span: &[text::Atom]) -> Vec<(Kind, String)> {
    let (Some(first), Some(last)) = (span.first(), span.last()) else { return Vec::new() };
    let plus = typed.get(..first.from).is_some_and(|before| before.ends_with(['+', '@']));
    let raw = typed.get(first.from - usize::from(plus)..last.until).unwrap_or_default();
    let whole = text::squashed(raw);
    let (alone, digits) = (span.len() == 1, text::has_digit(&whole));
    let written_together = !raw.contains(char::is_whitespace);
    let mut found = Vec::new();
    let mut may_be = |kind: Kind, word: Option<String>| found.extend(word.map(|word| (kind, word)));
    if alone {
        may_be(Kind::Address, Some(first.word.clone()));
        may_be(Kind::Words, Some(first.word.clone()));
    }
    if alone || digits || written_together {
        may_be(Kind::CaseReference, Some(whole.clone()));
        may_be(Kind::ReportReference, Some(whole.clone()));
    }
    if digits {
        may_be(Kind::Postcode, Some(whole.clone()));
        may_be(Kind::Vehicle, Some(whole.clone()));
        may_be(Kind::Words, Some(whole.clone()));
        may_be(Kind::Phone, text::phone(raw));
        may_be(Kind::Words, text::phone(raw));
        may_be(Kind::Born, text::day(raw));
    } else if alone || span.len() <= 3 {
        may_be(Kind::Name, Some(whole.clone()));
    }
    // A plate that its owner chose may have no digit, and a handle may be anything that is written together.
    if alone {
        may_be(Kind::Vehicle, Some(whole));
    }
    if written_together {
        may_be(Kind::Handle, text::handle(raw));
        may_be(Kind::Email, text::email(raw));
    }
    found
}

#[cfg(test)]
mod tests;
