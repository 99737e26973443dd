//! Links: the pairs that wait for a person, one at a time, side by side with what speaks for and against them; and any pair again.

use crate::cases::{Cases, Failure, Opinion, Pass};
use crate::components::error_summary::ErrorSummary;
use crate::components::notification_banner::NotificationBanner;
use crate::components::table::{CaptionStyle, Cell, Column, Layout, Line, Row, Table};
use crate::components::tag::{Tone, capitalised};
use crate::components::textarea::TextArea;
use crate::forms::sent::Sent;
use crate::pages::case::signed;
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::sign_in::kept_if_ended;
use crate::pages::visit::{Visitor, fetch, is_own, percent_encoded};
use crate::router::Site;
use askama::Template;
use axum::Form;
use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use casework::access::Action;
use casework::views::{Actor, LinkQueue, PairView, SaidView, SideView};
use std::sync::Arc;

/// The most characters of a reason to overrule another person.
const REASON_CHARS_MAX: usize = 5_000;

/// What is said of a pair, as the buttons of a form send it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// They are one person.
    Same,
    /// They are two.
    NotSame,
    /// The reader cannot tell.
    CannotTell,
    /// An opinion is taken back.
    TakenBack,
}

impl Answer {
    const ALL: [Self; 4] = [Self::Same, Self::NotSame, Self::CannotTell, Self::TakenBack];

    const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::NotSame => "not_same",
            Self::CannotTell => "cannot_tell",
            Self::TakenBack => "taken_back",
        }
    }
    fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
    /// What is said when it is done.
    const fn done(self) -> &'static str {
        match self {
            Self::Same => "Kept: the same person. You can take it back below.",
            Self::NotSame => "Kept: not the same person. It is never asked again. You can take it back below.",
            Self::CannotTell => {
                "Kept: you cannot tell. The pair goes on waiting, and who looks next reads that you looked."
            }
            Self::TakenBack => "Taken back. Linkage decides again.",
        }
    }
    fn give(self, cases: &dyn Cases, actor: &Actor, id: &str, why: Option<&str>) -> Result<(), Failure> {
        match self {
            Self::Same => cases.decide_link(actor, id, Opinion::Same, why),
            Self::NotSame => cases.decide_link(actor, id, Opinion::NotSame, why),
            Self::TakenBack => cases.decide_link(actor, id, Opinion::Undo, why),
            Self::CannotTell => cases.leave_link(actor, id),
        }
    }
}

/// The page of the queue, or of one pair.
#[derive(Template)]
#[template(path = "pages/links.html")]
pub struct LinksPage {
    frame: Frame,
    done: Option<NotificationBanner>,
    errors: Option<ErrorSummary>,
    heading: &'static str,
    counted: String,
    pair: Option<PairBlock>,
    other_pass: Option<(String, &'static str)>,
    said: Vec<SaidBlock>,
    token: String,
}

struct PairBlock {
    action: String,
    from: &'static str,
    sides: Table,
    speaks_for: Option<Table>,
    speaks_against: Option<Table>,
    sum: String,
    said: Vec<String>,
    stands: bool,
    reason: Option<TextArea>,
}

struct SaidBlock {
    action: String,
    open: String,
    title: String,
    when: String,
}

/// The address of a pair, by its link.
pub fn pair_address(link: &str) -> String {
    format!("/links/{}", percent_encoded(link))
}

/// This shows the queue.
pub async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let asked = Asked::of(query);
    let pass = asked.pass;
    match fetch(&site, &headers, move |cases, actor| cases.link_queue(actor, pass)).await {
        Ok((visitor, queue)) => {
            respond(StatusCode::OK, &LinksPage::queue(&site, &visitor, &queue, asked.pass, asked.said))
        }
        Err(response) => response,
    }
}

/// What an address of these pages asks for beside the page.
struct Asked {
    pass: Pass,
    said: Option<Answer>,
}

impl Asked {
    fn of(query: Result<Query<Vec<(String, String)>>, QueryRejection>) -> Self {
        let pairs = query.map(|Query(pairs)| pairs).unwrap_or_default();
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let pass = if value("pass") == Some("again") { Pass::Again } else { Pass::First };
        Self { pass, said: value("said").and_then(Answer::read) }
    }
}

/// This shows one pair.
pub async fn open(
    State(site): State<Arc<Site>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let Ok(Path(id)) = id else {
        return Problem::not_found().page(&site, None).into_response();
    };
    let said = Asked::of(query).said;
    match fetch(&site, &headers, move |cases, actor| cases.link_pair(actor, &id)).await {
        Ok((visitor, pair)) => respond(StatusCode::OK, &LinksPage::pair(&site, &visitor, &pair, said, None)),
        Err(response) => response,
    }
}

