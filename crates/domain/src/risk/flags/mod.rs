//! Red flags: dangers that documented failures have shown, each a rule over a case, one file each (section 7).
//!
//! To add one, write its file and add one line to the list. Each is deterministic, shows the rows that fired, and is
//! looked at again on every write and when its own next moment comes (section 7.3).

use crate::case::Case;
use crate::case::state::Status;
use crate::catalogue::Severity;
use crate::ids::ActId;
use crate::time::Moment;

/// What a rule needs to know that a case does not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FlagContext {
    /// The first instant too late for the duty to consider protection (PD-03), where it runs or ran.
    pub pd03_due: Option<Moment>,
    /// Whether that duty was done.
    pub pd03: DutyState,
}

/// Whether a duty was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DutyState {
    /// Not yet.
    #[default]
    Open,
    /// Done, in time or late.
    Met {
        /// When.
        at: Moment,
    },
}

/// A rule that fired.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fired {
    /// When the danger arose.
    pub since: Moment,
    /// The rows that fired: ids and codes, never words.
    pub evidence: Vec<String>,
}

/// One red flag.
#[derive(Debug)]
pub struct RedFlag {
    /// Its code, as in section 7.2.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The danger, in words that people read.
    pub title: &'static str,
    /// The failure that taught it.
    pub authority: &'static str,
    /// What must be recorded for it to see anything.
    pub data_needed: &'static str,
    /// This says whether it fires at a moment.
    pub fires: fn(&Case, Moment, &FlagContext) -> Option<Fired>,
    /// The earliest moment at which it fires if nothing else happens, where there is one that no flag on the case
    /// answers for. It may be past, where the system has not looked yet.
    pub next_check: fn(&Case, &FlagContext) -> Option<Moment>,
}

/// This lists the files of the catalogue, in the order of their codes.
macro_rules! red_flags {
    ($($file:ident),* $(,)?) => {
        $(pub mod $file;)*
        /// Every red flag, in the order of the codes.
        pub const ALL: &[&RedFlag] = &[$(&$file::FLAG),*];
    };
}

red_flags! {
    reports_apart,
    several_victims,
    history_not_searched,
    turned_against_reporter,
    graded_too_low,
    weapon_found_near,
    advice_as_outcome,
    act_after_intervention,
    protection_not_considered,
    closed_early,
    classed_down,
    not_seen_as_stalking,
    nothing_on_record,
    left_to_the_person,
    single_owner_away,
}

/// The red flag with a code.
pub fn from_code(code: &str) -> Option<&'static RedFlag> {
    ALL.iter().copied().find(|flag| flag.code == code)
}

/// The red flags to raise on a case at a moment: those that fire on a row that no flag of theirs names yet, answered
/// or not. A disposal is not undone by the same rows. Where the work goes on in another case, the danger is seen there.
pub fn to_raise(case: &Case, at: Moment, context: &FlagContext) -> Vec<(&'static RedFlag, Fired)> {
    if let Status::Joined { .. } = case.status {
        return Vec::new();
    }
    let fired = ALL.iter().copied().filter_map(|flag| (flag.fires)(case, at, context).map(|fired| (flag, fired)));
    fired.filter(|(flag, fired)| fired.evidence.iter().any(|row| !named(case, flag.code, row))).collect()
}

/// The earliest moment at which any red flag fires if nothing else happens.
pub fn next_check(case: &Case, context: &FlagContext) -> Option<Moment> {
    ALL.iter().filter_map(|flag| (flag.next_check)(case, context)).min()
}

/// This says whether a flag of a rule already names a row. An act that was corrected without adding danger is the same
/// row; one that turned out graver is a new one.
fn named(case: &Case, code: &str, row: &str) -> bool {
    let corrected = case.acts.iter().find(|held| act_row(held.act.id) == row);
    let known_as: Vec<String> =
        corrected.map(|held| Case::same_danger(held).map(act_row).collect()).unwrap_or_default();
    let same = |given: &String| given == row || known_as.contains(given);
    case.flags.iter().any(|held| held.rule == code && held.evidence.iter().any(same))
}

/// The row that names an act.
fn act_row(act: ActId) -> String {
    format!("act:{act}")
}

/// The next check of a rule that only events can make fire.
fn by_events_only(_case: &Case, _context: &FlagContext) -> Option<Moment> {
    None
}
