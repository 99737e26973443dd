//! The details of a happening: grades, dangers, days, people, each read wherever it stands in the line.

use super::lists::{
    Listed, advice, awaited, behaviours, causes, distances, factors, grades, grounds, listed, measures, reasons,
    search_places, searched_about,
};
use super::when::{self, When};
use super::who::{self, Who};
use super::words::{Kind, Word, after, number, pick, starts_with};
use crate::catalogue::*;
use crate::risk::tools;

/// What a phrase can take beside its own words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot {
    /// A grade of risk.
    Grade,
    /// Dangers that a screen finds.
    Factors,
    /// FOUR: each letter with its answer, or 'FOUR not answered'.
    Four,
    /// The tool of a screen.
    Tool,
    /// 'without reasons': too short to explain anything.
    Thin,
    /// The second officer of a lower grade.
    Second,
    /// What was done.
    Behaviours,
    /// When it was done.
    Occurred,
    /// How exactly that is known.
    Precision,
    /// To whom something is given.
    To,
    /// A team.
    Team,
    /// Reasons not to apply.
    Reasons,
    /// When it is looked at again.
    Again,
    /// Whether the person at risk has been informed.
    Informed,
    /// What a reason not to apply rests on, or that it is not told.
    Backing,
    /// The limbs of s. 1(1).
    Limbs,
    /// The ground of s. 1(3).
    Ground,
    /// Whether an interim order is sought too.
    Interim,
    /// The last day.
    Until,
    /// The first day.
    From,
    /// When it was served.
    Served,
    /// That it replaces an interim order.
    Replaces,
    /// Which measure.
    Measure,
    /// Which red flag.
    Flag,
    /// The retention group.
    Retention,
    /// By when an action is due.
    Due,
    /// What linkage counts.
    Counts,
    /// Why something comes open again.
    Cause,
    /// What is waited for.
    Awaits,
    /// What the SPOC says.
    Advice,
    /// Whether advice is followed.
    FollowedOrNot,
    /// Whether a decision is looked at again or stands.
    LookAgainOrStands,
    /// Why something is withdrawn.
    Strike,
    /// When it was done, where that is not the moment of recording it.
    DoneAt,
    /// Where history is searched.
    Places,
    /// About whom.
    About,
    /// Whether anything was found.
    Result,
    /// How near found property lay.
    Near,
    /// As what the crime is classed.
    Class,
    /// Which act, by its number.
    Act,
    /// Who stands in for somebody who is away.
    StandIn,
}

/// What a reason not to apply rests on and a line says is not told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Untold {
    /// Which evidence is missing.
    Gaps,
    /// How it is to be got.
    Plan,
    /// That another force has accepted.
    Acceptance,
}

/// What was read beside the words of a phrase.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Details {
    pub(super) by: Option<Who>,
    pub(super) grade: Option<Grade>,
    pub(super) factors: Vec<RiskFactor>,
    pub(super) four: [Option<Answer>; 4],
    pub(super) four_unanswered: bool,
    pub(super) tool: Option<&'static str>,
    pub(super) thin: bool,
    pub(super) second: Option<Who>,
    pub(super) behaviours: Vec<Behaviour>,
    pub(super) occurred: Option<When>,
    pub(super) precision: Option<Precision>,
    pub(super) to: Option<Who>,
    pub(super) team: Option<String>,
    pub(super) reasons: Vec<Reason>,
    pub(super) again: Option<When>,
    pub(super) informed: Option<Answer>,
    pub(super) untold: Vec<Untold>,
    pub(super) limbs: [Option<Answer>; 3],
    pub(super) ground: Option<Option<Ground>>,
    pub(super) interim: bool,
    pub(super) until: Option<When>,
    pub(super) from: Option<When>,
    pub(super) served: Option<When>,
    pub(super) replaces: bool,
    pub(super) measure: Option<ProtectionKind>,
    pub(super) flag: Option<String>,
    pub(super) retention: Option<RetentionGroup>,
    pub(super) due: Option<When>,
    pub(super) reports: Option<u32>,
    pub(super) cases: Option<u32>,
    pub(super) victims: Option<u32>,
    pub(super) forces: Option<u32>,
    pub(super) confirmed: Option<Answer>,
    pub(super) cause: Option<ReopenCause>,
    pub(super) awaits: Option<Awaited>,
    pub(super) advice: Option<Advice>,
    pub(super) followed: Option<AdviceAnswer>,
    pub(super) strike: Option<StrikeCause>,
    pub(super) answered: Option<RequestAnswer>,
    pub(super) places: Vec<SearchPlace>,
    pub(super) about: Option<SearchAbout>,
    pub(super) found: bool,
    pub(super) near: Option<Nearness>,
    pub(super) class: Option<CrimeClass>,
    pub(super) act: Option<u32>,
    pub(super) four_acts: [Vec<u32>; 4],
    pub(super) limb_acts: [Vec<u32>; 3],
    pub(super) stand_in: Option<Who>,
}

