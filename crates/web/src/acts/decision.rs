//! The decision on protection: opened, recorded by its outcome, countersigned, advised on, and waited for.

use crate::acts::lists::{answer, answered_by_acts, item, meaning};
use crate::acts::risk::causes;
use crate::components::tag::capitalised;
use crate::forms::field::{Field, Item};
use crate::forms::page::{ActForm, EMPTY, Part};
use crate::forms::sent::Reading;
use crate::items;
use casework::access::Action;
use casework::cases::act::{Act, Backed, SheetGiven};
use casework::cases::asks::ProtectionStands;
use casework::views::CasePage;
use domain::case::advice::ADVICE_CHARS_MIN;
use domain::case::backing::GAPS_CHARS_MIN;
use domain::case::worksheet::{
    AWAITED_CHARS_MIN, DEFER_DAYS_MAX, ENDLESS_MEASURE_DAYS_MAX, NARRATIVE_CHARS_MIN, RECONSIDER_DAYS_MAX, why_barred,
};
use domain::catalogue::{Advice, AdviceAnswer, Awaited, AwaitedEnd, Ground, Reason};
use domain::event::Outcome;
use std::str::FromStr;

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "consider",
        action: Action::OpenDecision,
        part: Part::Protection,
        title: "Open the decision on protection",
        button: "Open the decision",
        done: "The decision on protection is open.",
        guide: "Open it when you begin to look at whether an order is to be sought. A decision can also be recorded without this.",
        does: &[],
        offered: |case| case.asks.open && case.asks.protection == ProtectionStands::NotConsidered,
        fields: |_| Vec::new(),
        begin: EMPTY,
        read: |_| Some(Act::OpenDecision),
    },
    ActForm {
        slug: "decide-apply",
        action: Action::RecordDecision,
        part: Part::Protection,
        title: "Decide to apply for an order",
        button: "Record the decision",
        done: "The decision to apply is recorded. The stalking SPOC is asked for advice.",
        guide: "A Stalking Protection Order needs all three limbs of s. 1(1) of the Stalking Protection Act 2019, and no conviction, charge or \
                support from the person at risk. The decision counts at once; the stalking SPOC advises on it.",
        does: &[],
        offered: is_open,
        fields: |case| {
            let mut fields = worksheet(case, "Yes is needed to apply.");
            fields.extend([
                Field::one("ground", "Why may this force apply? (s. 1(3))", items!(Ground)),
                Field::yes("interim", "Interim order", "Seek an interim order as well")
                    .hint("Where the person at risk cannot wait until the application is decided (s. 5)."),
                narrative(),
            ]);
            fields
        },
        begin: EMPTY,
        read: |reading| {
            let sheet = sheet(reading);
            let ground: Option<Ground> = reading.choice("ground", "Choose why this force may apply");
            let narrative = reading.at_least("narrative", NARRATIVE_CHARS_MIN, TELL);
            let worksheet = SheetGiven { ground: Some(ground?), ..sheet? };
            let outcome = Outcome::Apply { interim: reading.yes("interim") };
            Some(decision(worksheet, outcome, narrative?, String::new(), Backed::default()))
        },
    },
    ActForm {
        slug: "decide-not-to-apply",
        action: Action::RecordDecision,
        part: Part::Protection,
        title: "Decide not to apply for an order",
        button: "Record the decision",
        done: "The decision not to apply is recorded. It waits for the stalking SPOC's countersignature.",
        guide: "It takes a reason that can stand alone, a day within four weeks on which it is looked at again, and that the person at risk was \
                told. It does not count until the stalking SPOC has countersigned it.",
        does: &[],
        offered: is_open,
        fields: not_to_apply,
        begin: EMPTY,
        read: read_not_to_apply,
    },
    ActForm {
        slug: "decide-to-wait",
        action: Action::RecordDecision,
        part: Part::Protection,
        title: "Put the decision off for a named thing",
        button: "Record that it waits",
        done: "It is recorded what the decision waits for. It needs the stalking SPOC's countersignature.",
        guide: "A decision waits only for one named thing, and never longer than two weeks. The person at risk stays on the list.",
        does: &[],
        offered: is_open,
        fields: |case| {
            let mut fields = worksheet(case, "Where it cannot be said yet, 'not known'.");
            fields.extend([
                Field::one("awaits", "What is waited for?", items!(Awaited)),
                Field::few_words("awaited", "Which thing exactly, and from whom?")
                    .hint("Such as: the neighbour's statement, which DC Lindqvist takes on Wednesday."),
                Field::day("until", "Until when, at the latest?")
                    .hint(&format!("Within {DEFER_DAYS_MAX} days, such as 12 6 2026.")),
                narrative(),
            ]);
            fields
        },
        begin: EMPTY,
        read: |reading| {
            let worksheet = sheet(reading);
            let awaits: Option<Awaited> = reading.choice("awaits", "Choose what is waited for");
            let awaited = reading.at_least("awaited", AWAITED_CHARS_MIN, "Say which thing, and from whom");
            let until = reading.day("until", "Enter until when it waits");
            let narrative = reading.at_least("narrative", NARRATIVE_CHARS_MIN, TELL);
            let outcome = Outcome::Deferred { until: until?, awaits: Some(awaits?) };
            Some(decision(worksheet?, outcome, narrative?, awaited?, Backed::default()))
        },
    },
    ActForm {
        slug: "decide-other-measure",
        action: Action::RecordDecision,
        part: Part::Protection,
        title: "Decide that another measure protects for now",
        button: "Record the decision",
        done: "It is recorded that another measure protects for now. It needs the stalking SPOC's countersignature.",
        guide: "Bail, custody or an order of another kind, which is on record here and in force. When it ends the question comes back by itself. \
                The person at risk stays on the list: no Stalking Protection Order protects them.",
        does: &[],
        offered: is_open,
        fields: |case| {
            let fitting = case.asks.measures.iter().filter(|held| held.in_force && !held.is_order);
            let mut fields = worksheet(case, "Where it cannot be said yet, 'not known'.");
            fields.extend([
                Field::one(
                    "protection",
                    "Which measure protects?",
                    fitting.map(|held| item(&held.id, capitalised(&held.words))).collect(),
                )
                .hint("Those that are on record and in force today. Record the measure first if it is not here."),
                Field::day("until", "Until when does it count on that measure?").hint(&format!(
                    "Its last day at the latest; where it has none, within {ENDLESS_MEASURE_DAYS_MAX} days."
                )),
                narrative(),
            ]);
            fields
        },
        begin: EMPTY,
        read: |reading| {
            let worksheet = sheet(reading);
            let protection = reading.choice("protection", "Choose which measure protects");
            let until = reading.day("until", "Enter until when it counts");
            let narrative = reading.at_least("narrative", NARRATIVE_CHARS_MIN, TELL);
            let outcome = Outcome::SupersededByOtherOrder { protection: protection?, until: until? };
            Some(decision(worksheet?, outcome, narrative?, String::new(), Backed::default()))
        },
    },
    ActForm {
        slug: "countersign",
        action: Action::CountersignDecision,
        part: Part::Protection,
        title: "Countersign the decision, or send it back",
        button: "Record your answer",
        done: "The answer on the decision is recorded.",
        guide: "For the stalking SPOC. A decision is not countersigned by whoever recorded it, nor by anybody who is or was the officer in the case.",
        does: &["countersign_decision"],
        offered: |case| case.asks.protection == ProtectionStands::Countersign,
        fields: |case| {
            let mut facts = vec![("Decision".to_owned(), case.decision.clone())];
            facts.extend(case.waits.iter().map(|line| ("Waits".to_owned(), line.clone())));
            facts.extend(case.rests.clone());
            vec![
                Field::told("The decision that waits", facts),
                Field::one(
                    "answer",
                    "What do you say?",
                    vec![
                        item("countersign", "Countersign it: it counts from now on"),
                        item("return", "Send it back: the question is open again"),
                    ],
                ),
                Field::words("reasons", "If you send it back: why?")
                    .hint("What is missing, or wrong, so that it can be mended."),
            ]
        },
        begin: EMPTY,
        read: |reading| match reading.choice::<Signs>("answer", "Choose whether you countersign it or send it back")? {
            Signs::Countersign => Some(Act::CountersignDecision),
            Signs::Return => {
                Some(Act::ReturnDecision { reasons: reading.words("reasons", "Say why you send it back")? })
            }
        },
    },
    ActForm {
        slug: "advise",
        action: Action::AdviseDecision,
        part: Part::Protection,
        title: "Advise on the decision to apply",
        button: "Give the advice",
        done: "The advice is recorded.",
        guide: "For the stalking SPOC. The decision to apply counts already; your advice completes it. Advice against it, or with conditions, is \
                answered by the officer in the case or a supervisor.",
        does: &["advise_decision"],
        offered: |case| case.asks.advice_waits,
        fields: |case| {
            vec![
                Field::told("What the decision rests on", case.rests.clone()),
                Field::one("advice", "What do you advise?", items!(Advice)),
                Field::words("words", "Why, and on which conditions?")
                    .hint(&format!("At least {ADVICE_CHARS_MIN} characters.")),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let advice = reading.choice("advice", "Choose what you advise");
            let words = reading.at_least("words", ADVICE_CHARS_MIN, "Say why");
            Some(Act::AdviseDecision { advice: advice?, words: words? })
        },
    },
    ActForm {
        slug: "answer-advice",
        action: Action::AnswerAdvice,
        part: Part::Protection,
        title: "Answer the stalking SPOC's advice",
        button: "Answer it",
        done: "The advice is answered.",
        guide: "For the officer in the case or a supervisor. Where advice against it is followed, the question opens again.",
        does: &["answer_advice"],
        offered: |case| case.asks.answer_waits,
        fields: |case| {
            let told = case.advice.iter().map(|given| {
                let words = given.words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
                (format!("{}, {}", given.by, given.when), format!("{}{words}", capitalised(&given.advice)))
            });
            vec![
                Field::told("The advice", told.collect()),
                Field::one("answer", "Is it followed?", items!(AdviceAnswer)),
                Field::words("words", "Why, and what follows?")
                    .hint(&format!("At least {ADVICE_CHARS_MIN} characters.")),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let answer = reading.choice("answer", "Choose whether it is followed");
            let words = reading.at_least("words", ADVICE_CHARS_MIN, "Say why");
            Some(Act::AnswerAdvice { answer: answer?, words: words? })
        },
    },
    ActForm {
        slug: "awaited",
        action: Action::OpenDecision,
        part: Part::Protection,
        title: "Say that what the decision waited for has come, or will not",
        button: "Record it",
        done: "It is recorded. The decision on protection is open again.",
        guide: "The question opens at once, whichever of the two it is.",
        does: &["press_other_force"],
        offered: |case| case.asks.protection == ProtectionStands::PutOff,
        fields: |case| {
            let waits = case.waits.iter().map(|line| ("Waits".to_owned(), line.clone()));
            vec![
                Field::told("What is waited for", waits.collect()),
                Field::one("how", "How did the waiting end?", items!(AwaitedEnd)),
                Field::few_words("words", "What came, or why will it not?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let how = reading.choice("how", "Choose how the waiting ended");
            let words = reading.at_least("words", AWAITED_CHARS_MIN, "Say what came, or why it will not");
            Some(Act::EndWaiting { how: how?, words: words? })
        },
    },
    ActForm {
        slug: "reopen-decision",
        action: Action::OpenDecision,
        part: Part::Protection,
        title: "Open the settled decision again",
        button: "Open it again",
        done: "The decision on protection is open again.",
        guide: "A new act or report opens it by itself, and so does the day for looking again. A supervisor, an inspector or the stalking SPOC \
                opens it by hand for what the record does not show, such as to seek an interim order as well.",
        does: &["seek_interim"],
        offered: |case| {
            let stands = case.asks.protection;
            case.asks.open
                && matches!(stands, ProtectionStands::Apply | ProtectionStands::PutOff | ProtectionStands::Settled)
        },
        fields: |_| vec![Field::one("because", "Why is it opened again?", causes())],
        begin: EMPTY,
        read: |reading| {
            Some(Act::ReopenDecision { because: reading.choice("because", "Choose why it is opened again")? })
        },
    },
];

/// The outcomes of the question of protection, by the form of each, with what it needs.
pub const OUTCOMES: &[(&str, &str)] = &[
    (
        "decide-apply",
        "All three limbs of s. 1(1) are met, and this force may apply (s. 1(3)). It counts at once; the stalking SPOC advises.",
    ),
    (
        "decide-not-to-apply",
        "A reason that can stand alone, a day for looking again within four weeks, and the person at risk was told. The stalking SPOC countersigns.",
    ),
    ("decide-to-wait", "One named thing is missing, and comes within two weeks. The stalking SPOC countersigns."),
    (
        "decide-other-measure",
        "Bail, custody or another order is on record and in force, and protects for now. The stalking SPOC countersigns.",
    ),
];

/// Whether there is something to decide.
pub fn is_open(case: &CasePage) -> bool {
    case.asks.open && matches!(case.asks.protection, ProtectionStands::NotConsidered | ProtectionStands::Open)
}

/// What the SPOC does with a decision.
enum Signs {
    Countersign,
    Return,
}
impl FromStr for Signs {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "countersign" => Ok(Self::Countersign),
            "return" => Ok(Self::Return),
            _ => Err(()),
        }
    }
}

const TELL: &str = "Say how the facts meet the test, or do not";

fn narrative() -> Field {
    Field::words("narrative", "How do the facts meet the test, or not?").hint(&format!(
        "At least {NARRATIVE_CHARS_MIN} characters, in words that a court and the person at risk can read."
    ))
}

/// What the case shows, what is missing, and the three limbs.
fn worksheet(case: &CasePage, needs: &str) -> Vec<Field> {
    let mut fields = vec![Field::told("What the case shows", shown(case))];
    let limb = |name: &str, short: &str, ask: &str, hint: &str| {
        answered_by_acts(case, name, short, ask, &format!("{hint} {needs}"))
    };
    fields.push(
        Field::heading("The worksheet")
            .hint("The three limbs of s. 1(1) of the Stalking Protection Act 2019, each with the acts that show it."),
    );
    fields.extend(limb(
        "acts",
        "Limb (a)",
        "(a) Has the subject carried out acts associated with stalking?",
        "The acts of s. 2A(3) of the Protection from Harassment Act 1997 are examples; others count too. A pattern is seen over all acts together.",
    ));
    fields.extend(limb(
        "risk",
        "Limb (b)",
        "(b) Does the subject pose a risk associated with stalking to another person?",
        "Of physical or psychological harm (s. 1(4)). It may arise from acts that would look harmless elsewhere, where the subject knows, or ought to know, that they are unwelcome.",
    ));
    fields.extend(limb(
        "necessity",
        "Limb (c)",
        "(c) Is there reasonable cause to believe that an order is necessary to protect that person from the risk?",
        "Think of what bail, custody or another order leaves open, and of when it ends.",
    ));
    fields
}

fn shown(case: &CasePage) -> Vec<(String, String)> {
    let fact = |label: &str, words: &str| (label.to_owned(), words.to_owned());
    let grade = case.grade.map_or("not graded yet".to_owned(), |grade| capitalised(grade.label()));
    let acts: Vec<_> = case.acts.iter().filter(|act| act.state.starts_with("counts")).collect();
    let counting = acts.len();
    // Where there are several they stand below each limb, to be chosen.
    let counted = match acts.as_slice() {
        [one] => format!("{}: {}", one.number, one.what),
        _ => counting.to_string(),
    };
    let mut facts = vec![
        fact("Grade of risk", &grade),
        fact(if counting == 1 { "The act that counts" } else { "Acts that count" }, &counted),
        fact("Protection now", &case.protection_now),
    ];
    let missing = [
        (case.screens.is_empty(), "a risk screen"),
        (counting == 0, "an act that counts"),
        (!case.people.iter().any(|person| person.role.eq_ignore_ascii_case("subject")), "who the subject is"),
    ];
    let missing: Vec<&str> = missing.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what).collect();
    facts.extend((!missing.is_empty()).then(|| ("Missing on the record".to_owned(), capitalised(&missing.join("; ")))));
    facts
}

