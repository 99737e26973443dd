//! One line that tells what happened: who, which phrase, which details. Every word is read, or the line is refused.

use super::near::nearest;
use super::slots::{self, At, Details, Slot};
use super::vocabulary::{Deed, HAPPENINGS, Phrase};
use super::who::{self, Who};
use super::words::{Kind, Word, after, pick, skip, starts_with, written};

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub struct Happening {
    /// What it was.
    pub deed: Deed,
    /// Who did it, where somebody is to do it.
    pub who: Option<Who>,
    /// Its details.
    pub details: Details,
}

/// Words that may stand among the details and say nothing of their own.
pub(super) const JOINING: &[&str] = &[
    "subject",
    "case",
    "risk",
    "person",
    "grade",
    "graded",
    "factor",
    "factors",
    "danger",
    "dangers",
    "reason",
    "reasons",
    "because",
    "tool",
    "four",
    "him",
    "them",
    "ground",
    "retention",
    "group",
    "order",
    "decision",
    "now",
    "again",
    "by",
    "person's",
    "police",
    "found",
    "finds",
    "advice",
    "latest",
    "lower",
    "what",
    "waiting",
];

/// Why a line is no happening, and what would be one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct NotRead {
    /// What is wrong.
    pub what: String,
    /// The nearest that would do.
    pub instead: String,
    /// Whether at least the phrase was found: then the line was meant as one.
    pub meant: bool,
}

/// This reads a happening; the moment of its line is needed for days that count from it.
pub(super) fn read(words: &[Word], at: At) -> Result<Happening, NotRead> {
    let Some((who, phrase, rest)) = head(words) else {
        let text = written(words);
        let known = HAPPENINGS.iter().flat_map(|phrase| phrase.keys.iter().map(move |key| (*key, phrase)));
        let keys: Vec<(&str, &Phrase)> = known.collect();
        let near = nearest(&text, keys.iter().map(|(key, _)| *key)).unwrap_or_default();
        let example = keys.iter().find(|(key, _)| *key == near).map_or(near, |(_, phrase)| phrase.example);
        let what = format!("'{text}' is no happening of the vocabulary");
        return Err(NotRead { what, instead: example.to_owned(), meant: false });
    };
    let mut details = Details::default();
    read_details(phrase, rest, at, &mut details)?;
    let refuse =
        |what: &str, instead: &str| NotRead { what: what.to_owned(), instead: instead.to_owned(), meant: true };
    if let Some((what, instead)) = missing(phrase.deed, &details) {
        return Err(refuse(what, instead));
    }
    let who = details.by.take().or(who).or_else(|| phrase.by.map(who::first_of));
    Ok(Happening { deed: phrase.deed, who, details })
}

/// Who, and which phrase: the longest that fits, with somebody before it or nobody.
fn head(words: &[Word]) -> Option<(Option<Who>, &'static Phrase, &[Word])> {
    let words = skip(words);
    let mut best = phrase(words).map(|(taken, phrase)| (taken, None, phrase));
    let mut consider = |before: usize, who: Option<Who>| {
        let rest = after(words, before);
        let lead = rest.len() - skip(rest).len();
        let found = phrase(skip(rest)).map(|(taken, phrase)| (before + lead + taken, who, phrase));
        if let Some(found) = found.filter(|found| best.as_ref().is_none_or(|held| found.0 > held.0)) {
            best = Some(found);
        }
    };
    if let Some((taken, who)) = who::read(words) {
        consider(taken, Some(who));
    }
    if let Some(taken) = who::person_at_risk(words) {
        consider(taken, None);
    }
    if let Some(taken) =
        pick(words, [("subject", ()), ("suspect", ()), ("stalker", ()), ("defendant", ())]).map(|(taken, ())| taken)
    {
        consider(taken, None);
    }
    best.map(|(taken, who, phrase)| (who, phrase, after(words, taken)))
}

/// What a phrase alone is read as.
pub fn deed_of(text: &str) -> Option<Deed> {
    head(&super::words::plain(text)).map(|(_, phrase, _)| phrase.deed)
}

fn phrase(words: &[Word]) -> Option<(usize, &'static Phrase)> {
    pick(words, HAPPENINGS.iter().flat_map(|phrase| phrase.keys.iter().map(move |key| (*key, phrase))))
}

fn read_details(phrase: &Phrase, words: &[Word], at: At, details: &mut Details) -> Result<(), NotRead> {
    let mut rest = skip(words);
    while !rest.is_empty() {
        let taken = detail(phrase, rest, at, details).map_err(|what| NotRead {
            what,
            instead: phrase.example.to_owned(),
            meant: true,
        })?;
        let Some(taken) = taken else {
            return Err(unread(phrase, rest));
        };
        rest = skip(after(rest, taken));
    }
    Ok(())
}

/// The longest reading of any slot wins; only where none reads may a joining word be passed over.
fn detail(phrase: &Phrase, words: &[Word], at: At, details: &mut Details) -> Result<Option<usize>, String> {
    let mut best: Option<(usize, Details)> = None;
    for slot in phrase.slots {
        let mut tried = details.clone();
        if let Some(taken) = slots::read(*slot, words, at, &mut tried)?
            && best.as_ref().is_none_or(|(held, _)| taken > *held)
        {
            best = Some((taken, tried));
        }
    }
    if let Some((taken, read)) = best {
        *details = read;
        return Ok(Some(taken));
    }
    if let Some(taken) = starts_with(words, "by")
        && let Some((more, who)) = who::read(after(words, taken))
    {
        details.by = Some(who);
        return Ok(Some(taken + more));
    }
    let joining = words.first().is_some_and(|word| JOINING.contains(&word.text.as_str()));
    Ok(joining.then_some(1))
}

