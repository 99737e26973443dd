//! `holdfast case REFERENCE`.

use super::Desk;
use crate::output::{self, Format};
use crate::telling::Trouble;
use casework::views::CasePage;

/// This prints one case.
pub fn run(desk: &Desk, reference: &str) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    desk.app.tick()?;
    let page = desk.app.case_page(&actor, reference)?;
    match desk.format {
        Format::Json => output::json(&page),
        Format::Csv => {
            let rows: Vec<Vec<String>> = page
                .timeline
                .iter()
                .map(|item| {
                    vec![
                        item.when.clone(),
                        item.title.clone(),
                        item.detail.clone().unwrap_or_default(),
                        item.by.clone(),
                    ]
                })
                .collect();
            output::rows(Format::Csv, &["when", "what", "detail", "by"], &rows, &page)
        }
        Format::Table => {
            print(&page);
            Ok(())
        }
    }
}

fn print(page: &CasePage) {
    let grade = page.grade.map_or("not graded", |grade| grade.label());
    println!("{} · {} · {} · {}", page.reference, page.force, page.status, page.relationship);
    println!("risk {grade} · {} · {}", page.officer.as_deref().unwrap_or("no officer"), page.team);
    println!("decision    {}", page.decision);
    println!("protection  {}", page.protection_now);
    println!("next        {}", page.next_action);
    for line in &page.access {
        println!("access      {line}");
    }
    for waits in &page.waits {
        println!("waits       {waits}");
    }
    if !page.rests.is_empty() {
        heading("What the decision rests on");
    }
    for (label, words) in &page.rests {
        println!("  {label}: {words}");
    }
    if !page.advice.is_empty() {
        heading("Advice on the decision to apply");
    }
    for advice in &page.advice {
        println!("  the stalking SPOC {} ({}, {})", advice.advice, advice.by, advice.when);
        if let Some(words) = &advice.words {
            println!("      {words}");
        }
        if let Some(answer) = &advice.answer {
            println!("      answered: {answer}");
        }
    }
    heading("Red flags");
    for flag in &page.flags {
        let answered = flag.disposal.as_ref().map_or("not answered".to_owned(), |words| format!("answered: {words}"));
        println!("  {} {} {} ({answered})", flag.tag.code, flag.tag.severity.label(), flag.tag.title);
        println!("      id {}; since {}; {}", flag.id, flag.since, flag.evidence.join(", "));
    }
    heading("Clocks");
    for clock in &page.clocks {
        let goes_to = if clock.late { format!("; goes to: {}", clock.escalates_to) } else { String::new() };
        println!("  {} {} [{}] {}: {}{goes_to}", clock.code, clock.title, clock.basis, clock.state, clock.due);
        for line in shortened(&clock.working).into_iter().chain(clock.escalation.iter().cloned()) {
            println!("      {line}");
        }
    }
    heading("People");
    for person in &page.people {
        let born = person.born.as_ref().map(|born| format!(", born {born}")).unwrap_or_default();
        println!("  {}: {}{born} (report {})", person.role, person.name, person.report);
        for (label, value) in &person.particulars {
            println!("      {label}: {value}");
        }
    }
    heading("Reports");
    for report in &page.reports {
        println!(
            "  {} recorded {}: {} [{}, {}]",
            report.reference, report.recorded, report.behaviour, report.place, report.belongs
        );
        if let Some(words) = &report.narrative {
            println!("      {words}");
        }
    }
    heading("Acts, by the numbers that commands take");
    for act in &page.acts {
        let report = act.report.as_ref().map(|report| format!(", report {report}")).unwrap_or_default();
        println!("  {:>3}  {}{report} [{}]", act.number, act.what, act.state);
    }
    heading("Why reports were linked");
    for link in &page.links {
        let bits = if link.lines.is_empty() { String::new() } else { format!(" ({:.1} bits)", link.bits) };
        println!("  {} and {}, by the {}: {}{bits}", link.reports.0, link.reports.1, link.about, link.state);
        println!("      id {}", link.id);
        for (what, found, bits) in &link.lines {
            println!("      {bits:+6.1}  {what}: {found}");
        }
    }
    screens(page);
    heading("Protection on record");
    for protection in &page.protections {
        println!(
            "  {} {} ({}), from {}; id {}",
            protection.kind, protection.period, protection.state, protection.source, protection.id
        );
    }
    heading("Timeline");
    for item in &page.timeline {
        println!("  {}  {}  ({})", item.when, item.title, item.by);
        if let Some(detail) = &item.detail {
            println!("      {detail}");
        }
    }
    heading("Before it can close");
    for gate in &page.gates {
        println!(
            "  [{}] {}{}",
            gate.state,
            gate.title,
            gate.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default()
        );
    }
}

/// The highest grade over time, and each screen with its answers.
fn screens(page: &CasePage) {
    heading("Risk screens");
    if !page.trajectory.is_empty() {
        println!("  grade over time: {}", page.trajectory.join("; "));
    }
    for screen in &page.screens {
        let training = screen.training.as_ref().map(|found| format!(", {found}")).unwrap_or_default();
        println!("  {}  {} by {}{training}", screen.when, screen.grade.label(), screen.by);
        println!("      {}", screen.set.as_ref().unwrap_or(&screen.tool));
        if let Some(finding) = &screen.finding {
            println!("      FINDING: {finding}");
        }
        println!("      review: {}", screen.review.as_deref().unwrap_or("none yet"));
        if let Some(reasons) = &screen.reasons {
            println!("      reasons: {reasons}");
        }
        for (letter, answer) in &screen.four {
            println!("      {letter} {answer}");
        }
        let mut section = "";
        for answer in &screen.answers {
            if answer.section != section {
                section = &answer.section;
                println!("      {section}");
            }
            println!("        {} {}", answer.question, answer.answer);
        }
    }
}

/// A long count of days, shortened in the middle; `--format json` has all of it.
fn shortened(working: &[String]) -> Vec<String> {
    if working.len() <= 12 {
        return working.to_vec();
    }
    let (head, tail) = (working.iter().take(6), working.iter().skip(working.len() - 3));
    let left_out = format!("… {} more days, counted one by one (--format json shows them) …", working.len() - 9);
    head.cloned().chain([left_out]).chain(tail.cloned()).collect()
}

fn heading(text: &str) {
    println!("\n{text}");
}
