//! Risk: the screen, its review, a lower grade, and red flags.

use crate::acts::lists::{answered_by_acts, grades, item, resting_on, staff};
use crate::components::tag::capitalised;
use crate::forms::field::{Field, Item};
use crate::forms::page::{ActForm, EMPTY, Part};
use crate::forms::sent::Reading;
use crate::items;
use casework::access::Action;
use casework::cases::act::{Act, AnswerGiven, FourGiven};
use casework::views::CasePage;
use domain::case::risk::REASONS_CHARS_MIN;
use domain::catalogue::{Answer, Grade, ReopenCause, RiskFactor, Role};
use domain::risk::questions::{Kind, Letter, Question, QuestionSet, View};
use domain::risk::tools;
use std::str::FromStr;

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "screen",
        action: Action::ScreenRisk,
        part: Part::Risk,
        title: "Record a risk screen",
        button: "Record the screen",
        done: "The risk screen is recorded.",
        guide: "Ask every question, with the person at risk if you can. 'Not known' is an answer; a blank is none. Nothing is added up: \
                the grade is your judgement.",
        does: &["screen_risk", "rescreen_risk"],
        offered: |case| case.asks.open,
        fields: screen_fields,
        begin: EMPTY,
        read: |reading| read_screen(reading, String::new()),
    },
    ActForm {
        slug: "screen-by-tool",
        action: Action::ScreenRisk,
        part: Part::Risk,
        title: "Record a risk screen made with another tool",
        button: "Record the screen",
        done: "The risk screen is recorded.",
        guide: "For a screen whose questions are not held here, such as SASH on paper. Keep the paper; record the grade and what it found.",
        does: &[],
        offered: |case| case.asks.open,
        fields: |case| {
            let beside = tools::ALL.iter().filter(|tool| **tool != tools::NEUTRAL && **tool != tools::OWN);
            let mut fields = vec![
                Field::pick("tool", "Which tool was used?", beside.map(|tool| item(*tool, *tool)).collect())
                    .hint("DASH and DARA ask about domestic abuse: alone they do not find stalking by a stranger, a colleague, or online."),
            ];
            fields.extend(four(case));
            fields.extend(judgement(case, None));
            fields
        },
        begin: EMPTY,
        read: |reading| {
            let tool = reading.words("tool", "Choose which tool was used");
            let act = read_screen(reading, tool.clone().unwrap_or_default());
            tool.and(act)
        },
    },
    ActForm {
        slug: "review-risk",
        action: Action::ReviewRisk,
        part: Part::Risk,
        title: "Review the risk screen",
        button: "Record the review",
        done: "The review of the risk screen is recorded.",
        guide: "Read the answers, the reasons and the acts on the case page. A review keeps the grade or raises it; to lower it takes a new \
                screen and a second officer. Whoever made the screen does not review it.",
        does: &["review_risk", "trained_review"],
        offered: |case| case.asks.open && !case.screens.is_empty(),
        fields: |case| {
            let mut fields: Vec<Field> = latest(case).into_iter().collect();
            fields.push(Field::one("grade", "Which grade do you set?", grades()));
            fields.push(Field::words("reasons", "Why?"));
            fields
        },
        begin: EMPTY,
        read: |reading| {
            let grade = reading.choice("grade", "Choose the grade that you set");
            let reasons = reading.words("reasons", "Say why");
            Some(Act::ReviewRisk { grade: grade?, reasons: reasons? })
        },
    },
    ActForm {
        slug: "second-officer",
        action: Action::ReviewRisk,
        part: Part::Risk,
        title: "Confirm or refuse the lower grade",
        button: "Record your answer",
        done: "The answer on the lower grade is recorded.",
        guide: "A grade is lowered by two hands. Until you confirm it the higher grade counts. Whoever gave the lower grade cannot confirm it.",
        does: &["confirm_grade"],
        offered: |case| case.asks.lowering.is_some(),
        fields: |case| {
            let mut fields: Vec<Field> = case
                .asks
                .lowering
                .iter()
                .map(|lowering| Field::told("What waits", vec![("Lower grade".to_owned(), lowering.clone())]))
                .collect();
            fields.extend(latest(case));
            fields.push(Field::one(
                "answer",
                "What do you say?",
                vec![
                    item("confirm", "Confirm it: the lower grade counts"),
                    item("refuse", "Refuse it: the higher grade stays"),
                ],
            ));
            fields.push(why("Why?"));
            fields
        },
        begin: EMPTY,
        read: |reading| {
            let confirms = reading.choice::<Second>("answer", "Choose whether you confirm it or refuse it");
            let reasons = reading.at_least("reasons", REASONS_CHARS_MIN, "Say why");
            Some(match confirms? {
                Second::Confirm => Act::ConfirmGrade { reasons: reasons? },
                Second::Refuse => Act::RefuseGrade { reasons: reasons? },
            })
        },
    },
    ActForm {
        slug: "answer-flag",
        action: Action::DisposeFlag,
        part: Part::Risk,
        title: "Answer a red flag",
        button: "Answer the flag",
        done: "The red flag is answered.",
        guide: "Say what you found and what follows. A flag is answered by somebody whom it does not concern, never by the officer in the case. \
                The danger stays on the page with your answer.",
        does: &["answer_flag"],
        offered: |case| !open_flags(case).is_empty(),
        fields: |case| {
            vec![
                Field::one("flag", "Which red flag?", open_flags(case)),
                Field::words("disposal", "What did you find, and what is done about it?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let flag = reading.choice("flag", "Choose which red flag you answer");
            let disposal = reading.words("disposal", "Say what you found, and what is done about it");
            Some(Act::DisposeFlag { flag: flag?, disposal: disposal? })
        },
    },
    ActForm {
        slug: "reopen-risk",
        action: Action::ScreenRisk,
        part: Part::Risk,
        title: "Open the question of risk again",
        button: "Open it again",
        done: "The question of risk is open again.",
        guide: "A new act or report opens it by itself. Open it by hand for what the record does not show.",
        does: &[],
        offered: |case| case.asks.open && !case.screens.is_empty(),
        fields: |_| vec![Field::one("because", "What has changed?", causes())],
        begin: EMPTY,
        read: |reading| Some(Act::ReopenRisk { because: reading.choice("because", "Choose what has changed")? }),
    },
];

/// What a person can open a settled question for; the other causes are seen by Holdfast itself.
pub fn causes() -> Vec<Item> {
    let by_hand = [
        ReopenCause::RiskChanged,
        ReopenCause::Breach,
        ReopenCause::NewVictim,
        ReopenCause::Intervention,
        ReopenCause::MeasureEnded,
        ReopenCause::Review,
    ];
    by_hand.iter().map(|cause| item(cause.code(), capitalised(cause.label()))).collect()
}

/// The two answers of a second officer.
enum Second {
    Confirm,
    Refuse,
}
impl FromStr for Second {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "confirm" => Ok(Self::Confirm),
            "refuse" => Ok(Self::Refuse),
            _ => Err(()),
        }
    }
}

