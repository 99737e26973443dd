//! A history in the making, and the events that start and stop clocks.

use domain::calendar::Calendar;
use domain::catalogue::*;
use domain::clocks::{Clock, ForceTerms, Reading, State, read_case, read_case_times};
use domain::event::*;
use domain::ids::*;
use domain::law::Law;
use domain::time::{Day, Moment};

pub type Failed = Box<dyn std::error::Error>;

/// "2026-06-01 10:00", in summer time.
pub fn moment(text: &str) -> Moment {
    format!("{}:00+01:00", text.replace(' ', "T")).parse().unwrap_or(Moment::from_micros(0))
}

/// Identifiers that differ by a number.
macro_rules! id {
    ($kind:ident, $number:expr) => {
        $kind::new(Moment::from_micros(0), [$number; 10])
    };
}
pub(crate) use id;

/// A history in the making; each line is an event with its moment.
#[derive(Default)]
pub struct Story(pub Vec<Recorded>);
impl Story {
    /// A case opened on 1 June 2026 at 09:00; no duty starts earlier.
    pub fn opened() -> Self {
        Self::opened_at("2026-06-01 09:00", "2026-06-01 09:00")
    }
    pub fn opened_at(at: &str, duties_from: &str) -> Self {
        Self::default().then(
            at,
            CaseEvent::CaseOpened {
                person_at_risk: id!(MentionId, 1),
                subject: None,
                relationship: Relationship::Unknown,
                duties_from: moment(duties_from),
            },
        )
    }
    pub fn then(self, at: &str, event: CaseEvent) -> Self {
        self.by(Some(id!(AccountId, 1)), at, event)
    }
    pub fn by_the_system(self, at: &str, event: CaseEvent) -> Self {
        self.by(None, at, event)
    }
    pub fn by(mut self, by: Option<AccountId>, at: &str, event: CaseEvent) -> Self {
        self.0.push(Recorded { at: moment(at), by, event });
        self
    }
    pub fn read(&self, clock: Clock, at: &str) -> Result<Vec<Reading>, Failed> {
        let (at, calendar) = (moment(at), Calendar::england_and_wales());
        let readings = read_case(&self.0, at, &calendar)?;
        self.check_times(&readings, at, &calendar)?;
        Ok(readings.into_iter().filter(|reading| reading.clock == clock).collect())
    }
    /// Whoever asks for the moments alone reads the same of every clock, but for the words.
    fn check_times(&self, worded: &[Reading], at: Moment, calendar: &Calendar) -> Result<(), Failed> {
        let times = read_case_times(Law::AsItStood, &self.0, at, calendar, &ForceTerms::default())?;
        assert!(worded.iter().all(|reading| !reading.working.is_empty() && !reading.due_text.is_empty()));
        let unworded =
            worded.iter().map(|reading| Reading { working: Vec::new(), due_text: String::new(), ..reading.clone() });
        assert_eq!(times, unworded.collect::<Vec<_>>());
        Ok(())
    }
    /// This checks due time and state of each reading.
    pub fn check(&self, clock: Clock, at: &str, expected: &[(&str, State)]) -> Result<(), Failed> {
        let found: Vec<_> =
            self.read(clock, at)?.into_iter().map(|reading| (reading.due_at.to_string(), reading.state)).collect();
        let expected: Vec<_> = expected.iter().map(|(due, state)| (moment(due).to_string(), *state)).collect();
        assert_eq!(found, expected, "{clock} at {at}");
        Ok(())
    }
}

pub const RUNNING: State = State::Running;
pub const MISSED: State = State::Missed { met_at: None };
pub fn met(at: &str) -> State {
    State::Met { at: moment(at) }
}
pub fn late(at: &str) -> State {
    State::Missed { met_at: Some(moment(at)) }
}

pub fn report(number: u8, identified_at: &str) -> CaseEvent {
    CaseEvent::ReportAttached { report: id!(ReportId, number), identified_at: moment(identified_at), acts: vec![] }
}
pub fn screened(number: u8, grade: Grade) -> CaseEvent {
    let answer = || FourAnswer { answer: Answer::NotKnown, acts: vec![] };
    CaseEvent::RiskScreened {
        screen: id!(ScreenId, number),
        tool: "DARA 1".to_owned(),
        grade,
        factors: vec![],
        four: Four { fixated: answer(), obsessive: answer(), unwanted: answer(), repeated: answer() },
        reasons: id!(ContentId, 1),
        second_officer: None,
        second_officer_asked: None,
    }
}
pub fn reviewed(number: u8, grade: Grade) -> CaseEvent {
    CaseEvent::RiskReviewed { screen: id!(ScreenId, number), grade, reasons: id!(ContentId, 1) }
}
pub fn decided() -> CaseEvent {
    let limb = || Limb { answer: Answer::Yes, acts: vec![] };
    CaseEvent::DecisionRecorded {
        worksheet: Worksheet { acts: limb(), risk: limb(), necessity: limb(), ground: None },
        outcome: Outcome::Apply { interim: true },
        narrative: id!(ContentId, 1),
        awaited: None,
        backing: Backing::default(),
    }
}
pub fn protection(number: u8, kind: ProtectionKind, served_at: Option<&str>, replaces_interim: bool) -> CaseEvent {
    CaseEvent::ProtectionRecorded {
        protection: id!(ProtectionId, number),
        kind,
        from: Day(jiff::civil::date(2026, 6, 1)),
        until: None,
        served_at: served_at.map(moment),
        replaces_interim,
        source: Source::Court,
        evidence: None,
    }
}
pub fn note() -> CaseEvent {
    CaseEvent::NoteAdded { note: id!(ContentId, 1) }
}
pub fn proposed() -> CaseEvent {
    let content = || id!(ContentId, 1);
    CaseEvent::ClosureProposed { reasons: content(), exit_safety_plan: content(), retention: RetentionGroup::Group1 }
}
pub fn closed() -> CaseEvent {
    CaseEvent::ClosureApproved { reasons: id!(ContentId, 1) }
}
pub fn missed(clock: Clock, started_at: &str, due_at: &str) -> CaseEvent {
    CaseEvent::ClockMissed { clock: clock.code().to_owned(), started_at: moment(started_at), due_at: moment(due_at) }
}
