//! The pages of a new report: drafts, steps, the check, and what came of it. Each step saves what was typed before it is read.

use crate::cases::Failure;
use crate::components::error_summary::ErrorSummary;
use crate::components::tag::capitalised;
use crate::forms::field::{Drawn, anchor, draw};
use crate::forms::sent::{Sent, Wrong};
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::sign_in;
use crate::pages::visit::{Visitor, fetch, is_own};
use crate::report::build::{answers, people, report, wrong_with};
use crate::report::steps::{Step, before, begin, in_order, is_last, next};
use crate::router::Site;
use crate::security::cookies::{CookieKind, read};
use askama::Template;
use axum::Form;
use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use casework::intake::drafts::{DraftView, Steps};
use casework::linking::earlier::Earlier;
use domain::clocks::moment_words;
use domain::time::Moment;
use std::sync::Arc;

/// In the last half hour of a session its pages say so in bold.
const SOON_MICROS: i64 = 30 * 60 * 1_000_000;

/// That a session ends, in words; what is saved outlives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ending {
    /// When.
    pub at: String,
    /// Whether that is soon.
    pub soon: bool,
}

impl Ending {
    /// The end of a session as its pages tell it.
    pub fn of(until: Moment, now: Moment) -> Self {
        Self { at: moment_words(until), soon: until <= now.plus_micros(SOON_MICROS) }
    }
}

/// The address of a step.
pub fn address(id: &str, step: Step) -> String {
    format!("/drafts/{id}/{}", step.slug())
}

/// The address of a case.
pub fn case_address(reference: &str) -> String {
    format!("/cases/{}", crate::pages::visit::percent_encoded(reference))
}

/// What the head of a step's page says.
struct Head {
    back: Option<(String, &'static str)>,
    heading: String,
    guide: &'static str,
    ending: Option<Ending>,
    errors: Option<ErrorSummary>,
    token: String,
}

/// The page of a step.
#[derive(Template)]
#[template(path = "report/step.html")]
pub struct StepPage {
    frame: Frame,
    head: Head,
    action: String,
    from_check: bool,
    remove: Option<&'static str>,
    fields: Vec<Drawn>,
    saved: bool,
}

/// What stands on a draft's pages beside what was typed.
pub struct Around<'a> {
    /// The site.
    pub site: &'a Site,
    /// Who writes it.
    pub visitor: &'a Visitor,
    /// The draft's identifier.
    pub id: &'a str,
    /// When the session ends.
    pub ending: Option<Ending>,
}

impl Around<'_> {
    fn head(&self, step: Step, steps: &Steps, from_check: bool, errors: Option<ErrorSummary>) -> (Frame, Head) {
        let title = step.title();
        let title = if errors.is_some() { format!("Error: {title}") } else { title };
        let back = if from_check { Some(Step::Check) } else { before(steps, step) };
        let back = back.map_or_else(
            || ("/reports/new".to_owned(), "Back to your drafts"),
            |step| (address(self.id, step), if from_check { "Back to your answers" } else { "Back" }),
        );
        let head = Head {
            back: Some(back),
            heading: step.title(),
            guide: step.guide(),
            ending: self.ending.clone(),
            errors,
            token: self.visitor.form_token.clone(),
        };
        (Frame::new(self.site, Some(self.visitor), &title, Area::Report), head)
    }
}

impl StepPage {
    /// This is the page of a step, with what was typed and what is wrong with it.
    pub fn new(
        around: &Around<'_>,
        step: Step,
        steps: &Steps,
        sent: &Sent,
        wrong: &[Wrong],
        teams: &[String],
        from_check: bool,
    ) -> Self {
        let fields = step.fields(teams);
        let problems: Vec<(String, Option<String>)> =
            wrong.iter().map(|wrong| (capitalised(&wrong.words), anchor(&fields, &wrong.field))).collect();
        let saved = !problems.is_empty();
        let errors = saved.then(|| ErrorSummary { title: "There is a problem".to_owned(), problems });
        let remove = match step {
            Step::AtRisk(2..) => Some("Take this person out"),
            Step::Act(2..) => Some("Take this act out"),
            Step::Reporter
            | Step::AtRisk(_)
            | Step::Suspect
            | Step::Earlier
            | Step::Act(_)
            | Step::Four
            | Step::Impact
            | Step::Safety
            | Step::Record
            | Step::Check => None,
        };
        let (frame, head) = around.head(step, steps, from_check, errors);
        Self {
            frame,
            head,
            action: address(around.id, step),
            from_check,
            remove: remove.filter(|_| step.is_further()),
            fields: fields.iter().map(|field| draw(field, sent, wrong)).collect(),
            saved,
        }
    }
}

