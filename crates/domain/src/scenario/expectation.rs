//! What a scenario expects at a moment: readings of clocks, red flags, the list, refusals, grades, gates.

use super::happening::NotRead;
use super::lists::{Listed, listed};
use super::near::nearest;
use super::refusals;
use super::slots::At;
use super::told::{self, StageTold};
use super::when::{self, When};
use super::words::{Kind, Word, after, number, pick, skip, starts_with, written};
use crate::catalogue::Grade;
use crate::clocks::Clock;
use crate::risk::flags;

/// One expectation, with its words.
#[derive(Clone, PartialEq, Debug)]
pub struct Expected {
    /// As it was written.
    pub text: String,
    /// What it is.
    pub expectation: Expectation,
}

/// What can be expected.
#[derive(Clone, PartialEq, Debug)]
pub enum Expectation {
    /// How a clock stands.
    Clock {
        /// Which.
        clock: Clock,
        /// How.
        stands: Stands,
    },
    /// How a red flag stands.
    Flag {
        /// Its code.
        code: &'static str,
        /// How.
        raised: Raised,
    },
    /// Whether the person at risk is on the list of those without a served order, and if not why not.
    Listed {
        /// Whether.
        on: bool,
        /// Why not.
        because: Option<OffBecause>,
    },
    /// The one next action, by its code.
    Next(&'static str),
    /// That the happening before was refused: with which code, if that matters.
    Refused(Option<String>),
    /// The grade of risk; none for no grade.
    Grade(Option<Grade>),
    /// Where the decision stands, by its code.
    Decision(&'static str),
    /// Where the case stands, by its code.
    Status(&'static str),
    /// Whether a gate of closure is met.
    Gate {
        /// Its code.
        code: String,
        /// Whether.
        met: bool,
    },
    /// That a measure was recorded with a warning, by its code.
    Warned(&'static str),
    /// How many reports are on the case.
    Reports(u32),
    /// How many acts are on the case.
    Acts(u32),
    /// Whether the question of risk is open again.
    RiskOpen(bool),
    /// Whether a stage of a duty was told, to whom and when.
    Told(StageTold),
}

/// How a clock is expected to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stands {
    /// Missed, at least once; or exactly so many times.
    Missed(Option<u32>),
    /// Never missed.
    NotMissed,
    /// The latest run was done in time.
    Met,
    /// The latest run was done too late.
    MetLate,
    /// The latest run is open and there is time.
    Running,
    /// No run is open.
    NotRunning,
    /// There is no run of it.
    NotStarted,
    /// A run is due at this moment, or by the end of this day.
    Due(When),
}

/// How a red flag is expected to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Raised {
    /// Raised, answered or not.
    Yes,
    /// Not raised.
    No,
    /// Raised and answered, each time.
    Answered,
    /// Raised and not answered.
    Open,
}

/// Why somebody is off the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OffBecause {
    /// An order is served and in force.
    Served,
    /// The case is closed.
    Closed,
    /// The work goes on in another case.
    Joined,
}

/// The forms that an expectation can take, with what they mean: for the nearest phrase and for the documentation.
pub const FORMS: &[(&str, &str)] = &[
    ("PD-03 missed", "at least one run of the clock was not done in time (it stays missed, even if done later)"),
    ("PD-03 missed 2 times", "exactly so many runs were missed"),
    ("PD-03 not missed", "no run was missed"),
    ("PD-03 met", "its latest run was done in time"),
    ("PD-03 met late", "its latest run was done, too late"),
    ("PD-03 running", "its latest run is open and there is time"),
    ("PD-03 not running", "no run is open"),
    ("PD-03 not started", "nothing has started it, or the law of the day does not know it"),
    ("PD-03 due by 2026-03-05 09:15", "a run has this moment as the first that is too late"),
    ("CK-01 due by the end of 2026-03-06", "a run expires at the end of this day"),
    (
        "stage missed of PD-03 told to the supervisor on 2026-03-05",
        "that stage of the duty was told to them, on that day (or: at that minute); stages are reminder, missed, rank, above",
    ),
    ("stage rank of PD-03 not told", "that stage was told to nobody (or: not to who is named, or not then)"),
    ("RF-16 raised", "the red flag was raised, answered or not"),
    ("RF-16 not raised", "it was not"),
    ("RF-16 open", "it was raised and nobody has answered it"),
    ("RF-16 answered", "it was raised and answered"),
    ("on the list", "the person at risk is on the list of those without a served order"),
    ("off the list", "the person at risk is not"),
    ("off the list: order served", "… because a served order or interim order is in force"),
    ("off the list: closed", "… because the case is closed"),
    ("off the list: joined", "… because the work goes on in another case"),
    ("next action: decide protection", "the one next action, by its code with spaces"),
    ("refused", "the happening before this was refused by a rule"),
    ("refused: closure: gates unmet", "… with this refusal"),
    ("grade high", "the current grade of risk: standard, medium, high"),
    ("no grade", "nobody has graded the risk"),
    ("decision: not yet considered", "where the decision stands, by its code with spaces"),
    ("case open", "the case is open; or: closure proposed, closed, joined"),
    ("gate flags unmet", "a gate of closure, by its code"),
    ("gate flags met", "… is met"),
    ("warned: shorter than two years", "the measure (or the absence) before this was recorded with a warning"),
    ("2 reports", "so many reports are on the case"),
    ("3 acts", "so many acts are on the case"),
    ("risk open", "the question of risk has come open again"),
    ("risk not open", "it has not"),
];

/// The next actions, by code.
pub const NEXT: &[&str] = &[
    "allocate_officer",
    "confirm_links",
    "screen_risk",
    "rescreen_risk",
    "review_risk",
    "decide_protection",
    "countersign_decision",
    "serve_order",
    "check_order",
    "record_order",
    "seek_interim",
    "apply",
    "press_other_force",
    "answer_flag",
    "review_acts",
    "decide_closure",
    "finish_actions",
    "keep_under_review",
    "advise_decision",
    "answer_reconsideration",
    "answer_advice",
    "confirm_grade",
    "trained_review",
    "closed",
    "joined",
];
/// The states of a decision, by code.
pub const DECISIONS: &[&str] = &[
    "not_yet_considered",
    "considering",
    "awaiting_countersign",
    "decided_apply",
    "decided_not_apply",
    "deferred",
    "superseded_by_other_order",
];
/// The gates of closure, by code.
pub const GATES: &[&str] = &[
    "decision",
    "order",
    "warrants",
    "actions",
    "notification",
    "acts",
    "enquiries",
    "messages",
    "requests",
    "consulted",
    "risk",
    "reports",
    "exit_plan",
    "retention",
    "triggers",
    "flags",
];
/// The warnings of a measure, by code.
pub const WARNINGS: &[&str] =
    &["shorter_than_two_years", "interim_without_end", "not_yet_served", "no_evidence", "nothing_of_theirs"];

type Read = Result<Option<(usize, Expectation)>, String>;

/// This reads every expectation of a line, one after another.
pub(super) fn read_all(words: &[Word], at: At) -> Result<Vec<Expected>, NotRead> {
    let mut found = Vec::new();
    let mut rest = skip(words);
    while !rest.is_empty() {
        let one = read_one(rest, at).map_err(|what| NotRead { what, instead: near(rest), meant: true })?;
        let Some((taken, expectation)) = one else {
            let what = format!("'{}' is no expectation", written(rest));
            return Err(NotRead { what, instead: near(rest), meant: !found.is_empty() });
        };
        let text = written(rest.get(..taken).unwrap_or_default());
        found.push(Expected { text, expectation });
        rest = skip(after(rest, taken));
    }
    if found.is_empty() {
        let what = "nothing is expected here".to_owned();
        return Err(NotRead { what, instead: "PD-03 missed".to_owned(), meant: true });
    }
    Ok(found)
}

/// The nearest form, with the code that was written where it is known.
fn near(words: &[Word]) -> String {
    let text = written(words);
    let first = words.first().map_or("", |word| word.text.as_str());
    if first.starts_with("refus") {
        let codes = refusals::all();
        let asked = text.split_once(' ').map_or("", |(_, rest)| rest);
        return nearest(asked, codes.iter().map(String::as_str))
            .map_or_else(String::new, |code| format!("refused: {code}"));
    }
    nearest(&text, FORMS.iter().map(|(form, _)| *form)).unwrap_or_default().to_owned()
}

fn read_one(words: &[Word], at: At) -> Read {
    if let Some((taken, clock)) =
        pick(words, Clock::ALL.iter().flat_map(|clock| [(clock.code(), *clock), (clock.rule().title, *clock)]))
    {
        return clock_stands(words, taken, clock, at);
    }
    if let Some((taken, code)) = pick(words, flags::ALL.iter().map(|flag| (flag.code, flag.code))) {
        return flag_stands(words, taken, code);
    }
    let first = words.first().map_or("", |word| word.text.as_str());
    if looks_like_code(first) {
        let codes = Clock::ALL.iter().map(|clock| clock.code()).chain(flags::ALL.iter().map(|flag| flag.code));
        let known: Vec<&str> = codes.collect();
        return Err(format!(
            "'{}' is no clock and no red flag that is built; built are {}",
            first.to_uppercase(),
            known.join(", ")
        ));
    }
    if let Some((taken, on)) = pick(words, LIST.iter().copied()) {
        return Ok(Some(listed_because(words, taken, on)));
    }
    if let Some((taken, ())) = pick(words, [("next action", ()), ("next", ())]) {
        return coded(words, taken, NEXT, "next action")
            .map(|found| found.map(|(taken, code)| (taken, Expectation::Next(code))));
    }
    if let Some((taken, ())) = pick(words, [("refused", ()), ("refusal", ()), ("act refused", ())]) {
        return refused(words, taken);
    }
    if let Some((taken, ())) =
        pick(words, [("no grade", ()), ("grade not known", ()), ("grade none", ()), ("not graded", ())])
    {
        return Ok(Some((taken, Expectation::Grade(None))));
    }
    let grades: Vec<(String, Grade)> =
        listed::<Grade>().map(|(words, grade)| (format!("grade {words}"), grade)).collect();
    if let Some((taken, grade)) = pick(words, grades.iter().map(|(words, grade)| (words.as_str(), *grade))) {
        return Ok(Some((taken, Expectation::Grade(Some(grade)))));
    }
    if let Some((taken, ())) = pick(words, [("decision", ())]) {
        return coded(words, taken, DECISIONS, "state of the decision")
            .map(|found| found.map(|(taken, code)| (taken, Expectation::Decision(code))));
    }
    if let Some((taken, code)) = pick(words, STATES.iter().copied()) {
        return Ok(Some((taken, Expectation::Status(code))));
    }
    if let Some((taken, ())) = pick(words, [("gate", ())]) {
        return gate(words, taken);
    }
    if let Some((taken, ())) = pick(words, [("warned", ()), ("warning", ())]) {
        return coded(words, taken, WARNINGS, "warning")
            .map(|found| found.map(|(taken, code)| (taken, Expectation::Warned(code))));
    }
    if let Some(found) = told::read(words, at)? {
        return Ok(Some(found));
    }
    if let Some((taken, open)) = pick(words, RISK.iter().copied()) {
        return Ok(Some((taken, Expectation::RiskOpen(open))));
    }
    Ok(counted(words))
}

const LIST: &[(&str, bool)] = &[
    ("list", true),
    ("listed", true),
    ("person at risk list", true),
    ("person risk on list", true),
    ("on every list", true),
    ("every list", true),
    ("off list", false),
    ("not list", false),
    ("no longer list", false),
    ("not listed", false),
    ("not on list", false),
];
const STATES: &[(&str, &str)] = &[
    ("case open", "open"),
    ("closure proposed", "closure_proposed"),
    ("case closed", "closed"),
    ("case joined", "joined"),
    ("closed", "closed"),
];
const RISK: &[(&str, bool)] =
    &[("risk open", true), ("risk reopened", true), ("risk not open", false), ("risk settled", false)];

fn looks_like_code(text: &str) -> bool {
    let (family, number) = text.split_once('-').unwrap_or(("", ""));
    family.len() == 2 && !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit())
}

