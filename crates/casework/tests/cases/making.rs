//! Files that tests make: one table as CSV, XLSX, XLS and ODS, each as its own program writes it.

use jiff::civil::DateTime;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A cell of a table.
#[derive(Clone, Debug)]
pub enum Value {
    Blank,
    Text(&'static str),
    Number(f64),
    /// A date, with a time where it is not midnight.
    When(DateTime),
    Yes(bool),
    /// `#N/A`.
    NotAvailable,
}

pub fn text(text: &'static str) -> Value {
    Value::Text(text)
}
pub fn on(year: i16, month: i8, day: i8) -> Value {
    Value::When(jiff::civil::date(year, month, day).at(0, 0, 0, 0))
}
pub fn at(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Value {
    Value::When(jiff::civil::date(year, month, day).at(hour, minute, 0, 0))
}

pub type Rows = Vec<Vec<Value>>;

/// A table with every kind of cell.
pub fn sample() -> Rows {
    vec![
        ["Ref", "Recorded", "Words", "Victim", "Born", "Phone", "Served", "Bail"].map(text).to_vec(),
        vec![
            text("007/26"),
            at(2026, 6, 2, 10, 5),
            text("He rang,\ntwice."),
            text("VALE, Ann"),
            on(1990, 3, 4),
            Value::Number(7_700_900_123.0),
            Value::Blank,
            on(2026, 7, 1),
        ],
        vec![
            Value::Number(1_234_567.0),
            on(2026, 6, 1),
            Value::Yes(true),
            text("Zo\u{eb} Brook"),
            Value::NotAvailable,
            Value::Blank,
            text("02/06/2026"),
            Value::Blank,
        ],
    ]
}

fn has_time(when: DateTime) -> bool {
    when.time() != jiff::civil::Time::midnight()
}

/// Days of the calendar of 1900, or of 1904.
fn serial(when: DateTime, is_1904: bool) -> f64 {
    let epoch = if is_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) };
    when.duration_since(epoch.at(0, 0, 0, 0)).as_secs_f64() / 86_400.0
}

/// As a person in Britain would save it.
pub fn csv(rows: &Rows) -> Vec<u8> {
    let cell = |value: &Value| match value {
        Value::Blank => String::new(),
        Value::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        Value::Number(number) => number.to_string(),
        Value::When(when) if has_time(*when) => when.strftime("%d/%m/%Y %H:%M").to_string(),
        Value::When(when) => when.strftime("%d/%m/%Y").to_string(),
        Value::Yes(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        Value::NotAvailable => "#N/A".to_owned(),
    };
    let line = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<_>>().join(",");
    rows.iter().map(line).collect::<Vec<_>>().join("\r\n").into_bytes()
}

pub fn xlsx(rows: &Rows) -> Vec<u8> {
    xlsx_of(&[("Reports", rows)], false)
}

pub fn xlsx_of(sheets: &[(&str, &Rows)], is_1904: bool) -> Vec<u8> {
    use rust_xlsxwriter::{Format, Formula, Workbook};
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let time = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, values) in (0..).zip(*rows) {
            for (column, value) in (0..).zip(values) {
                match value {
                    Value::Blank => {}
                    Value::Text(text) => drop(sheet.write_string(row, column, *text).unwrap()),
                    Value::Number(number) => drop(sheet.write_number(row, column, *number).unwrap()),
                    Value::When(when) => {
                        let format = if has_time(*when) { &time } else { &day };
                        sheet.write_number_with_format(row, column, serial(*when, is_1904), format).unwrap();
                    }
                    Value::Yes(yes) => drop(sheet.write_boolean(row, column, *yes).unwrap()),
                    Value::NotAvailable => {
                        sheet.write_formula(row, column, Formula::new("=NA()").set_result("#N/A")).unwrap();
                    }
                }
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    if is_1904 {
        with_part(&bytes, "xl/workbook.xml", |text| text.replace("<workbookPr ", "<workbookPr date1904=\"1\" "))
    } else {
        bytes
    }
}

/// A packed file with one part changed.
pub fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let before = part(bytes, name);
    let changed = change(&before);
    assert_ne!(changed, before, "nothing was changed in {name}");
    with_part_whatever(bytes, name, &changed)
}

/// A packed file with another text as one of its parts.
pub fn with_part_whatever(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut parts = parts(bytes);
    for (_, content) in parts.iter_mut().filter(|(known, _)| known == name) {
        *content = text.as_bytes().to_vec();
    }
    packed(&parts)
}

/// One part of a packed file.
pub fn part(bytes: &[u8], name: &str) -> String {
    let parts = parts(bytes);
    let (_, content) = parts.iter().find(|(known, _)| known == name).unwrap();
    String::from_utf8(content.clone()).unwrap()
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
        parts.push((entry.name().unwrap().into_owned(), content));
    }
    parts
}

