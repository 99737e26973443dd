//! Invented cases, and a stand-in for the use cases that shows them. Nobody here is real.

mod notices;

pub use notices::notices;

use crate::cases::{Cases, Failure};
use casework::access::Action;
use casework::views::{
    ActView, Actor, AdviceView, AnswerView, CasePage, ClockView, FlagTag, FlagView, GateView, HeldRow, ImportResult,
    LinkView, Notices, PersonView, ProtectionView, ReportView, Scope, ScreenView, TimelineItem, Worklist,
    WorklistFilter, WorklistRow,
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
    fn notices(&self, _actor: &Actor) -> Result<Notices, Failure> {
        Ok(notices())
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
    }
}

/// An officer.
pub fn actor(name: &str) -> Actor {
    Actor {
        account: AccountId::new(NOW, [7; 10]),
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

/// A case in which much has happened.
pub fn case() -> CasePage {
    CasePage {
        reference: "HF-26-00231".to_owned(),
        force: "Northmoor Police".to_owned(),
        status: "open".to_owned(),
        officer: Some("DC Mara Lindqvist".to_owned()),
        team: "Harbour".to_owned(),
        relationship: "former partner".to_owned(),
        grade: Some(Grade::High),
        decision: "Not decided. The duty to decide has been running since Monday 25 May 2026.".to_owned(),
        protection_now: "Bail conditions until Friday 5 June 2026. Nothing follows them.".to_owned(),
        next_action: "Apply for an interim order, or have bail extended before Friday 5 June 2026.".to_owned(),
        access: vec![
            "Consent for R. Imlach, given on Monday 1 June 2026: progress: how the case stands and what is due."
                .to_owned(),
        ],
        waits: texts(&[
            "A lower grade, medium, waits for a second officer: Sgt Ines Falk is asked, since 09:00 on Tuesday 2 June 2026. Until then the higher one counts.",
        ]),
        rests: vec![
            ("Evidence that is missing".to_owned(), "The neighbour's statement.".to_owned()),
            ("How it is to be got".to_owned(), "DC Lindqvist takes it on Wednesday.".to_owned()),
        ],
        advice: vec![AdviceView {
            advice: "advises against".to_owned(),
            words: Some("The second act is not supported yet; take the neighbour's statement first.".to_owned()),
            by: "DS Noor Castellan".to_owned(),
            when: "Monday 1 June 2026, 11:20".to_owned(),
            answer: None,
        }],
        people: people(),
        reports: reports(),
        acts: acts(),
        links: links(),
        clocks: clocks(),
        flags: flags(),
        protections: vec![ProtectionView {
            id: "019730aa-0000-7000-8000-000000000001".to_owned(),
            kind: "bail conditions".to_owned(),
            period: "Friday 8 May to Friday 5 June 2026".to_owned(),
            state: "in force, ends in 2 days".to_owned(),
            source: "the custody record".to_owned(),
        }],
        screens: screens(),
        trajectory: texts(&["medium from 22:30 on Friday 8 May 2026", "high from 09:10 on Monday 25 May 2026"]),
        timeline: timeline(),
        gates: gates(),
    }
}

/// A case that has just been opened.
pub fn new_case() -> CasePage {
    CasePage {
        reference: "HF-26-00007".to_owned(),
        officer: None,
        relationship: "online only".to_owned(),
        grade: None,
        decision: "Not decided.".to_owned(),
        protection_now: "None.".to_owned(),
        next_action: "Look at it once and decide.".to_owned(),
        access: vec![],
        waits: vec![],
        rests: vec![],
        advice: vec![],
        people: vec![],
        reports: vec![],
        acts: vec![],
        links: vec![],
        clocks: vec![],
        flags: vec![],
        protections: vec![],
        screens: vec![],
        trajectory: vec![],
        timeline: vec![],
        gates: vec![],
        ..case()
    }
}

fn screens() -> Vec<ScreenView> {
    let answer = |section: &str, question: &str, answer: &str| AnswerView {
        section: section.to_owned(),
        question: question.to_owned(),
        answer: answer.to_owned(),
    };
    vec![ScreenView {
        when: "09:10 on Monday 25 May 2026".to_owned(),
        by: "PC Rowan Ashby".to_owned(),
        tool: "neutral question set 1".to_owned(),
        set: Some("Neutral question set (neutral version 1; first edition; own wording)".to_owned()),
        grade: Grade::High,
        training: Some("by untrained staff".to_owned()),
        finding: Some("Made by untrained staff: have it reviewed by somebody who is trained in it.".to_owned()),
        review: None,
        reasons: Some("She moved her bed away from the window, and he wrote of a knife.".to_owned()),
        four: vec![
            ("Fixated".to_owned(), "yes: acts 1, 3 (withdrawn since)".to_owned()),
            ("Obsessive".to_owned(), "not known".to_owned()),
            ("Unwanted".to_owned(), "yes: acts 1 to 3".to_owned()),
            ("Repeated".to_owned(), "no".to_owned()),
        ],
        answers: vec![
            answer("What she fears", "Is the person at risk very frightened?", "yes"),
            answer(
                "Her own view",
                "How great does she think her own risk is?",
                "she thinks that serious harm is likely",
            ),
        ],
    }]
}

fn people() -> Vec<PersonView> {
    let person = |role: &str, name: &str, born: Option<&str>, particulars: &[(&str, &str)], report: &str| PersonView {
        role: role.to_owned(),
        name: name.to_owned(),
        born: born.map(str::to_owned),
        particulars: particulars.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect(),
        report: report.to_owned(),
    };
    vec![
        person(
            "person at risk",
            "Isolde Marchetti",
            Some("14 March 1991"),
            &[("Phone", "07700 900 118"), ("Address", "withheld")],
            "NM/26/104511",
        ),
        person(
            "subject",
            "Dorian Vance",
            Some("2 October 1987"),
            &[("Vehicle", "grey estate, plate not known"), ("Also known as", "D. Vane")],
            "NM/26/104511",
        ),
        person("person at risk", "Isolda Marcheti", None, &[("Email", "withheld")], "NM/26/098210"),
        person("subject", "not known", None, &[], "NM/26/098210"),
    ]
}

fn acts() -> Vec<ActView> {
    let act = |number, what: &str, report: Option<&str>, state: &str| ActView {
        number,
        what: what.to_owned(),
        report: report.map(str::to_owned),
        state: state.to_owned(),
        id: format!("019730aa-0000-7000-8000-{number:012}"),
    };
    vec![
        act(1, "loitering in any place, 21:00 on Friday 8 May 2026", Some("NM/26/104511"), "counts"),
        act(2, "following in a vehicle, 08:00 on Saturday 9 May 2026", None, "counts"),
        act(3, "spoofed numbers, Sunday 10 May 2026", None, "withdrawn from the count: it was recorded twice"),
    ]
}

fn reports() -> Vec<ReportView> {
    let report =
        |reference: &str, recorded: &str, behaviour: &str, place: &str, belongs: &str, narrative: Option<&str>| {
            ReportView {
                reference: reference.to_owned(),
                recorded: recorded.to_owned(),
                behaviour: behaviour.to_owned(),
                place: place.to_owned(),
                belongs: belongs.to_owned(),
                narrative: narrative.map(str::to_owned),
            }
        };
    vec![
        report(
            "NM/26/104511",
            "Friday 8 May 2026, 21:40",
            "loitering in any place; following in a vehicle",
            "on this case",
            "attached",
            Some(
                "Caller says the same grey car waited outside the office for the third evening and followed the bus home.",
            ),
        ),
        report(
            "NM/26/098210",
            "Sunday 19 April 2026, 08:05",
            "repeated calls, texts or voicemail",
            "on this case",
            "attached",
            None,
        ),
        report(
            "NM/26/061377",
            "Tuesday 3 March 2026, 17:30",
            "social-media messages",
            "another case",
            "same series, unconfirmed",
            None,
        ),
    ]
}

fn links() -> Vec<LinkView> {
    let line = |compared: &str, found: &str, bits: f64| (compared.to_owned(), found.to_owned(), bits);
    vec![LinkView {
        id: "01a1-01a2".to_owned(),
        reports: ("NM/26/104511".to_owned(), "NM/26/098210".to_owned()),
        about: "person at risk".to_owned(),
        state: "unconfirmed".to_owned(),
        bits: 17.4,
        lines: vec![
            line("Surname", "one letter apart, rare in this force", 9.8),
            line("First name", "one letter apart", 5.1),
            line("Phone", "same number", 4.2),
            line("Date of birth", "not given in one report", 0.0),
            line("Address", "differs", -1.7),
        ],
    }]
}

fn clocks() -> Vec<ClockView> {
    let clock =
        |code: &str, title: &str, basis: &str, state: &str, due: &str, late: bool, working: &[&str]| ClockView {
            code: code.to_owned(),
            title: title.to_owned(),
            basis: basis.to_owned(),
            escalates_to: "supervisor".to_owned(),
            state: state.to_owned(),
            due: due.to_owned(),
            late,
            working: texts(working),
            escalation: match late {
                true => texts(&[
                    "Escalated at 00:00 on Tuesday 2 June 2026: to the officer in the case, supervisor of the team.",
                ]),
                false => Vec::new(),
            },
        };
    vec![
        clock(
            "PD-03",
            "Decide whether to seek an order",
            "force policy, section 4",
            "running",
            "Monday 1 June 2026, 2 days ago",
            true,
            &[
                "Starts when the risk is graded high: Monday 25 May 2026.",
                "5 working days, the bank holiday on 25 May is not one.",
                "Ends on Monday 1 June 2026 at 23:59.",
            ],
        ),
        clock(
            "PD-08",
            "Follow-on to bail",
            "force policy, section 7",
            "running",
            "Friday 5 June 2026",
            false,
            &["Bail ends on Friday 5 June 2026.", "Something must follow by then."],
        ),
        clock(
            "PD-01",
            "Risk screen",
            "force policy, section 2",
            "met",
            "Saturday 9 May 2026, met on Friday 8 May 2026",
            false,
            &["24 hours from the report: Saturday 9 May 2026, 21:40."],
        ),
    ]
}

fn flags() -> Vec<FlagView> {
    vec![
        FlagView {
            id: "019730aa-0000-7000-8000-000000000002".to_owned(),
            tag: flag("RF-16", Severity::Critical, "Bail ends within 72 hours and nothing follows it"),
            authority: "force policy, section 7".to_owned(),
            since: "Tuesday 2 June 2026".to_owned(),
            evidence: texts(&["Bail conditions end on Friday 5 June 2026.", "No order is applied for."]),
            disposal: None,
        },
        FlagView {
            id: "019730aa-0000-7000-8000-000000000003".to_owned(),
            tag: flag("RF-04", Severity::High, "Recent separation"),
            authority: "screening tool, question 6".to_owned(),
            since: "Friday 8 May 2026".to_owned(),
            evidence: texts(&["Separated in April 2026, says report NM/26/104511."]),
            disposal: Some("Taken into the grade, by Insp Tom Okafor on Monday 11 May 2026".to_owned()),
        },
    ]
}

fn timeline() -> Vec<TimelineItem> {
    let item = |when: &str, title: &str, detail: Option<&str>, by: &str| TimelineItem {
        when: when.to_owned(),
        title: title.to_owned(),
        detail: detail.map(str::to_owned),
        by: by.to_owned(),
    };
    vec![
        item(
            "Friday 8 May 2026, 21:52",
            "Report NM/26/104511 came in",
            Some("Loitering in any place; following in a vehicle"),
            "Holdfast",
        ),
        item("Friday 8 May 2026, 22:30", "Risk screened", None, "PC Rowan Ashby"),
        item(
            "Monday 25 May 2026, 09:12",
            "Risk graded high",
            Some("Third act after bail; she no longer goes to work."),
            "DC Mara Lindqvist",
        ),
        item("Tuesday 2 June 2026, 00:00", "Red flag RF-16 raised", None, "Holdfast"),
    ]
}

fn gates() -> Vec<GateView> {
    let gate = |title: &str, state: &str, why: Option<&str>| GateView {
        title: title.to_owned(),
        state: state.to_owned(),
        why: why.map(str::to_owned),
    };
    vec![
        gate("Risk is screened", "met", None),
        gate("Protection is decided", "unmet", Some("No decision is on record.")),
        gate("Red flags are dealt with", "unmet", Some("RF-16 is open.")),
        gate("The person at risk was told", "not yet built", None),
    ]
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
