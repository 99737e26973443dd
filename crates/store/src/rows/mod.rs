//! The state tables, one declaration each, and what of a row is personal.

mod cases;
mod house;
mod inflow;
mod linked;

pub use cases::{CaseReportRow, CaseRow};
pub use house::{AccessRow, AccountRow, CredentialRow, ForceRow, SessionRow, SettingRow};
pub use inflow::{ContentRow, HeldRow, ImportRow, MentionRow, ReportRow};
pub use linked::{LinkRow, MemberRow, SeriesMemberRow, TaskRow};
