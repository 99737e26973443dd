//! What stands beside the rows that came in: particulars of people that were believed before.

use crate::record::record;
use crate::rows::MentionRow;
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

impl FormerMentionRow {
    /// What a mention said until a moment, as it is kept when the mention is told otherwise.
    pub fn of(before: &MentionRow, believed_until: Moment, because: CorrectionCause) -> Self {
        let MentionRow { id, version, salt: _, report_id, role, forename, surname, born, sex, .. } = before.clone();
        let MentionRow { postcode, address, phones, email, handle, vehicle, .. } = before.clone();
        Self {
            id: format!("{id}:{version}"),
            version: 0,
            salt: String::new(),
            mention_id: id,
            report_id,
            role,
            forename,
            surname,
            born,
            sex,
            postcode,
            address,
            phones,
            email,
            handle,
            vehicle,
            believed_until,
            because,
        }
    }

    /// The mention as it was believed then.
    pub fn mention(self) -> MentionRow {
        let Self { mention_id: id, report_id, role, forename, surname, born, sex, .. } = self;
        let Self { postcode, address, phones, email, handle, vehicle, .. } = self;
        MentionRow {
            id,
            version: 0,
            salt: String::new(),
            report_id,
            role,
            forename,
            surname,
            born,
            sex,
            postcode,
            address,
            phones,
            email,
            handle,
            vehicle,
        }
    }
}

impl Personal for FormerMentionRow {
    fn seal_id(&self) -> String {
        self.id.clone()
    }
    /// What an entry must name is the same as for the mention itself.
    fn only(self, fields: &[Field]) -> Option<Self> {
        let (id, version, salt) = (self.id.clone(), self.version, self.salt.clone());
        let (until, because) = (self.believed_until, self.because);
        self.mention().only(fields).map(|left| Self { id, version, salt, ..Self::of(&left, until, because) })
    }
}
