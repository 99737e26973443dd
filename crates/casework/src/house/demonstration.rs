//! The demonstration force: marked in the database for good, with invented people and sign-ins that everybody may know.

use crate::app::App;
use crate::failure::{Failure, Fault};
use crate::house::accounts::{NewAccount, save_account};
use crate::house::passwords::{Set, hash_password};
use crate::intake::populate::{Populated, Work};
use crate::simulate::{OFFICERS, Settings};
use domain::catalogue::Role;
use domain::time::{Day, Moment};
use store::rows::SettingRow;
use store::{Draft, queries};

/// The password of every demonstration account.
pub const PASSWORD: &str = "invented-people-only";
/// The code of the demonstration force.
pub const FORCE: &str = "X99";

/// The sign-ins that a newcomer is shown: name, and what they are.
pub const SIGN_INS: &[(&str, &str)] = &[
    ("alder", "officer in the case"),
    ("supervisor", "supervisor of one team"),
    ("spoc", "stalking SPOC: all cases of the force"),
    ("inspector", "inspector: all cases of the force"),
    ("administrator", "administrator: imports and accounts, no cases"),
    ("auditor", "professional standards: the ledger, no cases"),
];

const TEAMS: &[&str] = &["Harbour Response", "Domestic Abuse Investigation Team", "Stalking Unit"];

/// Days that the invented reports cover, and how long ago the force went live.
const DAYS: u32 = 400;
const LIVE_DAYS: i64 = 330;

impl App {
    /// Whether the database holds anything yet.
    pub fn is_empty(&self) -> Result<bool, Failure> {
        self.read(|reader| Ok(queries::forces(reader)?.is_empty() && queries::accounts(reader)?.is_empty()))
    }

    /// This turns an empty database into a demonstration.
    pub fn create_demonstration(
        &self,
        seed: u64,
        reports: usize,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Populated, Failure> {
        if !self.is_empty()? {
            let words = "is not empty; a demonstration is made in a new one";
            return self.set_up(|| Err(Failure::fault("database", Fault::Exists, words)));
        }
        self.mark_demonstration()?;
        let today = self.now().day();
        let live = today.plus_days(-LIVE_DAYS).start();
        self.create_force(FORCE, "Wessenshire Police (invented)", "stalking unit, 01632 960999", Some(live))?;
        self.demonstration_accounts()?;
        let administrator = self.act_as("administrator")?;
        let settings = Settings { seed, reports, days: DAYS, start: today.plus_days(-i64::from(DAYS)) };
        self.populate(&administrator, &settings, Work::Some, progress)
    }

    /// This makes an empty demonstration, for benchmarks and simulations: marked, with its force and accounts.
    pub fn create_empty_demonstration(&self, go_live_at: Option<Moment>) -> Result<(), Failure> {
        self.mark_demonstration()?;
        self.create_force(FORCE, "Wessenshire Police (invented)", "stalking unit, 01632 960999", go_live_at)?;
        self.demonstration_accounts()
    }

    fn mark_demonstration(&self) -> Result<(), Failure> {
        self.store.transact(self.system_context("setup"), |tx| {
            let entry = tx.append(Draft::done("mark_demonstration", &[]));
            let mut row =
                SettingRow { id: "demonstration".to_owned(), version: 0, salt: String::new(), value: "yes".to_owned() };
            tx.save(&mut row, &entry)?;
            Ok::<_, Failure>(())
        })?;
        Ok(())
    }

    fn demonstration_accounts(&self) -> Result<(), Failure> {
        // One hash for all: the password is public, and forty hashes would take seconds.
        let hash = hash_password(PASSWORD, &self.random())?;
        let accounts = accounts();
        self.store.transact(self.system_context("setup"), move |tx| {
            accounts.iter().try_for_each(|account| save_account(tx, account, &hash, Set::ByThemselves, &[]).map(|_| ()))
        })?;
        Ok(())
    }
}

fn accounts() -> Vec<NewAccount> {
    let account = |name: &str, display_name: &str, role, team: &str| NewAccount {
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        role,
        force: FORCE.to_owned(),
        team: team.to_owned(),
        password: String::new(),
    };
    let mut accounts: Vec<NewAccount> = OFFICERS
        .iter()
        .enumerate()
        .map(|(place, display)| {
            let name = display.rsplit(' ').next().unwrap_or(display).to_lowercase();
            let team = TEAMS.get(place % TEAMS.len()).copied().unwrap_or("Harbour Response");
            account(&name, display, Role::Officer, team)
        })
        .collect();
    accounts.push(account("supervisor", "Sgt Vale", Role::Supervisor, "Harbour Response"));
    accounts.push(account("supervisor2", "Sgt Fenn", Role::Supervisor, "Domestic Abuse Investigation Team"));
    accounts.push(account("spoc", "DS Marsh", Role::Spoc, "Stalking Unit"));
    accounts.push(account("spoc2", "DS Heath", Role::Spoc, "Stalking Unit"));
    accounts.push(account("inspector", "Insp Tarn", Role::Inspector, "Harbour Response"));
    accounts.push(account("authoriser", "Supt Crag", Role::AuthorisingOfficer, "Command"));
    accounts.push(account("analyst", "A. Weir", Role::Analyst, "Performance"));
    accounts.push(account("auditor", "DI Scree", Role::Auditor, "Professional Standards"));
    accounts.push(account("calltaker", "C. Burn", Role::CallTaker, "Control Room"));
    accounts.push(account("administrator", "T. Moss", Role::Administrator, "IT"));
    accounts
}

/// The first day that a demonstration's reports may have.
pub fn first_day(now: Moment) -> Day {
    now.day().plus_days(-i64::from(DAYS))
}