fn why(ask: &str) -> Field {
    Field::words("reasons", ask).hint(&format!(
        "At least {REASONS_CHARS_MIN} characters: what the grade rests on, in words that can be read in court."
    ))
}

/// The latest screen, for whoever reviews it.
fn latest(case: &CasePage) -> Option<Field> {
    let screen = case.screens.first()?;
    let mut facts = vec![
        ("When, and by whom".to_owned(), format!("{}, {}", screen.when, screen.by)),
        ("Grade given".to_owned(), capitalised(screen.grade.label())),
    ];
    facts.extend(screen.training.iter().map(|found| ("Made".to_owned(), capitalised(found))));
    facts.extend(screen.reasons.iter().map(|reasons| ("Reasons".to_owned(), reasons.clone())));
    facts.extend(screen.four.clone());
    facts.extend(screen.answers.iter().map(|given| (given.question.clone(), capitalised(&given.answer))));
    Some(Field::told("The latest screen", facts))
}

fn open_flags(case: &CasePage) -> Vec<Item> {
    let open = case.flags.iter().filter(|flag| flag.disposal.is_none());
    open.map(|flag| {
        let evidence = if flag.evidence.is_empty() { None } else { Some(flag.evidence.join(" ")) };
        (flag.id.clone(), format!("{}: {}", flag.tag.code, flag.tag.title), evidence)
    })
    .collect()
}

