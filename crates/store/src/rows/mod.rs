//! The state tables, one declaration each, and what of a row is personal.

mod cases;
mod corrected;
mod drafts;
mod house;
mod inflow;
mod linked;
mod notices;
mod screens;

pub use cases::{ActionRow, CaseReportRow, CaseRow};
pub use corrected::FormerMentionRow;
pub use drafts::DraftRow;
pub use house::{AbsenceRow, AccessRow, AccountRow, CredentialRow, ForceRow, RequestRow, SessionRow, SettingRow};
pub use inflow::{ContentRow, HeldRow, ImportRow, MentionRow, ReportRow};
pub use linked::{LinkRow, LookRow, MemberRow, SeriesMemberRow, TaskRow};
pub use notices::NoticeRow;
pub use screens::{QuestionSetRow, TrainingRow};

/// This hands the type of every table of records to a macro: what looks at all of them cannot leave one out.
macro_rules! every_record {
    ($each:ident) => {
        $each!(
            SettingRow,
            ForceRow,
            AccountRow,
            SessionRow,
            AccessRow,
            CredentialRow,
            ImportRow,
            HeldRow,
            ReportRow,
            MentionRow,
            FormerMentionRow,
            ContentRow,
            CaseRow,
            CaseReportRow,
            MemberRow,
            SeriesMemberRow,
            LinkRow,
            TaskRow,
            NoticeRow,
            QuestionSetRow,
            TrainingRow,
            ActionRow,
            AbsenceRow,
            RequestRow,
            LookRow,
            DraftRow
        )
    };
}
pub(crate) use every_record;
