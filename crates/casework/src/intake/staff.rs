//! Accounts from a file: the whole of it is checked first, every row is told what becomes of it, and all of it is applied or none.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault, Problem};
use crate::house::accounts::{NewAccount, save_account};
use crate::house::leavers::change_role;
use crate::house::passwords::{Set, hash_password};
use crate::intake::file::{Line, Table, table};
use crate::intake::map::FileMap;
use crate::views::Actor;
use domain::catalogue::Role;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use store::rows::AccountRow;
use store::{Draft, Entry, Field, PasswordHash, Shown, Tx, queries};

/// The longest name, of each kind, in characters.
const CHARS_MAX: usize = 100;
/// The columns; the others of a file are not read.
const NAME: &str = "name";
const DISPLAY_NAME: &str = "display_name";
const ROLE: &str = "role";
const TEAM: &str = "team";

/// What becomes of a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "becomes", rename_all = "snake_case")]
pub enum Becomes {
    /// A new account, that nobody can sign in to before an administrator sets a password for once.
    Created,
    /// An account that is told otherwise in these columns.
    Updated {
        /// Which.
        columns: Vec<&'static str>,
    },
    /// An account as it is.
    Unchanged,
    /// Nothing: the row cannot be applied.
    Refused {
        /// Each column with what is wrong.
        problems: Vec<(String, String)>,
    },
}

/// A row with what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StaffRow {
    /// Its number in the file, counted from 1.
    pub row: u64,
    /// The name to sign in with, as it stands there.
    pub name: String,
    /// What becomes of it.
    #[serde(flatten)]
    pub becomes: Becomes,
}

/// What a file of accounts came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StaffImport {
    /// How the file was read.
    pub read_as: String,
    /// Every row.
    pub rows: Vec<StaffRow>,
    /// Columns that an account has no place for.
    pub not_read: Vec<String>,
    /// Accounts in use that the file does not name; nothing becomes of them.
    pub not_in_file: Vec<String>,
    /// Whether the accounts are now as the file says.
    pub applied: bool,
}

impl StaffImport {
    /// How many rows cannot be applied; where there is one, none is.
    pub fn refused(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row.becomes, Becomes::Refused { .. })).count()
    }
}

/// Whether a file is applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Apply {
    /// It is, if no row is refused.
    Apply,
    /// It is only checked.
    Try,
}

/// A row as it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Staff {
    row: u64,
    name: String,
    display_name: String,
    role: String,
    team: Option<String>,
}

/// A row with what is to be done.
struct Weighed {
    staff: Staff,
    role: Option<Role>,
    known: Option<AccountRow>,
    becomes: Becomes,
}

impl App {
    /// This brings the accounts of the actor's force to what a file says. A row that cannot be applied stops all of it. An
    /// account that the file does not name stays as it is, and is only named.
    pub fn import_accounts(&self, actor: &Actor, bytes: &[u8], apply: Apply) -> Result<StaffImport, Failure> {
        let wish = Wish::of(Action::ManageAccounts.code()).by("import_accounts");
        self.asked(actor, &wish, || {
            self.permit_force(actor, Action::ManageAccounts)?;
            let table = table(bytes, &FileMap::default())?;
            let (staff, not_read) = read(&table)?;
            let (accounts, _) = self.store.look(self.context(actor, "administration"), |reader| {
                let policies = self.permit_force(actor, Action::ManageAccounts)?;
                let accounts = queries::accounts(reader)?;
                let own = accounts.iter().filter(|row| row.force == actor.force);
                let shown = Shown::of(&[Field::Account], own.map(|row| row.id));
                let draft = Draft::seen(Action::ManageAccounts.code(), &policies, vec![shown]);
                Ok::<_, Failure>((accounts, draft.fact("what", "import_accounts").fact("rows", staff.len())))
            })?;
            let accounts: Vec<AccountRow> = accounts.into_iter().map(store::AsRead::into_inner).collect();
            let weighed = weigh(actor, &staff, &accounts);
            let in_file: BTreeSet<String> = staff.iter().map(|staff| staff.name.to_lowercase()).collect();
            let missing = accounts.iter().filter(|row| row.force == actor.force && row.active);
            let missing = missing.filter(|row| !in_file.contains(&row.name.to_lowercase()));
            let mut done = StaffImport {
                read_as: table.read_as.clone(),
                rows: weighed.iter().map(told).collect(),
                not_read,
                not_in_file: missing.map(|row| row.name.clone()).collect(),
                applied: false,
            };
            if apply == Apply::Apply && done.refused() == 0 {
                if done.rows.iter().any(|row| row.becomes != Becomes::Unchanged) {
                    self.apply_accounts(actor, staff)?;
                }
                done.applied = true;
            }
            Ok(done)
        })
    }

