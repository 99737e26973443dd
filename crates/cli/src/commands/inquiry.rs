//! What is found out beside the reports, read from what was typed.

use super::{moment, word};
use crate::arguments::InquiryCommand;
use crate::telling::Trouble;
use casework::cases::inquiry::Inquiry;

/// This reads a record.
pub fn read(command: InquiryCommand) -> Result<Inquiry, Trouble> {
    Ok(match command {
        InquiryCommand::SearchHistory { place, about, found, at, words } => Inquiry::Search {
            place: word("place", &place)?,
            about: word("about", &about)?,
            found,
            occurred_at: moment("at", &at)?,
            words,
        },
        InquiryCommand::SearchNeeded { place, words } => Inquiry::NeedSearch { place: word("place", &place)?, words },
        InquiryCommand::FoundProperty { kind, near, at, words } => Inquiry::Find {
            kind: word("kind", &kind)?,
            near: word("near", &near)?,
            found_at: moment("at", &at)?,
            words,
        },
        InquiryCommand::Marker { kind, at, words } => {
            Inquiry::Mark { kind: word("kind", &kind)?, occurred_at: moment("at", &at)?, words }
        }
        InquiryCommand::Reclassify { to, at, rationale } => {
            Inquiry::Reclassify { to: word("to", &to)?, occurred_at: moment("at", &at)?, rationale }
        }
    })
}
