//! The page around an act on a case: it is opened, filled in, refused with everything that was typed still in it, or done.

use crate::acts;
use crate::cases::{Beside, Cases, Failure};
use crate::components::button::{Button, ButtonStyle};
use crate::components::error_summary::ErrorSummary;
use crate::components::tag::{Tag, capitalised};
use crate::components::timeline::Timeline;
use crate::forms::field::{Asked, Drawn, Field, anchor, draw, home};
use crate::forms::sent::{Reading, Sent, Wrong};
use crate::pages::case::header_tags;
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::sign_in::kept_if_ended;
use crate::pages::visit::{Visitor, fetch, percent_encoded};
use crate::router::Site;
use crate::security::form_token::random_visit;
use askama::Template;
use axum::Form;
use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use casework::access::Action;
use casework::cases::act::{Act, Acted};
use casework::cases::once::RequestKey;
use casework::views::{Actor, CasePage};
use std::sync::Arc;

/// The parts of the work on a case; forms of one part stand together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Who has it, notes and actions.
    Handling,
    /// What was done to the person at risk, and by whom.
    Conduct,
    /// Risk and red flags.
    Risk,
    /// The decision on protection, and measures.
    Protection,
    /// The person at risk: contact, rights, advocates.
    Person,
    /// Reviews and closure.
    Closure,
    /// Who may have the case.
    Access,
}

impl Part {
    /// Every part, in the order of a page.
    pub const ALL: &'static [Self] =
        &[Self::Conduct, Self::Risk, Self::Protection, Self::Person, Self::Handling, Self::Closure, Self::Access];
    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Handling => "Handling",
            Self::Conduct => "Acts and people",
            Self::Risk => "Risk",
            Self::Protection => "Protection",
            Self::Person => "The person at risk",
            Self::Closure => "Review and closure",
            Self::Access => "Who may have the case",
        }
    }
}

/// A form for one act on a case.
#[derive(Clone, Copy, Debug)]
pub struct ActForm {
    /// Its place in addresses: lower-case words with hyphens.
    pub slug: &'static str,
    /// What the policies are asked before it is offered; the use case asks again.
    pub action: Action,
    /// Where it stands.
    pub part: Part,
    /// What is done, as a heading and as a link.
    pub title: &'static str,
    /// What the button says.
    pub button: &'static str,
    /// What is said when it is done, as a sentence.
    pub done: &'static str,
    /// What whoever fills it in should know, in a sentence or two.
    pub guide: &'static str,
    /// The next actions, by code, that it does.
    pub does: &'static [&'static str],
    /// Whether it is offered as the case stands; the rules decide when it is sent.
    pub offered: fn(&CasePage) -> bool,
    /// What is asked.
    pub fields: fn(&CasePage) -> Vec<Field>,
    /// What the answers are before anybody typed.
    pub begin: fn(&CasePage) -> Sent,
    /// What the answers mean; none where something is wrong, which is told to the reading.
    pub read: fn(&mut Reading<'_>) -> Option<Act>,
}

/// A form is offered however the case stands.
pub const ALWAYS: fn(&CasePage) -> bool = |_| true;
/// A form begins empty.
pub const EMPTY: fn(&CasePage) -> Sent = |_| Sent::default();

/// Whether a form is worth a link for the reader of a case. Nothing depends on it: the use case decides, and puts it on record.
pub fn is_offered(form: &ActForm, case: &CasePage) -> bool {
    case.may.contains(&form.action.code()) && (form.offered)(case)
}

/// The address of a form.
pub fn address(reference: &str, form: &ActForm) -> String {
    format!("/cases/{}/do/{}", percent_encoded(reference), form.slug)
}

/// The page of a form.
#[derive(Template)]
#[template(path = "forms/act.html")]
pub struct ActPage {
    frame: Frame,
    back: String,
    action: String,
    reference: String,
    tags: Vec<Tag>,
    heading: &'static str,
    guide: &'static str,
    since: Option<Timeline>,
    errors: Option<ErrorSummary>,
    lines: Vec<String>,
    token: String,
    key: String,
    seen: u64,
    fields: Vec<Drawn>,
    button: Button,
}

/// How a form stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It was opened.
    Open,
    /// What is wrong with fields.
    Wrong(Vec<Wrong>),
    /// It was refused: why, what to do, and further lines.
    Refused(String, String, Vec<String>),
    /// Somebody worked on the case since it was read, after so many events.
    Changed(u64),
}

