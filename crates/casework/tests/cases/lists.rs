//! The list is a filter in SQL; the policies decide. Row by row, for every role, on both databases, they say the same.

use crate::support::{context, folder, put_in, start};
use casework::Failure;
use casework::access::{Action, CaseFacts, Restriction, decide};
use casework::lists::reach;
use casework::views::Actor;
use domain::catalogue::{Relationship, Role};
use domain::ids::*;
use domain::time::Moment;
use std::collections::BTreeSet;
use store::rows::{AccessRow, CaseRow};
use store::views::worklist::{ListQuery, Reach, ids, worklist};
use store::{Chance, Config, Store};

/// Worlds a database.
const WORLDS: u64 = 200;
const CASES: u64 = 8;
const KINDS: &[&str] = &["connected", "named", "consented", "consented_words", "reported"];

/// Numbers that are the same on every run.
struct Dice(u64);
impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let place = self.below(all.len() as u64);
        all.get(usize::try_from(place).unwrap()).unwrap()
    }
    fn bytes(&mut self) -> [u8; 10] {
        std::array::from_fn(|_| u8::try_from(self.below(256)).unwrap())
    }
}

/// Some accounts, one a role, and some cases with ties between them.
struct World {
    actors: Vec<Actor>,
    cases: Vec<(CaseRow, CaseFacts)>,
    ties: Vec<AccessRow>,
}

fn world(number: u64, dice: &mut Dice) -> World {
    let (home, away) = (format!("w{number}"), format!("w{}", number + WORLDS));
    let teams = ["hill", "harbour"];
    let actors: Vec<Actor> =
        Role::ALL.iter().map(|role| actor(*role, &home, dice.of::<&str>(&teams), dice.bytes())).collect();
    let mut ties = Vec::new();
    let cases = (0..CASES)
        .map(|_| {
            let force = if dice.percent(88) { &home } else { &away };
            let officer = dice.percent(75).then(|| dice.of(&actors).account);
            let row = case_row(
                CaseId::new(Moment::from_micros(0), dice.bytes()),
                force,
                dice.of::<&str>(&teams),
                officer,
                dice,
            );
            let mut tied = |kind: &str| {
                let mut all = BTreeSet::new();
                for actor in &actors {
                    if dice.percent(25) {
                        let active = dice.percent(75);
                        ties.push(tie(row.id, actor.account, kind, active));
                        all.extend(active.then_some(actor.account));
                    }
                }
                all
            };
            let [connected, named, consented, consented_words, reporters] =
                [0, 1, 2, 3, 4].map(|place: usize| tied(KINDS.get(place).unwrap()));
            let restriction = if row.restricted { Restriction::Named(named) } else { Restriction::Open };
            let facts = CaseFacts {
                case: row.id,
                force: row.force.clone(),
                team: row.team.clone(),
                officer,
                stand_ins: BTreeSet::new(),
                reporters,
                consented,
                consented_words,
                connected,
                restriction,
            };
            (row, facts)
        })
        .collect();
    World { actors, cases, ties }
}

fn actor(role: Role, force: &str, team: &str, bytes: [u8; 10]) -> Actor {
    Actor {
        account: AccountId::new(Moment::from_micros(0), bytes),
        name: role.code().to_owned(),
        display_name: role.label().to_owned(),
        role,
        force: force.to_owned(),
        team: team.to_owned(),
    }
}

fn tie(case_id: CaseId, account: AccountId, kind: &str, active: bool) -> AccessRow {
    let id = format!("{case_id}:{account}:{kind}");
    AccessRow { id, version: 0, salt: String::new(), case_id, account, kind: kind.to_owned(), active }
}

