//! Playing: time passes from line to line, duties are missed on the way, each happening is done, each expectation read.

use super::check::{check, listed_words, off_because, reading_words, status};
use super::expectation::{Expectation, Expected, OffBecause};
use super::happening::Happening;
use super::perform::{Done, Ids, NotDone, perform};
use super::refusals::in_words;
use super::told::escalations;
use super::{Says, Scenario, Step};
use crate::case::next::next_action;
use crate::catalogue::Grade;
use crate::clocks::{ClockRefusal, State};
use crate::derived::{Derived, derive_under};
use crate::event::{CaseEvent, Recorded};
use crate::ids::{AccountId, FlagId};
use crate::risk::flags;
use crate::time::Moment;

/// A scenario that was played.
#[derive(Clone, PartialEq, Debug)]
pub struct Played {
    /// What happened and what was read, in the order of time.
    pub lines: Vec<Line>,
    /// Every expectation, met or not; and every happening that was refused though nothing expected it.
    pub checked: Vec<Checked>,
}
impl Played {
    /// What was not met.
    pub fn unmet(&self) -> impl Iterator<Item = &Checked> {
        self.checked.iter().filter(|checked| !checked.met)
    }
}

/// One line of what was played.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// Which person at risk, by place.
    pub person: usize,
    /// The number of the line in the scenario; none for what time or the rules brought.
    pub line: Option<usize>,
    /// What it is.
    pub what: What,
    /// Its words.
    pub text: String,
}

/// What a line of the story is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A happening that was done.
    Happened,
    /// A happening that a rule refused.
    Refused,
    /// What followed from it, or from time alone.
    Followed,
    /// An expectation that is met.
    Met,
    /// One that is not.
    Unmet,
}
impl What {
    /// A stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Refused => "refused",
            Self::Followed => "followed",
            Self::Met => "expectation_met",
            Self::Unmet => "expectation_unmet",
        }
    }
}

/// An expectation, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// The number of its line.
    pub line: usize,
    /// When.
    pub at: Moment,
    /// Which person at risk, by place.
    pub person: usize,
    /// As it was written.
    pub text: String,
    /// Whether it is met.
    pub met: bool,
    /// What was read.
    pub found: String,
}

/// This plays a scenario. The same scenario always plays in the same way.
pub fn play(scenario: &Scenario) -> Played {
    let mut ids = Ids::default();
    let mut tracks: Vec<Track> = (0..scenario.persons.len()).map(|person| Track::new(scenario, person)).collect();
    for step in &scenario.steps {
        for track in tracks.iter_mut().filter(|track| step.persons.contains(&track.person)) {
            track.step(step, &mut ids);
        }
    }
    tracks.iter_mut().for_each(Track::end);
    let mut played = Played { lines: Vec::new(), checked: Vec::new() };
    for track in tracks {
        played.lines.extend(track.lines);
        played.checked.extend(track.checked);
    }
    played.lines.sort_by_key(|line| line.at);
    played.checked.sort_by_key(|checked| (checked.at, checked.line));
    played
}

/// The case of one person at risk while it is played.
struct Track<'a> {
    scenario: &'a Scenario,
    person: usize,
    history: Vec<Recorded>,
    now: Option<Moment>,
    seen: Seen,
    refused: Vec<Refused>,
    warned: Vec<&'static str>,
    /// Set where a clock cannot be counted: then nothing more is played.
    broken: bool,
    lines: Vec<Line>,
    checked: Vec<Checked>,
}

/// A happening that was refused, until an expectation asks for it.
struct Refused {
    at: Moment,
    line: usize,
    text: String,
    codes: Vec<String>,
    why: String,
    expected: bool,
}

/// What was last told of a case, so that only changes are told.
#[derive(Clone, PartialEq, Default)]
struct Seen {
    readings: Vec<(String, Moment, State)>,
    flags: usize,
    answered: usize,
    escalated: usize,
    listed: Option<Option<OffBecause>>,
    decision: Option<&'static str>,
    status: Option<&'static str>,
    grade: Option<Grade>,
    next: String,
}

impl<'a> Track<'a> {
    fn new(scenario: &'a Scenario, person: usize) -> Self {
        Self {
            scenario,
            person,
            history: Vec::new(),
            now: None,
            seen: Seen::default(),
            refused: Vec::new(),
            warned: Vec::new(),
            broken: false,
            lines: Vec::new(),
            checked: Vec::new(),
        }
    }

    fn step(&mut self, step: &Step, ids: &mut Ids) {
        if self.broken {
            return;
        }
        let done = self.pass_until(step.at, ids).and_then(|()| match &step.says {
            Says::Happened(happening) => self.happen(step, happening, ids),
            Says::Expected(expected) => self.expect(step, expected),
        });
        if let Err(refusal) = done {
            self.broken = true;
            self.unmet(step, format!("this cannot be played: {}", chain(&refusal)));
        }
    }

