//! The clocks: each duty with a time limit, one file a duty and one line in the list below.
//!
//! A deadline is a *reading*: a pure function of events, rule edition, calendar and moment, given with its working.

mod rule;
mod words;
mod count;
mod facts;
mod reading;
mod history;
mod question;
mod moved;
mod stages;
mod terms;

pub use facts::{FactRefusal, Facts, UPDATE_DAYS_MAX};
pub use history::{History, Run, open_due, read_case, read_case_as_set, read_case_times, read_case_under};
pub use moved::{Moved, moved};
pub use question::{Question, QuestionRefusal, SHIFT_HOURS_MAX};
pub use reading::{ClockRefusal, Reading, State, read, read_under};
pub use rule::{Basis, Limit, OnClosure, Rule, SetBy, Span};
pub use stages::{Escalated, Notified, Stages, above, catalogue_mark};
pub use terms::{Change, Edition, ForceTerms, SettingAsked, SettingRefusal, Terms};
pub use words::{day_words, moment_words};

use crate::catalogue::UnknownWord;
use std::fmt;
use std::str::FromStr;

/// This declares the catalogue: a module and an item for each clock.
macro_rules! clocks {
    ($($module:ident $variant:ident $title:literal;)*) => {
        $(mod $module;)*

        /// Which clock.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum Clock { $(#[doc = $title] $variant),* }

        impl Clock {
            /// Every clock, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// This is the rule of the clock.
            pub const fn rule(self) -> &'static Rule {
                match self { $(Self::$variant => &$module::RULE),* }
            }
        }
    };
}

clocks! {
    initial_notification InitialNotification "CK-01: the subject notifies name and address.";
    crime_confirmed CrimeConfirmed "VC-01: the crime is recorded and confirmed in writing.";
    referral_to_support ReferralToSupport "VC-02: the person at risk is referred to a support service.";
    telling Telling "VC-03: the person at risk is told of arrest, interview, release and bail.";
    no_investigation NoInvestigation "VC-04: the person at risk is told of a decision not to investigate.";
    updates Updates "VC-09: updates are agreed, and given as agreed.";
    screening Screening "PD-01: a screening tool is completed.";
    review_of_risk ReviewOfRisk "PD-02: a supervisor reviews a risk screen.";
    consideration Consideration "PD-03: a Stalking Protection Order is considered.";
    reconsideration Reconsideration "PD-04: risk and protection are looked at again.";
    dormant_case DormantCase "PD-17: a dormant case is reviewed.";
    closure_decision ClosureDecision "PD-18: a proposal to close is decided.";
    answer_to_request AnswerToRequest "PD-19: a request for reconsideration is answered.";
}

impl Clock {
    /// The stable code that is stored.
    pub const fn code(self) -> &'static str {
        self.rule().code
    }

    /// This finds a clock by its code; an unknown one is refused with the codes that are known.
    pub fn from_code(code: &str) -> Result<Self, UnknownWord> {
        let code = code.trim();
        Self::ALL.iter().copied().find(|clock| clock.code() == code).ok_or_else(|| UnknownWord {
            word: code.to_owned(),
            list: "clock",
            known: Self::ALL.iter().map(|clock| clock.code()).collect::<Vec<_>>().join(", "),
        })
    }
}
impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}
impl FromStr for Clock {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::from_code(text)
    }
}

/// This lists every rule, for printing.
pub fn list() -> impl Iterator<Item = &'static Rule> {
    Clock::ALL.iter().map(|clock| clock.rule())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clock_is_found_by_its_code_and_names_its_authority() {
        for clock in Clock::ALL {
            assert_eq!(Clock::from_code(clock.code()), Ok(*clock));
            let rule = clock.rule();
            for text in [rule.title, rule.authority, rule.edition, rule.trigger, rule.trigger_noun, rule.stop] {
                assert!(!text.is_empty(), "{clock}");
            }
        }
        assert!(Clock::from_code("PD-99").is_err_and(|refusal| refusal.known.contains("CK-01, VC-01, VC-02")));
    }
}
