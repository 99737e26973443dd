//! Invented cases: one in which much has happened, and one that has just been opened.

use super::{flag, texts};
use casework::access::{Action, Target};
use casework::cases::asks::{Asks, Measure, OpenAction, ProtectionStands, Staff, Ties};
use casework::views::{
    ActView, AdviceView, AnswerView, CasePage, ClockView, FlagView, GateView, LinkView, PersonView, ProtectionView,
    ReportView, ScreenView, TimelineItem,
};
use domain::catalogue::{Grade, RiskFactor, Role, Severity};
use domain::risk::questions::{Choice, Kind, Letter, Question, QuestionSet, View};

/// All that anybody may do on a case, so that every form can be opened.
fn all_acts() -> Vec<&'static str> {
    Action::ALL.iter().filter(|action| action.target() != Target::Force).map(|action| action.code()).collect()
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
        next: "seek_interim",
        may: all_acts(),
        events: 10,
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
        asks: asks(),
    }
}

/// What the forms ask with: everything is open at once, so that every form has something to ask about.
fn asks() -> Asks {
    let staff = |name: &str, display_name: &str, role, team: &str| Staff {
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        role,
        team: team.to_owned(),
    };
    Asks {
        questions: Some(questions()),
        protection: ProtectionStands::Open,
        closure_proposed: true,
        open: true,
        lowering: Some("medium; Sgt Ines Falk is asked, since 09:00 on Tuesday 2 June 2026".to_owned()),
        advice_waits: true,
        answer_waits: true,
        unreviewed: vec![2],
        requests: texts(&["the person at risk, since 08:00 on Tuesday 2 June 2026"]),
        actions: vec![OpenAction {
            id: "019730aa-0000-7000-8000-000000000004".to_owned(),
            words: "Take the neighbour's statement. (DC Mara Lindqvist, by Friday 5 June 2026)".to_owned(),
        }],
        measures: vec![
            Measure {
                id: "019730aa-0000-7000-8000-000000000001".to_owned(),
                words: "bail conditions from Friday 8 May 2026 until Friday 5 June 2026".to_owned(),
                in_force: true,
                unserved: false,
                is_order: false,
                is_leaned_on: true,
            },
            Measure {
                id: "019730aa-0000-7000-8000-000000000005".to_owned(),
                words: "interim Stalking Protection Order from Tuesday 2 June 2026, without a last day".to_owned(),
                in_force: true,
                unserved: true,
                is_order: true,
                is_leaned_on: false,
            },
        ],
        staff: vec![
            staff("lindqvist", "DC Mara Lindqvist", Role::Officer, "Harbour"),
            staff("falk", "Sgt Ines Falk", Role::Supervisor, "Harbour"),
            staff("castellan", "DS Noor Castellan", Role::Spoc, ""),
            staff("imlach", "R. Imlach", Role::Advocate, ""),
        ],
        ties: Ties {
            restricted: true,
            named: texts(&["falk", "lindqvist"]),
            connected: texts(&["falk"]),
            consented: texts(&["imlach"]),
        },
    }
}

/// A short set with a question of each kind.
fn questions() -> QuestionSet {
    let question = |code: &str, section: &str, text: &str, kind| Question {
        code: code.to_owned(),
        section: section.to_owned(),
        text: text.to_owned(),
        help: String::new(),
        kind,
        choices: Vec::new(),
        lowest: None,
        highest: None,
        factor: None,
        four: None,
        view: None,
        required: true,
    };
    let choices = ["standard", "medium", "high"].map(|code| Choice { code: code.to_owned(), text: code.to_owned() });
    QuestionSet {
        code: "sample".to_owned(),
        version: 1,
        title: "Sample set".to_owned(),
        edition: "first edition".to_owned(),
        authority: "nobody: invented".to_owned(),
        licence: "invented".to_owned(),
        tool: None,
        questions: vec![
            Question {
                help: "Ask what she fears will happen.".to_owned(),
                factor: Some(RiskFactor::VeryFrightened),
                ..question("fear", "What she fears", "Is the person at risk very frightened?", Kind::YesNo)
            },
            Question { required: false, ..question("fear_of", "What she fears", "What does she fear?", Kind::Words) },
            Question {
                lowest: Some(0),
                highest: Some(10),
                ..question("scale", "What she fears", "How frightened is she, from 0 to 10?", Kind::Scale)
            },
            Question {
                four: Some(Letter::Fixated),
                ..question("fixated", "FOUR", "Is the subject fixated on her?", Kind::YesNo)
            },
            Question {
                choices: choices.to_vec(),
                view: Some(View::PersonAtRisk),
                ..question("her_view", "Views", "How great does she think her own risk is?", Kind::Choice)
            },
        ],
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
        next_action: "Give the case to an officer.".to_owned(),
        next: "allocate_officer",
        events: 1,
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
        asks: Asks { open: true, ..Asks::default() },
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
            "this case",
            "attached",
            Some(
                "Caller says the same grey car waited outside the office for the third evening and followed the bus home.",
            ),
        ),
        report(
            "NM/26/098210",
            "Sunday 19 April 2026, 08:05",
            "repeated calls, texts or voicemail",
            "this case",
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
        number: 0,
        when: when.to_owned(),
        title: title.to_owned(),
        detail: detail.map(str::to_owned),
        by: by.to_owned(),
    };
    let items = vec![
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
    ];
    items.into_iter().zip(0..).map(|(item, number)| TimelineItem { number, ..item }).collect()
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