fn clock_stands(words: &[Word], taken: usize, clock: Clock, at: At) -> Read {
    const STANDS: &[(&str, Stands)] = &[
        ("missed", Stands::Missed(None)),
        ("overdue", Stands::Missed(None)),
        ("not missed", Stands::NotMissed),
        ("never missed", Stands::NotMissed),
        ("met", Stands::Met),
        ("met in time", Stands::Met),
        ("met time", Stands::Met),
        ("done in time", Stands::Met),
        ("done time", Stands::Met),
        ("met late", Stands::MetLate),
        ("done late", Stands::MetLate),
        ("running", Stands::Running),
        ("runs", Stands::Running),
        ("started", Stands::Running),
        ("not running", Stands::NotRunning),
        ("stopped", Stands::NotRunning),
        ("not started", Stands::NotStarted),
        ("never started", Stands::NotStarted),
    ];
    let rest = after(words, taken);
    let lead = rest.len() - skip(rest).len();
    let rest = skip(rest);
    let taken = taken + lead;
    if let Some((more, ())) = pick(rest, [("due by", ()), ("due", ()), ("running due by", ()), ("running due", ())]) {
        return due(rest, more, at)
            .map(|(more, when)| Some((taken + more, Expectation::Clock { clock, stands: Stands::Due(when) })));
    }
    let Some((more, mut stands)) = pick(rest, STANDS.iter().copied()) else {
        return Err(format!(
            "it is not said how {clock} stands: missed, not missed, met, met late, running, not running, not started, due by …"
        ));
    };
    let mut more = more;
    if stands == Stands::Missed(None)
        && let Some((extra, times)) = times(after(rest, more))
    {
        more += extra;
        stands = Stands::Missed(Some(times));
    }
    Ok(Some((taken + more, Expectation::Clock { clock, stands })))
}