impl ActPage {
    /// This is the page of a form on a case, with what was typed.
    pub fn new(
        site: &Site,
        visitor: &Visitor,
        case: &CasePage,
        form: &ActForm,
        sent: &Sent,
        key: String,
        state: &Standing,
    ) -> Self {
        let fields = (form.fields)(case);
        let wrong: &[Wrong] = if let Standing::Wrong(wrong) = state { wrong } else { &[] };
        let at_home =
            |wrong: &Wrong| Wrong { field: home(&fields, &wrong.field).to_owned(), words: wrong.words.clone() };
        let wrong: Vec<Wrong> = wrong.iter().map(at_home).collect();
        let problems: Vec<(String, Option<String>)> = match state {
            Standing::Open => Vec::new(),
            Standing::Wrong(_) => {
                wrong.iter().map(|one| (summary_of(one, &wrong, &fields), anchor(&fields, &one.field))).collect()
            }
            Standing::Refused(why, hint, _) => vec![(sentence(why), None), (sentence(hint), None)],
            Standing::Changed(_) => vec![(
                "Somebody worked on this case since you opened this page. Read what was done below, and send it again if it still applies."
                    .to_owned(),
                None,
            )],
        };
        let since = match state {
            Standing::Changed(seen) => {
                Some(Timeline { items: case.timeline.iter().filter(|item| item.number >= *seen).cloned().collect() })
            }
            Standing::Open | Standing::Wrong(_) | Standing::Refused(..) => None,
        };
        let lines = if let Standing::Refused(_, _, lines) = state { lines.clone() } else { Vec::new() };
        let title = if problems.is_empty() { form.title.to_owned() } else { format!("Error: {}", form.title) };
        Self {
            frame: Frame::new(site, Some(visitor), &title, Area::Worklist),
            back: format!("/cases/{}", percent_encoded(&case.reference)),
            action: address(&case.reference, form),
            reference: case.reference.clone(),
            tags: header_tags(case),
            heading: form.title,
            guide: form.guide,
            since,
            errors: (!problems.is_empty()).then(|| ErrorSummary { title: "There is a problem".to_owned(), problems }),
            lines,
            token: visitor.form_token.clone(),
            key,
            seen: match state {
                // Nobody was told yet what was done since: that is asked again when the form is sent again.
                Standing::Wrong(_) | Standing::Refused(..) => sent.text("seen").parse().unwrap_or(case.events),
                Standing::Open | Standing::Changed(_) => case.events,
            },
            fields: fields.iter().map(|field| draw(field, sent, &wrong)).collect(),
            button: Button { text: form.button.to_owned(), style: ButtonStyle::Primary },
        }
    }
}

/// A problem in the summary. Where several are told in the same words, each says which question it is about.
fn summary_of(problem: &Wrong, all: &[Wrong], fields: &[Field]) -> String {
    let words = capitalised(&problem.words);
    let alone = all.iter().filter(|other| other.words == problem.words).count() < 2;
    let field = fields.iter().find(|field| field.name == problem.field && !alone);
    field.map_or(words.clone(), |field| format!("{}: {}", words.split(';').next().unwrap_or(&words), field.label))
}

/// Words as a sentence: they begin with a capital and end with a stop.
fn sentence(words: &str) -> String {
    let words = capitalised(words.trim_end_matches('.'));
    format!("{words}.")
}

/// The page after an act that leaves its reader something to know.
#[derive(Template)]
#[template(path = "forms/done.html")]
pub struct DonePage {
    frame: Frame,
    back: String,
    heading: String,
    warnings: Vec<String>,
    next: Option<String>,
    onward: &'static str,
}

impl DonePage {
    /// This is the page after an act.
    pub fn new(site: &Site, visitor: &Visitor, form: &ActForm, acted: &Acted) -> Self {
        Self {
            frame: Frame::new(site, Some(visitor), "Done", Area::Worklist),
            back: format!("/cases/{}", percent_encoded(&acted.reference)),
            heading: form.done.trim_end_matches('.').to_owned(),
            warnings: acted.warnings.iter().map(|warning| sentence(warning)).collect(),
            next: Some(acted.next_action.clone()),
            onward: "Go to the case",
        }
    }
    /// This is the page after an act that takes the case from its reader.
    pub fn away(site: &Site, visitor: &Visitor, form: &ActForm, acted: &Acted) -> Self {
        Self { back: "/".to_owned(), next: None, onward: "Go to the worklist", ..Self::new(site, visitor, form, acted) }
    }
}

