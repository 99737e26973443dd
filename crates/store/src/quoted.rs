//! Words that whoever asks gave themselves, to be told back to them when they are refused. While a transaction or a snapshot is open
//! none can be made: what was read in it could be among them.

use crate::error::StoreError;
use crate::outgoing::AsRead;
use crate::queries::CaseFile;
use crate::rows::AccountRow;
use domain::wording::Spoken;
use std::cell::Cell;
use std::fmt;

/// What is told in place of words that were not taken before the transaction.
const WITHHELD: &str = "(not repeated)";

thread_local! {
    /// How many transactions and snapshots this thread is inside of.
    static INSIDE: Cell<u32> = const { Cell::new(0) };
}

/// Words that whoever asks typed, or that stand in a file that they gave.
///
/// They are the one text that did not stand in the code and is told in a failure; a test lists the files that make them. Inside a
/// transaction or a snapshot they can be told if they were made before it. Those that are made there are told as 'not repeated'.
///
/// ```
/// let typed = store::Quoted::new("PD-02");
/// assert_eq!(domain::wording!("'{}' is no act", typed), "'PD-02' is no act");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quoted {
    words: String,
    told: bool,
}

impl Quoted {
    /// This takes words before a transaction is begun.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), told: INSIDE.get() == 0 }
    }
    /// The words, to be looked up.
    pub fn as_str(&self) -> &str {
        &self.words
    }
}
impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(if self.told { &self.words } else { WITHHELD })
    }
}
impl PartialEq<&str> for Quoted {
    fn eq(&self, other: &&str) -> bool {
        self.words == *other
    }
}
impl Spoken for Quoted {}

/// The reference of a case or the name of a team: both may stand in an entry, and so in a failure. Only what the store read has one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Called(String);

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
impl Spoken for Called {}

impl AsRead<CaseFile> {
    /// Its reference, to be told.
    pub fn called(&self) -> Called {
        Called(self.reference.clone())
    }
}
impl AsRead<AccountRow> {
    /// The team, to be told; none for who is in no team.
    pub fn team_called(&self) -> Option<Called> {
        (!self.team.is_empty()).then(|| Called(self.team.clone()))
    }
}

/// What the database says of itself: why it does not answer, which row by its key. Never the value of a column.
pub(crate) struct OfTheDatabase(pub String);
impl fmt::Display for OfTheDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
impl Spoken for OfTheDatabase {}

domain::spoken!(enum StoreError {
    Missing(what), Conflict(table), Corrupt { table, column, row }, Unavailable(why), DiskFull, NotNamed, ForeignEntry, NoEntry,
    EntryTooLarge, Outdated(steps), TooNew(step), Serialisation, NotLeading, InDoubt,
});

/// This runs what reads in a transaction or a snapshot.
pub(crate) fn inside<T>(reads: impl FnOnce() -> T) -> T {
    /// It counts down when a panic ends it, too.
    struct Open;
    impl Drop for Open {
        fn drop(&mut self) {
            INSIDE.set(INSIDE.get().saturating_sub(1));
        }
    }
    INSIDE.set(INSIDE.get().saturating_add(1));
    let _open = Open;
    reads()
}

#[cfg(test)]
#[expect(clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_read_inside_are_not_repeated() {
        let before = Quoted::new("typed");
        let (within, deeper) = inside(|| (Quoted::new("read"), inside(|| Quoted::new("read"))));
        assert_eq!(domain::wording!("{} {} {}", before, within, deeper), "typed (not repeated) (not repeated)");
        assert_eq!(within.as_str(), "read", "it is looked up all the same");
        assert!(std::panic::catch_unwind(|| inside(|| panic!("the use case fails"))).is_err());
        assert_eq!(Quoted::new("typed").to_string(), "typed", "a panic ends it, too");
    }
}
