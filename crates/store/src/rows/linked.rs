//! What linkage believes, what people decided about it, and the tasks that follow between forces.

use crate::record::record;
use crate::sealed::{Field, Personal};
use domain::ids::*;
use domain::time::Moment;

record! {
    /// Which person linkage believes a mention to be.
    MemberRow in "members" {
        id: MentionId,
        /// The person.
        person: PersonId,
    }
}
record! {
    /// Which course of conduct linkage believes a report to be part of.
    SeriesMemberRow in "series_members" {
        id: ReportId,
        /// The series.
        series: SeriesId,
    }
}
record! {
    /// A link between two mentions, with its arithmetic. It holds no particulars, only what was found about them.
    LinkRow in "links" {
        id: String,
        /// One mention.
        a: MentionId,
        /// The other.
        b: MentionId,
        /// Its report.
        report_a: ReportId,
        /// And the other's.
        report_b: ReportId,
        /// `person_at_risk`, `subject`.
        about: String,
        /// `accepted`, `waiting`, `confirmed`, `refused`, `withdrawn`.
        state: String,
        /// `identity` or `relation`.
        basis: String,
        /// The weight, in thousandths of a bit.
        millibits: i64,
        /// What was compared, found, and its bits, as JSON.
        lines: String,
        /// Who decided.
        decided_by: Option<AccountId>,
        /// When.
        decided_at: Option<Moment>,
    }
}
record! {
    /// That somebody looked at a pair that waits and could not tell.
    LookRow in "link_looks" {
        id: String,
        /// The link.
        link: String,
        /// Who looked.
        account: AccountId,
        /// When, the last time.
        at: Moment,
    }
}
record! {
    /// A task for a force's stalking unit to call another.
    TaskRow in "tasks" {
        id: TaskId,
        /// Whose task.
        force: String,
        /// What kind: `call_other_force`.
        kind: String,
        /// Their own case.
        case_reference: String,
        /// The other force.
        other_force: String,
        /// Its case.
        other_reference: String,
        /// Whom to call.
        contact: String,
        /// Whether a critical red flag stands there.
        critical: bool,
        /// When it was made.
        made_at: Moment,
        /// When it was done.
        done_at: Option<Moment>,
    }
}

impl LookRow {
    /// The id of what one account says of one link.
    pub fn key(link: &str, account: AccountId) -> String {
        format!("{link} {account}")
    }
}

impl Personal for LinkRow {
    fn seal_id(&self) -> String {
        self.id.clone()
    }
    /// What is listed is that there is a link and what became of it; its arithmetic is part of what happened.
    fn only(mut self, fields: &[Field]) -> Option<Self> {
        if !fields.contains(&Field::History) {
            self.lines.clear();
            self.millibits = 0;
        }
        fields.contains(&Field::Listing).then_some(self)
    }
}
impl Personal for TaskRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::Listing).then_some(self)
    }
}
