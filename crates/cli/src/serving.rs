//! Serving the pages: one process on an SQLite file, any number on one PostgreSQL of which one leads; never beyond this machine
//! with demonstration accounts in the database.

use crate::commands::now;
use crate::telling::Trouble;
use casework::access::Action;
use casework::cases::act::{Act, Acted};
use casework::cases::once::{Beside, CHANGED_SINCE};
use casework::house::support::Support;
use casework::intake::drafts::{DraftListed, DraftView, Typed};
use casework::intake::found::ReadPerson;
use casework::intake::report::{NewReport, RecordedReport};
use casework::linking::earlier::Earlier;
use casework::linking::queue::Pass;
use casework::linking::review::{Opinion, Task};
use casework::views::{
    Actor, CasePage, ImportResult, LinkQueue, PairView, SeriesPage, SubjectPage, Worklist, WorklistFilter,
};
use casework::{App, Failure, Fault, Problem, Wish};
use domain::time::Moment;
use domain::watch::Watch;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Lease, StoreError};

/// How long a claim to lead holds without being renewed.
const CLAIM_SECONDS: i64 = 10;
/// How often it is renewed, or tried for.
const RENEWAL: Duration = Duration::from_secs(3);
/// How often the leader looks for cases whose time has come.
const ROUND: Duration = Duration::from_secs(5);

/// The use cases as the pages ask for them.
struct Pages(Arc<App>);

fn shown(failure: Failure) -> web::Failure {
    match failure {
        Failure::NotFound(_) => web::Failure::NotFound,
        Failure::Refused(refusal) if refusal.hidden => web::Failure::NotFound,
        Failure::Refused(refusal) if refusal.code == CHANGED_SINCE => web::Failure::Changed,
        Failure::Refused(refusal) => web::Failure::Refused {
            why: refusal.why.to_string(),
            hint: refusal.hint.to_owned(),
            lines: refusal.lines.iter().map(ToString::to_string).collect(),
        },
        Failure::Invalid(problems) => web::Failure::Invalid(
            problems.into_iter().map(|problem| (problem.field.to_string(), problem.words.to_string())).collect(),
        ),
        Failure::TooManyTries => web::Failure::TooManyTries,
        Failure::MustChangePassword => web::Failure::MustChangePassword,
        Failure::SignInWrong | Failure::NotSignedIn => web::Failure::SignInWrong,
        Failure::Store(StoreError::InDoubt) => web::Failure::Refused {
            why: "the connection to the database was lost, so whether this was written is not known".to_owned(),
            hint: "look first whether it is there, and do it again only if it is not".to_owned(),
            lines: Vec::new(),
        },
        Failure::Store(error) => {
            // No personal data stands in a store error.
            eprintln!("holdfast: {error}");
            web::Failure::Unavailable
        }
    }
}

