//! What is linked: a mention of a person in a report, and what people have decided about pairs of them.

/// The part a person plays in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A person the conduct is aimed at. A report may name several, such as a mother and her child.
    PersonAtRisk,
    /// The person whose conduct is reported.
    Subject,
    /// Anyone else the report names.
    Other,
}

/// One person as one report describes them. Empty text means not stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Identifies the mention; must be unique.
    pub id: u128,
    /// The report that holds it. Mentions of one report are never one person, unless a person says it of these two.
    pub report: u128,
    /// The part the person plays.
    pub role: Role,
    /// Forename or forenames.
    pub forename: String,
    /// Surname.
    pub surname: String,
    /// Other names used, each a forename and a surname.
    pub other_names: Vec<(String, String)>,
    /// Date of birth: ISO, partial (`1990`, `1990-03`) or empty. 1 January is read as a guessed date.
    pub born: String,
    /// Sex as recorded; the first letter counts.
    pub sex: String,
    /// Postcode, whole or outward part only.
    pub postcode: String,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// E-mail address.
    pub email: String,
    /// Account name on a platform.
    pub handle: String,
    /// Vehicle registration.
    pub vehicle: String,
    /// First lines of the address, where held.
    pub address_line: String,
    /// A national identifier, where held.
    pub national_id: String,
}

impl Mention {
    /// A mention that states nothing yet.
    #[must_use]
    pub fn new(id: u128, report: u128, role: Role) -> Self {
        Self {
            id,
            report,
            role,
            forename: String::new(),
            surname: String::new(),
            other_names: Vec::new(),
            born: String::new(),
            sex: String::new(),
            postcode: String::new(),
            phones: Vec::new(),
            email: String::new(),
            handle: String::new(),
            vehicle: String::new(),
            address_line: String::new(),
            national_id: String::new(),
        }
    }
}

/// What a person has decided about two mentions, by their ids. Holds transitively and in every union.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constraint {
    /// They are one person.
    Same {
        /// One mention.
        a: u128,
        /// The other mention.
        b: u128,
    },
    /// They are two people. Where decisions contradict each other, this one wins.
    NotSame {
        /// One mention.
        a: u128,
        /// The other mention.
        b: u128,
    },
}
