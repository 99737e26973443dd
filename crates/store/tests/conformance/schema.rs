//! Both migrations make the same tables, columns, checks and indexes, and both refuse to change the ledger.

use crate::harness::*;
use std::collections::BTreeSet;
use store::{Config, Kind};

/// Table, column, type, whether it may be null.
fn columns(bench: &Bench) -> BTreeSet<(String, String, String, String)> {
    let mut raw = bench.raw();
    let sql = match raw.kind() {
        Kind::Sqlite => {
            "select m.name, c.name, lower(c.type), case when c.\"notnull\" = 1 or c.pk > 0 then 'no' else 'yes' end
             from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'
               and m.name not like 'search_index%'"
        }
        Kind::Postgres => {
            "select table_name, column_name, replace(data_type, 'bigint', 'integer'), lower(is_nullable)
             from information_schema.columns where table_schema = 'public'"
        }
    };
    raw.rows(sql).into_iter().map(|row| <[String; 4]>::try_from(row).unwrap().into()).collect()
}

#[test]
fn both_migrations_make_the_same_tables_and_columns() {
    let (sqlite, postgres) = (columns(&Bench::sqlite()), columns(&Bench::postgres()));
    let only_sqlite: Vec<_> = sqlite.difference(&postgres).collect();
    let only_postgres: Vec<_> = postgres.difference(&sqlite).collect();
    assert!(
        only_sqlite.is_empty() && only_postgres.is_empty(),
        "SQLite alone: {only_sqlite:?}; PostgreSQL alone: {only_postgres:?}"
    );
    assert!(sqlite.len() > 150, "only {} columns were found", sqlite.len());
}

/// How lines begin that the two databases must say differently: triggers, and the index of searches.
const DIFFERENT: [&str; 4] = ["create trigger", "create function", "create virtual table", "create index search_index"];

/// A migration without what the two databases must say differently, types of integers and strictness.
fn common(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !DIFFERENT.iter().any(|beginning| line.starts_with(beginning)))
        .map(|line| line.replace("bigint", "integer").replace(") strict;", ");"))
        .collect()
}

#[test]
fn both_migrations_carry_the_same_checks_and_indexes() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut names: Vec<_> =
        std::fs::read_dir(root.join("sqlite")).unwrap().map(|file| file.unwrap().file_name()).collect();
    let mut others: Vec<_> =
        std::fs::read_dir(root.join("postgres")).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    others.sort();
    assert_eq!(names, others, "the two folders of migrations hold files of different names");
    for name in names {
        let sqlite = std::fs::read_to_string(root.join("sqlite").join(&name)).unwrap();
        let postgres = std::fs::read_to_string(root.join("postgres").join(&name)).unwrap();
        assert_eq!(common(&sqlite), common(&postgres), "{name:?} says different things to the two databases");
        for statement in sqlite.split(';').filter(|statement| statement.contains("create table")) {
            assert!(statement.ends_with("strict"), "a table is not strict on SQLite: {statement}");
        }
    }
}

on_both! {
    fn checks_refuse_what_no_enum_has(bench) {
        save(bench.store(), &[case_row(1)]);
        save(bench.store(), &[mention_row(1, 1, "subject")]);
        save(bench.store(), &[account_row(1, "one")]);
        let mut raw = bench.raw();
        for wrong in [
            "update cases set on_list = 2",
            "update cases set restricted = -1",
            "update cases set status = null",
            "update cases set reports = 'many'",
            "update mentions set role = 'victim'",
            "update accounts set active = 7",
            "insert into case_access values ('1', 1, '', 'c', 'a', 'friend', 1)",
            "insert into links values ('1', 1, '', 'a', 'b', 'c', 'd', 'subject', 'maybe', 'identity', 1, '[]', null, null)",
            "insert into tree_head values (2, 0, 0)",
        ] {
            assert!(raw.run(wrong).is_err(), "allowed: {wrong}");
        }
        // The control: the same kind of statement with what is allowed.
        raw.run("update cases set on_list = 0").unwrap();
        raw.run("insert into case_access values ('1', 1, '', 'c', 'a', 'named', 1)").unwrap();
    }
}

on_both! {
    fn the_ledger_refuses_update_and_delete(bench) {
        save(bench.store(), &[setting("a", "1")]);
        save(bench.store(), &[setting("b", "1")]);
        bench.store().sequence().unwrap();
        let mut raw = bench.raw();
        let mut wrong = vec![
            "update entries set text = text".to_owned(),
            "update places set position = position + 10".to_owned(),
            "update tree_nodes set hash = hash".to_owned(),
        ];
        for table in ["entries", "places", "tree_nodes"] {
            wrong.push(format!("delete from {table}"));
            if raw.kind() == Kind::Postgres {
                wrong.push(format!("truncate {table}"));
            }
        }
        for sql in wrong {
            let error = raw.run(&sql).expect_err(&sql);
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
        assert_eq!(raw.one("select count(*) from entries"), "2");
        assert_eq!(raw.one("select count(*) from places"), "2");
    }
}

on_both! {
    fn a_database_that_is_open_can_be_opened_again(bench) {
        save(bench.store(), &[setting("a", "1")]);
        let again = open(&bench.config, 2);
        save(&again, &[setting("b", "2")]);
        assert!(read(bench.store(), |reader| store::queries::setting(reader, "b")).is_some());
    }
}

fn opened_at_once(config: &Config) {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|seed| scope.spawn(move || open(config, seed))).collect();
        for (number, thread) in threads.into_iter().enumerate() {
            save(&thread.join().unwrap(), &[setting(&number.to_string(), "1")]);
        }
    });
}

on_both! {
    /// Two processes may start on a new database at the same time.
    fn a_new_database_can_be_opened_by_many_at_once(bench) {
        // The bench has migrated its own database, so this takes everything out of it again.
        match &bench.config {
            Config::File(path) => {
                for round in 0..15 {
                    opened_at_once(&Config::File(format!("{path}-{round}")));
                }
            }
            Config::Server(_) => {
                for round in 0..3 {
                    bench.raw().run(&format!("create schema new_{round}")).unwrap();
                    let Config::Server(url) = &bench.config else { return };
                    opened_at_once(&Config::Server(format!("{url} options='-c search_path=new_{round}'")));
                }
            }
        }
    }
}
