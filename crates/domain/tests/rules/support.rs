//! Cases for tests, told event by event.

use domain::case::state::DecisionState;
use domain::case::{Actor, Case};
use domain::catalogue::*;
use domain::event::*;
use domain::time::{Day, Moment};

/// The day on which stories start: noon, UTC, 2 March 2026.
pub const START: &str = "2026-03-02T12:00:00Z";

pub fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}
/// So many hours after the start.
pub fn hour(hours: i64) -> Moment {
    moment(START).plus_hours(hours)
}
/// So many days after the start.
pub fn on(days: i64) -> Day {
    moment(START).day().plus_days(days)
}
/// An identifier of any kind from a number.
pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u16) -> T {
    format!("00000000-0000-7000-8000-{number:012}").parse().unwrap()
}

pub const OFFICER: u16 = 1;
pub const SPOC: u16 = 2;
pub const SUPERVISOR: u16 = 3;
pub const INSPECTOR: u16 = 4;
pub const OTHER: u16 = 5;

pub fn actor(account: u16, role: Role, at: Moment) -> Actor {
    Actor { by: id(account), role, at }
}
pub fn officer(at: Moment) -> Actor {
    actor(OFFICER, Role::Officer, at)
}
pub fn spoc(at: Moment) -> Actor {
    actor(SPOC, Role::Spoc, at)
}
pub fn supervisor(at: Moment) -> Actor {
    actor(SUPERVISOR, Role::Supervisor, at)
}
pub fn inspector(at: Moment) -> Actor {
    actor(INSPECTOR, Role::Inspector, at)
}

pub fn act(number: u16, at: Moment) -> Act {
    Act {
        id: id(number),
        behaviour: Some(Behaviour::A2),
        occurred_at: at,
        precision: Precision::Exact,
        recorded_at: at,
    }
}

/// Reasons that are long enough.
pub fn reasons(number: u16) -> domain::case::correction::Reasons {
    domain::case::correction::Reasons { words: id(number), chars: 60 }
}
pub fn limb(answer: Answer, acts: &[u16]) -> Limb {
    Limb { answer, acts: acts.iter().map(|number| id(*number)).collect() }
}
pub fn worksheet() -> Worksheet {
    Worksheet {
        acts: limb(Answer::Yes, &[11]),
        risk: limb(Answer::Yes, &[]),
        necessity: limb(Answer::Yes, &[]),
        ground: Some(Ground::Resides),
    }
}
pub fn four() -> Four {
    let yes = || FourAnswer { answer: Answer::Yes, acts: vec![id(11)] };
    let unknown = || FourAnswer { answer: Answer::NotKnown, acts: vec![] };
    Four { fixated: unknown(), obsessive: unknown(), unwanted: yes(), repeated: yes() }
}
pub fn screened(screen: u16, grade: Grade, factors: &[RiskFactor]) -> CaseEvent {
    CaseEvent::RiskScreened {
        screen: id(screen),
        tool: "s-dash-2009".to_owned(),
        grade,
        factors: factors.to_vec(),
        four: four(),
        reasons: id(90),
        second_officer: None,
        second_officer_asked: None,
    }
}
/// A screen that asks an account to confirm a lower grade.
pub fn screened_asking(screen: u16, grade: Grade, asked: u16) -> CaseEvent {
    CaseEvent::RiskScreened {
        screen: id(screen),
        tool: "s-dash-2009".to_owned(),
        grade,
        factors: vec![],
        four: four(),
        reasons: id(90),
        second_officer: None,
        second_officer_asked: Some(id(asked)),
    }
}
pub fn decided(outcome: Outcome) -> CaseEvent {
    CaseEvent::DecisionRecorded {
        worksheet: worksheet(),
        outcome,
        narrative: id(91),
        awaited: Some(id(94)),
        backing: Backing::default(),
    }
}
pub fn put_off(days: i64, awaits: Awaited) -> Outcome {
    Outcome::Deferred { until: on(days), awaits: Some(awaits) }
}
pub fn advised(advice: Advice) -> CaseEvent {
    CaseEvent::DecisionAdvised { advice, words: id(95) }
}
pub fn not_apply() -> Outcome {
    Outcome::DoNotApply { reasons: vec![Reason::EvidenceInsufficient], reconsider_on: on(20), person_informed: true }
}
pub fn protection(number: u16, kind: ProtectionKind, from: Day, until: Option<Day>) -> CaseEvent {
    CaseEvent::ProtectionRecorded {
        protection: id(number),
        kind,
        from,
        until,
        served_at: None,
        replaces_interim: false,
        source: Source::Officer,
        evidence: None,
    }
}
pub fn allocated(account: u16) -> CaseEvent {
    CaseEvent::Allocated { officer: Some(id(account)), team: "north".to_owned(), reasons: None }
}
pub fn series(other_cases: &[u16], reports: u32, other_victims: u32, confirmed: bool) -> CaseEvent {
    CaseEvent::SeriesSeen {
        series: Some(id(60)),
        reports,
        other_cases: other_cases.iter().map(|number| id(*number)).collect(),
        other_victims,
        confirmed,
        other_forces: 0,
    }
}
/// A series of which the own force holds only what is on this case, and other forces hold the rest.
pub fn series_across_forces(reports: u32, other_forces: u32, confirmed: bool) -> CaseEvent {
    CaseEvent::SeriesSeen {
        series: Some(id(60)),
        reports,
        other_cases: vec![],
        other_victims: 0,
        confirmed,
        other_forces,
    }
}

