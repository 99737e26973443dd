//! Corrections by hand: an act told otherwise, a person's particulars, what was recorded in error. What a report tells is
//! told otherwise on every case that holds it; a withdrawal counts on one case alone.

use crate::access::Action;
use crate::app::{case_facts, kept_from};
use crate::cases::act::{Act, Described, Meant, Particulars};
use crate::cases::advance::{Held, Words, advance, hold, read};
use crate::cases::plan::Planner;
use crate::failure::{Failure, Fault, Problem};
use crate::intake::receive::{former, told};
use crate::views::Actor;
use domain::case::correction::{CorrectAct, CorrectionRefusal, Reasons};
use domain::case::{Actor as Doer, Case};
use domain::catalogue::CorrectionCause;
use domain::event::{Act as DomainAct, CaseEvent};
use domain::ids::*;
use domain::time::Day;
use store::rows::{CaseReportRow, FormerMentionRow, MentionRow};
use store::{Draft, Entry, Tx, queries};

/// What is told otherwise, beyond the case on which it is said.
pub(super) enum Corrected {
    /// An act that a report tells of.
    Act { report: ReportId, correction: CorrectAct },
    /// A person whom a report describes, as they are now and as they were believed to be.
    Person { mention: Box<MentionRow>, former: Option<Box<FormerMentionRow>>, event: CaseEvent },
}

const NO_REPORT_LEFT: &str = "no report that counts is left on this case; the person at risk stays on the list until the case is closed by its gates";
const COUNTS_ELSEWHERE: &str = "the report is on another case too, and counts there until it is withdrawn there";
const OPINIONS_STAND: &str = "people have said of links of this person that they are the same, or not; that stands: take back \
                              with `holdfast links undo ID` what was said of somebody else";

impl Planner<'_, '_> {
    /// This asks the rules what a correction or a withdrawal comes to.
    pub(super) fn correct(&mut self, act: &Act) -> Result<Vec<CaseEvent>, Failure> {
        match act {
            Act::CorrectAct { .. } => self.correct_act(act),
            Act::StrikeAct { act, because, reasons } => {
                let act = self.act_named(act)?;
                let reasons = self.why(reasons);
                Ok(self.case.strike_act(&self.doer, act, *because, reasons)?)
            }
            Act::StrikeReport { report, because, reasons } => {
                let report = self.report_here(report)?;
                let reasons = self.why(reasons);
                let events = self.case.strike_report(&self.doer, report, *because, reasons)?;
                let left = self.case.reports.iter().any(|held| held.id != report);
                self.planned.notices.extend((!left).then_some(NO_REPORT_LEFT));
                let seen = seen_elsewhere(self.tx, self.actor, self.held, report)?;
                self.planned.notices.extend(seen.then_some(COUNTS_ELSEWHERE));
                Ok(events)
            }
            Act::CorrectPerson { person, meant, particulars, because, reasons } => {
                self.correct_person(person, *meant, particulars, *because, reasons)
            }
            _ => Ok(Vec::new()),
        }
    }

    fn correct_act(&mut self, act: &Act) -> Result<Vec<CaseEvent>, Failure> {
        let Act::CorrectAct { act, behaviour, occurred_at, precision, because, narrative } = act else {
            return Ok(Vec::new());
        };
        by_hand(*because)?;
        let replaces = self.act_named(act)?;
        let held = self.case.act_known_as(replaces);
        let report = held.and_then(|held| held.report);
        let was = held.map(|held| &held.act);
        let told = DomainAct {
            id: ActId::new(self.tx.at(), self.tx.chance()),
            behaviour: behaviour.or(was.and_then(|was| was.behaviour)),
            occurred_at: occurred_at.or(was.map(|was| was.occurred_at)).unwrap_or(self.tx.at()),
            precision: precision.or(was.map(|was| was.precision)).unwrap_or(domain::catalogue::Precision::Approximate),
            recorded_at: self.tx.at(),
        };
        let narrative = (!narrative.trim().is_empty()).then(|| self.keep(narrative));
        let correction = CorrectAct { replaces, act: told, because: *because, narrative };
        let events = self.case.correct_act(&self.doer, correction.clone())?;
        self.planned.corrected = report.map(|report| Corrected::Act { report, correction });
        Ok(events)
    }

