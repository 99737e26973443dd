//! What two mentions have in common: for each field one level, from the same to plainly different.

pub mod contact;
pub mod date;
pub mod name;
pub mod place;
pub mod similar;

use crate::record::{Record, Records};
use crate::tables::Tables;

/// The fields that are compared, in the order of [`Pattern`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Name,
    Born,
    Sex,
    Postcode,
    Phone,
    Email,
    Handle,
    Vehicle,
    Address,
    NationalId,
}

/// How many fields are compared.
pub(crate) const FIELDS: usize = 10;

/// All fields, in order.
pub(crate) const ALL: [Field; FIELDS] = [
    Field::Name,
    Field::Born,
    Field::Sex,
    Field::Postcode,
    Field::Phone,
    Field::Email,
    Field::Handle,
    Field::Vehicle,
    Field::Address,
    Field::NationalId,
];

/// No field has more levels than this.
pub(crate) const LEVELS: usize = 14;

/// One level for each field: 0 not comparable, 1 the same, higher as the field module says.
pub(crate) type Pattern = [u8; FIELDS];

impl Field {
    /// The name of the field as it stands in an explanation.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Born => "date of birth",
            Field::Sex => "sex",
            Field::Postcode => "postcode",
            Field::Phone => "phone",
            Field::Email => "e-mail",
            Field::Handle => "account name",
            Field::Vehicle => "vehicle",
            Field::Address => "address",
            Field::NationalId => "national identifier",
        }
    }

    /// What each level means, in words without personal data. The first is "not comparable".
    pub(crate) fn findings(self) -> &'static [&'static str] {
        match self {
            Field::Name => name::FINDINGS,
            Field::Born => date::FINDINGS,
            Field::Sex => &["not comparable", "same sex", "different sex"],
            Field::Postcode => place::POSTCODE_FINDINGS,
            Field::Phone => contact::PHONE_FINDINGS,
            Field::Email => contact::EMAIL_FINDINGS,
            Field::Handle => contact::HANDLE_FINDINGS,
            Field::Vehicle => place::VEHICLE_FINDINGS,
            Field::Address => place::ADDRESS_FINDINGS,
            Field::NationalId => contact::NATIONAL_ID_FINDINGS,
        }
    }
}

/// Compares two records field by field.
pub(crate) fn pattern(records: &Records, tables: &Tables, a: &Record, b: &Record) -> Pattern {
    let sex = match (a.sex, b.sex) {
        (0, _) | (_, 0) => 0,
        (x, y) if x == y => 1,
        _ => 2,
    };
    [
        name::level(records, tables, a, b),
        date::level(a.born, b.born),
        sex,
        place::postcode(records, a, b),
        contact::phone(&a.phones, &b.phones),
        contact::email(records, a.email, b.email),
        contact::handle(records, a.handle, b.handle),
        place::vehicle(records, a.vehicle, b.vehicle),
        place::address(records, a.address, b.address),
        contact::national_id(records, a.national_id, b.national_id),
    ]
}
