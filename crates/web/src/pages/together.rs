//! What is seen from a case of others: its series on one line of time, and its subject in other cases.

use crate::components::table::{CaptionStyle, Cell, Column, Layout, Line, Row, Table};
use crate::components::tag::{Tag, Tone, capitalised};
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::links::pair_address;
use crate::pages::problem::Problem;
use crate::pages::visit::{Visitor, fetch, percent_encoded};
use crate::router::Site;
use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::linking::review::works_on_links;
use casework::views::{SeriesPage, SeriesReport, SubjectCase, SubjectPage};
use std::sync::Arc;

/// The width of the drawing, in its own units.
const WIDTH: i64 = 1000;
/// What is left free at either end.
const MARGIN: i64 = 20;

/// The page of a series.
#[derive(Template)]
#[template(path = "pages/series.html")]
pub struct SeriesDocument {
    frame: Frame,
    back: String,
    reference: String,
    heading: String,
    counts: Vec<String>,
    dots: Vec<Dot>,
    described: String,
    ends: (String, String),
    table: Option<Table>,
}

/// A report on the drawing.
struct Dot {
    x: i64,
    class: &'static str,
}

/// The page of a subject.
#[derive(Template)]
#[template(path = "pages/subject.html")]
pub struct SubjectDocument {
    frame: Frame,
    back: String,
    reference: String,
    heading: String,
    described: Option<Table>,
    cases: Option<Table>,
}

/// This shows the series of a case.
pub async fn series(
    State(site): State<Arc<Site>>,
    reference: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path(reference)) = reference else {
        return Problem::not_found().page(&site, None).into_response();
    };
    match fetch(&site, &headers, move |cases, actor| cases.series_page(actor, &reference)).await {
        Ok((visitor, page)) => respond(StatusCode::OK, &SeriesDocument::new(&site, &visitor, &page)),
        Err(response) => response,
    }
}

