//! What the Victims' Code asks to be done for the person at risk, as events hold it (specification, section 2.16 B).

use crate::catalogue::{Channel, CrimeClass, Entitlement, News};
use crate::ids::{ContentId, ReportId};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// The end of the shift in which a report was taken: PD-01 runs until then.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShiftEnd {
    /// Which report.
    pub report: ReportId,
    /// When the shift of the reporting officer ends.
    pub ends_at: Moment,
}

/// A crime recorded (right 2).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CrimeRecord {
    /// As what.
    pub class: CrimeClass,
    /// When.
    pub occurred_at: Moment,
}

/// The written confirmation with crime number and contact (right 3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Confirmation {
    /// How it went.
    pub channel: Channel,
    /// When.
    pub occurred_at: Moment,
}

/// Which rights apply from now on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntitlementRecord {
    /// Which.
    pub entitlement: Entitlement,
    /// Why.
    pub reasons: ContentId,
}

/// The person at risk was told of something (right 6).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// Of what.
    pub news: News,
    /// When.
    pub occurred_at: Moment,
    /// How.
    pub channel: Channel,
    /// Whether the reasons were given.
    pub reasons_given: bool,
    /// Whether a referral to support was offered.
    pub referral_offered: bool,
}

/// The decision not to investigate further.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NoFurtherAction {
    /// When it was decided.
    pub decided_at: Moment,
    /// Why.
    pub reasons: ContentId,
}

/// How often, and how, the person at risk wants to hear (right 6).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UpdatesAgreed {
    /// Days from one update to the next.
    pub every_days: u16,
    /// How.
    pub channel: Channel,
    /// When this was agreed.
    pub occurred_at: Moment,
}

/// An update that was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Update {
    /// How.
    pub channel: Channel,
    /// When.
    pub occurred_at: Moment,
}

/// A person looked again at risk and protection, and says what follows (PD-04).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reconsideration {
    /// What was looked at, and what follows.
    pub findings: ContentId,
}
