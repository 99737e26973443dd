//! Who is trained in which tool or set of questions, until when, and the share of screens that trained staff made.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::views::Actor;
use domain::ids::AccountId;
use domain::risk::tools;
use domain::risk::training::{self, Share, Trained, Training};
use domain::time::{Day, Moment};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use store::rows::{AccountRow, TrainingRow};
use store::views::screens::{self as stored, ScreenMade};
use store::{AsRead, Draft, Reader, Tx, queries};

/// What is recorded of somebody's training.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TrainingLine {
    /// Who, by the name that they sign in with.
    pub name: String,
    /// Their team.
    pub team: String,
    /// The code of a set, or a tool.
    pub tool: String,
    /// The first day; none for somebody who is not trained.
    pub from: Option<String>,
    /// The last day.
    pub until: Option<String>,
    /// In force, lapsed, not begun, or not trained.
    pub state: String,
}

/// The share of screens by trained staff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ShareView {
    /// The first day that is counted.
    pub from: String,
    /// The last.
    pub to: String,
    /// All of the force.
    pub all: Share,
    /// By the team of whoever made the screen, as it is today.
    pub teams: Vec<(String, Share)>,
    /// Grades that an import brought: who assessed is not in the file, so they are in no count.
    pub imported: u64,
}

/// Days of training, both included; none says that somebody is not trained.
pub type Days = Option<(Day, Day)>;

impl App {
    /// This records that somebody is trained in a set or a tool from a day until another, or that they are not.
    pub fn record_training(&self, actor: &Actor, name: &str, tool: &str, days: Days) -> Result<(), Failure> {
        self.asked(actor, &Wish::of(Action::ManageTraining.code()).by("record_training"), || {
            let (who, name, tool) = (actor.clone(), name.to_owned(), tool.trim().to_owned());
            let demonstration = self.is_demonstration();
            self.store.transact(self.context(actor, "administration"), move |tx| {
                let policies = permit_force(&who, Action::ManageTraining, demonstration)?;
                save_training(tx, &who.force, &name, &tool, days, &policies)
            })?;
            Ok(())
        })
    }

    /// This lists what is recorded of the training of the force's people.
    pub fn trainings(&self, actor: &Actor) -> Result<Vec<TrainingLine>, Failure> {
        let today = self.now().day();
        let ((rows, staff), _) = self.asked(actor, &Wish::of(Action::ManageTraining.code()).by("trainings"), || {
            self.store.look(self.context(actor, "administration"), |reader| {
                let policies = self.permit_force(actor, Action::ManageTraining)?;
                let looked = (stored::trainings(reader, &actor.force)?, queries::accounts(reader)?);
                Ok::<_, Failure>((looked, Draft::seen(Action::ManageTraining.code(), &policies, Vec::new())))
            })
        })?;
        let people = people(&staff);
        Ok(rows.into_iter().map(|row| line(row.into_inner(), &people, today)).collect())
    }

    /// This counts the screens of a period by whether trained staff made them, as training is recorded now. Every case of the force
    /// counts, and none is shown.
    pub fn training_share(&self, actor: &Actor, from: Day, to: Day) -> Result<ShareView, Failure> {
        let ((screens, rows, staff), _) =
            self.asked(actor, &Wish::of(Action::RunFigures.code()).by("training_share"), || {
                self.store.look(self.context(actor, "figures"), |reader| {
                    let policies = self.permit_force(actor, Action::RunFigures)?;
                    if to < from {
                        return Err(Failure::fault("to", Fault::OutOfRange, "is before the first day"));
                    }
                    let before: Moment = to.plus_days(1).start();
                    let screens = stored::screens_made(reader, &actor.force, from.start(), before)?;
                    let looked = (screens, stored::trainings(reader, &actor.force)?, queries::accounts(reader)?);
                    Ok::<_, Failure>((looked, Draft::seen(Action::RunFigures.code(), &policies, Vec::new())))
                })
            })?;
        let (all, teams, imported) = share(&screens, &rows, &people(&staff));
        Ok(ShareView { from: from.to_string(), to: to.to_string(), all, teams: teams.into_iter().collect(), imported })
    }
}

