//! From a text to a scenario: settings, then every dated line in its order.

use super::happening::{self, Happening, NotRead};
use super::lists::{Listed, listed};
use super::text::{Document, Item, KEYS, Section};
use super::when::{self, When};
use super::words::{self, Kind, Word, after, pick, skip};
use super::{Expected, Problem, Says, Scenario, Step, expectation, text};
use crate::catalogue::Relationship;
use crate::law::Law;
use crate::time::{Day, Moment};

/// This reads a scenario, or names every problem in it.
pub(super) fn scenario(text: &str) -> Result<Scenario, Vec<Problem>> {
    let document = text::read(text);
    let mut problems = document.problems.clone();
    let settings = settings(&document, &mut problems);
    let mut reader = Reader {
        persons: settings.persons.clone(),
        current: None,
        latest: None,
        steps: Vec::new(),
        problems: Vec::new(),
    };
    document.items.iter().for_each(|item| reader.item(item));
    problems.append(&mut reader.problems);
    let happens = |step: &Step| matches!(step.says, Says::Happened(_));
    if problems.is_empty() && !reader.steps.iter().any(happens) {
        let instead =
            "a section '## What happened' with '- 2026-03-02 09:15: the person at risk reports: A1'".to_owned();
        problems.push(Problem { line: 1, what: "nothing happens in this scenario".to_owned(), instead });
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.line);
        return Err(problems);
    }
    let mut steps = reader.steps;
    steps.sort_by_key(|step| step.at);
    let title = if document.title.is_empty() { "A scenario without a title".to_owned() } else { document.title };
    let Settings { law, relationship, subject_known, go_live, persons, sources } = settings;
    let sources = sources.into_iter().chain(document.sources).collect();
    let people = document.people.into_iter().map(|(_, text)| text).collect();
    Ok(Scenario {
        title,
        law,
        relationship,
        subject_known,
        go_live,
        persons,
        people,
        sources,
        story: document.story,
        steps,
    })
}

struct Settings {
    law: Law,
    relationship: Relationship,
    subject_known: bool,
    go_live: Option<Day>,
    persons: Vec<String>,
    sources: Vec<String>,
}

fn settings(document: &Document, problems: &mut Vec<Problem>) -> Settings {
    let (mut law, mut relationship, mut subject_known, mut go_live) = (None, None, true, None);
    let (mut persons, mut sources) = (Vec::new(), Vec::new());
    for (line, key, value) in &document.front {
        let mut refuse = |what: String, instead: &str| {
            problems.push(Problem { line: *line, what, instead: instead.to_owned() });
        };
        match key.as_str() {
            "law" | "law as on" | "law as at" => match day(value) {
                Ok(day) => law = Some(day),
                Err(why) => refuse(why, "Law as on: 2026-06-01"),
            },
            "go-live" => match day(value) {
                Ok(day) => go_live = Some(day),
                Err(why) => refuse(why, "Go-live: 2026-01-05"),
            },
            "relationship" => match relation(value) {
                Some(found) => relationship = Some(found),
                None => {
                    let known = Relationship::LIST.iter().map(|item| item.code().replace('_', " "));
                    let known = known.collect::<Vec<_>>();
                    let near = super::near::nearest(value, known.iter().map(String::as_str)).unwrap_or_default();
                    refuse(
                        format!("'{value}' is no relationship; known are: {}", known.join(", ")),
                        &format!("Relationship: {near}"),
                    );
                }
            },
            "subject" => {
                subject_known &= !unidentified(value);
                relationship = relationship.or(mentioned(value));
            }
            "persons at risk" | "person at risk" => persons = several(value),
            _ => sources.push(value.clone()),
        }
    }
    for (line, text) in &document.people {
        let (role, description) = text.split_once(':').unwrap_or((text.as_str(), ""));
        let words = words::plain(&role.replace('*', ""));
        let subject = pick(skip(&words), [("subject", ()), ("suspect", ()), ("stalker", ())]).is_some();
        let person = super::who::person_at_risk(&words).is_some()
            || persons.iter().any(|held| *held == role.trim().to_lowercase());
        if subject {
            subject_known &= !unidentified(text);
            relationship = relationship.or(mentioned(description));
        } else if !person && super::who::read(&words).is_none() {
            let roles = super::who::roles();
            let near = super::near::nearest(role, roles.iter().copied()).unwrap_or_default();
            let what = format!("'{}' is no role; people appear as roles, never as names", role.trim());
            problems.push(Problem { line: *line, what, instead: format!("- {near}: …") });
        }
    }
    if law.is_none() && !problems.iter().any(|problem| problem.instead.starts_with("Law as on")) {
        let what = "the scenario does not say under which law it is played".to_owned();
        problems.push(Problem { line: 1, what, instead: "a line 'Law as on: 2026-06-01' under the title".to_owned() });
    }
    if persons.is_empty() {
        persons.push("person at risk".to_owned());
    }
    let law = law.map_or(Law::AsItStood, Law::AsOn);
    let relationship = relationship.unwrap_or(Relationship::Unknown);
    Settings { law, relationship, subject_known, go_live, persons, sources }
}

