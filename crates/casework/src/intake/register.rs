//! Registers: what a row says of a report that is there, recorded on its cases; a row that finds none is held.

use crate::app::{case_facts, kept_from};
use crate::cases::advance::{Words, advance, hold, read};
use crate::failure::Failure;
use crate::intake::found::{ReadFact, ReadPerson, ReadProtection, has_order};
use crate::intake::whom::{self, AtRisk};
use crate::views::Actor;
use domain::case::state::Protection;
use domain::case::{Actor as Doer, Case};
use domain::catalogue::{ApplicationStep, Evidence, ProtectionKind, Source};
use domain::event::{CaseEvent, Shown};
use domain::ids::{CaseId, ContentId, ProtectionId};
use domain::time::Day;
use store::rows::{MentionRow, ReportRow};
use store::{Draft, Tx, queries};

/// What becomes of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// This is new to these cases.
    News(Vec<(CaseId, News)>),
    /// All of it is there already.
    Known,
    /// It cannot be placed, and why; the references of reports that may be meant.
    Nowhere(&'static str, Vec<String>),
}

/// What is new to a case: events, and the words that belong to them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct News {
    events: Vec<CaseEvent>,
    words: Vec<(ContentId, String)>,
}

/// What is said of a row that cannot be placed.
pub(super) fn nowhere_words(why: &str, meant: &[String]) -> String {
    match meant {
        [] => why.to_owned(),
        meant => format!(
            "{why}; a person of the same surname and date of birth stands in {}: if that is meant, write its reference here and import the row again",
            meant.join(", ")
        ),
    }
}

/// This finds out what a row brings; it writes nothing.
pub(super) fn find(tx: &mut Tx<'_>, actor: &Actor, fact: &ReadFact) -> Result<Found, Failure> {
    let report = match fact.reference.as_str() {
        "" => None,
        reference => queries::report_by_reference(tx, &actor.force, reference)?,
    };
    let Some(report) = report else {
        return nowhere(tx, actor, fact);
    };
    let cases = match cases_meant(tx, &report, fact)? {
        Ok(cases) => cases,
        Err(why) => return Ok(Found::Nowhere(why, Vec::new())),
    };
    let mut news = Vec::new();
    for case in cases {
        let held = hold(tx, case)?;
        let known = read(&held.history, tx.at())?.case;
        if let Some(why) = conflict(&known, fact) {
            return Ok(Found::Nowhere(why, Vec::new()));
        }
        let mut fresh = News { events: measures(tx, &known, &fact.protections, &fact.applications), words: Vec::new() };
        let doer = Doer { by: actor.account, role: actor.role, at: tx.at() };
        for told in fact.told.iter().filter(|told| !told.is_known(&known)) {
            let words = ContentId::new(tx.at(), tx.chance());
            match told.events(&known, &doer, words) {
                Ok(events) => fresh.events.extend(events),
                Err(_) => {
                    return Ok(Found::Nowhere(
                        "the rules refuse what this row tells; see what its case says",
                        Vec::new(),
                    ));
                }
            }
            fresh.words.extend((!told.words().is_empty()).then(|| (words, told.words().to_owned())));
        }
        if !fresh.events.is_empty() {
            news.push((case, fresh));
        }
    }
    Ok(if news.is_empty() { Found::Known } else { Found::News(news) })
}

/// This records what a row brings on a case.
pub(super) fn record(tx: &mut Tx<'_>, case: CaseId, news: News, policies: &[String]) -> Result<(), Failure> {
    let mut held = hold(tx, case)?;
    let mut words = Words::default();
    news.words.into_iter().for_each(|(id, text)| words.keep_as(id, case, text));
    advance(tx, &mut held, news.events, words, Draft::done("record_register", policies))?;
    Ok(())
}