    fn correct_person(
        &mut self,
        person: &Described,
        meant: Meant,
        particulars: &Particulars,
        because: CorrectionCause,
        reasons: &str,
    ) -> Result<Vec<CaseEvent>, Failure> {
        by_hand(because)?;
        let id = self.mention_named(person)?;
        let before = queries::mention(self.tx, id)?.ok_or(Failure::NotFound("person"))?;
        let mut now = before.clone();
        apply(&mut now, meant, particulars)?;
        if told(&now) == told(&before) {
            return Err(Failure::invalid("particulars", "say of this person what stands already"));
        }
        let reasons = self.why(reasons);
        let events = self.case.correct_person(&self.doer, id, because, meant == Meant::AnotherPerson, reasons)?;
        let said = queries::links_of(self.tx, before.report_id)?
            .into_iter()
            .any(|link| (link.a == id || link.b == id) && (link.state == "confirmed" || link.state == "refused"));
        self.planned.notices.extend(said.then_some(OPINIONS_STAND));
        let former = former(&before, &now, self.tx.at(), because).map(Box::new);
        self.planned.corrected =
            events.first().cloned().map(|event| Corrected::Person { mention: Box::new(now), former, event });
        Ok(events)
    }

    pub(super) fn why(&mut self, words: &str) -> Reasons {
        Reasons { words: self.keep(words), chars: words.trim().chars().count() }
    }

    /// A report that is on this case, counted or not.
    pub(super) fn report_here(&mut self, reference: &str) -> Result<ReportId, Failure> {
        let row = queries::report_by_reference(self.tx, &self.held.row.force, reference.trim())?;
        let here =
            |id: &ReportId| self.case.reports.iter().any(|held| held.id == *id) || self.case.withdrawn(*id).is_some();
        row.map(|row| row.id).filter(here).ok_or(Failure::NotFound("report"))
    }

    fn mention_named(&mut self, person: &Described) -> Result<MentionId, Failure> {
        let own = match person.role.as_str() {
            "person_at_risk" => Some(self.case.person_at_risk),
            "subject" => self.case.subject,
            "reporting_victim" | "other" => None,
            _ => {
                let roles = "is none of the roles person_at_risk, subject, reporting_victim, other";
                return Err(Failure::invalid("person", roles));
            }
        };
        let Some(reference) = &person.report else {
            let ask = "name the report that describes this person (--report)";
            return own.ok_or_else(|| Failure::invalid("person", ask));
        };
        let report = self.report_here(reference)?;
        let keys = queries::mention_keys(self.tx, report)?;
        let fitting: Vec<MentionId> =
            keys.into_iter().filter(|(_, role)| *role == person.role).map(|(id, _)| id).collect();
        match (fitting.as_slice(), own) {
            ([], _) => Err(Failure::invalid("person", "is not described by this report in that role")),
            ([one], _) => Ok(*one),
            (several, Some(own)) if several.contains(&own) => Ok(own),
            _ => Err(Failure::invalid("person", "is one of several in that role; correct them on their own cases")),
        }
    }
}

impl Corrected {
    /// This writes what is told otherwise, and tells the other cases that hold the report.
    pub(super) fn write(
        self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        held: &Held,
        action: Action,
        policies: &[String],
        entry: &Entry,
    ) -> Result<(), Failure> {
        let doer = Doer { by: actor.account, role: actor.role, at: tx.at() };
        match self {
            Self::Act { report, correction } => elsewhere(tx, held, report, action, policies, |case| {
                if case.acts.iter().all(|held| held.act.id != correction.replaces) {
                    return Ok(Vec::new());
                }
                match case.correct_act(&doer, correction.clone()) {
                    // That case is told so already.
                    Err(CorrectionRefusal::NothingCorrected) => Ok(Vec::new()),
                    corrected => Ok(corrected?),
                }
            }),
            Self::Person { mut mention, former, event } => {
                tx.save(&mut *mention, entry)?;
                if let Some(mut former) = former {
                    tx.save(&mut *former, entry)?;
                }
                elsewhere(tx, held, mention.report_id, action, policies, |_| Ok(vec![event.clone()]))
            }
        }
    }
}