fn day(text: &str) -> Result<Day, String> {
    let line = words::line(text)?;
    match when::read(&line.words, None)? {
        Some((taken, when)) if skip(after(&line.words, taken)).is_empty() => Ok(when.day()),
        Some(_) | None => Err(format!("'{text}' is no day")),
    }
}

fn relation(text: &str) -> Option<Relationship> {
    let words = words::plain(&text.to_lowercase());
    relations(&words).filter(|(taken, _)| skip(after(&words, *taken)).is_empty()).map(|(_, found)| found)
}

/// A relationship that a description mentions somewhere.
fn mentioned(text: &str) -> Option<Relationship> {
    let words = words::plain(&text.to_lowercase());
    (0..words.len()).find_map(|place| relations(after(&words, place))).map(|(_, found)| found)
}

fn relations(words: &[Word]) -> Option<(usize, Relationship)> {
    use Relationship as R;
    let more = [
        ("ex-partner", R::ExIntimate),
        ("former partner", R::ExIntimate),
        ("ex partner", R::ExIntimate),
        ("former boyfriend", R::ExIntimate),
        ("ex-boyfriend", R::ExIntimate),
        ("former husband", R::ExIntimate),
        ("former wife", R::ExIntimate),
        ("ex-intimate", R::ExIntimate),
        ("husband", R::CurrentIntimate),
        ("wife", R::CurrentIntimate),
        ("boyfriend", R::CurrentIntimate),
        ("colleague", R::Colleague),
        ("former colleague", R::Colleague),
        ("ex-colleague", R::Colleague),
        ("unknown", R::Unknown),
        ("online", R::OnlineOnly),
        ("family member", R::Family),
        ("friend", R::Acquaintance),
    ];
    pick(words, listed::<Relationship>().chain(more))
}

fn unidentified(text: &str) -> bool {
    let words = words::plain(&text.to_lowercase());
    let phrases = ["not identified", "unidentified", "not known", "unknown", "anonymous", "nobody knows"];
    (0..words.len()).any(|place| pick(after(&words, place), phrases.map(|phrase| (phrase, ()))).is_some())
}

fn several(text: &str) -> Vec<String> {
    let parts = text.replace(" and ", ";");
    let names = parts.split([';', ',']).map(|name| name.trim().trim_start_matches("the ").to_lowercase());
    names.filter(|name| !name.is_empty()).collect()
}

struct Reader {
    persons: Vec<String>,
    /// The moment of the line before.
    current: Option<Moment>,
    /// The latest moment of any line until now.
    latest: Option<Moment>,
    steps: Vec<Step>,
    problems: Vec<Problem>,
}

impl Reader {
    fn item(&mut self, item: &Item) {
        if let Err(problem) = self.try_item(item) {
            self.problems.push(Problem { line: item.line, what: problem.what, instead: problem.instead });
        }
    }

