//! `holdfast figures`: from published files, without a database.

use crate::arguments::FiguresCommand;
use crate::output::{self, Format};
use crate::telling::Trouble;
use statistics::published::{Published, published};
use statistics::tables::bbc_main::{BbcMainRefused, read_bbc_main};

/// This prints the applications index of a published file.
pub fn run(command: &FiguresCommand, format: Format) -> Result<(), Trouble> {
    let FiguresCommand::Published { file } = command;
    let source = std::fs::File::open(file).map_err(|error| Trouble::file(file, &error))?;
    let table = read_bbc_main(source).map_err(|refused| Trouble::Usage(refusal(&refused)))?;
    let published = published(&table);
    let rows = published.rows();
    let header = Published::headers();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    if format == Format::Table {
        println!("{}\n{}\n", published.title, published.summary);
    }
    output::rows(format, &header, &rows, &whole(&published, &header, &rows))?;
    if format == Format::Table {
        println!("applications: {}", published.applications_window.words());
        println!("recorded crimes: {}", published.crimes_window.words());
        println!("{}", published.coverage.words());
        for warning in &published.warnings {
            println!("note: {warning}");
        }
        println!("{}", published.credit);
    }
    Ok(())
}

fn refusal(refused: &BbcMainRefused) -> String {
    match refused {
        BbcMainRefused::Unreadable(cause) => format!("{refused}: {cause}"),
        BbcMainRefused::Unplaceable(problems) => {
            let lines: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
            format!("{refused}{}", lines.concat())
        }
    }
}

fn whole(published: &Published, header: &[&str], rows: &[Vec<String>]) -> serde_json::Value {
    let rate = |rate: &statistics::measures::rate::Rate| {
        serde_json::json!({
            "applications": rate.events, "recorded": rate.exposure, "per_thousand": rate.per_thousand,
            "low": rate.low, "high": rate.high, "interval": format!("95 %, {}", rate.method.name()),
        })
    };
    let rows: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            header
                .iter()
                .zip(row)
                .map(|(name, cell)| ((*name).to_owned(), serde_json::Value::from(cell.clone())))
                .collect()
        })
        .collect();
    serde_json::json!({
        "title": published.title,
        "national": published.national.as_ref().map(rate),
        "forces_counted": published.coverage.forces_counted,
        "forces_all": published.coverage.forces_all,
        "applications_window": published.applications_window.words(),
        "crimes_window": published.crimes_window.words(),
        "left_out": published.left_out.iter().map(|left| serde_json::json!({"force": left.force.name, "why": left.why.words()})).collect::<Vec<_>>(),
        "warnings": published.warnings,
        "credit": published.credit,
        "rows": rows,
    })
}
