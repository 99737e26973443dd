//! Cases are found by what is on record of them, by nothing that is hidden from who asks, and by the index alone.

use crate::harness::*;
use crate::lists::{cases, query as list};
use crate::plans::plan;
use crate::questions::tie;
use domain::catalogue::CorrectionCause;
use domain::search::{Asked, Kind as Word};
use std::time::Instant;
use store::rows::{CaseReportRow, ContentRow, ForceRow, FormerMentionRow};
use store::search::rebuild;
use store::verify::verify;
use store::views::search::{BY_INDEX, FoundRow, SearchQuery, field_of, found, search, search_sql};
use store::views::worklist::{Reach, ids};
use store::{Chance, Draft, Field, Kind, Sealed, Store, StoreError};

fn asking(typed: &str) -> SearchQuery {
    SearchQuery {
        account: account_id(1),
        stands_in_for: Vec::new(),
        force: "avon".to_owned(),
        reach: Reach::Force,
        kinds: Word::ALL.to_vec(),
        asked: Asked::read(typed).unwrap(),
        limit: 50,
    }
}

fn numbers(store: &Store, asked: &SearchQuery) -> Vec<u16> {
    let found = read(store, |reader| search(reader, asked));
    let mut numbers: Vec<u16> = (1..=60).filter(|number| found.contains(&case_id(*number))).collect();
    assert_eq!(numbers.len(), found.len());
    numbers.sort_unstable();
    numbers
}

fn attached(case: u16, report: u16) -> CaseReportRow {
    CaseReportRow {
        id: format!("{}:{}", case_id(case), report_id(report)),
        version: 0,
        salt: String::new(),
        case_id: case_id(case),
        report_id: report_id(report),
        detached: false,
    }
}

fn content(number: u16, case: Option<u16>, words: &str) -> ContentRow {
    let (id, case_id) = (content_id(number), case.map(case_id));
    ContentRow { id, version: 0, salt: String::new(), case_id, words: words.to_owned() }
}

/// Two cases: the first with everything, the second with a report of its own.
fn fill(store: &Store) -> CaseReportRow {
    save(store, &[case_row(1), case_row(2)]);
    save(store, &[report_row(1), report_row(2)]);
    save(store, &[mention_row(1, 1, "person_at_risk")]);
    let mut on = save(store, &[attached(1, 1), attached(2, 2)]).0;
    save(store, &[content(1, Some(1), "He waited by the boathouse."), content(2, None, "Loose words.")]);
    on.remove(0)
}

on_both! {
    fn a_case_is_found_by_everything_on_record_of_it(bench) {
        let store = bench.store();
        fill(store);
        for typed in [
            "HF-1", "R-1", "zoe", "O'Hara", "3/2/1990", "+44 7700 900 002", "zoe@example.org", "@zoe", "bs11aa", "AB12CDE",
            "High Street", "boathouse", "Zoë 07700900001 boathouse",
        ] {
            assert_eq!(numbers(store, &asking(typed)), [1], "{typed}");
        }
        assert_eq!(numbers(store, &asking("R-2")), [2]);
        for typed in ["nobody", "zoe R-2", "loose"] {
            assert_eq!(numbers(store, &asking(typed)), [0u16; 0], "{typed}");
        }
        assert_eq!(verify(store, None).unwrap().findings, []);
    }
}

on_both! {
    fn what_is_written_later_is_found_and_what_is_no_longer_on_the_case_is_not(bench) {
        let store = bench.store();
        let mut on = fill(store);
        let mention = read(store, |reader| store::queries::mentions_of(reader, report_id(1))).pop().unwrap();
        let mention = receipt_for(store, &[Field::Identity, Field::Contact, Field::Location], &[mention.id()]).open(mention).unwrap();
        let former = FormerMentionRow::of(&mention, at(5), CorrectionCause::BetterInformation);
        let mut corrected = mention.clone();
        corrected.surname = "Marsh".to_owned();
        save(store, &[corrected]);
        assert_eq!((numbers(store, &asking("Marsh")), numbers(store, &asking("O'Hara"))), (vec![1], vec![]));
        save(store, &[former]);
        assert_eq!(numbers(store, &asking("O'Hara")), [1], "what was believed before is found too");
        save(store, &[content(3, Some(2), "Seen at the boathouse again.")]);
        assert_eq!(numbers(store, &asking("boathouse")), [1, 2]);
        on.detached = true;
        save(store, &[on]);
        save(store, &[attached(2, 1)]);
        assert_eq!((numbers(store, &asking("Marsh")), numbers(store, &asking("R-1"))), (vec![2], vec![2]));
        let moved = read(store, |reader| store::queries::words(reader, content_id(1))).unwrap();
        let mut moved = receipt_for(store, &[Field::Narrative], &[moved.id()]).open(moved).unwrap();
        moved.case_id = Some(case_id(2));
        save(store, &[moved]);
        assert_eq!(numbers(store, &asking("boathouse waited")), [2], "words that went to another case are found there alone");
        let handed = read(store, |reader| store::queries::sealed_case_row(reader, case_id(1))).unwrap();
        let mut handed = receipt_for(store, &[Field::Listing], &[handed.id()]).open(handed).unwrap();
        let own = |account| SearchQuery { account: account_id(account), reach: Reach::Own, ..asking("HF-1") };
        assert_eq!((numbers(store, &own(1)), numbers(store, &own(2))), (vec![1], vec![]));
        handed.officer = Some(account_id(2));
        save(store, &[handed]);
        assert_eq!((numbers(store, &own(1)), numbers(store, &own(2))), (vec![], vec![1]));
        assert_eq!(verify(store, None).unwrap().findings, []);
    }
}