    fn try_item(&mut self, item: &Item) -> Result<(), NotRead> {
        let wrong = |what: String, instead: &str| NotRead { what, instead: instead.to_owned(), meant: true };
        let line = words::line(&item.text).map_err(|what| wrong(what, "close it on the same line"))?;
        let from = item.heading.map(|when| when.moment(when::noon(when.day()))).or(self.current);
        let read =
            when::read(&line.words, from).map_err(|what| wrong(what, "2026-03-02 09:15, 2 March 2026, 02/03/2026"))?;
        if read.is_none() && claims_day(&line.words) {
            let first = line.words.first().map_or("", |word| word.text.as_str());
            return Err(wrong(format!("'{first}' is no day"), "2026-03-02 09:15, 2 March 2026, 02/03/2026"));
        }
        // The day counts for the lines below, whatever becomes of this one: one slip is one problem.
        self.current = read.as_ref().map(|(_, when)| when.moment(when::noon(when.day()))).or(self.current);
        let (taken, when) = read.map_or((0, item.heading), |(taken, when)| (taken, Some(when)));
        let rest = skip(after(&line.words, taken));
        let (rest, persons) = self.persons(rest)?;
        let (rest, expects) = match pick(rest, EXPECT.iter().map(|word| (*word, ()))) {
            Some((taken, ())) => (skip(after(rest, taken)), true),
            None => (rest, item.section == Section::Expected),
        };
        let text = without_day(&item.text, taken);
        let said = Said { rest, when, persons, expects, undated: read.is_none(), text };
        self.said(item, said)
    }

    fn said(&mut self, item: &Item, said: Said<'_>) -> Result<(), NotRead> {
        let Said { rest, when, persons, expects, undated, text } = said;
        let nowhere = || NotRead {
            what: "this line has no day, and no line before it has one".to_owned(),
            instead: "2026-03-02 09:15: …".to_owned(),
            meant: true,
        };
        if expects {
            let at = match when {
                // A section of expectations without a day speaks of the end of the story.
                None if item.section == Section::Expected && undated => self.latest.ok_or_else(nowhere)?,
                None => self.current.ok_or_else(nowhere)?,
                Some(When::At(moment)) => moment,
                Some(When::Day(day)) => when::end_of(day),
            };
            let expected =
                expectation::read_all(rest, at).map_err(|problem| self.perhaps_happening(rest, at, problem))?;
            self.push(item.line, &text, at, persons, Says::Expected(expected));
            return Ok(());
        }
        let at = match when {
            None => self.current.ok_or_else(nowhere)?,
            Some(When::At(moment)) => moment,
            Some(When::Day(day)) => {
                let noon = when::noon(day);
                let before =
                    self.steps.iter().map(|step| step.at).filter(|at| at.day() == day && *at < when::end_of(day)).max();
                before.map_or(noon, |before| before.max(noon))
            }
        };
        let told = tell(rest, at)?;
        match told {
            Told::Happened(happening, expected) => {
                self.push(item.line, &text, at, persons.clone(), Says::Happened(happening));
                if !expected.is_empty() {
                    self.push(item.line, &text, at, persons, Says::Expected(expected));
                }
            }
            Told::Expected(expected) => {
                let at = match when {
                    Some(When::Day(day)) => when::end_of(day),
                    Some(When::At(_)) | None => at,
                };
                self.push(item.line, &text, at, persons, Says::Expected(expected));
            }
        }
        Ok(())
    }

    fn perhaps_happening(&self, rest: &[Word], at: Moment, problem: NotRead) -> NotRead {
        match happening::read(rest, at) {
            Ok(_) if !problem.meant => NotRead {
                what: "this is something that happens, and stands among what is expected".to_owned(),
                instead: "the same line under '## What happened'".to_owned(),
                meant: true,
            },
            Ok(_) | Err(_) => problem,
        }
    }

    fn push(&mut self, line: usize, text: &str, at: Moment, persons: Vec<usize>, says: Says) {
        self.current = Some(at);
        self.latest = self.latest.max(Some(at));
        self.steps.push(Step { line, at, persons, text: text.to_owned(), says });
    }

