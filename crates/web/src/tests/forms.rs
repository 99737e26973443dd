//! Every form of an act: opened, wrong, refused, and too late; and what the server makes of one that is sent.

use crate::acts;
use crate::forms::field::Field;
use crate::forms::page::{ActForm, ActPage, Standing};
use crate::forms::sent::{Reading, Sent, Wrong};
use crate::pages::visit::Visitor;
use crate::router::Site;
use crate::samples;
use askama::Template;
use std::collections::BTreeSet;

fn page(site: &Site, visitor: &Visitor, form: &ActForm, sent: &Sent, standing: &Standing) -> String {
    ActPage::new(site, visitor, &samples::case(), form, sent, "key".to_owned(), standing).render().unwrap()
}

/// Every form in every state, for the rules that hold for all pages.
pub fn states(site: &Site, visitor: &Visitor) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for form in acts::all() {
        let begun = (form.begin)(&samples::case());
        let wrong = (form.fields)(&samples::case())
            .into_iter()
            .map(|field: Field| Wrong { field: field.name, words: "enter this".to_owned() });
        let refused =
            Standing::Refused("a rule refuses it".to_owned(), "do it otherwise".to_owned(), vec!["a gate".to_owned()]);
        for (state, standing) in [
            ("open", Standing::Open),
            ("wrong", Standing::Wrong(wrong.collect())),
            ("refused", refused),
            ("changed", Standing::Changed(3)),
        ] {
            pages.push((format!("{}_{state}", form.slug), page(site, visitor, form, &begun, &standing)));
        }
    }
    pages
}

#[test]
fn each_form_asks_what_its_snapshot_says() {
    let case = samples::case();
    let mut text = String::new();
    for form in acts::all() {
        text.push_str(&format!("{} ({:?}): {}\n  {}\n", form.slug, form.part, form.title, form.guide));
        for field in (form.fields)(&case) {
            let hint = field.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
            text.push_str(&format!("  {}: {}{hint}\n", field.name, field.label));
        }
        text.push_str(&format!("  [{}]\n", form.button));
    }
    insta::assert_snapshot!("forms", text);
}

#[test]
fn each_form_has_a_place_of_its_own_and_each_next_action_one_form() {
    let slugs: BTreeSet<&str> = acts::all().map(|form| form.slug).collect();
    assert_eq!(slugs.len(), acts::all().count());
    let does: Vec<&str> = acts::all().flat_map(|form| form.does.iter().copied()).collect();
    assert_eq!(does.iter().collect::<BTreeSet<_>>().len(), does.len(), "two forms do the same next action");
    for slug in slugs {
        assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{slug}");
    }
}

/// What a form asks for and cannot do without is told, field by field; a form of which nothing must be filled in is read.
#[test]
fn a_form_that_is_sent_empty_is_told_what_is_missing() {
    let case = samples::case();
    let mut told = String::new();
    for form in acts::all() {
        let empty = Sent::default();
        let mut reading = Reading::new(&empty, samples::NOW);
        let read = (form.read)(&mut reading);
        let wrong = reading.into_wrong();
        assert_eq!(read.is_none(), !wrong.is_empty(), "{}: read and wrong at once, or neither", form.slug);
        let names: Vec<String> = (form.fields)(&case).into_iter().map(|field| field.name).collect();
        for problem in &wrong {
            assert!(names.contains(&problem.field), "{}: no field is called {}", form.slug, problem.field);
        }
        told.push_str(&format!(
            "{}: {}\n",
            form.slug,
            wrong.iter().map(|wrong| wrong.words.as_str()).collect::<Vec<_>>().join("; ")
        ));
    }
    insta::assert_snapshot!("forms_empty", told);
}
