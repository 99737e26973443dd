//! The numbers that a deployment may choose.

/// When to join, when to ask, and what to assume before any evidence. One bit doubles the odds.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Join two mentions at this many bits or more. Default 4: odds of 16 to 1.
    pub accept_bits: f64,
    /// Put a pair that was not joined into the review queue from this many bits. Default −2: odds of 1 to 4.
    pub ask_bits: f64,
    /// Join on a shared other party at this many bits or more. Default 1: odds of 2 to 1, since the
    /// mean agreement of both groups is checked as well.
    pub relation_accept_bits: f64,
    /// Chance that two reports about one person at risk are about one subject. Used until there are enough
    /// repeat reports to learn it from. Default 0.7.
    pub same_subject_prior: f64,
    /// Chance that two reports about one subject concern one person at risk. As above. Default 0.4.
    pub same_person_at_risk_prior: f64,
    /// Fewer mentions than this are scored by the shipped model. Default 2,000.
    pub train_from: usize,
    /// A blocking key shared by more mentions than this is split, then skipped and reported. Default 300.
    pub block_max: usize,
    /// No person grows over this many mentions without a decision. Default 100.
    pub person_max: usize,
    /// The longest review queue returned, strongest first. Default 5,000.
    pub waiting_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            accept_bits: 4.0,
            ask_bits: -2.0,
            relation_accept_bits: 1.0,
            same_subject_prior: 0.7,
            same_person_at_risk_prior: 0.4,
            train_from: 2_000,
            block_max: 300,
            person_max: 100,
            waiting_max: 5_000,
        }
    }
}
