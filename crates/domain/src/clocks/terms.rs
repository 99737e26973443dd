//! What a force has set of the clocks: how long, to whom a miss goes, which policy clocks run. Editions, each from a day on.
//!
//! The edition of the day on which a clock starts holds for the whole of its run. So a change moves nothing that already
//! runs, and un-misses nothing.

use super::Clock;
use super::rule::{Basis, Limit, OnClosure, Rule, Span};
use super::stages::Stages;
use crate::catalogue::Role;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The longest time that can be set, in hours, days or working days.
const NUMBER_MAX: u16 = 720;

/// What of a clock a force has changed. Numbers are in the unit of the rule.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    /// How long it allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<u16>,
    /// How long at grade high.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<u16>,
    /// How long with Enhanced Rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enhanced: Option<u16>,
    /// To whom a miss goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Role>,
    /// Whether it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<bool>,
    /// How many hours before it is due its owner is reminded; 0 is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remind: Option<u16>,
    /// How many hours after a miss it goes to the rank that answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u16>,
    /// How many hours after a miss it goes to the rank above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<u16>,
}

/// One edition of a force's settings: what it changes, from a day on, on top of the editions before it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edition {
    /// Its number, from 1.
    pub number: u32,
    /// The first day of those triggers to which it applies.
    pub from: Day,
    /// What it changes, by the code of the clock.
    pub changes: BTreeMap<String, Change>,
}

/// What holds for a clock that starts on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// How long it allows.
    pub limit: Limit,
    /// To whom a miss goes.
    pub escalates_to: Role,
    /// Whether it runs.
    pub runs: bool,
    /// When somebody hears of it.
    pub stages: Stages,
    /// The last edition of the force that changed it, with its first day; none where the defaults hold.
    pub edition: Option<(u32, Day)>,
}

/// Everything that a force has set, or nothing: then the defaults hold.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct ForceTerms {
    editions: Vec<Edition>,
}

/// Why a setting is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SettingRefusal {
    /// Nothing is changed.
    #[error("nothing is set")]
    Nothing,
    /// No such clock.
    #[error("what is set is no clock")]
    UnknownClock,
    /// No such key.
    #[error("{clock} has no such setting; known are time, high, enhanced, to, runs, remind, rank, above")]
    UnknownKey {
        /// Which clock.
        clock: Clock,
    },
    /// The value does not fit.
    #[error("{clock}.{key}: {asked}")]
    Unreadable {
        /// Which clock.
        clock: Clock,
        /// The key.
        key: &'static str,
        /// What it should be.
        asked: SettingAsked,
    },
    /// The time is the law's.
    #[error("{clock} is law ({authority}): its time is {law} and cannot be set to {wanted}")]
    LongerThanLaw {
        /// Which clock.
        clock: Clock,
        /// Where the time stands.
        authority: &'static str,
        /// The time of the law.
        law: Span,
        /// What was asked for.
        wanted: Span,
    },
    /// The period is the subject's, and the Act's alone.
    #[error("{clock} is law ({authority}): the Act sets the subject's period, and no force shortens or lengthens it")]
    SubjectsPeriod {
        /// Which clock.
        clock: Clock,
        /// Where it stands.
        authority: &'static str,
    },
    /// A duty of law runs.
    #[error("{clock} is law ({authority}): it cannot be switched off")]
    LawRuns {
        /// Which clock.
        clock: Clock,
        /// Where it stands.
        authority: &'static str,
    },
    /// There is no such shorter time.
    #[error("{clock} has no '{key}' time")]
    NoSuchTime {
        /// Which clock.
        clock: Clock,
        /// The key.
        key: &'static str,
    },
    /// The shorter time is longer.
    #[error("{clock}: the shorter time ({tight}) would be longer than the usual one ({usual})")]
    TightIsLonger {
        /// Which clock.
        clock: Clock,
        /// The shorter.
        tight: Span,
        /// The usual.
        usual: Span,
    },
    /// The rank above would hear of it first.
    #[error(
        "{clock}: the rank above would hear of a miss ({above} hours) before the rank that answers for it ({rank} hours)"
    )]
    AboveBeforeRank {
        /// Which clock.
        clock: Clock,
        /// Hours until the rank.
        rank: u16,
        /// Hours until the one above.
        above: u16,
    },
    /// It would reach back.
    #[error("settings apply from a later day than today ({today}), so that no clock that already runs is moved")]
    ReachesBack {
        /// Today.
        today: Day,
    },
}

/// What a setting should have been.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SettingAsked {
    /// Hours.
    Hours,
    /// A number of what the clock counts.
    NumberOf(&'static str),
    /// A role.
    Role,
    /// Yes or no.
    YesOrNo,
}