/// The moment of the line, for days that count from it.
pub(super) type At = crate::time::Moment;

/// This reads one slot at the start of some words: how many it takes, or none. What begins well and goes wrong is refused.
pub(super) fn read(slot: Slot, words: &[Word], at: At, found: &mut Details) -> Result<Option<usize>, String> {
    Ok(match slot {
        Slot::Grade => set(pick(words, grades()), |grade| found.grade = Some(grade)),
        Slot::Factors => set(pick(words, factors()), |factor| found.factors.push(factor)),
        Slot::Four => four(words, found),
        Slot::Tool => {
            let tools = tools::ALL.iter().map(|tool| (*tool, *tool)).chain([("tool unknown", "unknown")]);
            set(pick(words, tools), |tool| found.tool = Some(tool))
        }
        Slot::Thin => set(pick(words, THIN.iter().map(|text| (*text, ()))), |()| found.thin = true),
        Slot::Second => second(words, found),
        Slot::Behaviours => set(pick(words, behaviours()), |behaviour| found.behaviours.push(behaviour)),
        Slot::Occurred => dated(words, OCCURRED, Bare::Allowed, at)?.map(|(taken, when)| {
            found.occurred = Some(when);
            taken
        }),
        Slot::DoneAt => dated(words, OCCURRED, Bare::Refused, at)?.map(|(taken, when)| {
            found.occurred = Some(when);
            taken
        }),
        Slot::Precision => set(pick(words, PRECISIONS.iter().copied()), |precision| found.precision = Some(precision)),
        Slot::To => who::read(words).map(|(taken, who)| {
            found.to = Some(who);
            taken
        }),
        Slot::Team => team(words, found),
        Slot::Reasons => set(pick(words, reasons()), |reason| found.reasons.push(reason)),
        Slot::Again => dated(words, AGAIN, Bare::Allowed, at)?.map(|(taken, when)| {
            found.again = Some(when);
            taken
        }),
        Slot::Informed => set(pick(words, INFORMED.iter().copied()), |informed| found.informed = Some(informed)),
        Slot::Backing => set(pick(words, BACKING.iter().copied()), |untold| found.untold.extend(untold)),
        Slot::Limbs => limbs(words, found),
        Slot::Ground => set(pick(words, grounds()), |ground| found.ground = Some(ground)),
        Slot::Interim => set(pick(words, INTERIM.iter().map(|text| (*text, ()))), |()| found.interim = true),
        Slot::Until => dated(words, UNTIL, Bare::Allowed, at)?.map(|(taken, when)| {
            found.until = Some(when);
            taken
        }),
        Slot::From => dated(words, FROM, Bare::Refused, at)?.map(|(taken, when)| {
            found.from = Some(when);
            taken
        }),
        Slot::Served => dated(words, &["served"], Bare::Refused, at)?.map(|(taken, when)| {
            found.served = Some(when);
            taken
        }),
        Slot::Replaces => {
            let phrases = ["replaces interim order", "replacing interim order", "replaces interim", "replaces"];
            set(pick(words, phrases.map(|text| (text, ()))), |()| found.replaces = true)
        }
        Slot::Measure => set(pick(words, measures()), |measure| found.measure = Some(measure)),
        Slot::Flag => words.first().filter(|word| word.text.starts_with("rf-")).map(|word| {
            found.flag = Some(word.text.to_uppercase());
            1
        }),
        Slot::Retention => set(pick(words, listed::<RetentionGroup>()), |group| found.retention = Some(group)),
        Slot::Due => dated(words, &["due by", "due", "by"], Bare::Allowed, at)?.map(|(taken, when)| {
            found.due = Some(when);
            taken
        }),
        Slot::Counts => counts(words, found),
        Slot::Cause => set(pick(words, causes()), |cause| found.cause = Some(cause)),
        Slot::Awaits => set(pick(words, awaited()), |awaits| found.awaits = Some(awaits)),
        Slot::Advice => set(pick(words, advice()), |advice| found.advice = Some(advice)),
        Slot::FollowedOrNot => set(pick(words, listed::<AdviceAnswer>()), |answer| found.followed = Some(answer)),
        Slot::LookAgainOrStands => set(pick(words, ANSWERED.iter().copied()), |answer| found.answered = Some(answer)),
        Slot::Strike => set(pick(words, listed::<StrikeCause>()), |cause| found.strike = Some(cause)),
        Slot::Places => set(pick(words, search_places()), |place| found.places.push(place)),
        Slot::About => set(pick(words, searched_about()), |about| found.about = Some(about)),
        Slot::Result => set(pick(words, RESULTS.iter().copied()), |result| found.found = result),
        Slot::Near => set(pick(words, distances()), |near| found.near = Some(near)),
        Slot::Class => set(pick(words, listed::<CrimeClass>()), |class| found.class = Some(class)),
        Slot::Act => acts_by_number(words).filter(|(_, numbers)| numbers.len() == 1).map(|(taken, numbers)| {
            found.act = numbers.first().copied();
            taken
        }),
        Slot::StandIn => stand_in(words, found),
    })
}

