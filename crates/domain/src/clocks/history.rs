//! Readings over the history of a case: every run of every clock, as it stood at a moment.

use super::Clock;
use super::count::{Count, Saying};
use super::facts::Facts;
use super::reading::{
    ClockRefusal, Reading, State, count_for, due_line, edition_note, facts_line, rule_line, terms_line,
};
use super::rule::{Limit, OnClosure, Rule, Span};
use super::terms::{ForceTerms, Terms};
use super::words::moment_words;
use crate::calendar::Calendar;
use crate::case::risk::grade_after;
use crate::catalogue::{Entitlement, Grade};
use crate::event::{CaseEvent, Recorded};
use crate::ids::ReportId;
use crate::law::Law;
use crate::time::Moment;
use crate::victim::EntitlementRecord;

/// What was on record of a case at a moment, in the order in which it was recorded.
#[derive(Clone, Debug)]
pub struct History<'a> {
    recorded: Vec<&'a Recorded>,
    at: Moment,
    law: Law,
    terms: &'a ForceTerms,
    saying: Saying,
}

/// One run of a clock: what started it, and what stopped it if anything did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// What started it.
    pub trigger: Moment,
    /// What that was, in words.
    pub cause: &'static str,
    /// The facts that set its limit.
    pub facts: Facts,
    /// When the grade became high, or Enhanced Rights came to apply, while it ran.
    pub tightened_at: Option<Moment>,
    /// When the duty was done.
    pub met_at: Option<Moment>,
    /// When the thing that started it was taken off the case.
    pub withdrawn_at: Option<Moment>,
}
impl Run {
    /// This is a run of a clock that no fact changes and nothing withdraws.
    pub fn new(rule: &Rule, trigger: Moment, met_at: Option<Moment>) -> Self {
        let facts = Facts::default();
        Self { trigger, cause: rule.trigger, facts, tightened_at: None, met_at, withdrawn_at: None }
    }
}

impl<'a> History<'a> {
    /// This takes what was on record at a moment; what was recorded later was not known then.
    pub fn at(recorded: &'a [Recorded], at: Moment, terms: &'a ForceTerms) -> Self {
        let law = Law::AsItStood;
        let recorded = recorded.iter().filter(|entry| entry.at <= at).collect();
        Self { recorded, at, law, terms, saying: Saying::Full }
    }

    /// What holds for a clock that something starts at a moment.
    pub fn terms(&self, clock: Clock, trigger: Moment) -> Terms {
        self.terms.on(clock, self.start(trigger).day())
    }

    /// What was on record, in order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &'a Recorded> + '_ {
        self.recorded.iter().copied()
    }

    /// What was recorded after an entry of this history.
    pub fn after(&self, place: usize) -> impl Iterator<Item = &'a Recorded> + '_ {
        self.recorded.iter().copied().skip(place.saturating_add(1))
    }

    /// From when something counts: no duty starts before the day set when the case was opened (the force's go-live).
    pub fn start(&self, trigger: Moment) -> Moment {
        let duties_from = self.entries().find_map(|entry| match entry.event {
            CaseEvent::CaseOpened { duties_from, .. } => Some(duties_from),
            _ => None,
        });
        duties_from.map_or(trigger, |duties_from| trigger.max(duties_from))
    }

    /// From when a duty of a report counts: the earliest time of identification that was told of it. The source may tell
    /// a later one afterwards: that gives no more time. Once the duty is on record as missed, nothing moves it.
    pub(super) fn identified(&self, clock: Clock, place: usize, wanted: ReportId, told_first: Moment) -> Moment {
        let mut counted = told_first;
        for entry in self.after(place) {
            match &entry.event {
                CaseEvent::ClockMissed { clock: code, started_at, .. }
                    if code == clock.code() && *started_at == self.start(counted) =>
                {
                    return counted;
                }
                CaseEvent::ReportRedated { report, identified_at } if *report == wanted => {
                    counted = counted.min(*identified_at);
                }
                _ => {}
            }
        }
        counted
    }

    /// The grade of risk that counted at a moment: a lower one only once a second officer stands behind it.
    pub fn grade_at(&self, at: Moment) -> Option<Grade> {
        let known = self.entries().filter(|entry| entry.at <= at);
        known.fold(None, |grade, entry| grade_after(grade, &entry.event))
    }

    /// When the grade first became high after a moment.
    pub fn high_after(&self, after: Moment) -> Option<Moment> {
        let high = |entry: &&Recorded| entry.at > after && grade_set(&entry.event) == Some(Grade::High);
        self.entries().find(high).map(|entry| entry.at)
    }

    /// Which rights of the Victims' Code applied at a moment: the last recorded; none, where nothing was.
    pub fn entitlement_at(&self, at: Moment) -> Option<Entitlement> {
        self.entries().rev().filter(|entry| entry.at <= at).find_map(|entry| entitlement_set(&entry.event))
    }

    /// When Enhanced Rights first came to apply after a moment.
    pub fn enhanced_after(&self, after: Moment) -> Option<Moment> {
        let enhanced =
            |entry: &&Recorded| entry.at > after && entitlement_set(&entry.event) == Some(Entitlement::Enhanced);
        self.entries().find(enhanced).map(|entry| entry.at)
    }

    fn closed_at(&self) -> impl Iterator<Item = Moment> + '_ {
        let closes =
            |event: &CaseEvent| matches!(event, CaseEvent::ClosureApproved { .. } | CaseEvent::CaseJoined { .. });
        self.entries().filter(move |entry| closes(&entry.event)).map(|entry| entry.at)
    }

    /// The misses that the ledger holds of a clock: when each started, when it was due, when it was recorded.
    fn misses(&self, clock: Clock) -> impl Iterator<Item = Miss> + '_ {
        self.entries().filter_map(move |entry| match &entry.event {
            CaseEvent::ClockMissed { clock: code, started_at, due_at } if code == clock.code() => {
                Some(Miss { started_at: *started_at, due_at: *due_at, recorded_at: entry.at })
            }
            _ => None,
        })
    }
}