/// A case as it is being told.
#[derive(Clone)]
pub struct Story(pub Vec<Recorded>);

impl Story {
    /// A case with one report and two acts (11 and 12) and an officer, at the start.
    pub fn new() -> Self {
        let opened = CaseEvent::CaseOpened {
            person_at_risk: id(7),
            subject: Some(id(8)),
            relationship: Relationship::ExIntimate,
            duties_from: hour(-1),
        };
        let attached = CaseEvent::ReportAttached {
            report: id(10),
            identified_at: hour(0),
            acts: vec![act(11, hour(-48)), act(12, hour(-24))],
        };
        Self(vec![]).then(hour(0), opened).then(hour(0), attached).then(hour(0), allocated(OFFICER))
    }
    /// What happened next, done by the officer in the case.
    pub fn then(self, at: Moment, event: CaseEvent) -> Self {
        self.by(OFFICER, at, event)
    }
    /// What happened next, done by an account.
    pub fn by(mut self, account: u16, at: Moment, event: CaseEvent) -> Self {
        self.0.push(Recorded { at, by: Some(id(account)), event });
        self
    }
    /// All of these, at once.
    pub fn all(self, account: u16, at: Moment, events: Vec<CaseEvent>) -> Self {
        events.into_iter().fold(self, |story, event| story.by(account, at, event))
    }
    pub fn case(&self) -> Case {
        Case::from_history(&self.0).unwrap()
    }
    /// The case with a protection of each kind: bail (31), an order (32), custody (33), all from the start.
    pub fn with_measures(self) -> Self {
        self.then(hour(1), protection(31, ProtectionKind::Bail, on(0), Some(on(10))))
            .then(hour(1), protection(32, ProtectionKind::InterimOrder, on(0), Some(on(28))))
            .then(hour(1), protection(33, ProtectionKind::Custody, on(0), None))
    }
    /// The same case with a decision to apply that the stalking SPOC advised against.
    pub fn advised_against() -> Story {
        let decided = decided(Outcome::Apply { interim: false });
        Story::new().with_measures().then(hour(2), decided).by(SPOC, hour(3), advised(Advice::Against))
    }
    /// The same case with a decision in each state, in the order of the specification.
    pub fn in_every_decision_state() -> Vec<Story> {
        let waiting = |outcome| Story::new().with_measures().then(hour(2), decided(outcome));
        let signed = |outcome| waiting(outcome).by(SPOC, hour(3), CaseEvent::DecisionCountersigned);
        vec![
            Story::new().with_measures(),
            Story::new().with_measures().then(hour(2), CaseEvent::ConsiderationOpened),
            waiting(not_apply()),
            waiting(Outcome::Apply { interim: false }),
            signed(not_apply()),
            signed(put_off(10, Awaited::Evidence)),
            signed(Outcome::SupersededByOtherOrder { protection: id(31), until: on(10) }),
        ]
    }
}

pub fn state(story: &Story) -> &'static str {
    let decision: DecisionState = story.case().decision;
    decision.code()
}

/// The codes of events, for comparison and for tables.
pub fn codes(events: &[CaseEvent]) -> Vec<String> {
    events.iter().filter_map(domain::case::code_of).collect()
}

/// This compares text with a file under `tests/golden`, or writes it when `UPDATE_GOLDEN` is set.
pub fn golden(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = kept.lines().zip(text.lines()).find(|(kept, now)| kept != now);
    assert!(kept == text, "{name} differs: {difference:?}; read the change, then run with UPDATE_GOLDEN=1");
}
