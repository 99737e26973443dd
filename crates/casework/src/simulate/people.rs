//! The invented people: each with a name, a past of addresses, phones and accounts, and relatives who look like them.
//!
//! Nobody here can be reached, because every identifier lies where no real one can:
//! - Mobile numbers: a hundred of Ofcom's drama range 07700 900000-900999, no two of them one digit apart; every other one starts
//!   with 06, a range of the National Telephone Numbering Plan that is reserved and not in service. (070 will not do: it is in
//!   service for personal numbers.) Landlines likewise: a hundred of 01632 960000-960999, and otherwise 04, also reserved.
//! - Postcodes: a real outward code with two letters of C, I, K, M, O, V, which no inward code uses.
//! - E-mail: the domains example.com, .org, .net and mail.invalid (RFC 2606). Account names hold a tilde, which the large platforms refuse.
//! - Vehicle marks: I, Q or Z as second letter, which no current mark has.

use super::Sex;
use super::dice::Dice;
use super::tables::{Tables, WORDS};
use domain::time::Day;
use std::collections::BTreeSet;

/// The letters that no real inward code uses.
pub(super) const INWARD_LETTERS: &[u8] = b"CIKMOV";
const MAIL_DOMAINS: &[(&str, f64)] =
    &[("example.com", 0.45), ("example.org", 0.25), ("example.net", 0.2), ("mail.invalid", 0.1)];

/// One true person.
#[derive(Clone)]
pub(super) struct Entity {
    pub(super) sex: Sex,
    pub(super) forename: String,
    /// The form that they go by, where it is not the registered one.
    pub(super) nickname: Option<&'static str>,
    pub(super) surname: String,
    /// The surname that they take at that part of the window.
    pub(super) later_surname: Option<(f64, String)>,
    pub(super) born: Day,
    /// In the order in which they live there; the same holds for the lists below.
    pub(super) postcodes: Vec<String>,
    pub(super) phones: Vec<String>,
    pub(super) landline: Option<String>,
    pub(super) emails: Vec<String>,
    pub(super) handles: Vec<String>,
    pub(super) vehicle: Option<String>,
}

/// What somebody is first met as; it decides how often they change phone and what sex and age are likely.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstMetAs {
    Victim,
    Subject,
}

/// Everybody, in the order in which they were invented.
pub(super) struct Population {
    pub(super) tables: Tables,
    pub(super) everybody: Vec<Entity>,
    this_year: i16,
    numbers: Numbers,
    /// Addresses, account names and marks that somebody has: each is one person's, as they are in life.
    taken: BTreeSet<String>,
}

impl Population {
    /// This is a place with nobody in it yet.
    pub(super) fn new(dice: &mut Dice, this_year: i16) -> Self {
        let tables = Tables::read(dice);
        let offset = dice.below(1_000_000_000) as u64;
        Self {
            tables,
            everybody: Vec::new(),
            this_year,
            numbers: Numbers { offset, drama_mobiles: 0, drama_landlines: 0, made: 0 },
            taken: BTreeSet::new(),
        }
    }

    fn keep(&mut self, dice: &mut Dice, mut entity: Entity) -> usize {
        for email in &mut entity.emails {
            while !self.taken.insert(email.clone()) {
                *email = email.replacen('@', &format!("{}@", dice.below(10)), 1);
            }
        }
        for handle in &mut entity.handles {
            while !self.taken.insert(handle.clone()) {
                handle.push_str(&dice.below(10).to_string());
            }
        }
        if let Some(mark) = &mut entity.vehicle {
            while !self.taken.insert(mark.clone()) {
                *mark = vehicle_mark(dice);
            }
        }
        self.everybody.push(entity);
        self.everybody.len() - 1
    }

    /// This invents somebody; now and then a relative of somebody already there, who is easily taken for them.
    pub(super) fn invent(&mut self, dice: &mut Dice, met_as: FirstMetAs) -> usize {
        let entity = self.stranger(dice, met_as);
        if !self.everybody.is_empty() && dice.chance(0.06) {
            let of = dice.below(self.everybody.len());
            let kinship = dice.weighted(&[
                (Kinship::Sibling, 0.42),
                (Kinship::Child, 0.40),
                (Kinship::Twin, 0.05),
                (Kinship::Namesake, 0.05),
                (Kinship::Cousin, 0.08),
            ]);
            return self.relate(dice, entity, of, kinship);
        }
        self.keep(dice, entity)
    }

    /// This invents a brother, sister, son, daughter or parent of somebody.
    pub(super) fn invent_relative(&mut self, dice: &mut Dice, of: usize, met_as: FirstMetAs) -> usize {
        let entity = self.stranger(dice, met_as);
        let kinship = dice.weighted(&[(Kinship::Sibling, 0.4), (Kinship::Child, 0.55), (Kinship::Namesake, 0.05)]);
        self.relate(dice, entity, of, kinship)
    }

