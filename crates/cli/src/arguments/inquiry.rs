//! What is found out beside the reports, as a caseworker types it.

use clap::Subcommand;

/// What was found out beside the reports.
#[derive(Subcommand, Debug)]
pub enum InquiryCommand {
    /// Record a search of history, an empty result too (RF-07)
    SearchHistory {
        /// Where: local, pnd, other_force, military, employer or other
        place: String,
        /// About whom: subject, person_at_risk or both; only what covers the subject answers RF-07
        #[arg(long, default_value = "both")]
        about: String,
        /// Something was found, as the words say; without this, nothing was
        #[arg(long)]
        found: bool,
        /// When it was made
        #[arg(long, default_value = "now")]
        at: String,
        /// What was asked, of whom, and what was found
        #[arg(long, default_value = "")]
        words: String,
    },
    /// Say that a place must be searched, since there may be a history there (RF-07)
    SearchNeeded {
        /// Where: local, pnd, other_force, military, employer or other
        place: String,
        /// Why: which force, which unit, which employer
        #[arg(long)]
        words: String,
    },
    /// Record property that was found or handed in (RF-10)
    FoundProperty {
        /// What: weapon, kit or other
        kind: String,
        /// How near to a place of the person at risk: within_1_km, further or not_known
        #[arg(long, default_value = "not_known")]
        near: String,
        /// When it was found
        #[arg(long, default_value = "now")]
        at: String,
        /// What, and where
        #[arg(long)]
        words: String,
    },
    /// Record what stands against the person who reported (RF-08)
    Marker {
        /// What: wasting_police_time, counter_allegation or malicious
        kind: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
        /// What was written, and by whom
        #[arg(long, default_value = "")]
        words: String,
    },
    /// Record that the crime is classed anew (RF-19; supervising roles and the crime registrar)
    Reclassify {
        /// As what: stalking, harassment, malicious_communications, neighbour_dispute, other or no_crime
        to: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
        /// Why it is not what it was recorded as
        #[arg(long, default_value = "")]
        rationale: String,
    },
}
