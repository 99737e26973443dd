//! Whether duties are being watched, as the pages know it: asked of the database again after a few seconds, not for each page.

use crate::cases::Cases;
use domain::time::Moment;
use domain::watch::Watch;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How old an answer may be for a page.
const FRESH: Duration = Duration::from_secs(5);

/// The last answer, and when it was asked for.
#[derive(Default)]
pub struct Watched(Mutex<Option<Answer>>);

/// Whether duties are being watched, the last round, and when this was asked for.
type Answer = (Watch, Option<Moment>, Instant);

impl Watched {
    /// As if it had just been asked.
    #[cfg(test)]
    pub fn of(watch: Watch) -> Self {
        Self(Mutex::new(Some((watch, None, Instant::now()))))
    }

    /// This asks again if the last answer is too old for a page.
    pub async fn look(&self, cases: &Arc<dyn Cases>) {
        if self.last().is_none_or(|(_, _, asked)| asked.elapsed() >= FRESH) {
            self.ask(cases).await;
        }
    }

    /// This asks now.
    pub async fn ask(&self, cases: &Arc<dyn Cases>) -> (Watch, Option<Moment>) {
        let asked = Arc::clone(cases);
        // A call that breaks off tells nothing, and that is told.
        let (watch, last) = tokio::task::spawn_blocking(move || asked.watch()).await.unwrap_or((Watch::Unknown, None));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((watch, last, Instant::now()));
        (watch, last)
    }

    /// What every page says, if something is wrong.
    pub fn alarm(&self) -> Option<String> {
        self.last().and_then(|(watch, ..)| watch.warning())
    }

    fn last(&self) -> Option<Answer> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
