//! Mentions in compact form: normalised once, every distinct text stored once.

use std::collections::HashMap;

use crate::mention::{Mention, Role};
use crate::normalise::{contact, date::Born, place, text};
use crate::tables::Tables;

/// Number of a distinct text; 0 stands for "not stated".
pub(crate) type TextId = u32;

/// Distinct texts with their numbers.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    numbers: HashMap<Box<str>, TextId>,
    texts: Vec<Box<str>>,
}

impl Texts {
    fn new() -> Self {
        Self { numbers: HashMap::from([(Box::from(""), 0)]), texts: vec![Box::from("")] }
    }

    fn put(&mut self, text: &str) -> TextId {
        if let Some(&id) = self.numbers.get(text) {
            return id;
        }
        let id = self.texts.len() as TextId;
        self.numbers.insert(Box::from(text), id);
        self.texts.push(Box::from(text));
        id
    }

    pub(crate) fn get(&self, id: TextId) -> &str {
        &self.texts[id as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}

/// A forename and a surname.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    pub forename: TextId,
    pub surname: TextId,
}

/// One mention, ready to compare.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub report: u32,
    pub role: Role,
    /// The name given first, then other names; never empty texts only.
    pub names: Vec<Name>,
    pub born: Born,
    pub sex: u8,
    pub outward: TextId,
    pub inward: TextId,
    pub phones: Vec<u64>,
    pub email: TextId,
    pub handle: TextId,
    pub vehicle: TextId,
    pub address: TextId,
    pub national_id: TextId,
}

/// All records and their texts.
#[derive(Debug)]
pub(crate) struct Records {
    pub rows: Vec<Record>,
    pub texts: Texts,
    /// For each text its number in the nickname table.
    pub variant: Vec<Option<u32>>,
    /// For each text how often it is the first forename or surname given.
    pub forename_count: Vec<u32>,
    pub surname_count: Vec<u32>,
    /// How many reports there are.
    pub reports: usize,
    /// The people of each report that names several in one role.
    pub several: HashMap<u32, Vec<u32>>,
}

impl Records {
    /// Prepares the mentions in the order given. Reports are numbered by first appearance.
    pub(crate) fn prepare<'a>(mentions: impl Iterator<Item = &'a Mention>, tables: &Tables) -> Self {
        let mut texts = Texts::new();
        let mut reports: HashMap<u128, u32> = HashMap::new();
        let mut rows = Vec::new();
        for mention in mentions {
            let next = reports.len() as u32;
            let report = *reports.entry(mention.report).or_insert(next);
            rows.push(record(mention, report, &mut texts));
        }
        let variant = texts.texts.iter().map(|text| tables.forename_number(text)).collect();
        let mut forename_count = vec![0; texts.len()];
        let mut surname_count = vec![0; texts.len()];
        for row in &rows {
            if let Some(name) = row.names.first() {
                forename_count[name.forename as usize] += 1;
                surname_count[name.surname as usize] += 1;
            }
        }
        let several = several_in_one_role(&rows, reports.len());
        Self { rows, texts, variant, forename_count, surname_count, reports: reports.len(), several }
    }
}

fn several_in_one_role(rows: &[Record], reports: usize) -> HashMap<u32, Vec<u32>> {
    let mut named = vec![[false; 3]; reports];
    let mut several: HashMap<u32, Vec<u32>> = HashMap::new();
    for row in rows {
        if std::mem::replace(&mut named[row.report as usize][row.role as usize], true) {
            several.entry(row.report).or_default();
        }
    }
    for (index, row) in rows.iter().enumerate() {
        if let Some(people) = several.get_mut(&row.report) {
            people.push(index as u32);
        }
    }
    several
}

fn record(mention: &Mention, report: u32, texts: &mut Texts) -> Record {
    let first = (mention.forename.as_str(), mention.surname.as_str());
    let others = mention.other_names.iter().map(|(forename, surname)| (forename.as_str(), surname.as_str()));
    let mut names: Vec<Name> = Vec::with_capacity(1);
    for (forename, surname) in std::iter::once(first).chain(others) {
        let name = Name { forename: texts.put(&text::name(forename)), surname: texts.put(&text::name(surname)) };
        if (name.forename, name.surname) != (0, 0) && !names.contains(&name) {
            names.push(name);
        }
    }
    let mut phones: Vec<u64> = mention.phones.iter().map(|phone| contact::phone(phone)).filter(|&p| p != 0).collect();
    phones.sort_unstable();
    phones.dedup();
    let (outward, inward) = place::postcode(&mention.postcode);
    Record {
        report,
        role: mention.role,
        names,
        born: Born::read(&mention.born),
        sex: sex(&mention.sex),
        outward: texts.put(&outward),
        inward: texts.put(&inward),
        phones,
        email: texts.put(&contact::email(&mention.email)),
        handle: texts.put(&contact::handle(&mention.handle)),
        vehicle: texts.put(&place::vehicle(&mention.vehicle)),
        address: texts.put(&text::plain(&mention.address_line)),
        national_id: texts.put(&text::squashed(&mention.national_id)),
    }
}

// Only what is plainly stated is compared; any other entry says nothing.
fn sex(text: &str) -> u8 {
    let first = text.trim().bytes().next().unwrap_or_default().to_ascii_lowercase();
    if matches!(first, b'm' | b'f') { first } else { 0 }
}
