//! What the pages ask of the use cases. The methods block; the pages call them off the threads that serve.

use casework::access::Action;
use casework::cases::act::{Act, Acted};
pub use casework::cases::once::Beside;
use casework::house::support::Support;
use casework::intake::drafts::{DraftListed, DraftView, Typed};
use casework::intake::found::ReadPerson;
use casework::intake::report::{NewReport, RecordedReport};
use casework::linking::earlier::Earlier;
pub use casework::linking::queue::Pass;
pub use casework::linking::review::{Opinion, Task};
use casework::views::{
    Actor, CasePage, Found, ImportResult, LinkQueue, Notices, PairView, SeriesPage, SubjectPage, Worklist,
    WorklistFilter,
};
use domain::time::Moment;
use domain::watch::Watch;

/// The use cases as the pages see them.
pub trait Cases: Send + Sync + 'static {
    /// Whether every person in the database is invented. Asked once, when serving starts.
    fn is_demonstration(&self) -> bool;
    /// Whether duties are being watched, and the scheduler's last round. Asked for every page, of a reader who is not known.
    fn watch(&self) -> (Watch, Option<Moment>);
    /// This checks name and password and opens a session; the answer is the session's token, in ASCII letters, digits, `-` and `_`.
    fn sign_in(&self, name: &str, password: &str) -> Result<String, Failure>;
    /// Whose session a token is. `SignInWrong` means that there is none (any more), and leads to the
    /// sign-in page; `MustChangePassword` leads to the page for that.
    fn actor(&self, token: &str) -> Result<Actor, Failure>;
    /// This changes the password of whoever the session belongs to; the old one is asked for.
    fn change_password(&self, token: &str, old: &str, new: &str) -> Result<(), Failure>;
    /// This ends a session, and is content if it had ended already.
    fn sign_out(&self, token: &str);
    /// This puts on record that a page could not make sense of what somebody sent for these fields.
    fn refuse(&self, actor: &Actor, action: Action, fields: &[&'static str]) -> Result<(), Failure>;
    /// The teams whose cases somebody may pick on the list.
    fn teams(&self, actor: &Actor) -> Result<Vec<String>, Failure>;
    /// A page of the people at risk who are not yet protected.
    fn worklist(&self, actor: &Actor, filter: &WorklistFilter) -> Result<Worklist, Failure>;
    /// One case, by its reference.
    fn case_page(&self, actor: &Actor, reference: &str) -> Result<CasePage, Failure>;
    /// The cases that are found by what somebody typed, of those that they may see.
    fn search(&self, actor: &Actor, words: &str) -> Result<Found, Failure>;
    /// The notices of duties that nobody has acknowledged, to the reader and their rank.
    fn notices(&self, actor: &Actor) -> Result<Notices, Failure>;
    /// The present moment.
    fn now(&self) -> Moment;
    /// Whether the actor may do something on a case by their role; a 'no' is on record.
    fn may_begin(&self, actor: &Actor, reference: &str, action: Action) -> Result<(), Failure>;
    /// This does an act on a case, once for each key, and not on a case that somebody else has changed since.
    fn act(&self, actor: &Actor, reference: &str, act: Act, beside: Beside) -> Result<Acted, Failure>;
    /// The queue of pairs that wait for a person.
    fn link_queue(&self, actor: &Actor, pass: Pass) -> Result<LinkQueue, Failure>;
    /// One pair, by the id of its link.
    fn link_pair(&self, actor: &Actor, id: &str) -> Result<PairView, Failure>;
    /// This says something of a pair, and links anew; to overrule another person takes a reason.
    fn decide_link(&self, actor: &Actor, id: &str, opinion: Opinion, overruling: Option<&str>) -> Result<(), Failure>;
    /// This says that the reader looked at a pair and cannot tell.
    fn leave_link(&self, actor: &Actor, id: &str) -> Result<(), Failure>;
    /// Every report of a case's series.
    fn series_page(&self, actor: &Actor, reference: &str) -> Result<SeriesPage, Failure>;
    /// The subject of a case in other cases.
    fn subject_page(&self, actor: &Actor, reference: &str) -> Result<SubjectPage, Failure>;
    /// The open tasks of the reader's force.
    fn tasks(&self, actor: &Actor) -> Result<Vec<Task>, Failure>;
    /// This says that a task is done.
    fn finish_task(&self, actor: &Actor, id: &str) -> Result<(), Failure>;
    /// When a session ends by itself.
    fn session_ends(&self, token: &str) -> Option<Moment>;
    /// This begins a draft of a report, and names it.
    fn start_draft(&self, actor: &Actor) -> Result<String, Failure>;
    /// The drafts of somebody, the last one saved first.
    fn drafts(&self, actor: &Actor) -> Result<Vec<DraftListed>, Failure>;
    /// A draft, for its writer.
    fn draft(&self, actor: &Actor, id: &str) -> Result<DraftView, Failure>;
    /// This saves one step of a draft, or takes it out.
    fn save_draft(&self, actor: &Actor, id: &str, step: &str, typed: Option<Typed>) -> Result<(), Failure>;
    /// This throws a draft away.
    fn discard_draft(&self, actor: &Actor, id: &str) -> Result<(), Failure>;
    /// This records a draft as a report, once.
    fn record_draft(&self, actor: &Actor, id: &str, report: NewReport) -> Result<RecordedReport, Failure>;
    /// What may be earlier reports about people who are being described.
    fn earlier_reports(&self, actor: &Actor, described: &[ReadPerson]) -> Result<Vec<Earlier>, Failure>;
    /// Where whoever is at risk finds help.
    fn support(&self, actor: &Actor) -> Result<Vec<Support>, Failure>;
    /// Imports, newest first.
    fn imports(&self, actor: &Actor) -> Result<Vec<ImportResult>, Failure>;
    /// One import, by its identifier.
    fn import_result(&self, actor: &Actor, id: &str) -> Result<ImportResult, Failure>;
}

/// Why a use case gave no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// There is nothing of that name, or the reader may not know of it.
    NotFound,
    /// It was refused.
    Refused {
        /// Why, as a sentence without personal data.
        why: String,
        /// What to do now, as a sentence.
        hint: String,
        /// Further lines: each gate, each problem.
        lines: Vec<String>,
    },
    /// Fields that are wrong, each with its words.
    Invalid(Vec<(String, String)>),
    /// Somebody worked on the case since it was read.
    Changed,
    /// Name or password are wrong, or the session has ended.
    SignInWrong,
    /// Somebody else set the password: it must be changed before anything else.
    MustChangePassword,
    /// Too many tries to sign in; wait.
    TooManyTries,
    /// The database cannot be reached now.
    Unavailable,
}