/// The page of possible earlier reports.
#[derive(Template)]
#[template(path = "report/earlier.html")]
pub struct EarlierPage {
    frame: Frame,
    head: Head,
    described: usize,
    earlier: Vec<Earlier>,
    on: String,
}

impl EarlierPage {
    /// This is the page, with what was found of so many described people.
    pub fn new(around: &Around<'_>, steps: &Steps, earlier: Vec<Earlier>, from_check: bool) -> Self {
        let on = if from_check { Step::Check } else { next(steps, Step::Earlier, false) };
        let (frame, head) = around.head(Step::Earlier, steps, from_check, None);
        Self { frame, head, described: people(steps).len(), earlier, on: address(around.id, on) }
    }
}

/// A part of the check: a step with its answers.
struct Part {
    title: String,
    change: String,
    rows: Vec<(String, String)>,
    graver: bool,
}

/// The page on which the answers are checked.
#[derive(Template)]
#[template(path = "report/check.html")]
pub struct CheckPage {
    frame: Frame,
    head: Head,
    /// What is wrong, each with the step where it is put right.
    wrong: Vec<(String, Option<String>)>,
    parts: Vec<Part>,
    earlier: Vec<Earlier>,
    record: String,
    discard: String,
}

impl CheckPage {
    /// This is the page, with what is wrong.
    pub fn new(
        around: &Around<'_>,
        steps: &Steps,
        wrong: Vec<(String, Option<Step>)>,
        earlier: Vec<Earlier>,
        teams: &[String],
    ) -> Self {
        let part = |step: Step| {
            let sent = begin(steps, step);
            let rows = if steps.contains_key(&step.slug()) { answers(&step.fields(teams), &sent) } else { Vec::new() };
            let graver = step == Step::Impact
                && (["violence", "alarm"].iter().any(|asked| sent.text(asked) == "yes")
                    || !sent.text("changed").is_empty());
            Part { title: step.title(), change: format!("{}?from=check", address(around.id, step)), rows, graver }
        };
        let asked = |step: &Step| !matches!(step, Step::Earlier | Step::Check);
        let link = |step: Step| format!("{}?from=check", address(around.id, step));
        let (mut frame, head) = around.head(Step::Check, steps, false, None);
        if !wrong.is_empty() {
            frame.title = format!("Error: {}", frame.title);
        }
        Self {
            frame,
            head,
            wrong: wrong.into_iter().map(|(words, step)| (capitalised(&words), step.map(link))).collect(),
            parts: in_order(steps).into_iter().filter(asked).map(part).collect(),
            earlier,
            record: format!("/drafts/{}/finish", around.id),
            discard: format!("/drafts/{}/discard", around.id),
        }
    }
}

/// A place of a draft that an address names.
type Place = Result<Path<(String, String)>, PathRejection>;

/// What opening a step found.
struct Opened {
    draft: DraftView,
    teams: Vec<String>,
    earlier: Vec<Earlier>,
    ending: Option<Ending>,
}

/// When the session that asks ends.
fn ending(cases: &dyn crate::cases::Cases, headers: &HeaderMap) -> Option<Ending> {
    let session = read(headers, CookieKind::Session)?;
    cases.session_ends(&session).map(|until| Ending::of(until, cases.now()))
}

