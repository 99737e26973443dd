//! The screens of a case as people read them: each answer under its question as that version words it, and who was trained.

use crate::cases::rests;
use crate::failure::Failure;
use crate::screens::sets;
use crate::views::{AnswerView, ScreenView};
use domain::case::Case;
use domain::case::state::Screen;
use domain::clocks::moment_words;
use domain::event::{Answered, Recorded, Reply};
use domain::ids::{AccountId, ContentId};
use domain::risk::questions::QuestionSet;
use domain::risk::tools;
use std::collections::HashMap;
use store::rows::QuestionSetRow;

/// What is known to whoever reads the page: words, names, and the force's sets.
pub struct Known<'a> {
    /// Words of the case, where the reader may see them.
    pub words: &'a HashMap<ContentId, String>,
    /// How accounts are addressed.
    pub names: &'a HashMap<AccountId, String>,
    /// Every version of every set that the force adopted.
    pub sets: &'a [QuestionSetRow],
}

/// The grade over time, oldest first: where it changed.
pub fn trajectory(case: &Case) -> Vec<String> {
    let mut points = case.trajectory.clone();
    points.dedup_by_key(|point| point.grade);
    points.iter().map(|point| format!("{} from {}", point.grade.label(), moment_words(point.at))).collect()
}

/// Every screen of a case, the latest first.
pub fn screens(case: &Case, history: &[Recorded], known: &Known<'_>) -> Result<Vec<ScreenView>, Failure> {
    case.screens.iter().rev().map(|screen| view(screen, rests::four(case, history, screen.id), known)).collect()
}

fn view(screen: &Screen, four: Vec<(String, String)>, known: &Known<'_>) -> Result<ScreenView, Failure> {
    let name = |by: Option<AccountId>| by.and_then(|by| known.names.get(&by).cloned()).unwrap_or("Holdfast".to_owned());
    let set = match &screen.asked {
        Some(asked) => {
            let wanted =
                |row: &&QuestionSetRow| row.code == asked.set && row.edition_number == i64::from(asked.version);
            known.sets.iter().find(wanted).map(|row| sets::parse(&row.words)).transpose()?
        }
        None => None,
    };
    let asked = screen.asked.as_ref();
    let review = screen.review.as_ref().map(|review| {
        let trained = review.training.map(|found| format!(", {}", found.label())).unwrap_or_default();
        format!("{} by {}, {}{trained}", review.grade.label(), name(review.by), moment_words(review.at))
    });
    let imported = screen.tool == tools::IMPORTED;
    let made = match screen.training {
        _ if imported => None,
        Some(found) => Some(found.label().to_owned()),
        None => Some("training not known".to_owned()),
    };
    let finding = screen.wants_trained_eyes().then(|| {
        "Made by untrained staff: have it reviewed by somebody who is trained in it. The grade counts meanwhile."
            .to_owned()
    });
    Ok(ScreenView {
        when: moment_words(screen.at),
        by: name(screen.by),
        tool: screen.tool.clone(),
        set: asked.map(|asked| match &set {
            Some(set) => {
                let (code, version) = (&asked.set, asked.version);
                format!("{} ({code} version {version}; {}; {})", set.title, set.edition, set.licence)
            }
            None => format!("{} version {}", asked.set, asked.version),
        }),
        grade: screen.grade,
        training: made,
        finding,
        review,
        reasons: known.words.get(&screen.reasons).cloned(),
        four,
        answers: asked
            .map(|asked| asked.answers.iter().map(|given| answer(given, set.as_ref(), known.words)).collect())
            .unwrap_or_default(),
    })
}

fn answer(given: &Answered, set: Option<&QuestionSet>, words: &HashMap<ContentId, String>) -> AnswerView {
    let question = set.and_then(|set| set.question(&given.question));
    let said = match &given.reply {
        Reply::Said(answer) => answer.label().to_owned(),
        Reply::Chose(code) => question.map_or(code.as_str(), |question| question.choice(code)).to_owned(),
        Reply::Rated(number) => match question.and_then(|question| question.lowest.zip(question.highest)) {
            Some((low, high)) => format!("{number} (from {low} to {high})"),
            None => number.to_string(),
        },
        Reply::Told(content) => words.get(content).cloned().unwrap_or_else(|| "words withheld from you".to_owned()),
    };
    AnswerView {
        section: question.map(|question| question.section.clone()).unwrap_or_default(),
        question: question.map_or_else(|| given.question.clone(), |question| question.text.clone()),
        answer: said,
    }
}
