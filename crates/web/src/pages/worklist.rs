//! The worklist: people at risk who are not yet protected, danger and lateness first.

use crate::components::button::{Button, ButtonStyle};
use crate::components::filter::{Checkbox, Filter};
use crate::components::pagination::Pagination;
use crate::components::select::Select;
use crate::components::table::{CaptionStyle, Cell, Column, Layout, Line, Row, Table};
use crate::components::tag::{Tag, Tone, capitalised, tone_of};
use crate::pages::frame::{Area, Frame, may_open, respond};
use crate::pages::problem::Problem;
use crate::pages::visit::{Visitor, fetch, percent_encoded};
use crate::pages::worklist_query::{WorklistQuery, address, scope_word, team_word, words};
use crate::router::Site;
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use casework::access::Action;
use casework::views::{Scope, Worklist, WorklistFilter, WorklistRow};
use domain::catalogue::{Grade, Relationship};
use std::sync::Arc;

/// The worklist page.
#[derive(Template)]
#[template(path = "pages/worklist.html")]
pub struct WorklistPage {
    frame: Frame,
    asked: String,
    count: String,
    late: Option<String>,
    as_of: String,
    filter: Filter,
    table: Option<Table>,
    pagination: Pagination,
}

/// What the address asked for.
enum Asked {
    List(WorklistFilter, Vec<String>, Worklist),
    Unknown(Vec<&'static str>),
    Elsewhere,
    Nothing,
}

/// This shows the worklist.
pub async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    query: Result<Query<WorklistQuery>, QueryRejection>,
) -> Response {
    let query = query.map(|Query(query)| query);
    let plain = query.as_ref().is_ok_and(WorklistQuery::is_plain);
    let demonstration = site.demonstration;
    let answer = fetch(&site, &headers, move |cases, actor| {
        // Whoever signs in without a list of cases begins with what they have.
        if plain && !may_open(actor, demonstration, Area::Worklist) {
            let imports = may_open(actor, demonstration, Area::Imports);
            return Ok(if imports { Asked::Elsewhere } else { Asked::Nothing });
        }
        let teams = cases.teams(actor)?;
        let filter = match query.map_err(|_| vec!["the filter"]).and_then(|query| query.filter(actor, &teams)) {
            Ok(filter) => filter,
            Err(wrong) => {
                cases.refuse(actor, Action::ViewWorklist, &wrong)?;
                return Ok(Asked::Unknown(wrong));
            }
        };
        cases.worklist(actor, &filter).map(|worklist| Asked::List(filter, teams, worklist))
    })
    .await;
    match answer {
        Ok((visitor, Asked::List(filter, teams, worklist))) => {
            respond(StatusCode::OK, &WorklistPage::new(&site, &visitor, &filter, &teams, &worklist))
        }
        Ok((visitor, Asked::Unknown(wrong))) => {
            Problem::unknown_filter(&wrong).page(&site, Some(&visitor)).into_response()
        }
        Ok((_, Asked::Elsewhere)) => Redirect::to("/imports").into_response(),
        Ok((visitor, Asked::Nothing)) => Problem::no_page().page(&site, Some(&visitor)).into_response(),
        Err(response) => response,
    }
}

impl WorklistPage {
    /// This is the page for a worklist and the filter that asked for it.
    /// `teams` are those that the reader may pick.
    pub fn new(site: &Site, visitor: &Visitor, filter: &WorklistFilter, teams: &[String], worklist: &Worklist) -> Self {
        let first = WorklistFilter { after: None, ..filter.clone() };
        let next = worklist.next.as_ref().map(|next| WorklistFilter { after: Some(next.clone()), ..filter.clone() });
        Self {
            frame: Frame::new(site, Some(visitor), "Worklist", Area::Worklist),
            asked: whose(filter),
            count: count(worklist.total),
            late: (worklist.overdue > 0).then(|| format!("{} late", worklist.overdue)),
            as_of: clock_time(worklist),
            filter: filter_form(visitor, &first, teams),
            table: (!worklist.rows.is_empty()).then(|| table(&worklist.rows, &words(filter))),
            pagination: Pagination {
                first: filter.after.is_some().then(|| address(&first)),
                next: next.as_ref().map(address),
            },
        }
    }
}

fn count(total: u64) -> String {
    match total {
        // Not 'no one at risk': the list covers what was asked for and what the reader may see.
        0 => "No one on this list".to_owned(),
        1 => "1 case without a served order".to_owned(),
        many => format!("{many} cases without a served order"),
    }
}

fn whose(filter: &WorklistFilter) -> String {
    match &filter.scope {
        Scope::Mine => "My cases".to_owned(),
        Scope::Team(team) => format!("Cases of {team}"),
        Scope::Force => "All cases of the force that you may see".to_owned(),
    }
}

fn clock_time(worklist: &Worklist) -> String {
    let read = worklist.as_of.timestamp().to_zoned_datetime(domain::time::zone());
    format!("{:02}:{:02}", read.hour(), read.minute())
}

