//! Days of invented work on an invented force's cases: some in time, some late, some not at all, some closed.

use crate::app::App;
use crate::cases::act::{Act, AnswerGiven, Backed, FourGiven, SheetGiven};
use crate::cases::care::Care;
use crate::cases::inquiry::Inquiry;
use crate::failure::Failure;
use crate::intake::populate::Opened;
use crate::views::Actor;
use domain::catalogue::*;
use domain::event::Outcome;
use domain::ids::ActId;
use domain::time::Moment;
use domain::victim::UpdatesAgreed;
use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use store::Quoted;
use store::queries;

/// The people who do the work.
struct Staff {
    accounts: Vec<Actor>,
    force: String,
}

impl Staff {
    fn named(&self, name: &str) -> Option<&Actor> {
        self.accounts.iter().find(|actor| actor.name == name)
    }
    fn with(&self, role: Role) -> Option<&Actor> {
        self.accounts.iter().find(|actor| actor.role == role && actor.force == self.force)
    }
}

/// One case as the work on it goes on.
struct Story<'a> {
    app: &'a App,
    officer: &'a Actor,
    spoc: &'a Actor,
    inspector: &'a Actor,
    reference: String,
    act: ActId,
    grade: Grade,
    relationship: Relationship,
    at: Moment,
    /// How many times longer than in good hands everything takes.
    slow: i64,
    /// The story has reached the present.
    over: bool,
}

impl App {
    /// Officers work on some of the cases: how well differs from case to case.
    pub(crate) fn work_on(
        &self,
        actor: &Actor,
        seed: u64,
        opened: &[Opened],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Failure> {
        let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x5EED);
        let accounts = self.read(|reader| Ok(queries::accounts(reader)?))?;
        let staff = Staff {
            accounts: accounts.into_iter().map(|row| crate::house::sessions::actor_of(row.into_inner())).collect(),
            force: actor.force.clone(),
        };
        let (Some(spoc), Some(inspector)) = (staff.with(Role::Spoc), staff.with(Role::Inspector)) else {
            return Ok(());
        };
        for (case, done) in opened.iter().zip(1u64..) {
            progress(done, opened.len() as u64);
            let Some(officer) = case.officer.as_deref().and_then(|name| staff.named(name)) else { continue };
            let Some(file) = self.read(|reader| Ok(queries::case_file_by_id(reader, case.case)?))? else { continue };
            let grade = case.grade.unwrap_or_else(|| grade(&mut dice));
            let reference = file.into_inner().reference;
            let slow = if dice.random_range(0..100) < 70 { 1 } else { 4 };
            let mut story = Story {
                app: self,
                officer,
                spoc,
                inspector,
                reference,
                act: case.act,
                grade,
                relationship: case.relationship,
                at: case.at,
                slow,
                over: false,
            };
            story.play(&mut dice)?;
        }
        Ok(())
    }
}

