//! This prints the applications index from a copy of the BBC main table: `cargo run --example published -- FILE`.

use std::error::Error;
use std::fs::File;

use statistics::published::{Published, published};
use statistics::tables::bbc_main::read_bbc_main;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("give the path of the table")?;
    let table = read_bbc_main(File::open(path)?)?;
    let figure = published(&table);
    println!("{}\n{}\n\n{}\n", figure.title, figure.credit, figure.summary);
    println!("{}", Published::headers().join(" | "));
    for row in figure.rows() {
        println!("{}", row.join(" | "));
    }
    println!();
    for warning in &figure.warnings {
        println!("- {warning}");
    }
    Ok(())
}
