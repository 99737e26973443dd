//! Spreadsheets: the same table in four forms of file is the same reports, and what cells lose is not lost here.

use crate::making::*;
use casework::Failure;
use casework::intake::found::{HeldBack, ReadFile, ReadReport, Unit};
use casework::intake::map::Map;
use casework::intake::read::read_file;
use jiff::civil::date;

const MAP: &str = r#"
form = "crime"
[report]
reference = "Ref"
recorded_at = { column = "Recorded", format = "%d/%m/%Y %H:%M" }
narrative = "Words"
offence = "Repeat"
[[person]]
role = "person_at_risk"
name = "Victim"
born = "Born"
phones = ["Phone"]
[protection]
bail_until = "Bail"
"#;

pub fn read(bytes: &[u8], map: &str) -> Result<ReadFile, Failure> {
    read_file(bytes, &Map::parse(map).unwrap(), crate::support::start())
}
pub fn refusal(bytes: &[u8], map: &str) -> String {
    match read(bytes, map) {
        Err(Failure::Invalid(problems)) => problems
            .iter()
            .map(|problem| format!("{}: {}", problem.field, problem.words))
            .collect::<Vec<_>>()
            .join("\n"),
        other => panic!("expected a refusal, got {other:?}"),
    }
}
pub fn reports(read: &ReadFile) -> Vec<ReadReport> {
    let report = |unit: &Unit| match unit {
        Unit::Report { report, .. } => Some((**report).clone()),
        Unit::Held(_) | Unit::Fact(_) => None,
    };
    read.units.iter().filter_map(report).collect()
}
pub fn held(read: &ReadFile) -> Vec<HeldBack> {
    let held = |unit: &Unit| match unit {
        Unit::Held(rows) => rows.clone(),
        Unit::Report { .. } | Unit::Fact(_) => Vec::new(),
    };
    read.units.iter().flat_map(held).collect()
}
/// Each problem with its row and column.
pub fn told(read: &ReadFile) -> Vec<String> {
    held(read)
        .iter()
        .flat_map(|held| held.problems.iter().map(move |(column, what)| format!("{} {column}: {what}", held.row)))
        .collect()
}

fn header() -> Vec<Value> {
    ["Ref", "Recorded", "Words", "Repeat", "Victim", "Born", "Phone", "Bail"].map(text).to_vec()
}

fn table() -> Rows {
    vec![
        header(),
        vec![
            text("007/26"),
            at(2026, 6, 2, 10, 5),
            text("He rang at the café,\ntwice: \"no\"."),
            Value::Yes(true),
            text("QUENNELL, Marisol"),
            on(1990, 3, 4),
            Value::Number(7_700_900_123.0),
            on(2026, 7, 1),
        ],
        vec![
            Value::Number(1_234_567.0),
            on(2026, 6, 1),
            Value::Blank,
            Value::Yes(false),
            text("Zoë Brook"),
            text("not known"),
            text("07700 900 456"),
            Value::Blank,
        ],
        vec![],
        vec![
            text("N/3"),
            text("02/06/2026 23:59"),
            text("Words"),
            Value::Blank,
            text("Mr Ned Vale"),
            Value::NotAvailable,
            Value::Blank,
            Value::Blank,
        ],
        vec![
            text("N/4"),
            text("soon"),
            Value::Blank,
            Value::Blank,
            text("Ann Vale"),
            Value::Blank,
            Value::Blank,
            text("01/05/2026"),
        ],
    ]
}