/// The cases of a report that a row speaks of. Where it names people, they must be those of the report: an order that
/// goes to the wrong case takes a person off the list whom nobody protects.
fn cases_meant(
    tx: &mut Tx<'_>,
    report: &ReportRow,
    fact: &ReadFact,
) -> Result<Result<Vec<CaseId>, &'static str>, Failure> {
    let mut mentions = Vec::new();
    for (id, _) in queries::mention_keys(tx, report.id)? {
        mentions.extend(queries::mention(tx, id)?);
    }
    let otherwise = [
        ("subject", "the report with this reference describes the subject otherwise; check the reference"),
        (
            "person_at_risk",
            "the report with this reference describes the person at risk otherwise; check the reference",
        ),
    ];
    let order = has_order(&fact.protections, &fact.applications);
    for (role, why) in otherwise.into_iter().filter(|(role, _)| *role == "subject" || !order) {
        let named: Vec<&ReadPerson> = fact.people.iter().filter(|person| person.role == role).collect();
        let known: Vec<&MentionRow> = mentions.iter().filter(|mention| mention.role == role).collect();
        if named.iter().any(|person| !known.iter().any(|mention| may_be(person, mention))) {
            return Ok(Err(why));
        }
    }
    let at_risk: Vec<&ReadPerson> = fact.people.iter().filter(|person| person.role == "person_at_risk").collect();
    if order {
        return protected(tx, report, &at_risk.into_iter().cloned().collect::<Vec<_>>());
    }
    let mut cases = Vec::new();
    for on in queries::cases_with(tx, report.id)?.into_iter().filter(|on| !on.detached) {
        let row = queries::case_row(tx, on.case_id)?.ok_or(Failure::NotFound("case"))?;
        let own = mentions.iter().find(|mention| mention.id == row.person_at_risk);
        // A case that the report was attached to later speaks of another mention of its person.
        let meant = at_risk.is_empty() || own.is_none_or(|own| at_risk.iter().any(|person| may_be(person, own)));
        if meant {
            cases.push(on.case_id);
        }
    }
    Ok(if cases.is_empty() { Err("the report with this reference is on no case now") } else { Ok(cases) })
}

/// The cases of those whom the order of a row protects: of the people at risk whom it names, or of the only one there is.
fn protected(
    tx: &mut Tx<'_>,
    report: &ReportRow,
    told: &[ReadPerson],
) -> Result<Result<Vec<CaseId>, &'static str>, Failure> {
    let at_risk = AtRisk::of(tx, report.id)?;
    let (meant, why) = if told.is_empty() {
        let why = "the report with this reference has several people at risk; name in the row whom the order protects";
        (at_risk.only(), why)
    } else {
        (at_risk.named(told), whom::INEXACT)
    };
    let Some(meant) = meant else { return Ok(Err(why)) };
    let mut cases = Vec::new();
    for on in queries::cases_with(tx, report.id)?.into_iter().filter(|on| !on.detached) {
        let row = queries::case_row(tx, on.case_id)?.ok_or(Failure::NotFound("case"))?;
        if at_risk.protects(tx, &meant, row.person_at_risk, told)? {
            cases.push(on.case_id);
        }
    }
    Ok(if cases.is_empty() { Err(whom::NO_CASE) } else { Ok(cases) })
}

/// Whether a person of a row may be one of the report: what both give of surname and date of birth is the same.
fn may_be(person: &ReadPerson, mention: &MentionRow) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let same = |a: &str, b: &str| a.is_empty() || b.is_empty() || letters(a) == letters(b);
    same(&person.born, &mention.born) && same(&person.surname, &mention.surname)
}

/// Why a row finds no report, and which reports may be meant: never one on a case that is kept from anybody.
fn nowhere(tx: &mut Tx<'_>, actor: &Actor, fact: &ReadFact) -> Result<Found, Failure> {
    let mut meant = Vec::new();
    for person in fact.people.iter().filter(|person| !person.surname.is_empty() && !person.born.is_empty()) {
        for report in queries::reports_naming(tx, &actor.force, &person.role, &person.surname, &person.born)? {
            let open = cases_open_to(tx, actor, &report)?;
            if open && !meant.contains(&report.reference) && meant.len() < 5 {
                meant.push(report.reference);
            }
        }
    }
    let why = match (fact.reference.is_empty(), meant.is_empty()) {
        (true, true) => "is empty; import the report first, or check the reference",
        (false, true) => "is that of no report; import the report first, or check the reference",
        (true, false) => "is empty",
        (false, false) => "is that of no report",
    };
    Ok(Found::Nowhere(why, meant))
}

