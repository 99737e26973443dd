//! Who may have the case, and corrections.

use crate::forms::page::ActForm;

/// The forms.
pub const FORMS: &[ActForm] = &[];