#[test]
fn the_same_table_as_csv_xlsx_xls_and_ods_is_the_same_reports() {
    let rows = table();
    // A reader of CSV leaves lines without a letter out: there the empty row has its commas.
    let from_csv = String::from_utf8(csv(&rows)).unwrap().replace("\r\n\r\n", "\r\n,,,,,,,\r\n");
    let files = [
        ("CSV in UTF-8, parted by commas, header in row 1", from_csv.into_bytes()),
        ("XLSX, sheet 'Reports', header in row 1", xlsx(&rows)),
        ("XLSX, sheet 'Reports', header in row 1", xlsx_of(&[("Reports", &rows)], true)),
        ("XLS, sheet 'Reports', header in row 1", xls(&rows, false)),
        ("XLS, sheet 'Reports', header in row 1", xls(&rows, true)),
        ("ODS, sheet 'Reports', header in row 1", ods(&rows)),
    ];
    let reads = files.map(|(read_as, bytes)| {
        let read = read(&bytes, MAP).unwrap();
        assert_eq!(read.read_as, read_as);
        read
    });
    let first = reads.first().unwrap();
    let [told_off, plain] = <[ReadReport; 2]>::try_from(reports(first)).unwrap();
    assert_eq!((told_off.reference.as_str(), plain.reference.as_str()), ("007/26", "1234567"));
    assert_eq!(
        (told_off.recorded_at.to_string(), plain.recorded_at.to_string()),
        ("2026-06-02T09:05:00.000000Z".to_owned(), "2026-05-31T23:00:00.000000Z".to_owned())
    );
    let [marisol, zoe] = [told_off, plain].map(|report| report.people.first().unwrap().clone());
    assert_eq!(
        (marisol.forename.as_str(), marisol.surname.as_str(), marisol.born.as_str()),
        ("Marisol", "QUENNELL", "1990-03-04")
    );
    assert_eq!((marisol.phones, zoe.phones), (vec!["07700900123".to_owned()], vec!["07700 900 456".to_owned()]));
    assert_eq!((zoe.forename.as_str(), zoe.born.as_str()), ("Zoë", ""));
    for read in &reads {
        assert_eq!(reports(read), reports(first), "{}", read.read_as);
        assert_eq!((read.rows, read.units.len()), (4, 4), "{}", read.read_as);
        let letter = |column: &str, letter: &str| {
            if read.read_as.starts_with("CSV") { column.to_owned() } else { format!("{column} ({letter})") }
        };
        let expected = [
            format!("5 {}: holds the spreadsheet's error #N/A", letter("Born", "F")),
            format!("6 {}: is not a date and time as 31/12/2026 23:59", letter("Recorded", "B")),
            format!("6 {}: lies before the day of recording", letter("Bail", "H")),
        ];
        assert_eq!(told(read), expected, "{}", read.read_as);
        assert_eq!(held(read).first().unwrap().raw.first().unwrap(), &("Ref".to_owned(), "N/3".to_owned()));
    }
}

#[test]
fn the_sheet_and_the_row_of_the_header_are_those_of_the_map() {
    let notes: Rows = vec![vec![text("Do not send outside")]];
    let titled: Rows = [vec![vec![text("Stalking, June 2026")], vec![]], table()].concat();
    let nothing: Rows = vec![];
    let book = xlsx_of(&[("Empty", &nothing), ("Notes", &notes), ("Crimes 2026", &titled)], false);
    let map = |file: &str| format!("form = \"crime\"\n[file]\n{file}\n{}", MAP.replace("form = \"crime\"", ""));
    let read_right = read(&book, &map("sheet = \"Crimes 2026\"\nheader_row = 3")).unwrap();
    assert_eq!(
        (reports(&read_right).len(), read_right.read_as.as_str()),
        (2, "XLSX, sheet 'Crimes 2026', header in row 3")
    );
    assert_eq!(held(&read_right).iter().map(|held| held.row).collect::<Vec<_>>(), [7, 8]);
    assert!(
        refusal(&book, &map("sheet = \"Crime\""))
            .contains("has no sheet 'Crime'; it has 'Empty', 'Notes', 'Crimes 2026'")
    );
    assert!(refusal(&book, &map("sheet = \"Empty\"")).contains("has no sheet with a header"));
    let wrong_row = refusal(&book, &map("sheet = \"Crimes 2026\""));
    assert!(
        wrong_row.contains("Ref: is named in the map and is not in the file")
            && wrong_row.contains("write header_row = 3"),
        "{wrong_row}"
    );
    assert!(refusal(&book, MAP).contains("Ref: is named in the map and is not in the file"));
    let alone = read(&xlsx_of(&[("Empty", &nothing), ("Crimes", &table())], false), MAP).unwrap();
    assert_eq!(alone.read_as, "XLSX, sheet 'Crimes', the first of 2 with anything in it, header in row 1");
    assert!(matches!(Map::parse(&map("header_row = 0")), Err(Failure::Invalid(_))));
}

