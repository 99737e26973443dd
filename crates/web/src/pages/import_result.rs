//! An import's result: what became of every row, and what to do about those that could not be placed.

use crate::components::notification_banner::NotificationBanner;
use crate::components::summary_list::SummaryList;
use crate::components::table::{CaptionStyle, Cell, Column, Layout, Line, Row, Table};
use crate::components::tag::Tone;
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::visit::{Visitor, fetch};
use crate::router::Site;
use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::views::{HeldRow, ImportResult};
use std::sync::Arc;

/// The page of one import.
#[derive(Template)]
#[template(path = "pages/import_result.html")]
pub struct ImportResultPage {
    frame: Frame,
    file: String,
    finished: String,
    banner: Option<NotificationBanner>,
    rows: SummaryList,
    outcome: SummaryList,
    held: Option<Table>,
    more: Option<More>,
}

/// Held rows that are not on the page, and the command that shows them.
struct More {
    count: u64,
    command: String,
}

/// This shows an import.
pub async fn show(
    State(site): State<Arc<Site>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path(id)) = id else {
        return Problem::not_found().page(&site, None).into_response();
    };
    match fetch(&site, &headers, move |cases, actor| cases.import_result(actor, &id)).await {
        Ok((visitor, import)) => respond(StatusCode::OK, &ImportResultPage::new(&site, &visitor, &import)),
        Err(response) => response,
    }
}

impl ImportResultPage {
    /// This is the page for an import.
    pub fn new(site: &Site, visitor: &Visitor, import: &ImportResult) -> Self {
        let row = |key: &str, value: u64| (key.to_owned(), value.to_string());
        Self {
            frame: Frame::new(site, Some(visitor), "Import", Area::Imports),
            file: import.file.clone(),
            finished: import.finished.clone().unwrap_or_else(|| "Not finished".to_owned()),
            banner: banner(import),
            rows: SummaryList {
                rows: vec![
                    row("Rows read", import.rows),
                    row("New", import.new_rows),
                    row("Updated a report", import.updated_rows),
                    row("Changed nothing", import.unchanged_rows),
                    row("Held", import.held_rows),
                ],
            },
            outcome: SummaryList {
                rows: vec![
                    row("New reports", import.reports),
                    row("Cases opened", import.cases),
                    row("Reports of the force in a series", import.repeats),
                    row("Pairs that wait for review", import.waiting),
                ],
            },
            held: (!import.held.is_empty()).then(|| held(&import.held)),
            more: import.held.last().filter(|_| import.held_more > 0).map(|last| More {
                count: import.held_more,
                command: format!("holdfast imports {} --after {}", import.id, last.row),
            }),
        }
    }
}

fn banner(import: &ImportResult) -> Option<NotificationBanner> {
    let text = match import.held_rows {
        0 => return None,
        1 => {
            "1 row could not be placed: the report in it is on no worklist. Correct the row and import the file again."
                .to_owned()
        }
        held => format!(
            "{held} rows could not be placed: the reports in them are on no worklist. Correct the rows and import the file again."
        ),
    };
    Some(NotificationBanner { title: "To be corrected".to_owned(), text })
}

fn held(rows: &[HeldRow]) -> Table {
    let row = |held: &HeldRow| {
        let problems = held.problems.iter().map(|(column, problem)| Line::Pair(column.clone(), problem.clone()));
        Row { tone: Tone::Plain, cells: vec![Cell::text(held.row.to_string()), Cell(problems.collect())] }
    };
    Table {
        caption: "Held rows".to_owned(),
        caption_style: CaptionStyle::Heard,
        layout: Layout::Grid,
        columns: vec![Column::words("Row"), Column::words("Column and what is wrong")],
        rows: rows.iter().map(row).collect(),
    }
}
