//! Health: whether the database answers and duties are being watched, for machines, without a sign-in and without anybody's data.

use crate::router::Site;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::time::Moment;
use domain::watch::Watch;
use std::sync::Arc;

/// 200 if all is well, else 503; the words are those of [`Watch::code`].
pub async fn show(State(site): State<Arc<Site>>) -> Response {
    let (watch, last_round) = site.watched.ask(&site.cases).await;
    let (status, word) = match watch {
        Watch::Kept => (StatusCode::OK, "ok"),
        Watch::Never | Watch::Silent { .. } | Watch::SetBack { .. } | Watch::Unknown => {
            (StatusCode::SERVICE_UNAVAILABLE, "failing")
        }
    };
    (status, [(CONTENT_TYPE, "application/json")], told(word, watch, last_round)).into_response()
}

/// Fixed words and a moment: nothing in it needs to be escaped.
fn told(status: &str, watch: Watch, last_round: Option<Moment>) -> String {
    let database = if watch == Watch::Unknown { "unreachable" } else { "reached" };
    let last_round = last_round.map_or_else(|| "null".to_owned(), |moment| format!("\"{moment}\""));
    format!(
        "{{\"status\":\"{status}\",\"database\":\"{database}\",\"duties\":\"{}\",\"last_round\":{last_round}}}\n",
        watch.code()
    )
}