/// This opens a step of a draft.
pub async fn open(
    State(site): State<Arc<Site>>,
    place: Place,
    headers: HeaderMap,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let Some((id, slug)) = place.ok().map(|Path(place)| place) else {
        return Problem::not_found().page(&site, None).into_response();
    };
    if slug == "recorded" {
        let told = query.map(|Query(pairs)| pairs).unwrap_or_default();
        let supervisor = told.into_iter().find(|(name, _)| name == "supervisor");
        let supervisor = supervisor.and_then(|(_, told)| ["nobody", "asked"].iter().position(|word| *word == told));
        return super::after::show(&site, &headers, id, supervisor.map(|place| place == 1)).await;
    }
    let Some(step) = Step::read(&slug) else {
        return Problem::not_found().page(&site, None).into_response();
    };
    let from_check =
        query.is_ok_and(|Query(pairs)| pairs.iter().any(|(name, value)| name == "from" && value == "check"));
    let asked = {
        let (id, from) = (id.clone(), headers.clone());
        fetch(&site, &headers, move |cases, actor| {
            let draft = cases.draft(actor, &id)?;
            let looks = matches!(step, Step::Earlier | Step::Check) && !draft.ended;
            let earlier = if looks { cases.earlier_reports(actor, &people(&draft.steps))? } else { Vec::new() };
            Ok(Opened { draft, teams: cases.teams(actor)?, earlier, ending: ending(cases, &from) })
        })
    };
    let (visitor, Opened { draft, teams, earlier, ending }) = match asked.await {
        Ok(found) => found,
        Err(response) => return response,
    };
    if draft.ended {
        return gone(&site, &visitor, &draft);
    }
    let around = Around { site: &site, visitor: &visitor, id: &draft.id, ending };
    match step {
        Step::Earlier => respond(StatusCode::OK, &EarlierPage::new(&around, &draft.steps, earlier, from_check)),
        Step::Check => respond(StatusCode::OK, &CheckPage::new(&around, &draft.steps, Vec::new(), earlier, &teams)),
        Step::Reporter
        | Step::AtRisk(_)
        | Step::Suspect
        | Step::Act(_)
        | Step::Four
        | Step::Impact
        | Step::Safety
        | Step::Record => {
            let sent = begin(&draft.steps, step);
            respond(StatusCode::OK, &StepPage::new(&around, step, &draft.steps, &sent, &[], &teams, from_check))
        }
    }
}

/// A draft that was recorded leads to what came of it; one that was thrown away is not there.
fn gone(site: &Site, visitor: &Visitor, draft: &DraftView) -> Response {
    if draft.recorded.is_some() {
        return Redirect::to(&format!("/drafts/{}/recorded", draft.id)).into_response();
    }
    Problem::not_found().page(site, Some(visitor)).into_response()
}

/// What comes of a step that was sent.
enum Outcome {
    /// It is saved, and this is what the draft says.
    Saved(DraftView),
    /// It is saved, and something is wrong with it.
    Wrong(DraftView, Vec<Wrong>, Vec<String>, Option<Ending>),
    /// It does not belong to the reader's session.
    Stale,
}

/// Names of a form that are no answers.
const NO_ANSWERS: [&str; 4] = ["token", "from", "later", "remove"];