fn set<T>(picked: Option<(usize, T)>, put: impl FnOnce(T)) -> Option<usize> {
    picked.map(|(taken, value)| {
        put(value);
        taken
    })
}

/// Whether a day may stand without a word before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bare {
    Allowed,
    Refused,
}

const OCCURRED: &[&str] = &["done", "happened", "occurred", "dated", "committed"];
const AGAIN: &[&str] = &["look again", "looked again", "again", "reconsider", "reconsidered", "review", "until"];
const UNTIL: &[&str] = &["until", "till", "up", "ends", "ending", "last day", "expires", "end"];
const FROM: &[&str] = &["from", "since", "starting", "made", "begins"];

fn dated(words: &[Word], keys: &[&str], bare: Bare, at: At) -> Result<Option<(usize, When)>, String> {
    let key = pick(words, keys.iter().map(|key| (*key, ()))).map(|(taken, ())| taken);
    let (taken, rest) = match (key, bare) {
        (Some(taken), _) => (taken, after(words, taken)),
        (None, Bare::Allowed) => (0, words),
        (None, Bare::Refused) => return Ok(None),
    };
    Ok(when::read(rest, Some(at))?.map(|(more, when)| (taken + more, when)))
}

fn four(words: &[Word], found: &mut Details) -> Option<usize> {
    if let Some(taken) = starts_with(words, "four not answered") {
        found.four_unanswered = true;
        return Some(taken);
    }
    let letters = [("fixated", 0), ("obsessive", 1), ("unwanted", 2), ("repeated", 3)];
    let (taken, letter) = pick(words, letters)?;
    let (more, answer, acts) = answered(after(words, taken));
    if let (Some(held), Some(rests)) = (found.four.get_mut(letter), found.four_acts.get_mut(letter)) {
        (*held, *rests) = (Some(answer), acts);
    }
    Some(taken + more)
}

