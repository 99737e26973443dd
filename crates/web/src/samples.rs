//! Invented cases, and a stand-in for the use cases that shows them. Nobody here is real.

mod case;
mod links;
mod notices;
pub mod report;
mod search;
mod together;

pub use case::{case, new_case};
pub use links::{decided_pair, empty_queue, link_queue, pair, tasks};
pub use notices::notices;
pub use search::{found, nothing_found};
pub use together::{series, subject};

use crate::cases::{Beside, Cases, Failure, Opinion, Pass, Task};
use casework::access::Action;
use casework::cases::act::{Act, Acted};
use casework::house::support::Support;
use casework::intake::drafts::{DraftListed, DraftView, Typed};
use casework::intake::found::ReadPerson;
use casework::intake::report::{NewReport, RecordedReport};
use casework::linking::earlier::Earlier;
use casework::views::{
    Actor, CasePage, FlagTag, Found, HeldRow, ImportResult, LinkQueue, Notices, PairView, Scope, SeriesPage,
    SubjectPage, Worklist, WorklistFilter, WorklistRow,
};
use domain::catalogue::{Grade, Role, Severity};
use domain::ids::AccountId;
use domain::time::Moment;
use domain::watch::Watch;

/// Noon on Wednesday 3 June 2026 in London.
pub const NOW: Moment = Moment::from_micros(1_780_484_400_000_000);

/// A stand-in for the use cases. The name signed in with is the session's token.
pub struct SampleCases;

