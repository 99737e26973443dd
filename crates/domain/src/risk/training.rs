//! Who is trained in a tool or a set of questions, and the share of screens made by those who are (section 6.2, 'trained assessor').

use crate::time::Day;
use serde::{Deserialize, Serialize};

/// What is known of whether somebody is trained. Where nothing is recorded there is none: that is no 'no'.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Training {
    /// Trained on that day.
    #[serde(rename = "trained")]
    Trained,
    /// Never trained, not yet, or no longer.
    #[serde(rename = "untrained")]
    Untrained,
}

impl Training {
    /// How people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Trained => "by trained staff",
            Self::Untrained => "by untrained staff",
        }
    }
}

/// What a force recorded of one person and one tool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trained {
    /// Trained, both days included.
    Between {
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
    },
    /// Not trained, as somebody said.
    Never,
}

/// Whether somebody was trained on a day, by all that is recorded of them and one tool; none where nothing is.
pub fn on(day: Day, records: &[Trained]) -> Option<Training> {
    let covers = |record: &Trained| match record {
        Trained::Between { from, until } => (*from..=*until).contains(&day),
        Trained::Never => false,
    };
    if records.iter().any(covers) {
        return Some(Training::Trained);
    }
    (!records.is_empty()).then_some(Training::Untrained)
}

/// Screens by who made them: three counts, and a screen of unknown training is in none of the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Share {
    /// By trained staff: the numerator.
    pub trained: u64,
    /// By staff who were not, or no longer, trained.
    pub untrained: u64,
    /// By staff of whose training nothing is recorded.
    pub not_known: u64,
}

impl Share {
    /// This counts one more screen.
    pub fn count(&mut self, training: Option<Training>) {
        match training {
            Some(Training::Trained) => self.trained += 1,
            Some(Training::Untrained) => self.untrained += 1,
            None => self.not_known += 1,
        }
    }
    /// The denominator: screens of known training.
    pub const fn known(&self) -> u64 {
        self.trained + self.untrained
    }
    /// Every screen.
    pub const fn all(&self) -> u64 {
        self.known() + self.not_known
    }
}
