//! At a hundred thousand cases the worklist is read from its indexes, without sorting.

use crate::harness::*;
use crate::lists::query;
use std::time::Instant;
use store::value::Value;
use store::views::worklist::{ListQuery, Reach, counts_sql, page_sql, worklist};
use store::{Config, Kind, Store};

const CASES: i64 = 100_000;

/// Cases of four forces, ten teams and twenty officers; a third are off the list. (PostgreSQL rightly sorts the few dozen
/// rows of an ordinary officer once the index has found them, so these have many.) Past the ledger: this measures reading.
fn fill(store: &Store, raw: &mut Raw) {
    let numbers = match raw.kind() {
        Kind::Sqlite => format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {CASES})"),
        Kind::Postgres => format!("with n(i) as (select i::bigint from generate_series(1, {CASES}) as g(i))"),
    };
    let officers: Vec<String> = (1..=20).map(|number| format!("({}, '{}')", number - 1, account_id(number))).collect();
    raw.run("create table officers (number bigint, id text)").unwrap();
    raw.run(&format!("insert into officers values {}", officers.join(", "))).unwrap();
    let sql = format!(
        "insert into cases (id, version, salt, reference, force, team, officer, status, relationship, grade, decision, on_list, restricted,
           danger_order, late_order, due_code, due_started, flag, flag_severity, next_action, reports, series, series_facts, series_reports,
           series_confirmed, measure, measure_until, before_go_live, refresh_at, events, person_at_risk, subject)
         {numbers}
         select '018f0000-0000-7000-8000-' || substr('000000000000' || i, length('000000000000' || i) - 11, 12), 1, 'salt', 'HF-' || i,
           case i % 4 when 0 then 'avon' when 1 then 'kent' when 2 then 'essex' else 'dyfed' end,
           'team' || ((i % 40) / 4), o.id, 'open', 'ex_intimate', 'high', 'open', case when i % 3 = 0 then 0 else 1 end,
           case when i % 50 = 0 then 1 else 0 end, -(i * 7919 % 1000), i * 104729 % 1000000, 'consideration', 1, null, null, 'decide',
           1, null, '', 1, 0, null, null, 0, null, 1, '{}', null
         from n join officers o on o.number = i / 4 % 20",
        mention_id(1)
    );
    raw.run(&sql).unwrap();
    raw.run("drop table officers").unwrap();
    store.analyse().unwrap();
    assert_eq!(raw.one("select count(*) from cases"), CASES.to_string());
}

fn literal(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Null => "null".to_owned(),
    }
}

/// How the database goes about a statement, as text.
pub fn plan(raw: &mut Raw, sql: &str, values: &[Value]) -> String {
    match raw.kind() {
        Kind::Sqlite => {
            // Bound, not written in: so it is prepared in the store.
            let Raw::Sqlite(connection) = raw else { panic!("not SQLite") };
            let mut statement = connection.prepare(&format!("explain query plan {}", sql.replace('$', "?"))).unwrap();
            let mut rows = statement.query(rusqlite::params_from_iter(values)).unwrap();
            let mut lines = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                lines.push(row.get::<_, String>(3).unwrap());
            }
            lines.join("\n")
        }
        Kind::Postgres => {
            raw.run(&format!("prepare asked as {sql}")).unwrap();
            let values: Vec<String> = values.iter().map(literal).collect();
            let mut lines = String::new();
            // With the values known, and as a plan for any values: the driver's prepared statements meet both.
            for mode in ["force_custom_plan", "force_generic_plan"] {
                raw.run(&format!("set plan_cache_mode = {mode}")).unwrap();
                for row in raw.rows(&format!("explain (costs off) execute asked({})", values.join(", "))) {
                    lines.push_str(&format!("{mode}: {}\n", row[0]));
                }
            }
            raw.run("deallocate asked").unwrap();
            lines
        }
    }
}

fn assert_from_index(kind: Kind, plan: &str, index: &str, what: &str) {
    match kind {
        Kind::Sqlite => {
            assert!(plan.contains(&format!("INDEX {index} ")), "{what} does not use {index}:\n{plan}");
            assert!(!plan.contains("USE TEMP B-TREE FOR ORDER BY"), "{what} sorts:\n{plan}");
            assert!(!plan.contains("SCAN cases"), "{what} reads the whole table:\n{plan}");
        }
        Kind::Postgres => {
            let used = plan.matches(&format!(" using {index} on cases")).count()
                + plan.matches(&format!("on {index}")).count();
            assert_eq!(used, 2, "{what} does not use {index} both times:\n{plan}");
            assert!(!plan.contains("Sort"), "{what} sorts:\n{plan}");
            assert!(!plan.contains("Seq Scan on cases"), "{what} reads the whole table:\n{plan}");
        }
    }
}

on_both! {
    fn the_worklist_is_read_from_its_indexes(bench) {
        let mut raw = bench.raw();
        fill(bench.store(), &mut raw);
        let kind = raw.kind();
        for (name, reach, index) in [
            ("force", Reach::Force, "cases_of_force"),
            ("team", Reach::Team("team3".to_owned()), "cases_of_team"),
            ("own", Reach::Own, "cases_of_officer"),
        ] {
            let first = ListQuery { now: domain::time::Moment::from_micros(500_000), ..query(reach) };
            let (sql, values) = page_sql(&first);
            assert_from_index(kind, &plan(&mut raw, &sql, &values), index, &format!("the page of {name}"));
            let page = read(bench.store(), |reader| worklist(reader, &first));
            assert!(page.total > 50 && page.next.is_some(), "{name}: {}", page.total);
            let deep = ListQuery { after: page.next, ..first.clone() };
            let (sql, values) = page_sql(&deep);
            assert_from_index(kind, &plan(&mut raw, &sql, &values), index, &format!("the second page of {name}"));
            let late = ListQuery { overdue: true, ..first.clone() };
            let (sql, values) = page_sql(&late);
            assert_from_index(kind, &plan(&mut raw, &sql, &values), index, &format!("the late of {name}"));
            let (sql, values) = counts_sql(&first);
            let counted = plan(&mut raw, &sql, &values);
            assert_from_index(kind, &counted, index, &format!("the counts of {name}"));
            if kind == Kind::Sqlite {
                assert!(counted.contains(&format!("COVERING INDEX {index} ")), "the counts of {name} read rows:\n{counted}");
            } else {
                assert!(counted.matches("Index Only Scan using").count() >= 2, "the counts of {name} read rows:\n{counted}");
            }
            for (what, asked) in [("first page", &first), ("second page", &deep), ("late ones", &late)] {
                let start = Instant::now();
                for _ in 0..5 {
                    read(bench.store(), |reader| worklist(reader, asked));
                }
                println!("{kind:?} {name}, {what} with counts: {:?} ({} cases)", start.elapsed() / 5, page.total);
            }
        }
        assert!(matches!(&bench.config, Config::File(_)) == (kind == Kind::Sqlite));
    }
}
