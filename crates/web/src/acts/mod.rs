//! A form for each act on a case, by the part of the work that it belongs to.

mod access;
mod closure;
mod conduct;
mod decision;
mod handling;
mod person;
mod risk;

use crate::forms::page::ActForm;

/// Every form.
pub const FORMS: &[&[ActForm]] =
    &[conduct::FORMS, risk::FORMS, decision::FORMS, person::FORMS, handling::FORMS, closure::FORMS, access::FORMS];

/// Every form, one after the other.
pub fn all() -> impl Iterator<Item = &'static ActForm> {
    FORMS.iter().flat_map(|forms| forms.iter())
}

/// The form of that place in addresses.
pub fn by_slug(slug: &str) -> Option<&'static ActForm> {
    all().find(|form| form.slug == slug)
}

/// The form that does a next action, by its code.
pub fn for_next(code: &str) -> Option<&'static ActForm> {
    all().find(|form| form.does.contains(&code))
}
