//! A form for each act on a case, by the part of the work that it belongs to.

mod access;
mod care;
mod closure;
mod conduct;
mod decision;
mod handling;
mod inquiries;
mod lists;
mod measures;
mod person;
mod records;
mod risk;

use crate::forms::page::{ActForm, address, is_offered};
use casework::access::Action;
use casework::views::CasePage;

pub use decision::OUTCOMES;

/// Every form.
pub const FORMS: &[&[ActForm]] = &[
    conduct::FORMS,
    records::FORMS,
    inquiries::FORMS,
    risk::FORMS,
    decision::FORMS,
    measures::FORMS,
    person::FORMS,
    care::FORMS,
    handling::FORMS,
    closure::FORMS,
    access::FORMS,
];

/// The place in addresses of the page on which an outcome of the decision is chosen before its form is filled in.
pub const DECIDE: &str = "decide";
/// What that page is called.
pub const DECIDE_TITLE: &str = "Decide on protection";

/// The form after which its reader no longer sees the case.
pub const OWN_CONNECTION: &str = "own-connection";

/// Every form, one after the other.
pub fn all() -> impl Iterator<Item = &'static ActForm> {
    FORMS.iter().flat_map(|forms| forms.iter())
}

/// The form of that place in addresses.
pub fn by_slug(slug: &str) -> Option<&'static ActForm> {
    all().find(|form| form.slug == slug)
}

/// The way to do the next action of a case, for whoever may do it: its words, and its address.
pub fn way_on(case: &CasePage) -> Option<(String, String)> {
    if case.next == "confirm_links" && !case.links.is_empty() && case.may.contains(&Action::ViewLinks.code()) {
        return Some(("Look at the links".to_owned(), "#links".to_owned()));
    }
    if case.next == "decide_protection" {
        let any = OUTCOMES.iter().filter_map(|(slug, _)| by_slug(slug)).any(|form| is_offered(form, case));
        // A settled decision whose day came, or that was shaken, is opened again before it is decided anew.
        return if any {
            Some((
                DECIDE_TITLE.to_owned(),
                format!("/cases/{}/do/{DECIDE}", crate::pages::visit::percent_encoded(&case.reference)),
            ))
        } else {
            by_slug("reopen-decision").filter(|form| is_offered(form, case)).map(|form| way(case, form))
        };
    }
    all().find(|form| form.does.contains(&case.next)).filter(|form| is_offered(form, case)).map(|form| way(case, form))
}

fn way(case: &CasePage, form: &ActForm) -> (String, String) {
    (form.title.to_owned(), address(&case.reference, form))
}