fn entitlement_set(event: &CaseEvent) -> Option<Entitlement> {
    match event {
        CaseEvent::EntitlementRecorded(EntitlementRecord { entitlement, reasons: _ }) => Some(*entitlement),
        _ => None,
    }
}

/// This says whether what was done answers what happened. What is known only to the day stands at its first instant, and
/// answers what happened on that day.
pub(super) fn answers(done_at: Moment, happened_at: Moment) -> bool {
    let only_a_day = done_at == done_at.day().start() && done_at.day() == happened_at.day();
    done_at >= happened_at || only_a_day
}

/// When the report was taken off this case, or withdrawn from the count; the duty goes with it.
pub(super) fn detached(history: &History<'_>, place: usize, wanted: ReportId) -> Option<Moment> {
    history.after(place).find_map(|entry| match entry.event {
        CaseEvent::ReportDetached { report } | CaseEvent::ReportStruck { report, .. } if report == wanted => {
            Some(entry.at)
        }
        _ => None,
    })
}

fn grade_set(event: &CaseEvent) -> Option<Grade> {
    match event {
        CaseEvent::RiskScreened { grade, .. } | CaseEvent::RiskReviewed { grade, .. } => Some(*grade),
        _ => None,
    }
}

/// A miss as the ledger holds it.
struct Miss {
    started_at: Moment,
    due_at: Moment,
    recorded_at: Moment,
}

/// This reads every clock over what was on record of a case at a moment, clock by clock.
///
/// A run that the closing of the case, or taking its trigger off the case, stopped in time is left out.
/// A miss that the ledger holds stays a miss. A day outside the calendar is refused.
pub fn read_case(recorded: &[Recorded], at: Moment, calendar: &Calendar) -> Result<Vec<Reading>, ClockRefusal> {
    read_case_under(Law::AsItStood, recorded, at, calendar)
}

/// This is `read_case` under a law: under the law of one day, a clock whose edition was not in effect then does not run.
pub fn read_case_under(
    law: Law,
    recorded: &[Recorded],
    at: Moment,
    calendar: &Calendar,
) -> Result<Vec<Reading>, ClockRefusal> {
    read_case_as_set(law, recorded, at, calendar, &ForceTerms::default())
}

/// This is `read_case_under` with what a force has set.
pub fn read_case_as_set(
    law: Law,
    recorded: &[Recorded],
    at: Moment,
    calendar: &Calendar,
    terms: &ForceTerms,
) -> Result<Vec<Reading>, ClockRefusal> {
    read_history(&History { law, ..History::at(recorded, at, terms) }, calendar)
}

/// This is `read_case_as_set` for whoever asks for the moments alone: the readings say nothing in words.
pub fn read_case_times(
    law: Law,
    recorded: &[Recorded],
    at: Moment,
    calendar: &Calendar,
    terms: &ForceTerms,
) -> Result<Vec<Reading>, ClockRefusal> {
    read_history(&History { law, saying: Saying::Left, ..History::at(recorded, at, terms) }, calendar)
}

