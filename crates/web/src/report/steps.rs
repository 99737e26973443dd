//! The steps of a new report: which there are, what each asks, and what follows it.

use crate::forms::field::{Field, Item};
use crate::forms::sent::Sent;
use crate::items;
use casework::intake::drafts::Steps;
use domain::catalogue::{Answer, Behaviour, CrimeClass, Precision, Relationship};

/// The most people, and the most acts, that one draft asks for.
const ITEMS_MAX: u16 = 40;

/// A step.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    /// Who reports, and how they are reached safely.
    Reporter,
    /// Somebody at risk, by number from 1.
    AtRisk(u16),
    /// Who is suspected.
    Suspect,
    /// What may be an earlier report.
    Earlier,
    /// One act, by number from 1.
    Act(u16),
    /// Fixated, obsessive, unwanted, repeated.
    Four,
    /// Fear, and what it has done to daily life.
    Impact,
    /// What is needed now.
    Safety,
    /// As what it is recorded, under which reference, and for whom.
    Record,
    /// The answers, to be checked.
    Check,
}

impl Step {
    /// The step of that place in addresses.
    pub fn read(slug: &str) -> Option<Self> {
        let number = |rest: &str| rest.parse().ok().filter(|number| (1..=ITEMS_MAX).contains(number));
        match slug {
            "reporter" => Some(Self::Reporter),
            "suspect" => Some(Self::Suspect),
            "earlier" => Some(Self::Earlier),
            "four" => Some(Self::Four),
            "impact" => Some(Self::Impact),
            "safety" => Some(Self::Safety),
            "record" => Some(Self::Record),
            "check" => Some(Self::Check),
            other => match (other.strip_prefix("at-risk-"), other.strip_prefix("act-")) {
                (Some(rest), _) => number(rest).map(Self::AtRisk),
                (None, Some(rest)) => number(rest).map(Self::Act),
                (None, None) => None,
            },
        }
    }
    /// Its place in addresses, and its name in a draft.
    pub fn slug(self) -> String {
        match self {
            Self::Reporter => "reporter".to_owned(),
            Self::AtRisk(number) => format!("at-risk-{number}"),
            Self::Suspect => "suspect".to_owned(),
            Self::Earlier => "earlier".to_owned(),
            Self::Act(number) => format!("act-{number}"),
            Self::Four => "four".to_owned(),
            Self::Impact => "impact".to_owned(),
            Self::Safety => "safety".to_owned(),
            Self::Record => "record".to_owned(),
            Self::Check => "check".to_owned(),
        }
    }
    /// Its heading.
    pub fn title(self) -> String {
        match self {
            Self::Reporter => "Who is reporting, and how to reach them safely".to_owned(),
            Self::AtRisk(1) => "Who is at risk".to_owned(),
            Self::AtRisk(_) => "Who else is at risk".to_owned(),
            Self::Suspect => "Who is suspected".to_owned(),
            Self::Earlier => "Possible earlier reports".to_owned(),
            Self::Act(1) => "What was done".to_owned(),
            Self::Act(_) => "What else was done".to_owned(),
            Self::Four => "Fixated, obsessive, unwanted, repeated".to_owned(),
            Self::Impact => "Fear, and what it has done to daily life".to_owned(),
            Self::Safety => "Safety now".to_owned(),
            Self::Record => "How it is recorded".to_owned(),
            Self::Check => "Check your answers".to_owned(),
        }
    }
    /// What whoever fills it in should know.
    pub const fn guide(self) -> &'static str {
        match self {
            Self::Reporter => {
                "If somebody is in danger now, send help first; this can wait. Ask how to reach the caller before anything else: a stalker may read messages, see a number on a bill, or answer the telephone."
            }
            Self::AtRisk(_) => {
                "Everybody at risk has a case of their own, children too. It need not be the person whom the acts were done to: a stalker may go through family, friends or colleagues."
            }
            Self::Suspect => {
                "Write what is known. A number, an account or a vehicle is enough to find earlier reports by; nobody has to know a name."
            }
            Self::Earlier => "Stalking is often reported one incident at a time, and each one alone looks small.",
            Self::Act(_) => {
                "One act at a time, each with its own date. Acts that look harmless alone, such as flowers or a message, are stalking where they come together and are not wanted."
            }
            Self::Four => {
                "Stalking is fixated, obsessive, unwanted and repeated. 'Not known' is an answer: a question that was not asked is not a no."
            }
            Self::Impact => {
                "Section 4A of the Protection from Harassment Act 1997 is the graver offence: fear, on at least two occasions, that violence will be used, or serious alarm or distress with a substantial adverse effect on usual day-to-day activities. It is often missed because nobody asks."
            }
            Self::Safety => "What is needed before anybody calls back.",
            Self::Record => {
                "Think stalking first. If it is recorded as anything else, say why: a supervisor looks at every one."
            }
            Self::Check => "Nothing is recorded until you press the button at the end.",
        }
    }
    /// What it asks.
    pub fn fields(self, teams: &[String]) -> Vec<Field> {
        match self {
            Self::Reporter => reporter(),
            Self::AtRisk(_) => at_risk(),
            Self::Suspect => suspect(),
            Self::Act(_) => act(),
            Self::Four => four(),
            Self::Impact => impact(),
            Self::Safety => safety(),
            Self::Record => record(teams),
            Self::Earlier | Self::Check => Vec::new(),
        }
    }
    /// Whether it can be taken out again.
    pub const fn is_further(self) -> bool {
        matches!(self, Self::AtRisk(2..) | Self::Act(2..))
    }
}

