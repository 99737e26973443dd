//! Tasks of the stalking unit: whom to call in another force, and deadlines that come sooner; each is finished where it stands.

use crate::cases::Task;
use crate::components::notification_banner::NotificationBanner;
use crate::components::tag::{Tag, Tone};
use crate::forms::sent::Sent;
use crate::pages::frame::{Area, Frame, respond};
use crate::pages::problem::Problem;
use crate::pages::visit::{Visitor, fetch, is_own, percent_encoded};
use crate::router::Site;
use askama::Template;
use axum::Form;
use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use casework::house::clocks::SOONER;
use std::sync::Arc;

/// The page of tasks.
#[derive(Template)]
#[template(path = "pages/tasks.html")]
pub struct TasksPage {
    frame: Frame,
    done: Option<NotificationBanner>,
    heading: String,
    tasks: Vec<TaskBlock>,
    token: String,
}

struct TaskBlock {
    tone: Tone,
    title: String,
    lines: Vec<String>,
    tag: Option<Tag>,
    case: (String, String),
    action: String,
}

/// This shows the tasks.
pub async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let done = query.is_ok_and(|Query(pairs)| pairs.iter().any(|(name, value)| name == "done" && value == "yes"));
    match fetch(&site, &headers, |cases, actor| cases.tasks(actor)).await {
        Ok((visitor, tasks)) => respond(StatusCode::OK, &TasksPage::new(&site, &visitor, &tasks, done)),
        Err(response) => response,
    }
}

/// This keeps that a task is done.
pub async fn submit(
    State(site): State<Arc<Site>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let (Ok(Path(id)), Some(sent)) = (id, Sent::read(body)) else {
        return Problem::not_found().page(&site, None).into_response();
    };
    let genuine = is_own(&site, &headers, sent.text("token"));
    let asked = fetch(
        &site,
        &headers,
        move |cases, actor| {
            if genuine { cases.finish_task(actor, &id).map(|()| true) } else { Ok(false) }
        },
    );
    match asked.await {
        Ok((_, true)) => Redirect::to("/tasks?done=yes").into_response(),
        Ok((visitor, false)) => Problem::stale_form().page(&site, Some(&visitor)).into_response(),
        Err(response) => response,
    }
}

impl TasksPage {
    /// This is the page of some tasks, perhaps after one was done.
    pub fn new(site: &Site, visitor: &Visitor, tasks: &[Task], done: bool) -> Self {
        Self {
            frame: Frame::new(site, Some(visitor), "Tasks", Area::Tasks),
            done: done.then(|| NotificationBanner {
                title: "Done".to_owned(),
                text: "Kept: the task is done. Write what you agreed as a note on the case.".to_owned(),
            }),
            heading: match tasks.len() {
                0 => "No task is open".to_owned(),
                1 => "1 task is open".to_owned(),
                many => format!("{many} tasks are open"),
            },
            tasks: tasks.iter().map(block).collect(),
            token: visitor.form_token.clone(),
        }
    }
}

fn block(task: &Task) -> TaskBlock {
    let sooner = task.kind == SOONER;
    let (title, lines) = if sooner {
        ("A deadline comes sooner than before: read the case".to_owned(), Vec::new())
    } else {
        let title = format!("Call {} about their case {}", task.other_force_name, task.other_reference);
        let lines = [
            format!("Whom to call: {}", task.contact),
            "Linkage takes a person of your case and one of theirs to be the same. What each force holds stays with it until both have spoken.".to_owned(),
        ];
        (title, lines.to_vec())
    };
    TaskBlock {
        tone: if task.critical { Tone::Danger } else { Tone::Plain },
        title,
        lines,
        tag: task.critical.then(|| Tag::new("A critical red flag stands there", Tone::Danger)),
        case: (task.case_reference.clone(), format!("/cases/{}", percent_encoded(&task.case_reference))),
        action: format!("/tasks/{}", percent_encoded(&task.id)),
    }
}
