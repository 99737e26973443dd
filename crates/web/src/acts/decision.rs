//! The decision on protection, advice on it, and measures.

use crate::forms::page::ActForm;

/// The forms.
pub const FORMS: &[ActForm] = &[];
