//! Sets of questions: read from a force's file, adopted from a day, never changed, and found for a screen.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault, Problem};
use crate::views::Actor;
use domain::clocks::day_words;
use domain::risk::questions::{Question, QuestionSet, View};
use domain::time::Day;
use domain::wording;
use serde::Serialize;
use store::Quoted;
use store::rows::QuestionSetRow;
use store::views::screens as stored;
use store::{AsRead, Draft, Reader};

/// The sets that ship with Holdfast, as they stand under `screens/`. A force adopts one like its own.
pub const SHIPPED: &[&str] = &[include_str!("../../../../screens/neutral.toml")];

/// This reads a set, or says everything that is wrong with it.
pub fn parse(text: &str) -> Result<QuestionSet, Failure> {
    let set: QuestionSet = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
        let place = line.map_or_else(|| "".into(), |line| wording!("line {}: ", line));
        let words = wording!("{}{}", place, Quoted::new(error.message()));
        Failure::fault("question set", Fault::Unreadable, words)
    })?;
    let told = |problem: String| wording!("{}", Quoted::new(problem));
    let problems: Vec<Problem> =
        set.problems().into_iter().map(|problem| Problem::new("question set", Fault::Unfit, told(problem))).collect();
    if problems.is_empty() { Ok(set) } else { Err(Failure::Invalid(problems)) }
}

/// A shipped set, by its code.
pub fn shipped(code: &str) -> Option<&'static str> {
    SHIPPED.iter().copied().find(|text| parse(text).is_ok_and(|set| set.code == code))
}

/// A set as a list shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SetLine {
    /// Its code.
    pub code: String,
    /// Its version.
    pub version: u32,
    /// What people call it.
    pub title: String,
    /// How many questions it has.
    pub questions: usize,
    /// The first day on which it is asked; none where it was not adopted.
    pub from: Option<String>,
    /// Whether it is asked now, and if not why.
    pub state: String,
    /// Edition and terms.
    pub edition: String,
    /// Under which terms it may be used.
    pub licence: String,
}

/// A set with its questions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SetPage {
    /// The set in a line.
    pub set: SetLine,
    /// Who stands behind it.
    pub authority: String,
    /// The questions, in order.
    pub questions: Vec<QuestionLine>,
}

/// One question as people read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct QuestionLine {
    /// Its code.
    pub code: String,
    /// The section.
    pub section: String,
    /// The question.
    pub text: String,
    /// What helps.
    pub help: String,
    /// What it can be answered with.
    pub answers: String,
    /// Whether a screen without an answer is incomplete.
    pub required: bool,
    /// What a yes means, or whose view it is.
    pub means: String,
}

impl From<&Question> for QuestionLine {
    fn from(question: &Question) -> Self {
        let view = question.view.map(|view| match view {
            View::Assessor => "the assessor's view",
            View::PersonAtRisk => "her own view of her risk",
        });
        Self {
            code: question.code.clone(),
            section: question.section.clone(),
            text: question.text.clone(),
            help: question.help.clone(),
            answers: question.known(),
            required: question.required,
            means: question.factor.map(|factor| factor.label()).or(view).unwrap_or_default().to_owned(),
        }
    }
}

impl App {
    /// This adopts a version of a set for the force, from a day. It is never changed afterwards; a later version replaces it.
    pub fn adopt_questions(&self, actor: &Actor, text: &str, from: Day) -> Result<(), Failure> {
        self.asked(actor, &Wish::of(Action::AdoptQuestions.code()), || {
            let (who, words, demonstration) = (actor.clone(), text.to_owned(), self.is_demonstration());
            self.store.transact(self.context(actor, "administration"), move |tx| {
                let policies = permit_force(&who, Action::AdoptQuestions, demonstration)?;
                let set = parse(&words)?;
                let held = rows_of(stored::question_sets(tx, &who.force)?);
                may_adopt(&set, from, tx.at().day(), &held)?;
                let number = i64::from(set.version);
                let draft = Draft::done(Action::AdoptQuestions.code(), &policies)
                    .fact("set", &set.code)
                    .fact("version", number)
                    .fact("from", from);
                let entry = tx.append(draft);
                let mut row = QuestionSetRow {
                    id: format!("{}:{}:{number}", who.force, set.code),
                    version: 0,
                    salt: String::new(),
                    force: who.force.clone(),
                    code: set.code,
                    edition_number: number,
                    from_day: from,
                    adopted_at: tx.at(),
                    words: words.clone(),
                };
                Ok::<_, Failure>(tx.save(&mut row, &entry)?)
            })?;
            Ok(())
        })
    }