    fn derive(&self, at: Moment) -> Result<Option<Derived>, ClockRefusal> {
        derive_under(self.scenario.law, &self.history, at)
    }

    /// Time passes: at each moment at which something changes by itself, Holdfast looks, as the server does.
    fn pass_until(&mut self, at: Moment, ids: &mut Ids) -> Result<(), ClockRefusal> {
        while let Some(now) = self.now {
            let Some(derived) = self.derive(now)? else { break };
            let stages = derived.stages_ahead().into_iter().map(|ahead| ahead.due_at);
            let next = derived.next_change(now).into_iter().chain(stages).filter(|next| *next > now).min();
            let Some(next) = next.filter(|next| *next <= at) else { break };
            self.settle(next, ids)?;
        }
        if self.now.is_some() {
            self.settle(at, ids)?;
        }
        self.now = Some(at);
        Ok(())
    }

    /// What time has done by a moment, then the red flags that follow, then who hears of duties.
    fn settle(&mut self, at: Moment, ids: &mut Ids) -> Result<(), ClockRefusal> {
        self.now = Some(at);
        let Some(derived) = self.derive(at)? else { return Ok(()) };
        self.record(at, None, derived.by_time(at));
        self.raise(at, ids)?;
        if let Some(derived) = self.derive(at)? {
            self.record(at, None, escalations(&derived, at));
        }
        self.tell(at)
    }

    fn raise(&mut self, at: Moment, ids: &mut Ids) -> Result<(), ClockRefusal> {
        let Some(derived) = self.derive(at)? else { return Ok(()) };
        let fired = flags::to_raise(&derived.case, at, &derived.context);
        let raised = fired.into_iter().map(|(flag, fired)| CaseEvent::FlagRaised {
            flag: FlagId::new(at, ids.chance()),
            rule: flag.code.to_owned(),
            since: fired.since,
            evidence: fired.evidence,
        });
        let raised = raised.collect();
        self.record(at, None, raised);
        Ok(())
    }

    fn record(&mut self, at: Moment, by: Option<AccountId>, events: Vec<CaseEvent>) {
        self.history.extend(events.into_iter().map(|event| Recorded { at, by, event }));
    }

    fn happen(&mut self, step: &Step, happening: &Happening, ids: &mut Ids) -> Result<(), ClockRefusal> {
        let derived = self.derive(step.at)?;
        let case = derived.as_ref().map(|derived| &derived.case);
        match perform(self.scenario, case, happening, step.at, ids) {
            Ok(Done { events, warnings }) => {
                self.line(step.at, Some(step.line), What::Happened, step.text.clone());
                for warning in &warnings {
                    self.line(step.at, None, What::Followed, format!("warning: {}", warning.replace('_', " ")));
                }
                self.warned = warnings;
                self.record(step.at, happening.who.as_ref().map(|who| who.account), events);
                self.settle(step.at, ids)
            }
            Err(NotDone::NoCase) => {
                self.unmet(step, "there is no case yet: a case begins with a report".to_owned());
                Ok(())
            }
            Err(NotDone::Refused(refusal)) => {
                let codes: Vec<String> = refusal.codes.iter().map(|code| in_words(code)).collect();
                let why = format!("{} ({})", refusal.why.join("; "), codes.join("; "));
                self.line(step.at, Some(step.line), What::Refused, format!("{}\nrefused: {why}", step.text));
                self.refused.push(Refused {
                    at: step.at,
                    line: step.line,
                    text: step.text.clone(),
                    codes: refusal.codes,
                    why,
                    expected: false,
                });
                Ok(())
            }
        }
    }

    fn expect(&mut self, step: &Step, expected: &[Expected]) -> Result<(), ClockRefusal> {
        let derived = self.derive(step.at)?;
        for Expected { text, expectation } in expected {
            let (met, found) = match expectation {
                Expectation::Refused(code) => self.expect_refusal(step.at, code.as_deref()),
                Expectation::Warned(code) => {
                    let words = self.warned.iter().map(|code| code.replace('_', " ")).collect::<Vec<_>>().join("; ");
                    (
                        self.warned.contains(code),
                        format!("warned: {}", if words.is_empty() { "nothing" } else { &words }),
                    )
                }
                other => match &derived {
                    Some(derived) => {
                        let checked = check(derived, other, step.at);
                        (checked.met, checked.found)
                    }
                    None => (false, "there is no case yet: a case begins with a report".to_owned()),
                },
            };
            self.checked(step, text, met, found);
        }
        Ok(())
    }

