//! Notices: who is told of a stage of a duty, and whether somebody has acknowledged it.

use crate::record::record;
use crate::sealed::{Field, Personal};
use domain::catalogue::{Role, Within};
use domain::ids::*;
use domain::time::Moment;

record! {
    /// One notice of one run of a clock, to an account or to whoever holds a rank. It names no person.
    NoticeRow in "notices" {
        id: NoticeId,
        /// The force of the case.
        force: String,
        /// The team that had the case when the notice was made.
        team: String,
        /// Which case.
        case_id: CaseId,
        /// The account, where it is one person's.
        account: Option<AccountId>,
        /// The rank, where it is whoever's who holds it.
        rank: Option<Role>,
        /// Whether it is for holders of the rank in the team, or in the force.
        within: Within,
        /// For whom it was meant.
        meant_for: Role,
        /// Which clock.
        clock: String,
        /// From when it counts.
        started_at: Moment,
        /// The first instant that is too late.
        due_at: Moment,
        /// Which stages passed, by their codes, parted by spaces.
        stages: String,
        /// The round of the scheduler; what one round brings of a clock is read as one.
        round_at: Moment,
        /// When it was made.
        made_at: Moment,
        /// Who acknowledged it.
        acknowledged_by: Option<AccountId>,
        /// When.
        acknowledged_at: Option<Moment>,
    }
}

impl Personal for NoticeRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::Listing).then_some(self)
    }
}
