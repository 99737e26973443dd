//! The page of one case: what the reader may see of it, each look on record before it opens.

use crate::access::{Action, CaseFacts, Target};
use crate::app::{App, allowed, case_facts, kept_from, permit_case};
use crate::asked::Wish;
use crate::cases::evidence::{evidence_lines, line_stands};
use crate::cases::{advance, asks, rests, screened, show, waits};
use crate::failure::Failure;
use crate::house::clocks::HouseRows;
use crate::linking::looked::LookedLink;
use crate::lists::{flag_tag, is_midnight, sentence_start, since_words};
use crate::screens::sets::asked_today;
use crate::views::*;
use domain::case::Case;
use domain::case::next::next_action;
use domain::clocks::{Basis, State, day_words, moment_words};
use domain::derived::Derived;
use domain::event::{CaseEvent, Recorded};
use domain::ids::*;
use domain::time::{Day, Moment};
use std::collections::{BTreeSet, HashMap};
use store::queries::{self, CaseFile, History};
use store::rows::{AccountRow, CaseRow, ContentRow, ForceRow, FormerMentionRow, MentionRow, QuestionSetRow, ReportRow};
use store::{AsRead, Draft, Field, Reader, Receipt, Sealed, Shown};

/// What was read for a page, under seal.
struct Looked {
    row: Sealed<CaseRow>,
    history: Sealed<History>,
    reports: Vec<(Sealed<ReportRow>, Option<Elsewhere>)>,
    mentions: Vec<(Sealed<MentionRow>, ReportId)>,
    former: Vec<Sealed<FormerMentionRow>>,
    words: Vec<Sealed<ContentRow>>,
    links: Vec<LookedLink>,
    staff: Vec<AsRead<AccountRow>>,
    force: Option<AsRead<ForceRow>>,
    house: HouseRows,
    fields: Vec<Field>,
    sets: Vec<AsRead<QuestionSetRow>>,
    /// Whether a case of the series is kept from the reader: then linkage tells them nothing, or its numbers would.
    series_kept: bool,
    /// What the reader may do.
    may: Vec<&'static str>,
}
store::outgoing!(Looked {
    row,
    history,
    reports,
    mentions,
    former,
    words,
    links,
    staff,
    force,
    house,
    fields,
    sets,
    series_kept,
    may
});

/// Where a report of the series stands that is not on this case.
pub(super) struct Elsewhere {
    file: AsRead<CaseFile>,
    /// Whether the reader may view that case.
    seen: bool,
    /// Whether it is of their force.
    own_force: bool,
    /// Whether a person has confirmed that it belongs.
    confirmed: bool,
    /// Whether it tells of the person at risk of the case that is shown, and not of another in the same course of conduct.
    same_person: bool,
}
store::outgoing!(Elsewhere { file, seen, own_force, confirmed, same_person });

impl Elsewhere {
    /// The reference of that case, where the reader may view it.
    pub(super) fn open(&self) -> Option<String> {
        self.seen.then(|| self.file.reference.clone())
    }

    /// How that case is named to the reader.
    fn name(&self) -> String {
        if self.seen {
            self.file.reference.clone()
        } else if self.own_force {
            format!("another case of {}", self.file.team)
        } else {
            format!("another force ({})", self.file.force)
        }
    }

    /// How it stands to the case that is shown.
    fn belongs(&self) -> String {
        let whom = if self.same_person { "" } else { ", about another person at risk" };
        format!("same series{whom}, {}", if self.confirmed { "confirmed" } else { "unconfirmed" })
    }
}

impl App {
    /// This reads the page of a case.
    pub fn case_page(&self, actor: &Actor, reference: &str) -> Result<CasePage, Failure> {
        let now = self.now();
        let looked = self.asked(actor, &Wish::of(Action::ViewCase.code()).on(reference), || {
            self.store.look(self.context(actor, "casework"), |reader| look(reader, actor, reference))
        });
        let (looked, receipt) = looked.map_err(|failure: Failure| failure.concealed("case"))?;
        page(looked, &receipt, now)
    }
}

