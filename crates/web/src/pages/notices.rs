//! Notices of duties: which are soon due or were missed, on which cases, for whom.

use crate::components::table::{CaptionStyle, Cell, Column, Layout, Line, Row, Table};
use crate::components::tag::Tone;
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::visit::{Visitor, fetch, percent_encoded};
use crate::router::Site;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use casework::views::{NoticeView, Notices};
use std::sync::Arc;

/// The page of notices.
#[derive(Template)]
#[template(path = "pages/notices.html")]
pub struct NoticesPage {
    frame: Frame,
    table: Option<Table>,
    more: bool,
}

/// This shows the notices.
pub async fn show(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match fetch(&site, &headers, |cases, actor| cases.notices(actor)).await {
        Ok((visitor, notices)) => respond(StatusCode::OK, &NoticesPage::new(&site, &visitor, &notices)),
        Err(response) => response,
    }
}

impl NoticesPage {
    /// This is the page for a list of notices.
    pub fn new(site: &Site, visitor: &Visitor, notices: &Notices) -> Self {
        let table = Table {
            caption: "Notices, latest first".to_owned(),
            caption_style: CaptionStyle::Heard,
            layout: Layout::Cards,
            columns: vec![
                Column::plain_words("Duty"),
                Column::words("Cases"),
                Column::words("For"),
                Column::words("Notice"),
            ],
            rows: notices.notices.iter().map(row).collect(),
        };
        Self {
            frame: Frame::new(site, Some(visitor), "Notices", Area::Notices),
            table: (!notices.notices.is_empty()).then_some(table),
            more: notices.more,
        }
    }
}

fn row(notice: &NoticeView) -> Row {
    let mut cases: Vec<Line> = Vec::new();
    for case in &notice.cases {
        cases.push(match &case.reference {
            Some(reference) => {
                Line::Link { text: reference.clone(), href: format!("/cases/{}", percent_encoded(reference)) }
            }
            None => Line::Text("A case that nobody of your force may have".to_owned()),
        });
        cases.push(Line::Quiet(format!("due {}", case.due)));
    }
    if notice.more_cases > 0 {
        cases.push(Line::Text(format!("and {} more", notice.more_cases)));
    }
    Row {
        tone: Tone::Plain,
        cells: vec![
            Cell(vec![Line::Strong(format!("{} {}", notice.clock, notice.title)), Line::Text(notice.stages.clone())]),
            Cell(cases),
            Cell::text(notice.to.clone()),
            Cell(vec![Line::Text(notice.made.clone()), Line::Quiet(notice.id.clone())]),
        ],
    }
}
