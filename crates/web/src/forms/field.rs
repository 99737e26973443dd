//! A field of a form: what is asked, and how it is filled in. What was typed is put back into it.

use crate::components::choices::{Choice, ChoiceKind, Choices};
use crate::components::date_input::DateInput;
use crate::components::input::{Input, InputKind};
use crate::components::select::Select;
use crate::components::textarea::TextArea;
use crate::forms::sent::{Sent, Wrong};
use askama::Template;

/// A question of a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name, which is also that of the field of the use case: a problem with it finds its way back.
    pub name: String,
    /// The question.
    pub label: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// How it is answered.
    pub asked: Asked,
}

/// An answer to choose.
pub type Item = (String, String, Option<String>);

/// How a question is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// By one line.
    Line,
    /// By words, in so many lines.
    Words(u32),
    /// By one of a list: code, words, and what they mean.
    One(Vec<Item>),
    /// By one of few short ones.
    OneOfFew(Vec<Item>),
    /// By one of a long list.
    Pick(Vec<Item>),
    /// By any number of a list.
    Several(Vec<Item>),
    /// By a day.
    Day,
    /// By a day and, where it is known, a time.
    Moment,
    /// Not at all: a heading over the questions that follow, with what to know for them, each with its label.
    Told(Vec<(String, String)>),
    /// Not at all: it is sent along as it is.
    Carried(String),
}

impl Field {
    fn new(name: &str, label: &str, asked: Asked) -> Self {
        Self { name: name.to_owned(), label: label.to_owned(), hint: None, asked }
    }
    /// One line.
    pub fn line(name: &str, label: &str) -> Self {
        Self::new(name, label, Asked::Line)
    }
    /// Words.
    pub fn words(name: &str, label: &str) -> Self {
        Self::new(name, label, Asked::Words(5))
    }
    /// One of a list.
    pub fn one(name: &str, label: &str, items: Vec<Item>) -> Self {
        Self::new(name, label, Asked::One(items))
    }
    /// One of few short ones, beside each other.
    pub fn one_of_few(name: &str, label: &str, items: Vec<Item>) -> Self {
        Self::new(name, label, Asked::OneOfFew(items))
    }
    /// One of a long list.
    pub fn pick(name: &str, label: &str, items: Vec<Item>) -> Self {
        Self::new(name, label, Asked::Pick(items))
    }
    /// Several of a list.
    pub fn several(name: &str, label: &str, items: Vec<Item>) -> Self {
        Self::new(name, label, Asked::Several(items))
    }
    /// A yes to a statement; nothing is a no.
    pub fn yes(name: &str, question: &str, statement: &str) -> Self {
        Self::several(name, question, vec![("yes".to_owned(), statement.to_owned(), None)])
    }
    /// A day.
    pub fn day(name: &str, label: &str) -> Self {
        Self::new(name, label, Asked::Day)
    }
    /// A day and a time.
    pub fn moment(name: &str, label: &str) -> Self {
        Self::new(name, label, Asked::Moment)
    }
    /// Words in few lines.
    pub fn few_words(name: &str, label: &str) -> Self {
        Self::new(name, label, Asked::Words(3))
    }
    /// A heading over the questions that follow.
    pub fn heading(words: &str) -> Self {
        Self::told(words, Vec::new())
    }
    /// A heading over facts that help with the questions that follow, each with its label.
    pub fn told(words: &str, facts: Vec<(String, String)>) -> Self {
        Self::new("", words, Asked::Told(facts))
    }
    /// What is sent along as it is.
    pub fn carried(name: &str, value: String) -> Self {
        Self::new(name, "", Asked::Carried(value))
    }
    /// Whether it is to be answered from a list that is empty.
    fn has_nothing_to_choose(&self) -> bool {
        match &self.asked {
            Asked::One(items) | Asked::OneOfFew(items) | Asked::Several(items) => items.is_empty(),
            Asked::Line
            | Asked::Words(_)
            | Asked::Pick(_)
            | Asked::Day
            | Asked::Moment
            | Asked::Told(_)
            | Asked::Carried(_) => false,
        }
    }
    /// With what helps to answer it.
    #[must_use]
    pub fn hint(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }
}

/// Items of a closed list of the domain, each with its code and label.
#[macro_export]
macro_rules! items {
    ($list:ty) => {
        <$list>::ALL
            .iter()
            .map(|item| (item.code().to_owned(), $crate::components::tag::capitalised(item.label()), None))
            .collect::<Vec<$crate::forms::field::Item>>()
    };
}

/// A field as it is drawn.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(
    source = "{% match self %}{% when Self::Input with (one) %}{{ one }}{% when Self::Words with (one) %}{{ one }}{% when Self::Choices with (one) %}{{ one }}{% when Self::Select with (one) %}{{ one }}{% when Self::Date with (one) %}{{ one }}{% when Self::Told with (one) %}{{ one }}{% when Self::Carried with (one) %}{{ one }}{% endmatch %}",
    ext = "html"
)]
pub enum Drawn {
    /// One line.
    Input(Input),
    /// Words.
    Words(TextArea),
    /// A list to choose from.
    Choices(Choices),
    /// A long list to choose from.
    Select(Select),
    /// A day or a moment.
    Date(DateInput),
    /// A heading, with facts.
    Told(Told),
    /// What is sent along.
    Carried(Carried),
}
impl askama::filters::HtmlSafe for Drawn {}