    fn apply_accounts(&self, actor: &Actor, staff: Vec<Staff>) -> Result<(), Failure> {
        // A password that nobody has ever seen; one hash serves all, since none of them can be used.
        let nobodys = hash_password(&hex(&self.random::<32>()), &self.random())?;
        let (who, demonstration) = (actor.clone(), self.is_demonstration());
        self.store.transact(self.context(actor, "administration"), move |tx| {
            let policies = permit_force(&who, Action::ManageAccounts, demonstration)?;
            let accounts: Vec<AccountRow> = queries::accounts(tx)?.into_iter().map(store::AsRead::into_inner).collect();
            let mut changed = Vec::new();
            for weighed in weigh(&who, &staff, &accounts) {
                changed.extend(write(tx, &who, weighed, &nobodys, &policies)?);
            }
            // What follows is asked of the accounts as the whole file leaves them: it may make the one who takes over.
            for (before, now, entry) in &changed {
                change_role(tx, before, now, entry, &policies)?;
            }
            Ok::<_, Failure>(())
        })?;
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    store::record::hex(bytes)
}

fn told(weighed: &Weighed) -> StaffRow {
    let Weighed { staff, becomes, .. } = weighed;
    StaffRow { row: staff.row, name: staff.name.clone(), becomes: becomes.clone() }
}

/// The rows of a file, and the columns that are not read.
fn read(table: &Table) -> Result<(Vec<Staff>, Vec<String>), Failure> {
    let mut places: BTreeMap<&'static str, usize> = BTreeMap::new();
    let (mut not_read, mut problems) = (Vec::new(), Vec::new());
    for (at, header) in table.header.iter().enumerate() {
        let word = header.trim().to_lowercase().replace([' ', '-'], "_");
        match [NAME, DISPLAY_NAME, ROLE, TEAM].into_iter().find(|column| *column == word) {
            Some(column) => {
                if places.insert(column, at).is_some() {
                    problems.push(Problem::new(column, Fault::Exists, "stands twice in the header"));
                }
            }
            None if header.is_empty() => {}
            None => not_read.push(header.clone()),
        }
    }
    for column in [NAME, DISPLAY_NAME, ROLE].into_iter().filter(|column| !places.contains_key(column)) {
        problems.push(Problem::new(column, Fault::Missing, "is no column of the file; its header needs it"));
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    if table.lines.is_empty() {
        return Err(Failure::fault("file", Fault::Missing, "has no row under its header"));
    }
    let cell = |line: &Line, column: &str| {
        places.get(column).map(|at| line.cells.get(*at).map(|cell| cell.text().trim().to_owned()).unwrap_or_default())
    };
    let row = |line: &Line| Staff {
        row: line.number,
        name: cell(line, NAME).unwrap_or_default(),
        display_name: cell(line, DISPLAY_NAME).unwrap_or_default(),
        role: cell(line, ROLE).unwrap_or_default(),
        team: cell(line, TEAM),
    };
    Ok((table.lines.iter().map(row).collect(), not_read))
}

/// What is to become of each row, by the accounts as they are.
fn weigh(actor: &Actor, staff: &[Staff], accounts: &[AccountRow]) -> Vec<Weighed> {
    let known: BTreeMap<String, &AccountRow> = accounts.iter().map(|row| (row.name.to_lowercase(), row)).collect();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    let mut weighed = Vec::new();
    for one in staff {
        let key = one.name.to_lowercase();
        let known = known.get(&key).copied();
        let (role, mut problems) = problems(actor, one, known);
        if let Some(row) = seen.insert(key, one.row).filter(|_| !one.name.is_empty()) {
            problems.push((NAME.to_owned(), format!("stands in row {row} too")));
        }
        let becomes = match (problems.is_empty(), known, role) {
            (true, None, Some(_)) => Becomes::Created,
            (true, Some(known), Some(role)) => changed(one, role, known),
            (_, _, _) => Becomes::Refused { problems },
        };
        weighed.push(Weighed { staff: one.clone(), role, known: known.cloned(), becomes });
    }
    weighed
}

fn problems(actor: &Actor, staff: &Staff, known: Option<&AccountRow>) -> (Option<Role>, Vec<(String, String)>) {
    let mut problems: Vec<(String, String)> = Vec::new();
    let mut wrong = |column: &str, words: String| problems.push((column.to_owned(), words));
    for (column, text) in [(NAME, &staff.name), (DISPLAY_NAME, &staff.display_name)] {
        if text.is_empty() {
            wrong(column, "is empty".to_owned());
        }
    }
    let team = staff.team.clone().unwrap_or_default();
    for (column, text) in [(NAME, &staff.name), (DISPLAY_NAME, &staff.display_name), (TEAM, &team)] {
        if text.chars().count() > CHARS_MAX {
            wrong(column, format!("is longer than {CHARS_MAX} characters"));
        }
        if text.chars().any(char::is_control) {
            wrong(column, "holds a line break or another sign that is no letter".to_owned());
        }
    }
    let word = staff.role.to_lowercase();
    let role = Role::ALL.iter().copied().find(|role| role.code() == word || role.label().to_lowercase() == word);
    if role.is_none() {
        let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        wrong(ROLE, format!("is no role; these are: {}", codes.join(", ")));
    }
    match known {
        Some(known) if known.force != actor.force => wrong(NAME, "is taken; choose another".to_owned()),
        Some(known) if !known.active => {
            wrong(NAME, "is that of a closed account; open it first with `holdfast accounts reopen`".to_owned());
        }
        Some(known) if known.id == actor.account && role.is_some_and(|role| role != known.role) => {
            wrong(ROLE, "is your own; another administrator changes it, so that one always stays".to_owned());
        }
        Some(_) | None => {}
    }
    (role, problems)
}

fn changed(staff: &Staff, role: Role, known: &AccountRow) -> Becomes {
    let mut columns = Vec::new();
    if staff.display_name != known.display_name {
        columns.push(DISPLAY_NAME);
    }
    if role != known.role {
        columns.push(ROLE);
    }
    if staff.team.as_ref().is_some_and(|team| *team != known.team) {
        columns.push(TEAM);
    }
    if columns.is_empty() { Becomes::Unchanged } else { Becomes::Updated { columns } }
}

/// This writes a row; where it changed an account, it returns it as it was and as it is.
fn write(
    tx: &mut Tx<'_>,
    actor: &Actor,
    weighed: Weighed,
    nobodys: &PasswordHash,
    policies: &[String],
) -> Result<Option<(AccountRow, AccountRow, Entry)>, Failure> {
    let Weighed { staff, role, known, becomes } = weighed;
    match (becomes, role, known) {
        (Becomes::Created, Some(role), _) => {
            let account = NewAccount {
                name: staff.name,
                display_name: staff.display_name,
                role,
                force: actor.force.clone(),
                team: staff.team.unwrap_or_default(),
                password: String::new(),
            };
            save_account(tx, &account, nobodys, Set::ByAnother, policies)?;
            Ok(None)
        }
        (Becomes::Updated { .. }, Some(role), Some(before)) => {
            let draft = Draft::done(Action::ManageAccounts.code(), policies).fact("what", "update");
            let entry = tx.append(draft.fact("account", before.id).fact("role", role));
            let mut row = AccountRow {
                display_name: staff.display_name,
                role,
                team: staff.team.unwrap_or_else(|| before.team.clone()),
                ..before.clone()
            };
            tx.save(&mut row, &entry)?;
            Ok(Some((before, row, entry)))
        }
        (Becomes::Unchanged, _, _) => Ok(None),
        // The whole file was weighed a moment ago; what changed since is seen when it is tried again.
        (_, _, _) => Err(Failure::fault("file", Fault::Unfit, "no longer fits the accounts as they are; try it again")),
    }
}
