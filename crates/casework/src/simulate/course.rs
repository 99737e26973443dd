//! Courses of conduct: who to whom, how many reports, when, and how it comes nearer over time.

use super::Settings;
use super::dice::Dice;
use super::people::{FirstMetAs, Population};
use domain::catalogue::{Behaviour, Precision, Relationship};
use domain::time::Moment;

/// How near an act comes to the person: the steps that an escalating course takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// From afar: messages, calls, accounts, third parties.
    Online,
    /// Where the person goes: following, waiting, watching.
    Area,
    /// At the home or at what belongs to it.
    Home,
    /// Into the home, an assault, a weapon, or a threat of harm.
    Entry,
}

use Behaviour as B;
const ONLINE: &[(Behaviour, f64)] = &[
    (B::N1, 5.0),
    (B::N2, 5.0),
    (B::A2, 3.0),
    (B::N3, 2.5),
    (B::N5, 1.5),
    (B::N13, 1.2),
    (B::O13, 1.2),
    (B::N14, 1.0),
    (B::N4, 1.0),
    (B::A3, 0.8),
    (B::N15, 0.8),
    (B::A4, 0.7),
    (B::N9, 0.7),
    (B::N17, 0.7),
    (B::N8, 0.4),
    (B::N10, 0.5),
    (B::N6, 0.4),
    (B::N7, 0.4),
    (B::O19, 0.5),
    (B::O18, 0.4),
    (B::O20, 0.4),
    (B::N16, 0.15),
    (B::O21, 0.15),
];
const AREA: &[(Behaviour, f64)] = &[
    (B::A5, 3.0),
    (B::A1, 3.0),
    (B::O2, 2.5),
    (B::A7, 2.0),
    (B::O3, 1.2),
    (B::O11, 0.9),
    (B::O4, 0.7),
    (B::N12, 0.7),
    (B::O12, 0.7),
];
const HOME: &[(Behaviour, f64)] =
    &[(B::O1, 4.0), (B::O7, 2.5), (B::O8, 2.0), (B::A6, 1.2), (B::A9, 1.0), (B::N11, 0.6), (B::O9, 0.5), (B::O10, 0.3)];
const ENTRY: &[(Behaviour, f64)] =
    &[(B::O16, 3.0), (B::A8, 1.5), (B::O14, 1.3), (B::O5, 0.8), (B::O6, 0.6), (B::O15, 0.6), (B::O17, 0.5)];

impl Stage {
    const ALL: [Self; 4] = [Self::Online, Self::Area, Self::Home, Self::Entry];

    const fn behaviours(self) -> &'static [(Behaviour, f64)] {
        match self {
            Self::Online => ONLINE,
            Self::Area => AREA,
            Self::Home => HOME,
            Self::Entry => ENTRY,
        }
    }

    /// This is the stage that a behaviour belongs to; none for an act of no particular kind.
    pub fn of(behaviour: Behaviour) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.behaviours().iter().any(|(listed, _)| *listed == behaviour))
    }

    fn nearer(self, steps: usize) -> Self {
        Self::ALL[(self as usize + steps).min(3)]
    }
}

/// What the report can say about who did it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Knowledge {
    /// Known well: former partners, relatives, colleagues.
    Well,
    /// Known by sight or by a first name.
    Slightly,
    /// Only an account name.
    HandleOnly,
    /// Only a number.
    NumberOnly,
    /// Only a vehicle.
    VehicleOnly,
    /// Nothing.
    Nothing,
}

/// One course of conduct by one person against another.
pub(super) struct Course {
    pub(super) victim: usize,
    pub(super) subject: usize,
    pub(super) child: Option<usize>,
    pub(super) relationship: Relationship,
    pub(super) incidents: Vec<Incident>,
}

/// One reported incident of a course.
#[derive(Clone, Copy)]
pub(super) struct Incident {
    pub(super) occurred_at: Moment,
    pub(super) recorded_at: Moment,
    pub(super) precision: Precision,
    pub(super) behaviour: Behaviour,
    pub(super) stage: Stage,
    pub(super) knowledge: Knowledge,
}

impl Incident {
    /// Whether the report names somebody.
    pub(super) fn is_attributed(&self) -> bool {
        matches!(self.knowledge, Knowledge::Well | Knowledge::Slightly)
    }
}

/// Reports of one course: three in five come to notice once, a few thirty times.
const REPORTS: &[(usize, f64)] = &[
    (1, 0.65),
    (2, 0.165),
    (3, 0.08),
    (4, 0.04),
    (5, 0.022),
    (6, 0.016),
    (8, 0.012),
    (10, 0.008),
    (14, 0.004),
    (20, 0.002),
    (30, 0.001),
];

/// More than half are not former partners.
const RELATIONSHIPS: &[(Relationship, f64)] = &[
    (Relationship::ExIntimate, 0.46),
    (Relationship::Stranger, 0.12),
    (Relationship::Acquaintance, 0.13),
    (Relationship::Neighbour, 0.06),
    (Relationship::Colleague, 0.06),
    (Relationship::OnlineOnly, 0.06),
    (Relationship::Family, 0.05),
    (Relationship::CurrentIntimate, 0.03),
    (Relationship::Professional, 0.03),
];