fn filter_form(visitor: &Visitor, filter: &WorklistFilter, teams: &[String]) -> Filter {
    let select = |name: &str, label: &str, items: Vec<(String, String)>, value: &str| Select {
        hint: None,
        error: None,
        name: name.to_owned(),
        label: label.to_owned(),
        items,
        value: value.to_owned(),
    };
    let own = &visitor.actor.team;
    let mut scopes = vec![
        ("mine".to_owned(), "My cases".to_owned()),
        (team_word(own), format!("My team: {own}")),
        ("force".to_owned(), "Whole force".to_owned()),
    ];
    let others = teams.iter().filter(|team| *team != own);
    scopes.extend(others.map(|team| (team_word(team), format!("Team: {team}"))));
    let kinds = with_any(Relationship::ALL.iter().map(|kind| (kind.code(), kind.label())));
    let grades = with_any(Grade::ALL.iter().map(|grade| (grade.code(), grade.label())));
    Filter {
        action: "/".to_owned(),
        selects: vec![
            select("scope", "Cases", scopes, &scope_word(&filter.scope)),
            select("kind", "Relationship", kinds, filter.kind.map_or("", Relationship::code)),
            select("grade", "Risk", grades, filter.grade.map_or("", Grade::code)),
        ],
        checkbox: Checkbox { name: "overdue".to_owned(), label: "Late only".to_owned(), checked: filter.overdue },
        button: Button { text: "Apply".to_owned(), style: ButtonStyle::Secondary },
        chosen: chosen(filter),
        clear: address(&WorklistFilter { kind: None, grade: None, overdue: false, ..filter.clone() }),
    }
}

fn with_any<'a>(items: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let any = (String::new(), "Any".to_owned());
    std::iter::once(any).chain(items.map(|(code, label)| (code.to_owned(), capitalised(label)))).collect()
}

fn chosen(filter: &WorklistFilter) -> Vec<(String, String)> {
    let kind = filter.kind.map(|kind| (capitalised(kind.label()), WorklistFilter { kind: None, ..filter.clone() }));
    let grade = filter.grade.map(|grade| {
        (format!("{} risk", capitalised(grade.label())), WorklistFilter { grade: None, ..filter.clone() })
    });
    let overdue = filter.overdue.then(|| ("Late only".to_owned(), WorklistFilter { overdue: false, ..filter.clone() }));
    [kind, grade, overdue].into_iter().flatten().map(|(words, without)| (words, address(&without))).collect()
}

fn table(rows: &[WorklistRow], list: &str) -> Table {
    Table {
        caption: "People at risk without a served order, danger and lateness first".to_owned(),
        caption_style: CaptionStyle::Heard,
        layout: Layout::Cards,
        columns: vec![
            Column::plain_words("Case"),
            Column::plain_words("What is missing"),
            Column::plain_words("Danger"),
            Column::words("Next action"),
        ],
        rows: rows.iter().map(|found| row(found, list)).collect(),
    }
}

fn row(row: &WorklistRow, list: &str) -> Row {
    let tone = row.flag.as_ref().map_or(Tone::Plain, |flag| tone_of(flag.severity));
    Row { tone, cells: vec![case(row, list), missing(row), danger(row), next_action(row)] }
}

fn case(row: &WorklistRow, list: &str) -> Cell {
    let reports = match row.reports {
        1 => "1 report".to_owned(),
        many => format!("{many} reports"),
    };
    let mut lines = vec![
        Line::Link { text: row.reference.clone(), href: format!("/cases/{}?{list}", percent_encoded(&row.reference)) },
        Line::Text(format!("{}, {reports}", relationship(row))),
    ];
    lines.extend(row.series.clone().map(Line::Text));
    lines.push(match (&row.officer, &row.absence) {
        (Some(officer), Some(absence)) => Line::Quiet(format!("{officer} ({absence}), {}", row.team)),
        (Some(officer), None) => Line::Quiet(format!("{officer}, {}", row.team)),
        (None, _) => Line::Quiet(format!("No officer, {}", row.team)),
    });
    lines.extend(row.before_go_live.then(|| Line::Quiet("Reported before go-live".to_owned())));
    Cell(lines)
}

/// 'Not known' alone would leave open what is not known.
fn relationship(row: &WorklistRow) -> String {
    if row.relationship == Relationship::Unknown.label() {
        return "Relationship not known".to_owned();
    }
    capitalised(&row.relationship)
}

fn missing(row: &WorklistRow) -> Cell {
    let times =
        [row.since.as_ref().map(|since| format!("since {since}")), row.due.as_ref().map(|due| format!("due {due}"))];
    let times: Vec<String> = row.rule.iter().cloned().chain(times.into_iter().flatten()).collect();
    let mut lines: Vec<Line> = row.late.clone().map(Line::Bad).into_iter().collect();
    lines.push(Line::Strong(row.missing.clone()));
    lines.extend((!times.is_empty()).then(|| Line::Quiet(times.join(", "))));
    lines.push(Line::Quiet(format!("Protection now: {}", row.protection)));
    Cell(lines)
}

fn danger(row: &WorklistRow) -> Cell {
    // A grade below high must not look like a danger, and no grade must not look like none.
    let (grade_tag, grade_text) = match row.grade {
        None | Some(Grade::High) => (Some(Tag::grade(row.grade)), None),
        Some(Grade::Standard | Grade::Medium) => (None, Some(Tag::grade(row.grade).text)),
    };
    let tags: Vec<Tag> = row.flag.iter().map(Tag::severity).chain(grade_tag).collect();
    let mut lines: Vec<Line> = (!tags.is_empty()).then_some(Line::Tags(tags)).into_iter().collect();
    lines.extend(row.flag.as_ref().map(|flag| Line::Text(flag.title.clone())));
    let quiet: Vec<String> = row.flag.iter().map(|flag| flag.code.clone()).chain(grade_text).collect();
    lines.extend((!quiet.is_empty()).then(|| Line::Quiet(quiet.join(", "))));
    Cell(lines)
}

fn next_action(row: &WorklistRow) -> Cell {
    Cell::text(row.next_action.clone())
}
