//! A question to a clock as an officer or a table row puts it: which clock, from when, with which facts.

use super::{Clock, ClockRefusal, FactRefusal, Facts, ForceTerms, Reading, read_under};
use crate::calendar::Calendar;
use crate::catalogue::UnknownWord;
use crate::time::{Day, Moment, NotATime};

/// No shift is longer, in hours.
pub const SHIFT_HOURS_MAX: i64 = 24;

/// One question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question {
    /// Which clock.
    pub clock: Clock,
    /// What starts it.
    pub trigger: Moment,
    /// The facts.
    pub facts: Facts,
}

/// Why a question could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum QuestionRefusal {
    /// The code is in no list.
    #[error("the clock is not known")]
    UnknownClock(#[source] UnknownWord),
    /// The trigger is no moment, and no day.
    #[error("the trigger cannot be read")]
    TriggerNotATime(#[source] NotATime),
    /// The clock counts hours, and only a day was given.
    #[error("{clock} counts hours: give the time of the trigger, not only its day")]
    TimeNeeded {
        /// Which clock.
        clock: Clock,
    },
    /// A fact could not be read.
    #[error("a fact cannot be read")]
    Fact(#[source] FactRefusal),
    /// The shift ends before the trigger, or more than a day after it.
    #[error("the shift ends before the trigger, or more than 24 hours after it")]
    NoSuchShift,
}

impl Question {
    /// This reads a question from texts. The trigger is a moment (RFC 3339), or a day for a clock that counts days.
    pub fn parse<Text: AsRef<str>>(
        clock: &str,
        trigger: &str,
        facts: impl IntoIterator<Item = Text>,
    ) -> Result<Self, QuestionRefusal> {
        let clock = Clock::from_code(clock).map_err(QuestionRefusal::UnknownClock)?;
        let facts = Facts::parse(facts).map_err(QuestionRefusal::Fact)?;
        let trigger = parse_trigger(clock, facts, trigger.trim())?;
        let fits = |end: Moment| trigger <= end && end <= trigger.plus_hours(SHIFT_HOURS_MAX);
        if !facts.shift_ends_at.is_none_or(fits) {
            return Err(QuestionRefusal::NoSuchShift);
        }
        Ok(Self { clock, trigger, facts })
    }

    /// This answers the question; what can go wrong is what [`read`] refuses.
    pub fn answer(&self, calendar: &Calendar, at: Moment) -> Result<Reading, ClockRefusal> {
        self.answer_under(calendar, &ForceTerms::default(), at)
    }

    /// This is `answer` under what a force has set.
    pub fn answer_under(&self, calendar: &Calendar, set: &ForceTerms, at: Moment) -> Result<Reading, ClockRefusal> {
        read_under(self.clock, self.trigger, &self.facts, calendar, set, at)
    }
}

fn parse_trigger(clock: Clock, facts: Facts, text: &str) -> Result<Moment, QuestionRefusal> {
    let refusal = match text.parse::<Moment>() {
        Ok(moment) => return Ok(moment),
        Err(refusal) => refusal,
    };
    // A text with a time in it that is no moment (no offset, say) must not be cut to its day.
    let is_only_a_day = text.len() == "YYYY-MM-DD".len();
    match text.parse::<Day>() {
        Ok(day) if is_only_a_day && clock.rule().limit.at(&facts).counts_days() => Ok(day.start()),
        Ok(_) if is_only_a_day => Err(QuestionRefusal::TimeNeeded { clock }),
        Ok(_) | Err(_) => Err(QuestionRefusal::TriggerNotATime(refusal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_enough_where_days_are_counted_and_not_where_hours_are() {
        let none: [&str; 0] = [];
        assert!(Question::parse("CK-01", "2026-06-01", none).is_ok());
        assert!(matches!(Question::parse("PD-02", "2026-06-01", none), Err(QuestionRefusal::TimeNeeded { .. })));
        assert!(Question::parse("PD-02", "2026-06-01T14:30:00+01:00", ["grade=high"]).is_ok());
        for unreadable in ["yesterday", "2026-06-01T14:30", "2026-02-30"] {
            let refusal = Question::parse("CK-01", unreadable, none);
            assert!(matches!(refusal, Err(QuestionRefusal::TriggerNotATime(_))), "{unreadable}");
        }
        assert!(matches!(Question::parse("CK-99", "2026-06-01", none), Err(QuestionRefusal::UnknownClock(_))));
        assert!(matches!(Question::parse("CK-01", "2026-06-01", ["x"]), Err(QuestionRefusal::Fact(_))));
    }
}
