//! What the answers of a draft come to: a report, or all that is wrong with them, each with its step.

use crate::forms::field::{Asked, Field};
use crate::forms::sent::{Reading, Sent, Wrong};
use crate::report::steps::{Step, begin, in_order};
use casework::intake::drafts::Steps;
use casework::intake::found::ReadPerson;
use casework::intake::report::{NewReport, Told, ToldAct};
use domain::catalogue::{Answer, Behaviour, CrimeClass, Relationship};
use domain::time::{Day, Moment};

/// Below this age, in years, whoever is at risk is a child (Children Act 1989, s. 105).
const CHILD_YEARS: i16 = 18;

/// What a step says.
enum Read {
    Reporter(Option<Box<ReadPerson>>, Vec<String>),
    AtRisk(Box<ReadPerson>, Relationship, Option<String>),
    Suspect(Box<ReadPerson>, Vec<String>),
    Act(ToldAct),
    Notes(Vec<String>),
    Record { reference: String, team: String, otherwise: Option<(CrimeClass, String)> },
    Nothing,
}

/// What is wrong with what was typed in a step.
pub fn wrong_with(step: Step, sent: &Sent, now: Moment, teams: &[String]) -> Vec<Wrong> {
    let mut reading = Reading::new(sent, now);
    let read = read(step, &mut reading, sent, now, teams);
    drop(read);
    reading.into_wrong()
}

/// The report that a draft comes to, or what is wrong with it, step by step.
pub fn report(steps: &Steps, now: Moment, teams: &[String]) -> Result<NewReport, Vec<(Step, Wrong)>> {
    let mut wrong: Vec<(Step, Wrong)> = Vec::new();
    let (mut people, mut beside) = (Vec::new(), Told::default());
    let (mut first, mut relationship) = (None, None);
    let (mut reference, mut team) = (String::new(), String::new());
    for step in in_order(steps) {
        let sent = begin(steps, step);
        let mut reading = Reading::new(&sent, now);
        let said = read(step, &mut reading, &sent, now, teams);
        wrong.extend(reading.into_wrong().into_iter().map(|one| (step, one)));
        match said {
            None | Some(Read::Nothing) => {}
            Some(Read::Reporter(person, notes)) => {
                people.extend(person.map(|person| *person));
                beside.notes.extend(notes.into_iter().map(|note| (None, note)));
            }
            Some(Read::AtRisk(person, stands, referral)) => {
                let place = people.len();
                match relationship {
                    None => relationship = Some(stands),
                    Some(first) if first != stands => drop(beside.relationships.insert(place, stands)),
                    Some(_) => {}
                }
                beside.notes.extend(referral.map(|note| (Some(place), note)));
                people.push(*person);
            }
            Some(Read::Suspect(person, notes)) => {
                if !person.is_blank() {
                    people.push(*person);
                }
                beside.notes.extend(notes.into_iter().map(|note| (None, note)));
            }
            Some(Read::Act(act)) => match first {
                None => first = Some(act),
                Some(_) => beside.acts.push(act),
            },
            Some(Read::Notes(notes)) => beside.notes.extend(notes.into_iter().map(|note| (None, note))),
            Some(Read::Record { reference: under, team: with, otherwise }) => {
                (reference, team, beside.otherwise) = (under, with, otherwise);
            }
        }
    }
    let (Some(act), Some(relationship), true) = (first, relationship, wrong.is_empty()) else { return Err(wrong) };
    Ok(NewReport {
        reference,
        occurred_at: act.occurred_at,
        precision: act.precision,
        behaviour: act.behaviour,
        relationship,
        team,
        narrative: act.words,
        people,
        beside,
    })
}

/// The people whom a draft describes so far, however much of it is wrong: those by whom earlier reports are looked for.
pub fn people(steps: &Steps) -> Vec<ReadPerson> {
    let sent = |step: Step| begin(steps, step);
    let described = |step: Step| match step {
        Step::Reporter if sent(step).text("who") == "other" => Some(person("reporting_victim", &sent(step))),
        Step::AtRisk(_) => Some(person("person_at_risk", &sent(step))),
        Step::Suspect => Some(person("subject", &sent(step))),
        Step::Reporter
        | Step::Earlier
        | Step::Act(_)
        | Step::Four
        | Step::Impact
        | Step::Safety
        | Step::Record
        | Step::Check => None,
    };
    in_order(steps).into_iter().filter_map(described).filter(|person| !person.is_blank()).collect()
}

