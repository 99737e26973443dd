//! Reports that somebody is writing and has not recorded yet.

use crate::record::record;
use crate::sealed::{Field, Personal};
use domain::ids::{AccountId, DraftId, ReportId};
use domain::time::Moment;

record! {
    /// A report that somebody is writing. It is its writer's alone.
    DraftRow in "drafts" {
        id: DraftId,
        /// Whose.
        account: AccountId,
        /// What was typed, step by step, as JSON; empty once it was recorded or thrown away.
        words: String,
        /// When it was begun.
        started_at: Moment,
        /// When it was saved last.
        saved_at: Moment,
        /// When it was recorded or thrown away.
        ended_at: Option<Moment>,
        /// The report that it became.
        report: Option<ReportId>,
    }
}

impl Personal for DraftRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::Narrative).then_some(self)
    }
}