/// The page on which the outcome of a decision is chosen, before its form is filled in.
#[derive(Template)]
#[template(path = "forms/choice.html")]
pub struct ChoicePage {
    frame: Frame,
    back: String,
    reference: String,
    tags: Vec<Tag>,
    heading: &'static str,
    guide: &'static str,
    /// Each with its address, its words, and what it needs.
    ways: Vec<(String, String, String)>,
}

impl ChoicePage {
    /// This is the page of a case whose question of protection is open, for what the reader may do.
    pub fn new(site: &Site, visitor: &Visitor, case: &CasePage) -> Self {
        let way = |(slug, needs): &(&str, &str)| {
            let form = acts::by_slug(slug).filter(|form| is_offered(form, case))?;
            Some((address(&case.reference, form), form.title.to_owned(), (*needs).to_owned()))
        };
        Self {
            frame: Frame::new(site, Some(visitor), acts::DECIDE_TITLE, Area::Worklist),
            back: format!("/cases/{}", percent_encoded(&case.reference)),
            reference: case.reference.clone(),
            tags: header_tags(case),
            heading: acts::DECIDE_TITLE,
            guide: "Choose what is decided; each asks for what it needs. Until a decision counts, the duty to decide runs on.",
            ways: acts::OUTCOMES.iter().filter_map(way).collect(),
        }
    }
}

/// This opens the page on which an outcome is chosen.
async fn choose(site: &Arc<Site>, headers: &HeaderMap, reference: String) -> Response {
    let asked = fetch(site, headers, move |cases, actor| {
        let case = cases.case_page(actor, &reference)?;
        begun(cases, actor, &case, Action::RecordDecision).map(|()| case)
    });
    let (visitor, case) = match asked.await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let page = ChoicePage::new(site, &visitor, &case);
    if page.ways.is_empty() {
        return Problem::of(nothing_to_decide()).page(site, Some(&visitor)).into_response();
    }
    respond(StatusCode::OK, &page)
}

/// A form that is not for the reader's role is not opened: that it was asked for is on record.
fn begun(cases: &dyn Cases, actor: &Actor, case: &CasePage, action: Action) -> Result<(), Failure> {
    if case.may.contains(&action.code()) {
        return Ok(());
    }
    match cases.may_begin(actor, &case.reference, action) {
        Err(Failure::Refused { .. }) => Err(not_for_the_role(action)),
        other => other,
    }
}

fn nothing_to_decide() -> Failure {
    Failure::Refused {
        why: "there is nothing to decide on this case now".to_owned(),
        hint: "read on its page how the decision stands".to_owned(),
        lines: Vec::new(),
    }
}

/// This opens a form.
pub async fn open(
    State(site): State<Arc<Site>>,
    place: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    if let Ok(Path((reference, slug))) = &place
        && slug == acts::DECIDE
    {
        return choose(&site, &headers, reference.clone()).await;
    }
    let Some((reference, form)) = found(place) else {
        return Problem::not_found().page(&site, None).into_response();
    };
    let asked = fetch(&site, &headers, move |cases, actor| {
        let case = cases.case_page(actor, &reference)?;
        begun(cases, actor, &case, form.action).map(|()| case)
    });
    let (visitor, case) = match asked.await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let Ok(key) = random_visit() else {
        return Problem::of(Failure::Unavailable).page(&site, Some(&visitor)).into_response();
    };
    let mut sent = (form.begin)(&case);
    for (name, value) in query.map(|Query(pairs)| pairs).unwrap_or_default() {
        // A link may choose from a list, such as which flag; nothing else of an address is put into a form.
        if (form.fields)(&case).iter().any(|field| field.name == name && lists(&field.asked, &value)) {
            sent.put(&name, value);
        }
    }
    respond(StatusCode::OK, &ActPage::new(&site, &visitor, &case, form, &sent, key, &Standing::Open))
}

fn lists(asked: &Asked, value: &str) -> bool {
    match asked {
        Asked::One(items) | Asked::OneOfFew(items) | Asked::Pick(items) | Asked::Several(items) => {
            items.iter().any(|(code, _, _)| code == value)
        }
        Asked::Line | Asked::Words(_) | Asked::Day | Asked::Moment | Asked::Told(_) | Asked::Carried(_) => false,
    }
}

