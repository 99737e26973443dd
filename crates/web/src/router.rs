//! Routes: one table names each with its action, and the server is built from nothing else.

use crate::cases::Cases;
use crate::forms::page;
use crate::pages::problem::Problem;
use crate::pages::way_back::{asked_for, remember};
use crate::pages::{
    case, health, import_result, imports, links, notices, password, search, sign_in, sign_out, tasks, together,
    worklist,
};
use crate::report::page as report;
use crate::security::cookies::Place;
use crate::security::form_token::FormKey;
use crate::security::headers;
use crate::security::origin::{Origin, origin_of};
use crate::server;
use crate::watched::Watched;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use std::future::Future;
use std::sync::Arc;

/// A route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Route {
    /// How it is asked.
    pub method: RouteMethod,
    /// Its path.
    pub path: &'static str,
    /// What it does.
    pub action: RouteAction,
}

/// How a route is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RouteMethod {
    /// It only reads.
    Get,
    /// It may change something.
    Post,
}

/// What a route does, in the words that permissions are written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RouteAction {
    /// This shows a style sheet or the icon, to anyone.
    ReadAsset,
    /// This tells a machine whether duties are being watched, to anyone.
    ReadHealth,
    /// This shows the sign-in form, to anyone.
    OpenSignIn,
    /// This checks name and password.
    SignIn,
    /// This ends one's own session.
    SignOut,
    /// This shows the form for one's own password.
    OpenPassword,
    /// This changes one's own password.
    ChangePassword,
    /// This shows a worklist.
    ReadWorklist,
    /// This shows a case.
    ReadCase,
    /// This opens a form for an act on a case.
    OpenAct,
    /// This does an act on a case.
    DoAct,
    /// This shows where a report is begun, with the reader's drafts.
    ListDrafts,
    /// This begins a draft of a report.
    StartDraft,
    /// This shows a step of a draft.
    OpenStep,
    /// This saves a step of a draft.
    SaveStep,
    /// This records a draft as a report.
    RecordDraft,
    /// This throws a draft away.
    DiscardDraft,
    /// This shows the notices of duties to the reader.
    ReadNotices,
    /// This shows the pairs that wait for a person, one at a time.
    ReadLinks,
    /// This shows one pair.
    ReadLink,
    /// This says something of a pair.
    DecideLink,
    /// This shows the series of a case.
    ReadSeries,
    /// This shows the subject of a case in other cases.
    ReadSubject,
    /// This shows the tasks of the reader's force.
    ReadTasks,
    /// This says that a task is done.
    FinishTask,
    /// This shows the form of searches.
    OpenSearch,
    /// This searches for cases.
    Search,
    /// This shows what was imported.
    ListImports,
    /// This shows one import with its held rows.
    ReadImport,
}

/// Who may ask for a route at all; what they then see is decided by the use cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Anyone who reaches the server.
    Anyone,
    /// Whoever has signed in.
    SignedIn,
}

impl RouteAction {
    /// Who may ask for it.
    pub const fn access(self) -> Access {
        match self {
            RouteAction::ReadAsset | RouteAction::ReadHealth | RouteAction::OpenSignIn | RouteAction::SignIn => {
                Access::Anyone
            }
            RouteAction::SignOut
            | RouteAction::OpenPassword
            | RouteAction::ChangePassword
            | RouteAction::ReadWorklist
            | RouteAction::ReadCase
            | RouteAction::OpenAct
            | RouteAction::DoAct
            | RouteAction::ListDrafts
            | RouteAction::StartDraft
            | RouteAction::OpenStep
            | RouteAction::SaveStep
            | RouteAction::RecordDraft
            | RouteAction::DiscardDraft
            | RouteAction::ReadNotices
            | RouteAction::ReadLinks
            | RouteAction::ReadLink
            | RouteAction::DecideLink
            | RouteAction::ReadSeries
            | RouteAction::ReadSubject
            | RouteAction::ReadTasks
            | RouteAction::FinishTask
            | RouteAction::OpenSearch
            | RouteAction::Search
            | RouteAction::ListImports
            | RouteAction::ReadImport => Access::SignedIn,
        }
    }
    fn handler(self, method: MethodFilter) -> MethodRouter<Arc<Site>> {
        match self {
            RouteAction::ReadAsset => on(method, asset),
            RouteAction::ReadHealth => on(method, health::show),
            RouteAction::OpenSignIn => on(method, sign_in::open),
            RouteAction::SignIn => on(method, sign_in::submit),
            RouteAction::SignOut => on(method, sign_out::submit),
            RouteAction::OpenPassword => on(method, password::open),
            RouteAction::ChangePassword => on(method, password::submit),
            RouteAction::ReadWorklist => on(method, worklist::show),
            RouteAction::ReadCase => on(method, case::show),
            RouteAction::OpenAct => on(method, page::open),
            RouteAction::DoAct => on(method, page::submit),
            RouteAction::ListDrafts => on(method, report::list),
            RouteAction::StartDraft => on(method, report::start),
            RouteAction::OpenStep => on(method, report::open),
            RouteAction::SaveStep => on(method, report::save),
            RouteAction::RecordDraft => on(method, report::record),
            RouteAction::DiscardDraft => on(method, report::discard),
            RouteAction::ReadNotices => on(method, notices::show),
            RouteAction::ReadLinks => on(method, links::show),
            RouteAction::ReadLink => on(method, links::open),
            RouteAction::DecideLink => on(method, links::submit),
            RouteAction::ReadSeries => on(method, together::series),
            RouteAction::ReadSubject => on(method, together::subject),
            RouteAction::ReadTasks => on(method, tasks::show),
            RouteAction::FinishTask => on(method, tasks::submit),
            RouteAction::OpenSearch => on(method, search::open),
            RouteAction::Search => on(method, search::submit),
            RouteAction::ListImports => on(method, imports::show),
            RouteAction::ReadImport => on(method, import_result::show),
        }
    }
}

