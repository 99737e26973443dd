//! Sets of questions for a risk screen: what a force writes, how answers are read against it, and what they mean.
//!
//! INVARIANT: nothing here makes a grade. Answers name dangers, and may speak against a grade that somebody gave; they never change
//! it (specification, section 3.5: no score decides the grade).

use super::tools;
use crate::catalogue::{Answer, Grade, RiskFactor};
use crate::event::{Four, FourAnswer};
use crate::wording::OfSet;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The longest code of a set, a question or a choice, in characters. Codes stand in the ledger for ever.
pub const CODE_CHARS_MAX: usize = 40;
/// Questions that one set may have: an entry of the ledger must hold every answer.
pub const QUESTIONS_MAX: usize = 120;

/// One version of a set of questions. Once adopted it is never changed; what changes is another version.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionSet {
    /// Its code, the same for every version.
    pub code: String,
    /// Its version: 1, 2, 3.
    pub version: u32,
    /// What people call it.
    pub title: String,
    /// Which edition of the questions this is.
    pub edition: String,
    /// Who stands behind the questions.
    pub authority: String,
    /// Under which terms the force may use them.
    pub licence: String,
    /// The tool of the list that it words; without one it is the force's own.
    #[serde(default)]
    pub tool: Option<String>,
    /// The questions, in the order in which they are asked.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its code, stable across versions.
    pub code: String,
    /// The section that it stands in.
    pub section: String,
    /// The question.
    pub text: String,
    /// What helps whoever asks it.
    #[serde(default)]
    pub help: String,
    /// How it is answered.
    pub kind: Kind,
    /// The choices of a closed list.
    #[serde(default, rename = "choice")]
    pub choices: Vec<Choice>,
    /// The lowest number of a scale.
    #[serde(default)]
    pub lowest: Option<i64>,
    /// The highest.
    #[serde(default)]
    pub highest: Option<i64>,
    /// The danger of the catalogue that a yes means.
    #[serde(default)]
    pub factor: Option<RiskFactor>,
    /// Which of the four questions it asks (FOUR).
    #[serde(default)]
    pub four: Option<Letter>,
    /// Whose view of the risk it asks for.
    #[serde(default)]
    pub view: Option<View>,
    /// Whether a screen without an answer is incomplete.
    #[serde(default)]
    pub required: bool,
}

/// How a question is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Yes, no or not known.
    YesNo,
    /// One of a closed list.
    Choice,
    /// A whole number within bounds.
    Scale,
    /// Words.
    Words,
}

/// One choice of a closed list.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its code, which an answer names.
    pub code: String,
    /// What people read.
    pub text: String,
}

/// One of the four questions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// Fixated.
    Fixated,
    /// Obsessive.
    Obsessive,
    /// Unwanted.
    Unwanted,
    /// Repeated.
    Repeated,
}

/// Whose view of the risk (section 6.2 asks for both).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// The assessor's.
    Assessor,
    /// That of the person at risk, of her own risk.
    PersonAtRisk,
}

/// An answer as it was read; words are kept elsewhere before they are recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// Yes, no or not known.
    Said(Answer),
    /// The code of a choice.
    Chose(String),
    /// A number of a scale.
    Rated(i64),
    /// Words.
    Told(String),
}

/// Answers by the codes of their questions, in the order of the set.
pub type Answers = Vec<(String, Given)>;

/// Why an answer cannot be taken. None repeats what was typed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AnswerProblem {
    /// A blank.
    #[error("'{question}' is not answered: {text}")]
    Blank {
        /// Its code.
        question: OfSet,
        /// What it asks.
        text: OfSet,
    },
    /// No such question.
    #[error("an answer is given to a question that {set} version {version} does not have")]
    NoSuchQuestion {
        /// The set's code.
        set: OfSet,
        /// Its version.
        version: u32,
    },
    /// Two answers to one question.
    #[error("'{question}' is answered twice")]
    Twice {
        /// Its code.
        question: OfSet,
    },
    /// Not an answer of the kind.
    #[error("the answer to '{question}' is none of: {known}")]
    NotOneOf {
        /// Its code.
        question: OfSet,
        /// What it can be.
        known: OfSet,
    },
}

/// Something that answers say against a grade. It is asked about and never acted on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Against {
    /// A standard grade beside a danger that standard cases do not have.
    Danger,
    /// The person at risk sees her risk as higher.
    HerView,
    /// The assessor's own view is higher.
    OwnView,
}

