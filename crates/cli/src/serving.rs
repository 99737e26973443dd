//! Serving the pages: one process a database, never beyond this machine with demonstration accounts in it.

use crate::commands::now;
use crate::telling::Trouble;
use casework::access::Action;
use casework::views::{Actor, CasePage, ImportResult, Worklist, WorklistFilter};
use casework::{App, Failure, Fault, Problem, Wish};
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long a claim to serve holds without being renewed.
const CLAIM_SECONDS: i64 = 10;

/// The use cases as the pages ask for them.
struct Pages(Arc<App>);

fn shown(failure: Failure) -> web::Failure {
    match failure {
        Failure::NotFound(_) => web::Failure::NotFound,
        Failure::Refused(refusal) if refusal.hidden => web::Failure::NotFound,
        Failure::Refused(refusal) => web::Failure::Refused { why: refusal.why, hint: refusal.hint },
        Failure::Invalid(problems) => {
            let why: Vec<String> =
                problems.into_iter().map(|problem| format!("{} {}", problem.field, problem.words)).collect();
            web::Failure::Refused { why: why.join("; "), hint: "correct this and try again".to_owned() }
        }
        Failure::TooManyTries => web::Failure::TooManyTries,
        Failure::MustChangePassword => web::Failure::MustChangePassword,
        Failure::SignInWrong | Failure::NotSignedIn => web::Failure::SignInWrong,
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
    claim(&app, &holder)?;
    let stop = Arc::new(AtomicBool::new(false));
    let lost = Arc::new(AtomicBool::new(false));
    let keeper = keep_claim(app.clone(), holder.clone(), stop.clone(), lost.clone())?;
    let served = run(app.clone(), address, lost.clone());
    stop.store(true, Ordering::Relaxed);
    let _ = keeper.join();
    if lost.load(Ordering::Relaxed) {
        return Err(Trouble::Machine(
            "another process took over serving this database, so this one has stopped".to_owned(),
        ));
    }
    app.release_serving(&holder)?;
    served
}

fn address(listen: &str) -> Result<SocketAddr, Trouble> {
    let wrong = || Trouble::Usage(format!("{listen}: is not an address to listen on; write 127.0.0.1:8080"));
    listen.to_socket_addrs().map_err(|_| wrong())?.next().ok_or_else(wrong)
}

fn claim(app: &App, holder: &str) -> Result<(), Trouble> {
    if app.claim_serving(holder, now().plus_micros(CLAIM_SECONDS * 1_000_000))? {
        return Ok(());
    }
    Err(Trouble::Machine(format!(
        "another process serves this database; stop it first (after a crash its claim ends by itself within {CLAIM_SECONDS} seconds)"
    )))
}

/// This renews the claim and runs the clocks, while the server runs.
fn keep_claim(
    app: Arc<App>,
    holder: String,
    stop: Arc<AtomicBool>,
    lost: Arc<AtomicBool>,
) -> Result<std::thread::JoinHandle<()>, Trouble> {
    std::thread::Builder::new()
        .name("clocks".to_owned())
        .spawn(move || {
            let mut turn: u64 = 0;
            while !stop.load(Ordering::Relaxed) {
                if turn.is_multiple_of(15) {
                    match app.claim_serving(&holder, now().plus_micros(CLAIM_SECONDS * 1_000_000)) {
                        Ok(true) => {}
                        Ok(false) => {
                            lost.store(true, Ordering::Relaxed);
                            return;
                        }
                        Err(failure) => eprintln!("holdfast: {failure}"),
                    }
                }
                if turn.is_multiple_of(25)
                    && let Err(failure) = app.tick()
                {
                    eprintln!("holdfast: the clocks could not be run: {failure}");
                }
                turn += 1;
                std::thread::sleep(Duration::from_millis(200));
            }
        })
        .map_err(|error| Trouble::Machine(format!("no thread for the clocks: {}", error.kind())))
}

fn run(app: Arc<App>, address: SocketAddr, lost: Arc<AtomicBool>) -> Result<(), Trouble> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Trouble::Machine(error.kind().to_string()))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(|error| Trouble::Machine(format!("{address}: {}", error.kind())))?;
        let bound = listener.local_addr().map_err(|error| Trouble::Machine(error.kind().to_string()))?;
        println!("serving on http://{bound}/  (Ctrl-C stops it)");
        web::serve(listener, Arc::new(Pages(app)), stopped(lost))
            .await
            .map_err(|error| Trouble::Machine(format!("{address}: {}", error.kind())))
    })
}

/// This resolves when the process is told to stop, or has lost its claim.
async fn stopped(lost: Arc<AtomicBool>) {
    use tokio::signal::unix::{SignalKind, signal};
    let claim_lost = async {
        while !lost.load(Ordering::Relaxed) {
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
