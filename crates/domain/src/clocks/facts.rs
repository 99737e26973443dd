//! The facts of a case that change how long a clock allows.

use crate::catalogue::{Grade, UnknownWord};

/// What a reading needs to know besides its trigger.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Facts {
    /// The grade of risk, where one is known.
    pub grade: Option<Grade>,
}

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
    #[error("'{key}' is not a fact that a clock asks for; known are: grade")]
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
}

impl Facts {
    /// This reads facts from texts such as `grade=high`; the first that cannot be read is refused.
    pub fn parse<Text: AsRef<str>>(texts: impl IntoIterator<Item = Text>) -> Result<Self, FactRefusal> {
        texts.into_iter().try_fold(Self::default(), |facts, text| facts.with(text.as_ref()))
    }

    fn with(self, text: &str) -> Result<Self, FactRefusal> {
        let (key, value) =
            text.split_once('=').ok_or_else(|| FactRefusal::NotAPair { text: text.trim().to_owned() })?;
        match (key.trim(), self.grade) {
            ("grade", Some(_)) => Err(FactRefusal::Twice { key: "grade".to_owned() }),
            ("grade", None) => {
                let unknown = |source| FactRefusal::UnknownValue { key: "grade".to_owned(), source };
                Ok(Self { grade: Some(value.parse().map_err(unknown)?) })
            }
            (key, _) => Err(FactRefusal::UnknownKey { key: key.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_or_refused_by_name() {
        assert_eq!(Facts::parse(["grade=high"]), Ok(Facts { grade: Some(Grade::High) }));
        assert_eq!(Facts::parse([" grade = medium "]), Ok(Facts { grade: Some(Grade::Medium) }));
        assert_eq!(Facts::parse::<&str>([]), Ok(Facts::default()));
        assert!(matches!(Facts::parse(["high"]), Err(FactRefusal::NotAPair { .. })));
        assert!(matches!(Facts::parse(["rank=high"]), Err(FactRefusal::UnknownKey { .. })));
        assert!(matches!(Facts::parse(["grade=severe"]), Err(FactRefusal::UnknownValue { .. })));
        assert!(matches!(Facts::parse(["grade=high", "grade=high"]), Err(FactRefusal::Twice { .. })));
    }
}