/// This tells the other cases that hold a report what is told otherwise of it, as an import does.
fn elsewhere(
    tx: &mut Tx<'_>,
    held: &Held,
    report: ReportId,
    action: Action,
    policies: &[String],
    told: impl Fn(&Case) -> Result<Vec<CaseEvent>, Failure>,
) -> Result<(), Failure> {
    for on in others(tx, held, report)? {
        let mut other = hold(tx, on.case_id)?;
        let events = told(&read(&other.history, tx.at())?.case)?;
        if !events.is_empty() {
            advance(tx, &mut other, events, Words::default(), Draft::done(action.code(), policies))?;
        }
    }
    Ok(())
}

/// The other cases that hold a report.
fn others(tx: &mut Tx<'_>, held: &Held, report: ReportId) -> Result<Vec<CaseReportRow>, Failure> {
    let on = queries::cases_with(tx, report)?;
    Ok(on.into_iter().filter(|on| !on.detached && on.case_id != held.row.id).collect())
}

/// Whether a report is on another case that the actor is not kept from.
fn seen_elsewhere(tx: &mut Tx<'_>, actor: &Actor, held: &Held, report: ReportId) -> Result<bool, Failure> {
    for on in others(tx, held, report)? {
        let Some(file) = queries::case_file_by_id(tx, on.case_id)? else { continue };
        if !kept_from(actor, &case_facts(tx, &file)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A later row of the source comes with an import, never by hand.
fn by_hand(because: CorrectionCause) -> Result<(), Failure> {
    match because {
        CorrectionCause::Mistake | CorrectionCause::BetterInformation => Ok(()),
        CorrectionCause::LaterRow => {
            Err(Failure::invalid("because", "comes with an import; give mistake or better_information"))
        }
    }
}

/// This writes particulars into a mention: a blank keeps what stands, '-' empties it.
fn apply(row: &mut MentionRow, meant: Meant, given: &Particulars) -> Result<(), Failure> {
    let MentionRow { forename, surname, born, sex, postcode, address, phones, email, handle, vehicle, .. } = row;
    let places: [(&'static str, &mut String, &str); 10] = [
        ("forename", forename, &given.forename),
        ("surname", surname, &given.surname),
        ("born", born, &given.born),
        ("sex", sex, &given.sex),
        ("postcode", postcode, &given.postcode),
        ("address", address, &given.address),
        ("phone", phones, &given.phones),
        ("email", email, &given.email),
        ("handle", handle, &given.handle),
        ("vehicle", vehicle, &given.vehicle),
    ];
    let mut problems = Vec::new();
    for (field, place, given) in places {
        match (given.trim(), meant) {
            ("-", _) | ("", Meant::AnotherPerson) => place.clear(),
            ("", Meant::SamePerson) => {}
            (told, _) if field == "born" && told.parse::<Day>().is_err() => {
                problems.push(Problem::new(field, Fault::Unreadable, "is not a date as 2026-12-31"));
            }
            (told, _) if told.contains(|letter: char| letter.is_control() && letter != '\n') => {
                problems.push(Problem::new(field, Fault::Unreadable, "holds a character that cannot be stored"));
            }
            (told, _) => told.clone_into(place),
        }
    }
    if problems.is_empty() && told(row).iter().all(|text| text.is_empty()) {
        problems.push(Problem::new("particulars", Fault::Missing, "leave nothing that is known of this person"));
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
}