impl Story<'_> {
    /// How far the work goes: a fifth of the cases get none, three in ten are closed in the end.
    fn play(&mut self, dice: &mut ChaCha8Rng) -> Result<(), Failure> {
        let far: u32 = dice.random_range(0..100);
        if dice.random_range(0..100) < 85 {
            let accepted = dice.random_range(0..10) < 7;
            let occurred_at = self.at.plus_hours(dice.random_range(1..4));
            self.then(self.officer, occurred_at, Act::ReferToSupport { occurred_at, accepted })?;
        }
        if dice.random_range(0..100) < 90 {
            self.care(dice)?;
        }
        if dice.random_range(0..100) < 92 {
            self.searches(dice)?;
        }
        self.slips(dice)?;
        if far < 20 {
            return Ok(());
        }
        self.screen(dice)?;
        if far < 30 {
            return Ok(());
        }
        let review = Act::ReviewRisk { grade: self.grade, reasons: "Read with the reports so far; agreed.".to_owned() };
        self.later(dice, 1, 12, self.inspector, review)?;
        if far < 42 {
            return Ok(());
        }
        let outcome = outcome(dice, self.at, self.grade);
        let applies = matches!(outcome, Outcome::Apply { .. });
        let narrative =
            "The acts, the risk and what an order would add were considered together with the person at risk.";
        let lacking = Backed {
            gaps: "No statement of the neighbour; the phone is not examined.".to_owned(),
            plan: "Statement this week by the officer; phone with the digital unit.".to_owned(),
            ..Backed::default()
        };
        let backed = if applies { Backed::default() } else { lacking };
        let decide = Act::RecordDecision {
            worksheet: worksheet(self.act),
            outcome,
            narrative: narrative.to_owned(),
            awaited: String::new(),
            backed,
        };
        self.later(dice, 1, if self.grade == Grade::High { 6 } else { 24 }, self.officer, decide)?;
        if far < 48 {
            return Ok(());
        }
        if applies {
            return self.order(dice, far);
        }
        self.later(dice, 4, 40, self.spoc, Act::CountersignDecision)?;
        if far < 70 { self.reviews(dice) } else { self.close(dice) }
    }

    /// The crime is recorded and confirmed, and it is agreed how often she is told.
    fn care(&mut self, dice: &mut ChaCha8Rng) -> Result<(), Failure> {
        let class = CrimeClass::Stalking;
        let occurred_at = self.at.plus_hours(dice.random_range(0..6));
        self.then(self.officer, occurred_at, Act::Care(Care::Crime { class, occurred_at }))?;
        let occurred_at = self.at.plus_hours(dice.random_range(1..20) * self.slow);
        self.then(self.officer, occurred_at, Act::Care(Care::Confirm { channel: Channel::Letter, occurred_at }))?;
        let occurred_at = self.at.plus_hours(dice.random_range(1..20) * self.slow);
        let agreed = UpdatesAgreed { every_days: 28, channel: Channel::Phone, occurred_at };
        self.then(self.officer, occurred_at, Act::Care(Care::AgreeUpdates(agreed)))
    }

    /// History is searched, mostly with an empty result, and a note says what was asked.
    fn searches(&mut self, dice: &mut ChaCha8Rng) -> Result<(), Failure> {
        let mut places = vec![SearchPlace::Local, SearchPlace::National];
        places.extend((self.relationship == Relationship::Colleague).then_some(SearchPlace::Employer));
        for place in places {
            let occurred_at = self.at.plus_hours(dice.random_range(1..8) * self.slow);
            let found = dice.random_range(0..10) == 0;
            let told = if found { "An earlier report about the same subject; it is to be read." } else { "" };
            let (about, words) = (SearchAbout::Both, told.to_owned());
            let search = Inquiry::Search { place, about, found, occurred_at, words };
            self.then(self.officer, occurred_at, Act::Inquire(search))?;
        }
        let words = "Spoke to her by phone; what was searched and what is to come next is written down.".to_owned();
        self.later(dice, 1, 10, self.officer, Act::AddNote { words })
    }

    /// What goes wrong, in one case of eight: advice instead of an arrest, a find, a marker, a crime classed down.
    fn slips(&mut self, dice: &mut ChaCha8Rng) -> Result<(), Failure> {
        let occurred_at = self.at.plus_hours(dice.random_range(1..40));
        let (who, act) = match dice.random_range(0..100) {
            0..6 => {
                let kind = Intervention::WordsOfAdvice;
                (self.officer, Act::RecordIntervention { kind, occurred_at })
            }
            6..8 => {
                let (kind, near) = (PropertyKind::Weapon, Nearness::WithinKilometre);
                let words = "A knife in a bag, at the gate of the car park that she uses.".to_owned();
                (self.officer, Act::Inquire(Inquiry::Find { kind, found_at: occurred_at, near, words }))
            }
            8..10 => {
                let words = "He says that it is she who does not leave him alone.".to_owned();
                (self.officer, Act::Inquire(Inquiry::Mark { kind: Marker::CounterAllegation, occurred_at, words }))
            }
            10..13 => {
                let (to, rationale) = (CrimeClass::Harassment, String::new());
                (self.inspector, Act::Inquire(Inquiry::Reclassify { to, occurred_at, rationale }))
            }
            _ => return Ok(()),
        };
        self.then(who, occurred_at, act)
    }

    fn screen(&mut self, dice: &mut ChaCha8Rng) -> Result<(), Failure> {
        let screen = Act::ScreenRisk {
            tool: "neutral question set 1".to_owned(),
            grade: self.grade,
            factors: factors(dice, self.grade),
            four: four(self.act),
            reasons: "The grade rests on how often contact is made and on the fear that it causes.".to_owned(),
            second_officer: None,
            set: None,
            answers: Vec::new(),
        };
        self.later(dice, 1, if self.grade == Grade::High { 6 } else { 20 }, self.officer, screen)
    }

    /// An application, and for most an order that is made and served.
    fn order(&mut self, dice: &mut ChaCha8Rng, far: u32) -> Result<(), Failure> {
        let advise = Act::AdviseDecision {
            advice: Advice::Agrees,
            words: "Read with the worksheet; the three limbs are made out and the acts are enough.".to_owned(),
        };
        self.later(dice, 2, 24, self.spoc, advise)?;
        let applied = self.at.plus_hours(dice.random_range(24..200));
        self.then(self.officer, applied, Act::DateApplication { step: ApplicationStep::Applied, on: applied.day() })?;
        if far < 62 {
            return self.reviews(dice);
        }
        let made = applied.plus_hours(dice.random_range(200..700));
        self.then(self.officer, made, Act::DateApplication { step: ApplicationStep::Granted, on: made.day() })?;
        let served_at = (far > 66).then_some(made);
        let order = Act::RecordProtection {
            kind: ProtectionKind::Order,
            from: made.day(),
            until: None,
            served_at,
            replaces_interim: false,
            source: Source::Court,
            evidence: Some(Evidence::SealedOrder),
            evidence_words: String::new(),
        };
        self.then(self.officer, made, order)?;
        if served_at.is_some() && far > 72 {
            let occurred_at = made.plus_hours(30);
            self.then(self.officer, occurred_at, Act::RecordNotification { occurred_at })?;
        }
        self.reviews(dice)
    }

    /// A review every three weeks or so.
    fn reviews(&mut self, dice: &mut ChaCha8Rng) -> Result<(), Failure> {
        for _ in 0..6 {
            let findings = "Looked at with the officer; the plan stands.".to_owned();
            self.later(dice, 400, 640, self.inspector, Act::Review { findings })?;
            let occurred_at = self.at.plus_hours(dice.random_range(1..30));
            self.then(self.officer, occurred_at, Act::Care(Care::Update { channel: Channel::Phone, occurred_at }))?;
        }
        Ok(())
    }

    /// Consulted, reviewed, proposed, approved; what the gates refuse stays open, as it would have.
    fn close(&mut self, dice: &mut ChaCha8Rng) -> Result<(), Failure> {
        self.later(dice, 100, 300, self.inspector, Act::ReviewActs)?;
        let again =
            Act::ReviewRisk { grade: self.grade, reasons: "Reviewed again before closure; unchanged.".to_owned() };
        self.later(dice, 1, 20, self.inspector, again)?;
        let occurred_at = self.at.plus_hours(2);
        self.then(self.officer, occurred_at, Act::ConsultPerson { occurred_at })?;
        let findings = "Read whole with the officer; nothing stands against closing.".to_owned();
        self.later(dice, 1, 8, self.inspector, Act::Review { findings })?;
        let propose = Act::ProposeClosure {
            reasons: "No further act for weeks; the person at risk agrees.".to_owned(),
            exit_safety_plan: "She has the unit's number and knows what to do if it begins again.".to_owned(),
            retention: RetentionGroup::Group2,
        };
        self.later(dice, 1, 20, self.officer, propose)?;
        let reasons = "Read whole; every gate is met.".to_owned();
        self.later(dice, 4, 60, self.inspector, Act::ApproveClosure { reasons })
    }

    /// This does an act some hours after the one before.
    fn later(&mut self, dice: &mut ChaCha8Rng, least: i64, most: i64, actor: &Actor, act: Act) -> Result<(), Failure> {
        let hours: i64 = dice.random_range(least..most);
        // Reviews and waits of weeks are not slowed, only the first days are.
        let slow = if most < 100 { self.slow } else { 1 };
        self.then(actor, self.at.plus_hours(hours * slow), act)
    }

    /// This does an act at a moment of the past; what the rules refuse is left undone, as it would have been.
    fn then(&mut self, actor: &Actor, at: Moment, act: Act) -> Result<(), Failure> {
        self.over = self.over || at > self.app.now();
        if self.over {
            return Ok(());
        }
        self.at = self.at.max(at);
        match self.app.act_at(actor, &self.reference, act, at) {
            Ok(_) | Err(Failure::Refused(_)) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

fn grade(dice: &mut ChaCha8Rng) -> Grade {
    match dice.random_range(0..10) {
        0..2 => Grade::High,
        2..6 => Grade::Medium,
        _ => Grade::Standard,
    }
}

fn factors(dice: &mut ChaCha8Rng, grade: Grade) -> Vec<RiskFactor> {
    let chance = match grade {
        Grade::Standard => 3,
        Grade::Medium => 25,
        Grade::High => 60,
    };
    [RiskFactor::VeryFrightened, RiskFactor::Threats, RiskFactor::Escalation, RiskFactor::HomeEntry]
        .into_iter()
        .filter(|_| dice.random_range(0..100) < chance)
        .collect()
}

fn four(act: ActId) -> FourGiven {
    let yes = || AnswerGiven { answer: Answer::Yes, acts: vec![Quoted::new(act.to_string())] };
    let unknown = || AnswerGiven::from(Answer::NotKnown);
    FourGiven { fixated: unknown(), obsessive: unknown(), unwanted: yes(), repeated: yes() }
}

fn worksheet(act: ActId) -> SheetGiven {
    let yes = || AnswerGiven { answer: Answer::Yes, acts: vec![Quoted::new(act.to_string())] };
    SheetGiven { acts: yes(), risk: yes(), necessity: yes(), ground: Some(Ground::Resides) }
}

fn outcome(dice: &mut ChaCha8Rng, at: Moment, grade: Grade) -> Outcome {
    let apply = match grade {
        Grade::Standard => 1,
        Grade::Medium => 4,
        Grade::High => 7,
    };
    if dice.random_range(0..10) < apply {
        return Outcome::Apply { interim: grade == Grade::High };
    }
    Outcome::DoNotApply {
        reasons: vec![Reason::EvidenceInsufficient],
        reconsider_on: at.day().plus_days(dice.random_range(20..27)),
        person_informed: true,
    }
}