impl fmt::Display for SettingAsked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours => write!(f, "write hours from 0 to {NUMBER_MAX}"),
            Self::NumberOf(unit) => {
                write!(f, "this clock counts {unit}: write a number of them from 1 to {NUMBER_MAX}")
            }
            Self::Role => {
                let known: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
                write!(f, "that is not a role; known are: {}", known.join(", "))
            }
            Self::YesOrNo => write!(f, "write yes or no"),
        }
    }
}

impl SettingRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Nothing => "give at least one setting, such as PD-02.time=12",
            Self::UnknownClock => "holdfast clocks list names them all",
            Self::UnknownKey { .. } | Self::Unreadable { .. } | Self::NoSuchTime { .. } => {
                "holdfast clocks settings shows what can be set"
            }
            Self::LongerThanLaw { .. } => "keep the time of the law, or set a shorter one",
            Self::SubjectsPeriod { .. } | Self::LawRuns { .. } => "leave it as it is",
            Self::TightIsLonger { .. } | Self::AboveBeforeRank { .. } => "set both",
            Self::ReachesBack { .. } => "choose tomorrow or a later day",
        }
    }
}

impl ForceTerms {
    /// This takes the editions of a force in any order.
    pub fn new(mut editions: Vec<Edition>) -> Self {
        editions.sort_by_key(|edition| (edition.from, edition.number));
        Self { editions }
    }

    /// The editions, in the order in which they take effect.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// What holds for a clock that starts on a day.
    pub fn on(&self, clock: Clock, day: Day) -> Terms {
        let in_effect = self.editions.iter().filter(|edition| edition.from <= day);
        in_effect.fold(Terms::of(clock.rule()), |terms, edition| match edition.changes.get(clock.code()) {
            Some(change) => Terms { edition: Some((edition.number, edition.from)), ..terms.with(change) },
            None => terms,
        })
    }

    /// This makes the next edition, or says by name what is refused.
    pub fn next(&self, from: Day, today: Day, changes: BTreeMap<String, Change>) -> Result<Edition, SettingRefusal> {
        if changes.values().all(|change| *change == Change::default()) {
            return Err(SettingRefusal::Nothing);
        }
        if from <= today {
            return Err(SettingRefusal::ReachesBack { today });
        }
        let number = self.editions.iter().map(|edition| edition.number).max().unwrap_or(0).saturating_add(1);
        let edition = Edition { number, from, changes };
        let mut editions = self.editions.clone();
        editions.push(edition.clone());
        let after = Self::new(editions);
        for (code, change) in &edition.changes {
            let clock = Clock::from_code(code).map_err(|_| SettingRefusal::UnknownClock)?;
            check(clock, change)?;
            // A later edition may build on what this one changes.
            let days = after.editions.iter().map(|held| held.from).filter(|day| *day >= from);
            days.map(|day| after.on(clock, day)).try_for_each(|terms| terms.check(clock))?;
        }
        Ok(edition)
    }
}

impl Terms {
    /// What holds where no force has set anything.
    pub const fn of(rule: &Rule) -> Self {
        Self { limit: rule.limit, escalates_to: rule.escalates_to, runs: true, stages: rule.stages, edition: None }
    }

    fn with(self, change: &Change) -> Self {
        let number = |span: Span, number: Option<u16>| number.map_or(span, |number| span.with_number(number));
        let limit = Limit {
            usual: number(self.limit.usual, change.time),
            high: self.limit.high.map(|span| number(span, change.high)),
            enhanced: self.limit.enhanced.map(|span| number(span, change.enhanced)),
            set_by: self.limit.set_by,
        };
        Self {
            limit,
            escalates_to: change.to.unwrap_or(self.escalates_to),
            runs: change.runs.unwrap_or(self.runs),
            stages: Stages {
                remind: change.remind.unwrap_or(self.stages.remind),
                rank: change.rank.unwrap_or(self.stages.rank),
                above: change.above.unwrap_or(self.stages.above),
                ..self.stages
            },
            edition: self.edition,
        }
    }

    fn check(self, clock: Clock) -> Result<(), SettingRefusal> {
        let usual = self.limit.usual;
        if let Some(tight) = self.limit.tight().filter(|tight| tight.number() > usual.number()) {
            return Err(SettingRefusal::TightIsLonger { clock, tight, usual });
        }
        let Stages { rank, above, .. } = self.stages;
        if above < rank { Err(SettingRefusal::AboveBeforeRank { clock, rank, above }) } else { Ok(()) }
    }
}

