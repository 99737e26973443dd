//! An address and a form with anything in them, read as the pages read them: `./dev fuzz` gives both what nobody would send.

use crate::forms::sent::{Reading, Sent};
use crate::pages::worklist_query::{WorklistQuery, words};
use axum::Form;
use axum::body::Body;
use axum::extract::{FromRequest, Query, Request};
use casework::views::{Actor, WorklistFilter};
use domain::catalogue::Grade;
use domain::time::{Day, Moment};

/// The filter that the list page takes from the query of an address, and that filter as a query; none where it is refused.
pub fn worklist_query(query: &str, actor: &Actor, teams: &[String]) -> Option<(WorklistFilter, String)> {
    let read = Query::<WorklistQuery>::try_from_uri(&format!("/?{query}").parse().ok()?).ok()?;
    let filter = read.0.filter(actor, teams).ok()?;
    let again = words(&filter);
    Some((filter, again))
}

/// What a form says under the name `at`, by every way of reading; and how much is told to be wrong with each.
pub struct Told {
    /// As a day.
    pub day: (Option<Day>, usize),
    /// As a moment.
    pub moment: (Option<Moment>, usize),
    /// As a whole number.
    pub number: (Option<u16>, usize),
    /// As words of ten characters or more.
    pub words: (Option<String>, usize),
    /// As a list of grades.
    pub grades: (Option<Vec<Grade>>, usize),
}

/// This reads the body of a form; none where it is no form.
pub async fn form(body: Vec<u8>, now: Moment) -> Option<Told> {
    let request = Request::post("/").header("content-type", "application/x-www-form-urlencoded").body(Body::from(body));
    let sent = Sent::read(Form::from_request(request.ok()?, &()).await)?;
    Some(Told {
        day: told(&sent, now, |reading| reading.day("at", "Enter the day")),
        moment: told(&sent, now, |reading| reading.moment("at", "Enter when it was")),
        number: told(&sent, now, |reading| reading.number("at", "Enter how many")),
        words: told(&sent, now, |reading| reading.at_least("at", 10, "Say why")),
        grades: told(&sent, now, |reading| reading.several("at", "Choose grades")),
    })
}

fn told<T>(sent: &Sent, now: Moment, read: impl FnOnce(&mut Reading<'_>) -> Option<T>) -> (Option<T>, usize) {
    let mut reading = Reading::new(sent, now);
    let value = read(&mut reading);
    (value, reading.into_wrong().len())
}
