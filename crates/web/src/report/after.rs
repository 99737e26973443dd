//! The last page of a new report: what was opened, what happens next, and the help that there is.

use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::visit::{Visitor, fetch, percent_encoded};
use crate::router::Site;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::house::support::Support;
use casework::intake::report::RecordedReport;
use casework::views::CasePage;
use std::sync::Arc;

/// A case that was opened, with what happens on it next.
struct Opened {
    reference: String,
    href: String,
    next: String,
    clocks: Vec<(String, String, String)>,
}

/// The page after a report was recorded.
#[derive(Template)]
#[template(path = "report/after.html")]
pub struct AfterPage {
    frame: Frame,
    reference: String,
    supervisor: Option<bool>,
    cases: Vec<Opened>,
    hidden: usize,
    help: Vec<Support>,
}

impl AfterPage {
    /// This is the page of a report, with those of its cases that the reader may open.
    pub fn new(
        site: &Site,
        visitor: &Visitor,
        recorded: &RecordedReport,
        cases: &[CasePage],
        help: Vec<Support>,
        supervisor: Option<bool>,
    ) -> Self {
        let opened = |case: &CasePage| Opened {
            reference: case.reference.clone(),
            href: format!("/cases/{}", percent_encoded(&case.reference)),
            next: case.next_action.clone(),
            clocks: case
                .clocks
                .iter()
                .filter(|clock| clock.state == "running")
                .map(|clock| (clock.title.clone(), clock.due.clone(), format!("{}, {}", clock.code, clock.basis)))
                .collect(),
        };
        Self {
            frame: Frame::new(site, Some(visitor), "The report is recorded", Area::Report),
            reference: recorded.reference.clone(),
            supervisor,
            cases: cases.iter().map(opened).collect(),
            hidden: recorded.cases.len().saturating_sub(cases.len()),
            help,
        }
    }
}

/// This shows what came of a draft.
pub async fn show(site: &Arc<Site>, headers: &HeaderMap, id: String, supervisor: Option<bool>) -> Response {
    let asked = fetch(site, headers, move |cases, actor| {
        let Some(recorded) = cases.draft(actor, &id)?.recorded else { return Ok(None) };
        let opened: Vec<CasePage> =
            recorded.cases.iter().filter_map(|reference| cases.case_page(actor, reference).ok()).collect();
        Ok(Some((recorded, opened, cases.support(actor)?)))
    });
    match asked.await {
        Ok((visitor, Some((recorded, opened, help)))) => {
            respond(StatusCode::OK, &AfterPage::new(site, &visitor, &recorded, &opened, help, supervisor))
        }
        Ok((visitor, None)) => Problem::not_found().page(site, Some(&visitor)).into_response(),
        Err(response) => response,
    }
}