    /// This lists the force's sets, and those that ship with Holdfast and are not adopted.
    pub fn question_sets(&self, actor: &Actor) -> Result<Vec<SetLine>, Failure> {
        let wish = Wish::of(Action::ViewQuestions.code()).by("question_sets");
        let rows = self.asked(actor, &wish, || self.sets_of(actor))?;
        let today = self.now().day();
        let lines = rows.iter().map(|row| Ok(line(&parse(&row.words)?, Some(row), &rows, today)));
        let mut known: Vec<SetLine> = lines.collect::<Result<_, Failure>>()?;
        for set in SHIPPED.iter().filter_map(|text| parse(text).ok()) {
            if !known.iter().any(|line| line.code == set.code && line.version == set.version) {
                known.push(line(&set, None, &rows, today));
            }
        }
        Ok(known)
    }

    /// This shows a set with its questions: a version, or the last one adopted, or what ships.
    pub fn question_set(&self, actor: &Actor, code: &str, version: Option<u32>) -> Result<SetPage, Failure> {
        let rows = self.asked(actor, &Wish::of(Action::ViewQuestions.code()).naming(code), || {
            let rows = self.sets_of(actor)?;
            let ships = shipped(code).map(parse).transpose()?;
            let ships = ships.is_some_and(|set| version.is_none_or(|version| version == set.version));
            if ships || find(&rows, code, version).is_some() {
                Ok(rows)
            } else {
                Err(Failure::NotFound("question set"))
            }
        })?;
        let held = find(&rows, code, version);
        let text = held.map(|row| row.words.as_str()).or_else(|| shipped(code));
        let set = parse(text.ok_or(Failure::NotFound("question set"))?)?;
        let questions = set.questions.iter().map(QuestionLine::from).collect();
        let authority = set.authority.clone();
        Ok(SetPage { set: line(&set, held, &rows, self.now().day()), authority, questions })
    }

    fn sets_of(&self, actor: &Actor) -> Result<Vec<QuestionSetRow>, Failure> {
        let (rows, _) = self.store.look(self.context(actor, "casework"), |reader| {
            let policies = self.permit_force(actor, Action::ViewQuestions)?;
            let rows = stored::question_sets(reader, &actor.force)?;
            Ok::<_, Failure>((rows, Draft::seen(Action::ViewQuestions.code(), &policies, Vec::new())))
        })?;
        Ok(rows_of(rows))
    }
}

fn rows_of(read: Vec<AsRead<QuestionSetRow>>) -> Vec<QuestionSetRow> {
    read.into_iter().map(AsRead::into_inner).collect()
}

/// The version of a set that is meant: the named one, or the last one adopted.
fn find<'a>(rows: &'a [QuestionSetRow], code: &str, version: Option<u32>) -> Option<&'a QuestionSetRow> {
    rows.iter()
        .rev()
        .find(|row| row.code == code && version.is_none_or(|version| i64::from(version) == row.edition_number))
}

