//! The `holdfast` binary: commands for caseworkers and analysts, and the server, over the same use cases.

mod arguments;
mod commands;
mod config;
mod output;
mod serving;
mod session;
mod telling;
mod typed;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    quiet_when_nobody_reads();
    let cli = arguments::Cli::parse();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => trouble.report(),
    }
}

/// A reader who has seen enough (`holdfast worklist | head`) closes the pipe; that is no failure.
fn quiet_when_nobody_reads() {
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let words = info.payload().downcast_ref::<String>();
        if words.is_some_and(|words| words.starts_with("failed printing to stdout")) {
            std::process::exit(0);
        }
        otherwise(info);
    }));
}