    /// This invents a child under sixteen who lives with their parent.
    pub(super) fn invent_child(&mut self, dice: &mut Dice, parent: usize) -> usize {
        let sex = dice.pick(&[Sex::Female, Sex::Male]);
        let year = self.this_year - dice.between(1, 15) as i16;
        let parent = &self.everybody[parent];
        let child = Entity {
            sex,
            forename: self.tables.forename(dice, sex, year).to_owned(),
            nickname: None,
            surname: parent.surname.clone(),
            later_surname: None,
            born: some_day_in(dice, year),
            postcodes: parent.postcodes.clone(),
            phones: Vec::new(),
            landline: parent.landline.clone(),
            emails: Vec::new(),
            handles: Vec::new(),
            vehicle: None,
        };
        self.keep(dice, child)
    }

    /// This makes two people former partners: often one home once, often one surname once.
    pub(super) fn pair_up(&mut self, dice: &mut Dice, victim: usize, subject: usize) {
        let partner = self.everybody[subject].clone();
        let shared_phone = dice.chance(0.05);
        let tables = &self.tables;
        let person = &mut self.everybody[victim];
        if dice.chance(0.6) {
            person.postcodes[0].clone_from(&partner.postcodes[0]);
            if person.postcodes.len() < 2 {
                person.postcodes.push(postcode(dice, tables));
            }
            person.landline.clone_from(&partner.landline);
        }
        if dice.chance(0.33) {
            let maiden = std::mem::replace(&mut person.surname, partner.surname.clone());
            person.later_surname = Some((dice.unit(), maiden));
        }
        if shared_phone && let Some(phone) = partner.phones.first() {
            person.phones.push(phone.clone());
        }
    }

    fn relate(&mut self, dice: &mut Dice, mut entity: Entity, of: usize, kinship: Kinship) -> usize {
        let relative = &self.everybody[of];
        entity.surname.clone_from(&relative.surname);
        entity.later_surname = None;
        if kinship != Kinship::Cousin {
            entity.postcodes[0].clone_from(&relative.postcodes[0]);
            if dice.chance(0.5) {
                entity.landline.clone_from(&relative.landline);
            }
            if dice.chance(0.1)
                && let Some(phone) = relative.phones.first()
            {
                entity.phones.push(phone.clone());
            }
        }
        let (year, adult_from) = (relative.born.0.year(), self.this_year - 16);
        match kinship {
            Kinship::Sibling => {
                let apart = dice.between(-6, 6) as i16;
                entity.born = some_day_in(dice, (year + apart).min(adult_from));
            }
            Kinship::Twin => entity.born = relative.born,
            Kinship::Child | Kinship::Namesake => {
                let apart = dice.between(20, 33) as i16;
                // Where there is no room for a grown-up child, the newcomer is the parent.
                let born_in = if year + apart <= adult_from { year + apart } else { year - apart };
                entity.born = some_day_in(dice, born_in);
            }
            Kinship::Cousin => {}
        }
        if kinship == Kinship::Namesake {
            entity.sex = relative.sex;
            entity.forename.clone_from(&relative.forename);
        } else {
            entity.forename = self.tables.forename(dice, entity.sex, entity.born.0.year()).to_owned();
        }
        entity.nickname = None;
        entity.emails = vec![email(dice, &entity.forename, &entity.surname)];
        entity.handles = vec![handle(dice, &entity.forename)];
        self.keep(dice, entity)
    }