impl Against {
    /// What is asked.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Danger => {
                "a standard grade stands beside a danger that standard cases do not have; red flag RF-09 asks a supervisor"
            }
            Self::HerView => {
                "the person at risk sees her own risk as higher than the grade given; do the reasons say why it is lower?"
            }
            Self::OwnView => {
                "the assessor's view in the answers is higher than the grade given; which of them is meant?"
            }
        }
    }
}

impl QuestionSet {
    /// The tool that a screen with this set names.
    pub fn tool(&self) -> &str {
        self.tool.as_deref().unwrap_or(tools::OWN)
    }

    /// The question with a code.
    pub fn question(&self, code: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.code == code)
    }

    /// What is wrong with a set as somebody wrote it, each in a sentence; none if it can be adopted.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if !is_code(&self.code) {
            problems.push(format!("the set's code {CODE_SHAPE}"));
        }
        if self.version == 0 {
            problems.push("the version starts at 1".to_owned());
        }
        let lines = [
            ("title", &self.title),
            ("edition", &self.edition),
            ("authority", &self.authority),
            ("licence", &self.licence),
        ];
        problems.extend(
            lines.iter().filter(|(_, text)| text.trim().is_empty()).map(|(name, _)| format!("the {name} says nothing")),
        );
        if self.tool.as_deref().is_some_and(|tool| !tools::ALL.contains(&tool)) {
            problems.push(format!("the tool is not a known one; leave it out, or write one of: {}", tools::listed()));
        }
        if self.questions.is_empty() || self.questions.len() > QUESTIONS_MAX {
            let count = self.questions.len();
            problems.push(format!("it has {count} questions, and needs between 1 and {QUESTIONS_MAX}"));
        }
        let mut seen = BTreeSet::new();
        for (question, number) in self.questions.iter().zip(1..) {
            if !seen.insert(&question.code) {
                problems.push(format!("question {number}: the code is taken by an earlier one"));
            }
            problems.extend(question.problems().into_iter().map(|problem| format!("question {number}: {problem}")));
        }
        for (view, whose) in [(View::Assessor, "assessor"), (View::PersonAtRisk, "person_at_risk")] {
            let asked: Vec<&Question> = self.questions.iter().filter(|question| question.view == Some(view)).collect();
            if asked.len() != 1 || !asked.iter().all(|question| question.required) {
                problems
                    .push(format!("exactly one required question has view = \"{whose}\": each is asked on its own"));
            }
        }
        problems
    }

    /// This reads answers, or names every blank and every answer that is none.
    pub fn read(&self, typed: &[(String, String)]) -> Result<Answers, Vec<AnswerProblem>> {
        let (mut answers, mut problems) = (Vec::new(), Vec::new());
        if typed.iter().any(|(code, _)| self.question(code.trim()).is_none()) {
            problems.push(AnswerProblem::NoSuchQuestion { set: self.called(), version: self.version });
        }
        for question in &self.questions {
            let mut given = typed.iter().filter(|(code, text)| code.trim() == question.code && !text.trim().is_empty());
            let code = question.code.clone();
            match (given.next(), given.next()) {
                (Some(_), Some(_)) => problems.push(AnswerProblem::Twice { question: OfSet::new(&code) }),
                (Some((_, text)), None) => match question.read(text.trim()) {
                    Some(answer) => answers.push((code, answer)),
                    None => {
                        let known = OfSet::new(&question.known());
                        problems.push(AnswerProblem::NotOneOf { question: OfSet::new(&code), known });
                    }
                },
                (None, _) if question.required => {
                    problems
                        .push(AnswerProblem::Blank { question: OfSet::new(&code), text: OfSet::new(&question.text) });
                }
                (None, _) => {}
            }
        }
        if problems.is_empty() { Ok(answers) } else { Err(problems) }
    }

    /// Its code, to be told.
    pub fn called(&self) -> OfSet {
        OfSet::new(&self.code)
    }

    /// The dangers that answers mean: those of the questions that are answered with yes.
    pub fn factors(&self, answers: &Answers) -> Vec<RiskFactor> {
        let yes = answers.iter().filter(|(_, given)| *given == Given::Said(Answer::Yes));
        yes.filter_map(|(code, _)| self.question(code)?.factor).collect()
    }

    /// FOUR, where the set asks it and it was not answered beside the set.
    pub fn four(&self, answers: &Answers, mut beside: Four) -> Four {
        for (code, given) in answers {
            let (Some(letter), Given::Said(answer)) = (self.question(code).and_then(|asked| asked.four), given) else {
                continue;
            };
            let place: &mut FourAnswer = match letter {
                Letter::Fixated => &mut beside.fixated,
                Letter::Obsessive => &mut beside.obsessive,
                Letter::Unwanted => &mut beside.unwanted,
                Letter::Repeated => &mut beside.repeated,
            };
            if place.answer == Answer::NotKnown {
                place.answer = *answer;
            }
        }
        beside
    }

    /// What answers, and dangers found beside them, say against a grade that somebody gave.
    pub fn against(&self, answers: &Answers, factors: &[RiskFactor], grade: Grade) -> Vec<Against> {
        let mut found = Vec::new();
        if grade == Grade::Standard && factors.iter().any(|factor| factor.is_serious()) {
            found.push(Against::Danger);
        }
        for (code, given) in answers {
            let higher = matches!(given, Given::Chose(word) if word.parse::<Grade>().is_ok_and(|seen| seen > grade));
            match self.question(code).and_then(|question| question.view) {
                Some(View::PersonAtRisk) if higher => found.push(Against::HerView),
                Some(View::Assessor) if higher => found.push(Against::OwnView),
                Some(View::PersonAtRisk | View::Assessor) | None => {}
            }
        }
        found
    }
}

