//! Every page in several states: a snapshot of its main part, and rules that hold for all of them.

use crate::acts;
use crate::assets;
use crate::cases::{Cases, Failure, Pass};
use crate::pages::case::CaseDocument;
use crate::pages::import_result::ImportResultPage;
use crate::pages::imports::ImportsPage;
use crate::pages::links::{Answer, LinksPage};
use crate::pages::notices::NoticesPage;
use crate::pages::password::{PasswordField, PasswordPage, PasswordState};
use crate::pages::problem::Problem;
use crate::pages::search::{SearchPage, SearchState};
use crate::pages::sign_in::{SignInPage, SignInProblem};
use crate::pages::tasks::TasksPage;
use crate::pages::together::{SeriesDocument, SubjectDocument};
use crate::pages::visit::Visitor;
use crate::pages::worklist::WorklistPage;
use crate::router::Site;
use crate::samples::{self, SampleCases};
use crate::security::form_token::FormKey;
use crate::watched::Watched;
use askama::Template;
use casework::views::{Found, LinkQueue, SeriesPage, SubjectPage, WorklistFilter};
use domain::catalogue::{Grade, Relationship};
use domain::search::Unaskable;
use domain::watch::Watch;
use std::collections::BTreeSet;
use std::sync::Arc;

const BACK: &str = "/?scope=force";

/// A site whose use cases are the samples.
pub fn site() -> Site {
    let cases: Arc<dyn Cases> = Arc::new(SampleCases);
    Site {
        demonstration: cases.is_demonstration(),
        cases,
        watched: Watched::default(),
        form_key: FormKey::from_bytes([1; 32]),
    }
}

/// Whoever reads the pages.
pub fn visitor() -> Visitor {
    Visitor { actor: samples::actor("officer"), form_token: "form-token".to_owned() }
}

/// Every page in every state: a name and its HTML.
fn all() -> Vec<(&'static str, String)> {
    all_of(site())
}