fn sheet(reading: &mut Reading<'_>) -> Option<SheetGiven> {
    let acts = answer(reading, "acts", "Answer limb (a)");
    let risk = answer(reading, "risk", "Answer limb (b)");
    let necessity = answer(reading, "necessity", "Answer limb (c)");
    Some(SheetGiven { acts: acts?, risk: risk?, necessity: necessity?, ground: None })
}

fn decision(worksheet: SheetGiven, outcome: Outcome, narrative: String, awaited: String, backed: Backed) -> Act {
    Act::RecordDecision { worksheet, outcome, narrative, awaited, backed }
}

/// The reasons: first those that can stand alone, then those that cannot, each with why.
fn reasons() -> Vec<Item> {
    let (barred, alone): (Vec<&Reason>, Vec<&Reason>) =
        Reason::ALL.iter().partition(|reason| why_barred(**reason).is_some());
    let alone = alone.into_iter().map(|reason| item(reason.code(), capitalised(reason.label())));
    let barred = barred.into_iter().map(|reason| {
        let why = why_barred(*reason).unwrap_or_default();
        meaning(reason.code(), &capitalised(reason.label()), &format!("Cannot stand alone: {why}."))
    });
    alone.chain(barred).collect()
}

fn not_to_apply(case: &CasePage) -> Vec<Field> {
    let leaned = case.asks.measures.iter().filter(|held| held.is_leaned_on);
    let leaned: Vec<Item> = leaned.map(|held| item(&held.id, capitalised(&held.words))).collect();
    let mut fields = worksheet(case, "Answer yes or no; where it cannot be said yet, put the decision off.");
    fields.extend([
        Field::heading("Why not"),
        Field::several("reasons", "Why is no order sought?", reasons()),
        Field::day("until", "On which day is it looked at again?")
            .hint(&format!("Within {RECONSIDER_DAYS_MAX} days, such as 26 6 2026.")),
        Field::yes("informed", "The person at risk", "They were told of this decision, and why")
            .hint("It cannot be recorded before they were."),
        narrative(),
        Field::heading("If another order or custody is the reason"),
    ]);
    fields.push(match leaned.is_empty() {
        true => Field::told("No such measure is on record", Vec::new())
            .hint("Record the order, or the custody with its last day, on this case first."),
        false => Field::several("measures", "Which measure does the reason lean on?", leaned)
            .hint("Where only one will do, you need not choose it."),
    });
    fields.extend([
        Field::heading("If the evidence is insufficient"),
        Field::few_words("gaps", "Which evidence is missing?").hint(&format!("At least {GAPS_CHARS_MIN} characters.")),
        Field::few_words("plan", "How is it to be got: who gets what, and by when?")
            .hint(&format!("At least {GAPS_CHARS_MIN} characters.")),
        Field::heading("If another force has the case now"),
        Field::line("transferred_to", "Which force?").hint("Until it has accepted, this force has the case."),
        Field::day("accepted_on", "On which day did it accept?"),
        Field::line("accepted_by", "Who accepted there, by name or reference?"),
    ]);
    fields
}

