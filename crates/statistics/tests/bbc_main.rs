//! The reader and the published figure, held against an invented table with the traps of the real one.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use statistics::measures::rate::IntervalMethod;
use statistics::published::{Published, WhyLeftOut, Window, published};
use statistics::tables::bbc_main::{BbcMain, BbcMainRefused, BbcMainRow, FoiResponse, read_bbc_main};
use statistics::tables::cell::{Cell, PrintedPercent};

const INVENTED: &str = include_str!("fixtures/bbc_main_invented.csv");

fn table() -> BbcMain {
    read_bbc_main(INVENTED.as_bytes()).unwrap()
}

fn row<'table>(table: &'table BbcMain, name: &str) -> &'table BbcMainRow {
    table.rows.iter().find(|row| row.force.name == name).unwrap()
}

fn problems(text: &str) -> Vec<String> {
    match read_bbc_main(text.as_bytes()) {
        Err(BbcMainRefused::Unplaceable(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => vec![format!("not refused as unplaceable: {other:?}")],
    }
}

#[test]
fn names_are_canonical_and_the_printed_ones_are_kept() {
    let table = table();
    for (canonical, printed) in [
        ("Avon and Somerset", "Avon and Somerset "),
        ("Devon and Cornwall", "Devon & Cornwall "),
        ("Dyfed-Powys", "Dyfed Powys"),
        ("Metropolitan Police", "Metropolitan  Service"),
        ("Norfolk", "Norfolk "),
    ] {
        assert_eq!(row(&table, canonical).printed_name, printed);
    }
}

#[test]
fn a_nought_from_a_force_that_did_not_answer_is_not_a_count() {
    let table = table();
    let lincolnshire = row(&table, "Lincolnshire");
    assert_eq!(lincolnshire.response, FoiResponse::NotAnswered);
    for cell in [lincolnshire.granted, lincolnshire.rejected, lincolnshire.not_heard, lincolnshire.applied] {
        assert_eq!(cell, Cell::NotAnswered);
    }
    assert_eq!(lincolnshire.recorded.apr_dec_2020, Cell::Count(1000));
}

#[test]
fn a_nought_that_means_no_data_is_not_available() {
    let table = table();
    let recorded = row(&table, "Greater Manchester").recorded;
    assert_eq!(recorded.year_2018_19, Cell::Count(44));
    for cell in [recorded.year_2019_20, recorded.apr_dec_2020] {
        assert!(matches!(cell, Cell::NotAvailable { why } if why.contains("July 2019")), "{cell:?}");
    }
}

#[test]
fn a_total_printed_over_empty_parts_is_not_available() {
    assert!(matches!(row(&table(), "Gwent").applied, Cell::NotAvailable { .. }));
}

#[test]
fn marks_and_numbers_as_text_are_read() {
    let table = table();
    let metropolitan = row(&table, "Metropolitan Police");
    assert_eq!(metropolitan.rejected, Cell::NotGiven);
    assert_eq!(metropolitan.printed_charge_rate, PrintedPercent::BrokenFormula { printed: "#REF!" });
    assert_eq!(
        row(&table, "Greater Manchester").printed_increase,
        PrintedPercent::BrokenFormula { printed: "#DIV/0!" }
    );
    assert_eq!(row(&table, "Devon and Cornwall").recorded.apr_dec_2020, Cell::Count(1000));
    assert_eq!(row(&table, "Dorset").applied, Cell::Count(0));
    assert_eq!(row(&table, "Norfolk").recorded.apr_dec_2020, Cell::Blank);
}

#[test]
fn absent_forces_are_reported() {
    let table = table();
    assert_eq!(table.absent.len(), 33);
    assert!(table.notices.contains(&"City of London has no row in the file".to_owned()));
}

#[test]
fn notices_name_row_and_force() {
    let notices = table().notices;
    for notice in [
        "row 5, Dyfed-Powys: the parts add to 2, the total printed is 3",
        "row 5, Dyfed-Powys: the file does not say up to which day the answer runs",
        "row 8, Kent: April to December 2020: recorded stalking is printed as 0; it may mean no data",
        "row 9, Lincolnshire: did not answer; a total printed as 0 is not an answer",
        "row 10, Metropolitan Police: partial answer; the total rests on 1 of three parts",
    ] {
        assert!(notices.iter().any(|found| found == notice), "{notice} not in {notices:#?}");
    }
}

#[test]
fn every_unplaceable_cell_is_refused_with_its_row_and_column() {
    for (from, to, expected) in [
        ("Dorset ,yes", "Dorsetshire,yes", "row 4, column \"Police force\": found \"Dorsetshire\""),
        ("Dorset ,yes", "Dorset ,perhaps", "row 4, column \"foi_response\": found \"perhaps\""),
        ("Dorset ,yes,0", "Dorset ,yes,few", "row 4, column \"SPOs granted\": found \"few\""),
        ("Dorset ,yes,0", "Dorset ,yes,-3", "row 4, column \"SPOs granted\": found \"-3\""),
        ("31/12/20", "2020-12-31", "row 4, column \"date_correct\": found \"2020-12-31\""),
        ("31/12/20", "31/02/21", "row 4, column \"date_correct\": found \"31/02/21\""),
        ("31/12/20", "19/01/20", "row 4, column \"date_correct\": found \"19/01/20\""),
        ("E23000039", "E23000038", "row 4, column \"code\": found \"E23000038\", expected E23000039"),
        ("E23000039", "K04000001", "row 4, column \"code\": found \"K04000001\""),
        ("100%,3%", "100%,3", "row 4, column \"charge_rate_apr20_dec20\": found \"3\""),
        ("100%,3%", "100%,3%,4", "row 4, column \"Police force\": the row has 17 cells, the header 16"),
        ("Lincolnshire ,no,,,,0", "Lincolnshire ,no,,,,2", "row 9, column \"Total SPOs applied for\": found \"2\""),
        (
            "Dorset ,yes,0,0,0,-00 ,31/12/20,E23000039",
            "Kent,yes,0,0,0,0,31/12/20,E23000032",
            "row 8, column \"Police force\": Kent already stands in row 4",
        ),
    ] {
        let text = INVENTED.replacen(from, to, 1);
        assert_ne!(text, INVENTED, "{from} is not in the fixture");
        let found = problems(&text);
        assert!(found.len() == 1 && found[0].starts_with(expected), "expected {expected}, found {found:?}");
    }
}

#[test]
fn a_row_keeps_its_number_below_empty_lines() {
    let text = INVENTED.replacen("\r\nDorset ,yes,0", "\r\n\r\n,,\r\nDorset ,yes,few", 1);
    assert!(problems(&text)[0].starts_with("row 6, column \"SPOs granted\""), "{:?}", problems(&text));
}

#[test]
fn all_problems_are_reported_together() {
    let text = INVENTED.replacen("Dorset ,yes", "Dorset ,perhaps", 1).replacen("7,0,0,7", "7,x,0,7", 1);
    assert_eq!(problems(&text).len(), 2);
}

#[test]
fn a_wrong_header_is_refused() {
    for (from, to, expected) in [
        ("SPOs granted", "Granted", "row 1, column \"SPOs granted\": missing from the header"),
        ("SPOs rejected", "SPOs granted", "row 1, column \"SPOs granted\": stands in the header more than once"),
        ("Police force,", "Police force,region,", "row 1, column \"number 2\": not a column of this table"),
    ] {
        let found = problems(&INVENTED.replacen(from, to, 1));
        assert!(found.iter().any(|problem| problem == expected), "expected {expected}, found {found:?}");
    }
    assert_eq!(problems("").len(), 16);
    let header_only = INVENTED.lines().next().unwrap();
    assert_eq!(problems(header_only), ["row 2, column \"Police force\": no force stands under the header"]);
}

#[test]
fn a_header_in_another_order_or_with_a_byte_order_mark_is_as_good() {
    let swapped: Vec<String> = INVENTED
        .lines()
        .map(|line| line.split_once(',').map(|(first, rest)| format!("{rest},{first}")).unwrap())
        .collect();
    assert_eq!(read_bbc_main(swapped.join("\n").as_bytes()).unwrap(), table());
    assert_eq!(read_bbc_main(format!("\u{feff}{INVENTED}").as_bytes()).unwrap(), table());
}

#[test]
fn bytes_that_are_not_text_are_refused() {
    let mut bytes = INVENTED.as_bytes().to_vec();
    bytes.extend(b"\r\n\xff\xfe,yes");
    assert!(matches!(read_bbc_main(bytes.as_slice()), Err(BbcMainRefused::Unreadable(_))));
}

/// Counted are Avon and Somerset 10 / 2,000, Devon and Cornwall 4 / 1,000, Dorset 0 / 1,000, Dyfed-Powys 3 / 1,000 and
/// the Metropolitan Police 20 / 5,000: 37 over 10,000. Byar for 37, by hand: 26.05 to 51.00.
#[test]
fn the_pooled_index_has_the_same_forces_on_both_sides() {
    let figure = published(&table());
    let national = figure.national.unwrap();
    assert_eq!((national.events, national.exposure), (37, 10_000));
    assert_eq!(national.method, IntervalMethod::Byar);
    assert!((national.per_thousand - 3.7).abs() < 1e-12);
    assert!((national.low - 2.605).abs() < 1e-3, "{}", national.low);
    assert!((national.high - 5.100).abs() < 1e-3, "{}", national.high);
    let names: Vec<&str> = figure.forces.iter().map(|index| index.force.name).collect();
    assert_eq!(names, ["Avon and Somerset", "Devon and Cornwall", "Dorset", "Dyfed-Powys", "Metropolitan Police"]);
}

#[test]
fn a_force_without_applications_has_an_upper_bound() {
    let figure = published(&table());
    let dorset = figure.forces.iter().find(|index| index.force.name == "Dorset").unwrap();
    assert_eq!((dorset.rate.per_thousand, dorset.rate.low), (0.0, 0.0));
    assert!((dorset.rate.high - 3.689).abs() < 5e-4);
    assert!(figure.warnings.iter().any(|warning| warning.contains("Dorset (index up to 3.69)")));
}

#[test]
fn every_force_is_counted_or_left_out_with_a_reason() {
    let figure = published(&table());
    assert_eq!(figure.forces.len() + figure.left_out.len(), 43);
    let why = |name: &str| figure.left_out.iter().find(|out| out.force.name == name).unwrap();
    assert_eq!(why("City of London").why, WhyLeftOut::AbsentFromFile);
    assert_eq!(why("Lincolnshire").why, WhyLeftOut::DidNotAnswer);
    assert_eq!((why("Lincolnshire").applications, why("Lincolnshire").recorded), (None, Some(1000)));
    assert!(matches!(why("Gwent").why, WhyLeftOut::NoApplications { .. }));
    for name in ["Greater Manchester", "Kent", "Norfolk"] {
        assert!(matches!(why(name).why, WhyLeftOut::NoRecorded { .. }), "{name}");
    }
    assert_eq!(why("Greater Manchester").applications, Some(5));
}

#[test]
fn the_coverage_counts_only_what_is_known() {
    let coverage = published(&table()).coverage;
    assert_eq!((coverage.forces_counted, coverage.forces_answered, coverage.forces_all), (5, 9, 43));
    assert_eq!((coverage.recorded_counted, coverage.recorded_known), (10_000, 12_000));
    assert_eq!(coverage.recorded_unknown.len(), 36);
    assert!((coverage.recorded_share().unwrap() - 10.0 / 12.0).abs() < 1e-12);
}

#[test]
fn both_windows_stand_beside_every_number() {
    let figure = published(&table());
    assert_eq!(figure.crimes_window.whole_months(), 9);
    for words in ["2020-12-31 to 2021-05-20, 11 to 16 months", "2020-04-01 to 2020-12-31, 9 months"] {
        assert!(figure.summary.contains(words), "{}", figure.summary);
    }
    for row in figure.rows() {
        assert_eq!(row.len(), Published::headers().len());
        assert_eq!(row[1] == "..", row[2] == "..", "{row:?}");
        assert_eq!(row[3] == "..", row[4] == "..", "{row:?}");
    }
}

#[test]
fn whole_months_count_both_ends() {
    for (to, expected) in
        [("2020-12-30", 11), ("2021-05-26", 16), ("2021-05-19", 16), ("2021-05-18", 15), ("2020-01-20", 0)]
    {
        let window = Window { from: "2020-01-20".parse().unwrap(), to: to.parse().unwrap() };
        assert_eq!(window.whole_months(), expected, "{to}");
    }
}

#[test]
fn a_table_in_which_no_force_can_be_counted_gives_no_index() {
    let lines: Vec<&str> = INVENTED.lines().filter(|line| !line.contains(",yes,")).collect();
    let figure = published(&read_bbc_main(lines.join("\n").as_bytes()).unwrap());
    assert_eq!(figure.national, None);
    assert_eq!(figure.rows().len(), 43);
    assert!(figure.summary.starts_with("No force"));
}
