//! An invented force: reports of stalking with everything that makes real ones hard to connect, and the truth behind them.
//!
//! The same settings always give the same bytes. Nobody in it is or can be real: see `people` for why no number, address,
//! account or vehicle leads to anybody. It is a model for trying out and measuring, not a description of any force.
//!
//! `per_crime` has one row a report, `per_person` one row a person and role; `truth` has who was really meant.
//! `export` names the columns. Reading order: `course`, `people`, `errors`, `narrative`, `tables`, `dice`, `export`.

mod course;
mod dice;
mod errors;
mod export;
mod narrative;
mod people;
mod tables;

pub use course::Stage;
pub use export::{CRIME_COLUMNS, PERSON_COLUMNS, TRUTH_COLUMNS, to_csv_per_crime, to_csv_per_person, truth_csv};
pub use tables::OFFICERS;

use course::{Course, Incident, Knowledge};
use dice::Dice;
use domain::catalogue::{Behaviour, Grade, Precision, Relationship};
use domain::time::{Day, Moment};
use people::Population;

/// What to generate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Where chance starts from.
    pub seed: u64,
    /// How many reports.
    pub reports: usize,
    /// How many days they are spread over; one at least.
    pub days: u32,
    /// The first of those days.
    pub start: Day,
}

/// An invented force: its reports, oldest first, and the truth of each.
#[derive(Clone, PartialEq, Debug)]
pub struct Simulated {
    /// One for each report, in order of recording.
    pub rows: Vec<SimRow>,
    /// The truth of each row, in the same order.
    pub truth: Vec<TruthRow>,
}

/// One report, as the force has it.
#[derive(Clone, PartialEq, Debug)]
pub struct SimRow {
    /// The force's own reference; area 00 belongs to no force.
    pub force_reference: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// When it happened; the start of the day or month where no more is known.
    pub occurred_at: Moment,
    /// How exactly that is known.
    pub precision: Precision,
    /// What was done, where the force coded it.
    pub behaviour: Option<Behaviour>,
    /// How the two stand to each other, where the force recorded it.
    pub relationship: Option<Relationship>,
    /// The offence, in the words that the desk chose.
    pub offence: &'static str,
    /// The team that has it.
    pub team: &'static str,
    /// The officer in the case: a place in [`OFFICERS`].
    pub officer: Option<usize>,
    /// What was written down.
    pub narrative: String,
    /// The grade of risk, where one was given.
    pub grade: Option<Grade>,
    /// The person at risk.
    pub victim: SimPerson,
    /// The subject, as far as known.
    pub subject: Option<SimPerson>,
    /// A child who is at risk too.
    pub child: Option<SimPerson>,
    /// What protects, as far as the force's record has it.
    pub protection: SimProtection,
}

/// A person as one report describes them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SimPerson {
    /// Forename.
    pub forename: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// Birth date; the first of January may be a guessed age.
    pub born: Option<Day>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Postcode, or only its outward code.
    pub postcode: Option<String>,
    /// Telephone numbers, two at most, as they were written.
    pub phones: Vec<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Account name.
    pub handle: Option<String>,
    /// Vehicle registration mark.
    pub vehicle: Option<String>,
}

/// Sex, as forms ask for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Protection facts of a report; mostly there are none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SimProtection {
    /// The last day of bail conditions.
    pub bail_until: Option<Day>,
    /// The last day of custody.
    pub custody_until: Option<Day>,
    /// When a Stalking Protection Order was applied for.
    pub applied_on: Option<Day>,
    /// When it was granted.
    pub granted_on: Option<Day>,
    /// When it was refused.
    pub refused_on: Option<Day>,
    /// When it was served.
    pub served_on: Option<Day>,
}

/// Who was really meant in one report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TruthRow {
    /// The report.
    pub force_reference: String,
    /// The true person at risk.
    pub victim: usize,
    /// The true subject, known to the report or not.
    pub subject: usize,
    /// The true child, where the report names one.
    pub child: Option<usize>,
    /// The true course of conduct: one subject against one victim.
    pub course: usize,
}

/// This invents a force.
pub fn generate(settings: &Settings) -> Simulated {
    let mut dice = Dice::new(settings.seed);
    let end = settings.start.plus_days(i64::from(settings.days.max(1)) - 1);
    let mut people = Population::new(&mut dice, end.0.year());
    let courses = course::invent_all(&mut dice, &mut people, settings);
    let mut reports: Vec<(SimRow, TruthRow)> = Vec::with_capacity(settings.reports);
    for (number, course) in courses.iter().enumerate() {
        write_up(&mut dice, &people, settings, (number, course), &mut reports);
    }
    // A stable sort: reports of one minute stay in the order of their courses.
    reports.sort_by_key(|(row, _)| row.recorded_at);
    let mut running = dice.between(1_000, 9_000);
    for (row, truth) in &mut reports {
        running += dice.between(1, 9);
        row.force_reference = format!("00/{running:07}/{:02}", row.recorded_at.day().0.year().rem_euclid(100));
        truth.force_reference.clone_from(&row.force_reference);
    }
    let (rows, truth) = reports.into_iter().unzip();
    Simulated { rows, truth }
}