fn all_of(site: Site) -> Vec<(&'static str, String)> {
    let visitor = visitor();
    let sign_in = |problem: Option<SignInProblem>| {
        SignInPage::new(&site, "visit-token".to_owned(), "officer", problem.as_ref(), "").render().unwrap()
    };
    let worklist = |filter: &WorklistFilter| {
        WorklistPage::new(&site, &visitor, filter, &samples::teams(), &samples::worklist(filter)).render().unwrap()
    };
    let password = |state: PasswordState| {
        let whose = Some(&visitor).filter(|_| state != PasswordState::ForOnce);
        PasswordPage::new(&site, whose, "form-token".to_owned(), &state).render().unwrap()
    };
    let wrong = vec![
        (PasswordField::Old, "Enter your old password".to_owned()),
        (PasswordField::Again, "Enter the same new password again".to_owned()),
    ];
    let problem = |problem: Problem| problem.page(&site, Some(&visitor)).render().unwrap();
    let plain = samples::filter();
    let narrowed = WorklistFilter {
        kind: Some(Relationship::ExIntimate),
        grade: Some(Grade::High),
        overdue: true,
        after: Some("a/b c".to_owned()),
        ..samples::filter()
    };
    let search = |typed: &str, state: SearchState| SearchPage::new(&site, &visitor, typed, &state).render().unwrap();
    let wide = Found { more: true, ..samples::found() };
    let imports = samples::imports();
    let queue = |queue: &LinkQueue, pass, said| LinksPage::queue(&site, &visitor, queue, pass, said).render().unwrap();
    let pair =
        |said, refused| LinksPage::pair(&site, &visitor, &samples::decided_pair(), said, refused).render().unwrap();
    let no_series = SeriesPage { reports: vec![], unread: vec![], ..samples::series() };
    let no_subject = SubjectPage { described: vec![], cases: vec![], ..samples::subject() };
    let said = ("Somebody else said that these are not the same.".to_owned(), "Speak with them.".to_owned());
    let import = |index: usize| ImportResultPage::new(&site, &visitor, imports.get(index).unwrap()).render().unwrap();
    vec![
        ("sign_in_fresh", sign_in(None)),
        ("sign_in_missing", sign_in(Some(SignInProblem::Missing { name: true, password: true }))),
        ("sign_in_wrong", sign_in(Some(SignInProblem::Wrong))),
        ("sign_in_ended", sign_in(Some(SignInProblem::Ended))),
        ("sign_in_too_many", sign_in(Some(SignInProblem::TooMany))),
        ("password_open", password(PasswordState::Open)),
        ("password_for_once", password(PasswordState::ForOnce)),
        ("password_wrong", password(PasswordState::Wrong(wrong))),
        ("password_changed", password(PasswordState::Changed)),
        ("worklist_filled", worklist(&plain)),
        ("worklist_narrowed", worklist(&narrowed)),
        (
            "worklist_empty",
            WorklistPage::new(&site, &visitor, &plain, &[], &samples::empty_worklist()).render().unwrap(),
        ),
        ("case_filled", CaseDocument::new(&site, &visitor, &samples::case(), BACK.to_owned(), None).render().unwrap()),
        (
            "case_new",
            CaseDocument::new(&site, &visitor, &samples::new_case(), BACK.to_owned(), acts::by_slug("note"))
                .render()
                .unwrap(),
        ),
        ("links_filled", queue(&samples::link_queue(), Pass::First, Some(Answer::CannotTell))),
        ("links_again", queue(&samples::link_queue(), Pass::Again, None)),
        ("links_empty", queue(&samples::empty_queue(), Pass::First, None)),
        ("link_decided", pair(Some(Answer::NotSame), None)),
        ("link_refused", pair(None, Some((said, "The number was a shop's.".to_owned())))),
        ("series_filled", SeriesDocument::new(&site, &visitor, &samples::series()).render().unwrap()),
        ("series_empty", SeriesDocument::new(&site, &visitor, &no_series).render().unwrap()),
        ("subject_filled", SubjectDocument::new(&site, &visitor, &samples::subject()).render().unwrap()),
        ("subject_empty", SubjectDocument::new(&site, &visitor, &no_subject).render().unwrap()),
        ("tasks_filled", TasksPage::new(&site, &visitor, &samples::tasks(), true).render().unwrap()),
        ("tasks_empty", TasksPage::new(&site, &visitor, &[], false).render().unwrap()),
        ("search_open", search("", SearchState::Open)),
        ("search_wrong", search("?!", SearchState::Wrong(Unaskable::Nothing))),
        ("search_filled", search("Marchetti 07700 900123", SearchState::Found(samples::found()))),
        ("search_wide", search("Marchetti", SearchState::Found(wide))),
        ("search_empty", search("Marchetti", SearchState::Found(samples::nothing_found()))),
        ("imports_filled", ImportsPage::new(&site, &visitor, &imports).render().unwrap()),
        ("notices_filled", NoticesPage::new(&site, &visitor, &samples::notices()).render().unwrap()),
        ("imports_empty", ImportsPage::new(&site, &visitor, &[]).render().unwrap()),
        ("import_held", import(0)),
        ("import_clean", import(1)),
        ("problem_not_found", problem(Problem::not_found())),
        ("problem_refused", problem(Problem::of(samples::refusal()))),
        ("problem_unavailable", problem(Problem::of(Failure::Unavailable))),
        ("problem_filter", problem(Problem::unknown_filter(&["risk"]))),
        ("problem_foreign", problem(Problem::foreign())),
    ]
}

/// Every page and every form in every state.
fn all_and_forms() -> Vec<(String, String)> {
    let pages = all().into_iter().map(|(name, html)| (name.to_owned(), html));
    let forms = super::forms::states(&site(), &visitor());
    pages.chain(forms).chain(super::report::states(&site(), &visitor())).collect()
}

