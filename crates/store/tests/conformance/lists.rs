//! The worklist shows what its reader may see, in order, page by page, and counts the same.

use crate::harness::*;
use crate::questions::tie;
use domain::catalogue::{Grade, Relationship};
use store::Field;
use store::rows::CaseRow;
use store::views::worklist::{ListQuery, Reach, counts_sql, ids, page_sql, worklist};

pub fn query(reach: Reach) -> ListQuery {
    ListQuery {
        account: account_id(1),
        stands_in_for: Vec::new(),
        force: "avon".to_owned(),
        reach,
        wanted: Reach::Force,
        kind: None,
        grade: None,
        overdue: false,
        now: at(100),
        after: None,
        limit: 50,
    }
}

/// Ten cases of Avon and one of Kent; the danger rises with the number.
pub fn cases() -> Vec<CaseRow> {
    let mut rows: Vec<CaseRow> = (1..=11).map(case_row).collect();
    rows[1].team = "south".to_owned();
    rows[2].officer = Some(account_id(2));
    rows[3].on_list = false;
    rows[4].restricted = true;
    rows[5].restricted = true;
    rows[6].late_order = at(100).micros();
    rows[7].grade = None;
    rows[8].relationship = Relationship::Unknown;
    rows[10].force = "kent".to_owned();
    rows
}

fn numbers(bench: &Bench, query: &ListQuery) -> Vec<u16> {
    let found = read(bench.store(), |reader| ids(reader, query));
    let mut numbers: Vec<u16> = (1..=11).filter(|number| found.contains(&case_id(*number))).collect();
    // The page says the same as the ids, from the greatest danger down, and so do the counts.
    let page = read(bench.store(), |reader| worklist(reader, &ListQuery { limit: 100, ..query.clone() }));
    let shown: Vec<String> = page.rows.iter().map(store::Sealed::id).collect();
    numbers.reverse();
    assert_eq!(shown, numbers.iter().map(|number| case_id(*number).to_string()).collect::<Vec<_>>());
    assert_eq!(page.total, i64::try_from(numbers.len()).unwrap());
    assert!(page.next.is_none());
    numbers
}

on_both! {
    fn a_list_shows_what_its_reader_may_see(bench) {
        save(bench.store(), &cases());
        let ties = [tie("a", 6, 1, "named", true), tie("b", 8, 1, "connected", true), tie("c", 9, 1, "connected", false), tie("d", 2, 1, "consented", true), tie("e", 3, 1, "consented", false)];
        save(bench.store(), &ties);
        assert_eq!(numbers(bench, &query(Reach::Force)), [10, 9, 7, 6, 3, 2, 1], "4 is off the list, 5 restricted, 8 connected, 11 of Kent");
        assert_eq!(numbers(bench, &query(Reach::Team("south".to_owned()))), [2]);
        assert_eq!(numbers(bench, &query(Reach::Own)), [10, 9, 7, 6, 2, 1]);
        let stands_in = |reach| ListQuery { stands_in_for: vec![account_id(2)], ..query(reach) };
        assert_eq!(numbers(bench, &stands_in(Reach::Own)), [10, 9, 7, 6, 3, 2, 1], "and those of the absent officer; never what is kept away");
        assert_eq!(numbers(bench, &ListQuery { wanted: Reach::Own, ..stands_in(Reach::Team("north".to_owned())) }), [10, 9, 7, 6, 3, 1]);
        assert_eq!(numbers(bench, &query(Reach::Tied("consented"))), [2]);
        assert!(numbers(bench, &query(Reach::Nothing)).is_empty());
        assert_eq!(numbers(bench, &ListQuery { wanted: Reach::Own, ..query(Reach::Team("north".to_owned())) }), [10, 9, 7, 6, 1]);
        assert_eq!(numbers(bench, &ListQuery { kind: Some(Relationship::Unknown), ..query(Reach::Force) }), [9]);
        assert_eq!(numbers(bench, &ListQuery { grade: Some(Grade::Medium), ..query(Reach::Force) }), [0u16; 0]);
        assert_eq!(numbers(bench, &ListQuery { force: "kent".to_owned(), ..query(Reach::Force) }), [11]);
        let overdue = read(bench.store(), |reader| worklist(reader, &ListQuery { overdue: true, ..query(Reach::Force) }));
        assert_eq!((overdue.total, overdue.overdue, overdue.rows.len()), (1, 1, 1));
        let all = read(bench.store(), |reader| worklist(reader, &query(Reach::Force)));
        assert_eq!((all.total, all.overdue, all.rows.len()), (7, 1, 7));
    }
}

on_both! {
    fn pages_meet_without_gap_or_overlap(bench) {
        let mut rows: Vec<CaseRow> = (1..=23).map(case_row).collect();
        for row in &mut rows {
            row.danger_order /= 7;
            row.late_order = at(row.danger_order % 2).micros();
        }
        save(bench.store(), &rows);
        for limit in [1, 4, 22, 23, 24] {
            let mut seen = Vec::new();
            let mut after = None;
            loop {
                let page = read(bench.store(), |reader| worklist(reader, &ListQuery { limit, after, ..query(Reach::Force) }));
                assert!(page.rows.len() <= usize::try_from(limit).unwrap());
                assert_eq!(page.total, 23);
                let ids: Vec<String> = page.rows.iter().map(store::Sealed::id).collect();
                let opened = receipt_for(bench.store(), &[Field::Listing], &ids).open_all(page.rows).unwrap();
                seen.extend(opened.into_iter().map(|row| (row.danger_order, row.late_order, row.id)));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), 23, "pages of {limit}");
            assert!(seen.is_sorted(), "pages of {limit}");
        }
    }
}

#[test]
fn a_statement_has_as_many_placeholders_as_values() {
    let whole = ListQuery {
        kind: Some(Relationship::Family),
        grade: Some(Grade::High),
        overdue: true,
        after: Some((1, 2, case_id(3))),
        ..query(Reach::Own)
    };
    for (sql, values) in [page_sql(&whole), counts_sql(&whole)] {
        for number in 1..=values.len() {
            assert!(sql.contains(&format!("${number}")), "no ${number} in {sql}");
        }
        assert!(!sql.contains(&format!("${}", values.len() + 1)) && !sql.contains('@'), "{sql}");
    }
}
