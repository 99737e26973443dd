//! The facts of a case that change how long a clock allows, and that its trigger alone does not give.

use crate::catalogue::{Entitlement, Grade, UnknownWord};
use crate::time::Moment;

/// The longest time from one update to the next that can be agreed, in days.
pub const UPDATE_DAYS_MAX: u16 = 90;

/// What a reading needs to know besides its trigger.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Facts {
    /// The grade of risk, where one is known.
    pub grade: Option<Grade>,
    /// Which rights of the Victims' Code apply; where nothing is recorded, Enhanced.
    pub entitlement: Option<Entitlement>,
    /// When the reporting officer's shift ends, where that is known.
    pub shift_ends_at: Option<Moment>,
    /// How many days lie between updates, where that is agreed.
    pub every_days: Option<u16>,
}

/// The keys of facts, for refusals.
const KEYS: &str = "grade, entitlement, shift-end, every";

/// Why a fact could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FactRefusal {
    /// There is no equals sign.
    #[error("'{text}' is not a fact; write key=value, for example grade=high")]
    NotAPair {
        /// What was given.
        text: String,
    },
    /// The key is in no list.
    #[error("'{key}' is not a fact that a clock asks for; known are: {KEYS}")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// The same key was given twice.
    #[error("the fact '{key}' was given twice")]
    Twice {
        /// The key.
        key: String,
    },
    /// The value is in no list.
    #[error("the fact '{key}' has a value that is not known")]
    UnknownValue {
        /// The key.
        key: String,
        /// What is wrong with the value.
        #[source]
        source: UnknownWord,
    },
    /// The value is no moment, or no number of days.
    #[error("the fact '{key}' is {asked}")]
    Unreadable {
        /// The key.
        key: String,
        /// What it should be.
        asked: &'static str,
    },
}

impl Facts {
    /// This reads facts from texts such as `grade=high`; the first that cannot be read is refused.
    pub fn parse<Text: AsRef<str>>(texts: impl IntoIterator<Item = Text>) -> Result<Self, FactRefusal> {
        texts.into_iter().try_fold(Self::default(), |facts, text| facts.with(text.as_ref()))
    }

    fn with(mut self, text: &str) -> Result<Self, FactRefusal> {
        let (key, value) =
            text.split_once('=').ok_or_else(|| FactRefusal::NotAPair { text: text.trim().to_owned() })?;
        let (key, value) = (key.trim().replace('_', "-"), value.trim());
        let twice = match key.as_str() {
            "grade" => self.grade.replace(word(&key, value)?).is_some(),
            "entitlement" => self.entitlement.replace(word(&key, value)?).is_some(),
            "shift-end" => self.shift_ends_at.replace(shift_end(&key, value)?).is_some(),
            "every" => self.every_days.replace(days(&key, value)?).is_some(),
            _ => return Err(FactRefusal::UnknownKey { key }),
        };
        if twice { Err(FactRefusal::Twice { key }) } else { Ok(self) }
    }
}

fn word<T: std::str::FromStr<Err = UnknownWord>>(key: &str, value: &str) -> Result<T, FactRefusal> {
    value.parse().map_err(|source| FactRefusal::UnknownValue { key: key.to_owned(), source })
}

fn shift_end(key: &str, value: &str) -> Result<Moment, FactRefusal> {
    let asked = "a time: write 2026-06-01T22:00:00+01:00";
    value.parse().map_err(|_| FactRefusal::Unreadable { key: key.to_owned(), asked })
}

fn days(key: &str, value: &str) -> Result<u16, FactRefusal> {
    let asked = "a number of days from 1 to 90";
    let days = value.parse().ok().filter(|days| (1..=UPDATE_DAYS_MAX).contains(days));
    days.ok_or_else(|| FactRefusal::Unreadable { key: key.to_owned(), asked })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_or_refused_by_name() {
        let none = Facts::default();
        assert_eq!(Facts::parse(["grade=high"]), Ok(Facts { grade: Some(Grade::High), ..none }));
        assert_eq!(Facts::parse([" grade = medium "]), Ok(Facts { grade: Some(Grade::Medium), ..none }));
        assert_eq!(Facts::parse::<&str>([]), Ok(none));
        let both = Facts { entitlement: Some(Entitlement::Refused), every_days: Some(7), ..none };
        assert_eq!(Facts::parse(["entitlement=refused", "every=7"]), Ok(both));
        let shift = "2026-06-01T21:00:00Z".parse().ok();
        assert_eq!(Facts::parse(["shift_end=2026-06-01T22:00:00+01:00"]), Ok(Facts { shift_ends_at: shift, ..none }));
        assert!(matches!(Facts::parse(["high"]), Err(FactRefusal::NotAPair { .. })));
        assert!(matches!(Facts::parse(["rank=high"]), Err(FactRefusal::UnknownKey { .. })));
        assert!(matches!(Facts::parse(["grade=severe"]), Err(FactRefusal::UnknownValue { .. })));
        assert!(matches!(Facts::parse(["grade=high", "grade=high"]), Err(FactRefusal::Twice { .. })));
        for unreadable in ["shift-end=22:00", "every=0", "every=91", "every=weekly"] {
            assert!(matches!(Facts::parse([unreadable]), Err(FactRefusal::Unreadable { .. })), "{unreadable}");
        }
    }
}