/// Without blank lines and the hashes in asset names, which change with every change of a colour.
fn readable(html: &str) -> String {
    let html = html
        .replace(assets::GOVUK_CSS.path, "/assets/govuk-frontend.css")
        .replace(assets::HOLDFAST_CSS.path, "/assets/holdfast.css")
        .replace(assets::ICON.path, "/assets/holdfast.svg");
    html.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_page_looks_like_its_snapshot() {
    for (name, html) in all() {
        let main = html.split_once("<main").map(|(_, main)| main).unwrap();
        insta::assert_snapshot!(name, readable(&format!("<main{main}")));
    }
}

#[test]
fn the_frame_looks_like_its_snapshot() {
    let html = Problem::not_found().page(&site(), Some(&visitor())).render().unwrap();
    let frame = html.split_once("<main").map(|(frame, _)| frame).unwrap();
    insta::assert_snapshot!("frame_signed_in", readable(frame));
}

#[test]
fn that_duties_are_not_watched_stands_on_every_page() {
    let alarmed = Site { watched: Watched::of(Watch::Silent { since: samples::NOW }), ..site() };
    let words = "Duties are not being watched since 12:00 on Wednesday 3 June 2026.";
    let pages = all_of(alarmed);
    assert!(pages.len() > 15);
    for (name, html) in pages {
        let frame = html.split_once("<main").map(|(frame, _)| frame).unwrap();
        assert!(frame.contains("holdfast-alarm") && frame.contains(words), "{name}: no alarm");
        if name == "worklist_filled" {
            insta::assert_snapshot!("frame_alarm", readable(frame));
        }
    }
    // The control: a scheduler that lives, and one that nobody has asked about.
    for watched in [Watched::of(Watch::Kept), Watched::default()] {
        for (name, html) in all_of(Site { watched, ..site() }) {
            assert!(!html.contains("holdfast-alarm"), "{name}: an alarm without cause");
        }
    }
}

#[test]
fn a_page_of_real_people_has_no_banner_of_a_demonstration() {
    let site = Site { demonstration: false, ..site() };
    let html = Problem::not_found().page(&site, None).render().unwrap();
    assert!(!html.contains("Demonstration"));
}

#[test]
fn what_people_typed_is_never_taken_for_markup() {
    let mut case = samples::case();
    let evil = "<img src=x onerror=alert(1)>\"'&";
    case.next_action = evil.to_owned();
    for person in &mut case.people {
        person.name = evil.to_owned();
        person.particulars = vec![(evil.to_owned(), evil.to_owned())];
    }
    for item in &mut case.timeline {
        item.detail = Some(evil.to_owned());
    }
    for clock in &mut case.clocks {
        clock.working = vec![evil.to_owned()];
    }
    for report in &mut case.reports {
        report.narrative = Some(evil.to_owned());
        report.belongs = evil.to_owned();
    }
    let html = CaseDocument::new(&site(), &visitor(), &case, BACK.to_owned(), None).render().unwrap();
    assert!(!html.contains("<img"), "unescaped text reached the page");
}

#[test]
fn each_page_has_one_first_heading_and_skips_no_level() {
    for (name, html) in all_and_forms() {
        let levels: Vec<u32> = html
            .match_indices("<h")
            .filter_map(|(at, _)| html.get(at + 2..at + 3)?.parse().ok())
            .filter(|level| (1..=6).contains(level))
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}: one h1, but {levels:?}");
        // The error summary stands above the h1 with an h2, as govuk-frontend has it.
        let from_first: Vec<u32> = levels.into_iter().skip_while(|level| *level != 1).collect();
        for pair in from_first.windows(2) {
            let [before, after] = pair else { continue };
            assert!(*after <= before + 1, "{name}: h{after} follows h{before}");
        }
    }
}

#[test]
fn each_page_works_without_script_and_inline_style() {
    for (name, html) in all_and_forms() {
        for forbidden in ["<script", " style=", "javascript:", " onclick", "<style", "http://", "https://"] {
            let html = html.replace("http://www.w3.org/2000/svg", "");
            assert!(!html.contains(forbidden), "{name} contains {forbidden}");
        }
    }
}

#[test]
fn each_field_has_a_label_each_table_a_caption_and_each_id_is_unique() {
    for (name, html) in all_and_forms() {
        let ids = values(&html, " id=\"");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice in {ids:?}");
        for anchor in values(&html, "href=\"#").iter().chain(&values(&html, "aria-labelledby=\"")) {
            assert!(unique.contains(anchor), "{name}: nothing has the id {anchor}");
        }
        for (field, _) in
            html.match_indices("<input").chain(html.match_indices("<select")).chain(html.match_indices("<textarea"))
        {
            let tag = html.get(field..).unwrap().split('>').next().unwrap();
            if !tag.contains("type=\"hidden\"") {
                let id = values(tag, " id=\"").first().copied().unwrap_or_else(|| panic!("{name}: {tag} has no id"));
                assert!(html.contains(&format!("for=\"{id}\"")), "{name}: {id} has no label");
            }
        }
        assert_eq!(html.matches("<table").count(), html.matches("<caption").count(), "{name}: a table has no caption");
        let headings = html.matches("<th ").count();
        assert_eq!(headings, html.matches("<th scope=").count(), "{name}: a heading cell has no scope");
    }
}

#[test]
fn each_form_that_changes_something_carries_a_token() {
    for (name, html) in all_and_forms() {
        for form in html.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap()) {
            let posts = form.contains("method=\"post\"");
            assert_eq!(posts, form.contains("name=\"token\""), "{name}: {form}");
        }
    }
}

#[test]
fn no_address_holds_personal_data() {
    for (name, html) in all_and_forms() {
        for address in values(&html, "href=\"") {
            for secret in ["Marchetti", "Vance", "Lindqvist", "07700", "Harbour"] {
                assert!(!address.contains(secret), "{name}: {address}");
            }
        }
    }
}

/// The values that follow a marker, up to the next quotation mark.
fn values<'a>(html: &'a str, marker: &str) -> Vec<&'a str> {
    html.split(marker).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