/// The steps of a draft, in order, with every person and act that was saved and at least one of each.
pub fn in_order(steps: &Steps) -> Vec<Step> {
    let mut numbered: Vec<Step> = steps.keys().filter_map(|slug| Step::read(slug)).collect();
    numbered.extend([Step::AtRisk(1), Step::Act(1)]);
    numbered.sort_unstable();
    numbered.dedup();
    let people = numbered.iter().filter(|step| matches!(step, Step::AtRisk(_)));
    let acts = numbered.iter().filter(|step| matches!(step, Step::Act(_)));
    let mut order = vec![Step::Reporter];
    order.extend(people);
    order.extend([Step::Suspect, Step::Earlier]);
    order.extend(acts);
    order.extend([Step::Four, Step::Impact, Step::Safety, Step::Record, Step::Check]);
    order
}

/// The step after one; another person or act where that was asked for.
pub fn next(steps: &Steps, step: Step, another: bool) -> Step {
    match step {
        Step::AtRisk(number) if another => return Step::AtRisk((number + 1).min(ITEMS_MAX)),
        Step::Act(number) if another => return Step::Act((number + 1).min(ITEMS_MAX)),
        Step::Reporter
        | Step::AtRisk(_)
        | Step::Suspect
        | Step::Earlier
        | Step::Act(_)
        | Step::Four
        | Step::Impact
        | Step::Safety
        | Step::Record
        | Step::Check => {}
    }
    let order = in_order(steps);
    let place = order.iter().position(|other| *other == step);
    place.and_then(|place| order.get(place + 1)).copied().unwrap_or(Step::Check)
}

/// Whether no further person, or act, follows this one: another one is asked for after the last alone.
pub fn is_last(steps: &Steps, step: Step) -> bool {
    let follows = |other: &Step| matches!((step, other), (Step::AtRisk(here), Step::AtRisk(there)) | (Step::Act(here), Step::Act(there)) if *there > here);
    !in_order(steps).iter().any(follows)
}

/// The step before one.
pub fn before(steps: &Steps, step: Step) -> Option<Step> {
    let order = in_order(steps);
    match order.iter().position(|other| *other == step) {
        Some(place) => place.checked_sub(1).and_then(|place| order.get(place)).copied(),
        // A further person or act that was not saved yet follows the last one.
        None => order
            .iter()
            .rfind(|other| matches!((other, step), (Step::AtRisk(_), Step::AtRisk(_)) | (Step::Act(_), Step::Act(_))))
            .copied(),
    }
}

/// What a step begins with where nothing was saved: who reports for themselves is the first person at risk, and it is stalking.
pub fn begin(steps: &Steps, step: Step) -> Sent {
    let typed = |step: Step| Sent::from_pairs(steps.get(&step.slug()).cloned().unwrap_or_default());
    if steps.contains_key(&step.slug()) {
        return typed(step);
    }
    match step {
        Step::AtRisk(1) if typed(Step::Reporter).text("who") == "self" => {
            let reporter = typed(Step::Reporter);
            let same = ["forename", "surname", "phone", "email"];
            Sent::of(same.map(|name| (name, reporter.text(name).to_owned())))
        }
        Step::Record => Sent::of([("class", CrimeClass::Stalking.code().to_owned())]),
        Step::Reporter
        | Step::AtRisk(_)
        | Step::Suspect
        | Step::Earlier
        | Step::Act(_)
        | Step::Four
        | Step::Impact
        | Step::Safety
        | Step::Check => Sent::default(),
    }
}