fn person(role: &str, sent: &Sent) -> ReadPerson {
    let text = |name: &str| sent.text(name).to_owned();
    let born = Reading::new(sent, Moment::from_micros(0)).maybe_day("born", "").flatten();
    let sex = text("sex");
    ReadPerson {
        role: role.to_owned(),
        forename: text("forename"),
        surname: text("surname"),
        born: born.map(|day| day.to_string()).unwrap_or_default(),
        sex: if sex == "other" { String::new() } else { sex },
        postcode: text("postcode"),
        address: text("address"),
        phones: text("phone")
            .split(',')
            .map(|phone| phone.trim().to_owned())
            .filter(|phone| !phone.is_empty())
            .collect(),
        email: text("email"),
        handle: text("handle"),
        vehicle: text("vehicle"),
    }
}

fn read(step: Step, reading: &mut Reading<'_>, sent: &Sent, now: Moment, teams: &[String]) -> Option<Read> {
    match step {
        Step::Reporter => reporter(reading, sent),
        Step::AtRisk(_) => at_risk(reading, sent, now),
        Step::Suspect => suspect(reading, sent),
        Step::Act(_) => act(reading, now),
        Step::Four | Step::Impact | Step::Safety => notes(step, reading, sent),
        Step::Record => record(reading, teams),
        Step::Earlier | Step::Check => Some(Read::Nothing),
    }
}

fn one_of(reading: &mut Reading<'_>, name: &str, known: &[&str], ask: &str) -> Option<String> {
    let text = reading.text(name);
    if known.contains(&text.as_str()) {
        return Some(text);
    }
    reading.wrong(name, ask);
    None
}

fn reporter(reading: &mut Reading<'_>, sent: &Sent) -> Option<Read> {
    let who = one_of(reading, "who", &["self", "other", "service", "police"], "Choose who is reporting");
    let safe = reading.words("safe", "Write how and when they can be reached safely; if nobody said, write that");
    let (who, safe) = (who?, safe?);
    let named = person("reporting_victim", sent);
    let avoid = reading.text("avoid");
    let mut note =
        format!("Reaching {} safely: {safe}", if who == "self" { "the person at risk" } else { "who reported" });
    if !avoid.is_empty() {
        note.push_str(&format!("\nWhat must not be done: {avoid}"));
    }
    let reported = match who.as_str() {
        "self" => "The person at risk reported it.",
        "other" => "Somebody else reported it.",
        "service" => "A support service or another body reported it.",
        _ => "Police reported it, from other work.",
    };
    let person = (who != "self" && !named.is_blank()).then(|| Box::new(named));
    Some(Read::Reporter(person, vec![note, reported.to_owned()]))
}

fn at_risk(reading: &mut Reading<'_>, sent: &Sent, now: Moment) -> Option<Read> {
    let born = reading.maybe_day("born", "Enter the date of birth");
    let described = person("person_at_risk", sent);
    if described.is_blank() {
        reading.wrong("forename", "Write a name, or anything else that is known of the person at risk");
    }
    let relationship = reading.choice("relationship", "Choose what the person suspected is to them, or 'not known'");
    let child = born.flatten().is_some_and(|born| is_child(born, now));
    if born.flatten().is_some_and(|born| born > now.day()) {
        reading.wrong("born", "The date of birth lies in the future");
    }
    let (referral, words) = (reading.text("referral"), reading.text("referral-words"));
    let referral = match (referral.as_str(), words.is_empty()) {
        ("", _) if child => {
            reading.wrong("referral", "This is a child: say whether a safeguarding referral was made");
            None
        }
        ("adult", _) if child => {
            reading.wrong("referral", "By the date of birth this is a child: correct one of the two");
            None
        }
        ("made", true) => {
            reading.wrong("referral-words", "Write to whom the referral was made, and when");
            None
        }
        ("not-made", true) => {
            reading.wrong("referral-words", "Write why no referral was made, or who makes it now");
            None
        }
        ("made", false) => Some(format!("Safeguarding referral for this child: made. {words}")),
        ("not-made", false) => Some(format!("Safeguarding referral for this child: not made. {words}")),
        (_, false) => Some(format!("Safeguarding: {words}")),
        (_, true) => None,
    };
    Some(Read::AtRisk(Box::new(described), relationship?, referral))
}

fn is_child(born: Day, now: Moment) -> bool {
    let today = now.day();
    let years = today.0.year() - born.0.year();
    let before_birthday = (today.0.month(), today.0.day()) < (born.0.month(), born.0.day());
    born <= today && years - i16::from(before_birthday) < CHILD_YEARS
}

