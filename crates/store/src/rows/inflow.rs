//! What came in: imports, held rows, reports, the people they describe, and words.

use crate::record::record;
use crate::sealed::{Field, Personal};
use domain::catalogue::{Behaviour, Precision, Relationship};
use domain::ids::*;
use domain::time::Moment;

record! {
    /// One run of an import.
    ImportRow in "imports" {
        id: ImportId,
        /// Whose.
        force: String,
        /// The file's name, without its folder.
        file_name: String,
        /// SHA-256 of the file.
        file_hash: String,
        /// SHA-256 of the map.
        map_hash: String,
        /// Rows in the file.
        rows_read: i64,
        /// The next row to apply; a killed import goes on there.
        next_row: i64,
        /// Rows that became reports.
        new_rows: i64,
        /// Rows that updated a report.
        updated_rows: i64,
        /// Rows that changed nothing.
        unchanged_rows: i64,
        /// Rows in the holding pen.
        held_rows: i64,
        /// New reports.
        reports: i64,
        /// Cases opened.
        cases: i64,
        /// Reports in a series with another.
        repeats: i64,
        /// Pairs that wait for review.
        waiting: i64,
        /// Start.
        started_at: Moment,
        /// End.
        finished_at: Option<Moment>,
    }
}
record! {
    /// A row that could not be placed.
    HeldRow in "held_rows" {
        id: HeldRowId,
        /// Of which import.
        import_id: ImportId,
        /// Its number in the file; the header is row 1.
        row_number: i64,
        /// Columns and problems, as JSON; never the value itself.
        problems: String,
        /// The row as it came, as JSON.
        raw: String,
    }
}
record! {
    /// A report.
    ReportRow in "reports" {
        id: ReportId,
        /// Whose.
        force: String,
        /// The force's reference.
        reference: String,
        /// When the police recorded it.
        recorded_at: Moment,
        /// When the act was done.
        occurred_at: Moment,
        /// How exactly that is known.
        precision: Precision,
        /// What was done, where mapped.
        behaviour: Option<Behaviour>,
        /// How the two stand to each other.
        relationship: Relationship,
        /// The offence as the force writes it.
        offence: String,
        /// The team.
        team: String,
        /// The officer in the case.
        officer: Option<AccountId>,
        /// Its words.
        narrative: Option<ContentId>,
        /// The import that brought it.
        import_id: Option<ImportId>,
        /// SHA-256 of the row as it came: the same row twice changes nothing.
        row_hash: String,
        /// Its act.
        act: ActId,
        /// Whether it is older than the force's go-live.
        before_go_live: bool,
    }
}
record! {
    /// A person as one report describes them.
    MentionRow in "mentions" {
        id: MentionId,
        /// In which report.
        report_id: ReportId,
        /// `person_at_risk`, `subject`, `reporting_victim` or `other`.
        role: String,
        /// Forename as given.
        forename: String,
        /// Surname as given.
        surname: String,
        /// Date of birth as given, ISO where it could be read.
        born: String,
        /// Sex as given.
        sex: String,
        /// Postcode.
        postcode: String,
        /// Address.
        address: String,
        /// Phone numbers, one a line.
        phones: String,
        /// E-mail.
        email: String,
        /// Handle of an online account.
        handle: String,
        /// Vehicle mark.
        vehicle: String,
    }
}
record! {
    /// Words that stand outside the ledger.
    ContentRow in "contents" {
        id: ContentId,
        /// On which case, if any.
        case_id: Option<CaseId>,
        /// The words.
        words: String,
    }
}

impl Personal for ImportRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::Listing).then_some(self)
    }
}
impl Personal for MentionRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(mut self, fields: &[Field]) -> Option<Self> {
        for (group, texts) in self.groups() {
            if !fields.contains(&group) {
                texts.into_iter().for_each(String::clear);
            }
        }
        Some(self)
    }
}
impl MentionRow {
    /// The groups of fields that an entry can name, and what is in each.
    fn groups(&mut self) -> [(Field, Vec<&mut String>); 3] {
        [
            (Field::Identity, vec![&mut self.forename, &mut self.surname, &mut self.born, &mut self.sex]),
            (Field::Contact, vec![&mut self.phones, &mut self.email, &mut self.handle]),
            (Field::Location, vec![&mut self.postcode, &mut self.address, &mut self.vehicle]),
        ]
    }
}
impl Personal for ContentRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::Narrative).then_some(self)
    }
}
impl Personal for HeldRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(mut self, fields: &[Field]) -> Option<Self> {
        if !fields.contains(&Field::Narrative) {
            self.raw.clear();
        }
        Some(self)
    }
}
impl Personal for ReportRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::History).then_some(self)
    }
}