/// This saves a step, and goes on; where something is wrong it is saved as it is, and shown again.
pub async fn save(
    State(site): State<Arc<Site>>,
    place: Place,
    headers: HeaderMap,
    body: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let found = place.ok().and_then(|Path((id, slug))| Some((id, Step::read(&slug)?)));
    let Some((id, step)) = found.filter(|(_, step)| !matches!(step, Step::Earlier | Step::Check)) else {
        return Problem::not_found().page(&site, None).into_response();
    };
    let Some(sent) = Sent::read(body) else {
        return Problem::stale_form().page(&site, None).into_response();
    };
    if let Some(response) = sign_in::kept_if_ended(&site, &headers, &address(&id, step), &sent).await {
        return response;
    }
    let (later, remove) = (sent.text("later") == "yes", step.is_further() && sent.text("remove") == "yes");
    let (from_check, another) = (sent.text("from") == "check", sent.text("another") == "yes");
    let genuine = is_own(&site, &headers, sent.text("token"));
    let typed: Vec<(String, String)> =
        sent.into_pairs().into_iter().filter(|(name, _)| !NO_ANSWERS.contains(&name.as_str())).collect();
    let sent = Sent::from_pairs(typed.clone());
    let asked = {
        let (sent, id, from) = (sent.clone(), id.clone(), headers.clone());
        fetch(&site, &headers, move |cases, actor| {
            if !genuine {
                return Ok(Outcome::Stale);
            }
            cases.save_draft(actor, &id, &step.slug(), (!remove).then_some(typed))?;
            let draft = cases.draft(actor, &id)?;
            let teams = cases.teams(actor)?;
            let wrong = if remove || later { Vec::new() } else { wrong_with(step, &sent, cases.now(), &teams) };
            if wrong.is_empty() {
                return Ok(Outcome::Saved(draft));
            }
            let ending = ending(cases, &from);
            Ok(Outcome::Wrong(draft, wrong, teams, ending))
        })
    };
    match asked.await {
        Ok((_, Outcome::Saved(_))) if later => Redirect::to("/reports/new").into_response(),
        Ok((_, Outcome::Saved(draft))) => {
            let another = another && !remove && is_last(&draft.steps, step);
            let on = if from_check && !another {
                Step::Check
            } else if remove {
                before(&draft.steps, step).unwrap_or(Step::Check)
            } else {
                next(&draft.steps, step, another)
            };
            Redirect::to(&address(&id, on)).into_response()
        }
        Ok((visitor, Outcome::Wrong(draft, wrong, teams, ending))) => {
            let around = Around { site: &site, visitor: &visitor, id: &draft.id, ending };
            let page = StepPage::new(&around, step, &draft.steps, &sent, &wrong, &teams, from_check);
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Ok((visitor, Outcome::Stale)) => Problem::stale_form().page(&site, Some(&visitor)).into_response(),
        Err(response) => response,
    }
}

/// What comes of the button at the end.
enum Recorded {
    Done { supervisor: Option<bool> },
    Again(Box<DraftView>, Vec<(String, Option<Step>)>, Vec<Earlier>, Vec<String>, Option<Ending>),
    Stale,
}

/// This records a draft, once.
pub async fn record(
    State(site): State<Arc<Site>>,
    place: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let (Ok(Path(id)), Some(sent)) = (place, Sent::read(body)) else {
        return Problem::stale_form().page(&site, None).into_response();
    };
    let genuine = is_own(&site, &headers, sent.text("token"));
    let asked = {
        let (id, from) = (id.clone(), headers.clone());
        fetch(&site, &headers, move |cases, actor| {
            if !genuine {
                return Ok(Recorded::Stale);
            }
            let draft = cases.draft(actor, &id)?;
            if draft.recorded.is_some() {
                return Ok(Recorded::Done { supervisor: None });
            }
            let teams = cases.teams(actor)?;
            let wrong = match report(&draft.steps, cases.now(), &teams) {
                Ok(whole) => {
                    let otherwise = whole.beside.otherwise.is_some();
                    match cases.record_draft(actor, &id, whole) {
                        Ok(done) => return Ok(Recorded::Done { supervisor: otherwise.then_some(done.asked) }),
                        Err(Failure::Invalid(wrong)) => wrong.into_iter().map(told_by_the_rules).collect(),
                        Err(other) => return Err(other),
                    }
                }
                Err(wrong) => {
                    cases.refuse(actor, casework::access::Action::RecordReport, &["draft"])?;
                    wrong.into_iter().map(|(step, wrong)| (wrong.words, Some(step))).collect()
                }
            };
            let earlier = cases.earlier_reports(actor, &people(&draft.steps))?;
            Ok(Recorded::Again(Box::new(draft), wrong, earlier, teams, ending(cases, &from)))
        })
    };
    match asked.await {
        Ok((_, Recorded::Done { supervisor })) => {
            let told = match supervisor {
                None => "",
                Some(true) => "?supervisor=asked",
                Some(false) => "?supervisor=nobody",
            };
            Redirect::to(&format!("/drafts/{}/recorded{told}", crate::pages::visit::percent_encoded(&id)))
                .into_response()
        }
        Ok((visitor, Recorded::Again(draft, wrong, earlier, teams, ending))) => {
            let around = Around { site: &site, visitor: &visitor, id: &draft.id, ending };
            let page = CheckPage::new(&around, &draft.steps, wrong, earlier, &teams);
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Ok((visitor, Recorded::Stale)) => Problem::stale_form().page(&site, Some(&visitor)).into_response(),
        Err(response) => response,
    }
}

/// A problem that the use case found, with the step where it is put right.
fn told_by_the_rules((field, words): (String, String)) -> (String, Option<Step>) {
    let step = match field.as_str() {
        "reference" | "team" | "why" => Some(Step::Record),
        "at-risk" | "born" | "person_at_risk" => Some(Step::AtRisk(1)),
        "subject" => Some(Step::Suspect),
        "reporting_victim" => Some(Step::Reporter),
        "occurred" => Some(Step::Act(1)),
        _ => None,
    };
    (format!("{field} {words}"), step)
}

/// This throws a draft away.
pub async fn discard(
    State(site): State<Arc<Site>>,
    place: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let (Ok(Path(id)), Some(sent)) = (place, Sent::read(body)) else {
        return Problem::stale_form().page(&site, None).into_response();
    };
    let genuine = is_own(&site, &headers, sent.text("token"));
    let asked =
        fetch(
            &site,
            &headers,
            move |cases, actor| {
                if genuine { cases.discard_draft(actor, &id).map(|()| true) } else { Ok(false) }
            },
        );
    match asked.await {
        Ok((_, true)) => Redirect::to("/reports/new").into_response(),
        Ok((visitor, false)) => Problem::stale_form().page(&site, Some(&visitor)).into_response(),
        Err(response) => response,
    }
}

/// A draft on the page where a report is begun.
struct Listed {
    begun: String,
    saved: String,
    href: String,
    discard: String,
}

/// The page where a report is begun or gone on with.
#[derive(Template)]
#[template(path = "report/begin.html")]
pub struct BeginPage {
    frame: Frame,
    token: String,
    drafts: Vec<Listed>,
}

impl BeginPage {
    /// This is the page, with the reader's drafts.
    pub fn new(site: &Site, visitor: &Visitor, drafts: Vec<casework::intake::drafts::DraftListed>) -> Self {
        let listed = |draft: casework::intake::drafts::DraftListed| Listed {
            begun: moment_words(draft.started_at),
            saved: moment_words(draft.saved_at),
            href: address(&draft.id, Step::Reporter),
            discard: format!("/drafts/{}/discard", draft.id),
        };
        Self {
            frame: Frame::new(site, Some(visitor), "New report", Area::Report),
            token: visitor.form_token.clone(),
            drafts: drafts.into_iter().map(listed).collect(),
        }
    }
}

/// This shows where a report is begun.
pub async fn list(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match fetch(&site, &headers, |cases, actor| cases.drafts(actor)).await {
        Ok((visitor, drafts)) => respond(StatusCode::OK, &BeginPage::new(&site, &visitor, drafts)),
        Err(response) => response,
    }
}

/// This begins a draft.
pub async fn start(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    body: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Some(sent) = Sent::read(body) else {
        return Problem::stale_form().page(&site, None).into_response();
    };
    let genuine = is_own(&site, &headers, sent.text("token"));
    let asked =
        fetch(&site, &headers, move |cases, actor| if genuine { cases.start_draft(actor).map(Some) } else { Ok(None) });
    match asked.await {
        Ok((_, Some(id))) => Redirect::to(&address(&id, Step::Reporter)).into_response(),
        Ok((visitor, None)) => Problem::stale_form().page(&site, Some(&visitor)).into_response(),
        Err(response) => response,
    }
}