impl RouteMethod {
    const fn filter(self) -> MethodFilter {
        match self {
            RouteMethod::Get => MethodFilter::GET,
            RouteMethod::Post => MethodFilter::POST,
        }
    }
}

const fn reads(path: &'static str, action: RouteAction) -> Route {
    Route { method: RouteMethod::Get, path, action }
}
const fn changes(path: &'static str, action: RouteAction) -> Route {
    Route { method: RouteMethod::Post, path, action }
}

/// Every route there is.
pub const ROUTES: &[Route] = &[
    reads("/assets/{name}", RouteAction::ReadAsset),
    reads("/health", RouteAction::ReadHealth),
    reads("/sign-in", RouteAction::OpenSignIn),
    changes("/sign-in", RouteAction::SignIn),
    changes("/sign-out", RouteAction::SignOut),
    reads("/password", RouteAction::OpenPassword),
    changes("/password", RouteAction::ChangePassword),
    reads("/", RouteAction::ReadWorklist),
    reads("/cases/{reference}", RouteAction::ReadCase),
    reads("/cases/{reference}/do/{act}", RouteAction::OpenAct),
    changes("/cases/{reference}/do/{act}", RouteAction::DoAct),
    reads("/reports/new", RouteAction::ListDrafts),
    changes("/reports/new", RouteAction::StartDraft),
    reads("/drafts/{id}/{step}", RouteAction::OpenStep),
    changes("/drafts/{id}/{step}", RouteAction::SaveStep),
    changes("/drafts/{id}/finish", RouteAction::RecordDraft),
    changes("/drafts/{id}/discard", RouteAction::DiscardDraft),
    reads("/notices", RouteAction::ReadNotices),
    reads("/links", RouteAction::ReadLinks),
    reads("/links/{id}", RouteAction::ReadLink),
    changes("/links/{id}", RouteAction::DecideLink),
    reads("/cases/{reference}/series", RouteAction::ReadSeries),
    reads("/cases/{reference}/subject", RouteAction::ReadSubject),
    reads("/tasks", RouteAction::ReadTasks),
    changes("/tasks/{id}", RouteAction::FinishTask),
    reads("/search", RouteAction::OpenSearch),
    changes("/search", RouteAction::Search),
    reads("/imports", RouteAction::ListImports),
    reads("/imports/{id}", RouteAction::ReadImport),
];

/// What the handlers share.
pub struct Site {
    /// The use cases.
    pub cases: Arc<dyn Cases>,
    /// Whether every person in the database is invented.
    pub demonstration: bool,
    /// Whether duties are being watched, as it was known a moment ago.
    pub watched: Watched,
    /// The secret behind form tokens.
    pub form_key: FormKey,
}

/// No form of these pages is longer: some thirty closely typed sheets.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// This builds the server from the table.
pub fn router(site: Arc<Site>) -> Router {
    ROUTES
        .iter()
        .fold(Router::new(), |router, route| router.route(route.path, route.action.handler(route.method.filter())))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(Arc::clone(&site), guard))
        .with_state(site)
}

/// This serves the pages until `shutdown` is done, and then lets requests under way finish.
pub async fn serve(
    listener: tokio::net::TcpListener,
    cases: Arc<dyn Cases>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let asked = Arc::clone(&cases);
    let demonstration = tokio::task::spawn_blocking(move || asked.is_demonstration()).await?;
    let form_key = FormKey::random().map_err(std::io::Error::other)?;
    let site = Arc::new(Site { cases, demonstration, watched: Watched::default(), form_key });
    server::serve(listener, router(site), server::HEAD_MAX, shutdown).await;
    Ok(())
}

/// This refuses what comes from elsewhere, and puts the headers on every response.
async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let place = Place::of(request.headers());
    let asked = asked_for(&request);
    site.watched.look(&site.cases).await;
    let mut response = match origin_of(request.method(), request.headers()) {
        Origin::Own => next.run(request).await,
        Origin::Foreign => Problem::foreign().page(&site, None).into_response(),
    };
    remember(&mut response, asked);
    headers::add_to(response.headers_mut(), place);
    response
}

async fn asset(state: State<Arc<Site>>, name: Result<Path<String>, PathRejection>) -> Response {
    match name.ok().and_then(|Path(name)| crate::assets::asset(&name)) {
        Some(response) => response,
        None => not_found(state).await,
    }
}

async fn not_found(State(site): State<Arc<Site>>) -> Response {
    Problem::not_found().page(&site, None).into_response()
}

async fn wrong_method(State(site): State<Arc<Site>>) -> Response {
    Problem::wrong_method().page(&site, None).into_response()
}