/// This invents courses until they make up the reports asked for.
pub(super) fn invent_all(dice: &mut Dice, people: &mut Population, settings: &Settings) -> Vec<Course> {
    let mut courses: Vec<Course> = Vec::new();
    let mut left = settings.reports;
    while left > 0 {
        // A very long course would be half of a small set.
        let most = left.min((settings.reports / 12).max(3));
        let reports = dice.weighted(REPORTS).min(most);
        let course = invent(dice, people, settings, &courses, reports);
        left -= reports;
        courses.push(course);
    }
    courses
}

fn invent(dice: &mut Dice, people: &mut Population, settings: &Settings, earlier: &[Course], reports: usize) -> Course {
    let (victim, subject, relationship) = invent_pair(dice, people, earlier);
    let parent_chance = match relationship {
        Relationship::ExIntimate | Relationship::CurrentIntimate => 0.16,
        _ => 0.04,
    };
    let child = if dice.chance(parent_chance) { Some(people.invent_child(dice, victim)) } else { None };
    let incidents = invent_incidents(dice, settings, relationship, child.is_some(), reports);
    Course { victim, subject, child, relationship, incidents }
}

/// Most courses are between two new people; some subjects have several victims, some victims several subjects.
fn invent_pair(dice: &mut Dice, people: &mut Population, earlier: &[Course]) -> (usize, usize, Relationship) {
    let relationship = dice.weighted(RELATIONSHIPS);
    let (chance, place) = (dice.unit(), dice.below(earlier.len()));
    match earlier.get(place) {
        // Somebody who has done this to others before.
        Some(course) if chance < 0.17 => {
            let victim = people.invent(dice, FirstMetAs::Victim);
            if relationship == Relationship::ExIntimate {
                people.pair_up(dice, victim, course.subject);
            }
            (victim, course.subject, relationship)
        }
        // Somebody to whom this has been done before.
        Some(course) if chance < 0.24 => (course.victim, people.invent(dice, FirstMetAs::Subject), relationship),
        // A counter-allegation: the subject says that they are the victim.
        Some(course) if chance < 0.26 => (course.subject, course.victim, course.relationship),
        Some(_) | None => {
            let subject = people.invent(dice, FirstMetAs::Subject);
            if relationship == Relationship::Family {
                return (people.invent_relative(dice, subject, FirstMetAs::Victim), subject, relationship);
            }
            let victim = people.invent(dice, FirstMetAs::Victim);
            if matches!(relationship, Relationship::ExIntimate | Relationship::CurrentIntimate) {
                people.pair_up(dice, victim, subject);
            }
            (victim, subject, relationship)
        }
    }
}

const DAY_MINUTES: i64 = 24 * 60;

fn invent_incidents(
    dice: &mut Dice,
    settings: &Settings,
    relationship: Relationship,
    child: bool,
    reports: usize,
) -> Vec<Incident> {
    let escalates = dice.chance(0.65);
    let first = dice.weighted(&[(Stage::Online, 0.6), (Stage::Area, 0.2), (Stage::Home, 0.15), (Stage::Entry, 0.05)]);
    let knowledge = invent_knowledge(dice, relationship);
    let named_from = if dice.chance(0.4) { dice.below(reports + 1) } else { reports };
    let days = invent_days(dice, settings, escalates, reports);
    let mut incidents = Vec::with_capacity(reports);
    for (place, day) in days.into_iter().enumerate() {
        let steps = if escalates { (place * 4).checked_div(reports).unwrap_or(0) } else { 0 };
        // Now and then an act steps back or ahead.
        let stage = match dice.weighted(&[(0, 0.72), (1, 0.2), (2, 0.08)]) {
            1 => Stage::ALL[first.nearer(steps) as usize - usize::from(first.nearer(steps) > first)],
            2 => first.nearer(steps + 1),
            _ => first.nearer(steps),
        };
        let behaviour = invent_behaviour(dice, stage, relationship, child);
        // Once somebody is identified, later reports name them.
        let identified = place > 0 && place >= named_from && knowledge != Knowledge::Well;
        let knowledge = if identified { Knowledge::Slightly } else { knowledge };
        let minute = day * DAY_MINUTES + hour_of(dice, stage) * 60 + dice.between(0, 59);
        incidents.push(dated(dice, settings, minute, behaviour, stage, knowledge));
    }
    incidents
}

/// Gaps shorten as a course escalates, and some reports come in bursts; the whole fits into the window.
fn invent_days(dice: &mut Dice, settings: &Settings, escalates: bool, reports: usize) -> Vec<i64> {
    let window = i64::from(settings.days.max(1));
    let mut days = vec![0];
    for place in 1..reports {
        let usual = if escalates { (40 / place as i64).max(5) } else { 30 };
        let gap = if dice.chance(0.25) { dice.between(0, 1) } else { dice.between(1, usual) + dice.between(0, usual) };
        days.push(days[place - 1] + gap);
    }
    let span = days.last().copied().unwrap_or(0);
    if span >= window {
        days.iter_mut().for_each(|day| *day = *day * (window - 1) / span);
    }
    let free = window - 1 - days.last().copied().unwrap_or(0);
    let first = dice.between(0, free);
    days.into_iter().map(|day| day + first).collect()
}

