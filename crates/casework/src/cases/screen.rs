//! A risk screen and its review: by the set of questions that the force asks that day, with what is recorded of training beside it.

use crate::cases::act::Act;
use crate::cases::plan::{Planner, length};
use crate::failure::{Failure, Fault};
use crate::screens::{sets, trained};
use domain::case::risk::{REASONS_CHARS_MIN, RecordScreen, RiskRefusal, training_seen};
use domain::case::state::Asked;
use domain::catalogue::Grade;
use domain::event::{Answered, CaseEvent, Reply};
use domain::ids::ScreenId;
use domain::risk::questions::{Answers, Given, QuestionSet};
use domain::risk::tools;
use domain::wording;

impl Planner<'_, '_> {
    pub(super) fn screen(&mut self, act: &Act) -> Result<Vec<CaseEvent>, Failure> {
        let Act::ScreenRisk { tool, grade, factors, four, reasons, second_officer, set, answers } = act else {
            return Ok(Vec::new());
        };
        let second_officer = second_officer.as_deref().map(|name| self.second_officer(name)).transpose()?;
        let asked = self.asked(tool, set.as_deref(), answers)?;
        let four = self.four_naming(four)?;
        let mut screen = RecordScreen {
            screen: ScreenId::new(self.tx.at(), self.tx.chance()),
            tool: if tool.trim().is_empty() { tools::NEUTRAL.to_owned() } else { tool.clone() },
            grade: *grade,
            factors: factors.clone(),
            four: four.clone(),
            reasons: self.keep(reasons),
            reasons_chars: length(reasons),
            second_officer,
        };
        let Some(set) = asked else {
            screen.four = self.four_resting(four);
            let (id, tool) = (screen.screen, screen.tool.clone());
            let mut events = self.case.screen_risk(&self.doer, screen)?;
            events.extend(self.training(id, None, tools::known(&tool).unwrap_or_default())?);
            return Ok(events);
        };
        let answers = read(&set, answers, &screen)?;
        for factor in set.factors(&answers) {
            if !screen.factors.contains(&factor) {
                screen.factors.push(factor);
            }
        }
        set.tool().clone_into(&mut screen.tool);
        screen.four = self.four_resting(set.four(&answers, four));
        let against = set.against(&answers, &screen.factors, *grade);
        self.planned.notices.extend(against.into_iter().map(|said| said.sentence()));
        let asked = Asked { set: set.code.clone(), version: set.version, answers: self.kept(answers) };
        let id = screen.screen;
        let mut events = self.case.screen_by_questions(&self.doer, screen, asked)?;
        events.extend(self.training(id, Some(&set.code), set.tool())?);
        Ok(events)
    }

    pub(super) fn review_risk(&mut self, grade: Grade, reasons: &str) -> Result<Vec<CaseEvent>, Failure> {
        let latest = self.case.latest_screen();
        let latest = latest.ok_or_else(|| Failure::fault("screen", Fault::Missing, "there is none to review"))?;
        let (id, tool) = (latest.id, latest.tool.clone());
        let set = latest.asked.as_ref().map(|asked| asked.set.clone());
        let reasons = self.keep(reasons);
        let mut events = self.case.review_risk(&self.doer, id, grade, reasons)?;
        events.extend(self.training(id, set.as_deref(), &tool)?);
        Ok(events)
    }

    /// The set that is asked: the one that is named, or the force's of that day. A tool that is named
    /// without a set stands beside the force's sets: its questions are not held here.
    fn asked(
        &mut self,
        tool: &str,
        named: Option<&str>,
        answers: &[(String, String)],
    ) -> Result<Option<QuestionSet>, Failure> {
        let beside = named.is_none() && !tool.trim().is_empty();
        let today = self.tx.at().day();
        let set = if beside { None } else { sets::for_screen(self.tx, &self.held.row.force, named, today)? };
        match set {
            Some(set) => Ok(Some(set)),
            None if answers.is_empty() => Ok(None),
            None => Err(Failure::fault(
                "answers",
                Fault::Unfit,
                "belong to no set of questions: name one that the force has adopted, or adopt one (`holdfast screens list`)",
            )),
        }
    }

    /// Words of answers are kept outside the ledger.
    fn kept(&mut self, answers: Answers) -> Vec<Answered> {
        let reply = |planner: &mut Self, given| match given {
            Given::Said(answer) => Reply::Said(answer),
            Given::Chose(code) => Reply::Chose(code),
            Given::Rated(number) => Reply::Rated(number),
            Given::Told(words) => Reply::Told(planner.keep(&words)),
        };
        answers.into_iter().map(|(question, given)| Answered { question, reply: reply(self, given) }).collect()
    }

    fn training(&mut self, screen: ScreenId, set: Option<&str>, tool: &str) -> Result<Option<CaseEvent>, Failure> {
        let today = self.tx.at().day();
        let known = trained::of_account(self.tx, self.doer.by, set, tool, today)?;
        Ok(training_seen(&self.doer, screen, known))
    }
}

/// Every blank is named at once, with what else is wrong.
fn read(set: &QuestionSet, typed: &[(String, String)], screen: &RecordScreen) -> Result<Answers, Failure> {
    set.read(typed).map_err(|problems| {
        let mut found: Vec<RiskRefusal> = problems.into_iter().map(RiskRefusal::Answer).collect();
        if screen.reasons_chars < REASONS_CHARS_MIN {
            found.push(RiskRefusal::ReasonsTooShort { chars: screen.reasons_chars });
        }
        let lines = found.iter().map(|problem| wording!("{}", *problem)).collect();
        let mut failure = found.into_iter().next().map_or(Failure::NotFound("answer"), Failure::from);
        if let Failure::Refused(refusal) = &mut failure {
            let (code, version) = (set.called(), set.version);
            refusal.why = wording!("the screen is not complete by {} version {}: nothing was recorded", code, version);
            refusal.lines = lines;
        }
        failure
    })
}