fn look(reader: &mut Reader<'_>, actor: &Actor, reference: &str) -> Result<(Looked, Draft), Failure> {
    let file = queries::case_file(reader, reference)?.ok_or(Failure::NotFound("case"))?;
    let facts = case_facts(reader, &file)?;
    let mut policies: BTreeSet<String> = permit_case(actor, Action::ViewCase, &facts)?.into_iter().collect();
    let fields = fields(actor, &facts, &mut policies);
    let row = queries::sealed_case_row(reader, file.id)?.ok_or(Failure::NotFound("case"))?;
    let history = queries::sealed_history(reader, file.id)?;
    let mut own = Vec::new();
    let (mut reports, mut mentions, mut former) = (Vec::new(), Vec::new(), Vec::new());
    for on in queries::reports_on(reader, file.id)?.into_iter().filter(|on| !on.detached) {
        own.push(on.report_id);
        reports.extend(queries::sealed_report(reader, on.report_id)?.map(|report| (report, None)));
        mentions.extend(queries::mentions_of(reader, on.report_id)?.into_iter().map(|mention| (mention, on.report_id)));
        former.extend(queries::former_mentions(reader, on.report_id)?);
    }
    let series_kept = queries::series_kept_from(reader, actor.account)?;
    let series_kept = !series_kept.is_empty() && in_series(reader, &own, &series_kept)?;
    let mut links = Vec::new();
    if allowed(actor, Action::ViewLinks, &facts).is_some() {
        let (views, elsewhere) = linked(reader, actor, file.id, &own)?;
        links = views;
        reports.extend(elsewhere);
    }
    let words = if fields.contains(&Field::Narrative) { queries::words_of_case(reader, file.id)? } else { Vec::new() };
    let mut shown = vec![Shown::of(&[Field::History, Field::Listing], [file.id.to_string()])];
    shown.push(Shown::of(&[Field::History], reports.iter().map(|(report, _)| report.id())));
    shown.extend(LookedLink::shown(&links));
    if !fields.is_empty() {
        let people = mentions.iter().map(|(mention, _)| mention.id()).chain(former.iter().map(Sealed::id));
        shown.push(Shown::of(&fields, people.chain(words.iter().map(Sealed::id))));
    }
    let mut draft = Draft::seen(Action::ViewCase.code(), &policies.into_iter().collect::<Vec<_>>(), shown);
    draft.case = Some((file.id, 0));
    let may = Action::ALL.iter().filter(|action| action.target() != Target::Force);
    let may = may.filter(|action| allowed(actor, **action, &facts).is_some()).map(|action| action.code()).collect();
    let staff = queries::accounts(reader)?;
    let house = HouseRows::find(reader, &file.force)?;
    let sets = store::views::screens::question_sets(reader, &file.force)?;
    let force = queries::force(reader, &file.force)?;
    if fields.is_empty() {
        mentions.clear();
        former.clear();
    }
    let sealed = Looked {
        row,
        history,
        reports,
        mentions,
        former,
        words,
        links,
        staff,
        force,
        house,
        fields,
        sets,
        series_kept,
        may,
    };
    Ok((sealed, draft))
}

/// Which groups of fields the reader may see of the people and words of the case.
pub(crate) fn fields(actor: &Actor, facts: &CaseFacts, policies: &mut BTreeSet<String>) -> Vec<Field> {
    let groups = [
        (Action::ViewIdentity, Field::Identity),
        (Action::ViewContact, Field::Contact),
        (Action::ViewLocation, Field::Location),
        (Action::ViewNarrative, Field::Narrative),
    ];
    groups
        .into_iter()
        .filter_map(|(action, field)| {
            let decided = allowed(actor, action, facts)?;
            policies.extend(decided);
            Some(field)
        })
        .collect()
}

pub(super) type Linked = (Vec<LookedLink>, Vec<(Sealed<ReportRow>, Option<Elsewhere>)>);

/// Links of the case's reports, and the other reports of the series. Their contents cross only where a person has confirmed
/// or the reader may see the other case; otherwise there is a reference, or not even that.
pub(super) fn linked(
    reader: &mut Reader<'_>,
    actor: &Actor,
    case: CaseId,
    own: &[ReportId],
) -> Result<Linked, Failure> {
    let mut views = Vec::new();
    let mut confirmed: BTreeSet<ReportId> = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut others: BTreeSet<ReportId> = BTreeSet::new();
    for report in own {
        for link in queries::links_of(reader, *report)? {
            if link.state == "withdrawn" || !seen.insert(link.id.clone()) {
                continue;
            }
            if link.state == "confirmed" {
                confirmed.extend([link.report_a, link.report_b]);
            }
            if link.state != "refused" && link.state != "waiting" {
                others.extend([link.report_a, link.report_b]);
            }
            views.extend(LookedLink::at(reader, actor, link)?);
        }
    }
    let series: Vec<ReportId> = series_of(reader, own)?;
    let mut reports = Vec::new();
    for other in series.into_iter().filter(|report| !own.contains(report)) {
        let Some(on) = queries::cases_with(reader, other)?.into_iter().find(|on| !on.detached) else { continue };
        let Some(file) = queries::case_file_by_id(reader, on.case_id)? else { continue };
        let facts = case_facts(reader, &file)?;
        if kept_from(actor, &facts) {
            continue;
        }
        let seen = allowed(actor, Action::ViewCase, &facts).is_some();
        let (own_force, confirmed) = (file.force == actor.force, confirmed.contains(&other));
        if seen || (confirmed && own_force) {
            let same_person = queries::is_about_person_of(reader, other, case)?;
            let elsewhere = Elsewhere { file, seen, own_force, confirmed, same_person };
            reports.extend(queries::sealed_report(reader, other)?.map(|report| (report, Some(elsewhere))));
        }
    }
    Ok((views, reports))
}