/// A heading over questions, and what to know for them.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "forms/told.html")]
pub struct Told {
    heading: String,
    hint: Option<String>,
    facts: Vec<(String, String)>,
}
impl askama::filters::HtmlSafe for Told {}

/// What is sent along as it is.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(source = r#"<input type="hidden" name="{{ name }}" value="{{ value }}">"#, ext = "html")]
pub struct Carried {
    name: String,
    value: String,
}
impl askama::filters::HtmlSafe for Carried {}

const NOTHING_TO_CHOOSE: &str = "There is nothing on this case to choose from.";

/// This draws a field with what was typed into it and what is wrong with it.
pub fn draw(field: &Field, sent: &Sent, wrong: &[Wrong]) -> Drawn {
    let (name, hint) = (field.name.clone(), field.hint.clone());
    let error = wrong.iter().find(|wrong| wrong.field == field.name).map(|wrong| wrong.words.clone());
    let value = sent.text(&field.name).to_owned();
    let choices = |kind, items: &[Item]| {
        let chosen = sent.all(&field.name);
        let item = |(code, text, hint): &Item| Choice {
            code: code.clone(),
            text: text.clone(),
            hint: hint.clone(),
            chosen: chosen.contains(&code.as_str()),
        };
        let (name, hint, error) = (name.clone(), hint.clone(), error.clone());
        Drawn::Choices(Choices {
            name,
            legend: field.label.clone(),
            hint,
            kind,
            items: items.iter().map(item).collect(),
            error,
        })
    };
    let date = |time: bool| {
        let part = |part: &str| sent.text(&format!("{}-{part}", field.name)).to_owned();
        Drawn::Date(DateInput {
            name: name.clone(),
            legend: field.label.clone(),
            hint: hint.clone(),
            day: [part("day"), part("month"), part("year")],
            time: time.then(|| part("time")),
            error: error.clone(),
        })
    };
    let label = field.label.clone();
    if field.has_nothing_to_choose() {
        return Drawn::Told(Told { heading: label, hint: Some(NOTHING_TO_CHOOSE.to_owned()), facts: Vec::new() });
    }
    match &field.asked {
        Asked::One(items) => choices(ChoiceKind::One, items),
        Asked::OneOfFew(items) => choices(ChoiceKind::OneInline, items),
        Asked::Several(items) => choices(ChoiceKind::Several, items),
        Asked::Day => date(false),
        Asked::Moment => date(true),
        Asked::Told(facts) => Drawn::Told(Told { heading: label, hint, facts: facts.clone() }),
        Asked::Carried(value) => Drawn::Carried(Carried { name, value: value.clone() }),
        Asked::Words(rows) => Drawn::Words(TextArea { name, label, hint, value, rows: *rows, error }),
        Asked::Line => {
            let (kind, autocomplete) = (InputKind::Text, "off".to_owned());
            Drawn::Input(Input { name, label, hint, kind, value, autocomplete, error })
        }
        Asked::Pick(items) => {
            let unchosen = [(String::new(), "Choose one".to_owned())];
            let items = items.iter().map(|(code, words, _)| (code.clone(), words.clone()));
            Drawn::Select(Select {
                name,
                label,
                hint,
                error,
                items: unchosen.into_iter().chain(items).collect(),
                value,
            })
        }
    }
}

/// By what other names a use case speaks of a field; the first that the form has is meant.
const ALSO: &[(&str, &[&str])] = &[
    ("account", &["officer", "owner", "second_officer", "named", "advocate"]),
    ("second officer", &["second_officer"]),
    ("answers", &["grade"]),
    ("subject", &["forename"]),
    ("particulars", &["forename"]),
    ("person", &["report"]),
    ("act", &["acts"]),
    ("fixated", &["fixated_acts"]),
    ("obsessive", &["obsessive_acts"]),
    ("unwanted", &["unwanted_acts"]),
    ("repeated", &["repeated_acts"]),
];

/// The name of the field of which a problem speaks, as the form has it; where it has none, as it is.
pub fn home<'a>(fields: &[Field], name: &'a str) -> &'a str {
    let has = |name: &str| fields.iter().any(|field| field.name == name);
    if has(name) {
        return name;
    }
    let also = ALSO.iter().filter(|(known, _)| *known == name).flat_map(|(_, also)| also.iter().copied());
    also.into_iter().find(|also| has(also)).unwrap_or(name)
}

/// The identifier of the field of which a problem speaks, for the link from the summary: that of its first part.
pub fn anchor(fields: &[Field], name: &str) -> Option<String> {
    let field = fields.iter().find(|field| field.name == name && !field.has_nothing_to_choose())?;
    match field.asked {
        Asked::Day | Asked::Moment => Some(format!("{name}-day")),
        Asked::Line | Asked::Words(_) | Asked::One(_) | Asked::OneOfFew(_) | Asked::Pick(_) | Asked::Several(_) => {
            Some(name.to_owned())
        }
        Asked::Told(_) | Asked::Carried(_) => None,
    }
}
