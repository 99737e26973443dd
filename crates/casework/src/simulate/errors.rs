//! How a person comes to stand in a report: nicknames, typing and reading errors, swapped fields, old addresses, and much that is missing.

use super::dice::Dice;
use super::people::Entity;
use super::tables::Tables;
use super::{Sex, SimPerson};
use domain::time::Day;

/// How well somebody is described: shares of mentions, as the linkage benchmark has them.
pub(super) struct Quality {
    nickname: f64,
    initial: f64,
    phonetic: f64,
    typing: f64,
    swapped_names: f64,
    no_forename: f64,
    no_surname: f64,
    born_wrong: f64,
    born_guessed: f64,
    no_born: f64,
    no_sex: f64,
    outcode_only: f64,
    no_postcode: f64,
    no_phone: f64,
    second_phone: f64,
    email: f64,
    handle: f64,
    vehicle: f64,
}

/// Victims speak for themselves, so most of it is there.
pub(super) const VICTIM: Quality = Quality {
    nickname: 0.25,
    initial: 0.006,
    phonetic: 0.01,
    typing: 0.035,
    swapped_names: 0.01,
    no_forename: 0.003,
    no_surname: 0.004,
    born_wrong: 0.016,
    born_guessed: 0.0,
    no_born: 0.04,
    no_sex: 0.01,
    outcode_only: 0.01,
    no_postcode: 0.05,
    no_phone: 0.12,
    second_phone: 0.25,
    email: 0.6,
    handle: 0.15,
    vehicle: 0.05,
};

/// Subjects whom the victim knows well.
pub(super) const KNOWN_SUBJECT: Quality = Quality {
    nickname: 0.45,
    initial: 0.02,
    phonetic: 0.02,
    typing: 0.07,
    swapped_names: 0.015,
    no_forename: 0.01,
    no_surname: 0.02,
    born_wrong: 0.025,
    born_guessed: 0.06,
    no_born: 0.25,
    no_sex: 0.04,
    outcode_only: 0.05,
    no_postcode: 0.35,
    no_phone: 0.35,
    second_phone: 0.3,
    email: 0.2,
    handle: 0.3,
    vehicle: 0.25,
};

/// Subjects whom the victim hardly knows.
pub(super) const SLIGHT_SUBJECT: Quality = Quality {
    nickname: 0.6,
    initial: 0.04,
    phonetic: 0.03,
    typing: 0.09,
    swapped_names: 0.02,
    no_forename: 0.08,
    no_surname: 0.25,
    born_wrong: 0.03,
    born_guessed: 0.2,
    no_born: 0.65,
    no_sex: 0.12,
    outcode_only: 0.15,
    no_postcode: 0.65,
    no_phone: 0.65,
    second_phone: 0.15,
    email: 0.12,
    handle: 0.45,
    vehicle: 0.3,
};

/// Children: somebody else gives their particulars.
pub(super) const CHILD: Quality = Quality {
    nickname: 0.2,
    initial: 0.0,
    phonetic: 0.03,
    typing: 0.05,
    swapped_names: 0.0,
    no_forename: 0.05,
    no_surname: 0.1,
    born_wrong: 0.03,
    born_guessed: 0.1,
    no_born: 0.35,
    no_sex: 0.1,
    outcode_only: 0.0,
    no_postcode: 0.3,
    no_phone: 1.0,
    second_phone: 0.0,
    email: 0.0,
    handle: 0.0,
    vehicle: 0.0,
};

/// This is the person as a report made at that part of the window has them.
pub(super) fn observe(dice: &mut Dice, tables: &Tables, entity: &Entity, when: f64, quality: &Quality) -> SimPerson {
    let forename = forename(dice, tables, entity, quality);
    let surname = surname(dice, entity, when, quality);
    let (forename, surname) =
        if dice.chance(quality.swapped_names) { (surname, forename) } else { (forename, surname) };
    SimPerson {
        forename: unless(dice, quality.no_forename, forename),
        surname: unless(dice, quality.no_surname, surname),
        born: born(dice, entity.born, quality),
        sex: if dice.chance(quality.no_sex) { None } else { Some(entity.sex) },
        postcode: postcode(dice, entity, when, quality),
        phones: phones(dice, entity, when, quality),
        email: if dice.chance(quality.email) {
            current(dice, &entity.emails, when).map(|email| mistype_mail(dice, email))
        } else {
            None
        },
        handle: if dice.chance(quality.handle) {
            current(dice, &entity.handles, when).map(|handle| mistype_rarely(dice, handle))
        } else {
            None
        },
        vehicle: if dice.chance(quality.vehicle) {
            entity.vehicle.clone().map(|mark| misread_mark(dice, mark))
        } else {
            None
        },
    }
}

fn unless(dice: &mut Dice, share: f64, text: String) -> Option<String> {
    if dice.chance(share) || text.is_empty() { None } else { Some(text) }
}