    fn stranger(&mut self, dice: &mut Dice, met_as: FirstMetAs) -> Entity {
        let women = if met_as == FirstMetAs::Victim { 0.8 } else { 0.18 };
        let sex = if dice.chance(women) { Sex::Female } else { Sex::Male };
        let (one, other) = (dice.unit(), dice.unit());
        let age = 16 + (if one < other { one } else { (one + other) / 2.0 } * 60.0) as i16;
        let born = some_day_in(dice, self.this_year - age);
        let forename = self.tables.forename(dice, sex, born.0.year()).to_owned();
        let surname = self.tables.surname(dice);
        let nickname = if dice.chance(0.35) { self.tables.variant(dice, &forename) } else { None };
        let later_surname = (sex == Sex::Female && dice.chance(0.05)).then(|| (dice.unit(), self.tables.surname(dice)));
        let homes = dice.weighted(&[(1, 0.66), (2, 0.26), (3, 0.08)]);
        let phones = match met_as {
            FirstMetAs::Victim => dice.weighted(&[(1, 0.70), (2, 0.24), (3, 0.06)]),
            FirstMetAs::Subject => dice.weighted(&[(1, 0.42), (2, 0.30), (3, 0.17), (4, 0.11)]),
        };
        let accounts =
            if met_as == FirstMetAs::Subject { dice.weighted(&[(1, 0.4), (2, 0.3), (3, 0.2), (4, 0.1)]) } else { 1 };
        Entity {
            sex,
            nickname,
            later_surname,
            born,
            postcodes: (0..homes).map(|_| postcode(dice, &self.tables)).collect(),
            phones: (0..phones).map(|_| self.numbers.mobile(dice)).collect(),
            landline: if dice.chance(0.25) { Some(self.numbers.landline(dice)) } else { None },
            emails: (0..=dice.below(2)).map(|_| email(dice, &forename, &surname)).collect(),
            handles: handles(dice, &forename, accounts),
            vehicle: if dice.chance(0.6) { Some(vehicle_mark(dice)) } else { None },
            forename,
            surname,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinship {
    Sibling,
    Child,
    Twin,
    /// A child, or parent, of the same name in the same house.
    Namesake,
    Cousin,
}

/// Telephone numbers, each given out once.
struct Numbers {
    offset: u64,
    drama_mobiles: u64,
    drama_landlines: u64,
    made: u64,
}

impl Numbers {
    fn mobile(&mut self, dice: &mut Dice) -> String {
        match drama_number(&mut self.drama_mobiles, dice) {
            Some(last) => format!("07700900{last:03}"),
            None => format!("06{:09}", self.next()),
        }
    }

    fn landline(&mut self, dice: &mut Dice) -> String {
        match drama_number(&mut self.drama_landlines, dice) {
            Some(last) => format!("01632960{last:03}"),
            None => format!("04{:09}", self.next()),
        }
    }

    /// Three to the power of 17 shares no factor with a milliard, so no number comes twice in a milliard.
    fn next(&mut self) -> u64 {
        self.made += 1;
        (self.made * 129_140_163 + self.offset) % 1_000_000_000
    }
}

/// The last three digits of a drama number, while there are any; the third digit checks the other two.
fn drama_number(given: &mut u64, dice: &mut Dice) -> Option<u64> {
    if *given >= 100 || dice.chance(0.6) {
        return None;
    }
    let (tens, units) = (*given / 10, *given % 10);
    *given += 1;
    Some(tens * 100 + units * 10 + (tens + units) % 10)
}

fn some_day_in(dice: &mut Dice, year: i16) -> Day {
    let first = format!("{year:04}-01-01").parse().unwrap_or(Day(Default::default()));
    first.plus_days(dice.between(0, 364))
}

/// This draws a postcode that cannot exist.
fn postcode(dice: &mut Dice, tables: &Tables) -> String {
    let letters = [dice.pick(INWARD_LETTERS), dice.pick(INWARD_LETTERS)].map(char::from);
    format!("{} {}{}{}", tables.outcode(dice), dice.below(10), letters[0], letters[1])
}

fn letters_of(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).collect()
}

fn email(dice: &mut Dice, forename: &str, surname: &str) -> String {
    let (forename, surname) = (letters_of(forename), letters_of(surname));
    let initial = forename.get(..1).unwrap_or("x");
    let name = match dice.below(4) {
        0 => format!("{forename}.{surname}"),
        1 => format!("{initial}{surname}"),
        2 => format!("{forename}{surname}"),
        _ => format!("{}{forename}", dice.pick(WORDS)),
    };
    let number = if dice.chance(0.6) { dice.below(100).to_string() } else { String::new() };
    format!("{name}{number}@{}", dice.weighted(MAIL_DOMAINS))
}

fn handle(dice: &mut Dice, forename: &str) -> String {
    let (forename, word) = (letters_of(forename), dice.pick(WORDS));
    match dice.below(4) {
        0 => format!("{forename}~{word}{}", dice.below(100)),
        1 => format!("{word}~{}{}", dice.pick(WORDS), dice.below(1000)),
        2 => format!("{word}~{forename}"),
        _ => format!("{word}~{forename}{}", dice.below(100)),
    }
}

/// Later accounts of one person are mostly variations of the first.
fn handles(dice: &mut Dice, forename: &str, count: usize) -> Vec<String> {
    let first = handle(dice, forename);
    let mut all = vec![first.clone()];
    while all.len() < count {
        let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
        let next = if dice.chance(0.6) { format!("{stem}{}", dice.below(1000)) } else { handle(dice, forename) };
        all.push(next);
    }
    all
}

/// This draws a mark in the current pattern with a letter that no current mark has in that place.
fn vehicle_mark(dice: &mut Dice) -> String {
    // No vowels, so that no mark spells a word.
    let letter = |dice: &mut Dice| char::from(dice.pick(b"BCDFGHJKLMNPRSTVWXYZ"));
    let area = char::from(dice.pick(b"ABCDEFGHKLMNOPRSVWY"));
    let (never, half) = (char::from(dice.pick(b"IQZ")), dice.pick(&[0, 50]));
    let year = dice.between(8, 26) + half;
    format!("{area}{never}{year:02} {}{}{}", letter(dice), letter(dice), letter(dice))
}