fn item(code: &str, words: &str, hint: &str) -> Item {
    (code.to_owned(), words.to_owned(), (!hint.is_empty()).then(|| hint.to_owned()))
}

fn reporter() -> Vec<Field> {
    vec![
        Field::one(
            "who",
            "Who is reporting",
            vec![
                item("self", "The person at risk", ""),
                item("other", "Somebody else: family, a friend, a neighbour, an employer", ""),
                item("service", "A support service or another body", ""),
                item("police", "Police, from other work", ""),
            ],
        ),
        Field::line("forename", "Forename"),
        Field::line("surname", "Surname"),
        Field::line("phone", "Telephone"),
        Field::line("email", "E-mail"),
        Field::words("safe", "How and when can they be reached safely?").hint(
            "Which number or address, by call or by message, at which hours, and a word to make sure who answers.",
        ),
        Field::words("avoid", "What must not be done?")
            .hint("For example no voicemail, no letters, no marked car outside the home."),
    ]
}

fn particulars() -> [Field; 4] {
    [
        Field::line("phone", "Telephone").hint("More than one: with a comma between them."),
        Field::line("email", "E-mail"),
        Field::line("address", "Address"),
        Field::line("postcode", "Postcode"),
    ]
}

fn at_risk() -> Vec<Field> {
    let mut fields = vec![
        Field::line("forename", "Forename"),
        Field::line("surname", "Surname"),
        Field::day("born", "Date of birth").hint("For example 3 6 1990. Leave it empty if it is not known."),
        Field::one_of_few(
            "sex",
            "Sex",
            vec![item("female", "Female", ""), item("male", "Male", ""), item("other", "Other or not known", "")],
        ),
    ];
    fields.extend(particulars());
    fields.extend([
        Field::pick("relationship", "What the person suspected is to them", items!(Relationship))
            .hint("It never decides whether this is stalking: strangers, neighbours and colleagues stalk too."),
        Field::one(
            "referral",
            "If this is a child: was a safeguarding referral made?",
            vec![
                item("made", "Yes", ""),
                item("not-made", "No, or not yet", ""),
                item("adult", "This is not a child", ""),
            ],
        ),
        Field::words("referral-words", "To whom and when, or why not").hint("Leave it empty for an adult."),
        Field::one_of_few("another", "Is anybody else at risk?", yes_or_no()),
    ]);
    fields
}

fn yes_or_no() -> Vec<Item> {
    vec![item("yes", "Yes", ""), item("no", "No", "")]
}

fn suspect() -> Vec<Field> {
    let mut fields = vec![
        Field::one(
            "known",
            "What is known of them?",
            vec![
                item("named", "They are known by name", ""),
                item("partly", "Something is known: a number, an account, a vehicle, a face", ""),
                item("unknown", "Nothing is known yet", ""),
            ],
        ),
        Field::line("forename", "Forename"),
        Field::line("surname", "Surname"),
        Field::day("born", "Date of birth").hint("Leave it empty if it is not known."),
        Field::one_of_few(
            "sex",
            "Sex",
            vec![item("female", "Female", ""), item("male", "Male", ""), item("other", "Other or not known", "")],
        ),
    ];
    fields.extend(particulars());
    fields.extend([
        Field::line("handle", "Account name").hint("On a site or in an app, as it is written there."),
        Field::line("vehicle", "Registration mark of a vehicle"),
        Field::words("known-of", "What else is known of them")
            .hint("How they look, where they are seen, work, access to weapons, other people whom they did this to."),
    ]);
    fields
}

/// The acts that the Act gives as examples, each with one plain sentence.
const EXAMPLES: [(Behaviour, &str); 7] = [
    (Behaviour::A1, "On foot, by car, or on the same bus or train, once or again and again."),
    (
        Behaviour::A2,
        "Calls, messages, gifts, letters, through other people. Attempts count, also those that were blocked.",
    ),
    (Behaviour::A3, "Posts, pictures or accounts about them or in their name."),
    (Behaviour::A4, "Spyware, reading their accounts, a shared password, a tracker in an app."),
    (Behaviour::A5, "Standing about near the home, the work, the school or the gym."),
    (Behaviour::A6, "Moving, taking or damaging what is theirs, or leaving things in it."),
    (Behaviour::A7, "From a car, a window, a camera or a profile; also when nothing else is done."),
];