fn times(words: &[Word]) -> Option<(usize, u32)> {
    for (word, count) in [("once", 1), ("twice", 2)] {
        if let Some(taken) = starts_with(words, word) {
            return Some((taken, count));
        }
    }
    let count = number(&words.first()?.text)?;
    starts_with(after(words, 1), "times").map(|taken| (1 + taken, count))
}

/// 'due by the end of 2026-03-06' and 'due by 2026-03-06' both mean the end of that day.
fn due(rest: &[Word], taken: usize, at: At) -> Result<(usize, When), String> {
    let rest = after(rest, taken);
    let end = pick(rest, [("end day", ()), ("end", ())]).map_or(0, |(taken, ())| taken);
    match when::read(after(rest, end), Some(at))? {
        Some((more, when)) => Ok((taken + end + more, when)),
        None => Err("it is not said by when it is due (2026-03-05 09:15, or the end of 2026-03-06)".to_owned()),
    }
}

fn flag_stands(words: &[Word], taken: usize, code: &'static str) -> Read {
    const RAISED: &[(&str, Raised)] = &[
        ("raised", Raised::Yes),
        ("not raised", Raised::No),
        ("never raised", Raised::No),
        ("answered", Raised::Answered),
        ("disposed", Raised::Answered),
        ("open", Raised::Open),
        ("unanswered", Raised::Open),
        ("raised not answered", Raised::Open),
    ];
    let rest = after(words, taken);
    let lead = rest.len() - skip(rest).len();
    match pick(skip(rest), RAISED.iter().copied()) {
        Some((more, raised)) => Ok(Some((taken + lead + more, Expectation::Flag { code, raised }))),
        None => Err(format!("it is not said how {code} stands: raised, not raised, open, answered")),
    }
}

