//! The frame of every page: title, header, navigation, and the banner of a demonstration.

use crate::assets;
use crate::components::header::Header;
use crate::components::navigation::{Navigation, NavigationItem};
use crate::pages::visit::Visitor;
use crate::router::Site;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use casework::access::{Action, ForceFacts, Installation, decide_for_force};
use casework::linking::review::works_on_links;
use casework::views::Actor;

/// What surrounds the main part of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The title in the browser, without personal data: it stays in the history.
    pub title: String,
    /// The header.
    pub header: Header,
    /// The navigation, for whoever has signed in.
    pub navigation: Option<Navigation>,
    /// Whether every person in the database is invented.
    pub demonstration: bool,
    /// That duties are not being watched, if so: on every page, for everybody.
    pub alarm: Option<String>,
    /// The address of govuk-frontend's style sheet.
    pub govuk_css: &'static str,
    /// The address of our own style sheet.
    pub holdfast_css: &'static str,
    /// The address of the icon.
    pub icon: &'static str,
}

/// The areas of the service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Area {
    /// The worklist and the cases on it.
    Worklist,
    /// A new report, and drafts of one.
    Report,
    /// The search for cases.
    Search,
    /// Notices of duties.
    Notices,
    /// Pairs that wait for a person.
    Links,
    /// Tasks of the stalking unit.
    Tasks,
    /// What came from other systems.
    Imports,
    /// None: a page that says what is wrong.
    Elsewhere,
}

impl Frame {
    /// This is the frame of a page for a reader.
    pub fn new(site: &Site, visitor: Option<&Visitor>, title: &str, area: Area) -> Self {
        Self {
            title: format!("{title} – Holdfast"),
            header: Header { name: "Holdfast".to_owned(), href: "/".to_owned() },
            navigation: visitor.map(|visitor| navigation(site, visitor, area)),
            demonstration: site.demonstration,
            alarm: site.watched.alarm(),
            govuk_css: assets::GOVUK_CSS.path,
            holdfast_css: assets::HOLDFAST_CSS.path,
            icon: assets::ICON.path,
        }
    }
}

fn navigation(site: &Site, visitor: &Visitor, area: Area) -> Navigation {
    let item = |text: &str, href: &str, of: Area| {
        let item = NavigationItem { text: text.to_owned(), href: href.to_owned(), active: of == area };
        may_open(&visitor.actor, site.demonstration, of).then_some(item)
    };
    Navigation {
        items: [
            item("Worklist", "/", Area::Worklist),
            item("New report", "/reports/new", Area::Report),
            item("Search", "/search", Area::Search),
            item("Notices", "/notices", Area::Notices),
            item("Links", "/links", Area::Links),
            item("Tasks", "/tasks", Area::Tasks),
            item("Imports", "/imports", Area::Imports),
        ]
        .into_iter()
        .flatten()
        .collect(),
        person: visitor.actor.display_name.clone(),
        role: visitor.actor.role.label().to_owned(),
        token: visitor.form_token.clone(),
    }
}

/// Whether an area is worth a link for a reader. Nothing depends on it: the use cases decide, and put it on record.
pub fn may_open(actor: &Actor, demonstration: bool, area: Area) -> bool {
    let action = match area {
        Area::Worklist => Action::ViewWorklist,
        Area::Links | Area::Tasks if !works_on_links(actor.role) => return false,
        Area::Links | Area::Tasks => Action::ViewWorklist,
        Area::Report => Action::RecordReport,
        Area::Search => Action::SearchCases,
        Area::Notices => Action::ViewNotices,
        Area::Imports => Action::ViewImport,
        Area::Elsewhere => return true,
    };
    let installation = if demonstration { Installation::Demonstration } else { Installation::Live };
    decide_for_force(actor, action, &ForceFacts { force: actor.force.clone(), installation }).allowed
}

/// This renders a page, or says plainly that it could not be.
pub fn respond(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "This page could not be shown. Reload it, and if that does not help, call support.",
        )
            .into_response(),
    }
}
