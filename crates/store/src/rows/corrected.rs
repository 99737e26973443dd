//! What stands beside the rows that came in: particulars of people that were believed before.

use crate::record::record;
use crate::sealed::{Field, Personal};
use domain::catalogue::CorrectionCause;
use domain::ids::*;
use domain::time::Moment;

record! {
    /// A person as a report described them until that was corrected. It is written once and never changed.
    FormerMentionRow in "former_mentions" {
        id: String,
        /// The mention, which says what is believed now.
        mention_id: MentionId,
        /// In which report.
        report_id: ReportId,
        /// The role of the mention.
        role: String,
        /// Forename as it was given.
        forename: String,
        /// Surname.
        surname: String,
        /// Date of birth.
        born: String,
        /// Sex.
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
        /// Until when this was believed.
        believed_until: Moment,
        /// Why it is told otherwise.
        because: CorrectionCause,
    }
}

impl Personal for FormerMentionRow {
    fn seal_id(&self) -> String {
        self.id.clone()
    }
    fn only(mut self, fields: &[Field]) -> Option<Self> {
        if !fields.contains(&Field::Identity) {
            for text in [&mut self.forename, &mut self.surname, &mut self.born, &mut self.sex] {
                text.clear();
            }
        }
        if !fields.contains(&Field::Contact) {
            for text in [&mut self.phones, &mut self.email, &mut self.handle] {
                text.clear();
            }
        }
        if !fields.contains(&Field::Location) {
            for text in [&mut self.postcode, &mut self.address, &mut self.vehicle] {
                text.clear();
            }
        }
        Some(self)
    }
}