/// What stays the same from report to report of a course.
struct Thread {
    officer: usize,
    team: &'static str,
    served_on: Option<Day>,
    /// An order is sought once a course.
    sought: bool,
}

/// This writes up all reports of a course, in the order in which they happened.
fn write_up(
    dice: &mut Dice,
    people: &Population,
    settings: &Settings,
    (number, course): (usize, &Course),
    reports: &mut Vec<(SimRow, TruthRow)>,
) {
    let mut thread = Thread {
        officer: dice.below(OFFICERS.len()),
        team: dice.weighted(tables::TEAMS),
        served_on: None,
        sought: false,
    };
    for (place, incident) in course.incidents.iter().enumerate() {
        let child = course.child.filter(|_| dice.chance(0.6));
        let row = write_report(dice, people, settings, course, (place, incident, child), &mut thread);
        let truth = TruthRow {
            force_reference: String::new(),
            victim: course.victim,
            subject: course.subject,
            child,
            course: number,
        };
        reports.push((row, truth));
    }
}

fn write_report(
    dice: &mut Dice,
    people: &Population,
    settings: &Settings,
    course: &Course,
    (place, incident, child): (usize, &Incident, Option<usize>),
    thread: &mut Thread,
) -> SimRow {
    let recorded_on = incident.recorded_at.day();
    let elapsed = incident.recorded_at.micros() - settings.start.start().micros();
    let when = elapsed as f64 / (f64::from(settings.days.max(1)) * 86_400_000_000.0);
    // Reports of one course often land on different desks: that is why nobody sees the whole.
    if place > 0 && dice.chance(0.55) {
        thread.officer = dice.below(OFFICERS.len());
        thread.team = dice.weighted(tables::TEAMS);
    }
    let breach = thread.served_on.is_some_and(|served_on| incident.occurred_at.day() > served_on);
    let observe = |dice: &mut Dice, person: usize, quality| {
        errors::observe(dice, &people.tables, &people.everybody[person], when, quality)
    };
    let victim = observe(dice, course.victim, &errors::VICTIM);
    let subject = describe_subject(dice, people, course, incident, when);
    // A slip of the year may put a child's birth after the report; nobody would write that down.
    let child = child
        .map(|child| observe(dice, child, &errors::CHILD))
        .map(|seen| SimPerson { born: seen.born.filter(|born| *born <= recorded_on), ..seen });
    let mut protection = protect(dice, place, incident, recorded_on);
    if !thread.sought && incident.is_attributed() && dice.chance(if is_serious(place, incident) { 0.08 } else { 0.015 })
    {
        thread.sought = true;
        let end = settings.start.plus_days(i64::from(settings.days.max(1)) - 1);
        seek_order(dice, recorded_on, end, &mut protection);
        thread.served_on = protection.served_on;
    }
    SimRow {
        force_reference: String::new(),
        recorded_at: incident.recorded_at,
        occurred_at: incident.occurred_at,
        precision: incident.precision,
        behaviour: if dice.chance(0.12) { None } else { Some(incident.behaviour) },
        relationship: record_relationship(dice, course.relationship, incident.knowledge),
        offence: name_offence(dice, incident.stage, place, breach),
        team: thread.team,
        officer: if dice.chance(0.1) { None } else { Some(thread.officer) },
        narrative: narrative::tell(dice, incident.behaviour, people.everybody[course.victim].sex, breach),
        grade: grade(dice, incident.stage),
        victim,
        subject,
        child,
        protection,
    }
}

/// This describes the subject as far as this report knows them.
fn describe_subject(
    dice: &mut Dice,
    people: &Population,
    course: &Course,
    incident: &Incident,
    when: f64,
) -> Option<SimPerson> {
    let entity = &people.everybody[course.subject];
    let slot = |items: &[String]| {
        items.get(((when * items.len() as f64) as usize).min(items.len().saturating_sub(1))).cloned()
    };
    let only = match incident.knowledge {
        Knowledge::Well => return Some(errors::observe(dice, &people.tables, entity, when, &errors::KNOWN_SUBJECT)),
        Knowledge::Slightly => {
            return Some(errors::observe(dice, &people.tables, entity, when, &errors::SLIGHT_SUBJECT));
        }
        Knowledge::HandleOnly => SimPerson { handle: slot(&entity.handles), ..SimPerson::default() },
        Knowledge::NumberOnly => {
            SimPerson { phones: slot(&entity.phones).into_iter().collect(), ..SimPerson::default() }
        }
        Knowledge::VehicleOnly => SimPerson {
            vehicle: entity.vehicle.clone(),
            sex: Some(entity.sex).filter(|_| dice.chance(0.5)),
            ..SimPerson::default()
        },
        Knowledge::Nothing => return None,
    };
    // Without a vehicle of their own, nothing is known after all.
    (only != SimPerson::default()).then_some(only)
}