/// Whether a report stands in one of some series.
pub(super) fn in_series(reader: &mut Reader<'_>, reports: &[ReportId], series: &[SeriesId]) -> Result<bool, Failure> {
    for report in reports {
        if queries::series_of(reader, *report)?.is_some_and(|member| series.contains(&member.series)) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn series_of(reader: &mut Reader<'_>, own: &[ReportId]) -> Result<Vec<ReportId>, Failure> {
    let mut all = BTreeSet::new();
    for report in own {
        if let Some(member) = queries::series_of(reader, *report)? {
            all.extend(queries::reports_in(reader, member.series)?.into_iter().map(|row| row.id));
        }
    }
    Ok(all.into_iter().collect())
}

fn page(looked: Looked, receipt: &Receipt, now: Moment) -> Result<CasePage, Failure> {
    let row = receipt.open(looked.row)?;
    let mut history = receipt.open(looked.history)?.events;
    let events = u64::try_from(history.len()).unwrap_or(u64::MAX);
    let mut numbers: Vec<u64> = (0..events).collect();
    if looked.series_kept {
        let kept = |recorded: &Recorded| matches!(recorded.event, CaseEvent::SeriesSeen { .. });
        numbers = numbers.into_iter().zip(&history).filter(|(_, recorded)| !kept(recorded)).map(|(at, _)| at).collect();
        history.retain(|recorded| !kept(recorded));
    }
    let staff: Vec<AccountRow> = looked.staff.into_iter().map(AsRead::into_inner).collect();
    let names: HashMap<AccountId, String> =
        staff.iter().map(|account| (account.id, account.display_name.clone())).collect();
    let sets: Vec<QuestionSetRow> = looked.sets.into_iter().map(AsRead::into_inner).collect();
    let derived = advance::read_in(&looked.house.house()?, &history, now)?;
    let words: HashMap<ContentId, String> =
        receipt.open_all(looked.words)?.into_iter().map(|content| (content.id, content.words)).collect();
    let case = &derived.case;
    let mut reports = Vec::new();
    let mut references: HashMap<ReportId, String> = HashMap::new();
    for (sealed, place) in looked.reports {
        let report = receipt.open(sealed)?;
        references.insert(report.id, report.reference.clone());
        reports.push(report_view(report, place, case, &words));
    }
    let mut people = Vec::new();
    for (sealed, report) in looked.mentions {
        let mention = receipt.open(sealed)?;
        let report = references.get(&report).cloned().unwrap_or_default();
        people.push(person_view(mention, &derived, &looked.fields, report));
    }
    for sealed in looked.former {
        people.push(former_view(receipt.open(sealed)?, &derived, &looked.fields, &references));
    }
    people.sort_by_key(|person| person.role.clone());
    let told = show::acts_told(&history);
    let standing = history.iter().zip(&numbers).filter(|(recorded, _)| line_stands(&recorded.event, case));
    let next = next_action(case, now);
    let known = waits::Known { words: &words, names: &names };
    let knows_people = looked.fields.contains(&Field::Identity);
    let reading = asks::Reading { may: &looked.may, knows_people, force: &row.force, staff: &staff };
    let mut asks = asks::asks(case, &reading, &known, now);
    asks.questions = asked_today(&sets, now.day())?;
    Ok(CasePage {
        reference: row.reference,
        force: looked.force.map_or(row.force, |force| force.into_inner().name),
        status: row.status.replace('_', " "),
        officer: case.officer.and_then(|officer| names.get(&officer).cloned()),
        team: row.team,
        relationship: case.relationship.label().to_owned(),
        grade: case.grade,
        decision: show::decision_sentence(case),
        protection_now: show::protection_sentence(case, now),
        next_action: next.sentence(),
        next: next.code(),
        may: looked.may,
        events,
        access: show::access_lines(case, now, &names, &looked.fields),
        waits: waits::waits(case, &known),
        acts: rests::acts(case, &references),
        rests: rests::decision(case, &history, &known),
        advice: waits::advice(case, &known),
        people,
        reports,
        links: looked.links.into_iter().map(|link| link.view(receipt)).collect::<Result<_, _>>()?,
        clocks: clocks(&derived, now),
        flags: flags(&derived, &words, &names),
        protections: protections(&derived, now),
        screens: screened::screens(case, &history, &screened::Known { words: &words, names: &names, sets: &sets })?,
        trajectory: screened::trajectory(case),
        timeline: standing.map(|(recorded, number)| timeline_item(recorded, *number, &told, &words, &names)).collect(),
        gates: case.gates(now).iter().map(show::gate_view).collect(),
        asks,
    })
}

pub(super) fn report_view(
    report: ReportRow,
    place: Option<Elsewhere>,
    case: &Case,
    words: &HashMap<ContentId, String>,
) -> ReportView {
    let (place, belongs) = match place {
        None => ("this case".to_owned(), belongs_here(case, report.id)),
        Some(other) => (other.name(), other.belongs()),
    };
    // What the case believes of it now goes before what the source says.
    let standing = case.acts_of(report.id).next().map_or(report.behaviour, |held| held.act.behaviour);
    ReportView {
        reference: report.reference,
        recorded: moment_words(report.recorded_at),
        behaviour: standing.map_or_else(|| report.offence.clone(), |behaviour| behaviour.label().to_owned()),
        place,
        belongs,
        narrative: report.narrative.and_then(|id| words.get(&id).cloned()),
    }
}

/// How a report stands to the case that it is on.
fn belongs_here(case: &Case, report: ReportId) -> String {
    case.withdrawn(report)
        .map_or_else(|| "attached".to_owned(), |struck| format!("withdrawn from the count: {}", struck.because.label()))
}

/// What was believed of a person stands beside what is believed now, and says until when.
fn former_view(
    former: FormerMentionRow,
    derived: &Derived,
    fields: &[Field],
    references: &HashMap<ReportId, String>,
) -> PersonView {
    let until = format!(", believed until {} ({})", moment_words(former.believed_until), former.because.label());
    let report = references.get(&former.report_id).cloned().unwrap_or_default();
    let mut view = person_view(former.mention(), derived, fields, report);
    view.role.push_str(&until);
    view
}

fn person_view(mention: MentionRow, derived: &Derived, fields: &[Field], report: String) -> PersonView {
    let case = &derived.case;
    let role = if mention.id == case.person_at_risk {
        "Person at risk"
    } else if Some(mention.id) == case.subject {
        "Subject"
    } else {
        match mention.role.as_str() {
            "person_at_risk" => "Person at risk, as described",
            "subject" => "Subject, as described",
            "reporting_victim" => "Reporting victim",
            _ => "Other person",
        }
    };
    described(mention, role, fields, report)
}

/// A person as a report describes them, in a role, as far as these groups of fields are open to the reader.
pub(crate) fn described(mention: MentionRow, role: &str, fields: &[Field], report: String) -> PersonView {
    let name = format!("{} {}", mention.forename, mention.surname).trim().to_owned();
    // What is withheld says so, whether or not there is anything to withhold.
    let withheld = |field: Field| if fields.contains(&field) { String::new() } else { "withheld from you".to_owned() };
    let name = match (fields.contains(&Field::Identity), name.is_empty()) {
        (false, _) => withheld(Field::Identity),
        (true, true) => "not known".to_owned(),
        (true, false) => name,
    };
    let particulars = [
        ("Contact", withheld(Field::Contact)),
        ("Whereabouts", withheld(Field::Location)),
        ("Sex", mention.sex),
        ("Phone", mention.phones.replace('\n', ", ")),
        ("E-mail", mention.email),
        ("Handle", mention.handle),
        ("Postcode", mention.postcode),
        ("Address", mention.address),
        ("Vehicle", mention.vehicle),
    ];
    PersonView {
        role: role.to_owned(),
        name,
        born: (!mention.born.is_empty()).then(|| {
            mention.born.parse::<Day>().map_or(mention.born.clone(), |day| day.0.strftime("%-d %B %Y").to_string())
        }),
        particulars: particulars
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| (label.to_owned(), value))
            .collect(),
        report,
    }
}

fn clocks(derived: &Derived, now: Moment) -> Vec<ClockView> {
    let mut readings: Vec<&domain::clocks::Reading> = derived.readings.iter().collect();
    // What is not done comes first, the latest before all; what is done follows, the last first.
    readings.sort_by_key(|reading| match reading.state {
        State::Running | State::Missed { met_at: None } => (0, reading.due_at.micros()),
        State::Met { .. } | State::Missed { met_at: Some(_) } => (1, -reading.due_at.micros()),
    });
    readings
        .into_iter()
        .map(|reading| {
            let rule = reading.clock.rule();
            let (state, late) = match reading.state {
                State::Running => ("running".to_owned(), reading.due_at <= now),
                State::Met { at } => (format!("met at {}", moment_words(at)), false),
                State::Missed { met_at: None } => ("missed, and still not done".to_owned(), true),
                State::Missed { met_at: Some(at) } => (format!("missed; done late at {}", moment_words(at)), true),
            };
            ClockView {
                code: rule.code.to_owned(),
                title: sentence_start(rule.title),
                basis: basis(rule),
                escalates_to: reading.escalates_to.label().to_owned(),
                state,
                due: if is_midnight(reading.due_at) {
                    format!("by the end of {}", day_words(reading.due_at.plus_micros(-1).day()))
                } else {
                    reading.due_text.clone()
                },
                late,
                working: reading.working.clone(),
                escalation: derived.escalation_lines(reading),
            }
        })
        .collect()
}

/// Law or policy; where the law gives the duty and no time, both are said.
fn basis(rule: &domain::clocks::Rule) -> String {
    match (rule.basis, rule.time) {
        (Basis::Law, Basis::Policy) => "law; its time is policy".to_owned(),
        (basis, _) => basis.label().to_owned(),
    }
}

fn flags(derived: &Derived, words: &HashMap<ContentId, String>, names: &HashMap<AccountId, String>) -> Vec<FlagView> {
    let mut flags: Vec<FlagView> = derived
        .case
        .flags
        .iter()
        .filter_map(|held| {
            let flag = domain::risk::flags::from_code(&held.rule)?;
            let disposal = held.disposed.as_ref().map(|disposal| {
                let said = words.get(&disposal.words).cloned().unwrap_or_else(|| "answered".to_owned());
                let by = disposal.by.and_then(|by| names.get(&by).cloned()).unwrap_or_default();
                format!("{said} ({by}, {})", moment_words(disposal.at))
            });
            Some(FlagView {
                id: held.id.to_string(),
                tag: flag_tag(&held.rule)?,
                authority: flag.authority.to_owned(),
                since: since_words(held.since),
                evidence: evidence_lines(&held.evidence, &derived.case),
                disposal,
            })
        })
        .collect();
    flags.sort_by_key(|flag| (flag.disposal.is_some(), std::cmp::Reverse(flag.tag.severity)));
    flags
}

fn protections(derived: &Derived, now: Moment) -> Vec<ProtectionView> {
    derived
        .case
        .protections
        .iter()
        .map(|held| ProtectionView {
            id: held.id.to_string(),
            kind: held.kind.label().to_owned(),
            period: match held.last_day() {
                Some(last) => format!("{} to {}", day_words(held.from), day_words(last)),
                None => format!("from {}", day_words(held.from)),
            },
            state: show::protection_state(held, now.day()),
            source: show::known_from(held),
        })
        .collect()
}

fn timeline_item(
    recorded: &Recorded,
    number: u64,
    told: &HashMap<ActId, domain::event::Act>,
    words: &HashMap<ContentId, String>,
    names: &HashMap<AccountId, String>,
) -> TimelineItem {
    let (title, ids) = show::event_line(&recorded.event);
    let said = ids.iter().filter_map(|id| words.get(id).cloned());
    let details: Vec<String> = show::believed_until_now(&recorded.event, told).into_iter().chain(said).collect();
    TimelineItem {
        number,
        when: moment_words(recorded.at),
        title,
        detail: (!details.is_empty()).then(|| details.join(" — ")),
        by: recorded.by.map_or_else(
            || "Holdfast".to_owned(),
            |by| names.get(&by).cloned().unwrap_or_else(|| "a former account".to_owned()),
        ),
    }
}
