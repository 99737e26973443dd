//! Risk: the screen, its review, a lower grade, and red flags.

use crate::forms::page::ActForm;

/// The forms.
pub const FORMS: &[ActForm] = &[];
