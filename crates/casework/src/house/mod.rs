//! The house: who signs in, which forces there are, the key of the ledger, the demonstration, and the watch over duties.

pub mod accounts;
pub mod passwords;
pub mod leavers;
pub mod absences;
pub mod demonstration;
pub mod clocks;
pub mod forces;
pub mod door;
pub mod sessions;
pub mod support;
pub mod ties;
pub mod watch;