fn case_row(id: CaseId, force: &str, team: &str, officer: Option<AccountId>, dice: &mut Dice) -> CaseRow {
    CaseRow {
        id,
        version: 0,
        salt: String::new(),
        reference: format!("HF-{id}"),
        force: force.to_owned(),
        team: team.to_owned(),
        officer,
        status: "open".to_owned(),
        relationship: Relationship::Stranger,
        grade: None,
        decision: "not_yet_considered".to_owned(),
        on_list: dice.percent(85),
        restricted: dice.percent(25),
        danger_order: 0,
        late_order: if dice.percent(50) { start().micros() } else { i64::MAX },
        due_code: None,
        due_started: None,
        flag: None,
        flag_severity: None,
        next_action: String::new(),
        reports: 1,
        series: None,
        series_facts: String::new(),
        series_reports: 0,
        series_confirmed: false,
        measure: None,
        measure_until: None,
        before_go_live: false,
        refresh_at: None,
        events: 0,
        person_at_risk: MentionId::new(Moment::from_micros(0), dice.bytes()),
        subject: None,
    }
}

fn question(actor: &Actor) -> ListQuery {
    ListQuery {
        account: actor.account,
        stands_in_for: Vec::new(),
        force: actor.force.clone(),
        reach: reach(actor),
        wanted: Reach::Force,
        kind: None,
        grade: None,
        overdue: false,
        now: start(),
        after: None,
        limit: 200,
    }
}

fn check(config: &Config) {
    let store = Store::open(config, start(), Chance::Seeded { seed: 5, count: 0 }).unwrap();
    let mut dice = Dice(20_260_603);
    let (mut shown, mut kept) = (0, 0);
    for number in 0..WORLDS {
        let World { actors, cases, ties } = world(number, &mut dice);
        put_in(&store, cases.iter().map(|(row, _)| row.clone()).collect());
        put_in(&store, ties);
        for actor in &actors {
            let allowed: Vec<&CaseRow> = cases
                .iter()
                .filter(|(row, facts)| row.on_list && decide(actor, Action::ViewListing, facts).allowed)
                .map(|(row, _)| row)
                .collect();
            let expected: BTreeSet<String> = allowed.iter().map(|row| row.id.to_string()).collect();
            let late = allowed.iter().filter(|row| row.late_order <= start().micros()).count();
            let query = question(actor);
            let (found, page) = store
                .read(start(), &|reader| -> Result<_, Failure> {
                    Ok((ids(reader, &query)?, worklist(reader, &query)?))
                })
                .unwrap();
            let who = format!("{} in world {number}", actor.role.code());
            assert_eq!(
                found.iter().map(CaseId::to_string).collect::<BTreeSet<_>>(),
                expected,
                "{who}: the filter is not the policy"
            );
            assert_eq!(page.total, i64::try_from(expected.len()).unwrap(), "{who}: the count is not the rows");
            assert_eq!(page.overdue, i64::try_from(late).unwrap(), "{who}: the late count is not the late rows");
            assert_eq!(page.rows.iter().map(store::Sealed::id).collect::<BTreeSet<_>>(), expected, "{who}: the page");
            shown += expected.len();
            kept += cases.len() - expected.len();
        }
    }
    assert!(shown > 1_000 && kept > 1_000, "the worlds are lopsided: {shown} shown, {kept} kept");
    // The context of a test must not have left anything that a person did.
    assert!(context().account.is_none());
}

#[test]
fn the_filter_equals_the_policy_on_sqlite() {
    let folder = folder();
    check(&Config::File(folder.join("holdfast.db").display().to_string()));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_filter_equals_the_policy_on_postgresql() {
    let url = std::env::var("HOLDFAST_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "HOLDFAST_TEST_POSTGRES is not set: run `./dev with-postgres cargo test -p casework`, or give a connection \
             string of a PostgreSQL where databases may be created"
        )
    });
    let name = format!("holdfast_cases_{}", std::process::id());
    let server = || postgres::Client::connect(&url, postgres::NoTls).unwrap();
    server().batch_execute(&format!("create database {name}")).unwrap();
    check(&Config::Server(format!("{url} dbname={name}")));
    server().batch_execute(&format!("drop database {name} with (force)")).unwrap();
}
