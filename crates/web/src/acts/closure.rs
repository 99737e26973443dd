//! Reviews, closure, and what stands in its way.

use crate::forms::page::ActForm;

/// The forms.
pub const FORMS: &[ActForm] = &[];
