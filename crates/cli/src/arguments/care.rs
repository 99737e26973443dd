//! The acts under the Victims' Code, as a caseworker types them.

use clap::Subcommand;

/// What was done for the person at risk under the Victims' Code.
#[derive(Subcommand, Debug)]
pub enum CareCommand {
    /// Record when the shift ended in which the latest report was taken (PD-01 runs until then)
    ShiftEnds {
        /// When
        at: String,
    },
    /// Record the crime (VC-01): stalking, harassment, malicious_communications, neighbour_dispute, other or no_crime
    Crime {
        /// As what it is recorded
        class: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record that crime number and contact were confirmed in writing (VC-01)
    Confirm {
        /// How: letter, e_mail, text, portal, advocate …
        #[arg(long, default_value = "letter")]
        channel: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record which rights of the Victims' Code apply: enhanced, standard or refused; until then Enhanced
    Entitle {
        /// Which
        entitlement: String,
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Record that the person at risk was told (VC-03, VC-04): arrest, interview, released, bail, bail_changed, no_further_action
    Tell {
        /// Of what
        news: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
        /// How: phone, text, e_mail, letter, in_person, advocate or portal
        #[arg(long, default_value = "phone")]
        channel: String,
        /// The reasons were given (VC-04)
        #[arg(long)]
        with_reasons: bool,
        /// A referral to support was offered (VC-04)
        #[arg(long)]
        referral_offered: bool,
    },
    /// Decide not to investigate further (supervising roles); starts VC-04
    NoFurtherAction {
        /// Why
        #[arg(long)]
        reasons: String,
        /// When it was decided
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record what was agreed about updates (VC-09)
    AgreeUpdates {
        /// Days from one update to the next
        #[arg(long)]
        every: u16,
        /// How
        #[arg(long)]
        channel: String,
        /// When it was agreed
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record an update given to the person at risk (VC-09)
    Update {
        /// How
        #[arg(long)]
        channel: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record that risk and protection were looked at again, and what follows (PD-04)
    Reconsider {
        /// What was looked at, and what follows
        #[arg(long)]
        words: String,
    },
}
