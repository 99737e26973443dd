//! What broken and hostile files cost: `hostile make FOLDER` writes them, `hostile read FILE` reads one and says what it came to,
//! in how long, with how much memory at most. `bench/hostile` runs both.

#![expect(clippy::unwrap_used, reason = "a measurement stops at the first surprise")]

#[path = "../tests/cases/hostile_files.rs"]
mod hostile_files;
#[path = "../tests/cases/making.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod making;

use casework::Failure;
use casework::intake::map::Map;
use casework::intake::read::read_file;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", folder] => make(Path::new(folder)),
        ["read", file] => read(Path::new(file)),
        _ => eprintln!("hostile make FOLDER | hostile read FILE"),
    }
}

fn make(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for (name, bytes, _) in hostile_files::files() {
        std::fs::write(folder.join(name.replace(' ', "_")), bytes).unwrap();
    }
    // The largest that are taken, for comparison.
    let cells = format!("Ref,Recorded,Victim\n{}", "N/1,02/06/2026 10:00,Ann Vale\n".repeat(150_000));
    std::fs::write(folder.join("taken:_150,000_rows_of_CSV"), cells).unwrap();
    let rows: String = (3..150_003)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"str\"><v>N/{row}</v></c><c r=\"B{row}\" t=\"str\"><v>02/06/2026 10:00</v></c><c r=\"C{row}\" t=\"str\"><v>Ann Vale</v></c></row>"))
        .collect();
    std::fs::write(folder.join("taken:_150,000_rows_of_XLSX"), hostile_files::xlsx_with(&rows)).unwrap();
    let empty: String = (3..1_000_003).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"0\"/></row>")).collect();
    std::fs::write(folder.join("taken:_a_million_empty_rows_of_XLSX"), hostile_files::xlsx_with(&empty)).unwrap();
}

fn read(file: &Path) {
    let bytes = std::fs::read(file).unwrap();
    let map = Map::parse(hostile_files::SMALL).unwrap();
    let began = std::time::Instant::now();
    let outcome = match read_file(&bytes, &map, "2026-06-03T09:00:00Z".parse().unwrap()) {
        Ok(read) => format!("taken: {} rows, {} empty", read.rows, read.empty_rows),
        Err(Failure::Invalid(problems)) => {
            problems.first().map(|problem| format!("{}: {}", problem.field, problem.words)).unwrap_or_default()
        }
        Err(failure) => failure.to_string(),
    };
    let took = began.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("?", str::trim);
    let peak = peak
        .trim_end_matches(" kB")
        .parse::<u64>()
        .map_or_else(|_| "?".to_owned(), |kilobytes| (kilobytes / 1_024).to_string());
    let name = file.file_name().map(|name| name.to_string_lossy().replace('_', " ")).unwrap_or_default();
    println!("{name:<42} {:>5} MB  {peak:>5} MB  {took:>6.2} s  {outcome}", bytes.len() >> 20);
}
