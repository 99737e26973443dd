//! Personal data under seal: it opens only for a receipt whose durable entry names it.

use crate::error::StoreError;
use domain::ids::EntryId;
use serde::Serialize;

/// A group of fields that an entry can name as shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A row of a list: by reference, without names.
    Listing,
    /// What happened on a case, as events.
    History,
    /// Names, dates of birth, sex.
    Identity,
    /// Phones, e-mail, handles.
    Contact,
    /// Addresses, postcodes, vehicles: where someone can be found (specification, section 1.4.1).
    Location,
    /// Names, roles and teams of those who work with Holdfast.
    Account,
    /// Words: narratives, reasons, rows of a file as they came.
    Narrative,
}

/// Which ids an entry names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum ShownIds {
    /// These.
    These(Vec<String>),
    /// All that the installation holds: only the system compares them, inside the process.
    All(AllIds),
}

/// The word that stands for all ids in an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum AllIds {
    /// Every one.
    #[serde(rename = "*")]
    Every,
}

/// What an entry says was shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Shown {
    /// Which groups of fields.
    pub fields: Vec<Field>,
    /// Of which records.
    pub ids: ShownIds,
}

impl Shown {
    /// This names fields of certain records.
    pub fn of(fields: &[Field], ids: impl IntoIterator<Item = impl ToString>) -> Self {
        Self { fields: fields.to_vec(), ids: ShownIds::These(ids.into_iter().map(|id| id.to_string()).collect()) }
    }
}

/// Something about a person that leaves the store only under seal.
pub trait Personal: Sized {
    /// The id that an entry must name.
    fn seal_id(&self) -> String;
    /// This drops every field that is in none of these groups; none if nothing is left to show.
    fn only(self, fields: &[Field]) -> Option<Self>;
}

/// Personal data that nobody can look at yet.
#[derive(Debug)]
pub struct Sealed<T>(T);

impl<T: Personal> Sealed<T> {
    /// This seals what the store read.
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }
    /// The id that an entry must name to open this.
    pub fn id(&self) -> String {
        self.0.seal_id()
    }
}

/// The proof that entries are durable; what they name can be opened with it.
#[derive(Clone, Debug)]
pub struct Receipt {
    entries: Vec<EntryId>,
    shown: Vec<Shown>,
}

impl Receipt {
    /// Made by the seam alone, after the commit.
    pub(crate) fn new(entries: Vec<EntryId>, shown: Vec<Shown>) -> Self {
        Self { entries, shown }
    }
    /// The entries that are durable.
    pub fn entries(&self) -> &[EntryId] {
        &self.entries
    }
    /// This opens what the entries name, and of it only the fields that they name.
    pub fn open<T: Personal>(&self, sealed: Sealed<T>) -> Result<T, StoreError> {
        let id = sealed.0.seal_id();
        let mut fields = Vec::new();
        for shown in &self.shown {
            let named = match &shown.ids {
                ShownIds::These(ids) => ids.contains(&id),
                ShownIds::All(AllIds::Every) => true,
            };
            if named {
                fields.extend_from_slice(&shown.fields);
            }
        }
        if fields.is_empty() {
            return Err(StoreError::NotNamed);
        }
        sealed.0.only(&fields).ok_or(StoreError::NotNamed)
    }
    /// This opens many.
    pub fn open_all<T: Personal>(&self, sealed: Vec<Sealed<T>>) -> Result<Vec<T>, StoreError> {
        sealed.into_iter().map(|one| self.open(one)).collect()
    }
}