fn act() -> Vec<Field> {
    let words = |behaviour: Behaviour| crate::components::tag::capitalised(behaviour.label());
    let mut first: Vec<Item> =
        EXAMPLES.iter().map(|(behaviour, plain)| item(behaviour.code(), &words(*behaviour), plain)).collect();
    first.push(item(
        "other",
        "Something else",
        "Other acts count as well. Choose it from the list below, or leave that open.",
    ));
    let group = |behaviour: &Behaviour| match behaviour.code().as_bytes().first() {
        Some(b'O') => Some("In person"),
        Some(b'N') => Some("By phone or online"),
        Some(_) if EXAMPLES.iter().all(|(example, _)| example != behaviour) => Some("Beside the examples"),
        Some(_) | None => None,
    };
    let listed = Behaviour::ALL
        .iter()
        .filter_map(|one| group(one).map(|group| item(one.code(), &format!("{group}: {}", one.label()), "")));
    vec![
        Field::one("behaviour", "What was done", first)
            .hint("The first seven are the examples of s. 2A(3) of the Protection from Harassment Act 1997."),
        Field::pick("listed", "More exactly, where one of these fits", listed.collect()),
        Field::moment("at", "When it was done")
            .hint("For example 27 5 2026 and 21:40. Leave the time empty if it is not known."),
        Field::one_of_few("precision", "How exactly that is known", items!(Precision)),
        Field::words("words", "What happened, in the words of whoever tells it")
            .hint("Where, to whom, by which number or account, who saw it, and whether it was reported before."),
        Field::one_of_few("another", "Was anything else done?", yes_or_no()),
    ]
}

fn answers(name: &str, question: &str, hint: &str) -> Field {
    Field::one_of_few(name, question, items!(Answer)).hint(hint)
}

fn four() -> Vec<Field> {
    vec![
        answers(
            "fixated",
            "Fixated: are they fixed on the person at risk?",
            "Do they find out where the person at risk is, learn their day, speak of little else?",
        ),
        answers(
            "obsessive",
            "Obsessive: can they not let go?",
            "They go on although it costs them: work, money, a warning, an arrest.",
        ),
        answers(
            "unwanted",
            "Unwanted: is it not wanted?",
            "It need not have been said; nobody has to answer a stalker to make it unwanted.",
        ),
        answers(
            "repeated",
            "Repeated: has it happened more than once?",
            "Two occasions are enough. Ask for the first one, and for the worst.",
        ),
        Field::words("words", "What was said about it"),
    ]
}

fn impact() -> Vec<Field> {
    vec![
        answers(
            "frightened",
            "Is the person at risk very frightened?",
            "Those who are stalked are often the best judges of their own danger.",
        ),
        answers(
            "violence",
            "Have they feared on at least two occasions that violence will be used?",
            "It need not have been used, and need not have been said.",
        ),
        answers(
            "alarm",
            "Is there serious alarm or distress, with a substantial adverse effect on usual day-to-day activities?",
            "Tick below what has changed.",
        ),
        Field::several(
            "changed",
            "What has changed",
            vec![
                item("home", "Moved, or sleeps elsewhere", ""),
                item("security", "New locks, cameras, a new number or new accounts", ""),
                item("work", "Work or study: left, changed, or missed", ""),
                item("routes", "Other routes and other hours, or does not go out alone", ""),
                item("health", "Sleep, health", ""),
                item("school", "The children's school or care", ""),
                item("social", "Friends, sport, going online", ""),
            ],
        ),
        Field::words("words", "In their own words"),
    ]
}

fn safety() -> Vec<Field> {
    vec![
        answers("danger", "Is anybody in danger now?", "If so, send help before you go on."),
        Field::several(
            "done",
            "What was done at once",
            vec![
                item("officers", "Officers were sent", ""),
                item("marker", "The address and the numbers were marked for an urgent response", ""),
                item("advice", "Advice on safety and on keeping evidence was given", ""),
                item("support", "A specialist support service was offered", ""),
                item("place", "Somewhere safe to stay was found", ""),
            ],
        ),
        Field::words("words", "What else is needed, and who does it"),
    ]
}

fn record(teams: &[String]) -> Vec<Field> {
    let teams = teams.iter().map(|team| item(team, team, "")).collect();
    vec![
        Field::line("reference", "The force's reference").hint("The number of the incident or the crime."),
        Field::pick("team", "Which team is to have it", teams)
            .hint("Leave it open if that is not known: it is on the list at once, and asks for an officer."),
        Field::one("class", "It is recorded as", items!(CrimeClass)),
        Field::words("why", "If not as stalking: why not")
            .hint("What speaks against each of fixated, obsessive, unwanted and repeated."),
    ]
}
