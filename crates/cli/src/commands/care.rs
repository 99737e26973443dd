//! The acts under the Victims' Code, read from what was typed.

use super::{moment, word};
use crate::arguments::CareCommand;
use crate::telling::Trouble;
use casework::cases::care::Care;
use domain::victim::{Told, UpdatesAgreed};

/// This reads a step for the person at risk.
pub fn read(command: CareCommand) -> Result<Care, Trouble> {
    Ok(match command {
        CareCommand::ShiftEnds { at } => Care::ShiftEnd { ends_at: moment("at", &at)? },
        CareCommand::Crime { class, at } => {
            Care::Crime { class: word("class", &class)?, occurred_at: moment("at", &at)? }
        }
        CareCommand::Confirm { channel, at } => {
            Care::Confirm { channel: word("channel", &channel)?, occurred_at: moment("at", &at)? }
        }
        CareCommand::Entitle { entitlement, reasons } => {
            Care::Entitle { entitlement: word("entitlement", &entitlement)?, reasons }
        }
        CareCommand::Tell { news, at, channel, with_reasons, referral_offered } => Care::Tell(Told {
            news: word("news", &news)?,
            occurred_at: moment("at", &at)?,
            channel: word("channel", &channel)?,
            reasons_given: with_reasons,
            referral_offered,
        }),
        CareCommand::NoFurtherAction { reasons, at } => {
            Care::NoFurtherAction { decided_at: moment("at", &at)?, reasons }
        }
        CareCommand::AgreeUpdates { every, channel, at } => Care::AgreeUpdates(UpdatesAgreed {
            every_days: every,
            channel: word("channel", &channel)?,
            occurred_at: moment("at", &at)?,
        }),
        CareCommand::Update { channel, at } => {
            Care::Update { channel: word("channel", &channel)?, occurred_at: moment("at", &at)? }
        }
        CareCommand::Reconsider { words } => Care::Reconsider { findings: words },
    })
}