    /// 'for the child: …'; with one person at risk nothing need be said.
    fn persons<'w>(&self, words: &'w [Word]) -> Result<(&'w [Word], Vec<usize>), NotRead> {
        let everybody: Vec<usize> = (0..self.persons.len()).collect();
        // 'for' is a filler, so it has been passed over: the name of a person at risk is enough.
        let named = self.persons.iter().enumerate().map(|(place, name)| (name.as_str(), vec![place]));
        let all = [
            ("both", everybody.clone()),
            ("everyone", everybody.clone()),
            ("everybody", everybody.clone()),
            ("all", everybody.clone()),
        ];
        if self.persons.len() == 1 {
            return Ok((words, everybody));
        }
        match pick(words, named.chain(all)) {
            Some((taken, persons)) => Ok((skip(after(words, taken)), persons)),
            None => Err(NotRead {
                what: format!("there are {} persons at risk, and it is not said for whom this is", self.persons.len()),
                instead: format!(
                    "for the {}: … (or: for both: …)",
                    self.persons.last().map_or("child", String::as_str)
                ),
                meant: true,
            }),
        }
    }
}

/// A line, taken apart.
struct Said<'w> {
    rest: &'w [Word],
    when: Option<When>,
    persons: Vec<usize>,
    expects: bool,
    undated: bool,
    text: String,
}

/// What parts a happening from what is expected of it.
const ARROWS: &[&str] = &["->", "=>", "\u{2192}", "-->", "==>"];
const EXPECT: &[&str] = &["expect", "expected", "expects", "expectation"];

/// The line without its day, as it was written.
fn without_day(text: &str, words: usize) -> String {
    let mut left = words;
    let pieces = text.split_whitespace().skip_while(|piece| {
        let dated = left > 0;
        left = left.saturating_sub(words::plain(piece).len());
        dated
    });
    let told = pieces.take_while(|piece| !ARROWS.contains(piece)).collect::<Vec<_>>().join(" ");
    told.trim_start_matches([':', ',', ';', '-', ' ']).to_owned()
}

/// What a line told.
enum Told {
    Happened(Box<Happening>, Vec<Expected>),
    Expected(Vec<Expected>),
}

/// A happening, with what is expected of it after an arrow; or an expectation that stands among happenings.
fn tell(words: &[Word], at: Moment) -> Result<Told, NotRead> {
    let arrow = |word: &Word| ARROWS.contains(&word.text.as_str()) || word.stem == "expect";
    if let Some(place) = words.iter().position(arrow) {
        let happening = happening::read(words.get(..place).unwrap_or_default(), at)?;
        let rest = skip(after(words, place + 1));
        let rest =
            pick(rest, EXPECT.iter().map(|word| (*word, ()))).map_or(rest, |(taken, ())| skip(after(rest, taken)));
        return expectation::read_all(rest, at).map(|expected| Told::Happened(Box::new(happening), expected));
    }
    let problem = match happening::read(words, at) {
        Ok(happening) => return Ok(Told::Happened(Box::new(happening), Vec::new())),
        Err(problem) => problem,
    };
    match expectation::read_all(words, at) {
        Ok(expected) => return Ok(Told::Expected(expected)),
        Err(other) if other.meant && !problem.meant => return Err(other),
        Err(_) => {}
    }
    // 'the SPOC countersigns: refused: decision: own decision' needs no arrow.
    let refused = words.iter().skip(1).position(|word| word.stem == "refus").map(|place| place + 1);
    if let Some(place) = refused
        && let Ok(happening) = happening::read(words.get(..place).unwrap_or_default(), at)
    {
        return expectation::read_all(after(words, place), at)
            .map(|expected| Told::Happened(Box::new(happening), expected));
    }
    Err(problem)
}

/// This says whether a line begins with what looks like a day and was not read as one.
fn claims_day(words: &[Word]) -> bool {
    let first = words.iter().find(|word| word.kind == Kind::Word);
    first.is_some_and(|word| {
        let digits = word.text.chars().filter(char::is_ascii_digit).count();
        digits >= 3
            && word.text.contains(['-', '/', '.', ':'])
            && word.text.starts_with(|letter: char| letter.is_ascii_digit())
    })
}

/// The settings that can be written, for the documentation.
pub fn keys() -> &'static [&'static str] {
    KEYS
}