fn forename(dice: &mut Dice, tables: &Tables, entity: &Entity, quality: &Quality) -> String {
    let mut name = match entity.nickname {
        Some(nickname) if dice.chance(quality.nickname * 1.5) => nickname.to_owned(),
        _ => entity.forename.clone(),
    };
    if dice.chance(quality.nickname / 20.0)
        && let Some(variant) = tables.variant(dice, &entity.forename)
    {
        variant.clone_into(&mut name);
    }
    if dice.chance(quality.initial) {
        name.truncate(1);
        return name.to_uppercase();
    }
    capitals(&mistype_name(dice, name, quality))
}

fn surname(dice: &mut Dice, entity: &Entity, when: f64, quality: &Quality) -> String {
    let mut name = match &entity.later_surname {
        Some((since, later)) if (when >= *since) != dice.chance(0.04) => later.clone(),
        _ => entity.surname.clone(),
    };
    if let Some((first, second)) = name.split_once('-')
        && dice.chance(0.25)
    {
        name = dice.pick(&[first, second]).to_owned();
    }
    let name = capitals(&mistype_name(dice, name, quality));
    // Some desks type surnames in capitals.
    if dice.chance(0.08) { name.to_uppercase() } else { name }
}

fn mistype_name(dice: &mut Dice, name: String, quality: &Quality) -> String {
    let name = if dice.chance(quality.phonetic) { mishear(dice, &name) } else { name };
    if dice.chance(quality.typing) { mistype(dice, &name) } else { name }
}

const SOUNDS: &[(&str, &str)] = &[
    ("ph", "f"),
    ("ck", "k"),
    ("ee", "i"),
    ("ie", "y"),
    ("ey", "y"),
    ("ou", "u"),
    ("ll", "l"),
    ("tt", "t"),
    ("nn", "n"),
    ("ss", "s"),
    ("th", "t"),
    ("au", "o"),
    ("ia", "ya"),
    ("c", "k"),
    ("z", "s"),
    ("s", "z"),
    ("y", "i"),
    ("i", "y"),
    ("e", "a"),
    ("h", ""),
    ("d", "t"),
];

/// This writes a name as it sounds.
fn mishear(dice: &mut Dice, name: &str) -> String {
    let (Some(first), Some(rest)) = (name.get(..1), name.get(1..)) else { return name.to_owned() };
    let fitting: Vec<(&str, &str)> = SOUNDS.iter().copied().filter(|(sound, _)| rest.contains(sound)).collect();
    if fitting.is_empty() {
        return name.to_owned();
    }
    let (sound, spelling) = dice.pick(&fitting);
    format!("{first}{}", rest.replacen(sound, spelling, 1))
}

const KEY_ROWS: &[&str] = &["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"];
const READ_AS: &[(char, char)] = &[
    ('m', 'n'),
    ('u', 'v'),
    ('v', 'u'),
    ('i', 'j'),
    ('g', 'q'),
    ('h', 'b'),
    ('l', 'i'),
    ('e', 'c'),
    ('o', 'a'),
    ('r', 'n'),
    ('f', 't'),
    ('0', '8'),
    ('1', '7'),
    ('5', '6'),
    ('8', '3'),
];

/// A key beside this one.
fn neighbour(dice: &mut Dice, key: char) -> char {
    let beside = |row: &&str| {
        let keys: Vec<char> = row.chars().collect();
        let place = keys.iter().position(|other| *other == key.to_ascii_lowercase())?;
        let (left, right) = (place.checked_sub(1).and_then(|left| keys.get(left)), keys.get(place + 1));
        Some((*left.or(right)?, *right.or(left)?))
    };
    match KEY_ROWS.iter().find_map(beside) {
        Some((left, right)) => {
            if dice.chance(0.5) {
                left
            } else {
                right
            }
        }
        None => key,
    }
}

/// This makes one slip of the keyboard or of a scanner; people rarely mistype the first letter.
fn mistype(dice: &mut Dice, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    let first = usize::from(!dice.chance(0.12));
    let place = first + dice.below(letters.len() - first);
    match dice.weighted(&[
        (Slip::Beside, 0.28),
        (Slip::Lost, 0.2),
        (Slip::Doubled, 0.1),
        (Slip::Added, 0.14),
        (Slip::Turned, 0.2),
        (Slip::Misread, 0.08),
    ]) {
        Slip::Beside => letters[place] = neighbour(dice, letters[place]),
        Slip::Lost => {
            letters.remove(place);
        }
        Slip::Doubled => letters.insert(place, letters[place]),
        Slip::Added => {
            let key = neighbour(dice, letters[place]);
            letters.insert(place + 1, key);
        }
        Slip::Turned => {
            let next = (place + 1).min(letters.len() - 1);
            letters.swap(place, next);
        }
        Slip::Misread => {
            if let Some((_, read)) = READ_AS.iter().find(|(written, _)| *written == letters[place]) {
                letters[place] = *read
            }
        }
    }
    letters.into_iter().collect()
}

#[derive(Clone, Copy)]
enum Slip {
    Beside,
    Lost,
    Doubled,
    Added,
    Turned,
    Misread,
}

/// This writes a capital first and after a hyphen, space or apostrophe.
fn capitals(name: &str) -> String {
    let mut start = true;
    name.chars()
        .map(|letter| {
            let written = if start { letter.to_ascii_uppercase() } else { letter };
            start = matches!(letter, '-' | '\'' | ' ');
            written
        })
        .collect()
}