fn is_serious(place: usize, incident: &Incident) -> bool {
    incident.stage >= Stage::Home || place >= 2
}

/// Bail and custody come with seriousness and repetition, where there is somebody to put under them.
fn protect(dice: &mut Dice, place: usize, incident: &Incident, recorded_on: Day) -> SimProtection {
    let mut protection = SimProtection::default();
    if !incident.is_attributed() {
        return protection;
    }
    if dice.chance(if is_serious(place, incident) { 0.12 } else { 0.03 }) {
        protection.bail_until = Some(recorded_on.plus_days(dice.between(28, 90)));
    }
    if dice.chance(if incident.stage == Stage::Entry { 0.1 } else { 0.01 }) {
        protection.custody_until = Some(recorded_on.plus_days(dice.between(2, 56)));
    }
    protection
}

/// An order is applied for, and mostly granted and served; nothing after the end of the window is known yet.
fn seek_order(dice: &mut Dice, recorded_on: Day, end: Day, protection: &mut SimProtection) {
    let known = |on: Day| (on <= end).then_some(on);
    let applied_on = recorded_on.plus_days(dice.between(2, 35));
    let heard_on = applied_on.plus_days(dice.between(5, 45));
    protection.applied_on = known(applied_on);
    match dice.weighted(&[(Hearing::Granted, 0.7), (Hearing::Refused, 0.15), (Hearing::Pending, 0.15)]) {
        Hearing::Granted => {
            protection.granted_on = known(heard_on);
            let served_on = heard_on.plus_days(dice.between(0, 12));
            protection.served_on = if dice.chance(0.82) { known(served_on) } else { None };
        }
        Hearing::Refused => protection.refused_on = known(heard_on),
        Hearing::Pending => {}
    }
}

#[derive(Clone, Copy)]
enum Hearing {
    Granted,
    Refused,
    Pending,
}

/// Desks leave the relationship out, or take the nearest word.
fn record_relationship(dice: &mut Dice, relationship: Relationship, knowledge: Knowledge) -> Option<Relationship> {
    if dice.chance(0.12) {
        return None;
    }
    if knowledge == Knowledge::Nothing && dice.chance(0.7) {
        return Some(Relationship::Unknown);
    }
    if dice.chance(0.05) {
        return Some(match relationship {
            Relationship::ExIntimate => Relationship::Acquaintance,
            Relationship::CurrentIntimate => Relationship::ExIntimate,
            Relationship::Colleague | Relationship::Professional | Relationship::Neighbour => {
                Relationship::Acquaintance
            }
            Relationship::OnlineOnly => Relationship::Stranger,
            Relationship::Family | Relationship::Acquaintance | Relationship::Stranger | Relationship::Unknown => {
                Relationship::Unknown
            }
        });
    }
    Some(relationship)
}

/// A first report is often written down as the single thing that happened, not as stalking.
fn name_offence(dice: &mut Dice, stage: Stage, place: usize, breach: bool) -> &'static str {
    if breach && dice.chance(0.7) {
        return "Breach of Stalking Protection Order";
    }
    let stalking = if place == 0 { 0.45 } else { 0.65 };
    if dice.chance(stalking) {
        return dice.weighted(&[
            ("Stalking", 0.4),
            ("Stalking involving fear of violence", if stage >= Stage::Home { 0.4 } else { 0.1 }),
            ("Stalking involving serious alarm or distress", 0.35),
            ("STALKING S2A PHA 1997", 0.1),
        ]);
    }
    match stage {
        Stage::Online => dice.pick(&[
            "Malicious communications",
            "Harassment",
            "Harassment without violence",
            "Sending letters etc with intent",
        ]),
        Stage::Area => {
            dice.pick(&["Harassment", "Harassment without violence", "Public order s5", "Non-crime incident"])
        }
        Stage::Home => dice.pick(&["Criminal damage", "Harassment", "Theft other", "Non-crime incident"]),
        Stage::Entry => {
            dice.pick(&["Common assault", "Burglary residential", "Threats to kill", "Putting in fear of violence"])
        }
    }
}

/// A grade is given to a third of reports, and not always the one that hindsight would give.
fn grade(dice: &mut Dice, stage: Stage) -> Option<Grade> {
    if !dice.chance(0.35) {
        return None;
    }
    Some(match stage {
        Stage::Online => dice.weighted(&[(Grade::Standard, 0.7), (Grade::Medium, 0.27), (Grade::High, 0.03)]),
        Stage::Area => dice.weighted(&[(Grade::Standard, 0.5), (Grade::Medium, 0.4), (Grade::High, 0.1)]),
        Stage::Home => dice.weighted(&[(Grade::Standard, 0.3), (Grade::Medium, 0.5), (Grade::High, 0.2)]),
        Stage::Entry => dice.weighted(&[(Grade::Standard, 0.12), (Grade::Medium, 0.38), (Grade::High, 0.5)]),
    })
}

#[cfg(test)]
mod tests;