fn listed_because(words: &[Word], taken: usize, on: bool) -> (usize, Expectation) {
    const BECAUSE: &[(&str, OffBecause)] = &[
        ("order served", OffBecause::Served),
        ("because order served", OffBecause::Served),
        ("order in force", OffBecause::Served),
        ("order force", OffBecause::Served),
        ("served order", OffBecause::Served),
        ("interim order served", OffBecause::Served),
        ("closed", OffBecause::Closed),
        ("case closed", OffBecause::Closed),
        ("because closed", OffBecause::Closed),
        ("because case closed", OffBecause::Closed),
        ("joined", OffBecause::Joined),
        ("case joined", OffBecause::Joined),
    ];
    let rest = after(words, taken);
    // Only what stands after a colon, a comma or 'because' is the reason.
    let lead = rest.iter().take_while(|word| word.kind == Kind::Mark || word.text == "because").count();
    match pick(after(rest, lead), BECAUSE.iter().copied()).filter(|_| !on) {
        Some((more, because)) => (taken + lead + more, Expectation::Listed { on, because: Some(because) }),
        None => (taken, Expectation::Listed { on, because: None }),
    }
}

/// A code of a closed list, after what names the list.
fn coded(
    words: &[Word],
    taken: usize,
    codes: &'static [&'static str],
    list: &str,
) -> Result<Option<(usize, &'static str)>, String> {
    let rest = after(words, taken);
    let lead = rest.len() - skip(rest).len();
    match pick(skip(rest), codes.iter().map(|code| (*code, *code))) {
        Some((more, code)) => Ok(Some((taken + lead + more, code))),
        None => {
            let text = written(rest);
            let known = codes.iter().map(|code| code.replace('_', " ")).collect::<Vec<_>>();
            let near = nearest(&text, known.iter().map(String::as_str)).unwrap_or_default();
            Err(format!("'{text}' is no {list}; nearest is '{near}'; known are: {}", known.join(", ")))
        }
    }
}

