//! The `holdfast` binary: commands for caseworkers and analysts, and the server, over the same use cases.

mod arguments;
mod commands;
mod config;
mod output;
mod serving;
mod session;
mod telling;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = arguments::Cli::parse();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => trouble.report(),
    }
}