#[test]
fn a_number_keeps_the_noughts_that_its_format_shows_and_a_long_one_is_held() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let noughts = rust_xlsxwriter::Format::new().set_num_format("0000000");
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["Ref", "Recorded", "Words", "Repeat", "Victim", "Born", "Phone", "Bail"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    for (row, number) in [(1, 4_711.0), (2, 1.234_567_890_123_456_7e17), (3, 46_001.5)] {
        sheet.write_number_with_format(row, 0, number, &noughts).unwrap();
        sheet.write_number(row, 1, 46_175.5).unwrap();
        sheet.write_string(row, 4, "Ann Vale").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let read_sheet = read(&bytes, MAP).unwrap();
    let found = reports(&read_sheet);
    assert_eq!(found.iter().map(|report| report.reference.as_str()).collect::<Vec<_>>(), ["0004711", "46001.5"]);
    // A number without the format of a date stands in a column of dates as days.
    assert_eq!(found.first().unwrap().recorded_at.to_string(), "2026-06-02T11:00:00.000000Z");
    assert!(
        told(&read_sheet)
            .first()
            .unwrap()
            .starts_with("3 Ref (A): is a long number of which the spreadsheet has kept only")
    );
    let scientific = b"Ref,Recorded,Words,Repeat,Victim,Born,Phone,Bail\n1.23457E+17,02/06/2026 10:00,,,Ann Vale,,,\n";
    assert!(told(&read(scientific, MAP).unwrap()).first().unwrap().contains("Ref: is a long number"));
}

#[test]
fn a_formula_without_its_result_is_held_and_one_with_it_is_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["Ref", "Recorded", "Words", "Repeat", "Victim", "Born", "Phone", "Bail"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    for row in 1..3 {
        sheet.write_string(row, 1, "02/06/2026 10:00").unwrap();
        sheet.write_string(row, 4, "Ann Vale").unwrap();
    }
    sheet.write_formula(1, 0, rust_xlsxwriter::Formula::new("=\"N/\"&1").set_result("N/1")).unwrap();
    sheet.write_formula(2, 0, rust_xlsxwriter::Formula::new("=\"N/\"&2").set_result("N/2")).unwrap();
    let bytes =
        with_part(&book.save_to_buffer().unwrap(), "xl/worksheets/sheet1.xml", |text| text.replace("<v>N/2</v>", ""));
    let read = read(&bytes, MAP).unwrap();
    assert_eq!(reports(&read).iter().map(|report| report.reference.as_str()).collect::<Vec<_>>(), ["N/1"]);
    assert!(told(&read).first().unwrap().starts_with("3 Ref (A): holds a formula whose result was not saved"));
}

#[test]
fn a_merged_header_is_told_by_its_cells() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Ref").unwrap();
    sheet.merge_range(0, 1, 0, 3, "Recorded", &rust_xlsxwriter::Format::new()).unwrap();
    sheet.write_string(1, 0, "N/1").unwrap();
    let told = refusal(&book.save_to_buffer().unwrap(), MAP);
    assert!(
        told.contains("the header has merged cells (B1:D1); give every column a name of its own in one row"),
        "{told}"
    );
    let spanned = "<table:table table:name=\"A\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Ref</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"3\"><text:p>Recorded</text:p></table:table-cell>\
        <table:covered-table-cell table:number-columns-repeated=\"2\"/></table:table-row></table:table>";
    assert!(refusal(&ods_of(spanned), MAP).contains("merged cells (B1:D1)"));
}

