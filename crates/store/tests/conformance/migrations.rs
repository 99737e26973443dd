//! An older database is brought up to date whole or not at all, and what it held is still proved afterwards.

use crate::harness::*;
use store::migrate::{MIGRATIONS, Migrated, Migration, migrate};
use store::rows::ForceRow;
use store::value::Value;
use store::verify::verify;
use store::{Chance, Record, Store, StoreError};

/// What a later version would bring: a column more on one table, and a table more.
const STEP: &str =
    "alter table forces add column contact text not null default 'none'; create table later (id text primary key)";
const LATER: Migration = Migration { name: "9999-later", sqlite: STEP, postgres: STEP };

fn run(bench: &Bench, dry_run: bool) -> Migrated {
    let steps: Vec<Migration> = MIGRATIONS.iter().copied().chain([LATER]).collect();
    migrate(&bench.config, &steps, at(50), Chance::Seeded { seed: 9, count: 0 }, dry_run).unwrap()
}

/// A force as the version before the step knew it, sealed without the column.
#[derive(Clone)]
struct OldForce {
    id: String,
    version: i64,
    salt: String,
    name: String,
}

impl Record for OldForce {
    const TABLE: &'static str = "forces";
    const COLUMNS: &'static [&'static str] = &["name", "go_live_at"];
    fn key(&self) -> String {
        self.id.clone()
    }
    fn version(&self) -> i64 {
        self.version
    }
    fn saved(&mut self, version: i64, salt: String) {
        (self.version, self.salt) = (version, salt);
    }
    fn values(&self) -> Vec<Value> {
        vec![Value::Text(self.name.clone()), Value::Null]
    }
    fn from_values(_: Vec<Value>) -> Result<Self, StoreError> {
        Err(StoreError::Missing("reading is not tried"))
    }
    fn select() -> &'static str {
        "select id, version, salt, name, go_live_at from forces"
    }
    fn insert() -> &'static str {
        "insert into forces (id, version, salt, name, go_live_at) values ($1, $2, $3, $4, $5)"
    }
    fn update() -> &'static str {
        "update forces set version = $2, salt = $3, name = $4, go_live_at = $5 where id = $1 and version + 1 = $2"
    }
}

fn older(bench: &Bench) -> &Store {
    let store = bench.store();
    bench.raw().run("alter table forces drop column contact").unwrap();
    save(store, &[setting("a", "1"), setting("b", "2")]);
    let force =
        |id: &str, name: &str| OldForce { id: id.to_owned(), version: 0, salt: String::new(), name: name.to_owned() };
    save(store, &[force("kent", "Kent Police"), force("avon", "Avon Police")]);
    store.sequence().unwrap();
    store
}

on_both! {
    fn a_migration_keeps_what_was_there_and_seals_it_anew(bench) {
        let store = older(bench);
        assert_eq!(verify(store, None).unwrap().findings, [], "an older database verifies as it is");
        let head = verify(store, None).unwrap();

        let tried = run(bench, true);
        assert_eq!((tried.steps, tried.sealed_anew), (vec!["9999-later".to_owned()], 2));
        assert!(tried.tables.contains(&("later".to_owned(), None, 0)), "{:?}", tried.tables);
        assert!(tried.tables.contains(&("forces".to_owned(), Some(2), 2)), "{:?}", tried.tables);
        assert_eq!(verify(store, None).unwrap(), head, "a dry run changes nothing");
        assert!(bench.raw().run("select * from later").is_err());

        let done = run(bench, false);
        assert_eq!((done.sealed_anew, done.findings), (2, vec![]));
        assert_eq!(verify(store, None).unwrap().findings, []);
        let forces: Vec<ForceRow> = plain(read(store, store::queries::forces));
        let told: Vec<_> = forces.iter().map(|force| (force.name.as_str(), force.contact.as_str(), force.version)).collect();
        assert_eq!(told, [("Avon Police", "none", 2), ("Kent Police", "none", 2)]);
        let kept = store::ledger::checkpoint::Head { origin: String::new(), size: head.entries, root: head.root };
        assert_eq!(verify(store, Some(&kept)).unwrap().findings, [], "the log of before is the beginning of the log now");

        assert_eq!(run(bench, false).steps, Vec::<String>::new(), "once is enough");
        assert_eq!(bench.raw().one("select count(*) from migrations"), (MIGRATIONS.len() + 1).to_string());
    }
}

on_both! {
    fn a_row_that_was_tampered_with_is_not_sealed_anew(bench) {
        let store = older(bench);
        bench.raw().run("update forces set name = 'Kemt Police' where id = 'kent'").unwrap();
        let tried = run(bench, false);
        let found: Vec<_> = tried.findings.iter().map(|found| (found.kind, found.which.as_str())).collect();
        assert_eq!(found, [("row", "forces/kent")]);
        assert!(bench.raw().run("select * from later").is_err(), "nothing was changed");
        assert_eq!(verify(store, None).unwrap().findings.len(), 1);
    }
}

on_both! {
    fn a_column_that_somebody_took_away_is_found(bench) {
        let store = bench.store();
        let force = ForceRow { id: "kent".to_owned(), version: 0, salt: String::new(), name: "Kent".to_owned(), contact: "101".to_owned(), go_live_at: None };
        save(store, &[force]);
        bench.raw().run("alter table forces drop column contact").unwrap();
        let found = verify(store, None).unwrap().findings;
        assert_eq!((found.len(), found[0].which.as_str()), (1, "forces/kent"));
    }
}