/// A version is adopted once, after those before it, and from today at the earliest.
fn may_adopt(set: &QuestionSet, from: Day, today: Day, held: &[QuestionSetRow]) -> Result<(), Failure> {
    let number = i64::from(set.version);
    let versions = || held.iter().filter(|row| row.code == set.code);
    if versions().any(|row| row.edition_number == number) {
        let words = "is adopted already and is never changed; what changes is another version";
        return Err(Failure::fault("version", Fault::Exists, words));
    }
    if versions().any(|row| row.edition_number > number) {
        return Err(Failure::fault("version", Fault::OutOfRange, "is older than one that is adopted already"));
    }
    if from < today {
        return Err(Failure::fault("from", Fault::OutOfRange, "is past; a set is asked from today at the earliest"));
    }
    if versions().any(|row| row.from_day > from) {
        let words = "is before the day from which an earlier version of the set is asked";
        return Err(Failure::fault("from", Fault::OutOfRange, words));
    }
    Ok(())
}

/// The set that is asked on a day: the named one, or the one that came into force last. The rows come in that order.
fn asked_on<'a>(rows: &'a [QuestionSetRow], code: Option<&str>, day: Day) -> Option<&'a QuestionSetRow> {
    rows.iter().rev().find(|row| row.from_day <= day && code.is_none_or(|code| row.code == code))
}

/// The set that is asked on a day where none is named; none where the force has adopted none.
pub(crate) fn asked_today(rows: &[QuestionSetRow], day: Day) -> Result<Option<QuestionSet>, Failure> {
    asked_on(rows, None, day).map(|row| parse(&row.words)).transpose()
}

/// This finds the set of questions for a screen on a day; none where the force has adopted none and none was named.
pub(crate) fn for_screen(
    reader: &mut Reader<'_>,
    force: &str,
    code: Option<&str>,
    day: Day,
) -> Result<Option<QuestionSet>, Failure> {
    let rows = rows_of(stored::question_sets(reader, force)?);
    match (asked_on(&rows, code, day), code) {
        (Some(row), _) => Ok(Some(parse(&row.words)?)),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Failure::fault(
            "set",
            Fault::Unknown,
            "is no set that this force asks today; see `holdfast screens list`, and adopt it first",
        )),
    }
}

fn line(set: &QuestionSet, row: Option<&QuestionSetRow>, rows: &[QuestionSetRow], today: Day) -> SetLine {
    let state = match row {
        None => "ships with Holdfast; not adopted".to_owned(),
        Some(row) if row.from_day > today => format!("adopted, from {}", day_words(row.from_day)),
        Some(row) if asked_on(rows, None, today).is_some_and(|asked| asked.id == row.id) => "asked now".to_owned(),
        Some(row) if asked_on(rows, Some(&row.code), today).is_some_and(|asked| asked.id == row.id) => {
            "asked where it is named".to_owned()
        }
        Some(_) => "replaced by a later version".to_owned(),
    };
    SetLine {
        code: set.code.clone(),
        version: set.version,
        title: set.title.clone(),
        questions: set.questions.len(),
        from: row.map(|row| row.from_day.to_string()),
        state,
        edition: set.edition.clone(),
        licence: set.licence.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use domain::catalogue::RiskFactor;

    #[test]
    fn what_ships_can_be_adopted_and_asks_for_every_danger_of_the_catalogue() {
        for text in SHIPPED {
            let set = parse(text).unwrap();
            let asked: Vec<RiskFactor> = set.questions.iter().filter_map(|question| question.factor).collect();
            for factor in RiskFactor::ALL {
                assert!(asked.contains(factor), "{}: no question means {factor}", set.code);
            }
            assert_eq!(set.questions.iter().filter(|question| question.four.is_some()).count(), 4);
        }
        assert!(shipped("neutral").is_some() && shipped("s_dash").is_none());
    }

    #[test]
    fn a_file_that_is_none_says_where() {
        let broken = SHIPPED[0].replacen("kind = \"yes_no\"", "kind = \"perhaps\"", 1);
        let told = parse(&broken).unwrap_err().to_string();
        assert!(told.contains("line 16") && told.contains("perhaps"), "{told}");
        let extra = format!("weight = 3\n{}", SHIPPED[0]);
        assert!(parse(&extra).unwrap_err().to_string().contains("weight"), "a set has no weights");
    }
}