impl Cases for SampleCases {
    fn is_demonstration(&self) -> bool {
        true
    }
    fn watch(&self) -> (Watch, Option<Moment>) {
        (Watch::Kept, Some(NOW))
    }
    fn sign_in(&self, name: &str, password: &str) -> Result<String, Failure> {
        match (name, password) {
            ("often", _) => Err(Failure::TooManyTries),
            ("down", _) => Err(Failure::Unavailable),
            (name, "sample") => Ok(name.to_owned()),
            _ => Err(Failure::SignInWrong),
        }
    }
    fn actor(&self, token: &str) -> Result<Actor, Failure> {
        match token {
            "officer" | "refused" | "empty" => Ok(actor(token)),
            "first" => Err(Failure::MustChangePassword),
            _ => Err(Failure::SignInWrong),
        }
    }
    fn change_password(&self, _token: &str, old: &str, _new: &str) -> Result<(), Failure> {
        if old == "sample" { Ok(()) } else { Err(refusal()) }
    }
    fn teams(&self, _actor: &Actor) -> Result<Vec<String>, Failure> {
        Ok(teams())
    }
    fn sign_out(&self, _token: &str) {}
    fn refuse(&self, _actor: &Actor, _action: Action, _fields: &[&'static str]) -> Result<(), Failure> {
        Ok(())
    }
    fn worklist(&self, actor: &Actor, filter: &WorklistFilter) -> Result<Worklist, Failure> {
        match actor.name.as_str() {
            "refused" => Err(refusal()),
            "empty" => Ok(empty_worklist()),
            _ => Ok(worklist(filter)),
        }
    }
    fn case_page(&self, actor: &Actor, reference: &str) -> Result<CasePage, Failure> {
        match (actor.name.as_str(), reference) {
            ("refused", _) => Err(refusal()),
            (_, "HF-26-00231") => Ok(case()),
            (_, "HF-26-00007") => Ok(new_case()),
            _ => Err(Failure::NotFound),
        }
    }
    fn search(&self, actor: &Actor, _words: &str) -> Result<Found, Failure> {
        match actor.name.as_str() {
            "refused" => Err(refusal()),
            "empty" => Ok(nothing_found()),
            _ => Ok(found()),
        }
    }
    fn notices(&self, _actor: &Actor) -> Result<Notices, Failure> {
        Ok(notices())
    }
    fn now(&self) -> Moment {
        NOW
    }
    fn may_begin(&self, actor: &Actor, reference: &str, action: Action) -> Result<(), Failure> {
        let may = self.case_page(actor, reference)?.may.contains(&action.code());
        if may { Ok(()) } else { Err(refusal()) }
    }
    fn act(&self, _actor: &Actor, reference: &str, act: Act, _beside: Beside) -> Result<Acted, Failure> {
        match act {
            Act::AddNote { words } if words == "changed" => Err(Failure::Changed),
            Act::AddNote { words } if words == "refused" => Err(refusal()),
            Act::Allocate { officer: Some(name), .. } if name == "nobody" => {
                Err(Failure::Invalid(vec![("officer".to_owned(), "nobody signs in with that name".to_owned())]))
            }
            Act::AttachReport { report } if report == "none" => Err(Failure::NotFound),
            act => Ok(Acted {
                reference: reference.to_owned(),
                events: vec![act.code().to_owned()],
                warnings: if act.code() == "allocate" {
                    vec!["the officer is away until 9 June".to_owned()]
                } else {
                    Vec::new()
                },
                next_action: "Complete a risk screen.".to_owned(),
            }),
        }
    }
    fn link_queue(&self, actor: &Actor, _pass: Pass) -> Result<LinkQueue, Failure> {
        Ok(if actor.name == "empty" { empty_queue() } else { link_queue() })
    }
    fn link_pair(&self, _actor: &Actor, id: &str) -> Result<PairView, Failure> {
        match id {
            "theirs" => Ok(decided_pair()),
            id if id == pair().link.id => Ok(pair()),
            _ => Err(Failure::NotFound),
        }
    }
    fn decide_link(&self, actor: &Actor, id: &str, _opinion: Opinion, why: Option<&str>) -> Result<(), Failure> {
        let found = self.link_pair(actor, id)?;
        if found.of_another && why.is_none() { Err(refusal()) } else { Ok(()) }
    }
    fn leave_link(&self, actor: &Actor, id: &str) -> Result<(), Failure> {
        self.link_pair(actor, id).map(|_| ())
    }
    fn series_page(&self, actor: &Actor, reference: &str) -> Result<SeriesPage, Failure> {
        self.case_page(actor, reference).map(|_| series())
    }
    fn subject_page(&self, actor: &Actor, reference: &str) -> Result<SubjectPage, Failure> {
        self.case_page(actor, reference).map(|_| subject())
    }
    fn tasks(&self, actor: &Actor) -> Result<Vec<Task>, Failure> {
        Ok(if actor.name == "empty" { vec![] } else { tasks() })
    }
    fn finish_task(&self, _actor: &Actor, id: &str) -> Result<(), Failure> {
        if tasks().iter().any(|task| task.id == id) { Ok(()) } else { Err(Failure::NotFound) }
    }
    fn session_ends(&self, token: &str) -> Option<Moment> {
        Some(NOW.plus_hours(if token == "empty" { 0 } else { 3 }))
    }
    fn start_draft(&self, _actor: &Actor) -> Result<String, Failure> {
        Ok(report::DRAFT.to_owned())
    }
    fn drafts(&self, actor: &Actor) -> Result<Vec<DraftListed>, Failure> {
        Ok(if actor.name == "empty" { Vec::new() } else { report::listed() })
    }
    fn draft(&self, actor: &Actor, id: &str) -> Result<DraftView, Failure> {
        match (actor.name.as_str(), id) {
            ("refused", _) => Err(refusal()),
            (_, report::DRAFT) => Ok(report::draft()),
            (_, report::BEGUN) => Ok(report::begun()),
            (_, report::RECORDED) => Ok(report::recorded()),
            _ => Err(Failure::NotFound),
        }
    }
    fn save_draft(&self, actor: &Actor, id: &str, _step: &str, _typed: Option<Typed>) -> Result<(), Failure> {
        self.draft(actor, id).map(|_| ())
    }
    fn discard_draft(&self, actor: &Actor, id: &str) -> Result<(), Failure> {
        self.draft(actor, id).map(|_| ())
    }
    fn record_draft(&self, _actor: &Actor, _id: &str, report: NewReport) -> Result<RecordedReport, Failure> {
        if report.reference == "taken" {
            let words = "is that of a report which is there already".to_owned();
            return Err(Failure::Invalid(vec![("reference".to_owned(), words)]));
        }
        report::recorded().recorded.ok_or(Failure::NotFound)
    }
    fn earlier_reports(&self, _actor: &Actor, described: &[ReadPerson]) -> Result<Vec<Earlier>, Failure> {
        Ok(if described.is_empty() { Vec::new() } else { report::earlier() })
    }
    fn support(&self, _actor: &Actor) -> Result<Vec<Support>, Failure> {
        Ok(casework::house::support::shipped())
    }
    fn imports(&self, actor: &Actor) -> Result<Vec<ImportResult>, Failure> {
        match actor.name.as_str() {
            "refused" => Err(refusal()),
            "empty" => Ok(vec![]),
            _ => Ok(imports()),
        }
    }
    fn import_result(&self, actor: &Actor, id: &str) -> Result<ImportResult, Failure> {
        self.imports(actor)?.into_iter().find(|import| import.id == id).ok_or(Failure::NotFound)
    }
}

/// A refusal.
pub fn refusal() -> Failure {
    Failure::Refused {
        why: "This case is open to its team and to the stalking unit, and you are in neither.".to_owned(),
        hint: "If you need it for your work, ask its supervisor to add you. If someone is in danger now, call the control room."
            .to_owned(),
        lines: Vec::new(),
    }
}

/// An officer.
pub fn actor(name: &str) -> Actor {
    Actor {
        account: AccountId::new(NOW, [if name == "empty" { 5 } else { 7 }; 10]),
        name: name.to_owned(),
        display_name: "PC Rowan Ashby".to_owned(),
        role: Role::Spoc,
        force: "northmoor".to_owned(),
        team: "Harbour".to_owned(),
    }
}

/// The teams of the force.
pub fn teams() -> Vec<String> {
    ["Harbour", "Hill", "Stalking Unit"].map(str::to_owned).to_vec()
}

/// A filter that asks for nothing in particular.
pub fn filter() -> WorklistFilter {
    WorklistFilter { scope: Scope::Force, kind: None, grade: None, overdue: false, after: None, limit: 50 }
}

fn flag(code: &str, severity: Severity, title: &str) -> FlagTag {
    FlagTag { code: code.to_owned(), severity, title: title.to_owned() }
}

fn row(reference: &str, relationship: &str, grade: Option<Grade>, reports: u32) -> WorklistRow {
    WorklistRow {
        reference: reference.to_owned(),
        relationship: relationship.to_owned(),
        grade,
        reports,
        series: None,
        protection: "none".to_owned(),
        missing: "No decision on protection".to_owned(),
        rule: Some("PD-03".to_owned()),
        since: Some("Monday 25 May".to_owned()),
        due: Some("Monday 1 June".to_owned()),
        late: None,
        flag: None,
        next_action: "Decide whether to seek an order".to_owned(),
        before_go_live: false,
        officer: Some("DC Mara Lindqvist".to_owned()),
        absence: None,
        team: "Harbour".to_owned(),
    }
}

/// A page of a worklist.
pub fn worklist(filter: &WorklistFilter) -> Worklist {
    let rows = vec![
        WorklistRow {
            series: Some("5 reports in the series, unconfirmed".to_owned()),
            protection: "bail conditions until Friday 5 June 2026".to_owned(),
            missing: "Bail ends before an order is in place".to_owned(),
            late: Some("2 days late".to_owned()),
            flag: Some(flag("RF-16", Severity::Critical, "Bail ends within 72 hours and nothing follows it")),
            next_action: "Apply for an interim order, or have bail extended before Friday".to_owned(),
            ..row("HF-26-00231", "former partner", Some(Grade::High), 3)
        },
        WorklistRow {
            missing: "No risk screen".to_owned(),
            rule: Some("PD-01".to_owned()),
            since: Some("Tuesday 26 May".to_owned()),
            due: Some("Wednesday 27 May".to_owned()),
            late: Some("7 days late".to_owned()),
            flag: Some(flag("RF-02", Severity::Critical, "Threat to kill, and no one has the case")),
            next_action: "Allocate an officer today".to_owned(),
            officer: None,
            ..row("HF-26-00244", "stranger", None, 1)
        },
        WorklistRow {
            series: Some("2 reports in the series, confirmed".to_owned()),
            late: Some("Late since yesterday".to_owned()),
            flag: Some(flag("RF-09", Severity::High, "Graded standard although the home was entered")),
            next_action: "Have the grade reviewed by a supervisor".to_owned(),
            ..row("HF-26-00198", "colleague or former colleague", Some(Grade::Standard), 2)
        },
        WorklistRow {
            missing: "Order granted, not served".to_owned(),
            rule: Some("PD-11".to_owned()),
            since: Some("Monday 1 June".to_owned()),
            due: Some("today".to_owned()),
            protection: "order granted, not in force until served".to_owned(),
            flag: Some(flag("RF-21", Severity::Medium, "Subject was seen near the school")),
            next_action: "Serve the order today".to_owned(),
            ..row("HF-26-00150", "neighbour", Some(Grade::Medium), 4)
        },
        WorklistRow {
            since: None,
            due: None,
            rule: None,
            missing: "Reported before go-live, not looked at since".to_owned(),
            next_action: "Look at it once and decide".to_owned(),
            before_go_live: true,
            officer: None,
            ..row("HF-26-00007", "online only", None, 1)
        },
        row("HF-26-00260", "acquaintance", Some(Grade::Medium), 1),
    ];
    Worklist {
        heading: "All of Northmoor Police".to_owned(),
        as_of: NOW,
        total: 212,
        overdue: 64,
        rows,
        next: filter.after.is_none().then(|| "eyJ4IjoyfQ".to_owned()),
    }
}

/// A worklist with nothing on it.
pub fn empty_worklist() -> Worklist {
    Worklist { heading: "Your cases".to_owned(), as_of: NOW, total: 0, overdue: 0, rows: vec![], next: None }
}

fn texts(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// Imports, newest first.
pub fn imports() -> Vec<ImportResult> {
    let clean = ImportResult {
        id: "019730aa-0000-7000-8000-00000000000b".to_owned(),
        file: "reports-2026-06-02.csv".to_owned(),
        finished: Some("Tuesday 2 June 2026, 06:01".to_owned()),
        rows: 41,
        new_rows: 38,
        updated_rows: 3,
        unchanged_rows: 0,
        held_rows: 0,
        reports: 36,
        cases: 30,
        repeats: 9,
        waiting: 2,
        seen_before: false,
        tried: false,
        read_as: None,
        empty_rows: 0,
        unknown_officers: 0,
        held: vec![],
        held_more: 0,
    };
    let held = |row: u64, problems: &[(&str, &str)]| HeldRow {
        row,
        problems: problems.iter().map(|(column, what)| ((*column).to_owned(), (*what).to_owned())).collect(),
    };
    vec![
        ImportResult {
            id: "019730aa-0000-7000-8000-00000000000c".to_owned(),
            file: "reports-2026-06-03.csv".to_owned(),
            finished: Some("Wednesday 3 June 2026, 06:00".to_owned()),
            held_rows: 14,
            held: vec![
                held(14, &[("recorded_at", "is not a date and time"), ("behaviour", "'Z9' is not a behaviour")]),
                held(27, &[("force_reference", "is empty")]),
            ],
            held_more: 12,
            ..clean.clone()
        },
        clean,
    ]
}