const LETTERS: [(Letter, &str, &str, &str); 4] = [
    (
        Letter::Fixated,
        "fixated",
        "Fixated?",
        "Is the subject preoccupied with the person at risk, in thought and effort, beyond reason?",
    ),
    (
        Letter::Obsessive,
        "obsessive",
        "Obsessive?",
        "Does the subject go on whatever it costs: time, money, work, arrest?",
    ),
    (Letter::Unwanted, "unwanted", "Unwanted?", "Does the subject know, or ought to know, that it is not wanted?"),
    (Letter::Repeated, "repeated", "Repeated?", "Has it happened twice or more?"),
];

const fn name_of(letter: Letter) -> &'static str {
    match letter {
        Letter::Fixated => "fixated",
        Letter::Obsessive => "obsessive",
        Letter::Unwanted => "unwanted",
        Letter::Repeated => "repeated",
    }
}

/// FOUR, where the questions of the force do not ask it.
fn four(case: &CasePage) -> Vec<Field> {
    let heading = Field::heading("FOUR: is it stalking?").hint(
        "Fixated, obsessive, unwanted, repeated. Where it is, it is stalking, whoever the two are to each other. A yes rests on acts.",
    );
    let letters = LETTERS
        .iter()
        .flat_map(|(_, name, ask, hint)| answered_by_acts(case, name, ask.trim_end_matches('?'), ask, hint));
    std::iter::once(heading).chain(letters).collect()
}

/// The questions of the force's set, section by section, then the judgement.
fn screen_fields(case: &CasePage) -> Vec<Field> {
    let mut fields = Vec::new();
    match &case.asks.questions {
        None => fields.extend(four(case)),
        Some(set) => {
            fields.extend(carried(set));
            let mut section = "";
            for question in &set.questions {
                if question.section != section {
                    section = &question.section;
                    fields.push(Field::heading(section));
                }
                fields.push(asked(question));
                fields.extend(
                    question.four.and_then(|letter| resting_on(case, name_of(letter), &capitalised(name_of(letter)))),
                );
            }
            if set.questions.iter().all(|question| question.four.is_none()) {
                fields.extend(four(case));
            }
        }
    }
    fields.extend(judgement(case, case.asks.questions.as_ref()));
    fields
}

/// Which set was asked, which of its questions must be answered, and which of them are FOUR: told with the answers, so that what was
/// asked is what is recorded.
fn carried(set: &QuestionSet) -> Vec<Field> {
    let required = set.questions.iter().filter(|question| question.required).map(|question| question.code.as_str());
    let mut carried = vec![
        Field::carried("set", set.code.clone()),
        Field::carried("required", required.collect::<Vec<_>>().join(" ")),
    ];
    for question in &set.questions {
        carried.extend(
            question.four.map(|letter| Field::carried(&format!("four_{}", name_of(letter)), question.code.clone())),
        );
    }
    carried
}

