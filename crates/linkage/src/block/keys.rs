//! The blocking rules: what two mentions must share to be compared.

use crate::compare::contact::stem;
use crate::record::{Record, Records, TextId};

/// A blocking rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Phone,
    Email,
    EmailLocal,
    Handle,
    HandleStem,
    Vehicle,
    NationalId,
    Address,
    FullName,
    SurnameBorn,
    ForenameBorn,
    SurnamePostcode,
    ForenamePostcode,
    BornOutward,
    SurnameOutward,
    ForenameOutward,
    SurnameStartYear,
    SoundOutward,
    SoundForename,
    BornInitial,
    SurnameInitialYear,
}

/// Every rule.
pub(crate) const RULES: [Rule; 21] = [
    Rule::Phone,
    Rule::Email,
    Rule::EmailLocal,
    Rule::Handle,
    Rule::HandleStem,
    Rule::Vehicle,
    Rule::NationalId,
    Rule::Address,
    Rule::FullName,
    Rule::SurnameBorn,
    Rule::ForenameBorn,
    Rule::SurnamePostcode,
    Rule::ForenamePostcode,
    Rule::BornOutward,
    Rule::SurnameOutward,
    Rule::ForenameOutward,
    Rule::SurnameStartYear,
    Rule::SoundOutward,
    Rule::SoundForename,
    Rule::BornInitial,
    Rule::SurnameInitialYear,
];

impl Rule {
    /// The rule in words.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Rule::Phone => "same phone number",
            Rule::Email => "same e-mail address",
            Rule::EmailLocal => "same e-mail address but for its provider",
            Rule::Handle => "same account name",
            Rule::HandleStem => "same account name but for its number",
            Rule::Vehicle => "same vehicle",
            Rule::NationalId => "same national identifier",
            Rule::Address => "same address",
            Rule::FullName => "same two names, in either order",
            Rule::SurnameBorn => "same surname and date of birth",
            Rule::ForenameBorn => "same forename and date of birth",
            Rule::SurnamePostcode => "same surname and postcode",
            Rule::ForenamePostcode => "same forename and postcode",
            Rule::BornOutward => "same date of birth and outward code",
            Rule::SurnameOutward => "same surname and outward code",
            Rule::ForenameOutward => "same forename and outward code",
            Rule::SurnameStartYear => "same start of surname, initial and year of birth",
            Rule::SoundOutward => "same sound of surname, initial and outward code",
            Rule::SoundForename => "same sound of surname and forename",
            Rule::BornInitial => "same date of birth and initials",
            Rule::SurnameInitialYear => "same surname, initial and year of birth",
        }
    }
}

/// A second key that splits a too common one.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Second {
    Year,
    Outward,
}

impl Second {
    /// The second key of a record, where it states one.
    pub(crate) fn of(self, record: &Record) -> Option<u64> {
        match self {
            Second::Year => (record.born.year != 0).then(|| u64::from(record.born.year)),
            Second::Outward => (record.outward != 0).then(|| u64::from(record.outward)),
        }
    }
}

/// Keys computed once for every distinct text.
#[derive(Debug)]
pub(crate) struct Derived {
    sound: Vec<u64>,
    start: Vec<u64>,
    initial: Vec<u64>,
    email_local: Vec<u64>,
    handle_stem: Vec<u64>,
}

impl Derived {
    pub(crate) fn new(records: &Records) -> Self {
        let all =
            |key: fn(&str) -> u64| (0..records.texts.len()).map(|id| key(records.texts.get(id as TextId))).collect();
        Self {
            sound: all(sound),
            start: all(|text| hash(text.chars().take(3))),
            initial: all(|text| hash(text.chars().take(1))),
            email_local: all(|text| {
                let local = text.split('@').next().unwrap_or_default();
                if local.len() >= 8 { hash(local.chars()) } else { 0 }
            }),
            handle_stem: all(|text| {
                let stem = stem(text);
                if stem.len() >= 5 { hash(stem.chars()) } else { 0 }
            }),
        }
    }
}

fn hash(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(7, |key, letter| mix(key, u64::from(u32::from(letter))))
}

fn mix(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(23) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// The first letter, then up to four classes of consonants that sound alike, as Soundex has them.
pub(crate) fn sound(text: &str) -> u64 {
    let class = |letter: char| match letter {
        'b' | 'p' | 'f' | 'v' => 1,
        'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => 2,
        'd' | 't' => 3,
        'l' => 4,
        'm' | 'n' => 5,
        'r' => 6,
        _ => 0u64,
    };
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return 0 };
    let (mut key, mut last, mut taken) = (u64::from(u32::from(first)), class(first), 0);
    for letter in letters {
        let now = class(letter);
        if now != 0 && now != last {
            key = key * 7 + now;
            taken += 1;
            if taken == 4 {
                break;
            }
        }
        if now != 0 || !matches!(letter, 'h' | 'w') {
            last = now;
        }
    }
    key
}

/// Hands out the keys of a record under a rule.
pub(crate) fn emit(derived: &Derived, record: &Record, rule: Rule, mut out: impl FnMut(u64)) {
    let born = if record.born.is_guessed() { 0 } else { u64::from(record.born.number()) };
    let outward = u64::from(record.outward);
    let postcode = if record.inward == 0 { 0 } else { mix(outward, u64::from(record.inward)) };
    let mut both = |a: u64, b: u64| {
        if a != 0 && b != 0 {
            out(mix(a, b));
        }
    };
    match rule {
        Rule::Phone => record.phones.iter().for_each(|&phone| both(phone, 1)),
        Rule::Email => both(u64::from(record.email), 1),
        Rule::EmailLocal if record.email != 0 => both(derived.email_local[record.email as usize], 1),
        Rule::Handle => both(u64::from(record.handle), 1),
        Rule::HandleStem if record.handle != 0 => both(derived.handle_stem[record.handle as usize], 1),
        Rule::Vehicle => both(u64::from(record.vehicle), 1),
        Rule::NationalId => both(u64::from(record.national_id), 1),
        Rule::Address => both(u64::from(record.address), outward.max(1)),
        Rule::BornOutward => both(born, outward),
        Rule::EmailLocal | Rule::HandleStem => {}
        _ => record.names.iter().for_each(|name| {
            let (forename, surname) = (u64::from(name.forename), u64::from(name.surname));
            let initial = if forename == 0 { 0 } else { derived.initial[name.forename as usize] };
            let surname_initial = if surname == 0 { 0 } else { derived.initial[name.surname as usize] };
            let sound = if surname == 0 { 0 } else { derived.sound[name.surname as usize] };
            let start = if surname == 0 { 0 } else { derived.start[name.surname as usize] };
            let year = u64::from(record.born.year);
            match rule {
                Rule::FullName if forename != 0 && surname != 0 => both(forename.min(surname), forename.max(surname)),
                Rule::SurnameBorn => both(surname, born),
                Rule::ForenameBorn => both(forename, born),
                Rule::SurnamePostcode => both(surname, postcode),
                Rule::ForenamePostcode => both(forename, postcode),
                Rule::SurnameOutward => both(surname, outward),
                Rule::ForenameOutward => both(forename, outward),
                Rule::SurnameStartYear if initial != 0 && year != 0 => both(start, mix(initial, year)),
                Rule::SoundOutward if initial != 0 && outward != 0 => both(sound, mix(initial, outward)),
                Rule::SoundForename => both(sound, forename),
                Rule::BornInitial if initial != 0 => both(born, mix(initial, surname_initial)),
                Rule::SurnameInitialYear if initial != 0 && year != 0 => both(surname, mix(initial, year)),
                _ => {}
            }
        }),
    }
}