impl Change {
    /// This sets one key from a text; a time is a number, with or without the unit of the clock.
    pub fn set(&mut self, clock: Clock, key: &str, value: &str) -> Result<(), SettingRefusal> {
        let limit = clock.rule().limit;
        let of = |key, span: Option<Span>| span.ok_or(SettingRefusal::NoSuchTime { clock, key });
        match key.trim() {
            "time" => self.time = Some(number(clock, "time", limit.usual, value)?),
            "high" => self.high = Some(number(clock, "high", of("high", limit.high)?, value)?),
            "enhanced" => self.enhanced = Some(number(clock, "enhanced", of("enhanced", limit.enhanced)?, value)?),
            "to" => {
                let asked = SettingAsked::Role;
                self.to = Some(value.parse().map_err(|_| SettingRefusal::Unreadable { clock, key: "to", asked })?);
            }
            "remind" => self.remind = Some(hours(clock, "remind", value)?),
            "rank" => self.rank = Some(hours(clock, "rank", value)?),
            "above" => self.above = Some(hours(clock, "above", value)?),
            "runs" => {
                let asked = SettingAsked::YesOrNo;
                self.runs = Some(match value.trim() {
                    "yes" | "true" => true,
                    "no" | "false" => false,
                    _ => return Err(SettingRefusal::Unreadable { clock, key: "runs", asked }),
                });
            }
            _ => return Err(SettingRefusal::UnknownKey { clock }),
        }
        Ok(())
    }
}

/// This refuses what would lengthen or silence the law.
fn check(clock: Clock, change: &Change) -> Result<(), SettingRefusal> {
    let rule = clock.rule();
    let authority = rule.authority;
    if rule.basis == Basis::Law && change.runs == Some(false) {
        return Err(SettingRefusal::LawRuns { clock, authority });
    }
    let times = [(Some(rule.limit.usual), change.time), (rule.limit.high, change.high)];
    for (law, wanted) in times.into_iter().chain([(rule.limit.enhanced, change.enhanced)]) {
        let (Some(law), Some(wanted)) = (law, wanted) else { continue };
        match rule.time {
            Basis::Policy => {}
            Basis::Law if rule.on_closure == OnClosure::RunsOn => {
                return Err(SettingRefusal::SubjectsPeriod { clock, authority });
            }
            Basis::Law if wanted > law.number() => {
                return Err(SettingRefusal::LongerThanLaw { clock, authority, law, wanted: law.with_number(wanted) });
            }
            Basis::Law => {}
        }
    }
    Ok(())
}

/// Hours of a stage: they elapse, whatever the clock itself counts.
fn hours(clock: Clock, key: &'static str, value: &str) -> Result<u16, SettingRefusal> {
    let number = value.trim().trim_end_matches("hours").trim_end_matches("hour").trim();
    let asked = || SettingRefusal::Unreadable { clock, key, asked: SettingAsked::Hours };
    number.parse().ok().filter(|number| *number <= NUMBER_MAX).ok_or_else(asked)
}

fn number(clock: Clock, key: &'static str, span: Span, value: &str) -> Result<u16, SettingRefusal> {
    let unit = span.unit();
    let asked = || SettingRefusal::Unreadable { clock, key, asked: SettingAsked::NumberOf(unit) };
    let (number, given) = value.trim().split_once(' ').unwrap_or((value.trim(), unit));
    let given = given.trim();
    if given != unit && Some(given) != unit.strip_suffix('s') {
        return Err(asked());
    }
    number.parse().ok().filter(|number| (1..=NUMBER_MAX).contains(number)).ok_or_else(asked)
}

impl Span {
    /// The number of its units.
    pub const fn number(self) -> u16 {
        match self {
            Self::Hours(number)
            | Self::DaysBeginningWith(number)
            | Self::DaysAfter(number)
            | Self::WorkingDaysAfter(number) => number,
            Self::Until(_) => 0,
        }
    }
    /// The same unit with another number.
    pub const fn with_number(self, number: u16) -> Self {
        match self {
            Self::Hours(_) => Self::Hours(number),
            Self::DaysBeginningWith(_) => Self::DaysBeginningWith(number),
            Self::DaysAfter(_) => Self::DaysAfter(number),
            Self::WorkingDaysAfter(_) => Self::WorkingDaysAfter(number),
            Self::Until(end) => Self::Until(end),
        }
    }
    /// What it counts, in words.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Hours(_) => "hours",
            Self::DaysBeginningWith(_) | Self::DaysAfter(_) => "days",
            Self::WorkingDaysAfter(_) => "working days",
            Self::Until(_) => "nothing",
        }
    }
}