/// This draws an hour of the day: messages late, following on the way to work and back, visits in the evening and at night.
fn hour_of(dice: &mut Dice, stage: Stage) -> i64 {
    let spans: &[((i64, i64), f64)] = match stage {
        Stage::Online => &[((0, 3), 0.22), ((4, 8), 0.06), ((9, 16), 0.22), ((17, 20), 0.18), ((21, 23), 0.32)],
        Stage::Area => &[((0, 5), 0.04), ((6, 8), 0.27), ((9, 14), 0.24), ((15, 18), 0.33), ((19, 23), 0.12)],
        Stage::Home => &[((0, 4), 0.24), ((5, 8), 0.08), ((9, 16), 0.16), ((17, 20), 0.2), ((21, 23), 0.32)],
        Stage::Entry => &[((0, 4), 0.3), ((5, 8), 0.06), ((9, 16), 0.2), ((17, 20), 0.18), ((21, 23), 0.26)],
    };
    let (from, to) = dice.weighted(spans);
    dice.between(from, to)
}

/// This dates an incident: when it happened, how exactly that is known, and when it was recorded, never after the window.
fn dated(
    dice: &mut Dice,
    settings: &Settings,
    minute: i64,
    behaviour: Behaviour,
    stage: Stage,
    knowledge: Knowledge,
) -> Incident {
    let exact = at_minute(settings, minute);
    let precision = dice.weighted(&[
        (Precision::Exact, 0.62),
        (Precision::Day, 0.19),
        (Precision::Approximate, 0.14),
        (Precision::Month, 0.05),
    ]);
    let day = exact.day();
    let occurred_at = match precision {
        Precision::Exact => exact,
        Precision::Day => day.start(),
        Precision::Month => day.plus_days(1 - i64::from(day.0.day())).start(),
        Precision::Approximate => exact.plus_micros(-(exact.micros().rem_euclid(3_600_000_000))),
    };
    let late = match dice.weighted(&[(0, 0.46), (1, 0.3), (2, 0.17), (3, 0.07)]) {
        0 => dice.between(5, 180),
        1 => dice.between(180, DAY_MINUTES),
        2 => dice.between(DAY_MINUTES, 7 * DAY_MINUTES),
        _ => dice.between(7 * DAY_MINUTES, 40 * DAY_MINUTES),
    };
    let end = at_minute(settings, i64::from(settings.days.max(1)) * DAY_MINUTES - 1);
    let recorded_at = exact.plus_micros(late * 60_000_000).min(end).max(exact);
    Incident { occurred_at, recorded_at, precision, behaviour, stage, knowledge }
}

fn at_minute(settings: &Settings, minute: i64) -> Moment {
    settings
        .start
        .plus_days(minute.div_euclid(DAY_MINUTES))
        .start()
        .plus_micros(minute.rem_euclid(DAY_MINUTES) * 60_000_000)
}

fn invent_behaviour(dice: &mut Dice, stage: Stage, relationship: Relationship, child: bool) -> Behaviour {
    let intimate = matches!(relationship, Relationship::ExIntimate | Relationship::CurrentIntimate);
    let fitting: Vec<(Behaviour, f64)> = stage
        .behaviours()
        .iter()
        .copied()
        .filter(|(behaviour, _)| match behaviour {
            // These need a shared home, account or closeness, or a child.
            B::N7 | B::N8 | B::N10 | B::N11 | B::O5 => intimate,
            B::O12 => child,
            _ => true,
        })
        .collect();
    dice.weighted(&fitting)
}

fn invent_knowledge(dice: &mut Dice, relationship: Relationship) -> Knowledge {
    use Knowledge::{HandleOnly, Nothing, NumberOnly, Slightly, VehicleOnly, Well};
    match relationship {
        Relationship::ExIntimate | Relationship::CurrentIntimate | Relationship::Family => {
            dice.weighted(&[(Well, 0.94), (Slightly, 0.02), (NumberOnly, 0.02), (HandleOnly, 0.01), (Nothing, 0.01)])
        }
        Relationship::Colleague | Relationship::Professional | Relationship::Acquaintance | Relationship::Neighbour => {
            dice.weighted(&[(Well, 0.5), (Slightly, 0.4), (NumberOnly, 0.04), (HandleOnly, 0.03), (Nothing, 0.03)])
        }
        Relationship::OnlineOnly => {
            dice.weighted(&[(HandleOnly, 0.6), (Slightly, 0.25), (NumberOnly, 0.05), (Nothing, 0.1)])
        }
        Relationship::Stranger | Relationship::Unknown => dice.weighted(&[
            (Slightly, 0.35),
            (VehicleOnly, 0.15),
            (NumberOnly, 0.13),
            (HandleOnly, 0.12),
            (Nothing, 0.25),
        ]),
    }
}