fn born(dice: &mut Dice, born: Day, quality: &Quality) -> Option<Day> {
    if dice.chance(quality.no_born) {
        return None;
    }
    let (year, month, day) = (born.0.year(), born.0.month(), born.0.day());
    if dice.chance(quality.born_guessed) {
        // Some forms have no field for an age, so a guess becomes the first of January.
        return day_of(i64::from(year) + dice.between(-2, 2), 1, 1);
    }
    if !dice.chance(quality.born_wrong) {
        return Some(born);
    }
    let swapped = day_of(i64::from(year), day, month).filter(|_| day <= 12 && dice.chance(0.4));
    swapped.or_else(|| Some(born.plus_days(dice.pick(&[-1, 1, 10, -10, 365, -365, 3652, -3652, 30, -31]))))
}

fn day_of(year: i64, month: i8, day: i8) -> Option<Day> {
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

/// The item of a list that is current at that part of the window; now and then an old or coming one.
fn current(dice: &mut Dice, items: &[String], when: f64) -> Option<String> {
    let due = (when * items.len() as f64) as usize;
    let place = if dice.chance(0.12) { dice.below(items.len()) } else { due.min(items.len().saturating_sub(1)) };
    items.get(place).cloned()
}

fn postcode(dice: &mut Dice, entity: &Entity, when: f64, quality: &Quality) -> Option<String> {
    if dice.chance(quality.no_postcode) {
        return None;
    }
    let whole = current(dice, &entity.postcodes, when)?;
    let (outward, inward) = whole.split_once(' ')?;
    if dice.chance(quality.outcode_only) {
        return Some(outward.to_owned());
    }
    let mut inward: Vec<char> = inward.chars().collect();
    if dice.chance(0.015) {
        // Only within the inward code, so that a slip cannot make a real postcode.
        if dice.chance(0.5) { inward.swap(1, 2) } else { inward[0] = neighbour(dice, inward[0]) }
    }
    let inward: String = inward.into_iter().collect();
    Some(if dice.chance(0.1) { format!("{outward}{inward}") } else { format!("{outward} {inward}") })
}

fn phones(dice: &mut Dice, entity: &Entity, when: f64, quality: &Quality) -> Vec<String> {
    if dice.chance(quality.no_phone) {
        return Vec::new();
    }
    let mut phones: Vec<String> = current(dice, &entity.phones, when).into_iter().collect();
    if dice.chance(quality.second_phone) {
        let second =
            if dice.chance(0.5) { entity.landline.clone() } else { current(dice, &entity.phones, dice_shift(when)) };
        phones.extend(second);
    }
    phones.dedup();
    phones
        .into_iter()
        .map(|phone| {
            let phone = misdial(dice, phone);
            write_phone(dice, &phone)
        })
        .collect()
}

/// Half a window on: the phone that somebody has besides.
fn dice_shift(when: f64) -> f64 {
    if when < 0.5 { when + 0.5 } else { when - 0.5 }
}

/// This changes one digit of a number, but never of its reserved beginning, and never within the drama ranges.
fn misdial(dice: &mut Dice, phone: String) -> String {
    if !dice.chance(0.015) || phone.starts_with("07") || phone.starts_with("01") {
        return phone;
    }
    let mut digits: Vec<char> = phone.chars().collect();
    let place = 3 + dice.below(digits.len().saturating_sub(3));
    digits[place] = neighbour(dice, digits[place]);
    digits.into_iter().collect()
}

fn write_phone(dice: &mut Dice, phone: &str) -> String {
    match dice.weighted(&[(0, 0.7), (1, 0.2), (2, 0.1)]) {
        1 => format!("{} {}", phone.get(..5).unwrap_or_default(), phone.get(5..).unwrap_or_default()),
        2 => format!("+44 {}", phone.get(1..).unwrap_or_default()),
        _ => phone.to_owned(),
    }
}

fn mistype_mail(dice: &mut Dice, email: String) -> String {
    match email.split_once('@') {
        // Only before the @, so that no slip leads to a real domain.
        Some((name, domain)) if dice.chance(0.02) => format!("{}@{domain}", mistype(dice, name)),
        _ => email,
    }
}

fn mistype_rarely(dice: &mut Dice, handle: String) -> String {
    match handle.split_once('~') {
        Some((before, after)) if dice.chance(0.03) => format!("{}~{after}", mistype(dice, before)),
        _ => handle,
    }
}

/// This misreads the number or loses the space of a vehicle mark; its letters stay, and with them its impossibility.
fn misread_mark(dice: &mut Dice, mark: String) -> String {
    let mark = match mark.char_indices().nth(3) {
        Some((place, digit)) if dice.chance(0.05) => {
            let other = neighbour(dice, digit);
            format!("{}{other}{}", mark.get(..place).unwrap_or_default(), mark.get(place + 1..).unwrap_or_default())
        }
        _ => mark,
    };
    if dice.chance(0.3) { mark.replace(' ', "") } else { mark }
}

/// The letter that forms use for a sex.
pub(super) const fn letter(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
    }
}