impl web::Cases for Pages {
    fn is_demonstration(&self) -> bool {
        self.0.is_demonstration()
    }
    fn watch(&self) -> (Watch, Option<Moment>) {
        match self.0.heartbeat() {
            Ok(trace) => (trace.read(self.0.now()), trace.ticked_at),
            Err(_) => (Watch::Unknown, None),
        }
    }
    fn sign_in(&self, name: &str, password: &str) -> Result<String, web::Failure> {
        self.0.sign_in(name, password).map(|signed_in| signed_in.token).map_err(shown)
    }
    fn actor(&self, token: &str) -> Result<Actor, web::Failure> {
        self.0.session(token).map_err(shown)
    }
    fn change_password(&self, token: &str, old: &str, new: &str) -> Result<(), web::Failure> {
        self.0.change_password(token, old, new).map_err(shown)
    }
    fn teams(&self, actor: &Actor) -> Result<Vec<String>, web::Failure> {
        self.0.teams(actor).map_err(shown)
    }
    fn sign_out(&self, token: &str) {
        // A session that has ended by itself is as good as signed out.
        let _ = self.0.sign_out(token);
    }
    fn refuse(&self, actor: &Actor, action: Action, fields: &[&'static str]) -> Result<(), web::Failure> {
        let unread = |field: &&'static str| Problem::new(*field, Fault::Unreadable, "was not understood");
        match self.0.refuse(actor, &Wish::of(action.code()), fields.iter().map(unread).collect()) {
            Failure::Invalid(_) => Ok(()),
            unwritten => Err(shown(unwritten)),
        }
    }
    fn worklist(&self, actor: &Actor, filter: &WorklistFilter) -> Result<Worklist, web::Failure> {
        self.0.worklist(actor, filter).map_err(shown)
    }
    fn case_page(&self, actor: &Actor, reference: &str) -> Result<CasePage, web::Failure> {
        self.0.case_page(actor, reference).map_err(shown)
    }
    fn now(&self) -> Moment {
        self.0.now()
    }
    fn may_begin(&self, actor: &Actor, reference: &str, action: Action) -> Result<(), web::Failure> {
        self.0.may_begin(actor, reference, action).map_err(shown)
    }
    fn act(&self, actor: &Actor, reference: &str, act: Act, beside: Beside) -> Result<Acted, web::Failure> {
        let relink = act.tells_of_people();
        let acted = self.0.act_once(actor, reference, act, beside).map_err(shown)?;
        if relink {
            self.0.link_all().map_err(shown)?;
        }
        Ok(acted)
    }
    fn session_ends(&self, token: &str) -> Option<Moment> {
        self.0.session_ends(token).ok().flatten()
    }
    fn start_draft(&self, actor: &Actor) -> Result<String, web::Failure> {
        self.0.start_draft(actor).map_err(shown)
    }
    fn drafts(&self, actor: &Actor) -> Result<Vec<DraftListed>, web::Failure> {
        self.0.drafts(actor).map_err(shown)
    }
    fn draft(&self, actor: &Actor, id: &str) -> Result<DraftView, web::Failure> {
        self.0.draft(actor, id).map_err(shown)
    }
    fn save_draft(&self, actor: &Actor, id: &str, step: &str, typed: Option<Typed>) -> Result<(), web::Failure> {
        self.0.save_draft(actor, id, step, typed).map_err(shown)
    }
    fn discard_draft(&self, actor: &Actor, id: &str) -> Result<(), web::Failure> {
        self.0.discard_draft(actor, id).map_err(shown)
    }
    fn record_draft(&self, actor: &Actor, id: &str, report: NewReport) -> Result<RecordedReport, web::Failure> {
        self.0.record_draft(actor, id, report).map_err(shown)
    }
    fn earlier_reports(&self, actor: &Actor, described: &[ReadPerson]) -> Result<Vec<Earlier>, web::Failure> {
        self.0.earlier_reports(actor, described).map_err(shown)
    }
    fn support(&self, _actor: &Actor) -> Result<Vec<Support>, web::Failure> {
        Ok(casework::house::support::shipped())
    }
    fn search(&self, actor: &Actor, words: &str) -> Result<casework::views::Found, web::Failure> {
        self.0.search(actor, words).map_err(shown)
    }
    fn notices(&self, actor: &Actor) -> Result<casework::views::Notices, web::Failure> {
        self.0.notices(actor, store::views::notices::NoticeReach::Mine).map_err(shown)
    }
    fn link_queue(&self, actor: &Actor, pass: Pass) -> Result<LinkQueue, web::Failure> {
        self.0.link_queue(actor, pass).map_err(shown)
    }
    fn link_pair(&self, actor: &Actor, id: &str) -> Result<PairView, web::Failure> {
        self.0.link_pair(actor, id).map_err(shown)
    }
    fn decide_link(&self, actor: &Actor, id: &str, opinion: Opinion, why: Option<&str>) -> Result<(), web::Failure> {
        self.0.decide_link(actor, id, opinion, why).map_err(shown)
    }
    fn leave_link(&self, actor: &Actor, id: &str) -> Result<(), web::Failure> {
        self.0.leave_link(actor, id).map_err(shown)
    }
    fn series_page(&self, actor: &Actor, reference: &str) -> Result<SeriesPage, web::Failure> {
        self.0.series_page(actor, reference).map_err(shown)
    }
    fn subject_page(&self, actor: &Actor, reference: &str) -> Result<SubjectPage, web::Failure> {
        self.0.subject_page(actor, reference).map_err(shown)
    }
    fn tasks(&self, actor: &Actor) -> Result<Vec<Task>, web::Failure> {
        self.0.tasks(actor).map_err(shown)
    }
    fn finish_task(&self, actor: &Actor, id: &str) -> Result<(), web::Failure> {
        self.0.finish_task(actor, id).map_err(shown)
    }
    fn imports(&self, actor: &Actor) -> Result<Vec<ImportResult>, web::Failure> {
        self.0.imports(actor).map_err(shown)
    }
    fn import_result(&self, actor: &Actor, id: &str) -> Result<ImportResult, web::Failure> {
        self.0.import_result(actor, id).map_err(shown)
    }
}

/// This serves until it is told to stop.
pub fn serve(app: Arc<App>, listen: &str) -> Result<(), Trouble> {
    let address = address(listen)?;
    if app.is_demonstration() && !address.ip().is_loopback() {
        return Err(Trouble::Usage(format!(
            "{listen}: demonstration accounts have a public password, so this database is served on this machine only; use 127.0.0.1, or a database without a demonstration"
        )));
    }
    let holder = app.new_holder();
    let lead = Arc::new(Lead::default());
    lead.put(claim(&app, &holder)?);
    if let Some(lease) = lead.lease() {
        // What an outage left is caught up with before anybody reads a page.
        watch_once(&app, &lease);
    }
    let threads = [keep_claim(app.clone(), holder.clone(), lead.clone())?, keep_watch(app.clone(), lead.clone())?];
    let served = run(app.clone(), address, lead.clone());
    lead.stop.store(true, Ordering::Relaxed);
    for thread in threads {
        let _ = thread.join();
    }
    if lead.lost.load(Ordering::Relaxed) {
        return Err(Trouble::Machine(
            "another process took over serving this database, so this one has stopped".to_owned(),
        ));
    }
    app.release_serving(&holder)?;
    served
}

/// What the threads of a server tell each other.
#[derive(Default)]
struct Lead {
    /// The lease, while this process leads as far as it knows; the database knows better.
    lease: Mutex<Option<Lease>>,
    /// The server is to stop.
    stop: AtomicBool,
    /// The one place to serve was lost to another process.
    lost: AtomicBool,
}

impl Lead {
    fn lease(&self) -> Option<Lease> {
        self.lease.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    fn put(&self, lease: Option<Lease>) {
        let mut held = self.lease.lock().unwrap_or_else(PoisonError::into_inner);
        match (held.as_ref(), &lease) {
            (None, Some(lease)) => eprintln!("holdfast: this process leads now (number {})", lease.token()),
            (Some(_), None) => eprintln!("holdfast: another process leads now"),
            (Some(_), Some(_)) | (None, None) => {}
        }
        *held = lease;
    }
}

fn address(listen: &str) -> Result<SocketAddr, Trouble> {
    let wrong = || Trouble::Usage(format!("{listen}: is not an address to listen on; write 127.0.0.1:8080"));
    listen.to_socket_addrs().map_err(|_| wrong())?.next().ok_or_else(wrong)
}

/// The lease; none on PostgreSQL, where another process may lead and this one serves pages beside it.
fn claim(app: &App, holder: &str) -> Result<Option<Lease>, Trouble> {
    let lease = app.claim_serving(holder, now().plus_micros(CLAIM_SECONDS * 1_000_000))?;
    if lease.is_some() || app.may_serve_beside() {
        return Ok(lease);
    }
    Err(Trouble::Machine(format!(
        "another process serves this database; stop it first (after a crash its claim ends by itself within {CLAIM_SECONDS} seconds)"
    )))
}

/// This renews the claim, or tries for it, while the server runs.
fn keep_claim(app: Arc<App>, holder: String, lead: Arc<Lead>) -> Result<std::thread::JoinHandle<()>, Trouble> {
    again("claim", RENEWAL, lead.clone(), move || {
        match app.claim_serving(&holder, now().plus_micros(CLAIM_SECONDS * 1_000_000)) {
            Ok(None) if !app.may_serve_beside() => {
                lead.lost.store(true, Ordering::Relaxed);
                lead.stop.store(true, Ordering::Relaxed);
            }
            Ok(lease) => lead.put(lease),
            Err(failure) => eprintln!("holdfast: {failure}"),
        }
    })
}

/// This runs the clocks, while the server runs and leads.
fn keep_watch(app: Arc<App>, lead: Arc<Lead>) -> Result<std::thread::JoinHandle<()>, Trouble> {
    again("clocks", ROUND, lead.clone(), move || {
        if let Some(lease) = lead.lease() {
            watch_once(&app, &lease);
        }
    })
}

fn watch_once(app: &App, lease: &Lease) {
    if let Err(failure) = app.keep_watch(Some(lease)) {
        eprintln!("holdfast: the clocks could not be run: {failure}");
    }
}

/// This does something at intervals until the server is to stop.
fn again(
    name: &str,
    every: Duration,
    lead: Arc<Lead>,
    mut does: impl FnMut() + Send + 'static,
) -> Result<std::thread::JoinHandle<()>, Trouble> {
    let run = move || {
        let mut last = Instant::now();
        while !lead.stop.load(Ordering::Relaxed) {
            if last.elapsed() >= every {
                does();
                last = Instant::now();
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    };
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|error| Trouble::Machine(format!("no thread for the {name}: {}", error.kind())))
}

fn run(app: Arc<App>, address: SocketAddr, lead: Arc<Lead>) -> Result<(), Trouble> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Trouble::Machine(error.kind().to_string()))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(|error| Trouble::Machine(format!("{address}: {}", error.kind())))?;
        let bound = listener.local_addr().map_err(|error| Trouble::Machine(error.kind().to_string()))?;
        println!("serving on http://{bound}/  (Ctrl-C stops it)");
        web::serve(listener, Arc::new(Pages(app)), stopped(lead))
            .await
            .map_err(|error| Trouble::Machine(format!("{address}: {}", error.kind())))
    })
}

/// This resolves when the process is told to stop, or has lost its claim.
async fn stopped(lead: Arc<Lead>) {
    use tokio::signal::unix::{SignalKind, signal};
    let claim_lost = async {
        while !lead.lost.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => terminate.recv().await,
            // Without the signal, only Ctrl-C stops it.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = terminated => {}, () = claim_lost => {} }
}
