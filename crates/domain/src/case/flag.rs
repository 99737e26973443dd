//! Red flags on a case: raised by the system, answered by someone whom they do not concern (section 7.2).

use super::{Actor, Case, supervises};
use crate::event::CaseEvent;
use crate::ids::{ContentId, FlagId};

/// Why the disposal of a flag is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FlagRefusal {
    /// No such flag.
    #[error("there is no such red flag on this case")]
    Unknown,
    /// Answered already.
    #[error("this red flag is already answered")]
    AlreadyDisposed,
    /// The officer concerned: now, or before the case was given to another.
    #[error("a red flag is not answered by anybody who is or was the officer in the case")]
    OfficerConcerned,
    /// Not a supervising role.
    #[error("only a supervisor, an inspector or the stalking SPOC answers a red flag")]
    NotSupervising,
}

impl FlagRefusal {
    /// What to do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Unknown => "look for it on the other cases of the series",
            Self::AlreadyDisposed => "open its disposal",
            Self::OfficerConcerned => "ask a supervisor who never was the officer in this case",
            Self::NotSupervising => "ask a supervisor",
        }
    }
}

impl Case {
    /// This answers a red flag in writing.
    pub fn dispose_flag(
        &self,
        actor: &Actor,
        flag: FlagId,
        disposal: ContentId,
    ) -> Result<Vec<CaseEvent>, FlagRefusal> {
        let held = self.flags.iter().find(|held| held.id == flag).ok_or(FlagRefusal::Unknown)?;
        if held.disposed.is_some() {
            return Err(FlagRefusal::AlreadyDisposed);
        }
        if self.was_officer(actor.by) {
            return Err(FlagRefusal::OfficerConcerned);
        }
        if !supervises(actor.role) {
            return Err(FlagRefusal::NotSupervising);
        }
        Ok(vec![CaseEvent::FlagDisposed { flag, disposal }])
    }
}