fn read_history(history: &History<'_>, calendar: &Calendar) -> Result<Vec<Reading>, ClockRefusal> {
    let law = history.law;
    let mut readings = Vec::new();
    for clock in Clock::ALL.iter().copied().filter(|clock| law.knows(clock.rule())) {
        let first = readings.len();
        for run in (clock.rule().runs)(history) {
            readings.extend(read_run(clock, &run, history, calendar)?);
        }
        let left: Vec<Miss> = history
            .misses(clock)
            .filter(|miss| !readings.iter().skip(first).any(|reading| reading.started_at == miss.started_at))
            .collect();
        readings.extend(left.iter().map(|miss| read_miss(clock, miss, history)));
    }
    Ok(readings)
}

/// How near a duty is to the safety of the person at risk: 0 is what keeps her safe, 1 what she is owed and told, 2 the rest.
fn distance(clock: Clock) -> u8 {
    match clock {
        Clock::InitialNotification
        | Clock::Screening
        | Clock::ReviewOfRisk
        | Clock::Consideration
        | Clock::Reconsideration
        | Clock::AnswerToRequest => 0,
        Clock::CrimeConfirmed | Clock::ReferralToSupport | Clock::Telling | Clock::NoInvestigation | Clock::Updates => {
            1
        }
        Clock::DormantCase | Clock::ClosureDecision => 2,
    }
}

/// This is the reading to act on first: of those that are missed and still not done, what keeps a person safe before what
/// they are owed, then the earliest due; where nothing is missed, the earliest due.
pub fn open_due(readings: &[Reading]) -> Option<&Reading> {
    let open = |reading: &&Reading| match reading.state {
        State::Running | State::Missed { met_at: None } => true,
        State::Met { .. } | State::Missed { met_at: Some(_) } => false,
    };
    let order = |reading: &&Reading| match reading.state {
        State::Missed { .. } => (0, distance(reading.clock), reading.due_at),
        State::Running | State::Met { .. } => (1, 0, reading.due_at),
    };
    readings.iter().filter(open).min_by_key(order)
}

/// This reads one run; none when it has not started, or was stopped in time by something other than the duty.
fn read_run(
    clock: Clock,
    run: &Run,
    history: &History<'_>,
    calendar: &Calendar,
) -> Result<Option<Reading>, ClockRefusal> {
    let at = history.at;
    if run.trigger > at {
        return Ok(None);
    }
    let started_at = history.start(run.trigger);
    let terms = history.terms(clock, run.trigger);
    let known_miss = history.misses(clock).find(|miss| miss.started_at == started_at);
    // What a force has switched off does not run; what was missed before stays missed.
    if !terms.runs && known_miss.is_none() {
        return Ok(None);
    }
    let met_at = run.met_at.filter(|met_at| *met_at <= at);
    let saying = history.saying;
    let mut working = match saying {
        Saying::Full => start_lines(clock, run, started_at, &terms, history.law, calendar),
        Saying::Left => Vec::new(),
    };
    let Count { due_at, due_text, lines } = count_run(clock, run, started_at, terms.limit, calendar, saying)?;
    if stopped_in_time(clock, run, history, due_at, met_at) {
        return Ok(None);
    }
    working.extend(lines);
    saying.say(&mut working, || due_line(&due_text, due_at));
    let mut state = State::at(at, due_at, met_at);
    if let Some(miss) = known_miss {
        // INVARIANT: a miss on the ledger stays a miss, even if an act that is dated earlier is recorded later.
        state = State::Missed { met_at };
        saying.say(&mut working, || format!("Recorded as missed at {}.", moment_words(miss.recorded_at)));
        if met_at.is_some_and(|met_at| met_at < due_at) {
            saying.say(&mut working, || {
                "What was recorded later is dated in time; the record of the miss stands beside it.".to_owned()
            });
        }
    }
    if let Some(met_at) = met_at {
        saying.say(&mut working, || format!("Done at {}.", moment_words(met_at)));
    }
    let withdrawn = run.withdrawn_at.is_some_and(|withdrawn_at| withdrawn_at <= at);
    let (escalates_to, stages) = (terms.escalates_to, (!withdrawn).then_some(terms.stages));
    Ok(Some(Reading { clock, started_at, due_at, state, working, due_text, escalates_to, stages }))
}

