//! Search: cases by a reference, a name, a number or words. What is typed names people, so it is sent as a form and stands in no address.

use crate::components::button::{Button, ButtonStyle};
use crate::components::error_summary::ErrorSummary;
use crate::components::input::{Input, InputKind};
use crate::components::table::{CaptionStyle, Cell, Column, Layout, Line, Row, Table};
use crate::components::tag::{Tag, Tone, capitalised};
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::visit::{Visitor, fetch, percent_encoded};
use crate::router::Site;
use crate::security::cookies::{CookieKind, read};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::access::Action;
use casework::views::{Found, FoundCase};
use domain::search::{Asked, CHARACTERS_MAX, Unaskable, WORDS_MAX};
use serde::Deserialize;
use std::sync::Arc;

/// The name of the one field.
const FIELD: &str = "words";

/// What can be entered.
const HINT: &str = "Everything that you enter must be on record of one case: a case or report reference, names, a date of birth, a \
telephone number, an e-mail address, an online account, a postcode, a vehicle, words of what was said. Spaces, capitals and accents \
do not matter.";

/// The search page.
#[derive(Template)]
#[template(path = "pages/search.html")]
pub struct SearchPage {
    frame: Frame,
    heading: String,
    errors: Option<ErrorSummary>,
    token: String,
    words: Input,
    button: Button,
    table: Option<Table>,
    notice: Option<String>,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct SearchForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    token: String,
}

/// How the page stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SearchState {
    /// It was opened.
    Open,
    /// What was typed cannot be looked for.
    Wrong(Unaskable),
    /// What was found.
    Found(Found),
}

/// This shows the form.
pub async fn open(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match fetch(&site, &headers, |_, _| Ok(())).await {
        Ok((visitor, ())) => respond(StatusCode::OK, &SearchPage::new(&site, &visitor, "", &SearchState::Open)),
        Err(response) => response,
    }
}

/// This searches.
pub async fn submit(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    sent: Result<Form<SearchForm>, FormRejection>,
) -> Response {
    let own = |sent: &SearchForm| {
        read(&headers, CookieKind::Session).is_some_and(|session| site.form_key.accepts(&session, &sent.token))
    };
    let words = sent.ok().filter(|Form(sent)| own(sent)).map(|Form(sent)| sent.words);
    let typed = words.clone().unwrap_or_default();
    let answer = fetch(&site, &headers, move |cases, actor| {
        let Some(words) = words else { return Ok(None) };
        if let Err(wrong) = Asked::read(&words) {
            cases.refuse(actor, Action::SearchCases, &[FIELD])?;
            return Ok(Some(SearchState::Wrong(wrong)));
        }
        cases.search(actor, &words).map(|found| Some(SearchState::Found(found)))
    });
    match answer.await {
        Ok((visitor, Some(state))) => {
            let status = match state {
                SearchState::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
                SearchState::Open | SearchState::Found(_) => StatusCode::OK,
            };
            respond(status, &SearchPage::new(&site, &visitor, &typed, &state))
        }
        Ok((visitor, None)) => Problem::stale_form().page(&site, Some(&visitor)).into_response(),
        Err(response) => response,
    }
}

impl SearchPage {
    /// This is the page in a state, with what was typed in its field.
    pub fn new(site: &Site, visitor: &Visitor, typed: &str, state: &SearchState) -> Self {
        let (heading, error, rows, notice) = match state {
            SearchState::Open => ("Search".to_owned(), None, None, None),
            SearchState::Wrong(wrong) => ("Search".to_owned(), Some(what_to_do(*wrong)), None, None),
            SearchState::Found(found) => (count(found), None, Some(&found.rows), advice(found)),
        };
        let problems = error.iter().map(|text| (text.clone(), Some(FIELD.to_owned()))).collect();
        let title = if error.is_some() { format!("Error: {heading}") } else { heading.clone() };
        Self {
            frame: Frame::new(site, Some(visitor), &title, Area::Search),
            heading,
            errors: error.is_some().then(|| ErrorSummary { title: "There is a problem".to_owned(), problems }),
            token: visitor.form_token.clone(),
            words: Input {
                name: FIELD.to_owned(),
                label: "Reference, name, number or words".to_owned(),
                kind: InputKind::Text,
                hint: Some(HINT.to_owned()),
                value: typed.to_owned(),
                autocomplete: "off".to_owned(),
                error,
            },
            button: Button { text: "Search".to_owned(), style: ButtonStyle::Primary },
            table: rows.filter(|rows| !rows.is_empty()).map(|rows| table(rows)),
            notice,
        }
    }
}

fn what_to_do(wrong: Unaskable) -> String {
    match wrong {
        Unaskable::Nothing => "Enter a reference, a name, a number or a word".to_owned(),
        Unaskable::TooMuch => format!("Enter at most {WORDS_MAX} words and {CHARACTERS_MAX} characters"),
    }
}

fn count(found: &Found) -> String {
    match (found.rows.len(), found.more) {
        (0, _) => "No case found".to_owned(),
        (1, false) => "1 case found".to_owned(),
        (many, false) => format!("{many} cases found"),
        (many, true) => format!("More than {many} cases found"),
    }
}

fn advice(found: &Found) -> Option<String> {
    if found.rows.is_empty() {
        // The same whether there is nothing or it is kept from the reader.
        return Some(
            "Nothing that you may see has all of this on record. Enter less of it, or another spelling.".to_owned(),
        );
    }
    found.more.then(|| format!("Here are {} of them. Enter more to narrow the search.", found.rows.len()))
}

fn table(rows: &[FoundCase]) -> Table {
    Table {
        caption: "Cases found, open ones first, then by danger".to_owned(),
        caption_style: CaptionStyle::Heard,
        layout: Layout::Cards,
        columns: vec![
            Column::plain_words("Case"),
            Column::words("Found by"),
            Column::words("Status"),
            Column::plain_words("Risk"),
        ],
        rows: rows.iter().map(row).collect(),
    }
}

fn row(found: &FoundCase) -> Row {
    let whose = match &found.officer {
        Some(officer) => format!("{officer}, {}", found.team),
        None => format!("No officer, {}", found.team),
    };
    Row {
        tone: Tone::Plain,
        cells: vec![
            Cell(vec![
                Line::Link {
                    text: found.reference.clone(),
                    href: format!("/cases/{}", percent_encoded(&found.reference)),
                },
                Line::Text(format!("Relationship: {}", found.relationship)),
                Line::Quiet(whose),
            ]),
            Cell::text(capitalised(&found.found_by.join(", "))),
            Cell(vec![
                Line::Text(capitalised(&found.status)),
                Line::Quiet(format!("Protection now: {}", found.protection)),
            ]),
            Cell(vec![Line::Tags(vec![Tag::grade(found.grade)])]),
        ],
    }
}