/// An answer after a question, with the acts that it rests on where they are numbered; a question named alone is answered with yes.
fn answered(words: &[Word]) -> (usize, Answer, Vec<u32>) {
    const ANSWERS: &[(&str, Answer)] = &[
        ("yes", Answer::Yes),
        ("met", Answer::Yes),
        ("no", Answer::No),
        ("not met", Answer::No),
        ("not", Answer::No),
        ("not known", Answer::NotKnown),
        ("unknown", Answer::NotKnown),
    ];
    let lead = words.iter().take_while(|word| word.kind == Kind::Mark && word.text == ",").count().min(1);
    let (taken, answer) = match pick(after(words, lead), ANSWERS.iter().copied()) {
        Some((taken, answer)) => (lead + taken, answer),
        None => (0, Answer::Yes),
    };
    let mark = usize::from(words.get(taken).is_some_and(|word| word.kind == Kind::Mark));
    let rest = after(words, taken + mark);
    let named = starts_with(rest, "act").and_then(|_| acts_by_number(rest));
    named.map_or((taken, answer, Vec::new()), |(more, acts)| (taken + mark + more, answer, acts))
}

/// Acts by their numbers: 'act 2', 'on acts 1, 3 and 4', or a number alone. '20 March' is a day and no act.
fn acts_by_number(words: &[Word]) -> Option<(usize, Vec<u32>)> {
    let mut taken = starts_with(words, "act").unwrap_or(0);
    let mut numbers = Vec::new();
    loop {
        let rest = after(words, taken);
        let marks = rest.iter().take_while(|word| word.kind == Kind::Mark).count();
        let lead = marks + after(rest, marks).iter().take_while(|word| word.kind == Kind::Filler).count();
        let number = rest.get(lead).and_then(|word| word.text.parse().ok());
        let day = rest.get(lead + 1).is_some_and(|word| word.kind == Kind::Word);
        let Some(number) = number.filter(|_| !day) else { break };
        numbers.push(number);
        taken += lead + 1;
    }
    (!numbers.is_empty()).then_some((taken, numbers))
}

fn stand_in(words: &[Word], found: &mut Details) -> Option<usize> {
    const STANDS: &[&str] = &["stands in", "stand-in", "covers"];
    let stands = |words: &[Word]| pick(words, STANDS.iter().map(|text| (*text, ()))).map(|(taken, ())| taken);
    if let Some(taken) = starts_with(words, "nobody stands in") {
        return Some(taken);
    }
    let before = stands(words).unwrap_or(0);
    let marks = after(words, before).iter().take_while(|word| word.kind == Kind::Mark).count();
    let (more, who) = who::read(after(words, before + marks))?;
    let named = before + marks + more;
    let taken = if before > 0 { named } else { named + stands(after(words, named))? };
    found.stand_in = Some(who);
    Some(taken)
}

fn limbs(words: &[Word], found: &mut Details) -> Option<usize> {
    const LIMBS: &[(&str, usize)] = &[
        ("acts", 0),
        ("limb (a)", 0),
        ("(a)", 0),
        ("risk", 1),
        ("limb (b)", 1),
        ("(b)", 1),
        ("necessity", 2),
        ("necessary", 2),
        ("limb (c)", 2),
        ("(c)", 2),
    ];
    let (taken, limb) = pick(words, LIMBS.iter().copied())?;
    let (more, answer, acts) = answered(after(words, taken));
    if let (Some(held), Some(rests)) = (found.limbs.get_mut(limb), found.limb_acts.get_mut(limb)) {
        (*held, *rests) = (Some(answer), acts);
    }
    Some(taken + more)
}

fn second(words: &[Word], found: &mut Details) -> Option<usize> {
    if let Some((taken, ())) = pick(words, [("agreed by", ()), ("agreed", ()), ("second officer", ())]) {
        let rest = after(words, taken);
        let lead = rest.iter().take_while(|word| word.kind != Kind::Word || word.text == "by").count();
        if let Some((more, who)) = who::read(after(rest, lead)) {
            found.second = Some(who);
            return Some(taken + lead + more);
        }
    }
    starts_with(words, "second officer")?;
    let (taken, who) = who::read(words)?;
    found.second = Some(who);
    Some(taken)
}

