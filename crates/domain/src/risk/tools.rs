//! The tools of screening that a screen can name. The name stays in the ledger for ever, so it is one of a closed list.

/// The set of questions that stands ready where a force names no tool of its own.
pub const NEUTRAL: &str = "neutral question set 1";
/// What a set of questions is that words no tool of the list.
pub const OWN: &str = "the force's own question set";
/// What an imported grade stands on. Only an import says this; a person names the tool that was used.
pub const IMPORTED: &str = "the force's grade, as imported";
/// The tools that ask about domestic abuse: alone they do not find the stalking by a stranger, a colleague, or online (RF-20).
pub const DOMESTIC: &[&str] = &["DASH", "DARA"];
/// The tools that a person can name.
pub const ALL: &[&str] = &[NEUTRAL, "S-DASH 2009", "VS-DASH 2009", "DASH", "DARA", "SST", "SASH", "SRP", "SAM", OWN];

/// This finds a tool as the list spells it; spaces around it and the case of letters do not matter.
pub fn known(text: &str) -> Option<&'static str> {
    ALL.iter().copied().find(|tool| tool.eq_ignore_ascii_case(text.trim()))
}

/// This lists the tools in words, for a refusal.
pub fn listed() -> String {
    ALL.join(", ")
}
