//! A case: what is known of one person at risk from one subject, and what to do next.

use crate::acts;
use crate::components::details::{Details, DetailsBody};
use crate::components::notification_banner::NotificationBanner;
use crate::components::summary_list::SummaryList;
use crate::components::table::{CaptionStyle, Cell, Column, Layout, Line, Row, Table};
use crate::components::tag::{Tag, Tone, capitalised, tone_of};
use crate::components::timeline::Timeline;
use crate::forms::page::{ActForm, Part, address as form_address, is_offered};
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::links::pair_address;
use crate::pages::problem::Problem;
use crate::pages::visit::{Visitor, fetch, percent_encoded};
use crate::pages::worklist_query::{WorklistQuery, address};
use crate::router::Site;
use askama::Template;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::access::Action;
use casework::views::{
    ActView, AdviceView, CasePage, ClockView, FlagView, GateView, LinkView, PersonView, ProtectionView, ReportView,
    ScreenView,
};
use std::sync::Arc;

/// The case page.
#[derive(Template)]
#[template(path = "pages/case.html")]
pub struct CaseDocument {
    frame: Frame,
    back: String,
    caption: String,
    reference: String,
    tags: Vec<Tag>,
    done: Option<NotificationBanner>,
    next_action: String,
    next_form: Option<(String, String)>,
    to_do: Vec<(String, Vec<(String, String)>)>,
    waits: Vec<String>,
    summary: SummaryList,
    contents: Vec<(String, String)>,
    clocks: Vec<ClockBlock>,
    flags: Vec<FlagBlock>,
    people: Option<Table>,
    reports: Option<Table>,
    acts: Option<Table>,
    together: Option<(String, String)>,
    links: Vec<LinkBlock>,
    rests: Option<Table>,
    advice: Option<Table>,
    screens: Vec<ScreenBlock>,
    trajectory: Vec<String>,
    protections: Option<Table>,
    timeline: Timeline,
    gates: Option<Table>,
}

struct ClockBlock {
    tone: Tone,
    title: String,
    state: Tag,
    due: String,
    basis: String,
    escalation: Vec<String>,
    working: Option<Details>,
}

struct FlagBlock {
    tone: Tone,
    severity: Tag,
    title: String,
    basis: String,
    evidence: Vec<String>,
    disposal: Option<String>,
    /// The way to the form that answers it.
    answer: Option<String>,
}

struct ScreenBlock {
    tone: Tone,
    title: String,
    tags: Vec<Tag>,
    basis: String,
    lines: Vec<(String, String)>,
    answers: Option<Details>,
}

struct LinkBlock {
    href: Option<String>,
    title: String,
    state: String,
    lines: Option<Details>,
}

/// This shows a case.
pub async fn show(
    State(site): State<Arc<Site>>,
    reference: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    list: Result<Query<WorklistQuery>, QueryRejection>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let Ok(Path(reference)) = reference else {
        return Problem::not_found().page(&site, None).into_response();
    };
    let list = list.map(|Query(list)| list).unwrap_or_default();
    let query = query.map(|Query(pairs)| pairs).unwrap_or_default();
    let done = query.iter().find(|(name, _)| name == "done").and_then(|(_, slug)| acts::by_slug(slug));
    let names_team = list.names_team();
    let asked = fetch(&site, &headers, move |cases, actor| {
        let case = cases.case_page(actor, &reference)?;
        let teams = if names_team { cases.teams(actor)? } else { Vec::new() };
        Ok((case, teams))
    });
    match asked.await {
        Ok((visitor, (case, teams))) => {
            let back = back(&visitor, &list, &teams);
            respond(StatusCode::OK, &CaseDocument::new(&site, &visitor, &case, back, done))
        }
        Err(response) => response,
    }
}

/// The list that the case was opened from, or the usual one: nothing but a filter that is understood goes into the link.
fn back(visitor: &Visitor, list: &WorklistQuery, teams: &[String]) -> String {
    if list.is_plain() {
        return "/".to_owned();
    }
    list.filter(&visitor.actor, teams).map_or_else(|_| "/".to_owned(), |filter| address(&filter))
}