fn team(words: &[Word], found: &mut Details) -> Option<usize> {
    let texts: Vec<&str> = words.iter().take(2).map(|word| word.text.as_str()).collect();
    let name = match texts.as_slice() {
        ["team", name] => *name,
        [name, "team"] => *name,
        _ => return None,
    };
    found.team = Some(name.to_owned());
    Some(2)
}

fn counts(words: &[Word], found: &mut Details) -> Option<usize> {
    if let Some((taken, confirmed)) = pick(
        words,
        [
            ("links confirmed", Answer::Yes),
            ("confirmed", Answer::Yes),
            ("not confirmed", Answer::No),
            ("links not confirmed", Answer::No),
        ],
    ) {
        found.confirmed = Some(confirmed);
        return Some(taken);
    }
    let number = number(&words.first()?.text)?;
    let rest = after(words, 1);
    type Put = fn(&mut Details, u32);
    let slots: [(&str, Put); 11] = [
        ("reports with other forces", |found, number| found.forces = Some(number)),
        ("reports held by other forces", |found, number| found.forces = Some(number)),
        ("reports other forces", |found, number| found.forces = Some(number)),
        ("reports another force", |found, number| found.forces = Some(number)),
        ("reports of series", |found, number| found.reports = Some(number)),
        ("reports", |found, number| found.reports = Some(number)),
        ("other cases", |found, number| found.cases = Some(number)),
        ("other case", |found, number| found.cases = Some(number)),
        ("other victims", |found, number| found.victims = Some(number)),
        ("other persons risk", |found, number| found.victims = Some(number)),
        ("other women", |found, number| found.victims = Some(number)),
    ];
    let (taken, put) = pick(rest, slots)?;
    put(found, number);
    Some(1 + taken)
}

const ANSWERED: &[(&str, RequestAnswer)] = &[
    ("look again", RequestAnswer::LookAgain),
    ("looked again", RequestAnswer::LookAgain),
    ("reopen", RequestAnswer::LookAgain),
    ("granted", RequestAnswer::LookAgain),
    ("stands", RequestAnswer::Stands),
    ("decision stands", RequestAnswer::Stands),
];
/// What a reason not to apply rests on; where a line says nothing, it is told.
const BACKING: &[(&str, Option<Untold>)] = &[
    ("gaps listed", None),
    ("plan given", None),
    ("gaps and plan listed", None),
    ("accepted by other force", None),
    ("other force has accepted", None),
    ("gaps not listed", Some(Untold::Gaps)),
    ("without gaps", Some(Untold::Gaps)),
    ("plan not given", Some(Untold::Plan)),
    ("without plan", Some(Untold::Plan)),
    ("not accepted by other force", Some(Untold::Acceptance)),
    ("other force has not accepted", Some(Untold::Acceptance)),
];
const THIN: &[&str] = &[
    "without reasons",
    "without rationale",
    "no rationale",
    "without narrative",
    "no reasons",
    "no narrative",
    "reasons too short",
    "narrative too short",
];
const RESULTS: &[(&str, bool)] = &[
    ("nothing found", false),
    ("nothing known", false),
    ("no trace", false),
    ("no result", false),
    ("something found", true),
    ("found something", true),
    ("history found", true),
    ("earlier reports found", true),
];
const INTERIM: &[&str] = &["interim order too", "interim order", "interim too", "interim"];
const PRECISIONS: &[(&str, Precision)] = &[
    ("exact", Precision::Exact),
    ("known day", Precision::Day),
    ("day only", Precision::Day),
    ("known month", Precision::Month),
    ("approximate", Precision::Approximate),
    ("about", Precision::Approximate),
];
const INFORMED: &[(&str, Answer)] = &[
    ("person risk informed", Answer::Yes),
    ("person informed", Answer::Yes),
    ("informed", Answer::Yes),
    ("person risk told", Answer::Yes),
    ("person told", Answer::Yes),
    ("person risk not informed", Answer::No),
    ("person not informed", Answer::No),
    ("not informed", Answer::No),
    ("person risk not told", Answer::No),
    ("person not told", Answer::No),
    ("without informing person", Answer::No),
    ("without telling person", Answer::No),
];

