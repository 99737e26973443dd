//! Files that are broken, or made to break things, each with words of the message that refuses it.

use crate::making::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A map for them.
pub const SMALL: &str = "form = \"crime\"\n[report]\nreference = \"Ref\"\nrecorded_at = \"Recorded\"\n[[person]]\nrole = \"person_at_risk\"\nname = \"Victim\"\n";

pub fn rows() -> Rows {
    vec![
        vec![text("Ref"), text("Recorded"), text("Victim")],
        vec![text("N/1"), at(2026, 6, 2, 10, 0), text("Ann Vale")],
    ]
}

/// A sheet of XLSX, packed with another text between its rows.
pub fn xlsx_with(inner: &str) -> Vec<u8> {
    with_part(&xlsx(&rows()), "xl/worksheets/sheet1.xml", |text| {
        text.replace("</sheetData>", &format!("{inner}</sheetData>"))
    })
}

/// An XLSX with a part of many noughts, as a bomb has one.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new_append(Cursor::new(xlsx(&rows()))).unwrap();
    writer.start_file("xl/worksheets/sheet2.xml", SimpleFileOptions::default()).unwrap();
    let noughts = vec![b'0'; 1 << 20];
    (0..megabytes).for_each(|_| writer.write_all(&noughts).unwrap());
    writer.finish().unwrap().into_inner()
}

/// The same, with a directory that says that the part is small.
fn lying(mut bytes: Vec<u8>) -> Vec<u8> {
    let entry = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes.get_mut(entry + 24..entry + 28).unwrap().copy_from_slice(&1_000_u32.to_le_bytes());
    bytes
}

fn cut(bytes: &[u8]) -> Vec<u8> {
    bytes.get(..bytes.len() / 2).unwrap().to_vec()
}

/// An XLS whose bytes at a place are others.
fn changed(mut bytes: Vec<u8>, at: usize, with: &[u8]) -> Vec<u8> {
    bytes.get_mut(at..at + with.len()).unwrap().copy_from_slice(with);
    bytes
}

/// What is refused, with words that its message has.
pub fn files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let wide = "a,".repeat(600);
    let long = format!("Ref,Recorded,Victim\nN/1,02/06/2026 10:00,{}\n", "x".repeat(300_000));
    let repeated = |rows: usize, columns: usize| {
        format!(
            "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{columns}\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    let strings = with_part(&xlsx(&rows()), "xl/sharedStrings.xml", |text| {
        let (head, tail) = text.split_once("uniqueCount=\"").unwrap();
        format!("{head}uniqueCount=\"99999999999{tail}")
    });
    let old = xls(&rows(), false);
    let workbook = old.windows(16).position(|window| window == b"W\0o\0r\0k\0b\0o\0o\0k\0").unwrap();
    let dimensions = old.windows(4).position(|window| window == [0x00, 0x02, 14, 0]).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = (0..5_000).map(|at| (format!("p{at}"), Vec::new())).collect();
    parts.push(("[Content_Types].xml".to_owned(), Vec::new()));
    vec![
        ("nothing", vec![], "is empty"),
        ("a PDF", b"%PDF-1.7 ...".to_vec(), "is a PDF"),
        ("a web page", b"<html><table><tr><td>Ref</td></tr></table></html>".to_vec(), "is a web page"),
        ("bytes", (0..=255).cycle().skip(128).take(5_000).collect(), "is neither a spreadsheet nor text"),
        ("more than is read", vec![b'a'; (64 << 20) + 1], "has 65 MB, and at most 64 MB are read"),
        ("a long cell", long.into_bytes(), "row 2, column C (Victim): this cell holds 300000 letters"),
        (
            "a long cell in XLSX",
            xlsx_with(&format!("<row r=\"3\"><c r=\"A3\" t=\"str\"><v>{}</v></c></row>", noise(300_000))),
            "row 3, column A (Ref): this cell holds",
        ),
        ("too many columns", format!("{wide}\n{wide}\n").into_bytes(), "has 600 columns, and at most 512 are read"),
        (
            "a cell far out",
            xlsx_with("<row r=\"3\"><c r=\"XFD3\"><v>1</v></c></row>"),
            "row 3 has a cell in column XFD",
        ),
        ("too many rows", format!("Ref\n{}", "a\n".repeat(200_001)).into_bytes(), "has more than 200000 rows"),
        ("headers twice", b"Ref,Recorded,Victim,Ref\n".to_vec(), "Ref: stands twice in the header"),
        ("a cut XLSX", cut(&xlsx(&rows())), "is packed like XLSX or ODS but is cut off or damaged"),
        ("a cut ODS", cut(&ods(&rows())), "is packed like XLSX or ODS but is cut off or damaged"),
        ("a cut XLS", cut(&old), "is an XLS that is cut off or damaged"),
        (
            "no spreadsheet",
            packed(&[("a.txt".to_owned(), b"a".to_vec())]),
            "is a packed file but no XLSX or ODS spreadsheet",
        ),
        ("thousands of parts", packed(&parts), "is packed of 5001 parts"),
        ("a bomb", bomb(100), "times its size"),
        ("a large bomb", bomb(400), "unpacks to more than 128 MB"),
        ("a bomb that lies", lying(bomb(100)), "is cut off or damaged"),
        ("a large bomb that lies", lying(bomb(400)), "is cut off or damaged"),
        ("a claim of words", strings, "is packed like XLSX or ODS but is cut off or damaged"),
        ("cells without end in ODS", ods_of(&repeated(1_000_000, 16_000)), "comes to more than 8000000 cells"),
        ("wide rows in ODS", ods_of(&repeated(1, 16_000).repeat(600)), "comes to more than 8000000 cells"),
        (
            "a table without an end in ODS",
            ods_of("<table:table table:name=\"A\"><table:table-row>"),
            "is packed like ODS but is damaged",
        ),
        ("broken XML in XLSX", xlsx_with("<row r=\"3\"><c r=\"A3\"><v>1"), "is an XLSX that is cut off or damaged"),
        (
            "rows out of order",
            xlsx_with("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"),
            "is an XLSX that is cut off or damaged",
        ),
        // The first sector of the directory is the one after the table; its chain is made to point at itself.
        (
            "an XLS that goes round",
            changed(old.clone(), 512 + 4, &1_u32.to_le_bytes()),
            "is an XLS that is cut off or damaged",
        ),
        (
            "an XLS that claims a length",
            changed(old.clone(), workbook + 120, &0x7fff_ffff_u32.to_le_bytes()),
            "is an XLS that is cut off or damaged",
        ),
        (
            "an XLS that claims cells",
            changed(old.clone(), dimensions + 8, &0xffff_ffff_u32.to_le_bytes()),
            "comes to more than 8000000 cells",
        ),
        (
            "an XLS whose rows end before they begin",
            changed(old, dimensions + 4, &9_u32.to_le_bytes()),
            "is an XLS that is cut off or damaged",
        ),
    ]
}

/// Letters that do not pack well.
fn noise(count: u32) -> String {
    (0..count)
        .map(|at| char::from(b'a' + u8::try_from(at.wrapping_mul(2_654_435_761).rotate_left(9) % 26).unwrap()))
        .collect()
}
