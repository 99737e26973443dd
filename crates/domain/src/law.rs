//! Which law a case is read under: the law as it stood when things happened, or the law of one day for everything.

use crate::clocks::{Rule, day_words};
use crate::time::Day;
use std::fmt;

/// Which law a case is read under.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Law {
    /// Real work: what was made before the Act was in force is no order under it; a duty is read in the edition that the
    /// catalogue holds, and its working says so where that edition is younger than what started the duty.
    #[default]
    AsItStood,
    /// Playing: the law of one day is applied to everything, whenever it happened. A duty that was not in effect on that
    /// day is no duty; the Act counts as in force for all facts, or for none of them.
    AsOn(Day),
}

impl Law {
    /// This says whether a rule of the catalogue is a duty at all.
    pub fn knows(self, rule: &Rule) -> bool {
        match self {
            Self::AsItStood => true,
            Self::AsOn(day) => rule.in_effect_on(day),
        }
    }

    /// The day by whose law something dated on a day is judged.
    pub const fn day_for(self, dated: Day) -> Day {
        match self {
            Self::AsItStood => dated,
            Self::AsOn(day) => day,
        }
    }
}
impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsItStood => f.write_str("the law as it stood"),
            Self::AsOn(day) => write!(f, "the law as on {}", day_words(*day)),
        }
    }
}
