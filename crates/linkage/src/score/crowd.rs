//! Values that many differently named people give: a hostel's number, a made-up address, `000000`.
//!
//! Such a value says no more than that two mentions are among those people.

use std::collections::HashMap;

use crate::block::keys::sound;
use crate::compare::Field;
use crate::record::{Record, Records, TextId};

/// From how many differently named people a value counts as a crowd's. One person under a married name,
/// a nickname and a misspelling stays below it.
const CROWD_FROM: usize = 4;

/// The fields whose values can belong to a crowd. Postcodes and names are shared by nature.
const FIELDS: [Field; 6] =
    [Field::Phone, Field::Email, Field::Handle, Field::Vehicle, Field::Address, Field::NationalId];

/// How many differently named people give a value, for those that many give. Values are kept as hashes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Crowds(HashMap<(u8, u64), u32>);

impl Crowds {
    /// Counts the people behind each value.
    pub(crate) fn count(records: &Records) -> Self {
        let mut given: Vec<(u8, u64, u64, u8)> = Vec::new();
        for record in &records.rows {
            let Some(name) = record.names.first().filter(|name| name.forename != 0 && name.surname != 0) else {
                continue;
            };
            let initial = records.texts.get(name.forename).bytes().next().unwrap_or_default();
            let surname = sound(records.texts.get(name.surname));
            for field in FIELDS {
                values(records, record, field, |value| given.push((field as u8, value, surname, initial)));
            }
        }
        given.sort_unstable();
        given.dedup();
        let mut crowds = HashMap::new();
        for group in given.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|group| group.len() >= CROWD_FROM) {
            // People differ who share neither surname nor initial, so the smaller count is the safe one.
            let surnames = group.chunk_by(|a, b| a.2 == b.2).count();
            let mut initials: Vec<u8> = group.iter().map(|entry| entry.3).collect();
            initials.sort_unstable();
            initials.dedup();
            let people = surnames.min(initials.len());
            if people >= CROWD_FROM {
                crowds.insert((group[0].0, group[0].1), people as u32);
            }
        }
        Self(crowds)
    }

    /// How many people give the value that two records share in a field, where that is a crowd. Of several
    /// shared numbers the one that fewest give counts.
    pub(crate) fn shared(&self, records: &Records, field: Field, a: &Record, b: &Record) -> Option<u32> {
        if self.0.is_empty() || !FIELDS.contains(&field) {
            return None;
        }
        let mut theirs = Vec::new();
        values(records, b, field, |value| theirs.push(value));
        let mut least: Option<u32> = None;
        values(records, a, field, |value| {
            if theirs.contains(&value) {
                let people = self.0.get(&(field as u8, value)).copied().unwrap_or(1);
                least = Some(least.map_or(people, |least| least.min(people)));
            }
        });
        least.filter(|people| *people > 1)
    }
}

fn values(records: &Records, record: &Record, field: Field, mut out: impl FnMut(u64)) {
    let mut text = |id: TextId| {
        if id != 0 {
            out(hash(records.texts.get(id)));
        }
    };
    match field {
        Field::Phone => record.phones.iter().copied().for_each(out),
        Field::Email => text(record.email),
        Field::Handle => text(record.handle),
        Field::Vehicle => text(record.vehicle),
        Field::Address => text(record.address),
        Field::NationalId => text(record.national_id),
        Field::Name | Field::Born | Field::Sex | Field::Postcode => {}
    }
}

// FNV-1a: the same on every machine, unlike the standard hasher.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
