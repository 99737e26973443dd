//! Links a file of mentions and writes who is who: `bench FILE.csv OUT_DIR [--model]`.
//!
//! Writes `clusters.csv`, the persons in view of relations, and `identities.csv`, without them.
//! Reads the generator's `mentions.csv` or FEBRL files; prints the time, the model and counts.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

use linkage::{Mention, Role, Settings, Tables, link};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, out, rest @ ..] = arguments.as_slice() else {
        return Err("usage: bench FILE.csv OUT_DIR [--model]".into());
    };
    let (ids, mentions) = read(&std::fs::read_to_string(file)?)?;
    let tables = Tables::shipped();

    let start = Instant::now();
    let linked = link(&mentions, &[], &tables, &Settings::default());
    let seconds = start.elapsed().as_secs_f64();

    std::fs::create_dir_all(out)?;
    for (name, groups) in [("clusters.csv", &linked.persons), ("identities.csv", &linked.identities)] {
        let mut text = String::from("id,cluster\n");
        for (id, group) in ids.iter().zip(groups) {
            writeln!(text, "{id},{group}")?;
        }
        std::fs::write(std::path::Path::new(out).join(name), text)?;
    }

    let model = &linked.model;
    println!(
        "linked {} mentions in {seconds:.2} s: {} pairs compared, {} links, {} waiting, {} refused for disagreement",
        mentions.len(),
        model.pairs,
        linked.links.len(),
        linked.waiting.len(),
        model.refused_for_disagreement
    );
    println!(
        "prior {:.2} bits, one subject {:.3}, one person at risk {:.3}",
        model.prior_bits, model.same_subject, model.same_person_at_risk
    );
    if rest.iter().any(|argument| argument == "--model") {
        for (field, finding, bits) in model.weights() {
            println!("{bits:7.2}  {field}: {finding}");
        }
        for capped in &model.capped {
            println!("capped: {} ({} keys, {} pairs)", capped.rule, capped.keys, capped.pairs);
        }
    }
    Ok(())
}

fn read(text: &str) -> Result<(Vec<String>, Vec<Mention>), Box<dyn Error>> {
    let mut lines = text.lines();
    let heading = cells(lines.next().ok_or("the file is empty")?);
    let is_febrl = heading.iter().any(|name| name == "rec_id");
    let (mut ids, mut mentions) = (Vec::new(), Vec::new());
    for (number, line) in lines.enumerate() {
        let row = cells(line);
        let cell = |name: &str| {
            let column = heading.iter().position(|other| other == name);
            column.and_then(|column| row.get(column)).cloned().unwrap_or_default()
        };
        let id = number as u128;
        let mut mention = Mention::new(id, id, Role::PersonAtRisk);
        mention.surname = cell("surname");
        mention.postcode = cell("postcode");
        if is_febrl {
            ids.push(cell("rec_id"));
            mention.forename = cell("given_name");
            mention.born = cell("date_of_birth");
            mention.national_id = cell("soc_sec_id");
            mention.address_line = ["street_number", "address_1", "address_2", "suburb", "state"].map(cell).join(" ");
        } else {
            ids.push(cell("unique_id"));
            mention.id = cell("unique_id").parse()?;
            mention.report = cell("report_id").parse()?;
            mention.role = if cell("role") == "S" { Role::Subject } else { Role::PersonAtRisk };
            mention.forename = cell("forename");
            mention.born = cell("dob");
            mention.sex = cell("sex");
            mention.phones = vec![cell("phone"), cell("phone2")];
            mention.email = cell("email");
            mention.handle = cell("handle");
        }
        mentions.push(mention);
    }
    Ok((ids, mentions))
}

// The generators quote cells but never put commas or quotes into them.
fn cells(line: &str) -> Vec<String> {
    line.split(',').map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
}