on_both! {
    fn a_search_finds_no_other_cases_than_a_list_shows(bench) {
        let store = bench.store();
        save(store, &cases());
        save(store, &(1..=11).map(|number| content(number, Some(number), "boathouse")).collect::<Vec<_>>());
        let ties = [
            tie("a", 6, 1, "named", true), tie("b", 8, 1, "connected", true), tie("c", 9, 1, "connected", false),
            tie("d", 2, 1, "consented", true), tie("e", 3, 1, "consented", false), tie("f", 7, 1, "reported", true),
        ];
        save(store, &ties);
        let team = |name: &str| Reach::Team(name.to_owned());
        let reaches = [Reach::Force, team("south"), team("north"), team(""), Reach::Own, Reach::Tied("consented"), Reach::Tied("reported"), Reach::Nothing];
        let mut seen = 0;
        for reach in reaches {
            for (force, stands_in_for) in [("avon", vec![]), ("avon", vec![account_id(2)]), ("kent", vec![])] {
                let listed = store::views::worklist::ListQuery { force: force.to_owned(), stands_in_for: stands_in_for.clone(), ..list(reach.clone()) };
                let listed = read(store, |reader| ids(reader, &listed));
                let asked = SearchQuery { force: force.to_owned(), stands_in_for, reach: reach.clone(), ..asking("boathouse") };
                // The list leaves out who is protected; the search does not.
                let mut found = read(store, |reader| search(reader, &asked));
                found.retain(|case| *case != case_id(4));
                found.sort_unstable();
                assert_eq!(found, listed, "{reach:?} of {force}");
                seen += found.len();
            }
        }
        assert!(seen > 20, "{seen}");
        // Where there is one force, its cases are all that there is to find; for an account of another there are none.
        for (force, number) in [("avon", 8), ("kent", 1)] {
            let before = numbers(store, &SearchQuery { force: force.to_owned(), ..asking("boathouse") });
            assert_eq!(before.len(), number, "{before:?}");
        }
        save(store, &[ForceRow { id: "kent".to_owned(), version: 0, salt: String::new(), name: "Kent".to_owned(), contact: String::new(), go_live_at: None }]);
        assert_eq!(numbers(store, &asking("boathouse")).len(), 8, "the one force is another");
        assert_eq!(numbers(store, &SearchQuery { limit: 3, ..asking("boathouse") }).len(), 3);
        assert_eq!(verify(store, None).unwrap().findings, []);
    }
}

