//! Whether anybody watches the duties: a scheduler that is dead must be seen, and so must a clock that was set back.

use crate::clocks::moment_words;
use crate::time::Moment;

/// How long the scheduler may be silent, in microseconds: two minutes. Our own choice; no law says so.
pub const SILENCE_MAX_MICROS: i64 = 120_000_000;

/// How far the machine's clock may lie behind the latest moment seen, in microseconds: five seconds, as servers of time correct it.
pub const BACK_MAX_MICROS: i64 = 5_000_000;

/// How long nobody may have looked before what fires then is marked as found late, in microseconds: one hour.
pub const GAP_MAX_MICROS: i64 = 3_600_000_000;

/// The trace that the scheduler leaves after each round.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Heartbeat {
    /// When it last ended a round; none, if it never did.
    pub ticked_at: Option<Moment>,
    /// The latest moment that it ever saw on a clock; it never goes back.
    pub high_water: Option<Moment>,
}

/// Whether duties are being watched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Watch {
    /// They are.
    Kept,
    /// Nobody ever has.
    Never,
    /// Not since that moment.
    Silent {
        /// The last round.
        since: Moment,
    },
    /// The machine's clock is behind a moment that was seen already.
    SetBack {
        /// The latest moment seen.
        seen: Moment,
    },
    /// It cannot be told: the database does not answer.
    Unknown,
}

impl Heartbeat {
    /// This reads the trace at a moment.
    pub fn read(self, at: Moment) -> Watch {
        match (self.ticked_at, self.high_water) {
            (_, Some(seen)) if at.plus_micros(BACK_MAX_MICROS) < seen => Watch::SetBack { seen },
            (None, _) => Watch::Never,
            (Some(since), _) if since.plus_micros(SILENCE_MAX_MICROS) < at => Watch::Silent { since },
            (Some(_), _) => Watch::Kept,
        }
    }

    /// The last round, if so long has passed since that what fires now is late, or a clock was set forward: which of both
    /// it was cannot be told from the trace.
    pub fn gap(self, at: Moment) -> Option<Moment> {
        self.ticked_at.filter(|last| last.plus_micros(GAP_MAX_MICROS) < at)
    }
}

impl Watch {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kept => "watched",
            Self::Never => "never_watched",
            Self::Silent { .. } => "silent",
            Self::SetBack { .. } => "clock_set_back",
            Self::Unknown => "unknown",
        }
    }

    /// What is wrong and what to do, in words for everybody; none, if duties are being watched.
    pub fn warning(self) -> Option<String> {
        let call = "Tell whoever runs Holdfast, and keep your own note of what is due.";
        match self {
            Self::Kept => None,
            Self::Never => Some(format!("Duties have not been watched yet. {call}")),
            Self::Silent { since } => {
                Some(format!("Duties are not being watched since {}. {call}", moment_words(since)))
            }
            Self::SetBack { seen } => Some(format!(
                "The clock of the machine was set back: {} had come already. Deadlines may be shown too late. {call}",
                moment_words(seen)
            )),
            Self::Unknown => {
                Some(format!("Whether duties are being watched is not known: the database does not answer. {call}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(1_780_484_400_000_000 + seconds * 1_000_000)
    }

    #[test]
    fn two_minutes_of_silence_are_borne_and_no_more() {
        let trace = Heartbeat { ticked_at: Some(at(0)), high_water: Some(at(0)) };
        assert_eq!(trace.read(at(120)), Watch::Kept);
        assert_eq!(trace.read(at(121)), Watch::Silent { since: at(0) });
        assert_eq!(Heartbeat::default().read(at(0)), Watch::Never);
        assert_eq!(
            trace.read(at(121)).warning().unwrap(),
            "Duties are not being watched since 12:00 on Wednesday 3 June 2026. Tell whoever runs Holdfast, and keep your own note of what is due."
        );
        assert_eq!(trace.read(at(1)).warning(), None);
    }

    #[test]
    fn a_clock_set_back_is_told_though_the_scheduler_goes_on() {
        let trace = Heartbeat { ticked_at: Some(at(-3600)), high_water: Some(at(0)) };
        assert_eq!(trace.read(at(-3600)), Watch::SetBack { seen: at(0) });
        assert_eq!(trace.read(at(-6)), Watch::SetBack { seen: at(0) });
        let fresh = Heartbeat { ticked_at: Some(at(-5)), ..trace };
        assert_eq!(fresh.read(at(-5)), Watch::Kept, "so much servers of time correct");
    }

    #[test]
    fn an_hour_without_a_round_marks_what_fires_then() {
        let trace = Heartbeat { ticked_at: Some(at(0)), high_water: Some(at(0)) };
        assert_eq!(trace.gap(at(3600)), None);
        assert_eq!(trace.gap(at(3601)), Some(at(0)));
        assert_eq!(Heartbeat::default().gap(at(0)), None);
    }
}