/// The behaviours, by code and label, for the documentation.
pub fn behaviour_labels() -> impl Iterator<Item = (&'static str, &'static str)> {
    Behaviour::ALL.iter().map(|behaviour| (behaviour.code(), behaviour.label()))
}

/// Every word list that a slot reads from, for the nearest phrase and for the documentation.
pub fn known(slot: Slot) -> Vec<&'static str> {
    fn names<T: Listed>() -> Vec<&'static str> {
        T::LIST.iter().map(|item| item.words()[0]).collect()
    }
    match slot {
        Slot::Grade => names::<Grade>(),
        Slot::Factors => names::<RiskFactor>(),
        Slot::Four => vec![
            "fixated yes",
            "obsessive no",
            "unwanted yes on act 2",
            "repeated yes on acts 1 and 3",
            "repeated not known",
            "FOUR not answered",
        ],
        Slot::Tool => tools::ALL.to_vec(),
        Slot::Thin => vec!["without reasons"],
        Slot::Second => vec!["second officer: supervisor"],
        Slot::Behaviours => names::<Behaviour>(),
        Slot::Occurred | Slot::DoneAt => vec!["done 2026-03-01 18:30"],
        Slot::Precision => vec!["exact", "known to the day", "known to the month", "approximate"],
        Slot::To => vec!["to the officer", "to the second officer"],
        Slot::Team => vec!["team north"],
        Slot::Reasons => names::<Reason>(),
        Slot::Again => vec!["look again on 2026-03-20", "look again in 28 days"],
        Slot::Informed => vec!["person informed", "person not informed"],
        Slot::Backing => BACKING.iter().filter(|(_, untold)| untold.is_some()).map(|(phrase, _)| *phrase).collect(),
        Slot::Limbs => vec!["acts yes", "acts yes on acts 1 and 3", "risk no", "necessity not known"],
        Slot::Ground => names::<Ground>().into_iter().chain(["no ground"]).collect(),
        Slot::Interim => vec!["with an interim order"],
        Slot::Until => vec!["until 2026-06-01"],
        Slot::From => vec!["from 2026-03-01"],
        Slot::Served => vec!["served 2026-03-02 14:30"],
        Slot::Replaces => vec!["replaces the interim order"],
        Slot::Measure => names::<ProtectionKind>(),
        Slot::Flag => vec!["RF-16"],
        Slot::Retention => names::<RetentionGroup>(),
        Slot::Due => vec!["due 2026-03-20"],
        Slot::Counts => {
            vec![
                "2 reports",
                "1 other case",
                "13 other victims",
                "1 report with other forces",
                "confirmed",
                "not confirmed",
            ]
        }
        Slot::Cause => names::<ReopenCause>(),
        Slot::Awaits => vec![
            "awaits evidence",
            "awaits enquiry",
            "awaits court outcome",
            "awaits identification",
            "awaits other force",
            "awaits the end of custody",
            "awaits other",
        ],
        Slot::Advice => names::<Advice>(),
        Slot::FollowedOrNot => names::<AdviceAnswer>(),
        Slot::LookAgainOrStands => vec!["look again", "the decision stands"],
        Slot::Strike => names::<StrikeCause>(),
        Slot::Places => names::<SearchPlace>(),
        Slot::About => vec!["about the subject", "about the person at risk", "about both"],
        Slot::Result => vec!["nothing found", "something found"],
        Slot::Near => vec!["within 1 km", "further away", "not known how near"],
        Slot::Class => names::<CrimeClass>(),
        Slot::Act => vec!["act 2"],
        Slot::StandIn => vec!["the second officer stands in", "nobody stands in"],
    }
}