fn save_training(
    tx: &mut Tx<'_>,
    force: &str,
    name: &str,
    tool: &str,
    days: Days,
    policies: &[String],
) -> Result<(), Failure> {
    let account = queries::account_by_name(tx, name)?.filter(|row| row.force == force);
    let account = account
        .ok_or_else(|| Failure::fault("account", Fault::Unknown, "is not known in this force; check the name"))?;
    if days.is_some_and(|(from, until)| until < from) {
        return Err(Failure::fault("until", Fault::OutOfRange, "is before the first day"));
    }
    let known = tools::known(tool).filter(|tool| *tool != tools::OWN).map(str::to_owned);
    let adopted = stored::question_sets(tx, force)?.iter().find(|row| row.code == tool).map(|row| row.code.clone());
    let Some(tool) = adopted.or(known) else {
        let words = "is no set that this force has adopted and no known tool; see `holdfast screens list`";
        return Err(Failure::fault("set", Fault::Unknown, words));
    };
    let (from_day, until_day) = days.unzip();
    // One line a person, a tool and a first day: a wrong last day is put right by saying it again.
    let id = format!("{}:{tool}:{}", account.id, from_day.map_or_else(|| "never".to_owned(), |day| day.to_string()));
    let held = stored::trainings_of(tx, account.id)?.into_iter().find(|row| row.id == id);
    let mut row = held.map(AsRead::into_inner).unwrap_or_else(|| TrainingRow {
        id,
        version: 0,
        salt: String::new(),
        account: account.id,
        force: force.to_owned(),
        tool: tool.clone(),
        from_day,
        until_day,
    });
    row.until_day = until_day;
    let mut draft = Draft::done(Action::ManageTraining.code(), policies).fact("account", account.id).fact("set", &tool);
    draft = match days {
        Some((from, until)) => draft.fact("from", from).fact("until", until),
        None => draft.fact("trained", "never"),
    };
    let entry = tx.append(draft);
    Ok(tx.save(&mut row, &entry)?)
}

type People<'a> = HashMap<AccountId, &'a AccountRow>;

fn people(staff: &[AsRead<AccountRow>]) -> People<'_> {
    staff.iter().map(|row| (row.id, &**row)).collect()
}

fn trained(row: &TrainingRow) -> Trained {
    match row.from_day.zip(row.until_day) {
        Some((from, until)) => Trained::Between { from, until },
        None => Trained::Never,
    }
}

fn line(row: TrainingRow, people: &People<'_>, today: Day) -> TrainingLine {
    let state = match trained(&row) {
        Trained::Never => "not trained",
        Trained::Between { from, .. } if today < from => "not begun",
        Trained::Between { until, .. } if today > until => "lapsed",
        Trained::Between { .. } => "trained",
    };
    let person = people.get(&row.account);
    TrainingLine {
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        team: person.map(|person| person.team.clone()).unwrap_or_default(),
        tool: row.tool,
        from: row.from_day.map(|day| day.to_string()),
        until: row.until_day.map(|day| day.to_string()),
        state: state.to_owned(),
    }
}

/// What is known, by rows, of somebody's training on a day in a set or the tool that it words.
fn known(rows: &[&TrainingRow], set: Option<&str>, tool: &str, day: Day) -> Option<Training> {
    let fits = |row: &&&TrainingRow| Some(row.tool.as_str()) == set || row.tool == tool;
    let records: Vec<Trained> = rows.iter().filter(fits).map(|row| trained(row)).collect();
    training::on(day, &records)
}

/// What is recorded of an account's training in what a screen was made with, on a day.
pub(crate) fn of_account(
    reader: &mut Reader<'_>,
    account: AccountId,
    set: Option<&str>,
    tool: &str,
    day: Day,
) -> Result<Option<Training>, Failure> {
    let rows = stored::trainings_of(reader, account)?;
    Ok(known(&rows.iter().map(|row| &**row).collect::<Vec<_>>(), set, tool, day))
}

/// The share of all, of each team, and how many screens an import brought.
fn share(
    screens: &[AsRead<ScreenMade>],
    rows: &[AsRead<TrainingRow>],
    people: &People<'_>,
) -> (Share, BTreeMap<String, Share>, u64) {
    let (mut all, mut imported) = (Share::default(), 0);
    let mut teams: BTreeMap<String, Share> = BTreeMap::new();
    for screen in screens {
        if screen.tool == tools::IMPORTED {
            imported += 1;
            continue;
        }
        let own: Vec<&TrainingRow> =
            rows.iter().map(|row| &**row).filter(|row| Some(row.account) == screen.by).collect();
        let found = known(&own, screen.set.as_deref(), &screen.tool, screen.at.day());
        let team = screen.by.and_then(|by| people.get(&by)).map_or("no team", |person| person.team.as_str());
        all.count(found);
        teams.entry(team.to_owned()).or_default().count(found);
    }
    (all, teams, imported)
}