on_both! {
    fn a_kind_that_is_hidden_finds_nothing_and_what_found_opens_as_it_does(bench) {
        let store = bench.store();
        fill(store);
        for (typed, kind, field) in [
            ("HF-1", Word::CaseReference, Field::Listing), ("R-1", Word::ReportReference, Field::History),
            ("O'Hara", Word::Name, Field::Identity), ("3/2/1990", Word::Born, Field::Identity),
            ("07700 900001", Word::Phone, Field::Contact), ("zoe@example.org", Word::Email, Field::Contact),
            ("@zoe", Word::Handle, Field::Contact), ("BS1 1AA", Word::Postcode, Field::Location),
            ("AB12 CDE", Word::Vehicle, Field::Location), ("street", Word::Address, Field::Location),
            ("boathouse", Word::Words, Field::Narrative),
        ] {
            assert_eq!(field_of(kind), field);
            let asked = asking(typed);
            let look = |kinds: Vec<Word>| {
                let asked = asked.clone();
                read(store, move |reader| found(reader, case_id(1), &asked.asked, &kinds))
            };
            let others: Vec<Word> = Word::ALL.into_iter().filter(|other| *other != kind).collect();
            // An account of the same name is another kind.
            let others: Vec<Word> = others.into_iter().filter(|other| typed != "@zoe" || *other != Word::Name).collect();
            assert_eq!(numbers(store, &SearchQuery { kinds: others.clone(), ..asked.clone() }), [0u16; 0], "{typed}");
            assert!(look(others).is_none(), "{typed}");
            assert_eq!(numbers(store, &SearchQuery { kinds: vec![kind], ..asked.clone() }), [1], "{typed}");
            let open = |fields: &[Field]| -> Result<FoundRow, StoreError> {
                let (sealed, named): (Sealed<FoundRow>, _) = look(vec![kind]).unwrap();
                assert_eq!(named, if field == Field::Listing { vec![field] } else { vec![Field::Listing, field] });
                let id = sealed.id();
                receipt_for(store, fields, &[id]).open(sealed)
            };
            assert_eq!(open(&[Field::Listing, field]).unwrap().by, [kind]);
            if field != Field::Listing {
                assert!(open(&[Field::Listing]).unwrap().by.is_empty(), "{typed} tells what its entry does not name");
                assert_eq!(open(&[field]).is_ok(), field == Field::History);
            }
        }
    }
}

on_both! {
    fn what_was_not_kept_is_not_found(bench) {
        let store = bench.store();
        fill(store);
        let failed = store.transact(context(4), |tx| -> Result<(), Failure> {
            save_in(tx, vec![content(9, Some(1), "pavilion")])?;
            Err(Failure::No)
        });
        assert_eq!(failed.unwrap_err(), Failure::No);
        assert_eq!(numbers(store, &asking("pavilion")), [0u16; 0]);
        store.transact(context(5), |tx| -> Result<(), Failure> {
            let entry = tx.append(Draft::done("save_it", &[]));
            Ok(tx.save(&mut content(10, Some(1), "pavilion"), &entry)?)
        }).unwrap();
        assert_eq!(numbers(store, &asking("pavilion")), [1]);
    }
}

on_both! {
    fn an_index_that_says_otherwise_is_found_and_built_anew(bench) {
        let store = bench.store();
        fill(store);
        let hidden = format!("update search_words set words = 'anothing' where case_id = '{}'", case_id(1));
        bench.raw().run(&hidden).unwrap();
        bench.raw().run("insert into search_words values (77, 'nowhere', 0, 'x', 'a')").unwrap();
        let findings = verify(store, None).unwrap().findings;
        let told: Vec<_> = findings.iter().map(|found| (found.kind, found.which.clone())).collect();
        assert_eq!(told, [("search", case_id(1).to_string()), ("search", "nowhere".to_owned())]);
        assert_eq!(numbers(store, &asking("boathouse")), [0u16; 0]);
        let done = rebuild(&bench.config, at(50), &mut Chance::System).unwrap();
        assert_eq!((done.cases, done.changed), (2, 2));
        assert_eq!(numbers(store, &asking("boathouse")), [1]);
        store.sequence().unwrap();
        assert_eq!(verify(store, None).unwrap().findings, []);
        assert!(bench.raw().one("select text from entries where at = (select max(at) from entries)").contains("rebuild_search"));
        // What the database itself has made of it, taken away.
        if bench.raw().kind() == Kind::Sqlite {
            bench.raw().run("insert into search_index (search_index) values ('delete-all')").unwrap();
            assert_eq!(numbers(store, &asking("boathouse")), [0u16; 0]);
        }
        assert_eq!(rebuild(&bench.config, at(51), &mut Chance::System).unwrap().changed, 0);
        assert_eq!(numbers(store, &asking("boathouse")), [1]);
    }
}

on_both! {
    fn an_older_database_is_searched_after_its_migration(bench) {
        let store = bench.store();
        fill(store);
        store.sequence().unwrap();
        let mut raw = bench.raw();
        if raw.kind() == Kind::Sqlite {
            raw.run("drop table search_index").unwrap();
        }
        raw.run("drop table search_words").unwrap();
        raw.run("delete from migrations where name >= '0012'").unwrap();
        assert_eq!(verify(store, None).unwrap().findings, [], "an older database verifies as it is");
        let migrate = |dry_run| {
            let steps: Vec<_> = store::migrate::MIGRATIONS.iter().take_while(|step| step.name <= "0012-search").copied().collect();
            store::migrate::migrate(&bench.config, &steps, at(50), Chance::System, dry_run).unwrap()
        };
        assert_eq!(migrate(true).indexed, 2);
        assert_eq!(migrate(false).indexed, 2);
        assert_eq!(migrate(false).indexed, 0);
        assert_eq!(numbers(store, &asking("boathouse")), [1]);
        store.sequence().unwrap();
        assert_eq!(verify(store, None).unwrap().findings, []);
    }
}

