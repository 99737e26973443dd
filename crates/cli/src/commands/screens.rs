//! `holdfast screens …`: sets of questions for risk screens, and the share of screens by trained staff.

use super::{Desk, day, now};
use crate::arguments::ScreensCommand;
use crate::output::{self, Format};
use crate::telling::Trouble;
use casework::screens::sets::{self, SetPage};
use domain::risk::training::Share;
use std::path::Path;

/// Days that a share covers where nobody says from when.
const SHARE_DAYS: i64 = 90;

/// This does one of the commands.
pub fn run(desk: &Desk, command: &ScreensCommand) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    match command {
        ScreensCommand::List => {
            let sets = desk.app.question_sets(&actor)?;
            let rows: Vec<Vec<String>> = sets
                .iter()
                .map(|set| {
                    vec![
                        set.code.clone(),
                        set.version.to_string(),
                        set.title.clone(),
                        set.questions.to_string(),
                        set.from.clone().unwrap_or_default(),
                        set.state.clone(),
                        format!("{}; {}", set.edition, set.licence),
                    ]
                })
                .collect();
            output::rows(
                desk.format,
                &["code", "version", "title", "questions", "from", "state", "edition and terms"],
                &rows,
                &sets,
            )
        }
        ScreensCommand::Show { code, version } => show(&desk.app.question_set(&actor, code, *version)?, desk.format),
        ScreensCommand::Adopt { file, from } => {
            let from = day("from", from)?;
            let text = match sets::shipped(file) {
                Some(text) => text.to_owned(),
                None => read(Path::new(file))?,
            };
            desk.app.adopt_questions(&actor, &text, from)?;
            println!("adopted: asked from {from}");
            Ok(())
        }
        ScreensCommand::Share { from, to } => {
            let to = to.as_deref().map_or_else(|| Ok(now().day()), |text| day("to", text))?;
            let from = from.as_deref().map_or_else(|| Ok(to.plus_days(-SHARE_DAYS)), |text| day("from", text))?;
            share(desk, &desk.app.training_share(&actor, from, to)?)
        }
        ScreensCommand::Check { file } => check(file),
    }
}

/// This checks a file without a database.
pub fn check(file: &Path) -> Result<(), Trouble> {
    let set = sets::parse(&read(file)?)?;
    println!(
        "{} version {}, {}: {} questions; it can be adopted",
        set.code,
        set.version,
        set.title,
        set.questions.len()
    );
    Ok(())
}

fn read(file: &Path) -> Result<String, Trouble> {
    std::fs::read_to_string(file)
        .map_err(|error| Trouble::Machine(format!("{}: the file cannot be read: {}", file.display(), error.kind())))
}

fn show(page: &SetPage, format: Format) -> Result<(), Trouble> {
    let rows: Vec<Vec<String>> = page
        .questions
        .iter()
        .map(|question| {
            let must = if question.required { "must be answered" } else { "" };
            vec![
                question.section.clone(),
                question.code.clone(),
                question.text.clone(),
                question.answers.clone(),
                must.to_owned(),
                question.means.clone(),
            ]
        })
        .collect();
    if format == Format::Table {
        let set = &page.set;
        println!("{} version {}: {} ({})", set.code, set.version, set.title, set.state);
        println!("edition    {}", set.edition);
        println!("authority  {}", page.authority);
        println!("terms      {}", set.licence);
    }
    output::rows(format, &["section", "code", "question", "answers", "", "a yes means, or whose view"], &rows, page)
}

fn share(desk: &Desk, view: &casework::screens::trained::ShareView) -> Result<(), Trouble> {
    let line = |name: &str, share: &Share| {
        vec![
            name.to_owned(),
            share.trained.to_string(),
            share.known().to_string(),
            percent(share.trained, share.known()),
            share.untrained.to_string(),
            share.not_known.to_string(),
            share.all().to_string(),
        ]
    };
    let all = std::iter::once(line("all", &view.all));
    let rows: Vec<Vec<String>> = all.chain(view.teams.iter().map(|(team, share)| line(team, share))).collect();
    if desk.format == Format::Table {
        println!(
            "screens from {} to {}, by whether training is recorded now for the day of the screen",
            view.from, view.to
        );
    }
    let header =
        ["team", "by trained staff", "of known training", "share", "by untrained staff", "not known", "screens"];
    output::rows(desk.format, &header, &rows, view)?;
    if desk.format == Format::Table {
        let (sure, most) = (view.all.trained, view.all.trained + view.all.not_known);
        println!(
            "of all {} screens at least {} and at most {} are by trained staff: of {} the training is not known",
            view.all.all(),
            percent(sure, view.all.all()),
            percent(most, view.all.all()),
            view.all.not_known
        );
        if view.imported > 0 {
            println!("not counted: {} grades that an import brought; who assessed is not in the file", view.imported);
        }
    }
    Ok(())
}

/// A share in per cent with one decimal; none of nothing.
fn percent(part: u64, whole: u64) -> String {
    match (part * 2000 + whole).checked_div(whole * 2) {
        Some(tenths) => format!("{}.{} %", tenths / 10, tenths % 10),
        None => "none to count".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_is_rounded_to_a_tenth_and_nothing_has_none() {
        assert_eq!(percent(2, 3), "66.7 %");
        assert_eq!(percent(1, 8), "12.5 %");
        assert_eq!(percent(0, 4), "0.0 %");
        assert_eq!(percent(4, 4), "100.0 %");
        assert_eq!(percent(0, 0), "none to count");
    }
}
