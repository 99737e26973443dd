//! Every spelling finds what is on record, and nothing else does.

#![allow(clippy::unwrap_used)]

use super::*;

fn record(kind: Kind, text: &str) -> String {
    let mut document = Document::default();
    document.add(kind, text);
    document.to_string()
}

fn found(kind: Kind, on_record: &str, typed: &str) -> bool {
    Asked::read(typed).unwrap().found_by(&record(kind, on_record), &Kind::ALL) == Some(vec![kind])
}

#[test]
fn every_spelling_finds_what_is_on_record() {
    for (kind, on_record, spellings) in [
        (Kind::CaseReference, "HF-7K3-Q9Z-2PT", &["hf-7k3-q9z-2pt", "HF7K3Q9Z2PT", "HF 7K3 Q9Z 2PT"][..]),
        (Kind::ReportReference, "42CR/123456/26", &["42cr/123456/26", "42CR12345626", "42CR 123456 26"]),
        (Kind::ReportReference, "ABC/XY", &["abc/xy"]),
        (
            Kind::Name,
            "O'Brien-Łukasz",
            &["obrien lukasz", "O’Brien", "Łukasz", "o brien", "OBRIENLUKASZ", "Mrs O'Brien"],
        ),
        (Kind::Name, "Zoë", &["zoe", "ZOË", "Dr Zoe"]),
        (Kind::Name, "J.R.", &["JR", "J R", "j.r."]),
        (Kind::Name, "Нина", &["нина", "НИНА", "Nina"]),
        (Kind::Born, "1990-02-03", &["1990-02-03", "3/2/1990", "03.02.1990", "3 February 1990", "03 Feb 1990"]),
        (
            Kind::Phone,
            "07700 900123\n01632 960001",
            &[
                "07700900123",
                "+44 7700 900123",
                "+44 (0) 7700 900 123",
                "0044 7700-900-123",
                "7700 900123",
                "01632 960001",
            ],
        ),
        (Kind::Email, "A.Name@GoogleMail.com", &["a.name@gmail.com", "A.NAME@googlemail.com"]),
        (Kind::Handle, "https://example.org/@Night_Owl", &["@night_owl", "Night_Owl", "example.org/@night_owl"]),
        (Kind::Postcode, "BS1 1AA", &["bs1 1aa", "BS11AA"]),
        (Kind::Vehicle, "AB12 CDE", &["ab12cde", "AB12 CDE", "AB 12 CDE"]),
        (Kind::Vehicle, "NINA", &["nina"]),
        (Kind::Address, "Flat 2, 14 Harbour Row", &["harbour", "14 harbour row", "flat 2"]),
        (
            Kind::Words,
            "He drove AB12 CDE past Nina's flat, rang from 07700 900123.",
            &["ab12cde", "nina", "07700900123", "Drove flat"],
        ),
        (Kind::Words, "Seen at BS1 1AA; called +44 7700 900 123", &["bs11aa", "07700900123", "seen called"]),
    ] {
        for typed in spellings {
            assert!(
                found(kind, on_record, typed),
                "{typed} does not find {kind:?} {on_record}: {}",
                record(kind, on_record)
            );
        }
    }
}

#[test]
fn what_is_not_on_record_is_not_found() {
    for (kind, on_record, typed) in [
        (Kind::Name, "Obi", "ob"),
        (Kind::Name, "Smith", "Smith Jones"),
        (Kind::Phone, "07700 900123", "07700 900124"),
        (Kind::Phone, "07700 900123", "900123"),
        (Kind::Born, "1990-02-03", "2/3/1990"),
        (Kind::Words, "He drove past", "rang"),
        (Kind::Email, "a@example.org", "b@example.org"),
    ] {
        assert!(!found(kind, on_record, typed), "{typed} finds {on_record}");
    }
}

#[test]
fn terms_may_be_found_by_different_kinds_but_all_must_be() {
    let mut document = Document::default();
    document.add(Kind::Name, "Kaya Marsh");
    document.add(Kind::Phone, "07700 900123");
    let document = document.to_string();
    let asked = Asked::read("Marsh 07700 900123").unwrap();
    assert_eq!(asked.found_by(&document, &Kind::ALL), Some(vec![Kind::Name, Kind::Phone]));
    assert_eq!(asked.found_by(&document, &[Kind::Name]), None, "a kind that is hidden satisfies nothing");
    assert_eq!(Asked::read("Marsh rang").unwrap().found_by(&document, &Kind::ALL), None);
}

#[test]
fn other_forms_of_a_forename_find_it() {
    let variants = |name: &str| if name == "kate" { vec!["katherine"] } else { Vec::new() };
    let asked = Asked::read("Kate Marsh").unwrap().with_variants(variants);
    assert!(asked.found_by(&record(Kind::Name, "Katherine Marsh"), &Kind::ALL).is_some());
    assert_eq!(asked.found_by(&record(Kind::Words, "Katherine Marsh"), &Kind::ALL), None, "only where it is a name");
}

#[test]
fn words_that_are_everywhere_need_not_be_on_record() {
    let words = record(Kind::Words, "He waited by the harbour wall for her");
    assert_eq!(words, "wharbour wwaited wwall");
    for typed in ["the harbour", "He waited by the wall", "Dr of the harbour"] {
        assert!(Asked::read(typed).unwrap().found_by(&words, &Kind::ALL).is_some(), "{typed}");
    }
    assert_eq!(Asked::read("the").unwrap().found_by(&words, &Kind::ALL), None);
    assert!(found(Kind::Name, "He", "He"), "but a name is a name");
}

#[test]
fn what_cannot_be_asked_is_said() {
    assert_eq!(Asked::read(" ?! "), Err(Unaskable::Nothing));
    assert_eq!(Asked::read(&"a ".repeat(WORDS_MAX + 1)), Err(Unaskable::TooMuch));
    assert_eq!(Asked::read(&"a".repeat(CHARACTERS_MAX + 1)), Err(Unaskable::TooMuch));
    assert!(Asked::read("Dr").is_ok(), "a title alone is a word");
}

#[test]
fn a_document_is_letters_and_digits_and_never_too_long() {
    let mut document = Document::default();
    document.add(Kind::Name, "'; drop \"table\" & | ! ( ) : * \\ \u{0} İpek");
    document.add(Kind::Words, &(0..60_000).map(|number| format!("word{number} ")).collect::<String>());
    let text = document.to_string();
    assert!(text.len() <= DOCUMENT_MAX);
    assert!(text.split(' ').all(|word| !word.is_empty() && word.chars().all(char::is_alphanumeric)));
    assert!(text.starts_with("cdrop "), "{}", &text[..40]);
    assert!(Asked::read("ipek").unwrap().found_by(&text, &[Kind::Name]).is_some());
}