/// The case and the form that an address names.
fn found(place: Result<Path<(String, String)>, PathRejection>) -> Option<(String, &'static ActForm)> {
    let Path((reference, slug)) = place.ok()?;
    Some((reference, acts::by_slug(&slug)?))
}

fn not_for_the_role(action: Action) -> Failure {
    Failure::Refused {
        why: format!("your role does not allow you to {}", action.label()),
        hint: "ask somebody whose role allows it: a supervisor, or the stalking unit".to_owned(),
        lines: Vec::new(),
    }
}

/// This does what a form asks for.
pub async fn submit(
    State(site): State<Arc<Site>>,
    place: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
    body: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Some((reference, form)) = found(place) else {
        return Problem::not_found().page(&site, None).into_response();
    };
    let Some(sent) = Sent::read(body) else {
        return Problem::stale_form().page(&site, None).into_response();
    };
    if let Some(response) = kept_if_ended(&site, &headers, &address(&reference, form), &sent).await {
        return response;
    }
    let (key, token) = (sent.text("key").to_owned(), sent.text("token").to_owned());
    let seen: Option<u64> = sent.text("seen").parse().ok();
    let (Some(request), Some(seen)) = (RequestKey::read(&key), seen) else {
        return Problem::stale_form().page(&site, None).into_response();
    };
    let asked = {
        let (sent, reference) = (sent.clone(), reference.clone());
        let form_key = Arc::clone(&site);
        let session = crate::security::cookies::read(&headers, crate::security::cookies::CookieKind::Session);
        let genuine = session.is_some_and(|session| form_key.form_key.accepts(&session, &token));
        fetch(&site, &headers, move |cases, actor| {
            if !genuine {
                return Ok(Outcome::Stale);
            }
            let mut reading = Reading::new(&sent, cases.now()).by(&actor.name);
            let state = match (form.read)(&mut reading) {
                Some(act) => {
                    let beside = Beside { key: Some(request), sent: Some(sent.as_asked()), seen: Some(seen) };
                    match cases.act(actor, &reference, act, beside) {
                        Ok(acted) => return Ok(Outcome::Done(acted)),
                        Err(Failure::Refused { why, hint, lines }) => Standing::Refused(why, hint, lines),
                        Err(Failure::Invalid(wrong)) => {
                            Standing::Wrong(wrong.into_iter().map(|(field, words)| Wrong { field, words }).collect())
                        }
                        Err(Failure::Changed) => Standing::Changed(seen),
                        // What was named in the form, or the case itself: then there is no page to draw again either.
                        Err(Failure::NotFound) => Standing::Refused(
                            "what you named here was not found, or you may not see it".to_owned(),
                            "check how it is written, and send it again".to_owned(),
                            Vec::new(),
                        ),
                        Err(other) => return Err(other),
                    }
                }
                None => {
                    cases.refuse(actor, form.action, &[form.slug])?;
                    Standing::Wrong(reading.into_wrong())
                }
            };
            // The page is drawn again with what was typed, as the case is now.
            Ok(Outcome::Again(Box::new(cases.case_page(actor, &reference)?), state))
        })
    };
    match asked.await {
        Ok((visitor, Outcome::Done(acted))) if form.slug == acts::OWN_CONNECTION => {
            respond(StatusCode::OK, &DonePage::away(&site, &visitor, form, &acted))
        }
        Ok((visitor, Outcome::Done(acted))) if acted.warnings.is_empty() => {
            drop(visitor);
            Redirect::to(&format!("/cases/{}?done={}", percent_encoded(&acted.reference), form.slug)).into_response()
        }
        Ok((visitor, Outcome::Done(acted))) => respond(StatusCode::OK, &DonePage::new(&site, &visitor, form, &acted)),
        Ok((visitor, Outcome::Stale)) => Problem::stale_form().page(&site, Some(&visitor)).into_response(),
        Ok((visitor, Outcome::Again(case, state))) => {
            let status = match state {
                Standing::Changed(_) => StatusCode::CONFLICT,
                Standing::Open | Standing::Wrong(_) | Standing::Refused(..) => StatusCode::UNPROCESSABLE_ENTITY,
            };
            respond(status, &ActPage::new(&site, &visitor, &case, form, &sent, key, &state))
        }
        Err(response) => response,
    }
}

/// What came of a form.
enum Outcome {
    /// It was done.
    Done(Acted),
    /// It does not belong to the reader's session.
    Stale,
    /// It is shown again.
    Again(Box<CasePage>, Standing),
}
