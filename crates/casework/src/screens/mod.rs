//! Risk screens as a force keeps them: its sets of questions, who is trained in them, and the share of screens by trained staff.

pub mod sets;
pub mod trained;