on_both! {
    fn a_backup_is_searched_in_either_database(bench) {
        fill(bench.store());
        bench.store().sequence().unwrap();
        let file = bench.folder().join("searched");
        let key = store::ledger::checkpoint::new_key("holdfast/test", [7; 32]);
        store::backup::backup(&bench.config, &file, &key, at(40), &mut Chance::System).unwrap();
        for place in [Bench::empty_sqlite(), Bench::empty_postgres()] {
            store::backup::restore(&place.config, &file, None, false, at(60), &mut Chance::System).unwrap();
            let store = open(&place.config, 5);
            assert_eq!(numbers(&store, &asking("boathouse")), [1]);
            save(&store, &[case_row(3)]);
            save(&store, &[content(4, Some(3), "boathouse")]);
            assert_eq!(numbers(&store, &asking("boathouse")), [1, 3]);
            store.sequence().unwrap();
            assert_eq!(verify(&store, None).unwrap().findings, []);
        }
    }
}

const ROWS: i64 = 100_000;

/// Rows of four forces and fifty officers, with a word that is in all of them, one in every tenth, and a number of their own.
fn many(store: &Store, raw: &mut Raw) {
    let numbers = match raw.kind() {
        Kind::Sqlite => format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {ROWS})"),
        Kind::Postgres => format!("with n(i) as (select i::bigint from generate_series(1, {ROWS}) as g(i))"),
    };
    let hex = |name: &str| name.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let officer = account_id(1).to_string().replace('-', "");
    raw.run(&format!(
        "insert into search_words (number, case_id, restricted, reach, words) {numbers}
         select i, '018f0000-0000-7000-8000-' || substr('000000000000' || i, length('000000000000' || i) - 11, 12), case when i % 500 = 0 then 1 else 0 end,
           'x' || case i % 4 when 0 then '{}' when 1 then '{}' else '{}' end || ' z' || case when i % 50 = 0 then '{officer}' else 'other' || (i % 50) end,
           'ahf' || i || ' c' || case when i % 997 = 25 then 'marsh' else 'other' || (i % 997) end || ' e7700' || (900000 + i) || ' wcommon wtenth' || (i % 10) || ' wword' || (i % 3000)
         from n",
        hex("avon"), hex("kent"), hex("essex")
    ))
    .unwrap();
    store.analyse().unwrap();
}

on_both! {
    fn a_search_is_read_from_its_index(bench) {
        let store = bench.store();
        let mut raw = bench.raw();
        many(store, &mut raw);
        let kind = raw.kind();
        if kind == Kind::Postgres {
            raw.run(&BY_INDEX.replace("set local", "set")).unwrap();
        }
        let own = |typed: &str| SearchQuery { reach: Reach::Own, stands_in_for: vec![account_id(3)], ..asking(typed) };
        for (what, asked, expected) in [
            ("a reference", asking("HF-5004"), 1),
            ("a number in another spelling", asking("+44 7700 905 004"), 1),
            ("a name", asking("Marsh"), 25),
            ("a word of all", asking("common"), 51),
            ("two words that never meet", asking("tenth1 tenth2"), 0),
            ("a common word among one's own", own("common tenth0"), 51),
        ] {
            let asked = SearchQuery { limit: 51, ..asked };
            let (sql, values) = search_sql(kind, &asked, false).unwrap();
            let plan = plan(&mut raw, &sql, &values);
            match kind {
                Kind::Sqlite => {
                    assert!(plan.contains("SCAN search_index VIRTUAL TABLE INDEX"), "{what} does not use the index:\n{plan}");
                    assert!(plan.contains("SEARCH w USING INTEGER PRIMARY KEY (rowid=?)"), "{what} looks for rows:\n{plan}");
                    assert!(!plan.contains("SCAN w") && !plan.contains("ORDER BY"), "{what} reads all rows or sorts:\n{plan}");
                }
                Kind::Postgres => {
                    assert_eq!(plan.matches("Bitmap Index Scan on search_index").count(), 2, "{what} does not use the index both times:\n{plan}");
                    assert!(!plan.contains("Seq Scan on search_words"), "{what} reads all rows:\n{plan}");
                }
            }
            let found = read(store, |reader| search(reader, &asked)).len();
            assert_eq!(found, expected, "{what}");
            let start = Instant::now();
            for _ in 0..5 {
                read(store, |reader| search(reader, &asked));
            }
            println!("{kind:?}, {what}: {:?}", start.elapsed() / 5);
        }
    }
}