fn suspect(reading: &mut Reading<'_>, sent: &Sent) -> Option<Read> {
    let known = one_of(reading, "known", &["named", "partly", "unknown"], "Choose what is known of them");
    reading.maybe_day("born", "Enter the date of birth");
    let described = person("subject", sent);
    let words = reading.text("known-of");
    if known.as_deref() == Some("named") && described.forename.is_empty() && described.surname.is_empty() {
        reading.wrong("forename", "Write their name, or choose that something else is known");
    }
    if known.as_deref() == Some("partly") && described.is_blank() && words.is_empty() {
        reading.wrong("known-of", "Write what is known of them, or choose that nothing is known yet");
    }
    let notes = if words.is_empty() { Vec::new() } else { vec![format!("Known of the person suspected: {words}")] };
    known.map(|_| Read::Suspect(Box::new(described), notes))
}

fn act(reading: &mut Reading<'_>, now: Moment) -> Option<Read> {
    let listed = reading.maybe::<Behaviour>("listed", "Choose from the list, or leave it open");
    let behaviour = match (listed, reading.text("behaviour").as_str()) {
        (Some(Some(listed)), _) => Some(Some(listed)),
        (_, "other") => Some(None),
        (_, _) => reading.choice::<Behaviour>("behaviour", "Choose what was done, or 'Something else'").map(Some),
    };
    let at = reading.moment("at", "Enter when it was done");
    if at.is_some_and(|at| at > now) {
        reading.wrong("at", "It lies in the future: enter when it was done");
    }
    let precision = reading.choice("precision", "Choose how exactly that is known");
    let words = reading.words("words", "Write what happened");
    Some(Read::Act(ToldAct { behaviour: behaviour?, occurred_at: at?, precision: precision?, words: words? }))
}

/// The questions of a step with their answers, as one note.
fn notes(step: Step, reading: &mut Reading<'_>, sent: &Sent) -> Option<Read> {
    let fields = step.fields(&[]);
    let mut complete = true;
    for field in &fields {
        if matches!(field.asked, Asked::OneOfFew(_)) {
            complete &= reading.choice::<Answer>(&field.name, "Choose yes, no or not known").is_some();
        }
    }
    let told: Vec<String> = answers(&fields, sent).into_iter().map(|(asked, said)| format!("{asked} {said}")).collect();
    complete.then(|| Read::Notes(vec![format!("{}, as it was told:\n{}", step.title(), told.join("\n"))]))
}

fn record(reading: &mut Reading<'_>, teams: &[String]) -> Option<Read> {
    let reference = reading.words("reference", "Enter the force's reference");
    let team = reading.text("team");
    if !team.is_empty() && !teams.contains(&team) {
        reading.wrong("team", "Choose a team of the list, or leave it open");
    }
    let class: Option<CrimeClass> = reading.choice("class", "Choose as what it is recorded");
    let why = reading.text("why");
    let otherwise = match class? {
        CrimeClass::Stalking => None,
        other if why.is_empty() => {
            reading.wrong("why", format!("Write why it is recorded as {} and not as stalking", other.label()));
            return None;
        }
        other => Some((other, why)),
    };
    Some(Read::Record { reference: reference?, team, otherwise })
}

/// The questions of a step that were answered, each with its answer in words.
pub fn answers(fields: &[Field], sent: &Sent) -> Vec<(String, String)> {
    fields
        .iter()
        .filter(|field| field.name != "another")
        .filter_map(|field| Some((field.label.clone(), answer(field, sent)?)))
        .collect()
}

fn answer(field: &Field, sent: &Sent) -> Option<String> {
    let part = |part: &str| sent.text(&format!("{}-{part}", field.name)).to_owned();
    let day = || {
        let parts = [part("day"), part("month"), part("year")];
        (!parts.iter().all(String::is_empty)).then(|| parts.join(" "))
    };
    match &field.asked {
        Asked::Line | Asked::Words(_) => Some(sent.text(&field.name).to_owned()).filter(|text| !text.is_empty()),
        Asked::One(items) | Asked::OneOfFew(items) | Asked::Pick(items) | Asked::Several(items) => {
            let chosen = sent.all(&field.name);
            let words: Vec<&str> = items
                .iter()
                .filter(|(code, _, _)| chosen.contains(&code.as_str()))
                .map(|(_, words, _)| words.as_str())
                .collect();
            (!words.is_empty()).then(|| words.join("; "))
        }
        Asked::Day => day(),
        Asked::Told(_) | Asked::Carried(_) => None,
        Asked::Moment => day().map(|day| format!("{day} {}", part("time")).trim().to_owned()),
    }
}