    /// The latest refusal until then that no expectation has asked for.
    fn expect_refusal(&mut self, at: Moment, code: Option<&str>) -> (bool, String) {
        let fits = |refused: &&mut Refused| {
            refused.at <= at
                && !refused.expected
                && code.is_none_or(|code| refused.codes.iter().any(|held| held == code))
        };
        if let Some(refused) = self.refused.iter_mut().rev().find(fits) {
            refused.expected = true;
            return (true, format!("refused: {}", refused.why));
        }
        let other = self.refused.iter().rev().find(|refused| refused.at <= at && !refused.expected);
        let nothing = || "nothing was refused".to_owned();
        (false, other.map_or_else(nothing, |refused| format!("refused, but for another reason: {}", refused.why)))
    }

    /// A refusal that nothing expected is a finding of its own.
    fn end(&mut self) {
        for refused in std::mem::take(&mut self.refused).into_iter().filter(|refused| !refused.expected) {
            let code = refused.codes.first().map(|code| in_words(code)).unwrap_or_default();
            let found = format!(
                "refused: {}. If that is as it should be, write '=> refused: {code}' after the line",
                refused.why
            );
            let (line, at, text) = (refused.line, refused.at, refused.text);
            self.checked.push(Checked { line, at, person: self.person, text, met: false, found });
        }
    }

    fn unmet(&mut self, step: &Step, found: String) {
        self.checked(step, &step.text, false, found);
    }

    fn checked(&mut self, step: &Step, text: &str, met: bool, found: String) {
        let what = if met { What::Met } else { What::Unmet };
        let told = if met { format!("{text}\n{found}") } else { format!("{text}\nread instead: {found}") };
        self.line(step.at, Some(step.line), what, told);
        let (line, at, text) = (step.line, step.at, text.to_owned());
        self.checked.push(Checked { line, at, person: self.person, text, met, found });
    }

    fn line(&mut self, at: Moment, line: Option<usize>, what: What, text: String) {
        self.lines.push(Line { at, person: self.person, line, what, text });
    }

    /// What has changed since it was last told: clocks, red flags, list, decision, grade, next action.
    fn tell(&mut self, at: Moment) -> Result<(), ClockRefusal> {
        let Some(derived) = self.derive(at)? else { return Ok(()) };
        let case = &derived.case;
        let mut told = Vec::new();
        let readings: Vec<(String, Moment, State)> = derived
            .readings
            .iter()
            .map(|reading| (reading.clock.code().to_owned(), reading.started_at, reading.state))
            .collect();
        for (reading, key) in derived.readings.iter().zip(&readings) {
            let before = self.seen.readings.iter().find(|seen| seen.0 == key.0 && seen.1 == key.1);
            match (before, reading.state) {
                // That a case is not still is told at its first moment only.
                (None, State::Running) if reading.clock.code() == "PD-17" && !self.seen.readings.is_empty() => {}
                (None, State::Running) => {
                    told.push(format!("{} starts, due {}", reading.clock.code(), reading.due_text))
                }
                (Some(seen), state) if seen.2 == state => {}
                (None | Some(_), _) => told.push(reading_words(reading)),
            }
        }
        let raised = case.flags.iter().skip(self.seen.flags);
        told.extend(raised.map(|flag| {
            let title = flags::from_code(&flag.rule).map_or("", |flag| flag.title);
            format!("{} is raised: {title}", flag.rule)
        }));
        let escalated = case.escalations.iter().skip(self.seen.escalated);
        told.extend(escalated.map(|held| held.escalated.words()));
        let answered = case.flags.iter().filter(|flag| flag.disposed.is_some()).count();
        if answered > self.seen.answered {
            told.push(format!("{} of {} red flags are answered", answered, case.flags.len()));
        }
        let now = Seen {
            readings,
            flags: case.flags.len(),
            answered,
            escalated: case.escalations.len(),
            listed: Some(off_because(&derived, at)),
            decision: Some(case.decision.label()),
            status: Some(status(&case.status)),
            grade: case.grade,
            next: next_action(case, at).sentence(),
        };
        let changes = [
            (now.grade != self.seen.grade, now.grade.map_or(String::new(), |grade| format!("grade {}", grade.label()))),
            (now.decision != self.seen.decision, format!("decision: {}", case.decision.label())),
            (now.status != self.seen.status, format!("the case is {}", status(&case.status).replace('_', " "))),
            (now.listed != self.seen.listed, listed_words(off_because(&derived, at)).to_owned()),
            (now.next != self.seen.next, format!("next: {}", now.next)),
        ];
        told.extend(changes.into_iter().filter(|(changed, _)| *changed).map(|(_, words)| words));
        self.seen = now;
        told.into_iter().for_each(|text| self.line(at, None, What::Followed, text));
        Ok(())
    }
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}