/// Parts packed into one file.
pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        let options = if name == "mimetype" { stored } else { SimpleFileOptions::default() };
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

pub fn ods(rows: &Rows) -> Vec<u8> {
    let cell = |value: &Value| {
        match value {
        Value::Blank => "<table:table-cell/>".to_owned(),
        Value::Text(text) => {
            let lines: String = text.split('\n').map(|line| format!("<text:p>{}</text:p>", escaped(line))).collect();
            format!("<table:table-cell office:value-type=\"string\">{lines}</table:table-cell>")
        }
        Value::Number(number) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"),
        Value::When(when) => {
            let value = if has_time(*when) { when.to_string() } else { when.date().to_string() };
            format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{value}\"><text:p>{value}</text:p></table:table-cell>")
        }
        Value::Yes(yes) => format!("<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"{yes}\"><text:p>{yes}</text:p></table:table-cell>"),
        Value::NotAvailable => "<table:table-cell table:formula=\"of:=NA()\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell>".to_owned(),
    }
    };
    let row = |values: &Vec<Value>| {
        format!(
            "<table:table-row>{}<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>",
            values.iter().map(cell).collect::<String>()
        )
    };
    let rows: String = rows.iter().map(row).collect();
    let empty = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    ods_of(&format!("<table:table table:name=\"Reports\">{rows}{empty}</table:table>"))
}

/// An ODS around its tables.
pub fn ods_of(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\" \
         xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\" office:version=\"1.2\">\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    let part = |name: &str, content: String| (name.to_owned(), content.into_bytes());
    packed(&[part("mimetype", kind.to_owned()), part("content.xml", content), part("META-INF/manifest.xml", manifest)])
}

pub fn xls(rows: &Rows, is_1904: bool) -> Vec<u8> {
    compound(&biff(rows, is_1904))
}

fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &u16::try_from(content.len()).unwrap().to_le_bytes(), content].concat()
}

