//! Imports: which files came in, and whether rows of them wait for someone.

use crate::components::table::{CaptionStyle, Cell, Column, Layout, Line, Row, Table};
use crate::components::tag::Tone;
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::visit::{Visitor, fetch, percent_encoded};
use crate::router::Site;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use casework::views::ImportResult;
use std::sync::Arc;

/// The page of imports.
#[derive(Template)]
#[template(path = "pages/imports.html")]
pub struct ImportsPage {
    frame: Frame,
    table: Option<Table>,
}

/// This shows the imports.
pub async fn show(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match fetch(&site, &headers, |cases, actor| cases.imports(actor)).await {
        Ok((visitor, imports)) => respond(StatusCode::OK, &ImportsPage::new(&site, &visitor, &imports)),
        Err(response) => response,
    }
}

impl ImportsPage {
    /// This is the page for a list of imports.
    pub fn new(site: &Site, visitor: &Visitor, imports: &[ImportResult]) -> Self {
        let table = Table {
            caption: "Imports, newest first".to_owned(),
            caption_style: CaptionStyle::Heard,
            layout: Layout::Cards,
            columns: vec![
                Column::words("File"),
                Column::numeric("Rows"),
                Column::numeric("New reports"),
                Column::numeric("Updated"),
                Column::numeric("Held"),
            ],
            rows: imports.iter().map(row).collect(),
        };
        Self {
            frame: Frame::new(site, Some(visitor), "Imports", Area::Imports),
            table: (!imports.is_empty()).then_some(table),
        }
    }
}

fn row(import: &ImportResult) -> Row {
    let held = match import.held_rows {
        0 => Cell::text("0"),
        held => Cell(vec![Line::Bad(held.to_string())]),
    };
    Row {
        tone: if import.held_rows > 0 { Tone::Notice } else { Tone::Plain },
        cells: vec![
            Cell(vec![
                Line::Link { text: import.file.clone(), href: format!("/imports/{}", percent_encoded(&import.id)) },
                Line::Quiet(import.finished.clone().unwrap_or_else(|| "Not finished".to_owned())),
            ]),
            Cell::text(import.rows.to_string()),
            Cell::text(import.reports.to_string()),
            Cell::text(import.updated_rows.to_string()),
            held,
        ],
    }
}