const CODE_SHAPE: &str = "is not of 1 to 40 small letters, digits and underscores: it stands in the ledger for ever";

/// Whether a text can be a code: it may hold no name.
pub fn is_code(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    !text.is_empty() && text.len() <= CODE_CHARS_MAX && text.chars().all(allowed)
}

impl Question {
    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut need = |good: bool, words: &str| {
            if !good {
                problems.push(words.to_owned());
            }
        };
        need(is_code(&self.code), &format!("its code {CODE_SHAPE}"));
        need(!self.text.trim().is_empty(), "it asks nothing");
        need(!self.section.trim().is_empty(), "it stands in no section");
        let choices: BTreeSet<&String> = self.choices.iter().map(|choice| &choice.code).collect();
        need(choices.len() == self.choices.len(), "two of its choices have one code");
        need(self.choices.iter().all(|choice| is_code(&choice.code)), &format!("the code of a choice {CODE_SHAPE}"));
        let bounds = self.lowest.zip(self.highest);
        match self.kind {
            Kind::Choice => need(self.choices.len() > 1, "a choice needs two choices or more"),
            Kind::YesNo | Kind::Scale | Kind::Words => {
                need(self.choices.is_empty(), "only kind = \"choice\" has choices")
            }
        }
        match self.kind {
            Kind::Scale => need(bounds.is_some_and(|(low, high)| low < high), "a scale needs lowest below highest"),
            Kind::YesNo | Kind::Choice | Kind::Words => {
                need(self.lowest.is_none() && self.highest.is_none(), "only kind = \"scale\" has lowest and highest");
            }
        }
        if self.kind != Kind::YesNo {
            need(
                self.factor.is_none(),
                "only kind = \"yes_no\" means a danger: nothing is worked out from a number or a choice",
            );
            need(self.four.is_none(), "only kind = \"yes_no\" asks one of the four");
        }
        problems
    }

    fn read(&self, text: &str) -> Option<Given> {
        match self.kind {
            Kind::YesNo => text.parse().ok().map(Given::Said),
            Kind::Choice => {
                self.choices.iter().find(|held| held.code == text).map(|held| Given::Chose(held.code.clone()))
            }
            Kind::Scale => {
                let (low, high) = self.lowest.zip(self.highest)?;
                text.parse().ok().filter(|number| (low..=high).contains(number)).map(Given::Rated)
            }
            Kind::Words => Some(Given::Told(text.to_owned())),
        }
    }

    /// What it can be answered with.
    pub fn known(&self) -> String {
        match self.kind {
            Kind::YesNo => "yes, no, not_known".to_owned(),
            Kind::Choice => self.choices.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>().join(", "),
            Kind::Scale => {
                let (low, high) = (self.lowest.unwrap_or_default(), self.highest.unwrap_or_default());
                format!("a whole number from {low} to {high}")
            }
            Kind::Words => "words".to_owned(),
        }
    }

    /// What a choice of it says.
    pub fn choice<'a>(&'a self, code: &'a str) -> &'a str {
        self.choices.iter().find(|choice| choice.code == code).map_or(code, |choice| choice.text.as_str())
    }
}