fn asked(question: &Question) -> Field {
    let name = format!("q-{}", question.code);
    let label = if question.required { question.text.clone() } else { format!("{} (if known)", question.text) };
    let field = match question.kind {
        Kind::YesNo => Field::one_of_few(&name, &label, items!(Answer)),
        Kind::Choice => {
            let choices = question.choices.iter().map(|choice| item(choice.code.clone(), capitalised(&choice.text)));
            Field::one(&name, &label, choices.collect())
        }
        Kind::Scale => {
            let numbers = question.lowest.unwrap_or_default()..=question.highest.unwrap_or_default();
            Field::pick(&name, &label, numbers.map(|number| item(number.to_string(), number.to_string())).collect())
        }
        Kind::Words => Field::few_words(&name, &label),
    };
    let view = question.view.map(|view| match view {
        View::Assessor => "Your own view of the risk.",
        View::PersonAtRisk => "The person at risk's own view: ask them.",
    });
    let help = [Some(question.help.as_str()).filter(|help| !help.is_empty()), view];
    let help = help.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if help.is_empty() { field } else { field.hint(&help) }
}

/// Dangers beside the questions, the grade, and why.
fn judgement(case: &CasePage, set: Option<&QuestionSet>) -> Vec<Field> {
    // What the questions of the force ask is taken from their answers.
    let questions = set.iter().flat_map(|set| &set.questions);
    let asked: Vec<RiskFactor> = questions.filter_map(|question| question.factor).collect();
    let beside = RiskFactor::ALL.iter().filter(|factor| !asked.contains(factor));
    let dangers: Vec<Item> = beside.map(|factor| item(factor.code(), capitalised(factor.label()))).collect();
    let dangers = (!dangers.is_empty()).then(|| match asked.is_empty() {
        true => Field::several("factors", "Which dangers did you find?", dangers),
        false => Field::several("factors", "Which other dangers did you find?", dangers)
            .hint("Those that the questions ask about are taken from your answers."),
    });
    let now = case.grade.map(|grade| ("Grade now".to_owned(), capitalised(grade.label())));
    let seconds = staff(case, &[Role::Supervisor, Role::Inspector, Role::Spoc]);
    let mut fields = vec![Field::told("Your judgement", now.into_iter().collect())];
    fields.extend(dangers);
    fields.extend([
        Field::one("grade", "Which grade do you give?", grades()),
        why("Why this grade?"),
        Field::pick("second_officer", "If this lowers the grade: who is asked to confirm it?", seconds)
            .hint("A supervisor, an inspector or the stalking SPOC. Until they confirm it, the higher grade counts."),
    ]);
    fields
}

fn read_screen(reading: &mut Reading<'_>, tool: String) -> Option<Act> {
    let required = reading.text("required");
    let answers = reading.answers("q-");
    for code in required.split_whitespace() {
        if !answers.iter().any(|(answered, _)| answered == code) {
            reading.wrong(&format!("q-{code}"), "Not answered; 'not known' is an answer too");
        }
    }
    let four = FourGiven {
        fixated: letter(reading, "fixated"),
        obsessive: letter(reading, "obsessive"),
        unwanted: letter(reading, "unwanted"),
        repeated: letter(reading, "repeated"),
    };
    let blank = required.split_whitespace().any(|code| !answers.iter().any(|(answered, _)| answered == code));
    let factors = reading.several("factors", "Choose dangers from the list");
    let grade = reading.choice::<Grade>("grade", "Choose the grade that you give");
    let reasons = reading.at_least("reasons", REASONS_CHARS_MIN, "Say why this grade");
    let (factors, grade, reasons) = (factors?, grade?, reasons?);
    let (second_officer, set) = (reading.filled("second_officer"), reading.filled("set"));
    (!blank).then_some(Act::ScreenRisk { tool, grade, factors, four, reasons, second_officer, set, answers })
}

/// One of FOUR: as it was answered among the questions of the set, or beside them. What nobody answered is not known.
fn letter(reading: &mut Reading<'_>, name: &str) -> AnswerGiven {
    let code = reading.text(&format!("four_{name}"));
    let asked = if code.is_empty() { name.to_owned() } else { format!("q-{code}") };
    let said = reading.text(&asked).parse().unwrap_or(Answer::NotKnown);
    let acts = reading.chosen(&format!("{name}_acts"));
    AnswerGiven { answer: said, acts: acts.into_iter().map(casework::Quoted::new).collect() }
}