/// This keeps what is said of a pair.
pub async fn submit(
    State(site): State<Arc<Site>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Ok(Path(id)) = id else {
        return Problem::not_found().page(&site, None).into_response();
    };
    let Some(sent) = Sent::read(body) else {
        return Problem::stale_form().page(&site, None).into_response();
    };
    if let Some(response) = kept_if_ended(&site, &headers, &pair_address(&id), &sent).await {
        return response;
    }
    let genuine = is_own(&site, &headers, sent.text("token"));
    let (from_pair, again) = (sent.text("from") == "pair", sent.text("from") == "again");
    let typed = sent.text("why").to_owned();
    let asked = {
        let (id, typed, answer) = (id.clone(), typed.clone(), Answer::read(sent.text("answer")));
        fetch(&site, &headers, move |cases, actor| {
            if !genuine {
                return Ok(Outcome::Stale);
            }
            let refused = match answer {
                None => {
                    cases.refuse(actor, Action::ConfirmLink, &["answer"])?;
                    ("Choose one of the answers.".to_owned(), String::new())
                }
                Some(_) if typed.chars().count() > REASON_CHARS_MAX => {
                    cases.refuse(actor, Action::ConfirmLink, &["why"])?;
                    (format!("Say why in at most {REASON_CHARS_MAX} characters."), String::new())
                }
                Some(answer) => {
                    let why = Some(typed.as_str()).filter(|why| !why.trim().is_empty());
                    match answer.give(cases, actor, &id, why) {
                        Ok(()) => return Ok(Outcome::Kept(answer)),
                        Err(Failure::Refused { why, .. }) => (
                            format!("{}.", capitalised(&why)),
                            "Speak with them. To overrule them say why below: both of you read it on the case."
                                .to_owned(),
                        ),
                        Err(other) => return Err(other),
                    }
                }
            };
            Ok(Outcome::Again(Box::new(cases.link_pair(actor, &id)?), refused))
        })
    };
    match asked.await {
        Ok((_, Outcome::Kept(answer))) => {
            let said = answer.code();
            let to = match (from_pair, again) {
                (true, _) => format!("/links/{}?said={said}", percent_encoded(&id)),
                (false, true) => format!("/links?pass=again&said={said}"),
                (false, false) => format!("/links?said={said}"),
            };
            Redirect::to(&to).into_response()
        }
        Ok((visitor, Outcome::Stale)) => Problem::stale_form().page(&site, Some(&visitor)).into_response(),
        Ok((visitor, Outcome::Again(pair, refused))) => {
            let page = LinksPage::pair(&site, &visitor, &pair, None, Some((refused, typed)));
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(response) => response,
    }
}

enum Outcome {
    Kept(Answer),
    Stale,
    Again(Box<PairView>, (String, String)),
}

fn banner(said: Option<Answer>) -> Option<NotificationBanner> {
    said.map(|said| NotificationBanner { title: "Done".to_owned(), text: said.done().to_owned() })
}

impl LinksPage {
    /// This is the page of the queue.
    pub fn queue(site: &Site, visitor: &Visitor, queue: &LinkQueue, pass: Pass, said: Option<Answer>) -> Self {
        let more = if queue.more { " or more" } else { "" };
        let counted = match (pass, queue.waiting, queue.left) {
            (Pass::First, 1, _) => format!("1 pair{more} waits for a person"),
            (Pass::First, waiting, _) => format!("{waiting} pairs{more} wait for a person"),
            (Pass::Again, _, 1) => "1 pair that you could not tell".to_owned(),
            (Pass::Again, _, left) => format!("{left} pairs that you could not tell"),
        };
        let other_pass = match pass {
            Pass::First if queue.left > 0 => {
                Some((format!("Look again at those that you could not tell ({})", queue.left), "/links?pass=again"))
            }
            Pass::Again => Some((format!("Back to those at which you have not looked ({})", queue.waiting), "/links")),
            Pass::First => None,
        };
        let from = match pass {
            Pass::First => "queue",
            Pass::Again => "again",
        };
        Self {
            frame: Frame::new(site, Some(visitor), "Links", Area::Links),
            done: banner(said),
            errors: None,
            heading: if queue.pair.is_some() { "Are these the same person?" } else { "No pair waits for you here" },
            counted,
            pair: queue.pair.as_ref().map(|pair| block(pair, from, None)),
            other_pass,
            said: queue.said.iter().map(said_block).collect(),
            token: visitor.form_token.clone(),
        }
    }

    /// This is the page of one pair; with why it was refused and what was typed, where it was.
    pub fn pair(
        site: &Site,
        visitor: &Visitor,
        pair: &PairView,
        said: Option<Answer>,
        refused: Option<((String, String), String)>,
    ) -> Self {
        let (problem, typed) = refused.unzip();
        let errors = problem.map(|(why, hint)| ErrorSummary {
            title: "There is a problem".to_owned(),
            problems: [(why, None), (hint, pair.of_another.then(|| "why".to_owned()))]
                .into_iter()
                .filter(|(words, _)| !words.is_empty())
                .collect(),
        });
        let title = if errors.is_some() { "Error: Link" } else { "Link" };
        Self {
            frame: Frame::new(site, Some(visitor), title, Area::Links),
            done: banner(said),
            errors,
            heading: "Are these the same person?",
            counted: capitalised(&pair.link.state),
            pair: Some(block(pair, "pair", typed)),
            other_pass: Some(("To the pairs that wait".to_owned(), "/links")),
            said: Vec::new(),
            token: visitor.form_token.clone(),
        }
    }
}

fn said_block(said: &SaidView) -> SaidBlock {
    let address = pair_address(&said.id);
    SaidBlock {
        action: address.clone(),
        open: address,
        title: format!("{} and {}: {} {}", said.reports.0, said.reports.1, said.said, said.about),
        when: said.when.clone(),
    }
}

fn block(pair: &PairView, from: &'static str, typed: Option<String>) -> PairBlock {
    let of_sign = |wanted: fn(f64) -> bool, caption: &str| {
        let mut lines: Vec<&(String, String, f64)> =
            pair.link.lines.iter().filter(|(.., bits)| wanted(*bits)).collect();
        lines.sort_by(|one, other| other.2.abs().total_cmp(&one.2.abs()));
        (!lines.is_empty()).then(|| Table {
            caption: caption.to_owned(),
            caption_style: CaptionStyle::Seen,
            layout: Layout::Grid,
            columns: vec![Column::words("Compared"), Column::words("Found"), Column::numeric("Bits")],
            rows: lines
                .into_iter()
                .map(|(compared, found, bits)| Row::texts([capitalised(compared), capitalised(found), signed(*bits)]))
                .collect(),
        })
    };
    let sum = if pair.link.lines.is_empty() {
        "What was compared is open to who may view both cases. Ask the stalking unit, or look at your own side and at whose the other is."
            .to_owned()
    } else {
        format!("Together {} bits: each one doubles the odds, a minus halves them.", signed(pair.link.bits))
    };
    PairBlock {
        action: pair_address(&pair.link.id),
        from,
        sides: sides(pair),
        speaks_for: of_sign(|bits| bits > 0.0, "What speaks for it"),
        speaks_against: of_sign(|bits| bits <= 0.0, "What speaks against it, or says nothing"),
        sum,
        said: pair.opinion.iter().chain(&pair.looks).cloned().collect(),
        stands: pair.opinion.is_some(),
        reason: (pair.of_another || typed.is_some()).then(|| TextArea {
            name: "why".to_owned(),
            label: "Why, where this overrules what another person said".to_owned(),
            hint: Some("Both of you read it on the cases of the link.".to_owned()),
            value: typed.unwrap_or_default(),
            rows: 3,
            error: None,
        }),
    }
}

/// Both people, particular by particular.
fn sides(pair: &PairView) -> Table {
    let (one, other) = (&pair.one, &pair.other);
    let told = |side: &SideView, label: &str| match &side.person {
        None => "Not open to you".to_owned(),
        Some(person) => {
            let found = person.particulars.iter().find(|(name, _)| name == label);
            found.map_or_else(|| "Not given".to_owned(), |(_, value)| value.clone())
        }
    };
    let mut labels: Vec<&str> = Vec::new();
    for (label, _) in
        [one, other].into_iter().filter_map(|side| side.person.as_ref()).flat_map(|person| &person.particulars)
    {
        if !labels.contains(&label.as_str()) {
            labels.push(label);
        }
    }
    let case = |side: &SideView| match &side.open {
        Some(reference) => {
            Cell(vec![Line::Link { text: side.case.clone(), href: format!("/cases/{}", percent_encoded(reference)) }])
        }
        None => Cell::text(capitalised(&side.case)),
    };
    let report = |side: &SideView| match &side.report {
        Some((reference, recorded)) => {
            Cell(vec![Line::Text(reference.clone()), Line::Quiet(format!("recorded at {recorded}"))])
        }
        None => Cell::text("Not open to you"),
    };
    let of_person = |side: &SideView, what: fn(&casework::views::PersonView) -> String| {
        side.person.as_ref().map_or_else(|| "Not open to you".to_owned(), what)
    };
    let row = |label: &str, cells: [Cell; 2]| {
        let [one, other] = cells;
        Row { tone: Tone::Plain, cells: vec![Cell::text(label), one, other] }
    };
    let texts = |label: &str, what: fn(&casework::views::PersonView) -> String| {
        row(label, [Cell::text(of_person(one, what)), Cell::text(of_person(other, what))])
    };
    let mut rows = vec![
        row("Case", [case(one), case(other)]),
        row("Report", [report(one), report(other)]),
        texts("Role in it", |person| capitalised(&person.role)),
        texts("Name", |person| capitalised(&person.name)),
        texts("Born", |person| person.born.clone().unwrap_or_else(|| "Not given".to_owned())),
    ];
    rows.extend(labels.iter().map(|label| row(label, [Cell::text(told(one, label)), Cell::text(told(other, label))])));
    Table {
        caption: "Both descriptions, side by side".to_owned(),
        caption_style: CaptionStyle::Heard,
        layout: Layout::Grid,
        columns: vec![Column::words("Particular"), Column::words("The one"), Column::words("The other")],
        rows,
    }
}