/// This shows the subject of a case in other cases.
pub async fn subject(
    State(site): State<Arc<Site>>,
    reference: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path(reference)) = reference else {
        return Problem::not_found().page(&site, None).into_response();
    };
    match fetch(&site, &headers, move |cases, actor| cases.subject_page(actor, &reference)).await {
        Ok((visitor, page)) => respond(StatusCode::OK, &SubjectDocument::new(&site, &visitor, &page)),
        Err(response) => response,
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn way(reference: &str) -> String {
    format!("/cases/{}", percent_encoded(reference))
}

impl SeriesDocument {
    /// This is the page for a series.
    pub fn new(site: &Site, visitor: &Visitor, series: &SeriesPage) -> Self {
        let unread: u32 = series.unread.iter().map(|(_, count)| count).sum();
        let all = series.reports.len() + usize::try_from(unread).unwrap_or(usize::MAX);
        let own = series.reports.iter().filter(|report| is_here(report)).count();
        let mut counts = vec![format!("{} on this case", counted(own, "report"))];
        counts.extend(
            (series.reports.len() > own)
                .then(|| format!("{} on other cases, told to you", counted(series.reports.len() - own, "report"))),
        );
        counts.extend(series.unread.iter().map(|(whose, count)| {
            let count = usize::try_from(*count).unwrap_or(usize::MAX);
            format!("{} on {whose}, not open to you", counted(count, "report"))
        }));
        let (first, last) = (series.reports.first(), series.reports.last());
        let longest = series.reports.iter().filter_map(|report| report.gap).max();
        let described = match (first, last, longest) {
            (Some(first), Some(last), Some(longest)) => format!(
                "{} from {} to {}; the longest time between two of them was {}.",
                counted(series.reports.len(), "report"),
                first.recorded,
                last.recorded,
                counted(usize::try_from(longest).unwrap_or(0), "day")
            ),
            (Some(only), _, _) => format!("One report, at {}.", only.recorded),
            (None, _, _) => "No report.".to_owned(),
        };
        let end = |report: Option<&SeriesReport>| report.map(|report| report.recorded.clone()).unwrap_or_default();
        Self {
            frame: Frame::new(site, Some(visitor), &format!("Series of case {}", series.reference), Area::Worklist),
            back: way(&series.reference),
            reference: series.reference.clone(),
            heading: format!("{} in the series", counted(all, "report")),
            counts,
            dots: dots(&series.reports),
            described,
            ends: (end(first), end(last)),
            table: (!series.reports.is_empty()).then(|| Table {
                caption: "The reports, oldest first".to_owned(),
                caption_style: CaptionStyle::Heard,
                layout: Layout::Cards,
                columns: vec![
                    Column::plain_words("Recorded"),
                    Column::words("Since the one before"),
                    Column::plain_words("Report"),
                    Column::plain_words("How it belongs"),
                ],
                rows: series.reports.iter().map(row).collect(),
            }),
        }
    }
}

fn is_here(report: &SeriesReport) -> bool {
    report.place == "this case"
}

/// Where each report stands on the line, from the first to the last.
fn dots(reports: &[SeriesReport]) -> Vec<Dot> {
    let first = reports.first().map_or(0, |report| report.at);
    let span = reports.last().map_or(0, |report| report.at - first).max(1);
    let place = |report: &SeriesReport| Dot {
        x: MARGIN + (report.at - first) * (WIDTH - 2 * MARGIN) / span,
        class: if is_here(report) { "holdfast-dot" } else { "holdfast-dot holdfast-dot--other" },
    };
    reports.iter().map(place).collect()
}

fn row(report: &SeriesReport) -> Row {
    let place = match &report.open {
        Some(reference) => Line::Link { text: report.place.clone(), href: way(reference) },
        None => Line::Quiet(capitalised(&report.place)),
    };
    let gap =
        report.gap.map_or_else(|| "The first".to_owned(), |gap| counted(usize::try_from(gap).unwrap_or(0), "day"));
    Row {
        tone: Tone::Plain,
        cells: vec![
            Cell::text(report.recorded.clone()),
            Cell::text(gap),
            Cell(vec![Line::Strong(report.reference.clone()), Line::Text(capitalised(&report.behaviour))]),
            Cell(vec![Line::Text(capitalised(&report.belongs)), place]),
        ],
    }
}

impl SubjectDocument {
    /// This is the page for a subject.
    pub fn new(site: &Site, visitor: &Visitor, subject: &SubjectPage) -> Self {
        let table = |caption: &str, columns: Vec<Column>, rows: Vec<Row>| {
            (!rows.is_empty()).then(|| Table {
                caption: caption.to_owned(),
                caption_style: CaptionStyle::Heard,
                layout: Layout::Cards,
                columns,
                rows,
            })
        };
        Self {
            frame: Frame::new(site, Some(visitor), &format!("Subject of case {}", subject.reference), Area::Worklist),
            back: way(&subject.reference),
            reference: subject.reference.clone(),
            heading: match subject.cases.len() {
                0 => "This subject is in no other case that is known here".to_owned(),
                many => format!("This subject in {}", counted(many, "other case")),
            },
            described: table(
                "The subject, as the reports of this case describe them",
                vec![Column::plain_words("Name"), Column::plain_words("Particulars"), Column::words("Report")],
                subject
                    .described
                    .iter()
                    .map(|person| {
                        let born = person.born.iter().map(|born| Line::Pair("Born".to_owned(), born.clone()));
                        let told =
                            person.particulars.iter().map(|(label, value)| Line::Pair(label.clone(), value.clone()));
                        let lines: Vec<Line> = born.chain(told).collect();
                        let lines = if lines.is_empty() { vec![Line::Quiet("None given".to_owned())] } else { lines };
                        Row {
                            tone: Tone::Plain,
                            cells: vec![
                                Cell::text(capitalised(&person.name)),
                                Cell(lines),
                                Cell::text(person.report.clone()),
                            ],
                        }
                    })
                    .collect(),
            ),
            cases: table(
                "Other cases of this subject",
                vec![
                    Column::plain_words("Case"),
                    Column::words("Person at risk"),
                    Column::words("How it stands"),
                    Column::words("Why"),
                ],
                subject.cases.iter().map(|one| case(one, works_on_links(visitor.actor.role))).collect(),
            ),
        }
    }
}

fn case(case: &SubjectCase, decides: bool) -> Row {
    let name = match &case.open {
        Some(reference) => Line::Link { text: case.case.clone(), href: way(reference) },
        None => Line::Text(capitalised(&case.case)),
    };
    let standing = match &case.standing {
        Some((relationship, grade, status)) => vec![
            Line::Text(capitalised(relationship)),
            Line::Tags(vec![Tag::grade(*grade), Tag::new(capitalised(status), Tone::Plain)]),
        ],
        None => vec![Line::Text("Not open to you".to_owned())],
    };
    let belief = capitalised(&case.belief);
    // Who decides on no link is told what stands, and has no page for it.
    let why = if decides { Line::Link { text: belief, href: pair_address(&case.link) } } else { Line::Text(belief) };
    Row {
        tone: Tone::Plain,
        cells: vec![Cell(vec![name]), Cell::text(case.person.clone()), Cell(standing), Cell(vec![why])],
    }
}