fn cases_open_to(tx: &mut Tx<'_>, actor: &Actor, report: &ReportRow) -> Result<bool, Failure> {
    let mut open = false;
    for on in queries::cases_with(tx, report.id)?.into_iter().filter(|on| !on.detached) {
        let Some(file) = queries::case_file_by_id(tx, on.case_id)? else { continue };
        if file.restricted || kept_from(actor, &case_facts(tx, &file)?) {
            return Ok(false);
        }
        open = true;
    }
    Ok(open)
}

/// What a row says that the case has otherwise, and that no event can put right.
fn conflict(known: &Case, fact: &ReadFact) -> Option<&'static str> {
    fact.protections.iter().find_map(|measure| {
        let held = held_as(known, measure)?;
        let served = measure.served_at.filter(|_| held.served_at.is_none() && held.is_stalking_order());
        if served.is_some_and(|served_at| served_at.day() < held.from) {
            return Some("the case has the order made after this day of service; check both days");
        }
        // The last day of an order that was taken in without one cannot be added by a file.
        (held.is_stalking_order() && held.until != measure.until && measure.until.is_some())
            .then_some("the case has this order with another last day, or none; correct it there")
    })
}

/// The measure of a case that one of a file is, if the case has it. An order is told by its first day, or by the last day
/// that both give, unless the one on the case had ended before; two without a last day have nothing in common by that.
fn held_as<'a>(known: &'a Case, measure: &ReadProtection) -> Option<&'a Protection> {
    let begins = |held: &&Protection| held.from == measure.from;
    let ends = |held: &&Protection| measure.until.is_some() && held.until == measure.until;
    let ended = |held: &&Protection| held.last_day().is_some_and(|last| last < measure.from);
    let held = || known.protections.iter().filter(|held| held.kind == measure.kind);
    match measure.kind {
        ProtectionKind::Order | ProtectionKind::InterimOrder => {
            held().find(begins).or_else(|| held().filter(ends).find(|held| !ended(held)))
        }
        ProtectionKind::Warrant => held().find(begins),
        ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody => held().find(ends),
    }
}

/// What an import tells of a measure is shown by nothing but the file.
pub(super) const EXPORT: Shown = Shown { by: Evidence::ForceExport, words: None };

/// What a file knows of measures and applications that the case does not.
pub(super) fn measures(
    tx: &mut Tx<'_>,
    known: &Case,
    protections: &[ReadProtection],
    applications: &[(ApplicationStep, Day)],
) -> Vec<CaseEvent> {
    let mut events = Vec::new();
    for measure in protections {
        match held_as(known, measure) {
            Some(held) => {
                let order = held.is_stalking_order() && held.served_at.is_none();
                if let Some(served_at) = measure.served_at.filter(|_| order) {
                    events.push(CaseEvent::ProtectionServed { protection: held.id, served_at, evidence: Some(EXPORT) });
                }
                let open = held.kind == ProtectionKind::Warrant && held.last_day().is_none();
                if let Some(on) = measure.until.filter(|_| open) {
                    events.push(CaseEvent::ProtectionEnded { protection: held.id, on });
                }
            }
            None => events.push(CaseEvent::ProtectionRecorded {
                protection: ProtectionId::new(tx.at(), tx.chance()),
                kind: measure.kind,
                from: measure.from,
                until: measure.until,
                served_at: measure.served_at,
                replaces_interim: false,
                source: Source::Import,
                evidence: Some(EXPORT),
            }),
        }
    }
    for (step, on) in applications {
        if !known.applications.iter().any(|known| known.step == *step && known.on == *on) {
            events.push(CaseEvent::ApplicationDated { step: *step, on: *on });
        }
    }
    events
}
