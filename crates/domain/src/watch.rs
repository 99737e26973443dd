//! Whether anybody watches the duties: a scheduler that is dead must be seen, and so must a clock that was set back.

use crate::clocks::moment_words;
use crate::time::Moment;

/// How long the scheduler may be silent, in microseconds: two minutes. Our own choice; no law says so.
pub const SILENCE_MAX_MICROS: i64 = 120_000_000;

/// How far the machine's clock may lie behind the latest moment seen, in microseconds: five seconds, as servers of time correct it.
pub const BACK_MAX_MICROS: i64 = 5_000_000;

/// How long nobody may have looked before what fires then is marked as found late, in microseconds: one hour.
pub const GAP_MAX_MICROS: i64 = 3_600_000_000;

/// After how long without an entry a round leaves one of its own, in microseconds: one hour. So the trace, which has no seal,
/// is never far from what is sealed.
pub const UNRECORDED_MAX_MICROS: i64 = GAP_MAX_MICROS;

/// How far the trace may lie beyond the newest entry, in microseconds: two hours, since a round takes its time too.
pub const BEYOND_MAX_MICROS: i64 = 2 * UNRECORDED_MAX_MICROS;

/// The trace that the scheduler leaves after each round, and the moment of the ledger by which it is judged: whoever has the
/// disk can change the trace, and not an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Heartbeat {
    /// When it last ended a round; none, if it never did.
    pub ticked_at: Option<Moment>,
    /// The latest moment that it ever saw on a clock; it never goes back.
    pub high_water: Option<Moment>,
    /// The moment of the newest entry of the ledger.
    pub recorded_at: Option<Moment>,
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
    /// This reads the trace at a moment. What the ledger holds was seen too, and so was the moment of the last round: neither a
    /// lower latest moment nor a round that is still to come silences the alarm.
    pub fn read(self, at: Moment) -> Watch {
        match (self.ticked_at, self.seen()) {
            (_, Some(seen)) if at.plus_micros(BACK_MAX_MICROS) < seen => Watch::SetBack { seen },
            (None, _) => Watch::Never,
            (Some(since), _) if since.plus_micros(SILENCE_MAX_MICROS) < at => Watch::Silent { since },
            (Some(_), _) => Watch::Kept,
        }
    }

    /// The latest moment that anything here tells of.
    fn seen(self) -> Option<Moment> {
        [self.ticked_at, self.high_water, self.recorded_at].into_iter().flatten().max()
    }

    /// Whether a round at a moment leaves an entry, so that the trace stays near what is sealed.
    pub fn wants_entry(self, at: Moment) -> bool {
        self.recorded_at.is_none_or(|newest| newest.plus_micros(UNRECORDED_MAX_MICROS) < at)
    }

    /// The moment of which the trace tells though no entry comes near it: no round left it, so somebody changed the trace.
    pub fn beyond_entries(self) -> Option<Moment> {
        let told = [self.ticked_at, self.high_water].into_iter().flatten().max();
        told.filter(|told| self.recorded_at.is_none_or(|newest| newest.plus_micros(BEYOND_MAX_MICROS) < *told))
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

    fn trace(ticked: i64, high_water: i64) -> Heartbeat {
        Heartbeat { ticked_at: Some(at(ticked)), high_water: Some(at(high_water)), recorded_at: None }
    }

    #[test]
    fn two_minutes_of_silence_are_borne_and_no_more() {
        let trace = trace(0, 0);
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
        let trace = trace(-3600, 0);
        assert_eq!(trace.read(at(-3600)), Watch::SetBack { seen: at(0) });
        assert_eq!(trace.read(at(-6)), Watch::SetBack { seen: at(0) });
        let fresh = Heartbeat { ticked_at: Some(at(-5)), ..trace };
        assert_eq!(fresh.read(at(-5)), Watch::Kept, "so much servers of time correct");
    }

    #[test]
    fn an_hour_without_a_round_marks_what_fires_then() {
        let trace = trace(0, 0);
        assert_eq!(trace.gap(at(3600)), None);
        assert_eq!(trace.gap(at(3601)), Some(at(0)));
        assert_eq!(Heartbeat::default().gap(at(0)), None);
    }

    #[test]
    fn a_trace_that_was_changed_silences_no_alarm() {
        // The clock was set back by an hour; the ledger knows it, whatever the trace says now.
        let lowered = Heartbeat { recorded_at: Some(at(0)), ..trace(-3600, -3600) };
        assert_eq!(lowered.read(at(-3600)), Watch::SetBack { seen: at(0) });
        let without = Heartbeat { high_water: None, ..lowered };
        assert_eq!(without.read(at(-3600)), Watch::SetBack { seen: at(0) });
        // A round that is still to come hides no silence.
        assert_eq!(trace(3600, 0).read(at(0)), Watch::SetBack { seen: at(3600) });
        assert_eq!(lowered.read(at(-3)), Watch::Silent { since: at(-3600) }, "the control");
    }

    #[test]
    fn rounds_keep_the_ledger_near_the_trace_so_that_one_from_far_ahead_is_known() {
        let quiet = |after: i64| Heartbeat { recorded_at: Some(at(0)), ..trace(after, after) };
        assert_eq!([3600, 3601].map(|after| quiet(0).wants_entry(at(after))), [false, true]);
        assert!(Heartbeat::default().wants_entry(at(0)));
        assert_eq!([7200, 7201].map(|after| quiet(after).beyond_entries()), [None, Some(at(7201))]);
        assert_eq!(trace(0, 0).beyond_entries(), Some(at(0)));
        assert_eq!(Heartbeat::default().beyond_entries(), None);
        // Each of the two that stand in the trace is judged.
        let raised = Heartbeat { ticked_at: Some(at(9000)), ..quiet(0) };
        assert_eq!(raised.beyond_entries(), Some(at(9000)));
    }
}
