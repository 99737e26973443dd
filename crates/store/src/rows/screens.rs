//! Sets of questions that a force adopted, and who is trained in them.

use crate::record::record;
use domain::ids::AccountId;
use domain::time::{Day, Moment};

record! {
    /// One version of a set of questions, as a force adopted it. It is written once and never again.
    QuestionSetRow in "question_sets" {
        id: String,
        /// Whose.
        force: String,
        /// The set's code.
        code: String,
        /// The set's own version.
        edition_number: i64,
        /// The first day on which it is asked.
        from_day: Day,
        /// When it was adopted.
        adopted_at: Moment,
        /// The set, as the force wrote it.
        words: String,
    }
}
record! {
    /// What is recorded of somebody's training in a tool or a set of questions; without days, that they are not trained.
    TrainingRow in "trainings" {
        id: String,
        /// Who.
        account: AccountId,
        /// Their force.
        force: String,
        /// The code of a set, or a tool of the list.
        tool: String,
        /// The first day.
        from_day: Option<Day>,
        /// The last day.
        until_day: Option<Day>,
    }
}