impl CaseDocument {
    /// This is the page for a case, with the way back, and with what was just done on it.
    pub fn new(site: &Site, visitor: &Visitor, case: &CasePage, back: String, done: Option<&ActForm>) -> Self {
        let officer = case.officer.clone().unwrap_or_else(|| "No officer yet".to_owned());
        let (plain, labelled) = (Column::plain_words, Column::words);
        Self {
            frame: Frame::new(site, Some(visitor), &format!("Case {}", case.reference), Area::Worklist),
            back,
            caption: [case.force.as_str(), case.team.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            reference: case.reference.clone(),
            tags: header_tags(case),
            done: done.map(|form| NotificationBanner { title: "Done".to_owned(), text: form.done.to_owned() }),
            next_action: case.next_action.clone(),
            next_form: acts::way_on(case),
            to_do: to_do(case),
            waits: case.waits.clone(),
            summary: summary(case, &officer),
            contents: contents(case),
            clocks: case.clocks.iter().map(clock).collect(),
            flags: case.flags.iter().map(|held| flag(case, held)).collect(),
            people: table(
                "People, as the reports describe them",
                [plain("Name"), plain("Role"), plain("Particulars"), labelled("Report")],
                &case.people,
                person,
            ),
            reports: table(
                "Reports",
                [plain("Report"), plain("What was done"), plain("How it belongs")],
                &case.reports,
                report,
            ),
            acts: table(
                "Acts, by number",
                [labelled("Number"), plain("What was done"), labelled("Report"), plain("State")],
                &case.acts,
                act,
            ),
            together: case.may.contains(&Action::ViewLinks.code()).then(|| {
                let of = |page: &str| format!("/cases/{}/{page}", percent_encoded(&case.reference));
                (of("series"), of("subject"))
            }),
            links: case.links.iter().map(|one| link(one, case.may.contains(&Action::ConfirmLink.code()))).collect(),
            rests: table(
                "What the decision rests on",
                [plain("What"), plain("In words")],
                &case.rests,
                |(label, words)| Row::texts([label.clone(), words.clone()]),
            ),
            advice: table(
                "Advice on the decision to apply",
                [plain("Advice"), plain("Why"), plain("By"), plain("Answer")],
                &case.advice,
                advice,
            ),
            screens: case.screens.iter().map(screen).collect(),
            trajectory: case.trajectory.clone(),
            protections: table(
                "Measures on record",
                [plain("Measure"), plain("Period"), plain("State"), labelled("Source")],
                &case.protections,
                protection,
            ),
            timeline: Timeline { items: case.timeline.clone() },
            gates: table("What must be so before closure", [plain("Gate"), plain("State")], &case.gates, gate),
        }
    }
}

/// What the reader can do on the case, by the part of the work.
fn to_do(case: &CasePage) -> Vec<(String, Vec<(String, String)>)> {
    let of = |part: &Part| {
        let forms = acts::all().filter(|form| form.part == *part && is_offered(form, case));
        forms.map(|form| (form.title.to_owned(), form_address(&case.reference, form))).collect::<Vec<_>>()
    };
    let parts = Part::ALL.iter().map(|part| (part.title().to_owned(), of(part)));
    parts.filter(|(_, forms)| !forms.is_empty()).collect()
}

fn summary(case: &CasePage, officer: &str) -> SummaryList {
    let row = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mut rows = vec![
        row("Person at risk", &described(case, "Person at risk", "Not described yet")),
        row("Subject", &described(case, "Subject", "Not identified yet")),
        row("Protection now", &case.protection_now),
        row("Decision on protection", &case.decision),
        row("Relationship", &capitalised(&case.relationship)),
        row("Officer in the case", officer),
    ];
    // Most cases have nothing to say here.
    rows.extend((!case.access.is_empty()).then(|| row("Who may have it", &case.access.join(" "))));
    SummaryList { rows }
}

/// The worst that stands open, how much is late, the grade and the status.
pub fn header_tags(case: &CasePage) -> Vec<Tag> {
    let worst = case.flags.iter().filter(|flag| flag.disposal.is_none()).max_by_key(|flag| flag.tag.severity);
    let late = match undone(case) {
        0 => None,
        1 => Some(Tag::new("1 duty late", Tone::Danger)),
        late => Some(Tag::new(format!("{late} duties late"), Tone::Danger)),
    };
    let flag = worst.map(|flag| Tag::severity(&flag.tag));
    let always = [Tag::grade(case.grade), Tag::new(capitalised(&case.status), Tone::Plain)];
    flag.into_iter().chain(late).chain(always).collect()
}

/// Duties that are late and still to be done.
fn undone(case: &CasePage) -> usize {
    case.clocks.iter().filter(|clock| clock.late && !is_done(clock)).count()
}

fn is_done(clock: &ClockView) -> bool {
    clock.state.starts_with("met") || clock.state.contains("done late")
}

/// Who has a role in the case, by the first report that tells, with the day of birth where it is known.
fn described(case: &CasePage, role: &str, otherwise: &str) -> String {
    if case.people.is_empty() {
        return "Not described yet, or not open to you".to_owned();
    }
    case.people.iter().find(|person| capitalised(&person.role) == role).map_or_else(
        || otherwise.to_owned(),
        |person| match &person.born {
            Some(born) => format!("{}, born {born}", capitalised(&person.name)),
            None => capitalised(&person.name),
        },
    )
}

/// The sections in short, with what is bad in them first.
fn contents(case: &CasePage) -> Vec<(String, String)> {
    let late = undone(case);
    let open = case.flags.iter().filter(|flag| flag.disposal.is_none()).count();
    let met = case.gates.iter().filter(|gate| gate.state == "met").count();
    let clocks = match late {
        0 => format!("Clocks ({})", case.clocks.len()),
        late => format!("Clocks ({late} late of {})", case.clocks.len()),
    };
    let flags = match case.flags.len() - open {
        0 => format!("Red flags ({open})"),
        _ => format!("Red flags ({open} open of {})", case.flags.len()),
    };
    [
        ("flags", flags),
        ("clocks", clocks),
        ("people", "People".to_owned()),
        ("reports", format!("Reports ({})", case.reports.len())),
        ("screens", format!("Risk screens ({})", case.screens.len())),
        ("protections", format!("Protection ({})", case.protections.len())),
        ("timeline", "Timeline".to_owned()),
        ("closure", format!("Closure ({met} of {} gates met)", case.gates.len())),
    ]
    .into_iter()
    .map(|(anchor, words)| (format!("#{anchor}"), words))
    .collect()
}

fn table<T, const N: usize>(
    caption: &str,
    columns: [Column; N],
    items: &[T],
    row: impl Fn(&T) -> Row,
) -> Option<Table> {
    (!items.is_empty()).then(|| Table {
        caption: caption.to_owned(),
        caption_style: CaptionStyle::Heard,
        layout: Layout::Cards,
        columns: columns.into(),
        rows: items.iter().map(row).collect(),
    })
}

fn clock(clock: &ClockView) -> ClockBlock {
    let tone = match (clock.late, is_done(clock)) {
        (true, false) => Tone::Danger,
        (true, true) => Tone::Warning,
        (false, true | false) => Tone::Plain,
    };
    let state = match (clock.late, clock.state.as_str()) {
        (true, "running") => Tag::new("Late", Tone::Danger),
        (true, state) if is_done(clock) => Tag::new(capitalised(state), Tone::Warning),
        (true, state) => Tag::new(capitalised(state), Tone::Danger),
        (false, state) if is_done(clock) => Tag::new(capitalised(state), Tone::Good),
        (false, state) => Tag::new(capitalised(state), Tone::Plain),
    };
    let working = (!clock.working.is_empty()).then(|| Details {
        summary: "How this was worked out".to_owned(),
        body: DetailsBody::Lines(clock.working.clone()),
    });
    ClockBlock {
        tone,
        title: clock.title.clone(),
        state,
        due: clock.due.clone(),
        basis: format!("{}, {}", clock.code, clock.basis),
        escalation: clock.escalation.clone(),
        working,
    }
}

fn flag(case: &CasePage, flag: &FlagView) -> FlagBlock {
    let (tone, severity) = match flag.disposal {
        None => (tone_of(flag.tag.severity), Tag::severity(&flag.tag)),
        Some(_) => (Tone::Quiet, Tag::new("Dealt with", Tone::Quiet)),
    };
    FlagBlock {
        tone,
        severity,
        title: flag.tag.title.clone(),
        basis: format!("{}, {}. Since {}", flag.tag.code, flag.authority, flag.since),
        evidence: flag.evidence.clone(),
        disposal: flag.disposal.clone(),
        answer: acts::by_slug("answer-flag")
            .filter(|form| flag.disposal.is_none() && is_offered(form, case))
            .map(|form| format!("{}?flag={}", form_address(&case.reference, form), flag.id)),
    }
}

fn person(person: &PersonView) -> Row {
    let born = person.born.iter().map(|born| Line::Pair("Born".to_owned(), born.clone()));
    let particulars = person.particulars.iter().map(|(label, value)| Line::Pair(label.clone(), value.clone()));
    let particulars: Vec<Line> = born.chain(particulars).collect();
    let particulars = if particulars.is_empty() { vec![Line::Quiet("None given".to_owned())] } else { particulars };
    Row {
        tone: Tone::Plain,
        cells: vec![
            Cell::text(capitalised(&person.name)),
            Cell::text(capitalised(&person.role)),
            Cell(particulars),
            Cell::text(person.report.clone()),
        ],
    }
}

fn report(report: &ReportView) -> Row {
    let narrative = report.narrative.as_ref().map(|narrative| {
        Line::Details(Box::new(Details { summary: "Narrative".to_owned(), body: DetailsBody::Text(narrative.clone()) }))
    });
    let done = std::iter::once(Line::Text(capitalised(&report.behaviour))).chain(narrative).collect();
    Row {
        tone: Tone::Plain,
        cells: vec![
            Cell(vec![Line::Strong(report.reference.clone()), Line::Quiet(report.recorded.clone())]),
            Cell(done),
            Cell(vec![Line::Text(capitalised(&report.belongs)), Line::Quiet(capitalised(&report.place))]),
        ],
    }
}

fn act(act: &ActView) -> Row {
    Row::texts([
        act.number.to_string(),
        capitalised(&act.what),
        act.report.clone().unwrap_or_else(|| "None".to_owned()),
        capitalised(&act.state),
    ])
}

fn screen(screen: &ScreenView) -> ScreenBlock {
    let tone = if screen.finding.is_some() { Tone::Warning } else { Tone::Plain };
    let training = screen.training.as_deref().map(|found| Tag::new(capitalised(found), tone));
    let line = |label: &str, words: &Option<String>| words.clone().map(|words| (label.to_owned(), words));
    let table = || Table {
        caption: "Answers, each to its question as that version asks it".to_owned(),
        caption_style: CaptionStyle::Heard,
        layout: Layout::Cards,
        columns: vec![Column::words("Section"), Column::words("Question"), Column::words("Answer")],
        rows: screen
            .answers
            .iter()
            .map(|given| Row::texts([given.section.clone(), given.question.clone(), capitalised(&given.answer)]))
            .collect(),
    };
    ScreenBlock {
        tone,
        title: format!("{}, {}", screen.when, screen.by),
        tags: std::iter::once(Tag::grade(Some(screen.grade))).chain(training).collect(),
        basis: screen.set.clone().unwrap_or_else(|| capitalised(&screen.tool)),
        lines: [
            line("To do:", &screen.finding),
            line("Reasons:", &screen.reasons),
            line("Review:", &Some(screen.review.clone().unwrap_or_else(|| "none yet".to_owned()))),
        ]
        .into_iter()
        .flatten()
        .chain(screen.four.iter().map(|(letter, answer)| (format!("{letter}:"), answer.clone())))
        .collect(),
        answers: (!screen.answers.is_empty())
            .then(|| Details { summary: "Answers".to_owned(), body: DetailsBody::Table(Box::new(table())) }),
    }
}

fn link(link: &LinkView, decides: bool) -> LinkBlock {
    let table = Table {
        caption: "What was compared".to_owned(),
        caption_style: CaptionStyle::Seen,
        layout: Layout::Grid,
        columns: vec![Column::words("Compared"), Column::words("Found"), Column::numeric("Bits")],
        rows: link
            .lines
            .iter()
            .map(|(compared, found, bits)| Row::texts([capitalised(compared), capitalised(found), signed(*bits)]))
            .collect(),
    };
    let (one, other) = &link.reports;
    // Only a person who confirms it makes it so.
    let belief = match link.state.as_str() {
        "confirmed" => format!("same {}", link.about),
        "not the same" => format!("not the same {}", link.about),
        _ => format!("same {}?", link.about),
    };
    LinkBlock {
        href: decides.then(|| pair_address(&link.id)),
        title: format!("{one} and {other}: {belief}"),
        state: if link.lines.is_empty() {
            capitalised(&link.state)
        } else {
            format!("{}, {} bits", capitalised(&link.state), signed(link.bits))
        },
        lines: (!link.lines.is_empty()).then(|| Details {
            summary: "What speaks for it and against it".to_owned(),
            body: DetailsBody::Table(Box::new(table)),
        }),
    }
}

/// A minus that is as wide as the plus, so that the column lines up and is read out as a minus.
pub fn signed(bits: f64) -> String {
    format!("{bits:+.1}").replace('-', "\u{2212}")
}

fn advice(advice: &AdviceView) -> Row {
    let answer = match &advice.answer {
        Some(answer) => Line::Text(capitalised(answer)),
        None => Line::Quiet("None".to_owned()),
    };
    Row {
        tone: Tone::Plain,
        cells: vec![
            Cell::text(capitalised(&advice.advice)),
            Cell::text(advice.words.clone().unwrap_or_else(|| "Not open to you".to_owned())),
            Cell(vec![Line::Text(advice.by.clone()), Line::Quiet(advice.when.clone())]),
            Cell(vec![answer]),
        ],
    }
}

fn protection(protection: &ProtectionView) -> Row {
    Row::texts([
        capitalised(&protection.kind),
        protection.period.clone(),
        capitalised(&protection.state),
        capitalised(&protection.source),
    ])
}

fn gate(gate: &GateView) -> Row {
    let tone = match gate.state.as_str() {
        "met" => Tone::Good,
        "unmet" => Tone::Notice,
        _ => Tone::Quiet,
    };
    let state = std::iter::once(Line::Tags(vec![Tag::new(capitalised(&gate.state), tone)]));
    let why = gate.why.as_deref().map(|why| Line::Text(capitalised(why)));
    Row { tone: Tone::Plain, cells: vec![Cell::text(gate.title.clone()), Cell(state.chain(why).collect())] }
}