fn refused(words: &[Word], taken: usize) -> Read {
    let rest = after(words, taken);
    let lead = rest.len() - skip(rest).len();
    if let Some((more, code)) = refusals::read(skip(rest)) {
        return Ok(Some((taken + lead + more, Expectation::Refused(Some(code)))));
    }
    let colon = rest.first().is_some_and(|word| word.kind == Kind::Mark) && !skip(rest).is_empty();
    let code = written(skip(rest));
    // 'refused; PD-03 missed' are two expectations.
    let next = read_one(skip(rest), At::from_micros(0)).is_ok_and(|found| found.is_some());
    if colon && !next {
        return Err(format!("'{code}' is no refusal of the rules"));
    }
    Ok(Some((taken, Expectation::Refused(None))))
}

fn gate(words: &[Word], taken: usize) -> Read {
    let Some((taken, code)) = coded(words, taken, GATES, "gate")? else { return Ok(None) };
    let rest = after(words, taken);
    let lead = rest.len() - skip(rest).len();
    const MET: &[(&str, bool)] = &[("met", true), ("not met", false), ("unmet", false), ("open", false)];
    match pick(skip(rest), MET.iter().copied()) {
        Some((more, met)) => Ok(Some((taken + lead + more, Expectation::Gate { code: code.to_owned(), met }))),
        None => Err(format!("it is not said whether the gate '{code}' is met or unmet")),
    }
}

fn counted(words: &[Word]) -> Option<(usize, Expectation)> {
    let count = number(&words.first()?.text)?;
    let rest = after(words, 1);
    let what = pick(rest, [("reports", true), ("acts", false)])?;
    let expectation = if what.1 { Expectation::Reports(count) } else { Expectation::Acts(count) };
    Some((1 + what.0, expectation))
}

/// What can be written for a grade, for the documentation.
pub fn grades() -> Vec<&'static str> {
    Grade::LIST.iter().map(|grade| grade.code()).collect()
}
