//! Cases as lists ask for them, and which reports are on them.

use crate::record::record;
use crate::sealed::{Field, Personal};
use domain::catalogue::{Grade, ProtectionKind, Relationship, Severity};
use domain::ids::*;
use domain::time::{Day, Moment};

record! {
    /// A case: the work on one person at risk from one subject. Every column but the first few follows from its events.
    CaseRow in "cases" {
        id: CaseId,
        /// The reference that people use.
        reference: String,
        /// Whose.
        force: String,
        /// The team.
        team: String,
        /// The officer in the case.
        officer: Option<AccountId>,
        /// Open, closure proposed, closed.
        status: String,
        /// How the two stand to each other.
        relationship: Relationship,
        /// The grade of risk.
        grade: Option<Grade>,
        /// The state of the protection decision, as a code.
        decision: String,
        /// Whether it is on the list of people not yet protected.
        on_list: bool,
        /// Whether only named people may know of it.
        restricted: bool,
        /// Minus the danger: the smallest comes first.
        danger_order: i64,
        /// The due moment of the earliest duty not done, in microseconds; the largest number if there is none.
        late_order: i64,
        /// Which duty that is.
        due_code: Option<String>,
        /// Since when it runs.
        due_started: Option<Moment>,
        /// The worst red flag without disposal.
        flag: Option<String>,
        /// How bad it is.
        flag_severity: Option<Severity>,
        /// The one next action, as a code.
        next_action: String,
        /// Reports on this case.
        reports: i64,
        /// The series of its reports.
        series: Option<SeriesId>,
        /// What linkage last said about it, so that only changes are written.
        series_facts: String,
        /// Reports in that series.
        series_reports: i64,
        /// Whether a person has confirmed it.
        series_confirmed: bool,
        /// Another measure in force.
        measure: Option<ProtectionKind>,
        /// Its last day.
        measure_until: Option<Day>,
        /// Whether its first report is older than the force's go-live.
        before_go_live: bool,
        /// When these columns must be derived again though nothing happened.
        refresh_at: Option<Moment>,
        /// How many events it has.
        events: i64,
        /// The mention of the person at risk.
        person_at_risk: MentionId,
        /// The mention of the subject.
        subject: Option<MentionId>,
    }
}
record! {
    /// A report on a case.
    CaseReportRow in "case_reports" {
        id: String,
        /// The case.
        case_id: CaseId,
        /// The report.
        report_id: ReportId,
        /// Whether it was taken off again.
        detached: bool,
    }
}

record! {
    /// An action on a case: whose it is.
    ActionRow in "actions" {
        id: ActionId,
        /// The case.
        case_id: CaseId,
        /// Whose.
        owner: AccountId,
        /// Whether it is still to be done.
        open: bool,
    }
}

impl Personal for CaseRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        (fields.contains(&Field::Listing) || fields.contains(&Field::History)).then_some(self)
    }
}