/// The trigger, the rule, and why the clock does not count from the trigger if it does not.
fn start_lines(
    clock: Clock,
    run: &Run,
    started_at: Moment,
    terms: &Terms,
    law: Law,
    calendar: &Calendar,
) -> Vec<String> {
    let rule = clock.rule();
    let mut lines = vec![format!("Started by {}: {}.", run.cause, moment_words(run.trigger)), rule_line(rule)];
    lines.extend(terms_line(terms));
    lines.extend(match law {
        Law::AsItStood => edition_note(rule, started_at),
        Law::AsOn(_) => Some(format!("Read under {law}.")),
    });
    if started_at > run.trigger {
        let (noun, start) = (rule.trigger_noun, moment_words(started_at));
        lines.push(format!("{noun} is older than the force's go-live, so the clock counts from {start}."));
        if rule.on_closure == OnClosure::RunsOn {
            lines.extend(own_period_line(clock, run.trigger, calendar));
        }
    }
    lines
}

/// A period that an Act sets for the subject is not moved by a go-live; the working must not hide when it ended.
fn own_period_line(clock: Clock, trigger: Moment, calendar: &Calendar) -> Option<String> {
    let counted = count_for(clock, trigger, clock.rule().limit.usual, calendar, Saying::Full).ok()?;
    let end = counted.due_text.strip_prefix("by ").unwrap_or(&counted.due_text);
    Some(format!("The period in the Act is not moved by that: it ended at {end}."))
}

/// This counts a run, shortened when a fact changed on the way.
fn count_run(
    clock: Clock,
    run: &Run,
    started_at: Moment,
    limit: Limit,
    calendar: &Calendar,
    saying: Saying,
) -> Result<Count, ClockRefusal> {
    let span = limit.at(&run.facts);
    let mut counted = count_for(clock, started_at, span, calendar, saying)?;
    if saying == Saying::Full {
        counted.lines.splice(0..0, facts_line(limit, &run.facts, true));
    }
    let before_the_end = |since: &Moment| *since < counted.due_at && run.met_at.is_none_or(|met_at| *since < met_at);
    match (limit.tight(), run.tightened_at.filter(before_the_end)) {
        (Some(tight), Some(since)) if tight != span => shorten(clock, counted, since, (limit, tight), calendar, saying),
        (Some(_) | None, Some(_) | None) => Ok(counted),
    }
}

/// The earlier of the usual end, and the shorter span from the moment at which its fact came to hold.
fn shorten(
    clock: Clock,
    usual: Count,
    since: Moment,
    (limit, tight): (Limit, Span),
    calendar: &Calendar,
    saying: Saying,
) -> Result<Count, ClockRefusal> {
    let shorter = count_for(clock, since, tight, calendar, saying)?;
    let mut lines = usual.lines;
    let what = if limit.high.is_some() { "The grade became high" } else { "Enhanced Rights came to apply" };
    saying.say(&mut lines, || format!("{what} at {}.", moment_words(since)));
    lines.extend(shorter.lines);
    if shorter.due_at < usual.due_at {
        return Ok(Count { due_at: shorter.due_at, due_text: shorter.due_text, lines });
    }
    saying.say(&mut lines, || "The usual limit ends sooner and holds.".to_owned());
    Ok(Count { due_at: usual.due_at, due_text: usual.due_text, lines })
}

/// Whether the run ended before it was due without the duty being done: case closed, or trigger taken off the case.
fn stopped_in_time(clock: Clock, run: &Run, history: &History<'_>, due_at: Moment, met_at: Option<Moment>) -> bool {
    let stops = |stop: Moment| stop >= run.trigger && stop < due_at && met_at.is_none_or(|met_at| met_at > stop);
    let closed = match clock.rule().on_closure {
        OnClosure::Stops => history.closed_at().any(stops),
        OnClosure::RunsOn | OnClosure::StaysOwed => false,
    };
    closed || run.withdrawn_at.is_some_and(stops)
}

/// A miss whose trigger is no longer on the case: it is still a miss.
fn read_miss(clock: Clock, miss: &Miss, history: &History<'_>) -> Reading {
    let escalates_to = history.terms(clock, miss.started_at).escalates_to;
    let saying = history.saying;
    let due_text = saying.text(|| format!("by {}", moment_words(miss.due_at)));
    let mut working = Vec::new();
    saying.say(&mut working, || rule_line(clock.rule()));
    saying.say(&mut working, || format!("Recorded as missed at {}.", moment_words(miss.recorded_at)));
    saying.say(&mut working, || "What started it is no longer found on the case; the miss stands.".to_owned());
    let state = State::Missed { met_at: None };
    let (started_at, due_at) = (miss.started_at, miss.due_at);
    Reading { clock, started_at, due_at, state, working, due_text, escalates_to, stages: None }
}