fn unread(phrase: &Phrase, rest: &[Word]) -> NotRead {
    let word = rest.iter().find(|word| word.kind == Kind::Word).map_or("", |word| word.text.as_str());
    let key = phrase.keys.first().copied().unwrap_or_default();
    let known: Vec<&str> = phrase.slots.iter().flat_map(|slot| slots::known(*slot)).collect();
    let what = if known.is_empty() {
        format!(
            "'{}' is not read after '{key}', which takes nothing more (your own words stand in brackets)",
            written(rest)
        )
    } else {
        format!("'{word}' is not read after '{key}' (your own words stand in brackets)")
    };
    let near = nearest(word, known).map(|near| format!("{near}; as in: ")).unwrap_or_default();
    NotRead { what, instead: format!("{near}{}", phrase.example), meant: true }
}

/// What a phrase cannot do without.
fn missing(deed: Deed, details: &Details) -> Option<(&'static str, &'static str)> {
    match deed {
        Deed::Screen => {
            details.grade.is_none().then_some(("a screen needs a grade", "grade standard, grade medium or grade high"))
        }
        Deed::ReviewRisk => None,
        Deed::DecideNot if details.again.is_none() => {
            Some(("a decision not to apply says when it is looked at again", "look again on 2026-03-20"))
        }
        Deed::DecideNot => details.informed.is_none().then_some((
            "a decision not to apply says whether the person at risk knows",
            "person informed, or person not informed",
        )),
        Deed::Defer => details.until.is_none().then_some(("waiting needs its last day", "until 2026-03-16")),
        Deed::Allocate => {
            let nobody = details.to.is_none() && details.team.is_none();
            nobody.then_some(("it is not said to whom the case is given", "the case is given to the officer"))
        }
        Deed::AnswerFlag => {
            details.flag.is_none().then_some(("it is not said which red flag", "the supervisor answers RF-16"))
        }
        Deed::Advise => {
            details.advice.is_none().then_some(("it is not said what the SPOC advises", "the SPOC advises: agrees"))
        }
        Deed::AnswerReconsideration => {
            let instead = "the inspector answers the request for reconsideration: look again (or: the decision stands)";
            details.answered.is_none().then_some(("it is not said what is answered", instead))
        }
        Deed::AnswerAdvice => {
            let instead = "the officer answers the advice: followed";
            details.followed.is_none().then_some(("it is not said whether the advice is followed", instead))
        }
        Deed::StrikeAct | Deed::StrikeReport => {
            let instead = "other person, not as recorded, or duplicate";
            details.strike.is_none().then_some(("it is not said why it counts no longer", instead))
        }
        Deed::Linkage => {
            let nothing = details.reports.is_none()
                && details.cases.is_none()
                && details.victims.is_none()
                && details.forces.is_none()
                && details.confirmed.is_none();
            nothing.then_some(("it is not said what linkage sees", "linkage sees 2 reports, 1 other case"))
        }
        Deed::Search | Deed::NeedSearch => {
            let instead = "the officer searches history: local, PND, about both, nothing found";
            details.places.is_empty().then_some(("it is not said where history is searched", instead))
        }
        Deed::Reclassify => {
            let instead = "the supervisor reclassifies the crime: harassment, without reasons";
            details.class.is_none().then_some(("it is not said as what the crime is classed", instead))
        }
        Deed::RaiseAction => details.due.is_none().then_some(("an action needs a day", "due 2026-03-20")),
        Deed::Report
        | Deed::Act
        | Deed::ReviewActs
        | Deed::MoveReport
        | Deed::Identify
        | Deed::Receive
        | Deed::ReopenRisk
        | Deed::Consider
        | Deed::DecideApply
        | Deed::Supersede
        | Deed::Countersign
        | Deed::Return
        | Deed::ReopenDecision
        | Deed::Protect(_)
        | Deed::Serve
        | Deed::End
        | Deed::Application(_)
        | Deed::Intervene(_)
        | Deed::Refer
        | Deed::Decline
        | Deed::Notify
        | Deed::Consult
        | Deed::Note
        | Deed::Review
        | Deed::CloseAction
        | Deed::ProposeClosure
        | Deed::ApproveClosure
        | Deed::RejectClosure
        | Deed::RequestReconsideration(_)
        | Deed::AwaitedEnds(_)
        | Deed::ConfirmGrade
        | Deed::RefuseGrade
        | Deed::CorrectAct
        | Deed::Find(_)
        | Deed::Mark(_)
        | Deed::NotedPhrase(_)
        | Deed::Away
        | Deed::Back
        | Deed::Nothing => None,
    }
}

/// The slots of a phrase with what can be written there, for the documentation.
pub fn takes(slots: &[Slot]) -> Vec<&'static str> {
    slots.iter().flat_map(|slot| slots::known(*slot)).collect()
}