/// The stream of an Excel 97 workbook with one sheet.
pub fn biff(rows: &Rows, is_1904: bool) -> Vec<u8> {
    let mut strings: Vec<&str> = Vec::new();
    let mut cells = Vec::new();
    for (row, values) in (0_u16..).zip(rows) {
        for (column, value) in (0_u16..).zip(values) {
            let start = |format: u16| [row.to_le_bytes(), column.to_le_bytes(), format.to_le_bytes()].concat();
            match value {
                Value::Blank => {}
                Value::Text(text) => {
                    let at = strings.iter().position(|known| known == text).unwrap_or_else(|| {
                        strings.push(text);
                        strings.len() - 1
                    });
                    let at = u32::try_from(at).unwrap().to_le_bytes();
                    cells.extend(record(0x00fd, &[start(15), at.to_vec()].concat()));
                }
                Value::Number(number) => {
                    cells.extend(record(0x0203, &[start(15), number.to_le_bytes().to_vec()].concat()))
                }
                Value::When(when) => {
                    let format = if has_time(*when) { 17 } else { 16 };
                    cells.extend(record(
                        0x0203,
                        &[start(format), serial(*when, is_1904).to_le_bytes().to_vec()].concat(),
                    ));
                }
                Value::Yes(yes) => cells.extend(record(0x0205, &[start(15), vec![u8::from(*yes), 0]].concat())),
                Value::NotAvailable => cells.extend(record(0x0205, &[start(15), vec![0x2a, 1]].concat())),
            }
        }
    }
    let bof = |kind: u16| {
        record(
            0x0809,
            &[&[0x00, 0x06][..], &kind.to_le_bytes(), &[0xdb, 0x20, 0xcc, 0x07, 0, 0, 0, 0, 6, 0, 0, 0]].concat(),
        )
    };
    let mut globals =
        [bof(0x0005), record(0x0042, &1_200_u16.to_le_bytes()), record(0x0022, &u16::from(is_1904).to_le_bytes())]
            .concat();
    // Font, then fifteen styles and three formats of cells: general, a date, a date with its time.
    let font = [&[200_u8, 0, 0, 0, 0xff, 0x7f, 0x90, 0x01, 0, 0, 0, 0, 0, 0, 5, 0][..], b"Arial"].concat();
    globals.extend(record(0x0031, &font));
    for at in 0..18_u16 {
        let format: u16 = match at {
            16 => 14,
            17 => 22,
            _ => 0,
        };
        let style: u16 = if at < 15 { 0xfff5 } else { 0x0001 };
        globals.extend(record(
            0x00e0,
            &[
                &[0, 0][..],
                &format.to_le_bytes(),
                &style.to_le_bytes(),
                &[0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0, 0x20],
            ]
            .concat(),
        ));
    }
    let count = u32::try_from(strings.len()).unwrap().to_le_bytes();
    let mut shared = [count, count].concat();
    for text in &strings {
        let letters: Vec<u16> = text.encode_utf16().collect();
        shared.extend(u16::try_from(letters.len()).unwrap().to_le_bytes());
        shared.push(1);
        shared.extend(letters.iter().flat_map(|letter| letter.to_le_bytes()));
    }
    // A record holds at most 8,224 bytes.
    assert!(shared.len() < 8_000, "too many words for one record");
    let shared = record(0x00fc, &shared);
    let name = "Reports";
    let sheet_record = 4 + 8 + name.len();
    let start = u32::try_from(globals.len() + sheet_record + shared.len() + 4).unwrap();
    globals.extend(record(
        0x0085,
        &[&start.to_le_bytes()[..], &[0, 0, u8::try_from(name.len()).unwrap(), 0], name.as_bytes()].concat(),
    ));
    globals.extend(shared);
    globals.extend(record(0x000a, &[]));
    let (height, width) = (u32::try_from(rows.len()).unwrap(), rows.iter().map(Vec::len).max().unwrap_or(0));
    let width = u16::try_from(width).unwrap();
    let dimensions =
        [&0_u32.to_le_bytes()[..], &height.to_le_bytes(), &0_u16.to_le_bytes(), &width.to_le_bytes(), &[0, 0]].concat();
    [globals, bof(0x0010), record(0x0200, &dimensions), cells, record(0x000a, &[])].concat()
}

/// A compound file with one stream, the workbook.
pub fn compound(stream: &[u8]) -> Vec<u8> {
    const FREE: u32 = 0xffff_ffff;
    const LAST: u32 = 0xffff_fffe;
    const TABLE: u32 = 0xffff_fffd;
    let size = stream.len().max(4_096);
    let sectors = size.div_ceil(512);
    let mut tables = 1;
    while tables * 128 < sectors + tables + 1 {
        tables += 1;
    }
    let number = |number: usize| u32::try_from(number).unwrap();
    let mut fat: Vec<u32> = vec![TABLE; tables];
    fat.push(LAST);
    let first = fat.len();
    fat.extend((0..sectors).map(|at| if at + 1 == sectors { LAST } else { number(first + at + 1) }));
    fat.resize(tables * 128, FREE);
    let mut header = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    header.resize(24, 0);
    header.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    header.resize(44, 0);
    for word in [number(tables), number(tables), 0, 4_096, LAST, 0, LAST, 0] {
        header.extend(word.to_le_bytes());
    }
    header.extend((0..109).map(|at| if at < tables { number(at) } else { FREE }).flat_map(u32::to_le_bytes));
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend(u16::try_from(2 * (name.len() + 1)).unwrap_or(0).to_le_bytes());
        entry.extend([kind, 1]);
        for word in [FREE, FREE, child] {
            entry.extend(word.to_le_bytes());
        }
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend((size as u64).to_le_bytes());
        entry
    };
    let mut bytes = header;
    bytes.extend(fat.iter().flat_map(|word| word.to_le_bytes()));
    let nothing = vec![0; 128];
    bytes.extend(
        [entry("Root Entry", 5, 1, LAST, 0), entry("Workbook", 2, FREE, number(first), size), nothing.clone(), nothing]
            .concat(),
    );
    bytes.extend(stream);
    bytes.resize(512 + 512 * (first + sectors), 0);
    bytes
}