#[test]
fn the_encoding_and_the_delimiter_are_found_and_told() {
    let text = "Ref;Recorded;Words;Repeat;Victim;Born;Phone;Bail\r\nN/1;02/06/2026 10:00;Café, twice;;Zoë Brook;;;\r\n";
    let utf16 = |low_first: bool| -> Vec<u8> {
        let letters = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        letters.flat_map(|letter| if low_first { letter.to_le_bytes() } else { letter.to_be_bytes() }).collect()
    };
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let files = [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8", format!("\u{feff}{text}").into_bytes()),
        ("UTF-16LE", utf16(true)),
        ("UTF-16BE", utf16(false)),
        ("Windows-1252", windows.into_owned()),
    ];
    for (encoding, bytes) in files {
        let read = read(&bytes, MAP).unwrap();
        assert_eq!(read.read_as, format!("CSV in {encoding}, parted by semicolons, header in row 1"));
        let report = reports(&read).remove(0);
        assert_eq!(
            (report.narrative.as_str(), report.people.first().unwrap().forename.as_str()),
            ("Café, twice", "Zoë")
        );
    }
    for (mark, name) in [('\t', "tabs"), ('|', "upright strokes"), (',', "commas")] {
        let read = read(text.replace("Café, twice", "\"Café, twice\"").replace(';', &mark.to_string()).as_bytes(), MAP)
            .unwrap();
        assert!(read.read_as.contains(&format!("parted by {name}")), "{}", read.read_as);
        assert_eq!(reports(&read).len(), 1);
    }
    let map = |file: &str| format!("form = \"crime\"\n[file]\n{file}\n{}", MAP.replace("form = \"crime\"", ""));
    assert!(refusal(text.as_bytes(), &map("delimiter = \",\"")).contains("Ref: is named in the map"));
    let unmarked: Vec<u8> = utf16(true).split_off(2);
    assert!(refusal(&unmarked, MAP).contains("looks like UTF-16"));
    assert_eq!(reports(&read(&unmarked, &map("encoding = \"utf-16le\"")).unwrap()).len(), 1);
    assert!(refusal(b"Ref\n\x81\n", MAP).contains("is neither a spreadsheet nor text in UTF-8"));
    assert!(refusal(b"Ref\n\xe9\n", &map("encoding = \"utf-8\"")).contains("is not UTF-8 text, or is cut off"));
    let cut = text.as_bytes().get(..text.find('ë').unwrap() + 1).unwrap();
    assert!(refusal(cut, MAP).contains("is UTF-8 text up to line 2 and not from there on"));
    let odd = utf16(true);
    assert!(refusal(odd.get(..odd.len() - 1).unwrap(), MAP).contains("is not UTF-16LE text, or is cut off"));
}

#[test]
fn dates_that_could_be_two_are_refused_where_the_day_is_not_said_to_come_first() {
    let map = |first: bool| {
        format!(
            "form = \"crime\"\n[file]\nday_first = {first}\nmissing = [\"nobody\"]\n{}",
            MAP.replace("form = \"crime\"", "")
                .replace("{ column = \"Recorded\", format = \"%d/%m/%Y %H:%M\" }", "\"Recorded\"")
        )
    };
    let file = b"Ref,Recorded,Words,Repeat,Victim,Born,Phone,Bail\nN/1,03-Apr-26 10:00,,,Ann Vale,05/06/90,nobody,\nN/2,13/04/2026,,,unknown,,,\n";
    let read_right = read(file, &map(true)).unwrap();
    let [ann, unknown] = <[ReadReport; 2]>::try_from(reports(&read_right)).unwrap();
    let (ann, unknown) = (ann.people.first().unwrap().clone(), unknown.people.first().unwrap().clone());
    assert_eq!((ann.born.as_str(), ann.phones.len(), unknown.surname.as_str()), ("1990-06-05", 0, "unknown"));
    assert_eq!(
        told(&read(file, &map(false)).unwrap()),
        ["2 Born: could be two dates; write day_first = true under [file] in the map if the day comes first"]
    );
    assert_eq!(date(1990, 6, 5).to_string(), ann.born);
}
