//! Acts as people name them, and the answers that rest on them: by the number that the case shows, by id, or by the reference
//! of the report that tells of one.

use crate::cases::act::{AnswerGiven, FourGiven, SheetGiven};
use crate::cases::plan::Planner;
use crate::failure::{Failure, Fault, Problem};
use domain::case::Case;
use domain::catalogue::Answer;
use domain::event::{Four, FourAnswer, Limb, Worksheet};
use domain::ids::ActId;
use domain::wording;
use domain::wording::Wording;
use store::Quoted;

/// Said to whoever named no act where there were several to choose from.
const RESTS_ON_ALL: &str = "where no act was named, a yes rests on every act of the case; acts are named by their numbers on \
                            the case: yes:1,3";

/// Which answer names acts, and for which field of what was typed.
type Field = &'static str;

impl Planner<'_, '_> {
    /// An act that is corrected or withdrawn.
    pub(super) fn act_named(&mut self, name: &str) -> Result<ActId, Failure> {
        let name = name.trim();
        if let Ok(id) = name.parse::<ActId>() {
            return Ok(id);
        }
        let numbered = name.parse().ok().and_then(|number| self.case.act_numbered(number));
        match (numbered, self.act_told_in(name)) {
            (Some(numbered), Ok(told)) if told != numbered => Err(Failure::fault(
                "act",
                Fault::Unfit,
                "is the number of one act and the reference of the report of another; name it by its id",
            )),
            (Some(act), _) | (None, Ok(act)) => Ok(act),
            (None, Err(failure)) => Err(failure),
        }
    }

    /// The act that a report of this case tells of, counted or not.
    fn act_told_in(&mut self, reference: &str) -> Result<ActId, Failure> {
        let report = self.report_here(reference)?;
        let (held, struck) = (self.case.acts_of(report).next(), self.case.struck_acts.iter());
        let struck = struck.map(|struck| &struck.held).find(|held| held.report == Some(report));
        held.or(struck).map(|held| held.act.id).ok_or(Failure::NotFound("act"))
    }

    /// FOUR with the acts that each answer names, as they stand.
    pub(super) fn four_naming(&mut self, given: &FourGiven) -> Result<Four, Failure> {
        let mut problems = Vec::new();
        let mut letter = |planner: &mut Self, field, given: &AnswerGiven| FourAnswer {
            answer: given.answer,
            acts: planner.acts_named(field, &given.acts, &mut problems),
        };
        let four = Four {
            fixated: letter(self, "fixated", &given.fixated),
            obsessive: letter(self, "obsessive", &given.obsessive),
            unwanted: letter(self, "unwanted", &given.unwanted),
            repeated: letter(self, "repeated", &given.repeated),
        };
        if problems.is_empty() { Ok(four) } else { Err(Failure::Invalid(problems)) }
    }

    /// FOUR in which every yes rests on something: on what it names, or on every act of the case.
    pub(super) fn four_resting(&mut self, mut four: Four) -> Four {
        for given in [&mut four.fixated, &mut four.obsessive, &mut four.unwanted, &mut four.repeated] {
            self.rest(given.answer, &mut given.acts);
        }
        four
    }

    /// The worksheet with the acts that each limb rests on.
    pub(super) fn sheet(&mut self, given: &SheetGiven) -> Result<Worksheet, Failure> {
        let mut problems = Vec::new();
        let mut limb = |planner: &mut Self, field, given: &AnswerGiven| {
            let mut acts = planner.acts_named(field, &given.acts, &mut problems);
            planner.rest(given.answer, &mut acts);
            Limb { answer: given.answer, acts }
        };
        let sheet = Worksheet {
            acts: limb(self, "acts", &given.acts),
            risk: limb(self, "risk", &given.risk),
            necessity: limb(self, "necessity", &given.necessity),
            ground: given.ground,
        };
        if problems.is_empty() { Ok(sheet) } else { Err(Failure::Invalid(problems)) }
    }

    fn rest(&mut self, answer: Answer, acts: &mut Vec<ActId>) {
        if answer != Answer::Yes || !acts.is_empty() {
            return;
        }
        acts.extend(self.case.acts.iter().map(|held| held.act.id));
        let told = self.planned.notices.contains(&RESTS_ON_ALL);
        self.planned.notices.extend((acts.len() > 1 && !told).then_some(RESTS_ON_ALL));
    }

    /// The acts that are named, each once and as it stands; whatever is none that counts is told by its name.
    fn acts_named(&mut self, field: Field, names: &[Quoted], problems: &mut Vec<Problem>) -> Vec<ActId> {
        let mut acts = Vec::new();
        for name in names {
            match self.act_named(name.as_str()) {
                Ok(named) => match counting(self.case, named) {
                    Ok(act) if acts.contains(&act) => {}
                    Ok(act) => acts.push(act),
                    Err((fault, why)) => problems.push(Problem::new(field, fault, wording!("act '{}' {}", *name, why))),
                },
                Err(Failure::Invalid(found)) => {
                    let told = found.into_iter().map(|problem| wording!("'{}' {}", *name, problem.words));
                    problems.extend(told.map(|words| Problem::new(field, Fault::Unfit, words)));
                }
                Err(_) => problems.push(Problem::new(field, Fault::Unknown, wording!("act '{}' {}", *name, UNKNOWN))),
            }
        }
        acts
    }
}

const UNKNOWN: &str = "is not on this case; `holdfast case` shows the acts with their numbers";

/// The act as it stands, where it counts.
fn counting(case: &Case, act: ActId) -> Result<ActId, (Fault, Wording)> {
    if let Some(held) = case.act_known_as(act) {
        return Ok(held.act.id);
    }
    match case.struck_act(act) {
        Some(struck) => Err((Fault::Unfit, wording!("was withdrawn from the count: {}", struck.because.label()))),
        None => Err((Fault::Unknown, UNKNOWN.into())),
    }
}
