//! Files that are broken, or made to break things: each is refused in clear words, and the database is as it was.

use crate::hostile_files::*;
use crate::making::*;
use crate::sheets::refusal;
use crate::support::{Desk, shaw};
use casework::Failure;
use casework::intake::import::ImportFile;
use proptest::prelude::*;

fn counts(desk: &Desk) -> Vec<String> {
    let tables = ["cases", "reports", "mentions", "imports", "held_rows", "contents", "case_reports"];
    tables.iter().flat_map(|table| desk.column(&format!("select cast(count(*) as text) from {table}"))).collect()
}

#[test]
fn a_hostile_file_is_refused_in_clear_words_and_the_database_is_as_it_was() {
    let desk = Desk::new();
    desk.import("spoc", &[shaw("N/0")]);
    let before = counts(&desk);
    for (name, bytes, words) in files() {
        let file = ImportFile { name: "file".to_owned(), bytes, map: SMALL.to_owned(), go_live_at: None };
        for outcome in [
            desk.app().import(desk.actor("spoc"), &file, &mut |_, _| {}),
            desk.app().try_import(desk.actor("spoc"), &file),
        ] {
            let Err(Failure::Invalid(problems)) = outcome else { panic!("{name} was taken: {outcome:?}") };
            let told: Vec<String> =
                problems.iter().map(|problem| format!("{}: {}", problem.field, problem.words)).collect();
            assert!(told.join("\n").contains(words), "{name}: {told:?}");
            assert!(told.iter().all(|line| line.len() < 400), "{name}: {told:?}");
        }
        assert_eq!(counts(&desk), before, "{name} left something behind");
    }
    assert_eq!(desk.app().verify(desk.actor("auditor"), None).unwrap().verified.findings, []);
}

#[test]
fn a_million_empty_rows_are_no_rows() {
    let empty: String = (3..1_000_003).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"0\"/></row>")).collect();
    // Packed, that is more than a hundred times smaller: honest all the same.
    let read_xlsx = crate::sheets::read(&xlsx_with(&empty), SMALL).unwrap();
    assert_eq!((read_xlsx.rows, read_xlsx.empty_rows), (1, 1_000_000));
    let commas = format!("Ref,Recorded,Victim\nN/1,02/06/2026 10:00,Ann Vale\n{}", ",,\n".repeat(1_000_000));
    let read_csv = crate::sheets::read(commas.as_bytes(), SMALL).unwrap();
    assert_eq!((read_csv.rows, read_csv.empty_rows, read_csv.units), (1, 1_000_000, read_xlsx.units));
}

#[test]
fn a_file_that_asks_for_a_password_says_so() {
    let mut secret = compound(&vec![0; 5_000]);
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = secret.windows(16).position(|window| window == b"W\0o\0r\0k\0b\0o\0o\0k\0").unwrap();
    secret.get_mut(at..at + name.len()).unwrap().copy_from_slice(&name);
    assert!(refusal(&secret, SMALL).contains("is protected by a password; save it without one"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// Whatever is done to a file, it is read or refused.
    #[test]
    fn a_file_with_bytes_changed_is_read_or_refused(kind in 0..4_usize, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), end in any::<prop::sample::Index>(), whole in any::<bool>()) {
        let mut bytes = [csv(&sample()), xlsx(&sample()), xls(&sample(), false), ods(&sample())].get(kind).unwrap().clone();
        for (place, byte) in changes {
            *place.get_mut(&mut bytes) = byte;
        }
        if !whole {
            bytes.truncate(end.index(bytes.len()));
        }
        let _ = crate::sheets::read(&bytes, SMALL);
    }
}
