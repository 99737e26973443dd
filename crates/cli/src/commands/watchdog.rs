//! `holdfast watchdog`: whether duties are being watched, by a connection of its own. It shows nothing of any case.

use super::now;
use crate::config::Settings;
use crate::telling::Trouble;
use domain::watch::Watch;

/// This looks once. Each answer that is not good ends with an exit code other than 0 and says on standard error what is wrong.
pub fn run(settings: &Settings, quiet: bool) -> Result<(), Trouble> {
    let trace = store::lease::heartbeat_at(&settings.place().database)
        .map_err(|error| Trouble::Machine(format!("whether duties are being watched is not known: {error}")))?;
    let watch = trace.read(now());
    match watch.warning() {
        Some(warning) => Err(Trouble::NotWatched(warning)),
        None => {
            if !quiet {
                println!("duties are being watched; last round {}", last(&trace));
            }
            Ok(())
        }
    }
}

fn last(trace: &domain::watch::Heartbeat) -> String {
    trace.ticked_at.map_or_else(|| Watch::Never.code().to_owned(), |moment| moment.to_string())
}
