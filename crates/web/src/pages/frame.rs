//! The frame of every page: title, header, navigation, and the banner of a demonstration.

use crate::assets;
use crate::components::header::Header;
use crate::components::navigation::{Navigation, NavigationItem};
use crate::pages::visit::Visitor;
use crate::router::Site;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

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
            navigation: visitor.map(|visitor| navigation(visitor, area)),
            demonstration: site.demonstration,
            govuk_css: assets::GOVUK_CSS.path,
            holdfast_css: assets::HOLDFAST_CSS.path,
            icon: assets::ICON.path,
        }
    }
}

fn navigation(visitor: &Visitor, area: Area) -> Navigation {
    let item = |text: &str, href: &str, of: Area| NavigationItem {
        text: text.to_owned(),
        href: href.to_owned(),
        active: of == area,
    };
    Navigation {
        items: vec![item("Worklist", "/", Area::Worklist), item("Imports", "/imports", Area::Imports)],
        person: visitor.actor.display_name.clone(),
        role: visitor.actor.role.label().to_owned(),
        token: visitor.form_token.clone(),
    }
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