fn read_not_to_apply(reading: &mut Reading<'_>) -> Option<Act> {
    let worksheet = sheet(reading);
    let reasons: Option<Vec<Reason>> = reading.several("reasons", "Choose reasons from the list");
    if reasons.as_ref().is_some_and(Vec::is_empty) {
        reading.wrong("reasons", "Choose at least one reason");
    }
    let until = reading.day("until", "Enter on which day it is looked at again");
    let narrative = reading.at_least("narrative", NARRATIVE_CHARS_MIN, TELL);
    let measures = reading.several("measures", "Choose a measure from the list");
    let accepted_on = reading.maybe_day("accepted_on", "Enter on which day the other force accepted");
    let person_informed = reading.yes("informed");
    if !person_informed {
        reading.wrong("informed", "Tell the person at risk first, then tick this");
    }
    let reasons = reasons.filter(|reasons| !reasons.is_empty())?;
    let backed = Backed {
        measures: measures?,
        gaps: reading.text("gaps"),
        plan: reading.text("plan"),
        transferred_to: reading.text("transferred_to"),
        accepted_on: accepted_on?,
        accepted_by: reading.text("accepted_by"),
    };
    let outcome = Outcome::DoNotApply { reasons, reconsider_on: until?, person_informed };
    let (worksheet, narrative) = (worksheet?, narrative?);
    person_informed.then(|| decision(worksheet, outcome, narrative, String::new(), backed))
}
