//! The list of bank holidays against a second source: the PyPI package `holidays`, by `holidays_check.py`.
//!
//! `HOLDFAST_PYTHON` names a Python that has the package; without it the test fails, it does not skip.

use domain::calendar::Calendar;
use std::io::Write;
use std::process::{Command, Output, Stdio};

const NEXT_STEP: &str = "HOLDFAST_PYTHON must name a Python with the package `holidays`: \
    python3 -m venv /tmp/holidays && /tmp/holidays/bin/pip install holidays && \
    HOLDFAST_PYTHON=/tmp/holidays/bin/python cargo test -p domain --test holidays";

type Failed = Box<dyn std::error::Error>;

fn check(days: &[String]) -> Result<Output, Failed> {
    let python = std::env::var("HOLDFAST_PYTHON").map_err(|_| NEXT_STEP)?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/holidays_check.py");
    let pipes = || Stdio::piped();
    let mut child = Command::new(python).arg(script).stdin(pipes()).stdout(pipes()).stderr(pipes()).spawn()?;
    child.stdin.take().ok_or("no stdin")?.write_all(days.join("\n").as_bytes())?;
    Ok(child.wait_with_output()?)
}

fn ours() -> Vec<String> {
    Calendar::england_and_wales().holidays().iter().map(|holiday| holiday.on.to_string()).collect()
}

#[test]
fn the_list_agrees_with_the_python_package() -> Result<(), Failed> {
    let output = check(&ours())?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}{NEXT_STEP}");
    Ok(())
}

#[test]
fn the_check_sees_a_day_that_is_missing_and_one_too_many() -> Result<(), Failed> {
    let without = ours().into_iter().filter(|day| day != "2022-09-19").collect::<Vec<_>>();
    let mut with = ours();
    with.push("2030-12-27".to_owned());
    for (days, word) in [(without, "MISSING 2022-09-19"), (with, "EXTRA   2030-12-27")] {
        let output = check(&days)?;
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stdout).contains(word), "{word}");
    }
    Ok(())
}
